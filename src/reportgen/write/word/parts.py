"""The small parts around the body of a Word file: content types, relationships, properties, custom XML.

Sources: ISO/IEC 29500-2, 7 and 8 (content types, relationships) and 11 (core properties); ISO/IEC
29500-1, 22.2 (app.xml), 22.5 (custom XML data properties).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from ...ooxml.bindings import NAMESPACE
from ...ooxml.package import PackedPart, pack, pack_again
from ...ooxml.xml import DECLARATION, attribute, text
from .xml import CONTENT_TYPES, RELATIONSHIPS, R

ITEM = "customXml/item1.xml"
_ITEM_PROPERTIES = "customXml/itemProps1.xml"
_ITEM_ID = "{5B1D8C46-7B0E-4C5A-9C53-6A0E2B7C1D19}"
"""Identifies our custom XML part within one file only, so one value serves all files (22.5.2.1)."""

_PACKAGE = "application/vnd.openxmlformats-package."
_OFFICE = "application/vnd.openxmlformats-officedocument."
DOCUMENT_TYPE = f"{_OFFICE}wordprocessingml.document.main+xml"
FOOTNOTES_TYPE = f"{_OFFICE}wordprocessingml.footnotes+xml"
ITEM_PROPERTIES_TYPE = f"{_OFFICE}customXmlProperties+xml"
_BASE_DEFAULTS = {"rels": f"{_PACKAGE}relationships+xml", "xml": "application/xml", "png": "image/png"}
_BASE_TYPES = {
    "docProps/core.xml": f"{_PACKAGE}core-properties+xml",
    "docProps/app.xml": f"{_OFFICE}extended-properties+xml",
    "docProps/custom.xml": f"{_OFFICE}custom-properties+xml",
}
_CORE_ELEMENTS = {"title": "dc:title", "subject": "dc:subject", "creator": "dc:creator", "keywords": "cp:keywords"}


def content_types(types: Mapping[str, str], defaults: Mapping[str, str]) -> PackedPart:
    """`[Content_Types].xml` for the parts in `types` and our own properties."""
    every = {**types, **_BASE_TYPES}
    body = "".join(
        f'<Default Extension="{attribute(extension)}" ContentType="{attribute(kind)}"/>'
        for extension, kind in {**defaults, **_BASE_DEFAULTS}.items()
    ) + "".join(
        f'<Override PartName="/{attribute(name)}" ContentType="{attribute(kind)}"/>' for name, kind in every.items()
    )
    return _packed("[Content_Types].xml", f'{DECLARATION}<Types xmlns="{CONTENT_TYPES}">{body}</Types>')


def relationships(name: str, relations: Iterable[tuple[str, str, str]]) -> PackedPart:
    """A .rels part of (id, type, target)."""
    body = "".join(
        f'<Relationship Id="{attribute(ident)}" Type="{attribute(kind)}" Target="{attribute(target)}"/>'
        for ident, kind, target in relations
    )
    return _packed(name, f'{DECLARATION}<Relationships xmlns="{RELATIONSHIPS}">{body}</Relationships>')


@lru_cache(maxsize=32)
def _packed(name: str, content: str) -> PackedPart:
    """The part; reports of one kit mostly list the same parts, which are deflated once."""
    return pack(name, content.encode())


@lru_cache(maxsize=1)
def package_relationships() -> PackedPart:
    """`_rels/.rels`: the document and its three parts of properties."""
    metadata = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
    return relationships(
        "_rels/.rels",
        (
            ("rId1", f"{R}/officeDocument", "word/document.xml"),
            ("rId2", metadata, "docProps/core.xml"),
            ("rId3", f"{R}/extended-properties", "docProps/app.xml"),
            ("rId4", f"{R}/custom-properties", "docProps/custom.xml"),
        ),
    )


@lru_cache(maxsize=1)
def app_properties() -> PackedPart:
    """`docProps/app.xml`: who made the file."""
    namespace = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
    content = f'{DECLARATION}<Properties xmlns="{namespace}"><Application>reportgen</Application></Properties>'
    return pack("docProps/app.xml", content.encode())


def core_properties(properties: Mapping[str, str], day: str) -> PackedPart:
    """`docProps/core.xml`; `day` is the ISO date that stands for both created and modified."""
    described = "".join(
        f"<{element}>{text(properties[name])}</{element}>"
        for name, element in _CORE_ELEMENTS.items()
        if properties.get(name)
    )
    dates = "".join(
        f'<dcterms:{name} xsi:type="dcterms:W3CDTF">{day}T00:00:00Z</dcterms:{name}>'
        for name in ("created", "modified")
    )
    return pack_again(
        "docProps/core.xml",
        (
            f"{DECLARATION}<cp:coreProperties"
            ' xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
            ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
            ' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
            f"{described}{dates}</cp:coreProperties>"
        ).encode(),
    )


@lru_cache(maxsize=1)
def item_properties() -> PackedPart:
    """The properties of the custom XML part: its id and its namespace."""
    namespace = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
    content = (
        f'{DECLARATION}<ds:datastoreItem ds:itemID="{_ITEM_ID}" xmlns:ds="{namespace}">'
        f'<ds:schemaRefs><ds:schemaRef ds:uri="{NAMESPACE}"/></ds:schemaRefs></ds:datastoreItem>'
    )
    return pack(_ITEM_PROPERTIES, content.encode())


@lru_cache(maxsize=1)
def item_relationships() -> PackedPart:
    """The relationship from the custom XML part to its properties."""
    return relationships("customXml/_rels/item1.xml.rels", [("rId1", f"{R}/customXmlProps", "itemProps1.xml")])
