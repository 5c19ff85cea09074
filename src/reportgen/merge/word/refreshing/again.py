"""Figures without a control known again by the words around them.

Other programs drop controls, and a person who types a number anew takes its control away. The sentence leads to the
figure then: word for word as we wrote it, or, where only numbers of it are others, by its words alone.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping, Sequence
from functools import cached_property

from ....model.binding import Binding
from .footnotes import Footnotes
from .neighbours import Neighbours
from .places import Places, Spot, statics
from .today import Today

_FEWEST = 6
"""Characters of a sentence beside its figures that tell it from others, where no control of it is left."""

Sentences = Callable[[], Iterable[list[int]]]


class Again:
    """Finds figures of sentences by number.

    `old` are the file's, `pairs` today's of those that are known, `sentences` gives the figures of each sentence of
    the file.
    """

    def __init__(
        self,
        old: Sequence[Binding],
        pairs: Mapping[int, Binding],
        places: Places,
        today: Today,
        sentences: Sentences,
    ) -> None:
        self._old, self._pairs, self._places, self._today = old, pairs, places, today
        self._sentences = sentences

    def complete(
        self, sentences: Sequence[tuple[Sequence[int], Sequence[int]]], spots: MutableMapping[int, list[Spot]]
    ) -> int:
        """Add to `spots` the places of figures that have none, as far as they are certain; how many these are.

        `sentences` are the figures of each sentence, with those of its notes and without.
        """
        before = sum(map(bool, spots.values()))
        for numbers, own in sentences:
            if not all(spots[number] for number in numbers):
                self._add(self._find(own, spots), spots)
        waiting = [own for _, own in sentences]
        while found := self._settle(waiting, spots):
            for numbers, whole in found:
                self._add(self._within(whole, numbers), spots)
            settled = {numbers[0] for numbers, _ in found}
            waiting = [numbers for numbers in waiting if numbers[0] not in settled]
        notes = Footnotes(self._old, self._pairs, self._places, self._today)
        for numbers, _ in sentences:
            self._add(dict(notes.find(numbers, spots)), spots)
        return sum(map(bool, spots.values())) - before

    def _add(self, found: Mapping[int, Spot], spots: MutableMapping[int, list[Spot]]) -> None:
        spots.update((number, [spot]) for number, spot in found.items() if not spots[number])

    def _find(self, numbers: Sequence[int], spots: Mapping[int, Sequence[Spot]]) -> dict[int, Spot]:
        """Where each figure of a sentence stands in it, where that is certain; `spots` are those in controls."""
        sentence = self._old[numbers[0]].sentence
        words = statics(sentence.strip("…"), [self._old[number].text for number in numbers])
        if words is None:
            return {}
        held = next((spot for number in numbers for spot in spots.get(number, ()) if spot.text), None)
        whole = self._whole(numbers, held)
        return self._between(numbers, words, held) if whole is None else self._within(whole, numbers)

    def _settle(
        self, groups: Iterable[Sequence[int]], spots: Mapping[int, Sequence[Spot]]
    ) -> list[tuple[Sequence[int], Spot]]:
        """The places of sentences none of whose figures is known yet, as far as those around them tell."""
        waiting = [numbers for numbers in groups if not any(spots[number] for number in numbers)]
        if not waiting:
            return []
        sentences = {self._old[numbers[0]].sentence for numbers in waiting}
        known = sorted(self._places.at(spot) for found in spots.values() for spot in found if spot.text)
        free = {sentence: list(self._free(sentence, known)) for sentence in sentences}
        return Neighbours(self._old, self._places, spots).settle(waiting, free) if any(free.values()) else []

    def _within(self, whole: Spot, numbers: Sequence[int]) -> dict[int, Spot]:
        """Where each figure stands in the place of its sentence, where that is certain."""
        sentence = self._old[numbers[0]].sentence
        words = statics(sentence.strip("…"), [self._old[number].text for number in numbers])
        pairs = [self._pairs.get(number) for number in numbers]
        known = [pair for pair in pairs if pair is not None]
        exact = self._today.words_around(known) if len(known) == len(pairs) else None
        found = {}
        at = whole.start
        for number, before in zip(numbers, words or (), strict=False):
            text = self._old[number].text
            at += len(before)
            if words == exact or sentence.count(text) == 1:
                found[number] = Spot(whole.edits, whole.texts, at, at + len(text))
            at += len(text)
        return found

    def _whole(self, numbers: Sequence[int], held: Spot | None) -> Spot | None:
        """Where a sentence stands word for word."""
        sentence = self._old[numbers[0]].sentence
        if held is not None:
            return self._places.sentence_around(held, sentence)
        groups, found = self._groups[sentence], self._standing(sentence)
        if len(groups) == len(found) == 1:
            return found[0]
        free, left = [group for group in groups if not self._is_held(group)], self._not_held(found, groups)
        if len(groups) == len(found) and len(free) == len(left) == 1 and numbers[0] in free[0]:
            return left[0]
        # Which of several is which makes no difference where all say the same today too, of the same cells.
        at = next((at for at, group in enumerate(free) if numbers[0] in group), len(left))
        same = len({tuple(map(self._is_said, group)) for group in groups}) == 1
        return left[at] if same and at < len(left) <= len(free) else None

    def _between(self, numbers: Sequence[int], words: Sequence[str], held: Spot | None) -> dict[int, Spot]:
        """Where figures of a sentence stand of which numbers are others now; the words between them still are ours."""
        if held is None and sum(map(len, words)) < _FEWEST:
            return {}
        found = self._places.between(words, held)
        if found is None or found[0].text in self._groups:
            return {}
        spots = dict(zip(numbers, found[1:], strict=True))
        # Names tell of which row it is; a control of another figure makes it that one's sentence.
        same = all(
            spot.text == self._old[number].text or any(sign.isdecimal() for sign in self._old[number].text)
            for number, spot in spots.items()
        )
        free = held is not None or not any(map(found[0].edits.is_in_control, found[0].texts))
        return {number: spot for number, spot in spots.items() if spot.text} if same and free else {}

    @cached_property
    def _groups(self) -> Mapping[str, list[list[int]]]:
        """The figures of each of the sentences that were written alike."""
        found: dict[str, list[list[int]]] = {}
        for numbers in self._sentences():
            found.setdefault(self._old[numbers[0]].sentence, []).append(numbers)
        return found

    def _is_said(self, number: int) -> tuple[object, ...]:
        """What a figure reads, today too, and rests on; today it may be no more."""
        old, today = self._old[number], self._pairs.get(number)
        return (old.text, today.text, today.sentence, today.cells) if today is not None else (old.text, old.cells)

    def _is_held(self, numbers: Iterable[int]) -> bool:
        """Whether one of these figures has a control."""
        return any(self._old[number].tag in self._places.controls for number in numbers)

    def _standing(self, sentence: str) -> list[Spot]:
        """The places of a sentence that are no part of another sentence of ours."""
        around = ((spot, self._places.said_around(spot)) for spot in self._places.sentences(sentence))
        return [spot for spot, said in around if said == sentence.strip("…") or said not in self._groups]

    def _free(self, sentence: str, known: Sequence[int]) -> Iterator[Spot]:
        """The places of a sentence in which none of these places of figures is."""
        for spot in self._not_held(self._standing(sentence), self._groups[sentence]):
            at = self._places.at(spot)
            if bisect_left(known, at) == bisect_left(known, at + len(spot.text)):
                yield spot

    def _not_held(self, found: Sequence[Spot], groups: Iterable[Sequence[int]]) -> list[Spot]:
        """The places of a sentence in which there is no control of one of these figures."""
        tags = {self._old[number].tag for group in groups for number in group}
        held = {text for tag in tags for spot in self._places.controls.get(tag, ()) for text in spot.texts}
        return [spot for spot in found if held.isdisjoint(spot.touched())] if held else list(found)
