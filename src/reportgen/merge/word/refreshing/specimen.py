"""Today's report as a build writes it, cut into what it consists of: where new content of a refresh is taken from.

So a new paragraph, table or chart is, field by field, what a build would have made of it; `transplant` makes it fit
for the file. The specimen is only built where something new has found its place.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from copy import deepcopy
from itertools import chain, islice
from typing import TYPE_CHECKING

from ....compare.word_file import WordFile
from ....model.document import ChartBlock, Document, TableBlock, text_of
from ....ooxml.stories import W
from .text_edits import CONTROL, PARAGRAPH, RUN, TEXT
from .units import Unit, units_of

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

MAIN = "word/document.xml"
NOTE_MARK = f"{W}footnoteReference"
_BREAKS = frozenset((f"{W}tab", f"{W}br"))
_PROPERTIES = frozenset((f"{W}pPr", f"{W}rPr"))

Build = Callable[[bool, Collection[str]], bytes]
"""Builds the report: whether the program is to draw the charts, and the names of those that are wanted as pictures."""


class Specimen:
    """A built Word file of today's report; `charts` are the names of the charts that must be in it."""

    def __init__(self, document: Document, build: Build, *, native: bool, charts: Collection[str]) -> None:
        self.file = WordFile(build(native, charts), "")
        body = self.file.tree(MAIN).find(f"{W}body")
        children = list(() if body is None else body)[1 if document.title else 0 :]
        self._elements: dict[int, Sequence[Element]] = {}
        at = 0
        for unit in chain.from_iterable(map(units_of, document.sections)):
            own = list(islice(children, at, at + _count(unit, children[at] if at < len(children) else None)))
            self._elements[id(unit.block)] = own
            at += len(own)

    def elements(self, unit: Unit) -> Sequence[Element]:
        """What a unit is written as: a paragraph; caption, table and note; chart and caption."""
        return self._elements.get(id(unit.block), ())

    def stretch(self, unit: Unit, start: int, end: int) -> list[Element] | None:
        """What stands between two places of a paragraph's text, its words cut there; None where they are not certain.

        The mark of a footnote belongs to what stands before it.
        """
        (paragraph, *_) = self.elements(unit) or (None,)
        if paragraph is None or "".join(map(_text, paragraph)) != unit.text:
            return None
        found, at = [], 0
        for child in paragraph:
            length = len(_text(child))
            is_mark = not length and next(child.iter(NOTE_MARK), None) is not None
            if (start < at <= end) if is_mark else (start <= at and at + length <= end and length):
                found.append(child)
            elif length and at < end and at + length > start:
                part = _cut(child, max(start - at, 0), min(end - at, length))
                if part is None:
                    return None
                found.append(part)
            at += length
        return found

    def note(self, ident: str) -> Element | None:
        """The footnote of a number."""
        name = self.file.part("footnotes")
        notes: Iterator[Element] = iter(()) if name is None else self.file.tree(name).iter(f"{W}footnote")
        return next((note for note in notes if note.get(f"{W}id") == ident), None)


def _count(unit: Unit, first: Element | None) -> int:
    """How many elements a unit is written as, of which the first is this one."""
    block = unit.block
    if isinstance(block, ChartBlock):
        return 1 + (first is not None and first.tag == CONTROL)
    if isinstance(block, TableBlock):
        return 1 + bool(block.table.columns) + bool(block.table.note or block.table.announced is not None)
    return 1


def _text(element: Element) -> str:
    """How an element of a paragraph reads, each break and tab as one character of the report's text."""
    if element.tag in _PROPERTIES:
        return ""
    if element.tag == TEXT:
        return element.text or ""
    return "\n" if element.tag in _BREAKS else "".join(map(_text, element))


def _cut(run: Element, start: int, end: int) -> Element | None:
    """A run of one text with a part of it; None for anything else."""
    texts = [child for child in run if child.tag not in _PROPERTIES]
    if run.tag != RUN or len(texts) != 1 or texts[0].tag != TEXT:
        return None
    made = deepcopy(run)
    text = next(made.iter(TEXT))
    text.text = (text.text or "")[start:end]
    return made


def runs_in(paragraph: Element) -> Iterator[Element]:
    """The runs of a paragraph that say something or mark a note."""
    for run in paragraph.iter(RUN):
        if run.find(TEXT) is not None or run.find(NOTE_MARK) is not None:
            yield run


def notes_in(elements: Iterable[Element]) -> Iterator[str]:
    """The numbers of the footnotes that elements refer to."""
    return (mark.get(f"{W}id", "") for element in elements for mark in element.iter(NOTE_MARK))


def paragraphs_in(elements: Sequence[Element]) -> Iterator[Element]:
    """The paragraphs of a unit that stand in no table."""
    for element in elements:
        if element.tag == PARAGRAPH:
            yield element
        elif element.tag == CONTROL and next(element.iter(f"{W}tbl"), None) is None:
            yield from element.iter(PARAGRAPH)


def text_of_unit(unit: Unit) -> str:
    """How the list of changes tells of a unit: a caption with its number for a table or a chart."""
    block = unit.block
    if isinstance(block, (TableBlock, ChartBlock)):
        kind = "表" if isinstance(block, TableBlock) else "图"
        return f"{kind}{block.number} {text_of(block.caption) or block.name}".strip()
    return unit.text
