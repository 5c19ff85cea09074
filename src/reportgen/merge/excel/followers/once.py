"""What stands once inside a loop, in the first round, and that is said: tables, slicers, controls, too many pictures.

A table may not touch its next; slicers and controls belong to parts that cannot be there twice.
"""

from __future__ import annotations

from ..axis import Axis
from ..formulas_lines import enclosing
from .anchors import covered
from .elements import elements
from .grid import area_of, first_round
from .place import SheetPlace
from .repeated import rounds_of


def report_table(text: str, place: SheetPlace) -> None:
    """Say it of the table in a table's part."""
    for found in elements(text, "table"):
        area = area_of(found.get("ref") or "")
        if area is not None:
            name = found.get("displayName") or ""
            _report(place, name, (area.top, area.bottom), (area.left, area.right))


def report_drawing(text: str, place: SheetPlace) -> None:
    """Say it of each thing in a drawing part."""
    for found in elements(text, "twoCellAnchor|oneCellAnchor"):
        content = found.content or ""
        named = elements(content, "cNvPr")
        if found.get("editAs") == "absolute" or len(rounds_of(found, place)) > 1:
            continue
        rows, columns = covered(content, "row"), covered(content, "col")
        if rows is not None and columns is not None:
            _report(place, (named[0].get("name") if named else None) or "", rows, columns)


def _report(place: SheetPlace, name: str, rows: tuple[int, int], columns: tuple[int, int]) -> None:
    if place.mover.repeats and (_repeats(place.grid.rows, rows) or _repeats(place.grid.columns, columns)):
        place.mover.report("stands-once", place.spot(rows[0], columns[0]), what=name)


def _repeats(axis: Axis, lines: tuple[int, int]) -> bool:
    """Whether lines lie wholly in a loop of several rounds."""
    loops = enclosing(axis, first_round(axis, lines[0]))
    return any(loop.rounds > 1 and loop.first <= lines[0] and lines[1] <= loop.last for loop in loops)
