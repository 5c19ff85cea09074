"""What a table prints in its cells: the prepared text, else the value with the column's decimals.

The Word writer sets these texts and the bindings hold them, so that the two cannot differ.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import cast

from .dataset import Value
from .document import TableColumn
from .quantity import fixed, hedged, plain

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
    texts = plain_texts(column.values[start:stop], column.decimals)
    for index, word in column.hedges.items():
        if start <= index < start + len(texts):
            texts[index - start] = hedged(texts[index - start], "", word)
    return texts


def plain_texts(values: Sequence[Value], decimals: int | None) -> list[str]:
    """What cells print that hold no hedge, and no unit of their own."""
    kinds = set(map(type, values))
    if kinds == {str}:
        return list(cast("Sequence[str]", values))
    if kinds == {Decimal}:
        numbers = cast("Sequence[Decimal]", values)
        return list(map(plain, numbers)) if decimals is None else [fixed(value, decimals) for value in numbers]
    return [_plain_text(value, decimals) for value in values]


def _plain_text(value: Value, decimals: int | None) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return fixed(value, decimals)
    return value if isinstance(value, str) else f"{value.year}年{value.month}月{value.day}日"


def cell_text(column: TableColumn, index: int) -> str:
    """What a table prints in a row: the prepared text, else the value with the column's decimals."""
    if column.texts is not None:
        return column.texts[index]
    text, word = _plain_text(column.values[index], column.decimals), column.hedges.get(index)
    return hedged(text, "", word) if word and isinstance(column.values[index], Decimal) else text
