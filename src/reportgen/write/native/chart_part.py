"""Native charts: a ChartSpec becomes the chart part that Excel and Word draw themselves.

The same part serves both; only the cells that its formulas name differ: an appendix in Excel, the small
workbook of `chart_book` in Word. Every value stands in the part's caches too, so that a preview that
opens no workbook draws the same picture. Fills and lines are those of the printed pictures.

Source: ISO/IEC 29500-1, 21.2 (DrawingML charts); the order of elements is that of its schema.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...model.document import ChartKind, ChartSpec
from ...ooxml.xml import DECLARATION, attribute
from ..picture.style import INK, PAPER, TEXT
from ..picture.values import lanes_of
from .axes import PRIMARY, SECONDARY, Axes, axes_xml
from .series import Drawn, SeriesRef, series_xml
from .text import plain_area, rich_text, text_properties

__all__ = ["CONTENT_TYPE", "RELATIONSHIP", "SeriesRef", "chart_part"]

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
RELATIONSHIP = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/chart"

_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_ROUND = (ChartKind.PIE, ChartKind.RING)
_GAP_WIDTH, _RING_HOLE = 60, 56


def chart_part(spec: ChartSpec, refs: Sequence[SeriesRef] = (), *, title: str = "", workbook: str = "") -> bytes:
    """The chart part of a spec.

    `refs` are the cells behind each series, none to keep the values in the part alone. `title` is drawn
    above the chart, where no caption stands beside it. `workbook` is the relationship that leads to the
    embedded workbook in Word. Pies and rings draw the first series only, as the printed pictures do.
    """
    lanes = lanes_of(spec)[: 1 if spec.kind in _ROUND else None]
    drawn = [
        Drawn(position=index, lane=lane, ref=refs[index] if index < len(refs) else SeriesRef(), spec=spec)
        for index, lane in enumerate(lanes)
    ]
    heading = f'<c:title>{rich_text(title, TEXT + 2, INK, bold=True)}<c:overlay val="0"/></c:title>' if title else ""
    link = f'<c:externalData r:id="{attribute(workbook)}"><c:autoUpdate val="0"/></c:externalData>' if workbook else ""
    plot = "".join(_round(drawn) if spec.kind in _ROUND else _upright(drawn))
    return "".join(
        (
            f'{DECLARATION}<c:chartSpace xmlns:c="{_CHART}" xmlns:a="{_DRAWING}" xmlns:r="{_OFFICE}">',
            '<c:date1904 val="0"/><c:lang val="zh-CN"/><c:roundedCorners val="0"/>',
            f'<c:chart>{heading}<c:autoTitleDeleted val="{int(not title)}"/>',
            f'<c:plotArea><c:layout/>{plot}</c:plotArea>{_legend(drawn)}<c:plotVisOnly val="0"/>',
            f'<c:dispBlanksAs val="gap"/></c:chart>{plain_area(PAPER)}{text_properties()}{link}</c:chartSpace>',
        )
    ).encode()


def _round(drawn: Sequence[Drawn]) -> Iterator[str]:
    ring = drawn[0].spec.kind is ChartKind.RING if drawn else False
    name = "doughnutChart" if ring else "pieChart"
    series = "".join(map(series_xml, drawn))
    hole = f'<c:holeSize val="{_RING_HOLE}"/>' if ring else ""
    yield f'<c:{name}><c:varyColors val="1"/>{series}<c:firstSliceAng val="0"/>{hole}</c:{name}>'


def _upright(drawn: Sequence[Drawn]) -> Iterator[str]:
    """Bars and lines on the left axis, then those on the right, then the axes of both."""
    kind = drawn[0].spec.kind if drawn else ChartKind.COLUMN
    lying = kind is ChartKind.BAR
    first = [item for item in drawn if not _on_second(item)] or list(drawn)
    second = [item for item in drawn if item not in first]
    for axes, items in ((PRIMARY, first), (SECONDARY, second)):
        yield from _plots(items, axes)
    yield from axes_xml(PRIMARY, first, lying=lying)
    if second:
        yield from axes_xml(SECONDARY, second, lying=lying)


def _on_second(item: Drawn) -> bool:
    return item.lane.second_axis and item.spec.kind is ChartKind.COMBINED


def _plots(drawn: Sequence[Drawn], axes: Axes) -> Iterator[str]:
    bars = [item for item in drawn if not item.lane.line]
    lines = [item for item in drawn if item.lane.line]
    if bars:
        stacked = bars[0].spec.kind is ChartKind.STACKED
        direction = "bar" if bars[0].spec.kind is ChartKind.BAR else "col"
        yield (
            f'<c:barChart><c:barDir val="{direction}"/><c:grouping val="{"stacked" if stacked else "clustered"}"/>'
            f'<c:varyColors val="0"/>{"".join(map(series_xml, bars))}<c:gapWidth val="{_GAP_WIDTH}"/>'
            f'<c:overlap val="{100 if stacked else 0}"/>{axes.ids}</c:barChart>'
        )
    if lines:
        yield (
            f'<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>{"".join(map(series_xml, lines))}'
            f'<c:marker val="1"/>{axes.ids}</c:lineChart>'
        )


def _legend(drawn: Sequence[Drawn]) -> str:
    """A legend where several things must be told apart that do not name themselves."""
    ring = bool(drawn) and drawn[0].spec.kind is ChartKind.RING
    unlabelled_pie = bool(drawn) and drawn[0].spec.kind is ChartKind.PIE and not drawn[0].spec.labels
    if len(drawn) < 2 and not ring and not unlabelled_pie:
        return ""
    place = "r" if ring or unlabelled_pie else "b"
    return f'<c:legend><c:legendPos val="{place}"/><c:overlay val="0"/>{text_properties(TEXT, INK)}</c:legend>'
