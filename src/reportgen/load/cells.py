"""Cells as they stand in a file, before anybody asks what they mean: the floor of `load`.

A `RawSheet` keeps its cells by column and only where something is written, so one value at
XFD1048576 costs one value, and 100,000 rows cost ten lists instead of a million objects. The reader
of .xlsx and the reader of .csv both end here; `headers`, `columns` and `tables` begin here.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from enum import StrEnum
from itertools import islice, repeat
from operator import is_, lt

from ..model.diagnostic import Fault
from ..model.place import CellRef, SheetRef
from ..model.values import dataclass, field
from .addresses import LAST_ROW
from .formats import GENERAL, NumberFormat


class CellType(StrEnum):
    """What stands in a cell. TEXT covers the shared, inline and formula strings of .xlsx.

    UNCACHED is a formula whose result is not in the file. LOOSE is a .csv field, which has no type.
    """

    NUMBER = "n"
    TEXT = "s"
    BOOLEAN = "b"
    ERROR = "e"
    DATE = "d"
    UNCACHED = "f"
    LOOSE = "csv"


class SheetState(StrEnum):
    """How a sheet shows (ECMA-376 Part 1, 18.18.68)."""

    VISIBLE = "visible"
    HIDDEN = "hidden"
    VERY_HIDDEN = "veryHidden"


@dataclass(frozen=True, slots=True)
class CellKind:
    """What many cells have in common: type, index of the style, whether a formula works it out."""

    type: CellType
    style: int = 0
    formula: bool = False


def alike(kinds: Sequence[CellKind | None]) -> bool:
    """Whether all cells are of one kind; kinds of one sheet compare by identity. False for no cells."""
    return bool(kinds) and all(map(is_, kinds, repeat(kinds[0])))


@dataclass(frozen=True, slots=True)
class RawCell:
    """One cell: the exact text of its value, and its kind."""

    row: int
    column: int
    text: str
    kind: CellKind


@dataclass(frozen=True, slots=True)
class RawColumn:
    """The written cells of one column, as three lists of one length, rows ascending from 1."""

    rows: list[int] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    kinds: list[CellKind] = field(default_factory=list)

    def at(self, row: int) -> int | None:
        """The index of a row's cell in the lists, None where the cell is empty."""
        index = bisect_left(self.rows, row)
        return index if index < len(self.rows) and self.rows[index] == row else None


