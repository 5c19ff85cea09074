"""A sentence of the file brought to today's as a whole: its words, the figures that come into it, those that leave.

Only where it still stands word for word as we wrote it. A figure that both sentences have stays in its control,
with whatever a person made of its look; so does a reference (图1). Between them the words become today's, a new
figure gets a control of its own, and the control of one that is no longer there is taken away.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from ....model.binding import Binding
from ....model.document import Inline, Reference, Shown
from ....model.values import dataclass, field
from ....ooxml.stories import W
from .controls import NewFigure
from .labels import Labels
from .ordinals import differ_in_ordinals, ordinal_before
from .places import Places, Spot
from .text_edits import CONTROL
from .today import Today

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_Part = str | NewFigure
_TAG = f"{W}sdtPr/{W}tag"


@dataclass(frozen=True, slots=True)
class _Anchor:
    """What stays in a sentence, from `start` to before `end` of its paragraph's texts.

    `key` is the number of a figure, or the kind of a reference; `texts` are those of its control.
    """

    start: int
    end: int
    key: object
    texts: Sequence[Element] = ()


@dataclass(slots=True, eq=False, repr=False)
class Change:
    """What makes today's sentence of the one in the file, which then says `text`.

    `words` are the stretches between what stays, each with what is to stand there; `spots` are those of its figures by
    number. `gone` are the numbers of figures that leave the sentence, `came` today's tags of those that come into it.
    """

    text: str
    spots: Mapping[int, Spot]
    words: list[tuple[Spot, list[_Part]]] = field(default_factory=list)
    gone: list[int] = field(default_factory=list)
    came: list[str] = field(default_factory=list)

    @property
    def new_words(self) -> list[str]:
        """What is to stand between the figures that stay."""
        return ["".join(part if isinstance(part, str) else part.text for part in parts) for _, parts in self.words]

    @property
    def is_only_words(self) -> bool:
        """Whether no figure comes or goes."""
        return not self.gone and not self.came

    @property
    def differs_in_ordinals(self) -> bool:
        """Whether nothing but ordinals become others."""
        before = [spot.text for spot, _ in self.words]
        return self.is_only_words and not self.is_none and differ_in_ordinals(before, self.new_words)

    @property
    def is_none(self) -> bool:
        """Whether the sentence of the file is today's."""
        return self.is_only_words and all(
            spot.text == new for (spot, _), new in zip(self.words, self.new_words, strict=True)
        )

    @property
    def can_be(self) -> bool:
        """Whether there is a text of the sentence's own wherever something new has to stand."""
        return all(spot.texts or not any(parts) for spot, parts in self.words)

    def keep_ordinal(self) -> None:
        """Let the sentence keep the ordinal that it begins with."""
        (spot, parts), before = self.words[0], ordinal_before(self.text)
        if before and parts and isinstance(parts[0], str) and (own := ordinal_before(spot.text)):
            parts[0] = own + parts[0].removeprefix(before)
            self.text = own + self.text.removeprefix(before)

    def make(self, tags: Mapping[str, str] | None) -> None:
        """Do it; `tags` are those of new controls by their tags of today.

        In a file without controls, figures are bound by words.
        """
        for (spot, parts), text in zip(self.words, self.new_words, strict=True):
            if spot.texts and spot.text != text:
                spot.set(text if tags is None else [_tagged(part, tags) for part in parts])
        for number in self.gone:
            self.spots[number].take_away()


