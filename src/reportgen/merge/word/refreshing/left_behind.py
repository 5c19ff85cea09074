"""Where figures stand from now on that are in the file and in the report no more, or could not be set.

What is stored of a file counts paragraphs below their headings as the report does. Something that stays behind has
the number of then, and today another paragraph has it: the next run would take two paragraphs for one. It takes the
place that its neighbours have today, and a number of its own where it stands alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

from ....model.binding import Binding
from ....model.values import replace
from .ordinals import without_ordinal

_Place = tuple[tuple[str, ...], int]


class LeftBehind:
    """Gives them their places; `old` are the file's figures, `pairs` today's of those that are known by number."""

    def __init__(self, old: Sequence[Binding], pairs: Mapping[int, Binding], today: Sequence[Binding]) -> None:
        self._old, self._pairs, self._today = old, pairs, today

    def placed(self, item: Binding) -> Binding:
        """A figure in its place."""
        key = _place(item)
        if key not in self._found:
            self._found[key] = self._free(key)
        where, paragraph = self._found[key]
        return item if (where, paragraph) == key else replace(item, where=where, paragraph=paragraph)

    def _free(self, place: _Place) -> _Place:
        """The place of a paragraph of which nothing is known today."""
        where, paragraph = self._trail(place[0]), place[1]
        while paragraph and (where, paragraph) in self._taken:
            paragraph += 1
        self._taken.add((where, paragraph))
        return where, paragraph

    def _trail(self, where: tuple[str, ...]) -> tuple[str, ...]:
        """The headings above, of which some may have another number today."""
        known = next((depth for depth in range(len(where), 0, -1) if where[:depth] in self._trails), 0)
        return (*self._trails[where[:known]], *where[known:]) if known else where

    @cached_property
    def _found(self) -> dict[_Place, _Place]:
        """Where the paragraphs of the file are today."""
        found: dict[_Place, _Place] = {}
        for number, today in self._pairs.items():
            found.setdefault(_place(self._old[number]), _place(today))
        return found

    @cached_property
    def _trails(self) -> dict[tuple[str, ...], tuple[str, ...]]:
        """What the headings of the file are today."""
        found: dict[tuple[str, ...], tuple[str, ...]] = {}
        for (old, _), (today, _) in self._found.items():
            for depth, (one, other) in enumerate(zip(old, today, strict=False), 1):
                if without_ordinal(one) != without_ordinal(other):
                    break
                found.setdefault(old[:depth], today[:depth])
        return found

    @cached_property
    def _taken(self) -> set[_Place]:
        return set(map(_place, self._today))


def _place(item: Binding) -> _Place:
    return item.where, item.paragraph
