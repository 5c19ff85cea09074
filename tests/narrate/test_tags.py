"""Tags of bindings stay the same as long as the figure is the same one, wherever its row has gone."""

from decimal import Decimal

from reportgen.model.dataset import Column, Dataset, Indicator, Table
from reportgen.model.figure import Figure, Operation, derive
from reportgen.model.place import CellRef, TextRef
from reportgen.model.quantity import Quantity
from reportgen.model.schema import ColumnKind
from reportgen.narrate.rendering import Expression
from reportgen.narrate.tags import Tags

PRINTED = Expression(TextRef("sections/1.md", 3), "产业.产值", {})


def dataset(*names: str, first: int = 4, file: str = "园区.xlsx", key: str | None = "名称") -> Dataset:
    columns = {
        "名称": Column(name="名称", kind=ColumnKind.TEXT, position=1, values=names),
        "产值": Column(name="产值", kind=ColumnKind.NUMBER, position=3, values=tuple(map(Decimal, range(len(names))))),
    }
    table = Table(name="产业", file=file, sheet="产业", columns=columns, rows=range(first, first + len(names)), key=key)
    figure = Figure(quantity=Quantity(Decimal(1)))
    indicators = {
        name: Indicator(name=name, figure=figure, place=CellRef(file, "指标", row, 1))
        for row, name in enumerate(names, 7)
    }
    return Dataset(indicators=indicators, tables={"产业": table})


def cell(row: int, column: int = 3, *, sheet: str = "产业", file: str = "园区.xlsx") -> Figure:
    return Figure(quantity=Quantity(Decimal(1)), source=CellRef(file, sheet, row, column))


def tag(data: Dataset, *figures: Figure) -> str | None:
    shown = figures[0] if len(figures) == 1 else derive(Operation.SUM_OF, Quantity(Decimal(2)), *figures)
    return Tags(data).of(PRINTED, shown, "金额")


def test_a_row_inserted_above_leaves_the_tags_of_the_rows_below_alone() -> None:
    before, after = dataset("铝", "医药"), dataset("电力", "铝", "医药")
    assert tag(before, cell(5)) == tag(after, cell(6))
    assert tag(before, cell(4), cell(5)) == tag(after, cell(5), cell(6))


def test_a_row_that_came_into_the_place_of_another_has_a_tag_of_its_own() -> None:
    before, after = dataset("铝", "医药"), dataset("电力", "铝", "医药")
    assert tag(before, cell(4)) != tag(after, cell(4))


def test_an_indicator_keeps_its_tag_in_another_row() -> None:
    before, after = dataset("铝", "医药"), dataset("电力", "铝", "医药")
    assert tag(before, cell(7, 4, sheet="指标")) == tag(after, cell(8, 4, sheet="指标"))
    assert tag(before, cell(7, 4, sheet="指标")) != tag(before, cell(7, 5, sheet="指标"))


def test_a_workbook_under_another_name_leaves_all_tags_alone() -> None:
    final = dataset("铝", "医药", file="园区-终稿.xlsx")
    assert tag(dataset("铝", "医药"), cell(4)) == tag(final, cell(4, file="园区-终稿.xlsx"))


def test_rows_of_one_name_and_sheets_without_a_key_go_by_their_number() -> None:
    twice = dataset("铝", "铝")
    assert tag(twice, cell(4)) != tag(twice, cell(5))
    without = dataset("铝", "医药", key=None)
    assert tag(without, cell(4)) != tag(without, cell(5))
