"""Returned forms: every file of a folder, read with the same care as the report's own workbook.

The way in for `collect`. A file that is no form, or cannot be read, is a `Return` like the others, with a
finding that says why; nothing is raised for what stands in the folder.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from ..model.dataset import Table
from ..model.diagnostic import Diagnostic, Fault, error, info, warning
from ..model.findings import Findings
from ..model.form import MARK_SHEET, REASON, FormMark, from_cells, is_added
from ..model.place import CellRef, FileRef
from ..model.returns import Return, State
from ..model.schema import GUIDE_SHEET, INDICATOR_SHEET, ColumnSchema, Schema, SheetSchema
from ..model.values import replace
from ..ooxml.fingerprint import is_untouched
from .cells import CellType, RawSheet, SheetState
from .csv import read_csv
from .doubts import mark_of, read_doubts
from .growth_cells import say_typed_over
from .indicators import wanted_indicators
from .read import file_bytes
from .recognise import FileKind, recognise
from .return_sheets import Asked, assign, with_renamed_columns, without_growth
from .tables import Wanted, read_table
from .titles import key_of
from .xlsx import SheetEntry, Workbook, open_workbook, readable_sheets

_READ = (".xlsx", ".xlsm", ".csv")
_OFFICE = (".xls", ".et", ".ods", ".xlsb", ".doc", ".docx", ".wps", ".pdf", ".txt", ".htm", ".html")
_OF_WINDOWS = frozenset(("thumbs.db", "desktop.ini"))
_STRICT = b"purl.oclc.org/ooxml"
_SAID_OTHERWISE = frozenset(("missing-column", "unmatched-column"))
"""What the form's hidden sheet says better: `deleted-column` and `renamed-column`."""

_REASONS = ("变化原因", "增减原因", "原因说明", "变动说明")
_REASON_COLUMN = ColumnSchema(name=REASON, aliases=_REASONS)


def asked_for(schema: Schema, lists: Iterable[SheetSchema], year: int) -> Asked:
    """What the forms ask for, each sheet completed with the column for reasons."""
    single = wanted_indicators(schema, year).schema
    sheets = [*((single,) if single else ()), *lists]
    return Asked(sheets={sheet.name: _with_reason(sheet) for sheet in sheets}, year=year)


def read_returns(
    folder: Path, schema: Schema, asked: Asked, leave: frozenset[str] = frozenset()
) -> tuple[tuple[Return, ...], list[Diagnostic]]:
    """The files of a folder in the order of their names; findings that belong to no return come apart.

    `leave` are the names of files that are no returns and stay unread without a word. Raises a Fault
    `no-returns-folder` for what is no folder.
    """
    try:
        paths = sorted(folder.iterdir(), key=lambda path: path.name)
    except OSError:
        raise Fault("no-returns-folder", folder=str(folder)) from None
    found: list[Diagnostic] = []
    returns: list[Return] = []
    for path in paths:
        name = path.name
        if name.startswith((".", "~$")) or name in leave or name.lower() in _OF_WINDOWS:
            if name.startswith(("~$", ".~")):
                found.append(info("open-return", FileRef(name), file=name))
        elif path.is_dir():
            found.append(warning("folder-among-returns", FileRef(name), folder=name))
        else:
            returns.append(_read(path, schema, asked))
    return tuple(returns), found


def _read(path: Path, schema: Schema, asked: Asked) -> Return:
    if path.suffix.lower() not in _READ:
        kind = path.suffix.lower() if path.suffix.lower() in _OFFICE else path.suffix or path.name
        finding = error("unrecognised-return", FileRef(path.name), file=path.name, kind=kind)
        return Return(file=path.name, state=State.NOT_RECOGNISED, diagnostics=(finding,))
    try:
        data = file_bytes(path)
        returned = read_return(data, path.name, schema, asked)
        is_blank = returned.mark is not None and returned.state is State.RETURNED and is_untouched(data)
        return replace(returned, state=State.BLANK) if is_blank else returned
    except Fault as fault:
        place = FileRef(path.name)
        finding = replace(fault.at(place), place=place, facts={**fault.diagnostics[0].facts, "file": path.name})
        return Return(file=path.name, state=State.UNREADABLE, diagnostics=(finding,))


