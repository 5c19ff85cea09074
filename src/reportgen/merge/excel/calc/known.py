"""The cells that formulas look at: single ones, and the columns of loops as lists.

A loop of 100,000 rows keeps one list a column that some formula refers to, no cell objects.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ....model.values import dataclass
from .values import Given, Value, to_value, to_values

_SHORT = 32
"""A column of fewer values is kept cell by cell."""


@dataclass(slots=True, eq=False)
class Run:
    """Values of one column at the rows `first`, `first + step`, ...; `changed`: not what the file held there."""

    first: int
    step: int
    values: list[Value]
    changed: bool = True

    @property
    def last(self) -> int:
        """The row of the last value."""
        return self.first + self.step * (len(self.values) - 1)


@dataclass(slots=True, eq=False)
class SheetCells:
    """The cells of one sheet of the output, by column number."""

    cells: dict[int, dict[int, Value]]
    runs: dict[int, list[Run]]
    changed: dict[int, set[int]]


class Known:
    """Values of cells by sheet of the output, row and column (from 1); what is not put is blank.

    A sheet that was never named is not known: whatever refers to it is UNKNOWN.
    """

    def __init__(self, sheets: Iterable[str] = ()) -> None:
        self.sheets: dict[str, SheetCells] = {}
        self.hidden: dict[str, list[tuple[int, int]]] = {}
        for name in sheets:
            self.sheet(name)

    def copy(self) -> Known:
        """The same cells, to which others may be added."""
        made = Known()
        made.hidden = {name: list(spans) for name, spans in self.hidden.items()}
        for name, sheet in self.sheets.items():
            made.sheets[name] = SheetCells(
                {column: dict(cells) for column, cells in sheet.cells.items()},
                {column: list(runs) for column, runs in sheet.runs.items()},
                {column: set(rows) for column, rows in sheet.changed.items()},
            )
        return made

    def sheet(self, name: str) -> SheetCells:
        """The sheet's cells, now a known sheet; names are compared without case, as Excel does."""
        key = name.casefold()
        found = self.sheets.get(key)
        if found is None:
            found = self.sheets[key] = SheetCells({}, {}, {})
        return found

    def put(self, sheet: str, row: int, column: int, value: Given, *, changed: bool = False) -> None:
        """Set one cell; `changed` where the file held something else there (or the cell is new)."""
        cells = self.sheet(sheet)
        cells.cells.setdefault(column, {})[row] = to_value(value)
        if changed:
            cells.changed.setdefault(column, set()).add(row)

    def put_column(
        self, sheet: str, column: int, first: int, step: int, values: Sequence[Given], *, changed: bool = True
    ) -> None:
        """Set the cells of a loop's column: the n-th value stands in row `first + n * step`."""
        if len(values) <= _SHORT:
            for number, value in enumerate(values):
                self.put(sheet, first + number * step, column, value, changed=changed)
            return
        run = Run(first, step, to_values(values), changed)
        self.sheet(sheet).runs.setdefault(column, []).append(run)

    def hide(self, sheet: str, first: int, last: int) -> None:
        """Say that rows are hidden or filtered out, which SUBTOTAL asks for."""
        self.hidden.setdefault(sheet.casefold(), []).append((first, last))
