"""Whose drafts the files are that `assemble` puts together, by the ledgers of drafts, and the units' order."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ..model.diagnostic import ReportError
from ..model.report import Report
from .draft_ledgers import Ledgers


def units_of(files: Iterable[Path], folder: Path) -> dict[Path, tuple[str, Path]]:
    """The unit that each file was made for, with the table or folder of all units; nothing for other files.

    `folder` is the report's.
    """
    ledgers = Ledgers(folder)
    made_for = ((file, ledgers.unit_of(file)) for file in files)
    return {file: unit for file, unit in made_for if unit is not None}


def order_of_units(tables: Iterable[Path], report: Report) -> tuple[str, ...]:
    """The names of all units, table by table; none of a table that is gone or cannot be read any more."""
    from .draft_units import read_units

    names: dict[str, None] = {}
    for table in dict.fromkeys(tables):
        try:
            units, _ = read_units(table, report)
        except ReportError:
            continue
        names.update((unit.name, None) for unit in units.planned)
    return tuple(names)
