"""Workbooks: the sheets of an .xlsx or .xlsm package, each read when it is asked for.

`open_workbook` reads the small parts (content types, relationships, workbook, styles) and says what
kind of workbook it is; `Workbook.sheet` reads one worksheet part into a `RawSheet`. Transitional and
strict files (ISO/IEC 29500-4 and -1) are read alike; macros are never looked at; `dimension` is never
believed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from ..model.diagnostic import Fault
from ..model.findings import Findings
from ..model.place import FileRef
from ..model.values import dataclass, field
from ..ooxml.other_packages import must_be_a_workbook
from ..ooxml.package import CONTENT_TYPES, PackageReader
from ..ooxml.relationships import packed_name, target_part
from . import xml
from .cells import LIMITS, CellLimits, RawSheet, SheetBuilder, SheetState
from .formats import GENERAL, NumberFormat, formats_of
from .parse import SheetParser
from .scan import Scanner
from .strings import NotPlainError, shared_strings
from .xml import Node

_OFFICE_DOCUMENT = "/relationships/officeDocument"


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetEntry:
    """A worksheet as the workbook lists it; `part` is its part in the package."""

    name: str
    state: SheetState
    part: str


@dataclass(slots=True, kw_only=True)
class Workbook:
    """An opened workbook. `has_macros` says that it carries a VBA project, which stays unread."""

    file: str
    package: PackageReader
    sheets: tuple[SheetEntry, ...]
    formats: tuple[NumberFormat, ...] = (GENERAL,)
    date1904: bool = False
    has_macros: bool = False
    strings_part: str | None = None
    limits: CellLimits = LIMITS
    _strings: Sequence[str] | None = field(default=None)

    def sheet(self, entry: SheetEntry) -> RawSheet:
        """The cells of a sheet; raises Faults for a part that is broken or beyond the limits."""
        builder = SheetBuilder(limits=self.limits)
        try:
            Scanner(builder, self.strings()).scan(self.package.stream(entry.part))
        except NotPlainError:
            builder = SheetBuilder(limits=self.limits)
            SheetParser(builder, self.strings(), entry.part).parse(self.package.stream(entry.part))
        builder.finish()
        return RawSheet(
            file=self.file,
            name=entry.name,
            title=entry.name.strip(),
            columns=builder.columns,
            merges=tuple(builder.merges),
            hidden_rows=tuple(builder.hidden_rows),
            hidden_columns=tuple(builder.hidden_columns),
            formats=self.formats,
            date1904=self.date1904,
        )

    def strings(self) -> Sequence[str]:
        """The shared strings, read once."""
        if self._strings is None:
            part = self.strings_part
            self._strings = shared_strings(self.package.read(part), part) if part else ()
        return self._strings


def open_workbook(data: bytes, file: str, limits: CellLimits = LIMITS) -> Workbook:
    """The workbook in these bytes.

    Raises the Faults of `PackageReader`, and `binary-workbook`, `opendocument-workbook`, `no-workbook`,
    `broken-xml`, `entity-declaration`, `too-much-data`.
    """
    package = PackageReader(data, file)
    must_be_a_workbook(package)
    if CONTENT_TYPES not in package:
        raise Fault("no-workbook", found=".zip")
    main = _main_part(package)
    top = xml.parse(package.read(main), main)
    relations = _relations(package, main)
    sheets = _sheets(package, top, relations)
    if len(sheets) > limits.sheets:
        raise Fault("too-much-data", what="工作表/sheets", limit=limits.sheets)
    properties = top.first("workbookPr")
    return Workbook(
        file=file,
        package=package,
        sheets=sheets,
        formats=_formats(package, _part_of(package, relations, "/styles")),
        date1904=properties is not None and properties.attributes.get("date1904") in ("1", "true"),
        has_macros=any(name.lower().endswith("vbaproject.bin") for name in package.names),
        strings_part=_part_of(package, relations, "/sharedStrings"),
        limits=limits,
    )


@dataclass(frozen=True, slots=True)
class _Relation:
    type: str
    part: str


def readable_sheets(
    workbook: Workbook, findings: Findings, is_left_out: Callable[[SheetEntry], bool]
) -> Iterator[RawSheet]:
    """The sheets with something on them; one that cannot be read is a finding."""
    for entry in workbook.sheets:
        if is_left_out(entry):
            continue
        try:
            sheet = workbook.sheet(entry)
        except Fault as fault:
            findings.fault(fault, FileRef(workbook.file), file=workbook.file, sheet=entry.name)
            continue
        if sheet.columns:
            yield sheet


def _main_part(package: PackageReader) -> str:
    """The part that lists the sheets: where the package's relationships lead, else the usual place."""
    for relation in _relations(package, "").values():
        if relation.type.endswith(_OFFICE_DOCUMENT) and (part := packed_name(package, relation.part)):
            return part
    part = packed_name(package, "xl/workbook.xml")
    if part is None:
        raise Fault("no-workbook", found="Office")
    return part


def _relations(package: PackageReader, part: str) -> dict[str, _Relation]:
    """The relationships of a part by id; those that lead outside the package are left out."""
    folder, slash, own = part.rpartition("/")
    name = packed_name(package, f"{folder}{slash}_rels/{own}.rels")
    if name is None:
        return {}
    found = {}
    for node in xml.parse(package.read(name), name).every("Relationship"):
        known = node.attributes
        if known.get("TargetMode", "").lower() != "external":
            target = target_part(folder, known.get("Target", ""))
            found[known.get("Id", "")] = _Relation(known.get("Type", ""), target)
    return found


def _part_of(package: PackageReader, relations: Mapping[str, _Relation], kind: str) -> str | None:
    parts = (relation.part for relation in relations.values() if relation.type.endswith(kind))
    return next((found for part in parts if (found := packed_name(package, part))), None)


def _sheets(package: PackageReader, top: Node, relations: Mapping[str, _Relation]) -> tuple[SheetEntry, ...]:
    """The worksheets in the order of their tabs; chart and dialog sheets hold no cells."""
    listed = top.first("sheets")
    found = []
    for node in listed.every("sheet") if listed else ():
        relation = relations.get(node.attributes.get("r:id", ""))
        name = node.attributes.get("name", "")
        if relation is None:
            raise Fault("broken-workbook", sheet=name)
        if not relation.type.endswith("/worksheet"):
            continue
        part = packed_name(package, relation.part)
        if part is None:
            raise Fault("broken-workbook", sheet=name)
        found.append(SheetEntry(name=name, state=_state(node.attributes.get("state", "")), part=part))
    if top.name != "workbook":
        raise Fault("no-workbook", found=f"<{top.name[:40]}>")
    return tuple(found)


def _state(text: str) -> SheetState:
    return SheetState(text) if text in SheetState._value2member_map_ else SheetState.VISIBLE


def _formats(package: PackageReader, part: str | None) -> tuple[NumberFormat, ...]:
    """The number format of each style; General alone where the workbook has no styles."""
    if part is None:
        return (GENERAL,)
    top = xml.parse(package.read(part), part)
    custom = {}
    for node in _below(top, "numFmts", "numFmt"):
        custom[_number(node.attributes.get("numFmtId"))] = node.attributes.get("formatCode", "")
    return formats_of((_number(node.attributes.get("numFmtId")) for node in _below(top, "cellXfs", "xf")), custom)


def _below(top: Node, group: str, name: str) -> list[Node]:
    found = top.first(group)
    return found.every(name) if found else []


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0
