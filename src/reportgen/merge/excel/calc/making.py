"""What the makers of function calls see of the compiler, and how cells are reached from a family of formulas."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from .coerce import is_stop
from .grid import Code, Column, Family, Grid, Needs
from .matrix import Matrix
from .tree import Area, Node, Union
from .values import PENDING, RUNNING, UNKNOWN, Value

MatrixCode = Callable[[int], Matrix]


class Compiling(Protocol):
    """The compiler of one family: `first` and `step` are its rows, `column` its column."""

    grid: Grid
    first: int
    step: int
    column: int
    is_array: bool

    def code(self, node: Node) -> Code:
        """The node's one value."""

    def matrix(self, node: Node) -> MatrixCode:
        """The node's values as an array formula sees them."""


Maker = Callable[[Compiling, tuple[Node, ...]], Code]


def unknown(_: int) -> Value:
    """The code of what is not worked out."""
    return UNKNOWN


def constant(value: Value) -> Code:
    """The code of a value."""
    return lambda _: value


def parts_of(node: Node) -> tuple[Area, ...] | None:
    """The areas that a reference consists of; None where the node is no reference."""
    return (node,) if isinstance(node, Area) else node.areas if isinstance(node, Union) else None


def once(code: Code) -> Code:
    """The code of what is the same for all formulas of a family, worked out once."""
    found: list[Value] = []

    def run(number: int) -> Value:
        if not found:
            found.append(code(number))
        return found[0]

    return run


def cell_code(grid: Grid, area: Area) -> Code:
    """The value of one cell, which moves with the number of the formula."""
    if area.sheets[0] not in grid:
        return unknown
    column = grid.column(area.sheets[0], area.left)
    if column is None:
        return constant(None)
    top, step = area.top, area.top_step
    if not step:
        return lambda _: column.value(top)
    for line in column.lines:
        offset, off = divmod(top - line.first, line.step)
        if line.step == step and not off and offset < len(line.values):
            values, size = line.values, len(line.values)
            if not isinstance(line, Family) and offset >= 0:
                return _given(column, values, top, step, offset)
            return _line(column, values, top, step, offset, size)
    return lambda number: column.value(top + step * number)


def _given(column: Column, values: list[Value], top: int, step: int, offset: int) -> Code:
    """A cell of a loop's column of given values."""

    def read(number: int) -> Value:
        try:
            return values[offset + number]
        except IndexError:
            return column.value(top + step * number)

    return read


def _line(column: Column, values: list[Value], top: int, step: int, offset: int, size: int) -> Code:
    """A cell of a loop's column, which at the ends may be one outside."""

    def read(number: int) -> Value:
        index = offset + number
        if 0 <= index < size:
            value = values[index]
            if value is not PENDING:
                return UNKNOWN if value is RUNNING else value
        return column.value(top + step * number)

    return read


def area_values(grid: Grid, area: Area, number: int) -> list[Value]:
    """What stands in the area for the n-th formula, column by column; blanks that were never put are left out.

    A sheet that is not known gives one UNKNOWN.
    """
    columns = grid.columns_of(area)
    if columns is None:
        return [UNKNOWN]
    top, bottom = bounds(area, number)
    if len(columns) == 1:
        found = columns[0][2].values(top, bottom)
    else:
        found = []
        waiting: list[tuple[Family, int, int]] = []
        for _, _, column in columns:
            try:
                found += column.values(top, bottom)
            except Needs as needs:
                waiting += needs.wanted
        if waiting:
            raise Needs(waiting)
    return found if grid.spend(len(found)) else [UNKNOWN]


def bounds(area: Area, number: int) -> tuple[int, int]:
    """The area's first and last row for the n-th formula."""
    top, bottom = area.top + area.top_step * number, area.bottom + area.bottom_step * number
    return (top, bottom) if top <= bottom else (bottom, top)


def dense(grid: Grid, area: Area, number: int) -> Matrix | None:
    """The area with its blanks; None where it is too large, or a sheet is not known or not the only one."""
    top, bottom = bounds(area, number)
    rows, width = bottom - top + 1, area.right - area.left + 1
    columns = grid.columns_of(area)
    if columns is None or len(area.sheets) > 1 or not grid.judge(rows * width):
        return None
    values: list[Value] = [None] * (rows * width)
    for _, number_of, column in columns:
        at = number_of - area.left
        for row, value in column.items(top, bottom):
            values[(row - top) * width + at] = value
    return Matrix(rows, width, values)


def first_stop(values: list[Value]) -> Value:
    """UNKNOWN where it is among the values, else the first error, else None."""
    if UNKNOWN in values:
        return UNKNOWN
    return next((value for value in values if is_stop(value)), None)
