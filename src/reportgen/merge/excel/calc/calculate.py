"""Formulas worked out in the order of their dependencies: the entry of `calc`.

`fill` and `edit` move the formulas of a workbook, make a `Calculation` of them, put the cells that it wants
into a `Known`, and store the results as cached values.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from copy import copy
from functools import partial

from ....model.values import dataclass
from .changes import stale_members
from .compile import Compiler
from .evaluate import work
from .families import Group, group_arrays, group_cells, group_columns
from .formulas import CellFormula, ColumnFormula, Workbook
from .grid import Code, Grid
from .known import Known
from .together import FEWEST, worked_out
from .tree import LAST_ROW, areas
from .values import KEPT, PENDING, UNKNOWN, Value, to_value


@dataclass(frozen=True, slots=True)
class Results:
    """The values of the formulas, in the order in which they were given.

    `cells`: one value each; KEPT: nothing it depends on has changed, the cached value stays; UNKNOWN: it
    changed and cannot be worked out here, the cache goes. `columns`: one list of values each, never KEPT.
    `blocks`: by the number of an array formula that was worked out anew, its block as rows of values.
    """

    cells: list[Value]
    columns: list[list[Value]]
    blocks: dict[int, list[list[Value]]]


class Wanted:
    """The cells that formulas look at; areas of loops' columns count from their first to their last round."""

    def __init__(self, groups: Sequence[Group]) -> None:
        self.areas: dict[str, set[tuple[int, int, int, int]]] = {}
        self._spans: dict[tuple[str, int], list[tuple[int, int]]] = {}
        for group in groups:
            last = len(group.family.values) - 1
            for area in areas(group.family.tree):
                ends = (area.top, area.bottom, area.top + last * area.top_step, area.bottom + last * area.bottom_step)
                for sheet in area.sheets:
                    self.areas.setdefault(sheet, set()).add((min(ends), area.left, max(ends), area.right))

    def has(self, sheet: str, row: int, column: int) -> bool:
        """Whether some formula looks at the cell."""
        spans = self._column(sheet.casefold(), column)
        at = bisect_right(spans, (row, LAST_ROW + 1)) - 1
        return at >= 0 and spans[at][1] >= row

    def has_column(self, sheet: str, column: int) -> bool:
        """Whether some formula looks at cells of the column."""
        return bool(self._column(sheet.casefold(), column))

    def _column(self, sheet: str, column: int) -> list[tuple[int, int]]:
        """First and last rows looked at in a column, in order, none of them overlapping."""
        found = self._spans.get((sheet, column))
        if found is None:
            found = []
            for top, left, bottom, right in sorted(self.areas.get(sheet, ())):
                if not left <= column <= right:
                    continue
                if found and top <= found[-1][1] + 1:
                    found[-1] = (found[-1][0], max(found[-1][1], bottom))
                else:
                    found.append((top, bottom))
            self._spans[sheet, column] = found
        return found


class Calculation:
    """The formulas of a workbook, read and ready: `wanted` says which cells `run` is to be given."""

    def __init__(
        self, cells: Sequence[CellFormula], columns: Sequence[ColumnFormula] = (), workbook: Workbook | None = None
    ) -> None:
        book = workbook or Workbook()
        book = Workbook(
            sheets=book.sheets, name=book.name, tables={name.casefold(): area for name, area in book.tables.items()}
        )
        self._cells, self._columns = cells, columns
        self.groups = [*group_cells(cells, book), *group_columns(columns, book), *group_arrays(cells, book)]
        self.wanted = Wanted(self.groups)

    def again(self) -> Calculation:
        """The same formulas, not worked out yet; nothing is read or grouped anew."""
        made = copy(self)
        made.groups = [group.again() for group in self.groups]
        return made

    def run(self, known: Known) -> Results:
        """Work out what depends on a changed cell, as Excel would. To be called once."""
        results = Results([KEPT] * len(self._cells), [[UNKNOWN] * len(column.texts) for column in self._columns], {})
        stale = stale_members(known, self.groups, self._cells)
        if not any(stale):
            return results
        grid = Grid(known)
        for group, members in zip(self.groups, stale, strict=True):
            self._place(grid, group, members)
        self._work_together(grid, stale)
        for group, members in zip(self.groups, stale, strict=True):
            if members:
                work(group.family, sorted(members))
                self._store(group, members, results)
        return results

    def _work_together(self, grid: Grid, stale: Sequence[set[int]]) -> None:
        """Work out what can be a column at once, until nothing more can: one may have to wait for another."""
        waiting = [
            group.family
            for group, members in zip(self.groups, stale, strict=True)
            if group.block < 0 and len(members) == len(group.family.values) >= FEWEST
        ]
        before = 0
        while waiting and len(waiting) != before:
            before = len(waiting)
            left = []
            for family in waiting:
                found = worked_out(grid, family)
                if found is None:
                    left.append(family)
                else:
                    family.values[:] = found
                    family.filled = len(found)
            waiting = left

    def _place(self, grid: Grid, group: Group, members: set[int]) -> None:
        """Put the formulas into the grid; those that nothing has reached with the value that they had."""
        family = group.family
        if not members and (group.block > 0 or (group.block == 0 and len(family.values) > 1)):
            return  # its cells stand in `Known` with the values that they had
        for number, cell in enumerate(group.cells):
            if number not in members:
                cached = to_value(self._cells[cell].cached)
                family.values[number] = PENDING if cached is UNKNOWN else cached
        grid.add(family)
        family.make = partial(_code, grid, group)

    def _store(self, group: Group, members: set[int], results: Results) -> None:
        """Put the family's values where its formulas stand in the results."""
        values = group.family.values
        if group.column >= 0:
            results.columns[group.column][group.offset : group.offset + len(values)] = values
        elif group.block < 0:
            for number in members:
                results.cells[group.cells[number]] = values[number]
        else:
            block = results.blocks.setdefault(group.cells[0], [[] for _ in values])
            for row, value in zip(block, values, strict=True):
                row.append(value)
            if not group.block:
                results.cells[group.cells[0]] = values[0]


def _code(grid: Grid, group: Group) -> Code:
    """The code of a group's family, within the grid."""
    family = group.family
    compiler = Compiler(grid, family, is_array=group.block >= 0)
    return compiler.formula(family.tree) if group.block < 0 else compiler.block(family.tree, group.block)
