"""What a returned cell says about a cell of the report's workbook; the values that the modules here share."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import lru_cache

from ..model.dataset import Table, Value
from ..model.names import Names
from ..model.origins import value_text
from ..model.place import CellRef
from ..model.schema import ColumnKind
from ..model.values import dataclass

REMARKS = ("来源说明", "备注", "说明")
"""The columns that take the reason for a large change where the workbook has no column for it."""

_LABEL_PARTS = 3


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of the report's workbook by what it means.

    `row` is the index in the table, or the text of the key column for an entry that the table does not have yet.
    """

    sheet: str
    row: int | str
    column: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A value that a return gives for a cell, in the unit that the workbook keeps the cell in.

    `before` is what the workbook holds now, `last` the value a year earlier where there is one. `name` is what
    people call the cell (`规上工业总产值`, `铝加工 产值`), `unit` the symbol behind a number. `is_input` is false for
    texts that the form carried over.
    """

    cell: Cell
    value: Value
    origin: CellRef
    department: str
    name: str
    before: Value = None
    last: Decimal | None = None
    unit: str = ""
    is_input: bool = True

    @property
    def is_same(self) -> bool:
        """Whether the workbook holds this value already."""
        return same(self.value, self.before)


def identity(cell: Cell) -> tuple[str, int | str, str]:
    """What makes two cells the same one; new entries are one where their names read alike."""
    return (cell.sheet, fold(cell.row) if isinstance(cell.row, str) else cell.row, cell.column)


def same(left: Value, right: Value) -> bool:
    """Whether two values say the same: numbers by value, texts whatever their line ends and outer white space."""
    if isinstance(left, str) and isinstance(right, str):
        return left is right or _plain(left) == _plain(right)
    return type(left) is type(right) and left == right


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


@lru_cache(maxsize=1 << 16)
def fold(text: str) -> str:
    """A name as it is compared: without white space, full-width forms and brackets made narrow."""
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()


def key_column(table: Table, among: Iterable[str] = ()) -> str | None:
    """The column that names a table's rows: its key, else the first of `among`, else its first text column."""
    if table.key in table.columns:
        return table.key
    texts = (name for name, column in table.columns.items() if column.kind is ColumnKind.TEXT)
    return next((name for name in (*among, *texts) if name in table.columns), None)


def key_text(table: Table, column: str | None, index: int) -> str:
    """The text that names a row, empty where nothing stands there."""
    value = table.columns[column].values[index] if column else None
    return value_text(value).strip()


def row_name(table: Table, index: int) -> str:
    """A row as people call it: its key, else its first texts, else its number in the sheet."""
    text = key_text(table, table.key if table.key in table.columns else None, index)
    if text:
        return text
    parts = [
        value.strip()
        for column in table.columns.values()
        if column.kind is ColumnKind.TEXT and isinstance(value := column.values[index], str)
    ]
    return " ".join(parts[:_LABEL_PARTS]) or str(table.rows[index])


def lines(names: Sequence[str], most: int = 8) -> Names:
    """The first of many names, as findings list them."""
    return Names(names, most=most)
