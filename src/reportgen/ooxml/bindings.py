"""The custom XML part of a Word file that says, for each figure shown, where it came from.

The Word writer stores `to_xml(collect(document))`; `trace` reads it back with `read_bindings`, from the
file alone. The part belongs to us and to no standard, so it is found by its namespace, whatever its name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from ..model.binding import Binding
from ..model.diagnostic import Fault
from .package import PackageReader
from .xml import DECLARATION, attribute

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

NAMESPACE = "urn:reportgen:bindings:1"
PART = "customXml/item1.xml"
"""The name that the Word writer gives the part; a reader goes by the namespace."""

_TEXTS = ("tag", "text", "value", "unit", "period", "derivation", "wording", "template", "sentence")
_LISTS = {"cells": "cell", "where": "at"}
_FOLDER = "customXml/"


def to_xml(bindings: Iterable[Binding]) -> Iterator[str]:
    """The part's text, one piece a binding; what is empty is left out."""
    yield f'{DECLARATION}<bindings xmlns="{NAMESPACE}">'
    for binding in bindings:
        pieces = ["<binding"]
        for name in _TEXTS:
            value = getattr(binding, name)
            if value:
                pieces.append(f' {name}="{attribute(value)}"')
        if binding.paragraph:
            pieces.append(f' paragraph="{binding.paragraph}"')
        pieces.append(">")
        for field, element in _LISTS.items():
            pieces.extend(f'<{element} v="{attribute(value)}"/>' for value in getattr(binding, field))
        pieces.append("</binding>")
        yield "".join(pieces)
    yield "</bindings>"


def from_xml(data: bytes) -> tuple[Binding, ...]:
    """The bindings of such a part; raises `no-bindings` for anything else, and for a part with a DTD."""
    from xml.etree import ElementTree as ET  # imported late: a build never reads bindings

    if b"<!DOCTYPE" in data:
        raise Fault("no-bindings", file=PART)
    try:
        root = ET.fromstring(data)  # noqa: S314 - without a DTD there are no entities
    except ET.ParseError:
        raise Fault("no-bindings", file=PART) from None
    if root.tag != f"{{{NAMESPACE}}}bindings":
        raise Fault("no-bindings", file=PART)
    return tuple(_binding(node) for node in root)


def read_bindings(data: bytes, file: str) -> tuple[Binding, ...]:
    """The bindings in a Word file's bytes; raises `no-bindings` where it has none, and the reader's faults."""
    package = PackageReader(data, file)
    for name in package.names:
        if name.startswith(_FOLDER) and name.endswith(".xml"):
            part = package.read(name)
            if NAMESPACE.encode() in part[:1024]:
                return from_xml(part)
    raise Fault("no-bindings", file=file)


def _binding(node: Element) -> Binding:
    listed: dict[str, tuple[str, ...]] = {
        field: tuple(child.get("v", "") for child in node if child.tag == f"{{{NAMESPACE}}}{element}")
        for field, element in _LISTS.items()
    }
    texts = {name: node.get(name, "") for name in _TEXTS}
    paragraph = node.get("paragraph", "0")
    return Binding(
        **texts,
        cells=listed["cells"],
        where=listed["where"],
        paragraph=int(paragraph) if paragraph.isdecimal() else 0,
    )
