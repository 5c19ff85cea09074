"""Notes of cells: their texts, in which tags may stand.

Source: ISO/IEC 29500-1, 18.7 (comments).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from .addresses import column_number
from .book import Book
from .markup import attribute_of, root_of
from .strings import runs_of

_ADDRESS = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


class Note(NamedTuple):
    """A note: its cell, and its text."""

    row: int
    column: int
    text: str


def notes_of(book: Book, sheet: str) -> Iterator[Note]:
    """The notes of a sheet's part, in the order of the comments part."""
    part = _part(book, sheet, "comments")
    if part is None:
        return
    found = book.text(part)
    prefix, _ = root_of(found, "comments", part)
    for raw, body in re.findall(rf"<{prefix}comment\b([^<>]*)>(.*?)</{prefix}comment\s*>", found, re.DOTALL):
        place = _ADDRESS.fullmatch(attribute_of(raw, "ref") or "")
        if place is not None:
            text = "".join(run.text for run in runs_of(body, prefix))
            yield Note(int(place[2]), column_number(place[1]), text)


def _part(book: Book, sheet: str, kind: str) -> str | None:
    relations = book.relations_of(sheet).values()
    return next((item.target for item in relations if item.kind == kind and book.has(item.target)), None)
