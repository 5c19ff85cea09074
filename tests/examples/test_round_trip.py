"""A year of the example: forms go out, seven departments return them with slips, the report stays the same.

The workbook of the example is emptied of everything that a department answers; what the forms bring back must
make the same Word file as the full workbook, and every slip must be said with its cell.
"""

import shutil
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from reportgen.model.form import MARK_SHEET, FormMark, Role, from_cells
from reportgen.model.returns import Collected, State
from reportgen.pipeline.build import build
from reportgen.pipeline.collect import CollectOptions, collect
from reportgen.pipeline.template import TemplateOptions, template

PROJECT = Path(__file__).resolve().parents[2]
WORD = "2015年工作总结.docx"
_FIRST_ROW = 4
"""The first row of a form's list."""

OURS = ("customXml/", "docProps/custom.xml")
"""The parts that hold bindings and the fingerprint: origins make them differ."""


def form(back: Path, department: str) -> Path:
    return back / f"2015年数据填报表-{department}.xlsx"


def mark_of(book: Any) -> FormMark:
    found = from_cells([[cell.value for cell in row] for row in book[MARK_SHEET].iter_rows()])
    assert found is not None
    return found


def columns_of(sheet: Any) -> dict[str, int]:
    """The columns of a sheet of the example's workbook by name."""
    header = next(row for row in sheet.iter_rows() if sum(cell.value is not None for cell in row) >= 3)
    return {str(cell.value).split("（")[0]: cell.column for cell in header if cell.value}


def answers(back: Path, full: Any) -> Iterator[tuple[Path, Any, Any, Any]]:
    """Each cell that a form asks for: the form, its book, its cell, and the cell of the full workbook."""
    for path in sorted(back.iterdir()):
        book = load_workbook(path)
        mark = mark_of(book)
        for column in mark.columns:
            known = columns_of(full[column.sheet])
            for row in mark.rows_of(column.sheet):
                if column.role is Role.INPUT and column.name in known and row.source is not None:
                    cell = book[column.sheet].cell(row.position, column.position)
                    yield path, book, cell, full[column.sheet].cell(row.source, known[column.name])
        book.save(path)


class Year:
    """The example with an emptied workbook, its filled forms, and the Word file of the full workbook."""

    def __init__(self, folder: Path) -> None:
        self.report, self.back = folder / "report", folder / "回报"
        shutil.copytree(PROJECT / "examples/qingzhen-2015", self.report, ignore=shutil.ignore_patterns("out", ".cache"))
        settings = self.report / "report.toml"
        settings.write_text(settings.read_text(encoding="utf-8").replace("../../data/", ""), encoding="utf-8")
        self.workbook = self.report / "qingzhen-2015.xlsx"
        shutil.copy(PROJECT / "data/qingzhen-2015.xlsx", self.workbook)
        assert not build(self.report).stopped
        self.direct = parts(self.report / "out" / WORD)
        assert not template(self.report, TemplateOptions(folder=self.back)).stopped
        full, empty = load_workbook(self.workbook), load_workbook(self.workbook)
        for _, _, cell, source in answers(self.back, full):
            cell.value = source.value
            empty[source.parent.title].cell(source.row, source.column).value = None
        self._type_lists(full, empty)
        empty.save(self.workbook)

    def _type_lists(self, full: Any, empty: Any) -> None:
        """Lists that begin anew each year: their forms have no rows, and the departments type them in."""
        for path in sorted(self.back.iterdir()):
            book = load_workbook(path)
            mark = mark_of(book)
            for name in dict.fromkeys(column.sheet for column in mark.columns):
                if mark.rows_of(name):
                    continue
                known = columns_of(full[name])
                header = next(
                    row[0].row for row in full[name].iter_rows() if sum(c.value is not None for c in row) >= 3
                )
                for offset, row in enumerate(full[name].iter_rows(min_row=header + 1)):
                    for column in mark.columns_of(name):
                        if column.name in known:
                            value = row[known[column.name] - 1].value
                            book[name].cell(_FIRST_ROW + offset, column.position).value = value
                    for item in row:
                        empty[name].cell(item.row, item.column).value = None
            book.save(path)

    def change(self, department: str, change: Callable[[Any], None]) -> None:
        path = form(self.back, department)
        book = load_workbook(path)
        change(book)
        book.save(path)

    def collect(self, *prefer: str) -> Collected:
        options = CollectOptions(
            returns=self.back, today=date(2016, 1, 15), question=lambda finding: finding.code, prefer=prefer
        )
        return collect(self.report, options)


