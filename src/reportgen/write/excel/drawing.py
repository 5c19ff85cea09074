"""The drawing of a sheet: its charts side by side or one below another, each with its description.

A chart is tied to the cells at both its corners: programs differ in how many points a column has, and a
chart of fixed points would stick out of the table in some (LibreOffice 7.4 without 宋体: 8 % narrower).

Source: ISO/IEC 29500-1, 20.5.2.33 (twoCellAnchor), 20.5.2.16 (graphicFrame).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...model.document import ChartSpec
from ...model.values import dataclass
from ...ooxml.xml import DECLARATION, attribute
from ..alt_text import alt_text
from ..native.size import LOWEST, chart_height
from ..picture.style import WIDTH
from .page import points_of

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.drawing+xml"
RELATIONSHIP = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/drawing"

_SHEET_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_EMU = 12_700
_LEAST = 0.75
"""Part of its height that a chart keeps so that it still reads well."""

_NARROWEST, _GAP = 320.0, 12.0
"""Points; two charts stand side by side where each is at least so wide, with a gap between them."""


@dataclass(frozen=True, slots=True)
class PlacedChart:
    """A chart from below row `row` down to row `last` (1-based), `height` points; `relationship` leads to its part.

    `left` and `right` are its edges: the column, from 0, and the points into it.
    """

    spec: ChartSpec
    relationship: str
    row: int
    height: float
    last: int
    left: tuple[int, float]
    right: tuple[int, float]


def place(
    specs: Sequence[ChartSpec], below: int, row_height: float, widths: Sequence[float], spare: float = 0.0
) -> tuple[PlacedChart, ...]:
    """The charts below row `below` and an empty row, under columns of these widths.

    Two stand side by side where the columns have room for them; one alone stands in the middle. A single
    line of charts is made a little lower where the `spare` points below the table can hold it then.
    """
    room = points_of(widths)
    abreast = 2 if len(specs) > 1 and room >= 2 * _NARROWEST + _GAP else 1
    width = min(WIDTH, (room - _GAP) / 2) if abreast == 2 else WIDTH
    placed, row = [], below + 1
    for start in range(0, len(specs), abreast):
        line = specs[start : start + abreast]
        rows = -int(-max(map(chart_height, line)) // row_height)
        fitting = int(spare // row_height)
        if len(specs) <= abreast and fitting * row_height >= max(LOWEST, _LEAST * rows * row_height):
            rows = min(rows, fitting)
        left = max(0.0, (room - width * len(line) - _GAP * (len(line) - 1)) / 2)
        for number, spec in enumerate(line, start + 1):
            sides = _column_at(left, widths), _column_at(left + width, widths)
            placed.append(PlacedChart(spec, f"rId{number}", row, rows * row_height, row + rows, *sides))
            left += width + _GAP
        row += rows + 1
    return tuple(placed)


def _column_at(left: float, widths: Sequence[float]) -> tuple[int, float]:
    """The column so many points from the left, from 0, and the points into it."""
    for column, width in enumerate(widths[:-1]):
        points = points_of([width])
        if left < points:
            return column, left
        left -= points
    return max(0, len(widths) - 1), left


def drawing(charts: Sequence[PlacedChart]) -> Iterator[str]:
    """The drawing part."""
    yield f'{DECLARATION}<xdr:wsDr xmlns:xdr="{_SHEET_DRAWING}" xmlns:a="{_DRAWING}">'
    for number, chart in enumerate(charts, 1):
        yield (
            f'<xdr:twoCellAnchor editAs="oneCell">{_position(chart)}'
            f'<xdr:graphicFrame macro=""><xdr:nvGraphicFramePr><xdr:cNvPr id="{number + 1}"'
            f' name="{attribute(chart.spec.name)}" descr="{attribute(alt_text(chart.spec))}"/><xdr:cNvGraphicFramePr/>'
            "</xdr:nvGraphicFramePr>"
            '<xdr:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/></xdr:xfrm>'
            f'<a:graphic><a:graphicData uri="{_CHART}"><c:chart xmlns:c="{_CHART}" xmlns:r="{_OFFICE}"'
            f' r:id="{chart.relationship}"/></a:graphicData></a:graphic></xdr:graphicFrame><xdr:clientData/>'
            "</xdr:twoCellAnchor>"
        )
    yield "</xdr:wsDr>"


def _position(chart: PlacedChart) -> str:
    """The two corners of the chart, by cells."""
    return f"<xdr:from>{_corner(chart.left, chart.row)}</xdr:from><xdr:to>{_corner(chart.right, chart.last)}</xdr:to>"


def _corner(side: tuple[int, float], row: int) -> str:
    """A corner at the upper edge of the row after `row` (1-based)."""
    column, points = side
    return (
        f"<xdr:col>{column}</xdr:col><xdr:colOff>{round(points * _EMU)}</xdr:colOff>"
        f"<xdr:row>{row}</xdr:row><xdr:rowOff>0</xdr:rowOff>"
    )
