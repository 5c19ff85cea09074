"""Rows of a Word table made, taken away and filled, in the formatting of the rows beside them.

A new row is a copy of a neighbour's form: its properties, those of its cells, paragraphs and first runs, and
nothing else of it: no ids, bookmarks, comments or changes of somebody's.

Source: ISO/IEC 29500-1, 17.4.78 (tr), 17.4.81 (trPr), 17.13.5.16 (inserted row), 17.13.5.12 (deleted row).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ....ooxml.stories import W
from ..markup import Names, names_at, text_element, writable
from ..story import Splices
from .form import PARAGRAPH_PROPERTIES, Form
from .text_edits import PARAGRAPH, RUN, TEXT, TextEdits

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

ROW, _CELL = f"{W}tr", f"{W}tc"
_ROW_PROPERTIES, _CELL_PROPERTIES = f"{W}trPr", f"{W}tcPr"
_FORM = frozenset((f"{W}tblPrEx", _ROW_PROPERTIES, _CELL))


class Rows:
    """Changes the rows of tables of one story."""

    def __init__(self, edits: TextEdits, splices: Splices) -> None:
        self._edits = edits
        self._story = edits.story
        self._splices = splices
        self._form = Form(edits.story)

    def row_of(self, cell: Element) -> Element | None:
        """The row (`w:tr`) that a cell stands in."""
        return next((around for around in self._story.ancestors(cell) if around.tag == ROW), None)

    def can_copy(self, row: Element, columns: int) -> bool:
        """Whether the row is plain enough to be the form of another: so many cells, none of them merged."""
        cells = [child for child in row if child.tag == _CELL]
        merged = (f"{W}tcPr/{W}vMerge", f"{W}tcPr/{W}gridSpan")
        return (
            len(cells) == columns
            and all(child.tag in _FORM for child in row)
            and not any(cell.find(path) is not None for cell in cells for path in merged)
            and all(cell.find(PARAGRAPH) is not None for cell in cells)
        )

    def copy(self, row: Element, texts: Sequence[str]) -> bytes:
        """A new row in the form of another, with these texts in its cells."""
        names = names_at(self._story, row)
        track = self._edits.track
        mark = track.empty("ins", names) if track is not None else ""
        properties = row.find(_ROW_PROPERTIES)
        inner = "" if properties is None else "".join(self._form.children(properties))
        opening = "".join(self._form.source(child) for child in row if child.tag == f"{W}tblPrEx")
        if inner or mark:
            opening += self._form.wrapped("trPr", inner + mark, names)
        cells = [child for child in row if child.tag == _CELL]
        filled = "".join(self._cell(cell, text, names) for cell, text in zip(cells, texts, strict=True))
        return self._form.wrapped("tr", opening + filled, names).encode()

    def insert(self, at: int, rows: Sequence[bytes]) -> None:
        """Put new rows into the part."""
        self._splices.insert(at, b"".join(rows))

    def end_of(self, row: Element) -> int:
        """Where a row ends in the part."""
        return self._story.span(row).end

    def start_of(self, row: Element) -> int:
        """Where a row begins in the part."""
        return self._story.span(row).start

    def remove(self, row: Element) -> None:
        """Take a row away, or mark it as deleted where changes are tracked."""
        track = self._edits.track
        if track is None:
            span = self._story.span(row)
            self._splices.remove(span.start, span.end)
            return
        names = names_at(self._story, row)
        mark = track.empty("del", names)
        properties = row.find(_ROW_PROPERTIES)
        if properties is None:
            before = next((child for child in row if child.tag == f"{W}tblPrEx"), None)
            at = self._story.span(before).end if before is not None else self._story.span(row).content_start
            self._splices.insert(at, self._form.wrapped("trPr", mark, names).encode())
        else:
            inner = "".join(self._form.children(properties))
            span = self._story.span(properties)
            self._splices.replace(span.start, span.end, self._form.wrapped("trPr", inner + mark, names).encode())
        texts = self._edits.texts_of(row)
        if texts:
            self._edits.set(texts, "", within=row)

    def set(self, cell: Element, text: str, like: Element | None = None) -> None:
        """Let a cell read as `text`; an empty cell takes the look of the cell `like`."""
        texts = self._edits.texts_of(cell)
        if texts:
            self._edits.set(texts, text, within=cell)
        elif text:
            self._fill(cell, text, like)

    def _fill(self, cell: Element, text: str, like: Element | None) -> None:
        paragraph = cell.find(PARAGRAPH)
        if paragraph is None:
            return
        names = names_at(self._story, cell)
        run = self._run(text, self._run_properties(like), names)
        span = self._story.span(paragraph)
        if span.is_closed_tag:
            opening = self._story.start_tag(paragraph).decode()[:-2].rstrip()
            closing = f"</{self._story.name_of(paragraph).decode()}>"
            self._splices.replace(span.start, span.end, f"{opening}>{run}{closing}".encode())
        else:
            self._splices.insert(span.content_end, run.encode())

    def _cell(self, cell: Element, text: str, names: Names) -> str:
        properties = self._form.properties(cell.find(_CELL_PROPERTIES))
        paragraph = cell.find(PARAGRAPH)
        look = "" if paragraph is None else self._form.properties(paragraph.find(PARAGRAPH_PROPERTIES))
        run = self._run(text, self._run_properties(cell), names) if text else ""
        return self._form.wrapped("tc", properties + self._form.wrapped("p", look + run, names), names)

    def _run(self, text: str, properties: str, names: Names) -> str:
        run = self._form.wrapped("r", properties + text_element(writable(text), names), names)
        track = self._edits.track
        return run if track is None else track.around("ins", run, names)

    def _run_properties(self, cell: Element | None) -> str:
        """The look of a cell's first text."""
        runs = [] if cell is None else [run for run in cell.iter(RUN) if run.find(TEXT) is not None]
        return self._form.of_run(runs[0]) if runs else ""
