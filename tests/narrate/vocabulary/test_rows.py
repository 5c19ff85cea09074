"""Rows and groups as values: what they remember of their table, and what cannot be ordered."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from reportgen.model.dataset import Column, Table
from reportgen.model.diagnostic import Fault
from reportgen.model.figure import Fact, Figure
from reportgen.model.quantity import parse_unit
from reportgen.model.schema import ColumnKind
from reportgen.narrate.vocabulary.rows import choose, column, first, group, order
from reportgen.narrate.vocabulary.totals import count_of

Read = Callable[..., Any]


@pytest.fixture
def mixed() -> Table:
    """A table whose rows have units of their own: 2亿元, 3000万元, 5家."""
    units = tuple(parse_unit(symbol) for symbol in ("亿元", "万元", "家"))
    values = (Decimal(2), Decimal(3000), Decimal(5))
    amounts = Column(name="额", kind=ColumnKind.NUMBER, position=2, values=values, unit=None, units=units)
    names = Column(name="名称", kind=ColumnKind.TEXT, position=1, values=("甲", "乙", "丙"))
    return Table(
        name="混", file="a.xlsx", sheet="混", columns={"名称": names, "额": amounts}, rows=(2, 3, 4), key="名称"
    )


def names(rows: object) -> list[str]:
    return [cell.text for cell in column(rows, "名称") if isinstance(cell, Fact)]


def test_rows_are_ordered_across_units_of_one_measure(mixed: Table) -> None:
    assert names(order(choose(mixed, "名称", "甲", "乙"), "额")) == ["乙", "甲"]


def test_a_column_of_several_measures_is_not_ordered(mixed: Table) -> None:
    with pytest.raises(Fault) as caught:
        order(mixed, "额")
    assert caught.value.code == "mixed-column"


def test_ordering_a_whole_table_keeps_it_whole_and_choosing_from_it_does_not(read: Read) -> None:
    table = replace(read("表：名称=甲、乙"), announced=read("76家"))
    assert order(table, "名称").is_whole
    assert not first(table, 2).is_whole  # type: ignore[attr-defined]
    assert not choose(table, "名称", "甲", "乙").is_whole
    assert count_of(order(table, "名称"), "家", "计数").value == 76


def test_chosen_rows_keep_their_cells(read: Read) -> None:
    rows = choose(read("表：名称=甲、乙；额（亿元）=1、2"), "名称", "乙")
    (figure,) = column(rows, "额")
    assert isinstance(figure, Figure)
    assert str(figure.sources[0]).endswith("B5")


def test_groups_come_in_the_order_of_the_table_and_unpack_as_pairs(read: Read) -> None:
    groups = group(read("表：名称=甲、乙、丙；类=二、一、二"), "类")
    assert [(name.text, names(rows)) for name, rows in groups if isinstance(name, Fact)] == [
        ("二", ["甲", "丙"]),
        ("一", ["乙"]),
    ]


def test_the_columns_of_no_rows_are_still_known(read: Read) -> None:
    none = choose(read("表：名称=甲；类=一"), "类", "九")
    assert none.cells("名称") == ()
    with pytest.raises(Fault) as caught:
        none.cells("名")
    assert caught.value.code == "unknown-column"
