"""A reference of the template in the words of the output.

The last step of moving a formula: `formulas_targets` has said what is meant, the function round the reference
says whether many may stand in the place of one.
"""

from __future__ import annotations

from collections.abc import Sequence

from ...model.place import column_letters
from ...model.values import dataclass, field
from .axis import Lines
from .formulas_lines import Seen
from .formulas_references import Reference, sheet_prefix
from .formulas_targets import Target, Targets
from .moves import Spot

GONE = "#REF!"
NOTHING = "$XFD$1048576"
"""The last cell of a sheet, for functions that are left without a range: they count, average or look up nothing."""

ROW_MARK = "\0"
"""Stands before and behind the offset of a row number that goes along with the formula's own row."""

_MOST_AREAS = 120
"""Areas in the place of one; a function takes 255 arguments and a formula 8,192 characters (Excel 2007 and later)."""

_TAKE_FIRST = frozenset(("OFFSET", "ROW", "COLUMN", "CELL", "ADDRESS"))
"""Functions that want the first cell of whatever grows; nothing is doubtful about it."""


@dataclass(slots=True, kw_only=True)
class Writer:
    """Writes the references of one formula in one spot.

    `own_row`: the output row of the spot where a program is made, else None. `takes_all`: the reference is
    the whole formula and takes all rounds. `repins`: rows, and columns, are written with `$` where they
    stay the same in all rounds and without it where they go along. `repeats`: see `FormulaMover`;
    `loosens`: see `Targets`.
    `doubts` are (code, reference as written, what was taken).
    """

    targets: Targets
    spot: Spot
    own_row: int | None = None
    takes_all: bool = False
    pinned_only: bool = False
    repins: tuple[bool, bool] = (False, False)
    repeats: bool = True
    loosens: bool = False
    doubts: list[tuple[str, str, str]] = field(default_factory=list)

    def text(self, reference: Reference) -> str:
        """The reference as the output writes it."""
        found = self.targets.of(reference, self.spot, pinned_only=self.pinned_only, loosens=self.loosens)
        left = [target for target in found if not target.is_gone]
        if not left and reference.argument.is_alone and reference.argument.takes_range:
            return "0" if reference.argument.function == "SUM" else NOTHING
        if not left:
            self._doubt("reference-gone", reference, GONE)
            return GONE
        if reference.edge:
            return self._edge(reference, left[0] if reference.edge == "start" else left[-1])
        if len(left) == 1 and len(reference.sheets) < 2:
            return self._on_one_sheet(reference, left[0])
        return self._on_many_sheets(reference, left)

    def _on_one_sheet(self, reference: Reference, target: Target) -> str:
        if not self.repeats and not reference.is_range:
            return self._areas(reference, Target(target.sheet, _first(target.rows), _first(target.columns)))[0]
        written = self._areas(reference, target)
        if len(written) == 1 and (reference.is_range or self._is_one_cell(target) or self._may_be_range(reference)):
            return written[0]
        if self._may_be_list(reference) and len(written) <= _MOST_AREAS:
            return ",".join(written)
        return self._one_of_many(reference, target)

    def _on_many_sheets(self, reference: Reference, found: Sequence[Target]) -> str:
        """A reference to a repeated sheet, or to several sheets."""
        is_alike = all(target[1:] == found[0][1:] for target in found)
        is_whole = not (reference.rows[0] and reference.columns[0])  # LibreOffice 7 reads no 3-D whole columns
        may_span = reference.argument.takes_sheets and reference.argument.is_alone and not is_whole
        if is_alike and (len(reference.sheets) == 2 or may_span):
            ends = dict.fromkeys((found[0].sheet, found[-1].sheet))
            span = reference.prefix if ends.keys() == set(reference.sheets) else sheet_prefix(*ends)
            written = self._areas(reference, found[0], span)
            if len(written) == 1 or (self._may_be_list(reference) and len(written) <= _MOST_AREAS):
                return ",".join(written)
        written = [area for target in found for area in self._areas(reference, target)]
        if self._may_be_list(reference) and not self.takes_all and len(written) <= _MOST_AREAS:
            return ",".join(written)
        return self._one_of_many(reference, found[0], many_sheets=True)

    def _one_of_many(self, reference: Reference, target: Target, *, many_sheets: bool = False) -> str:
        """The best single answer where several are meant, with a doubt."""
        rows, columns = target.rows, target.columns
        if reference.is_range:
            hull = Target(target.sheet, _hull(rows), _hull(columns))
            taken = self._areas(reference, hull)[0]
            self._doubt("one-of-many" if many_sheets else "scattered-rounds", reference, taken)
            return taken
        first = Target(target.sheet, _first(rows), _first(columns))
        taken = self._areas(reference, first)[0]
        if reference.argument.function not in _TAKE_FIRST:
            is_listed = self._may_be_list(reference) and not many_sheets
            self._doubt("scattered-rounds" if is_listed else "one-of-many", reference, taken)
        return taken

    def _may_be_range(self, reference: Reference) -> bool:
        return self.takes_all or (reference.argument.is_alone and reference.argument.takes_range)

    def _may_be_list(self, reference: Reference) -> bool:
        return self.takes_all or (reference.argument.is_alone and reference.argument.takes_list)

    @staticmethod
    def _is_one_cell(target: Target) -> bool:
        (rows, *_), (columns, *_) = target.rows.areas, target.columns.areas
        return rows[0] == rows[1] and columns[0] == columns[1]

    def _areas(self, reference: Reference, target: Target, prefix: str | None = None) -> list[str]:
        """Each area of the target; the reference as written where it says the same."""
        if prefix is None:
            same = not reference.sheets or (len(reference.sheets) == 1 and target.sheet == reference.sheets[0])
            prefix = reference.prefix if same else sheet_prefix(target.sheet)
        return [
            self._area(reference, prefix, target, rows, columns)
            for rows in target.rows.areas
            for columns in target.columns.areas
        ]

    def _area(self, reference: Reference, prefix: str, target: Target, rows: Lines, columns: Lines) -> str:
        is_same = rows == reference.rows and columns == reference.columns and prefix == reference.prefix
        if is_same and not any(self.repins) and not (self.own_row is not None and any(target.rows.own)):
            return reference.text
        is_range = reference.is_range or rows[0] != rows[1] or columns[0] != columns[1]
        down = sorted(reference.corners, key=lambda corner: corner.row)
        across = sorted(reference.corners, key=lambda corner: corner.column)
        ends = [
            self._row(rows[end], down[end].row_pinned, own=target.rows.own[end])
            for end in ((0, -1) if is_range else (0,))
        ]
        letters = [
            self._column(columns[end], across[end].column_pinned, own=target.columns.own[end])
            for end in ((0, -1) if is_range else (0,))
        ]
        corners = ":".join(f"{column}{row}" for column, row in zip(letters, ends, strict=True))
        return f"{reference.lead}{prefix}{corners}{reference.tail}"

    def _row(self, row: int, pinned: bool, *, own: bool) -> str:
        if not row:
            return ""
        dollar = "$" * (not own if self.repins[0] else pinned)
        if self.own_row is None or not own:
            return f"{dollar}{row}"
        return f"{dollar}{ROW_MARK}{row - self.own_row}{ROW_MARK}"

    def _column(self, column: int, pinned: bool, *, own: bool) -> str:
        if not column:
            return ""
        return f"{'$' * (not own if self.repins[1] else pinned)}{column_letters(column)}"

    def _edge(self, reference: Reference, target: Target) -> str:
        """One end of a range whose other end is worked out."""
        rows, columns = (lines.areas[0][0] if reference.edge == "start" else lines.areas[-1][1] for lines in target[1:])
        first = Target(target.sheet, Seen([(rows, rows)], target.rows.own), Seen([(columns, columns)]))
        return self._areas(reference, first)[0]

    def _doubt(self, code: str, reference: Reference, taken: str) -> None:
        offset_free = taken
        if self.own_row is not None:
            pieces = taken.split(ROW_MARK)
            pieces[1::2] = [str(int(offset) + self.own_row) for offset in pieces[1::2]]
            offset_free = "".join(pieces)
        self.doubts.append((code, reference.text, offset_free))


def _hull(lines: Seen) -> Seen:
    return Seen([(lines.areas[0][0], lines.areas[-1][1])], lines.own)


def _first(lines: Seen) -> Seen:
    start = lines.areas[0][0]
    return Seen([(start, start)], lines.own)
