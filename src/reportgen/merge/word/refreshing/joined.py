"""Today's report in the shape of a document that was put together from drafts of units.

Such a document has the sections of many units one below the other, charts and tables numbered through, and no tag
twice. Here the narratives of today are put into that shape, unit by unit as the file has them: each figure under the
tag that it has in the file. What comes out is refreshed like any other report.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, count

from ....model.collect import collect_columns
from ....model.document import (
    Block,
    ChartBlock,
    Document,
    Footnote,
    Heading,
    Inline,
    Paragraph,
    Reference,
    ReferenceKind,
    Section,
    Shown,
    TableBlock,
    Text,
)
from ....model.owner import Owner
from ....model.values import dataclass, field, replace
from ....narrate.hanzi import heading_number
from ....ooxml.bindings import Stored

_REPORT = ""
"""Stands for a unit where something is the report's as a whole."""
_FRAME = ("标题", "落款")
_LOWEST = 4
_SEPARATOR = "、"

_Key = tuple[str, str]
"""A unit's name and the file of a section."""


@dataclass(slots=True, eq=False, repr=False)
class _Stretch:
    """A section of a unit in the file: where its figures stand, and how many levels deeper than in the draft."""

    trails: list[tuple[str, ...]] = field(default_factory=list)
    deeper: Counter[int] = field(default_factory=Counter)

    @property
    def is_part(self) -> bool:
        """Whether the unit's section stands below the heading of a section that several units share."""
        return self.deeper.most_common(1)[0][0] == 1

    def heading(self, level: int) -> str:
        """The heading of a level that most of its figures stand under, empty for none."""
        texts = Counter(trail[level - 1] for trail in self.trails if len(trail) >= level)
        return texts.most_common(1)[0][0] if texts else ""


def joined(
    stored: Sequence[Stored], owners: Sequence[Owner], whole: Document, units: Mapping[str, Document]
) -> Document:
    """The document: `whole` without its units, `units` by name; those that are not there any more are missing.

    `stored` and `owners` are what the file holds.
    """
    documents = {_REPORT: whole, **units}
    stretches = _stretches(stored, owners, documents)
    tags = _Tags(stored, owners)
    sections = [(key, _section(documents[key[0]], key[1])) for key in stretches]
    numbers = _numbers(sections)
    appendices = {item.title: item.number for item in whole.appendices}
    made: list[Section] = []
    last = ""
    for key, section in sections:
        shape = _Shape(key[0], tags, numbers, appendices)
        stretch = stretches[key]
        heading = stretch.heading(1) if stretch.is_part else ""
        blocks = tuple(shape.blocks(section, stretch))
        if heading and heading == last:
            made[-1] = replace(made[-1], blocks=made[-1].blocks + blocks)
        else:
            made.append(replace(section, blocks=(_first(heading, ()), *blocks) if heading else blocks))
        last = heading
    return replace(whole, sections=tuple(made), owners=tuple(_owners(owners, units, tags)))


def _owners(owners: Sequence[Owner], units: Mapping[str, Document], tags: _Tags) -> Iterator[Owner]:
    """The units of the file, with where their data stand today and the tags of all that may come into the file."""
    for owner in owners:
        today = next(iter(units[owner.name].owners), owner) if owner.name in units else owner
        yield replace(today, tags={**owner.tags, **tags.added(owner.name)})


def _stretches(
    stored: Sequence[Stored], owners: Sequence[Owner], documents: Mapping[str, Document]
) -> dict[_Key, _Stretch]:
    """The sections of the file in its order, as far as today's report has them."""
    whose = {tag: (owner.name, own) for owner in owners for tag, own in owner.tags.items()}
    spots = {name: _spots(document) for name, document in documents.items()}
    found: dict[_Key, _Stretch] = {}
    for item in stored:
        name, tag = whose.get(item.tag, (_REPORT, item.tag))
        spot = spots[name].get(tag) if name in spots else None
        if spot is not None and item.where and item.where[0] not in _FRAME:
            file, depth = spot
            stretch = found.setdefault((name, file), _Stretch())
            stretch.trails.append(item.where)
            stretch.deeper[len(item.where) - depth] += 1
    return found


def _spots(document: Document) -> dict[str, tuple[str, int]]:
    """The section's file of each figure of a document by its tag, and how many headings and labels are above it."""
    found: dict[str, tuple[str, int]] = {}
    for section in document.sections:
        alone = Document(title=(), sections=(section,))
        found.update((item.tag, (section.file, len(item.where))) for item in collect_columns(alone))
    return found


def _section(document: Document, file: str) -> Section:
    return next(section for section in document.sections if section.file == file)


_Numbers = Mapping[tuple[str, ReferenceKind, int], int]
"""The number in the whole document of a chart or a table, by its unit, its kind and its number in the draft."""


