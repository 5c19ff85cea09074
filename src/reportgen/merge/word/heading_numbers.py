"""The numbers of headings below level 1, （一） and 1., where some come or leave among them.

Headings of one level below one heading count together. Their numbers follow where all that the report has of them
stand in the file or come, and the file counts them as a build does; else none of them comes, and all stay.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import field
from typing import TYPE_CHECKING

from ...model.document import Heading
from ...model.refresh import Fate, Refreshed
from ...model.values import dataclass
from ...narrate.hanzi import heading_number
from ...ooxml.stories import text_in
from .arrival import Arrival
from .ordinals import number_before
from .text_edits import PARAGRAPH
from .units import Unit

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element


@dataclass(slots=True, eq=False)
class _Counted:
    """Headings that count together, as today's units; `level` is theirs."""

    level: int
    units: list[Unit] = field(default_factory=list)


class HeadingNumbers:
    """The lists of headings in which something changes.

    `coming` are the units that come, `leaving` the paragraphs that are taken away.
    """

    def __init__(self, arrival: Arrival, coming: Collection[Unit], leaving: Collection[Element]) -> None:
        self._arrival = arrival
        self._coming = {id(unit) for unit in coming}
        self._leaving = leaving
        self._changed = [each for each in _lists(arrival.units) if self._changes(each)]
        self.refused = [each for each in self._changed if not self._is_whole(each)]

    def refused_units(self) -> Iterator[Unit]:
        """The units that cannot come, for no number would be certain."""
        return (unit for each in self.refused for unit in each.units if id(unit) in self._coming)

    def set(self) -> Iterator[Refreshed]:
        """Set the numbers; an entry for each that is another."""
        edits = self._arrival.edits
        for unit in (unit for each in self._changed if each not in self.refused for unit in each.units):
            paragraph, heading = self._paragraph(unit), _heading(unit)
            old = "" if paragraph is None else number_before(text_in(paragraph))
            if paragraph is not None and heading is not None and old != heading.number:
                edits.set(edits.texts_of(paragraph), heading.number, 0, len(old), within=paragraph)
                place = self._arrival.place(heading)
                yield Refreshed(fate=Fate.CHANGED, place=place, written=old, now=old, today=heading.number)

    def _changes(self, counted: _Counted) -> bool:
        if counted.level == 1:
            return False
        return bool(self._leaving) or any(id(unit) in self._coming for unit in counted.units)

    def _is_whole(self, counted: _Counted) -> bool:
        """Whether every heading comes or stands in the file, those that stand counted one after the other."""
        staying = [unit for unit in counted.units if id(unit) not in self._coming]
        paragraphs = [self._paragraph(unit) for unit in staying]
        known = [paragraph for paragraph in paragraphs if paragraph is not None]
        if len(known) < len(staying):
            return False
        starts = [self._arrival.edits.story.start(paragraph) for paragraph in known]
        numbers = [number_before(text_in(paragraph)) for paragraph in known]
        before = self._numbers(counted.level, known)
        return starts == sorted(starts) and numbers == [number for number in before if number in numbers]

    def _numbers(self, level: int, known: Sequence[Element]) -> Sequence[str]:
        """How a build would number the headings of the file that count together, those that leave among them."""
        leaving = [paragraph for paragraph in self._leaving if number_before(text_in(paragraph))]
        return [heading_number(level, at) for at in range(1, len(known) + len(leaving) + 1)]

    def _paragraph(self, unit: Unit) -> Element | None:
        stands = None if id(unit) in self._coming else self._arrival.standing(unit)
        return None if stands is None else next(stands[0].iter(PARAGRAPH), None)


def _heading(unit: Unit) -> Heading | None:
    return unit.run_in or (unit.block if isinstance(unit.block, Heading) else None)


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
            around.append(_Counted(heading.level))
        around[-1].units.append(unit)
    yield from around
