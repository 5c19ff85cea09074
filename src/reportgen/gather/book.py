"""The report's workbook as returns are compared with it, and a cell of it that a returned value is meant for."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from ..model.dataset import Column, Table, Value
from ..model.diagnostic import Diagnostic, error, warning
from ..model.origins import value_at
from ..model.place import CellRef
from ..model.quantity import Unit
from ..model.returns import SheetFacts
from ..model.schema import INDICATOR_SHEET, SheetSchema
from ..model.values import dataclass, field
from .answer import Cell, row_name
from .rows import Known


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """The report's workbook: its tables by name, what else its sheets hold, and how its lists are declared.

    `shown` holds, by sheet, row and column, what the forms say from the kit where the workbook says nothing.
    `seen` remembers where its rows are from one return to the next.
    """

    tables: Mapping[str, Table]
    facts: Mapping[str, SheetFacts] = field(default_factory=dict)
    schemas: Mapping[str, SheetSchema] = field(default_factory=dict)
    shown: Mapping[tuple[str, str, str], str] = field(default_factory=dict)
    seen: dict[tuple[str, ...], Known] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Aim:
    """A cell of the workbook that a returned value is meant for.

    `row` is the index in the table, or the key of an entry that the table does not have yet: such a cell is
    empty, and has the unit of its whole column, or the one that the return `states` for its row.
    """

    book: Book
    table: Table
    column: Column
    row: int | str
    states: Unit | None = None

    @property
    def cell(self) -> Cell:
        """The cell by what it means."""
        return Cell(self.table.name, self.row, self.column.name)

    @property
    def before(self) -> Value:
        """What the workbook holds now."""
        return value_at(self.table, self.column.name, self.row) if isinstance(self.row, int) else None

    @property
    def last(self) -> Decimal | None:
        """Last year's value, in the cell's unit."""
        earlier = self.table.columns.get(self.column.previous) if self.column.previous else None
        value = earlier.values[self.row] if earlier is not None and isinstance(self.row, int) else None
        return value if isinstance(value, Decimal) else None

    @property
    def unit(self) -> Unit | None:
        """The unit that the workbook keeps the cell in, None where nobody says one."""
        if isinstance(self.row, int):
            return self.column.unit_at(self.row)
        return self.column.unit if self.column.units is None else self.states

    @property
    def name(self) -> str:
        """The cell as people call it: 规上工业总产值, 铝加工 产值."""
        row = row_name(self.table, self.row) if isinstance(self.row, int) else self.row
        is_value = self.table.name == INDICATOR_SHEET and self.column.name == "数值"
        return row if is_value else f"{row} {self.column.name}"

    @property
    def choices(self) -> tuple[str, ...]:
        """The words that the cell takes, none where it takes any."""
        schema = self.book.schemas.get(self.table.name)
        declared = schema.column(self.column.name) if schema else None
        return declared.choices if declared is not None else ()

    def beside(self, column: str) -> Aim | None:
        """The cell of another column in the same row, None where the workbook has no such column."""
        found = self.table.columns.get(column)
        return None if found is None else Aim(self.book, self.table, found, self.row)

    def closed(self, place: CellRef) -> Diagnostic | None:
        """Why the workbook's cell cannot be set by the value at `place`; None where it can."""
        facts = self.book.facts.get(self.table.name)
        if facts is None or not isinstance(self.row, int):
            return None
        row, cell = self.table.rows[self.row], self.table.ref(self.column.name, self.row)
        if (row, self.column.position) in facts.formulas:
            return warning("formula-kept", place, related=(cell,), column=self.column.name)
        if facts.merges and facts.is_covered(row, self.column.position):
            return error("cell-under-merge", place, related=(cell,), column=self.column.name)
        return None
