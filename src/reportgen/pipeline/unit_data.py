"""What each unit has of the report's data: the rows of every list that name it.

A list that has a column of the same title as the units' names (乡镇) holds, in a unit's draft, the rows
of that unit alone.
"""

from __future__ import annotations

from collections.abc import Mapping

from ..model.dataset import Table
from ..model.late import table_part


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
        return {name: table_part(table, self._rows[name].get(unit, ())) for name, table in self._tables.items()}
