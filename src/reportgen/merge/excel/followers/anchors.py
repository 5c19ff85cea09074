"""Anchors: the cells that pictures, charts, shapes and controls hang on.

Drawing parts and a sheet's own list of controls write an anchor as elements (`from`, `to`), the drawings of
notes and old controls as eight numbers. Rows and columns count from 0 there.

Source: ISO/IEC 29500-1, 20.5.2.33 (twoCellAnchor), 20.5.2.24 (oneCellAnchor); ISO/IEC 29500-4, 19.4.2.4 (Anchor).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from ..axis import Axis
from ..formulas_lines import enclosing
from ..markup import attribute_of, with_attributes
from ..moves import Spot
from .elements import Element, change, elements
from .grid import Grid, first_round
from .place import SheetPlace
from .views import line_at

Ends = tuple[int, int]
"""The lines, from 0, on which an anchor begins and ends."""


def follow(text: str, place: SheetPlace) -> str:
    """A sheet's tail, or the part of a control, with its anchors moved and the cells that its controls show."""
    if not place.grid.is_still:
        text = change(text, "twoCellAnchor|oneCellAnchor|anchor", partial(anchor, grid=place.grid))
    return shown_cells(text, place)


def anchor(found: Element, grid: Grid) -> str:
    """An anchor; `editAs` says whether it moves and grows with its cells (twoCell), moves only, or does neither."""
    is_control = found.name.endswith("anchor")
    edit = found.get("editAs") or "twoCell"
    if is_control:
        moves, grows = (found.get(name) in ("1", "true") for name in ("moveWithCells", "sizeWithCells"))
        edit = "twoCell" if moves and grows else "oneCell" if moves else "absolute"
    if edit == "absolute":
        return found.text
    content = found.content or ""
    starts, stops = elements(content, "from"), elements(content, "to")
    if not starts:
        return found.text
    for name, axis in (("row", grid.rows), ("col", grid.columns)):
        start = line_of(starts[0], name)
        stop = line_of(stops[0], name) if stops else start
        if start is None or stop is None:
            continue
        ends = span(axis, (start, stop), grows=edit == "twoCell")
        content = with_line(with_line(content, "from", name, ends[0]), "to", name, ends[1])
    return found.having(content=content)


def span(axis: Axis, ends: Ends, *, grows: bool) -> Ends:
    """Where something from one line to another stands; inside a loop it stands in the first round.

    With `grows` it is stretched as the lines below it grow, else it keeps the number of its lines.
    """
    start = line_at(axis, ends[0] + 1) - 1
    if not grows:
        return start, start + ends[1] - ends[0]
    path = first_round(axis, ends[0] + 1)
    while path and not _holds(axis, path, ends[1] + 1):
        path = path[:-1]
    lines = axis.extent(ends[0] + 1, ends[1] + 1, path)
    return start, max(start, lines[1] - 1) if lines else start


def _holds(axis: Axis, path: tuple[tuple[int, int], ...], line: int) -> bool:
    loop = enclosing(axis, path)[-1]
    return loop.first <= line <= loop.last


def ends_of(content: str) -> tuple[Ends, Ends]:
    """The rows and the columns, from 0, on which an anchor of this content begins and ends; 0 where none is said."""
    starts, stops = elements(content, "from"), elements(content, "to")
    rows, columns = (
        tuple(line_of(end[0], name) or 0 if end else 0 for end in (starts, stops or starts)) for name in ("row", "col")
    )
    return (rows[0], rows[1]), (columns[0], columns[1])


def covered(content: str, name: str) -> Ends | None:
    """The first and the last `row` or `col`, from 1, that something anchored by this content covers; None for none."""
    starts, stops = elements(content, "from"), elements(content, "to")
    first = line_of(starts[0], name) if starts else None
    last = line_of(stops[0], name) if stops else first
    if first is None or last is None:
        return None
    # What ends at the very beginning of a line covers only the lines before it.
    is_short = bool(stops) and last > first and not line_of(stops[0], f"{name}Off")
    return first + 1, last + (not is_short)


def line_of(end: Element, name: str) -> int | None:
    """A number at one end of an anchor: `row` and `col` from 0, `rowOff` and `colOff` in EMU; None for none."""
    found = elements(end.content or "", name)
    text = (found[0].content or "").strip() if found else ""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else None


def with_line(content: str, end: str, name: str, line: int) -> str:
    """An anchor's content with one line of one end set."""

    def ended(found: Element) -> str:
        inner = change(found.content or "", name, lambda item: item.having(content=str(line)))
        return found.having(content=inner)

    return change(content, end, ended)


def shifted(numbers: Sequence[int], grid: Grid, *, moves: bool, grows: bool) -> list[int]:
    """The eight numbers of a VML anchor: column, offset, row, offset of its start, then of its end."""
    if not moves or len(numbers) != 8:
        return list(numbers)
    left, _, top, _, right, _, bottom, _ = numbers
    found = list(numbers)
    found[0], found[4] = span(grid.columns, (left, right), grows=grows)
    found[2], found[6] = span(grid.rows, (top, bottom), grows=grows)
    return found


_CELLS = ("textlink", "linkedCell", "fmlaLink", "fmlaTxbx", "fmlaGroup")
_RANGES = ("cellRange", "listFillRange", "fmlaRange")
"""Attributes that hold a formula: of text boxes, pictures of cells, controls (ISO/IEC 29500-1, 20.5.2.29)."""


def shown_cells(text: str, place: SheetPlace, spot: Spot | None = None) -> str:
    """Shapes that show a cell, and controls that are linked to one, with their formulas moved.

    `spot` is a cell of the round in which they stand, None for those that stand once.
    """
    for name in (*_CELLS, *_RANGES):
        if f" {name}=" in text:
            text = _with_formulas(text, name, place, spot)
    return text


def shown(formula: str, place: SheetPlace, *, is_range: bool, spot: Spot | None = None) -> str:
    """The formula of a shape or control, for a range or for one cell, as the round of `spot` sees it."""
    if spot is not None:
        return place.mover.seen_from(formula, spot, whole=is_range)
    if is_range:
        return place.mover.fixed(formula, place.sheet, place.copy)
    return place.mover.move(formula, Spot(place.sheet, 0, 0, copy=place.copy))


def _with_formulas(text: str, name: str, place: SheetPlace, spot: Spot | None) -> str:
    pieces: list[str] = []
    at = 0
    while (found := text.find(f" {name}=", at)) >= 0:
        start, stop = text.rfind("<", 0, found), text.find(">", found)
        tag = text[start:stop]
        value = attribute_of(tag, name)
        after = value and shown(value, place, is_range=name in _RANGES, spot=spot)
        pieces += (text[at:start], tag if after == value else with_attributes(tag, {name: after}))
        at = stop
    return "".join((*pieces, text[at:]))
