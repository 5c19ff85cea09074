"""Figures that people changed in their place, and what a program dropped.

A figure was changed where its control no longer reads as written.
"""

from __future__ import annotations

from collections.abc import Iterator

from ....model.binding import Binding
from ....model.diagnostic import Diagnostic, warning
from ....model.place import ARROW, FileRef, Place, WordRef
from .data_today import DataToday
from .draft import Draft
from .spans import OUR_TAGS

_LONGEST = 40


def place_of(binding: Binding, file: str) -> Place:
    """Where a figure stands, as findings say it."""
    if binding.paragraph:
        return WordRef(file, binding.where, binding.paragraph)
    return FileRef(ARROW.join((file, *binding.where)))


def changed_figures(draft: Draft, today: DataToday, *, is_own: bool) -> Iterator[Diagnostic]:
    """`figure-edited` for each figure that reads otherwise than it was written; copies of one are said once.

    It says what was written, what stands there, and what the data say: today's where they are the draft's own
    (`is_own`), else those of the last refresh.
    """
    said = set()
    for binding, present in draft.figures:
        if present.text and present.certain and not present.reads(binding.text):
            key = (binding.tag, binding.table_row, binding.table_column)
            if key not in said:
                said.add(key)
                yield warning(
                    "figure-edited",
                    place_of(binding, draft.file),
                    written=short(binding.written or binding.text),
                    now=short(present.text),
                    today=short(next((item.text for item in today.of(binding) if is_own), binding.text)),
                    cells=list(binding.cells[:3]),
                )


def lost_controls(draft: Draft) -> Iterator[Diagnostic]:
    """`controls-lost` where a program kept the list of figures and dropped every mark in the text."""
    if draft.by_tag and not any(tag.startswith(OUR_TAGS) for tag in draft.tags_in(draft.blocks)):
        yield warning("controls-lost", FileRef(draft.file), count=len(draft.by_tag))


def short(text: str) -> str:
    """A text as findings quote it."""
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def around(text: str, part: str) -> str:
    """A part of a text as findings quote it, with what stands before and behind it."""
    text = text.strip()
    at = text.find(part)
    start = max(min(at - _LONGEST // 2, len(text) - _LONGEST), 0) if at >= 0 else 0
    return ("…" if start else "") + short(text[start:])