def parts(word: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(word) as package:
        return {name: package.read(name) for name in package.namelist() if not name.startswith(OURS)}


@pytest.fixture
def year(tmp_path: Path) -> Year:
    return Year(tmp_path)


def cell(sheet: Any, row: str, column: str) -> Any:
    """The cell of a form by the text of its row's first cell and its header."""
    header = next(cells for cells in sheet.iter_rows() if sum(item.value is not None for item in cells) >= 3)
    at = next(item.column for item in header if str(item.value).split("（")[0].rstrip("*") == column)
    return next(cells[at - 1] for cells in sheet.iter_rows() if any(item.value == row for item in cells[:2]))


def full_width(book: Any) -> None:
    """统计局: digits as a Chinese keyboard gives them, and the sheet under another name."""
    cell(book["指标"], "规模以上工业增加值", "数值").value = "３７．０１"
    book["指标"].title = "2015指标表"


def units(book: Any) -> None:
    """招商局: a unit inside the cell, and the hedge too."""
    cell(book["招商成果"], "引进项目", "金额").value = "2231600万元"
    cell(book["招商活动"], "策划包装项目", "数量").value = "100余"
    cell(book["招商活动"], "策划包装项目", "概数").value = None


def other_unit(book: Any) -> None:
    """财政局: a whole row in another unit."""
    sheet = book["指标"]
    value, unit = (cell(sheet, "现有负债", name) for name in ("数值", "计量单位"))
    assert unit.value == "亿元"
    value.value, unit.value = float(value.value) * 10_000, "万元"


def percent(book: Any) -> None:
    """经济发展局: a % sign, a price in last year's column."""
    rate = cell(book["指标"], "投产率", "数值")
    rate.value = f"{rate.value}％"
    price, before = (cell(book["产品价格"], "氧化铝", name) for name in ("现价格", "原价格"))
    price.value, before.value = None, price.value


def moved(book: Any) -> None:
    """规划建设局: a column moved, a header rewritten."""
    sheet = book["供电设施"]
    width = sheet.max_column
    for row in sheet.iter_rows(min_row=3):
        row[0].value, row[width - 1].value = row[width - 1].value, row[0].value
    sheet = book["基础设施项目"]
    next(item for item in sheet[3] if str(item.value).startswith("总投资")).value = "投资总额（亿元）"


def cluttered(book: Any) -> None:
    """项目服务局: rows above, a total and a note below, numbers as text."""
    sheet = book["产业项目"]
    for row in sheet.iter_rows(min_row=4):
        for item in row:
            if isinstance(item.value, (int, float)) and not str(item.value).startswith("="):
                item.value = str(item.value)
    sheet.insert_rows(1)
    sheet["A1"].value = "项目服务局填报"
    last = sheet.max_row
    sheet.cell(last + 1, 1).value = "合计"
    sheet.cell(last + 2, 1).value = "填报人：某某"


def dates(book: Any) -> None:
    """办公室: dates as text."""
    for row in book["体制沿革"].iter_rows(min_row=4):
        if hasattr(row[0].value, "year"):
            row[0].value = f"{row[0].value.year}年{row[0].value.month}月{row[0].value.day}日"


SLIPS: tuple[tuple[str, Callable[[Any], None], frozenset[str]], ...] = (
    ("统计局", full_width, frozenset(("number-as-text", "renamed-sheet"))),
    ("招商局", units, frozenset(("unit-in-cell", "approximate-number"))),
    ("财政局", other_unit, frozenset(("unit-changed",))),
    ("经济发展局", percent, frozenset(("number-as-text", "value-in-wrong-column"))),
    ("规划建设局", moved, frozenset(("moved-columns", "renamed-column"))),
    ("项目服务局", cluttered, frozenset(("total-row", "note-row", "number-as-text"))),
    ("办公室", dates, frozenset(("date-as-text",))),
)


def test_forms_filled_without_a_slip_make_the_same_word_file(year: Year) -> None:
    collected = year.collect()
    assert [item.code for item in collected.diagnostics if item.severity == "error"] == []
    assert {line.state for line in collected.overview} == {State.RETURNED}
    assert len(collected.overview) == 7
    assert not build(year.report).stopped
    assert parts(year.report / "out" / WORD) == year.direct


def test_the_slips_of_seven_departments_change_no_figure_and_are_all_said(year: Year) -> None:
    for department, slip, _ in SLIPS:
        year.change(department, slip)
    collected = year.collect()
    assert [str(item) for item in collected.diagnostics if item.severity == "error"] == []
    for department, _, codes in SLIPS:
        own = {item.code for item in collected.diagnostics if form(year.back, department).name in str(item.place)}
        assert codes <= own, department
    assert not build(year.report).stopped
    assert parts(year.report / "out" / WORD) == year.direct


def test_a_second_return_that_contradicts_the_first_waits_for_a_word(year: Year) -> None:
    first = form(year.back, "统计局")
    again = first.with_name("统计局更正.xlsx")
    shutil.copy(first, again)
    book = load_workbook(again)
    cell(book["指标"], "规模以上工业增加值", "数值").value = 36.5
    book.save(again)
    collected = year.collect()
    assert [item.facts["name"] for item in collected.diagnostics if item.code == "conflicting-answers"] == [
        "规模以上工业增加值"
    ]
    year.collect(first.name)
    assert not build(year.report).stopped
    assert parts(year.report / "out" / WORD) == year.direct
