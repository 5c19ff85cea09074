"""What reads otherwise in a file that nobody edited, when all has been set: the last look of a refresh.

What comes, goes and changes is done where its place is certain. Here the paragraphs of the file are held against
those that the report has today, so that nothing that was not done goes without a word. In a file that people edited
nobody could tell their words from ours.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import TYPE_CHECKING

from ....model.collect import SENTENCE
from ....model.document import ChartBlock, Document, TableBlock
from ....model.refresh import DONE, Fate, Refreshed
from ....ooxml.stories import W, text_in
from .labels import Labels
from .ordinals import without_ordinal
from .text_edits import PARAGRAPH
from .today import section_of
from .units import units_of

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_TABLE = f"{W}tbl"
_BESIDE = re.compile("(图|表)[0-9]|注：")
"""What stands beside tables and charts; it is compared with them."""
_CUT = "…"


class Proof:
    """Today's paragraphs of those sections that a file has, in the numbers of the file."""

    def __init__(self, document: Document, sections: Collection[str], labels: Labels) -> None:
        self._expected: list[tuple[str, str]] = []
        for section in document.sections:
            units = [unit for unit in units_of(section) if not isinstance(unit.block, (TableBlock, ChartBlock))]
            if units and section_of((units[0].text,)) in sections:
                title = units[0].text
                self._expected += [(labels.relabelled(unit.text), title) for unit in units if unit.text]

    def differences(self, body: Element, entries: Sequence[Refreshed]) -> Iterator[Refreshed]:
        """What reads otherwise, but for what the entries tell already."""
        if not self._expected:
            return
        found = [text for text in _paragraphs(body) if text and not _BESIDE.match(text)]
        wanted = [text for text, _ in self._expected]
        # A section that was numbered otherwise, in what was put together of some of them, is the same section.
        before, after = (list(map(without_ordinal, texts)) for texts in (found, wanted))
        told = [text.rstrip(_CUT) for entry in entries if entry.fate not in DONE for text in _texts(entry)]
        is_reordered = any(entry.fate is Fate.REORDERED for entry in entries)
        codes = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
        for kind, start, end, first, last in codes:
            if kind == "equal":
                continue
            is_at_edge = start == 0 or end == len(found)  # title, list of appendices, signature
            place = self._expected[min(first, len(self._expected) - 1)][1]
            for now, today in zip_longest(found[start:end], wanted[first:last], fillvalue=""):
                is_moved = is_reordered and (now in wanted or today in found or _parts(now) == _parts(today))
                is_frame = is_at_edge and not today
                if not is_moved and not is_frame and not any(text in now or text in today for text in told):
                    yield Refreshed(fate=Fate.OTHERWISE, place=place, now=now, today=today)


def _paragraphs(element: Element) -> Iterator[str]:
    """The texts of paragraphs outside of tables."""
    for child in element:
        if child.tag == PARAGRAPH:
            yield text_in(child)
        elif child.tag != _TABLE:
            yield from _paragraphs(child)


def _parts(text: str) -> list[str]:
    return sorted(SENTENCE.findall(text))


def _texts(entry: Refreshed) -> Iterator[str]:
    return filter(None, (entry.written, entry.now, entry.today))
