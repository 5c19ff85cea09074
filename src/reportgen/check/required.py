"""Rules on what the kit's schema says must be there."""

from __future__ import annotations

from collections.abc import Iterator

from ..model.dataset import Dataset
from ..model.diagnostic import Diagnostic, error, nearest
from ..model.figure import Missing
from ..model.place import FileRef
from ..model.report import Report
from ..model.schema import INDICATOR_SHEET
from .cells import row_label


def required_indicators(dataset: Dataset, report: Report) -> Iterator[Diagnostic]:
    """`missing-indicator`: an indicator that the kit requires is absent, or its value is empty without a reason."""
    for wanted in report.kit.schema.indicators:
        if not wanted.required:
            continue
        found = dataset.indicators.get(wanted.name)
        if found is None:
            sheet = dataset.tables.get(INDICATOR_SHEET)
            where = sheet.place if sheet else FileRef(dataset.files[0]) if dataset.files else None
            near = nearest(wanted.name, dataset.indicators)
            yield error("missing-indicator", where, suggestion=near, name=wanted.name, department=wanted.department)
        elif isinstance(found.figure, Missing) and not found.figure.reason:
            place = found.figure.source or found.place
            yield error("missing-required-value", place, column="数值", row=wanted.name)


def required_values(dataset: Dataset, report: Report) -> Iterator[Diagnostic]:
    """`missing-required-value`: a required cell is empty, and no reason stands in it."""
    for sheet in report.kit.schema.sheets:
        table = dataset.tables.get(sheet.name)
        if table is None:
            continue
        for wanted in sheet.columns:
            column = table.columns.get(wanted.name) if wanted.required else None
            if column is None:
                continue
            for index, value in enumerate(column.values):
                if value is None and index not in column.reasons:
                    place = table.ref(wanted.name, index)
                    yield error("missing-required-value", place, column=wanted.name, row=row_label(table, index))
