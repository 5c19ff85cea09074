"""Rules on single values: the words and bounds of the schema, estimates that are out of date."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from ..model.dataset import Dataset, Table
from ..model.diagnostic import Diagnostic, error, info, nearest, warning
from ..model.figure import Figure
from ..model.quantity import plain
from ..model.report import Report
from ..model.schema import ColumnSchema
from .cells import row_label

_FIGURES_ARE_FINAL = (3, 1)
"""Month and day from which last year's figures are out; bureaus publish the bulletin at the end of February."""


def _declared(dataset: Dataset, report: Report) -> Iterator[tuple[Table, ColumnSchema]]:
    for sheet in report.kit.schema.sheets:
        table = dataset.tables.get(sheet.name)
        if table is not None:
            yield from ((table, column) for column in sheet.columns if column.name in table.columns)


def choices(dataset: Dataset, report: Report) -> Iterator[Diagnostic]:
    """`unknown-choice`: a cell holds a word that its column does not offer."""
    for table, wanted in _declared(dataset, report):
        if not wanted.choices:
            continue
        for index, value in enumerate(table.columns[wanted.name].values):
            if isinstance(value, str) and value not in wanted.choices:
                yield warning(
                    "unknown-choice",
                    table.ref(wanted.name, index),
                    suggestion=nearest(value, wanted.choices),
                    value=value,
                    column=wanted.name,
                    choices=list(wanted.choices),
                )


def limits(dataset: Dataset, report: Report) -> Iterator[Diagnostic]:
    """`below-minimum`, `above-maximum`: a number outside the bounds that the kit declares for its column."""
    for table, wanted in _declared(dataset, report):
        low, high = wanted.minimum, wanted.maximum
        if low is None and high is None:
            continue
        for index, value in enumerate(table.columns[wanted.name].values):
            if not isinstance(value, Decimal):
                continue
            if low is not None and value < low:
                yield _outside("below-minimum", low, table, wanted.name, index)
            elif high is not None and value > high:
                yield _outside("above-maximum", high, table, wanted.name, index)


def _outside(code: str, limit: Decimal, table: Table, column: str, index: int) -> Diagnostic:
    value = table.columns[column].values[index]
    return error(
        code,
        table.ref(column, index),
        value=plain(value) if isinstance(value, Decimal) else value,
        column=column,
        row=row_label(table, index),
        limit=plain(limit),
    )


def late_estimates(dataset: Dataset, report: Report) -> Iterator[Diagnostic]:
    """`still-estimated`: a figure is marked 预计 in a report dated when the year's figures are out."""
    if report.dated is None or report.dated < date(report.year + 1, *_FIGURES_ARE_FINAL):
        return
    for name, indicator in dataset.indicators.items():
        figure = indicator.figure
        if isinstance(figure, Figure) and figure.estimated and (not figure.period or figure.period.year <= report.year):
            yield info("still-estimated", indicator.place, name=name, dated=report.dated)
