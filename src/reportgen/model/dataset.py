"""The data of a report as typed tables: each value knows its cell.

A table keeps its values by column, and the sheet row of each of its rows; a `CellRef` or a `Figure`
is made when somebody asks, so a table of 100,000 rows costs no more than its values.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from .diagnostic import Fault, nearest
from .figure import Fact, Figure, Missing, Period
from .place import CellRef, SheetRef
from .quantity import NO_UNIT, Quantity, Unit
from .schema import ColumnKind
from .values import dataclass, field

Value = Decimal | str | date | None
"""What a cell holds: a number, text, a date, or nothing. None is an empty cell, never zero."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a table.

    `position` is the 1-based column in the sheet. `unit` is the unit of all its numbers, or None
    where each row has its own in `units` (same length as `values`). `previous` and `target` name the
    columns with the value a year earlier and the planned one, `hedge` the one whose word says that the
    number is not exact; None where there is none. `split` are the characters that part a list in one
    cell. `approximate` and `reasons` hold, by row position, the cells that said 约 or 余 (`hedges` the
    very word), and what was written instead of a value (`n/a`). `number_format` is the spreadsheet
    format that most of its cells carry (`0.00%`), empty where none is known.
    """

    name: str
    kind: ColumnKind
    position: int
    values: Sequence[Value]
    unit: Unit | None = NO_UNIT
    units: Sequence[Unit] | None = None
    previous: str | None = None
    target: str | None = None
    hedge: str | None = None
    split: str = ""
    approximate: frozenset[int] = frozenset()
    hedges: Mapping[int, str] = field(default_factory=dict)
    reasons: Mapping[int, str] = field(default_factory=dict)
    number_format: str = ""

    def unit_at(self, index: int) -> Unit:
        """The unit of a row's number."""
        return self.units[index] if self.units is not None else self.unit or NO_UNIT


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One list of the workbook: 主导产业, 产业项目 and the like.

    `rows` are the 1-based sheet rows of its entries, in order. `key` names the column that tells them
    apart. `period` is the report's period. `announced` is how many entries the complete list has,
    None where nobody says; a longer announcement than `rows` means that the list is known in part.
    `total_row` is the sheet row of a total over all entries, 0 for none, and `totals` its numbers by column,
    in the unit of the column.
    """

    name: str
    file: str
    sheet: str
    columns: Mapping[str, Column]
    rows: Sequence[int]
    key: str | None = None
    row_noun: str = "行"
    period: Period | None = None
    announced: Figure | None = None
    total_row: int = 0
    totals: Mapping[str, Decimal] = field(default_factory=dict)

    @property
    def place(self) -> SheetRef:
        """The sheet that the table stands on."""
        return SheetRef(self.file, self.sheet)

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[Row]:
        return (Row(self, index) for index in range(len(self.rows)))

    def __getitem__(self, index: int) -> Row:
        return Row(self, range(len(self.rows))[index])

    def column(self, name: str) -> Column:
        """The column of that name; raises `unknown-column` with the nearest name."""
        found = self.columns.get(name)
        if found is None:
            raise Fault("unknown-column", column=name, sheet=self.name, suggestion=nearest(name, self.columns))
        return found

    def ref(self, name: str, index: int) -> CellRef:
        """The cell of a column in the row at `index` (from 0)."""
        return CellRef(self.file, self.sheet, self.rows[index], self.column(name).position)

    def cell(self, name: str, index: int) -> Figure | Fact | Missing:
        """What a cell holds, with its source; a number also with its last year's and planned value."""
        column = self.column(name)
        value, source = column.values[index], CellRef(self.file, self.sheet, self.rows[index], column.position)
        if value is None:
            return Missing(name=name, source=source, reason=column.reasons.get(index))
        if isinstance(value, Decimal):
            hedge = self.hedge(column, index) if column.hedge or column.hedges else ""
            return Figure(
                quantity=Quantity(value, column.unit_at(index)),
                name=name,
                period=self.period,
                source=source,
                previous=None if column.previous is None else self._beside(column.previous, index, back=True),
                target=None if column.target is None else self._beside(column.target, index),
                approximate=bool(hedge) or index in column.approximate,
                hedge=hedge,
            )
        items = _parts(value, column.split) if column.split and isinstance(value, str) else ()
        return Fact(value=value, name=name, source=source, items=items)

    def figures(self, name: str) -> tuple[Figure, ...]:
        """The numbers of a column, empty cells left out."""
        cells = (self.cell(name, index) for index in range(len(self.rows)))
        return tuple(cell for cell in cells if isinstance(cell, Figure))

    def hedge(self, column: Column, index: int) -> str:
        """The word beside a column's number or in its cell that says it is not exact, empty for none."""
        beside = self.columns.get(column.hedge) if column.hedge else None
        word = beside.values[index] if beside is not None else None
        return word if isinstance(word, str) else column.hedges.get(index, "")

    def _beside(self, name: str, index: int, *, back: bool = False) -> Figure | Missing | None:
        if name not in self.columns:
            return None
        column = self.columns[name]
        value, source = column.values[index], CellRef(self.file, self.sheet, self.rows[index], column.position)
        if not isinstance(value, Decimal):
            return Missing(name=name, source=source, reason=column.reasons.get(index))
        period = self.period.before if back and self.period else self.period
        return Figure(quantity=Quantity(value, column.unit_at(index)), name=name, period=period, source=source)


def _parts(text: str, marks: str) -> tuple[str, ...]:
    for mark in marks[1:]:
        text = text.replace(mark, marks[0])
    return tuple(part for item in text.split(marks[0]) if (part := item.strip()))


@dataclass(frozen=True, slots=True)
class Row:
    """One entry of a table; `index` counts from 0 within the table."""

    table: Table
    index: int

    @property
    def name(self) -> str:
        """What messages call it: `产业[1]`, the first row of 产业."""
        return f"{self.table.name}[{self.index + 1}]"

    def cell(self, column: str) -> Figure | Fact | Missing:
        """What the row holds in a column."""
        return self.table.cell(column, self.index)

    def value(self, column: str) -> Value:
        """The bare value in a column, None where the cell is empty."""
        return self.table.column(column).values[self.index]


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """A row of the sheet 指标.

    `figure` carries last year's value, target, 预计 and price basis; it is `Missing` where the value
    cell is empty. `texts` are the row's other cells by column (口径, 责任科室, 来源说明).
    """

    name: str
    figure: Figure | Fact | Missing
    place: CellRef
    texts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dataset:
    """All data of a report: single indicators by name, lists by name, and the files they came from.

    `origins` are the cells of returned forms that values were collected from, by the cell that they stand in now.
    """

    indicators: Mapping[str, Indicator]
    tables: Mapping[str, Table]
    files: tuple[str, ...] = ()
    origins: Mapping[CellRef, CellRef] = field(default_factory=dict)
