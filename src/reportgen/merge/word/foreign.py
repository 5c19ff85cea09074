"""The markup of an object of an older file as it may stand in a part of a newer one: drawings, equations, OLE objects.

Such markup mixes many vocabularies, whose prefixes the newer part need not declare, leads to parts of its own
package, and has numbers that a document has only once. `Foreign` writes it anew with its prefixes declared on its
outermost element; whoever uses it says what becomes of links, numbers and the content of text boxes.

Source: ISO/IEC 29500-3, 7.5 and 7.6 (Requires, AlternateContent); ISO/IEC 29500-1, 20.4.2.5 (docPr); ISO/IEC 29500-4,
19.1.2.19 (ids of VML shapes), 19.2.2.19 (OLEObject).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from typing import TYPE_CHECKING

from ...model.values import dataclass
from ...ooxml.stories import W
from ...ooxml.xml import attribute, text
from .markup import Names

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_CHOICE, _ALTERNATE = f"{_COMPATIBILITY}Choice", f"{_COMPATIBILITY}AlternateContent"
_NAMED = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_SHAPE, _OLE = "{urn:schemas-microsoft-com:vml}", "{urn:schemas-microsoft-com:office:office}"
_SHAPE_TYPE = f"{_SHAPE}shapetype"
_XML = "http://www.w3.org/XML/1998/namespace"
_VENDOR = "http://schemas.microsoft.com/"
_BOX = f"{W}txbxContent"
_CHANGES = re.compile(r"(?:rPr|pPr|tblPr|tcPr|trPr)Change")
_USUAL = {
    "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing": "wp",
    "http://schemas.openxmlformats.org/drawingml/2006/main": "a",
    "http://schemas.openxmlformats.org/drawingml/2006/picture": "pic",
    "http://schemas.openxmlformats.org/drawingml/2006/chart": "c",
    "http://schemas.openxmlformats.org/officeDocument/2006/math": "m",
    RELATION[1:-1]: "r",
    _COMPATIBILITY[1:-1]: "mc",
    _SHAPE[1:-1]: "v",
    _OLE[1:-1]: "o",
    "urn:schemas-microsoft-com:office:word": "w10",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Borders:
    """What is asked where an object crosses from file to file.

    `link` gives the id of the newer part's relationship for that of the older one, `box` the markup of what stands in
    a text box, `drawing` and `shape` a number and a name that the newer file does not have, and `namespace` what a
    prefix stands for in the older part, empty for nothing.
    """

    link: Callable[[str], str]
    box: Callable[[Element], str]
    drawing: Callable[[], str]
    shape: Callable[[str], str]
    namespace: Callable[[str], str]


class Foreign:
    """Writes one object; `names` are the prefixes of WordprocessingML in the newer part."""

    def __init__(self, names: Names, borders: Borders) -> None:
        self._names = names
        self._borders = borders
        self._prefixes: dict[str, str] = {}
        self._shapes: dict[str, str] = {}

    def markup(self, element: Element) -> str:
        """The object; empty where nothing is left of it for programs that this markup is not for."""
        for item in element.iter(_CHOICE):
            for prefix, namespace in self._required(item):
                self._prefixes[namespace] = prefix
        self._shapes = {
            name: self._borders.shape(name)
            for item in element.iter()
            if item.tag.startswith(_SHAPE) and item.tag != _SHAPE_TYPE and (name := item.get("id"))
        }
        made = self._element(element, frozenset())
        head = re.match(r"<[^\s/>]+", made)
        if head is None:
            return ""
        declared = "".join(f' xmlns:{prefix}="{attribute(uri)}"' for uri, prefix in self._prefixes.items())
        return f"{head[0]}{self._names.declared}{declared}{made[head.end() :]}"

    def _required(self, choice: Element) -> Iterator[tuple[str, str]]:
        """The prefixes and namespaces that a reader must know for a choice."""
        for prefix in choice.get("Requires", "").split():
            yield prefix, self._borders.namespace(prefix)

    def _element(self, element: Element, known: Collection[str]) -> str:
        """An element with what stands in it; `known` are the newer vocabularies that are asked for around it."""
        name = self._name(element.tag)
        head = name + "".join(self._attributes(element))
        if element.tag == _BOX:
            return f"<{head}>{self._borders.box(element)}</{name}>"
        inner = text(element.text or "") if not len(element) else ""
        inner += "".join(self._element(child, wider) for child, wider in self._children(element, known))
        if element.tag == _ALTERNATE and not inner:
            return ""
        return f"<{head}>{inner}</{name}>" if inner else f"<{head}/>"

    def _children(self, element: Element, known: Collection[str]) -> Iterator[tuple[Element, Collection[str]]]:
        """What of an element comes along: nothing that only newer programs know, and no change that is tracked."""
        for child in element:
            namespace, _, name = child.tag[1:].rpartition("}")
            if child.tag == _CHOICE:
                asked = [uri for _, uri in self._required(child)]
                if all(asked):
                    yield child, {*known, *asked}
                continue
            # What extends a drawing is known by its address, whatever its vocabulary.
            if namespace.startswith(_VENDOR) and namespace not in known and not element.tag.endswith("}ext"):
                continue
            if not (namespace == W[1:-1] and _CHANGES.fullmatch(name)):
                yield child, known

    def _attributes(self, element: Element) -> Iterator[str]:
        for key, value in element.items():
            namespace, _, name = key[1:].rpartition("}") if key[0] == "{" else ("", "", key)
            if namespace.startswith(_VENDOR) or key == f"{_OLE}spid":
                continue
            if key.startswith(RELATION) and value:
                said = self._borders.link(value)
            elif element.tag == _NAMED and key == "id":
                said = self._borders.drawing()
            elif (key == "id" and element.tag.startswith(_SHAPE)) or (
                key == "ShapeID" and element.tag.startswith(_OLE)
            ):
                said = self._shapes.get(value, value)
            else:
                said = value
            yield f' {self._name(key, is_attribute=True) if namespace else name}="{attribute(said)}"'

    def _name(self, tag: str, *, is_attribute: bool = False) -> str:
        """A name with its prefix."""
        if tag[0] != "{":
            return tag
        uri, _, name = tag[1:].rpartition("}")
        if uri == W[1:-1]:
            return f"{self._names.attribute_prefix}{name}" if is_attribute else self._names.tag(name)
        if uri == _XML:
            return f"xml:{name}"
        prefix = self._prefixes.get(uri)
        if prefix is None:
            usual = _USUAL.get(uri, "")
            taken = {*self._prefixes.values(), self._names.prefix.rstrip(":")}
            free = (made for made in (usual, *(f"n{number}" for number in range(1, 100))) if made and made not in taken)
            prefix = self._prefixes[uri] = next(free)
        return f"{prefix}:{name}"
