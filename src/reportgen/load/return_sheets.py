"""Which sheet of a return is which sheet of the form, and which of its columns stand under a new header.

People rename tabs and headers. A tab is known by its name, else by the columns that it has; a header by its
words and aliases, else by the place that the hidden sheet of the form remembers, where only one reading is
possible. Everything else stays unread, with a finding.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher

from ..model.diagnostic import error, info, warning
from ..model.findings import Findings
from ..model.form import GROWTH, FormColumn, FormMark, Role, is_added
from ..model.place import FileRef
from ..model.schema import ColumnSchema, SheetSchema
from ..model.values import dataclass, replace
from .cells import RawSheet
from .headers import Header, Heading, find_header
from .titles import Titles, key_of

_ENOUGH = 0.6
"""A sheet with so many of the form's columns may be that sheet under another name."""

_NAMED = 0.4
"""What it counts that the sheet's name stands in the tab or file (`招商局-招商项目.csv`)."""

_LIKE = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the forms ask for: the sheets by name, as they are to be read, and the report's year."""

    sheets: Mapping[str, SheetSchema]
    year: int


def assign(
    sheets: Sequence[RawSheet], asked: Asked, mark: FormMark | None, hidden: frozenset[str], findings: Findings
) -> list[tuple[RawSheet, SheetSchema]]:
    """The sheets of a file with the description that each is read by, in the order of the form.

    `hidden` are the names of sheets that nobody sees: they are known by their names only.
    """
    names = list(dict.fromkeys(column.sheet for column in mark.columns)) if mark else list(asked.sheets)
    wanted = [asked.sheets[name] for name in names if name in asked.sheets]
    by_key = {key_of(sheet.title): sheet for sheet in reversed(sheets)}
    found = {schema.name: by_key.pop(key_of(schema.name)) for schema in wanted if key_of(schema.name) in by_key}
    taken = {id(sheet) for sheet in found.values()}
    rest = [sheet for sheet in sheets if id(sheet) not in taken and sheet.name not in hidden]
    for schema in wanted:
        if schema.name in found:
            continue
        sheet = _renamed(schema, rest, asked, mark)
        if sheet is not None:
            rest = [other for other in rest if other is not sheet]
            found[schema.name] = sheet
            findings.add(warning("renamed-sheet", sheet.place, found=sheet.title, sheet=schema.name))
        elif mark is not None:
            place = FileRef(sheets[0].file) if sheets else None
            there = [other.title for other in sheets]
            findings.add(error("lost-sheet", place, sheet=schema.name, found=there))
    for sheet in rest:
        findings.add(info("extra-sheet", sheet.place, sheet=sheet.title))
    return [(found[schema.name], schema) for schema in wanted if schema.name in found]


def _renamed(schema: SheetSchema, sheets: Iterable[RawSheet], asked: Asked, mark: FormMark | None) -> RawSheet | None:
    """The one sheet that has the columns of a missing one; None where there is none, or two alike."""
    scored = [(_likeness(schema, sheet, asked, mark), sheet) for sheet in sheets]
    scored = [(score, sheet) for score, sheet in scored if score >= _ENOUGH]
    if not scored:
        return None
    best = max(score for score, _ in scored)
    first = [sheet for score, sheet in scored if score == best]
    if len(first) == 1:
        return first[0]
    named = [sheet for sheet in first if SequenceMatcher(None, sheet.title, schema.name).ratio() > _LIKE]
    return named[0] if len(named) == 1 else None


def _likeness(schema: SheetSchema, sheet: RawSheet, asked: Asked, mark: FormMark | None) -> float:
    """The share of the form's columns that a sheet has; 0 without the column that tells rows apart."""
    header = find_header(sheet, Titles(schema, asked.year))
    if header is None:
        return 0.0
    there = {heading.title.name for heading in header.headings if heading.title.column}
    if schema.key and schema.key not in there:
        return 0.0
    listed = mark.columns_of(schema.name) if mark else ()
    expected = {column.name for column in listed or schema.columns if not is_added(column.name)}
    named = _NAMED if schema.name in sheet.title else 0.0
    return len(there & expected) / len(expected) + named


def without_growth(sheet: RawSheet, schema: SheetSchema, asked: Asked) -> RawSheet:
    """The sheet without the columns that the form works out: nobody answers in them, and they fill spare rows."""
    header = find_header(sheet, Titles(schema, asked.year))
    worked_out = {item.position for item in header.headings if item.title.name.startswith(GROWTH)} if header else set()
    if not worked_out:
        return sheet
    kept = {position: cells for position, cells in sheet.columns.items() if position not in worked_out}
    return replace(sheet, columns=kept)


def with_renamed_columns(
    sheet: RawSheet, schema: SheetSchema, asked: Asked, mark: FormMark | None, findings: Findings
) -> SheetSchema:
    """The description with the headers that the return uses instead as further aliases; what moved is said."""
    header = find_header(sheet, Titles(schema, asked.year))
    listed = [column for column in mark.columns_of(schema.name) if column.role is not Role.GROWTH] if mark else []
    if header is None or not listed:
        return schema
    at = {heading.title.name: heading for heading in header.headings if heading.title.column}
    missing = [column for column in listed if column.name not in at]
    unknown = [item for item in header.headings if not item.title.column and not is_added(item.title.name)]
    aliases: dict[str, str] = {}
    for column in missing:
        heading = _meant(column, listed, header, unknown, len(missing))
        if heading is not None:
            unknown.remove(heading)
            aliases[column.name] = heading.written
            place = sheet.ref(heading.row, heading.position)
            findings.add(warning("renamed-column", place, found=heading.written, column=column.name))
        elif column.role is not Role.REASON:
            severity = error if column.role in (Role.KEY, Role.INPUT) else warning
            findings.add(severity("deleted-column", sheet.place, column=column.name, sheet=sheet.title))
    moved = [column.name for column in listed if column.name in at and at[column.name].position != column.position]
    if moved:
        findings.add(info("moved-columns", sheet.place, columns=moved, count=len(moved)))
    return replace(schema, columns=tuple(_called(column, aliases) for column in schema.columns))


def _meant(
    column: FormColumn, listed: Sequence[FormColumn], header: Header, unknown: Sequence[Heading], missing: int
) -> Heading | None:
    """The unknown header that stands where the form had the column; None where that is not certain."""
    if missing == 1 and len(unknown) == 1 and len(header.headings) == len(listed):
        return unknown[0]
    there = {heading.position: heading for heading in unknown}
    heading = there.get(column.position)
    if heading is None:
        return None
    place = listed.index(column)
    neighbours = {item.position: item.name for item in listed[max(0, place - 1) : place + 2] if item is not column}
    names = {
        item.position: item.title.name for item in header.headings if item.title.column or is_added(item.title.name)
    }
    known = [position for position in neighbours if position in names]
    agree = all(names[position] == neighbours[position] for position in known)
    return heading if known and agree else None


def _called(column: ColumnSchema, aliases: Mapping[str, str]) -> ColumnSchema:
    alias = aliases.get(column.name)
    return column if alias is None else replace(column, aliases=(*column.aliases, alias))
