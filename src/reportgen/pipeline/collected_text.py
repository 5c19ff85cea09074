"""Collected values in .csv files: fields set in their text, encoding and all else kept; origins in a file beside it.

A .csv file has no hidden sheets, so its origins stand in `<name>.汇总来源.csv` in the same folder, where `load`
finds them again.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from ..gather.changes import SheetChange
from ..load.csv import dialect_of
from ..merge.csv_text import edit_text
from ..model.origins import value_text


def is_text(file: str) -> bool:
    """Whether a data file is read as comma-separated values."""
    return file.lower().endswith(".csv")


def with_changes(data: bytes, file: str, changes: Iterable[SheetChange]) -> bytes:
    """The file with the changes; raises a Fault `uneditable-text` where its fields cannot be told apart."""
    dialect = dialect_of(data)
    for change in changes:
        cells = {place: value_text(value) for place, value in change.cells.items()}
        rows = [{column: value_text(value) for column, value in row.items()} for row in change.rows.values()]
        if change.below:
            for row, values in enumerate(rows, change.after + 1):
                cells |= {(row, column): text for column, text in values.items()}
            rows = []
        text = edit_text(dialect.text(data), file, dialect.delimiter, cells, {change.after: rows})
        data = dialect.data(text)
    return data


def origins_text(rows: Iterable[Sequence[str]]) -> bytes:
    """The file of origins, in UTF-8 with the byte order mark by which Excel knows it."""
    stream = io.StringIO(newline="")
    csv.writer(stream).writerows(rows)
    return stream.getvalue().encode("utf-8-sig")
