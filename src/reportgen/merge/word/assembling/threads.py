"""What Word keeps beside comments: which is a reply to which, which is done, their lasting names, and their authors.

Four parts refer to comments by the ids of their last paragraphs, and to one another by a durable id, both of which
may stand once in a document; so they are given out anew over all drafts, and threads stay threads.

Source: MS-DOCX 2.5.3 (commentsEx, commentsIds, people), 2.7 (commentsExtensible).
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING, NamedTuple
from xml.etree import ElementTree as ET

from .ids import Ids, OwnIds
from .source import Source
from .target import Target
from .tree import IGNORABLE, IGNORED

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_OFFICE = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_RELATIONS = "http://schemas.microsoft.com/office/"
_WORD = "{http://schemas.microsoft.com/office/word/"
_W15, _CID, _CEX = f"{_WORD}2012/wordml}}", f"{_WORD}2016/wordml/cid}}", f"{_WORD}2018/wordml/cex}}"
_PARAGRAPH, _PARENT, _AUTHOR = f"{_W15}paraId", f"{_W15}paraIdParent", f"{_W15}author"


class _Part(NamedTuple):
    """A part beside the comments: its relationship, its root and its entries, and its name and content type."""

    relation: str
    root: str
    entry: str
    name: str


_EXTENDED = _Part(
    f"{_RELATIONS}2011/relationships/commentsExtended", f"{_W15}commentsEx", f"{_W15}commentEx", "commentsExtended"
)
_IDS = _Part(f"{_RELATIONS}2016/09/relationships/commentsIds", f"{_CID}commentsIds", f"{_CID}commentId", "commentsIds")
_EXTENSIBLE = _Part(
    f"{_RELATIONS}2018/08/relationships/commentsExtensible",
    f"{_CEX}commentsExtensible",
    f"{_CEX}commentExtensible",
    "commentsExtensible",
)
_PEOPLE = _Part(f"{_RELATIONS}2011/relationships/people", f"{_W15}people", f"{_W15}person", "people")


class Threads:
    """The parts beside the comments in the target, each made when a first entry comes."""

    def __init__(self, target: Target, ids: Ids) -> None:
        self._target, self._ids = target, ids
        self._roots: dict[_Part, Element] = {}

    def bring(self, source: Source, ids: OwnIds, authors: Collection[str]) -> None:
        """Enter what a draft says of the comments that came along, and of the people who wrote what came along."""
        self._bring_extended(source, ids)
        durable: dict[str, str] = {}
        for entry in _entries(source, _IDS):
            new = ids.known_paragraph(entry.get(f"{_CID}paraId", ""))
            old = entry.get(f"{_CID}durableId", "")
            if new is not None and old not in durable:
                durable[old] = self._ids.durable(old)
                entry.attrib.update({f"{_CID}paraId": new, f"{_CID}durableId": durable[old]})
                self._root(_IDS).append(entry)
        for entry in _entries(source, _EXTENSIBLE):
            old = entry.get(f"{_CEX}durableId", "")
            if old in durable:
                entry.set(f"{_CEX}durableId", durable[old])
                self._root(_EXTENSIBLE).append(entry)
        for person in _entries(source, _PEOPLE):
            author = person.get(_AUTHOR)
            if author in authors and all(other.get(_AUTHOR) != author for other in self._root(_PEOPLE)):
                self._root(_PEOPLE).append(person)

    def _bring_extended(self, source: Source, ids: OwnIds) -> None:
        """Which comment is a reply, and which is done."""
        for entry in _entries(source, _EXTENDED):
            new = ids.known_paragraph(entry.get(_PARAGRAPH, ""))
            if new is None:
                continue
            parent = entry.attrib.pop(_PARENT, None)
            above = None if parent is None else ids.known_paragraph(parent)
            entry.set(_PARAGRAPH, new)
            if above is not None:
                entry.set(_PARENT, above)
            self._root(_EXTENDED).append(entry)

    def _root(self, part: _Part) -> Element:
        if part not in self._roots:
            root = self._roots[part] = ET.Element(part.root, {IGNORABLE: IGNORED})
            self._target.add_tree(f"word/{part.name}.xml", root, f"{_OFFICE}{part.name}+xml", part.relation)
        return self._roots[part]


def _entries(source: Source, part: _Part) -> list[Element]:
    root = source.root(part.relation)
    return [] if root is None else root.findall(part.entry)
