"""What leaves a file: sentences, paragraphs, tables and charts that the report no longer has and that nobody touched.

A paragraph leaves where none of its figures is in the report any more and all its words are those that we wrote: the
sentences of its figures, and others that the same places of the template still say of other rows. What a person
wrote into it, commented or tracked keeps it there, and it is listed. So does a figure of today that the same place of
the template shows and that has found no place: it may be the same one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import groupby
from typing import TYPE_CHECKING

from ....model.binding import Binding
from ....model.collect import SENTENCE
from ....model.document import Paragraph, ReferenceKind, text_of
from ....model.place import ARROW
from ....model.refresh import Fate, Refreshed
from ....ooxml.stories import text_in
from ..story import Splices
from .arrival import Arrival
from .block_departure import BlockDeparture
from .leaving import Leaving
from .left_words import LeftWords
from .ordinals import without_ordinal
from .our_notes import OurNotes
from .places import Spot
from .removal import is_plain, is_plain_between, must_stay, remove, remove_note
from .stand_ins import StandIns
from .text_edits import PARAGRAPH, TextEdits, notes_among

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_Place = tuple[tuple[str, ...], int]


class Departure:
    """What leaves one file; `refused` are the numbers of figures that must stay, for they may be others of today.

    `kept` are the kinds (图, 表) of which nothing may leave, `arranged` is what leaves anyway. `untouched` tells that
    nobody has edited the file at all.
    """

    def __init__(
        self,
        arrival: Arrival,
        stories: Collection[TextEdits],
        refused: Collection[int],
        kept: Collection[str],
        arranged: Iterable[Leaving] = (),
        *,
        untouched: bool,
    ) -> None:
        self._stories = stories
        self._arrival, self._figures = arrival, arrival.figures
        self._refused, self._untouched = refused, untouched
        gone = (number for number in range(len(self._figures.old)) if number not in self._figures.found.pairs)
        self._gone = {number for number in gone if number not in refused}
        self._stand_ins = StandIns(arrival)
        self.leaving: list[Leaving] = list(arranged)
        self._arranged = self.numbers
        self._gone -= self._arranged
        if self._gone and arrival.arrangement.is_whole:
            self.leaving += [each for each in self._paragraphs() if each.spot is not None]
            self.leaving += self._sentences()
        elif self._gone:
            self.leaving += self._paragraphs()
            if untouched:
                self.leaving += list(LeftWords(arrival, self.elements).find())
            self.leaving += self._headings()
            self.leaving += self._sentences()
        blocks = BlockDeparture(arrival, self.elements, kept, untouched=untouched)
        self.leaving += list(blocks.find())

    @property
    def elements(self) -> set[Element]:
        """The elements of the body that leave."""
        return {element for each in self.leaving for element in each.elements}

    @property
    def paragraphs(self) -> set[Element]:
        """Those of them that no table or chart takes along."""
        return {element for each in self.leaving if not each.tag for element in each.elements}

    @property
    def tags(self) -> set[str]:
        """The tags of the tables and charts that leave."""
        return {each.tag for each in self.leaving if each.tag}

    @property
    def keys(self) -> list[tuple[ReferenceKind, int]]:
        """The kinds and numbers of those in the file."""
        return [each.key for each in self.leaving if each.key is not None]

    @property
    def numbers(self) -> set[int]:
        """The numbers of the figures that leave."""
        return {number for each in self.leaving for number in each.numbers}

    def uncertain(self, unplaced: Collection[str]) -> set[int]:
        """The numbers of figures that places of the template print which also print something that has no place yet."""
        free = self.numbers.difference(self._arranged)
        return {number for number in free if self._figures.old[number].template in unplaced}

    def make(self, stories: Mapping[TextEdits, Splices]) -> Iterator[Refreshed]:
        """Take it away; an entry for each."""
        main, last = self._arrival.edits, must_stay(self.elements, self._arrival.body)
        for each in self.leaving:
            if each.spot is not None:
                each.spot.set(each.becomes)
                for number in each.numbers:
                    for spot in self._figures.spots[number]:
                        if spot.content is not None:
                            each.spot.edits.uncover(spot.content)
            for element in each.elements:
                if element in main.closed:  # a paragraph that refers to two of what leaves
                    continue
                remove(element, main, stories[main], but_its_end=element is last)
            if (edits := self._note_edits) is not None:
                for note in each.notes:
                    remove_note(note, edits, stories[edits])
            fate = Fate.CHANGED if each.becomes else Fate.DROPPED
            yield Refreshed(fate=fate, place=each.place, written=each.text, now=each.text, today=each.becomes)
        for text, unit in self._stand_ins.unsaid.items():
            yield Refreshed(fate=Fate.ABSENT, place=self._arrival.place(unit.block), today=text)

    def _paragraphs(self) -> Iterator[Leaving]:
        old = self._figures.old
        for _, group in groupby(range(len(old)), key=self._paragraph_of.__getitem__):
            numbers = list(group)
            where, paragraph = old[numbers[0]].where, old[numbers[0]].paragraph
            if paragraph and self._gone.issuperset(numbers):
                found = self._paragraph(where, numbers, self._above(where) if paragraph == 1 else ())
                if found is not None:
                    yield found

    def _above(self, where: Sequence[str]) -> list[int]:
        """The figures of a heading."""
        return [n for n, item in enumerate(self._figures.old) if item.where == where and not item.paragraph]

    def _paragraph(self, where: Sequence[str], numbers: Sequence[int], above: Sequence[int]) -> Leaving | None:
        element = self._element(numbers)
        notes = [] if element is None else self._notes.of(element)
        if element is None or not is_plain(element, with_notes=True):
            return None
        if not self._untouched and not all(map(self._is_gone, notes)):
            return None
        text = text_in(element)
        heading = where[-1] if where else ""
        before = next((each for each in (f"{heading}。", heading) if above and text.startswith(each)), "")
        own = [number for number in above if self._stands_in(number, element)]
        if not self._gone.issuperset(own) or not self._is_ours(text[len(before) :], numbers):
            return None
        place, becomes = self._figures.old[numbers[0]].place, self._stand_ins.of_paragraph(element, before)
        if becomes == "":
            return Leaving([*own, *numbers], text, place, [element], notes=notes)
        spot = Spot(self._arrival.edits, self._arrival.edits.texts_of(element), len(before), len(text))
        if becomes is None or own or not is_plain_between(element, spot):
            return None
        return Leaving(numbers, text[len(before) :], place, (), spot, becomes)

    def _element(self, numbers: Sequence[int]) -> Element | None:
        """The one paragraph of the body that figures stand in; None where one stands nowhere, or in more than one."""
        found: dict[int, Element] = {}
        for number in numbers:
            spots = self._figures.spots[number]
            if not spots:
                return None
            if all(spot.edits is self._arrival.edits for spot in spots):
                found.update((id(item), item) for item in self._arrival.paragraphs_of(number))
        (element,) = found.values() if len(found) == 1 else (None,)
        return element if element is not None and self._arrival.in_body(element) is element else None

    @cached_property
    def _note_edits(self) -> TextEdits | None:
        return notes_among(self._stories)

    @cached_property
    def _notes(self) -> OurNotes:
        return OurNotes(self._arrival, self._note_edits)

    def _is_gone(self, note: Element) -> bool:
        """Whether a footnote says what notes of the report say, but for its figures, none of which is of today."""
        figures = self._notes.figures(note)
        return figures is not None and self._gone.issuperset(figures)

    def _stands_in(self, number: int, element: Element) -> bool:
        return any(item is element for item in self._arrival.paragraphs_of(number))

    def _is_ours(self, text: str, numbers: Sequence[int]) -> bool:
        """Whether a text consists of the sentences of these figures, and of words that we wrote beside them."""
        old = self._figures.old
        written = list(dict.fromkeys(old[number].sentence for number in numbers))
        if text == "".join(written):
            return True
        said = [part for part in SENTENCE.findall(text) if part]
        rest = [part for part in said if part not in written]
        if [part for part in said if part in written] != written:
            return False
        known = {part for number in numbers for part in self._said.get(old[number].template, ())}
        return all(part in known or (self._untouched and self._spare[part] >= rest.count(part)) for part in rest)

    @cached_property
    def _said(self) -> Mapping[str, set[str]]:
        """The sentences of today's paragraphs by the places of the template that print their figures."""
        templates = {item.tag: item.template for item in self._figures.today.single}
        found: dict[str, set[str]] = {}
        for unit in self._arrival.units:
            if isinstance(unit.block, Paragraph):
                parts = set(SENTENCE.findall(text_of(unit.block.content)))
                for tag in unit.tags:
                    found.setdefault(templates.get(tag, ""), set()).update(parts)
        return found

    @cached_property
    def _spare(self) -> Counter[str]:
        """How many more sentences of a text the file has than the report."""
        body = (text_in(item) for item in self._arrival.body if item.tag == PARAGRAPH)
        found = Counter(part for text in body for part in SENTENCE.findall(text))
        found.subtract(part for unit in self._arrival.units for part in SENTENCE.findall(unit.text))
        return found

    def _headings(self) -> Iterator[Leaving]:
        """The headings below which nothing is left."""
        numbers, elements = self.numbers, self.elements
        words = {without_ordinal(unit.heading) for unit in self._arrival.units if unit.heading}
        for where in dict.fromkeys(self._figures.old[number].where for number in numbers):
            below = [number for number, item in enumerate(self._figures.old) if item.where[: len(where)] == where]
            heading = self._heading(where, elements) if len(where) > 1 else None
            if heading is not None and without_ordinal(where[-1]) not in words:
                own = [number for number in below if self._stands_in(number, heading)]
                if self._gone.issuperset(own) and numbers.issuperset(self._gone.intersection(below).difference(own)):
                    yield Leaving(own, text_in(heading), ARROW.join(where), [heading])

    def _heading(self, where: Sequence[str], leaving: Collection[Element]) -> Element | None:
        """The paragraph of a heading, where what stands below it leaves, up to what the report has elsewhere today."""
        body = list(self._arrival.body)
        found = [item for item in body if item.tag == PARAGRAPH and text_in(item) == where[-1]]
        if len(found) != 1 or not is_plain(found[0], with_notes=False):
            return None
        following = body[body.index(found[0]) + 1 :]
        first = next((item for item in following if item not in leaving), None)
        if not following or following[0] not in leaving:
            return None
        standing = (stands[0] for unit in self._arrival.units if (stands := self._arrival.standing(unit)) is not None)
        return found[0] if self._arrival.is_closing(first) or any(item is first for item in standing) else None

    def _sentences(self) -> Iterator[Leaving]:
        """Sentences of paragraphs that stay, none of whose figures is in the report any more.

        What is left of an item would seem to be said of the one before: an item leaves whole. And where no figure
        holds a paragraph, all of its sentences leave or none does: what is left of it says nothing.
        """
        pairs, spots, leaving = self._figures.found.pairs, self._figures.spots, self.numbers
        for _, group in groupby(self._figures.groups, key=lambda numbers: self._paragraph_of[numbers[0]]):
            sentences = list(group)
            found = [each for item in self._items(sentences) for each in self._item(item, leaving)]
            is_held = any(number in pairs and spots[number] for numbers in sentences for number in numbers)
            if is_held or len(found) == len(sentences):
                yield from found

    def _items(self, sentences: Iterable[Sequence[int]]) -> Iterator[list[Sequence[int]]]:
        """The sentences without figures of today that stand one behind the other and that one run of a loop wrote."""
        pairs, item, seen = self._figures.found.pairs, list[Sequence[int]](), set[str]()
        for numbers in sentences:
            is_known, template = any(number in pairs for number in numbers), self._figures.old[numbers[0]].template
            if is_known or template in seen:
                yield item
                item, seen = [], set()
            if not is_known:
                item.append(numbers)
                seen.add(template)
        yield item

    def _item(self, sentences: Sequence[Sequence[int]], leaving: Collection[int]) -> list[Leaving]:
        """The sentences of an item where all of them can leave."""
        found = [each for numbers in sentences if (each := self._sentence(numbers, leaving)) is not None]
        return found if len(found) == len(sentences) else []

    @cached_property
    def _paragraph_of(self) -> Sequence[int]:
        """The paragraph of the file that each figure stands in, by a number of its own.

        What stays of an earlier report has the number of its paragraph there, and others may have the same today; they
        stand in other paragraphs.
        """
        found: list[int] = []
        around: set[int] = set()
        last: _Place | None = None
        for number, item in enumerate(self._figures.old):
            place = item.where, item.paragraph
            own = {id(element) for element in self._arrival.paragraphs_of(number)}
            if place != last or (own and around and around.isdisjoint(own)):
                around, last = set(), place
                found.append(number)
            else:
                found.append(found[-1])
            around |= own
        return found

    def _stand_in(self, spot: Spot) -> str | None:
        """What stands in the place of a sentence today."""
        around = spot.edits.story.ancestors(spot.texts[0])
        return self._stand_ins.of_sentence(next(item for item in around if item.tag == PARAGRAPH), spot.start)

    def _sentence(self, numbers: Sequence[int], leaving: Collection[int]) -> Leaving | None:
        """A sentence that leaves a paragraph; None where it stays, or leaves with the paragraph."""
        item: Binding = self._figures.old[numbers[0]]
        if not item.paragraph or not self._gone.issuperset(numbers) or any(number in leaving for number in numbers):
            return None
        spot = self._stretch(numbers)
        becomes = None if spot is None else self._stand_in(spot)
        return None if becomes is None else Leaving(numbers, item.sentence, item.place, (), spot, becomes)

    def _stretch(self, numbers: Sequence[int]) -> Spot | None:
        """Where a sentence stands in a paragraph that says more."""
        spots = [self._figures.spots[number] for number in numbers]
        if any(len(each) != 1 or each[0].edits is not self._arrival.edits for each in spots):
            return None
        spot = self._figures.places.sentence_around(spots[0][0], self._figures.old[numbers[0]].sentence)
        if spot is None or not spot.texts or spot.end is None:
            return None
        paragraph = next(item for item in spot.edits.story.ancestors(spot.texts[0]) if item.tag == PARAGRAPH)
        inside = set(spot.texts)
        if len(text_in(paragraph)) <= spot.end - spot.start or not all(inside.issuperset(it[0].texts) for it in spots):
            return None
        return spot if is_plain_between(paragraph, spot) else None
