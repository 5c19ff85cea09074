"""A kit of templates, read from its folder: `kit.toml`, `schema.toml`, sections, style documents.

Kits travel inside the package; a report may also name a folder of its own. The way a template file
is named is checked here, so that no kit reaches outside its folder.
"""

from __future__ import annotations

import re
from pathlib import Path

from .files import inside, is_file, is_folder, nearest_file, read_text, templates_in
from .model.diagnostic import Diagnostic, Fault, ReportError, has_errors
from .model.place import FileRef
from .model.report import AppendixColumn, AppendixSource, Kit, SectionSource
from .model.schema import Schema
from .schema_file import read_schema
from .settings import Settings, read_settings

_HERE = Path(__file__).resolve().parent
MACRO_FOLDER = "macros"
_WORKED_OUT = ("同比", "占比")
_NOT_IN_FILE_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]')
"""Windows refuses these in file names (Win32 "Naming Files, Paths, and Namespaces")."""

_KEPT_BY_WINDOWS = re.compile(r"(CON|PRN|AUX|NUL|(COM|LPT)[0-9¹²³]) *(\.|$)|[ .]|~\$|.* \.[a-z]+$", re.IGNORECASE)
"""Names of devices, whatever follows the first dot (same source), hidden names, and those of Word's lock files."""


def kit_folders() -> dict[str, Path]:
    """The kits that come with reportgen, by name.

    A wheel has them beside the code; an editable installation leaves them in the source tree.
    """
    for folder in (_HERE / "templates", _HERE.parent.parent / "templates"):
        found = {entry.name: entry for entry in sorted(folder.glob("*")) if (entry / "kit.toml").is_file()}
        if found:
            return found
    return {}


def read_kit(folder: Path) -> tuple[Kit, list[Diagnostic]]:
    """The kit in a folder; raises ReportError with every finding where one is an error."""
    settings = read_settings(folder / "kit.toml", "kit.toml")
    found = settings.found
    schema, more = _schema(folder)
    found += more
    general, outputs, wording = settings.table("kit"), settings.table("outputs"), settings.table("narrate")
    templates = settings.table("templates")
    general.require("name")
    outputs.require("document", "appendix")
    kit = Kit(
        name=general.text("name"),
        title=general.text("title"),
        folder=folder,
        schema=schema,
        sections=_sections(folder, settings.tables("sections")),
        appendices=tuple(_appendix(item, schema) for item in settings.distinct_tables("appendices", "title")),
        styles=_styles(folder, settings.table("styles")),
        document_name=_output(outputs, "document", ".docx"),
        appendix_name=_output(outputs, "appendix", ".xlsx"),
        default_profile=general.text("profile", "gb9704"),
        macros=_macros(folder, found),
        fixed_terms=wording.texts("fixed_terms"),
        appendix_template=_file(folder, templates, "appendix") if templates.has("appendix") else None,
    )
    if kit.default_profile not in kit.styles:
        general.not_among("profile", kit.default_profile, kit.styles)
    for part in (general, outputs, wording, templates, settings):
        part.finish()
    if has_errors(found):
        raise ReportError(*found)
    return kit, found


def _schema(folder: Path) -> tuple[Schema, list[Diagnostic]]:
    if not (folder / "schema.toml").exists():
        return Schema(sheets=()), []
    try:
        return read_schema(folder / "schema.toml")
    except ReportError as problem:
        return Schema(sheets=()), list(problem.diagnostics)


def template_text(folder: Path, settings: Settings, name: str) -> str:
    """The text of a template file that a setting names, empty where it cannot be read (then reported)."""
    file = settings.text(name)
    try:
        text, found = read_text(inside(folder, file, folder.name), file)
    except Fault as fault:
        settings.found.append(fault.at(settings.place(name)))
        return ""
    settings.found.extend(found)
    return text


