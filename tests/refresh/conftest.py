"""A report of its own, built, edited as people edit, and refreshed."""

import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest

from reportgen.model.refresh import Fate, Refreshed, RefreshOutcome
from reportgen.pipeline.build import BuildOptions, build
from reportgen.pipeline.refresh import RefreshOptions, refresh

SECTION = """# 基本情况

主导产业产值合计{{ 合计(主导产业.产值) | 金额 }}，{{ 规上企业数 }}参与[^1]。

见{{ 附件("主导产业情况") }}、{{ 表("产值") }}和{{ 图("产值") }}。

[^1]: 税收{{ 税收 }}，{{ 税收 | 同比 }}。

税收{{ 税收 | 金额 }}，{{ 税收 | 同比 }}，比上年{% if 税收 < 税收 | 上年 %}有所回落{% else %}稳步回升{% endif %}。

{% for 产业 in 主导产业 %}
{{ 产业.名称 }}产值{{ 产业.产值 | 金额 }}，{{ 产业.产值 | 占比(合计(主导产业.产值)) }}。
{% endfor %}

::: 表 产值
数据: 主导产业
列: 名称、产值
序号: 是
题注: {{ 年度 }}年各产业产值
合计: 是
:::

::: 图 产值
类型: 条形
数据: 主导产业
类别: 名称
数值: 产值
题注: {{ 年度 }}年产值，共{{ 主导产业 | 计数("个") }}产业
:::
"""
TABLE = """
各产业排名见{{ 表('排名') }}。

::: 表 排名
数据: 主导产业
列: 名称、产值
排序: 产值 降序
题注: {{ 年度 }}年排名
:::
"""
CHART = """
各产业比较见{{ 图('比较') }}。

::: 图 比较
类型: 柱形
数据: 主导产业
类别: 名称
数值: 产值
题注: {{ 年度 }}年比较
:::
"""
PLANS = """# 打算

力争规上企业超过{{ 规上企业数 }}。
"""
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FREE = (
    r'_Ref[0-9]+|r:(?:embed|id)="[^"]*"|(?:docPr|cNvPr) id="[0-9]+"|<w:id w:val="[0-9]+"/>| w:id="[0-9]+"'
    r'| xmlns:(?:wp|a|pic|r|c)="[^"]*"|</w:t></w:r><w:r><w:t>|<w:keepNext/>|<w:(?:gridCol|tcW) w:w="[0-9]+"'
)
"""What two writers may do differently: numbers and names, prefixes, ends of runs, page breaks, widths."""


