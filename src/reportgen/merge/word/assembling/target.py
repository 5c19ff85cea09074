"""The document that drafts are put into: its parts, their relationships and types, and how it is packed.

It begins as a frame: the report without its sections, made by the Word writer from the kit, so page, styles,
title, list of appendices and signature are there once. Parts of drafts come in under names of their own.

Sources: ISO/IEC 29500-2, 8 and 9 (content types, relationships).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from ....model.diagnostic import Fault
from ....ooxml.fingerprint import PART as PROPERTIES
from ....ooxml.fingerprint import edited_part, seal
from ....ooxml.package import CONTENT_TYPES, PackedPart, pack, write_package
from ....ooxml.relationships import Relation
from ....ooxml.xml import DECLARATION, attribute
from .source import R, Source
from .tree import IGNORABLE, written

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_NUMBERED = re.compile(r"[0-9]*$")
_MOST_PARTS = 20_000
_RELS = ".rels"


class Target:
    """The parts of the new document; `body` is filled by others, `result` packs all."""

    def __init__(self, frame: Source) -> None:
        self.frame = frame
        self.main = frame.main
        self.body = frame.body
        self._trees: dict[str, Element] = {self.main: frame.tree(frame.main)}
        self._parts = {name: frame.package.packed(name) for name in frame.package.names if not _is_listing(name)}
        self._relations = {part: dict(relations) for part in ("", *self._parts) if (relations := frame.relations(part))}
        types, self._defaults = frame.types
        self._types = dict(types)
        self._copied: dict[tuple[int, str], str] = {}
        self._media: dict[tuple[int, int, bytes], str] = {}

    def tree(self, name: str) -> Element:
        """The tree of a part that is written anew at the end."""
        found = self._trees.get(name)
        if found is None:
            found = self._trees[name] = self.frame.tree(name)
        return found

    def add_tree(self, name: str, root: Element, content_type: str, kind: str) -> None:
        """Add a part that the main part refers to."""
        self._trees[name] = root
        self._types[name] = content_type
        self.relate(self.main, Relation(kind if ":" in kind else f"{R}/{kind}", name))

    def ignore(self, name: str, namespaces: Iterable[str]) -> None:
        """Let programs that do not know these namespaces, in braces, pass over them in a part whose tree there is."""
        root = self._trees.get(name)
        if root is not None:
            known = root.get(IGNORABLE, "").split()
            more = [namespace for namespace in namespaces if namespace not in known]
            if more:
                root.set(IGNORABLE, " ".join((*known, *more)))

    def put(self, name: str, data: bytes) -> None:
        """Set the bytes of a part that is there."""
        self._parts[name] = pack(name, data)

    def has(self, name: str) -> bool:
        """Whether there is a part of that name, capitals or not."""
        lower = name.lower()
        return any(lower == known.lower() for known in (*self._parts, *self._trees))

    def relate(self, part: str, relation: Relation) -> str:
        """The id of a relationship of a part, an equal one that is there already or a new one."""
        relations = self._relations.setdefault(part, {})
        known = next((ident for ident, item in relations.items() if item == relation), None)
        if known is not None:
            return known
        number = len(relations) + 1
        while f"rId{number}" in relations:
            number += 1
        relations[f"rId{number}"] = relation
        return f"rId{number}"

    def copy(self, source: Source, part: str) -> str:
        """Bring a part of a draft over with all that it refers to; its name here. Equal pictures come once."""
        waiting = [part]
        while waiting:
            name = waiting.pop()
            if (id(source), name) in self._copied:
                continue
            self._copy(source, name)
            waiting += [item.target for item in source.relations(name).values() if _is_part(item, source)]
        for name in [name for ident, name in self._copied if ident == id(source)]:
            own = {
                ident: Relation(item.kind, self._copied.get((id(source), item.target), item.target), item.external)
                for ident, item in source.relations(name).items()
                if item.external or _is_part(item, source)
            }
            if own:
                self._relations[self._copied[id(source), name]] = own
        return self._copied[id(source), part]

    def _copy(self, source: Source, name: str) -> None:
        packed = source.package.packed(name)
        content = (packed.crc, packed.size, packed.data)
        is_leaf = not source.relations(name)
        if is_leaf and content in self._media:
            self._copied[id(source), name] = self._media[content]
            return
        if len(self._parts) > _MOST_PARTS:
            raise Fault("too-many-parts", file=source.file, count=len(self._parts), limit=_MOST_PARTS)
        for _ in source.package.stream(name):  # a broken part is to be found here, not by the reader of the result
            pass
        new = self._free(name)
        self._parts[new] = PackedPart(new, packed.crc, packed.size, packed.method, packed.data)
        self._copied[id(source), name] = new
        if is_leaf:
            self._media[content] = new
        kind = source.content_type(name)
        if kind and kind != self._defaults.get(new.rpartition(".")[2].lower(), ""):
            self._types[new] = kind

    def _free(self, name: str) -> str:
        """A name like this one that no part has: the same folder and ending, the next number."""
        if not self.has(name):
            return name
        stem, dot, ending = name.rpartition(".")
        base = _NUMBERED.sub("", stem)
        number = 1
        while self.has(f"{base}{number}{dot}{ending}"):
            number += 1
        return f"{base}{number}{dot}{ending}"

    def result(self, *, edited: bool) -> bytes:
        """The package, sealed: the same for the same content; `edited` tells that people's words stand in it."""
        for name, root in self._trees.items():
            self._parts[name] = pack(name, written(root))
        listings = [_relationships(part, relations.items()) for part, relations in self._relations.items() if relations]
        if edited:
            self._parts[PROPERTIES] = edited_part()
        return write_package(seal((self._content_types(), *self._parts.values(), *listings)))

    def _content_types(self) -> PackedPart:
        defaults = "".join(
            f'<Default Extension="{attribute(extension)}" ContentType="{attribute(kind)}"/>'
            for extension, kind in self._defaults.items()
        )
        types = "".join(
            f'<Override PartName="/{attribute(name)}" ContentType="{attribute(kind)}"/>'
            for name, kind in self._types.items()
            if name in self._parts
        )
        return pack(CONTENT_TYPES, f'{DECLARATION}<Types xmlns="{_TYPES}">{defaults}{types}</Types>'.encode())


def _is_listing(name: str) -> bool:
    return name == CONTENT_TYPES or name.endswith(_RELS)


def _is_part(relation: Relation, source: Source) -> bool:
    """Whether a relationship leads to a part that can come along; the main part never does."""
    return not relation.external and relation.target in source.package and relation.target != source.main


def _relationships(part: str, relations: Iterable[tuple[str, Relation]]) -> PackedPart:
    """The .rels of a part."""
    folder, _, base = part.rpartition("/")
    body = "".join(
        f'<Relationship Id="{attribute(ident)}" Type="{attribute(item.kind)}" Target="{attribute(_target(item))}"'
        + (' TargetMode="External"/>' if item.external else "/>")
        for ident, item in relations
    )
    name = f"{folder}/_rels/{base}.rels" if folder else f"_rels/{base}.rels"
    return pack(name, f'{DECLARATION}<Relationships xmlns="{_RELATIONSHIPS}">{body}</Relationships>'.encode())


def _target(relation: Relation) -> str:
    return relation.target if relation.external else f"/{relation.target}"
