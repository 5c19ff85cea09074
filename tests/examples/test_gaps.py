"""The kit's own sections over a workbook with gaps: every list loses a cell, a column, or all rows but one.

What the schema requires may stop the build. Nothing else may, and no sentence may show where a value
was left out: no comma before a full stop, no empty brackets, no word that waits for a number.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from reportgen.check.check import check_dataset
from reportgen.load.read import read_data
from reportgen.model.dataset import Column, Dataset, Table
from reportgen.model.document import Document, Footnote, Heading, Paragraph
from reportgen.model.figure import Missing
from reportgen.model.report import Report
from reportgen.model.schema import INDICATOR_SHEET, ColumnKind, Schema
from reportgen.narrate.narrate import narrate
from reportgen.report import read_report

PROJECT = Path(__file__).resolve().parents[2]
SLIP = re.compile(
    "[，；、：（]{2}|[，；、：][。）]|。。|；，|（[，）]|^[，。；、]|[、：；，]$|（见）|见[。，]|[的和为到有第][，。；]"
    "|总投资[，）]|年产[，；。）]|产值[，；。]|由[上下]|资金[，；。]|截至，|一大|其中等"
)
"""Traces of a value left out."""

Read = tuple[Report, Dataset]


@pytest.fixture(scope="module", params=[2015, 2024])
def kit_alone(request: pytest.FixtureRequest) -> Read:
    """An example's data under the kit's sections, without its own."""
    report, _ = read_report(PROJECT / "examples" / f"qingzhen-{request.param}")
    dataset, _ = read_data(report.data, report.kit.schema, report.year)
    return replace(report, sections=report.kit.sections), dataset


def problems(report: Report, dataset: Dataset) -> list[str]:
    """What stops the build, and the sentences with a trace of something left out."""
    document, findings = narrate(report, dataset)
    findings += check_dataset(dataset, report)
    found = [f"{item.code} {item.place}" for item in findings if item.severity.value == "error"]
    return found + [f"{slip[0]} in {text}" for text in texts(document) if (slip := SLIP.search(text))]


def texts(document: Document) -> Iterator[str]:
    for section in document.sections:
        for block in section.blocks:
            if isinstance(block, (Heading, Paragraph)):
                yield "".join(inline.text for inline in block.content if not isinstance(inline, Footnote))


def lists(dataset: Dataset) -> Iterator[Table]:
    yield from (table for name, table in dataset.tables.items() if name != INDICATOR_SHEET)


def optional(table: Table, schema: Schema) -> Iterator[Column]:
    """The columns of a list that it may do without."""
    sheet = schema.sheet(table.name)
    for name, column in table.columns.items():
        declared = sheet.column(name) if sheet else None
        if declared is None or not declared.required:
            yield column


def without(dataset: Dataset, table: Table, column: Column, indexes: set[int], said: str = "") -> Dataset:
    """The data with cells of a column emptied, or with words such as 未统计 in place of their values."""
    values = tuple(None if index in indexes else value for index, value in enumerate(column.values))
    reasons = dict.fromkeys(indexes, said) if said else {}
    changed = replace(column, values=values, reasons={**column.reasons, **reasons})
    changed_table = replace(table, columns={**table.columns, column.name: changed})
    return replace(dataset, tables={**dataset.tables, table.name: changed_table})


def filled(column: Column) -> list[int]:
    return [index for index, value in enumerate(column.values) if value is not None]


@pytest.mark.parametrize("said", ["", "无", "未统计"])
def test_any_optional_cell_of_any_list_may_be_empty_or_say_why(said: str, kit_alone: Read) -> None:
    report, dataset = kit_alone
    found = {
        f"{table.name}.{column.name}[{index}]": problem
        for table in lists(dataset)
        for column in optional(table, report.kit.schema)
        if column.kind is ColumnKind.NUMBER or said != "无"  # 无 in a text column is text
        for index in filled(column)
        if (problem := problems(report, without(dataset, table, column, {index}, said)))
    }
    assert not found


def test_any_optional_column_of_any_list_may_be_left_out(kit_alone: Read) -> None:
    report, dataset = kit_alone
    found = {
        f"{table.name}.{column.name}": problem
        for table in lists(dataset)
        for column in optional(table, report.kit.schema)
        if (problem := problems(report, without(dataset, table, column, set(filled(column)))))
    }
    assert not found


def only_row(table: Table, index: int) -> Table:
    columns = {
        name: replace(
            column,
            values=(column.values[index],),
            units=None if column.units is None else (column.units[index],),
            approximate=frozenset({0} if index in column.approximate else ()),
            hedges={0: column.hedges[index]} if index in column.hedges else {},
            reasons={0: column.reasons[index]} if index in column.reasons else {},
        )
        for name, column in table.columns.items()
    }
    return replace(table, columns=columns, rows=(table.rows[index],))


def test_any_list_may_have_any_of_its_rows_alone(kit_alone: Read) -> None:
    report, dataset = kit_alone
    found = {
        f"{table.name}[{index}]": problem
        for table in lists(dataset)
        for index in range(len(table))
        if (
            problem := problems(report, replace(dataset, tables={**dataset.tables, table.name: only_row(table, index)}))
        )
    }
    assert not found


def test_any_optional_indicator_may_be_empty(kit_alone: Read) -> None:
    report, dataset = kit_alone
    found: dict[str, list[str]] = {}
    for name, item in dataset.indicators.items():
        declared = report.kit.schema.indicator(name)
        if declared is None or not declared.required:
            changed = replace(item, figure=Missing(name=name, source=item.place))
            problem = problems(report, replace(dataset, indicators={**dataset.indicators, name: changed}))
            found |= {name: problem} if problem else {}
    assert not found


def test_the_form_asks_for_the_published_rate_of_each_indicator_at_comparable_prices(kit_alone: Read) -> None:
    schema = kit_alone[0].kit.schema
    comparable = [item.name for item in schema.indicators if item.basis == "可比价"]
    assert comparable
    assert [name for name in comparable if schema.indicator(f"{name}增速") is None] == []


def test_a_part_of_the_industries_is_not_called_all_of_them(kit_alone: Read) -> None:
    report, dataset = kit_alone
    table = dataset.tables["主导产业"]
    column = table.columns["产值"]
    if not filled(column):
        pytest.skip("no industry of that year has a value")
    document, _ = narrate(report, without(dataset, table, column, {0}, "未统计"))
    text = "\n".join(texts(document))
    assert "有统计数的四个主导产业全年完成产值100.877亿元" in text
    assert "占已统计产值的21.4%" in text
    assert "产业。主要产品有" in text


def test_a_part_that_is_built_is_not_called_the_whole(kit_alone: Read) -> None:
    report, dataset = kit_alone
    table = dataset.tables["产业项目"]
    if "建成规模" not in table.columns or not filled(table.columns["建成规模"]):
        pytest.skip("no project of that year is built in part")
    document, _ = narrate(report, without(dataset, table, table.columns["建成规模"], {0}, "未统计"))
    assert "设计年产氧化铝320万吨，一期建成投产" in "\n".join(texts(document))


@pytest.mark.parametrize(("sheet", "address"), [("主导产业", "F4"), ("产品价格", "B3"), ("产业项目", "I5")])
@pytest.mark.parametrize("said", [None, "无", "未统计", "-"])
def test_a_gap_in_the_workbook_itself_does_not_stop_the_build(
    sheet: str, address: str, said: str | None, own_2015: Path, rebuilt: Callable[[Path], object]
) -> None:
    (own_2015 / "sections" / "2-工作亮点.md").unlink()
    book = next((own_2015.parent.parent / "data").glob("*2015.xlsx"))
    workbook = openpyxl.load_workbook(book)
    workbook[sheet][address].value = said
    workbook.save(book)
    rebuilt(own_2015)
