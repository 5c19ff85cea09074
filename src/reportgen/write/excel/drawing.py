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
from ..native.size import LOWEST, NARROWEST, chart_height
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

_GAP = 12.0
"""Points between two charts side by side."""


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


@dataclass(frozen=True, slots=True)
class Room:
    """The points that are left for charts on the page on which the table ends, and on a page of their own."""

    below: float = 0.0
    page: float = 0.0


def place(
    specs: Sequence[ChartSpec], below: int, row_height: float, widths: Sequence[float], room: Room
) -> tuple[PlacedChart, ...]:
    """The charts below row `below` and an empty row, under columns of these widths.

    Two stand side by side where the columns have room for them; one alone stands in the middle. Lines of
    charts are made a little lower where all that go onto a page are held by it then.
    """
    across = points_of(widths)
    abreast = 2 if len(specs) > 1 and across >= 2 * NARROWEST + _GAP else 1
    width = min(WIDTH, (across - _GAP) / 2) if abreast == 2 else WIDTH
    placed: list[PlacedChart] = []
    row = below + 1
    lines = [specs[start : start + abreast] for start in range(0, len(specs), abreast)]
    for line, rows in zip(lines, _rows_of(lines, row_height, room), strict=True):
        left = max(0.0, (across - width * len(line) - _GAP * (len(line) - 1)) / 2)
        for spec in line:
            sides = _column_at(left, widths), _column_at(left + width, widths)
            placed.append(PlacedChart(spec, f"rId{len(placed) + 1}", row, rows * row_height, row + rows, *sides))
            left += width + _GAP
        row += rows + 1
    return tuple(placed)


def _rows_of(lines: Sequence[Sequence[ChartSpec]], row_height: float, room: Room) -> list[int]:
    """The rows of each line of charts: as many as they want, or fewer where a page holds all of them so."""
    wanted = [-int(-max(map(chart_height, line)) // row_height) for line in lines]
    fitted = _fitted(wanted, row_height, room.below)
    if fitted is not None:
        return fitted
    first = 0
    while first < len(wanted) and sum(wanted[: first + 1]) + first + 1 <= room.below // row_height:
        first += 1
    rows = wanted[:first]
    while len(rows) < len(wanted):
        rest = wanted[len(rows) :]
        pages = (_fitted(rest[:count], row_height, room.page) for count in range(len(rest), 0, -1))
        rows += next((page for page in pages if page is not None), rest[:1])
    return rows


def _fitted(wanted: Sequence[int], row_height: float, points: float) -> list[int] | None:
    """Rows a line, an empty one between each two, that so many points hold; None where they would be too few."""
    spare = int(points // row_height) - (len(wanted) - 1)
    if sum(wanted) <= spare:
        return list(wanted)
    least = [max(-int(-LOWEST // row_height), -int(-_LEAST * rows // 1)) for rows in wanted]
    if sum(least) > spare:
        return None
    rows = list(wanted)
    while sum(rows) > spare:
        highest = max(range(len(rows)), key=lambda index: rows[index] - least[index])
        rows[highest] -= 1
    return rows


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
