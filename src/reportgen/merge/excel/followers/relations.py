"""Relationships and content types of a package that is being changed: followed, and copied with a sheet.

Source: ISO/IEC 29500-2, 6.5 (relationships), 7.2 (content types).
"""

from __future__ import annotations

import posixpath
import re
from functools import lru_cache
from typing import NamedTuple

from ....ooxml.relationships import packed_name, relations_part, target_part
from ..book import CONTENT_TYPES, Book
from .elements import change, element_at, elements

OWNED = frozenset(
    (
        "drawing",
        "chart",
        "chartEx",
        "chartUserShapes",
        "chartStyle",
        "chartColorStyle",
        "comments",
        "threadedComment",
        "vmlDrawing",
        "table",
        "ctrlProp",
        "pivotTable",
        "tableSingleCells",
    )
)
"""Kinds of part that belong to one sheet alone, and so are copied with it; pictures and settings are shared."""

_NUMBER = re.compile(r"\d*(\.\w+)$")


class Related(NamedTuple):
    """A part that another refers to, and the kind of that relationship: the last word of its type."""

    kind: str
    part: str


def related(book: Book, part: str) -> list[Related]:
    """The parts of the package that a part refers to."""
    name = relations_part(part)
    if not book.has(name):
        return []
    return [Related(kind, target_of(book, part, target)) for kind, target in _written(book.text(name))]


@lru_cache(maxsize=256)
def _written(text: str) -> tuple[tuple[str, str], ...]:
    """The kinds and targets of the relationships inside the package; a fill asks for them several times."""
    return tuple(
        ((item.get("Type") or "").rpartition("/")[2], item.get("Target") or "")
        for item in elements(text, "Relationship")
        if (item.get("TargetMode") or "").lower() != "external"
    )


def target_of(book: Book, part: str, target: str) -> str:
    """The part that a target in the relationships of another names."""
    name = target_part(posixpath.dirname(part), target)
    return name if book.has(name) else packed_name(book.package, name) or name


def unused_name(book: Book, part: str, numbers: dict[str, int]) -> str:
    """A name like that of a part, with the next number that no part has; `numbers` keeps the last by stem."""
    found = _NUMBER.search(part)
    stem, ending = (part[: found.start()], found[1]) if found else (part, "")
    number = numbers.get(stem, 0) + 1
    while book.has(f"{stem}{number}{ending}") or f"{stem}{number}{ending}" in book.package:
        number += 1
    numbers[stem] = number
    return f"{stem}{number}{ending}"


def copy_part(book: Book, part: str, new: str, numbers: dict[str, int]) -> None:
    """Copy what belongs to a part alone, and its relationships and content type; `new` itself is put by the caller.

    Content types are only kept as text, here and below: `put_lists` puts them once.
    """
    add_type(book, part, new)
    name = relations_part(part)
    if not book.has(name):
        return
    text = book.text(name)
    for item in elements(text, "Relationship"):
        kind = (item.get("Type") or "").rpartition("/")[2]
        target = target_of(book, part, item.get("Target") or "")
        if kind not in OWNED or (item.get("TargetMode") or "").lower() == "external" or not book.has(target):
            continue
        copied = unused_name(book, target, numbers)
        book.put(copied, book.text(target))
        copy_part(book, target, copied, numbers)
        relative = posixpath.relpath(f"/{copied}", f"/{posixpath.dirname(new)}")
        text = text.replace(item.text, item.having({"Target": relative}))
    book.put(relations_part(new), text)


def remove_part(book: Book, part: str) -> None:
    """Take a part out, with what belongs to it alone."""
    for item in related(book, part):
        if item.kind in OWNED and book.has(item.part):
            remove_part(book, item.part)
    if book.has(relations_part(part)):
        book.remove(relations_part(part))
    book.remove(part)
    found = _override(book, part)
    if found:
        book.texts[CONTENT_TYPES] = book.text(CONTENT_TYPES).replace(found, "", 1)


def add_type(book: Book, part: str, new: str) -> None:
    """Give a new part the content type of another; one that goes by its ending needs no entry."""
    found = _override(book, part)
    if found:
        added = elements(found, "Override")[0].having({"PartName": f"/{new}"})
        book.texts[CONTENT_TYPES] = book.text(CONTENT_TYPES).replace(found, found + added, 1)


def _override(book: Book, part: str) -> str:
    """The entry of a part's content type as written, empty where it has none of its own."""
    types = book.text(CONTENT_TYPES)
    at = types.find(f'"/{part}"')
    if at < 0:
        at = types.lower().find(f'"/{part}"'.lower())
    found = element_at(types, "Override", at) if at >= 0 else None
    return found.text if found else ""


def put_lists(book: Book) -> None:
    """Put the content types and the workbook's relationships, which were kept as text while sheets were copied."""
    for part in (CONTENT_TYPES, relations_part(book.main)):
        book.put(part, book.text(part))


def add_relation(book: Book, part: str, like: str, target: str, numbers: dict[str, int]) -> str:
    """Add a relationship of a part to `target`, of the type that the one with the id `like` has; its id."""
    name = relations_part(part)
    text = book.text(name)
    number = numbers.get(name, 0) + 1
    while f'"rId{number}"' in text or f"'rId{number}'" in text:
        number += 1
    numbers[name] = number
    places = (text.find(f"Id={quote}{like}{quote}") for quote in "\"'")
    found = next(item for at in places if at >= 0 and (item := element_at(text, "Relationship", at)))
    relative = posixpath.relpath(f"/{target}", f"/{posixpath.dirname(part)}")
    added = found.having({"Id": f"rId{number}", "Target": relative})
    book.texts[name] = text.replace(found.text, found.text + added, 1)
    return f"rId{number}"


def remove_relation(book: Book, part: str, identity: str) -> None:
    """Take a relationship out."""
    name = relations_part(part)
    text = book.text(name)
    book.texts[name] = change(text, "Relationship", lambda item: "" if item.get("Id") == identity else item.text)