def _numbers(sections: Sequence[tuple[_Key, Section]]) -> _Numbers:
    found: dict[tuple[str, ReferenceKind, int], int] = {}
    counts: Counter[ReferenceKind] = Counter()
    for (name, _), section in sections:
        for block in section.blocks:
            if isinstance(block, (ChartBlock, TableBlock)):
                kind = _kind(block)
                counts[kind] += 1
                found[name, kind, block.number] = counts[kind]
    return found


def _kind(block: ChartBlock | TableBlock) -> ReferenceKind:
    return ReferenceKind.FIGURE if isinstance(block, ChartBlock) else ReferenceKind.TABLE


class _Tags:
    """The tags of figures in the file, by unit and by the tag in the unit's draft; new ones are free there."""

    def __init__(self, stored: Sequence[Stored], owners: Sequence[Owner]) -> None:
        self._taken = {item.tag for item in stored}
        of_units = {tag for owner in owners for tag in owner.tags}
        self._known = {(owner.name, own): tag for owner in owners for tag, own in owner.tags.items()}
        self._known.update(((_REPORT, tag), tag) for tag in self._taken - of_units)
        self._added: dict[str, dict[str, str]] = {}

    def tag(self, name: str, own: str) -> str:
        """The tag in the file of what has its own in the narrative of a unit."""
        if (name, own) not in self._known:
            tag = self._free(own)
            self._taken.add(tag)
            self._known[name, own] = tag
            self._added.setdefault(name, {})[tag] = own
        return self._known[name, own]

    def _free(self, own: str) -> str:
        names = chain((own,), (f"{own}-{number}" for number in count(2)))
        return next(name for name in names if name not in self._taken)

    def added(self, name: str) -> Mapping[str, str]:
        """The tags of a unit that were given anew, with those in its draft."""
        return self._added.get(name, {})


@dataclass(slots=True, eq=False, repr=False)
class _Shape:
    """Puts the section of one unit into the shape that it has in the whole document."""

    name: str
    tags: _Tags
    numbers: _Numbers
    appendices: Mapping[str, int]
    counts: list[int] = field(default_factory=lambda: [0] * (_LOWEST + 1))

    def blocks(self, section: Section, stretch: _Stretch) -> Iterator[Block]:
        """Its blocks: those of a part below the name of the unit, one level lower."""
        for block in section.blocks:
            if not isinstance(block, Heading):
                yield self._block(block)
            elif block.level == 1 and not stretch.is_part:
                yield _first(stretch.heading(1), self._content(block.content))
            elif block.level == 1:
                yield Heading(2, "", (Text(stretch.heading(2)),))
            else:
                yield self._heading(block, stretch.is_part)

    def _heading(self, heading: Heading, is_part: bool) -> Heading:
        content = self._content(heading.content)
        if not is_part or heading.level == _LOWEST:
            return replace(heading, content=content)
        level = heading.level + 1
        self.counts[level] += 1
        self.counts[level + 1 :] = [0] * (_LOWEST - level)
        number = heading_number(level, self.counts[level]) if heading.number else ""
        return replace(heading, level=level, number=number, content=content)

    def _block(self, block: Paragraph | TableBlock | ChartBlock) -> Block:
        if isinstance(block, Paragraph):
            return Paragraph(self._content(block.content))
        number = self.numbers[self.name, _kind(block), block.number]
        tag = self.tags.tag(self.name, block.tag)
        if isinstance(block, ChartBlock) and tag in self.tags.added(self.name):  # its picture is found by the name
            block = replace(block, spec=replace(block.spec, name=f"{block.name}（{self.name}）"))
        return replace(block, number=number, caption=self._content(block.caption), tag=tag)

    def _content(self, content: Sequence[Inline]) -> tuple[Inline, ...]:
        return tuple(map(self._inline, content))

    def _inline(self, inline: Inline) -> Inline:
        if isinstance(inline, Shown):
            return replace(inline, tag=self.tags.tag(self.name, inline.tag))
        if isinstance(inline, Footnote):
            return Footnote(self._content(inline.content))
        if isinstance(inline, Reference):
            number = inline.number
            if inline.kind is ReferenceKind.APPENDIX:
                return replace(inline, number=self.appendices.get(inline.name, number))
            return replace(inline, number=self.numbers.get((self.name, inline.kind, number), number))
        return inline


def _first(text: str, content: Sequence[Inline]) -> Heading:
    """A heading of level 1 as it reads in the file; its figures are those of today."""
    number, separator, rest = text.partition(_SEPARATOR)
    has_figures = any(isinstance(inline, Shown) for inline in content)
    if not separator:
        number, rest = "", text
    return Heading(1, number + separator, tuple(content) if has_figures else (Text(rest),))
