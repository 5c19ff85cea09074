"""Which formulas of a loop inside a loop read the same in all rounds of both, so that one program does for them.

A row under a condition is a loop of one round; were its formulas read anew in each round of the loop around it,
100,000 rows would take half a minute.
"""

from __future__ import annotations

from collections.abc import Sequence

from .axis import Axis
from .formulas_lines import enclosing
from .formulas_references import Reference
from .moves import Spot


def is_alike(parts: Sequence[str | Reference], spot: Spot, rows: Axis) -> bool:
    """Whether all rows of the formula are of its innermost round, or outside of all loops that it is in.

    False also where it is not certain.
    """
    loops = enclosing(rows, spot.row_path)
    if not loops or len(loops) < len(spot.row_path):
        return False
    outer, inner = (loops[0].first, loops[0].last), (loops[-1].first, loops[-1].last)
    return all(isinstance(part, str) or _is_alike(part, spot, outer, inner) for part in parts)


def _is_alike(part: Reference, spot: Spot, outer: tuple[int, int], inner: tuple[int, int]) -> bool:
    if part.edge or len(part.sheets) > 1:
        return False
    if part.sheets and part.sheets[0].casefold() != spot.sheet.casefold():
        return True
    first, last = part.rows
    if not first:
        return True
    if inner[0] <= first and last <= inner[1]:
        return not any(corner.row_pinned for corner in part.corners)
    if last < outer[0]:  # one cell before the loop may mean the round before
        return part.is_range or part.corners[0].row_pinned or part.corners[0].column != spot.column
    return first > outer[1]
