"""Pictures, charts and objects of an older file in a newer one, for what is shown there as deleted.

A drawing leads to parts of its own package. These are copied under names that the newer package does not have,
with all that they lead to; the newer part gets relationships to them. Only lists of relationships and content
types are added to; nothing of the newer file is changed.

Source: ISO/IEC 29500-2, 6.5 (relationships), 6.2.3 (content types); ISO/IEC 29500-1, 20.4.2.5 (docPr).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from ...compare.word_file import WordFile
from ...ooxml.package import CONTENT_TYPES, PackageReader, PackedPart, pack
from ...ooxml.relationships import Relation, read_content_types, read_relations, relations_part
from ...ooxml.xml import DECLARATION, attribute
from .foreign import RELATION, Borders, Foreign
from .markup import Names

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_NUMBER = re.compile(r"[0-9]*$")
_DRAWING_ID = re.compile(rb'docPr\s[^>]*?\bid="([0-9]{1,9})"')
_ID = re.compile(rb'\sid="([^"]*)"')
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
        self._shape_names: set[str] = set()

    def object(
        self, element: Element, old_part: str, new_part: str, names: Names, box: Callable[[Element], str]
    ) -> str:
        """An object of a part of the older file as markup for a part of the newer one; `box` writes what boxes hold.

        Empty where it leads to something that is not there.
        """
        relations = self._old.relations(old_part)
        links = (value for item in element.iter() for key, value in item.items() if key.startswith(RELATION) and value)
        if not all(link in relations and self._is_there(relations[link]) for link in links):
            return ""

        def namespace(prefix: str) -> str:
            found = re.search(
                rf'xmlns:{re.escape(prefix)}="([^"]*)"', self._old.package.read(old_part).decode(errors="replace")
            )
            return found[1] if found else ""

        borders = Borders(
            link=lambda ident: self._relate(new_part, relations[ident]),
            box=box,
            drawing=self._next_drawing,
            shape=self._shape,
            namespace=namespace,
        )
        return Foreign(names, borders).markup(element)

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
            self._drawings = max((int(found) for found in _DRAWING_ID.findall(self._written)), default=0)
        self._drawings += 1
        return str(self._drawings)

    def _shape(self, name: str) -> str:
        """A name for a shape that the newer file does not have."""
        self._shape_names = self._shape_names or {found.decode() for found in _ID.findall(self._written)}
        number, found = 1, name
        while found in self._shape_names:
            number += 1
            found = f"{name}_{number}"
        self._shape_names.add(found)
        return found

    @cached_property
    def _written(self) -> bytes:
        """All that is written in the newer file."""
        stories = (name for name in self._package.names if name.startswith("word/") and name.endswith(".xml"))
        return b"".join(self._package.read(name) for name in stories)

    def part(self, of: str, kind: str, name: str, content_type: str) -> tuple[str, str]:
        """The name of a new part, as like `name` as can be, and the id of the relationship of the part `of` to it."""
        found = self._name(name)
        self._types[found] = content_type
        return found, self._link(of, Relation(kind, found))

    def _relate(self, part: str, relation: Relation) -> str:
        """The id of a relationship of a part of the newer file to what one of the older file leads to."""
        target = relation.target if relation.external else self._copy(relation.target)
        return self._link(part, Relation(relation.kind, target, relation.external))

    def _link(self, part: str, made: Relation) -> str:
        own = self._relations.setdefault(part, {})
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
