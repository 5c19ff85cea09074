"""Late figures and parts of tables are those that are made at once, only later."""

import pickle
from collections.abc import Sequence
from decimal import Decimal

import pytest

from reportgen.model.dataset import Column, Table, Value
from reportgen.model.diagnostic import Fault
from reportgen.model.document import DataTable, TableColumn
from reportgen.model.figure import Fact, Figure, Missing
from reportgen.model.late import CellFigure, Late, Listing, about_table, late_cell, listed_table, table_part
from reportgen.model.period import Period
from reportgen.model.quantity import Quantity, parse_unit
from reportgen.model.schema import ColumnKind

NUMBERS: Sequence[Value] = [Decimal("1.50"), None, Decimal("-2E+3"), "无", Decimal(0), Decimal("12.34")]


def column(name: str, unit: str = "亿元", **more: object) -> Column:
    known = parse_unit(unit)
    return Column(name=name, kind=ColumnKind.NUMBER, position=2, values=NUMBERS, unit=known, **more)  # type: ignore[arg-type]


def table(*columns: Column) -> Table:
    return Table(
        name="产业",
        file="甲.xlsx",
        sheet="产业",
        columns={item.name: item for item in columns},
        rows=range(4, 4 + len(NUMBERS)),
        key="名称",
        period=Period(2015),
        announced=Figure(quantity=Quantity(Decimal(10))),
        total_row=99,
        totals={"产值": Decimal(1)},
    )


def test_a_late_figure_is_the_figure_of_its_cell_in_every_field() -> None:
    whole = table(column("产值", previous="上年", target="目标"), column("上年"), column("目标"))
    late = Late()
    for index, value in enumerate(NUMBERS):
        found, at_once = late_cell(whole, "产值", index, late), whole.cell("产值", index)
        assert isinstance(found, CellFigure) is isinstance(value, Decimal)
        assert isinstance(at_once, (Figure, Fact, Missing))
        assert found == at_once
        assert repr(found).removeprefix("Cell") == repr(at_once)
        assert not isinstance(found, Figure) or found.text == at_once.text  # type: ignore[union-attr]


def test_a_late_figure_is_worked_with_like_any_other() -> None:
    whole = table(column("产值"), column("上年"))
    late = Late()
    left, right = (late_cell(whole, name, 5, late) for name in ("产值", "上年"))
    assert isinstance(left, Figure)
    assert isinstance(right, Figure)
    assert (left + right).value == Decimal("24.68")
    assert (left + right).sources == (left.source,)
    assert hash(left) == hash(right)
    assert pickle.loads(pickle.dumps(left)) == left  # noqa: S301 - our own bytes
    with pytest.raises(AttributeError):
        left.nothing  # type: ignore[attr-defined]  # noqa: B018 - the access is what is tried


@pytest.mark.parametrize(
    "strange",
    [
        column("产值", hedge="口径"),
        column("产值", hedges={1: "近"}),
        column("产值", approximate=frozenset((2,))),
        column("产值", units=[parse_unit("万元")] * len(NUMBERS)),
        column("产值", "“个”"),
        column("产值", "䶮"),
        column("产值", "℃"),
    ],
)
def test_a_cell_that_says_more_than_a_number_is_read_at_once(strange: Column) -> None:
    whole = table(strange)
    found = late_cell(whole, "产值", 0, Late())
    assert type(found) is Figure
    assert found == whole.cell("产值", 0)


def test_an_unknown_column_is_told_as_by_the_table() -> None:
    with pytest.raises(Fault) as told:
        late_cell(table_part(table(column("产值")), (1, 2)), "产直", 0, Late())
    assert told.value.diagnostics[0].suggestion == "产值"


def test_a_part_of_a_table_has_the_chosen_rows_with_all_that_is_said_of_them() -> None:
    hedges = {0: "近", 5: "余"}
    whole = table(column("产值", hedges=hedges, approximate=frozenset((5,)), reasons={1: "未报"}), column("上年"))
    part = table_part(whole, (5, 1, 3))
    assert len(part) == 3
    assert list(part.rows) == [9, 5, 7]
    assert [row.value("产值") for row in part] == [NUMBERS[5], None, "无"]
    assert part.column("产值").hedges == {0: "余"}
    assert part.column("产值").approximate == {0}
    assert part.column("产值").reasons == {1: "未报"}
    assert [part.cell("产值", at) for at in range(3)] == [whole.cell("产值", at) for at in (5, 1, 3)]
    assert (part.name, part.key, part.period, part.place) == (whole.name, whole.key, whole.period, whole.place)
    assert (part.announced, part.total_row, part.totals) == (None, 0, {})
    assert pickle.loads(pickle.dumps(part.rows)) == [9, 5, 7]  # noqa: S301 - our own bytes
    assert len(table_part(whole, ())) == 0


def test_a_listed_table_is_made_when_somebody_looks_into_it_and_knows_its_rows_before() -> None:
    made = DataTable(
        columns=(TableColumn(header="产值", kind=ColumnKind.NUMBER, values=NUMBERS),), row_count=2, note="注"
    )
    asked: list[DataTable] = []

    def make() -> DataTable:
        asked.append(made)
        return made

    found = listed_table(Listing(table(column("产值")), (), ()), (3, 1), make)
    assert found.row_count == 2
    assert not asked
    assert about_table(found) == about_table(made) == (1, "注", None, None)
    assert (found.columns, found.note, found.total_label, found.announced) == (made.columns, "注", "", None)
    assert asked == [made]
    assert pickle.loads(pickle.dumps(found)) == made  # noqa: S301 - our own bytes
