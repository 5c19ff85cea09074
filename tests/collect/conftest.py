"""A report with three departments, its forms as they go out, and departments that fill them in."""

from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from reportgen.model.diagnostic import Diagnostic
from reportgen.model.returns import Collected
from reportgen.pipeline.collect import CollectOptions, collect
from reportgen.pipeline.template import TemplateOptions, template

SCHEMA = """[[sheets]]
name = "主导产业"
department = "经发局"
key = "名称"
row_noun = "产业"
columns = [
  {name = "名称", required = true},
  {name = "产值", kind = "number", unit = "亿元", previous = "上年产值", minimum = 0},
  {name = "上年产值", kind = "number", unit = "亿元"},
  {name = "增加值率", kind = "number", unit = "%", previous = "上年增加值率"},
  {name = "上年增加值率", kind = "number", unit = "%"},
  {name = "性质", kind = "choice", choices = ["主导", "特色"]},
  {name = "备注"},
]
[[sheets]]
name = "招商项目"
department = "招商局"
key = "项目"
row_noun = "项目"
columns = [
  {name = "项目", required = true},
  {name = "到位资金", kind = "number", unit = "万元", aliases = ["资金"]},
  {name = "签约日期", kind = "date"},
]
[[indicators]]
name = "工业总产值"
unit = "亿元"
department = "经发局"
[[indicators]]
name = "规上工业产值"
unit = "亿元"
department = "经发局"
[[indicators]]
name = "投产率"
unit = "%"
department = "经发局"
[[indicators]]
name = "财政收入"
unit = "万元"
department = "财政局"
[[relations]]
total = "工业总产值"
comparison = ">="
plus = ["规上工业产值"]
"""
SECTION = """# 基本情况

## 工业

工业总产值{{ 工业总产值 | 金额 }}，财政收入{{ 财政收入 | 金额 }}。

{% for 产业 in 主导产业 %}
{{ 产业.名称 }}产值{{ 产业.产值 | 金额 }}。
{% endfor %}
"""
SHEETS: Mapping[str, list[tuple[Any, ...]]] = {
    "指标": [
        ("指标名称", "计量单位", "数值", "概数", "上年数", "来源说明"),
        ("工业总产值", "亿元", None, None, 100, None),
        ("规上工业产值", "亿元", None, None, 90, "统计报表"),
        ("投产率", "%", None, None, 80, None),
        ("财政收入", "万元", None, None, 5000, None),
    ],
    "主导产业": [
        ("名称", "产值（亿元）", "上年产值（亿元）", "增加值率（%）", "上年增加值率（%）", "性质", "备注"),
        ("铝加工", None, 40, None, 25, None, None),
        ("建材", None, 20, None, 30, None, None),
        ("医药", None, 10, None, None, None, None),
    ],
    "招商项目": [
        ("项目", "到位资金（万元）", "签约日期"),
        ("甲项目", None, None),
        ("乙项目", None, None),
    ],
}
ANSWERS: Mapping[str, Mapping[str, Any]] = {
    "经发局": {
        "指标!工业总产值.数值": 110,
        "指标!规上工业产值.数值": 95,
        "指标!投产率.数值": 85,
        "主导产业!铝加工.产值": 42.86,
        "主导产业!建材.产值": 21,
        "主导产业!医药.产值": 11,
        "主导产业!铝加工.增加值率": 26,
    },
    "招商局": {
        "招商项目!甲项目.到位资金": 1200,
        "招商项目!甲项目.签约日期": date(2026, 3, 5),
        "招商项目!乙项目.到位资金": 800,
    },
    "财政局": {"指标!财政收入.数值": 5200},
}
"""What the departments answer where nobody makes a slip."""

TODAY = date(2026, 11, 21)


class Office:
    """The report, the folder of returns, and the verbs of the year."""

    def __init__(self, folder: Path, report: Path) -> None:
        self.report = report
        self.back = folder / "回报"
        self.workbook = self.report / "2026.xlsx"
        self.doubts = folder / "存疑数据表.xlsx"
        assert not template(self.report, TemplateOptions(folder=self.back)).stopped

    def form(self, department: str) -> Path:
        """The return of a department."""
        return self.back / f"2026年数据填报表-{department}.xlsx"

    def answer(self, department: str, answers: Mapping[str, Any] | None = None, name: str = "") -> Path:
        """Fill a department's form; `sheet!row.column` names a cell. `name` gives it another file name."""
        path = self.form(department)
        book = load_workbook(path)
        for cell, value in (ANSWERS[department] if answers is None else answers).items():
            at = self.find(book, cell)
            at.value = value
        if name:
            book.save(self.back / name)
            return self.back / name
        book.save(path)
        return path

    def change(self, path: Path, change: Callable[[Any], None]) -> None:
        """Let somebody loose on a workbook."""
        book = load_workbook(path)
        change(book)
        book.save(path)

    def find(self, book: Any, name: str) -> Any:
        """The cell of `sheet!row.column` in a form or in the workbook."""
        title, _, rest = name.partition("!")
        row_name, _, column = rest.rpartition(".")
        sheet = book[title]
        header = next(row for row in sheet.iter_rows() if sum(cell.value is not None for cell in row) > 2)
        named = {str(cell.value).split("（")[0].rstrip("*"): cell.column for cell in header if cell.value}
        first = min(named.values())
        for row in sheet.iter_rows(min_row=header[0].row + 1):
            if row[first - 1].value == row_name:
                return row[named[column] - 1]
        if not row_name:
            for row in sheet.iter_rows(min_row=header[0].row + 1):
                if row[first - 1].value is None:
                    return row[named[column] - 1]
        raise AssertionError(name)

    def collect(self, **options: Any) -> Collected:
        """Collect the returns."""
        known = {"returns": self.back, "today": TODAY, "question": question, **options}
        return collect(self.report, CollectOptions(**known))

    def value(self, name: str) -> Any:
        """What the report's workbook holds."""
        return self.find(load_workbook(self.workbook), name).value


def question(finding: Diagnostic) -> str:
    return finding.code


def codes(collected: Collected) -> list[str]:
    return [item.code for item in collected.diagnostics]


def places(collected: Collected, code: str) -> list[str]:
    return [str(item.place) for item in collected.diagnostics if item.code == code]


class Said:
    """The readers of findings, for tests, which cannot import a conftest."""

    codes = staticmethod(codes)
    places = staticmethod(places)


@pytest.fixture
def said() -> type[Said]:
    return Said


@pytest.fixture
def office_of(tmp_path: Path, small_report: Callable[..., Path]) -> Callable[[str, Mapping[str, Any]], Office]:
    """All forms of a report with more lists sent out, none filled in."""

    def make(more_schema: str, more_sheets: Mapping[str, Any]) -> Office:
        report = small_report(
            tmp_path / "report",
            sections={"1-基本情况.md": SECTION},
            schema=SCHEMA,
            more_schema=more_schema,
            sheets={**SHEETS, **more_sheets},
            year=2026,
        )
        return Office(tmp_path, report)

    return make


@pytest.fixture
def office(office_of: Callable[[str, Mapping[str, Any]], Office]) -> Office:
    """All forms sent out, none filled in."""
    return office_of("", {})


@pytest.fixture
def answered(office: Office) -> Office:
    """All forms filled in without a slip."""
    for department in ANSWERS:
        office.answer(department)
    return office
