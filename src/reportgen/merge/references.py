"""Which loops with nothing to go over keep their rows: those that something refers to and nothing else.

A total over rows that are gone would be `#REF!`, a chart would lose its series, a table would have no body.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from .blocks import Branch
from .excel.book import Book
from .excel.followers.grid import area_of
from .excel.formulas import FormulaMover
from .excel.markup import attribute_of, unescape
from .tags import Along
from .template import SheetTemplate

_FORMULA_OF_PART = re.compile(r"<(?:[\w.\-]+:)?f(?:\s[^<>]*)?>([^<]+)</")
_NAME = re.compile(r"<(?:[\w.\-]+:)?definedName\b[^<>]*>([^<]+)</")
_TABLE = re.compile(r"<(?:[\w.\-]+:)?table\b([^<>]*)>")


def kept_branches(
    book: Book,
    template: SheetTemplate,
    branches: Sequence[Branch],
    formulas: Mapping[str, Mapping[tuple[int, int], str]],
) -> list[Branch]:
    """The branches whose lines something refers to that lies wholly in them."""
    mover = FormulaMover({}, [entry.name for entry in book.sheets])
    listed = list(_all_formulas(book, template, formulas))
    tables = list(_tables(book, template.entry.part))
    found = []
    for branch in branches:
        lines = branch.first, branch.last
        columns = branch.control.along is Along.COLUMNS
        refers = any(
            mover.refers_inside(text, home, template.entry.name, lines, columns=columns)
            for home, place, text in listed
            if place is None or home != template.entry.name or not lines[0] <= place[columns] <= lines[1]
        )
        if refers or (not columns and any(_is_body(table, lines) for table in tables)):
            found.append(branch)
    return found


def _all_formulas(
    book: Book, template: SheetTemplate, formulas: Mapping[str, Mapping[tuple[int, int], str]]
) -> Iterator[tuple[str, tuple[int, int] | None, str]]:
    """Formulas of cells, names and charts: the sheet and the cell of each, and its text."""
    for name, cells in formulas.items():
        for place, text in cells.items():
            yield name, place, text
    for text in _NAME.findall(book.text(book.main)):
        yield template.entry.name, None, unescape(text)
    for part in book.package.names:
        if "/charts/" in part and part.endswith(".xml") and "/_rels/" not in part and book.has(part):
            for text in _FORMULA_OF_PART.findall(book.text(part)):
                yield template.entry.name, None, unescape(text)


def _tables(book: Book, part: str) -> Iterator[tuple[int, int]]:
    """The rows of the bodies of a sheet's tables."""
    for relation in book.relations_of(part).values():
        if relation.kind != "table" or not book.has(relation.target):
            continue
        found = _TABLE.search(book.text(relation.target))
        area = area_of(attribute_of(found[1], "ref") or "") if found else None
        if found is not None and area is not None:
            headers = int(attribute_of(found[1], "headerRowCount") or 1)
            totals = int(attribute_of(found[1], "totalsRowCount") or 0)
            yield area.top + headers, area.bottom - totals


def _is_body(body: tuple[int, int], lines: tuple[int, int]) -> bool:
    return lines[0] <= body[0] and body[1] <= lines[1]
