"""Functions that ask where cells are, or what stands in them: ROW, COLUMN, ROWS, COLUMNS, MATCH, VLOOKUP, INDEX."""

from __future__ import annotations

from bisect import bisect_right
from itertools import pairwise

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


class _Nearest:
    """Finds the last number of a rising column that is not above the one that is looked for.

    Excel halves the column again and again, so that one that does not rise gives anything: it is not worked out. Nor
    are texts, whose order is that of the user's language.
    """

    def __init__(self, making: Compiling, area: Area) -> None:
        self.grid = making.grid
        self.area = area
        self._kept: tuple[list[float], list[int]] | None = None

    def find(self, wanted: Value, number: int) -> int | Value:
        """The index of the cell, #N/A below the first; else an error or UNKNOWN."""
        if isinstance(wanted, ExcelError):
            return wanted
        if not isinstance(wanted, float):
            return UNKNOWN
        numbers, places = self._kept or self._read(number)
        if not numbers:
            return UNKNOWN
        at = bisect_right(numbers, wanted)
        return places[at - 1] if at else ExcelError.MISSING

    def _read(self, number: int) -> tuple[list[float], list[int]]:
        """The numbers and their places, none where they do not rise or something else stands among them."""
        found: tuple[list[float], list[int]] = [], []
        columns = self.grid.columns_of(self.area) or []
        top, bottom = bounds(self.area, number)
        cells = columns[0][2].items(top, bottom) if columns and columns[0][1] == self.area.left else []
        values = [value for _, value in cells if value is not None]
        numbers = [value for value in values if isinstance(value, float)]
        is_rising = all(one <= other for one, other in pairwise(numbers))
        if len(numbers) == len(values) and is_rising and self.grid.judge(len(cells)):
            found = numbers, [row - top for row, _ in cells]
        if not self.area.moves:
            self._kept = found
        return found


def _finder(making: Compiling, area: Area, kind: Node | None, *, nearest: float | bool) -> _Finder | _Nearest | None:
    """What looks up: the exact value, or the nearest where `kind` is left out or `nearest`; None for another kind."""
    if kind is None:
        return _Nearest(making, area)
    if not isinstance(kind, Constant) or isinstance(kind.value, (str, ExcelError)):
        return None
    if kind.value in (0.0, None):
        return _Finder(making, area)
    return _Nearest(making, area) if kind.value == nearest else None


def _make_vlookup(making: Compiling, arguments: tuple[Node, ...]) -> Code:
    """VLOOKUP: the cell beside the first one that equals the value, or beside the nearest one."""
    area = arguments[1] if len(arguments) in (3, 4) else None
    if not isinstance(area, Area) or len(area.sheets) > 1:
        return unknown
    finder = _finder(making, area, arguments[3] if len(arguments) == 4 else None, nearest=True)
    if finder is None:
        return unknown
    wanted, index = making.code(arguments[0]), making.code(arguments[2])

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
    """MATCH in a column: the place of the first cell that equals the value, or of the nearest one, from 1."""
    area = arguments[1] if len(arguments) in (2, 3) else None
    if not isinstance(area, Area) or len(area.sheets) > 1 or area.left != area.right:
        return unknown
    finder = _finder(making, area, arguments[2] if len(arguments) == 3 else None, nearest=1.0)
    if finder is None:
        return unknown
    wanted = making.code(arguments[0])

    def run(number: int) -> Value:
        found = finder.find(wanted(number), number)
        return float(found + 1) if isinstance(found, int) and not isinstance(found, bool) else found

    return run


def _make_index(making: Compiling, arguments: tuple[Node, ...]) -> Code:
    """INDEX: the cell in a row and a column of an area; of one row or one column a single number is enough."""
    area = arguments[0] if len(arguments) in (2, 3) else None
    if not isinstance(area, Area) or len(area.sheets) > 1:
        return unknown
    places = [making.code(argument) for argument in arguments[1:]]
    is_row = len(places) == 1 and area.left != area.right
    if is_row and (area.top != area.bottom or area.moves):
        return unknown

    def run(number: int) -> Value:
        found = [place(number) for place in places]
        for value in found:
            if not isinstance(value, float):
                return value if isinstance(value, ExcelError) else UNKNOWN
        given = [int(value) for value in found if isinstance(value, float)]
        row, column = (1, given[0]) if is_row else (given[0], given[1] if len(given) > 1 else 1)
        top, bottom = bounds(area, number)
        if row < 1 or column < 1:
            return UNKNOWN if row == 0 or column == 0 else ExcelError.VALUE
        if row > bottom - top + 1 or column > area.right - area.left + 1:
            return ExcelError.REFERENCE
        cells = making.grid.column(area.sheets[0], area.left + column - 1)
        return cells.value(top + row - 1) if cells else None

    return run


PLACES: dict[str, Maker] = {
    "ROW": _make_row,
    "COLUMN": _make_column,
    "ROWS": _make_rows,
    "COLUMNS": _make_columns,
    "MATCH": _make_match,
    "VLOOKUP": _make_vlookup,
    "INDEX": _make_index,
}
