"""The command `fill`: an Excel file with tags, filled from a report or from a bare data file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from ..files import read_bytes, resolved
from ..model.diagnostic import Diagnostic, Fault, ReportError, has_errors
from ..model.outcome import Outcome
from ..model.place import FileRef
from ..model.report import Report
from ..model.schema import Schema
from ..model.values import dataclass, replace
from ..report import REPORT_FILE, read_report
from .prepare import Progress, silent

_KINDS = {".xlsx": ".xlsx", ".xlsm": ".xlsm", ".xltx": ".xlsx", ".xltm": ".xlsm"}
"""What comes out of each kind of template; Excel's own templates become workbooks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FillOptions:
    """What to fill and from where.

    `report` is a report's folder; `data` a workbook or .csv file that goes before it, None for none. `year` is
    the year in which headers of a bare data file are read. `force` overwrites a file that is there. `bindings`
    adds what `trace` needs to go from the filled cells to those of the data.
    """

    template: Path
    out: Path
    report: Path
    year: int
    data: Path | None = None
    force: bool = False
    bindings: bool = False


def fill(options: FillOptions, progress: Progress = silent) -> Outcome:
    """Write the filled file; with an error among the findings nothing is written."""
    from ..ooxml.save import save_all

    found: list[Diagnostic] = []
    try:
        _must_be_apart(options)
        template = _read(options.template)
        progress("step-load")
        names, more = _names(options)
        found += more
        if has_errors(found):
            return Outcome(diagnostics=tuple(found))
        progress("step-fill")
        data, more = _filled(template, options, names)
        found += more
        if data is None or has_errors(found):
            return Outcome(diagnostics=tuple(found))
        progress("step-write")
        save_all({options.out: data}, force=options.force)
    except ReportError as problem:
        return Outcome(diagnostics=(*found, *problem.diagnostics))
    return Outcome(diagnostics=tuple(found), written=(options.out,))


def _must_be_apart(options: FillOptions) -> None:
    """Raise ReportError `fills-itself` or `other-kind-of-file`."""
    template, out = options.template, options.out
    if resolved(template) == resolved(out):
        raise ReportError(Fault("fills-itself", file=template.name).at(FileRef(out.name)))
    expected = _KINDS.get(template.suffix.lower(), out.suffix.lower())
    if out.suffix.lower() != expected:
        fault = Fault("other-kind-of-file", file=out.name, expected=expected)
        raise ReportError(fault.at(FileRef(out.name)))


def _read(path: Path) -> bytes:
    try:
        return read_bytes(path, path.name)
    except Fault as fault:
        raise ReportError(fault.at(FileRef(path.name))) from None


def _names(options: FillOptions) -> tuple[dict[str, Any], list[Diagnostic]]:
    """What tags may name, and what was found while reading it."""
    from ..load.read import read_data
    from ..merge.names import names_of_data, names_of_report

    if options.data is not None:
        _must_keep(options.out, (options.data,))
        dataset, found = read_data((options.data,), Schema(sheets=()), options.year)
        return names_of_data(dataset, options.year), found
    report, found = read_report(options.report)
    _must_keep(options.out, _sources(report))
    dataset, more = read_data(report.data, report.kit.schema, report.year)
    return names_of_report(report, dataset), [*found, *more]


def _sources(report: Report) -> Iterator[Path]:
    """The files that a report is made from."""
    yield from report.data
    yield report.folder / REPORT_FILE
    yield from (report.folder / section.file for section in report.sections)
    if report.kit.appendix_template is not None:
        yield report.kit.appendix_template


def _must_keep(out: Path, sources: Iterable[Path]) -> None:
    """Raise ReportError `overwrites-data` where the filled file would take the place of one of these."""
    if resolved(out) in map(resolved, sources):
        raise ReportError(Fault("overwrites-data", file=out.name).at(FileRef(out.name)))


def _filled(template: bytes, options: FillOptions, names: dict[str, Any]) -> tuple[bytes | None, list[Diagnostic]]:
    from ..merge.fill import fill as fill_template

    file = options.template.name
    try:
        filled, found = fill_template(template, file, names, bindings=options.bindings)
    except ReportError as problem:
        raise ReportError(*_placed(problem, file)) from None
    return filled.data, found


def _placed(problem: ReportError, file: str) -> Iterator[Diagnostic]:
    """The findings, with the file as the place of those that have none."""
    return (replace(item, place=item.place or FileRef(file)) for item in problem.diagnostics)
