"""Numbers through a whole document: headings, charts, tables, appendices; and what refers to nothing.

Numbers are given to what is printed: an empty section and a heading without text leave no gap. What cannot be printed
for an error keeps its number free.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..model.diagnostic import Diagnostic, error, info, warning
from ..model.document import ReferenceKind
from ..model.place import FileRef
from ..model.report import AppendixSource
from .hanzi import heading_number
from .markup import BlockText, Directive, HeadingText, ParagraphText, SectionText

KIT = FileRef("kit.toml")

RUN_IN_LEVEL = 2
"""Headings of this level run into the next paragraph unless the author says {独立} (GB/T 9704 practice)."""


class HeadingNumbers:
    """The numbers of headings, level by level; level 1 counts through the document."""

    def __init__(self, findings: list[Diagnostic]) -> None:
        self._counts = [0, 0, 0, 0]
        self._findings = findings
        self._level = 0

    def next(self, heading: HeadingText) -> str:
        """The number of the next heading."""
        level = heading.level
        if level > self._level + 1:
            self._findings.append(warning("heading-jump", heading.place, level=level, expected=self._level + 1))
        self._level = level
        self._counts[level - 1] += 1
        self._counts[level:] = [0] * (4 - level)
        return heading_number(level, self._counts[level - 1])

    def pass_over(self, section: SectionText) -> None:
        """Leave out the number of a section that nobody can read now."""
        self._counts[0] += max(titles_in(section), 1)
        self._counts[1:] = [0, 0, 0]
        self._level = 1


def titles_in(section: SectionText) -> int:
    """How many headings of level 1 a section has; a sound one has one."""
    return sum(isinstance(block, HeadingText) and block.level == 1 for block in section.blocks)


def without_empty_headings(blocks: Sequence[BlockText], findings: list[Diagnostic]) -> list[BlockText]:
    """The blocks less the headings (below level 1) that nothing stands under, said as an info."""
    kept: list[BlockText] = []
    pending: list[HeadingText] = []
    for block in blocks:
        if isinstance(block, HeadingText):
            dropped = [
                heading for heading in pending if heading.level >= block.level > 1 or heading.level > block.level
            ]
            findings.extend(info("empty-heading", heading.place) for heading in dropped)
            pending = [heading for heading in pending if heading not in dropped]
            pending.append(block)
        else:
            kept.extend(pending)
            pending = []
            kept.append(block)
    findings.extend(info("empty-heading", heading.place) for heading in pending if heading.level > 1)
    return kept


def runs_in(heading: HeadingText, following: BlockText | None) -> bool:
    """Whether the next paragraph goes on in the heading's line."""
    wanted = heading.run_in if heading.run_in is not None else heading.level == RUN_IN_LEVEL
    return wanted and isinstance(following, ParagraphText)


def number_directives(
    directives: Iterable[Directive], findings: list[Diagnostic]
) -> tuple[dict[ReferenceKind, dict[str, int]], set[int]]:
    """Numbers of charts and tables by name, in reading order, and the ids of those that have one."""
    numbers: dict[ReferenceKind, dict[str, int]] = {kind: {} for kind in ReferenceKind}
    numbered = set()
    for directive in directives:
        named = numbers[ReferenceKind(directive.kind)]
        if directive.name in named:
            findings.append(error("duplicate-name", directive.place, kind=directive.kind, name=directive.name))
            continue
        named[directive.name] = len(named) + 1
        numbered.add(id(directive))
    return numbers, numbered


def unreferenced(
    numbers: dict[ReferenceKind, dict[str, int]],
    referred: set[tuple[ReferenceKind, str]],
    directives: Iterable[Directive],
    appendices: Iterable[AppendixSource],
) -> Iterable[Diagnostic]:
    """Charts, tables and appendices that the text never mentions."""
    for directive in directives:
        kind = ReferenceKind(directive.kind)
        if directive.name in numbers[kind] and (kind, directive.name) not in referred:
            yield info("unreferenced", directive.place, kind=kind.value, name=directive.name)
    for appendix in appendices:
        if (ReferenceKind.APPENDIX, appendix.title) not in referred:
            yield info("unreferenced", KIT, kind=ReferenceKind.APPENDIX.value, name=appendix.title)
