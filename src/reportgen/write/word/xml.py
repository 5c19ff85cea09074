"""A small reader of WordprocessingML, for the few parts of a style document that the Word writer looks into.

`parse` gives a part as plain nodes, whose names carry the usual prefixes (`w:style`, `r:id`) whatever
prefixes the file itself uses; `serialize` writes a node back. Only the namespaces listed here are
kept, which leaves out revision marks and extensions of later Word versions.

It stands on expat alone: importing `xml.etree` costs more time than a whole report.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from xml.parsers import expat

from ...model.values import dataclass, field
from ...ooxml.xml import attribute, text

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
CONTENT_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
_STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"

_PREFIXES = {
    W: "w:",
    _STRICT: "strict:",
    R: "r:",
    RELATIONSHIPS: "",
    CONTENT_TYPES: "",
    "http://www.w3.org/XML/1998/namespace": "xml:",
}


@dataclass(slots=True, eq=False, repr=False)
class Node:
    """An element: its prefixed name, its attributes, its child elements, and the text directly inside."""

    name: str
    attributes: dict[str, str]
    children: list[Node] = field(default_factory=list)
    text: str = ""

    def find(self, *names: str) -> Node | None:
        """The first element on the path of child names, None where there is none."""
        node: Node | None = self
        for name in names:
            if node is None:
                return None
            node = next((child for child in node.children if child.name == name), None)
        return node

    def each(self, name: str) -> Iterator[Node]:
        """The child elements of that name."""
        return (child for child in self.children if child.name == name)

    def value(self, *names: str) -> str:
        """The `w:val` of the element on the path, empty where there is none."""
        node = self.find(*names)
        return "" if node is None else node.attributes.get("w:val", "")


def parse(data: bytes) -> Node:
    """The root of an XML part; raises `ExpatError` for what is not well-formed or declares entities."""
    root = Node("", {})
    stack = [root]

    def start(name: str, attributes: dict[str, str]) -> None:
        node = Node(_prefixed(name), {_prefixed(key): value for key, value in attributes.items()})
        stack[-1].children.append(node)
        stack.append(node)

    def end(_: str) -> None:
        stack.pop()

    def characters(value: str) -> None:
        stack[-1].text += value

    def refuse(*_: object) -> None:
        raise expat.ExpatError("a document type is not allowed in an Office file")

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = characters
    parser.StartDoctypeDeclHandler = refuse
    parser.Parse(data, True)
    return root.children[0]


def serialize(node: Node, declarations: str = "") -> str:
    """The element as text with what it holds of known namespaces; `declarations` go into its start tag."""
    attributes = "".join(f' {name}="{attribute(value)}"' for name, value in node.attributes.items() if _known(name))
    children = "".join(serialize(child) for child in node.children if _known(child.name))
    content = (text(node.text) if not node.children else "") + children
    return f"<{node.name}{declarations}{attributes}>{content}</{node.name}>"


def _known(name: str) -> bool:
    return " " not in name


@lru_cache(maxsize=1024)
def _prefixed(name: str) -> str:
    uri, _, local = name.rpartition(" ")
    prefix = _PREFIXES.get(uri) if uri else ""
    return name if prefix is None else prefix + local
