"""Pictures, charts and objects of an older file in a newer one, for what is shown there as deleted.

A drawing leads to parts of its own package. These are copied under names that the newer package does not have,
with all that they lead to; the newer part gets relationships to them. Only lists of relationships and content
types are added to; nothing of the newer file is changed.

Source: ISO/IEC 29500-2, 6.5 (relationships), 6.2.3 (content types); ISO/IEC 29500-1, 20.4.2.5 (docPr).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from copy import deepcopy
from functools import cached_property
from typing import TYPE_CHECKING

from ...compare.word_file import WordFile
from ...ooxml.package import CONTENT_TYPES, PackageReader, PackedPart, pack
from ...ooxml.relationships import Relation, read_content_types, read_relations, relations_part
from ...ooxml.stories import W
from ...ooxml.xml import DECLARATION, attribute

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_NAMED = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_VENDOR = "{http://schemas.microsoft.com/"
_BOX = f"{W}txbxContent"
_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_NUMBER = re.compile(r"[0-9]*$")
_DRAWING_ID = re.compile(rb'docPr\s[^>]*?\bid="([0-9]{1,9})"')
_END = re.compile(rb"</(?:([\w.-]+):)?(?:Relationships|Types)\s*>\s*$")


class Brought:
    """What comes from the older file; `result` are the parts that the newer package gets or has otherwise."""

    def __init__(self, old: WordFile, package: PackageReader) -> None:
        self._old = old
        self._package = package
        self._parts: dict[str, PackedPart] = {}
        self._names: dict[str, str] = {}
        self._types: dict[str, str] = {}
        self._relations: dict[str, dict[str, Relation]] = {}
        self._drawings = 0

    def drawing(self, element: Element, old_part: str, new_part: str) -> str:
        """A drawing of a part of the older file as markup for a part of the newer one.

        Empty where it cannot come along: text boxes, and what leads to something that is not there.
        """
        if next(element.iter(_BOX), None) is not None:
            return ""
        relations = self._old.relations(old_part)
        made = deepcopy(element)
        refers = [(item, key) for item in made.iter() for key in item.attrib if key.startswith(_R) and item.get(key)]
        found = [relations.get(item.get(key, "")) for item, key in refers]
        if any(relation is None or not self._is_there(relation) for relation in found):
            return ""
        for (item, key), relation in zip(refers, found, strict=True):
            assert relation is not None  # noqa: S101 - looked at above
            item.set(key, self._relate(new_part, relation))
        for item in made.iter():
            _drop_vendor(item)
            if item.tag == _NAMED:
                item.set("id", self._next_drawing())
        from xml.etree import ElementTree as ET  # the module is slow to import, and most comparisons bring nothing

        return ET.tostring(made, encoding="unicode")

    def result(self) -> dict[str, PackedPart]:
        """The parts that came, and the lists that tell of them; nothing where nothing came."""
        if not self._relations:
            return {}
        made = dict(self._parts)
        for part, relations in self._relations.items():
            name = relations_part(part)
            entries = "".join(_entry(ident, item) for ident, item in relations.items())
            made[name] = pack(name, self._added(name, entries, _RELATIONSHIPS, "Relationships"))
        types = "".join(
            f'<Override PartName="/{attribute(name)}" ContentType="{attribute(kind)}"/>'
            for name, kind in self._types.items()
        )
        if types:
            made[CONTENT_TYPES] = pack(CONTENT_TYPES, self._added(CONTENT_TYPES, types, "", ""))
        return made

    def _is_there(self, relation: Relation) -> bool:
        return relation.external or relation.target in self._old.package

    def _next_drawing(self) -> str:
        if not self._drawings:
            stories = (name for name in self._package.names if name.startswith("word/") and name.endswith(".xml"))
            used = (int(found) for name in stories for found in _DRAWING_ID.findall(self._package.read(name)))
            self._drawings = max(used, default=0)
        self._drawings += 1
        return str(self._drawings)

    def _relate(self, part: str, relation: Relation) -> str:
        """The id of a new relationship of a part of the newer file."""
        own = self._relations.setdefault(part, {})
        target = relation.target if relation.external else self._copy(relation.target)
        made = Relation(relation.kind, target, relation.external)
        known = next((ident for ident, item in own.items() if item == made), None)
        if known is not None:
            return known
        taken = read_relations(self._package, part).keys() | own.keys()
        number = len(taken) + 1
        while f"rId{number}" in taken:
            number += 1
        own[f"rId{number}"] = made
        return f"rId{number}"

    def _copy(self, part: str) -> str:
        """A part of the older file with all that it leads to; its name in the newer one."""
        waiting = [] if part in self._names else [part]
        while waiting:
            name = waiting.pop()
            packed, new = self._old.package.packed(name), self._name(name)
            self._parts[new] = PackedPart(new, packed.crc, packed.size, packed.method, packed.data)
            kind = self._kind(name)
            if kind and kind != self._new_types[1].get(_extension(new)):
                self._types[new] = kind
            own = {ident: item for ident, item in self._old.relations(name).items() if self._is_there(item)}
            inner = {item.target for item in own.values() if not item.external}
            waiting += [target for target in inner if target not in self._names]
            if own:
                self._relations[new] = {
                    ident: item if item.external else Relation(item.kind, self._name(item.target))
                    for ident, item in own.items()
                }
        return self._names[part]

    def _name(self, part: str) -> str:
        """The name of a part of the older file in the newer one: the same folder and ending, the next free number."""
        found = self._names.get(part)
        if found is None:
            taken = {known.lower() for known in (*self._package.names, *self._names.values())}
            stem, dot, ending = part.rpartition(".")
            base, number, found = _NUMBER.sub("", stem), 1, part
            while found.lower() in taken:
                found = f"{base}{number}{dot}{ending}"
                number += 1
            self._names[part] = found
        return found

    def _kind(self, part: str) -> str:
        types, defaults = self._old_types
        return types.get(part) or defaults.get(_extension(part), "")

    @cached_property
    def _old_types(self) -> tuple[Mapping[str, str], Mapping[str, str]]:
        return read_content_types(self._old.package)

    @cached_property
    def _new_types(self) -> tuple[Mapping[str, str], Mapping[str, str]]:
        return read_content_types(self._package)

    def _added(self, name: str, entries: str, namespace: str, root: str) -> bytes:
        """A list with more entries, or a new one."""
        data = self._package.read(name) if name in self._package else b""
        end = _END.search(data)
        if end is None:
            return f'{DECLARATION}<{root} xmlns="{namespace}">{entries}</{root}>'.encode()
        prefix = f"{end[1].decode()}:" if end[1] else ""
        made = entries.replace("<", f"<{prefix}") if prefix else entries
        return data[: end.start()] + made.encode() + data[end.start() :]


def _extension(part: str) -> str:
    return part.rpartition(".")[2].lower()


def _entry(ident: str, relation: Relation) -> str:
    target = relation.target if relation.external else f"/{relation.target}"
    mode = ' TargetMode="External"' if relation.external else ""
    return (
        f'<Relationship Id="{attribute(ident)}" Type="{attribute(relation.kind)}" Target="{attribute(target)}"{mode}/>'
    )


def _drop_vendor(item: Element) -> None:
    """Leave out what only newer programs know; its prefixes are not declared as such in the newer part."""
    for key in [key for key in item.attrib if key.startswith(_VENDOR)]:
        del item.attrib[key]
    if not item.tag.endswith("}ext"):  # what extends a drawing is known by its address
        for child in [child for child in item if child.tag.startswith(_VENDOR)]:
            item.remove(child)
