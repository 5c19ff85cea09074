"""What each unit has of the report's data: the rows of every list that name it.

A list that has a column of the same title as the units' names (乡镇) holds, in a unit's draft, the rows
of that unit alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

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
    return Table(
        name=table.name,
        file=table.file,
        sheet=table.sheet,
        columns=columns,
        rows=[rows[index] for index in indexes],
        key=table.key,
        row_noun=table.row_noun,
        period=table.period,
    )


def _column(column: Column, indexes: Sequence[int]) -> Column:
    """A column with some of its values; written out, because `replace` takes three times as long."""
    values, units = column.values, column.units
    return Column(
        name=column.name,
        kind=column.kind,
        position=column.position,
        values=[values[index] for index in indexes],
        unit=column.unit,
        units=None if units is None else [units[index] for index in indexes],
        previous=column.previous,
        target=column.target,
        hedge=column.hedge,
        split=column.split,
        approximate=_moved(column.approximate, indexes),
        hedges=_kept(column.hedges, indexes),
        reasons=_kept(column.reasons, indexes),
        number_format=column.number_format,
    )


def _moved(positions: frozenset[int], indexes: Sequence[int]) -> frozenset[int]:
    return frozenset(at for at, index in enumerate(indexes) if index in positions) if positions else positions


def _kept(words: Mapping[int, str], indexes: Sequence[int]) -> Mapping[int, str]:
    return {at: words[index] for at, index in enumerate(indexes) if index in words} if words else words
