"""The style document: what a Word file looks like, read once and copied into every report.

From the kit's .docx the writer takes everything but its text: styles, settings, page, headers and
footers, fonts, theme, numbering. These parts are copied packed, as they are; `read_style` looks only
into those that it must know: names and fonts of styles, size of the page, separators of footnotes.
The same style document is read once a process.

Sources: ISO/IEC 29500-1, 17.7 (styles), 17.6 (page), 17.11 (footnotes), 11.3 (parts of a document).
"""

from __future__ import annotations

from functools import lru_cache
from posixpath import dirname, normpath
from typing import Any
from xml.parsers.expat import ExpatError

from ...model.diagnostic import Fault
from ...model.values import dataclass, field
from ...ooxml.package import PackageReader, PackedPart
from .names import BUILT_IN
from .xml import Node, R, parse, serialize

MAIN = "word/document.xml"
_KEPT = ("styles", "settings", "webSettings", "fontTable", "theme", "numbering", "header", "footer", "footnotes")
"""Kinds of relationships of the main part that are look; comments, pictures and links belong to its text."""

_SEPARATORS = (
    '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
    '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>'
)
_FALLBACK_SIZE = 20
"""Half-points of text without any size (ISO/IEC 29500-1, 17.3.2.38)."""


@dataclass(frozen=True, slots=True)
class NamedStyle:
    """A style of the document: its id, its East Asian font, and its em, the width of a hanzi, in twips.

    The em counts the style's character spacing, as the standard's 28 characters a line do.
    """

    id: str
    font: str
    em: int


@dataclass(frozen=True, slots=True)
class Relation:
    """A relationship of the main part, as it stands in its .rels; `target` is relative to `word/`."""

    id: str
    type: str
    target: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class StyleDocument:
    """What a report takes over from a style document.

    `styles` are by kind and name, aliases and the Chinese names of built-in styles included.
    `text_width` and `text_height` are those of the page's text area in twips. `section` is the
    w:sectPr element. `parts` are copied; `types` are content types by part name, `defaults` by
    extension. `separators` are the special footnotes, `first_note` the id of the first real one.
    `kept` is what writers work out from it and need again in the next document.
    """

    styles: dict[tuple[str, str], NamedStyle]
    default_style: NamedStyle
    section: str
    text_width: int
    text_height: int
    parts: tuple[PackedPart, ...]
    relations: tuple[Relation, ...]
    types: dict[str, str]
    defaults: dict[str, str]
    separators: str
    first_note: int
    has_notes: bool
    kept: dict[Any, Any] = field(default_factory=dict)


@lru_cache(maxsize=8)
def read_style(data: bytes, file: str) -> StyleDocument:
    """The style document in `data`; `file` names it in findings.

    Raises the faults of `PackageReader`, and `unusable-style-document` where it is no Word document.
    """
    package = PackageReader(data, file)
    try:
        return _read(package, file)
    except ExpatError:
        raise Fault("unusable-style-document", file=file, reason="XML") from None


def _read(package: PackageReader, file: str) -> StyleDocument:
    document = parse(package.read(MAIN))
    if document.name != "w:document":
        raise Fault("unusable-style-document", file=file, reason=document.name)
    relations = _relations(package, MAIN)
    kept = tuple(item for item in relations if item.type.removeprefix(f"{R}/") in _KEPT)
    section = document.find("w:body", "w:sectPr") or Node("w:sectPr", {})
    _only_kept(section, {item.id for item in kept})
    names = _reachable(package, kept)
    styles, default = _styles(_part(package, kept, "styles"))
    notes = _part(package, kept, "footnotes")
    types, defaults = _content_types(package)
    width, height = _text_area(section)
    serialized, first = _separators(notes)
    return StyleDocument(
        styles=styles,
        default_style=default,
        section=serialize(section),
        text_width=width,
        text_height=height,
        parts=tuple(package.packed(name) for name in names if not name.endswith("/footnotes.xml")),
        relations=tuple(item for item in kept if not item.type.endswith("/footnotes")),
        types={name: types[name] for name in names if name in types},
        defaults=defaults,
        separators=serialized,
        first_note=first,
        has_notes=notes is not None,
    )


def _relations(package: PackageReader, part: str) -> tuple[Relation, ...]:
    """The internal relationships of a part, none where it has no .rels."""
    folder, _, name = part.rpartition("/")
    path = f"{folder}/_rels/{name}.rels"
    if path not in package:
        return ()
    found = (node.attributes for node in parse(package.read(path)).each("Relationship"))
    return tuple(
        Relation(item.get("Id", ""), item.get("Type", ""), item.get("Target", ""))
        for item in found
        if item.get("TargetMode") != "External"
    )


def _resolve(part: str, target: str) -> str:
    return target.lstrip("/") if target.startswith("/") else normpath(f"{dirname(part)}/{target}")


