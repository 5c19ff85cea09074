"""Paragraphs, headings, tables and charts that the report has newly, put where they belong.

They come between two neighbours that still stand side by side, or behind the last one of all; else they are listed.
Below a heading that comes, paragraphs without figures come too, as far as the file has fewer of them than the report.
A paragraph whose heading runs in does not come where that heading stands in the file already.
What they are is taken from the specimen, how they look from a paragraph of the same kind nearby.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from ....model.document import ChartBlock, Heading, Paragraph, TableBlock
from ....model.refresh import Refreshed
from ....model.values import dataclass
from ....ooxml.stories import text_in
from ..story import Splices
from .arrival import Arrival
from .form import Form
from .host import Host
from .labels import kind_of
from .likeness import Example, Likeness, style_of
from .ordinals import with_items, without_ordinal
from .own_look import OwnLook, own_look
from .specimen import Specimen, notes_in, paragraphs_in, runs_in, text_of_unit
from .units import Unit

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element


@dataclass(frozen=True, slots=True, eq=False)
class _Coming:
    """A new unit with its number among all, and the tags of what must come for it to come."""

    unit: Unit
    number: int
    keys: Sequence[str]


@dataclass(frozen=True, slots=True, eq=False)
class _Planned:
    """New units that stand one behind the other, to come behind an element."""

    coming: Sequence[_Coming]
    behind: Element


class NewUnits:
    """Puts new units into the body of a file; `made` are those put in, in order, each with how many elements it is."""

    def __init__(self, arrival: Arrival) -> None:
        self._arrival = arrival
        self._planned: list[_Planned] = []
        self._looks: dict[Element, OwnLook] = {}
        self.made: list[tuple[Unit, int]] = []

    def plan(self) -> None:
        """Find what has a certain place."""
        units, keys = self._arrival.units, self._keys()
        last: Element | None = self._arrival.above
        waiting: list[_Coming] = []
        for number, unit in enumerate(units):
            own = keys.get(number)
            if own is not None:
                waiting.append(_Coming(unit, number, own))
            elif (stands := self._arrival.standing(unit) or self._behind(last, unit)) is not None:
                self._place(waiting, last, stands[0])
                waiting, last = [], stands[1]
        self._place(waiting, last, None)

    def _behind(self, last: Element | None, unit: Unit) -> tuple[Element, Element] | None:
        """What stands right behind an element where it reads as a paragraph without figures: several may read so."""
        found = self._arrival.next(last) if last is not None and self._is_plain(unit) else None
        return (found, found) if found is not None and text_in(found) == unit.text else None

    @property
    def blocks(self) -> list[TableBlock | ChartBlock]:
        """The tables and charts that come."""
        return [unit.block for unit in self.coming if isinstance(unit.block, (TableBlock, ChartBlock))]

    @property
    def are_arranged(self) -> bool:
        """Whether all comes that has to, for what stood in its place leaves."""
        coming = {id(unit) for unit in self.coming}
        return all(id(self._arrival.units[number]) in coming for number in self._arrival.arrangement.coming)

    @property
    def coming(self) -> list[Unit]:
        """What comes, as far as is known."""
        return [each.unit for planned in self._planned for each in planned.coming if self._comes(each)]

    def drop(self, kinds: Collection[str], units: Iterable[Unit]) -> bool:
        """Let tables and charts of these kinds not come, nor these units with what stands below them; whether any did.

        What refers to one that does not come does not come either.
        """
        refused = {block.tag for block in self.blocks if str(kind_of(block)) in kinds}
        wanted = {id(unit) for unit in units}
        each = (coming for planned in self._planned for coming in planned.coming)
        refused.update(key for coming in each if id(coming.unit) in wanted for key in coming.keys)
        dropped = [self._arrival.placed.pop(key) for key in refused if key in self._arrival.placed]
        return bool(dropped)

    def are_placed(self) -> bool:
        """Whether anything still comes."""
        return any(self._comes(coming) for planned in self._planned for coming in planned.coming)

    def announce(self, specimen: Specimen, host: Host) -> None:
        """Tell the file which notes will come."""
        for planned in self._planned:
            at = self._arrival.edits.story.span(planned.behind).end
            for coming in filter(self._comes, planned.coming):
                host.notes.expect(at, notes_in(specimen.elements(coming.unit)))

    def make(self, specimen: Specimen, host: Host, splices: Splices) -> Iterator[Refreshed]:
        """Put them in; an entry for each."""
        edits = self._arrival.edits
        examples = self._examples(specimen, Form(edits.story))
        for planned in sorted(self._planned, key=lambda planned: edits.story.start(planned.behind)):
            made: list[str] = []
            for coming in filter(self._comes, planned.coming):
                likenesses = dict(self._likenesses(coming, specimen, examples, host))
                transplant = host.transplant(planned.behind, likenesses)
                elements = specimen.elements(coming.unit)
                made += map(transplant.block, elements)
                self.made.append((coming.unit, len(elements)))
                yield self._arrival.told(coming.keys, text_of_unit(coming.unit), coming.unit)
            splices.insert(edits.story.span(planned.behind).end, "".join(made).encode())

    def _comes(self, coming: _Coming) -> bool:
        return all(key in self._arrival.placed for key in coming.keys)

    def _keys(self) -> Mapping[int, Sequence[str]]:
        """What makes a unit new, by its number; nothing for those that are not."""
        found: dict[int, Sequence[str]] = dict(self._arranged())
        if self._arrival.arrangement.is_whole:
            return found
        units = self._arrival.units
        for number in range(len(units) - 1, -1, -1):
            unit = units[number]
            if isinstance(unit.block, Heading):
                keys = self._keys_below(number, found)
            elif isinstance(unit.block, (TableBlock, ChartBlock)):
                keys = self._arrival.keys(unit.block.caption)
                if keys is not None:
                    keys = [unit.block.tag, *keys] if unit.block.tag in self._arrival.new_blocks else []
            else:
                keys = None if unit.run_in and self._arrival.begins(unit.heading) else self._arrival.keys(unit.content)
            if keys:
                found[number] = keys
        return dict(self._with_plain(found))

    def _arranged(self) -> Iterator[tuple[int, Sequence[str]]]:
        """What comes because it cannot stay, or never was there."""
        for number in self._arrival.arrangement.coming:
            unit = self._arrival.units[number]
            if isinstance(unit.block, (TableBlock, ChartBlock)):
                own, keys = unit.block.tag, self._arrival.keys(unit.block.caption)
            else:
                own, keys = f"unit {number}", self._arrival.keys(unit.content)
            if keys is not None:
                yield number, [own, *keys]

    def _with_plain(self, found: Mapping[int, Sequence[str]]) -> Iterator[tuple[int, Sequence[str]]]:
        """What comes, and below each heading that does, the paragraphs without figures: they come with it."""
        above: Sequence[str] = ()
        lacking = self._arrival.lacking(self._arrival.leaving)
        for number, unit in enumerate(self._arrival.units):
            if unit.heading:
                above = found.get(number, ())
            if number in found:
                yield number, found[number]
            elif above and self._is_plain(unit) and lacking[without_ordinal(unit.text)] > 0:
                lacking[without_ordinal(unit.text)] -= 1
                yield number, above

    def _is_plain(self, unit: Unit) -> bool:
        """Whether a paragraph without heading shows no figure and refers to nothing new."""
        return unit.is_plain and self._arrival.keys(unit.content) == []

    def _keys_below(self, number: int, known: Mapping[int, Sequence[str]]) -> Sequence[str] | None:
        """What makes a heading new: all that stands below it is, and the file has no such heading."""
        units = self._arrival.units
        heading = units[number].block
        if not isinstance(heading, Heading) or heading.level == 1 or self._arrival.stands(units[number].text):
            return None
        own = self._arrival.keys(heading.content)
        found = [] if own is None else list(own)
        for at in range(number + 1, len(units)):
            unit = units[at]
            level = unit.run_in.level if unit.run_in else unit.block.level if isinstance(unit.block, Heading) else 99
            if level <= heading.level:
                break
            if at not in known and not self._is_plain(unit):
                return None
            found += known.get(at, ())
        return None if own is None else found

    def _place(self, coming: Sequence[_Coming], last: Element | None, first: Element | None) -> None:
        """Let units come behind `last`, if `first` is what follows it; None is the end of all sections."""
        if not coming or last is None:
            return
        following = self._arrival.next(last)
        is_sure = following is first if first is not None else self._arrival.is_closing(following)
        if is_sure or self._arrival.arrangement.is_whole:
            self._planned.append(_Planned(list(coming), last))
            for is_words, group in groupby(coming, key=lambda each: isinstance(each.unit.block, Paragraph)):
                new = list(group)
                texts = [each.unit.text.removeprefix(each.unit.heading) for each in new]
                beginnings = list(with_items(texts)) if is_words else texts
                self._arrival.placed.update(
                    (key, text) for each, text in zip(new, beginnings, strict=True) for key in each.keys
                )

    def _examples(self, specimen: Specimen, form: Form) -> Mapping[str, list[tuple[int, Example]]]:
        """The paragraphs of the file that stand for one of the specimen, by its style, with their unit's number."""
        found: dict[str, list[tuple[int, Example]]] = {}
        coming = {each.number for planned in self._planned for each in planned.coming}
        for number, unit in enumerate(self._arrival.units):
            stands = None if number in coming else self._arrival.standing(unit)
            if stands is not None:
                elements = [stands[0]] if stands[0] is stands[1] else self._arrival.between(*stands)
                written, there = list(paragraphs_in(specimen.elements(unit))), list(paragraphs_in(elements))
                for one, other in zip(written, there, strict=False) if len(written) == len(there) else ():
                    found.setdefault(style_of(one), []).append((number, Example(form, one, other)))
        return found

    def _likenesses(
        self, coming: _Coming, specimen: Specimen, examples: Mapping[str, list[tuple[int, Example]]], host: Host
    ) -> Iterator[tuple[Element, Likeness]]:
        """The looks of a unit's paragraphs: that of the nearest which has most of what is in it."""
        for paragraph in paragraphs_in(specimen.elements(coming.unit)):
            known = examples.get(style_of(paragraph), [])
            found = self._moved(coming, paragraph, examples) or self._nearest(coming, paragraph, known)
            if found is not None:
                yield paragraph, host.likeness(found)

    def _moved(
        self, coming: _Coming, paragraph: Element, examples: Mapping[str, list[tuple[int, Example]]]
    ) -> Example | None:
        """What a unit was before it moved, unless that is of another kind: a heading that now runs in."""
        number = self._arrival.arrangement.likes.get(coming.number)
        if number is None:
            return None
        like, own = self._arrival.body[number], style_of(paragraph)
        others = (each.like for style, known in examples.items() if style != own for _, each in known)
        is_other = any(style_of(other) == style_of(like) for other in others)
        return None if is_other else Example(Form(self._arrival.edits.story), paragraph, like)

    def _nearest(self, coming: _Coming, paragraph: Element, known: Sequence[tuple[int, Example]]) -> Example | None:
        """The nearest paragraph that has most of what is in a new one, and no look that a person gave it alone."""
        if not known:
            return None
        styles, looks = set(map(style_of, runs_in(paragraph))), [self._look(each.like) for _, each in known]

        def rank(at: int) -> tuple[int, bool, int]:
            number, each = known[at]
            beside = [*looks[max(at - 1, 0) : at], *looks[at + 1 : at + 2]]
            is_alone = not looks[at].is_plain and not any(map(looks[at].is_like, beside))
            return len(styles - set(map(style_of, runs_in(each.written)))), is_alone, abs(number - coming.number)

        return known[min(range(len(known)), key=rank)][1]

    def _look(self, element: Element) -> OwnLook:
        if element not in self._looks:
            self._looks[element] = own_look(element)
        return self._looks[element]
