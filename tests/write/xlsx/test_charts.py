"""Native charts: the same data as the picture, tied to the cells that hold it."""

import re
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree as ET

import openpyxl
import pytest
from openpyxl.utils import range_boundaries

from reportgen.model.document import Appendix, ChartKind, ChartSpec, Document, Series
from reportgen.model.figure import Figure
from reportgen.model.quantity import PERCENT, Quantity
from reportgen.ooxml.package import PackageReader
from reportgen.write.excel.drawing import Room, place
from reportgen.write.native.chart_book import chart_book
from reportgen.write.native.chart_part import SeriesRef, chart_part
from reportgen.write.native.size import chart_height
from reportgen.write.to_xlsx import to_xlsx

Book = Callable[..., Any]
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
KINDS = {
    ChartKind.COLUMN: ["barChart"],
    ChartKind.BAR: ["barChart"],
    ChartKind.STACKED: ["barChart"],
    ChartKind.LINE: ["lineChart"],
    ChartKind.PIE: ["pieChart"],
    ChartKind.RING: ["doughnutChart"],
    ChartKind.COMBINED: ["barChart", "lineChart"],
}


def parsed(part: bytes) -> ET.Element:
    return ET.fromstring(part)  # noqa: S314 - our own part


def values_of(root: ET.Element, series: int = 0) -> dict[int, str]:
    """The cached values of a series by category."""
    found = list(root.iter(f"{C}ser"))[series].find(f"{C}val")
    assert found is not None
    return {int(point.get("idx", "")): point.findtext(f"{C}v", "") for point in found.iter(f"{C}pt")}


def chart_parts(document: Document) -> list[ET.Element]:
    package = PackageReader(to_xlsx(document, year=2015)[0], "附件.xlsx")
    return [parsed(package.read(name)) for name in sorted(package.names) if re.match(r"xl/charts/chart\d+\.xml", name)]


def cells_at(opened: Any, formula: str) -> list[Any]:
    """The values of the cells that a chart's formula names."""
    sheet, _, span = formula.rpartition("!")
    left, top, right, bottom = range_boundaries(span)
    rows = opened[sheet.strip("'")].iter_rows(top, bottom, left, right, values_only=True)
    return [value for row in rows for value in row]


@pytest.mark.parametrize("kind", list(ChartKind))
def test_each_kind_is_drawn_with_its_own_plot_and_all_its_values(kind: ChartKind, combined_chart: ChartSpec) -> None:
    root = parsed(chart_part(replace(combined_chart, kind=kind)))
    area = root.find(f"{C}chart/{C}plotArea")
    assert area is not None
    assert [item.tag.removeprefix(C) for item in area if item.tag.endswith("Chart")] == KINDS[kind]
    assert values_of(root) == {0: "42.86", 1: "33.2", 2: "25", 3: "1042.677"}


def test_a_missing_figure_leaves_a_gap(combined_chart: ChartSpec) -> None:
    root = parsed(chart_part(combined_chart))
    assert values_of(root, 1) == {0: "29.1", 2: "5", 3: "4.6"}
    assert root.find(f"{C}chart/{C}dispBlanksAs").get("val") == "gap"  # type: ignore[union-attr]


def test_growth_is_a_straight_line_on_a_second_axis_with_its_own_unit(combined_chart: ChartSpec) -> None:
    root = parsed(chart_part(combined_chart))
    axes = {axis.find(f"{C}axId").get("val"): axis for axis in root.iter(f"{C}valAx")}  # type: ignore[union-attr]
    titles = ["".join(axis.itertext()) for axis in axes.values()]
    assert titles == ["亿元", "%"]
    assert [axis.find(f"{C}axPos").get("val") for axis in axes.values()] == ["l", "r"]  # type: ignore[union-attr]
    line = root.find(f".//{C}lineChart/{C}ser")
    assert line is not None
    assert line.find(f"{C}smooth").get("val") == "0"  # type: ignore[union-attr]


def test_stacked_columns_stand_on_one_another(output_chart: ChartSpec) -> None:
    root = parsed(chart_part(replace(output_chart, kind=ChartKind.STACKED)))
    plot = root.find(f".//{C}barChart")
    assert plot is not None
    assert plot.find(f"{C}grouping").get("val") == "stacked"  # type: ignore[union-attr]
    assert plot.find(f"{C}overlap").get("val") == "100"  # type: ignore[union-attr]


