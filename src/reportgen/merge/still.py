"""The rows of a sheet that no loop moves: decided by the template alone, kept with it, and written by one form.

`Opened` keeps a `StillSheet` for each sheet without loops; a fill puts its values into it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ..model.values import dataclass, field
from .excel.calc.values import Value
from .excel.seen import Seen
from .excel.sheet import Sheet
from .layout import FormulaSlot, Number, Raw, Segment, Single, Slot, Tag

Key = int | tuple[int, int]
"""The number of a cell with a tag, or the row and column of another cell."""


@dataclass(frozen=True, slots=True, eq=False)
class Page:
    """Rows with tags one behind the other: the texts `between` its holes, one more than these.

    `keys` say what goes into each of its holes, `slots` has them with their rows. `formulas` are the keys of the
    formulas.
    """

    between: Sequence[str]
    slots: Sequence[tuple[Key, Slot, Single]]
    keys: Sequence[Key]
    formulas: Mapping[tuple[int, int], FormulaSlot]


@dataclass(slots=True, eq=False)
class StillColumn:
    """What stands in a column: the values of the template by row, and its tags with their rows."""

    values: dict[int, Value] = field(default_factory=dict)
    tags: list[tuple[int, Tag]] = field(default_factory=list)


class StillSheet:
    """A sheet whose rows stay where they are; `segments` are its rows in order."""

    def __init__(self, sheet: Sheet, segments: Sequence[Segment]) -> None:
        self.segments = segments
        self._sheet = sheet
        self._pieces: list[Raw | Single | Page] | None = None
        self._columns: dict[int, StillColumn] | None = None

    @property
    def pieces(self) -> Sequence[Raw | Single | Page]:
        """The rows as they are written, those with tags together."""
        if self._pieces is None:
            self._pieces = list(_pieces(self.segments))
        return self._pieces

    def column(self, number: int, seen: Seen) -> StillColumn:
        """What stands in a column, formulas left out."""
        if self._columns is None:
            self._columns = self._read(seen)
        return self._columns.get(number) or StillColumn()

    def _read(self, seen: Seen) -> dict[int, StillColumn]:
        found: dict[int, StillColumn] = {}
        prefix = self._sheet.prefix
        for segment in self.segments:
            if isinstance(segment, Raw):
                for row in self._sheet.between(segment.first, segment.last):
                    for cell in self._sheet.cells(row):
                        found.setdefault(cell.column, StillColumn()).values[cell.row] = seen.value(cell, prefix)
            elif isinstance(segment, Single):
                program = segment.program
                for cell in (*(cell for cell, _ in program.constants), *(part.cell for part in program.parts)):
                    found.setdefault(cell.column, StillColumn()).values[cell.row] = seen.value(cell, prefix)
                for tag in program.tags:
                    found.setdefault(tag.column, StillColumn()).tags.append((segment.number, tag))
        return found


def _pieces(segments: Sequence[Segment]) -> Iterator[Raw | Single | Page]:
    together: list[Single] = []
    for segment in segments:
        if isinstance(segment, Single) and segment.program.tags:
            together.append(segment)
            continue
        if together:
            yield _page(together)
            together = []
        if isinstance(segment, (Raw, Single)):
            yield segment
    if together:
        yield _page(together)


def _page(rows: Sequence[Single]) -> Page:
    between = [""]
    slots: list[tuple[Key, Slot, Single]] = []
    for row in rows:
        number = str(row.number)
        for piece in row.program.pieces:
            if isinstance(piece, str):
                between[-1] += piece
            elif isinstance(piece, Number):
                between[-1] += number
            else:
                between.append("")
                key = piece.index if isinstance(piece, Tag) else (row.number, piece.column)
                slots.append((key, piece, row))
    formulas = {(row.number, slot.column): slot for _, slot, row in slots if isinstance(slot, FormulaSlot)}
    return Page(between, slots, [key for key, *_ in slots], formulas)
