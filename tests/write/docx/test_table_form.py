"""A table's form: quick or not, it gives what is written for any table."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from reportgen.model.document import DataTable, TableBlock
from reportgen.model.values import replace
from reportgen.write.table_form import TableForm, TableXml, table_form
from reportgen.write.word import table as word_table
from reportgen.write.word.style import read_style

Values = list[Any]
Make = Callable[..., TableBlock]
WHERE = ("一、“甲”&乙", "表1")


def encoded(written: TableXml | None) -> tuple[bytes, bytes, bytes] | None:
    return None if written is None else written.encoded()


@pytest.fixture
def made(column: Callable[..., Any], table_of: Callable[..., TableBlock]) -> Make:
    def make(names: Values, numbers: Values, **fields: Any) -> TableBlock:
        share = column("占比%", numbers, "%", decimals=1)
        return table_of(column("名称（100%）", names), column("产值", numbers, "亿元"), share, **fields)

    return make


@pytest.fixture
def form_of(style: bytes) -> Callable[..., TableForm]:
    def make(block: TableBlock, *, keep_next: bool = False) -> TableForm:
        return table_form(block, read_style(style, "styles.docx"), "styles.docx", keep_next=keep_next)

    return make


@pytest.fixture
def grids(monkeypatch: pytest.MonkeyPatch) -> list[DataTable]:
    """The tables whose XML was written anew."""
    found: list[DataTable] = []
    inner = word_table.grid_xml

    def counted(table: DataTable, *arguments: Any, **options: Any) -> Any:
        found.append(table)
        return inner(table, *arguments, **options)

    monkeypatch.setattr("reportgen.write.table_form.grid_xml", counted)
    return found


def numbers(*values: object) -> Values:
    return [Decimal(str(value)) for value in values]


@pytest.mark.parametrize("keep_next", [False, True])
@pytest.mark.parametrize(
    ("names", "values"),
    [
        (["甲", "乙"], numbers(1, "2.50")),
        (["一个很长的名称" * 4, "乙"], numbers(1, "-12345.678")),
        (["甲", "", "丙丙"], [Decimal(3), None, Decimal("0.1")]),
        (["甲"], numbers(5)),
        ([f"第{at}项" for at in range(450)], numbers(*range(450))),
        (["甲 <乙>", "“丙”"], numbers(1, 2)),
        (["甲\n乙", "丙"], numbers(1, 2)),
        (["甲", "乙"], [Decimal(1), "见附件"]),
        (["甲", "乙"], [Decimal(1), date(2015, 3, 1)]),
        (["qZ", "%s"], numbers(1, 2)),
    ],
)
def test_a_table_filled_in_is_the_table_that_would_be_written(
    names: Values, values: Values, keep_next: bool, made: Make, form_of: Callable[..., TableForm]
) -> None:
    form = form_of(made(["甲", "乙", "丙"], numbers(1, 2, 3)), keep_next=keep_next)
    table = made(names, values).table
    assert form.written(table, WHERE) is not None
    for _ in range(2):
        assert form.filled(table, WHERE) == encoded(form.written(table, WHERE))


def test_tables_of_one_size_are_laid_out_once(
    made: Make, form_of: Callable[..., TableForm], grids: list[DataTable]
) -> None:
    form = form_of(made(["甲", "乙"], numbers(1, 2)))
    for at in range(1, 9):
        assert form.filled(made(["丁", "戊"], numbers(at, at + 1)).table, WHERE) is not None
    assert len(grids) == 1
    form.filled(made(["丁丁", "戊"], numbers(1, 2)).table, WHERE)
    assert len(grids) == 2


@pytest.mark.parametrize(
    "changed",
    [
        {"header": "别的"},
        {"decimals": 2},
        {"unit": None},
        {"width": 0.5},
        {"texts": ["一", "二"]},
        {"hedges": {0: "约"}},
        {"source": None},
    ],
)
def test_a_table_with_a_column_of_another_kind_is_written_as_every_table_is(
    changed: dict[str, Any], made: Make, form_of: Callable[..., TableForm]
) -> None:
    block = made(["甲", "乙"], numbers(1, 2))
    form = form_of(block)
    one, two, three = block.table.columns
    other = replace(block.table, columns=(one, replace(two, **changed), three))
    assert form.filled(block.table, WHERE) == encoded(form.written(block.table, WHERE))
    assert form.filled(other, WHERE) == encoded(form.written(other, WHERE))


def test_a_table_with_totals_or_with_cells_of_other_rows_is_written_as_every_table_is(
    made: Make, form_of: Callable[..., TableForm]
) -> None:
    block = made(["甲", "乙"], numbers(1, 2))
    form = form_of(block)
    one, two, three = block.table.columns
    assert two.source is not None
    moved = replace(two, source=replace(two.source, rows=(7, 9)), totalled=True)
    for label in ("", "合计"):
        other = replace(block.table, columns=(one, moved, three), total_label=label)
        assert form.filled(other, WHERE) == encoded(form.written(other, WHERE))


def test_a_table_with_something_to_say_about_it_is_not_filled_in(made: Make, form_of: Callable[..., TableForm]) -> None:
    form = form_of(made(["甲", "乙"], numbers(1, 2)))
    assert form.filled(made(["甲\x01", "乙"], numbers(1, 2)).table, WHERE) is None
