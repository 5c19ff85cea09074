"""The cells as formulas read them: given values, and the results of other formulas as they come in.

Reading what is not yet worked out raises `Needs`, with the formulas to do first; the reader is then asked
again. So no calculation goes deeper than one formula, however long a chain of formulas is.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from heapq import merge
from operator import itemgetter

from ....model.values import dataclass
from .known import Known, Run
from .tree import Area, Node
from .values import PENDING, RUNNING, UNKNOWN, Value

Code = Callable[[int], Value]
"""A formula made ready: the value of the n-th formula of its family."""

BUDGET = 60_000_000
"""Cells that all formulas together may look at; beyond, ranges are UNKNOWN, so that no file takes forever."""

JUDGING_BUDGET = 6_000_000
"""Cells that all formulas together may judge one by one: by a criterion, by comparing, as elements of a matrix."""


@dataclass(slots=True, eq=False)
class Family:
    """Formulas of one column that say the same of their own rows: the n-th stands in row `first + n * step`.

    `values` hold PENDING where the result is still to be found. `filled`: so many of the first are found.
    `make` makes the code, once all formulas stand in the grid and this one is asked for.
    """

    sheet: str
    column: int
    first: int
    step: int
    tree: Node
    values: list[Value]
    make: Callable[[], Code]
    made: Code | None = None
    filled: int = 0
    is_subtotal: bool = False
    holds_subtotal: bool = False

    @property
    def last(self) -> int:
        """The row of the last formula."""
        return self.first + self.step * (len(self.values) - 1)

    @property
    def code(self) -> Code:
        """The formulas made ready."""
        if self.made is None:
            self.made = self.make()
        return self.made

    def index(self, row: int) -> int:
        """The number of the formula in a row of the family."""
        return (row - self.first) // self.step


Line = Run | Family


SHORT = 32
"""Fewer values than this are kept by row, so that a column has few lines to search."""


class Needs(Exception):  # noqa: N818 - a request, not an error
    """These formulas come first: families with the numbers of their first and behind their last formula."""

    def __init__(self, wanted: list[tuple[Family, int, int]]) -> None:
        super().__init__()
        self.wanted = wanted


class Column:
    """One column of a sheet: single cells, single formulas, and lines of many values."""

    def __init__(self, cells: dict[int, Value], lines: list[Line]) -> None:
        self.cells: dict[int, Value | Family] = dict(cells)
        self.lines = lines
        self._rows: list[int] | None = None

    def add(self, family: Family) -> None:
        """Put formulas into the column."""
        rows = range(family.first, family.last + 1, family.step)
        if len(family.values) <= SHORT:
            self.cells.update(dict.fromkeys(rows, family))
        else:
            self.lines.append(family)
            for row in rows if self.cells else ():
                self.cells.pop(row, None)
        self._rows = None

    def value(self, row: int) -> Value:
        """The value in a row, None for a blank; raises `Needs` where it is not found yet."""
        for line in self.lines:
            index, off = divmod(row - line.first, line.step)
            if not off and 0 <= index < len(line.values):
                return _read(line, index)
        found = self.cells.get(row)
        return _read(found, found.index(row)) if isinstance(found, Family) else found

    def values(self, top: int, bottom: int) -> list[Value]:
        """What stands in the rows, from above; rows where nothing was put are left out."""
        pieces = [piece for piece in (_slice(line, top, bottom) for line in self.lines) if piece is not None]
        rows = self._between(top, bottom)
        if len(pieces) == 1 and not rows:
            line, start, stop = pieces[0]
            return _part(line, start, stop)
        if not pieces:
            return self._singles(rows)
        return [value for _, value in self.items(top, bottom)]

    def items(self, top: int, bottom: int) -> list[tuple[int, Value]]:
        """Rows and what stands in them, from above; rows where nothing was put are left out."""
        pieces = [piece for piece in (_slice(line, top, bottom) for line in self.lines) if piece is not None]
        rows = self._between(top, bottom)
        parts: list[Iterator[tuple[int, Value]]] = [zip(rows, self._singles(rows), strict=True)] if rows else []
        for line, start, stop in pieces:
            numbers = range(line.first + start * line.step, line.first + stop * line.step, line.step)
            parts.append(zip(numbers, _part(line, start, stop), strict=True))
        return list(merge(*parts, key=itemgetter(0))) if len(parts) != 1 else list(parts[0])

    def with_subtotals(self, top: int, bottom: int) -> dict[int, Family]:
        """The formulas in the rows that hold a SUBTOTAL, by row."""
        found: dict[int, Family] = {}
        for row in self._between(top, bottom):
            single = self.cells[row]
            if isinstance(single, Family) and single.holds_subtotal:
                found[row] = single
        for line in self.lines:
            piece = _slice(line, top, bottom)
            if piece and isinstance(line, Family) and line.holds_subtotal:
                found |= {line.first + index * line.step: line for index in range(piece[1], piece[2])}
        return found

    def _all_rows(self) -> list[int]:
        if self._rows is None:
            self._rows = sorted(self.cells)
        return self._rows

    def _between(self, top: int, bottom: int) -> list[int]:
        rows = self._all_rows()
        return rows[bisect_left(rows, top) : bisect_right(rows, bottom)]

    def _singles(self, rows: list[int]) -> list[Value]:
        found: list[Value] = []
        waiting: list[tuple[Family, int, int]] = []
        for row in rows:
            value = self.cells[row]
            if isinstance(value, Family):
                index = value.index(row)
                if value.values[index] is PENDING:
                    waiting.append((value, index, index + 1))
                value = _known(value.values[index])
            found.append(value)
        if waiting:
            raise Needs(waiting)
        return found


def _known(value: Value) -> Value:
    return UNKNOWN if value is RUNNING else value


def _read(line: Line, index: int) -> Value:
    value = line.values[index]
    if value is PENDING:
        raise Needs([(line, index, index + 1)])  # type: ignore[list-item]
    return UNKNOWN if value is RUNNING else value


def _slice(line: Line, top: int, bottom: int) -> tuple[Line, int, int] | None:
    """Which of the line's values stand in the rows: the first, and behind the last."""
    start = max(0, -((line.first - top) // line.step))
    stop = min(len(line.values), (bottom - line.first) // line.step + 1)
    return (line, start, stop) if start < stop else None


def _part(line: Line, start: int, stop: int) -> list[Value]:
    part = line.values[start:stop]
    if isinstance(line, Family) and stop > line.filled:
        if PENDING in part[max(0, line.filled - start) :]:
            raise Needs([(line, start, stop)])
        return [_known(value) for value in part]
    return part


class Grid:
    """All sheets of the output by name without case and column number."""

    def __init__(self, known: Known) -> None:
        self._columns: dict[str, dict[int, Column]] = {}
        self.budget = BUDGET
        self.judging_budget = JUDGING_BUDGET
        self.hidden = known.hidden
        for name, sheet in known.sheets.items():
            numbers = sheet.cells.keys() | sheet.runs.keys()
            self._columns[name] = {
                number: Column(sheet.cells.get(number, {}), list(sheet.runs.get(number, ()))) for number in numbers
            }

    def __contains__(self, sheet: str) -> bool:
        return sheet in self._columns

    def add(self, family: Family) -> None:
        """Put formulas where they stand."""
        columns = self._columns.setdefault(family.sheet, {})
        columns.setdefault(family.column, Column({}, [])).add(family)

    def column(self, sheet: str, number: int) -> Column | None:
        """A column; None where all of it is blank."""
        return self._columns[sheet].get(number)

    def columns(self, sheet: str, left: int, right: int) -> list[tuple[int, Column]]:
        """The columns that hold anything, from the left."""
        there = self._columns[sheet]
        if right - left < len(there):
            return [(number, there[number]) for number in range(left, right + 1) if number in there]
        return sorted((number, column) for number, column in there.items() if left <= number <= right)

    def columns_of(self, area: Area) -> list[tuple[str, int, Column]] | None:
        """The columns of all the area's sheets that hold anything; None where a sheet is not known."""
        if any(sheet not in self._columns for sheet in area.sheets):
            return None
        return [
            (sheet, number, column)
            for sheet in area.sheets
            for number, column in self.columns(sheet, area.left, area.right)
        ]

    def spend(self, cells: int) -> bool:
        """Take so many cells from the budget; whether there were enough."""
        self.budget -= cells
        return self.budget >= 0

    def judge(self, cells: int) -> bool:
        """Take so many cells from what may be judged one by one; whether there were enough."""
        self.judging_budget -= cells
        return self.judging_budget >= 0
