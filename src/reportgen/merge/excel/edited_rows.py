"""The rows of a sheet with edits put in: untouched ones as text, others cell by cell."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date

from ...model.values import dataclass
from .addresses import address
from .axis import Axis, Run
from .cells import Scalar, content, written
from .moves import Spot
from .rows import Formula, cell_at, merged, row_tag
from .sheet import Cell, Row, Sheet
from .styles import Shape, Styles

FormulaAt = Callable[[Cell, Spot], Formula | None]
"""The formula of a template cell at one of its places; None where it stays as it is written."""


@dataclass(frozen=True, slots=True)
class NewCell:
    """What a cell is set to; `like` names the cell whose style it takes, None: its own."""

    value: Scalar
    like: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EditedRows:
    """Writes the rows of one sheet.

    `cells` are the cells to set by row and column; `new_rows` what stands in the rows put in behind a row,
    in order, each with the row whose looks it takes.
    """

    sheet: Sheet
    name: str
    axis: Axis
    cells: Mapping[int, Mapping[int, NewCell]]
    new_rows: Mapping[int, Sequence[tuple[int, Mapping[int, Scalar]]]]
    deleted: frozenset[int]
    styles: Styles | None
    date1904: bool
    formula: FormulaAt

    def written(self) -> Iterator[str]:
        """The rows as text, in pieces."""
        last = max(self.sheet.last_row, *self.cells, *self.new_rows, 0)
        for run in self.axis.runs(last):
            if not run.path:
                yield from self._kept(run)
                continue
            number = run.path[-1][1] - (run.first not in self.deleted)
            if number < 0:
                yield from self._kept(run)
            else:
                yield self._new(run, *self.new_rows[run.first][number])

    def _kept(self, run: Run) -> Iterator[str]:
        """Rows of the template under the numbers that they have now."""
        shift = run.start - run.first
        rows = {row.number: row for row in self.sheet.between(run.first, run.last)}
        set_rows = [number for number in self.cells if run.first <= number <= run.last]
        numbers = sorted({*rows, *set_rows}) if set_rows else list(rows)
        opening = f"<{self.sheet.prefix}f"
        for number in numbers:
            row, changes = rows.get(number), self.cells.get(number)
            if row is not None and changes is None and not shift and self._reads_as_before(row, opening):
                yield self.sheet.text[row.start : row.end]
            else:
                spot = Spot(self.name, number, 0, run.path)
                yield self._row(row, number + shift, spot, changes or {})

    def _reads_as_before(self, row: Row, opening: str) -> bool:
        """Whether no formula of a row can change."""
        return self.formula is no_formula or self.sheet.text.find(opening, row.opened, row.closed) < 0

    def _row(self, row: Row | None, number: int, spot: Spot, changes: Mapping[int, NewCell]) -> str:
        """One row under a number, its formulas moved and some of its cells set."""
        made: dict[int, str | None] = {
            column: self.set_cell(number, column, spot.row, cell) for column, cell in changes.items()
        }
        for cell in () if row is None else self.sheet.cells(row):
            if cell.column not in made:
                own = Spot(self.name, cell.row, cell.column, spot.row_path)
                formula = self.formula(cell, own) if cell.formula is not None else None
                made[cell.column] = cell_at(self.sheet, cell, number, cell.column, formula)
        return merged(self.sheet, row, number, made)

    def _new(self, run: Run, like: int, values: Mapping[int, Scalar]) -> str:
        """A row put in: the looks of its pattern, its values, and formulas filled down."""
        pattern = self.sheet.row(like)
        prefix, number = self.sheet.prefix, run.start
        cells: dict[int, str] = {}
        for cell in () if pattern is None else self.sheet.cells(pattern):
            style = f' s="{cell.style}"' if cell.style else ""
            cells[cell.column] = written(address(number, cell.column), style, "", "", prefix)
        above = self.sheet.row(run.first)
        for cell in () if above is None else self.sheet.cells(above):
            if cell.formula is not None and not cell.formula_attributes:
                spot = Spot(self.name, cell.row, cell.column, run.path)
                formula = self.formula(cell, spot) or Formula(cell.formula)
                cells[cell.column] = cell_at(self.sheet, cell, number, cell.column, formula)
        for column, value in values.items():
            cells[column] = self.set_cell(number, column, like, NewCell(value, (like, column)))
        tag = row_tag(self.sheet, pattern, number)
        return f"{tag}{''.join(cells[column] for column in sorted(cells))}</{prefix}row>"

    def set_cell(self, number: int, column: int, template_row: int, new: NewCell) -> str:
        """A cell with a value, under its own style or that of the cell that it is like."""
        pattern = self.sheet.cell(*(new.like or (template_row, column)))
        style = pattern.style if pattern is not None else 0
        value = new.value
        if isinstance(value, date) and self.styles is not None and self.styles.shape(style) is not Shape.DATE:
            if self.styles.shape(style) is Shape.TEXT:
                value = value.isoformat()
            else:
                style = self.styles.dated(style)
        type_, inner = content(value, date1904=self.date1904, prefix=self.sheet.prefix)
        named = f' s="{style}"' if style else ""
        return written(address(number, column), named, type_, inner, self.sheet.prefix)


def no_formula(_cell: Cell, _spot: Spot) -> Formula | None:
    """Where nothing moves, formulas stay as they are written."""
    return None
