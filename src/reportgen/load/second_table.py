"""Whether a sheet holds a second table, beside the first or below it: one table a sheet is read.

Nothing is parted here. A person who keeps two lists on a sheet is told where the second seems to begin, for
its rows and columns are otherwise taken for those of the first. What may be one table with an empty column or
row in it is let pass.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice, pairwise

from ..model.diagnostic import Diagnostic, warning
from ..model.quantity import is_known_unit
from .cells import CellType, RawCell, RawSheet
from .headers import Header, Heading
from .titles import key_of
from .values import absence, looks_like_date, looks_like_number

_GAPS, _TITLES = 200, 60
"""How many blank rows of a sheet and how many of its titles are looked at."""


def second_table(sheet: RawSheet, header: Header, rows: Sequence[int]) -> Diagnostic | None:
    """The finding `two-tables` where a second header stands beside the first or below it; `rows` are the entries."""
    first = header.headings[0]
    place = _beside(sheet, header) or _below(sheet, header, rows)
    if place is None:
        return None
    begin, second = sheet.ref(first.row, first.position), sheet.ref(*place)
    return warning(
        "two-tables", second, related=(begin,), sheet=sheet.title, first=begin.address, second=second.address
    )


def _beside(sheet: RawSheet, header: Header) -> tuple[int, int] | None:
    """Where the titles go on behind an empty column, and what stands below them is another list."""
    headings = header.headings[:_TITLES]
    for at, (left, right) in enumerate(pairwise(headings), 1):
        if right.position - left.position > 1 and _is_empty(sheet, header, left.position + 1, right.position - 1):
            before, behind = headings[:at], headings[at:]
            if min(len(before), len(behind)) > 1 and _are_two_lists(sheet, before, behind):
                return right.row, right.position
    return None


def _is_empty(sheet: RawSheet, header: Header, first: int, last: int) -> bool:
    """Whether nothing stands in the columns, and no title is merged over them."""
    if any(position in sheet.columns for position in range(first, last + 1)):
        return False
    titles = (merge for merge in islice(sheet.merges, 2_000) if header.first_row <= merge.top <= header.last_row)
    return not any(merge.left < first <= merge.right for merge in titles)


def _are_two_lists(sheet: RawSheet, before: Sequence[Heading], behind: Sequence[Heading]) -> bool:
    """Whether a title comes twice; or the lists end in different rows and only one is the declared one."""
    names = {heading.title.name for heading in before}
    if any(heading.title.name in names for heading in behind):
        return True
    declared = [any(heading.title.column for heading in part) for part in (before, behind)]
    return not all(declared) and _end(sheet, before) != _end(sheet, behind)


def _end(sheet: RawSheet, headings: Sequence[Heading]) -> int:
    return max(sheet.columns[item.position].rows[-1] for item in headings if item.position in sheet.columns)


def _below(sheet: RawSheet, header: Header, rows: Sequence[int]) -> tuple[int, int] | None:
    """Where the titles come again, or a row of titles follows blank rows, with entries of its own."""
    for row in _again(sheet, header):
        return row, header.headings[0].position
    entries = set(rows) if len(rows) and rows[-1] - rows[0] >= len(rows) else set()
    gaps = ((before, row) for before, row in pairwise(rows) if row - before > 1) if entries else ()
    for before, begin in islice(gaps, _GAPS):
        row = begin + 1 if len(_cells(sheet, header, begin)) == 1 else begin
        cells = _cells(sheet, header, row)
        if row + 1 in entries and len(_cells(sheet, header, row + 1)) > 1 and _are_titles(sheet, cells, before):
            return row, cells[0].column
    return None


def _again(sheet: RawSheet, header: Header) -> Iterator[int]:
    """The rows below the header that say its titles once more, at least two of them."""
    first, second = header.headings[0], header.headings[min(1, len(header.headings) - 1)]
    cells = sheet.columns.get(first.position)
    if cells is None or first is second or cells.texts.count(first.written) < 2:
        return
    for row, text in zip(cells.rows, cells.texts, strict=True):
        other = sheet.cell(row, second.position)
        if row > header.last_row and text == first.written and other and key_of(other.text) == key_of(second.written):
            yield row


def _cells(sheet: RawSheet, header: Header, row: int) -> list[RawCell]:
    cells = (sheet.cell(row, heading.position) for heading in header.headings[:_TITLES])
    return [cell for cell in cells if cell is not None and cell.text.strip()]


def _are_titles(sheet: RawSheet, cells: Sequence[RawCell], before: int) -> bool:
    """Whether the cells are all words, and one names a unit or stands where the row `before` has a number."""
    if len(cells) < 2 or not all(map(_is_words, cells)):
        return False
    above = (sheet.cell(before, cell.column) for cell in cells)
    return any(_names_unit(cell.text) for cell in cells) or any(cell and _is_number(cell) for cell in above)


def _is_words(cell: RawCell) -> bool:
    is_text = cell.kind.type in (CellType.TEXT, CellType.LOOSE)
    return is_text and not _is_number(cell) and absence(cell.text) is None


def _is_number(cell: RawCell) -> bool:
    return cell.kind.type is CellType.NUMBER or looks_like_number(cell.text) or looks_like_date(cell.text)


def _names_unit(text: str) -> bool:
    """Whether a text ends in a unit in brackets, as titles do: 投资（亿元）."""
    name, _, unit = text.strip().rstrip("）)").replace("(", "（").rpartition("（")
    return bool(name) and text.strip().endswith(("）", ")")) and is_known_unit(unit)
