"""Cached values made right in a workbook whose cells have been edited: what rests on them is worked out anew."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

from ...ooxml.xml import text as escaped
from .book import Book
from .calc.calculate import Calculation, Wanted
from .calc.formulas import CellFormula
from .calc.known import Known
from .calc.values import KEPT, UNKNOWN, Value, stored
from .markup import attribute_of, with_attributes
from .recalculation import calculate_on_load, is_calculated
from .seen import Seen
from .shared import formulas_of, has_formulas
from .sheet import Cell, Sheet
from .strings import Strings
from .tables_known import workbook_of

Place = tuple[str, int, int]
"""A cell of the workbook: sheet, row, column."""


class _Found(NamedTuple):
    formula: CellFormula
    cell: Cell


def recalculate(book: Book, changed: Collection[Place], stale: Collection[Place]) -> None:
    """Work out what rests on changed cells; `stale` are formulas that read otherwise than before.

    What cannot be worked out goes without a value, and is asked for when the workbook is opened.
    """
    entries = [entry for entry in book.sheets if entry.part and book.has(entry.part)]
    if not any(has_formulas(book.text(entry.part)) for entry in entries):
        return
    part = book.part("sharedStrings")
    strings = Strings(book.text(part), part) if part is not None and book.has(part) else None
    seen = Seen(strings, is_calculated(book))
    sheets = {entry.name: Sheet(book.text(entry.part), entry.part) for entry in entries}
    found = [item for name, sheet in sheets.items() for item in _formulas(name, sheet, seen, set(stale))]
    calculation = Calculation([item.formula for item in found], (), workbook_of(book))
    known = Known(sheets)
    for name, sheet in sheets.items():
        _put(known, name, sheet, seen, calculation.wanted, set(changed))
    results = calculation.run(known)
    values: dict[str, dict[tuple[int, int], Value]] = {}
    for item, value in zip(found, results.cells, strict=True):
        if value is not KEPT:
            values.setdefault(item.formula.sheet, {})[item.cell.row, item.cell.column] = value
    for entry in entries:
        if entry.name in values:
            book.put(entry.part, _with_values(sheets[entry.name], values[entry.name]))
    if any(value is UNKNOWN for listed in values.values() for value in listed.values()):
        calculate_on_load(book)


def _formulas(name: str, sheet: Sheet, seen: Seen, stale: set[Place]) -> Iterator[_Found]:
    """The formulas of a sheet."""
    for cell, text in formulas_of(sheet):
        formula = CellFormula(
            sheet=name,
            row=cell.row,
            column=cell.column,
            text=text,
            cached=seen.value(cell, sheet.prefix),
            stale=(name, cell.row, cell.column) in stale,
        )
        yield _Found(formula, cell)


def _put(known: Known, name: str, sheet: Sheet, seen: Seen, wanted: Wanted, changed: set[Place]) -> None:
    """Put the values of a sheet's cells that some formula looks at."""
    areas = wanted.areas.get(name.casefold(), ())
    if not areas:
        return
    first, last = min(area[0] for area in areas), max(area[2] for area in areas)
    for row in sheet.between(first, last):
        for cell in sheet.cells(row):
            if cell.formula is None and wanted.has(name, cell.row, cell.column):
                value = seen.value(cell, sheet.prefix)
                known.put(name, cell.row, cell.column, value, changed=(name, cell.row, cell.column) in changed)
    for _, number, column in (place for place in changed if place[0] == name):
        if sheet.cell(number, column) is None:
            known.put(name, number, column, None, changed=True)


def _with_values(sheet: Sheet, values: Mapping[tuple[int, int], Value]) -> str:
    """The part with other cached values."""
    pieces: list[str] = []
    at = 0
    for row, column in sorted(values):
        cell = sheet.cell(row, column)
        if cell is not None:
            pieces += (sheet.text[at : cell.start], _with_value(sheet, cell, values[row, column]))
            at = cell.end
    return "".join((*pieces, sheet.text[at:]))


def _with_value(sheet: Sheet, cell: Cell, value: Value) -> str:
    prefix, raw = sheet.prefix, sheet.text[cell.start : cell.end]
    found = stored(value)
    type_ = found[0] if found else ""
    attributes = cell.attributes
    if (attribute_of(attributes, "t") or "") != type_:
        attributes = with_attributes(attributes, {"t": type_ or None})
    body = raw[raw.index(">") + 1 :].rpartition(f"</{prefix}c")[0]
    body = re.sub(rf"<{prefix}v(?:\s[^<>]*)?(?:/>|>[^<]*</{prefix}v\s*>)", "", body)
    behind = re.search(rf"<{prefix}f\b[^<>]*?(?:/>|>[^<]*</{prefix}f\s*>)", body)
    end = behind.end() if behind else 0
    inner = f"<{prefix}v>{escaped(found[1])}</{prefix}v>" if found else ""
    return f"<{prefix}c{attributes}>{body[:end]}{inner}{body[end:]}</{prefix}c>"
