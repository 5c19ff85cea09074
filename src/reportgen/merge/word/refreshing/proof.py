"""What reads otherwise in a file that nobody edited, when all has been set: the last look of a refresh.

What comes, goes and changes is done where its place is certain. Here the paragraphs, captions and footnotes of the
file are held against those that the report has today, so that nothing that was not done goes without a word. Of
changes that are tracked, those that are accepted count.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import TYPE_CHECKING

from ....model.binding import Binding
from ....model.collect import SENTENCE
from ....model.document import ChartBlock, Document, Footnote, Inline, Section, TableBlock, text_of, walk
from ....model.refresh import DONE, Fate, Refreshed
from ....model.values import dataclass
from ....ooxml.bindings import Stored
from ....ooxml.stories import W, paragraphs_in, text_in
from .labels import Labels, kind_of
from .specimen import NOTE_MARK
from .today import section_of, sections_of
from .units import Unit, units_of

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_NOTE, _DELETED = f"{W}footnote", f"{W}del"
_ID = f"{W}id"
_BESIDE = "注："
"""Begins the line below a table; it is compared with the table."""
_LISTED = re.compile("附件|[0-9]+[.]")
"""Begins the lines of the list of appendices."""
_CUT = "…"
_SECTION = re.compile("^[一二三四五六七八九十百]+、")
"""The number of a section, which may be another in what holds some sections of a report."""


@dataclass(frozen=True, slots=True)
class _Said:
    """A paragraph of the report, under the heading of level 1 that it stands below."""

    text: str
    section: str


class Proof:
    """Today's paragraphs and notes of those sections that a file has, in the numbers of the file.

    `stored` is what the file holds, `pairs` are today's figures of those of its that are known.
    """

    def __init__(
        self, document: Document, stored: Iterable[Stored], pairs: Mapping[int, Binding], labels: Labels
    ) -> None:
        self._document, self._labels = document, labels
        there = sections_of(stored) | sections_of(pairs.values())
        self._said: list[_Said] = []
        self._noted: list[_Said] = []
        for section in document.sections:
            units = list(units_of(section))
            title = units[0].text if units else ""
            if section_of((title,)) in there:
                self._said += [_Said(text, title) for unit in units if (text := self._text(unit))]
                self._noted += [_Said(text, title) for text in _notes(section)]

    def differences(self, body: Element, notes: Element | None, entries: Sequence[Refreshed]) -> Iterator[Refreshed]:
        """What reads otherwise, but for what the entries tell already; `notes` is the part of footnotes."""
        told = _Told(entries)
        found = [text for text in paragraphs_in(body) if text and not text.startswith(_BESIDE)]
        if self._said:
            yield from _compared(self._without_frame(found), self._said, told)
            yield from _compared(list(_noted(body, notes)), self._noted, told)

    def _text(self, unit: Unit) -> str:
        """How a paragraph reads; the caption of a table or a chart."""
        if not isinstance(unit.block, (TableBlock, ChartBlock)):
            return self._labels.relabelled(unit.text)
        label, title = self._labels.label(kind_of(unit.block), unit.block.number), text_of(unit.block.caption)
        return f"{label}　{self._labels.relabelled(title)}" if title else label

    def _without_frame(self, found: Sequence[str]) -> Sequence[str]:
        """The paragraphs without what stands above all sections, and without appendices and signature below them."""
        document, known = self._document, {_unnumbered(each.text) for each in self._said}
        closing = {text_of(document.signature), text_of(document.dated)}
        end = len(found)
        while end and (found[end - 1] in closing or _is_listed(found[end - 1], known)):
            end -= 1
        title = text_of(document.title)
        start = found.index(title) + 1 if title in found[:end] else 0
        if not start:  # a draft has a title of its own
            start = next((at for at in range(end) if _unnumbered(found[at]) in known), 0)
        return found[start:end]


class _Told:
    """What the list tells already of what was not done."""

    def __init__(self, entries: Iterable[Refreshed]) -> None:
        self._entries = [entry for entry in entries if entry.fate not in DONE]
        self.is_reordered = any(entry.fate is Fate.REORDERED for entry in self._entries)
        texts = {text.rstrip(_CUT) for entry in self._entries for text in (entry.written, entry.now, entry.today)}
        self._texts = sorted(texts - {""}, key=len, reverse=True)

    def tells(self, now: str, today: str) -> bool:
        """Whether two paragraphs read the same but for what is told."""
        return self._rest(now) == self._rest(today)

    def _rest(self, text: str) -> str:
        for told in self._texts:
            text = text.replace(told, "")
        return _unnumbered(text)


def _compared(found: Sequence[str], wanted: Sequence[_Said], told: _Told) -> Iterator[Refreshed]:
    """An entry for each paragraph that differs, with the one that has its place today."""
    before, after = [_unnumbered(text) for text in found], [_unnumbered(each.text) for each in wanted]
    extra, missing = Counter(before) - Counter(after), Counter(after) - Counter(before)
    for kind, start, end, first, last in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if kind == "equal":
            continue
        section = wanted[min(first, len(wanted) - 1)].section if wanted else ""
        for now, today in zip_longest(found[start:end], (each.text for each in wanted[first:last]), fillvalue=""):
            if told.is_reordered:
                if _parts(now) == _parts(today):
                    continue
                now, today = (
                    text if _unnumbered(text) in alone else "" for text, alone in ((now, extra), (today, missing))
                )
            if now != today and not told.tells(now, today):
                yield Refreshed(fate=Fate.OTHERWISE, place=section, now=now, today=today)


def _noted(element: Element, notes: Element | None) -> Iterator[str]:
    """What the footnotes say whose marks stand there, in the order of the marks."""
    if notes is None:
        return
    texts = {note.get(_ID): text_in(note).strip() for note in notes.iter(_NOTE)}
    deleted = {id(mark) for gone in element.iter(_DELETED) for mark in gone.iter(NOTE_MARK)}
    yield from (texts.get(mark.get(_ID), "") for mark in element.iter(NOTE_MARK) if id(mark) not in deleted)


def _notes(section: Section) -> Iterator[str]:
    """The footnotes of a section."""
    for block in section.blocks:
        content: Sequence[Inline] = block.caption if isinstance(block, (TableBlock, ChartBlock)) else block.content
        yield from (text_of(item.content) for item in walk(content) if isinstance(item, Footnote))


def _is_listed(text: str, known: Collection[str]) -> bool:
    """Whether a line is of the list of appendices, and no paragraph that the report numbers so (1.)."""
    return _LISTED.match(text) is not None and _unnumbered(text) not in known


def _parts(text: str) -> Collection[str]:
    return sorted(SENTENCE.findall(text))


def _unnumbered(text: str) -> str:
    return _SECTION.sub("", text, count=1)
