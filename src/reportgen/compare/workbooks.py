"""What changed between two workbooks: sheets, rows, columns and cells. The one entry of this room for workbooks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from ..model.comparison import CellChange, Fate, SheetChange
from ..model.place import column_letters
from .align import LIKE, rising
from .grid import Alignment, Grid, GridCell, align_grids, is_same, joined

Alignments = Mapping[str, Alignment]
"""The alignment of each common sheet, by the name that it had in small letters."""

SameFormula = Callable[[str, str, str, Alignments], bool]
"""Tells whether an older and a newer formula of the sheet that had that name mean the same cells in the same way."""

_NOTHING = GridCell("")
_GENERAL = "General"
_MOST_MOVED = 10
"""So many rows are told one by one; a sheet that was sorted anew has only one thing to say."""


def compare_workbooks(
    old: Sequence[Grid], new: Sequence[Grid], is_same_formula: SameFormula
) -> tuple[tuple[SheetChange, ...], tuple[CellChange, ...]]:
    """What became of the sheets, and the cells that changed, in the order of the newer workbook."""
    pairs = _pairs(old, new)
    befores = {id(after): before for before, after in pairs}
    sheets = [change for grid in new for change in _sheet(befores.get(id(grid)), grid)]
    kept = {id(before) for before, _ in pairs}
    sheets += [SheetChange(fate=Fate.REMOVED, sheet=grid.name) for grid in old if id(grid) not in kept]
    alignments = {before.name.lower(): align_grids(before, after) for before, after in pairs}
    cells = [
        change for before, after in pairs for change in _Sheets(before, after, alignments, is_same_formula).changes()
    ]
    return tuple(sheets), tuple(cells)


def _pairs(old: Sequence[Grid], new: Sequence[Grid]) -> list[tuple[Grid, Grid]]:
    """The sheets that both have: by name, those left over by what stands in them, the likest first."""
    olds = {_key(grid): grid for grid in old}
    found = {_key(grid): olds[_key(grid)] for grid in new if _key(grid) in olds}
    gone = [grid for grid in old if _key(grid) not in found]
    come = [grid for grid in new if _key(grid) not in found]
    likes = [(_likeness(one, other), at, number) for at, one in enumerate(gone) for number, other in enumerate(come)]
    taken: set[int] = set()
    for like, at, number in sorted(likes, key=lambda item: (-item[0], item[1:])):
        if like >= LIKE and at not in taken and _key(come[number]) not in found:
            found[_key(come[number])] = gone[at]
            taken.add(at)
    return [(found[_key(grid)], grid) for grid in new if _key(grid) in found]


def _key(grid: Grid) -> str:
    return grid.name.strip().lower()


def _likeness(old: Grid, new: Grid) -> float:
    """The share of what stands in two sheets that they have in common."""
    total = old.texts.total() + new.texts.total()
    return 2 * (old.texts & new.texts).total() / total if total else 0.0


def _sheet(before: Grid | None, after: Grid) -> Iterator[SheetChange]:
    if before is None:
        yield SheetChange(fate=Fate.ADDED, sheet=after.name)
        return
    if _key(before) != _key(after):
        yield SheetChange(fate=Fate.CHANGED, sheet=after.name, old_sheet=before.name)
    if before.is_hidden is not after.is_hidden:
        yield SheetChange(fate=Fate.CHANGED, sheet=after.name, is_hidden=after.is_hidden)


class _Sheets:
    """One sheet in its two versions."""

    def __init__(self, old: Grid, new: Grid, alignments: Alignments, is_same_formula: SameFormula) -> None:
        self._old, self._new = old, new
        self._alignments, self._is_same_formula = alignments, is_same_formula
        self._rows, self._columns, _ = alignments[old.name.lower()]
        self._formats: dict[tuple[int, str, str], list[int]] = {}

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
        yield from self._moved()
        yield from self._other_formats()
        yield from self._hidden()
        yield from self._merged()

    def _moved(self) -> Iterator[CellChange]:
        """Columns and rows that stand in another order; those that only made room for others did not move."""
        sheet, columns, rows = self._new.name, self._columns.there, self._rows.there
        for old, new in _out_of_order(columns):
            name, was = column_letters(new), column_letters(old)
            header = self._new.headers.get(new, "") or name
            yield CellChange(fate=Fate.MOVED, sheet=sheet, column=header, old=was, new=name)
        moved = list(_out_of_order(rows))
        if len(moved) > _MOST_MOVED:
            yield CellChange(fate=Fate.MOVED, sheet=sheet, new=str(len(moved)))
            return
        for old, new in moved:
            label = self._new.label(new) or str(new)
            yield CellChange(fate=Fate.MOVED, sheet=sheet, row=label, old=str(old), new=str(new))

    def _other_formats(self) -> Iterator[CellChange]:
        """Cells whose number is the same and shown otherwise, those below each other together."""
        for (column, old, new), rows in self._formats.items():
            for first, last in _runs(rows):
                spot = f"{column_letters(column)}{first}"
                yield CellChange(
                    fate=Fate.CHANGED,
                    sheet=self._new.name,
                    row=self._new.label(first) if first == last else "",
                    column=self._new.headers.get(column, ""),
                    cell=spot if first == last else f"{spot}:{column_letters(column)}{last}",
                    old_format=old or _GENERAL,
                    new_format=new or _GENERAL,
                )

    def _hidden(self) -> Iterator[CellChange]:
        """Rows and columns that were hidden or are seen again, those beside each other together; new ones were seen."""
        old, new = self._old, self._new
        for lines, was, now, is_row in (
            (self._rows, old.hidden_rows, new.hidden_rows, True),
            (self._columns, old.hidden_columns, new.hidden_columns, False),
        ):
            before = {lines.there[line] for line in was if line in lines.there}
            for is_hidden, changed in ((True, now - before), (False, before - now)):
                for first, last in _runs(sorted(changed)):
                    row, column = (
                        ("", "") if first != last else (new.label(first), "") if is_row else ("", new.headers[first])
                    )
                    ends = (str(first), str(last)) if is_row else (column_letters(first), column_letters(last))
                    yield CellChange(
                        fate=Fate.CHANGED,
                        sheet=new.name,
                        row=row,
                        column=column,
                        cell=":".join(ends),
                        is_hidden=is_hidden,
                    )

    def _merged(self) -> Iterator[CellChange]:
        """Cells that were merged, or are no longer; those whose rows or columns went are gone with them."""
        rows, columns = self._rows.there, self._columns.there
        before = {
            (rows.get(top, top), columns.get(left, left), rows.get(bottom, bottom), columns.get(right, right))
            for top, left, bottom, right in self._old.merges
            if (top in rows or top not in self._old.rows) and (left in columns or left not in self._old.headers)
        }
        for is_merged, changed in ((True, self._new.merges - before), (False, before - self._new.merges)):
            for top, left, bottom, right in sorted(changed):
                cell = f"{column_letters(left)}{top}:{column_letters(right)}{bottom}"
                yield CellChange(fate=Fate.CHANGED, sheet=self._new.name, cell=cell, is_merged=is_merged)

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
        is_other = not self._is_same_formula(old.formula, new.formula, self._old.name, self._alignments)
        if is_same(old, new) and not is_other:
            if old.form != new.form and new.number is not None:
                self._formats.setdefault((column, old.form, new.form), []).append(row)
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


def _runs(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The first and last of each run of numbers that follow each other."""
    start = 0
    for at in range(1, len(numbers) + 1):
        if at == len(numbers) or numbers[at] != numbers[at - 1] + 1:
            yield numbers[start], numbers[at - 1]
            start = at


def _out_of_order(lines: Mapping[int, int]) -> Iterator[tuple[int, int]]:
    """The lines that are not among the most that keep their order."""
    pairs = sorted(lines.items())
    kept = set(rising(pairs))
    yield from ((old, new) for old, new in pairs if (old, new) not in kept and old != new)
