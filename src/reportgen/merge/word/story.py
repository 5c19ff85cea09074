"""A part of a Word file as a tree whose elements know their bytes, so that edits are splices.

`read_story` reads the body, the footnotes, comments or a header once; `Story.root` is an ordinary tree of
`xml.etree`, so `ooxml.present` and its like work on it; `Story.span` says where in the part an element
stands. `Splices` puts new bytes in. What is not spliced stays as it was: prefixes, order of attributes,
white space, comments, processing instructions.

The tree is made by the parser in C; where an element begins and ends is looked for only where somebody asks. That
takes a tenth of the time of a tree of our own.

Sources: XML 1.0 (3.1, 2.4 to 2.8); ISO/IEC 29500-2, 8.1.4 (parts are UTF-8 or UTF-16, without a DTD).
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Container, Iterator, Sequence
from functools import cached_property
from itertools import chain
from typing import NamedTuple
from xml.etree import ElementTree as ET

from ...model.diagnostic import Fault
from ...model.values import dataclass
from ...ooxml.package import PackageReader
from .starts import ASIDE, UTF8_BOM, Starts

LARGEST = 64 << 20
"""Bytes of a part that is read; a report is far below, and its tree takes ten times the room."""

_ATTRIBUTES = rb"""[^<>"']*(?:"[^"]*"[^<>"']*|'[^']*'[^<>"']*)*"""
_TAG = re.compile(b"<([^/!?>\\s]+)" + _ATTRIBUTES + b">")
_END_OR_ASIDE = re.compile(ASIDE + rb"|(</[^>]*>)", re.DOTALL)
_ENCODING = re.compile(rb"""^<\?xml[^>]*?\bencoding\s*=\s*["']([\w.-]+)["']""")
_DECLARED = re.compile(rb"""\sxmlns:([\w.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_DOCUMENT_TYPE = re.compile(rb"(?:\xef\xbb\xbf)?(?>\s+|<\?.*?\?>|<!--.*?-->)*+<!DOCTYPE", re.DOTALL)
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_SAME_AS_UTF8 = frozenset((b"UTF-8", b"UTF8", b"US-ASCII", b"ASCII"))


class Span(NamedTuple):
    """Where an element stands in its part, as offsets in `Story.data`; of an empty tag the last three are equal."""

    start: int
    content_start: int
    content_end: int
    end: int

    @property
    def is_closed_tag(self) -> bool:
        """Whether it is one tag, `<w:r/>`, which has no content to put anything into."""
        return self.content_start == self.end


class Story:
    """A part's bytes with their tree.

    `data` is the part in UTF-8, which splices count in; `packed` gives it back in the encoding that it came in.
    """

    def __init__(self, name: str, data: bytes, root: ET.Element, *, encoding: str = "utf-8") -> None:
        self.name = name
        self.data = data
        self.root = root
        self.encoding = encoding
        self._starts = Starts(data, root)
        self._once: dict[str, bool] = {}

    def span(self, element: ET.Element) -> Span:
        """The bytes of an element of this tree; KeyError for any other."""
        start = self._starts[element]
        opened = self._opened(start)
        if self.data[opened - 2] == ord("/"):
            return Span(start, opened, opened, opened)
        closing = self._closing(element, opened)
        return Span(start, opened, closing.start(), closing.end())

    def start(self, element: ET.Element) -> int:
        """Where an element begins; its end takes a search."""
        return self._starts[element]

    def find_inside(self, content: ET.Element, tag: str) -> None:
        """Find what stands in the content of the control with a tag of ours: some of that will be asked for.

        Without this, the first element that is asked for lets all of the part be counted.
        """
        self._starts.find_inside(content, tag)

    def source(self, element: ET.Element) -> bytes:
        """The element as it stands in the part."""
        span = self.span(element)
        return self.data[span.start : span.end]

    def start_tag(self, element: ET.Element) -> bytes:
        """The start tag of an element as it is written, `<w:r w:rsidR="00A1">`."""
        start = self._starts[element]
        return self.data[start : self._opened(start)]

    def name_of(self, element: ET.Element) -> bytes:
        """The name of an element with the prefix that it is written with."""
        found = _TAG.match(self.data, self._starts[element])
        assert found is not None  # noqa: S101 - the parser has read this tag
        return found[1]

    def parent(self, element: ET.Element) -> ET.Element | None:
        """The element around; None for the root."""
        return self._parents.get(element)

    def ancestors(self, element: ET.Element) -> Iterator[ET.Element]:
        """The elements around, the nearest first."""
        around = self._parents.get(element)
        while around is not None:
            yield around
            around = self._parents.get(around)

    def outermost(self, element: ET.Element, stops: Container[ET.Element]) -> ET.Element:
        """The last element around, or the element itself, before one of the stops."""
        for around in self.ancestors(element):
            if around in stops:
                break
            element = around
        return element

    def binds(self, element: ET.Element, prefix: str, namespace: str) -> bool:
        """Whether a prefix stands for a namespace inside an element; the nearest declaration counts."""
        if prefix in self._root_declared and self._is_declared_once(prefix):
            return self._root_declared[prefix] == namespace
        for around in chain((element,), self.ancestors(element)):
            declared = self._root_declared if around is self.root else _declared(self.start_tag(around))
            if prefix in declared:
                return declared[prefix] == namespace
        return False

    def _is_declared_once(self, prefix: str) -> bool:
        found = self._once.get(prefix)
        if found is None:
            pattern = b"xmlns:" + re.escape(prefix.encode()) + rb"\s*="
            found = self._once[prefix] = len(re.findall(pattern, self.data)) == 1
        return found

    def packed(self, data: bytes) -> bytes:
        """New bytes of the part, in the encoding that it came in."""
        return data if self.encoding == "utf-8" else data.decode("utf-8").encode(self.encoding)

    @cached_property
    def _parents(self) -> dict[ET.Element, ET.Element]:
        return {child: around for around in self.root.iter() for child in around}

    @cached_property
    def _root_declared(self) -> dict[str, str]:
        return _declared(self.start_tag(self.root))

    def _opened(self, start: int) -> int:
        """Where the start tag at `start` ends."""
        found = _TAG.match(self.data, start)
        assert found is not None  # noqa: S101 - the parser has read this tag
        return found.end()

    def _closing(self, element: ET.Element, opened: int) -> re.Match[bytes]:
        """The end tag of an element that has one: that of its last descendant, and one more a level up."""
        levels, at, last = 1, opened, element
        while len(last):
            last = last[-1]
            levels += 1
        if last is not element:
            at = self._opened(self._starts[last])
            levels -= self.data[at - 2] == ord("/")
        while True:
            found = _END_OR_ASIDE.search(self.data, at)
            assert found is not None  # noqa: S101 - the parser has seen this end
            levels -= found.start(1) >= 0
            if not levels:
                return found
            at = found.end()


def read_story(package: PackageReader, name: str) -> Story:
    """A part of a package as a story; raises `broken-part`, `part-too-large` and the reader's faults."""
    if package.size(name) > LARGEST:
        raise Fault("part-too-large", file=package.file, part=name, limit=LARGEST >> 20)
    return parse_story(package.read(name), name, package.file)


def parse_story(data: bytes, name: str, file: str = "") -> Story:
    """The story of a part's bytes; raises `broken-part` for what is no XML, has a DTD, or another encoding."""
    part = name.rpartition("/")[2]
    encoding = "utf-8"
    try:
        if data.startswith(_UTF16):
            encoding = "utf-16-le" if data.startswith(_UTF16[0]) else "utf-16-be"
            data = data.decode(encoding).encode()
        elif not _is_utf8(data):
            raise Fault("broken-part", file=file, part=part)
        if _DOCUMENT_TYPE.match(data):
            raise Fault("broken-part", file=file, part=part)
        root = ET.fromstring(data, ET.XMLParser(encoding="utf-8"))  # noqa: S314 - without a DTD there are no entities
    except (ET.ParseError, UnicodeError):
        raise Fault("broken-part", file=file, part=part) from None
    return Story(name, data, root, encoding=encoding)


def with_edits(story: Story, data: bytes) -> Story:
    """The story of a part whose bytes somebody has edited."""
    root = ET.fromstring(data, ET.XMLParser(encoding="utf-8"))  # noqa: S314 - its entities were looked at when it was read
    return Story(story.name, data, root, encoding=story.encoding)


def _is_utf8(data: bytes) -> bool:
    found = _ENCODING.match(data.removeprefix(UTF8_BOM))
    return found is None or found[1].upper() in _SAME_AS_UTF8


def _declared(tag: bytes) -> dict[str, str]:
    """The prefixes that a start tag declares."""
    return {prefix.decode(): (double or single).decode() for prefix, double, single in _DECLARED.findall(tag)}


@dataclass(frozen=True, slots=True)
class _Splice:
    start: int
    end: int
    new: bytes


class Splices:
    """Edits of one part: stretches of bytes and what comes into their place.

    Several insertions at one spot stand in the order in which they came. Two stretches must not overlap, but for what
    is changed or taken away inside of a stretch that is taken away whole.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._splices: list[_Splice] = []

    def __bool__(self) -> bool:
        return bool(self._splices)

    def replace(self, start: int, end: int, new: bytes) -> None:
        """Put `new` in the place of the bytes from `start` to before `end`; ValueError outside the part."""
        if not 0 <= start <= end <= len(self._data):
            raise ValueError(f"{start}:{end} is no stretch of {len(self._data)} bytes")
        self._splices.append(_Splice(start, end, new))

    def insert(self, at: int, new: bytes) -> None:
        """Put `new` before the byte at `at`."""
        self.replace(at, at, new)

    def remove(self, start: int, end: int) -> None:
        """Take the bytes from `start` to before `end` away."""
        self.replace(start, end, b"")

    def result(self) -> bytes:
        """The part with all edits; ValueError where two of them overlap."""
        pieces: list[bytes] = []
        at = 0
        for splice in self._made():
            if splice.start < at:
                raise ValueError(f"two edits of byte {splice.start}")
            pieces += (self._data[at : splice.start], splice.new)
            at = splice.end
        pieces.append(self._data[at:])
        return b"".join(pieces)

    def places(self, starts: Sequence[int]) -> list[int]:
        """Where bytes that stay stand in the result, given in rising order."""
        found = []
        waiting, moved = deque(self._made()), 0
        for start in starts:
            while waiting and (waiting[0].start < start or waiting[0].start == waiting[0].end == start):
                splice = waiting.popleft()
                moved += len(splice.new) - (splice.end - splice.start)
            found.append(start + moved)
        return found

    def _made(self) -> Iterator[_Splice]:
        """The edits in their order, without those inside of a stretch that is taken away."""
        gone = 0
        for splice in sorted(self._splices, key=_outer_first):
            if splice.start < splice.end <= gone:
                continue
            gone = 0 if splice.new else splice.end
            yield splice


def _outer_first(splice: _Splice) -> tuple[int, bool, int]:
    """The order of edits: what is inserted at a place goes before what is changed there, the widest first."""
    return splice.start, splice.start < splice.end, -splice.end