def _reachable(package: PackageReader, relations: tuple[Relation, ...]) -> tuple[str, ...]:
    """The parts that the kept relationships lead to, those behind them (a logo in a header), and their .rels."""
    waiting = [_resolve(MAIN, item.target) for item in relations]
    found: list[str] = []
    while waiting:
        name = waiting.pop(0)
        if name in found or name not in package:
            continue
        found.append(name)
        folder, _, base = name.rpartition("/")
        if f"{folder}/_rels/{base}.rels" in package:
            found.append(f"{folder}/_rels/{base}.rels")
            waiting += [_resolve(name, item.target) for item in _relations(package, name)]
    return tuple(found)


def _part(package: PackageReader, relations: tuple[Relation, ...], kind: str) -> Node | None:
    found = next((item for item in relations if item.type == f"{R}/{kind}"), None)
    name = _resolve(MAIN, found.target) if found else ""
    return parse(package.read(name)) if name in package else None


def _content_types(package: PackageReader) -> tuple[dict[str, str], dict[str, str]]:
    root = parse(package.read("[Content_Types].xml"))
    types = {n.attributes["PartName"].lstrip("/"): n.attributes["ContentType"] for n in root.each("Override")}
    defaults = {n.attributes["Extension"].lower(): n.attributes["ContentType"] for n in root.each("Default")}
    return types, defaults


def _only_kept(section: Node, ids: set[str]) -> None:
    """Leave out what the section refers to and the report does not have, and tracked changes of the page."""
    section.children = [
        child
        for child in section.children
        if child.attributes.get("r:id", "") in ids | {""} and child.name != "w:sectPrChange"
    ]


def _text_area(section: Node) -> tuple[int, int]:
    """Width and height of the text in twips; A4 with the margins of GB/T 9704 where the file is silent."""

    def number(element: str, name: str, fallback: int) -> int:
        node = section.find(element)
        value = "" if node is None else node.attributes.get(name, "")
        return int(value) if value.lstrip("-").isdigit() else fallback

    width = number("w:pgSz", "w:w", 11906) - number("w:pgMar", "w:left", 1587) - number("w:pgMar", "w:right", 1474)
    height = number("w:pgSz", "w:h", 16838) - number("w:pgMar", "w:top", 2098) - number("w:pgMar", "w:bottom", 1984)
    return max(width, 1440), max(height, 1440)


def _styles(root: Node | None) -> tuple[dict[tuple[str, str], NamedStyle], NamedStyle]:
    """Every style under each of its names, and the default paragraph style."""
    nodes = {} if root is None else {node.attributes.get("w:styleId", ""): node for node in root.each("w:style")}
    defaults = None if root is None else root.find("w:docDefaults", "w:rPrDefault")
    found: dict[tuple[str, str], NamedStyle] = {}
    default = NamedStyle("", "", _FALLBACK_SIZE * 10)
    for style_id, node in nodes.items():
        kind, name = node.attributes.get("w:type", "paragraph"), node.value("w:name")
        chain = _chain(node, nodes)
        if kind == "paragraph" and defaults is not None:
            chain.append(defaults)
        style = NamedStyle(style_id, _font(chain), _em(chain))
        aliases = [alias.strip() for alias in node.value("w:aliases").split(",")]
        for known in (name, *aliases, BUILT_IN.get(name, "")):
            if known:
                found.setdefault((kind, known), style)
        if kind == "paragraph" and node.attributes.get("w:default") in ("1", "true", "on"):
            default = style
    return found, default


def _chain(node: Node, nodes: dict[str, Node]) -> list[Node]:
    """The style and those that it is based on, nearest first; a circle ends where it closes."""
    chain = [node]
    while (base := nodes.get(chain[-1].value("w:basedOn"))) is not None and base not in chain:
        chain.append(base)
    return chain


def _font(chain: list[Node]) -> str:
    for node in chain:
        fonts = node.find("w:rPr", "w:rFonts")
        if fonts is not None and "w:eastAsia" in fonts.attributes:
            return fonts.attributes["w:eastAsia"]
    return ""


def _em(chain: list[Node]) -> int:
    size = next((value for node in chain if (value := node.value("w:rPr", "w:sz")).isdigit()), str(_FALLBACK_SIZE))
    spacings = (node.value("w:rPr", "w:spacing") for node in chain)
    spacing = next((value for value in spacings if value.lstrip("-").isdigit()), "0")
    return int(size) * 10 + int(spacing)


def _separators(notes: Node | None) -> tuple[str, int]:
    """The special footnotes, and the first id after theirs: -1 and 0 in new files, 0 and 1 in those of Word 2007."""
    special = [] if notes is None else [node for node in notes.each("w:footnote") if "w:type" in node.attributes]
    if not special:
        return _SEPARATORS, 1
    last = max(int(node.attributes.get("w:id", "0")) for node in special)
    return "".join(serialize(node) for node in special), max(last, 0) + 1
