"""What each unit has of the report's data: the rows of every list that name it.

A list that has a column of the same title as the units' names (乡镇) holds, in a unit's draft, the rows
of that unit alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from ..model.dataset import Column, Table


class UnitTables:
    """The lists that are kept by unit; looked through once, not once a unit."""

    def __init__(self, tables: Mapping[str, Table], key: str) -> None:
        self._tables = {name: table for name, table in tables.items() if key in table.columns}
        self._rows: dict[str, dict[str, list[int]]] = {}
        for name, table in self._tables.items():
            by_unit = self._rows[name] = {}
            for index, value in enumerate(table.columns[key].values):
                if isinstance(value, str):
                    by_unit.setdefault(value.strip(), []).append(index)

    def of(self, unit: str) -> dict[str, Table]:
        """The lists with the rows of one unit."""
        return {name: _part(table, self._rows[name].get(unit, ())) for name, table in self._tables.items()}


def _part(table: Table, indexes: Sequence[int]) -> Table:
    columns = {name: _column(column, indexes) for name, column in table.columns.items()}
    rows = table.rows
    return replace(table, columns=columns, rows=[rows[index] for index in indexes], announced=None)


def _column(column: Column, indexes: Sequence[int]) -> Column:
    values, units = column.values, column.units
    picked = [values[index] for index in indexes]
    if units is None and not column.approximate and not column.hedges and not column.reasons:
        return replace(column, values=picked)
    return replace(
        column,
        values=picked,
        units=None if units is None else [units[index] for index in indexes],
        approximate=frozenset(at for at, index in enumerate(indexes) if index in column.approximate),
        hedges={at: column.hedges[index] for at, index in enumerate(indexes) if index in column.hedges},
        reasons={at: column.reasons[index] for at, index in enumerate(indexes) if index in column.reasons},
    )
