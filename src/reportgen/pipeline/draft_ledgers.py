"""The ledgers that know which unit a draft was made for, asked by `refresh` and `assemble`.

Drafts come back by mail and lie in folders of their own, under the names that they were sent out with. So the
ledger beside a file is asked first, then the one of the report's own folder of drafts.
"""

from __future__ import annotations

from pathlib import Path

from ..drafts.ledger import Entry, read_ledger

DRAFTS = Path("out", "草稿")
"""The folder of a report that drafts go to where nothing else is said."""


class Ledgers:
    """The ledgers of drafts, each read once; one that cannot be read says nothing. `report` is the report's folder."""

    def __init__(self, report: Path) -> None:
        self._drafts = report.resolve() / DRAFTS
        self._read: dict[Path, dict[str, Entry]] = {}

    def unit_of(self, file: Path) -> tuple[str, Path] | None:
        """The unit's name, and the table or folder of all units; None for what is no unit's draft."""
        for folder in (file.absolute().parent, self._drafts):
            entry = self._of(folder).get(file.name)
            if entry is not None:
                return (entry.unit, (folder / entry.units).resolve()) if entry.units else None
        return None

    def _of(self, folder: Path) -> dict[str, Entry]:
        if folder not in self._read:
            try:
                self._read[folder] = read_ledger(folder)
            except OSError:
                self._read[folder] = {}
        return self._read[folder]