@dataclass(frozen=True, slots=True)
class MergedRange:
    """A merged block, both corners included. It is never spread out: it may be the whole sheet."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RawSheet:
    """One sheet of a file. `name` is empty for a .csv; `title` is what its table is called.

    `formats` are the number formats by style index. `hidden_rows` are those that hold cells, `hidden_columns`
    the first and last column of each hidden run, whatever it holds.
    """

    file: str
    name: str
    title: str
    columns: dict[int, RawColumn]
    merges: Sequence[MergedRange] = ()
    hidden_rows: Sequence[int] = ()
    hidden_columns: Sequence[tuple[int, int]] = ()
    formats: Sequence[NumberFormat] = (GENERAL,)
    date1904: bool = False

    @property
    def place(self) -> SheetRef:
        """The sheet itself."""
        return SheetRef(self.file, self.name)

    def ref(self, row: int, column: int) -> CellRef:
        """The place of a cell."""
        return CellRef(self.file, self.name, row, column)

    def format_of(self, kind: CellKind) -> NumberFormat:
        """The number format that a cell shows with; General for a style that is not there."""
        return self.formats[kind.style] if 0 <= kind.style < len(self.formats) else GENERAL

    def cell(self, row: int, column: int) -> RawCell | None:
        """The cell at an address, None where nothing is written."""
        cells = self.columns.get(column)
        index = cells.at(row) if cells is not None else None
        if cells is None or index is None:
            return None
        return RawCell(row, column, cells.texts[index], cells.kinds[index])

    def top_rows(self, count: int) -> dict[int, dict[int, RawCell]]:
        """The first `count` rows in which something is written, by row and column."""
        first = sorted({row for cells in self.columns.values() for row in cells.rows[:count]})[:count]
        wanted = {row: {} for row in first}  # type: dict[int, dict[int, RawCell]]
        for position in sorted(self.columns):
            cells = self.columns[position]
            for row, text, kind in islice(zip(cells.rows, cells.texts, cells.kinds, strict=True), count):
                if row in wanted:
                    wanted[row][position] = RawCell(row, position, text, kind)
        return wanted


@dataclass(frozen=True, slots=True, kw_only=True)
class CellLimits:
    """How much one file may hold before we refuse it; far above any workbook that a person keeps."""

    cells: int = 5_000_000
    blank_cells: int = 10_000_000
    merges: int = 200_000
    sheets: int = 1_000


LIMITS = CellLimits()


@dataclass(slots=True)
class SheetBuilder:
    """Gathers cells while a sheet is read; `finish` puts rows in order where a file had them jumbled."""

    limits: CellLimits = LIMITS
    columns: dict[int, RawColumn] = field(default_factory=dict)
    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[tuple[int, int]] = field(default_factory=list)
    merges: list[MergedRange] = field(default_factory=list)
    count: int = 0
    seen: int = 0
    last_row: int = 0
    ordered: bool = True
    _kinds: dict[tuple[CellType, int, bool], CellKind] = field(default_factory=dict)

    def kind(self, type_: CellType, style: int = 0, *, formula: bool = False) -> CellKind:
        """The one CellKind of that content, so that kinds compare by identity."""
        key = (type_, style, formula)
        found = self._kinds.get(key)
        if found is None:
            found = self._kinds[key] = CellKind(type_, style, formula)
        return found

    def start_rows(self, rows: Sequence[int]) -> None:
        """Note the rows that come next; raises `bad-address` below the last row of a sheet."""
        if rows[0] <= self.last_row or not all(map(lt, rows, islice(rows, 1, None))):
            self.ordered = False
        self.last_row = rows[-1]
        if max(rows) > LAST_ROW or min(rows) < 1:
            raise Fault("bad-address", address=str(max(rows)))

    def saw(self, cells: int) -> None:
        """Count cells that were looked at one by one, blank ones too: they cost time, if no memory."""
        self.seen += cells
        if self.seen > self.limits.blank_cells:
            raise Fault("too-much-data", what="单元格/cells", limit=self.limits.blank_cells)

    def add(self, row: int, column: int, text: str, kind: CellKind) -> None:
        """One cell."""
        self._counted(1)
        cells = self.columns.get(column)
        if cells is None:
            cells = self.columns[column] = RawColumn()
        elif cells.rows[-1] >= row:
            self.ordered = False
        cells.rows.append(row)
        cells.texts.append(text)
        cells.kinds.append(kind)

    def extend(self, rows: Sequence[int], column: int, texts: Sequence[str], kind: CellKind) -> None:
        """A run of cells of one kind below one another."""
        self._counted(len(rows))
        cells = self.columns.get(column)
        if cells is None:
            cells = self.columns[column] = RawColumn()
        elif cells.rows[-1] >= rows[0]:
            self.ordered = False
        cells.rows.extend(rows)
        cells.texts.extend(texts)
        cells.kinds.extend(repeat(kind, len(rows)))

    def column_run(self, attributes: Mapping[str, str]) -> None:
        """Note the run of columns that a `col` element tells of where it is hidden (18.3.1.13)."""
        first, last = attributes.get("min", ""), attributes.get("max", "")
        if attributes.get("hidden") in ("1", "true") and _is_column(first) and _is_column(last):
            self.hidden_columns.append((int(first), int(last)))

    def merge(self, top: int, left: int, bottom: int, right: int) -> None:
        """A merged block; raises `too-much-data` when there are more than a person could make."""
        if len(self.merges) >= self.limits.merges:
            raise Fault("too-much-data", what="合并区域/merged ranges", limit=self.limits.merges)
        self.merges.append(MergedRange(top, left, bottom, right))

    def finish(self) -> None:
        """Sort what came out of order; of two cells with one address the later counts."""
        if not self.ordered:
            for position, cells in list(self.columns.items()):
                self.columns[position] = _sorted(cells)
            self.hidden_rows.sort()

    def _counted(self, cells: int) -> None:
        self.count += cells
        if self.count > self.limits.cells:
            raise Fault("too-much-data", what="单元格/cells", limit=self.limits.cells)


def _is_column(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 5


def _sorted(cells: RawColumn) -> RawColumn:
    last = {row: (text, kind) for row, text, kind in zip(cells.rows, cells.texts, cells.kinds, strict=True)}
    rows = sorted(last)
    return RawColumn(rows, [last[row][0] for row in rows], [last[row][1] for row in rows])
