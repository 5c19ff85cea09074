"""Paragraphs without figures below a heading that leaves an unedited file: they leave with it.

Their words are ours, for nobody edited the file. The report may say the same words elsewhere: as many paragraphs stay
as it has of them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from ....model.binding import Binding
from ....model.place import ARROW
from ....ooxml.stories import text_in
from .arrival import Arrival
from .leaving import Leaving
from .ordinals import without_ordinal
from .removal import is_plain

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element


class LeftWords:
    """Finds them; `leaving` are the elements that leave for their figures."""

    def __init__(self, arrival: Arrival, leaving: Collection[Element]) -> None:
        self._arrival, self._leaving = arrival, leaving
        figures = arrival.figures
        known = {without_ordinal(unit.heading) for unit in arrival.units if unit.heading}
        staying = {
            item.where[:depth] for item in map(figures.old.__getitem__, figures.found.pairs) for depth in _depths(item)
        }
        trails = {item.where[:depth] for item in figures.old for depth in _depths(item)}.difference(staying)
        self._headings = {trail[-1]: ARROW.join(trail) for trail in trails if without_ordinal(trail[-1]) not in known}
        self._shown = {element for number in range(len(figures.old)) for element in arrival.paragraphs_of(number)}

    def find(self) -> Iterator[Leaving]:
        """Those that leave."""
        lacking = self._arrival.lacking() if self._headings else Counter[str]()
        place = ""
        for element in self._arrival.body if self._headings else ():
            text = text_in(element)
            if (below := self._place_below(element, text)) is not None:
                place = below
            elif place and element not in self._leaving:
                words = without_ordinal(text)
                if lacking[words] >= 0 or element in self._shown or not is_plain(element, with_notes=False):
                    place = ""
                else:
                    lacking[words] += 1
                    yield Leaving((), text, place, [element])

    def _place_below(self, element: Element, text: str) -> str | None:
        """The place of what stands below a heading that leaves, where an element is or begins with such a one."""
        if text in self._headings:
            return self._headings[text]
        if element not in self._leaving:
            return None
        return next((place for words, place in self._headings.items() if text.startswith(words)), None)


def _depths(item: Binding) -> range:
    return range(2, len(item.where) + 1)
