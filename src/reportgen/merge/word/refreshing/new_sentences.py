"""Sentences that a paragraph of the report has newly, put in where they belong: between the sentences beside them.

The sentence before must end in the file where the one behind begins, both word for word as they were written.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from ....model.collect import SENTENCE
from ....model.document import Inline, Paragraph, Shown, text_of
from ....model.refresh import Refreshed
from ....model.values import dataclass
from ....ooxml.stories import W
from ..story import Splices
from .arrival import Arrival
from .form import Form
from .host import Host
from .likeness import Example
from .ordinals import with_items
from .places import Spot
from .sentences import beside
from .specimen import Specimen, notes_in
from .text_edits import CONTROL, PARAGRAPH, RUN, NewMarkup, read
from .today import cut
from .units import Unit

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_FIELD = f"{W}fldChar"


@dataclass(frozen=True, slots=True, eq=False)
class _Sentence:
    """A sentence of a paragraph of today, from `start` to before `end` of its text.

    `keys` are the tags of what makes it new, those of its footnotes too; None or nothing where it is not new.
    """

    content: list[Inline]
    start: int
    end: int
    keys: Sequence[str] | None

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

    unit: Unit
    sentences: list[_Sentence]
    spot: Spot
    before: Element | None = None

    @property
    def beside(self) -> Element:
        """What they come beside."""
        return next(iter(self.spot.texts)) if self.before is None else self.before


class NewSentences:
    """Puts new sentences into the paragraphs of a file."""

    def __init__(self, arrival: Arrival) -> None:
        self._arrival = arrival
        self._planned: list[_Planned] = []

    def plan(self) -> None:
        """Find what has a certain place."""
        for unit in self._arrival.units:
            if any(tag in self._arrival.numbers for tag in unit.tags):
                self._plan(unit)

    def are_placed(self) -> bool:
        """Whether anything still comes."""
        return any(map(self._comes, (sentence for planned in self._planned for sentence in planned.sentences)))

    def announce(self, specimen: Specimen, host: Host) -> None:
        """Tell the file which notes will come."""
        for planned in self._planned:
            at = self._arrival.edits.story.start(planned.beside)
            for sentence in filter(self._comes, planned.sentences):
                host.notes.expect(at, notes_in(specimen.stretch(planned.unit, sentence.start, sentence.end) or ()))

    def make(self, specimen: Specimen, host: Host, splices: Splices) -> Iterator[Refreshed]:
        """Put them in; an entry for each."""
        edits = self._arrival.edits
        for planned in self._planned:
            coming = list(filter(self._comes, planned.sentences))
            beside = planned.beside
            paragraph = next(item for item in edits.story.ancestors(beside) if item.tag == PARAGRAPH)
            example = Example(Form(edits.story), next(iter(specimen.elements(planned.unit))), paragraph)
            likeness = host.likeness(example)
            made = []
            for sentence in coming:
                written = specimen.stretch(planned.unit, sentence.start, sentence.end) or ()
                made.append(host.transplant(beside, {}).inlines(written, likeness))
                yield self._arrival.told(sentence.keys or (), sentence.text)
            if planned.before is not None:
                splices.insert(edits.story.start(planned.before), "".join(made).encode())
            elif made:
                planned.spot.set([NewMarkup("".join(made))])

    def _comes(self, sentence: _Sentence) -> bool:
        return all(key in self._arrival.placed for key in sentence.keys or ())

    def _plan(self, unit: Unit) -> None:
        sentences = list(self._sentences(unit))
        at = 0
        for is_new, group in groupby(sentences, key=lambda sentence: bool(sentence.keys)):
            new = list(group)
            end = at + len(new)
            if is_new:
                before = self._standing(sentences[at - 1]) if at else None
                behind = self._standing(sentences[end]) if end < len(sentences) else None
                if (before is not None or not at) and (behind is not None or end == len(sentences)):
                    self._find_place(unit, new, before, behind)
            at = end

    def _sentences(self, unit: Unit) -> Iterator[_Sentence]:
        content = unit.block.content if isinstance(unit.block, Paragraph) else ()
        at, before = 0, len(unit.heading)
        for text in filter(None, SENTENCE.findall(text_of(content))):
            end = at + len(text)
            inlines = list(cut(content, at, end))
            yield _Sentence(inlines, before + at, before + end, self._arrival.keys(inlines))
            at = end

    def _standing(self, sentence: _Sentence) -> Spot | None:
        """Where a sentence that is not new stands in the file, as it was written."""
        arrival = self._arrival
        numbers = [arrival.numbers[tag] for tag in sentence.tags if tag in arrival.numbers]
        written = {arrival.figures.old[number].sentence for number in numbers} or {sentence.text}
        spot = arrival.figures.places.sentence(written.pop()) if len(written) == 1 else None
        return spot if spot is not None and spot.edits is arrival.edits else None

    def _find_place(self, unit: Unit, new: list[_Sentence], before: Spot | None, behind: Spot | None) -> None:
        whole, heading = behind or before, unit.heading
        if whole is None:
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
            self._planned.append(_Planned(unit, new, spot, element))
            beginnings = with_items(sentence.text for sentence in new)
            self._arrival.placed.update(
                (key, text) for sentence, text in zip(new, beginnings, strict=True) for key in sentence.keys or ()
            )

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
