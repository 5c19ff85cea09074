"""Ordinals of items (一是, 第二, （三）), which count anew below each heading: when those of the file follow today's.

They follow where all that counts below a heading today stands in the file, in today's order. Else items keep the
ordinals that they have, for a person may have taken out an item, or put one in.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from ....model.binding import Binding
from ....model.document import text_of
from ....model.values import dataclass
from .places import Places, Spot
from .today import Today

if TYPE_CHECKING:
    from .matching import Matching

_NAMES = "季度|产业|年|批|期|届|轮|次|位|名|大|阶段|梯队|部分|章|条|款|项"
"""What makes a name of a number and counts no items: 第一季度, 第三产业."""
_ORDINAL = re.compile(
    f"[一二三四五六七八九十]+是|第[一二三四五六七八九十]++(?!{_NAMES})|（[一二三四五六七八九十]+）"
    "|[0-9]+[.．](?![0-9])|[①-⑳]"
)

_NUMBER = re.compile(f"^(?:[一二三四五六七八九十]+、|（[0-9]+）|{_ORDINAL.pattern})")
"""What stands before a heading, too."""


def differ_in_ordinals(words: Sequence[str], others: Sequence[str]) -> bool:
    """Whether words are the same but for their ordinals, or wholly."""
    return [_ORDINAL.sub("·", each) for each in words] == [_ORDINAL.sub("·", each) for each in others]


def has_ordinal(text: str) -> bool:
    """Whether a text begins as an item that is counted."""
    return _ORDINAL.match(text) is not None


def ordinal_before(text: str) -> str:
    """The ordinal that an item begins with, empty for none."""
    found = _ORDINAL.match(text)
    return "" if found is None else found[0]


@dataclass(frozen=True, slots=True, eq=False)
class Renumbering:
    """The ordinal of a sentence that a person touched, `written` and `today`.

    `spots` are where it still stands as we wrote it; none where it cannot be set, and then no ordinal of its list can.
    """

    written: str
    today: str
    spots: Sequence[Spot] = ()


def renumbering(sentence: str, today: str, around: Sequence[Spot], places: Places) -> Renumbering | None:
    """What is to become of the ordinal of a sentence in which `around` lie; None where it stays, or has none there."""
    before, now = ordinal_before(sentence), ordinal_before(today)
    if before == now or not before or not now:
        return None
    if around and not any(_ORDINAL.search(places.said_around(spot)) for spot in around):
        return None
    found = [places.opening(spot, before) for spot in around]
    return Renumbering(before, now, [] if None in found else [spot for spot in found if spot is not None])


def with_items(texts: Iterable[str]) -> Iterator[str]:
    """For each of several texts, one behind the other, that with which its item begins: an item comes whole.

    Before the first that is counted each is its own.
    """
    item = ""
    for text in texts:
        item = text if has_ordinal(text) else item
        yield item or text


def without_ordinal(text: str) -> str:
    """A text without the number that a heading or an item begins with."""
    return _NUMBER.sub("", text, count=1)


def number_before(text: str) -> str:
    """The number that a heading or an item begins with, empty for none."""
    found = _NUMBER.match(text)
    return "" if found is None else found[0]


class Counting:
    """Tells in which lists ordinals follow: those of the paragraphs below one heading, which count together.

    `leaving` are the numbers of figures that leave, `coming` the tags of those that come. `fixed` are the places of
    items whose ordinals cannot be set.
    """

    def __init__(
        self,
        old: Sequence[Binding],
        found: Matching,
        today: Today,
        spots: Mapping[int, Sequence[Spot]],
        leaving: Collection[int],
        coming: Collection[str],
        fixed: Collection[Sequence[str]] = (),
    ) -> None:
        self._old, self._found, self._today, self._spots = old, found, today, spots
        self._leaving, self._coming, self._fixed = leaving, coming, fixed

    def agrees(self, where: Sequence[str]) -> bool:
        """Whether what counts below the heading of a place is in the file as it is in the report."""
        return _list_of(where) not in self._unlike

    @cached_property
    def _unlike(self) -> set[tuple[str, ...]]:
        """The lists of which something is missing, left over, elsewhere, or numbered by a person."""
        absent = {
            _list_of(item.where) for item in self._found.new if item.tag not in self._coming and self._counts(item)
        }
        pairs = self._found.pairs
        lost = (
            _list_of((pairs.get(number) or item).where)
            for number, item in enumerate(self._old)
            if number not in self._leaving and (number not in pairs or not self._spots[number])
        )
        return absent.union(lost, self._moved(), map(_list_of, self._fixed))

    def _counts(self, item: Binding) -> bool:
        """Whether ordinals stand around a figure of today, so that its absence would leave a gap."""
        return _ORDINAL.search(text_of(self._today.contents.get(item.tag, ()))) is not None

    def _moved(self) -> set[tuple[str, ...]]:
        """The lists whose figures stand in another order than today's."""
        found: set[tuple[str, ...]] = set()
        last: dict[tuple[tuple[str, ...], object], tuple[int, int]] = {}
        order = {binding.tag: number for number, binding in enumerate(self._today.single)}
        for number, today in sorted(self._found.pairs.items(), key=lambda pair: order[pair[1].tag]):
            for spot in self._spots[number][:1]:
                key = _list_of(today.where), spot.edits
                at = spot.begin if spot.texts else last.get(key, (0, 0))
                if at < last.get(key, (0, 0)):
                    found.add(key[0])
                last[key] = at
        return found


def _list_of(where: Sequence[str]) -> tuple[str, ...]:
    """The headings above a place without their numbers, which change from draft to draft."""
    return tuple(map(without_ordinal, where))
