"""Where a table begins: its header row among titles and notes, one row or two, and the unit said above it.

Forms of offices carry a title, a 单位：亿元 line and merged headers above the list. The header of a
declared sheet is the row that names the most of its columns; that of any other sheet is the first
row as wide as the list with texts only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from ..model.quantity import Unit, is_known_unit, parse_unit
from ..model.values import dataclass
from .cells import CellType, MergedRange, RawCell, RawSheet
from .titles import Title, Titles, key_of, tidy
from .values import looks_like_number

_SEARCHED_ROWS = 40
_MERGES_SEARCHED = 2_000
_UNIT_NOTE = re.compile(r"(?<![\u4e00-\u9fff])(?:(?:计量|金额|数量|货币|数值)?单位)\s*[:：]\s*([^()（）\s；;]+)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """A column's title and the cell that it stands in."""

    position: int
    row: int
    written: str
    title: Title


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """A table's header: its last row, the titles from left to right, the units that a note names."""

    last_row: int
    headings: tuple[Heading, ...]
    units: tuple[Unit, ...] = ()

    @property
    def first_row(self) -> int:
        """The uppermost row with a title."""
        return min(heading.row for heading in self.headings)


def find_header(sheet: RawSheet, titles: Titles) -> Header | None:
    """The header of the sheet's table, None where no row looks like one."""
    rows = sheet.top_rows(_SEARCHED_ROWS)
    wide = [merge for merge in sheet.merges[:_MERGES_SEARCHED] if merge.top in rows and merge.right > merge.left]
    grid = _Grid(rows, wide)
    header = _declared(grid, titles) if titles.schema is not None else _first_wide(grid, titles)
    if header is None:
        return None
    above = [cell for row, cells in rows.items() if row < header.first_row for cell in cells.values()]
    return Header(last_row=header.last_row, headings=header.headings, units=_noted_units(above))


@dataclass(frozen=True, slots=True)
class _Grid:
    """The first rows of a sheet, and the merged blocks that spread a title over several columns."""

    rows: Mapping[int, Mapping[int, RawCell]]
    merges: Sequence[MergedRange]

    def titles_at(self, row: int) -> dict[int, tuple[int, str]]:
        """By column: the row and text of the title there, the merged ones at each of their columns."""
        found = {position: (row, tidy(cell.text)) for position, cell in self.rows[row].items() if _is_title(cell)}
        for merge in self.merges:
            if merge.top <= row <= merge.bottom and merge.left in self.rows[merge.top]:
                cell = self.rows[merge.top][merge.left]
                for position in self._positions(merge):
                    found.setdefault(position, (merge.top, tidy(cell.text)))
        return {position: item for position, item in found.items() if item[1]}

    def is_spread(self, row: int) -> bool:
        """Whether some title of the row is merged over several columns, but not over all of them."""
        used = {position for cells in self.rows.values() for position in cells}
        inside = (merge for merge in self.merges if merge.top == merge.bottom == row)
        return any(1 < len(used & set(self._positions(merge))) < len(used) for merge in inside)

    def _positions(self, merge: MergedRange) -> Iterator[int]:
        """The columns of a block in which something is written near the top; the block may be the whole sheet."""
        used = {position for cells in self.rows.values() for position in cells}
        return (position for position in sorted(used) if merge.left <= position <= merge.right)


def _is_title(cell: RawCell) -> bool:
    if cell.kind.type in (CellType.TEXT, CellType.LOOSE):
        return bool(cell.text.strip())
    return cell.kind.type is CellType.NUMBER and len(cell.text) == 4 and cell.text.startswith(("19", "20"))