def test_lying_bars_are_listed_from_the_top(output_chart: ChartSpec) -> None:
    root = parsed(chart_part(replace(output_chart, kind=ChartKind.BAR)))
    assert root.find(f".//{C}barDir").get("val") == "bar"  # type: ignore[union-attr]
    assert root.find(f".//{C}catAx/{C}scaling/{C}orientation").get("val") == "maxMin"  # type: ignore[union-attr]


def test_neighbouring_series_differ_in_grey(combined_chart: ChartSpec) -> None:
    several = replace(combined_chart, kind=ChartKind.COLUMN, series=combined_chart.series * 2)
    fills = [series.find(f"{C}spPr")[0] for series in parsed(chart_part(several)).iter(f"{C}ser")]  # type: ignore[index]
    shades = []
    for fill in fills:
        colour = fill.find(f".//{A}bgClr/{A}srgbClr") if fill.tag == f"{A}pattFill" else fill.find(f"{A}srgbClr")
        assert colour is not None
        red, green, blue = bytes.fromhex(colour.get("val", ""))
        shades.append((fill.tag, 0.3 * red + 0.6 * green + 0.1 * blue))
    for (tag, shade), (next_tag, next_shade) in pairwise(shades):
        assert tag != next_tag or abs(shade - next_shade) > 50


def test_every_slice_has_its_own_fill_and_its_name(output_chart: ChartSpec) -> None:
    root = parsed(chart_part(replace(output_chart, kind=ChartKind.PIE)))
    assert len(list(root.iter(f"{C}dPt"))) == 4
    assert root.find(f".//{C}dLbls/{C}showCatName").get("val") == "1"  # type: ignore[union-attr]
    assert root.find(f".//{C}legend") is None


@pytest.mark.parametrize(("decimals", "code"), [(2, "0.00"), (0, "0"), (None, "General")])
def test_labels_show_the_decimals_of_the_chart(output_chart: ChartSpec, decimals: int | None, code: str) -> None:
    root = parsed(chart_part(replace(output_chart, decimals=decimals)))
    assert root.find(f".//{C}dLbls/{C}numFmt").get("formatCode") == code  # type: ignore[union-attr]


def test_labels_can_be_left_out(output_chart: ChartSpec) -> None:
    root = parsed(chart_part(replace(output_chart, labels=False)))
    assert root.find(f".//{C}dLbls/{C}delete").get("val") == "1"  # type: ignore[union-attr]


def test_names_are_data_whatever_they_contain(output_chart: ChartSpec) -> None:
    name = 'R&D <甲> "乙"'
    spec = replace(output_chart, categories=(name, *output_chart.categories[1:]), name=name)
    root = parsed(chart_part(spec, title=name))
    assert root.findtext(f".//{C}cat//{C}pt/{C}v") == name
    assert root.findtext(f"{C}chart/{C}title//{A}t") == name


def test_rates_on_cells_are_fractions_shown_as_rates(combined_chart: ChartSpec) -> None:
    refs = (SeriesRef(values="'数据'!$B$2:$B$5"), SeriesRef(values="'数据'!$C$2:$C$5", percent=True))
    root = parsed(chart_part(combined_chart, refs))
    assert values_of(root, 1) == {0: "0.291", 2: "0.05", 3: "0.046"}


def test_a_chart_in_an_appendix_reads_the_appendix_cells(book: Book, document: Document) -> None:
    first = chart_parts(document)[0]
    formulas = [item.text or "" for item in first.iter(f"{C}f")]
    assert formulas == ["'附件1 主导产业'!$C$4:$C$4", "'附件1 主导产业'!$B$5:$B$8", "'附件1 主导产业'!$C$5:$C$8"]
    opened = book(document, data_only=True)
    assert cells_at(opened, formulas[1]) == list(document.appendices[0].charts[0].categories)
    assert [str(value) for value in cells_at(opened, formulas[2])] == list(values_of(first).values())


def test_a_chart_that_no_appendix_lists_reads_a_sheet_of_its_own(book: Book, document: Document) -> None:
    second = chart_parts(document)[1]
    opened = book(document, data_only=True)
    assert opened.sheetnames[-1] == "图表数据"
    for series, expected in enumerate(([42.86, 33.2, 25, 1042.677], [0.291, None, 0.05, 0.046])):
        formula = list(second.iter(f"{C}ser"))[series].findtext(f"{C}val/{C}numRef/{C}f") or ""
        assert cells_at(opened, formula) == expected


