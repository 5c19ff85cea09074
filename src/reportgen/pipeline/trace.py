"""The command `trace`: from a finished Word file back to the cells, without the report's folder."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from ..files import read_bytes
from ..model.binding import Binding
from ..model.diagnostic import Diagnostic, Fault, ReportError, error, nearest
from ..model.numbering import NUMBERING_TAG
from ..model.outcome import Trace, TracedFigure
from ..model.place import FileRef

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_STORIES = ("word/document.xml", "word/footnotes.xml")
_LARGEST_STORY = 64 << 20
"""Bytes of a story that are compared with what was written; a report is far below."""

_IN_BLOCK = re.compile(r"[图表][0-9]+$")


def trace(file: Path, figure: str = "") -> Trace:
    """The figures of a Word file, or those whose value or text, printed or as edited since, holds `figure`.

    Raises nothing: a file without bindings, or a figure that is not there, is a finding.
    """
    from ..ooxml.bindings import read_bindings

    try:
        data = read_bytes(file, file.name)
        bindings = read_bindings(data, file.name)
        texts = _present_texts(data, file.name)
    except ReportError as problem:
        return Trace(file=str(file), diagnostics=tuple(_placed(problem, file.name)))
    shared = Counter(binding.tag for binding in bindings)
    figures = [
        TracedFigure(binding=binding, now=_now(binding, texts) if shared[binding.tag] == 1 else None)
        for binding in bindings
    ]
    wanted = tuple(item for item in figures if any(figure in text for text in _searched(item)))
    if figure and not wanted:
        near = nearest(figure, {text for item in figures for text in _searched(item)})
        found = error("figure-not-found", FileRef(file.name), suggestion=near, figure=figure, count=len(bindings))
        return Trace(file=str(file), diagnostics=(found,))
    return Trace(file=str(file), figures=wanted)


def _searched(item: TracedFigure) -> tuple[str, ...]:
    """The texts by which a figure is found."""
    return (item.binding.text, item.binding.value, item.now or "")


def _placed(problem: ReportError, file: str) -> Iterator[Diagnostic]:
    """The findings, with the file as the place of those that have none."""
    return (replace(item, place=item.place or FileRef(file)) for item in problem.diagnostics)


def _now(binding: Binding, texts: Mapping[str, Sequence[str | None]]) -> str | None:
    """What a person made of the figure, None where it is as it was or cannot be compared.

    A copied sentence has the tag a second time; as long as one of them reads as written, the figure stands.
    """
    if binding.tag.startswith(NUMBERING_TAG) or (binding.where and _IN_BLOCK.match(binding.where[-1])):
        return None
    found = texts.get(binding.tag, ("",))
    return None if binding.text in found else found[0]


def _present_texts(data: bytes, file: str) -> dict[str, list[str | None]]:
    """The texts in the content controls of each tag today; None for one around a table or picture."""
    from ..ooxml.package import PackageReader

    package = PackageReader(data, file)
    texts: dict[str, list[str | None]] = {}
    for name in _STORIES:
        if name in package.names and package.size(name) <= _LARGEST_STORY:
            for tag, text in _controls(package.read(name), file):
                texts.setdefault(tag, []).append(text)
    return texts


def _controls(story: bytes, file: str) -> Iterator[tuple[str, str | None]]:
    from xml.etree import ElementTree as ET

    if b"<!DOCTYPE" in story:
        raise Fault("broken-part", file=file, part="document.xml")
    try:
        root = ET.fromstring(story)  # noqa: S314 - without a DTD there are no entities
    except ET.ParseError:
        raise Fault("broken-part", file=file, part="document.xml") from None
    for control in root.iter(f"{_WORD}sdt"):
        tag = control.find(f"{_WORD}sdtPr/{_WORD}tag")
        content = control.find(f"{_WORD}sdtContent")
        if tag is not None and content is not None:
            is_block = any(next(content.iter(_WORD + name), None) is not None for name in ("tbl", "drawing"))
            yield tag.get(f"{_WORD}val", ""), None if is_block else "".join(_texts(content))


def _texts(element: Element) -> Iterator[str]:
    """The text of an element, moved-away text left out; deleted text has an element of its own."""
    waiting = [element]
    while waiting:
        child = waiting.pop()
        if child.tag == f"{_WORD}t":
            yield child.text or ""
        elif child.tag != f"{_WORD}moveFrom":
            waiting.extend(reversed(child))
