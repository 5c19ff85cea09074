"""How a table looks, cell by cell, and what of it looks otherwise in another version.

A `TableLook` is what a reader sees: that of the table style, of the table and of each row and cell, one over the
other, so that two files that say the same in different ways look alike. A border between two cells is the heavier
of theirs. Lengths may differ by what programs round.

Source: ISO/IEC 29500-1, 17.4 (tables; 17.4.66 and 17.4.38, which border wins), 17.7.6 (table styles).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from ..model.comparison import Aspect
from ..ooxml.stories import W
from .blocks import Cell, Row, Table
from .styles import OFF, Styles, number_of

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_VALUE, _FILL = f"{W}val", f"{W}fill"
_SIDES = {"top": "top", "left": "left", "start": "left", "bottom": "bottom", "right": "right", "end": "right"}
_OPPOSITE = {"top": "bottom", "bottom": "top", "left": "right", "right": "left"}
_INSIDE = {"top": "insideH", "bottom": "insideH", "left": "insideV", "right": "insideV"}
_NO_LINE = frozenset(("nil", "none", ""))
_MARGINS = {"left": 108, "right": 108, "top": 0, "bottom": 0}
_CLOSE = 40
"""Twentieths of a point, less than a millimetre: what programs round, and nobody sees."""
_ACROSS = 200
"""The same for where a table begins: some count the margin of its first cell, some do not."""
_NEARLY_ALL = 4900
"""Of the room between the margins, in fiftieths of a per cent."""
_FULL, _WIDE = "full", "wide"
"""A table that is set to fill the room between the margins, and one that happens to."""
_PLACES = {"center": "center", "right": "right", "end": "right"}

Line = tuple[int, str, str]
"""A border: its width in eighths of a point, kind and colour; no width for none."""

_NONE: Line = (0, "", "")


class CellLook(NamedTuple):
    """How a cell looks; `lines` are by side, `outer` are the sides at the edge of the table, `own` those it sets."""

    lines: Mapping[str, Line]
    outer: frozenset[str]
    own: frozenset[str]
    shading: str
    alignment: str
    direction: str
    margins: tuple[int, ...]


class RowLook(NamedTuple):
    """How a row looks; `height` is 0 where its content gives it."""

    height: int
    is_exact: bool
    is_header: bool
    is_whole: bool
    cells: Sequence[CellLook]


class TableLook(NamedTuple):
    """How a table looks; `widths` are those of its columns, `place` is how it stands between the margins."""

    style: str
    place: str
    indent: int
    widths: tuple[int, ...]
    rows: Sequence[RowLook]


def table_aspects(old: TableLook, new: TableLook) -> Iterator[Aspect]:
    """What of two tables as such looks otherwise."""
    if old.style != new.style:
        yield Aspect.TABLE_STYLE
    # A table as wide as the text stands nowhere else, nor did it move where only the margins of the pages did.
    if _WIDE not in (old.place, new.place) and (
        old.place != new.place or not _is_close(old.indent, new.indent, _ACROSS)
    ):
        yield Aspect.TABLE_PLACE
    if len(old.widths) != len(new.widths) or not all(map(_is_close, old.widths, new.widths)):
        yield Aspect.WIDTHS


def row_aspects(old: RowLook, new: RowLook) -> Iterator[Aspect]:
    """What of two rows as such looks otherwise."""
    if not _is_close(old.height, new.height) or old.is_exact is not new.is_exact:
        yield Aspect.ROW_HEIGHT
    if old.is_header is not new.is_header:
        yield Aspect.HEADER_ROW
    if old.is_whole is not new.is_whole:
        yield Aspect.ROW_BREAK


def cell_aspects(old: CellLook, new: CellLook) -> Iterator[Aspect]:
    """What of two cells looks otherwise."""
    if any(_is_other_line(old, new, side) for side in _OPPOSITE):
        yield Aspect.BORDERS
    if old.shading != new.shading:
        yield Aspect.BACKGROUND
    if old.alignment != new.alignment:
        yield Aspect.CELL_ALIGNMENT
    if old.direction != new.direction:
        yield Aspect.TEXT_DIRECTION
    if not all(map(_is_close, old.margins, new.margins)):
        yield Aspect.CELL_MARGINS


def _is_other_line(old: CellLook, new: CellLook, side: str) -> bool:
    """Whether a border is another; one that came to the edge of the table, or left it, only where a cell says so."""
    is_at_edge = (side in old.outer) is not (side in new.outer)
    return old.lines[side] != new.lines[side] and not (is_at_edge and side not in old.own | new.own)


def _is_close(old: int, new: int, limit: int = _CLOSE) -> bool:
    return abs(old - new) <= limit


class TableLooks:
    """Tells how tables of a file look; `room` is how wide its text is, 0 where nobody knows."""

    def __init__(self, styles: Styles, room: int) -> None:
        self._styles = styles
        self._room = room

    def of(self, table: Table) -> TableLook:
        """The look of a table."""
        properties = table.element.find(f"{W}tblPr")
        name = _value(_child(properties, "tblStyle"))
        styles = self._styles.of_table(name)
        layers = [_child(style, "tblPr") for style in styles] + [properties]
        made = _Cells(layers, [_child(style, "tcPr") for style in styles], table.rows)
        widths = tuple(number_of(item.get(f"{W}w", "")) for item in table.element.findall(f"{W}tblGrid/{W}gridCol"))
        place = self._place(layers, sum(widths))
        rows = [
            _row(row, [made.look(at, number) for number in range(len(row.cells))]) for at, row in enumerate(table.rows)
        ]
        indent = _width(_last(layers, "tblInd")) if place == "left" else 0
        return TableLook(self._styles.name_of(name), place, indent, widths, rows)

    def _place(self, layers: Sequence[Element | None], width: int) -> str:
        """How a table stands; one that fills the room between the margins stands in no other way."""
        if _child(layers[-1], "tblpPr") is not None:
            return "floating"
        size = _last(layers, "tblW")
        if size is not None and size.get(f"{W}type") == "pct" and number_of(size.get(f"{W}w", "")) >= _NEARLY_ALL:
            return _FULL
        if self._room and width >= self._room - _ACROSS:
            return _WIDE
        return _PLACES.get(_value(_last(layers, "jc")), "left")


def _row(row: Row, cells: Sequence[CellLook]) -> RowLook:
    properties = _child(row.element, "trPr")
    height = _child(properties, "trHeight")
    rule = "" if height is None else height.get(f"{W}hRule", "auto")
    length = 0 if height is None else number_of(height.get(_VALUE, ""))
    return RowLook(length, rule == "exact", _is_on(properties, "tblHeader"), _is_on(properties, "cantSplit"), cells)


class _Cells:
    """The cells of a table with what all of them take from it."""

    def __init__(self, layers: Sequence[Element | None], styles: Sequence[Element | None], rows: Sequence[Row]) -> None:
        self._layers = layers
        self._styles = styles
        self._rows = rows
        self._spans = [tuple(map(_span, row.cells)) for row in rows]
        self._margins = {**_MARGINS, **_margins([_child(layer, "tblCellMar") for layer in layers])}
        self._margins |= _margins([_child(style, "tcMar") for style in styles])
        self._lines = _lines([_child(layer, "tblBorders") for layer in layers])
        self._style_lines = _lines([_child(style, "tcBorders") for style in styles])
        self._asked: dict[tuple[int, int], Mapping[str, Line]] = {}

    def look(self, row: int, place: int) -> CellLook:
        own = _child(self._rows[row].cells[place].element, "tcPr")
        exception = _child(self._rows[row].element, "tblPrEx")
        layers, asked = [*self._styles, own], self._lines_of(row, place)
        shading = _last(layers, "shd")
        margins = self._margins | _margins([_child(exception, "tblCellMar"), _child(own, "tcMar")])
        return CellLook(
            lines={side: max(asked[side], self._beside(row, place, side)) for side in _OPPOSITE},
            outer=frozenset(self._outer(row, place)),
            own=frozenset(_lines([_child(own, "tcBorders")])),
            shading=_shading(shading if shading is not None else _last([*self._layers, exception], "shd")),
            alignment=_value(_last(layers, "vAlign")).replace("top", ""),
            direction=_value(_last(layers, "textDirection")).replace("lrTb", ""),
            margins=tuple(margins[side] for side in _OPPOSITE),
        )

    def _outer(self, row: int, place: int) -> Iterator[str]:
        if row == 0:
            yield "top"
        if row == len(self._rows) - 1:
            yield "bottom"
        if place == 0:
            yield "left"
        if place == len(self._rows[row].cells) - 1:
            yield "right"

    def _lines_of(self, row: int, place: int) -> Mapping[str, Line]:
        """The borders that a cell asks for by side."""
        known = self._asked.get((row, place))
        if known is None:
            element = self._rows[row].element
            own = _lines([_child(_child(self._rows[row].cells[place].element, "tcPr"), "tcBorders")])
            common = self._lines | _lines([_child(_child(element, "tblPrEx"), "tblBorders")])
            asked = self._style_lines | own
            outer = set(self._outer(row, place))
            known = self._asked[row, place] = {
                side: asked.get(side, common.get(side if side in outer else _INSIDE[side], _NONE)) for side in _OPPOSITE
            }
        return known

    def _beside(self, row: int, place: int, side: str) -> Line:
        """The border that the cell beside asks for on the same edge; none where cells are merged otherwise there."""
        rows = self._rows
        if side in ("left", "right"):
            at = place + (1 if side == "right" else -1)
            return self._lines_of(row, at)[_OPPOSITE[side]] if 0 <= at < len(rows[row].cells) else _NONE
        at = row + (1 if side == "bottom" else -1)
        if not 0 <= at < len(rows) or self._spans[at] != self._spans[row]:
            return _NONE
        return self._lines_of(at, place)[_OPPOSITE[side]]


def _span(cell: Cell) -> str:
    return _value(_child(_child(cell.element, "tcPr"), "gridSpan")) or "1"


def _child(element: Element | None, name: str) -> Element | None:
    return None if element is None else element.find(f"{W}{name}")


def _last(layers: Sequence[Element | None], name: str) -> Element | None:
    """The property that counts: that of the last layer that has it."""
    return next((found for layer in reversed(layers) if (found := _child(layer, name)) is not None), None)


def _value(element: Element | None) -> str:
    return "" if element is None else element.get(_VALUE, "")


def _is_on(properties: Element | None, name: str) -> bool:
    item = _child(properties, name)
    return item is not None and item.get(_VALUE, "1") not in OFF


def _width(element: Element | None) -> int:
    return 0 if element is None or element.get(f"{W}type", "dxa") != "dxa" else number_of(element.get(f"{W}w", ""))


def _margins(layers: Sequence[Element | None]) -> dict[str, int]:
    return {
        _SIDES[name]: _width(item)
        for layer in layers
        if layer is not None
        for item in layer
        if (name := item.tag[len(W) :]) in _SIDES
    }


def _lines(layers: Sequence[Element | None]) -> dict[str, Line]:
    """The borders of some layers by side, the later over the earlier."""
    found: dict[str, Line] = {}
    for layer in layers:
        for item in () if layer is None else layer:
            name, kind = item.tag[len(W) :], item.get(_VALUE, "")
            colour = item.get(f"{W}color", "auto").upper()
            line = (number_of(item.get(f"{W}sz", "4")) or 2, kind, "AUTO" if colour == "000000" else colour)
            found[_SIDES.get(name, name)] = _NONE if kind in _NO_LINE else line
    return found


def _shading(element: Element | None) -> str:
    if element is None:
        return ""
    kind, fill = element.get(_VALUE, "clear"), element.get(_FILL, "auto").upper()
    if kind in ("clear", "nil", ""):
        return "" if fill in ("AUTO", "FFFFFF", "") else fill
    return f"{kind} {fill} {element.get(f'{W}color', 'auto').upper()}"
