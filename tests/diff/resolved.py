"""What a Word file says once its tracked changes are accepted or rejected: a small reading of the standard.

Nothing of `reportgen` that makes or compares tracked changes is used here. Two files say the same where `told` gives
the same: text with its looks, forms of paragraphs, tables with their formatting, what pictures and objects show, what
notes say, and headers.

Source: ISO/IEC 29500-1, 17.13.5.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from typing import Any
from xml.etree import ElementTree as ET

from reportgen.ooxml.package import PackageReader
from reportgen.ooxml.relationships import Relation, read_relations
from reportgen.ooxml.stories import W

Told = Any
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_GONE = {"accept": ("del", "moveFrom"), "reject": ("ins", "moveTo")}
_KEPT = {"accept": ("ins", "moveTo"), "reject": ("del", "moveFrom")}
_PROPERTIES = frozenset(
    f"{W}{name}" for name in ("rPr", "pPr", "tblPr", "tblPrEx", "trPr", "tcPr", "tblGrid", "sectPr")
)
_MARKS = frozenset(f"{W}{name}" for names in (*_GONE.values(), *_KEPT.values()) for name in names)
_STAY = {f"{W}pPr": ("rPr", "sectPr"), f"{W}sectPr": ("headerReference", "footerReference"), f"{W}trPr": ("ins", "del")}
_OBJECTS = frozenset(f"{W}{name}" for name in ("drawing", "pict", "object")) | {f"{_MC}AlternateContent"}
_SIGNS = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n"}
_SHOWN = _OBJECTS | _SIGNS.keys() | {f"{W}footnoteReference", f"{W}endnoteReference"}
_NAMES = frozenset(("id", "ShapeID", "name"))


def told(data: bytes, how: str = "") -> Told:
    """What a file says: as it stands, or after all changes with `accept` or `reject`."""
    return _Reading(PackageReader(data, "a.docx"), how).told()


class _Reading:
    def __init__(self, package: PackageReader, how: str) -> None:
        self._package = package
        self._how = how
        self._roots: dict[str, ET.Element] = {}

    def told(self) -> Told:
        main = "word/document.xml"
        body = self._root(main).find(f"{W}body")
        assert body is not None
        sections = [self._section(section, main) for section in body.iter(f"{W}sectPr")]
        return {"blocks": self._blocks(body, main), "sections": sections}

    def _root(self, part: str) -> ET.Element:
        if part not in self._roots:
            root = ET.fromstring(self._package.read(part))  # noqa: S314 - made here
            if self._how:
                resolve(root, self._how)
            self._roots[part] = root
        return self._roots[part]

    def _relations(self, part: str) -> Mapping[str, Relation]:
        return read_relations(self._package, part)

    def _section(self, section: ET.Element, part: str) -> Told:
        headers = {}
        for item in section:
            if item.tag in (f"{W}headerReference", f"{W}footerReference"):
                target = self._relations(part)[item.get(f"{_R}id", "")].target
                says = self._blocks(self._root(target), target)
                if any(block[2] if block[0] == "p" else True for block in says):  # a blank header is like none
                    headers[item.tag, item.get(f"{W}type", "default")] = says
        return headers, _flat(section, ("headerReference", "footerReference"))

    def _blocks(self, container: ET.Element, part: str) -> list[Told]:
        found: list[Told] = []
        for child in container:
            if child.tag == f"{W}p":
                form = _flat(child.find(f"{W}pPr"), ("rPr", "sectPr"))
                found.append(("p", form, _merged(self._inlines(child, part))))
            elif child.tag == f"{W}tbl":
                found.append(self._table(child, part))
            elif child.tag in (f"{W}sdt", f"{W}sdtContent"):
                found += self._blocks(child, part)
        return found

    def _table(self, table: ET.Element, part: str) -> Told:
        rows = [
            (
                _flat(row.find(f"{W}trPr"), ()),
                [(_flat(cell.find(f"{W}tcPr"), ()), self._blocks(cell, part)) for cell in row.findall(f"{W}tc")],
            )
            for row in table.findall(f"{W}tr")
        ]
        return "tbl", _flat(table.find(f"{W}tblPr"), ()), _flat(table.find(f"{W}tblGrid"), ()), rows

    def _inlines(self, element: ET.Element, part: str) -> Iterator[tuple[Told, str, Told]]:
        """Looks, texts and objects of a paragraph."""
        for child in element:
            if child.tag == f"{W}r":
                look = _flat(child.find(f"{W}rPr"), ())
                for item in child:
                    if item.tag == f"{W}t":
                        yield look, item.text or "", None
                    elif item.tag in _SIGNS:
                        yield look, _SIGNS[item.tag], None
                    elif item.tag in (f"{W}footnoteReference", f"{W}endnoteReference"):
                        yield "", "", self._note(item)
                    elif item.tag in _OBJECTS:
                        yield "", "", self._object(item, part)
            elif child.tag.startswith(_M):
                yield "", "", "".join(child.itertext())
            elif child.tag != f"{W}pPr":
                yield from self._inlines(child, part)

    def _note(self, reference: ET.Element) -> Told:
        kind = reference.tag[len(W) : -len("Reference")]
        part = f"word/{kind}s.xml"
        (note,) = (
            item for item in self._root(part).iter(f"{W}{kind}") if item.get(f"{W}id") == reference.get(f"{W}id")
        )
        return kind, self._blocks(note, part)

    def _object(self, element: ET.Element, part: str) -> Told:
        """An object by its markup, what its text boxes say, and the bytes of what it leads to."""
        if element.tag == f"{W}txbxContent":
            return self._blocks(element, part)
        said = []
        for key, value in element.items():
            if key.startswith(_R):
                said.append((key, self._digest(self._relations(part)[value])))
            elif key not in _NAMES:
                said.append((key, value))
        return element.tag, sorted(said), element.text or "", [self._object(child, part) for child in element]

    def _digest(self, relation: Relation) -> str:
        return hashlib.sha256(self._package.read(relation.target)).hexdigest()


def resolve(root: ET.Element, how: str) -> None:
    """Accept or reject all changes of a part."""
    for holder in list(root.iter()):
        if holder.tag in _PROPERTIES:
            _resolve_properties(holder, how)
    gone, kept = ({f"{W}{name}" for name in names[how]} for names in (_GONE, _KEPT))
    _resolve_content(root, gone, kept)
    for text in root.iter(f"{W}delText"):
        text.tag = f"{W}t"
    mark = f"{W}{_GONE[how][0]}"
    for parent in list(root.iter()):
        for table in parent.findall(f"{W}tbl"):
            for row in table.findall(f"{W}tr"):
                if row.find(f"{W}trPr/{mark}") is not None:
                    table.remove(row)
            if table.find(f"{W}tr") is None:
                parent.remove(table)
        _join_paragraphs(parent, mark)
    for holder in root.iter():
        if holder.tag in _PROPERTIES:
            for child in [child for child in holder if child.tag in _MARKS]:
                holder.remove(child)


def _resolve_properties(holder: ET.Element, how: str) -> None:
    change = holder.find(f"{holder.tag}Change")
    if change is None:
        return
    holder.remove(change)
    if how == "reject":
        stay = {f"{W}{name}" for name in _STAY.get(holder.tag, ())}
        for child in [child for child in holder if child.tag not in stay]:
            holder.remove(child)
        before = change.find(holder.tag)
        for number, child in enumerate([] if before is None else list(before)):
            holder.insert(number, child)


def _resolve_content(parent: ET.Element, gone: set[str], kept: set[str]) -> None:
    if parent.tag in _PROPERTIES:
        return
    at = 0
    while at < len(parent):
        child = parent[at]
        if child.tag in gone or child.tag in kept:
            parent.remove(child)
            if child.tag in kept:
                for inner in reversed(child):
                    parent.insert(at, inner)
        else:
            _resolve_content(child, gone, kept)
            at += 1


def _join_paragraphs(parent: ET.Element, mark: str) -> None:
    """Join each paragraph whose end went with the one behind it, which gives its form; an empty one goes."""
    at = 0
    while at < len(parent):
        child = parent[at]
        if child.tag == f"{W}p" and child.find(f"{W}pPr/{W}rPr/{mark}") is not None:
            content = [item for item in child if item.tag != f"{W}pPr"]
            behind = parent[at + 1] if at + 1 < len(parent) else None
            if behind is not None and behind.tag == f"{W}p":
                start = 1 if behind.find(f"{W}pPr") is not None else 0
                for number, item in enumerate(content):
                    behind.insert(start + number, item)
                parent.remove(child)
                continue
            if not any(_says(item) for item in child.iter()):
                parent.remove(child)
                continue
        at += 1


def _says(item: ET.Element) -> bool:
    """Whether an element shows something by itself: not an empty run or control, nor a bookmark."""
    return bool(item.tag == f"{W}t" and item.text) or item.tag in _SHOWN or item.tag.startswith(_M)


def _flat(properties: ET.Element | None, leaving: tuple[str, ...]) -> Told:
    """What properties say, without the ids that an editor gives."""
    if properties is None:
        return ()
    return tuple(
        (child.tag[len(W) :], tuple(sorted(child.items())), _flat(child, ()))
        for child in properties
        if child.tag[len(W) :] not in leaving
    )


def _merged(inlines: Iterator[tuple[Told, str, Told]]) -> list[Told]:
    """The inlines with neighbours of one look drawn together; white space has none that a reader sees."""
    found: list[Told] = []
    for look, text, thing in inlines:
        if thing is not None:
            found.append(thing)
        for piece in re.findall(r"\s+|\S+", text):
            seen = () if piece.isspace() else look
            if found and isinstance(found[-1], list) and found[-1][0] == seen:
                found[-1][1] += piece
            else:
                found.append([seen, piece])
    return found
