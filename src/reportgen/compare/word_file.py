"""A Word file opened for comparing: its blocks and notes, its bindings, and which of its styles are headings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from ..model.diagnostic import Fault
from ..ooxml.bindings import Stored, read_stored
from ..ooxml.package import PackageReader
from ..ooxml.stories import W, controls, read_stories
from .blocks import Block, blocks_in

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_MAIN, _STYLES = "word/document.xml", "word/styles.xml"
_HEADING = re.compile("(?:heading|标题) ?([1-9])", re.IGNORECASE)
_CAPTION = re.compile("caption|题注|图题|表题", re.IGNORECASE)
_SEPARATORS = ("separator", "continuationSeparator", "continuationNotice")


class WordFile:
    """A document's content. `bindings` are None where it has none of ours."""

    def __init__(self, data: bytes, file: str) -> None:
        """Open a file; raises `not-comparable`, `part-too-large` and the reader's faults."""
        self.file = file
        self._package = PackageReader(data, file)
        if _MAIN not in self._package:
            raise Fault("not-comparable", file=file)
        stories = read_stories(data, file)
        if stories is None:
            raise Fault("part-too-large", file=file, part=_MAIN, limit=64)
        self.stories: Sequence[Element] = stories
        self.bindings = _bindings(data, file)

    @cached_property
    def blocks(self) -> list[Block]:
        """The blocks of the body."""
        body = self.stories[0].find(f"{W}body")
        return [] if body is None else blocks_in(body)

    @cached_property
    def notes(self) -> list[list[Block]]:
        """The blocks of each footnote, in the order of the part."""
        return [blocks_in(note) for story in self.stories[1:] for note in notes_in(story)]

    @cached_property
    def controls(self) -> Mapping[str, Sequence[Element]]:
        """The contents of the controls of all stories by tag."""
        return controls(self.stories)

    @cached_property
    def has_controls(self) -> bool:
        """Whether figures still stand in the controls that they were written in."""
        tags = {item.tag for item in self.bindings or ()}
        return not tags or any(tag in self.controls for tag in tags)

    @cached_property
    def styles(self) -> Styles:
        """What its paragraph styles are for."""
        from xml.etree import ElementTree as ET  # the module is slow to import, and no build needs it

        if _STYLES not in self._package:
            return Styles(None)
        part = self._package.read(_STYLES)
        try:
            return Styles(None if b"<!DOCTYPE" in part else ET.fromstring(part))  # noqa: S314 - without a DTD
        except ET.ParseError:
            raise Fault("broken-part", file=self.file, part="styles.xml") from None


class Styles:
    """The level of heading styles, from 0, and which styles are captions, by style id."""

    def __init__(self, root: Element | None) -> None:
        self.levels: dict[str, int] = {}
        self.captions: set[str] = set()
        based: dict[str, str] = {}
        for style in () if root is None else root.iter(f"{W}style"):
            key, name = style.get(f"{W}styleId", ""), _value(style.find(f"{W}name"))
            level = _value(style.find(f"{W}pPr/{W}outlineLvl"))
            heading = _HEADING.fullmatch(name)
            if level.isdecimal() and int(level) < 9:
                self.levels[key] = int(level)
            elif heading:
                self.levels[key] = int(heading[1]) - 1
            elif not level:
                based[key] = _value(style.find(f"{W}basedOn"))
            if _CAPTION.search(name):
                self.captions.add(key)
        for key, base in based.items():
            if base in self.levels:
                self.levels[key] = self.levels[base]


def notes_in(story: Element) -> Iterator[Element]:
    """The footnotes of their part, without the lines that part them from the text."""
    return (note for note in story if note.tag == f"{W}footnote" and note.get(f"{W}type") not in _SEPARATORS)


def note_key(note: Sequence[Block]) -> tuple[str, str]:
    """What a note is aligned by."""
    return ("note", "".join(block.content for block in note))


def _bindings(data: bytes, file: str) -> tuple[Stored, ...] | None:
    try:
        return read_stored(data, file)
    except Fault as fault:
        if fault.code != "no-bindings":
            raise
        return None


def _value(element: Element | None) -> str:
    return "" if element is None else element.get(f"{W}val", "")
