"""Figures of sentences, headings, captions and footnotes set to today's, and the words around them.

A figure is set where its text is still what we wrote. What a person made of it stays, and is listed. The words
between figures (a template may choose 回升 or 回落 by the sign) follow where the whole sentence is still ours.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field
from itertools import chain, groupby, pairwise, zip_longest
from typing import TYPE_CHECKING

from ...model.binding import Binding
from ...model.refresh import Fate, Refreshed
from ...model.values import dataclass
from ...ooxml.stories import seen
from .matching import Matching
from .places import Places, Spot, statics
from .text_edits import PARAGRAPH
from .today import Today

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_ORDINAL = re.compile(
    "[一二三四五六七八九十]+是|第[一二三四五六七八九十]+|（[一二三四五六七八九十]+）|[0-9]+[.．]|[①-⑳]"
)
_LONGEST = 120
"""Characters of a sentence that the list shows."""


@dataclass(slots=True, eq=False, repr=False)
class Figures:
    """Works through the single bindings of a file; `entries` is the list.

    `missing` are the numbers of figures that are in the file and in the report no more; `unresolved` those that
    should read otherwise and could not be set, which the next run has to tell again. `sentences` are those whose
    words stay as they are in the file.
    """

    old: Sequence[Binding]
    found: Matching
    places: Places
    today: Today
    entries: list[Refreshed] = field(default_factory=list)
    found_again: int = 0
    missing: set[int] = field(default_factory=set)
    unresolved: set[int] = field(default_factory=set)
    sentences: dict[int, str] = field(default_factory=dict)
    _spots: dict[int, list[Spot]] = field(default_factory=dict)

    def run(self) -> None:
        """Set every figure, sentence by sentence in reading order."""
        for _, group in groupby(range(len(self.old)), key=self._sentence_of):
            numbers = list(group)
            self._find(numbers)
            for number in numbers:
                self._figure(number)
            if any(self._reads_otherwise(number) for number in numbers):
                self._words(self._without_notes(numbers))
        self.entries += _absent(self.old, self.found.new)

    def _sentence_of(self, number: int) -> tuple[object, ...]:
        binding = self.old[number]
        return binding.where, binding.paragraph, binding.sentence

    def _reads_otherwise(self, number: int) -> bool:
        """Whether the sentence of a figure is another today."""
        today = self.found.pairs.get(number)
        return today is not None and today.sentence != self.old[number].sentence

    def _without_notes(self, numbers: Sequence[int]) -> list[int]:
        """The figures of a sentence without those of its footnotes, which are stored under the same sentence."""
        contents = self.today.contents
        found = [contents.get(pair.tag) if (pair := self.found.pairs.get(number)) else None for number in numbers]
        outer = next((content for content in found if content is not None), None)
        return [number for number, content in zip(numbers, found, strict=True) if content is None or content is outer]

    def _find(self, numbers: Sequence[int]) -> None:
        """The spots of a sentence's figures: their controls, else the sentence where it still stands as written."""
        lost = []
        for number in numbers:
            spots = self.places.controls.get(self.old[number].tag, [])
            self._spots[number] = spots
            if not spots:
                lost.append(number)
        if lost:
            again = self._in_sentence(self._without_notes(numbers))
            for number in lost:
                if number in again:
                    self._spots[number] = [again[number]]
                    self.found_again += 1

    def _in_sentence(self, numbers: Sequence[int]) -> dict[int, Spot]:
        """Where each figure of a sentence stands in it, where that is certain."""
        sentence = self.old[numbers[0]].sentence
        texts = [self.old[number].text for number in numbers]
        words = statics(sentence.strip("…"), texts)
        whole = self.places.sentence(sentence) if words is not None else None
        if words is None or whole is None:
            return {}
        pairs = [self.found.pairs.get(number) for number in numbers]
        known = [pair for pair in pairs if pair is not None]
        exact = self.today.words_around(known) if len(known) == len(pairs) else None
        again = {}
        at = whole.start
        for number, text, before in zip(numbers, texts, words, strict=False):
            at += len(before)
            if words == exact or sentence.count(text) == 1:
                again[number] = Spot(whole.edits, whole.texts, at, at + len(text))
            at += len(text)
        return again

    def _figure(self, number: int) -> None:
        """Set one figure at each of its spots, or list why not."""
        written, today, spots = self.old[number], self.found.pairs.get(number), self._spots[number]
        if today is not None and today.text == written.text and len(spots) == 1 and spots[0].text == written.text:
            return
        if any(spot.content is not None and _is_block(spot.content) for spot in spots):
            return
        texts = [spot.text for spot in spots]
        if not any(texts):
            self._not_there(number, today, is_certain=bool(spots) or self.places.has_tags)
            return
        if today is None:
            self._add(Fate.GONE, written, now=next(filter(None, texts)))
            return
        ours = [spot for spot in spots if seen(spot.text) == seen(written.text) and spot.text]
        others = [text for text in texts if text and seen(text) not in (seen(written.text), seen(today.text))]
        if ours and seen(written.text) != seen(today.text):
            for spot in ours:
                spot.set(today.text)
            self._add(Fate.CHANGED, today, written=written.text, now=ours[0].text, today=today.text)
        for text in dict.fromkeys(others):
            self._add(Fate.KEPT, today, written=written.text, now=text, today=today.text)

    def _not_there(self, number: int, today: Binding | None, *, is_certain: bool) -> None:
        written = self.old[number]
        if today is None and is_certain:
            self.missing.add(number)
        elif today is None or seen(today.text) != seen(written.text):
            fate = Fate.DELETED if is_certain else Fate.UNSURE
            self.unresolved.add(number)
            self._add(fate, today or written, written=written.text, today=today.text if today else "")

    def _words(self, numbers: Sequence[int]) -> None:
        """The words of a sentence around its figures, where they read otherwise today and the sentence is ours."""
        pairs = [self.found.pairs.get(number) for number in numbers]
        today = [pair for pair in pairs if pair is not None]
        sentence = self.old[numbers[0]].sentence
        if len(today) != len(pairs) or today[0].sentence == sentence or len({each.sentence for each in today}) > 1:
            return
        before = statics(sentence, [self.old[number].text for number in numbers])
        after = statics(today[0].sentence, [each.text for each in today])
        if before is None or before == after:
            return
        exact = self.today.words_around(today)
        segments = self._segments(numbers, sentence)
        if exact is None or (segments is not None and _differ_in_ordinals([each.text for each in segments], exact)):
            self._keep_words(numbers, before, today)
        elif segments is None or _cannot_hold(segments, exact):
            self._keep_words(numbers, before, today)
            self._add(Fate.KEPT, today[0], written=sentence, now=sentence, today=today[0].sentence)
        else:
            for segment, new in zip(segments, exact, strict=True):
                if segment.text != new:
                    segment.set(new)
            self._add(Fate.CHANGED, today[0], written=sentence, now=sentence, today=today[0].sentence)

    def _keep_words(self, numbers: Sequence[int], words: Sequence[str], today: Sequence[Binding]) -> None:
        """Remember the sentence as it stands in the file from now on: its own words, today's figures."""
        texts = (each.text for each in today)
        whole = "".join(chain.from_iterable(zip_longest(words, texts, fillvalue="")))
        self.sentences.update(dict.fromkeys(numbers, whole))

    def _segments(self, numbers: Sequence[int], sentence: str) -> list[Spot] | None:
        """The stretches between the figures of a sentence in the file; None where the sentence is not ours any more."""
        spots = [self._spots[number] for number in numbers]
        whole = self.places.sentence(sentence)
        if whole is None or whole.end is None or any(len(found) != 1 for found in spots):
            return None
        inside = [_span(found[0], whole) for found in spots]
        edges = [whole.start]
        for span in inside:
            if span is None or span[0] < edges[-1]:
                return None
            edges += span
        edges.append(whole.end)
        bound = {text for found in spots for text in found[0].texts} if spots[0][0].content is not None else set()
        return [_segment(whole, start, end, bound) for start, end in list(pairwise(edges))[::2]]

    def _add(self, fate: Fate, binding: Binding, *, written: str = "", now: str = "", today: str = "") -> None:
        self.entries.append(
            Refreshed(
                fate=fate,
                place=binding.place,
                written=_short(written or (binding.text if fate is Fate.GONE else "")),
                now=_short(now),
                today=_short(today),
                cells=binding.cells,
            )
        )


