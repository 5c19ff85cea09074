"""The references of a formula: what a formula's text is made of besides words that no row or column concerns.

`parts` cuts a formula into texts and references; `formulas` says where a reference goes, and
`Reference.text_of` and `sheet_prefix` write it again. Structured references, names, references to other
files and everything else that holds no row or column number stay text.

Source: ISO/IEC 29500-1, 18.17.2 (syntax of formulas), 18.17.2.3 (cell references).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from ...model.place import column_letters
from ...model.values import dataclass, field
from .formulas_arguments import Argument, arguments

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384

# These take a reference apart that the tokenizer has found; none of them looks for one in a formula.
_CELL = re.compile(r"(\$?)([A-Za-z]{1,3})(\$?)([1-9][0-9]{0,6})")
_ROW = re.compile(r"(\$?)([1-9][0-9]{0,6})")
_COLUMN = re.compile(r"(\$?)([A-Za-z]{1,3})")
_R1C1 = re.compile(r"[rR]([1-9]\d*)?([cC]([1-9]\d*)?)?|[cC]([1-9]\d*)?")


class Corner(NamedTuple):
    """A cell as a formula names it; `row` 0 stands for a whole column, `column` 0 for a whole row."""

    row: int
    column: int
    row_pinned: bool = False
    column_pinned: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """A reference as written, with what it stands in.

    `sheets` is empty for the formula's own sheet and has two names for a 3-D reference. `corners` are one
    or two. `edge` is "start" or "end" where something else than a cell makes the other end of the range
    (`A1:INDEX(…)`). `lead` and `tail` are the operators `@` and `#` that belong to it.
    """

    text: str
    prefix: str
    sheets: tuple[str, ...]
    corners: tuple[Corner, ...]
    edge: str = ""
    lead: str = ""
    tail: str = ""
    argument: Argument = field(default=Argument())

    @property
    def is_range(self) -> bool:
        """Whether it is written with two ends."""
        return len(self.corners) == 2

    @property
    def rows(self) -> tuple[int, int]:
        """First and last row; (0, 0) for whole columns."""
        rows = [corner.row for corner in self.corners]
        return min(rows), max(rows)

    @property
    def columns(self) -> tuple[int, int]:
        """First and last column; (0, 0) for whole rows."""
        columns = [corner.column for corner in self.corners]
        return min(columns), max(columns)


Part = str | Reference


@lru_cache(maxsize=4096)
def parts(formula: str) -> tuple[Part, ...]:
    """The formula in pieces; raises TokenizerError where it cannot be read."""
    from .formulas_tokens import Token, tokens

    found: list[Part] = []
    listed = tokens(formula)
    for token, argument in zip(listed, arguments(listed), strict=True):
        if token.type == Token.OPERAND and token.subtype == Token.RANGE:
            found += operand(token.value, argument)
        elif token.type == Token.FUNC and token.subtype == Token.OPEN and ":" in token.value:
            *ends, function = split_at_colons(token.value)
            for end in ends:
                found += operand(f"{end}:", argument)
            found.append(function)
        else:
            found.append(token.value)
    return tuple(found)


def operand(text: str, argument: Argument = Argument()) -> Iterator[Part]:  # noqa: B008 - frozen
    """An operand as a reference, or as text with references in it where it is no plain one."""
    lead = "@" if text.startswith("@") else ""
    tail = "#" if text.endswith("#") else ""
    body = text[len(lead) : len(text) - len(tail)]
    prefix, sheets, ends = _without_sheet(split_at_colons(body))
    corners = _corners(ends)
    if corners and "[" not in prefix:
        yield Reference(
            text=text,
            prefix=prefix,
            sheets=sheets,
            corners=corners,
            lead=lead,
            tail=tail,
            argument=argument,
        )
        return
    if len(ends) == 1 or len(sheets) == 2:
        yield text
        return
    yield from _mixed(lead, split_at_colons(body), tail)


def _mixed(lead: str, ends: Sequence[str], tail: str) -> Iterator[Part]:
    """A chain such as `A1:name` or `:B3`, where each cell is an end by itself."""
    yield lead
    for index, end in enumerate(ends):
        if index:
            yield ":"
        prefix, sheets, rest = _without_sheet([end])
        corners = _corners(rest)
        if corners and "[" not in prefix:
            edge = "end" if index else "start"
            yield Reference(text=end, prefix=prefix, sheets=sheets, corners=corners, edge=edge)
        else:
            yield end
    yield tail


def split_at_colons(text: str) -> list[str]:
    """The text cut at colons that stand neither in quotes nor in brackets."""
    found = [""]
    depth = 0
    quoted = escaped = False
    for mark in text:
        if escaped:
            escaped = False
        elif mark == "'":
            escaped, quoted = bool(depth), not depth and not quoted
        elif not quoted:
            depth += (mark == "[") - (mark == "]")
        if mark == ":" and not quoted and not depth:
            found.append("")
        else:
            found[-1] += mark
    return found


def _without_sheet(ends: Sequence[str]) -> tuple[str, tuple[str, ...], list[str]]:
    """The sheets' prefix as written with its `!`, the sheets' names, and the ends without it."""
    if len(ends) > 1 and "!" not in ends[0] and "!" in ends[1]:
        name, _, rest = ends[1].rpartition("!")
        return f"{ends[0]}:{name}!", (ends[0], name), [rest, *ends[2:]]
    head, mark, rest = ends[0].rpartition("!")
    if not mark:
        return "", (), list(ends)
    same = [end.rpartition("!")[2] if end.rpartition("!")[0] == head else end for end in ends[1:]]
    return f"{head}!", tuple(unquoted(head).split(":", 1)), [rest, *same]


def _corners(ends: Sequence[str]) -> tuple[Corner, ...]:
    """The corners of one or two ends; empty where they are no cells, rows or columns."""
    if len(ends) == 1:
        only = cell(ends[0])
        return (only,) if only else ()
    if len(ends) != 2:
        return ()
    for read in (cell, _row, _column):
        first, last = read(ends[0]), read(ends[1])
        if first and last:
            return first, last
    return ()


def cell(text: str) -> Corner | None:
    """The cell that `$B$3` names; None for what only looks like one (`XYZ1`, `LOG10X`)."""
    found = _CELL.fullmatch(text)
    if not found:
        return None
    row, column = int(found[4]), column_number(found[2])
    return Corner(row, column, found[3] == "$", found[1] == "$") if row <= LAST_ROW and column <= LAST_COLUMN else None


def _row(text: str) -> Corner | None:
    found = _ROW.fullmatch(text)
    return Corner(int(found[2]), 0, found[1] == "$") if found and int(found[2]) <= LAST_ROW else None


def _column(text: str) -> Corner | None:
    found = _COLUMN.fullmatch(text)
    if not found or column_number(found[2]) > LAST_COLUMN:
        return None
    return Corner(0, column_number(found[2]), column_pinned=found[1] == "$")


def column_number(letters: str) -> int:
    """The 1-based number of a column: A is 1, AB is 28."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def corner_text(corner: Corner) -> str:
    """The corner as a formula writes it."""
    column = column_letters(corner.column) if corner.column else ""
    row = str(corner.row) if corner.row else ""
    return f"{'$' * (corner.column_pinned and bool(column))}{column}{'$' * (corner.row_pinned and bool(row))}{row}"


def unquoted(name: str) -> str:
    """A sheet's name as it is, from the way formulas write it."""
    return name[1:-1].replace("''", "'") if name[:1] == "'" == name[-1:] and len(name) > 1 else name


def sheet_prefix(*names: str) -> str:
    """The sheet, or the first and the last sheet, before a reference: `表1!`, `'2015 年'!`, `'甲:乙 '!`."""
    text = ":".join(names)
    if all(_is_plain(name) for name in names):
        return f"{text}!"
    escaped = text.replace("'", "''")
    return f"'{escaped}'!"


def _is_plain(name: str) -> bool:
    """Whether a name needs no quotes: a word that cannot be taken for a cell or a truth value."""
    if not name.isidentifier() or name.upper() in ("TRUE", "FALSE"):
        return False
    return not _CELL.fullmatch(name) and not _R1C1.fullmatch(name)
