"""What a table prints in its cells: the prepared text, else the value with the column's decimals.

The Word writer sets these texts and the bindings hold them, so that the two cannot differ.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import cast

from .document import TableColumn
from .quantity import fixed, plain
from .schema import ColumnKind


def column_texts(column: TableColumn, start: int, stop: int) -> list[str]:
    """What a table prints in the column from row `start` to before row `stop`."""
    if column.texts is not None:
        return list(column.texts[start:stop])
    values, decimals = column.values[start:stop], column.decimals
    if column.kind is ColumnKind.NUMBER:
        if set(map(type, values)) == {Decimal}:
            numbers = cast("Sequence[Decimal]", values)
            return list(map(plain, numbers)) if decimals is None else [fixed(value, decimals) for value in numbers]
        return [
            fixed(value, decimals) if type(value) is Decimal else cell_text(column, start + at)
            for at, value in enumerate(values)
        ]
    if set(map(type, values)) == {str}:
        return list(cast("Sequence[str]", values))
    return [value if type(value) is str else cell_text(column, start + at) for at, value in enumerate(values)]


def cell_text(column: TableColumn, index: int) -> str:
    """What a table prints in a row: the prepared text, else the value with the column's decimals."""
    if column.texts is not None:
        return column.texts[index]
    value = column.values[index]
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return fixed(value, column.decimals)
    return value if isinstance(value, str) else f"{value.year}年{value.month}月{value.day}日"