def test_a_chart_over_a_computed_column_follows_its_formulas(document: Document, appendix: Appendix) -> None:
    spec, column = document.appendices[0].charts[0], appendix.table.columns[5]
    figures = tuple(Figure(quantity=Quantity(value, PERCENT)) for value in column.values if isinstance(value, Decimal))
    series = Series(name="占比", unit=PERCENT, figures=figures)
    ring = replace(spec, kind=ChartKind.RING, series=(series,), decimals=1)
    made = replace(document, appendices=(replace(appendix, charts=(ring,)),))
    formulas = [item.text for item in chart_parts(made)[0].iter(f"{C}f")]
    assert formulas[-1] == "'附件1 主导产业'!$F$5:$F$8"


def test_openpyxl_reads_the_charts_below_the_table(book: Book, document: Document) -> None:
    charts = book(document).worksheets[0]._charts
    assert len(charts) == 2
    assert charts[0].anchor._from.row >= 10
    assert charts[1].anchor._from.row == charts[0].anchor.to.row + 1, "one empty row between them"


def test_charts_have_a_description_with_their_numbers(document: Document) -> None:
    package = PackageReader(to_xlsx(document, year=2015)[0], "附件.xlsx")
    drawing = parsed(package.read("xl/drawings/drawing1.xml"))
    described = [item.get("descr", "") for item in drawing.iter() if item.tag.endswith("cNvPr")]
    assert "42.86" in described[0]
    assert "29.1" in described[1]


def test_a_chart_that_would_be_cut_begins_a_new_page(book: Book, document: Document) -> None:
    appendix = document.appendices[0]
    many = replace(document, appendices=(replace(appendix, charts=appendix.charts[:1] * 4),))
    sheet = book(many).worksheets[0]
    tops = [chart.anchor._from.row for chart in sheet._charts]
    breaks = [item.id for item in sheet.row_breaks.brk]
    assert breaks
    assert set(breaks) < {top - 1 for top in tops}, "an empty row stands above each"


def test_a_chart_without_data_is_left_out(document: Document) -> None:
    appendix = document.appendices[0]
    empty = replace(appendix.charts[0], categories=(), series=())
    assert chart_parts(replace(document, appendices=(replace(appendix, charts=(empty,)),))) == []


def test_the_workbook_behind_a_chart_in_word_holds_its_data(combined_chart: ChartSpec) -> None:
    data, refs = chart_book(combined_chart)
    assert data == chart_book(combined_chart)[0]
    opened = openpyxl.load_workbook(BytesIO(data))
    assert opened.sheetnames == ["数据"]
    assert [cells_at(opened, ref.values) for ref in refs] == [[42.86, 33.2, 25, 1042.677], [0.291, None, 0.05, 0.046]]
    assert cells_at(opened, refs[0].categories) == list(combined_chart.categories)
    assert cells_at(opened, refs[1].name) == ["同比增长"]
    root = parsed(chart_part(combined_chart, refs, workbook="rId1"))
    link = root.find(f"{C}externalData")
    assert link is not None
    assert "rId1" in link.attrib.values()


def test_two_charts_stand_side_by_side_where_the_table_is_wide(book: Book, document: Document) -> None:
    wide = replace(document.appendices[0], landscape=True)
    sheet = book(replace(document, appendices=(wide,))).worksheets[0]
    first, second = (chart.anchor for chart in sheet._charts)
    assert first._from.row == second._from.row == sheet.max_row + 1, "one empty row below the table"
    assert first.to.col <= second._from.col
    assert second.to.col < sheet.max_column


def test_a_single_chart_stands_in_the_middle_and_within_the_table(book: Book, document: Document) -> None:
    appendix = document.appendices[0]
    wide = replace(appendix, landscape=True, charts=appendix.charts[:1])
    anchor = book(replace(document, appendices=(wide,))).worksheets[0]._charts[0].anchor
    assert anchor._from.col > 0
    assert anchor.to.col < len(appendix.table.columns)


def test_charts_are_a_little_lower_where_the_page_holds_them_then(output_chart: ChartSpec) -> None:
    def rows(spare: float) -> int:
        chart = place([replace(output_chart, kind=ChartKind.LINE)], 10, 20.0, [60.0], Room(spare))[0]
        return chart.last - chart.row

    assert [rows(0), rows(100), rows(185), rows(900)] == [11, 11, 9, 11]


