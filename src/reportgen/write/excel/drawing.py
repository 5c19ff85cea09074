"""The drawing of a sheet: its charts one below another, each with its description.

Source: ISO/IEC 29500-1, 20.5.2.24 (oneCellAnchor), 20.5.2.16 (graphicFrame).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ...model.document import ChartKind, ChartSpec
from ...ooxml.xml import DECLARATION, attribute
from ..alt_text import alt_text
from ..picture.style import WIDTH

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.drawing+xml"
RELATIONSHIP = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/drawing"

_SHEET_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_EMU = 12_700
_HEIGHT, _TALLEST = 240.0, 560.0
_BAR, _BARS_FRAME = 22.0, 90.0


@dataclass(frozen=True, slots=True)
class PlacedChart:
    """A chart below row `row` (1-based), `height` points high; `relationship` leads to its part."""

    spec: ChartSpec
    relationship: str
    row: int
    height: float


def place(specs: Sequence[ChartSpec], below: int, row_height: float) -> tuple[PlacedChart, ...]:
    """The charts one below another, an empty row between them, the first two rows below row `below`."""
    placed, row = [], below + 1
    for number, spec in enumerate(specs, 1):
        height = _height(spec)
        placed.append(PlacedChart(spec, f"rId{number}", row, height))
        row += int(height // row_height) + 2
    return tuple(placed)


def drawing(charts: Sequence[PlacedChart]) -> Iterator[str]:
    """The drawing part."""
    yield f'{DECLARATION}<xdr:wsDr xmlns:xdr="{_SHEET_DRAWING}" xmlns:a="{_DRAWING}">'
    for number, chart in enumerate(charts, 1):
        yield (
            f"<xdr:oneCellAnchor>{_position(chart)}"
            f'<xdr:graphicFrame macro=""><xdr:nvGraphicFramePr><xdr:cNvPr id="{number + 1}"'
            f' name="{attribute(chart.spec.name)}" descr="{attribute(alt_text(chart.spec))}"/><xdr:cNvGraphicFramePr/>'
            "</xdr:nvGraphicFramePr>"
            '<xdr:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/></xdr:xfrm>'
            f'<a:graphic><a:graphicData uri="{_CHART}"><c:chart xmlns:c="{_CHART}" xmlns:r="{_OFFICE}"'
            f' r:id="{chart.relationship}"/></a:graphicData></a:graphic></xdr:graphicFrame><xdr:clientData/>'
            "</xdr:oneCellAnchor>"
        )
    yield "</xdr:wsDr>"


def _position(chart: PlacedChart) -> str:
    """The left edge of the row below, and the size in EMU."""
    return (
        f"<xdr:from><xdr:col>0</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>{chart.row}</xdr:row>"
        "<xdr:rowOff>0</xdr:rowOff></xdr:from>"
        f'<xdr:ext cx="{round(WIDTH * _EMU)}" cy="{round(chart.height * _EMU)}"/>'
    )


def _height(spec: ChartSpec) -> float:
    """High enough for each lying bar to have its own line."""
    if spec.kind is not ChartKind.BAR:
        return _HEIGHT
    return min(_TALLEST, max(_HEIGHT, _BARS_FRAME + _BAR * len(spec.categories) * max(1, len(spec.series))))
