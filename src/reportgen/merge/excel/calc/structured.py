"""Structured references: `Table[col]`, `Table[[#Totals],[a]:[b]]`, `Table[[#This Row],[col]]`, `Table[@col]`.

Source: [MS-XLSX] 2.2.2.1 (structure-reference); in files the short `[@col]` is written `[[#This Row],[col]]`.
"""

from __future__ import annotations

from collections.abc import Mapping

from .formulas import TableArea
from .tree import Area
from .values import ExcelError

_ITEMS = ("#all", "#data", "#headers", "#totals", "#this row")


def read_structured(text: str, home: tuple[str, int, int], tables: Mapping[str, TableArea]) -> Area | ExcelError | None:
    """The cells that a structured reference names for a formula at `home` (sheet, row, column).

    Without a table's name it is about the table that the formula stands in. `tables` is keyed by name
    without case. None where we do not follow it.
    """
    name, _, inside = text.partition("[")
    table = tables.get(name.casefold()) if name else _around(home, tables)
    if table is None or not inside.endswith("]"):
        return None
    parts = _parts(inside[:-1])
    if parts is None:
        return None
    items, names = parts
    columns = _columns(table, names)
    if columns is None:
        return ExcelError.REFERENCE
    rows = _rows(table, items, home[1])
    if not isinstance(rows, tuple):
        return rows
    return Area(
        (table.sheet.casefold(),), rows[0], columns[0], rows[1], columns[1], here="#this row" in items, named=True
    )


def _around(home: tuple[str, int, int], tables: Mapping[str, TableArea]) -> TableArea | None:
    sheet, row, column = home
    for table in tables.values():
        across = column - table.first_column
        is_level = table.sheet.casefold() == sheet.casefold() and table.first_row <= row <= table.last_row
        if is_level and 0 <= across < len(table.columns):
            return table
    return None


def _parts(inside: str) -> tuple[list[str], list[str]] | None:
    """The items (`#totals`) and the one or two column names between the outer brackets."""
    at = inside.lstrip()
    items, names = [], []
    if at.startswith("@"):
        items.append("#this row")
        at = at[1:]
    if not at.startswith("["):
        found = [at] if at else []
    else:
        split = _split(at)
        if split is None:
            return None
        found = split
    for each in found:
        if each.casefold() in _ITEMS:
            items.append(each.casefold())
        else:
            names.append(_unescaped(each))
    return (items, names) if len(names) <= 2 else None


def _split(text: str) -> list[str] | None:
    """The texts of `[a],[b]:[c]`; None where something else stands between them."""
    found, at = [], 0
    while at < len(text):
        if text[at] in ",: ":
            at += 1
            continue
        if text[at] != "[":
            return None
        end = at + 1
        while end < len(text) and text[end] != "]":
            end += 2 if text[end] == "'" else 1
        found.append(text[at + 1 : end])
        at = end + 1
    return found


def _unescaped(name: str) -> str:
    """A column's name without the `'` before `[ ] # '`."""
    made, at = [], 0
    while at < len(name):
        at += name[at] == "'" and at + 1 < len(name)
        made.append(name[at])
        at += 1
    return "".join(made)


def _columns(table: TableArea, names: list[str]) -> tuple[int, int] | None:
    if not names:
        return table.first_column, table.first_column + len(table.columns) - 1
    known = {name.casefold(): table.first_column + index for index, name in enumerate(table.columns)}
    found = [known.get(name.casefold()) for name in names]
    numbers = [number for number in found if number is not None]
    return (min(numbers), max(numbers)) if len(numbers) == len(names) else None


def _rows(table: TableArea, items: list[str], row: int) -> tuple[int, int] | ExcelError | None:
    first, last = table.first_row + table.header_rows, table.last_row - table.totals_rows
    match tuple(sorted(items)):
        case () | ("#data",):
            return first, max(first, last)
        case ("#all",):
            return table.first_row, table.last_row
        case ("#this row",):
            return (row, row) if first <= row <= last else ExcelError.VALUE
        case ("#headers",):
            return (table.first_row, first - 1) if table.header_rows else ExcelError.REFERENCE
        case ("#totals",):
            return (last + 1, table.last_row) if table.totals_rows else ExcelError.REFERENCE
        case ("#data", "#headers"):
            return table.first_row, last
        case ("#data", "#totals"):
            return first, table.last_row
        case _:
            return None
