"""Drafts cut into sections, and the sections put into the report's order.

A section begins at a heading of level 1. Which section of the report it is follows from its heading; where a
person changed that, from the figures in it, whose bindings name their section file; else from the file's name.
What cannot be told stays behind its neighbour.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from ....model.diagnostic import Diagnostic, info, warning
from ....model.document import Section
from ....model.place import FileRef, WordRef
from ....model.values import dataclass, field
from ....ooxml.stories import W, text_in
from .draft import Draft
from .looks import HEADING_1, style_of
from .ordinals import ordinal_of

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_FILE_NUMBER = re.compile(r"^[0-9]+[-_.\s、]*")
_PARAGRAPH = f"{W}p"


@dataclass(slots=True, eq=False, repr=False)
class Chunk:
    """A stretch of a draft from one heading of level 1 to the next.

    `heading` is its paragraph, None for a draft without any, and `text` what that says, number included.
    `section` is the position of the report's section, None where it is none of them. `written` is the heading,
    without its number, that most of its figures stood under when they were written.

    A section whose drafts are those of several units is one section of several parts: `part` is then the unit's
    name, `part_heading` the paragraph of it, and only the first part has a `heading`. Its headings stand `demoted`
    levels lower than in the draft; `old_levels` are the levels that they had.
    """

    draft: Draft
    blocks: list[Element]
    heading: Element | None = None
    text: str = ""
    section: int | None = None
    written: str = ""
    part: str = ""
    part_heading: Element | None = None
    demoted: int = 0
    old_levels: dict[Element, int] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """The heading without its number."""
        return bare_title(self.text)

    @property
    def number(self) -> int | None:
        """The number of the heading in its draft; None without one."""
        ordinal = ordinal_of(self.text)
        return None if ordinal is None else ordinal.number

    def is_headed_for_unit(self, expected: str) -> bool:
        """Whether the section of a unit has a heading of its own by its data, where the report's is another."""
        return bool(self.draft.unit) and self.title == self.written != bare_title(expected)

    @property
    def place(self) -> WordRef | FileRef:
        """Where the section begins."""
        return WordRef(self.draft.file, (self.text,), 1) if self.text else FileRef(self.draft.file)


def bare_title(text: str) -> str:
    """A heading without its numbers and without white space.

    It has two numbers where its title brings one: 一、第一部分 工业. A title that is nothing else stays: 第一部分.
    """
    while (ordinal := ordinal_of(text)) is not None and text[ordinal.end :].strip():
        text = text[ordinal.end :]
    return "".join(text.split())


def recognise_headings(draft: Draft, expected: Iterable[Section]) -> Iterator[Diagnostic]:
    """`heading-recognised` for lines without a heading's style that read as the heading of a section of the report.

    In a draft that has other headings of level 1 such a line needs its number too: 三、下步打算.
    """
    found = {bare_title(text_in(block)) for block in draft.blocks if _heading(block, draft) is not None}
    titles = {title for section in expected if (title := bare_title(section.title))} - found
    for block in draft.blocks if titles else ():
        text = text_in(block).strip() if block.tag == _PARAGRAPH else ""
        ordinal, title = ordinal_of(text), bare_title(text)
        is_numbered = ordinal is not None and ordinal.level == 1
        if title in titles and (is_numbered or not found):
            titles.remove(title)
            draft.recognised.add(block)
            yield info("heading-recognised", FileRef(draft.file), heading=text)


def chunks_of(draft: Draft) -> list[Chunk]:
    """The sections of a draft; what stands before the first heading belongs to the first section."""
    found: list[Chunk] = []
    before: list[Element] = []
    for block in draft.blocks:
        heading = _heading(block, draft)
        if heading is not None:
            found.append(Chunk(draft, [*before, block], heading, text_in(heading).strip()))
            before = []
        elif found:
            found[-1].blocks.append(block)
        else:
            before.append(block)
    return found or [Chunk(draft, before)]


def _heading(block: Element, draft: Draft) -> Element | None:
    """The heading of level 1 that a block is; None for any other block."""
    paragraph = block if block.tag == _PARAGRAPH else None
    if paragraph is None or not text_in(paragraph).strip():
        return None
    if paragraph in draft.recognised:
        return paragraph
    level = paragraph.find(f"{W}pPr/{W}outlineLvl")
    if level is not None:
        return paragraph if level.get(f"{W}val") == "0" else None
    style = style_of(paragraph)
    names = draft.styles.names(style)
    is_heading = any(name.casefold() in names for name in HEADING_1) or draft.styles.level(style) == 0
    return paragraph if is_heading else None


