"""Whose drafts the files are that `assemble` puts together, by the ledgers beside them, and the units' order."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from ..drafts.ledger import Entry, read_ledger
from ..model.diagnostic import ReportError
from ..model.report import Report


def units_of(files: Iterable[Path]) -> dict[Path, tuple[str, Path]]:
    """The unit that each file was made for, with the table or folder of all units; nothing for other files."""
    ledgers: dict[Path, dict[str, Entry]] = {}
    found = {}
    for file in files:
        folder = file.absolute().parent
        if folder not in ledgers:
            ledgers[folder] = _ledger(folder)
        entry = ledgers[folder].get(file.name)
        if entry is not None and entry.unit:
            found[file] = entry.unit, (folder / entry.units).resolve()
    return found


def _ledger(folder: Path) -> dict[str, Entry]:
    try:
        return read_ledger(folder)
    except OSError:
        return {}


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
