"""Pivot tables: where they stand, and the lists that they are made from.

A pivot table keeps its size; only Excel can work it out anew, and it is told to do so on opening where the
list has grown.

Source: ISO/IEC 29500-1, 18.10.1.49 (location), 18.10.1.67 (pivotCacheDefinition), 18.10.1.95 (worksheetSource).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from .elements import Element, change
from .grid import area_of
from .place import SheetPlace
from .views import line_at


def pivot_table(text: str, place: SheetPlace) -> str:
    """The part of a pivot table, on its sheet."""

    def location(found: Element) -> str:
        area = area_of(found.get("ref") or "")
        if area is None or place.grid.is_still:
            return found.text
        top, left = line_at(place.grid.rows, area.top), line_at(place.grid.columns, area.left)
        moved = area._replace(
            top=top, left=left, bottom=top + area.bottom - area.top, right=left + area.right - area.left
        )
        return found.having({"ref": str(moved)})

    return change(text, "location", location)


def pivot_source(text: str, places: Mapping[str, SheetPlace], grown: Collection[str]) -> str:
    """The part that says where a pivot table's data come from.

    `places` by template sheet in lower case; `grown` the names (of tables and the like) whose areas changed.
    """
    has_changed = False

    def source(found: Element) -> str:
        nonlocal has_changed
        place = places.get((found.get("sheet") or "").casefold())
        area = area_of(found.get("ref") or "")
        has_changed |= (found.get("name") or "").casefold() in grown
        if place is None or area is None:
            return found.text
        hull = place.grid.hull(area)
        has_changed |= hull != area
        return found.having({"sheet": place.name, **({"ref": str(hull)} if hull else {})})

    def definition(found: Element) -> str:
        content = change(found.content or "", "worksheetSource", source)
        return found.having({"refreshOnLoad": "1"} if has_changed else {}, content)

    return change(text, "pivotCacheDefinition", definition)
