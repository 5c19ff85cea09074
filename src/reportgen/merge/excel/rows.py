"""Rows of a sheet written again: a cell at another address, a row under another number, cells put between others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from ...ooxml.xml import text
from .addresses import address
from .markup import with_attributes
from .sheet import Cell, Row, Sheet


class Formula(NamedTuple):
    """A cell's `<f>`: its text without the equals sign, and its attributes as written."""

    text: str
    attributes: str = ""


def row_tag(sheet: Sheet, row: Row | None, number: int, *, spans: bool = True) -> str:
    """The start tag of a row under a number; `spans` go where columns moved, for they are a hint only."""
    attributes = "" if row is None else row.attributes
    changes: dict[str, str | None] = {"r": str(number)}
    if not spans:
        changes["spans"] = None
    return f"<{sheet.prefix}row{with_attributes(attributes, changes)}>"


def cell_at(sheet: Sheet, cell: Cell, row: int, column: int, formula: Formula | None = None) -> str:
    """The cell with all that it holds at another place; `formula` replaces its own where it has one."""
    place = address(row, column)
    raw = sheet.text[cell.start : cell.end]
    if formula is None and (row, column) == (cell.row, cell.column):
        return raw
    attributes = with_attributes(cell.attributes, {"r": place})
    opened = raw.find(">") + 1
    head = f"<{sheet.prefix}c{attributes}"
    if raw[opened - 2] == "/":
        return f"{head}/>"
    body = raw[opened:]
    if formula is not None:
        start = body.index(f"<{sheet.prefix}f")
        close = f"</{sheet.prefix}f"
        end = body.find(close, start)
        # `<f …/>` closes itself where a shared formula is only followed.
        tag_end = body.index(">", start)
        end = tag_end + 1 if body[tag_end - 1] == "/" else body.index(">", end) + 1
        body = body[:start] + formula_element(formula, sheet.prefix) + body[end:]
    return f"{head}>{body}"


def formula_element(formula: Formula, prefix: str = "") -> str:
    """`<f>` with the text."""
    return f"<{prefix}f{formula.attributes}>{text(formula.text)}</{prefix}f>"


def merged(sheet: Sheet, row: Row | None, number: int, changes: Mapping[int, str | None]) -> str:
    """A row with some cells set to other XML, in their places; None takes a cell away."""
    pieces = [row_tag(sheet, row, number)]
    cells: Iterable[Cell] = () if row is None else sheet.cells(row)
    left = dict(sorted(changes.items()))
    for cell in cells:
        pieces += [left.pop(column) or "" for column in list(left) if column < cell.column]
        if cell.column in left:
            pieces.append(left.pop(cell.column) or "")
        else:
            pieces.append(cell_at(sheet, cell, number, cell.column))
    pieces += [made for made in left.values() if made]
    rest = "" if row is None else sheet.text[_last_end(sheet, row) : row.closed]
    return f"{''.join(pieces)}{rest}</{sheet.prefix}row>"


def _last_end(sheet: Sheet, row: Row) -> int:
    cells = sheet.cells(row)
    return cells[-1].end if cells else row.closed
