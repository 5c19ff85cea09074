"""A chart of the narrative that the kit names for no appendix finds one of its own."""

from decimal import Decimal

from reportgen.model.document import Appendix, ChartKind, ChartSpec, ColumnSource, DataTable, Series, TableColumn
from reportgen.model.figure import Figure
from reportgen.model.place import CellRef
from reportgen.model.quantity import Quantity, parse_unit
from reportgen.model.schema import ColumnKind
from reportgen.narrate.chart_places import with_all_charts

UNIT = parse_unit("亿元")


def appendix(number: int, sheet: str, *charts: ChartSpec) -> Appendix:
    source = ColumnSource("data.xlsx", sheet, 2, (2,), "产值")
    column = TableColumn(header="产值", kind=ColumnKind.NUMBER, values=(Decimal(1),), source=source)
    return Appendix(number=number, title=sheet, table=DataTable(columns=(column,), row_count=1), charts=charts)


def chart(name: str, sheet: str) -> ChartSpec:
    figure = Figure(quantity=Quantity(Decimal(1), UNIT), source=CellRef("data.xlsx", sheet, 2, 2))
    series = Series(name="产值", unit=UNIT, figures=(figure,))
    return ChartSpec(name=name, kind=ChartKind.BAR, categories=("甲",), series=(series,))


def placed(appendices: list[Appendix], *charts: ChartSpec) -> list[list[str]]:
    found = with_all_charts(appendices, {item.name: item for item in charts})
    return [[item.name for item in appendix.charts] for appendix in found]


def test_a_chart_stands_with_the_table_of_its_sheet() -> None:
    appendices = [appendix(1, "指标"), appendix(2, "融资"), appendix(3, "产业")]
    assert placed(appendices, chart("负债", "融资"), chart("总量", "指标")) == [["总量"], ["负债"], []]


def test_a_chart_of_a_sheet_without_an_appendix_stands_with_the_indicators() -> None:
    assert placed([appendix(1, "产业"), appendix(2, "指标"), appendix(3, "融资")], chart("价格", "产品价格")) == [
        [],
        ["价格"],
        [],
    ]


def test_without_an_appendix_of_indicators_it_stands_at_the_end() -> None:
    assert placed([appendix(1, "产业"), appendix(2, "融资")], chart("价格", "产品价格")) == [[], ["价格"]]


def test_a_chart_that_the_kit_placed_stays_where_it_is_and_comes_once() -> None:
    own = chart("负债", "融资")
    assert placed([appendix(1, "指标", own), appendix(2, "融资")], own) == [["负债"], []]


def test_a_report_without_appendices_has_no_place_for_charts() -> None:
    assert placed([], chart("负债", "融资")) == []
