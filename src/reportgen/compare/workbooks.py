"""What changed between two workbooks: sheets, rows, columns and cells. The one entry of this room for workbooks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from ..model.comparison import CellChange, Fate, SheetChange
from ..model.place import column_letters
from .grid import Alignment, Grid, GridCell, align_grids, is_same, joined

Alignments = Mapping[str, Alignment]
"""The alignment of each common sheet, by its name in small letters."""

SameFormula = Callable[[str, str, str, Alignments], bool]
"""Tells whether an older and a newer formula of the sheet with that name mean the same cells in the same way."""

_NOTHING = GridCell("")


def compare_workbooks(
    old: Sequence[Grid], new: Sequence[Grid], is_same_formula: SameFormula
) -> tuple[tuple[SheetChange, ...], tuple[CellChange, ...]]:
    """The sheets that came and went, and the cells that changed, in the order of the newer workbook."""
    olds, news = ({grid.name.strip().lower(): grid for grid in grids} for grids in (old, new))
    sheets = [SheetChange(fate=Fate.ADDED, sheet=grid.name) for key, grid in news.items() if key not in olds]
    sheets += [SheetChange(fate=Fate.REMOVED, sheet=grid.name) for key, grid in olds.items() if key not in news]
    pairs = [(olds[key], grid) for key, grid in news.items() if key in olds]
    alignments = {after.name.lower(): align_grids(before, after) for before, after in pairs}
    cells = [
        change for before, after in pairs for change in _Sheets(before, after, alignments, is_same_formula).changes()
    ]
    return tuple(sheets), tuple(cells)


class _Sheets:
    """One sheet in its two versions."""

    def __init__(self, old: Grid, new: Grid, alignments: Alignments, is_same_formula: SameFormula) -> None:
        self._old, self._new = old, new
        self._alignments, self._is_same_formula = alignments, is_same_formula
        self._rows, self._columns = alignments[new.name.lower()]

    def changes(self) -> Iterator[CellChange]:
        yield from self._lone_columns()
        before = self._rows.back
        counting = self._new.counting_columns
        shared = [(old, new) for old, new in self._columns.there.items() if new not in counting]
        for number, row in self._new.rows.items():
            if number not in before:
                yield self._row(Fate.ADDED, self._new, number)
                continue
            was = self._old.rows[before[number]]
            for old, new in shared:
                one, other = was.get(old, _NOTHING), row.get(new, _NOTHING)
                if one is not other and one != other:
                    yield from self._cell(one, other, before[number], old, number, new)
        gone = (number for number in self._old.rows if number not in self._rows.there)
        yield from (self._row(Fate.REMOVED, self._old, number) for number in gone)

    def _lone_columns(self) -> Iterator[CellChange]:
        for column in self._new.columns:
            if column not in self._columns.back:
                yield self._column(Fate.ADDED, self._new, column)
        for column in self._old.columns:
            if column not in self._columns.there:
                yield self._column(Fate.REMOVED, self._old, column)

    def _cell(
        self, old: GridCell, new: GridCell, old_row: int, old_column: int, row: int, column: int
    ) -> Iterator[CellChange]:
        is_other = not self._is_same_formula(old.formula, new.formula, self._new.name, self._alignments)
        if is_same(old, new) and not is_other:
            return
        fate = Fate.ADDED if old == _NOTHING else Fate.REMOVED if new == _NOTHING else Fate.CHANGED
        grid, spot = (self._old, (old_row, old_column)) if fate is Fate.REMOVED else (self._new, (row, column))
        yield CellChange(
            fate=fate,
            sheet=grid.name,
            row=grid.label(spot[0]),
            column=grid.headers.get(spot[1], ""),
            cell=f"{column_letters(spot[1])}{spot[0]}",
            old=old.text,
            new=new.text,
            old_formula=old.formula if is_other else "",
            new_formula=new.formula if is_other else "",
        )

    def _row(self, fate: Fate, grid: Grid, number: int) -> CellChange:
        text = joined(grid.rows[number], grid.columns)
        old, new = ("", text) if fate is Fate.ADDED else (text, "")
        return CellChange(fate=fate, sheet=grid.name, row=grid.label(number) or str(number), old=old, new=new)

    def _column(self, fate: Fate, grid: Grid, column: int) -> CellChange:
        header = grid.headers.get(column, "") or column_letters(column)
        filled = sum(column in row for row in grid.rows.values())
        old, new = ("", str(filled)) if fate is Fate.ADDED else (str(filled), "")
        return CellChange(fate=fate, sheet=grid.name, column=header, old=old, new=new)
