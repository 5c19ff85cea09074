"""A sheet of a workbook as it is compared: its cells by row, and which row and column is which in the other version.

Columns are told by their headers, rows by the name in their first column of words, and where that does not tell,
by what stands in them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

from ..ooxml.alignment import align_columns
from .align import align

_NUMBER = re.compile(r"[-+−]?[0-9.,]*%?")
_ROWS_ABOVE = 10
"""The header is one of so many first rows."""
_FEWEST_HEADERS = 2
_COUNTING = "序号"
_DISTINCT = 0.9
"""Share of the rows that a column must tell apart to name them."""


class GridCell(NamedTuple):
    """A cell: its value, its number where it is one, its formula, empty for none, and the format of its number."""

    text: str
    number: Decimal | None = None
    formula: str = ""
    form: str = ""


Row = Mapping[int, GridCell]
Merge = tuple[int, int, int, int]


class Grid:
    """The cells of a sheet by row and column, rows and columns that hold nothing left out.

    `merges` are the merged cells as top, left, bottom and right.
    """

    def __init__(
        self,
        name: str,
        rows: Mapping[int, Row],
        *,
        is_hidden: bool = False,
        hidden_rows: Collection[int] = (),
        hidden_columns: Sequence[tuple[int, int]] = (),
        merges: Sequence[Merge] = (),
    ) -> None:
        self.name = name
        self.is_hidden = is_hidden
        self.hidden_rows = frozenset(hidden_rows)
        self.merges = frozenset(merges)
        self._hidden_columns = hidden_columns
        self.rows = {number: rows[number] for number in sorted(rows)}

    @cached_property
    def columns(self) -> list[int]:
        """The columns that hold something."""
        return sorted({column for row in self.rows.values() for column in row})

    @cached_property
    def hidden_columns(self) -> frozenset[int]:
        """The columns that hold something and are hidden."""
        return frozenset(
            column for column in self.columns if any(first <= column <= last for first, last in self._hidden_columns)
        )

    @cached_property
    def header_row(self) -> int:
        """The row of the headers: of the first rows the first with most texts; 0 where there is none."""
        first = list(self.rows.items())[:_ROWS_ABOVE]
        counts = [(sum(_is_words(cell) for cell in row.values()), -number) for number, row in first]
        count, number = max(counts, default=(0, 0))
        return -number if count >= _FEWEST_HEADERS else 0

    @cached_property
    def headers(self) -> dict[int, str]:
        """The header of each column, empty where it has none."""
        row = self.rows.get(self.header_row, {})
        return {column: row[column].text.strip() if column in row else "" for column in self.columns}

    @cached_property
    def key_column(self) -> int:
        """The first column whose texts tell the rows below the header apart, 0 where none does."""
        for column in self.columns:
            texts = [
                row[column].text for number, row in self.rows.items() if number > self.header_row and column in row
            ]
            words = [text for text in texts if text and not _NUMBER.fullmatch(text)]
            if 2 * len(words) > len(texts) and len(set(words)) >= _DISTINCT * len(words):
                return column
        return 0

    @cached_property
    def texts(self) -> Counter[str]:
        """What stands in it, formulas by their texts."""
        return Counter(cell.text or cell.formula for row in self.rows.values() for cell in row.values())

    @cached_property
    def counting_columns(self) -> frozenset[int]:
        """The columns that merely count the rows."""
        return frozenset(column for column, header in self.headers.items() if header == _COUNTING)

    def label(self, number: int) -> str:
        """What a row is called: its text in the key column, else its first text; empty for headers and mere numbers."""
        if number == self.header_row:
            return ""
        row = self.rows[number]
        named = row.get(self.key_column)
        if named is not None and named.text:
            return named.text
        return next((row[column].text for column in sorted(row) if _is_words(row[column])), "")


class Lines:
    """Which line of the older sheet is which of the newer one, `there` and `back`; others are gone or new.

    `spans` keeps which older ranges are which newer ones, once somebody has worked that out.
    """

    def __init__(self, there: Mapping[int, int]) -> None:
        self.there = there
        self.back = {new: old for old, new in there.items()}
        self.spans: dict[tuple[tuple[int, int], tuple[int, int]], bool] = {}


class Alignment(NamedTuple):
    """What the rows and the columns of two versions of a sheet have in common; `name` is that of the newer one."""

    rows: Lines
    columns: Lines
    name: str = ""


def align_grids(old: Grid, new: Grid) -> Alignment:
    """The rows and columns that two versions of a sheet have in common."""
    return Alignment(Lines(_rows(old, new)), Lines(_columns(old, new)), new.name.lower())


def _columns(old: Grid, new: Grid) -> dict[int, int]:
    olds, news = old.columns, new.columns
    if not any(old.headers.values()) or not any(new.headers.values()):
        return {column: column for column in olds if column in news}
    found = align_columns([old.headers[column] for column in olds], [new.headers[column] for column in news])
    return {olds[at]: news[place] for at, place in enumerate(found) if place >= 0}


def _rows(old: Grid, new: Grid) -> dict[int, int]:
    """Rows whose name only they have, whatever their order; then what is left, in order, by all that stands in it."""
    found: dict[int, int] = {}
    if old.header_row and new.header_row:
        found[old.header_row] = new.header_row
    names, others = _names(old), _names(new)
    found |= {number: others[name] for name, number in names.items() if name in others}
    taken = set(found.values())
    olds, news = [row for row in old.rows if row not in found], [row for row in new.rows if row not in taken]
    for step in align([_key(old, row) for row in olds], [_key(new, row) for row in news]):
        if step.old is not None and step.new is not None:
            found[olds[step.old]] = news[step.new]
    return found


def _names(grid: Grid) -> dict[str, int]:
    """The rows below the header by their name in the key column, as far as only one row has it."""
    if not grid.key_column:
        return {}
    named = [
        (row[grid.key_column].text, number)
        for number, row in grid.rows.items()
        if number > grid.header_row and grid.key_column in row
    ]
    counts = Counter(name for name, _ in named)
    return {name: number for name, number in named if counts[name] == 1 and name}


def _key(grid: Grid, number: int) -> tuple[str, str]:
    row = grid.rows[number]
    side = "above" if number < grid.header_row else "below"
    return side, "\t".join(row[column].text for column in sorted(row))


def is_same(old: GridCell, new: GridCell) -> bool:
    """Whether two cells hold the same value; numbers are compared as numbers."""
    if old.number is not None and new.number is not None:
        return old.number == new.number
    return old.text == new.text


def _is_words(cell: GridCell) -> bool:
    return cell.number is None and bool(cell.text) and _NUMBER.fullmatch(cell.text) is None


def joined(row: Row, columns: Sequence[int]) -> str:
    """The texts of a row, parted by ` | `."""
    return " | ".join(row[column].text for column in columns if column in row)
