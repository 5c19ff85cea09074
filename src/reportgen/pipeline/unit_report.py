"""What units would say today: the narrative of the unit that a draft was made for, with the unit's own data.

`refresh` and `assemble` ask here whose figures a file shows. The file says it itself, else a ledger of drafts does.
Where the data of units stand, the user says, else a ledger, else a table of that name beside the report or its data.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from ..files import resolved
from ..model.diagnostic import Diagnostic, Fault, ReportError, Severity, info
from ..model.names import Names
from ..model.owner import Owner
from ..model.place import FileRef
from ..model.report import Report
from ..model.values import replace
from ..ooxml.bindings import read_owners
from ..report import read_report
from .draft_ledgers import Ledgers, holds
from .drafts import DraftOptions, DraftWork
from .prepare import Prepared, Progress, prepare_frame

_NAMES_SHOWN = 20


class UnitReports:
    """The narratives of units as files ask for them; data, units and templates are read once for all of them.

    `folder` is the report's. `units` is the table, or the folder of workbooks, that the user gave; None for none.
    """

    def __init__(self, folder: Path, units: Path | None, progress: Progress) -> None:
        self._folder, self._given = folder.resolve(), units
        self._progress = progress
        self._ledgers = Ledgers(self._folder)
        self._report: tuple[Report, list[Diagnostic]] | None = None
        self._works: dict[Path, DraftWork] = {}
        self._made: dict[tuple[Path, str], Prepared] = {}
        self._frame: Prepared | None = None

    def owners(self, file: Path, data: bytes) -> tuple[Owner, ...]:
        """The units that a file was made for, none for one of the report as a whole; raises the reader's faults."""
        found = read_owners(data, file.name)
        if found:
            return found
        told = self._ledgers.owner_of(file)
        return () if told is None else (told,)

    def of(self, owner: Owner, file: Path) -> Prepared:
        """What a unit's drafts would say now; `file` is one that was made for it.

        Raises ReportError with every finding where one is an error, and `unit-gone`, `units-not-found`.
        """
        place = self.place_of(owner, file)
        if (place, owner.name) not in self._made:
            self._made[place, owner.name] = self._work(place).of_unit(owner)
        return self._made[place, owner.name]

    def names(self, owner: Owner, file: Path) -> tuple[str, ...]:
        """The names of all units among which a unit stands, in their order; raises as `of` does."""
        return self._work(self.place_of(owner, file)).names

    def place_of(self, owner: Owner, file: Path) -> Path:
        """The table or folder that a unit stands in; raises `units-not-found`."""
        found = self._given or self._ledgers.units_of(owner, file)
        found = found or next((place for place in self._beside() if owner.file and holds(place, owner)), None)
        if found is None:
            raise Fault("units-not-found", name=owner.name, file=owner.file or owner.name)
        return resolved(found)

    def _beside(self) -> Iterator[Path]:
        """What may be a table or a folder of units, beside the report and its data."""
        report, _ = self._read()
        folders = dict.fromkeys((self._folder, *(path.parent for path in report.data)))
        for folder in folders:
            try:
                names = sorted(folder.iterdir())
            except OSError:
                continue
            yield from names

    def _work(self, place: Path) -> DraftWork:
        if place not in self._works:
            report, found = self._read()
            self._works[place] = DraftWork(report, DraftOptions(units=place), list(found), self._progress)
        return self._works[place]

    def _read(self) -> tuple[Report, list[Diagnostic]]:
        if self._report is None:
            self._progress("step-load")
            self._report = read_report(self._folder)
        return self._report

    def together(self, owners: Sequence[Owner], file: Path, data: bytes) -> tuple[Prepared, list[Diagnostic]]:
        """What a document put together from drafts of units would say now, and which units came or went since.

        Raises as `of` does, and `unit-gone` where none of them is left.
        """
        from ..merge.word.refreshing.joined import joined
        from ..ooxml.bindings import read_stored

        made: dict[str, Prepared] = {}
        gone: list[Diagnostic] = []
        for owner in owners:
            try:
                made[owner.name] = self.of(owner, file)
            except Fault as fault:
                if fault.code != "unit-gone":
                    raise
                gone.append(fault.at(FileRef(file.name)))
        if not made:
            raise ReportError(*gone)
        frame = self.frame(next(iter(made.values())))
        units = {name: prepared.document for name, prepared in made.items()}
        document = joined(read_stored(data, file.name), owners, frame.document, units)
        files = dict.fromkeys(name for item in (frame, *made.values()) for name in item.dataset.files)
        found = [replace(item, severity=Severity.WARNING) for item in gone] + list(self._came(owners, file, made))
        return replace(frame, document=document, dataset=replace(frame.dataset, files=tuple(files))), found

    def _came(self, owners: Sequence[Owner], file: Path, made: Collection[str]) -> Iterator[Diagnostic]:
        """`units-not-in-file` for units that a document of several lacks, `units-reordered` for another order."""
        there = [owner.name for owner in owners]
        names = dict.fromkeys(name for owner in owners if owner.name in made for name in self.names(owner, file))
        others = [name for name in names if name not in there]
        if others and len(there) > 1:
            listed = Names(others, most=_NAMES_SHOWN)
            yield info("units-not-in-file", FileRef(file.name), count=len(others), units=listed)
        today = [name for name in names if name in there]
        if today != [name for name in there if name in names]:
            yield info("units-reordered", FileRef(file.name), units=Names(today, most=_NAMES_SHOWN))

    def frame(self, unit: Prepared) -> Prepared:
        """The report around its units; where only these have data, what its settings say, as in any one of them."""
        if self._frame is None:
            try:
                self._frame = prepare_frame(self._folder, self._progress)
            except ReportError:
                self._frame = replace(unit, document=replace(unit.document, sections=(), appendices=(), owners=()))
        return self._frame
