"""A report's folder, read and frozen: `report.toml`, its kit, and the sections of both.

The first step of every command. Nothing but the report's folder, its kit and the workbooks that it
names is ever read; a section file lies in the folder of the report or of the kit.
"""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path

from .files import is_file, is_folder, is_special, lies_in, nearest_file, read_text, resolved, templates_in
from .kit import kit_folders, read_kit
from .model.diagnostic import Diagnostic, Fault, ReportError, error, has_errors, nearest, warning
from .model.place import ConfigRef, FileRef
from .model.report import Kit, Report, SectionSource
from .model.schema import Schema
from .settings import Settings, read_settings

REPORT_FILE = "report.toml"
SECTION_FOLDER = "sections"
PLACEHOLDER = "（请填写单位全称）"
"""What `init` writes for the organization; a report that still says so is a finding."""

_CHART = re.compile(r"^\s*:::\s*图\s+(.+)$", re.MULTILINE)
"""A chart of a section with its name, as `narrate` reads it."""

_YEARS = range(1949, 2200)
_MOST_SECTIONS = 200


def read_report(folder: Path) -> tuple[Report, list[Diagnostic]]:
    """The report in a folder (or of a `report.toml`), with the findings that do not stop it.

    Raises ReportError with every finding where one is an error.
    """
    folder = folder.absolute()
    if folder.name == REPORT_FILE and is_file(folder):
        folder = folder.parent
    _must_be_a_report(folder)
    settings = read_settings(folder / REPORT_FILE, REPORT_FILE)
    found, general = settings.found, settings.table("report")
    departments = settings.table("departments")
    settings.finish()
    general.require("kit", "year", "title", "organization", "data")
    kit = _kit(folder, general)
    report = Report(
        folder=folder,
        kit=kit,
        year=_year(general),
        title=general.text("title"),
        organization=_organization(general),
        data=_data(folder, general),
        sections=_sections(folder, kit, found),
        appendices=kit.appendices,
        profile=general.text("profile") or kit.default_profile,
        signature=general.text("signature"),
        dated=general.day("dated"),
        author=general.text("author"),
        departments=_departments(departments),
    )
    if kit.styles and report.profile not in kit.styles:
        general.not_among("profile", report.profile, kit.styles)
    general.finish()
    found += _unknown_charts(report)
    if has_errors(found):
        raise ReportError(*found)
    return report, found


def _unknown_charts(report: Report) -> list[Diagnostic]:
    """Warnings for charts that an appendix of the kit repeats and no section draws."""
    kit = report.kit
    texts = [*(section.text for section in (*kit.sections, *report.sections)), *kit.macros.values()]
    drawn = {name.strip() for text in texts for name in _CHART.findall(text)}
    if any("{" in name for name in drawn):  # worked out from the data
        return []
    return [
        warning(
            "unknown-chart",
            ConfigRef("kit.toml", f"appendices[{number}].charts"),
            suggestion=nearest(name, drawn),
            chart=name,
        )
        for number, appendix in enumerate(kit.appendices, 1)
        for name in appendix.charts
        if name not in drawn
    ]


def _must_be_a_report(folder: Path) -> None:
    """Raise `no-report` where there is none, with the nearest: a neighbour's name, or a report inside or around."""
    if is_file(folder / REPORT_FILE):
        return
    near = nearest_file(folder)
    if is_file(folder) and is_file(folder.parent / REPORT_FILE):
        near = "." if folder.parent == Path.cwd() else folder.parent.name
    with suppress(OSError, ValueError):
        if folder.is_dir():
            inner = sorted(path.parent.name for path in folder.glob(f"*/{REPORT_FILE}"))
            near = f"{folder.name}/{inner[0]}" if inner else None
    raise ReportError(Fault("no-report", folder=folder.name, suggestion=near).at(FileRef(str(folder))))


