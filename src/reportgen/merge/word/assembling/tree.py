"""Parts of drafts as trees that can be put together: prefixes no longer matter, whoever wrote them.

Drafts come from Word, WPS, LibreOffice and other programs, each with prefixes of its own. `read_tree` gives
a part as an ordinary tree in which the few attributes that hold prefixes hold namespaces instead;
`written` gives a tree back with one prefix a namespace, so that elements of several drafts stand side by side.

Source: ISO/IEC 29500-3, 7 (Ignorable, ProcessContent, MustUnderstand, Requires hold prefixes); XML Names 1.0.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from ....ooxml.package import PackageReader
from ....ooxml.xml import DECLARATION, attribute, text
from ..story import Story, read_story

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_OFFICE = "http://schemas.openxmlformats.org/"
_MICROSOFT = "http://schemas.microsoft.com/office/word/"
MC = f"{{{_OFFICE}markup-compatibility/2006}}"
IGNORABLE = f"{MC}Ignorable"
_LISTS = (IGNORABLE, f"{MC}ProcessContent", f"{MC}MustUnderstand", f"{MC}PreserveElements", f"{MC}PreserveAttributes")
_CHOICE = f"{MC}Choice"
XML = "http://www.w3.org/XML/1998/namespace"

KNOWN = {
    f"{_OFFICE}wordprocessingml/2006/main": "w",
    f"{_OFFICE}officeDocument/2006/relationships": "r",
    f"{_OFFICE}officeDocument/2006/math": "m",
    f"{_OFFICE}drawingml/2006/main": "a",
    f"{_OFFICE}drawingml/2006/picture": "pic",
    f"{_OFFICE}drawingml/2006/chart": "c",
    f"{_OFFICE}drawingml/2006/wordprocessingDrawing": "wp",
    f"{_OFFICE}markup-compatibility/2006": "mc",
    f"{_MICROSOFT}2010/wordml": "w14",
    f"{_MICROSOFT}2012/wordml": "w15",
    f"{_MICROSOFT}2016/wordml/cid": "w16cid",
    f"{_MICROSOFT}2018/wordml/cex": "w16cex",
    f"{_MICROSOFT}2010/wordprocessingDrawing": "wp14",
    f"{_MICROSOFT}2010/wordprocessingShape": "wps",
    f"{_MICROSOFT}2010/wordprocessingGroup": "wpg",
    f"{_MICROSOFT}2010/wordprocessingCanvas": "wpc",
    "urn:schemas-microsoft-com:vml": "v",
    "urn:schemas-microsoft-com:office:office": "o",
    "urn:schemas-microsoft-com:office:word": "w10",
    XML: "xml",
}
"""The prefixes that Word itself writes."""

IGNORED = " ".join(f"{{{_MICROSOFT}{year}/wordml}}" for year in (2010, 2012))
"""The namespaces that parts of ours tell older programs to pass over."""

_DECLARED = re.compile(rb"""\sxmlns:([\w.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")


def read_tree(package: PackageReader, name: str) -> Element:
    """The root of a part; raises `broken-part`, `part-too-large` and the reader's faults."""
    story = read_story(package, name)
    for element in story.root.iter():
        if element.tag == _CHOICE and "Requires" in element.attrib:
            element.set("Requires", _expanded(element.get("Requires", ""), element, story))
        for listed in _LISTS:
            if listed in element.attrib:
                element.set(listed, _expanded(element.get(listed, ""), element, story))
    return story.root


def _expanded(value: str, element: Element, story: Story) -> str:
    """A list of prefixes as namespaces in braces; what follows a colon stays, unknown prefixes go."""
    found = []
    for word in value.split():
        prefix, colon, local = word.partition(":")
        namespace = _namespace(prefix, element, story)
        if namespace is not None:
            found.append(f"{{{namespace}}}{colon}{local}")
    return " ".join(found)


def _namespace(prefix: str, element: Element, story: Story) -> str | None:
    for around in (element, *story.ancestors(element)):
        for declared, double, single in _DECLARED.findall(story.start_tag(around)):
            if declared.decode() == prefix:
                namespace: str = (double or single).decode()
                return namespace
    return None


def written(root: Element) -> bytes:
    """The part of a tree, each namespace declared once at its root under the prefix that Word gives it."""
    prefixes = _prefixes(root)
    declared = "".join(
        f' xmlns:{prefix}="{attribute(namespace)}"' for namespace, prefix in prefixes.items() if prefix != "xml"
    )
    names: dict[str, str] = {}
    return f"{DECLARATION}{''.join(_pieces(root, prefixes, names, declared))}".encode()


def _pieces(element: Element, prefixes: Mapping[str, str], names: dict[str, str], declared: str = "") -> Iterator[str]:
    """An element in pieces; written without recursion, for a file may nest deeper than Python calls."""
    waiting: list[Element | str] = [element]
    while waiting:
        item = waiting.pop()
        if isinstance(item, str):
            yield item
            continue
        name = _name(item.tag, prefixes, names)
        yield f"<{name}{declared}"
        declared = ""
        for key, value in item.attrib.items():
            shown = _contracted(value, prefixes) if key in _LISTS or key == "Requires" else value
            yield f' {_name(key, prefixes, names)}="{attribute(shown)}"'
        if not len(item) and not item.text:
            yield "/>"
            continue
        yield f">{text(item.text)}" if item.text else ">"
        waiting.append(f"</{name}>")
        for child in reversed(item):
            if child.tail and child.tail.strip():
                waiting.append(text(child.tail))
            waiting.append(child)


def _name(tag: str, prefixes: Mapping[str, str], names: dict[str, str]) -> str:
    known = names.get(tag)
    if known is None:
        namespace, brace, local = tag[1:].partition("}")
        known = names[tag] = f"{prefixes[namespace]}:{local}" if brace and tag[0] == "{" else tag
    return known


def _contracted(value: str, prefixes: Mapping[str, str]) -> str:
    """Namespaces in braces as prefixes again."""
    return re.sub(r"\{([^}]*)\}", lambda found: prefixes.get(found[1], ""), value).strip()


def _prefixes(root: Element) -> dict[str, str]:
    """A prefix for each namespace of the tree, in the order in which they come."""
    found: dict[str, str] = {}
    for namespace in _namespaces(root):
        if namespace not in found:
            found[namespace] = KNOWN.get(namespace) or f"ns{len(found)}"
    return found


def _namespaces(root: Element) -> Iterable[str]:
    seen: set[str] = set()
    for element in root.iter():
        for name in (element.tag, *element.attrib):
            if name not in seen:
                seen.add(name)
                if name[0] == "{":
                    yield name[1:].partition("}")[0]
        for listed in (*_LISTS, "Requires"):
            if listed in element.attrib:
                yield from re.findall(r"\{([^}]*)\}", element.attrib[listed])
