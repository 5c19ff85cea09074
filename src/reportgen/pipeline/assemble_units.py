"""Whose drafts the files are that `assemble` puts together, the order of the units, and what each would say today."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ..model.diagnostic import Diagnostic, Fault, ReportError, info
from ..model.document import Document
from ..model.owner import Owner
from ..model.place import FileRef
from ..model.values import dataclass, field
from .prepare import Prepared
from .unit_report import UnitReports


@dataclass(slots=True, eq=False, repr=False)
class DraftUnits:
    """The units of some drafts.

    `owners` are those of each file that has any, `names` all units in their order, also those that sent nothing.
    `today` is what those would say now whose data can be read; drafts are put together without it too.
    """

    owners: dict[Path, tuple[Owner, ...]] = field(default_factory=dict)
    names: dict[str, None] = field(default_factory=dict)
    today: dict[str, Prepared] = field(default_factory=dict)
    findings: list[Diagnostic] = field(default_factory=list)

    @property
    def documents(self) -> dict[str, Document]:
        """The narratives of today by the unit's name."""
        return {name: prepared.document for name, prepared in self.today.items()}


def units_of(drafts: Sequence[tuple[Path, bytes]], reports: UnitReports) -> DraftUnits:
    """The units that drafts were made for."""
    found = DraftUnits()
    for path, data in drafts:
        try:
            owners = reports.owners(path, data)
        except Fault:  # it is said where the draft is opened
            continue
        if owners:
            found.owners[path] = owners
        for owner in owners:
            if owner.name not in found.today:
                _word(owner, path, reports, found)
    return found


def _word(owner: Owner, path: Path, reports: UnitReports, found: DraftUnits) -> None:
    """Word a unit; where its data cannot be had, say so once for all units of a table."""
    try:
        found.names.update(dict.fromkeys(reports.names(owner, path)))
        found.today[owner.name] = reports.of(owner, path)
    except ReportError as problem:
        code = problem.diagnostics[0].code
        file = owner.file or owner.name
        known = ((item.facts["file"], item.facts["problem"]) for item in found.findings)
        if (file, code) not in known:
            place = FileRef(path.name)
            found.findings.append(info("unit-without-data", place, name=owner.name, file=file, problem=code))
