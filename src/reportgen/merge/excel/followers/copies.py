"""Sheets of the template that become several sheets, one under another name, or none.

The first thing that is done to a package: each sheet of the output gets its part, listed in the workbook, with
drawings, charts, notes and tables of its own; then the followers move what stands in them.

Source: ISO/IEC 29500-1, 18.2.19 (sheet), 18.2.30 (workbookView).
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b

from ....model.diagnostic import Fault
from ....model.values import dataclass
from ..book import Book, SheetEntry
from ..markup import attributes
from ..moves import Moves
from .elements import Element, change, elements
from .relations import add_relation, copy_part, put_lists, related, remove_part, remove_relation, unused_name


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputSheet:
    """A sheet of the output: copy `copy` (from 0) of the template's sheet `entry`, its name, part and sheet id."""

    entry: SheetEntry
    copy: int
    name: str
    part: str
    sheet_id: str


def output_sheets(book: Book, moves: Moves) -> tuple[OutputSheet, ...]:
    """The sheets of the output in order; where any repeats, goes or changes its name the package is made so."""
    found: list[OutputSheet] = []
    listed: dict[int, list[str]] = {}
    numbers: dict[str, int] = {}
    last_id = max((int(entry.sheet_id) for entry in book.sheets if entry.sheet_id.isdigit()), default=0)
    for entry in book.sheets:
        move = moves.get(entry.name)
        names: Sequence[str] = move.copies if move else (entry.name,)
        tags = listed[entry.index] = []
        for copy, name in enumerate(names):
            part, sheet_id, relation = entry.part, entry.sheet_id, entry.relation
            if copy:
                last_id += 1
                part, sheet_id = unused_name(book, entry.part, numbers), str(last_id)
                book.put(part, book.text(entry.part))
                copy_part(book, entry.part, part, numbers)
                relation = add_relation(book, book.main, entry.relation, part, numbers)
            tags.append(_listing(book, entry, name, sheet_id, relation))
            found.append(OutputSheet(entry=entry, copy=copy, name=name, part=part, sheet_id=sheet_id))
        if not names and entry.part:
            remove_part(book, entry.part)
            remove_relation(book, book.main, entry.relation)
    if any(move.copies != (name,) for name, move in moves.items()):
        put_lists(book)
        _list_sheets(book, listed)
        _name_tables(book, found)
        for sheet in found:
            if sheet.copy:
                _identify_threads(book, sheet)
    return tuple(found)


def places(book: Book, sheets: Sequence[OutputSheet]) -> dict[int, list[int]]:
    """For each sheet of the template, by its place from 0, the places of its sheets in the output."""
    found: dict[int, list[int]] = {entry.index: [] for entry in book.sheets}
    for place, sheet in enumerate(sheets):
        found[sheet.entry.index].append(place)
    return found


def _sheet_tags(text: str, file: str) -> tuple[Element, list[Element]]:
    outer = next(iter(elements(text, "sheets")), None)
    if outer is None:
        raise Fault("broken-workbook", file=file, sheet="")
    return outer, elements(outer.content or "", "sheet")


def _listing(book: Book, entry: SheetEntry, name: str, sheet_id: str, relation: str) -> str:
    """The workbook's line for a sheet."""
    tags = _sheet_tags(book.text(book.main), book.file)[1]
    if entry.index >= len(tags):  # an element that is not closed
        raise Fault("broken-workbook", file=book.file, sheet=entry.name)
    tag = tags[entry.index]
    key = next((name for name in attributes(tag.attributes) if name.endswith(":id")), "r:id")
    return tag.having({"name": name, "sheetId": sheet_id, key: relation})


def _list_sheets(book: Book, listed: dict[int, list[str]]) -> None:
    """Write the list of sheets and the view's active one."""
    text = book.text(book.main)
    outer, _ = _sheet_tags(text, book.file)
    counts = [len(listed[index]) for index in sorted(listed)]

    def view(found: Element) -> str:
        changes = {}
        for name in ("activeTab", "firstSheet"):
            number = found.number(name)
            if number:
                changes[name] = str(min(sum(counts[:number]), max(0, sum(counts) - 1)))
        return found.having(changes)

    content = "".join(tag for index in sorted(listed) for tag in listed[index])
    text = text.replace(outer.text, outer.having(content=content), 1)
    book.put(book.main, change(text, "workbookView", view))


def table_names(book: Book, part: str) -> dict[str, str]:
    """The tables of a sheet's part: the part of each by its name."""
    found = {}
    for item in related(book, part):
        if item.kind == "table" and book.has(item.part):
            for table in elements(book.text(item.part), "table"):
                found[table.get("displayName") or table.get("name") or ""] = item.part
    return found


def _name_tables(book: Book, sheets: Sequence[OutputSheet]) -> None:
    """Give copied tables names and numbers that no other table has."""
    tables = [
        (sheet, name, part) for sheet in sheets if sheet.part for name, part in table_names(book, sheet.part).items()
    ]
    taken = {item.get("name") or "" for item in elements(book.text(book.main), "definedName")}
    used = {name.casefold() for name in taken} | {name.casefold() for sheet, name, _ in tables if not sheet.copy}
    numbers = [table.number("id") or 0 for _, _, part in tables for table in elements(book.text(part), "table")]
    last = max(numbers, default=0)
    for sheet, name, part in tables:
        if not sheet.copy:
            continue
        last += 1
        number = sheet.copy + 1
        while f"{name}_{number}".casefold() in used:
            number += 1
        new = f"{name}_{number}"
        used.add(new.casefold())
        changes = {"id": str(last), "name": new, "displayName": new}
        table = elements(book.text(part), "table")[0]
        book.put(part, book.text(part).replace(table.text, table.having(changes), 1))


def _identify_threads(book: Book, sheet: OutputSheet) -> None:
    """Give the threaded comments of a copied sheet identities of their own, and its notes, which name them."""
    near = [item for item in related(book, sheet.part) if item.kind in ("threadedComment", "comments")]
    threads = [item.part for item in near if item.kind == "threadedComment"]
    known = {found.get("id") or "" for part in threads for found in elements(book.text(part), "threadedComment")}
    for part in {item.part for item in near} if known - {""} else ():
        text = book.text(part)
        for identity in known - {""}:
            digest = blake2b(f"{identity}{sheet.copy}".encode(), digest_size=16).hexdigest().upper()
            own = "-".join((digest[:8], digest[8:12], digest[12:16], digest[16:20], digest[20:]))
            text = text.replace(identity, f"{{{own}}}")
        book.put(part, text)
