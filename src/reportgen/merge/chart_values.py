"""What the cells of the output hold, for the copies of values that charts and tables keep."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain

from ..model.values import dataclass, field
from .excel.calc.values import KEPT, UNKNOWN, ExcelError, Value
from .excel.followers.grid import Area
from .fill_values import column_values
from .formula_cells import FormulaCells
from .sheet_fill import SheetFill

_WHOLE = 1e15
"""Below it a whole number is written without point and exponent."""

_MOST = 200_000
"""Cells of an area that are looked up; a chart of more is left to the program that opens it."""


@dataclass(slots=True)
class CellValues:
    """Looks up areas of the output's sheets."""

    fills: Mapping[str, SheetFill]
    formulas: FormulaCells
    _columns: dict[tuple[str, int], tuple[dict[int, Value], set[int]]] = field(default_factory=dict)
    _areas: dict[tuple[str, Area], Sequence[object] | None] = field(default_factory=dict)

    def area(self, sheet: str, area: Area) -> Sequence[object] | None:
        """The values of an area, row by row; None where none of them changed, or one is not known."""
        key = (sheet.casefold(), area)
        if key not in self._areas:
            self._areas[key] = self._area(*key)
        return self._areas[key]

    def _area(self, sheet: str, area: Area) -> Sequence[object] | None:
        if sheet not in self.fills or (area.bottom - area.top + 1) * (area.right - area.left + 1) > _MOST:
            return None
        columns = [self._column(sheet, column) for column in range(area.left, area.right + 1)]
        rows = range(area.top, area.bottom + 1)
        if all(changed.isdisjoint(rows) for _, changed in columns):
            return None
        by_row = zip(*(map(values.get, rows) for values, _ in columns), strict=True)
        found = list(chain.from_iterable(by_row))
        if UNKNOWN in found:
            return None
        kinds = set(map(type, found))
        if kinds == {float}:
            return [int(value) if value.is_integer() and abs(value) < _WHOLE else value for value in found]
        return found if kinds == {str} else list(map(_plain, found))

    def _column(self, sheet: str, column: int) -> tuple[dict[int, Value], set[int]]:
        """The values of a column by row, and the rows whose values are not the template's."""
        key = (sheet, column)
        found = self._columns.get(key)
        if found is None:
            values, changed = column_values(self.fills[sheet], column, self.formulas.seen)
            self._add_formulas(sheet, column, values, changed)
            found = self._columns[key] = values, changed
        return found

    def _add_formulas(self, sheet: str, column: int, values: dict[int, Value], changed: set[int]) -> None:
        results = self.formulas.results
        for cell, value in zip(self.formulas.cells, results.cells, strict=True):
            if cell.column == column and cell.sheet.casefold() == sheet:
                values[cell.row] = cell.cached if value is KEPT else value
                if value is not KEPT:
                    changed.add(cell.row)
        for loop, found in zip(self.formulas.columns, results.columns, strict=True):
            if loop.column == column and loop.sheet.casefold() == sheet:
                rows = range(loop.first, loop.first + loop.step * len(found), loop.step)
                values.update(zip(rows, found, strict=True))
                changed.update(rows)


def _plain(value: Value) -> object:
    if isinstance(value, float):
        return int(value) if value.is_integer() and abs(value) < _WHOLE else value
    return value.value if isinstance(value, ExcelError) else value
