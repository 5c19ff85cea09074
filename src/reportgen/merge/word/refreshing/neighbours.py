"""Sentences that stand more than once in a file, told apart by what stands around them.

The figures of a file are stored in its order. A sentence is in its place where it stands in the one paragraph of the
figures that were written into one with it, or between those that come before it and behind it in the store.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator, Mapping, Sequence

from ....model.binding import Binding
from .places import Places, Spot

_Group = Sequence[int]
"""The numbers of a sentence's figures."""
_Stretch = tuple[int, int]
"""Where something may stand among all texts of the file: from there to before there."""


class Neighbours:
    """Finds the places of sentences; `spots` are those of figures that are known already, by number."""

    def __init__(self, old: Sequence[Binding], places: Places, spots: Mapping[int, Sequence[Spot]]) -> None:
        self._old, self._places, self._spots = old, places, spots

    def settle(self, waiting: Sequence[_Group], free: Mapping[str, Sequence[Spot]]) -> list[tuple[_Group, Spot]]:
        """Those of the sentences whose place is certain, with it; `free` are the places where each of them stands."""
        self._anchors = list(self._known())
        self._numbers = [number for number, _ in self._anchors]
        claims: dict[int, list[tuple[_Group, Spot]]] = {}
        for group in waiting:
            sentence = self._old[group[0]].sentence
            others = [each for each in waiting if self._old[each[0]].sentence == sentence]
            spot = self._in_paragraph(group, others, free[sentence]) or self._between(group, others, free[sentence])
            if spot is not None:
                claims.setdefault(self._places.at(spot), []).append((group, spot))
        return [claim[0] for claim in claims.values() if len(claim) == 1]

    def _known(self) -> Iterator[tuple[int, int]]:
        """The figures of the body that stand in one place, each with it, in the order of the store."""
        for number in range(len(self._old)):
            spots = self._spots.get(number, ())
            if len(spots) == 1 and spots[0].text and self._places.is_main(spots[0]):
                yield number, self._places.at(spots[0])

    def _in_paragraph(self, group: _Group, others: Sequence[_Group], free: Sequence[Spot]) -> Spot | None:
        """The place of a sentence in the one paragraph of the figures that were written into one with it."""
        item = self._old[group[0]]
        first, last = group[0], group[-1]
        while first and self._is_beside(first - 1, item):
            first -= 1
        while last + 1 < len(self._old) and self._is_beside(last + 1, item):
            last += 1
        begin = bisect(self._numbers, first - 1)
        mates = [at for number, at in self._anchors[begin:] if number <= last]
        around = {self._places.paragraph_at(at) for at in mates}
        return self._only(around.pop(), free, (first, last), others) if len(around) == 1 else None

    def _is_beside(self, number: int, item: Binding) -> bool:
        other = self._old[number]
        return other.paragraph == item.paragraph and other.where == item.where

    def _between(self, group: _Group, others: Sequence[_Group], free: Sequence[Spot]) -> Spot | None:
        """The place of a sentence between the figures before and behind it."""
        at = bisect(self._numbers, group[0])
        if at == 0 or at == len(self._anchors):
            return None
        (first, begin), (last, end) = self._anchors[at - 1], self._anchors[at]
        return self._only((begin, end), free, (first, last), others)

    def _only(
        self, stretch: _Stretch, free: Sequence[Spot], numbers: tuple[int, int], others: Sequence[_Group]
    ) -> Spot | None:
        """The one of these places in a stretch, where one of the sentences has it."""
        inside = [spot for spot in free if stretch[0] <= self._places.at(spot) < stretch[1]]
        rivals = [group for group in others if numbers[0] <= group[0] <= numbers[1]]
        return inside[0] if len(inside) == len(rivals) == 1 else None
