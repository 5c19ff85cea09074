"""The hidden sheet 汇总来源 of a collected workbook, and what else `collect` must know of a workbook's sheets."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from pathlib import PurePath

from ..model.diagnostic import Fault
from ..model.place import CellRef
from ..model.returns import ORIGIN_COLUMNS, Origin, SheetFacts
from ..model.schema import ORIGIN_SHEET
from .addresses import cell_address
from .cells import RawSheet
from .csv import read_csv
from .recognise import FileKind, recognise
from .xlsx import open_workbook

_MERGES = 2_000
"""Merged blocks that are looked at, as elsewhere in this room; no list of a person has more."""


def origins_of(sheet: RawSheet) -> Iterator[Origin]:
    """The origins on the sheet, those that a person broke left out."""
    columns = [sheet.columns.get(position) for position in range(1, len(ORIGIN_COLUMNS) + 1)]
    if columns[0] is None:
        return
    lines = [dict(zip(cells.rows, cells.texts, strict=True)) if cells else {} for cells in columns]
    for row in columns[0].rows[1:]:
        name, label, column, value, file, tab, address = (texts.get(row, "") for texts in lines)
        with suppress(Fault):
            source = CellRef(file, tab, *cell_address(address))
            yield Origin(sheet=name, row=label, column=column, value=value, source=source)


def origins_file(file: str) -> str:
    """The name of the file of origins that stands beside a .csv file: 指标.csv -> 指标.汇总来源.csv."""
    path = PurePath(file)
    return str(path.with_name(f"{path.stem}.{ORIGIN_SHEET}{path.suffix}"))


def read_facts(data: bytes, file: str) -> tuple[dict[str, SheetFacts], tuple[Origin, ...]]:
    """What the sheets of a workbook hold besides tables, by name, and its origins; a .csv file has none itself.

    Raises as `open_workbook` does.
    """
    if recognise(data, file) is FileKind.TEXT:
        return {"": _facts(read_csv(data, file))}, ()
    workbook = open_workbook(data, file)
    facts: dict[str, SheetFacts] = {}
    origins: tuple[Origin, ...] = ()
    for entry in workbook.sheets:
        sheet = workbook.sheet(entry)
        if entry.name == ORIGIN_SHEET:
            origins = tuple(origins_of(sheet))
        else:
            facts[entry.name] = _facts(sheet)
    return facts, origins


def _facts(sheet: RawSheet) -> SheetFacts:
    formulas = {
        (row, position)
        for position, cells in sheet.columns.items()
        if any(kind.formula for kind in {id(kind): kind for kind in cells.kinds}.values())
        for row, kind in zip(cells.rows, cells.kinds, strict=True)
        if kind.formula
    }
    last = max((cells.rows[-1] for cells in sheet.columns.values() if cells.rows), default=0)
    merges = tuple((item.top, item.left, item.bottom, item.right) for item in sheet.merges[:_MERGES])
    return SheetFacts(formulas=frozenset(formulas), merges=merges, last_row=last)
