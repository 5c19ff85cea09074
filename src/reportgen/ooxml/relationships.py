"""Where relationships lead: the part that a target names, and the name under which a package keeps it.

Source: ISO/IEC 29500-2, 6.2.2 (part names, upper and lower case alike) and 6.5.3 (targets of relationships).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ..model.diagnostic import Fault
from ..model.values import dataclass
from .package import CONTENT_TYPES, PackageReader

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


@dataclass(frozen=True, slots=True)
class Relation:
    """A relationship: its kind (a URI), the part that it leads to, or the address outside of the package."""

    kind: str
    target: str
    external: bool = False


def relations_part(part: str) -> str:
    """The name of the part with the relationships of a part; the name '' stands for the package."""
    folder, _, base = part.rpartition("/")
    return f"{folder}/_rels/{base}.rels" if folder else f"_rels/{base}.rels"


def read_relations(package: PackageReader, part: str) -> Mapping[str, Relation]:
    """The relationships of a part by id, none where it has no such part; raises `broken-part`."""
    name, folder = relations_part(part), part.rpartition("/")[0]
    if name not in package:
        return {}
    root = _root(package, name)
    return {node.get("Id", ""): _relation(node, folder) for node in root.iter(_RELATIONSHIP)}


def _relation(node: Element, folder: str) -> Relation:
    external, target = node.get("TargetMode") == "External", node.get("Target", "")
    return Relation(node.get("Type", ""), target if external else target_part(folder, target), external)


def target_part(folder: str, target: str) -> str:
    """The part that a target names, relative to its source's folder (empty for the package's own relationships).

    Some programs for Windows write backslashes; what stands behind `#` is a place inside the part.
    """
    target = target.replace("\\", "/").partition("#")[0]
    steps = [] if target.startswith("/") or not folder else folder.split("/")
    for step in target.split("/"):
        if step == ".." and steps:
            steps.pop()
        elif step not in ("", ".", ".."):
            steps.append(step)
    return "/".join(steps)


def packed_name(package: PackageReader, name: str) -> str | None:
    """The name under which the package has the part; None where it has none."""
    if name in package:
        return name
    return next((known for known in package.names if known.lower() == name.lower()), None)


def read_content_types(package: PackageReader) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """The content types of a package by the name of the part, and by extension in small letters; `broken-part`."""
    root = _root(package, CONTENT_TYPES)
    types = {
        node.get("PartName", "").lstrip("/"): node.get("ContentType", "") for node in root.iter(f"{_TYPES}Override")
    }
    defaults = {
        node.get("Extension", "").lower(): node.get("ContentType", "") for node in root.iter(f"{_TYPES}Default")
    }
    return types, defaults


def _root(package: PackageReader, name: str) -> Element:
    from xml.etree import ElementTree as ET  # imported late: a build reads neither relationships nor content types

    data = package.read(name)
    try:
        if b"<!DOCTYPE" not in data:
            return ET.fromstring(data)  # noqa: S314 - without a DTD there are no entities
    except ET.ParseError:
        pass
    raise Fault("broken-part", file=package.file, part=name.rpartition("/")[2])