@dataclass(slots=True, eq=False, repr=False)
class Sentences:
    """Works out changes of sentences; `spots` are those of the figures by number.

    `free` are the tags of today of the figures that the file has not.
    """

    old: Sequence[Binding]
    pairs: Mapping[int, Binding]
    places: Places
    today: Today
    labels: Labels
    spots: Mapping[int, Sequence[Spot]]
    free: frozenset[str]

    def changes(self, numbers: Sequence[int]) -> list[Change]:
        """The changes of a sentence in all places, by the numbers of its figures; none where one is not certain.

        People copy paragraphs with their controls, and then it has several places. A figure that leaves it has none
        beside them.
        """
        copies = list(self._copies(numbers))
        found = [change for whole, spots in copies if (change := self._change(numbers, whole, spots)) is not None]
        is_sure = all(len(self.spots[number]) == len(copies) for number in numbers if number not in self.pairs)
        return found if is_sure and len(found) == len(copies) and all(change.can_be for change in found) else []

    def _copies(self, numbers: Sequence[int]) -> Iterator[tuple[Spot, dict[int, Spot]]]:
        """The places where a sentence stands word for word, each with those of its figures."""
        seen: set[tuple[Element, int]] = set()
        for first in self.spots[numbers[0]]:
            whole = self.places.sentence_around(first, self.old[numbers[0]].sentence)
            if whole is not None and whole.texts and (whole.texts[0], whole.start) not in seen:
                seen.add((whole.texts[0], whole.start))
                inside = {number: [it for it in self.spots[number] if _is_inside(it, whole)] for number in numbers}
                if all(len(spots) == 1 for spots in inside.values()):
                    yield whole, {number: spots[0] for number, spots in inside.items()}

    def _change(self, numbers: Sequence[int], whole: Spot, spots: Mapping[int, Spot]) -> Change | None:
        known = [self.pairs[number] for number in numbers if number in self.pairs]
        inlines = self.today.sentence(known) if len({each.sentence for each in known}) == 1 else None
        anchors = self._anchors(spots, whole)
        if inlines is None or anchors is None or whole.end is None:
            return None
        staying = [anchor for anchor in anchors if anchor.key not in numbers or anchor.key in self.pairs]
        came: list[str] = []
        stretches = list(self._stretches(inlines, numbers, came))
        if [anchor.key for anchor in staying] != [key for _, key in stretches[:-1]]:
            return None
        change = Change("".join(self._text(inline) for inline in inlines), spots, came=came)
        change.gone += [number for number in numbers if number not in self.pairs]
        bound = {text for anchor in anchors for text in anchor.texts}
        edges = [whole.start, *(edge for anchor in staying for edge in (anchor.start, anchor.end)), whole.end]
        for (start, end), (parts, _) in zip(list(pairwise(edges))[::2], stretches, strict=True):
            change.words.append((_words(whole, start, end, bound), parts))
        return None if any(_is_figure(text, spot) for spot, _ in change.words for text in spot.texts) else change

    def _anchors(self, spots: Mapping[int, Spot], whole: Spot) -> list[_Anchor] | None:
        """The figures and references of a sentence in the file, in order; None where one is not in it."""
        anchors = []
        for number, spot in spots.items():
            span = _span(spot, whole)
            if span is None:
                return None
            anchors.append(_Anchor(*span, number, spot.texts if spot.content is not None else ()))
        for spot in self.places.references:
            span = _span(spot, whole) if spot.texts and spot.texts[0] in whole.texts else None
            if span is not None and span[0] >= whole.start and span[1] <= (whole.end or 0):
                anchors.append(_Anchor(*span, spot.text.rstrip("0123456789"), spot.texts))
        anchors.sort(key=lambda anchor: anchor.start)
        return None if any(one.end > other.start for one, other in pairwise(anchors)) else anchors

    def _stretches(
        self, inlines: Sequence[Inline], numbers: Sequence[int], came: list[str]
    ) -> Iterator[tuple[list[_Part], object]]:
        """Today's sentence: what stands before each thing that stays, with its key, and what stands at the end."""
        by_tag = {self.pairs[number].tag: number for number in numbers if number in self.pairs}
        parts: list[_Part] = []
        for inline in inlines:
            key: object = None
            if isinstance(inline, Shown):
                key = by_tag.get(inline.tag)
            elif isinstance(inline, Reference) and self.places.has_tags and self.today.is_target(inline):
                key = str(inline.kind)
            if key is not None:
                yield parts, key
                parts = []
            elif isinstance(inline, Shown) and inline.tag in self.free:
                parts.append(NewFigure(inline.tag, inline.text))
                came.append(inline.tag)
            else:
                parts.append(self._text(inline))
        yield parts, None

    def _text(self, inline: Inline) -> str:
        return self.labels.label(inline.kind, inline.number) if isinstance(inline, Reference) else inline.text


def _tagged(part: _Part, tags: Mapping[str, str]) -> _Part:
    return part if isinstance(part, str) else NewFigure(tags[part.tag], part.text)


def _words(whole: Spot, start: int, end: int, bound: set[Element]) -> Spot:
    """The stretch of a paragraph's texts, without the texts of controls."""
    chosen: list[Element] = []
    at = before = first = last = 0
    for text in whole.texts:
        length = len(text.text or "")
        if at < end and at + length > start and text not in bound:
            if not chosen:
                first = max(start - at, 0)
            last = before + min(end - at, length)
            before += length
            chosen.append(text)
        at += length
    if chosen:
        return Spot(whole.edits, chosen, first, last)
    return beside(whole, start, bound) if start == end else Spot(whole.edits, ())


def _is_figure(text: Element, spot: Spot) -> bool:
    """Whether a text of a stretch of words stands in a control of ours: that of a figure of another sentence."""
    around = (item for item in spot.edits.story.ancestors(text) if item.tag == CONTROL)
    return any(item.get(f"{W}val", "").startswith("rg-") for each in around for item in each.iterfind(_TAG))


def beside(whole: Spot, place: int, bound: Collection[Element] = ()) -> Spot:
    """The text around a place, the end of the one before or the beginning of the one behind, if it is no figure's."""
    at = 0
    beside: list[tuple[Element, int]] = []
    for text in whole.texts:
        length = len(text.text or "")
        if length and at <= place <= at + length and text not in bound and not whole.edits.is_in_control(text):
            beside.append((text, place - at))
        at += length
    return Spot(whole.edits, [beside[0][0]], beside[0][1], beside[0][1]) if beside else Spot(whole.edits, ())


def _is_inside(spot: Spot, whole: Spot) -> bool:
    """Whether a spot lies in a stretch of a paragraph."""
    span = _span(spot, whole) if spot.edits is whole.edits else None
    return span is not None and span[0] >= whole.start and (whole.end is None or span[1] <= whole.end)


def _span(spot: Spot, whole: Spot) -> tuple[int, int] | None:
    """Where a spot lies among the texts of a paragraph; None where it is not of it."""
    if spot.texts is whole.texts or spot.content is None:
        return (spot.start, spot.end or 0) if list(spot.texts) == list(whole.texts) else None
    at = 0
    first = spot.texts[0] if spot.texts else None
    for text in whole.texts:
        if text is first:
            return at, at + len(spot.text)
        at += len(text.text or "")
    return None
