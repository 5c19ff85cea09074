"""The stories of a Word file, its body and its footnotes, and the content controls in them by tag.

`present` reads what stands in the controls today. The trees keep every element, so that a text can be
set in its place.

Source: ISO/IEC 29500-1, 17.5.2 (structured document tags), 17.13.5 (revisions).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from ..model.diagnostic import Fault
from .package import PackageReader

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_TEXT, _MOVED = f"{W}t", f"{W}moveFrom"
_PARAGRAPH, _TABLE = f"{W}p", f"{W}tbl"
_CONTROL, _CONTROL_PROPERTIES, _CONTROL_CONTENT = (f"{W}{name}" for name in ("sdt", "sdtPr", "sdtContent"))
_TAG, _VALUE = f"{W}tag", f"{W}val"
MAIN, NOTES = "word/document.xml", "word/footnotes.xml"
_STORIES = (MAIN, NOTES)
LARGEST = 64 << 20
"""Bytes of a story that are read; a report is far below, and its tree takes ten times the room."""

_UNSEEN = re.compile("[\\s\x00-\x1f\ue000-\uf8ff\U000f0000-\U0010ffff]+")
"""White space, and what the Word writer leaves out of a text."""


def read_stories(data: bytes, file: str) -> list[Element] | None:
    """The trees of a Word file's stories, None where one is too large; raises `broken-part` and the reader's faults."""
    package = PackageReader(data, file)
    names = [name for name in _STORIES if name in package.names]
    if any(package.size(name) > LARGEST for name in names):
        return None
    return [read_tree(package, name) for name in names]


def read_tree(package: PackageReader, name: str) -> Element:
    """The tree of a part of a Word file; raises `broken-part` for what is no XML or has a DTD, `part-too-large`."""
    from xml.etree import ElementTree as ET  # imported late: a build never reads stories

    if package.size(name) > LARGEST:
        raise Fault("part-too-large", file=package.file, part=name, limit=LARGEST >> 20)
    story, part = package.read(name), name.rpartition("/")[2]
    if b"<!DOCTYPE" in story:
        raise Fault("broken-part", file=package.file, part=part)
    try:
        return ET.fromstring(story)  # noqa: S314 - without a DTD there are no entities
    except ET.ParseError:
        raise Fault("broken-part", file=package.file, part=part) from None


def controls(stories: Iterable[Element]) -> dict[str, list[Element]]:
    """The contents (`w:sdtContent`) of all content controls, in reading order, by tag."""
    found: dict[str, list[Element]] = {}
    for story in stories:
        for control in story.iter(_CONTROL):
            tag = content = None
            for child in control:  # paths of `find` take five times as long
                if child.tag == _CONTROL_CONTENT:
                    content = child
                elif child.tag == _CONTROL_PROPERTIES:
                    tag = child.find(_TAG)
            if tag is not None and content is not None:
                found.setdefault(tag.get(_VALUE, ""), []).append(content)
    return found


def text_in(element: Element) -> str:
    """The text of an element, moved-away text left out; deleted text has an element of its own."""
    if next(element.iter(_MOVED), None) is None:
        return "".join([text.text or "" for text in element.iter(_TEXT)])
    return "".join(_texts(element))


def _texts(element: Element) -> Iterator[str]:
    waiting = [element]
    while waiting:
        child = waiting.pop()
        if child.tag == _TEXT:
            yield child.text or ""
        elif child.tag != _MOVED:
            waiting.extend(reversed(child))


def paragraphs_in(element: Element) -> Iterator[str]:
    """The texts of the paragraphs below an element, those of tables left out."""
    for child in element:
        if child.tag == _PARAGRAPH:
            yield text_in(child)
        elif child.tag != _TABLE:
            yield from paragraphs_in(child)


def seen(text: str) -> str:
    """What of a text is compared: white space and what Word cannot show make no difference."""
    # Nothing of that is printable but the space, and most texts have none.
    return text if " " not in text and text.isprintable() else _UNSEEN.sub("", text)
