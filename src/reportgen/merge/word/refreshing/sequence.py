"""Lists whose order is another one today, and that could not be brought into it: `refresh` tells of them.

A template may sort by a number. What is ours alone has moved by then (`arranging`, `moving`); what a person wrote into,
commented, or wrote behind keeps its place. An order that a person made is not told.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise

from ....model.binding import Binding
from ....model.place import ARROW
from ....model.refresh import Fate, Refreshed
from ....model.values import dataclass
from .matching import Matching
from .ordinals import without_ordinal
from .places import Spot
from .text_edits import TextEdits
from .today import Today

_LONGEST = 12
"""Characters of a sentence that stand for it where it has no name."""


@dataclass(frozen=True, slots=True, eq=False)
class _Known:
    """A figure of the file: its number there and in today's report, where it begins in the part, and what it is."""

    number: int
    order: int
    start: tuple[int, int]
    today: Binding

    @property
    def path(self) -> tuple[object, ...]:
        """The headings above it without their numbers, its paragraph, and its sentence."""
        return *map(without_ordinal, self.today.where), self.today.paragraph, self.today.sentence


def reordered(
    old: Sequence[Binding], found: Matching, today: Today, spots: Mapping[int, Sequence[Spot]], main: TextEdits
) -> Iterator[Refreshed]:
    """An entry for each list in which headings, paragraphs or sentences stand otherwise than in today's report."""
    order = {binding.tag: number for number, binding in enumerate(today.single)}
    if all(order[one.tag] <= order[other.tag] for one, other in pairwise(dict(sorted(found.pairs.items())).values())):
        return
    lists: dict[tuple[object, ...], dict[object, list[_Known]]] = {}
    for known in sorted(_known(old, found, order, spots, main), key=lambda known: known.order):
        for depth, step in enumerate(known.path):
            lists.setdefault(known.path[:depth], {}).setdefault(step, []).append(known)
    for above, items in lists.items():
        entry = _entry(len(above), list(items.values()))
        if entry is not None:
            yield entry


def are_elsewhere(old: Sequence[Binding], found: Matching) -> bool:
    """Whether a figure stands below other headings today, whatever their numbers: an item that changed its group."""
    wheres = {(old[number].where, today.where) for number, today in found.pairs.items() if number not in found.same}
    return any([*map(without_ordinal, was)] != [*map(without_ordinal, now)] for was, now in wheres if was != now)


def _known(
    old: Sequence[Binding],
    found: Matching,
    order: Mapping[str, int],
    spots: Mapping[int, Sequence[Spot]],
    main: TextEdits,
) -> Iterator[_Known]:
    """The figures that stand in the body, without those of paragraphs that come of several."""
    sources: dict[tuple[object, ...], set[tuple[object, ...]]] = {}
    for number, today in found.pairs.items():
        sources.setdefault((today.where, today.paragraph), set()).add((old[number].where, old[number].paragraph))
    for number, today in found.pairs.items():
        begins = [spot.begin for spot in spots[number] if spot.edits is main and spot.texts]
        if begins and len(sources[today.where, today.paragraph]) == 1:
            yield _Known(number, order[today.tag], begins[0], today)


def _entry(depth: int, items: Sequence[Sequence[_Known]]) -> Refreshed | None:
    """The entry for what stands side by side, in today's order; None where the file has that order, or had it.

    It names what moved.
    """
    if _rise([(min(known.number for known in item),) for item in items]):
        return None
    starts = [min(known.start for known in item) for item in items]
    if _rise(starts):
        return None
    words = [_word(item, depth) for item in items]
    # Of a row that several sentences tell of, one has its name.
    named = [at for at, word in enumerate(words) if word]
    today, there = _moved(named, starts)
    if not today:
        today, there = _moved(range(len(items)), starts)
    names = {at: words[at] or without_ordinal(items[at][0].today.sentence)[:_LONGEST] for at in today}
    first = items[0][0].today
    paragraph = f"¶{first.paragraph}" if depth > len(first.where) else ""
    return Refreshed(
        fate=Fate.REORDERED,
        place=ARROW.join(filter(None, (*first.where[:depth], paragraph))),
        written="、".join(map(names.__getitem__, there)),
        now="、".join(map(names.__getitem__, there)),
        today="、".join(map(names.__getitem__, today)),
    )


def _rise(numbers: Collection[tuple[int, ...]]) -> bool:
    return all(one <= other for one, other in pairwise(numbers))


def _moved(today: Sequence[int], starts: Sequence[tuple[int, int]]) -> tuple[Sequence[int], Sequence[int]]:
    """Items in today's order and in the file's, without those that stand first, or last, in both."""
    there = sorted(today, key=starts.__getitem__)
    first, last = 0, len(today)
    while first < last and today[first] == there[first]:
        first += 1
    while first < last and today[last - 1] == there[last - 1]:
        last -= 1
    return today[first:last], there[first:last]


def _word(item: Sequence[_Known], depth: int) -> str:
    """The title of a heading, or the first name that is bound in a paragraph or a sentence; empty for none."""
    where = item[0].today.where
    if depth < len(where):
        return without_ordinal(where[depth])
    return next((it.today.text for it in item if not any(sign.isdecimal() for sign in it.today.text)), "")
