"""Workbooks for `diff`: bytes to grids of shown values and formulas, and whether two formulas mean the same cells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from ..compare.grid import Alignment, Grid, GridCell, Lines
from ..load.addresses import column_number
from ..load.cells import CellType, RawSheet, SheetState
from ..load.formats import serial_date, show_date
from ..load.values import exact_number
from ..load.xlsx import open_workbook
from ..model.diagnostic import Diagnostic, Fault, info
from ..model.form import MARK_SHEET
from ..model.place import FileRef
from ..model.quantity import plain
from ..model.schema import ORIGIN_SHEET

if TYPE_CHECKING:
    from ..merge.excel.book import Book
    from ..merge.excel.formulas_references import Reference

_OURS = frozenset((MARK_SHEET, ORIGIN_SHEET))
_OUR_HEADERS = {"句子", "显示值", "精确值", "推算方法"}
"""Those of the sheet 数据来源, which tells of the figures of the Word file and not of this workbook."""
_LITERAL = re.compile(r'"([^"]*)"|\\(.)')
_LITERALS = re.compile(rf"(?:{_LITERAL.pattern.replace('(', '(?:')})+")
"""Texts in a number format (18.8.30): between quotes, or single characters behind a backslash."""
_HUNDRED = Decimal(100)
_GENERAL = "general"
_INVOLVED = frozenset("\"'![{#@ ")
_REFERENCE = re.compile(
    r"(?<![\w.$])\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})(?::\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6}))?(?![\w.(:])"
)
_LONGEST_SPAN = 20_000
"""Of longer ranges only the ends are looked at."""


def grids(data: bytes, file: str) -> tuple[list[Grid], list[Diagnostic]]:
    """The sheets of a workbook but our hidden ones and 数据来源; raises the faults of `open_workbook`."""
    workbook = open_workbook(data, file)
    found: list[Diagnostic] = []
    book: Book | None = None
    made: list[Grid] = []
    for entry in workbook.sheets:
        if entry.name.strip() in _OURS and entry.state is not SheetState.VISIBLE:
            continue
        sheet = workbook.sheet(entry)
        formulas: dict[tuple[int, int], str] = {}
        if any(kind.formula for column in sheet.columns.values() for kind in set(column.kinds)):
            try:
                book = book or _book(data, file)
                formulas = dict(_formulas(book, entry.name))
            except Fault:
                found = [info("formulas-not-compared", FileRef(file), file=file)]
        grid = Grid(
            entry.name,
            _rows(sheet, formulas),
            is_hidden=entry.state is not SheetState.VISIBLE,
            hidden_rows=sheet.hidden_rows,
            hidden_columns=sheet.hidden_columns,
            merges=[(item.top, item.left, item.bottom, item.right) for item in sheet.merges],
        )
        if not _OUR_HEADERS.issubset(grid.headers.values()):
            made.append(grid)
    return made, found


def _book(data: bytes, file: str) -> Book:
    from ..merge.excel.book import open_book

    return open_book(data, file)


def _formulas(book: Book, name: str) -> Iterator[tuple[tuple[int, int], str]]:
    """The formulas of a sheet by row and column, shared ones written out."""
    from ..merge.excel.shared import formulas_of
    from ..merge.excel.sheet import Sheet

    entry = book.sheet(name)
    if entry is not None:
        for cell, text in formulas_of(Sheet(book.text(entry.part), entry.part)):
            yield (cell.row, cell.column), f"={text}"


def _rows(sheet: RawSheet, formulas: Mapping[tuple[int, int], str]) -> dict[int, dict[int, GridCell]]:
    rows: dict[int, dict[int, GridCell]] = {}
    for position, column in sheet.columns.items():
        for row, text, kind in zip(column.rows, column.texts, column.kinds, strict=True):
            formula = formulas.get((row, position), "") if kind.formula else ""
            if kind.type is CellType.NUMBER:
                cell = _number(sheet, text, kind.style, formula)
            else:
                cell = GridCell(text, None, formula)
            if text or formula:
                rows.setdefault(row, {})[position] = cell
    return rows


def _number(sheet: RawSheet, text: str, style: int, formula: str) -> GridCell:
    """A number as a person reads it: a date as a date, a share as per cent."""
    try:
        value = exact_number(text)
    except Fault:
        return GridCell(text, None, formula)
    form = sheet.formats[style] if 0 <= style < len(sheet.formats) else sheet.formats[0]
    shown = plain(value)
    if form.is_date and value == int(value):
        try:
            shown = show_date(serial_date(int(value), date1904=sheet.date1904), form.code)
        except Fault:
            shown = plain(value)
    elif form.is_percent:
        shown = f"{plain(Decimal(f'{value * _HUNDRED:.10g}'))}%"
    return GridCell(shown, value, formula, _plain_code(form.code))


@lru_cache(256)
def _plain_code(code: str) -> str:
    r"""A number format as all programs mean it, empty for General: one writes `"吨"`, another `\吨`."""
    if code.lower() == _GENERAL:
        return ""
    return _LITERALS.sub(lambda found: f'"{_LITERAL.sub(_said, found[0])}"', code)


def _said(literal: re.Match[str]) -> str:
    return literal[1] or literal[2] or ""


def is_same_formula(old: str, new: str, sheet: str, alignments: Mapping[str, Alignment]) -> bool:
    """Whether two formulas, of a sheet that was called so in its older version, mean the same cells in the same way.

    Rows that came or went within a range or at its ends change it no more than Excel itself does.
    """
    if old == new:
        return True
    own = alignments.get(sheet.lower())
    if own is not None and _INVOLVED.isdisjoint(old) and _INVOLVED.isdisjoint(new):
        return _is_same_plain(old, new, own)
    from ..merge.excel.formulas_references import Reference, parts
    from ..merge.excel.formulas_tokens import TokenizerError

    try:
        olds, news = parts(old), parts(new)
    except TokenizerError:
        return False
    if len(olds) != len(news):
        return False
    for one, other in zip(olds, news, strict=True):
        if isinstance(one, Reference) and isinstance(other, Reference):
            alignment = alignments.get(one.sheets[0].lower() if one.sheets else sheet.lower())
            if not _is_same_reference(one, other, alignment):
                return False
        elif one != other:
            return False
    return True


def _is_same_plain(old: str, new: str, alignment: Alignment) -> bool:
    """The same for formulas without texts, other sheets and the like, which need no tokenizer: most of all formulas."""
    if _REFERENCE.sub("\0", old) != _REFERENCE.sub("\0", new):
        return False
    for one, other in zip(_REFERENCE.findall(old), _REFERENCE.findall(new), strict=True):
        is_range = bool(one[2])
        if is_range != bool(other[2]):
            return False
        if not _is_same_span(_rows_of(one), _rows_of(other), alignment.rows, is_range=is_range):
            return False
        if not _is_same_span(_columns_of(one), _columns_of(other), alignment.columns, is_range=is_range):
            return False
    return True


def _rows_of(found: tuple[str, str, str, str]) -> tuple[int, int]:
    first = int(found[1])
    return first, int(found[3] or first)


def _columns_of(found: tuple[str, str, str, str]) -> tuple[int, int]:
    first = column_number(found[0])
    return first, column_number(found[2]) if found[2] else first


def _is_same_reference(old: Reference, new: Reference, alignment: Alignment | None) -> bool:
    if (old.is_range, old.edge) != (new.is_range, new.edge):
        return False
    if alignment is None or len(old.sheets) > 1:
        return old.text == new.text
    if [alignment.name for _ in old.sheets] != [name.lower() for name in new.sheets]:
        return False
    return _is_same_span(old.rows, new.rows, alignment.rows, is_range=old.is_range) and _is_same_span(
        old.columns, new.columns, alignment.columns, is_range=old.is_range
    )


def _is_same_span(old: tuple[int, int], new: tuple[int, int], moves: Lines, *, is_range: bool) -> bool:
    """Whether two spans of rows or columns hold the same of those that both versions have."""
    if not is_range:
        return moves.there.get(old[0], old[0]) == new[0]
    known = moves.spans.get((old, new))
    if known is None:
        known = moves.spans[old, new] = _is_same_range(old, new, moves)
    return known


def _is_same_range(old: tuple[int, int], new: tuple[int, int], moves: Lines) -> bool:
    if old[1] - old[0] > _LONGEST_SPAN or new[1] - new[0] > _LONGEST_SPAN:
        return moves.there.get(old[0], old[0]) == new[0] and moves.there.get(old[1], old[1]) == new[1]
    stayed = {moves.there[line] for line in range(old[0], old[1] + 1) if line in moves.there}
    found = {line for line in range(new[0], new[1] + 1) if line in moves.back}
    return stayed == found if stayed or found else old == new
