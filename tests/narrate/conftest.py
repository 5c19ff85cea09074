"""Data in a short notation, and documents as text, for the cases of the narrate room.

Data: one indicator a line, `产值 = 42.86亿元；上年33.2亿元；目标40亿元；增速12%`, `开工 = 2015-05-08`, `简称 = 园区`,
`负债 = 空`, `支出 = 空（未统计）`; one table from `主导产业:` on, its header and rows parted by `|`. A header
`产值（亿元）<上年产值` names the column with last year's values, `主要产品、` a column that lists several.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from reportgen.model.dataset import Column, Dataset, Indicator, Table, Value
from reportgen.model.diagnostic import Diagnostic
from reportgen.model.document import (
    ChartBlock,
    ChartSpec,
    DataTable,
    Document,
    Footnote,
    Heading,
    Inline,
    Paragraph,
    Reference,
    Shown,
    TableBlock,
)
from reportgen.model.figure import Fact, Figure, Missing
from reportgen.model.period import Period
from reportgen.model.place import CellRef
from reportgen.model.quantity import Quantity, parse_unit
from reportgen.model.report import AppendixColumn, AppendixSource, Kit, Report, SectionSource
from reportgen.model.schema import ColumnKind, ColumnSchema, IndicatorSchema, Schema, SheetSchema
from reportgen.model.table_texts import cell_text
from reportgen.narrate.checked import CLEAN

FILE = "样本.xlsx"
YEAR = 2015
_NUMBER = re.compile(r"(-?[0-9.]+)(.*)")
_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_HEADER = re.compile(r"([^（<、]+)(?:（(.+)）)?(?:<(.+))?(、)?")


def dataset(text: str) -> Dataset:
    """The data of the notation."""
    indicators: dict[str, Indicator] = {}
    tables: dict[str, Table] = {}
    lines: list[str] = []
    name = ""
    for line in [*text.splitlines(), ""]:
        if "|" in line:
            lines.append(line)
            continue
        if name:
            tables[name] = _table(name, lines)
            name, lines = "", []
        if line.endswith(":"):
            name = line[:-1]
        elif "=" in line:
            key, value = (part.strip() for part in line.split("=", 1))
            row = len(indicators) + 2
            indicators[key] = Indicator(name=key, figure=_value(key, value, row), place=CellRef(FILE, "指标", row, 1))
    return Dataset(indicators=indicators, tables=tables, files=(FILE,))


def _value(name: str, text: str, row: int) -> Figure | Fact | Missing:
    head, *beside = text.split("；")
    source = CellRef(FILE, "指标", row, 4)
    if head.startswith("空"):
        return Missing(name=name, source=source, reason=head[2:-1] or None)
    if found := _DATE.fullmatch(head):
        return Fact(value=date(int(found[1]), int(found[2]), int(found[3])), name=name, source=source)
    number = _NUMBER.fullmatch(head)
    if number is None:
        items = tuple(head.split("、")) if "、" in head else ()
        return Fact(value=head, name=name, source=source, items=items)
    figure = _figure(name, head, source)
    for part in beside:
        cell = CellRef(FILE, "指标", row, 5 if part.startswith("上年") else 6)
        value = Missing(name=part[:2], source=cell) if part[2:] == "空" else _figure(part[:2], part[2:], cell)
        if part.startswith("上年"):
            figure = replace(figure, previous=value)
        elif part.startswith("目标"):
            figure = replace(figure, target=value)
        else:
            figure = replace(figure, rate=value)
    return figure


def _figure(name: str, text: str, source: CellRef) -> Figure:
    found = _NUMBER.fullmatch(text)
    assert found is not None, text
    quantity = Quantity(Decimal(found[1]), parse_unit(found[2]))
    return Figure(quantity=quantity, name=name, period=Period(YEAR), source=source)


def _table(name: str, lines: list[str]) -> Table:
    headers, *rows = [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines]
    columns = {}
    for position, header in enumerate(headers, 1):
        found = _HEADER.fullmatch(header)
        assert found is not None, header
        values = [row[position - 1] for row in rows]
        is_number = found[2] is not None
        columns[found[1]] = Column(
            name=found[1],
            kind=ColumnKind.NUMBER if is_number else ColumnKind.TEXT,
            position=position,
            values=tuple(_cell(value, is_number=is_number) for value in values),
            unit=parse_unit(found[2].replace("无", "")) if is_number else None,
            previous=found[3],
            split="、" if found[4] else "",
        )
    return Table(
        name=name,
        file=FILE,
        sheet=name,
        columns=columns,
        rows=range(4, 4 + len(rows)),
        key=next(iter(columns)),
        period=Period(YEAR),
    )


def _cell(text: str, *, is_number: bool) -> Value:
    if not text or text == "空":
        return None
    return Decimal(text) if is_number else text


def report(
    *sections: tuple[str, str],
    appendices: tuple[AppendixSource, ...] = (),
    macros: dict[str, str] | None = None,
    schema: Schema | None = None,
    fixed_terms: tuple[str, ...] = (),
    required: bool = False,
    title: str = "某单位2015年工作总结",
    dated: date | None = None,
) -> Report:
    """A report over sections of (file, text)."""
    sources = tuple(SectionSource(file=file, text=text, required=required) for file, text in sections)
    kit = Kit(
        name="样本",
        title="年度工作总结",
        folder=Path("/nowhere"),
        schema=schema or SCHEMA,
        sections=(),
        appendices=appendices,
        styles={},
        document_name="{year}.docx",
        appendix_name="{year}.xlsx",
        macros=macros or {},
        fixed_terms=fixed_terms,
    )
    return Report(
        folder=Path("/nowhere"),
        kit=kit,
        year=YEAR,
        title=title,
        organization="某单位",
        data=(),
        sections=sources,
        appendices=appendices,
        profile="gb9704",
        signature="某单位" if dated else "",
        dated=dated,
    )


SCHEMA = Schema(
    sheets=(SheetSchema(name="未报送表", columns=(ColumnSchema(name="名称"),)),),
    indicators=(IndicatorSchema(name="未报送指标", unit="亿元"),),
)

LISTED = AppendixSource(
    title="产业名单",
    sheet="主导产业",
    total_label="合计",
    columns=(
        AppendixColumn(name="名称"),
        AppendixColumn(name="产值", totalled=True),
        AppendixColumn(name="占比", of="产值", header="占比", decimals=1),
    ),
)
"""An appendix that the cases have wherever their data has the sheet."""


def outline(document: Document) -> str:
    """A document as lines: headings, paragraphs with figures in braces, charts, tables, appendices."""
    lines = []
    for section in document.sections:
        for block in section.blocks:
            if isinstance(block, Heading):
                lines.append(
                    f"{'#' * block.level} {block.number}{content(block.content)}{' ~' if block.run_in else ''}"
                )
            elif isinstance(block, Paragraph):
                lines.append(content(block.content))
            elif isinstance(block, TableBlock):
                lines += [f"[表{block.number} {block.name}] {content(block.caption)}", *_rows(block.table)]
            else:
                lines += _chart(block)
    for appendix in document.appendices:
        lines += [f"[附件{appendix.number} {appendix.title}]", *_rows(appendix.table)]
        lines += [f"  图 {spec.name}" for spec in appendix.charts]
    return "\n".join(lines)


def content(inlines: Iterable[Inline]) -> str:
    """Inlines as text: figures in {}, references in <>, bold in **, footnotes in ^()."""
    parts = []
    strong = False
    for inline in inlines:
        if not isinstance(inline, Footnote) and inline.strong != strong:
            parts.append("**")
            strong = inline.strong
        if isinstance(inline, Shown):
            parts.append(f"{{{inline.text}}}")
        elif isinstance(inline, Reference):
            parts.append(f"<{inline.text}>")
        elif isinstance(inline, Footnote):
            parts.append(f"^({content(inline.content)})")
        else:
            parts.append(inline.text)
    return "".join(parts) + ("**" if strong else "")


def _chart(block: ChartBlock) -> Iterator[str]:
    yield f"[图{block.number} {block.spec.name} {block.spec.kind}] {content(block.caption)}"
    yield f"  {'、'.join(block.spec.categories)}"
    yield from series(block.spec)


def series(spec: ChartSpec) -> Iterator[str]:
    """The series of a chart, a line each."""
    for item in spec.series:
        values = "、".join("空" if isinstance(figure, Missing) else figure.text for figure in item.figures)
        extras = " 线" * item.line + " 次轴" * item.second_axis
        yield f"  {item.name}（{item.unit}）: {values}{extras}"


def _rows(table: DataTable) -> Iterator[str]:
    yield "  " + " | ".join(
        column.title + ("＋" if column.totalled else "") + ("＝" if column.computed else "") for column in table.columns
    )
    for index in range(table.row_count):
        yield "  " + " | ".join(cell_text(column, index) for column in table.columns)
    if table.total_label:
        yield f"  {table.total_label}"
    if table.note:
        yield f"  注：{table.note}"


def finding(item: Diagnostic) -> str:
    """A finding as a line: severity, code, place, what led to it, the suggestion."""
    related = "".join(f" ← {place}" for place in item.related)
    return f"{item.severity} {item.code} {item.place}{related}" + (f" → {item.suggestion}" if item.suggestion else "")


class Kept(dict[str, bytes]):
    """A store in memory that counts the templates that it had."""

    had = 0

    def get(self, key: str, default: Any = None) -> Any:
        found = super().get(key, default)
        self.had += found not in (None, CLEAN)
        return found

    @property
    def templates(self) -> list[bytes]:
        """The templates in the store."""
        return [data for data in self.values() if data != CLEAN]

    def put(self, key: str, data: bytes) -> None:
        self[key] = data


@pytest.fixture(scope="session")
def sample() -> SimpleNamespace:
    """The makers of reports and data, and the readers of documents and findings."""
    return SimpleNamespace(
        dataset=dataset,
        report=report,
        outline=outline,
        content=content,
        series=series,
        finding=finding,
        listed=LISTED,
        store=Kept,
    )
