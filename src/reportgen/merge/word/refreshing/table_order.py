"""The order of a table's rows: whether it is another one today, and whether one row may take the place of another.

It may where all look alike. A person may have sorted the rows; that order is not told.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from ....model.refresh import Fate, Refreshed
from ....ooxml.stories import W
from ....ooxml.word_table import TableRow
from .own_look import own_look
from .text_edits import PARAGRAPH

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_SHADE = f"{W}tcPr/{W}shd"


def reordered_rows(
    name: Callable[[int], str], today: Sequence[int], there: Mapping[int, int], where: str
) -> Refreshed | None:
    """The entry for rows that stand in another order than today's; None where they were written in it, or stand so.

    Each written row has a name, and a number among today's and in the file, negative for none. The entry names what
    moved.
    """
    known = [at for at, place in enumerate(today) if place >= 0 and there.get(at, -1) >= 0]
    if _rise([today[at] for at in known]):
        return None
    wanted, found = sorted(known, key=today.__getitem__), sorted(known, key=there.__getitem__)
    moved = [at for at, (one, other) in enumerate(zip(wanted, found, strict=True)) if one != other]
    if not moved:
        return None
    words = ["、".join(name(row) for row in rows[moved[0] : moved[-1] + 1]) for rows in (found, wanted)]
    return Refreshed(fate=Fate.REORDERED, place=where, written=words[0], now=words[0], today=words[1])


def look_alike(rows: Sequence[TableRow]) -> bool:
    """Whether nobody gave one of the rows a look that the others have not."""
    pairs = (zip(one.cells, other.cells, strict=False) for one, other in pairwise(rows))
    cells = ((one, other) for pair in pairs for one, other in pair if one is not None and other is not None)
    return all(_are_alike(one.element, other.element) for one, other in cells)


def _are_alike(one: Element, other: Element) -> bool:
    shades = [None if (shade := cell.find(_SHADE)) is None else shade.attrib for cell in (one, other)]
    looks = [list(map(own_look, cell.iter(PARAGRAPH))) for cell in (one, other)]
    return shades[0] == shades[1] and all(look.is_like(beside) for look, beside in zip(*looks, strict=False))


def _rise(numbers: Collection[int]) -> bool:
    return all(one < other for one, other in pairwise(numbers))
