"""The command `template`: one form a department, all of them or none.

Forms are for the report's year; what they show of last year is what the workbook gives as last year's
(上年数, the `previous` columns of the kit). A form that a person has changed since is never overwritten.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path

from ..model.dataset import Dataset
from ..model.departments import UNASSIGNED, Part, parts_of
from ..model.diagnostic import Diagnostic, Fault, ReportError, error, has_errors, nearest
from ..model.outcome import Outcome
from ..model.place import ConfigRef, FileRef
from ..model.report import Report
from ..model.values import dataclass
from ..report import read_report
from .prepare import Progress, silent

FOLDER = "填报表"
"""The folder below the report's `out/` that forms go to where nothing else is said."""

_NOT_IN_FILE_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f\x7f\ufffe\uffff]')
"""Windows refuses these in file names (Win32 "Naming Files, Paths, and Namespaces")."""

_LONGEST_NAME = 60
"""Characters of a department in a file name: three bytes each, with the rest below the 255 of Linux."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TemplateOptions:
    """Which forms to make, and where.

    `departments` empty means all of them. `folder` None means `out/填报表` of the report. `force` overwrites
    forms that a person edited.
    """

    departments: tuple[str, ...] = ()
    folder: Path | None = None
    force: bool = False


def template(folder: Path, options: TemplateOptions | None = None, progress: Progress = silent) -> Outcome:
    """Write the forms; the outcome has an error, and nothing is written, where any step finds one."""
    from ..ooxml.save import save_all

    options = options or TemplateOptions()
    found: tuple[Diagnostic, ...] = ()
    try:
        report, dataset, parts, more = _read(folder, options, progress)
        found += tuple(more)
        progress("step-write")
        files = _files(report, dataset, parts, options)
        save_all(files, force=options.force)
    except ReportError as problem:
        return Outcome(diagnostics=(*found, *problem.diagnostics))
    return Outcome(diagnostics=found, written=tuple(files))


def form_name(year: int, department: str) -> str:
    """The file name of a form, as every system takes it: `2015年数据填报表-招商局.xlsx`.

    What a file name cannot hold becomes `_`, so that the department can still be told.
    """
    name = _NOT_IN_FILE_NAMES.sub("_", department)[:_LONGEST_NAME]
    kept = name.rstrip(" .")
    return f"{year}年数据填报表-{kept}{'_' * (len(name) - len(kept)) if not kept.strip('_') else ''}.xlsx"


def _read(
    folder: Path, options: TemplateOptions, progress: Progress
) -> tuple[Report, Dataset, tuple[Part, ...], list[Diagnostic]]:
    """The report with its data and the wanted parts; raises ReportError with every finding where one is an error."""
    from ..load.read import read_data

    progress("step-load")
    report, found = read_report(folder)
    dataset, more = read_data(report.data, report.kit.schema, report.year)
    found += more
    if has_errors(found):
        raise ReportError(*found)
    parts, more = parts_of(report, dataset)
    try:
        wanted = _wanted(parts, options.departments)
    except Fault as fault:
        unknown = [item for item in more if item.code == "unknown-assignment"]
        raise ReportError(*found, *unknown, fault.at(ConfigRef("report.toml", "departments"))) from None
    return report, dataset, wanted, found if options.departments else [*found, *more]


def _wanted(parts: tuple[Part, ...], names: Sequence[str]) -> tuple[Part, ...]:
    """The parts of the named departments, all where no name is given."""
    known = {part.department: part for part in parts}
    if not set(known) - {UNASSIGNED}:
        raise Fault("no-departments")
    for name in names:
        if name not in known:
            suggestion = nearest(name, known)
            raise Fault("unknown-department", department=name, known=list(known), suggestion=suggestion)
    return tuple(known[name] for name in dict.fromkeys(names)) if names else parts


def _files(report: Report, dataset: Dataset, parts: Iterable[Part], options: TemplateOptions) -> dict[Path, bytes]:
    """The forms by path; raises ReportError where two departments come to one file name."""
    from ..write.to_department_form import to_department_form

    parts = list(parts)
    folder = (options.folder or report.out / FOLDER).absolute()
    names = {part.department: form_name(report.year, part.department) for part in parts}
    _must_differ(names)
    try:
        return {folder / names[part.department]: to_department_form(part, report, dataset.tables) for part in parts}
    except Fault as fault:
        raise ReportError(fault.at(FileRef("schema.toml"))) from None


def _must_differ(names: dict[str, str]) -> None:
    """Raise `colliding-forms` for departments whose files Windows would take for one."""
    found: list[Diagnostic] = []
    taken: dict[str, str] = {}
    for department, name in names.items():
        first = taken.setdefault(name.casefold(), department)
        if first != department:
            place = ConfigRef("report.toml", "departments")
            found.append(error("colliding-forms", place, file=name, department=department, other=first))
    if found:
        raise ReportError(*found)
