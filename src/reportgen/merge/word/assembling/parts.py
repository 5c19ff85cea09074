"""Sections that came once a unit: ten townships, each with a draft of its own under the same heading.

The document has the heading of such a section once. Below it stand the units in their order, each under its name
as a heading of level 2, and the headings of its draft one level lower: 一、基本情况, （一）甲镇, 1.主导产业.
Drafts say themselves whose they are, or the ledger beside them does; where both are missing, a name that the draft
shows and its file bears.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from ....model.diagnostic import Diagnostic, info, warning
from ....model.document import Section
from ....model.owner import Owner
from ....model.place import ARROW, FileRef, WordRef
from ....narrate.hanzi import heading_number
from ....ooxml.stories import W, text_in
from .draft import Draft
from .looks import HEADINGS, RUN_IN, RUN_IN_TEXT, level_of, set_style, style_of
from .ordinals import ordinal_of
from .sections import Chunk
from .spans import Spans, insert_run, lines, texts_in_controls
from .styles import CHARACTER, PARAGRAPH, StyleSheet

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_LOWEST = len(HEADINGS)
_SHORTEST = 2
_QUOTED = 40


def name_units(drafts: Sequence[Draft]) -> None:
    """Give a unit to the drafts that nobody said one of, where a name in the draft and in its file's name tells it."""
    known = {draft.unit for draft in drafts if draft.unit}
    told = {name for draft in drafts if not draft.owners and (name := _told(draft))}
    names = known | told if len(known | told) > 1 else known  # one name alone may be that of anything
    for draft in drafts:
        name = max((name for name in names if name in _stem(draft)), key=len, default="")
        if name and not draft.owners:
            draft.owners = (Owner(name=name),)


def _told(draft: Draft) -> str:
    """The longest name of those that the draft shows in the name of its file, empty without one."""
    return max((name for name in _names(draft) if name in _stem(draft) and not _is_number(name)), key=len, default="")


def _stem(draft: Draft) -> str:
    return draft.file.rpartition(".")[0]


def _names(draft: Draft) -> Iterator[str]:
    """What may be the unit's name in a draft: texts that cells hold, and the workbooks that its figures come from."""
    for bindings in draft.by_tag.values():
        for binding in bindings:
            books = [cell.partition(ARROW)[0].rpartition(".") for cell in binding.cells]
            yield from (stem for stem, _, ending in books if stem and ending != "toml")
            is_shown = not binding.derivation and any(ending != "toml" for _, _, ending in books)
            if is_shown and len(binding.value) >= _SHORTEST:
                yield binding.value


def _is_number(value: str) -> bool:
    try:
        Decimal(value)
    except InvalidOperation:
        return False
    return True


