"""What somebody wrote beside a table: cells below its header, in a column that has no title.

Such a column is not read. A number there may be meant for the cell next to it, so it is said with the row that
it stands in; a text is a note. What a formula works out is nobody's answer.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from ..model.diagnostic import Fault, info, warning
from ..model.findings import Findings
from .cells import CellType, RawCell, RawColumn, RawSheet, alike
from .headers import Header
from .values import clip, read_number

_COLUMNS = 200
"""How many columns without a title are looked at; a sheet may have 16,384."""


def say_beside(sheet: RawSheet, header: Header, key: str | None, findings: Findings) -> None:
    """A finding for each value below the header that stands under no title; `key` is the column that names rows."""
    titled = {heading.position for heading in header.headings}
    loose = islice((position for position in sorted(sheet.columns) if position not in titled), _COLUMNS)
    naming = next((item.position for item in header.headings if item.title.name == key), min(titled))
    for position in loose:
        for cell in _typed(sheet.columns[position], position, header.last_row):
            say, code = (warning, "value-beside-table") if _is_number(cell) else (info, "note-beside-table")
            named = sheet.cell(cell.row, naming)
            row = clip(named.text.strip()) if named is not None and named.text.strip() else str(cell.row)
            place, value = sheet.ref(cell.row, position), clip(cell.text.strip())
            findings.add(say(code, place, row=row, value=value, sheet=sheet.title))


def _typed(cells: RawColumn, position: int, last_row: int) -> Iterator[RawCell]:
    """The cells below a row in which a person wrote something."""
    if not cells.rows or cells.rows[-1] <= last_row or (alike(cells.kinds) and cells.kinds[0].formula):
        return
    for row, text, kind in zip(cells.rows, cells.texts, cells.kinds, strict=True):
        if row > last_row and text.strip() and not kind.formula and kind.type is not CellType.ERROR:
            yield RawCell(row, position, text, kind)


def _is_number(cell: RawCell) -> bool:
    """Whether a cell can be read as a number, with a unit (12.5亿元) or without."""
    if cell.kind.type is CellType.NUMBER:
        return True
    try:
        read_number(cell.text, None)
    except Fault:
        return False
    return True
