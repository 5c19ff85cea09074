"""A worksheet around its rows: view, columns, filter, merges, links, print setup.

The standard fixes the order of these elements; it stands here and nowhere else.

Source: ISO/IEC 29500-1, 18.3.1.99 (worksheet), 18.3.1.46 (header and footer codes).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from ...model.place import column_letters
from ...model.values import dataclass
from ...ooxml.xml import DECLARATION, attribute, text
from .page import BOTTOM, LEFT, RIGHT, top_margin

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

MOST_LINKS = 65_530
"""Hyperlinks that Excel opens on one sheet (Excel specifications)."""

_A4 = 9
_HEADER = '&L&"黑体,常规"&16'
_FOOTER = '&C&"宋体,常规"&12— &P —'


@dataclass(frozen=True, slots=True)
class Link:
    """A hyperlink from one cell to a place in the same workbook, as `'附件1 企业'!C5`."""

    address: str
    target: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What a worksheet has besides its rows.

    `widths` are column widths in characters. Rows up to `frozen` stay in sight and are repeated on each page.
    `filtered` is the range under an autofilter. `mark` is printed at the top left of each page
    (附件1). Below the rows `breaks` a new page begins; `one_page` shrinks the sheet onto
    a single one. `drawing` is the relationship that leads to its charts, empty for none.
    """

    last_row: int
    widths: Sequence[float]
    frozen: int
    row_height: float = 20.0
    merged: Sequence[str] = ()
    links: Sequence[Link] = ()
    filtered: str = ""
    landscape: bool = False
    mark: str = ""
    breaks: Sequence[int] = ()
    one_page: bool = False
    drawing: str = ""
    shown: bool = False


def worksheet(frame: Frame, rows: Iterable[str]) -> Iterator[str]:
    """The sheet part, in pieces."""
    corner = f"{column_letters(max(1, len(frame.widths)))}{max(1, frame.last_row)}"
    yield f'{DECLARATION}<worksheet xmlns="{MAIN}" xmlns:r="{RELATIONSHIPS}">'
    yield '<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
    yield f'<dimension ref="A1:{corner}"/>'
    yield _view(frame)
    yield f'<sheetFormatPr defaultRowHeight="{frame.row_height:g}" customHeight="1"/>'
    if frame.widths:
        yield f"<cols>{''.join(_columns(frame.widths))}</cols>"
    yield "<sheetData>"
    yield from rows
    yield "</sheetData>"
    if frame.filtered:
        yield f'<autoFilter ref="{frame.filtered}"/>'
    if frame.merged:
        merged = "".join(f'<mergeCell ref="{span}"/>' for span in frame.merged)
        yield f'<mergeCells count="{len(frame.merged)}">{merged}</mergeCells>'
    if frame.links:
        yield "<hyperlinks>"
        for link in frame.links:
            yield f'<hyperlink ref="{link.address}" location="{attribute(link.target)}"/>'
        yield "</hyperlinks>"
    yield from _printing(frame)
    if frame.drawing:
        yield f'<drawing r:id="{frame.drawing}"/>'
    yield "</worksheet>"


def _view(frame: Frame) -> str:
    selected = ' tabSelected="1"' if frame.shown else ""
    top = f"A{frame.frozen + 1}"
    pane = (
        f'<pane ySplit="{frame.frozen}" topLeftCell="{top}" activePane="bottomLeft" state="frozen"/>'
        f'<selection pane="bottomLeft" activeCell="{top}" sqref="{top}"/>'
        if frame.frozen
        else ""
    )
    return f'<sheetViews><sheetView showGridLines="0"{selected} workbookViewId="0">{pane}</sheetView></sheetViews>'


def _columns(widths: Sequence[float]) -> Iterator[str]:
    for number, width in enumerate(widths, 1):
        yield f'<col min="{number}" max="{number}" width="{width:g}" customWidth="1"/>'


def _printing(frame: Frame) -> Iterator[str]:
    yield '<printOptions horizontalCentered="1"/>'
    top = top_margin(frame.mark)
    yield f'<pageMargins left="{LEFT}" right="{RIGHT}" top="{top}" bottom="{BOTTOM}" header="0.45" footer="0.4"/>'
    orientation = "landscape" if frame.landscape else "portrait"
    yield f'<pageSetup paperSize="{_A4}" fitToHeight="{int(frame.one_page)}" orientation="{orientation}"/>'
    header = f"<oddHeader>{text(_HEADER + frame.mark)}</oddHeader>" if frame.mark else ""
    yield f"<headerFooter>{header}<oddFooter>{text(_FOOTER)}</oddFooter></headerFooter>"
    if frame.breaks:
        rows = "".join(f'<brk id="{row}" max="16383" man="1"/>' for row in frame.breaks)
        yield f'<rowBreaks count="{len(frame.breaks)}" manualBreakCount="{len(frame.breaks)}">{rows}</rowBreaks>'
