"""Sentences that a paragraph of the report has newly, put in where they belong: between the sentences beside them.

The sentence before must end in the file where the one behind begins, both word for word as they were written.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from ...model.collect import SENTENCE
from ...model.document import Footnote, Inline, Paragraph, Shown, text_of
from ...model.refresh import Refreshed
from ...model.values import dataclass
from ...ooxml.stories import W
from .arrival import Arrival
from .form import Form
from .places import Spot
from .sentences import beside
from .story import Splices
from .text_edits import CONTROL, PARAGRAPH, RUN, read
from .today import cut
from .units import Unit

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_FIELD = f"{W}fldChar"


@dataclass(frozen=True, slots=True, eq=False)
class _Sentence:
    """A sentence of a paragraph of today."""

    content: list[Inline]
    is_new: bool

    @property
    def text(self) -> str:
        """How it reads."""
        return text_of(self.content)

    @property
    def tags(self) -> list[str]:
        """The tags of its figures."""
        return [inline.tag for inline in self.content if isinstance(inline, Shown) and inline.piece.shows is not None]


@dataclass(frozen=True, slots=True, eq=False)
class _Planned:
    """New sentences one behind the other; `spot` is an empty stretch beside a text, else they come before `before`."""

    sentences: list[_Sentence]
    spot: Spot
    before: Element | None = None


class NewSentences:
    """Puts new sentences into the paragraphs of a file."""

    def __init__(self, arrival: Arrival, splices: Splices) -> None:
        self._arrival = arrival
        self._splices = splices
        self._planned: list[_Planned] = []

    def plan(self) -> None:
        """Find what has a certain place."""
        for unit in self._arrival.units:
            tags = unit.tags
            if any(tag in self._arrival.wanted for tag in tags) and any(tag in self._arrival.numbers for tag in tags):
                self._plan(unit)

    def make(self) -> Iterator[Refreshed]:
        """Put them in; an entry for each."""
        edits = self._arrival.edits
        for planned in self._planned:
            coming = [each for each in planned.sentences if all(tag in self._arrival.placed for tag in each.tags)]
            content = [inline for sentence in coming for inline in sentence.content]
            parts = self._arrival.parts(content)
            if planned.before is None:
                planned.spot.set(parts)
            elif coming:
                paragraph = next(item for item in edits.story.ancestors(planned.before) if item.tag == PARAGRAPH)
                made = edits.runs(parts, Form(edits.story).look(paragraph), planned.before)
                self._splices.insert(edits.story.start(planned.before), made.encode())
            for sentence in coming:
                yield self._arrival.told(sentence.tags, sentence.text)

    def _plan(self, unit: Unit) -> None:
        sentences = list(self._sentences(unit))
        at = 0
        for is_new, group in groupby(sentences, key=lambda sentence: sentence.is_new):
            new = list(group)
            end = at + len(new)
            if is_new:
                before = self._standing(sentences[at - 1]) if at else None
                behind = self._standing(sentences[end]) if end < len(sentences) else None
                if (before is not None or not at) and (behind is not None or end == len(sentences)):
                    self._find_place(new, before, behind, unit.heading)
            at = end

    def _sentences(self, unit: Unit) -> Iterator[_Sentence]:
        content = unit.block.content if isinstance(unit.block, Paragraph) else ()
        at = 0
        for text in filter(None, SENTENCE.findall(text_of(content))):
            inlines = list(cut(content, at, at + len(text)))
            yield _Sentence(inlines, self._arrival.are_new(inlines))
            at += len(text)

    def _standing(self, sentence: _Sentence) -> Spot | None:
        """Where a sentence that is not new stands in the file, as it was written."""
        arrival = self._arrival
        numbers = [arrival.numbers[tag] for tag in sentence.tags if tag in arrival.numbers]
        written = {arrival.figures.old[number].sentence for number in numbers} or {sentence.text}
        spot = arrival.figures.places.sentence(written.pop()) if len(written) == 1 else None
        return spot if spot is not None and spot.edits is arrival.edits else None

    def _find_place(self, new: list[_Sentence], before: Spot | None, behind: Spot | None, heading: str) -> None:
        whole = behind or before
        if whole is None or any(isinstance(inline, Footnote) for item in new for inline in item.content):
            return
        text = read(whole.texts)
        start = before.end if before is not None else len(heading) if text.startswith(heading) else -1
        end = behind.start if behind is not None else len(text)
        alike = before is None or behind is None or list(before.texts) == list(behind.texts)
        if start != end or not alike:
            return
        spot = beside(whole, end)
        element = None if spot.texts else self._element_at(whole, end)
        if spot.texts or element is not None:
            self._planned.append(_Planned(new, spot, element))
            self._arrival.placed.update((tag, sentence.text) for sentence in new for tag in sentence.tags)

    def _element_at(self, whole: Spot, place: int) -> Element | None:
        """The run or control of a paragraph that begins with the text at a place; None where there is a field."""
        at, story = 0, self._arrival.edits.story
        for text in whole.texts:
            if at == place and text.text:
                inner, around = text, story.parent(text)
                while around is not None and around.tag != PARAGRAPH:
                    inner, around = around, story.parent(around)
                plain = around is not None and not any(run.find(_FIELD) is not None for run in around if run.tag == RUN)
                return inner if plain and inner.tag in (RUN, CONTROL) else None
            at += len(text.text or "")
        return None
