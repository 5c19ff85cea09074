"""Tables: cells with their sources, columns beside them, lists in a cell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from reportgen.model.dataset import Column, Table
from reportgen.model.diagnostic import Fault
from reportgen.model.figure import Fact, Figure, Missing
from reportgen.model.period import Period
from reportgen.model.place import CellRef, SheetRef
from reportgen.model.quantity import Quantity, parse_unit
from reportgen.model.schema import ColumnKind

YI = parse_unit("亿元")


@pytest.fixture
def table() -> Table:
    columns = {
        "名称": Column(name="名称", kind=ColumnKind.TEXT, position=1, values=("铝", "医药", "建材")),
        "产值": Column(
            name="产值", kind=ColumnKind.NUMBER, position=2, values=(Decimal("42.86"), None, Decimal(200)), unit=YI,
            previous="上年产值", target="目标", hedge="概数", reasons={1: "未统计"},
        ),
        "上年产值": Column(
            name="上年产值", kind=ColumnKind.NUMBER, position=3, values=(Decimal("33.2"), Decimal(1), None), unit=YI
        ),
        "概数": Column(name="概数", kind=ColumnKind.TEXT, position=4, values=(None, None, "余")),
        "产品": Column(
            name="产品", kind=ColumnKind.TEXT, position=5, values=("铝锭、铝棒，铝箔", "片剂", None), split="、，"
        ),
        "投产": Column(name="投产", kind=ColumnKind.DATE, position=6, values=(date(2015, 5, 8), None, None)),
    }  # fmt: skip
    return Table(
        name="主导产业", file="a.xlsx", sheet="产业", columns=columns, rows=(4, 6, 7), key="名称", period=Period(2015)
    )


def test_a_number_knows_its_cell_period_and_last_year(table: Table) -> None:
    figure = table.cell("产值", 0)
    assert isinstance(figure, Figure)
    assert figure.quantity == Quantity(Decimal("42.86"), YI)
    assert figure.source == CellRef("a.xlsx", "产业", 4, 2)
    assert figure.period == Period(2015)
    assert isinstance(figure.previous, Figure)
    assert (figure.previous.source, figure.previous.period) == (CellRef("a.xlsx", "产业", 4, 3), Period(2014))
    assert figure.target is None


def test_an_empty_cell_is_missing_with_its_place_and_reason(table: Table) -> None:
    assert table.cell("产值", 1) == Missing(name="产值", source=CellRef("a.xlsx", "产业", 6, 2), reason="未统计")
    beside = table.cell("产值", 2)
    assert isinstance(beside, Figure)
    assert beside.previous == Missing(name="上年产值", source=CellRef("a.xlsx", "产业", 7, 3))


def test_the_word_beside_a_number_hedges_it(table: Table) -> None:
    figure = table.cell("产值", 2)
    assert isinstance(figure, Figure)
    assert (figure.hedge, figure.approximate, figure.text) == ("余", True, "200余亿元")


def test_a_hedge_may_stand_in_the_cell_itself(table: Table) -> None:
    column = replace(table.columns["产值"], hedge=None, hedges={0: "约"})
    figure = replace(table, columns={**table.columns, "产值": column}).cell("产值", 0)
    assert isinstance(figure, Figure)
    assert figure.text == "约42.86亿元"


def test_a_list_in_a_cell_is_split_at_any_of_its_marks(table: Table) -> None:
    fact = table.cell("产品", 0)
    assert isinstance(fact, Fact)
    assert fact.items == ("铝锭", "铝棒", "铝箔")
    assert fact.text == "铝锭、铝棒，铝箔"


def test_a_date_is_a_fact(table: Table) -> None:
    assert table.cell("投产", 0) == date(2015, 5, 8)


def test_rows_are_read_by_position_and_all_in_turn(table: Table) -> None:
    assert len(table) == 3
    assert [row.value("名称") for row in table] == ["铝", "医药", "建材"]
    assert table[-1].value("名称") == "建材"
    with pytest.raises(IndexError):
        table[3]


def test_the_numbers_of_a_column_leave_empty_cells_out(table: Table) -> None:
    assert [figure.value for figure in table.figures("产值")] == [Decimal("42.86"), Decimal(200)]


def test_each_row_may_have_a_unit_of_its_own(table: Table) -> None:
    units = tuple(parse_unit(symbol) for symbol in ("万吨", "头", "千米"))
    columns: Mapping[str, Column] = {**table.columns, "产值": replace(table.columns["产值"], unit=None, units=units)}
    figure = replace(table, columns=columns).cell("产值", 2)
    assert isinstance(figure, Figure)
    assert figure.unit.symbol == "千米"


def test_an_unknown_column_is_answered_with_the_nearest(table: Table) -> None:
    with pytest.raises(Fault) as caught:
        table.cell("上年产直", 0)
    found = caught.value.diagnostics[0]
    assert (found.code, found.facts["sheet"], found.suggestion) == ("unknown-column", "主导产业", "上年产值")


def test_a_table_and_a_cell_have_places(table: Table) -> None:
    assert table.place == SheetRef("a.xlsx", "产业")
    assert table.ref("产值", 1) == CellRef("a.xlsx", "产业", 6, 2)