@dataclass
class Report:
    """The report's folder, its built Word file, and what may be done to both."""

    folder: Path

    @property
    def word(self) -> Path:
        return self.folder / "out" / "2015年总结.docx"

    def build(self, **options: Any) -> Path:
        outcome = build(self.folder, BuildOptions(**options))
        assert not outcome.stopped, outcome.diagnostics
        return self.word

    def data(self, change: Callable[[Any], object]) -> None:
        """Change the workbook."""
        book = openpyxl.load_workbook(self.folder / "2015.xlsx")
        change(book)
        book.save(self.folder / "2015.xlsx")

    def put(self, **cells: object) -> None:
        """Fill cells: `指标_C2=77`."""

        def change(book: Any) -> None:
            for name, value in cells.items():
                sheet, _, address = name.rpartition("_")
                book[sheet][address] = value

        self.data(change)

    def section(self, text: str) -> None:
        (self.folder / "kit/sections/1-基本情况.md").write_text(text, encoding="utf-8")

    def edit(self, change: Callable[[Any], object]) -> None:
        """Edit the built file as a person would, with python-docx."""
        document = docx.Document(str(self.word))
        change(document)
        document.save(str(self.word))

    def replace(self, old: str, new: str, part: str = "word/document.xml", count: int = 1) -> None:
        """Edit the XML of a part by hand."""
        parts = self.parts()
        text = parts[part].decode()
        assert text.count(old) >= count, old
        parts[part] = text.replace(old, new, count).encode()
        self.write_parts(parts)

    def refresh(self, **options: Any) -> RefreshOutcome:
        outcome = refresh([self.word], RefreshOptions(**options))
        assert not outcome.stopped, outcome.diagnostics
        return outcome

    def text(self, part: str = "word/document.xml") -> str:
        return self.parts()[part].decode()

    def paragraphs(self) -> list[str]:
        """What can be read, deleted text left out."""
        return ["".join(item.text or "" for item in p.iter(f"{W}t")) for p in self.elements("p")]

    def elements(self, name: str) -> list[Any]:
        return list(docx.Document(str(self.word)).element.body.iter(f"{W}{name}"))

    def is_as_built(self, **options: Any) -> bool:
        """Whether the file is what a build makes of today's data: the same bindings, the same body."""
        there = self.parts()
        self.build(force=True, **options)
        built = self.parts()
        assert there["customXml/item1.xml"].decode() == built["customXml/item1.xml"].decode()
        body, expected = (re.sub(_FREE, "", parts["word/document.xml"].decode()) for parts in (there, built))
        assert body == expected
        return True

    SECTION = SECTION

    @staticmethod
    def blocks(kinds: str, *, bound: bool = False) -> str:
        """A table (表) or a chart (图) more, or both; where `bound`, the sentence that refers to it shows a figure."""
        made = "".join({"表": TABLE, "图": CHART}[kind] for kind in kinds)
        return made.replace("}}。", "}}，规上企业{{ 规上企业数 }}。") if bound else made

    def parts(self) -> dict[str, bytes]:
        with zipfile.ZipFile(self.word) as package:
            return {name: package.read(name) for name in package.namelist()}

    def write_parts(self, parts: dict[str, bytes]) -> None:
        with zipfile.ZipFile(self.word, "w") as package:
            for name, data in parts.items():
                package.writestr(name, data)

    def changed_parts(self, before: dict[str, bytes]) -> set[str]:
        """The parts that differ; no part may come or go."""
        after = self.parts()
        assert before.keys() == after.keys()
        return {name for name in before if before[name] != after[name]}

    @staticmethod
    def told(outcome: RefreshOutcome, fate: Fate) -> list[Refreshed]:
        return [entry for item in outcome.files for entry in item.entries if entry.fate is fate]

    def pairs(self, outcome: RefreshOutcome, fate: Fate = Fate.CHANGED) -> list[tuple[str, str]]:
        return [(entry.now, entry.today) for entry in self.told(outcome, fate)]

    def table(self) -> list[list[str]]:
        document = docx.Document(str(self.word))
        rows = next(document.element.body.iter(f"{W}tbl")).iter(f"{W}tr")
        return [["".join(t.text or "" for t in cell.iter(f"{W}t")) for cell in row.iter(f"{W}tc")] for row in rows]


@pytest.fixture
def report(tmp_path: Path, small_report: Callable[..., Path]) -> Report:
    """A sound report of three industries with a kit of its own; not yet built."""
    sections = {"1-基本情况.md": SECTION, "2-打算.md": PLANS}
    folder = small_report(
        tmp_path / "report",
        sections=sections,
        required=list(sections),
        appendices={"主导产业情况": "主导产业"},
        sheets={
            "指标": (
                ("指标名称", "计量单位", "数值", "上年数"),
                ("规上企业数", "家", 76, None),
                ("税收", "亿元", 3.3, 3),
            ),
            "主导产业": (("名称", "产值（亿元）"), ("铝加工", 42.86), ("医药", 21.54), ("建材", 36.7)),
        },
    )
    return Report(folder)


@pytest.fixture
def built(report: Report) -> Report:
    """The report with its Word file."""
    report.build()
    return report


@pytest.fixture
def unarranged(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is arranged anew, as if nobody could tell whose words those of the file are."""
    monkeypatch.setattr("reportgen.merge.word.refreshing.refresh._Work.otherwise", lambda *_, **__: None)
