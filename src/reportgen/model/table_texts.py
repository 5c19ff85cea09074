"""What a table prints in its cells: the prepared text, else the value with the column's decimals.

The Word writer sets these texts and the bindings hold them, so that the two cannot differ.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import cast

from .document import TableColumn
from .quantity import fixed, hedged, plain
from .schema import ColumnKind

_SHORT = 400
"""Up to so many rows the texts of a column are kept for whoever asks next; more would stand in memory."""
_MOST_KEPT = 64
_kept: dict[int, tuple[TableColumn, list[str]]] = {}
"""The texts of short columns by the column's id, with the column, for else another one may get its id."""


def column_texts(column: TableColumn, start: int, stop: int) -> Sequence[str]:
    """What a table prints in the column from row `start` to before row `stop`.

    A short column is formatted once for its widths, its cells and its bindings.
    """
    if start or stop != len(column.values) or stop > _SHORT:
        return _texts(column, start, stop)
    found = _kept.get(id(column))
    if found is None:
        if len(_kept) >= _MOST_KEPT:
            _kept.clear()
        found = _kept[id(column)] = (column, _texts(column, start, stop))
    return found[1]


def _texts(column: TableColumn, start: int, stop: int) -> list[str]:
    if column.texts is not None:
        return list(column.texts[start:stop])
    texts = _formatted(column, start, stop)
    for index, word in column.hedges.items():
        if start <= index < start + len(texts):
            texts[index - start] = hedged(texts[index - start], "", word)
    return texts


def _formatted(column: TableColumn, start: int, stop: int) -> list[str]:
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
        number, word = fixed(value, column.decimals), column.hedges.get(index)
        return hedged(number, "", word) if word else number
    return value if isinstance(value, str) else f"{value.year}年{value.month}月{value.day}日"
