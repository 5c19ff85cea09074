"""What holds for areas of cells: conditional formats, validations, protected ranges, ignored errors, data bars.

Followers of a sheet's tail. Rules of Excel 2010 and later stand in `extLst` with their formulas and areas
in elements (`xm:f`, `xm:sqref`) instead of attributes.

Source: ISO/IEC 29500-1, 18.3.1.18 (conditionalFormatting), 18.3.1.33 (dataValidations); MS-XLSX 2.4 (x14).
"""

from __future__ import annotations

from functools import partial

from ..markup import unescape
from .elements import Element, change, change_list, change_text, elements
from .grid import Area, area_of
from .place import SheetPlace

_FORMULAS = "formula|formula1|formula2|f"


def follow(text: str, place: SheetPlace) -> str:
    """A sheet's tail with its rules moved; rules for cells that are all gone go too."""
    rule = partial(_rule, place=place)
    area = partial(_area, place=place)
    text = change(text, "conditionalFormatting", rule)
    text = change_list(text, "dataValidations", "dataValidation", rule)
    text = change_list(text, "protectedRanges", "protectedRange", area)
    return change_list(text, "ignoredErrors", "ignoredError", area)


def _rule(found: Element, place: SheetPlace) -> str:
    """A rule with its areas and its formulas, which are written for the first cell of the areas."""
    written = _areas_of(found)
    areas = [area for area in map(area_of, written.split()) if area]
    if not areas or len(areas) != len(written.split()):
        return found.text
    moved = place.grid.sqref(written)
    if not moved:
        return ""
    content = found.content or ""
    content = change_text(content, _FORMULAS, lambda formula: place.rule(formula, areas))
    content = change(content, "cfvo", lambda item: _limit(item, place, areas))
    return _with_areas(found, moved, content)


def _limit(item: Element, place: SheetPlace, areas: list[Area]) -> str:
    """A limit of a colour scale or data bar, which may be a formula."""
    value = item.get("val")
    if value is None or item.get("type") not in ("formula", "num", "percent", "percentile"):
        return item.text
    return item.having({"val": place.rule(value, areas)})


def _area(found: Element, place: SheetPlace) -> str:
    """An element that only names areas."""
    moved = place.grid.sqref(_areas_of(found))
    return _with_areas(found, moved, found.content) if moved else ""


def _areas_of(found: Element) -> str:
    written = found.get("sqref")
    if written is None:
        inner = elements(found.content or "", "sqref")
        written = unescape(inner[-1].content or "") if inner else ""
    return written


def _with_areas(found: Element, areas: str, content: str | None) -> str:
    if found.get("sqref") is not None:
        return found.having({"sqref": areas}, content)
    return found.having(content=change_text(content or "", "sqref", lambda _: areas))
