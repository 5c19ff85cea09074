"""What a reference of the template means in the output: on which sheets, in which rows and columns.

`formulas` moves a formula with one `Targets`; `formulas_writing` puts what it finds into words.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ...model.values import replace
from .axis import Axis, Path
from .formulas_lines import End, Seen, seen
from .formulas_references import Corner, Reference
from .moves import Moves, SheetMove, Spot

WHOLE = Seen([(0, 0)])
"""All rows, or all columns."""


class Target(NamedTuple):
    """Rows and columns on one sheet of the output; `sheet` is "" for the formula's own sheet, not named."""

    sheet: str
    rows: Seen
    columns: Seen

    @property
    def is_gone(self) -> bool:
        """Whether nothing of it is left."""
        return not self.rows.areas or not self.columns.areas


class Targets:
    """Finds the targets of references."""

    def __init__(self, moves: Moves, sheets: Sequence[str] = ()) -> None:
        """`sheets`: the template's sheets in order; without them a 3-D reference means its two ends."""
        self._moves = moves
        self._order = [name.casefold() for name in sheets]
        self._names = {name.casefold(): name for name in (*sheets, *moves)}

    def of(self, reference: Reference, spot: Spot, *, pinned_only: bool = False, loosens: bool = False) -> list[Target]:
        """The targets, one for each sheet of the output that is meant; none where all those sheets are gone.

        `pinned_only`: rows and columns without `$` stay. `loosens`: those with `$` are taken as if they had none.
        """
        if loosens:
            reference = replace(reference, corners=tuple(Corner(*corner[:2]) for corner in reference.corners))
        if not reference.sheets:
            return [self._on(reference, "", self._moves.get(spot.sheet), spot.copy, spot, pinned_only)]
        found = []
        for name in self._meant(reference.sheets):
            move = self._moves.get(name)
            if move is None:
                found.append(self._on(reference, name, None, 0, spot, pinned_only))
            elif name == spot.sheet and spot.copy < len(move.copies):
                found.append(self._on(reference, move.copies[spot.copy], move, spot.copy, spot, pinned_only))
            else:
                away = Spot("", 0, 0)
                found += [
                    self._on(reference, copy, move, number, away, pinned_only)
                    for number, copy in enumerate(move.copies)
                ]
        return found

    def _meant(self, sheets: Sequence[str]) -> list[str]:
        """The template's sheets that a reference names, all those between two."""
        folded = [name.casefold() for name in sheets]
        if len(folded) == 2 and folded[0] in self._order and folded[1] in self._order:
            start, stop = sorted(self._order.index(name) for name in folded)
            return [self._names[name] for name in self._order[start : stop + 1]]
        return [self._names.get(name.casefold(), name) for name in sheets]

    def _on(
        self, reference: Reference, sheet: str, move: SheetMove | None, copy: int, spot: Spot, pinned_only: bool
    ) -> Target:
        """The target on one sheet, as seen from the formula's rounds where it stands on that sheet itself."""
        rows, columns = move.axes(copy) if move else (None, None)
        is_home = move is not None and spot.sheet == move.name
        first, last = reference.corners[0], reference.corners[-1]
        return Target(
            sheet,
            _lines(
                rows,
                [End(corner.row, corner.row_pinned) for corner in reference.corners],
                spot.row_path if is_home else (),
                may_run_back=first.column == last.column == spot.column,
                pinned_only=pinned_only,
            ),
            _lines(
                columns,
                [End(corner.column, corner.column_pinned) for corner in reference.corners],
                spot.column_path if is_home else (),
                may_run_back=first.row == last.row == spot.row,
                pinned_only=pinned_only,
            ),
        )


def _lines(axis: Axis | None, ends: list[End], path: Path, *, may_run_back: bool, pinned_only: bool) -> Seen:
    """The rows, or the columns, of a target; with `pinned_only` those without `$` are distances, which stay."""
    if not ends[0].line:
        return WHOLE
    ends = sorted(ends, key=lambda end: end.line)
    if axis is None or (pinned_only and not all(end.pinned for end in ends)):
        return Seen([(ends[0].line, ends[-1].line)])
    return seen(axis, ends, path, may_run_back=may_run_back)