def test_two_lines_of_charts_are_a_little_lower_where_one_page_holds_both_then(output_chart: ChartSpec) -> None:
    def rows(below: float, page: float, lines: int = 2) -> list[int]:
        charts = place([replace(output_chart, kind=ChartKind.LINE)] * lines, 10, 20.0, [60.0], Room(below, page))
        return [chart.last - chart.row for chart in charts]

    assert rows(0, 600) == [11, 11], "a page holds both as they are"
    assert rows(0, 400) == [9, 10], "nineteen rows and the empty one between them"
    assert rows(0, 300) == [11, 11], "a page holds one only, so both keep their height"
    assert rows(0, 400, lines=3) == [9, 10, 11], "two pages for three"
    assert rows(240, 400) == [11, 11], "one below the table, the other on a page of its own"


@pytest.mark.parametrize(("names", "level"), [
    (("规模以上工业增加值", "限上零售业商品销售额", "限上餐饮业营业额"), True),
    (tuple(f"{month}月" for month in range(1, 13)), True),
    (tuple(f"很长的一个指标的名称{number}" for number in range(12)), False),
])  # fmt: skip
def test_names_below_columns_stand_level_in_lines_where_they_have_room(names: tuple[str, ...], level: bool) -> None:
    figures = tuple(Figure(quantity=Quantity(Decimal(number + 1))) for number in range(len(names)))
    series = Series(name="数", unit=figures[0].unit, figures=figures)
    spec = ChartSpec(name="指标", kind=ChartKind.LINE, categories=names, series=(series,))
    axis = next(parsed(chart_part(spec)).iter(f"{C}catAx"))
    assert (next(axis.iter(f"{A}bodyPr")).get("rot") == "0") is level
    assert (axis.find(f"{C}tickLblSkip") is not None) is level
    assert chart_height(spec) >= chart_height(replace(spec, categories=names[:1]))


def test_columns_under_lines_carry_their_labels_at_the_foot_where_they_are_high_enough(
    combined_chart: ChartSpec,
) -> None:
    columns, line = parsed(chart_part(combined_chart)).iter(f"{C}ser")
    places = {item.find(f"{C}idx").get("val"): item.find(f"{C}dLblPos").get("val") for item in columns.iter(f"{C}dLbl")}  # type: ignore[union-attr]
    assert places == {"3": "inBase"}, "the others are lower than a quarter of it"
    assert columns.find(f"{C}dLbls/{C}dLblPos").get("val") == "outEnd"  # type: ignore[union-attr]
    assert line.find(f"{C}dLbls/{C}dLblPos").get("val") == "t"  # type: ignore[union-attr]
    assert line.find(f"{C}dLbls/{C}spPr/{A}solidFill") is not None, "readable over columns"


def test_a_label_of_a_value_that_is_not_exact_stays_live(output_chart: ChartSpec) -> None:
    series = output_chart.series[0]
    first, *rest = series.figures
    assert isinstance(first, Figure)
    hedged = replace(output_chart, series=(replace(series, figures=(replace(first, hedge="余"), *rest)),))
    labels = list(parsed(chart_part(hedged, (SeriesRef(values="'数据'!$B$2:$B$5"),))).iter(f"{C}dLbl"))
    assert [(label[0].get("val"), label[1].get("formatCode")) for label in labels] == [("0", '0.00"余"')]


@pytest.mark.parametrize(("kind", "values", "floor"), [
    (ChartKind.COLUMN, ("3300", "2754"), ["0"]),
    (ChartKind.COLUMN, ("3300", "-1"), []),
    (ChartKind.LINE, ("3300", "2754"), []),
])  # fmt: skip
def test_bars_begin_at_zero_unless_a_value_lies_below(
    kind: ChartKind, values: tuple[str, ...], floor: list[str]
) -> None:
    figures = tuple(Figure(quantity=Quantity(Decimal(value))) for value in values)
    series = Series(name="投入", unit=figures[0].unit, figures=figures)
    root = parsed(chart_part(ChartSpec(name="投入", kind=kind, categories=("甲", "乙"), series=(series,))))
    assert [item.get("val") for item in root.iter(f"{C}min")] == floor
