"""What a chart that the program draws shows: the copies of its values in its part, read, told apart and renewed.

LibreOffice writes every chart anew when it saves, without the name, the control and the description that we gave it;
Word does so when somebody edits one. Such a part is known by what it shows, and only its values are set, so that the
look that it has now stays. A part that begins as we write it is ours, and is put in anew as a whole.

Source: ISO/IEC 29500-1, 21.2.2.27 (cat), 21.2.2.224 (val), 21.2.2.215 (tx), 21.2.2.121 (numCache).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from math import isclose
from typing import TYPE_CHECKING, NamedTuple

from ....model.binding import Binding
from ....ooxml.xml import text
from ..story import Splices, Story, parse_story

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_SERIES, _ORDER, _FORMULA = f"{_C}ser", f"{_C}order", f"{_C}f"
_COUNT, _POINT, _VALUE = f"{_C}ptCount", f"{_C}pt", f"{_C}v"
_NUMBERS = frozenset((f"{_C}numCache", f"{_C}numLit"))
_COPIES = _NUMBERS | {f"{_C}strCache", f"{_C}strLit"}
_SHOWN = tuple(f"{_C}{name}" for name in ("tx", "cat", "val"))
_PLOT = b"<c:plotArea>"
_WORDED = b"&quot;"
"""Stands in the format of a label that says of its one value that it is not exact (40余)."""


class _Point(NamedTuple):
    """A value of a series: what its category and the series are called together, and the number as it is written."""

    name: str
    value: str


def shows(part: bytes, name: str, points: Sequence[Binding]) -> bool:
    """Whether a chart part shows what these bindings say of their chart: all of it, or all of some of its series."""
    found = [_Point(*pair) for pair in _points(parse_story(part, name).root)]
    wanted = Counter(item.sentence for item in points)
    named = Counter(point.name for point in found)
    if not found or any(named[sentence] not in (0, count) for sentence, count in wanted.items()) or named - wanted:
        return False
    texts: dict[str, list[Binding]] = {}
    for item in points:
        texts.setdefault(item.sentence, []).append(item)
    return all(_is_same(point.value, texts[point.name].pop(0)) for point in found)


def renewed(old: bytes, new: bytes, name: str) -> bytes:
    """A chart part with today's values: today's part in the place of one of ours, else the old one with its look."""
    if old.startswith(new[: new.find(_PLOT)]) or _WORDED in old or _WORDED in new:
        return new
    return _set(parse_story(old, name), parse_story(new, name)) or new


def _points(root: Element) -> Iterator[tuple[str, str]]:
    for series in _series(root):
        title, categories, values = (_copied(series.find(holder)) for holder in _SHOWN)
        for index, value in values.items():
            yield f"{categories.get(index, '')} {title.get(0, '')}", value


def _is_same(value: str, item: Binding) -> bool:
    """Whether a number of a chart is the one that was written; programs write the same number in other ways."""
    shown = item.text.removesuffix(item.unit)
    return any(_close(value, each) for each in (item.value, shown))


def _close(one: str, other: str) -> bool:
    try:
        return isclose(float(one), float(other), rel_tol=1e-9, abs_tol=1e-12)
    except ValueError:
        return one == other


def _series(root: Element) -> list[Element]:
    """The series in the order in which they are drawn."""

    def order(series: Element) -> int:
        found = series.find(_ORDER)
        number = "" if found is None else found.get("val", "")
        return int(number) if number.isdecimal() else 0

    return sorted(root.iter(_SERIES), key=order)


def _copy_in(holder: Element | None) -> Element | None:
    """The element that holds the copies of a name, of categories or of values."""
    return None if holder is None else next((item for item in holder.iter() if item.tag in _COPIES), None)


def _copied(holder: Element | None) -> Mapping[int, str]:
    """The texts of a name, of categories or of values by their index; a name may stand there without a copy."""
    copy = _copy_in(holder)
    if copy is None:
        alone = None if holder is None else holder.find(_VALUE)
        return {} if alone is None else {0: alone.text or ""}
    indexes = ((point.get("idx", ""), point) for point in copy.iter(_POINT))
    return {int(index): point.findtext(_VALUE, "") for index, point in indexes if index.isdecimal()}


def _set(old: Story, new: Story) -> bytes | None:
    """The older part with the copies of the newer one; None where they are not of one make."""
    mine, theirs = _series(old.root), _series(new.root)
    if _make(old, mine) != _make(new, theirs):
        return None
    splices = Splices(old.data)
    for series, today in zip(mine, theirs, strict=True):
        for holder in _SHOWN:
            if not _set_copy(old, splices, series.find(holder), today.find(holder)):
                return None
    return splices.result()


def _make(story: Story, series: Iterable[Element]) -> tuple[object, ...]:
    """What must be alike for values to be set one by one: what each series is drawn as, and where the axis begins."""
    kinds = (around.tag for item in series if (around := story.parent(item)) is not None)
    directions = (item.get("val") for item in story.root.iter(f"{_C}barDir"))
    return tuple(kinds), tuple(directions), next(story.root.iter(f"{_C}min"), None) is None


def _set_copy(story: Story, splices: Splices, mine: Element | None, theirs: Element | None) -> bool:
    """Set one copy and the cells that it is of; False where there is none to set."""
    old, new = _copy_in(mine), _copy_in(theirs)
    if mine is None or theirs is None or old is None or new is None:
        return _copied(mine) == _copied(theirs)
    if (old.tag in _NUMBERS) != (new.tag in _NUMBERS):
        return _copied(mine) == _copied(theirs)
    points = [item for item in old if item.tag in (_COUNT, _POINT)]
    if not points:
        return False
    start, end = story.start(points[0]), story.span(points[-1]).end
    splices.replace(start, end, "".join(_points_xml(story, old, new)).encode())
    formula, today = mine.find(f".//{_FORMULA}"), theirs.find(f".//{_FORMULA}")
    if formula is not None and today is not None and formula.text:
        span = story.span(formula)
        splices.replace(span.content_start, span.content_end, text(today.text or "").encode())
    return True


def _points_xml(story: Story, old: Element, new: Element) -> Iterator[str]:
    """The points of the newer copy, with the prefix of the older one."""
    prefix, colon, _ = story.name_of(old).decode().rpartition(":")
    prefix += colon
    for item in new:
        if item.tag == _COUNT:
            yield f'<{prefix}ptCount val="{item.get("val", "")}"/>'
        elif item.tag == _POINT:
            value = text(item.findtext(_VALUE, ""))
            yield f'<{prefix}pt idx="{item.get("idx", "")}"><{prefix}v>{value}</{prefix}v></{prefix}pt>'
