"""Rectangles of values, and operators over them element by element, as array formulas and SUMPRODUCT work.

A row, a column or a single value is repeated to the other's size; beyond that, missing elements are #N/A
(Microsoft, "Guidelines and examples of array formulas").
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ....model.values import dataclass
from .values import ExcelError, Value


@dataclass(frozen=True, slots=True)
class Matrix:
    """`rows` × `columns` values, row by row."""

    rows: int
    columns: int
    values: Sequence[Value]

    def at(self, row: int, column: int) -> Value:
        """The value at a place counted from 0, single rows and columns repeated, #N/A outside."""
        row, column = row if self.rows > 1 else 0, column if self.columns > 1 else 0
        if row >= self.rows or column >= self.columns:
            return ExcelError.MISSING
        return self.values[row * self.columns + column]


def single(value: Value) -> Matrix:
    """One value as a matrix."""
    return Matrix(1, 1, (value,))


def each(work: Callable[..., Value], matrices: Sequence[Matrix]) -> Matrix:
    """The matrix of `work` over the elements of one place each."""
    rows = max(matrix.rows for matrix in matrices)
    columns = max(matrix.columns for matrix in matrices)
    spread = [_spread(matrix, rows, columns) for matrix in matrices]
    return Matrix(rows, columns, [work(*values) for values in zip(*spread, strict=True)])


def _spread(matrix: Matrix, rows: int, columns: int) -> Sequence[Value]:
    if (matrix.rows, matrix.columns) == (rows, columns):
        return matrix.values
    if matrix.rows == matrix.columns == 1:
        return [matrix.values[0]] * (rows * columns)
    return [matrix.at(row, column) for row in range(rows) for column in range(columns)]