def _differ_in_ordinals(words: Sequence[str], others: Sequence[str]) -> bool:
    """Whether words are the same but for 一是, 第二, （三）: items keep the order that they have in the file."""
    return [_ORDINAL.sub("·", each) for each in words] == [_ORDINAL.sub("·", each) for each in others]


def _cannot_hold(segments: Sequence[Spot], words: Sequence[str]) -> bool:
    """Whether new words would have to stand where the sentence has no text of its own."""
    return any(segment.text != new and not segment.texts for segment, new in zip(segments, words, strict=True))


def _is_block(content: Element) -> bool:
    """Whether a control stands around paragraphs, a table or a picture: nothing of a sentence."""
    return next(content.iter(PARAGRAPH), None) is not None


def _span(spot: Spot, whole: Spot) -> tuple[int, int] | None:
    """Where a spot lies among the texts of a paragraph; None where it is not of it."""
    if spot.texts is whole.texts or spot.content is None:
        return (spot.start, spot.end or 0) if list(spot.texts) == list(whole.texts) else None
    at = 0
    first = spot.texts[0]
    for text in whole.texts:
        if text is first:
            return at, at + len(spot.text)
        at += len(text.text or "")
    return None


def _segment(whole: Spot, start: int, end: int, bound: set[Element]) -> Spot:
    """The stretch of a paragraph's texts, without the texts of controls."""
    chosen: list[Element] = []
    at = offset = 0
    for text in whole.texts:
        length = len(text.text or "")
        if at < end and at + length > start and text not in bound:
            if not chosen:
                offset = at
            chosen.append(text)
        at += length
    return Spot(whole.edits, chosen, start - offset, end - offset) if chosen else Spot(whole.edits, ())


def _absent(old: Sequence[Binding], new: Iterable[Binding]) -> Iterator[Refreshed]:
    """Today's sentences with figures that the file has not, of the sections that it has."""
    sections = {section_of(binding.where) for binding in old}
    wanted = (binding for binding in new if section_of(binding.where) in sections)
    for (place, sentence), group in groupby(wanted, key=lambda binding: (binding.place, binding.sentence)):
        bindings = list(group)
        cells = tuple(dict.fromkeys(cell for binding in bindings for cell in binding.cells))
        shown = sentence or "、".join(binding.text for binding in bindings)
        yield Refreshed(fate=Fate.ABSENT, place=place, today=_short(shown), cells=cells)


def section_of(where: Sequence[str]) -> str:
    """The heading of level 1 of a place without its number, which changes from draft to draft."""
    heading = where[0] if where else ""
    return heading.partition("、")[2] or heading


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
