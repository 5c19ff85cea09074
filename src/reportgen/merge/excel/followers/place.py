"""The sheet of the output that followers are at work on."""

from __future__ import annotations

from ....model.values import dataclass
from ..formulas import FormulaMover
from ..moves import SheetMove, Spot
from .grid import Area, Grid


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetPlace:
    """Copy `copy` (from 0) of the template's sheet `sheet`: `name` in the output, its `grid`, the mover of formulas."""

    sheet: str
    copy: int
    name: str
    grid: Grid
    mover: FormulaMover

    @classmethod
    def of(cls, move: SheetMove, copy: int, mover: FormulaMover) -> SheetPlace:
        """The place of one of a sheet's copies."""
        rows, columns = move.axes(copy)
        return cls(sheet=move.name, copy=copy, name=move.copies[copy], grid=Grid(rows, columns), mover=mover)

    @classmethod
    def still(cls, sheet: str, mover: FormulaMover) -> SheetPlace:
        """The place of a sheet that does not move; formulas on it may refer to sheets that do."""
        from ..axis import Axis

        return cls(sheet=sheet, copy=0, name=sheet, grid=Grid(Axis(), Axis()), mover=mover)

    def spot(self, row: int, column: int) -> Spot:
        """A template cell in its first round."""
        down, across = self.grid.first_round(row, column)
        return Spot(self.sheet, row, column, down, across, self.copy)

    def spots(self, row: int, column: int) -> list[Spot]:
        """A template cell in each of its rounds, in order; in the first only where rows are put in, not repeated."""
        if not self.mover.repeats:
            return [self.spot(row, column)]
        return [Spot(self.sheet, row, column, *paths, self.copy) for paths in self.grid.rounds(row, column)]

    def copies(self, area: Area) -> list[Area]:
        """Each place of what stands once a round."""
        return self.grid.copies(area)[: None if self.mover.repeats else 1]

    def cell(self, spot: Spot) -> Area | None:
        """Where a spot stands; None where it is gone."""
        rows = self.grid.rows.extent(spot.row, spot.row, spot.row_path)
        columns = self.grid.columns.extent(spot.column, spot.column, spot.column_path)
        return Area(rows[0], columns[0], rows[0], columns[0]) if rows and columns else None

    def rule(self, formula: str, areas: list[Area]) -> str:
        """A formula that holds for all cells of some areas, as written for the first of them."""
        top, left = min(area.top for area in areas), min(area.left for area in areas)
        return self.mover.rule(
            formula,
            self.spot(top, left),
            is_one_row=all(area.top == area.bottom == top for area in areas),
            is_one_column=all(area.left == area.right == left for area in areas),
        )
