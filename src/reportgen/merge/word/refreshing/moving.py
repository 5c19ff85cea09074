"""Works out what of an edited file is to be written anew where it belongs: what is ours alone and out of order.

A paragraph is ours where all its sentences are those of its figures as we wrote them, or words that today's report
says, and nobody took one out, commented or tracked a change. It leaves where the report has the same figures in
another place, or in other words, and comes there between what stays, in the look that it had. What a person wrote,
or moved, stays, and so does a paragraph of which somebody marked single words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

from ....model.collect import SENTENCE
from ....model.document import ChartBlock, Heading, Inline, Paragraph, Shown, TableBlock, text_of, walk
from ....ooxml.stories import text_in
from .alignment import aligned
from .arrangement import Arrangement
from .arrival import Arrival
from .ordinals import without_ordinal
from .our_notes import OurNotes
from .outcome import Row
from .own_look import OwnLook, own_look
from .own_words import OwnWords
from .removal import is_plain, is_unmarked
from .text_edits import TextEdits
from .units import Unit

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_FIXED, _WORDS = 100, 2
_FIGURE = "\0"
_Way = tuple[int, int]
"""A row that leaves, and a unit that comes with something of it."""


class Moving:
    """One file; `rows` are its outcome, `numbers` those of the figures of each element of the body before."""

    def __init__(
        self,
        arrival: Arrival,
        rows: Sequence[Row],
        numbers: Mapping[Element, Sequence[int]],
        notes: TextEdits | None,
        words: OwnWords,
    ) -> None:
        self._arrival, self._rows, self._numbers, self._words = arrival, rows, numbers, words
        self._notes = OurNotes(arrival, notes)
        self._body = list(arrival.body)
        self._old, self._pairs = arrival.figures.old, arrival.figures.found.pairs
        moved = {self._pairs[it].tag for row in rows if self._is_by_hand(row) for it in self._known(row)}
        self._units = [unit for unit in arrival.units if moved.isdisjoint(unit.tags)]

    def arrangement(self) -> Arrangement | None:
        """The arrangement; None where nothing moves."""
        rows, units = self._rows, self._units
        pairs = aligned(len(rows), len(units), self._weight)
        gaps = dict(_gaps(pairs, len(rows), len(units)))
        leaving = {at for at, row in enumerate(rows) if at not in pairs and self._is_ours(row)}
        self._staying = set(pairs)
        ways = self._agreed(leaving, set(gaps), gaps)
        if not ways:
            return None
        order = {id(unit): number for number, unit in enumerate(self._arrival.units)}
        stands = {order[id(units[at])]: rows[row] for row, at in pairs.items() if rows[row].first >= 0}
        return Arrangement(
            {number: (row.first, row.last) for number, row in stands.items()},
            frozenset(rows[row].first for row, _ in ways),
            frozenset(order[id(units[at])] for _, at in ways),
            likes={order[id(units[at])]: rows[row].first for row, at in sorted(ways, reverse=True)},
        )

    def _agreed(self, leaving: set[int], coming: set[int], gaps: Mapping[int, range]) -> set[_Way]:
        """What of both can do so where only what comes elsewhere leaves, and only what leaves elsewhere comes."""
        while True:
            before = len(leaving) + len(coming)
            coming = {at for at in coming if all(row in leaving for row in gaps[at])}
            shown = {(row, at) for row in leaving for at in coming if self._shares(row, at)}
            ways = self._with_words(shown, leaving, coming)
            coming = {at for at in {at for _, at in ways} if self._can_come(at, leaving)}
            leaving = {row for row in {row for row, _ in ways} if self._can_leave(row, leaving, coming)}
            if len(leaving) + len(coming) == before:
                ways = {(row, at) for row, at in ways if row in leaving and at in coming}
                unlike = self._unlike(ways)
                mixed = self._mixed(ways)
                if not unlike[0] and not unlike[1] and not mixed:
                    return ways
                leaving, coming = leaving - unlike[0], coming - unlike[1] - mixed

    def _shares(self, row: int, at: int) -> bool:
        """Whether a unit shows a figure of a row."""
        return not self._shown[row].isdisjoint(self._tags[at])

    @cached_property
    def _shown(self) -> list[set[str]]:
        """Today's tags of the figures of each row."""
        return [{self._pairs[number].tag for number in self._known(row)} for row in self._rows]

    @cached_property
    def _tags(self) -> list[list[str]]:
        return [_tags(unit) for unit in self._units]

    def _with_words(self, ways: set[_Way], leaving: set[int], coming: set[int]) -> set[_Way]:
        """What goes where, and beside it rows without figures that stand beside it there too."""
        found, waiting = set(ways), list(ways)
        while waiting:
            row, at = waiting.pop()
            for way in ((row - 1, at - 1), (row + 1, at + 1)):
                if way not in found and way[0] in leaving and way[1] in coming and self._is_same(*way):
                    found.add(way)
                    waiting.append(way)
        return found

    def _unlike(self, ways: set[_Way]) -> tuple[set[int], set[int]]:
        """What goes together and has other words without figures than what comes of it: a person may have cut them."""
        rows: set[int] = set()
        units: set[int] = set()
        left: Counter[str] = Counter()
        for group in _groups(ways):
            own, others = {row for row, _ in group}, {at for _, at in group}
            words = Counter(part for row in own for part in self._plain(row))
            words.subtract(part for at in others for part in _plain_parts(self._units[at]))
            words = Counter(
                {part: count for part, count in words.items() if count and not self._is_todays(part, count)}
            )
            if any(words.values()):
                rows, units = rows | own, units | others
                left.update(words)
        return (rows, units) if any(left.values()) else (set(), set())

    def _is_todays(self, part: str, more: int) -> bool:
        """Whether the data alone are why a sentence without figures stands there, or in the report, so often more."""
        words = self._words
        return words.is_ours(part) if more > 0 else words.are_known and not words.was_cut(part)

    def _mixed(self, ways: set[_Way]) -> set[int]:
        """The units that come of rows of several looks, of which a person gave one."""
        rows: dict[int, list[int]] = {}
        for row, at in ways:
            rows.setdefault(at, []).append(row)
        pairs = ((at, one, other) for at, of in rows.items() for one, other in pairwise(of))
        return {at for at, one, other in pairs if not self._look(one).is_like(self._look(other))}

    def _look(self, row: int) -> OwnLook:
        return own_look(self._body[self._rows[row].first])

    def _is_by_hand(self, row: Row) -> bool:
        return row.first in self._by_hand

    def _known(self, row: Row) -> Iterator[int]:
        return (number for number in self._own(row) if number in self._pairs)

    def _own(self, row: Row) -> Sequence[int]:
        """The numbers of the figures of a row."""
        return self._numbers.get(self._body[row.first], ()) if row.first >= 0 else ()

    @cached_property
    def _by_hand(self) -> set[int]:
        """The elements that a person moved: out of the order in which we wrote their figures."""
        there = [number for number, element in enumerate(self._body) if self._numbers.get(element)]
        first = [min(self._numbers[self._body[number]]) for number in there]
        written = sorted(first)
        stay = aligned(len(first), len(written), lambda one, other: int(first[one] == written[other]))
        return {number for at, number in enumerate(there) if at not in stay}

    def _weight(self, at: int, other: int) -> int:
        row, unit = self._rows[at], self._units[other]
        if isinstance(unit.block, (TableBlock, ChartBlock)) or row.block is not None:
            return _FIXED if row.block is unit else 0
        if self._is_by_hand(row):
            return 0
        if self._read[at] == self._texts[other]:
            return _WORDS
        return _FIXED if self._shares(at, other) and not self._is_ours(row) else 0

    @cached_property
    def _read(self) -> list[str]:
        return [without_ordinal(row.text) for row in self._rows]

    @cached_property
    def _texts(self) -> list[str]:
        labels = self._arrival.figures.labels
        return [without_ordinal(labels.relabelled(unit.text)) for unit in self._units]

    def _is_ours(self, row: Row) -> bool:
        """Whether a row was written by us alone, and nothing was taken out of it."""
        if row.first not in self._ours:
            element, own = self._body[row.first], self._own(row)
            written = {part for number in own for part in _heard(self._old[number].sentence)}
            places = {(self._old[number].where, self._old[number].paragraph) for number in own}
            is_whole = all(number in own for place in places for number in self._placed[place])
            said = map(without_ordinal, _parts(text_in(element)))
            is_ours = all(part in written or part in self._said or self._words.is_ours(part) for part in said)
            # What was copied elsewhere has to read the same there.
            is_once = all(len(self._arrival.figures.spots[number]) == 1 for number in own)
            is_plainly = is_plain(element, with_notes=True) and self._has_our_notes(element)
            is_plainly = is_plainly and own_look(element).even
            self._ours[row.first] = is_whole and is_ours and is_once and is_plainly
        return self._ours[row.first]

    def _has_our_notes(self, element: Element) -> bool:
        return all(is_unmarked(note) and self._notes.figures(note) is not None for note in self._notes.of(element))

    @cached_property
    def _ours(self) -> dict[int, bool]:
        return {-1: False}

    @cached_property
    def _placed(self) -> Mapping[object, list[int]]:
        """The numbers of the figures by their paragraphs."""
        found: dict[object, list[int]] = {}
        for number, item in enumerate(self._old):
            found.setdefault((item.where, item.paragraph), []).append(number)
        return found

    @cached_property
    def _said(self) -> set[str]:
        return {without_ordinal(part) for unit in self._arrival.units for part in _parts(unit.text)}

    def _can_come(self, at: int, leaving: set[int]) -> bool:
        """Whether all that a unit shows leaves elsewhere, or is new."""
        unit = self._units[at]
        if isinstance(unit.block, (TableBlock, ChartBlock)):
            return False
        numbers = [self._arrival.numbers[tag] for tag in self._tags[at] if tag in self._arrival.numbers]
        return {number for row in leaving for number in self._own(self._rows[row])}.issuperset(numbers)

    def _can_leave(self, row: int, leaving: set[int], coming: set[int]) -> bool:
        """Whether all that a row shows comes elsewhere, and nothing that a person wrote behind it loses it."""
        tags = {tag for at in coming for tag in self._tags[at]}
        wanted = {item.template for tag, item in self._arrival.wanted.items() if tag not in tags}
        for number in self._own(self._rows[row]):
            today = self._pairs.get(number)
            if today.tag not in tags if today is not None else self._old[number].template in wanted:
                return False
        behind = next((at for at in range(row + 1, len(self._rows)) if at not in leaving), None)
        return behind is None or behind in self._staying

    def _is_same(self, row: int, at: int) -> bool:
        """Whether a row without figures reads as a unit."""
        return not self._own(self._rows[row]) and self._read[row] == self._texts[at]

    def _plain(self, row: int) -> Iterator[str]:
        """The sentences of a row without figures."""
        written = {part for number in self._own(self._rows[row]) for part in _heard(self._old[number].sentence)}
        said = map(without_ordinal, _parts(text_in(self._body[self._rows[row].first])))
        return (part for part in said if part not in written)


