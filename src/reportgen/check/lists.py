"""Rules on lists: known whole or in part, with gaps, shares that make up a whole, totals that people wrote."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from ..model.dataset import Column, Dataset, Table
from ..model.diagnostic import Diagnostic, info, warning
from ..model.names import Names
from ..model.place import CellRef
from ..model.quantity import PERCENT, RATIO, plain
from ..model.report import Report
from ..model.schema import INDICATOR_SHEET, ColumnKind
from .cells import remarks_of, row_label
from .margin import half_step

_SHARES = ("占比", "比重", "份额")
_TOTALS = ("合计", "总计", "小计")

_FEWEST_ROWS = 4
_LARGEST_GAP = 0.25
"""So many rows make a pattern, and at most so many of them a gap in it; else the column is one for some rows only."""


def incomplete_lists(dataset: Dataset, _report: Report) -> Iterator[Diagnostic]:
    """`list-in-part` and `list-longer-than-announced`: a list has other than the announced number of entries."""
    for table in dataset.tables.values():
        announced = table.announced
        if announced is None or announced.value == len(table):
            continue
        related = tuple(source for source in announced.sources if isinstance(source, CellRef))
        say = info if len(table) < announced.value else warning
        code = "list-in-part" if say is info else "list-longer-than-announced"
        if say is warning and (announced.hedge or announced.approximate):
            continue
        yield say(
            code,
            table.place,
            related=related,
            sheet=table.name,
            listed=len(table),
            announced=announced.text,
            noun=table.row_noun,
        )


def shares_of_a_whole(dataset: Dataset, _report: Report) -> Iterator[Diagnostic]:
    """`shares-not-whole`: the shares in a column, all of them there, do not add up to 100 % within rounding."""
    for table in dataset.tables.values():
        if table.announced is not None and table.announced.value != len(table):
            continue
        for column in table.columns.values():
            values = _shares(table, column)
            if len(values) < 2:
                continue
            total = sum(values, Decimal(0))
            margin = sum((half_step(value) for value in values), Decimal(0))
            if abs(total - 100) > margin:
                yield warning(
                    "shares-not-whole",
                    table.ref(column.name, 0),
                    sheet=table.name,
                    column=column.name,
                    total=plain(total),
                )


def stated_totals(dataset: Dataset, _report: Report) -> Iterator[Diagnostic]:
    """`total-differs`: the total row of a sheet has another number than its entries make, beyond rounding.

    Rates and prices have no sum, and numbers that are not exact have none to compare. Where entries are missing,
    only a total below the known ones is wrong.
    """
    for table in dataset.tables.values():
        for name, stated in table.totals.items():
            column = table.columns[name]
            values = [value for value in column.values if isinstance(value, Decimal)]
            if not values or not _adds_up(column) or _is_hedged(table, column):
                continue
            found = sum(values, Decimal(0))
            margin = sum((_margin(column, value) for value in (*values, stated)), Decimal(0))
            whole = len(values) == len(table)
            if abs(found - stated) > margin if whole else found - stated > margin and min(values) >= 0:
                yield warning(
                    "total-differs",
                    CellRef(table.file, table.sheet, table.total_row, column.position),
                    related=(table.ref(name, 0),),
                    column=name,
                    stated=plain(stated),
                    sum=plain(found),
                    unit=column.unit.symbol if column.unit else "",
                )


def _adds_up(column: Column) -> bool:
    """Whether the sum of a column means anything: not of rates, prices (元/吨), years and dates."""
    unit = column.unit
    if unit is None:
        return False
    return unit.dimension != RATIO and not unit.dimension.startswith("time-") and "/" not in unit.symbol


def _is_hedged(table: Table, column: Column) -> bool:
    """Whether some of a column's numbers are not exact, by a word in the cell or beside it."""
    return bool(column.approximate) or any(table.hedge(column, index) for index in range(len(table)))


def _margin(column: Column, value: Decimal) -> Decimal:
    """How far a number may be from the true one by rounding; counts in single units are exact."""
    unit = column.unit
    is_count = unit is not None and unit.dimension.startswith("count:") and unit.factor == 1
    return Decimal(0) if is_count else half_step(value)


def gaps(dataset: Dataset, report: Report) -> Iterator[Diagnostic]:
    """`gap-in-column`: a few cells of a column of numbers are empty where nearly all have a value.

    A word such as 未统计 in the cell, or a remark in its row, says why. What the kit requires is an error
    elsewhere, and last year's values and targets may be unknown.
    """
    for table in dataset.tables.values():
        if table.name == INDICATOR_SHEET or len(table) < _FEWEST_ROWS:
            continue
        declared = report.kit.schema.sheet(table.name)
        beside = {name for column in table.columns.values() for name in (column.previous, column.target)}
        for name, column in table.columns.items():
            wanted = declared.column(name) if declared else None
            if column.kind is not ColumnKind.NUMBER or name in beside or (wanted and wanted.required):
                continue
            if not 0 < column.values.count(None) <= len(table) * _LARGEST_GAP:
                continue
            empty = [index for index, value in enumerate(column.values) if value is None]
            remarks = remarks_of(table)
            silent = [index for index in empty if index not in column.reasons and not _has_remark(remarks, index)]
            if silent:
                yield warning(
                    "gap-in-column",
                    table.ref(name, silent[0]),
                    related=tuple(table.ref(name, index) for index in silent[1:6]),
                    column=name,
                    rows=_named_rows(table, silent),
                    filled=len(table) - len(empty),
                    count=len(table),
                )


def _has_remark(remarks: Iterable[Column], index: int) -> bool:
    return any(column.values[index] for column in remarks)


def _named_rows(table: Table, indexes: list[int]) -> Names:
    return Names((row_label(table, index) for index in indexes), most=3)


def _shares(table: Table, column: Column) -> list[Decimal]:
    """The shares in percent; none where the column holds no shares, one is missing, or there is a total row."""
    if not column.name.endswith(_SHARES) or column.unit is None or column.unit.dimension != RATIO:
        return []
    key = table.columns.get(table.key or "")
    if key is not None and any(isinstance(name, str) and name.strip() in _TOTALS for name in key.values):
        return []
    factor = column.unit.factor / PERCENT.factor
    values = [value * factor for value in column.values if isinstance(value, Decimal)]
    return values if len(values) == len(table) else []
