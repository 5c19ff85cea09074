"""Rules on the same thing said twice: entries listed double, one thing with two values."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from ..model.dataset import Dataset, Table
from ..model.diagnostic import Diagnostic, warning
from ..model.figure import Figure
from ..model.place import CellRef
from ..model.report import Report
from ..model.schema import INDICATOR_SHEET
from .margin import range_of

_SAYS_NOTHING = frozenset(("数值", "数量", "金额", "规模", "个数", "序号", "年份"))
"""Columns whose name alone does not tell what they measure, so that equal keys need not mean the same."""

_MOST_ROWS = 5_000
"""Longer lists are registers, whose entries no other sheet repeats; comparing each cell would take seconds."""

_Spot = tuple[Table, str, int]
"""A number's table, column and row: its figure is made only where another has its name."""


def duplicate_entries(dataset: Dataset, _report: Report) -> Iterator[Diagnostic]:
    """`duplicate-entry`: two rows of one list have the same key."""
    for table in _lists(dataset):
        seen: dict[str, int] = {}
        for index, key in enumerate(_keys(table)):
            if key and key in seen:
                first = table.ref(str(table.key), seen[key])
                place = table.ref(str(table.key), index)
                yield warning("duplicate-entry", place, related=(first,), name=key, sheet=table.name)
            seen.setdefault(key, index)


def two_values(dataset: Dataset, _report: Report) -> Iterator[Diagnostic]:
    """`two-values`: one thing has two values, in two lists or in a list and an indicator, beyond rounding."""
    seen: dict[str, Figure | _Spot] = {
        name: indicator.figure for name, indicator in dataset.indicators.items() if isinstance(indicator.figure, Figure)
    }
    for table in _lists(dataset):
        if len(table) > _MOST_ROWS:
            continue
        own: dict[str, Figure | _Spot] = {}
        for name, spot in _named_numbers(table):
            own.setdefault(name, spot)
            if name not in seen:
                continue
            figure, other = _figure(spot), _figure(seen[name])
            if other.unit.dimension != figure.unit.dimension or other.period != figure.period:
                continue
            if not range_of(figure, figure.unit).meets(range_of(other, figure.unit)):
                related = tuple(source for source in other.sources if isinstance(source, CellRef))
                place = figure.source if isinstance(figure.source, CellRef) else None
                yield warning("two-values", place, related=related, name=name, value=figure.text, other=other.text)
        seen = {**own, **seen}


def _lists(dataset: Dataset) -> Iterator[Table]:
    """The tables that have a key, the sheet of indicators aside."""
    return (table for table in dataset.tables.values() if table.key in table.columns and table.name != INDICATOR_SHEET)


def _keys(table: Table) -> list[str]:
    """The key of each row, empty where it is no text."""
    return [value.strip() if isinstance(value, str) else "" for value in table.column(str(table.key)).values]


def _named_numbers(table: Table) -> Iterator[tuple[str, _Spot]]:
    """Where each number of a table stands, under the name by which it is known elsewhere: its row's key and column."""
    keys = _keys(table)
    for name, column in table.columns.items():
        if name in _SAYS_NOTHING:
            continue
        for index, (key, value) in enumerate(zip(keys, column.values, strict=True)):
            if key and isinstance(value, Decimal):
                yield f"{key}{name}", (table, name, index)


def _figure(found: Figure | _Spot) -> Figure:
    """The figure that was found, made from its cell where it stands in a table."""
    if isinstance(found, Figure):
        return found
    table, column, index = found
    figure = table.cell(column, index)
    assert isinstance(figure, Figure)  # noqa: S101 - the cell holds a number
    return figure
