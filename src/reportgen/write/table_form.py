"""A table of a document's form: its XML and its bindings, filled in from the rows of another table like it.

The columns of the tables are alike, the rows are not. What stands around the texts of the cells is kept for each
number of rows and each set of longest texts, for these decide the widths. A table with anything but plain texts in
its cells, or with columns of another kind, is written as every table is.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import chain
from operator import attrgetter
from typing import NamedTuple

from ..model.binding import ColumnBinding
from ..model.document import DataTable, TableBlock
from ..model.late import ListedTable, Listing
from ..model.numbering import table_cells
from ..model.place import CellRef, column_letters
from ..model.table_binding import are_as_printed, column_values, exact_values, table_bindings
from ..model.table_texts import column_texts, plain_texts
from ..model.values import dataclass, replace
from ..ooxml.bindings import listed_rows, to_xml
from ..ooxml.content_bindings import trail_xml
from ..ooxml.xml import attribute
from .word.columns import is_whole, longest_text
from .word.inline import Composition
from .word.style import StyleDocument
from .word.table import grid_xml
from .word.text import CARE, is_common

_GAP = "qZ"
"""Stands for a text of a column where its pattern is made."""
_MOST = 64
_ROWS = ' rows="1-1"'
_NUMBERS = {Decimal}
_alike = attrgetter("header", "kind", "unit", "decimals", "width", "source.file", "source.sheet", "source.column")


class TableXml(NamedTuple):
    """A table in the main part, its bindings, and its cells in the binding of its number."""

    grid: str
    bindings: str
    cells: str

    def encoded(self) -> tuple[bytes, bytes, bytes]:
        """The same as bytes."""
        return self.grid.encode(), self.bindings.encode(), self.cells.encode()


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class _Patterns:
    """The XML of plain tables with gaps `%s`: `grids` by rows and longest texts, all others for any table.

    `columns` are the elements of the bindings; each has a gap for its rows, its trail, its texts, and its exact values
    unless the texts `are_exact`. In `cells` each column has one for its first row and one for its last. `listings`
    are those whose tables are known to be of the kind, or known not to be.
    """

    kind: Sequence[object]
    columns: str
    are_exact: Sequence[bool]
    cells: str
    grids: dict[tuple[float, ...], bytes]
    listings: dict[Listing, bool]

    def serve(self, table: DataTable) -> bool:
        """Whether a table is of the kind."""
        if not isinstance(table, ListedTable):
            return bool(_common_rows(table)) and _kind(table) == self.kind
        if not table.row_count or not is_whole(table):
            return False
        known = self.listings.get(table.listing)
        if known is None:
            known = self.listings[table.listing] = bool(_common_rows(table)) and _kind(table) == self.kind
        return known


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class TableForm:
    """A table of the form; `block` has no caption. `keep_next` holds its last row on the page of what follows."""

    block: TableBlock
    style: StyleDocument
    style_file: str
    keep_next: bool
    patterns: _Patterns | None

    def filled(self, table: DataTable, where: tuple[str, ...]) -> tuple[bytes, bytes, bytes] | None:
        """The table below a trail of headings, encoded; None where there is something to say about it."""
        quickly = self._quickly(table, where)
        if quickly is not None:
            return quickly
        written = self.written(table, where)
        return None if written is None else written.encoded()

    def written(self, table: DataTable, where: tuple[str, ...]) -> TableXml | None:
        """The same, as for any table."""
        grid = self._grid(table)
        if grid is None:
            return None
        bindings = "".join(list(to_xml(table_bindings(replace(self.block, table=table), where)))[1:-1])
        return TableXml(grid, bindings, "".join(f'<cell v="{attribute(cell)}"/>' for cell in table_cells(table)))

    def _grid(self, table: DataTable, printed: Sequence[Sequence[str]] | None = None) -> str | None:
        composition = Composition(style=self.style, file=self.style_file, bindings=True)
        found = "".join(grid_xml(table, composition, keep_next=self.keep_next, printed=printed))
        return None if composition.remarks.diagnostics else found

    def _quickly(self, table: DataTable, where: tuple[str, ...]) -> tuple[bytes, bytes, bytes] | None:
        """The table out of the patterns; None where they do not serve it."""
        patterns = self.patterns
        if patterns is None or not patterns.serve(table):
            return None
        rows, texts, exact, foreign, longest = _told_listed(table) if isinstance(table, ListedTable) else _told(table)
        if rows[0] == rows[-1] or [values is None for values in exact] != patterns.are_exact:
            return None
        if CARE.search(foreign) or not is_common(foreign):
            return None
        widths = (len(rows), *longest)
        grid = patterns.grids.get(widths) or self._learned(table, widths, patterns.grids)
        if grid is None:
            return None
        around = listed_rows(rows), trail_xml(where)
        listed = [
            (*around, *("\n".join(lines) for lines in both if lines is not None))
            for both in zip(texts, exact, strict=True)
        ]
        bindings = patterns.columns % tuple(chain.from_iterable(listed))
        cells = patterns.cells % ((min(rows), max(rows)) * (patterns.cells.count("%s") // 2))
        shown = "\0".join(chain.from_iterable(zip(*texts, strict=True))).encode().split(b"\0")
        return grid % tuple(shown), bindings.encode(), cells.encode()

    def _learned(
        self, table: DataTable, widths: tuple[float, ...], grids: dict[tuple[float, ...], bytes]
    ) -> bytes | None:
        gaps = [_GAP] * table.row_count
        found = self._grid(table, [gaps] * len(table.columns))
        if found is None or found.count(_GAP) != table.row_count * len(table.columns):
            return None
        if len(grids) >= _MOST:
            grids.clear()
        made = grids[widths] = found.replace("%", "%%").replace(_GAP, "%s").encode()
        return made


class _Told(NamedTuple):
    """What a table prints: its rows, the texts of each column, and its exact values, None where they are the texts.

    `foreign` are the texts that are no numbers, in one; `longest` how wide the longest text of each column is.
    """

    rows: Sequence[int]
    texts: Sequence[Sequence[str]]
    exact: Sequence[Sequence[str] | None]
    foreign: str
    longest: Sequence[float]


def _told(table: DataTable) -> _Told:
    count = table.row_count
    rows = table.columns[0].source.rows if table.columns[0].source is not None else ()
    texts = [column_texts(column, 0, count) for column in table.columns]
    exact = [column_values(column, 0, count) for column in table.columns]
    return _Told(rows, texts, exact, "".join(chain(*texts, *filter(None, exact))), list(map(longest_text, texts)))


def _told_listed(table: ListedTable) -> _Told:
    """The same of a table of a listing, without making it."""
    listing, indexes, all_rows = table.listing, table.indexes, table.listing.base.rows
    texts: list[Sequence[str]] = []
    exact: list[Sequence[str] | None] = []
    foreign: list[str] = []
    longest: list[float] = []
    for values, decimals, are_exact in listing.columns:
        picked = [values[index] for index in indexes]
        shown = plain_texts(picked, decimals)
        texts.append(shown)
        exact.append(None if are_exact and are_as_printed(picked) else exact_values(picked))
        if set(map(type, picked)) == _NUMBERS:
            longest.append(max(map(len, shown)) / 2)
        else:
            longest.append(longest_text(shown))
            foreign += shown
            foreign += exact[-1] or ()
    return _Told([all_rows[index] for index in indexes], texts, exact, "".join(foreign), longest)


def table_form(block: TableBlock, style: StyleDocument, style_file: str, *, keep_next: bool) -> TableForm:
    """The form of a table that a document has, `block`."""
    return TableForm(replace(block, caption=()), style, style_file, keep_next, _patterns(block))


def _common_rows(table: DataTable) -> Sequence[int]:
    """The rows of the sheets that all columns show as they are; none where not all do, or where totals are asked."""
    columns = table.columns
    sources = [column.source for column in columns]
    rows = sources[0].rows if sources and sources[0] is not None else ()
    if table.total_label or not is_whole(table) or any(item is None or item.rows != rows for item in sources):
        return ()
    return () if any(column.texts is not None or column.worked or column.hedges for column in columns) else rows


def _kind(table: DataTable) -> list[object]:
    """What agrees between tables that the same patterns serve."""
    return list(map(_alike, table.columns))


def _patterns(block: TableBlock) -> _Patterns | None:
    """What serves tables like that of the block; None where it is no plain one."""
    if not _common_rows(block.table):
        return None
    found = [item for item in table_bindings(block, (_GAP,)) if isinstance(item, ColumnBinding)]
    columns = list(map(_pattern, found))
    are_exact = [item.values is None for item in found]
    if [pattern.count("%s") for pattern in columns] != [3 if exact else 4 for exact in are_exact]:
        return None
    return _Patterns(_kind(block.table), "".join(columns), are_exact, "".join(map(_cells, found)), {}, {})


def _pattern(column: ColumnBinding) -> str:
    gap = (_GAP,)
    source = replace(column.source, rows=(1,))
    column = replace(column, texts=gap, values=None if column.values is None else gap, source=source)
    found = "".join(list(to_xml((column,)))[1:-1]).replace("%", "%%").replace(_ROWS, ' rows="%s"')
    return found.replace(f'<at v="{_GAP}"/>', "%s").replace(f">{_GAP}<", ">%s<")


def _cells(column: ColumnBinding) -> str:
    source = column.source
    top = attribute(str(CellRef(source.file, source.sheet, 1, source.column)).removesuffix("1")).replace("%", "%%")
    return f'<cell v="{top}%s:{column_letters(source.column)}%s"/>'
