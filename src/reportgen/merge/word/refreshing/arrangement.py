"""How a file is to be arranged so that it reads as today's report: what stays, what leaves, what comes.

Figures are set where they stand, and so are the words around them. What then still stands in another place than in
the report, or reads otherwise, cannot be mended there: it leaves, and comes where it belongs, as a build writes it.
So lists get another order, and headings run into another paragraph.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ....model.values import dataclass, field

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element


@dataclass(frozen=True, slots=True)
class Arrangement:
    """Elements by their numbers in the body, units by theirs among those of the report.

    `stands` gives the first and the last element that a unit is in the file. Where `is_whole`, everything of the
    sections stands, leaves or comes; else what is not named goes as it would without an arrangement. `likes` gives the
    element that leaves where a unit comes of it: the look that a person gave it moves along.
    """

    stands: Mapping[int, tuple[int, int]] = field(default_factory=dict)
    leaving: frozenset[int] = frozenset()
    coming: frozenset[int] = frozenset()
    is_whole: bool = False
    likes: Mapping[int, int] = field(default_factory=dict)

    def elements(self, body: Element) -> list[Element]:
        """The elements that leave."""
        return [element for number, element in enumerate(body) if number in self.leaving]


NOTHING = Arrangement()