class Parts:
    """Puts the parts of sections together, after their drafts have been made fit for the document."""

    def __init__(self, chunks: Sequence[Chunk], expected: Sequence[Section], styles: StyleSheet) -> None:
        self.findings: list[Diagnostic] = []
        self._styles = styles
        self._ids = [styles.named(PARAGRAPH, *names) for names in HEADINGS]
        for position, section in enumerate(expected):
            own = [chunk for chunk in chunks if chunk.section == position]
            parts = [chunk for chunk in own if chunk.draft.unit and not chunk.is_headed_for_unit(section.title)]
            if section.title and len({chunk.draft.unit for chunk in parts}) > 1 and all(self._ids[:2]):
                self._join(parts, section.title, is_headed=len(own) > len(parts))

    def _join(self, parts: Sequence[Chunk], title: str, *, is_headed: bool) -> None:
        """Make parts of the drafts of one section; `is_headed` says that its heading stands before them already."""
        for count, chunk in enumerate(parts, 1):
            chunk.part = chunk.draft.unit
            chunk.demoted = 1
            self._demote(chunk)
            position = self._name(chunk, title, count)
            chunk.heading = None
            if count == 1 and not is_headed:
                chunk.heading = _paragraph(f"{heading_number(1, 1)}{title}", self._ids[0])
                chunk.blocks.insert(position, chunk.heading)
        units = list(dict.fromkeys(chunk.part for chunk in parts))
        place = FileRef(parts[0].draft.file)
        self.findings.append(info("section-in-parts", place, heading=title, count=len(parts), units=units))

    def _name(self, chunk: Chunk, title: str, count: int) -> int:
        """Turn the heading of a part into its unit's name; where it stands among the blocks."""
        number, unit = heading_number(2, count), chunk.part
        heading = chunk.part_heading = chunk.heading
        if heading is None:
            heading = chunk.part_heading = _paragraph(f"{number}{unit}", self._ids[1])
            chunk.blocks.insert(0, heading)
        else:
            spans = Spans(heading)
            ordinal = ordinal_of(spans.whole)
            begin = 0 if ordinal is None else ordinal.end
            if spans.whole[begin:].strip() == title and not texts_in_controls(heading):
                spans.replace(0, len(spans.whole), f"{number}{unit}")
            else:  # somebody chose these words: they stay behind the name
                spans.replace(0, begin, "")
                insert_run(heading, number if unit in spans.whole else f"{number}{unit}：")
            self._set_level(heading, 1, 2)
        chunk.old_levels[heading] = 2
        return chunk.blocks.index(heading) if heading in chunk.blocks else 0

    def _demote(self, chunk: Chunk) -> None:
        """Set the headings of a part one level lower; those of the lowest level stay, which is said."""
        for paragraph in lines(chunk.blocks):
            level = level_of(paragraph, self._styles)
            text = text_in(paragraph).strip()
            if paragraph is chunk.heading or level is None or not 1 < level <= _LOWEST or not text:
                continue
            chunk.old_levels[paragraph] = level
            if level == _LOWEST:
                place = WordRef(chunk.draft.file, (chunk.text, text[:_QUOTED]), 1)
                self.findings.append(warning("part-too-deep", place, heading=text[:_QUOTED]))
            else:
                self._set_level(paragraph, level, level + 1)

    def _set_level(self, paragraph: Element, level: int, new: int) -> None:
        """Give a heading the style and the outline level of another level."""
        own = paragraph.find(f"{W}pPr/{W}outlineLvl")
        if own is not None:
            own.set(f"{W}val", str(new - 1))
        names = self._styles.names(style_of(paragraph))
        if level > 1 and RUN_IN[level - 2].casefold() in names:
            set_style(paragraph, self._styles.named(PARAGRAPH, RUN_IN[new - 2]) or self._ids[new - 1])
            before, after = (self._styles.named(CHARACTER, RUN_IN_TEXT[at - 2]) for at in (level, new))
            for style in paragraph.iter(f"{W}rStyle"):
                if style.get(f"{W}val") == before and after is not None:
                    style.set(f"{W}val", after)
        else:
            set_style(paragraph, self._ids[new - 1])


def _paragraph(text: str, style: str | None) -> Element:
    paragraph = ET.Element(f"{W}p")
    set_style(paragraph, style)
    insert_run(paragraph, text)
    return paragraph


def missing_parts(chunks: Iterable[Chunk], expected: Sequence[Section], units: Sequence[str]) -> Iterator[Diagnostic]:
    """`part-missing` for each section that some of the units have sent and others have not."""
    sent: dict[int, set[str]] = {}
    for chunk in chunks:
        if chunk.section is not None and chunk.draft.unit in units:
            sent.setdefault(chunk.section, set()).add(chunk.draft.unit)
    for position, known in sorted(sent.items()):
        missing = [unit for unit in units if unit not in known]
        if missing:
            section = expected[position]
            yield warning(
                "part-missing",
                FileRef(section.file or "report.toml"),
                heading=section.title or section.file,
                count=len(missing),
                units=missing[:10],
            )
