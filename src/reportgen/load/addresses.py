"""Cell addresses of .xlsx files: `D17`, `A1:C3`, checked against the size of a sheet.

Both readers of worksheet parts use them. An address that no sheet has is a `bad-address` Fault, never
a huge number.
"""

from __future__ import annotations

import re
from functools import lru_cache

from ..model.diagnostic import Fault

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
"""The size of a sheet: XFD1048576 is its last cell (Excel 2007 and later)."""

_ADDRESS = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9][0-9]{0,6})")


@lru_cache(maxsize=20_000)
def column_number(letters: str) -> int:
    """The 1-based number of a column: A is 1, AB is 28, XFD is 16384; raises `bad-address` beyond."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    if not 1 <= number <= LAST_COLUMN:
        raise Fault("bad-address", address=letters)
    return number


def row_number(text: str) -> int:
    """The row that an `r` attribute names; raises `bad-address`."""
    if not text.isascii() or not text.isdigit() or len(text) > 7 or not 1 <= int(text) <= LAST_ROW:
        raise Fault("bad-address", address=text[:40])
    return int(text)


def cell_address(text: str) -> tuple[int, int]:
    """Row and column of an address; raises `bad-address`."""
    found = _ADDRESS.fullmatch(text)
    if found is None:
        raise Fault("bad-address", address=text[:40])
    return row_number(found[2]), column_number(found[1])


def cell_column(text: str, row: int) -> int:
    """The column of a cell that must stand in `row`; raises `bad-address` where it says another."""
    found, column = cell_address(text)
    if found != row:
        raise Fault("bad-address", address=text[:40])
    return column


def next_column(column: int) -> int:
    """The column of a cell without an address, given the one before it (0: none)."""
    if column >= LAST_COLUMN:
        raise Fault("bad-address", address=f"column {column + 1}")
    return column + 1


def next_row(row: int) -> int:
    """The number of a row without one, given the row before it (0: none)."""
    if row >= LAST_ROW:
        raise Fault("bad-address", address=f"row {row + 1}")
    return row + 1


def merged_range(reference: str) -> tuple[int, int, int, int]:
    """Top, left, bottom and right of `A1:C3`; a single cell is a block of one."""
    first, _, last = reference.partition(":")
    top, left = cell_address(first)
    bottom, right = cell_address(last or first)
    return min(top, bottom), min(left, right), max(top, bottom), max(left, right)
