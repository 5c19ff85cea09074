"""Charts: the ranges of their series, categories, titles and error bars, and the copies of values beside them.

A chart keeps a copy of what its ranges held; where values are known the copy is written anew, and where
only the range changed it is left out, so that no program shows old bars.

Source: ISO/IEC 29500-1, 21.2.2.123 (numRef), 21.2.2.201 (strRef), 21.2.2.102
(multiLvlStrRef); MS-ODRAWXML 2.24.3 (cx:f).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import lru_cache, partial

from ....ooxml.xml import text as escaped
from ..formulas_references import Reference, parts
from ..markup import unescape
from ..moves import Spot
from .elements import Element, change, change_text, elements
from .grid import Area
from .place import SheetPlace
from .tables import Values

_MOST_SERIES = 255
"""Series that a chart may have (Excel specifications and limits)."""

_ACCENT = re.compile('"accent([1-6])"')
_BETWEEN = "\ue005"
"""Parts texts that are escaped together, which takes a fraction of the time; it needs no escape itself."""

_CACHES = "numCache|strCache|multiLvlStrCache|dlblRangeCache|lvl"
_REFERRING = "tx|numRef|strRef|multiLvlStrRef|formulaRef|datalabelsRange|numDim|strDim"


def chart(text: str, place: SheetPlace, values: Values) -> str:
    """The part of a chart (of either kind, `c:` or `cx:`) moved; `place` is the sheet that it stands on."""
    last = max((found.number("val") or 0 for found in elements(text, "idx|order")), default=0)

    def number() -> int:
        nonlocal last
        last += 1
        return last

    def follow(found: Element) -> str:
        if found.name.rpartition(":")[2] != "ser":
            return _referring(found, place, values)
        spots = _spots(found, place)
        if not spots:
            return found.having(
                content=change(found.content or "", _REFERRING, lambda item: _referring(item, place, values))
            )
        return "".join(_series(found, spot, place, values, turn, number) for turn, spot in enumerate(spots))

    return change(text, f"ser|{_REFERRING}", follow)


def in_round(text: str, spot: Spot, place: SheetPlace, values: Values) -> str:
    """The part of a chart that stands once a round, as the round of `spot` sees it."""
    seen = partial(place.mover.seen_from, spot=spot)

    def follow(found: Element) -> str:
        if found.content is None:
            return found.text
        if found.name.endswith("formulaRef"):
            return found.having(content=change_text(found.content, "sqref", partial(seen, whole=True)))
        if not found.name.endswith("tx"):
            return _followed(found, partial(seen, whole=True), values)
        title = change(found.content, "strRef|txData", lambda item: _followed(item, partial(seen, whole=False), values))
        return found.having(content=title)

    return change(text, _REFERRING, follow)


def _spots(series: Element, place: SheetPlace) -> list[Spot]:
    """The rounds that each make a series of their own; empty where the series stays one."""
    shown = elements(series.content or "", "val|yVal")
    formulas = elements(shown[0].content or "", "f") if shown else []
    if not formulas:
        return []
    return place.mover.lines_apart(unescape(formulas[0].content or ""), place.sheet, place.copy)[:_MOST_SERIES]


def _series(found: Element, spot: Spot, place: SheetPlace, values: Values, turn: int, number: Callable[[], int]) -> str:
    """The series of one round; those after the first get a number and the next of the theme's colours."""

    def follow(item: Element) -> str:
        if item.name.endswith("tx"):
            content = change(
                item.content or "", "strRef", lambda title: _followed(title, partial(seen, whole=False), values)
            )
            return item.having(content=content)
        return _followed(item, partial(seen, whole=True), values)

    seen = partial(place.mover.seen_from, spot=spot)
    content = change(found.content or "", "tx|strRef|numRef|multiLvlStrRef", follow)
    if turn:
        own = str(number())
        content = change(content, "idx|order", _once(lambda item: item.having({"val": own}), 2))
        content = change(content, "ext", lambda item: "" if "uniqueId" in (item.content or "") else item.text)
        content = _ACCENT.sub(lambda accent: f'"accent{(int(accent[1]) - 1 + turn) % 6 + 1}"', content)
    return found.having(content=content)


def _once(follow: Callable[[Element], str], times: int) -> Callable[[Element], str]:
    """A change for the first elements only: the series' own numbers, not those of its points."""
    left = times

    def limited(found: Element) -> str:
        nonlocal left
        left -= 1
        return follow(found) if left >= 0 else found.text

    return limited


def _referring(found: Element, place: SheetPlace, values: Values) -> str:
    if found.name.endswith(("tx", "formulaRef")) or found.content is None:
        return _title(found, place, values)
    return _followed(found, lambda formula: range_of(formula, place), values)


