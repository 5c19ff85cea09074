"""Tables and charts that the report no longer has: which of them leave the file with their captions.

One leaves where it shows what we wrote, under the caption that we wrote, and nothing in the file refers to it any
more. Of a file that nobody edited, the paragraphs that only refer to it leave too.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from ....model.document import ReferenceKind
from ....model.place import ARROW
from ....ooxml.stories import text_in
from .arrival import Arrival
from .labels import label_of
from .leaving import Leaving
from .note import NOTE
from .removal import is_plain, is_unmarked
from .text_edits import PARAGRAPH

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_LABEL = re.compile("(图|表)([0-9]+)")
_NOTE = "注："


class BlockDeparture:
    """The tables and charts that leave; `leaving` are the elements that leave anyway, `kept` the kinds that may not."""

    def __init__(
        self, arrival: Arrival, leaving: Collection[Element], kept: Collection[str], *, untouched: bool
    ) -> None:
        self._arrival, self._blocks, self._edits = arrival, arrival.blocks, arrival.edits
        self._leaving, self._kept, self._untouched = leaving, kept, untouched

    def find(self) -> Iterator[Leaving]:
        """Those that leave."""
        today = self._arrival.figures.today
        for tag in self._blocks.by_tag:
            if tag not in today.tables and tag not in today.charts:
                found = self._find(tag)
                if found is not None:
                    yield found

    def _find(self, tag: str) -> Leaving | None:
        first = self._blocks.by_tag[tag][0]
        label = _LABEL.fullmatch(label_of(first))
        shown = self._blocks.standing(tag, self._edits)
        own = None if shown is None else self._arrival.in_body(shown)
        if label is None or label[1] in self._kept or own is None or not self._is_ours(tag, own):
            return None
        elements = self._with_caption(tag, own, label[0])
        numbers = [n for n, item in enumerate(self._arrival.figures.old) if item.where == first.where]
        if elements is None or any(number in self._arrival.figures.found.pairs for number in numbers):
            return None
        referring = list(self._referring(label[0], elements))
        if referring and not (self._untouched and all(map(self._only_refers, referring))):
            return None
        text = text_in(elements[0] if tag in self._blocks.written else elements[-1])
        key = ReferenceKind(label[1]), int(label[2])
        return Leaving(numbers, text, ARROW.join(first.where), [*referring, *elements], tag=tag, key=key)

    def _is_ours(self, tag: str, own: Element) -> bool:
        return is_unmarked(own) and (not text_in(own) or tag in self._blocks.written) and self._blocks.is_written(tag)

    def _with_caption(self, tag: str, own: Element, label: str) -> list[Element] | None:
        """The block with its caption as we wrote it, and with the line below a table; None where one is another's."""
        siblings = [item for item in self._arrival.body if item is own or self._arrival.is_block(item)]
        at = siblings.index(own)
        is_table = tag in self._blocks.written
        around = siblings[at - 1 : at] if is_table else siblings[at + 1 : at + 2]
        title = self._blocks.title(tag)
        wanted = f"{label}　{title}" if title else label
        if not around or text_in(around[0]) != wanted or not is_plain(around[0], with_notes=False, with_marks=True):
            return None
        if not is_table:
            return [own, around[0]]
        below = [item for item in siblings[at + 1 : at + 2] if text_in(item).startswith(_NOTE)]
        if below and not re.fullmatch(f"{_NOTE}{NOTE.pattern}。", text_in(below[0])):
            return None
        return [around[0], own, *below]

    def _referring(self, label: str, own: Collection[Element]) -> Iterator[Element]:
        """The paragraphs that name a block and stay."""
        named = re.compile(f"{label}(?![0-9])")
        for element in self._arrival.body:
            if element not in own and element not in self._leaving and named.search(text_in(element)):
                yield element

    def _only_refers(self, element: Element) -> bool:
        """Whether a paragraph of an unedited file shows no figure, and says nothing that the report says today."""
        figures = self._arrival.figures
        shown = (item for number in range(len(figures.old)) for item in self._arrival.paragraphs_of(number))
        return (
            element.tag == PARAGRAPH
            and is_plain(element, with_notes=False)
            and not any(item is element for item in shown)
            and all(unit.text != text_in(element) for unit in self._arrival.units)
        )
