"""What today's report says without a figure in the place of something that leaves: 完成较好 where a figure stood.

Words without figures are bound to nothing. They are known by what stands before and behind them, in the file and in
the report.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from itertools import takewhile
from typing import TYPE_CHECKING

from ....model.collect import SENTENCE
from ....model.document import Paragraph, Shown, text_of
from ....ooxml.stories import text_in
from .arrival import Arrival
from .ordinals import without_ordinal
from .today import cut
from .units import Unit

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element


class StandIns:
    """Finds what stands in: its text, "" for nothing, None where something does and nobody can tell what.

    `unsaid` are the texts of which nobody can tell in whose place they stand, each with its unit.
    """

    def __init__(self, arrival: Arrival) -> None:
        self._arrival = arrival
        self.unsaid: dict[str, Unit] = {}
        self._unclear: list[Element] = []

    def of_sentence(self, paragraph: Element, start: int) -> str | None:
        """What stands in for a sentence of a paragraph that stays; `start` is its place in the paragraph's text."""
        text = text_in(paragraph)
        unit, before = self._units.get(id(paragraph)), 0
        if unit is None or unit.run_in:
            unit, before = self._run_in(text) or (unit or self._between(paragraph), 0)
        if unit is None or not isinstance(unit.block, Paragraph):
            return "" if paragraph not in self._unclear else None
        here = _sentences(text[before:])
        at, index = before, 0
        while at < start and index < len(here):
            at, index = at + len(here[index]), index + 1
        said = self._said(unit)
        if at != start:  # a person wrote before it
            return self._of(unit, [each for each in said if each[1] not in here], 0, -1)
        known = [old for _, old in said]
        first = next((it for it in range(index - 1, -1, -1) if here[it] in known), -1)
        last = next((it for it in range(index + 1, len(here)) if here[it] in known), len(here))
        begin = known.index(here[first]) + 1 if first >= 0 else 0
        end = known.index(here[last]) if last < len(here) else len(said)
        return self._of(unit, said[begin:end], index - first - 1, last - first - 1)

    def of_paragraph(self, paragraph: Element, heading: str) -> str | None:
        """What stands in for all of a paragraph behind the heading that runs into it."""
        if heading:
            unit, _ = self._run_in(heading) or (None, 0)
            return unit.text[len(unit.heading) :] if unit is not None and self._is_bare(unit) else ""
        unit = self._between(paragraph)
        return unit.text if unit is not None else None if paragraph in self._unclear else ""

    def _run_in(self, text: str) -> tuple[Unit, int] | None:
        """The unit whose heading runs into a paragraph that reads so, and where the heading ends in it."""
        bare = without_ordinal(text)
        units = [each for each in self._arrival.units if each.run_in and bare.startswith(without_ordinal(each.heading))]
        if len(units) != 1:
            return None
        return units[0], len(text) - len(bare) + len(without_ordinal(units[0].heading))

    def _between(self, paragraph: Element) -> Unit | None:
        """The unit of bare words that has the place of a paragraph among as many between those that stand."""
        body = [item for item in self._arrival.body if self._arrival.is_block(item) and text_in(item)]
        at = body.index(paragraph) if paragraph in body else -1
        if at < 0:
            return None
        first = next((it for it in range(at - 1, -1, -1) if id(body[it]) in self._units), -1)
        last = next((it for it in range(at + 1, len(body)) if id(body[it]) in self._units), len(body))
        units = self._arrival.units
        begin = units.index(self._units[id(body[first])]) + 1 if first >= 0 else 0
        end = units.index(self._units[id(body[last])]) if last < len(body) else len(units)
        between = list(takewhile(lambda each: not each.heading, units[begin:end]))
        bare = [each for each in between if self._is_bare(each) and not self._arrival.stands(each.text)]
        if len(between) == last - first - 1:
            unit = between[at - first - 1]
            return unit if unit in bare else None
        if bare:
            self._unclear.append(paragraph)
            self.unsaid.update((each.text, each) for each in bare)
        return None

    def _of(self, unit: Unit, said: Sequence[tuple[str, str]], index: int, count: int) -> str | None:
        """The one of these that has the same place among as many; `said` are bare words, "" for what is not bare."""
        bare = [text for text, _ in said if text]
        if not bare or len(said) == count:
            return said[index][0] if bare else ""
        self.unsaid.update(dict.fromkeys(bare, unit))
        return None

    def _said(self, unit: Unit) -> list[tuple[str, str]]:
        """The sentences of a paragraph of today: its bare words, "" where there is a figure, and how it was written."""
        assert isinstance(unit.block, Paragraph)  # noqa: S101 - asked by the one caller
        content, found, at = unit.block.content, [], 0
        numbers, old = self._arrival.numbers, self._arrival.figures.old
        for text in _sentences(text_of(content)):
            inlines = list(cut(content, at, at + len(text)))
            tags = [each.tag for each in inlines if isinstance(each, Shown) and each.piece.shows is not None]
            written = next((old[numbers[tag]].sentence for tag in tags if tag in numbers), "" if tags else text)
            found.append(("" if tags or self._arrival.keys(inlines) else text, written))
            at += len(text)
        return found

    def _is_bare(self, unit: Unit) -> bool:
        """Whether a paragraph of today shows no figure and refers to nothing new."""
        return (
            isinstance(unit.block, Paragraph)
            and not any(isinstance(each, Shown) and each.piece.shows is not None for each in unit.block.content)
            and not self._arrival.keys(unit.block.content)
        )

    @cached_property
    def _units(self) -> Mapping[int, Unit]:
        """The units by the elements of the body that they are in the file."""
        found: dict[int, Unit] = {}
        for unit in self._arrival.units:
            standing = self._arrival.standing(unit)
            if standing is not None:
                found.update((id(item), unit) for item in self._arrival.between(*standing))
        return found


def _sentences(text: str) -> list[str]:
    return [part for part in SENTENCE.findall(text) if part]
