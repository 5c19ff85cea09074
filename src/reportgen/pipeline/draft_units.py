"""The units that drafts are made for: the rows of a table, or the workbooks of a folder."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

from ..drafts.plan import PlannedUnit
from ..files import is_folder, nearest_file
from ..load.read import file_bytes, read_contents
from ..load.recognise import recognise
from ..model.dataset import Row, Table
from ..model.diagnostic import Diagnostic, Fault, ReportError, error, has_errors, warning
from ..model.place import FileRef
from ..model.report import Report
from ..model.schema import INDICATOR_SHEET, Schema
from ..model.unread import Unread
from ..model.values import dataclass, replace
from .units_folder import units_in
from .unread_cells import sorted_out

_NAME_COLUMNS = ("单位", "单位名称", "名称", "乡镇", "区县", "县区", "科室", "部门")
"""Titles that say that a column names the units; where none of them is there, the first column does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Units:
    """The units by position: a table and the column of their names, or a workbook each.

    `table` is None where each unit brings its workbook, `books` is empty where they are rows. `unread` are the cells
    of the table that could not be read.
    """

    planned: tuple[PlannedUnit, ...]
    table: Table | None = None
    key: str = ""
    books: tuple[Path, ...] = ()
    unread: Unread = Unread()


def read_units(path: Path, report: Report, naming: Collection[str]) -> tuple[Units, list[Diagnostic]]:
    """The units in a workbook, or in a folder of workbooks; raises ReportError where they cannot be used.

    `naming` are the columns that the names of files are made of.
    """
    return _books(path) if is_folder(path) else _rows(path, report, naming)


def _books(folder: Path) -> tuple[Units, list[Diagnostic]]:
    books, found = units_in(folder)
    planned = tuple(PlannedUnit(name=name, facts={}, place=FileRef(book.name)) for name, book in books.items())
    return Units(planned=planned, books=tuple(books.values())), found


def _rows(path: Path, report: Report, naming: Collection[str]) -> tuple[Units, list[Diagnostic]]:
    place = FileRef(path.name)
    try:
        data = file_bytes(path)
        recognise(data, path.name)
    except Fault as fault:
        if fault.code == "missing-workbook":
            fault = Fault("file-not-found", file=path.name, suggestion=nearest_file(path))
        raise ReportError(fault.at(place)) from None
    schema = Schema(sheets=tuple(replace(sheet, required=False) for sheet in report.kit.schema.sheets))
    dataset, found = read_contents({path.name: data}, schema, report.year)
    found = [item for item in found if item.code != "unmatched-sheet"]
    tables = [table for name, table in dataset.tables.items() if name != INDICATOR_SHEET and len(table)]
    unread = Unread()
    if tables:
        unread, found = sorted_out(found, tables[:1], schema, {*naming, _key(tables[0])})
    if has_errors(found):
        raise ReportError(*found, *unread.findings)
    if not tables:
        raise ReportError(*found, Fault("no-units", file=path.name).at(place))
    table = tables[0]
    if len(tables) > 1:
        others = [item.sheet for item in tables[1:]]
        found.append(warning("other-sheets-of-units", table.place, sheet=table.sheet, others=others))
    key = _key(table)
    planned = tuple(_planned(table, key))
    return Units(planned=planned, table=table, key=key, unread=unread), found


def _key(table: Table) -> str:
    """The column that names the units."""
    named = (table.key, *_NAME_COLUMNS)
    return next((name for name in named if name and name in table.columns), next(iter(table.columns)))


def _planned(table: Table, key: str) -> Sequence[PlannedUnit]:
    """The units of a table; raises ReportError for rows without a name and for names that come twice."""
    found: list[PlannedUnit] = []
    faults: list[Diagnostic] = []
    rows: dict[str, Row] = {}
    for row in table:
        value = row.value(key)
        name = value.strip() if isinstance(value, str) else "" if value is None else str(value)
        place = table.ref(key, row.index)
        if not name:
            faults.append(error("unit-without-name", place, column=key))
        elif name in rows:
            faults.append(error("unit-twice", place, related=(table.ref(key, rows[name].index),), name=name))
        rows[name] = row
        found.append(PlannedUnit(name=name, facts=_RowTexts(row), place=place))
    if faults:
        raise ReportError(*faults)
    return found


class _RowTexts(Mapping[str, str]):
    """The texts of a unit's row by column, for names of files; made when they are asked for."""

    __slots__ = ("_row",)

    def __init__(self, row: Row) -> None:
        self._row = row

    def __getitem__(self, column: str) -> str:
        if column not in self._row.table.columns:
            raise KeyError(column)
        value = self._row.value(column)
        return "" if value is None else str(value)

    def __iter__(self) -> Iterator[str]:
        return iter(self._row.table.columns)

    def __len__(self) -> int:
        return len(self._row.table.columns)