class Order:
    """The sections of all drafts in the report's order, and what there is to say about their headings.

    An expected section without a title has one that only its data tells. `units` are the units in their order; each
    may have a draft of every section.
    """

    def __init__(self, chunks: Sequence[Chunk], expected: Sequence[Section], units: Sequence[str] = ()) -> None:
        self.findings: list[Diagnostic] = []
        self._expected = expected
        self._titles = {bare_title(item.title): position for position, item in enumerate(expected) if item.title}
        for chunk in chunks:
            self._recognise(chunk)
        self.chunks = _ordered(chunks, units)
        self._compare()

    def _recognise(self, chunk: Chunk) -> None:
        chunk.written = _written(chunk)
        chunk.section = self._titles.get(chunk.title)
        if chunk.section is None and chunk.heading is not None:
            chunk.section = self._by_figures(chunk)
            if chunk.section is None and chunk.draft.sections == 1:
                chunk.section = self._by_file(chunk.draft.file)
            expected = "" if chunk.section is None else self._expected[chunk.section].title
            if expected and not chunk.is_headed_for_unit(expected):
                self.findings.append(warning("heading-renamed", chunk.place, heading=chunk.text, expected=expected))
        elif chunk.section is None:
            chunk.section = self._by_figures(chunk)
            if chunk.section is None:
                chunk.section = self._by_file(chunk.draft.file)
            expected = "" if chunk.section is None else self._expected[chunk.section].title
            self.findings.append(warning("no-heading", chunk.place, expected=expected))

    def _by_figures(self, chunk: Chunk) -> int | None:
        """The section whose file most of the figures come from."""
        files = {section.file: position for position, section in enumerate(self._expected) if section.file}
        votes: Counter[int] = Counter()
        for tag in chunk.draft.tags_in(chunk.blocks):
            for binding in chunk.draft.by_tag.get(tag, ()):
                position = files.get(binding.template.partition(":")[0])
                if position is None and binding.where:
                    position = self._titles.get(bare_title(binding.where[0]))
                if position is not None:
                    votes[position] += 1
        return votes.most_common(1)[0][0] if votes else None

    def _by_file(self, file: str) -> int | None:
        stem = _FILE_NUMBER.sub("", file.rpartition(".")[0])
        named = [position for title, position in self._titles.items() if title and title in "".join(stem.split())]
        return named[0] if len(named) == 1 else None

    def _compare(self) -> None:
        first: dict[tuple[int, str], Chunk] = {}
        for chunk in self.chunks:
            if chunk.section is None:
                if chunk.heading is not None and self._expected:
                    self.findings.append(info("heading-unknown", chunk.place, heading=chunk.text))
                continue
            unit = chunk.draft.unit
            known = first.setdefault((chunk.section, unit), chunk)
            title = self._expected[chunk.section].title
            if known is not chunk and (title or (unit and known.draft is not chunk.draft)):
                heading = title or chunk.title
                self.findings.append(warning("section-twice", chunk.place, related=(known.place,), heading=heading))
        sent = {position for position, _ in first}
        for position, section in enumerate(self._expected):
            if position not in sent:
                heading = section.title or section.file
                self.findings.append(
                    warning("section-missing", FileRef(section.file or "report.toml"), heading=heading)
                )


def _written(chunk: Chunk) -> str:
    bindings = (binding for tag in chunk.draft.tags_in(chunk.blocks) for binding in chunk.draft.by_tag.get(tag, ())[:1])
    most = Counter(bare_title(binding.where[0]) for binding in bindings if binding.where).most_common(1)
    return most[0][0] if most else chunk.title


def _ordered(chunks: Sequence[Chunk], units: Sequence[str]) -> list[Chunk]:
    """The chunks by section, those of units in their order; one that is no section stays with its neighbour.

    That is the one before it in its draft, else the next. Units that are not known of come last.
    """
    ranks = {unit: rank for rank, unit in enumerate(("", *units))}
    for chunk in chunks:
        ranks.setdefault(chunk.draft.unit, len(ranks))
    keys: dict[int, tuple[int, int]] = {}
    last = -1
    for draft, own in _by_draft(chunks):
        known = next((chunk.section for chunk in own if chunk.section is not None), last)
        for chunk in own:
            known = chunk.section if chunk.section is not None else known
            keys[id(chunk)] = known, ranks[draft.unit]
        last = known if draft.sections else last
    return sorted(chunks, key=lambda chunk: keys[id(chunk)])


def _by_draft(chunks: Iterable[Chunk]) -> list[tuple[Draft, list[Chunk]]]:
    found: dict[int, tuple[Draft, list[Chunk]]] = {}
    for chunk in chunks:
        found.setdefault(id(chunk.draft), (chunk.draft, []))[1].append(chunk)
    return list(found.values())
