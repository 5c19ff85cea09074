"""A table as it stands in a Word file today: its rows, and in them the cells by their column of the grid.

People insert and delete rows, merge cells and split tables; all of that is one list of rows here.

Source: ISO/IEC 29500-1, 17.4.17 (gridSpan), 17.4.84 (vMerge), 17.4.14 (gridBefore), 17.13.5.12 (deleted rows).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from ..model.values import dataclass
from .stories import W, seen, text_in

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

MOST_COLUMNS = 63
"""Columns of a table in Word."""

_AROUND = frozenset(f"{W}{name}" for name in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo"))
"""Elements that stand around rows and cells without being any."""

_TABLE, _ROW, _CELL, _PARAGRAPH = (f"{W}{name}" for name in ("tbl", "tr", "tc", "p"))
_PROPERTIES, _SPAN, _MERGE = (f"{W}{name}" for name in ("tcPr", "gridSpan", "vMerge"))
_ROW_PROPERTIES, _DELETED, _HEADER, _BEFORE = (f"{W}{name}" for name in ("trPr", "del", "tblHeader", "gridBefore"))
_VALUE, _TEXT, _MOVED = f"{W}val", f"{W}t", f"{W}moveFrom"


@dataclass(slots=True, eq=False)
class Cell:
    """A cell: its element (`w:tc`), the text of all its paragraphs, and whether it takes the room of several.

    `seen` is what of the text is compared.
    """

    element: Element
    text: str
    seen: str
    merged: bool = False

    @property
    def lines(self) -> list[str]:
        """Its text by paragraphs: merging cells makes each of them a paragraph."""
        return [text_in(paragraph) for paragraph in self.element.iter(_PARAGRAPH)]


@dataclass(slots=True, eq=False)
class TableRow:
    """A row: the cell at each column of the grid, the same one at all that it spans; `header` repeats on each page."""

    cells: list[Cell | None]
    header: bool = False


def tables_in(content: Element) -> list[Element]:
    """The tables (`w:tbl`) next below an element, without those inside cells."""
    return _below(content, _TABLE)


def table_rows(tables: Iterable[Element]) -> Iterator[TableRow]:
    """The rows of tables, one table after the other; rows deleted with changes tracked are none."""
    for table in tables:
        above: list[Cell | None] = []
        moves = next(table.iter(_MOVED), None) is not None
        for row in _below(table, _ROW):
            deleted, header, before = _properties(row)
            if deleted is None:
                is_header = header is not None and header.get(_VALUE, "1") not in ("0", "false", "off")
                above = _cells(row, before, above, moves=moves)
                yield TableRow(above, is_header)


def _properties(row: Element) -> list[Element | None]:
    """What marks a deleted row, a header, and columns left out before the first cell; None for what is not there."""
    properties = row.find(_ROW_PROPERTIES)  # one path instead of two finds takes ten times as long
    return [None if properties is None else properties.find(name) for name in (_DELETED, _HEADER, _BEFORE)]


def _below(element: Element, name: str) -> list[Element]:
    """The elements of a name next below, looking through those that only stand around."""
    if _AROUND.isdisjoint([child.tag for child in element]):
        return element.findall(name)
    found = []
    waiting = [iter(element)]  # a file may nest its controls deeper than Python calls
    while waiting:
        child = next(waiting[-1], None)
        if child is None:
            waiting.pop()
        elif child.tag == name:
            found.append(child)
        elif child.tag in _AROUND:
            waiting.append(iter(child))
    return found


def _cells(row: Element, before: Element | None, above: list[Cell | None], *, moves: bool) -> list[Cell | None]:
    cells: list[Cell | None] = [None] * (_number(before, 0) if before is not None else 0)
    for element in _below(row, _CELL):
        text = text_in(element) if moves else "".join([item.text or "" for item in element.iter(_TEXT)])
        cell, span = Cell(element, text, seen(text)), 1
        properties = element.find(_PROPERTIES)
        if properties is not None:
            span = max(1, _number(properties.find(_SPAN), 1))
            merge = properties.find(_MERGE)
            goes_on = merge is not None and merge.get(_VALUE, "continue") == "continue"
            origin = above[len(cells)] if goes_on and len(cells) < len(above) else None
            cell = origin or cell
            cell.merged = cell.merged or span > 1 or goes_on
        cells += [cell] * span
    return cells


def _number(element: Element | None, default: int) -> int:
    value = "" if element is None else element.get(_VALUE, "")
    return min(int(value[:4]), MOST_COLUMNS) if value.isdecimal() else default
