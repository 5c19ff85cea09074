"""Formulas worked out in the order of their dependencies: the entry of `calc`.

`fill` and `edit` move the formulas of a workbook, put the cells that formulas look at (`wanted`) into a
`Known`, and store what `calculate` finds as cached values.
"""

from __future__ import annotations

from collections.abc import Sequence

from ....model.values import dataclass
from .formulas import CellFormula, ColumnFormula, Workbook
from .known import Known
from .values import UNKNOWN, Value


@dataclass(frozen=True, slots=True)
class Results:
    """The values of the formulas, in the order in which they were given.

    `cells`: one value each; KEPT: nothing it depends on has changed, the cached value stays; UNKNOWN: it
    changed and cannot be worked out here, the cache goes. An array formula gives its block as rows of values
    in `blocks`, and its first cell's value in `cells`. `columns`: one list of values each, never KEPT.
    """

    cells: list[Value]
    columns: list[list[Value]]
    blocks: dict[int, list[list[Value]]]


def calculate(
    known: Known,  # noqa: ARG001 - every result is unknown until the evaluation stands
    cells: Sequence[CellFormula],
    columns: Sequence[ColumnFormula] = (),
    workbook: Workbook | None = None,  # noqa: ARG001
) -> Results:
    """Work out what depends on a changed cell, as Excel would; `stored(value)` is how a result is written."""
    return Results([UNKNOWN] * len(cells), [[UNKNOWN] * len(column.texts) for column in columns], {})