def _gaps(pairs: Mapping[int, int], rows: int, units: int) -> Iterator[tuple[int, range]]:
    """The units that do not stand, each with the rows between the two neighbours of it that do."""
    for (row, unit), (next_row, next_unit) in pairwise([(-1, -1), *sorted(pairs.items()), (rows, units)]):
        for at in range(unit + 1, next_unit):
            yield at, range(row + 1, next_row)


def _groups(ways: set[_Way]) -> Iterator[set[_Way]]:
    """The ways that have a row or a unit with one another."""
    rest = set(ways)
    while rest:
        group: set[_Way] = set()
        waiting = {min(rest)}
        while waiting:
            group |= waiting
            rest -= waiting
            rows, units = {row for row, _ in waiting}, {at for _, at in waiting}
            waiting = {(row, at) for row, at in rest if row in rows or at in units}
        yield group


def _tags(unit: Unit) -> list[str]:
    """The tags of a unit's figures, those of its footnotes too."""
    return [item.tag for item in walk(unit.content) if isinstance(item, Shown) and item.piece.shows is not None]


def _parts(text: str) -> list[str]:
    return [part for part in SENTENCE.findall(text) if part]


def _heard(sentence: str) -> tuple[str, str]:
    """How a sentence reads without its number; a heading that runs in has a stop behind it."""
    words = without_ordinal(sentence)
    return words, f"{words}。"


def _plain_parts(unit: Unit) -> list[str]:
    """The sentences of a unit without figures, without its number."""
    heading = unit.run_in or (unit.block if isinstance(unit.block, Heading) else None)
    own = unit.block.content if isinstance(unit.block, Paragraph) else ()
    text = ""
    if heading is not None:
        stop = unit.heading.removeprefix(heading.number + text_of(heading.content))
        text = _marked(heading.content) + stop
    return [part for part in (*_parts(text), *map(without_ordinal, _parts(_marked(own)))) if _FIGURE not in part]


def _marked(content: Sequence[Inline]) -> str:
    """A text with a sign before each figure."""
    return "".join(
        _FIGURE + item.text if isinstance(item, Shown) and item.piece.shows is not None else item.text
        for item in content
    )