def _kit(folder: Path, settings: Settings) -> Kit:
    """The kit by name or folder; an empty one where it cannot be read, its findings added."""
    name, known = settings.text("kit"), kit_folders()
    path = known.get(name) or folder / name.replace("\\", "/")
    if name and not is_file(path / "kit.toml"):
        settings.add("unknown-kit", "kit", suggestion=nearest(name, known), kit=name, known=known)
    elif name:
        try:
            kit, found = read_kit(path.resolve())
        except ReportError as problem:
            settings.found.extend(problem.diagnostics)
        else:
            settings.found.extend(found)
            return kit
    return Kit(
        name=name,
        title="",
        folder=path,
        schema=Schema(sheets=()),
        sections=(),
        appendices=(),
        styles={},
        document_name="",
        appendix_name="",
    )


def _year(settings: Settings) -> int:
    year = settings.integer("year")
    if year is not None and year not in _YEARS:
        settings.add("unlikely-year", "year", year=year)
    return year or 0


def _departments(settings: Settings) -> dict[str, str]:
    """Who answers for a sheet or an indicator; an empty name is reported."""
    settings.require(*settings.names())
    return {name: settings.text(name) for name in settings.names()}


def _organization(settings: Settings) -> str:
    name = settings.text("organization")
    if name == PLACEHOLDER:
        settings.found.append(warning("placeholder-left", settings.place("organization"), text=name))
    return name


def _data(folder: Path, settings: Settings) -> tuple[Path, ...]:
    """The workbooks, each of which must be there; names are relative to the report's folder."""
    names = settings.texts("data")
    paths = []
    for index, name in enumerate(names, 1):
        path = resolved(Path(folder, name.replace("\\", "/")))
        if path in paths:
            settings.add("data-named-twice", f"data[{index}]", file=name)
        elif name and is_folder(path):
            settings.add("is-a-folder", f"data[{index}]", file=name)
        elif is_special(path):
            settings.add("no-regular-file", f"data[{index}]", file=name)
        elif not is_file(path):
            settings.add("data-not-found", f"data[{index}]", suggestion=nearest_file(path), file=name)
        else:
            paths.append(path)
    return tuple(paths)


def _sections(folder: Path, kit: Kit, found: list[Diagnostic]) -> tuple[SectionSource, ...]:
    """The kit's sections, those of the report in their places, ordered by file name."""
    sections = {Path(section.file).name: section for section in kit.sections}
    for path in _own_sections(folder, found):
        shown = f"{SECTION_FOLDER}/{path.name}"
        try:
            text, more = _own_section(folder, path, shown)
        except Fault as fault:
            found.append(fault.at(FileRef(shown)))
            continue
        found.extend(more)
        replaced = sections.get(path.name)
        sections[path.name] = SectionSource(
            file=shown,
            text=text,
            required=replaced is not None and replaced.required,
            department=replaced.department if replaced else "",
        )
    return tuple(sections[name] for name in sorted(sections, key=_order))


def _own_sections(folder: Path, found: list[Diagnostic]) -> list[Path]:
    """The files in the report's folder of sections; none where they are too many or cannot be listed."""
    place = FileRef(SECTION_FOLDER)
    try:
        own = templates_in(folder / SECTION_FOLDER, SECTION_FOLDER)
    except Fault as fault:
        found.append(fault.at(place))
        return []
    if len(own) > _MOST_SECTIONS:
        found.append(error("too-many-sections", place, count=len(own), limit=_MOST_SECTIONS))
        return []
    return own


def _own_section(folder: Path, path: Path, shown: str) -> tuple[str, list[Diagnostic]]:
    if not lies_in(folder, path):
        raise Fault("path-outside", path=shown, folder=folder.name)
    return read_text(path, shown)


def _order(name: str) -> tuple[int, str]:
    """File names by their leading number, 2- before 10-; those without one last."""
    number = re.match(r"[0-9]{1,9}", name)
    return (int(number[0]) if number else 10**9, name)
