"""The report of a unit's draft: which unit a file was made for, and the narrative of that unit today.

A ledger of drafts says it; `refresh` asks here before it takes the report as a whole.
"""

from __future__ import annotations

from pathlib import Path

from ..report import read_report
from .draft_ledgers import Ledgers
from .drafts import DraftOptions, DraftWork
from .prepare import Prepared, Progress


class UnitReports:
    """The reports of units as files ask for them; data, units and templates are read once for all of them."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._ledgers: dict[Path, Ledgers] = {}
        self._works: dict[tuple[Path, Path], DraftWork] = {}

    def of(self, file: Path, folder: Path) -> Prepared | None:
        """What a unit's draft would say now; None for a file that is none. `folder` is the report's.

        Raises ReportError with every finding where one is an error, and `unit-gone`.
        """
        folder = folder.resolve()
        if folder not in self._ledgers:
            self._ledgers[folder] = Ledgers(folder)
        made_for = self._ledgers[folder].unit_of(file)
        if made_for is None:
            return None
        unit, units = made_for
        key = folder, units
        if key not in self._works:
            self._progress("step-load")
            report, found = read_report(key[0])
            self._works[key] = DraftWork(report, DraftOptions(units=key[1]), found, self._progress)
        return self._works[key].of_unit(unit)
