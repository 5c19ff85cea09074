"""What stands at single places of a sheet: merged cells, hyperlinks, page breaks, sparklines, filters.

Followers of a sheet's tail. What stands inside a loop stands once a round.

Source: ISO/IEC 29500-1, 18.3.1.55 (mergeCells), 18.3.1.47 (hyperlink), 18.3.1.74 (rowBreaks), 18.3.1.2 (autoFilter).
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from ..axis import Axis
from ..formulas_lines import enclosing
from ..markup import unescape
from .elements import Element, change, change_list, change_text, elements
from .grid import Area, area_of, first_round
from .place import SheetPlace
from .views import line_at

_MOST_LINKS = 65_530
"""Hyperlinks that a sheet may have (Excel specifications and limits)."""

_MOST_BREAKS = 1026
"""Page breaks that a sheet may have in one direction (Excel specifications and limits)."""


def follow(text: str, place: SheetPlace) -> str:
    """A sheet's tail with all of these moved."""
    text = change_list(text, "mergeCells", "mergeCell", partial(_merge, place=place))
    text = change_list(text, "hyperlinks", "hyperlink", partial(_link, place=place))
    text = change(text, "rowBreaks", partial(_breaks, axis=place.grid.rows))
    text = change(text, "colBreaks", partial(_breaks, axis=place.grid.columns))
    text = change(text, "sparklineGroup", partial(_dates, place=place))
    text = change_list(text, "sparklines", "sparkline", partial(_sparkline, place=place))
    text = change(text, "inputCells|cellWatch", partial(_one_cell, place=place))
    return change(text, "autoFilter|sortState", partial(list_state, place=place))


def _merge(found: Element, place: SheetPlace) -> str:
    """Merged cells, once a round; what is left of one cell is none."""
    area = area_of(found.get("ref") or "")
    if area is None:
        return found.text
    return "".join(found.having({"ref": str(copy)}) for copy in place.copies(area) if not copy.is_one_cell)


def _link(found: Element, place: SheetPlace) -> str:
    """A hyperlink, once a round, with its place inside the workbook as that round sees it."""
    area = area_of(found.get("ref") or "")
    if area is None:
        return found.text
    location = found.get("location")
    pieces = []
    places: list[Area | None]
    if not area.is_one_cell:
        spots = [place.spot(area.top, area.left)]
        places = [place.grid.hull(area)] if len(place.grid.areas(area)) == 1 else [*place.copies(area)]
    else:
        spots = place.spots(area.top, area.left)[:_MOST_LINKS]
        places = [place.cell(spot) for spot in spots]
    for index, copy in enumerate(places):
        if copy is not None:
            spot = spots[min(index, len(spots) - 1)]
            target = {} if location is None else {"location": place.mover.move(location, spot)}
            pieces.append(found.having({"ref": str(copy), **target}))
    return "".join(pieces)


def _breaks(found: Element, axis: Axis) -> str:
    """Page breaks, each above a line (from 0): one above a block that repeats comes in each round.

    Above a line that repeats alone it comes once: nobody wants a page for every line of a list.
    """
    if axis.is_still:
        return found.text
    pieces: dict[int, str] = {}
    manual = 0
    for item in elements(found.content or "", "brk"):
        line = item.number("id")
        for place in () if line is None else _above(axis, line + 1):
            if place - 1 not in pieces and place > 1 and len(pieces) < _MOST_BREAKS:
                pieces[place - 1] = item.having({"id": str(place - 1)})
                manual += item.get("man") in ("1", "true")
    if not pieces:
        return ""
    counts = {"count": str(len(pieces)), "manualBreakCount": str(manual)}
    changes = {name: value for name, value in counts.items() if found.get(name)}
    return found.having(changes, "".join(pieces[place] for place in sorted(pieces)))


def _above(axis: Axis, line: int) -> list[int]:
    """The output lines that a break above a template line stands above."""
    places = [first for first, _ in axis.copies(line, line)]
    loops = enclosing(axis, first_round(axis, line))
    if not places or (loops and loops[-1].first == loops[-1].last):
        return [line_at(axis, line)]
    return places


def _dates(found: Element, place: SheetPlace) -> str:
    """A group of small charts with the range of its axis, which stands before the charts."""
    content = found.content or ""
    axis = elements(content[: max(0, content.find("sparklines>"))], "f")
    if not axis:
        return found.text
    moved = change_text(axis[0].text, "f", lambda formula: place.mover.fixed(formula, place.sheet, place.copy))
    return found.having(content=content.replace(axis[0].text, moved, 1))


def _sparkline(found: Element, place: SheetPlace) -> str:
    """A small chart in a cell, once a round with the cells of that round."""
    where = elements(found.content or "", "sqref")
    area = area_of(unescape(where[0].content or "")) if where else None
    if area is None:
        return found.text
    return "".join(_sparklines(found, area, place))


def _sparklines(found: Element, area: Area, place: SheetPlace) -> Iterator[str]:
    for spot in place.spots(area.top, area.left):
        cell = place.cell(spot)
        if cell is None:
            continue
        content = change_text(found.content or "", "f", partial(place.mover.move, spot=spot))
        content = change_text(content, "sqref", lambda _: str(cell))  # noqa: B023 - called at once
        yield found.having(content=content)


def _one_cell(found: Element, place: SheetPlace) -> str:
    """A cell that a scenario sets or a person watches, in its first round."""
    area = area_of(found.get("r") or "")
    at = area and place.cell(place.spot(area.top, area.left))
    return found.having({"r": str(at)}) if at else found.text


def list_state(found: Element, place: SheetPlace) -> str:
    """A filter or an order, of a sheet or of a table."""
    return auto_filter(found, place) if found.name.endswith("autoFilter") else sort_state(found, place)


def auto_filter(found: Element, place: SheetPlace) -> str:
    """A filter over a list; nothing where the list is gone."""
    area = area_of(found.get("ref") or "")
    if area is None or place.grid.is_still:
        return found.text
    hull = place.grid.hull(area)
    if hull is None:
        return ""
    content = found.content
    if content is not None:
        content = change(content, "filterColumn", lambda item: _filter_column(item, area, hull, place))
        content = change(content, "sortState", lambda item: sort_state(item, place))
    return found.having({"ref": str(hull)}, content)


def _filter_column(item: Element, area: Area, hull: Area, place: SheetPlace) -> str:
    """A column's filter, whose number counts from the filter's first column."""
    number = item.number("colId")
    columns = None if number is None else place.grid.columns.extent(area.left + number, area.left + number)
    return item.having({"colId": str(columns[0] - hull.left)}) if columns else ""


def sort_state(found: Element, place: SheetPlace) -> str:
    """The order that a list was last sorted in."""
    area = area_of(found.get("ref") or "")
    if area is None or place.grid.is_still:
        return found.text
    hull = place.grid.hull(area)
    if hull is None:
        return ""
    content = (
        None if found.content is None else change(found.content, "sortCondition", lambda item: _sorted(item, place))
    )
    return found.having({"ref": str(hull)}, content)


def _sorted(item: Element, place: SheetPlace) -> str:
    area = area_of(item.get("ref") or "")
    hull = area and place.grid.hull(area)
    return item.having({"ref": str(hull)}) if hull else ""
