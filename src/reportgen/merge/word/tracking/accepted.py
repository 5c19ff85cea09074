"""A Word file as it reads with its tracked changes accepted: both versions are taken so before they are compared.

Otherwise the marks of an editor would stand among those of the comparison, and rejecting all of them would bring
back what the older version never had. Who made a change is not forgotten: each run that somebody inserted carries a
number as an attribute of its own, until `without_numbers` takes it away, and `Theirs` knows whose it is; so does it of
the texts that somebody deleted. A comparison that finds the same change marks it in that editor's name.

Source: ISO/IEC 29500-1, 17.13.5 (revisions; 17.13.5.15: a paragraph whose end is gone joins the one behind it).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from ....compare.blocks import PARAGRAPH, ROW, RUN, TABLE
from ....model.values import dataclass, field
from ....ooxml.package import PackageReader, pack, write_package
from ....ooxml.stories import W
from ..markup import By
from ..story import Story, read_story

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

ANNOTATED = re.compile(r"word/(document|footnotes|endnotes|comments|header[0-9]*|footer[0-9]*)\.xml")
"""The parts that may hold tracked changes."""

NUMBER = "reportgenBy"
_NUMBERED = re.compile(rf'(<[^<>]*) {NUMBER}="[0-9]+"'.encode())
_HAS_CHANGES = re.compile(rb"[<:](?:ins|del|moveFrom|moveTo|[A-Za-z]+Change)[\s/>]")
_CAME = frozenset((f"{W}ins", f"{W}moveTo"))
_WENT = frozenset((f"{W}del", f"{W}moveFrom"))
_FORMER = frozenset(
    f"{W}{name}Change"
    for name in ("rPr", "pPr", "sectPr", "tblPr", "tblPrEx", "tblGrid", "trPr", "tcPr", "numbering")
)  # fmt: skip
_RANGES = frozenset(f"{W}{name}Range{end}" for name in ("moveFrom", "moveTo") for end in ("Start", "End"))
_LEFT_OUT = _FORMER | _RANGES
_CHANGES = _CAME | _WENT | _LEFT_OUT
_ANCHORS = frozenset(
    f"{W}{name}"
    for name in ("bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd", "permStart", "permEnd")
)
_COMMENT = f"{W}commentReference"
_TEXTS = frozenset((f"{W}delText", f"{W}t"))
_PROPERTIES = f"{W}pPr"
_MARKS = {PARAGRAPH: f"{W}pPr/{W}rPr/{W}ins", ROW: f"{W}trPr/{W}ins"}
"""Where a paragraph or row says that it was inserted."""
_ENDS = tuple(f"{W}pPr/{W}rPr/{tag}" for tag in sorted(_WENT))


@dataclass(slots=True)
class Theirs:
    """Who made the tracked changes of a file: by the numbers of runs that came, by the texts that went."""

    came: list[By] = field(default_factory=list)
    went: dict[str, By] = field(default_factory=dict)

    def of(self, element: Element) -> By | None:
        """Who inserted a run, the end of a paragraph, or a row."""
        number = element.get(NUMBER)
        return None if number is None else self.came[int(number)]


@dataclass(frozen=True, slots=True)
class Accepted:
    """The file with its changes accepted, the same bytes where it has none; `parts` are those that had some."""

    data: bytes
    parts: Collection[str]
    theirs: Theirs


def accepted(data: bytes, file: str, *, numbered: bool = False) -> Accepted:
    """Accept all tracked changes of a Word file; runs that came are `numbered` for whoever asks whose they are.

    Raises the reader's faults, `broken-part` and `part-too-large`.
    """
    package = PackageReader(data, file)
    theirs, parts = Theirs(), {}
    for name in package.names:
        if ANNOTATED.fullmatch(name) and _may_have_changes(package.read(name)):
            work = _Acceptance(read_story(package, name), theirs if numbered else None)
            if work.has_changes:
                parts[name] = pack(name, work.result())
    if parts:
        data = write_package([parts.get(name) or package.packed(name) for name in package.names])
    return Accepted(data, parts.keys(), theirs)


def without_numbers(part: bytes) -> bytes:
    """A part without the numbers of its runs."""
    return _NUMBERED.sub(rb"\1", part) if NUMBER.encode() in part else part


def _may_have_changes(part: bytes) -> bool:
    return b"\0" in part[:4] or _HAS_CHANGES.search(part) is not None  # in UTF-16 only its tree tells


class _Acceptance:
    """Writes one part anew; elements without changes keep their bytes."""

    def __init__(self, story: Story, theirs: Theirs | None) -> None:
        self._story = story
        self._theirs = theirs
        changes = [item for item in story.root.iter() if item.tag in _CHANGES]
        self.has_changes = bool(changes)
        self._around = {around for item in changes for around in story.ancestors(item)}
        self._by: list[By] = []

    def result(self) -> bytes:
        """The part, in the encoding that it came in."""
        story, span = self._story, self._story.span(self._story.root)
        made = story.data[: span.start] + self._written(story.root) + story.data[span.end :]
        return story.packed(made)

    def _written(self, element: Element) -> bytes:
        if element.tag in _LEFT_OUT:
            return b""
        if element.tag in _WENT:
            self._remember(element)
            return b"".join(map(self._story.source, _staying(element)))
        if element.tag in _CAME:
            self._by.append(_by(element))
            inner = self._content(element)
            self._by.pop()
            return inner
        if element not in self._around and not self._by:
            return self._story.source(element)
        if element.tag == TABLE and not any(_stays(row) for row in element.iter(ROW)):
            return b""
        return self._opening(element) + self._rest(element)

    def _opening(self, element: Element) -> bytes:
        """The start tag of an element, with a number where somebody inserted it."""
        opening = self._story.start_tag(element)
        by = self._inserted_by(element)
        if by is None or self._theirs is None:
            return opening
        self._theirs.came.append(by)
        end = -2 if opening.endswith(b"/>") else -1
        return opening[:end] + f' {NUMBER}="{len(self._theirs.came) - 1}"'.encode() + opening[end:]

    def _inserted_by(self, element: Element) -> By | None:
        if element.tag == RUN:
            return self._by[-1] if self._by else None
        mark = element.find(_MARKS[element.tag]) if element.tag in _MARKS else None
        return None if mark is None else _by(mark)

    def _rest(self, element: Element) -> bytes:
        """What stands behind the start tag of an element, to its end tag."""
        span = self._story.span(element)
        if span.is_closed_tag:
            return b""
        if element not in self._around and not (self._by and len(element)):
            return self._story.data[span.content_start : span.end]
        return self._content(element) + self._story.data[span.content_end : span.end]

    def _content(self, element: Element) -> bytes:
        """What stands in an element that holds others; paragraphs whose end went join those behind them."""
        if not len(element):
            span = self._story.span(element)
            return self._story.data[span.content_start : span.content_end]
        made: list[bytes] = []
        joined = b""
        children = list(element)
        for child, behind in zip(children, [*children[1:], None], strict=True):
            if child.tag == PARAGRAPH and any(child.find(end) is not None for end in _ENDS):
                content = self._inline(child)
                if behind is not None and behind.tag == PARAGRAPH:
                    joined += content
                    continue
                if not (joined or content) and behind is not None:
                    continue
                made.append(self._paragraph(child, joined + content))
            elif child.tag == PARAGRAPH and joined:
                made.append(self._paragraph(child, joined + self._inline(child)))
            elif child.tag != ROW or _stays(child):
                made.append(self._written(child))
            joined = b"" if child.tag == PARAGRAPH else joined
        return b"".join(made)

    def _inline(self, paragraph: Element) -> bytes:
        return b"".join(self._written(child) for child in paragraph if child.tag != _PROPERTIES)

    def _paragraph(self, paragraph: Element, content: bytes) -> bytes:
        """A paragraph in its own form, with that content."""
        own = paragraph.find(_PROPERTIES)
        opening = self._opening(paragraph).removesuffix(b"/>").removesuffix(b">").rstrip()
        properties = b"" if own is None else self._written(own)
        return opening + b">" + properties + content + b"</" + self._story.name_of(paragraph) + b">"

    def _remember(self, gone: Element) -> None:
        text = "".join(item.text or "" for item in gone.iter() if item.tag in _TEXTS)
        if text and self._theirs is not None:
            self._theirs.went.setdefault(text, _by(gone))


def _staying(gone: Element) -> Iterator[Element]:
    """What of a deletion stays: bookmarks, and where comments hang."""
    for item in gone.iter():
        if item.tag in _ANCHORS or (item.tag == RUN and item.find(_COMMENT) is not None):
            yield item


def _stays(row: Element) -> bool:
    return row.find(f"{W}trPr/{W}del") is None


def _by(change: Element) -> By:
    return By(change.get(f"{W}author", ""), change.get(f"{W}date", ""))
