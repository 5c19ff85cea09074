"""Formulas that cells share, each written out: a follower's formula is that of the first cell, moved along.

Source: ISO/IEC 29500-1, 18.3.1.40 (f: shared formulas).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .formulas_references import LAST_COLUMN, LAST_ROW, Corner, Reference, corner_text, parts
from .markup import attribute_of
from .sheet import Cell, Sheet

_FORMULA = re.compile(r"<(?:[\w.\-]+:)?f[\s>/]")


def shifted(formula: str, rows: int, columns: int) -> str:
    """The formula as filled down and to the right by so many lines; `#REF!` where it leaves the sheet."""
    if not rows and not columns:
        return formula
    pieces = []
    for part in parts(formula):
        if isinstance(part, str):
            pieces.append(part)
            continue
        corners = [_shifted(corner, rows, columns) for corner in part.corners]
        pieces.append("#REF!" if None in corners else _written(part, [corner for corner in corners if corner]))
    return "".join(pieces)


def _shifted(corner: Corner, rows: int, columns: int) -> Corner | None:
    row = corner.row + rows * (not corner.row_pinned and bool(corner.row))
    column = corner.column + columns * (not corner.column_pinned and bool(corner.column))
    if not 0 <= row <= LAST_ROW or not 0 <= column <= LAST_COLUMN or (row == 0) != (corner.row == 0):
        return None
    return None if (column == 0) != (corner.column == 0) else corner._replace(row=row, column=column)


def _written(part: Reference, corners: list[Corner]) -> str:
    return f"{part.lead}{part.prefix}{':'.join(map(corner_text, corners))}{part.tail}"


def has_formulas(text: str) -> bool:
    """Whether a sheet's part has formulas."""
    return _FORMULA.search(text) is not None


def formulas_of(sheet: Sheet) -> Iterator[tuple[Cell, str]]:
    """The cells of a sheet with formulas, and each formula written out."""
    shared, opening = SharedFormulas(), f"<{sheet.prefix}f"
    for row in sheet.rows:
        if sheet.text.find(opening, row.opened, row.closed) < 0:
            continue
        for cell in sheet.cells(row):
            if cell.formula is not None:
                yield cell, shared.text(cell)


class SharedFormulas:
    """The shared formulas of one sheet, by their number, in the order in which cells are read."""

    def __init__(self) -> None:
        self._masters: dict[str, tuple[str, int, int]] = {}

    def text(self, cell: Cell) -> str:
        """The formula of a cell, written out where it shares another's."""
        formula, attributes = cell.formula or "", cell.formula_attributes or ""
        if 't="shared"' not in attributes and "t='shared'" not in attributes:
            return formula
        number = attribute_of(attributes, "si") or ""
        if formula:
            self._masters[number] = (formula, cell.row, cell.column)
            return formula
        master = self._masters.get(number)
        if master is None:
            return ""
        from .formulas_tokens import TokenizerError

        text, row, column = master
        try:
            return shifted(text, cell.row - row, cell.column - column)
        except TokenizerError:
            return text
