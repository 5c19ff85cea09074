"""What stands today in the cells of a table that was written: its rows and columns found again by their texts.

`present` asks it for each bound table. A cell is compared only where its row and its column are certain.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from ..model.binding import Binding, ColumnBinding
from ..model.values import dataclass, field
from .alignment import GONE, UNSURE, Row, align_columns, align_rows
from .stories import seen
from .word_table import MOST_COLUMNS, TableRow, table_rows

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_REPEATS = frozenset((2, 3, 4))
_FIRST_ROW = 2
"""The row below the header, as bindings count."""


@dataclass(frozen=True, slots=True)
class Present:
    """What stands in the place of a binding today.

    `text` is empty where it was deleted, None where nothing is compared: a picture has no text. Where it
    is not `certain`, nobody can tell, and `text` is None too. `element` holds the text: a `w:sdtContent` or a
    `w:tc` of the tree that was looked at; None where there is none.
    """

    text: str | None
    element: Element | None = None
    certain: bool = True

    def reads(self, text: str) -> bool:
        """Whether the text stands there still; white space makes no difference."""
        return self.text == text or (self.text is not None and seen(self.text) == seen(text))


DELETED = Present("")
UNCERTAIN = Present(None, certain=False)


@dataclass(slots=True, eq=False, repr=False)
class WrittenTable:
    """A table as it was written: the header and the texts of each column by its number, and the total row.

    `sources` are sheet and column of the data behind those columns that have one. `rows` is the number of rows below
    the header, without the total row. Columns of running row numbers are not bound, so they are not known.
    """

    headers: dict[int, str] = field(default_factory=dict)
    sources: dict[int, tuple[str, int]] = field(default_factory=dict)
    columns: dict[int, dict[int, str]] = field(default_factory=dict)
    rows: int = 0
    label: str = ""

    def add(self, item: Binding | ColumnBinding) -> None:
        """Take in a stored binding of the table."""
        number = item.table_column
        if isinstance(item, ColumnBinding):
            self.headers[number] = seen(item.sentence)
            self.sources[number] = item.source.sheet, item.source.column
            texts = self.columns.setdefault(number, {})
            texts.update(enumerate(map(seen, item.texts), item.table_row))
            self.rows = max(self.rows, len(texts))
        elif item.derivation:  # a computed cell or a total; other single cells do not make up their whole column
            self.headers[number] = seen(item.sentence)
            self.columns.setdefault(number, {})[item.table_row] = seen(item.text)
            if item.table_row == self.total_row:
                self.label = seen(item.where[-1]) if item.where else ""

    @property
    def total_row(self) -> int:
        """The number of the total row, where there is one."""
        return self.rows + _FIRST_ROW

    def header(self) -> list[str | None]:
        """The headers from the first to the last known column, None for one that is not known."""
        return [self.headers.get(number) for number in range(1, max(self.headers, default=0) + 1)]

    def texts(self, numbers: Sequence[int]) -> list[Row]:
        """The rows below the header in these columns, the total row at the end where there is one."""
        columns = [self.columns[number] for number in numbers]
        last = self.total_row if self.label else self.total_row - 1
        rows = [tuple([column.get(row, "") for column in columns]) for row in range(_FIRST_ROW, last + 1)]
        if self.label:
            totals = {number for number, column in self.columns.items() if self.total_row in column}
            labelled = next(number for number in range(1, len(totals) + 2) if number not in totals)
            rows[-1] = tuple(
                self.label if number == labelled else text for number, text in zip(numbers, rows[-1], strict=True)
            )
        return rows


def written_tables(stored: Iterable[Binding | ColumnBinding]) -> dict[str, WrittenTable]:
    """The tables that bindings tell of, by tag; those of files that do not say rows and columns are none."""
    tables: dict[str, WrittenTable] = {}
    for item in stored:
        if 0 < item.table_column <= MOST_COLUMNS:
            tables.setdefault(item.tag, WrittenTable()).add(item)
    return tables


@dataclass(frozen=True, slots=True, eq=False)
class PresentTable:
    """A table of today: its rows, and which of them and of its columns stand for those that were written.

    `headers` are the rows with the names of the columns, one for each part of the table. `width` is the number of
    columns that most rows have.
    """

    headers: Sequence[TableRow]
    body: Sequence[TableRow]
    width: int
    rows: Mapping[int, int]
    columns: Mapping[int, int]

    def at(self, binding: Binding) -> Present:
        """What stands in the place of a binding."""
        return self.cell(binding.table_row, binding.table_column, binding.text)

    def cell(self, table_row: int, table_column: int, text: str) -> Present:
        """What stands in the place of a cell that was written as `text`."""
        row, column = self.rows.get(table_row, UNSURE), self.columns.get(table_column, UNSURE)
        if GONE in (row, column):
            return DELETED
        cells = self.body[row].cells if row >= 0 else ()
        cell = cells[column] if 0 <= column < len(cells) else None
        if cell is None:
            return UNCERTAIN
        if cell.merged:
            # Word makes each of the merged cells a paragraph.
            is_there = seen(text) in map(seen, cell.lines)
            return Present(text, cell.element) if is_there else UNCERTAIN
        found = Present(cell.text, cell.element)
        return found if len(cells) == self.width or found.reads(text) else UNCERTAIN

    def plain_texts(self, table_row: int, columns: Sequence[int]) -> list[str] | None:
        """What a row says in these columns; None where something was merged, deleted or moved in it."""
        row = self.rows.get(table_row, UNSURE)
        cells = self.body[row].cells if row >= 0 else ()
        places = [self.columns.get(number, UNSURE) for number in columns]
        if len(cells) != self.width or min(places, default=UNSURE) < 0:
            return None
        found = [cell for place in places if (cell := cells[place]) is not None and not cell.merged]
        return [cell.text for cell in found] if len(found) == len(places) else None


def present_table(written: WrittenTable, tables: Iterable[Element]) -> PresentTable | None:
    """The tables (`w:tbl`) of today that stand for a written one; None where they have no row."""
    rows = list(table_rows(tables))
    if not rows:
        return None
    width = Counter(len(row.cells) for row in rows).most_common(1)[0][0]
    first = _texts(rows[0], range(len(rows[0].cells)))
    has_header = rows[0].header or not set(written.headers.values()).isdisjoint(first)
    headers: list[TableRow] = []
    body: list[TableRow] = []
    for row in rows:
        (headers if has_header and _repeats(row, first) else body).append(row)
    places = dict(enumerate(align_columns(written.header(), first if has_header else [""] * width), 1))
    found = _rows(written, body, {number: place for number, place in places.items() if place >= 0})
    return PresentTable(headers, body, width, dict(enumerate(found, _FIRST_ROW)), places)


def heads_like(written: WrittenTable, table: Element) -> bool:
    """Whether a table has the headers of a written one.

    LibreOffice 7.4 saves the first text inside a control around a table up to four times over.
    """
    first = next(table_rows([table]), None)
    if first is None:
        return False
    texts = set(_texts(first, range(len(first.cells))))
    return all(header in texts or not _REPEATS.isdisjoint(_times(header, texts)) for header in written.headers.values())


def _times(header: str, texts: Iterable[str]) -> Iterator[int]:
    """How many times over each text says the header."""
    for text in texts:
        times = len(text) // len(header) if header else 0
        if times and text == header * times:
            yield times


def _rows(written: WrittenTable, body: Sequence[TableRow], places: Mapping[int, int]) -> list[int]:
    """For each row below the header its number in `body`, or GONE or UNSURE; the total row by its label."""
    numbers = [number for number in written.columns if number in places]
    old = written.texts(numbers)
    if not numbers:
        return [UNSURE] * len(old)
    new = [_texts(row, [places[number] for number in numbers]) for row in body]
    total = _labelled(written.label, old[:-1], body)
    if total is None:
        return align_rows(old, new)
    found = align_rows(old[:-1], new[:total] + new[total + 1 :])
    return [*(at + (at >= total) if at >= 0 else at for at in found), total]


def _labelled(label: str, rows: Sequence[Row], body: Sequence[TableRow]) -> int | None:
    """The one row that has the label of the total row; None where no row has it, or several."""
    if not label or any(label in row for row in rows):
        return None
    found = [at for at, row in enumerate(body) if any(cell.seen == label for cell in row.cells if cell)]
    return found[0] if len(found) == 1 else None


def _texts(row: TableRow, places: Iterable[int]) -> Row:
    """The texts of a row at these columns of the grid, empty where it has none."""
    cells = row.cells
    return tuple([cell.seen if place < len(cells) and (cell := cells[place]) is not None else "" for place in places])


def _repeats(row: TableRow, header: Row) -> bool:
    """Whether a row is the header, or the header again in the second part of a table."""
    return row.header or _texts(row, range(len(header))) == header