def _sections(folder: Path, tables: list[Settings]) -> tuple[SectionSource, ...]:
    """The sections, whose file names differ: by these a report replaces them."""
    sections: dict[str, SectionSource] = {}
    for settings in tables:
        section = _section(folder, settings)
        name = section.file.rpartition("/")[2]
        if name and name in sections:
            settings.add("duplicate-section", "file", name=name, other=sections[name].file)
        sections.setdefault(name, section)
    return tuple(sections.values())


def _section(folder: Path, settings: Settings) -> SectionSource:
    settings.require("file")
    section = SectionSource(
        file=settings.text("file").replace("\\", "/"),
        text=template_text(folder, settings, "file") if settings.has("file") else "",
        required=settings.flag("required"),
        department=settings.text("department"),
    )
    settings.finish()
    return section


def _macros(folder: Path, found: list[Diagnostic]) -> dict[str, str]:
    """The files of the kit's folder `macros/`, by the name that sections import them under (`macros/句式.md`)."""
    texts: dict[str, str] = {}
    try:
        files = templates_in(folder / MACRO_FOLDER, MACRO_FOLDER)
    except Fault as fault:
        found.append(fault.at(FileRef(MACRO_FOLDER)))
        return texts
    for path in files:
        shown = f"{MACRO_FOLDER}/{path.name}"
        try:
            text, more = read_text(inside(folder, shown, folder.name), shown)
        except Fault as fault:
            found.append(fault.at(FileRef(shown)))
            continue
        found.extend(more)
        texts[shown] = text
    return texts


def _styles(folder: Path, settings: Settings) -> dict[str, Path]:
    files = {profile: _file(folder, settings, profile) for profile in settings.names()}
    return {profile: path for profile, path in files.items() if path is not None}


def _file(folder: Path, settings: Settings, name: str) -> Path | None:
    """The file of the kit that a setting names, None for one outside its folder (then reported)."""
    file = settings.text(name)
    try:
        path = inside(folder, file, folder.name)
    except Fault as fault:
        settings.found.append(fault.at(settings.place(name)))
        return None
    if not is_file(path):
        missing = "is-a-folder" if is_folder(path) else "file-not-found"
        settings.add(missing, name, suggestion=nearest_file(path), file=file)
    return path


def _output(settings: Settings, name: str, suffix: str) -> str:
    """A pattern for an output's file name: `{year}` and nothing else is filled in."""
    pattern = settings.text(name)
    example = pattern.replace("{year}", "2015")
    refused = _NOT_IN_FILE_NAMES.search(example) or _KEPT_BY_WINDOWS.match(example)
    if pattern and (refused or "{" in example or "}" in example or not example.endswith(suffix)):
        settings.add("bad-output-name", name, name=pattern, suffix=suffix)
    return pattern


def _appendix(settings: Settings, schema: Schema) -> AppendixSource:
    settings.require("title", "sheet")
    sheet = settings.text("sheet")
    if sheet and schema.sheets and schema.sheet(sheet) is None:
        settings.not_among("sheet", sheet, (item.name for item in schema.sheets))
    appendix = AppendixSource(
        title=settings.text("title"),
        sheet=sheet,
        columns=tuple(_appendix_column(item) for item in settings.tables("columns")),
        total_label=settings.text("total_label"),
        landscape=settings.flag("landscape"),
        charts=settings.texts("charts"),
        numbered_rows=settings.flag("numbered_rows", default=True),
        filled=settings.texts("filled"),
    )
    settings.finish()
    return appendix


def _appendix_column(settings: Settings) -> AppendixColumn:
    settings.require("name")
    name, of = settings.text("name"), settings.text("of")
    if of and name not in _WORKED_OUT:
        settings.not_among("name", name, _WORKED_OUT)
    column = AppendixColumn(
        name=name,
        header=settings.text("header"),
        of=of,
        decimals=settings.integer("decimals"),
        totalled=settings.flag("totalled"),
    )
    settings.finish()
    return column
