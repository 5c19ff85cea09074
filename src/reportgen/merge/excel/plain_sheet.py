"""A plain sheet of our own put into somebody's workbook: added behind the others, or replaced where it is there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from ...model.place import column_letters
from ...ooxml.relationships import relations_part
from ...ooxml.xml import DECLARATION, attribute
from .book import CONTENT_TYPES, Book
from .cells import Scalar, content, written
from .markup import MAIN, root_of

_WORKSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def sheet_xml(rows: Sequence[Sequence[Scalar]], widths: Sequence[float], *, date1904: bool = False) -> str:
    """The part of a sheet of bare values; dates are written as text, for the sheet knows no formats."""
    pieces = [f'{DECLARATION}<worksheet xmlns="{MAIN}">']
    if widths:
        columns = (
            f'<col min="{at}" max="{at}" width="{width:g}" customWidth="1"/>' for at, width in enumerate(widths, 1)
        )
        pieces.append(f"<cols>{''.join(columns)}</cols>")
    pieces.append("<sheetData>")
    for number, row in enumerate(rows, 1):
        cells = []
        for column, value in enumerate(row, 1):
            shown = value.isoformat() if isinstance(value, date) else value
            type_, inner = content(shown, date1904=date1904)
            if inner:
                cells.append(written(f"{column_letters(column)}{number}", "", type_, inner))
        pieces.append(f'<row r="{number}">{"".join(cells)}</row>')
    pieces.append("</sheetData></worksheet>")
    return "".join(pieces)


def put_sheet(book: Book, name: str, xml: str, *, state: str = "") -> None:
    """Set a sheet's part, or add the sheet under the name; `state` is `hidden`, `veryHidden` or empty."""
    there = book.sheet(name)
    if there is not None:
        book.put(there.part, xml)
        return
    add_sheet(book, name, xml, state=state)


def add_sheet(book: Book, name: str, xml: str, *, state: str = "") -> str:
    """Add a sheet behind the others; its part."""
    part = free_part(book, "xl/worksheets/sheet{}.xml")
    book.put(part, xml)
    identity = add_relation(book, book.main, "worksheet", part)
    add_content_type(book, part, _WORKSHEET)
    found = book.text(book.main)
    prefix, root = root_of(found, "workbook", book.main)
    listed = re.findall(rf'<{prefix}sheet\s[^<>]*\bsheetId\s*=\s*["\']([0-9]{{1,9}})', found)
    number = max((int(value) for value in listed), default=0) + 1
    link = _relationship_prefix(root[3])
    declared = "" if link else f' xmlns:r="{_RELATIONSHIPS}"'
    hidden = f' state="{state}"' if state else ""
    made = (
        f'<{prefix}sheet{declared} name="{attribute(name)}" sheetId="{number}"{hidden} {link or "r"}:id="{identity}"/>'
    )
    book.put(book.main, found.replace(f"</{prefix}sheets>", f"{made}</{prefix}sheets>", 1))
    return part


def _relationship_prefix(root: str) -> str:
    """The prefix that the root gives to relationships, empty where it has none."""
    found = re.search(rf'xmlns:([\w.\-]+)\s*=\s*["\']{re.escape(_RELATIONSHIPS)}["\']', root)
    return found[1] if found else ""


def add_relation(book: Book, owner: str, kind: str, target: str, base: str = _RELATIONSHIPS) -> str:
    """Relate a part to another of the package; the relationship's id."""
    part = relations_part(owner)
    empty = (
        f'{DECLARATION}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        "</Relationships>"
    )
    found = book.text(part) if book.has(part) else empty
    if "</" not in found:
        found = empty
    taken = set(re.findall(r"""\bId\s*=\s*["']([^"']*)["']""", found))
    number = len(taken) + 1
    while f"rId{number}" in taken:
        number += 1
    close = re.search(r"</(?:([\w.\-]+):)?Relationships\s*>", found)
    prefix = f"{close[1]}:" if close and close[1] else ""
    made = f'<{prefix}Relationship Id="rId{number}" Type="{base}/{kind}" Target="/{target}"/>'
    book.put(part, found[: close.start()] + made + found[close.start() :] if close else found)
    return f"rId{number}"


def add_content_type(book: Book, part: str, content_type: str) -> None:
    """Declare what a part is."""
    found = book.text(CONTENT_TYPES)
    close = re.search(r"</(?:([\w.\-]+):)?Types\s*>", found)
    if close is not None:
        prefix = f"{close[1]}:" if close[1] else ""
        made = f'<{prefix}Override PartName="/{part}" ContentType="{content_type}"/>'
        book.put(CONTENT_TYPES, found[: close.start()] + made + found[close.start() :])


def free_part(book: Book, pattern: str) -> str:
    """The first name of the pattern that no part has."""
    number = 1
    while book.has(pattern.format(number)):
        number += 1
    return pattern.format(number)
