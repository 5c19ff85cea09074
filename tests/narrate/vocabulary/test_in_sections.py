"""The documented examples through the whole of narrate: sandbox, marks, inlines."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from reportgen.model.collect import collect
from reportgen.model.dataset import Dataset, Indicator, Table
from reportgen.model.diagnostic import Severity
from reportgen.model.document import Document, Inline, Paragraph, Shown, text_of, walk
from reportgen.model.figure import Fact, Figure, Missing, Period
from reportgen.model.place import CellRef
from reportgen.model.quantity import Quantity, parse_unit
from reportgen.model.report import Kit, Report, SectionSource
from reportgen.model.schema import Schema
from reportgen.narrate.narrate import narrate
from reportgen.narrate.vocabulary.registry import WORDS, Example
from reportgen.narrate.vocabulary.words import MODULES

assert MODULES
EXAMPLES = [example for entry in WORDS.values() for example in entry.examples]


def report(section: str, year: int) -> Report:
    here = Path("/report")
    kit = Kit(
        name="样本", title="样本", folder=here, schema=Schema(sheets=()), sections=(), appendices=(), styles={},
        document_name="{year}.docx", appendix_name="{year}.xlsx",
    )  # fmt: skip
    return Report(
        folder=here, kit=kit, year=year, title="样本", organization="样本", data=(),
        sections=(SectionSource(file="1-例.md", text=section),), appendices=(), profile="gb9704",
    )  # fmt: skip


def written(example: Example, read: Callable[..., Any]) -> Document:
    values = {name: read(text, name) for name, text in example.data.items() if name != "年度"}
    year = int(example.data.get("年度", "年度2015")[2:])
    tables = {name: value for name, value in values.items() if isinstance(value, Table)}
    indicators = {
        name: Indicator(name=name, figure=value, place=CellRef("样本.xlsx", "指标", 2, 1))
        for name, value in values.items()
        if isinstance(value, (Figure, Fact, Missing))
    }
    data = Dataset(indicators=indicators, tables=tables, files=("样本.xlsx",))
    document, findings = narrate(report(f"# 例\n\n按：{example.template}\n", year), data)
    assert [item for item in findings if item.severity is Severity.ERROR] == []
    return document


def inlines(document: Document) -> list[Inline]:
    return [
        inline
        for section in document.sections
        for block in section.blocks
        if isinstance(block, Paragraph)
        for inline in walk(block.content)
    ]


@pytest.mark.parametrize("example", EXAMPLES, ids=[each.template for each in EXAMPLES])
def test_an_example_reads_the_same_in_a_section(example: Example, read: Callable[..., Any]) -> None:
    assert text_of(inlines(written(example, read))) == "按：" + example.expected


@pytest.mark.parametrize("example", EXAMPLES, ids=[each.template for each in EXAMPLES])
def test_every_number_of_an_example_stands_in_a_piece_that_knows_its_cells(
    example: Example, read: Callable[..., Any]
) -> None:
    literal = "".join(part.split("}}")[-1] for part in example.template.split("{{"))
    for inline in inlines(written(example, read)):
        if any(character.isdigit() for character in inline.text) and inline.text not in literal:
            assert isinstance(inline, Shown)
            assert inline.piece.shows is not None
            assert inline.piece.shows.sources


@pytest.mark.parametrize(("said", "code"), [("日期", "not-a-date"), ("金额", "not-a-figure")])
def test_a_text_in_the_place_of_a_date_or_a_number_is_found_at_its_cell(said: str, code: str) -> None:
    cell = CellRef("样本.xlsx", "指标", 26, 4)
    indicator = Indicator(name="上市日", figure=Fact(value="12月5日前后", name="上市日", source=cell), place=cell)
    data = Dataset(indicators={"上市日": indicator}, tables={}, files=("样本.xlsx",))
    _, findings = narrate(report(f"# 例\n\n{{{{ 上市日 | {said} }}}}\n", 2015), data)
    found = next(item for item in findings if item.severity is Severity.ERROR)
    assert (found.code, found.place) == (code, cell)
    assert [str(place) for place in found.related] == ["1-例.md:3:1"]


@pytest.mark.parametrize(("said", "text"), [("时点", "2015年末"), ("期间", "2015年"), ("年末", "2015年末")])
def test_the_time_of_a_figure_is_bound_as_a_time_and_not_as_its_value(said: str, text: str) -> None:
    cell = CellRef("样本.xlsx", "指标", 8, 4)
    count = Figure(
        quantity=Quantity(Decimal(76), parse_unit("家")), name="规上企业数", source=cell, period=Period(2015)
    )
    data = Dataset(indicators={"数": Indicator(name="数", figure=count, place=cell)}, tables={}, files=("样本.xlsx",))
    document, _ = narrate(report(f"# 例\n\n截至{{{{ 数 | {said} }}}}。\n", 2015), data)
    bound = [item for item in collect(document) if item.wording == said]
    assert [(item.text, item.value, item.unit, item.cells) for item in bound] == [(text, text, "", (str(cell),))]