def read_return(data: bytes, file: str, schema: Schema, asked: Asked) -> Return:
    """The return in these bytes; raises the Faults of a file that cannot be opened."""
    findings = Findings()
    mark: FormMark | None = None
    hidden: frozenset[str] = frozenset()
    if recognise(data, file) is FileKind.TEXT:
        sheets = [read_csv(data, file)]
    else:
        workbook = open_workbook(data, file)
        passport = _hidden(workbook)
        doubts = mark_of(passport) if passport is not None else None
        if doubts is not None:
            return read_doubts(workbook, doubts, findings)
        if "_rels/.rels" in workbook.package and _STRICT in workbook.package.read("_rels/.rels"):
            findings.add(info("strict-return", FileRef(file), file=file))
        mark = _mark(passport) if passport is not None else None
        sheets = list(readable_sheets(workbook, findings, _is_ours))
        hidden = frozenset(entry.name for entry in workbook.sheets if entry.state is not SheetState.VISIBLE)
    tables: dict[str, Table] = {}
    percents: set[CellRef] = set()
    for sheet, wanted in assign(sheets, asked, mark, hidden, findings):
        table = _table(sheet, wanted, schema, asked, mark, findings)
        if table is not None:
            tables[wanted.name] = table
            percents.update(_percents(sheet))
    state = State.RETURNED if tables else State.NOT_RECOGNISED
    if not tables:
        found = [sheet.title for sheet in sheets]
        findings.add(error("no-form-in-return", FileRef(file), file=file, found=found))
    return Return(
        file=file,
        state=state,
        mark=mark,
        tables=tables,
        percents=frozenset(percents),
        diagnostics=tuple(_worth_saying(findings.all(), marked=mark is not None)),
    )


def _hidden(workbook: Workbook) -> RawSheet | None:
    """Our hidden sheet; None where there is none, or it is broken."""
    entry = next((entry for entry in workbook.sheets if entry.name.strip() == MARK_SHEET), None)
    if entry is None:
        return None
    try:
        return workbook.sheet(entry)
    except Fault:
        return None


def _mark(sheet: RawSheet) -> FormMark | None:
    """What the hidden sheet of a form says; None where it is broken."""
    rows: dict[int, list[str | None]] = {}
    for position, cells in sheet.columns.items():
        if position <= 5:
            for row, text in zip(cells.rows, cells.texts, strict=True):
                rows.setdefault(row, [None] * 5)[position - 1] = text
    return from_cells(rows[row] for row in sorted(rows))


def _is_ours(entry: SheetEntry) -> bool:
    """Whether a sheet is our own, or the guide."""
    return entry.name.strip() == MARK_SHEET or key_of(entry.name) == GUIDE_SHEET


def _table(
    sheet: RawSheet, schema: SheetSchema, kit: Schema, asked: Asked, mark: FormMark | None, findings: Findings
) -> Table | None:
    whole, sheet = sheet, without_growth(sheet, schema, asked)
    schema = with_renamed_columns(sheet, schema, asked, mark, findings)
    if whole is not sheet:
        say_typed_over(whole, schema, asked.year, findings)
    if schema.name == INDICATOR_SHEET:
        wanted = replace(wanted_indicators(kit, asked.year), schema=schema)
    else:
        wanted = Wanted(schema=schema, year=asked.year)
    return read_table(sheet, wanted, findings)


def _percents(sheet: RawSheet) -> Iterator[CellRef]:
    """The cells that are percentages by their format or by a % in their text."""
    for position, cells in sheet.columns.items():
        kinds = {id(kind): kind for kind in cells.kinds}
        shown = {
            key for key, kind in kinds.items() if kind.type is CellType.NUMBER and sheet.format_of(kind).is_percent
        }
        texts = {key for key, kind in kinds.items() if kind.type in (CellType.TEXT, CellType.LOOSE)}
        if shown or texts:
            for row, text, kind in zip(cells.rows, cells.texts, cells.kinds, strict=True):
                if id(kind) in shown or (id(kind) in texts and text.rstrip().endswith(("%", "％"))):
                    yield sheet.ref(row, position)


def _worth_saying(findings: Sequence[Diagnostic], *, marked: bool) -> Iterator[Diagnostic]:
    """The findings without those about the columns that the form itself adds."""
    for item in findings:
        if item.code == "extra-column" and is_added(item.facts.get("column", "")):
            continue
        if marked and item.code in _SAID_OTHERWISE:
            continue
        yield item


def _with_reason(sheet: SheetSchema) -> SheetSchema:
    if any(column.name == REASON for column in sheet.columns):
        return sheet
    taken = {name for column in sheet.columns for name in (column.name, *column.aliases)}
    aliases = tuple(alias for alias in _REASONS if alias not in taken)
    return replace(sheet, columns=(*sheet.columns, replace(_REASON_COLUMN, aliases=aliases)))
