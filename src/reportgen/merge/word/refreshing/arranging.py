"""Works out how a file that nobody edited is to be arranged: its outcome held against today's report.

All words of such a file are ours. What the report has in the same order stays; the rest of the sections leaves, and
what the report has beside it comes.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from ....model.document import ChartBlock, Footnote, Heading, TableBlock, text_of, walk
from ....ooxml.stories import seen, text_in
from .alignment import aligned
from .arrangement import Arrangement
from .arrival import Arrival
from .labels import kind_of
from .ordinals import without_ordinal
from .outcome import Row
from .text_edits import PARAGRAPH
from .today import section_of
from .todays_table import todays_table
from .units import Unit

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_BESIDE = re.compile("(图|表)[0-9]|注：")
"""What stands beside tables and charts that leave otherwise."""
_BLOCK, _HEADING, _PARAGRAPH = 100, 3, 2
_BREAKS = re.compile("[\t\r\n]")
_Said = tuple[str, ...]
"""A text and those of its footnotes."""


class Arranging:
    """One file; `rows` are its outcome, `left` the paragraphs that have left. `exact` tells numbers apart, too."""

    def __init__(self, arrival: Arrival, rows: Sequence[Row], left: Collection[Element], *, exact: bool) -> None:
        self._arrival, self._labels, self._rows, self._exact = arrival, arrival.figures.labels, rows, exact
        self._left = left

    def arrangement(self) -> Arrangement | None:
        """The arrangement; None where the file reads as the report."""
        units, rows = self._arrival.units, self._rows
        pairs = aligned(len(rows), len(units), self._weight)
        matched = set(pairs.values())
        leaving = self._leaving([row for number, row in enumerate(rows) if number not in pairs])
        if len(matched) == len(units) and not leaving:
            return None
        stands = {
            at: (rows[number].first, rows[number].last) for number, at in pairs.items() if rows[number].first >= 0
        }
        coming = frozenset(range(len(units))).difference(stands)
        if self._arrival.edits.track is not None and any(self._stands_already(units[at]) for at in coming):
            return None  # the bookmark of a caption cannot stand twice, in what is deleted and in what is inserted
        left = {number for number, element in enumerate(self._arrival.body) if element in self._left}
        return Arrangement(stands, leaving | left, coming, is_whole=True)

    def _stands_already(self, unit: Unit) -> bool:
        """Whether a unit is a table or a chart that the file has."""
        return isinstance(unit.block, (TableBlock, ChartBlock)) and unit.block.tag in self._arrival.blocks.by_tag

    def _weight(self, number: int, at: int) -> int:
        row, unit = self._rows[number], self._arrival.units[at]
        if isinstance(unit.block, (TableBlock, ChartBlock)) or row.block is not None:
            return _BLOCK if row.block is unit and (row.first < 0 or row.text == self._block_texts[at]) else 0
        text, words, weight = self._wanted[at]
        read = self._read[number]
        return weight if read[0] == text or read[1] == words else 0

    @cached_property
    def _read(self) -> list[tuple[_Said, _Said]]:
        """What each row reads with its footnotes, whole and without its number."""
        texts = ((_BREAKS.sub("", row.text), row.notes) for row in self._rows)
        return [((text, *notes), (without_ordinal(text), *notes)) for text, notes in texts]

    @cached_property
    def _bound(self) -> set[str]:
        """Today's tags of the figures that the file has now."""
        return {*self._arrival.numbers, *self._arrival.figures.sentences_of_new}

    @cached_property
    def _wanted(self) -> list[tuple[_Said, _Said | None, int]]:
        """What each unit reads with its footnotes, the same without its number where any will do, and what it weighs.

        What shows a figure that nothing in the file is bound to weighs nothing.
        """
        found: list[tuple[_Said, _Said | None, int]] = []
        for unit in self._arrival.units:
            text, notes = _BREAKS.sub("", self._labels.relabelled(unit.text)), tuple(self._notes(unit))
            weight = _HEADING if unit.heading else _PARAGRAPH
            is_counted = self._exact and _has_number(unit)
            words = None if is_counted else (without_ordinal(text), *notes)
            found.append(((text, *notes), words, weight if self._bound.issuperset(unit.tags) else 0))
        return found

    @cached_property
    def _block_texts(self) -> dict[int, str]:
        """What the tables and charts of the report say with their captions, without white space."""
        today, found = self._arrival.figures.today, {}
        for at, unit in enumerate(self._arrival.units):
            block = unit.block
            if isinstance(block, (TableBlock, ChartBlock)):
                caption = self._labels.label(kind_of(block), block.number) + self._labels.relabelled(
                    text_of(block.caption)
                )
                table = todays_table(block, today.grouped[block.tag]).text if isinstance(block, TableBlock) else ""
                found[at] = seen(caption) + table
        return found

    def _notes(self, unit: Unit) -> Iterator[str]:
        for item in walk(unit.content):
            if isinstance(item, Footnote):
                yield self._labels.relabelled(text_of(item.content)).strip()

    def _leaving(self, rows: Sequence[Row]) -> frozenset[int]:
        """The elements of rows that the report has not, as far as they belong to its sections."""
        found: set[int] = set()
        for row in rows:
            is_words = row.first in self._ours and not _BESIDE.match(row.text)
            if row.first >= 0 and (row.block is not None or is_words):
                found.update(range(row.first, row.last + 1))
        return frozenset(found)

    @cached_property
    def _ours(self) -> set[int]:
        """The paragraphs of the body that belong to sections of the report; those of its frame do not."""
        known = {section_of(item.where) for item in self._arrival.figures.old}
        titles = {section_of((unit.text,)) for unit in self._arrival.units if _level(unit) == 1}
        last = max((row.first for row in self._rows if row.block is not None or row.text in self._said), default=-1)
        found: set[int] = set()
        is_ours = False
        for number, element in enumerate(self._arrival.body):
            if number > last and self._arrival.is_closing(element):
                return found
            title = section_of((text_in(element),))
            is_ours = title in titles if title in known or title in titles else is_ours
            if is_ours and element.tag == PARAGRAPH:
                found.add(number)
        document = self._arrival.figures.today.document
        has_frame = bool(document.appendices or document.signature or document.dated)
        return {number for number in found if number <= last} if has_frame else found

    @cached_property
    def _said(self) -> set[str]:
        return {said[0] for said, _, _ in self._wanted}


def _level(unit: Unit) -> int:
    heading = unit.run_in or unit.block
    return heading.level if isinstance(heading, Heading) else 0


def _has_number(unit: Unit) -> bool:
    """Whether a number before its words is the report's; the number of a section is that of the file."""
    heading = unit.run_in or unit.block
    return not isinstance(heading, Heading) or (heading.level > 1 and bool(heading.number))
