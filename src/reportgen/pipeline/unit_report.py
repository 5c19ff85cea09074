"""The report of a unit's draft: which unit a file was made for, and the narrative of that unit today.

The ledger beside a draft says it; `refresh` asks here before it takes the report as a whole.
"""

from __future__ import annotations

from pathlib import Path

from ..drafts.ledger import Entry, read_ledger
from ..report import read_report
from .drafts import DraftOptions, DraftWork
from .prepare import Prepared, Progress


class UnitReports:
    """The reports of units as files ask for them; data, units and templates are read once for all of them."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._ledgers: dict[Path, dict[str, Entry]] = {}
        self._works: dict[tuple[Path, Path], DraftWork] = {}

    def of(self, file: Path, folder: Path) -> Prepared | None:
        """What a unit's draft would say now; None for a file that is none. `folder` is the report's.

        Raises ReportError with every finding where one is an error, and `unit-gone`.
        """
        beside = file.absolute().parent
        if beside not in self._ledgers:
            self._ledgers[beside] = read_ledger(beside)
        entry = self._ledgers[beside].get(file.name)
        if entry is None or not entry.units:
            return None
        key = folder.resolve(), (beside / entry.units).resolve()
        if key not in self._works:
            self._progress("step-load")
            report, found = read_report(key[0])
            self._works[key] = DraftWork(report, DraftOptions(units=key[1]), found, self._progress)
        return self._works[key].of_unit(entry.unit)
