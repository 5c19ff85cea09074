"""The headings of the whole document, numbered level by level as a build numbers them.

Level 1 counts through the document, the levels below begin again under each heading above. A heading is told by
its style or outline level; a paragraph without one that carries the next number of its neighbours counts too,
for a heading that was typed as body text would else have the number of another one. Numbers that Word or WPS
made with lists become typed ones: lists of several drafts cannot go on in one another.

Source: GB/T 9704-2012, 7.3.3 (numbers of headings).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from ....model.diagnostic import Diagnostic, info
from ....model.place import WordRef
from ....model.values import dataclass
from ....narrate.hanzi import heading_number
from ....ooxml.stories import W, text_in
from .lists import leave_list
from .looks import HEADING_1, RUN_IN, RUN_IN_TEXT, level_of, set_style, style_of
from .ordinals import Ordinal, ordinal_of
from .sections import Chunk, bare_title
from .spans import Spans, insert_run, lines
from .styles import PARAGRAPH, StyleSheet

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

LEVELS = 4
_LEVELS = range(1, LEVELS + 1)
_RUN = f"{W}r"
_STOP = "。"
_LONGEST = 60

Trail = tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Heading:
    """A numbered heading: level and number here and in its draft; `old` is None for one that had no number there.

    `above` is the heading of the next higher level that it stood under in its draft, None below level 1.
    """

    chunk: Chunk
    level: int
    new: int
    old_level: int
    old: int | None
    above: Heading | None
    title: str


@dataclass(slots=True, eq=False, repr=False)
class _Line:
    """A paragraph that is a heading, or begins as if it were one: then `level` is None.

    Of such a one `after` is the number of the next heading of its level below the same heading, None without one.
    """

    paragraph: Element
    level: int | None
    ordinal: Ordinal | None
    text: str
    title: str
    after: int | None = None


class Outline:
    """Numbers the headings; `headings` are those that have a number, in the order of the document.

    `firsts` are the headings of level 1 by section, none for sections that stand under none, and `texts` what they
    read. `trails` say of each section what the headings below level 1 became, by the trail of their old texts; what
    stands for the empty trail is around all of them.
    """

    def __init__(self, chunks: Sequence[Chunk], styles: StyleSheet) -> None:
        self.findings: list[Diagnostic] = []
        self.headings: dict[Element, Heading] = {}
        self.firsts: dict[int, Heading] = {}
        self.texts: dict[int, str] = {}
        self.trails: dict[int, dict[Trail, Trail]] = {}
        self._styles = styles
        self._counts = [0] * (LEVELS + 1)
        before: Chunk | None = None
        for chunk in chunks:
            if chunk.heading is None and not _goes_on(chunk, before):
                self._counts[2:] = [0] * (LEVELS - 1)
            if chunk.heading is None and chunk.part and before is not None:
                self._share(chunk, before)
            self._number(chunk)
            before = chunk

    def _share(self, chunk: Chunk, before: Chunk) -> None:
        """Let a part of a section stand under the heading of the part before it."""
        if id(before) in self.firsts:
            self.firsts[id(chunk)] = self.firsts[id(before)]
            self.texts[id(chunk)] = self.texts[id(before)]

    def _number(self, chunk: Chunk) -> None:
        series = _Series(chunk.number)
        old_trail: dict[int, str] = {}
        new_trail: dict[int, str] = {}
        trails = self.trails[id(chunk)] = {(): ()}
        for line in self._lines(chunk):
            if line.level is None and (line.ordinal is None or not series.joins(line.ordinal, line.after)):
                continue
            paragraph = line.paragraph
            if paragraph in chunk.draft.recognised:
                set_style(paragraph, self._styles.named(PARAGRAPH, *HEADING_1))
            heading, old_text = self._heading(line, chunk, series), self._title(paragraph)
            above = [text for level, text in old_trail.items() if level < heading.old_level]
            self._renumber(line, heading, WordRef(chunk.draft.file, (*above, old_text), 1))
            series.enter(heading)
            self.headings[paragraph] = heading
            new_text = self._title(paragraph)
            if paragraph is chunk.heading:
                self.firsts[id(chunk)], self.texts[id(chunk)] = heading, new_text
            if paragraph is not chunk.part_heading:
                _enter(old_trail, heading.old_level, old_text)
            _enter(new_trail, heading.level, new_text)
            trails[_below(old_trail)] = _below(new_trail)

    def _heading(self, line: _Line, chunk: Chunk, series: _Series) -> Heading:
        ordinal = line.ordinal
        if line.level is None and ordinal is not None:
            old_level = ordinal.level
            level = min(old_level + chunk.demoted, LEVELS)
        else:
            level = line.level or 1
            old_level = chunk.old_levels.get(line.paragraph, level)
        self._counts[level] += 1
        self._counts[level + 1 :] = [0] * (LEVELS - level)
        old = None if ordinal is None or line.paragraph is chunk.part_heading else ordinal.number
        if line.paragraph in chunk.draft.listed:
            old = (series.last[old_level] or 0) + 1
        return Heading(chunk, level, self._counts[level], old_level, old, series.above(old_level), line.title)

    def _renumber(self, line: _Line, heading: Heading, place: WordRef) -> None:
        """Write the number of a heading, and say so where it had none or one of another kind."""
        paragraph, ordinal = line.paragraph, line.ordinal
        number = heading_number(heading.level, heading.new)
        shown = line.text[:_LONGEST]
        leave_list(paragraph, is_listed_by_style=self._styles.is_listed(style_of(paragraph)))
        spans = Spans(paragraph)
        if ordinal is None:
            insert_run(paragraph, number)
            if paragraph not in heading.chunk.draft.listed:
                self.findings.append(info("heading-numbered", place, heading=shown, number=number))
        elif spans.whole[: ordinal.end].strip() != number:
            spans.replace(0, ordinal.end, number)
            if ordinal.level != heading.old_level:
                self.findings.append(info("heading-number-changed", place, heading=shown, number=number))
        if line.level is None:
            self.findings.append(info("heading-unstyled", place, heading=shown, level=heading.level))

    def _lines(self, chunk: Chunk) -> list[_Line]:
        """The paragraphs of a section that may be headings, from the first to the last."""
        found = []
        for paragraph in lines(chunk.blocks):
            text = text_in(paragraph)
            level = 1 if paragraph is chunk.heading else level_of(paragraph, self._styles)
            ordinal = ordinal_of(text)
            if text.strip() and (level in _LEVELS or (level is None and ordinal is not None)):
                title = bare_title(self._title(paragraph) if level else text)
                found.append(_Line(paragraph, level, ordinal, text.strip(), title))
        _look_ahead(found)
        return found

    def _title(self, paragraph: Element) -> str:
        """The text of a heading, without the sentence that it runs into."""
        names = self._styles.names(style_of(paragraph))
        if not any(name.casefold() in names for name in RUN_IN):
            return text_in(paragraph).strip()
        own = []
        for run in paragraph.iter(_RUN):
            text = text_in(run)
            style = run.find(f"{W}rPr/{W}rStyle")
            names = () if style is None else self._styles.names(style.get(f"{W}val", ""))
            if text and not any(name.casefold() in names for name in RUN_IN_TEXT):
                break
            own.append(text)
        title = "".join(own) or text_in(paragraph).partition(_STOP)[0]
        return title.strip().removesuffix(_STOP)


class _Series:
    """How far the numbers of a section have come in its draft, level by level; index 0 is not used.

    `last` are the numbers of the last headings, `under` these headings, and `loose` the last numbers of body text.
    """

    def __init__(self, first: int | None) -> None:
        self.last: list[int | None] = [None, first, *[None] * (LEVELS - 1)]
        self._under: list[Heading | None] = [None] * (LEVELS + 1)
        self._loose: list[int | None] = [None] * (LEVELS + 1)

    def joins(self, ordinal: Ordinal, after: int | None) -> bool:
        """Whether body text of a number is a heading: it goes on in headings, and not in a list of body text."""
        level, number, before = ordinal.level, ordinal.number, ordinal.number - 1
        goes_on = (before > 0 and self.last[level] == before) or after == number + 1
        if not level or not goes_on or (before > 0 and self._loose[level] == before):
            self._loose[level] = number
            return False
        return True

    def above(self, level: int) -> Heading | None:
        """The heading that one of a level stands under; None where that is the section's own."""
        return next((found for found in reversed(self._under[2:level]) if found is not None), None)

    def enter(self, heading: Heading) -> None:
        """Go on behind a heading."""
        level = heading.old_level
        self.last[level], self._under[level] = heading.old, heading
        for below in range(level + 1, LEVELS + 1):
            self.last[below] = self._under[below] = self._loose[below] = None


def _goes_on(chunk: Chunk, before: Chunk | None) -> bool:
    """Whether what has no heading of its own belongs to the section before it."""
    return before is not None and chunk.section is not None and chunk.section == before.section


def _look_ahead(found: list[_Line]) -> None:
    """Say of body text which number the next heading of its level has, below the same heading."""
    following: list[int | None] = [None] * (LEVELS + 1)
    for line in reversed(found):
        number = None if line.ordinal is None else line.ordinal.number
        if line.level is None:
            line.after = None if line.ordinal is None else following[line.ordinal.level]
        else:
            following[line.level] = number
            following[line.level + 1 :] = [None] * (LEVELS - line.level)


def _enter(trail: dict[int, str], level: int, text: str) -> None:
    """Put a heading into a trail in the place of those of its level and below."""
    for known in [known for known in trail if known >= level]:
        del trail[known]
    trail[level] = text


def _below(trail: Mapping[int, str]) -> Trail:
    """A trail without its heading of level 1."""
    return tuple(text for level, text in trail.items() if level > 1)