def _declared(grid: _Grid, titles: Titles) -> Header | None:
    """The row, or pair of rows, that names the most columns of the schema; of equals the upper one.

    A pair goes before a single row only where it names more, or where the upper row has titles
    that are merged over several columns.
    """
    numbers = list(grid.rows)
    singles: list[Header] = []
    for row in numbers:
        singles.append(_one_row(grid.titles_at(row), row, titles))
        if _matched(singles[-1]) >= max(2, titles.count // 2):
            break
    best = max(singles, key=_matched, default=None)
    if best is None:
        return None
    at = singles.index(best)
    tried = (at - 1, at) if _matched(best) else range(len(numbers))
    for index, (row, below) in enumerate(pairwise(numbers)):
        if index not in tried:
            continue
        upper, lower = grid.titles_at(row), grid.titles_at(below)
        pair = _two_rows(_carried(upper, lower), lower, below, titles)
        spread = index == at and grid.is_spread(row) and _is_below_only(upper, lower)
        if _matched(pair) > _matched(best) or (spread and _matched(pair) == _matched(best)):
            best = pair
    return best if _matched(best) else None


def _matched(header: Header) -> int:
    return len({heading.title.name for heading in header.headings if heading.title.column})


def _is_below_only(upper: dict[int, tuple[int, str]], lower: dict[int, tuple[int, str]]) -> bool:
    """Whether the lower row has texts of its own under the upper one, and none that are numbers."""
    own = [text for position, (_, text) in lower.items() if upper.get(position, (0, ""))[1] != text]
    return bool(own) and not any(map(looks_like_number, own))


def _first_wide(grid: _Grid, titles: Titles) -> Header | None:
    """The first row of texts that is about as wide as the widest, with the row below it where it is merged."""
    widest = max((len(cells) for cells in grid.rows.values()), default=0)
    numbers = list(grid.rows)
    for index, row in enumerate(numbers):
        upper = grid.titles_at(row)
        texts = [text for _, text in upper.values()]
        if len(texts) * 5 < widest * 3 or len(set(texts)) < min(2, widest) or not texts:
            continue
        if len(grid.rows[row]) > len(texts) or sum(map(looks_like_number, texts)) * 3 > len(texts):
            continue
        if grid.is_spread(row) and index + 1 < len(numbers):
            below = numbers[index + 1]
            return _two_rows(upper, grid.titles_at(below), below, titles)
        return _one_row(upper, row, titles)
    return None


def _carried(upper: dict[int, tuple[int, str]], lower: dict[int, tuple[int, str]]) -> dict[int, tuple[int, str]]:
    """The upper titles, carried to the right over columns that only the lower row names (a .csv has no merges)."""
    carried = dict(upper)
    for position in sorted(lower):
        if position not in carried and position - 1 in carried:
            carried[position] = carried[position - 1]
    return carried


def _one_row(upper: dict[int, tuple[int, str]], row: int, titles: Titles) -> Header:
    headings = [
        Heading(position=position, row=at, written=text, title=titles.single(text))
        for position, (at, text) in sorted(upper.items())
    ]
    return Header(last_row=row, headings=tuple(headings))


def _two_rows(
    upper: dict[int, tuple[int, str]], lower: dict[int, tuple[int, str]], last_row: int, titles: Titles
) -> Header:
    headings = []
    for position in sorted({*upper, *lower}):
        (row, above), (low, below) = upper.get(position, (0, "")), lower.get(position, (0, ""))
        written = above if key_of(above) == key_of(below) else above + below
        title = titles.joined(above, below)
        headings.append(Heading(position=position, row=low or row, written=written, title=title))
    return Header(last_row=last_row, headings=tuple(headings))


def _noted_units(cells: Sequence[RawCell]) -> tuple[Unit, ...]:
    """The units that a note above the header names: 单位：亿元, 单位：万元、人."""
    for cell in cells:
        found = _UNIT_NOTE.search(cell.text)
        if found:
            parts = [part for part in re.split(r"[、，,]", found[1]) if part]
            if parts and all(len(part) <= 16 for part in parts) and is_known_unit(parts[0]):
                return tuple(parse_unit(part) for part in parts)
    return ()
