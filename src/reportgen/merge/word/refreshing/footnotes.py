"""Figures of footnotes known again without their controls.

They are stored with the sentence of their mark, whose text is not that of the note. So the mark leads to them: the
note that is marked in that sentence of the file, and says around them what the note of today says.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from ....model.binding import Binding
from ....model.document import Inline, Shown
from ....ooxml.stories import W
from .places import Places, Spot
from .specimen import NOTE_MARK
from .text_edits import PARAGRAPH, TextEdits, notes_among, read
from .today import Today

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_NOTE, _NUMBER = f"{W}footnote", f"{W}id"


class Footnotes:
    """Finds them; `old` are the file's figures, `pairs` today's of those that are known, by number."""

    def __init__(self, old: Sequence[Binding], pairs: Mapping[int, Binding], places: Places, today: Today) -> None:
        self._old, self._pairs, self._places, self._today = old, pairs, places, today
        self._notes = notes_among(places.stories)

    def find(self, numbers: Sequence[int], spots: Mapping[int, Sequence[Spot]]) -> Iterator[tuple[int, Spot]]:
        """The figures of a sentence's notes that have no place yet, with their places; `spots` are those known."""
        contents = self._contents([number for number in numbers if not spots[number]])
        sentence = self._sentence(numbers, spots) if contents and self._notes is not None else None
        if sentence is None or self._notes is None:
            return
        marked = list(self._marked(sentence, self._notes))
        said = [self._said(content, known) for content, known in contents]
        for expected, found in said:
            texts = [each for each in marked if read(each).strip() == expected]
            same = [each for each, _ in said if each == expected]
            if len(texts) == len(same) == 1:
                begin = read(texts[0]).index(expected)
                for number, at in found:
                    length = len(self._old[number].text)
                    yield number, Spot(self._notes, texts[0], begin + at, begin + at + length)

    @cached_property
    def _times(self) -> Counter[str | None]:
        """How often each note is marked."""
        marks = (mark for edits in self._places.stories for mark in edits.story.root.iter(NOTE_MARK))
        return Counter(mark.get(_NUMBER) for mark in marks)

    def _contents(self, numbers: Sequence[int]) -> list[tuple[Sequence[Inline], dict[str, int]]]:
        """Today's notes that show these figures, each with the numbers of its figures by their tags."""
        found: dict[int, tuple[Sequence[Inline], dict[str, int]]] = {}
        for number in numbers:
            today = self._pairs.get(number)
            content = self._today.notes.get(today.tag) if today is not None else None
            if today is not None and content is not None:
                found.setdefault(id(content), (content, {}))[1][today.tag] = number
        return list(found.values())

    def _said(self, content: Sequence[Inline], known: Mapping[str, int]) -> tuple[str, list[tuple[int, int]]]:
        """What a note reads in the file if only its figures are others today, and where each of them begins in it."""
        text = ""
        found: list[tuple[int, int]] = []
        for inline in content:
            number = known.get(inline.tag) if isinstance(inline, Shown) else None
            if number is None:
                text += inline.text
            else:
                found.append((number, len(text)))
                text += self._old[number].text
        blank = len(text) - len(text.lstrip())
        return text.strip(), [(number, at - blank) for number, at in found]

    def _sentence(self, numbers: Sequence[int], spots: Mapping[int, Sequence[Spot]]) -> Spot | None:
        """Where the sentence of the marks stands."""
        sentence = self._old[numbers[0]].sentence
        held = next((spot for number in numbers for spot in spots[number] if spot.edits is not self._notes), None)
        return self._places.sentence(sentence) if held is None else self._places.sentence_around(held, sentence)

    def _marked(self, sentence: Spot, notes: TextEdits) -> Iterator[Sequence[Element]]:
        """The texts of the notes whose marks stand in a sentence."""
        paragraph = next(item for item in sentence.edits.story.ancestors(sentence.texts[0]) if item.tag == PARAGRAPH)
        texts, at = set(sentence.texts), 0
        marks: set[str | None] = set()
        for item in paragraph.iter():
            if item in texts:
                at += len(item.text or "")
            elif item.tag == NOTE_MARK and sentence.start < at <= (sentence.end or at):
                marks.add(item.get(_NUMBER))
        marks -= {number for number, times in self._times.items() if times > 1}  # nobody can tell whose it is
        yield from (notes.texts_of(note) for note in notes.story.root.iter(_NOTE) if note.get(_NUMBER) in marks)
