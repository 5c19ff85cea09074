"""Every cell of a data file as it stands there, table or not: what `roll` looks through."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from ..model.place import CellRef
from .cells import CellType, RawSheet
from .csv import read_csv
from .recognise import FileKind, recognise
from .xlsx import open_workbook

_TEXTS = (CellType.TEXT, CellType.LOOSE)


class Written(NamedTuple):
    """A cell with something in it; `text` is empty unless it holds text of its own, worked out by no formula."""

    place: CellRef
    text: str
    is_formula: bool


def raw_cells(data: bytes, file: str) -> Iterator[Written]:
    """The cells of all sheets, hidden ones too; raises the faults of `open_workbook` and `read_csv`."""
    if recognise(data, file) is FileKind.TEXT:
        yield from _cells(read_csv(data, file))
        return
    workbook = open_workbook(data, file)
    for entry in workbook.sheets:
        yield from _cells(workbook.sheet(entry))


def _cells(sheet: RawSheet) -> Iterator[Written]:
    for position, column in sorted(sheet.columns.items()):
        for row, text, kind in zip(column.rows, column.texts, column.kinds, strict=True):
            is_text = kind.type in _TEXTS and not kind.formula
            yield Written(sheet.ref(row, position), text if is_text else "", kind.formula)
