"""An appendix as a worksheet: what stands in its rows, and the frame around them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .drawing import PlacedChart, Room
from .layout import SheetLayout
from .page import LEGIBLE, breaks, page_height, used_on_last
from .rows import ROW_HEIGHT, heading_rows, height_above, label_span, note_row, table_rows, total_row
from .styles import Styles
from .xml import Frame

_REPEATED = 2 * ROW_HEIGHT
"""Points of the header that each further page repeats, at most."""

_SURELY = 0.88
"""Part of a page that fits in every program; they differ in the widths of columns and so in the scale."""


def appendix_rows(layout: SheetLayout, styles: Styles) -> Iterator[str]:
    """All rows of the sheet, the table's in blocks."""
    yield from heading_rows(layout, styles)
    yield from table_rows(layout, styles)
    yield from total_row(layout, styles)
    width = sum(column.width for column in layout.columns)
    for row, text in enumerate(_closing_notes(layout), layout.end_row + 1):
        yield note_row(row, text, width, styles)


def appendix_frame(layout: SheetLayout, charts: Sequence[PlacedChart], *, drawing: str, shown: bool) -> Frame:
    """The frame; `drawing` is the relationship of its charts, `shown` marks the sheet that opens first."""
    height = _height(layout, charts)
    one_page = _SURELY * _page(layout) < height <= _page(layout, LEGIBLE)
    return Frame(
        last_row=chart_row(layout),
        widths=_widths(layout),
        frozen=layout.header_row,
        row_height=ROW_HEIGHT,
        merged=tuple(_merged(layout)),
        landscape=layout.appendix.landscape,
        mark=_mark(layout),
        breaks=() if one_page else tuple(_breaks(layout, charts)),
        one_page=one_page,
        drawing=drawing,
        shown=shown,
    )


def chart_row(layout: SheetLayout) -> int:
    """The row below which charts may stand."""
    return layout.end_row + len(_closing_notes(layout))


def room_for_charts(layout: SheetLayout) -> Room:
    """What is left below the table, on a single page printed in the smallest legible type, and what a page holds."""
    above, page = height_above(layout, chart_row(layout)), _page(layout)
    below = _page(layout, LEGIBLE) - above
    if below < 0:
        below = page - used_on_last(above, page, _REPEATED)
    return Room(below - ROW_HEIGHT, page - _REPEATED - ROW_HEIGHT)


def _height(layout: SheetLayout, charts: Sequence[PlacedChart]) -> float:
    """The points of all rows and of the charts below them."""
    above, last = chart_row(layout), max((chart.row for chart in charts), default=0)
    if not last:
        return height_above(layout, above)
    return height_above(layout, above) + (last - above) * ROW_HEIGHT + charts[-1].height


def _breaks(layout: SheetLayout, charts: Sequence[PlacedChart]) -> Iterator[int]:
    """The rows below which a new page begins, so that no line of charts is cut.

    The empty row above a line goes with it, between the repeated header and the charts.
    """
    lines = {chart.row - 1: chart.height + ROW_HEIGHT for chart in charts}
    if not lines:
        return iter(())
    return breaks(height_above(layout, chart_row(layout)), lines.items(), _page(layout), repeated=_REPEATED)


def _page(layout: SheetLayout, smallest: float = 1.0) -> float:
    """Points of rows on a page, shrunk to the sheet's width or to `smallest`."""
    landscape = layout.appendix.landscape
    return page_height(_widths(layout), landscape=landscape, mark=_mark(layout), smallest=smallest)


def _widths(layout: SheetLayout) -> list[float]:
    return [column.width for column in layout.columns]


def _mark(layout: SheetLayout) -> str:
    return f"附件{layout.appendix.number}"


def _merged(layout: SheetLayout) -> Iterator[str]:
    """Title and notes over the whole width; the label of the totals over the columns that have none."""
    if len(layout.columns) > 1:
        notes = range(layout.end_row + 1, layout.end_row + 1 + len(_closing_notes(layout)))
        for row in (1, *([layout.note_row] if layout.note_row else ()), *notes):
            yield f"A{row}:{layout.last_letters}{row}"
    span = label_span(layout) if layout.total_row else 1
    if span > 1:
        yield f"A{layout.total_row}:{layout.columns[span - 1].letters}{layout.total_row}"


def _closing_notes(layout: SheetLayout) -> list[str]:
    """What is said under the table: that the list is known in part only, and the table's own note."""
    table, notes = layout.table, []
    if table.announced is not None and table.announced > table.row_count:
        notes.append(f"注：全部共{table.announced}项，本表列出已有资料的{table.row_count}项。")
    if table.note:
        notes.append(table.note)
    return notes
