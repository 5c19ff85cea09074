"""The formulas of cells where rows moved: each as it reads now, shared ones written out."""

from __future__ import annotations

from ...model.values import dataclass, field
from .formulas import FormulaMover
from .markup import attribute_of, with_attributes
from .moves import Moves, Spot
from .rows import Formula
from .shared import SharedFormulas
from .sheet import Cell


@dataclass(slots=True)
class MovedFormulas:
    """Called with a cell and its spot, gives its formula, None where that stays as it is written.

    `stale` are the cells of the output whose formulas read otherwise than before.
    """

    mover: FormulaMover
    moves: Moves
    stale: set[tuple[str, int, int]] = field(default_factory=set)
    _shared: dict[str, SharedFormulas] = field(default_factory=dict)

    def __call__(self, cell: Cell, spot: Spot) -> Formula | None:
        """The formula of a template cell in its round."""
        written = self._shared.setdefault(spot.sheet, SharedFormulas()).text(cell)
        text = self.mover.move(written, spot)
        attributes = cell.formula_attributes or ""
        kind = attribute_of(attributes, "t")
        if text != written:
            self.stale.add((spot.sheet, self._row(spot), spot.column))
        if kind == "shared":
            return Formula(text, with_attributes(attributes, {"t": None, "ref": None, "si": None}))
        reference = attribute_of(attributes, "ref")
        if reference is not None:
            attributes = with_attributes(attributes, {"ref": self.mover.move(reference, spot)})
        return None if (text, attributes) == (cell.formula, cell.formula_attributes) else Formula(text, attributes)

    def _row(self, spot: Spot) -> int:
        move = self.moves.get(spot.sheet)
        there = move.rows.extent(spot.row, spot.row, spot.row_path) if move is not None else None
        return there[0] if there is not None else spot.row
