"""Strict and small XML reading with expat: entity declarations refused, namespaces resolved.

Used for the small parts of a workbook, and for big parts that depart from the shape that
`scan` knows. A part with a DOCTYPE is refused before any entity could grow (no Office program
writes one).
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from xml.parsers import expat

from ..model.diagnostic import Fault
from ..model.values import dataclass, field

MAIN = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
"""The namespaces of transitional and strict workbooks; their elements have the same names."""

_RELATIONSHIPS = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "http://purl.oclc.org/ooxml/officeDocument/relationships",
)
_PACKAGE = (
    "http://schemas.openxmlformats.org/package/2006/relationships",
    "http://schemas.openxmlformats.org/package/2006/content-types",
)
_DEPTH = 256


@dataclass(slots=True)
class Node:
    """An element of a small part: bare name (`sheet`), attributes (`name`, `r:id`), children.

    Elements and attributes of other namespaces carry theirs before the name, parted by a space.
    """

    name: str
    attributes: dict[str, str]
    children: list[Node] = field(default_factory=list)

    def every(self, name: str) -> list[Node]:
        """The children of that name."""
        return [child for child in self.children if child.name == name]

    def first(self, name: str) -> Node | None:
        """The first child of that name, None where there is none."""
        return next((child for child in self.children if child.name == name), None)


@lru_cache(maxsize=4096)
def short(name: str) -> str:
    """The bare name of a known namespace's element; others stay `namespace name`."""
    namespace, _, local = name.rpartition(" ")
    if not namespace or namespace in MAIN or namespace in _PACKAGE:
        return local
    return f"r:{local}" if namespace in _RELATIONSHIPS else name


def parser(part: str) -> expat.XMLParserType:
    """A namespace-aware parser that refuses document types and absurd nesting."""
    made = expat.ParserCreate(namespace_separator=" ")
    made.buffer_text = True
    made.SetParamEntityParsing(expat.XML_PARAM_ENTITY_PARSING_NEVER)

    def refuse(*_: object) -> None:
        raise Fault("entity-declaration", part=part)

    made.StartDoctypeDeclHandler = refuse
    made.EntityDeclHandler = refuse
    return made


def feed(made: expat.XMLParserType, chunks: Iterable[bytes], part: str) -> None:
    """Run the parser over a part; raises `broken-xml` with the line where it stops making sense."""
    try:
        for chunk in chunks:
            made.Parse(chunk, False)
        made.Parse(b"", True)
    except expat.ExpatError as problem:
        reason = expat.ErrorString(problem.code) or "not well-formed"
        raise Fault("broken-xml", part=part, line=problem.lineno, reason=reason) from problem
    except (LookupError, ValueError) as problem:
        # expat asks Python for encodings that it does not know itself; an unknown one is a LookupError
        raise Fault("broken-xml", part=part, line=made.ErrorLineNumber, reason=str(problem)) from problem


def parse(data: bytes, part: str) -> Node:
    """A small part as a tree of nodes, text left out."""
    top = Node("", {})
    stack = [top]

    def start(name: str, attributes: dict[str, str]) -> None:
        if len(stack) > _DEPTH:
            raise Fault("broken-xml", part=part, line=made.CurrentLineNumber, reason="nested too deep")
        node = Node(short(name), {short(key): value for key, value in attributes.items()})
        stack[-1].children.append(node)
        stack.append(node)

    def end(_: str) -> None:
        stack.pop()

    made = parser(part)
    made.StartElementHandler, made.EndElementHandler = start, end
    feed(made, (data,), part)
    return top.children[0]
