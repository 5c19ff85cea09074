"""What figures are called by the cells that they rest on: `生产总值`, or `铝加工 · 产值` for a row of a list.

A Word file stores the cells of its figures and no names of indicators; the tables printed in it still tell the rows
and columns of their lists. A report is asked itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cache

from ..model.binding import Binding, ColumnBinding
from ..model.dataset import Dataset, Table
from ..model.place import ARROW
from ..ooxml.bindings import Stored

Names = Callable[[str], str]
"""Gives the name of what stands in a cell, given as `data.xlsx › 指标 › D2`; empty where it knows none."""

_BETWEEN = " · "
_ADDRESS = re.compile("([A-Z]{1,3})([1-9][0-9]{0,6})")


def nameless(_: str) -> str:
    """Of nothing but a Word file nobody knows the indicators."""
    return ""


def name_by_cells(binding: Binding, *names: Names) -> str:
    """What a figure is called: one cell, or the growth or share of one, by that cell; empty for all else."""
    if not binding.cells:
        return ""
    cell, derivation = binding.cells[0], binding.derivation
    found = next((name for known in names if (name := known(cell))), "")
    if not derivation:
        return found if len(binding.cells) == 1 else ""
    # A sum over rows is named by none of them: its derivation begins with 合计.
    is_of_it = derivation.partition(" ")[0] == cell.rpartition(ARROW)[2]
    return f"{found}{_BETWEEN}{binding.wording}" if found and binding.wording and is_of_it else ""


def names_in_data(dataset: Dataset) -> Names:
    """The names of a report's indicators, and of the rows and columns of its lists."""
    singles: dict[str, str] = {}
    for item in dataset.indicators.values():
        figure = item.figure
        beside = (getattr(figure, name, None) for name in ("previous", "target", "rate"))
        for known in (figure, *beside):
            if known is not None and getattr(known, "source", None) is not None:
                singles.setdefault(str(known.source), item.name)
    tables = {str(table.place): table for table in dataset.tables.values()}
    rows = cache(lambda sheet: _row_names(tables[sheet]))

    def name(cell: str) -> str:
        sheet, row, column = _parted(cell)
        table = tables.get(sheet)
        if cell in singles or table is None:
            return singles.get(cell, "")
        header = next((item.name for item in table.columns.values() if item.position == column), "")
        return _joined(rows(sheet).get(row, ""), header)

    return name


def names_in_tables(stored: Iterable[Stored]) -> Names:
    """The names that the tables printed in a file give their cells: the text of the first column, and the header."""
    columns: dict[str, list[ColumnBinding]] = {}
    for item in stored:
        if isinstance(item, ColumnBinding):
            columns.setdefault(_sheet(item), []).append(item)

    @cache
    def rows(sheet: str) -> Mapping[int, str]:
        first: dict[str, int] = {}
        found: dict[int, str] = {}
        for item in columns[sheet]:  # a long column is stored in parts
            is_name = item.values is None and not item.unit
            if is_name and first.setdefault(item.tag, item.source.column) == item.source.column:
                found |= zip(item.source.rows, item.texts, strict=True)
        return found

    def name(cell: str) -> str:
        sheet, row, column = _parted(cell)
        header = next((item.sentence for item in columns.get(sheet, ()) if item.source.column == column), "")
        return _joined(rows(sheet).get(row, ""), header) if header else ""

    return name


def _row_names(table: Table) -> Mapping[int, str]:
    """The names of a list's rows: what its key says, else its first column of texts."""
    texts = (item for item in table.columns.values() if all(isinstance(value, str) for value in item.values))
    column = table.columns[table.key] if table.key in table.columns else next(texts, None)  # type: ignore[index]  # it is a key
    return {} if column is None else dict(zip(table.rows, map(str, column.values), strict=True))


def _sheet(column: ColumnBinding) -> str:
    source = column.source
    return ARROW.join((source.file, source.sheet)) if source.sheet else source.file


def _parted(cell: str) -> tuple[str, int, int]:
    """Sheet, row and column of a cell; zeros where it is none."""
    sheet, _, address = cell.rpartition(ARROW)
    found = _ADDRESS.fullmatch(address)
    if found is None:
        return sheet, 0, 0
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return sheet, int(found[2]), column


def _joined(row: str, column: str) -> str:
    return f"{row}{_BETWEEN}{column}" if row and column else ""
