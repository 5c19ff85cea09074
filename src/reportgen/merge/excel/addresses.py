"""Addresses of cells as spreadsheets write them: `B12`, and the bounds of a sheet."""

from __future__ import annotations

from functools import lru_cache

from ...model.place import column_letters

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
"""The size of a sheet (Excel specifications and limits)."""


@lru_cache(maxsize=20_000)
def column_number(letters: str) -> int:
    """The 1-based column that letters name, `AB` is 28."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def address(row: int, column: int) -> str:
    """The cell's address."""
    return f"{column_letters(column)}{row}"
