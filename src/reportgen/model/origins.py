"""Origins of collected values: how a cell is named so that it is found again, and which origins still hold.

`collect` writes them into the report's workbook, `load` reads them back with the data. A value that was
changed since has lost its origin: the office answers for it now.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal

from .dataset import Column, Table, Value
from .diagnostic import Diagnostic, info
from .place import CellRef
from .quantity import plain
from .returns import Origin
from .schema import ColumnKind

_LABEL_PARTS = 3


def value_text(value: Value) -> str:
    """A value as messages and the sheet of origins show it: a plain decimal, an ISO date, the text."""
    if isinstance(value, Decimal):
        return plain(value)
    return value.isoformat() if isinstance(value, date) else value or ""


def value_at(table: Table, column: str, index: int) -> Value:
    """What a cell holds, the reason where somebody wrote one instead of a value."""
    found = table.columns[column]
    value = found.values[index]
    return found.reasons.get(index) if value is None else value


def row_labels(table: Table) -> list[str]:
    """The rows of a table as the sheet of origins names them: the key, else the first texts; #2 for the second such."""
    key = table.columns.get(table.key) if table.key else None
    columns = [key] if key is not None else _texts(table)
    seen: Counter[str] = Counter()
    labels = []
    for index in range(len(table)):
        label = " ".join(text for column in columns if (text := value_text(column.values[index]).strip()))
        seen[label] += 1
        labels.append(label if seen[label] == 1 else f"{label}#{seen[label]}")
    return labels


def _texts(table: Table) -> list[Column]:
    return [column for column in table.columns.values() if column.kind is ColumnKind.TEXT][:_LABEL_PARTS]


def placed(origins: Iterable[Origin], tables: Mapping[str, Table]) -> Iterator[tuple[Origin, int | None]]:
    """Each origin with the index of its row, None where its sheet, row or column is gone."""
    rows: dict[str, dict[str, int]] = {}
    for origin in origins:
        table = tables.get(origin.sheet)
        if table is None or origin.column not in table.columns:
            yield origin, None
            continue
        if table.name not in rows:
            rows[table.name] = {label: index for index, label in enumerate(row_labels(table))}
        yield origin, rows[table.name].get(origin.row)


def attached(origins: Iterable[Origin], tables: Mapping[str, Table]) -> tuple[dict[CellRef, CellRef], list[Diagnostic]]:
    """The return's cell of each collected cell that is still as it was collected; the others are counted by sheet."""
    found: dict[CellRef, CellRef] = {}
    changed: dict[str, list[CellRef]] = defaultdict(list)
    for origin, index in placed(origins, tables):
        if index is None:
            continue
        table = tables[origin.sheet]
        cell = table.ref(origin.column, index)
        if value_text(value_at(table, origin.column, index)).strip() == origin.value.strip():
            found[cell] = origin.source
        else:
            changed[origin.sheet].append(cell)
    return found, [
        info("origins-dropped", cells[0], related=tuple(cells[1:4]), sheet=sheet, count=len(cells))
        for sheet, cells in changed.items()
    ]
