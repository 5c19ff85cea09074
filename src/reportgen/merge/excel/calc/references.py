"""The text of one operand of a formula: a cell, a range, whole columns, a name, an error.

Source of the grammar: ECMA-376-1 18.17.2.3 (cell references) and [MS-XLSX] 2.2.2 (formulas).
"""

from __future__ import annotations

import re

from ....model.values import dataclass
from .tree import LAST_COLUMN, LAST_ROW, Area

_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9][0-9]{0,6})")
_COLUMN = re.compile(r"\$?([A-Za-z]{1,3})")
_ROW = re.compile(r"\$?([1-9][0-9]{0,6})")
_ABSOLUTE_CELL = re.compile(r"\$[A-Za-z]+\$[0-9]+")
_ABSOLUTE = re.compile(r"\$[A-Za-z]+(?:\$[0-9]+)?|\$[0-9]+")


@dataclass(frozen=True, slots=True)
class Operand:
    """An operand cut at its sheet: `sheets` without case, empty for the formula's own; `rest` behind the `!`."""

    sheets: tuple[str, ...]
    rest: str
    external: bool = False


def cut_sheet(text: str) -> Operand:
    """The sheet part and the rest; a 3-D reference `'a b:c'!A1` has the first and the last sheet."""
    if text.startswith("'"):
        end = 1
        while True:
            end = text.find("'", end)
            if end < 0:
                return Operand((), text)
            if text[end + 1 : end + 2] != "'":
                break
            end += 2
        if text[end + 1 : end + 2] != "!":
            return Operand((), text)
        quoted, rest = text[1:end].replace("''", "'"), text[end + 2 :]
    else:
        # A `!` inside the brackets of a structured reference belongs to a column's name.
        quoted, mark, rest = text.partition("!")
        if not mark or "[" in quoted.removeprefix("[").partition("]")[2] or ("[" in quoted and quoted[0] != "["):
            return Operand((), text)
    return Operand(tuple(quoted.casefold().split(":")), rest, external="[" in quoted)


def column_number(letters: str) -> int:
    """The number of a column from its letters, 1 for A."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def read_area(text: str, sheets: tuple[str, ...]) -> Area | None:
    """The area that `A1`, `A1:B2`, `A:B` or `1:3` names; None where the text is none of these."""
    first, colon, last = text.partition(":")
    start, stop = _CELL.fullmatch(first), _CELL.fullmatch(last if colon else first)
    if start and stop:
        rows = sorted((int(start[2]), int(stop[2])))
        columns = sorted((column_number(start[1]), column_number(stop[1])))
    elif colon and (start := _COLUMN.fullmatch(first)) and (stop := _COLUMN.fullmatch(last)):
        rows = [1, LAST_ROW]
        columns = sorted((column_number(start[1]), column_number(stop[1])))
    elif colon and (start := _ROW.fullmatch(first)) and (stop := _ROW.fullmatch(last)):
        rows = sorted((int(start[1]), int(stop[1])))
        columns = [1, LAST_COLUMN]
    else:
        return None
    if rows[1] > LAST_ROW or columns[1] > LAST_COLUMN:
        return None
    return Area(sheets, rows[0], columns[0], rows[1], columns[1])


def is_absolute(text: str) -> bool:
    """Whether every row and column of `$A$1:$B$2`, `$A:$B` or `$1:$2` has its `$`."""
    ends = text.split(":")
    pattern = _ABSOLUTE_CELL if len(ends) == 1 else _ABSOLUTE
    return all(pattern.fullmatch(end) for end in ends)
