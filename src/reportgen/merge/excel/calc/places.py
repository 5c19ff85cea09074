"""Functions that ask where cells are, or what stands in them: ROW, COLUMN, ROWS, COLUMNS, MATCH, VLOOKUP."""

from __future__ import annotations

from .grid import Code
from .making import Compiling, Maker, bounds, constant, unknown
from .tree import Area, Constant, Node
from .values import UNKNOWN, ExcelError, Value


def _make_row(making: Compiling, arguments: tuple[Node, ...]) -> Code:
    """ROW: of the formula itself, or of a single cell."""
    if not arguments:
        first, step = making.first, making.step
        return lambda number: float(first + step * number)
    area = arguments[0]
    if isinstance(area, Area) and area.is_cell:
        return lambda number: float(bounds(area, number)[0])
    return unknown


def _make_column(making: Compiling, arguments: tuple[Node, ...]) -> Code:
    """COLUMN: of the formula itself, or of a single cell."""
    if not arguments:
        return constant(float(making.column))
    area = arguments[0]
    return constant(float(area.left)) if isinstance(area, Area) and area.is_cell else unknown


def _make_rows(_: Compiling, arguments: tuple[Node, ...]) -> Code:
    """ROWS: how many the area has."""
    if len(arguments) == 1 and isinstance(arguments[0], Area):
        area = arguments[0]
        return lambda number: float(bounds(area, number)[1] - bounds(area, number)[0] + 1)
    return unknown


def _make_columns(_: Compiling, arguments: tuple[Node, ...]) -> Code:
    """COLUMNS: how many the area has."""
    if len(arguments) == 1 and isinstance(arguments[0], Area):
        return constant(float(arguments[0].right - arguments[0].left + 1))
    return unknown


class _Finder:
    """Finds values in the first column of an area; one that stays where it is is read once."""

    def __init__(self, making: Compiling, area: Area) -> None:
        self.grid = making.grid
        self.area = area
        self._first: dict[Value, int | Value] | None = None

    def find(self, wanted: Value, number: int) -> int | Value:
        """The index of the first cell that equals the value, else an error or UNKNOWN."""
        if wanted is UNKNOWN or isinstance(wanted, ExcelError):
            return wanted
        if not isinstance(wanted, (str, float)) or (isinstance(wanted, str) and any(mark in wanted for mark in "*?~")):
            return UNKNOWN
        first = self._first
        if first is None:
            first = self._read(number)
            if not self.area.moves:
                self._first = first
        found = first.get(_key(wanted))
        return first[None] if found is None else found

    def _read(self, number: int) -> dict[Value, int | Value]:
        """The index of each value's first cell; under None what stands for values that are not there."""
        columns = self.grid.columns_of(self.area)
        if columns is None:
            return {None: UNKNOWN}
        top, bottom = bounds(self.area, number)
        cells = columns[0][2].items(top, bottom) if columns and columns[0][1] == self.area.left else []
        if not self.grid.judge(len(cells)):
            return {None: UNKNOWN}
        first: dict[Value, int | Value] = {None: ExcelError.MISSING}
        for row, value in cells:
            if value is UNKNOWN:
                return first | {None: UNKNOWN}
            if isinstance(value, (str, float)):
                first.setdefault(_key(value), row - top)
        return first


def _key(value: str | float) -> str:
    """The same for values that `=` takes for equal: texts without case, numbers by their first 15 digits."""
    return "t" + value.lower() if isinstance(value, str) else format(value + 0.0, ".15g")


def _is_exact(node: Node | None) -> bool:
    return isinstance(node, Constant) and node.value in (0.0, None) and not isinstance(node.value, str)


def _make_vlookup(making: Compiling, arguments: tuple[Node, ...]) -> Code:
    """VLOOKUP with FALSE: the cell beside the first one that equals the value."""
    area = arguments[1] if len(arguments) == 4 else None
    if not isinstance(area, Area) or len(area.sheets) > 1 or not _is_exact(arguments[3]):
        return unknown
    wanted, index, finder = making.code(arguments[0]), making.code(arguments[2]), _Finder(making, area)

    def run(number: int) -> Value:
        at = index(number)
        if not isinstance(at, float):
            return UNKNOWN
        if not 1 <= at <= area.right - area.left + 1:
            return ExcelError.VALUE if at < 1 else ExcelError.REFERENCE
        found = finder.find(wanted(number), number)
        if not isinstance(found, int) or isinstance(found, bool):
            return found
        column = making.grid.column(area.sheets[0], area.left + int(at) - 1)
        return column.value(bounds(area, number)[0] + found) if column else None

    return run


def _make_match(making: Compiling, arguments: tuple[Node, ...]) -> Code:
    """MATCH with 0 in a column: the place of the first cell that equals the value, from 1."""
    area = arguments[1] if len(arguments) == 3 else None
    if not isinstance(area, Area) or len(area.sheets) > 1 or area.left != area.right or not _is_exact(arguments[2]):
        return unknown
    wanted, finder = making.code(arguments[0]), _Finder(making, area)

    def run(number: int) -> Value:
        found = finder.find(wanted(number), number)
        return float(found + 1) if isinstance(found, int) and not isinstance(found, bool) else found

    return run


PLACES: dict[str, Maker] = {
    "ROW": _make_row,
    "COLUMN": _make_column,
    "ROWS": _make_rows,
    "COLUMNS": _make_columns,
    "MATCH": _make_match,
    "VLOOKUP": _make_vlookup,
}
