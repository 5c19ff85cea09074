"""The numbers of headings below level 1, （一） and 1., where some come or leave among them.

Headings of one level below one heading count together. Their numbers follow where all that the report has of them
stand in the file or come, and the file counts them as a build does; else none of them comes, and all stay.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from ....model.document import Heading, text_of
from ....model.refresh import Fate, Refreshed
from ....model.values import dataclass, field
from ....narrate.hanzi import heading_number
from ....ooxml.stories import text_in
from .arrival import Arrival
from .labels import label_of
from .ordinals import number_before, without_ordinal
from .text_edits import PARAGRAPH
from .units import Unit

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element


@dataclass(slots=True, eq=False)
class _Counted:
    """Headings that count together, as today's units; `level` is theirs, `above` are the words of those above them."""

    level: int
    above: tuple[str, ...]
    units: list[Unit] = field(default_factory=list)


class HeadingNumbers:
    """The lists of headings in which something changes.

    `coming` are the units that come, `leaving` the paragraphs that are taken away, and `gone` the numbers of their
    figures.
    """

    def __init__(
        self, arrival: Arrival, coming: Collection[Unit], leaving: Collection[Element], gone: Collection[int]
    ) -> None:
        self._arrival = arrival
        self._coming = {id(unit) for unit in coming}
        self._leaving, self._gone = leaving, gone
        self._changed = [each for each in _lists(arrival.units) if self._changes(each)]
        self.refused = [each for each in self._changed if not self._is_whole(each)]

    def refused_units(self) -> Iterator[Unit]:
        """The units that cannot come, for no number would be certain."""
        return (unit for each in self.refused for unit in each.units if id(unit) in self._coming)

    def renew(self) -> Iterator[Refreshed]:
        """Set the numbers; an entry for each that is another."""
        edits = self._arrival.edits
        for unit in (unit for each in self._changed if each not in self.refused for unit in each.units):
            paragraph, heading = self._paragraph(unit), _heading(unit)
            old = "" if paragraph is None else number_before(text_in(paragraph))
            # A unit's heading has its number from what it was put together with, not from the report.
            if paragraph is not None and heading is not None and heading.number and old != heading.number:
                edits.set(edits.texts_of(paragraph), heading.number, 0, len(old), within=paragraph)
                place = self._arrival.place(heading)
                yield Refreshed(fate=Fate.CHANGED, place=place, written=old, now=old, today=heading.number)

    def _changes(self, counted: _Counted) -> bool:
        if counted.level == 1:
            return False
        return bool(self._leaving) or any(id(unit) in self._coming for unit in counted.units)

    def _is_whole(self, counted: _Counted) -> bool:
        """Whether every heading comes or stands in the file, those that stand counted one after the other."""
        if self._arrival.arrangement.is_whole:
            return True
        staying = [unit for unit in counted.units if id(unit) not in self._coming]
        if counted.above in self._left_over:
            return False
        paragraphs = [self._paragraph(unit) for unit in staying]
        known = [paragraph for paragraph in paragraphs if paragraph is not None]
        if len(known) < len(staying):
            return False
        starts = [self._arrival.edits.story.start(paragraph) for paragraph in known]
        numbers = [number_before(text_in(paragraph)) for paragraph in known]
        before = self._numbers(counted.level, known)
        return starts == sorted(starts) and numbers == [number for number in before if number in numbers]

    @cached_property
    def _left_over(self) -> set[tuple[str, ...]]:
        """The words of headings below which the file keeps one that the report no longer has."""
        figures = self._arrival.figures
        known = {counted.above for counted in _lists(self._arrival.units)}
        known.update(
            (*counted.above, _words(unit)) for counted in _lists(self._arrival.units) for unit in counted.units
        )
        found: set[tuple[str, ...]] = set()
        for number, item in enumerate(figures.old):
            if number not in figures.found.pairs and number not in self._gone and not label_of(item):
                trail = tuple(map(without_ordinal, item.where))
                found.update(trail[:depth] for depth in range(1, len(trail)) if trail[: depth + 1] not in known)
        return found

    def _numbers(self, level: int, known: Sequence[Element]) -> Sequence[str]:
        """How a build would number the headings of the file that count together, those that leave among them."""
        leaving = [paragraph for paragraph in self._leaving if number_before(text_in(paragraph))]
        return [heading_number(level, at) for at in range(1, len(known) + len(leaving) + 1)]

    def _paragraph(self, unit: Unit) -> Element | None:
        stands = None if id(unit) in self._coming else self._arrival.standing(unit)
        return None if stands is None else next(stands[0].iter(PARAGRAPH), None)


def _heading(unit: Unit) -> Heading | None:
    return unit.run_in or (unit.block if isinstance(unit.block, Heading) else None)


def _words(unit: Unit) -> str:
    heading = _heading(unit)
    return "" if heading is None else text_of(heading.content)


def _lists(units: Sequence[Unit]) -> Iterator[_Counted]:
    """The headings of the report by what they count with."""
    around: list[_Counted] = []
    for unit in units:
        heading = _heading(unit)
        if heading is None:
            continue
        while around and around[-1].level > heading.level:
            yield around.pop()
        if not around or around[-1].level < heading.level:
            above = tuple(_words(counted.units[-1]) for counted in around)
            around.append(_Counted(heading.level, above))
        around[-1].units.append(unit)
    yield from around
