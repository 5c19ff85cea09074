"""Areas of cells, and where an area of the template stands in the output, seen from outside all loops."""

from __future__ import annotations

import re
from itertools import islice
from typing import NamedTuple

from ....model.place import column_letters
from ....model.values import dataclass
from ..axis import Axis, Lines, Path
from ..formulas_lines import areas, rounds
from ..formulas_references import LAST_COLUMN, LAST_ROW, column_number

_AREA = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})(?::\$?([A-Za-z]{1,3})\$?([0-9]{1,7}))?")
_COLUMNS = re.compile(r"\$?([A-Za-z]{1,3}):\$?([A-Za-z]{1,3})")
_ROWS = re.compile(r"\$?([0-9]{1,7}):\$?([0-9]{1,7})")


class Area(NamedTuple):
    """A rectangle of cells, first and last row and column inclusive."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def is_one_cell(self) -> bool:
        """Whether it is a single cell."""
        return self.top == self.bottom and self.left == self.right

    def __str__(self) -> str:
        if (self.left, self.right) == (1, LAST_COLUMN) and (self.top, self.bottom) != (1, LAST_ROW):
            return f"{self.top}:{self.bottom}"
        if (self.top, self.bottom) == (1, LAST_ROW):
            return f"{column_letters(self.left)}:{column_letters(self.right)}"
        first = f"{column_letters(self.left)}{self.top}"
        return first if self.is_one_cell else f"{first}:{column_letters(self.right)}{self.bottom}"


def area_of(text: str) -> Area | None:
    """The area that a `ref` names; None for text that names none."""
    found = _AREA.fullmatch(text)
    if found:
        left, top = column_number(found[1]), int(found[2])
        right, bottom = (column_number(found[3]), int(found[4])) if found[3] else (left, top)
    elif found := _COLUMNS.fullmatch(text):
        left, right, top, bottom = column_number(found[1]), column_number(found[2]), 1, LAST_ROW
    elif found := _ROWS.fullmatch(text):
        left, right, top, bottom = 1, LAST_COLUMN, int(found[1]), int(found[2])
    else:
        return None
    if not top or not bottom:
        return None
    return Area(min(top, bottom), min(left, right), max(top, bottom), max(left, right))


@dataclass(frozen=True, slots=True)
class Grid:
    """The rows and the columns of one sheet of the output."""

    rows: Axis
    columns: Axis

    @property
    def is_still(self) -> bool:
        """Whether every cell stays where it is."""
        return self.rows.is_still and self.columns.is_still

    def areas(self, area: Area) -> list[Area]:
        """Where the cells of an area stand, adjoining places taken together; empty where all are gone."""
        across = [_kept(columns, LAST_COLUMN) for columns in areas(self.columns, area.left, area.right)]
        down = [_kept(rows, LAST_ROW) for rows in areas(self.rows, area.top, area.bottom)]
        return [Area(rows[0], columns[0], rows[1], columns[1]) for rows in down for columns in across]

    def copies(self, area: Area) -> list[Area]:
        """Each place of an area that stands once a round."""
        down = self.rows.copies(area.top, area.bottom)
        across = self.columns.copies(area.left, area.right)
        return [Area(rows[0], columns[0], rows[1], columns[1]) for rows in down for columns in across]

    def hull(self, area: Area) -> Area | None:
        """The area from the first to the last place; None where all cells are gone."""
        rows = self.rows.extent(area.top, area.bottom)
        columns = self.columns.extent(area.left, area.right)
        if rows is None or columns is None:
            return None
        rows, columns = _kept(rows, LAST_ROW), _kept(columns, LAST_COLUMN)
        return Area(rows[0], columns[0], rows[1], columns[1])

    def sqref(self, text: str) -> str:
        """A list of areas as it is now, parted by spaces; empty where all are gone, as it is where none is one."""
        listed = [area_of(word) for word in text.split()]
        known = [area for area in listed if area is not None]
        if len(known) != len(listed) or all(self.areas(area) == [area] for area in known):
            return text
        return " ".join(str(place) for area in known for place in self.areas(area))

    def first_round(self, row: int, column: int) -> tuple[Path, Path]:
        """The rounds of a cell's first place."""
        return first_round(self.rows, row), first_round(self.columns, column)

    def rounds(self, row: int, column: int) -> list[tuple[Path, Path]]:
        """The rounds of each place of a cell, in order."""
        return [(down, across) for down in rounds(self.rows, row) for across in rounds(self.columns, column)]


def first_round(axis: Axis, line: int) -> Path:
    """The rounds in which a line stands first; () for one that no loop holds, or that is gone."""
    return next(iter(islice(rounds(axis, line), 1)), ())


def _kept(lines: Lines, last: int) -> Lines:
    """Lines that do not pass the last of a sheet: whole columns and rows stay whole."""
    return min(lines[0], last), min(lines[1], last)
