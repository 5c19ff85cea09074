"""Rules on lists: known whole or in part, and shares that must make up a whole."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from ..model.dataset import Column, Dataset, Table
from ..model.diagnostic import Diagnostic, info, warning
from ..model.place import CellRef
from ..model.quantity import PERCENT, RATIO, plain
from ..model.report import Report
from .margin import half_step

_SHARES = ("占比", "比重", "份额")
_TOTALS = ("合计", "总计", "小计")


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
