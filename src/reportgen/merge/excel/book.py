"""A workbook's package by roles: its sheets, shared strings, styles, calculation chain; parts as text.

The first step of every edit. Nothing is inflated before somebody asks for it, and what nobody changes is
copied as it is packed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager

from ...model.diagnostic import Fault
from ...model.values import dataclass, field
from ...ooxml.fingerprint import seal_outside
from ...ooxml.other_packages import must_be_a_workbook
from ...ooxml.package import PackageReader, PackedPart, pack, pack_chunks, write_package
from ...ooxml.relationships import packed_name, relations_part, target_part
from .markup import attributes, decoded, must_be_well_formed, plain, root_of

_RELATIONSHIP = re.compile(r"<(?:[\w.\-]+:)?Relationship\b([^<>]*)>")
CONTENT_TYPES = "[Content_Types].xml"


@dataclass(frozen=True, slots=True)
class Relation:
    """A relationship of a part: its kind (the last word of its type) and the part, or the outside target."""

    kind: str
    target: str
    is_external: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetEntry:
    """A sheet as the workbook lists it, `index` from 0; `part` is empty for what is no worksheet."""

    name: str
    index: int
    part: str
    sheet_id: str
    relation: str
    state: str = ""


@dataclass(slots=True)
class Book:
    """An opened workbook; `texts` keeps the parts that were read, and `changed` what is to be written.

    `origin` is the book that this one is a copy of: what it has read is not read again.
    """

    package: PackageReader
    main: str
    sheets: tuple[SheetEntry, ...]
    relations: Mapping[str, Relation]
    date1904: bool
    texts: dict[str, str] = field(default_factory=dict)
    changed: dict[str, PackedPart | None] = field(default_factory=dict)
    _relations: dict[str, dict[str, Relation]] = field(default_factory=dict)
    origin: Book | None = None

    def copy(self) -> Book:
        """A book to be changed, while this one stays as it was opened."""
        return Book(
            self.package, self.main, self.sheets, self.relations, self.date1904, {}, {}, self._relations, origin=self
        )

    @property
    def file(self) -> str:
        """The workbook's name in findings."""
        return self.package.file

    def sheet(self, name: str) -> SheetEntry | None:
        """The worksheet of that name, upper and lower case alike; None where there is none."""
        key = name.lower()
        return next((sheet for sheet in self.sheets if sheet.name.lower() == key and sheet.part), None)

    def part(self, kind: str) -> str | None:
        """The part that the workbook's relationship of that kind (`styles`) names, None where there is none."""
        return next((item.target for item in self.relations.values() if item.kind == kind), None)

    def text(self, part: str) -> str:
        """A part as text, comments and CDATA resolved."""
        found = self.texts.get(part)
        if found is None and self.origin is not None:
            return self.origin.text(part)
        if found is None:
            found = self.texts[part] = plain(decoded(self.package.read(part), part))
        return found

    def has(self, part: str) -> bool:
        """Whether the part is in the package, and not taken out of it."""
        return self.changed[part] is not None if part in self.changed else part in self.package

    def put(self, part: str, content: str | bytes | Iterable[str]) -> None:
        """Set the content of a part; one of the same bytes as before stays as it was packed."""
        if isinstance(content, (str, bytes)):
            data = content.encode() if isinstance(content, str) else content
            made = pack(part, data)
            self.texts.pop(part, None)
            if isinstance(content, str):
                self.texts[part] = content
        else:
            made = pack_chunks(part, content)
        if part in self.package:
            before = self.package.packed(part)
            if (before.size, before.crc) == (made.size, made.crc):
                made = before
        self.changed[part] = made

    def remove(self, part: str) -> None:
        """Take a part out."""
        self.changed[part] = None

    def relations_of(self, part: str) -> dict[str, Relation]:
        """The relationships of a part by id, as the package was opened."""
        found = self._relations.get(part)
        if found is None:
            found = self._relations[part] = relations_of(self.package, part)
        return found

    def write(self, *, sealed: bool = False) -> bytes:
        """The workbook with its changes; all other parts as they were packed, in their order.

        `sealed` adds the fingerprint by which it is known to be untouched, in none of its parts.
        """
        parts = []
        for name in self.package.names:
            if name not in self.changed:
                parts.append(self.package.packed(name))
            elif (made := self.changed[name]) is not None:
                parts.append(made)
        known = set(self.package.names)
        parts += [made for name, made in self.changed.items() if name not in known and made is not None]
        return write_package(parts, seal_outside(parts) if sealed else b"")


@contextmanager
def naming(file: str) -> Iterator[None]:
    """Give faults that arise in the `with` block the name of the file, where they have none."""
    try:
        yield
    except Fault as fault:
        found = fault.diagnostics[0]
        if "file" in found.facts:
            raise
        raise Fault(found.code, suggestion=found.suggestion, cell=fault.cell, **found.facts, file=file) from None


def open_book(data: bytes, file: str) -> Book:
    """The workbook in these bytes.

    Raises the faults of `PackageReader`, and `opendocument-workbook`, `binary-workbook`, `no-workbook`,
    `strict-workbook`, `broken-workbook`, `broken-xml`, `entity-declaration`.
    """
    package = PackageReader(data, file)
    main = _main_part(package)
    found = plain(decoded(package.read(main), main))
    must_be_well_formed(found, main)
    prefix, root = root_of(found, "workbook", main)
    relations = relations_of(package, main)
    sheets = tuple(_sheets(package, found[root.end() :], prefix, relations))
    properties = re.search(rf"<{prefix}workbookPr\b([^<>]*)>", found)
    date1904 = properties is not None and attributes(properties[1]).get("date1904") in ("1", "true")
    book = Book(package, main, sheets, relations, date1904)
    book.texts[main] = found
    return book


def _main_part(package: PackageReader) -> str:
    """The part that lists the sheets; raises a Fault that says what else the package is."""
    must_be_a_workbook(package)
    main = next((item.target for item in relations_of(package, "").values() if item.kind == "officeDocument"), "")
    if main not in package:
        raise Fault("no-workbook", found=".zip")
    return main


def relations_of(package: PackageReader, part: str) -> dict[str, Relation]:
    """The relationships of a part by id."""
    folder = part.rpartition("/")[0]
    name = relations_part(part)
    if name not in package:
        return {}
    found = {}
    for raw in _RELATIONSHIP.findall(plain(decoded(package.read(name), name))):
        known = attributes(raw)
        kind = known.get("Type", "").rsplit("/", 1)[-1]
        is_external = known.get("TargetMode", "").lower() == "external"
        target = known.get("Target", "")
        if not is_external:
            target = target_part(folder, target)
            target = packed_name(package, target) or target
        found[known.get("Id", "")] = Relation(kind, target, is_external)
    return found


def _sheets(package: PackageReader, body: str, prefix: str, relations: Mapping[str, Relation]) -> Iterable[SheetEntry]:
    for index, raw in enumerate(re.findall(rf"<{prefix}sheet(\s[^<>]*)>", body)):
        known = attributes(raw)
        key = next((name for name in known if name == "r:id" or name.endswith(":id")), "")
        relation = relations.get(known.get(key, ""))
        name = known.get("name", "")
        if relation is None:
            raise Fault("broken-workbook", sheet=name)
        is_sheet = relation.kind == "worksheet"
        if is_sheet and relation.target not in package:
            raise Fault("broken-workbook", sheet=name)
        yield SheetEntry(
            name=name,
            index=index,
            part=relation.target if is_sheet else "",
            sheet_id=known.get("sheetId", ""),
            relation=known[key],
            state=known.get("state", ""),
        )
