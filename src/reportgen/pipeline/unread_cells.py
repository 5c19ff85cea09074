"""Which errors of the data concern single cells: whoever needs such a cell fails, and nobody else.

An error of a sheet, of its header, or in what tells its rows apart concerns the whole list, and stops everything:
nobody can say then which rows are there, or whose they are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from ..model.dataset import Table
from ..model.diagnostic import Diagnostic, Severity
from ..model.place import CellRef, SheetRef
from ..model.schema import INDICATOR_SHEET, ColumnKind, Schema
from ..model.unread import Unread

_UNITS = frozenset(("wrong-unit", "unknown-unit", "missing-unit"))
"""What is wrong with a row's unit is wrong with its numbers."""

_Found = dict[str, dict[int, Diagnostic]]


def sorted_out(
    found: Iterable[Diagnostic], tables: Iterable[Table], schema: Schema, naming: Collection[str] = ()
) -> tuple[Unread, list[Diagnostic]]:
    """The cells that errors are about, and all other findings.

    `naming` are columns that tell more than rows apart, such as that of the units' names.
    """
    by_sheet = {table.place: table for table in tables}
    cells: dict[SheetRef, _Found] = defaultdict(lambda: defaultdict(dict))
    of_cells: list[Diagnostic] = []
    others: list[Diagnostic] = []
    for item in found:
        table = by_sheet.get(SheetRef(item.place.file, item.place.sheet)) if isinstance(item.place, CellRef) else None
        reached = _reached(item, table, schema, naming) if table is not None else []
        for column, index in reached:
            cells[table.place][column].setdefault(index, item)  # type: ignore[union-attr]
        (of_cells if reached else others).append(item)
    for sheet in schema.sheets:
        if sheet.total_indicator:
            _spread_over_list(sheet.name, sheet.total_indicator, cells, by_sheet.values())
    plain = {place: {name: dict(rows) for name, rows in columns.items()} for place, columns in cells.items()}
    return Unread(cells=plain, findings=tuple(of_cells)), others


def _reached(item: Diagnostic, table: Table, schema: Schema, naming: Collection[str]) -> list[tuple[str, int]]:
    """The cells that cannot be relied on for an error, by column and row position; none where it stops everything."""
    place = item.place
    if item.severity is not Severity.ERROR or not isinstance(place, CellRef) or place.row not in table.rows:
        return []
    column = next((column for column in table.columns.values() if column.position == place.column), None)
    fixed = {*naming, _key(table)}
    if column is None or column.name in fixed:
        return []
    index = list(table.rows).index(place.row)
    is_many = item.code == "more-of-the-same"
    rows = range(len(table.rows)) if is_many else range(index, index + 1)
    if column.kind is not ColumnKind.NUMBER and not is_many:
        rows = range(index, _end_of_block(column.values, index))
    says_units = item.code in _UNITS or item.facts.get("code") in _UNITS or column.name in _unit_columns(table, schema)
    names = [name for name in table.columns if name not in fixed] if says_units else [column.name]
    return [(name, row) for name in names for row in rows]


def _key(table: Table) -> str:
    """The column that tells rows apart; without one, the first."""
    return table.key or next(iter(table.columns))


def _unit_columns(table: Table, schema: Schema) -> set[str]:
    if table.name == INDICATOR_SHEET:
        return set(table.columns)
    sheet = schema.sheet(table.name)
    return {column.unit_column for column in sheet.columns if column.unit_column} if sheet else set()


def _end_of_block(values: Sequence[object], index: int) -> int:
    """Where the empty cells below a cell end: words merged over several rows are those of all of them."""
    end = index + 1
    while end < len(values) and values[end] is None:
        end += 1
    return end


def _spread_over_list(name: str, indicator: str, cells: dict[SheetRef, _Found], tables: Iterable[Table]) -> None:
    """Where the indicator cannot be read that says how long a list is, nobody knows whether the list is complete."""
    by_name = {table.name: table for table in tables}
    counted, indicators = by_name.get(name), by_name.get(INDICATOR_SHEET)
    if counted is None or indicators is None or indicators.place not in cells:
        return
    named = indicators.columns[_key(indicators)].values
    for found in cells[indicators.place].values():
        for index, item in found.items():
            if str(named[index]).strip() == indicator:
                for column in counted.columns:
                    cells[counted.place][column].update(dict.fromkeys(range(len(counted.rows)), item))
                return
