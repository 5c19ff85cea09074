"""The request that the workbook be calculated anew when it is opened."""

from __future__ import annotations

import re

from .book import Book
from .markup import attribute_of, root_of, with_attributes

_BEFORE = (
    "oleSize", "customWorkbookViews", "pivotCaches", "smartTagPr", "smartTagTypes", "webPublishing",
    "fileRecoveryPr", "webPublishObjects", "extLst",
)  # fmt: skip
"""What stands behind `calcPr` in a workbook (ISO/IEC 29500-1, 18.2.27)."""


def is_calculated(book: Book) -> bool:
    """Whether the workbook's values are worked out: it does not ask to be calculated on load."""
    found = book.text(book.main)
    prefix, _ = root_of(found, "workbook", book.main)
    there = re.search(rf"<{prefix}calcPr\b([^<>]*)>", found)
    return there is None or attribute_of(there[1], "fullCalcOnLoad") not in ("1", "true")


def calculate_on_load(book: Book) -> None:
    """Ask for it, for some formula goes without a cached value."""
    found = book.text(book.main)
    prefix, root = root_of(found, "workbook", book.main)
    there = re.search(rf"<{prefix}calcPr\b([^<>]*?)(/?)>", found)
    if there is not None:
        raw = with_attributes(there[1].rstrip(), {"fullCalcOnLoad": "1"})
        book.put(book.main, f"{found[: there.start(1)]}{raw}{there[2]}>{found[there.end() :]}")
        return
    made = f'<{prefix}calcPr fullCalcOnLoad="1"/>'
    behind = re.compile(rf"<{prefix}(?:{'|'.join(_BEFORE)})\b|</{prefix}workbook\s*>")
    place = behind.search(found, root.end())
    if place is not None:
        book.put(book.main, found[: place.start()] + made + found[place.start() :])
