"""The calculation chain kept right: cells that hold no formula any more leave it, moved ones are named anew.

Excel calls a file broken whose chain names a cell without a formula; cells that the chain leaves out it
finds by itself. Source: ISO/IEC 29500-1, 18.6 (calculation chain).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

from ...ooxml.relationships import relations_part
from .addresses import address, column_number
from .book import CONTENT_TYPES, Book
from .markup import attributes, root_of, with_attributes

Places = Callable[[str, int, int], Sequence[tuple[str, int, int]]]
"""From a sheet's id, a row and a column to where the cell stands now: sheet id, row and column of each."""

_ADDRESS = re.compile("([A-Z]{1,3})([0-9]{1,7})")


def rewrite_chain(book: Book, places: Places) -> None:
    """Rewrite the chain by where its cells stand now; without any cell left, the part goes."""
    part = book.part("calcChain")
    if part is None or not book.has(part):
        return
    found = book.text(part)
    prefix, root = root_of(found, "calcChain", part)
    pieces, sheet, changed, kept = [], "", False, 0
    for item in re.finditer(rf"<{prefix}c(\s[^<>]*?)(/?)>", found[root.end() :]):
        known = attributes(item[1])
        sheet = known.get("i", sheet)
        place = _ADDRESS.fullmatch(known.get("r", ""))
        if place is None:
            continue
        row, column = int(place[2]), column_number(place[1])
        now = places(sheet, row, column)
        changed = changed or list(now) != [(sheet, row, column)]
        kept += len(now)
        for there, new_row, new_column in now:
            raw = with_attributes(item[1].rstrip(), {"r": address(new_row, new_column), "i": there})
            pieces.append(f"<{prefix}c{raw}/>")
    if not kept:
        drop_part(book, part)
    elif changed:
        book.put(part, f"{found[: root.end()]}{''.join(pieces)}</{prefix}calcChain>")


def drop_part(book: Book, part: str, owner: str | None = None) -> None:
    """Take a part out of the package with its content type, and the relationship of its owner (the workbook)."""
    book.remove(part)
    types = book.text(CONTENT_TYPES)
    override = re.compile(rf"""<(?:[\w.\-]+:)?Override\b[^<>]*PartName\s*=\s*["']/{re.escape(part)}["'][^<>]*>""")
    book.put(CONTENT_TYPES, override.sub("", types))
    source = owner or book.main
    rels = relations_part(source)
    ids = [key for key, item in book.relations_of(source).items() if item.target == part]
    text = book.text(rels)
    for key in ids:
        named = re.compile(rf"""<(?:[\w.\-]+:)?Relationship\b[^<>]*\bId\s*=\s*["']{re.escape(key)}["'][^<>]*>""")
        text = named.sub("", text)
    book.put(rels, text)
