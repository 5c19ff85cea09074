"""The list of bindings in a Word file: table columns are stored together and read one by one."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from reportgen.model.binding import Binding, ColumnBinding
from reportgen.model.collect import collect, collect_columns
from reportgen.model.diagnostic import Fault
from reportgen.model.document import ColumnSource, Document, TableBlock, TableColumn
from reportgen.model.schema import ColumnKind
from reportgen.ooxml.bindings import from_xml, to_xml

Column = Callable[..., TableColumn]
Table = Callable[..., TableBlock]
Blocks = Callable[..., Document]


def stored(document: Document) -> str:
    return "".join(to_xml(collect_columns(document)))


@pytest.fixture
def document(blocks_of: Blocks, column: Column, table_of: Table) -> Document:
    return blocks_of(
        table_of(
            column("名称", ["甲1", "A&B<2>", "没有数字", None]),
            column("产值", [Decimal("1.255"), None, Decimal("-0.001"), Decimal("3E+2")], "亿元", decimals=2),
            column("日期", [date(2015, 3, 1), None, None, date(2016, 1, 9)], kind=ColumnKind.DATE),
            column("规模", [Decimal(1), Decimal(2), None, Decimal(4)], texts=("1家", "2亩", "", "4座")),
            column("多行", ["1\n2", "3", "\r4", "5"]),
        )
    )


def test_what_is_stored_together_is_read_one_by_one(document: Document) -> None:
    bindings = from_xml(stored(document).encode())
    assert bindings == collect(document)
    assert [(item.sentence, item.text, item.value, item.cells) for item in bindings[:4]] == [
        ("名称", "甲1", "甲1", ("data.xlsx › 产业 › C2",)),
        ("名称", "A&B<2>", "A&B<2>", ("data.xlsx › 产业 › C3",)),
        ("产值（亿元）", "1.26", "1.255", ("data.xlsx › 产业 › C2",)),
        ("产值（亿元）", "0.00", "-0.001", ("data.xlsx › 产业 › C4",)),
    ]


def test_empty_cells_and_texts_without_a_digit_have_no_binding(document: Document) -> None:
    texts = [item.text for item in collect(document)]
    assert "没有数字" not in texts
    assert "" not in texts


def test_a_column_takes_one_element_unless_its_texts_have_lines(document: Document) -> None:
    xml = stored(document)
    assert xml.count("<column ") == 4
    assert xml.count("<binding ") == 4


def test_a_long_table_is_stored_in_pieces(blocks_of: Blocks, column: Column, table_of: Table) -> None:
    long = blocks_of(table_of(column("产值", [Decimal(number) for number in range(2500)], "亿元")))
    pieces = [item for item in collect_columns(long) if isinstance(item, ColumnBinding)]
    assert [len(piece.texts) for piece in pieces] == [1000, 1000, 500]
    assert [binding.value for binding in collect(long)] == [str(number) for number in range(2500)]


def test_rows_that_are_not_consecutive_keep_their_cells() -> None:
    source = ColumnSource("data.csv", "", 2, (3, 7, 8))
    column = ColumnBinding(tag="t", texts=("1", "2", "3"), values=None, source=source)
    read = from_xml("".join(to_xml([column])).encode())
    assert read == tuple(column)
    assert [binding.cells for binding in read] == [("data.csv › B3",), ("data.csv › B7",), ("data.csv › B8",)]


@pytest.mark.parametrize(
    "attributes",
    ['column="x" rows="1-2"', 'column="1" rows="1-3"', 'column="1" rows="a"', f'column="1" rows="1-{10**30}"'],
)
def test_a_column_that_does_not_add_up_is_no_binding(attributes: str) -> None:
    xml = f'<bindings xmlns="urn:reportgen:bindings:1"><column {attributes}><t>1\n2</t></column></bindings>'
    with pytest.raises(Fault) as caught:
        from_xml(xml.encode())
    assert caught.value.code == "no-bindings"


def test_a_binding_is_stored_whole(shown: Callable[..., Any], blocks_of: Blocks) -> None:
    binding = Binding(
        tag='t"1',
        text="42%<\n",
        value="42",
        unit="%",
        period="2015年",
        cells=("a › B1", "a › B2"),
        derivation="B1 ÷ B2",
        wording="占比",
        template="1.md:1",
        where=("一、", "（一）"),
        paragraph=2,
        sentence="“句”。",
    )
    assert from_xml("".join(to_xml([binding])).encode()) == (binding,)
