"""The head of a sheet: its dimension, its views with panes and selections, its columns.

Source: ISO/IEC 29500-1, 18.3.1.35 (dimension), 18.3.1.66 (pane), 18.3.1.78 (selection), 18.3.1.13 (col).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from ....model.place import column_letters
from ..axis import Axis
from ..formulas_references import LAST_COLUMN
from .elements import Element, change, elements
from .grid import Area, area_of
from .place import SheetPlace


def follow(text: str, place: SheetPlace) -> str:
    """A sheet's head moved."""
    if place.grid.is_still:
        return text
    text = change(text, "dimension", partial(_dimension, place=place))
    text = views(text, place)
    return change(text, "cols", partial(_columns, axis=place.grid.columns))


def reaching(text: str, cells: Sequence[tuple[int, int]]) -> str:
    """A sheet's head whose dimension takes in more cells (row, column); readers stop where it ends."""

    def reached(found: Element) -> str:
        area = area_of(found.get("ref") or "")
        if area is None:
            return found.text
        rows, columns = ({line[at] for line in cells} for at in (0, 1))
        wider = Area(min(area.top, *rows), min(area.left, *columns), max(area.bottom, *rows), max(area.right, *columns))
        return found.having({"ref": str(wider)})

    return change(text, "dimension", reached) if cells else text


def views(text: str, place: SheetPlace) -> str:
    """The views of a sheet, those in its head and those that people keep under a name in its tail."""
    return text if place.grid.is_still else change(text, "sheetView|customSheetView", partial(_view, place=place))


def _dimension(found: Element, place: SheetPlace) -> str:
    area = area_of(found.get("ref") or "")
    hull = area and place.grid.hull(area)
    return found.having({"ref": str(hull or "A1")}) if area else found.text


def _view(found: Element, place: SheetPlace) -> str:
    """A view: what is frozen stays frozen, what is selected stays selected."""
    top = area_of(found.get("topLeftCell") or "A1")
    changes = {"topLeftCell": _corner(top, place)} if top and found.get("topLeftCell") else {}
    content = found.content
    if content is not None:
        content = change(content, "pane", lambda pane: _pane(pane, top or Area(1, 1, 1, 1), place))
        content = change(content, "selection", lambda item: _selection(item, place))
    return found.having(changes, content)


def _pane(found: Element, top: Area, place: SheetPlace) -> str:
    changes = {}
    corner = area_of(found.get("topLeftCell") or "")
    if corner:
        changes["topLeftCell"] = _corner(corner, place)
    if (found.get("state") or "").startswith("frozen"):
        for name, axis, first in (("ySplit", place.grid.rows, top.top), ("xSplit", place.grid.columns, top.left)):
            lines = found.number(name)
            frozen = axis.extent(first, first + lines - 1) if lines else None
            if frozen:
                changes[name] = str(frozen[1] - frozen[0] + 1)
    return found.having(changes)


def _selection(found: Element, place: SheetPlace) -> str:
    """A selection; each of its areas stays one, for `activeCellId` counts them."""
    changes = {}
    areas = [area_of(word) for word in (found.get("sqref") or "").split()]
    if areas and all(areas):
        moved = [place.grid.hull(area) for area in areas if area]
        if not all(moved):
            return found.having({"activeCell": "A1", "sqref": "A1", "activeCellId": None})
        changes["sqref"] = " ".join(map(str, moved))
    active = area_of(found.get("activeCell") or "")
    if active:
        changes["activeCell"] = _corner(active, place)
    return found.having(changes)


def _corner(cell: Area, place: SheetPlace) -> str:
    """Where a cell stands first; the next one that is left where it is gone."""
    return f"{column_letters(line_at(place.grid.columns, cell.left))}{line_at(place.grid.rows, cell.top)}"


def line_at(axis: Axis, line: int) -> int:
    """The first output line of a template line, or of the next that is left."""
    for ahead in range(64):
        found = axis.extent(line + ahead, line + ahead)
        if found:
            return found[0]
    found = axis.extent(line, LAST_COLUMN * 64)
    return found[0] if found else 1


def _columns(found: Element, axis: Axis) -> str:
    """The columns' widths and formats: each goes where its column goes."""
    if axis.is_still:
        return found.text
    listed = [(item.number("min") or 0, item.number("max") or 0, item) for item in elements(found.content or "", "col")]
    pieces: list[tuple[int, int, Element]] = []
    for run in axis.runs(LAST_COLUMN):
        for first, last, item in listed:
            start, stop = max(first, run.first), min(last, run.last)
            if start > stop:
                continue
            at = run.start + start - run.first
            before = pieces[-1] if pieces else None
            if before and before[2] is item and before[1] + 1 == at:
                pieces[-1] = before[0], at + stop - start, item
            else:
                pieces.append((at, at + stop - start, item))
    spans = [(first, min(last, LAST_COLUMN), item) for first, last, item in pieces if first <= LAST_COLUMN]
    return found.having(content="".join(item.having({"min": str(a), "max": str(b)}) for a, b, item in spans))
