"""Tables (lists with a name): their area, filter, order, formulas and columns.

A table follows its rows and columns and keeps one row of data at least, for Excel refuses one without. One
inside a loop stands in the first round, since a table can stand only once.

Source: ISO/IEC 29500-1, 18.5.1.2 (table), 18.5.1.3 (tableColumn).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial

from .elements import Element, change, change_text, elements
from .grid import Area, area_of
from .marks import list_state
from .place import SheetPlace

Values = Callable[[str, Area], Sequence[object] | None]
"""The values of an area of an output sheet, row by row; None where they are not known, or did not change."""


def table(text: str, place: SheetPlace, values: Values) -> str:
    """The part of a table moved."""
    return change(text, "table", lambda found: _table(found, place, values))


def table_area(found: Element, place: SheetPlace) -> Area | None:
    """Where a table stands; None where it has no area, or all of it is gone."""
    area = area_of(found.get("ref") or "")
    copies = area and place.grid.copies(area)
    if not copies:
        return None
    header = found.number("headerRowCount")
    rows = (1 if header is None else header) + (found.number("totalsRowCount") or 0) + 1
    return copies[0]._replace(bottom=max(copies[0].bottom, copies[0].top + rows - 1))


def renamed_columns(found: Element, place: SheetPlace, values: Values) -> dict[str, str]:
    """The new names of a table's columns whose headers hold tags, by old ones."""
    area, moved = area_of(found.get("ref") or ""), table_area(found, place)
    if area is None or moved is None or found.number("headerRowCount") == 0:
        return {}
    placed = sorted(_placed(elements(found.content or "", "tableColumn"), area, place), key=lambda column: column[0])
    names = _names(placed, moved, place, values)
    return {column.get("name") or "": names[at] for at, number, column in placed if not number and at in names}


def _table(found: Element, place: SheetPlace, values: Values) -> str:
    area = area_of(found.get("ref") or "")
    moved = table_area(found, place)
    if area is None or moved is None:
        return found.text
    content = change(found.content or "", "autoFilter|sortState", lambda item: list_state(item, place))
    content = change(content, "autoFilter", lambda item: _filter(item, found, moved))
    content = change(content, "tableColumns", lambda item: _columns(item, found, area, moved, place, values))
    return found.having({"ref": str(moved)}, content)


def _filter(item: Element, found: Element, moved: Area) -> str:
    """The filter over all rows but the totals."""
    if item.get("ref") is None:
        return item.text
    return item.having({"ref": str(moved._replace(bottom=moved.bottom - (found.number("totalsRowCount") or 0)))})


def _columns(item: Element, found: Element, area: Area, moved: Area, place: SheetPlace, values: Values) -> str:
    """The columns: formulas as the first row of data writes them, names as the header's cells say."""
    listed = elements(item.content or "", "tableColumn")
    first = area.top + (1 if found.number("headerRowCount") != 0 else 0)
    placed = sorted(_placed(listed, area, place), key=lambda column: column[0])
    names = _names(placed, moved, place, values) if first > area.top else {}
    last = max((column.number("id") or 0 for column in listed), default=0)
    pieces = []
    for at, number, column in placed:
        left = area.left + listed.index(column)
        content = column.content
        if content is not None:
            for name, row in (("calculatedColumnFormula", first), ("totalsRowFormula", area.bottom)):
                content = change_text(content, name, partial(place.mover.move, spot=place.spot(row, left)))
        changes: dict[str, str | None] = {"name": names[at]} if at in names else {}
        if number:
            last += 1
            changes |= {"id": str(last), "xr3:uid": None}
        pieces.append(column.having(changes, content))
    if "".join(pieces) == "".join(column.text for column in listed):
        return item.text
    return item.having({"count": str(len(pieces))}, "".join(pieces))


def _placed(listed: Sequence[Element], area: Area, place: SheetPlace) -> Iterator[tuple[int, int, Element]]:
    """Each column's places in the output: the column, the round from 0, the element."""
    for index, column in enumerate(listed):
        for number, (at, _) in enumerate(place.grid.columns.copies(area.left + index, area.left + index)):
            yield at, number, column


def _names(
    placed: Sequence[tuple[int, int, Element]], moved: Area, place: SheetPlace, values: Values
) -> dict[int, str]:
    """New names for columns that repeat or whose header holds a tag; Excel wants them to be what the header says."""
    found: dict[int, str] = {}
    used = {(column.get("name") or "").casefold() for _, number, column in placed if not number}
    for at, number, column in placed:
        name = column.get("name") or ""
        if not number and "{{" not in name and "{%" not in name:
            continue
        known = values(place.name, Area(moved.top, at, moved.top, at))
        new = str(known[0]) if known and known[0] is not None else name
        stem, count = new, 1
        while new.casefold() in used:
            count += 1
            new = f"{stem}{count}"
        used.add(new.casefold())
        found[at] = new.replace("\n", "_x000a_")
    return found
