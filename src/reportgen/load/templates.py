"""Patterns of rows: regular expressions made from one row of a shape, open only where rows differ.

`scan` learns them while it reads. An exact pattern knows each cell of a row with its style and type,
and gives one text a cell; a loose pattern knows only the columns, and takes rows in which cells are
missing or of several styles and types. Both match nothing but plain XML in the order in which Excel,
WPS, LibreOffice, openpyxl and XlsxWriter write it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..model.place import column_letters
from ..model.values import dataclass
from .cells import CellKind

OPEN = "([^<]*)"
ATTRIBUTES = r'((?: [A-Za-z][A-Za-z0-9:]*="[^"<]*")*)'
ATTRIBUTE = re.compile(r' ([A-Za-z0-9:]+)="([^"]*)"')
ROW = re.compile(rf"<row{ATTRIBUTES} ?(/?)>")

_FORMULA = r"<f(?:>| [^<>]*>)(?:(?<=/>)|[^<]*</f>)"
_VALUE = rf"<v(?:/>|>{OPEN}</v>)"
_INLINE = rf'<is><t(?: xml:space="preserve")?(?:/>|>{OPEN}</t>)</is>'
CELL = re.compile(rf"<c{ATTRIBUTES} ?(?:/>|>({_FORMULA})?(?:{_VALUE}|({_INLINE}))?</c>)")

_ROW_HEAD = r'<row r="([1-9][0-9]{0,6})"([^<>]*)>'
_LOOSE_CELL = (
    r'(?:<c r="{letters}\1"((?: s="[0-9]{{1,9}}")?(?: t="[A-Za-z]{{1,9}}")?) ?'
    rf"(?:/>|>({_FORMULA})?(?:{_VALUE})?</c>))?"
)


@dataclass(frozen=True, slots=True)
class Slot:
    """A cell of a row's shape: its column, its kind, and its type as written (`s`, `str` …)."""

    column: int
    kind: CellKind
    written: str


@dataclass(frozen=True, slots=True)
class Template:
    """An exact pattern; its groups are row number, row attributes, and one text for each slot."""

    pattern: re.Pattern[str]
    slots: tuple[Slot, ...]


@dataclass(frozen=True, slots=True)
class LooseTemplate:
    """A loose pattern; its groups are row number, row attributes, and three for each column.

    They are the attributes behind the address, the formula and the value, each None where there is none.
    """

    pattern: re.Pattern[str]
    columns: tuple[int, ...]


def exact_template(cells: Sequence[tuple[re.Match[str], Slot]]) -> Template | None:
    """The pattern of rows like this one, None where the row cannot be told from its like."""
    patterns = [_cell_pattern(found) for found, _ in cells]
    told = [pattern for pattern in patterns if pattern is not None]
    if len(told) != len(cells):
        return None
    slots = (slot for (_, slot), pattern in zip(cells, told, strict=True) if OPEN in pattern)
    return Template(re.compile(f"{_ROW_HEAD}{''.join(told)}</row>"), tuple(slots))


def loose_template(columns: Sequence[int]) -> LooseTemplate:
    """The pattern of rows that have cells in any of these columns, from left to right."""
    cells = "".join(_LOOSE_CELL.replace("{letters}", column_letters(column)) for column in columns)
    cells = cells.replace("{{", "{").replace("}}", "}")
    return LooseTemplate(re.compile(f"{_ROW_HEAD}{cells}</row>"), tuple(columns))


def _cell_pattern(found: re.Match[str]) -> str | None:
    """The pattern of a cell like this one in another row, None where it cannot be told."""
    raw, formula, value, inline, _ = found.groups()
    address = dict(ATTRIBUTE.findall(raw)).get("r")
    if address is None:
        return None
    before, after = raw.split(f' r="{address}"', 1)
    letters = address.rstrip("0123456789")
    head = rf'<c{re.escape(before)} r="{letters}\1"{re.escape(after)} ?'
    if formula is None and value is None and inline is None:
        return f"{head}(?:/>|></c>)"
    if formula is not None:
        return f"{head}>{_FORMULA}(?:{_VALUE})?</c>" if inline is None else None
    body = f"<v>{OPEN}</v>" if inline is None else rf'<is><t(?: xml:space="preserve")?>{OPEN}</t></is>'
    return f"{head}>{body}</c>"
