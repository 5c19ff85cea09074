"""Footnotes, endnotes and comments of drafts: their parts become one, counted on in the order of the text.

Source: ISO/IEC 29500-1, 17.11 (footnotes and endnotes), 17.13.4 (comments).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Protocol
from xml.etree import ElementTree as ET

from ....ooxml.stories import W
from .source import Source
from .target import Target
from .tree import IGNORABLE, IGNORED

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_ID = f"{W}id"
_OFFICE = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_SEPARATORS = (("-1", "separator"), ("0", "continuationSeparator"))


class Moved(Protocol):
    """What makes content of a part fit for the target."""

    def content(self, element: Element, part: str, new_part: str) -> None:
        """Renew an element of a part that goes into another part."""


class Notes:
    """The notes of one kind in the target: `footnote`, `endnote` or `comment`; their part is made when one comes."""

    def __init__(self, target: Target, kind: str) -> None:
        self._target = target
        self._kind = f"{kind}s"
        self._tag = f"{W}{kind}"
        name = target.frame.part(self._kind)
        self.name = name or f"word/{self._kind}.xml"
        self._root: Element | None = target.tree(name) if name else None
        self._known: dict[tuple[int, str], str] = {}
        self._own: dict[int, dict[str, Element]] = {}
        used = (() if self._root is None else self._root.findall(self._tag)) or ()
        self._next = max([int(item.get(_ID, "0")) for item in used if item.get(_ID, "").isdecimal()] or [-1]) + 1

    def bring(self, source: Source, ident: str, moved: Moved) -> str | None:
        """The new number of a note of a draft; None for one that the draft does not have."""
        key = (id(source), ident)
        if key not in self._known:
            part = source.part(self._kind)
            found = None if part is None else self._of(source, part).get(ident)
            if found is None or part is None:
                return None
            root = self._opened()
            new = self._known[key] = str(self._next)
            self._next += 1
            moved.content(found, part, self.name)
            found.set(_ID, new)
            root.append(found)
        return self._known[key]

    def referred(self, blocks: Iterable[Element]) -> Iterator[Element]:
        """The notes that blocks of the document refer to."""
        notes = {} if self._root is None else {note.get(_ID, ""): note for note in self._root}
        for block in blocks if notes else ():
            for mark in block.iter(f"{self._tag}Reference"):
                note = notes.get(mark.get(_ID, ""))
                if note is not None:
                    yield note

    def _of(self, source: Source, part: str) -> dict[str, Element]:
        """The notes of a draft by number."""
        if id(source) not in self._own:
            self._own[id(source)] = {note.get(_ID, ""): note for note in source.tree(part).findall(self._tag)}
        return self._own[id(source)]

    def _opened(self) -> Element:
        if self._root is None:
            self._root = ET.Element(f"{W}{self._kind}", {IGNORABLE: IGNORED})
            if self._kind != "comments":
                for ident, kind in _SEPARATORS:
                    note = ET.SubElement(self._root, self._tag, {f"{W}type": kind, _ID: ident})
                    ET.SubElement(ET.SubElement(ET.SubElement(note, f"{W}p"), f"{W}r"), f"{W}{kind}")
                self._next = max(self._next, 1)
            self._target.add_tree(self.name, self._root, f"{_OFFICE}{self._kind}+xml", self._kind)
        return self._root
