"""The parts of a package as trees and relationships, each read once."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from .package import PackageReader
from .relationships import Relation, read_relations

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element


class OpenedParts:
    """What stands in a package, read when it is first asked for and kept; `read` gives the tree of a part."""

    def __init__(self, package: PackageReader, read: Callable[[str], Element]) -> None:
        self.package = package
        self._read = read
        self._trees: dict[str, Element] = {}
        self._relations: dict[str, Mapping[str, Relation]] = {}

    def tree(self, name: str) -> Element:
        """The root of a part; who changes it changes it for all."""
        found = self._trees.get(name)
        if found is None:
            found = self._trees[name] = self._read(name)
        return found

    def relations(self, part: str) -> Mapping[str, Relation]:
        """The relationships of a part by id, none where it has no .rels; those of the package for the name ''."""
        found = self._relations.get(part)
        if found is None:
            found = self._relations[part] = read_relations(self.package, part)
        return found
