"""What rules say about a row or column: how to name it, which notes stand beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from ..model.dataset import Column, Dataset, Table
from ..model.place import CellRef
from ..model.schema import ColumnKind

_CAUSES = ("因", "由于", "受", "基数", "投产", "停产", "关停", "新建", "扩建", "口径", "政策", "转型")
"""A note that has one of these words gives a reason, not merely a source."""


def row_label(table: Table, index: int) -> str:
    """A row as people call it: its key, else its first text, else its number in the sheet."""
    for column in _labels(table):
        value = column.values[index]
        if isinstance(value, str) and value:
            return value if len(value) <= 30 else value[:29] + "…"
    return f"{table.rows[index]}"


def _labels(table: Table) -> Iterator[Column]:
    """The columns that may name a row, the likeliest first."""
    if table.key and table.key in table.columns:
        yield table.columns[table.key]
    yield from (column for column in table.columns.values() if column.kind is ColumnKind.TEXT)


def gives_reason(notes: Iterable[object]) -> bool:
    """Whether one of the texts says why."""
    return any(cause in note for note in notes if isinstance(note, str) for cause in _CAUSES)


def remarks_of(table: Table) -> list[Column]:
    """The columns whose texts are remarks about their rows."""
    return [column for name, column in table.columns.items() if column.kind is ColumnKind.TEXT and is_remark(name)]


def is_remark(column: str) -> bool:
    """Whether a column holds what people say about a row, rather than the row's own data."""
    return any(word in column for word in ("备注", "说明", "原因"))


def texts(
    dataset: Dataset, most: int, is_wanted: Callable[[str], object], *, remarks: bool = True
) -> Iterator[tuple[str, CellRef]]:
    """The wanted ones of at most so many distinct texts of all tables, with the first cell of each.

    With `remarks` those of the columns for remarks too.
    """
    seen: set[str] = set()
    for table in dataset.tables.values():
        for column in table.columns.values():
            if is_remark(column.name) and not remarks:
                continue
            for index, value in enumerate(column.values):
                if isinstance(value, str) and value not in seen:
                    if len(seen) >= most:
                        return
                    seen.add(value)
                    if is_wanted(value):
                        yield value, CellRef(table.file, table.sheet, table.rows[index], column.position)


def is_name_column(table: Table, column: Column) -> bool:
    """Whether a column holds names: the key of its table, or a list of names in each cell."""
    return column.name == table.key or bool(column.split)
