"""Where the elements of a tree begin in its part: the n-th start tag of the text is the n-th element of the tree.

To count all tags of a part costs a third of parsing it. Elements inside a content control of ours are found from its
tag instead, so who sets a few figures of a long report counts nothing.

Source: ISO/IEC 29500-1, 17.5.2 (a control's content stands behind its properties).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property
from itertools import accumulate, islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

UTF8_BOM = b"\xef\xbb\xbf"
ASIDE = rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>"
_OF_ASIDES = (b"!", b"?")
"""Signs that comments, CDATA and processing instructions have; most parts have neither, not even in their texts."""
_START = re.compile(rb"<[^/!?]")
_START_OR_ASIDE = re.compile(ASIDE + rb"|(<)[^/!?]", re.DOTALL)
_OUR_TAG = re.compile(rb'val="(rg-[^"<>&]*)"')
_CONTENT = re.compile(rb"</((?:[\w.-]+:)?)sdtPr\s*>\s*(<)\1sdtContent[\s/>]")
"""The start of a control's content, right behind its properties."""
_BLOCK = 1 << 10
"""Bytes that are looked through for one tag."""


class Starts:
    """The bytes at which elements begin, of a part that was parsed into a tree."""

    def __init__(self, data: bytes, root: Element) -> None:
        self._data, self._root = data, root

    def __getitem__(self, element: Element) -> int:
        """Where an element begins; KeyError for one of another tree."""
        start = self._known.get(element)
        return self._counted[element] if start is None else start

    def find_inside(self, content: Element, tag: str) -> None:
        """Find what stands in the content of the control that has a tag of ours, without counting all tags.

        Nothing is known then of a tag that is not certain: one that stands twice, or that somebody wrote otherwise.
        """
        at = self._tags.get(tag.encode())
        found = None if at is None else _CONTENT.search(self._data, at, at + _BLOCK)
        if found is not None and self._data.find(b"sdtPr", at, found.start()) < 0:
            inside = list(content.iter())
            starts = [tag.start() for tag in islice(_START.finditer(self._data, found.start(2)), len(inside))]
            self._known.update(zip(inside, starts, strict=True))

    @cached_property
    def _known(self) -> dict[Element, int]:
        """The starts of the root and of all that was found inside of controls."""
        found = (each.start(1) for each in _START_OR_ASIDE.finditer(self._data))
        return {self._root: next(start for start in found if start >= 0)}

    @cached_property
    def _tags(self) -> dict[bytes, int | None]:
        """Where each tag of ours stands, None for one that stands twice; none where it may stand in a comment."""
        found: dict[bytes, int | None] = {}
        for tag in () if _has_asides(self._data) else _OUR_TAG.finditer(self._data):
            found[tag[1]] = None if tag[1] in found else tag.start()
        return found

    @cached_property
    def _counted(self) -> _Counted:
        return _Counted(self._data, self._root)


class _Counted:
    """The starts of all elements.

    Tags are counted block by block, and looked for only in the blocks that somebody asks for: edits touch few of them.
    """

    def __init__(self, data: bytes, root: Element) -> None:
        self._data = data
        self._numbers = {element: number for number, element in enumerate(root.iter())}
        self._first = _behind_declaration(data)
        self._blocks: dict[int, list[int]] = {}
        if _has_asides(data):
            self._blocks[0] = [at for found in _START_OR_ASIDE.finditer(data) if (at := found.start(1)) >= 0]
            counts = [len(self._blocks[0])]
        else:
            # A tag belongs to the block of its first byte.
            ends = [(at, at + _BLOCK) for at in range(self._first, len(data), _BLOCK)]
            counts = [data.count(b"<", at, end) - data.count(b"</", at, end + 1) for at, end in ends]
        self._before = list(accumulate(counts, initial=0))
        if self._before[-1] != len(self._numbers):
            raise ValueError(f"{self._before[-1]} tags of {len(self._numbers)} elements")

    def __getitem__(self, element: Element) -> int:
        number = self._numbers[element]
        block = bisect_right(self._before, number) - 1
        starts = self._blocks.get(block)
        if starts is None:
            at = self._first + block * _BLOCK
            starts = [found.start() for found in _START.finditer(self._data, at, at + _BLOCK + 1)]
            self._blocks[block] = starts
        return starts[number - self._before[block]]


def _behind_declaration(data: bytes) -> int:
    """Where a part goes on behind its XML declaration."""
    return data.find(b"?>") + 2 if data.startswith((b"<?xml", UTF8_BOM + b"<?xml")) else 0


def _has_asides(data: bytes) -> bool:
    """Whether a part has comments, CDATA or processing instructions, in which no tag is one."""
    first = _behind_declaration(data)
    return any(data.find(sign, first) >= 0 and data.find(b"<" + sign, first) >= 0 for sign in _OF_ASIDES)
