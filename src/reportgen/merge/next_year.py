"""A workbook turned to the next year: this year's values become last year's, what was of one year is emptied.

`roll` reads the old workbook into a Dataset, gets the cells to change from here, and has `excel.edit`
change them, so that the new workbook keeps the look, the notes and the drop-downs of the old one.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal

from ..model.dataset import Column, Dataset, Indicator, Table, Value
from ..model.diagnostic import Diagnostic, Fault, Severity, info, warning
from ..model.place import CellRef
from ..model.quantity import Quantity
from ..model.schema import INDICATOR_SHEET, ColumnKind, ColumnSchema, Schema, SheetSchema
from ..model.values import dataclass, field, replace
from .excel.edit import SetCell

_PERCENT = Decimal(100)


@dataclass(slots=True, kw_only=True)
class Turned:
    """What changes: edits by file and sheet, how many values moved and cells were emptied, and what there is to say."""

    edits: dict[str, dict[str, list[SetCell]]] = field(default_factory=dict)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    _places: dict[tuple[str, str], set[tuple[int, int]]] = field(default_factory=dict)
    moved: int = 0
    emptied: int = 0

    def put(self, table: Table, index: int, column: Column, value: Value) -> None:
        """Write a value into a row's cell; None empties it."""
        edit = SetCell(row=table.rows[index], column=column.position, value=value)
        self.edits.setdefault(table.file, {}).setdefault(table.sheet, []).append(edit)

    def changes(self, place: CellRef) -> bool:
        """Whether a cell is among those that change."""
        key = (place.file, place.sheet)
        if key not in self._places:
            edits = self.edits.get(place.file, {}).get(place.sheet, ())
            self._places[key] = {(item.row, item.column) for item in edits}
        return (place.row, place.column) in self._places[key]


def turn(dataset: Dataset, schema: Schema, formulas: Collection[CellRef], *, years: int = 1) -> Turned:
    """The edits that turn the data to the report `years` later.

    `formulas` are the cells that hold formulas: they stay. Values move to last year's column only for
    the very next year; for a later one that column is emptied as well.
    """
    turned = Turned()
    for table in dataset.tables.values():
        sheet = schema.sheet(table.name)
        if sheet is None:
            turned.diagnostics.append(info("sheet-left-alone", table.place, sheet=table.name))
            continue
        lasting = _lasting_rows(table, schema, dataset.indicators)
        _Turning(table, sheet, frozenset(formulas), lasting, turned, moves=years == 1).run()
    return turned


def _lasting_rows(table: Table, schema: Schema, indicators: Mapping[str, Indicator]) -> frozenset[int]:
    """The sheet rows of the indicators that hold in the next year too."""
    if table.name != INDICATOR_SHEET:
        return frozenset()
    wanted = {item.name for item in schema.indicators if item.lasting}
    return frozenset(item.place.row for name, item in indicators.items() if name in wanted)


@dataclass(slots=True)
class _Turning:
    """One table being turned."""

    table: Table
    sheet: SheetSchema
    formulas: frozenset[CellRef]
    lasting: frozenset[int]
    turned: Turned
    moves: bool = field(kw_only=True)

    def run(self) -> None:
        before = {column.previous for column in self.sheet.columns if column.previous}
        for declared in self.sheet.columns:
            column = self.table.columns.get(declared.name)
            if column is None:
                continue
            if declared.previous is not None:
                self._step_back(declared, column)
            elif declared.name not in before:
                self._keep_or_empty(declared, column)
        unknown = [name for name in self.table.columns if self.sheet.column(name) is None]
        if unknown:
            self.turned.diagnostics.append(info("columns-left-alone", self.table.place, columns=unknown))

    def _step_back(self, declared: ColumnSchema, column: Column) -> None:
        """Move the column's values to that of the year before, and empty it."""
        before = self.table.columns.get(declared.previous or "")
        if before is None and any(isinstance(value, Decimal) for value in column.values):
            wanted = declared.previous or ""
            found = warning("no-column-for-last-year", self.table.place, column=declared.name, wanted=wanted)
            self.turned.diagnostics.append(found)
        for index, row in enumerate(self.table.rows):
            value = column.values[index]
            if row in self.lasting:
                continue
            if before is not None:
                self._fill(before, index, self._converted(column, before, index) if self.moves else None)
            if isinstance(value, Decimal) or index in column.reasons or not self._stays(declared, value):
                self._empty(column, index)

    def _fill(self, before: Column, index: int, value: Value) -> None:
        """Last year's value of a row; what stood there is a year too old."""
        if value is not None:
            self.turned.put(self.table, index, before, value)
            self.turned.moved += 1
        else:
            self._empty(before, index, formulas=True)

    def _converted(self, column: Column, before: Column, index: int) -> Decimal | None:
        """A row's value in the unit and the manner of last year's column; None where there is none."""
        value = column.values[index]
        if not isinstance(value, Decimal):
            return None
        try:
            number = Quantity(value, column.unit_at(index)).to(before.unit_at(index)).value
        except Fault as fault:
            found = replace(fault.at(self._ref(column, index)), severity=Severity.WARNING)
            self.turned.diagnostics.append(found)
            return None
        return number / _PERCENT if "%" in before.number_format else number

    def _keep_or_empty(self, declared: ColumnSchema, column: Column) -> None:
        """Empty a column unless it lasts, but for the rows that do."""
        if self.sheet.lasting and self._column_stays(declared):
            return
        for index, row in enumerate(self.table.rows):
            if row not in self.lasting:
                self._empty(column, index)

    def _column_stays(self, declared: ColumnSchema) -> bool:
        """Whether a column holds in the next year: as declared; a hedge as its number; else texts and choices."""
        numbers = [item for item in self.sheet.columns if item.hedge == declared.name]
        if numbers:
            return any(item.lasting for item in numbers)
        if any(item.target == declared.name for item in self.sheet.columns):
            return False
        if declared.lasting is not None:
            return declared.lasting
        return declared.kind in (ColumnKind.TEXT, ColumnKind.CHOICE)

    def _stays(self, declared: ColumnSchema, value: Value) -> bool:
        """Whether a text or date in a column of values stays: an empty cell does, a fact only where it lasts."""
        return value is None or bool(declared.lasting)

    def _empty(self, column: Column, index: int, *, formulas: bool = False) -> None:
        """Empty a cell that holds something; a formula stays, unless it stands for last year's value."""
        if column.values[index] is None and index not in column.reasons:
            return
        if formulas or self._ref(column, index) not in self.formulas:
            self.turned.put(self.table, index, column, None)
            self.turned.emptied += 1

    def _ref(self, column: Column, index: int) -> CellRef:
        return CellRef(self.table.file, self.table.sheet, self.table.rows[index], column.position)


def as_text(value: Value) -> str:
    """A value as a field of a .csv file."""
    if value is None:
        return ""
    return value.isoformat() if isinstance(value, date) else str(value)