def _title(found: Element, place: SheetPlace, values: Values) -> str:
    """The name of a series, or a chart's title: one cell, the first of its rounds."""
    if found.content is None:
        return found.text

    def first(formula: str) -> str:
        return place.mover.move(formula, Spot(place.sheet, 0, 0, copy=place.copy))

    if found.name.endswith("formulaRef"):
        return found.having(content=change_text(found.content, "sqref", lambda formula: range_of(formula, place)))
    return found.having(content=change(found.content, "strRef|txData", lambda item: _followed(item, first, values)))


def range_of(formula: str, place: SheetPlace) -> str:
    """A chart's formula as it is now; several ranges stand in brackets."""
    moved = place.mover.fixed(formula, place.sheet, place.copy)
    is_list = moved != formula and "," in moved and not moved.startswith("(") and len(parts(moved)) > 1
    return f"({moved})" if is_list else moved


def _followed(found: Element, follow: Callable[[str], str], values: Values) -> str:
    """A reference with its formula moved and its copy of the values renewed."""
    formulas = elements(found.content or "", "f")
    if not formulas:
        return found.text
    before = unescape(formulas[0].content or "")
    after = follow(before)
    known = _known(after, values)

    def renewed(item: Element) -> str:
        if item.name.rpartition(":")[2] == "f":
            return item.text if item.content is None or after == before else item.having(content=escaped(after))
        if known is not None:
            return _cache(item, *known)
        return item.text if after == before else ""

    return found.having(content=change(found.content or "", f"f|{_CACHES}", renewed))


def _known(formula: str, values: Values) -> tuple[list[object], int] | None:
    """A formula's values, row by row, and their number of columns; None where they are not known."""
    found: list[object] = []
    width = 0
    for part in parts(formula):
        if isinstance(part, str):
            continue
        area = _area(part)
        known = values(part.sheets[0], area) if area else None
        if area is None or known is None:
            return None
        width = width or area.right - area.left + 1
        found += known
    return (found, width) if found else None


def _area(reference: Reference) -> Area | None:
    if len(reference.sheets) != 1 or not reference.rows[0] or not reference.columns[0]:
        return None
    return Area(reference.rows[0], reference.columns[0], reference.rows[1], reference.columns[1])


def _cache(cache: Element, known: Sequence[object], width: int) -> str:
    """A copy of values written anew, in the words of the old one."""
    prefix = cache.name.rpartition(":")[0]
    colon = f"{prefix}:" if prefix else ""
    kind = cache.name.removeprefix(colon)
    if kind == "lvl":
        return ""
    if kind == "multiLvlStrCache":
        count = f'<{colon}ptCount val="{len(known) // width}"/>'
        levels = (_points(known[at::width], colon, is_number=False) for at in reversed(range(width)))
        return cache.having(content=count + "".join(f"<{colon}lvl>{level}</{colon}lvl>" for level in levels))
    formats = "".join(item.text for item in elements(cache.content or "", "formatCode"))
    points = _points(known, colon, is_number=kind == "numCache")
    return cache.having(content=f'{formats}<{colon}ptCount val="{len(known)}"/>{points}')


def _points(values: Sequence[object], colon: str, *, is_number: bool) -> str:
    kinds = set(map(type, values))
    if kinds <= {int, float}:
        return _all_points(list(map(str, values)), colon)
    if kinds == {str} and not is_number:
        texts = escaped(_BETWEEN.join(values)).split(_BETWEEN)  # type: ignore[arg-type]
        if len(texts) == len(values):
            return _all_points(texts, colon)
    form = f'<{colon}pt idx="%d"><{colon}v>%s</{colon}v></{colon}pt>'
    return "".join(
        [
            form % (index, escaped(_text(value)))
            for index, value in enumerate(values)
            if value is not None and (not is_number or _is_number(value))
        ]
    )


def _all_points(texts: Sequence[str], colon: str) -> str:
    """Points of these values."""
    pieces = [f"</{colon}v></{colon}pt>"] * (3 * len(texts))
    pieces[::3] = _openings(len(texts), colon)
    pieces[1::3] = texts
    return "".join(pieces)


@lru_cache(maxsize=8)
def _openings(count: int, colon: str) -> list[str]:
    """What stands before the value of each of so many points."""
    return [f'<{colon}pt idx="{index}"><{colon}v>' for index in range(count)]


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float, Decimal)) and not isinstance(value, bool)


def _text(value: object) -> str:
    if isinstance(value, bool):
        return str(value).upper()
    return f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)
