"""How the sheets of a template change shape: the axes of each, and the sheets that it becomes.

A reference of a formula inside a loop means: relative, to a line of the same loop: the line of the same
round; absolute (`$3`): the first round as a range's start, so that `SUM(C$3:C3)` runs on; relative, to the
line just before the loop and in the formula's own column (`=D2+C3` in D3): the round before, as filling
down would have it; any other line outside the loop: that line, wherever it stands now.
"""

from __future__ import annotations

from collections.abc import Mapping

from ...model.values import dataclass
from .axis import Axis, Path


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetMove:
    """One sheet of the template: where its rows and columns go, and the names of its sheets in the output.

    `copies` has the sheet's own name where it is not repeated, nothing where the sheet is gone. All
    copies share the axes unless `each` holds a pair of rows and columns for every copy.
    """

    name: str
    rows: Axis
    columns: Axis
    copies: tuple[str, ...]
    each: tuple[tuple[Axis, Axis], ...] = ()

    def axes(self, copy: int) -> tuple[Axis, Axis]:
        """Rows and columns of a copy, counted from 0."""
        return self.each[copy] if self.each else (self.rows, self.columns)

    @property
    def is_still(self) -> bool:
        """Whether everything on the sheet stays where it is, under its name."""
        return self.copies == (self.name,) and self.rows.is_still and self.columns.is_still


Moves = Mapping[str, SheetMove]
"""By the template's sheet names; sheets that are not there do not change."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A template cell in one of its rounds: on the sheet's copy `copy`, counted from 0."""

    sheet: str
    row: int
    column: int
    row_path: Path = ()
    column_path: Path = ()
    copy: int = 0
