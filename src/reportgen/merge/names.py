"""What tags of a workbook may name: the data and the settings of a report, and the vocabulary.

Words that need a document around them (图, 表, 附件, 序列, 脚注) are none of a cell's.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ..model.dataset import Dataset
from ..model.report import Kit, Report
from ..model.schema import Schema
from ..narrate.names import CONTEXT_WORDS, names_of, sources_of
from .expressions import fill_environment

_SETTINGS = ("年度", "上年", "单位")


def names_of_report(report: Report, dataset: Dataset) -> dict[str, Any]:
    """The names of a report."""
    names = names_of(report, sources_of(report, dataset), fill_environment())
    for word in (*CONTEXT_WORDS, "序列"):
        names.pop(word, None)
    return names


def names_of_data(dataset: Dataset, year: int) -> dict[str, Any]:
    """The names of data without a report: its tables and indicators."""
    kit = Kit(
        name="",
        title="",
        folder=Path(),
        schema=Schema(sheets=()),
        sections=(),
        appendices=(),
        styles={},
        document_name="",
        appendix_name="",
    )
    report = Report(
        folder=Path(),
        kit=kit,
        year=year,
        title="",
        organization="",
        data=(),
        sections=(),
        appendices=(),
        profile="",
    )
    names = names_of_report(report, dataset)
    for word in _SETTINGS:
        if word not in dataset.indicators and word not in dataset.tables:
            names.pop(word, None)
    return names
