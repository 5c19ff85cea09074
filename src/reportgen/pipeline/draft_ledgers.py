"""The ledgers of drafts, asked by `refresh` and `assemble`: which unit a draft was made for, and where its data stand.

A file says itself which unit it was made for (`model.owner`); drafts of older versions, and those that a program
took the list of figures from, are known by the names that they were sent out with. Where the data of units stand,
only a ledger knows. The one beside a file is asked first, then the one of the report's own folder of drafts.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from ..drafts.ledger import Entry, read_ledger
from ..files import is_file, is_folder
from ..model.owner import Owner

DRAFTS = Path("out", "草稿")
"""The folder of a report that drafts go to where nothing else is said."""


class Ledgers:
    """The ledgers of drafts, each read once; one that cannot be read says nothing. `report` is the report's folder."""

    def __init__(self, report: Path) -> None:
        self._drafts = report.resolve() / DRAFTS
        self._read: dict[Path, dict[str, Entry]] = {}
        self._places: dict[Path, dict[str, list[Path]]] = {}

    def owner_of(self, file: Path) -> Owner | None:
        """The unit that a draft was made for, by its name alone; None for what is no unit's draft."""
        for folder in self._folders(file):
            entry = self._of(folder).get(file.name)
            if entry is not None:
                return Owner(name=entry.unit) if entry.units else None
        return None

    def units_of(self, owner: Owner, file: Path) -> Path | None:
        """The table or folder of units that a unit stands in; None where no ledger knows one that is still there."""
        for folder in self._folders(file):
            for place in self._places_in(folder).get(owner.name, ()):
                if holds(place, owner):
                    return place
        return None

    def _folders(self, file: Path) -> Iterator[Path]:
        yield file.absolute().parent
        yield self._drafts

    def _places_in(self, folder: Path) -> dict[str, list[Path]]:
        """Where the units that a ledger knows stood, the last place first."""
        if folder not in self._places:
            found = self._places[folder] = {}
            resolved: dict[str, Path] = {}
            for entry in self._of(folder).values():
                if entry.units:
                    if entry.units not in resolved:
                        resolved[entry.units] = (folder / entry.units).resolve()
                    known = found.setdefault(entry.unit, [])
                    if resolved[entry.units] not in known:
                        known.insert(0, resolved[entry.units])
        return self._places[folder]

    def _of(self, folder: Path) -> dict[str, Entry]:
        if folder not in self._read:
            try:
                self._read[folder] = read_ledger(folder)
            except OSError:
                self._read[folder] = {}
        return self._read[folder]


def holds(place: Path, owner: Owner) -> bool:
    """Whether a file is the table that a unit has a row of, or a folder has its workbook; any of an unknown name."""
    if not owner.file:
        return is_folder(place) or is_file(place)
    if not owner.row:
        return is_file(place / owner.file)
    return place.name == owner.file and is_file(place)
