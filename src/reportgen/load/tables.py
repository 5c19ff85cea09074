"""A sheet to a table: header found and matched to the schema, rows sifted, columns read.

Sheets that the schema does not know become tables too, with names from their headers and kinds
guessed from their cells. Everything that is not as declared is a finding.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from itertools import islice

from ..model.dataset import Column, Table
from ..model.diagnostic import Fault, error, info, nearest, warning
from ..model.figure import Period
from ..model.findings import Findings
from ..model.names import Names
from ..model.place import CellRef
from ..model.quantity import Unit, parse_unit
from ..model.schema import ColumnKind, ColumnSchema, SheetSchema
from ..model.values import dataclass, field, replace
from .beside import say_beside
from .body import body_of
from .cells import CellType, RawSheet, alike
from .cellwise import Target
from .columns import aligned, read_column
from .headers import Header, Heading, find_header
from .merges import fill_merged
from .second_table import second_table
from .titles import Titles
from .values import absence, clip, looks_like_date, looks_like_number, read_unit

_MOST_NAMES = 20
"""So many rows or columns are named in one finding."""
_COMPARED = 200
"""How many undeclared titles are compared with a missing one; a sheet may have 16,384."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """How a sheet is to be read.

    `schema` None: the sheet is not declared. `mixed` names the number columns that also take dates and
    texts; `expected_units` gives, by the key column's text, the unit that a row must have.
    """

    schema: SheetSchema | None
    year: int
    mixed: frozenset[str] = frozenset()
    expected_units: Mapping[str, Unit] | None = None


def read_table(sheet: RawSheet, wanted: Wanted, findings: Findings) -> Table | None:
    """The table on the sheet, None where there is none."""
    schema = wanted.schema
    if not sheet.columns:
        if schema is not None:
            findings.add(warning("empty-sheet", sheet.place, sheet=sheet.title))
        return None
    header = find_header(sheet, Titles(schema, wanted.year))
    if header is None:
        expected = [column.name for column in schema.columns] if schema else ()
        say = error if schema else info
        code = "no-header" if schema else "sheet-without-table"
        findings.add(say(code, sheet.place, sheet=sheet.title, columns=expected))
        return None
    return _TableReader(sheet, wanted, header, findings).table()


@dataclass(frozen=True, slots=True)
class _TableReader:
    sheet: RawSheet
    wanted: Wanted
    header: Header
    findings: Findings
    odd_units: set[CellRef] = field(default_factory=set)

    def table(self) -> Table:
        """The table below the header."""
        schema = self.wanted.schema
        headings = self._headings()
        self._report_columns(headings)
        body = body_of(self.sheet, self.header, headings, self.findings)
        rows = body.rows
        columns = self._columns(headings, rows)
        self._report_hidden_rows(rows)
        self._report_hidden_columns(headings)
        second = second_table(self.sheet, self.header, rows)
        if second is not None:
            self.findings.add(second)
        else:
            say_beside(self.sheet, self.header, schema.key if schema else None, self.findings)
        return Table(
            name=schema.name if schema else self.sheet.title,
            file=self.sheet.file,
            sheet=self.sheet.name,
            columns=columns,
            rows=rows,
            key=_key(schema, columns),
            row_noun=schema.row_noun if schema else "行",
            period=Period(self.wanted.year),
            total_row=body.total_row,
            totals=self._totals(body.total_row, columns) if body.total_row else {},
        )

    def _totals(self, row: int, columns: Mapping[str, Column]) -> dict[str, Decimal]:
        """The numbers in the row of the total, of columns in one unit; what is no number there is no matter."""
        found = {}
        for name, column in columns.items():
            if column.kind is ColumnKind.NUMBER and column.units is None:
                target = Target(name=name, kind=column.kind, position=column.position, unit=column.unit)
                value = read_column(self.sheet, [row], target, Findings()).values[0]
                if isinstance(value, Decimal):
                    found[name] = value
        return found

    def _headings(self) -> list[Heading]:
        """The columns by their titles; of two with one name the first counts."""
        found: dict[str, Heading] = {}
        for heading in self.header.headings:
            first = found.setdefault(heading.title.name, heading)
            if first is not heading:
                places = (self._ref(heading), self._ref(first))
                say = error if self.wanted.schema else warning
                self.findings.add(say("duplicate-column", places[0], related=places[1:], column=heading.title.name))
        return list(found.values())

    def _report_columns(self, headings: Sequence[Heading]) -> None:
        """Say which declared columns are missing and which are not declared."""
        schema = self.wanted.schema
        if schema is None:
            return
        extra = {heading.title.name: heading for heading in headings if heading.title.column is None}
        there = {heading.title.name for heading in headings}
        for column in schema.columns:
            if column.name in there:
                continue
            close = nearest(column.name, islice(extra, _COMPARED))
            if column.required or column.name == schema.key:
                found = Names((clip(heading.title.name) for heading in headings), most=_MOST_NAMES)
                absent = Fault(
                    "missing-column", suggestion=close, column=column.name, sheet=self.sheet.title, found=found
                )
                self.findings.fault(absent, self.sheet.place)
            elif close:
                place = self._ref(extra.pop(close))
                self.findings.add(warning("unmatched-column", place, suggestion=column.name, column=close))
        for name, heading in extra.items():
            self.findings.add(info("extra-column", self._ref(heading), column=name, sheet=self.sheet.title))

    def _columns(self, headings: Sequence[Heading], rows: Sequence[int]) -> dict[str, Column]:
        """The columns in sheet order; those that hold units first, because others need them."""
        read: dict[str, Column] = {}
        unit_columns = {heading.title.column.unit_column for heading in headings if heading.title.column}
        for heading in sorted(headings, key=lambda item: item.title.name not in unit_columns):
            units = self._row_units(heading, rows, read)
            column = read_column(self.sheet, rows, self._target(heading, rows, units), self.findings)
            read[heading.title.name] = fill_merged(self.sheet, rows, column, self.findings)
        ordered = {heading.title.name: read[heading.title.name] for heading in headings}
        return ordered if self.wanted.schema else _paired(ordered, self.wanted.year)

    def _target(self, heading: Heading, rows: Sequence[int], units: Sequence[Unit | None] | None) -> Target:
        declared = heading.title.column
        kind = declared.kind if declared else self._guess(heading, rows)
        return Target(
            name=heading.title.name,
            kind=kind,
            position=heading.position,
            unit=self._unit(heading) if kind is ColumnKind.NUMBER else None,
            units=units,
            previous=declared.previous if declared else None,
            target=declared.target if declared else None,
            hedge=declared.hedge if declared else None,
            split=declared.split if declared else "",
            mixed=heading.title.name in self.wanted.mixed,
        )

    def _unit(self, heading: Heading) -> Unit | None:
        """The unit of a number column: from its title, else the note above, else the schema."""
        declared = heading.title.column
        expected = parse_unit(declared.unit) if declared and declared.unit is not None else None
        if heading.title.unit is not None:
            written = parse_unit(heading.title.unit)
            if expected is not None and written.dimension != expected.dimension:
                wanted = expected.symbol or "1"
                wrong = Fault("wrong-unit", column=heading.title.name, found=written.symbol, expected=wanted)
                self.findings.fault(wrong, self._ref(heading))
                return expected
            return written
        if expected is None:
            return self.header.units[0] if len(self.header.units) == 1 else None
        return next((unit for unit in self.header.units if unit.dimension == expected.dimension), expected)

    def _row_units(
        self, heading: Heading, rows: Sequence[int], read: Mapping[str, Column]
    ) -> Sequence[Unit | None] | None:
        """The unit of each row, where a column of the sheet holds units."""
        declared = heading.title.column
        units = read.get(declared.unit_column) if declared and declared.unit_column else None
        if declared is None or units is None:
            return None
        return [self._row_unit(declared, units, index, rows) for index in range(len(rows))]

    def _row_unit(self, declared: ColumnSchema, units: Column, index: int, rows: Sequence[int]) -> Unit | None:
        written = units.values[index]
        try:
            found = read_unit(written) if isinstance(written, str) else None
        except Fault as fault:
            self._odd_unit(fault, units, index, rows)
            return None
        return found or (parse_unit(declared.unit) if declared.unit is not None else None)

    def _odd_unit(self, fault: Fault, units: Column, index: int, rows: Sequence[int]) -> None:
        place = self.sheet.ref(rows[index], units.position)
        if place not in self.odd_units:
            self.odd_units.add(place)
            self.findings.fault(fault, place, column=units.name)

    def _guess(self, heading: Heading, rows: Sequence[int]) -> ColumnKind:
        """What an undeclared column holds, judging by its cells; a unit in the title means numbers."""
        if heading.title.unit is not None:
            return ColumnKind.NUMBER
        texts, kinds = aligned(self.sheet, rows, heading.position)
        seen = set()
        if alike(kinds):
            texts, kinds = (
                (texts, kinds) if kinds[0] and kinds[0].type is not CellType.NUMBER else (texts[:1], kinds[:1])
            )
        for kind in {id(kind): kind for kind in kinds}.values():
            if kind is not None and kind.type is CellType.NUMBER:
                form = self.sheet.format_of(kind)
                seen.add(ColumnKind.DATE if form.is_date else ColumnKind.TEXT if form.is_time else ColumnKind.NUMBER)
        for text, kind in zip(texts, kinds, strict=True):
            if kind is None or kind.type is CellType.NUMBER or absence(text) is not None or not text.strip():
                continue
            if kind.type is CellType.LOOSE and looks_like_number(text):
                seen.add(ColumnKind.NUMBER)
            elif kind.type is CellType.DATE or (kind.type is CellType.LOOSE and looks_like_date(text)):
                seen.add(ColumnKind.DATE)
            else:
                return ColumnKind.TEXT
        return seen.pop() if len(seen) == 1 else ColumnKind.TEXT

    def _report_hidden_rows(self, rows: Sequence[int]) -> None:
        hidden = sorted(set(self.sheet.hidden_rows) & set(rows)) if self.sheet.hidden_rows else []
        if hidden:
            shown = Names(hidden, most=_MOST_NAMES)
            self.findings.add(info("hidden-rows", self.sheet.place, count=len(hidden), rows=shown))

    def _report_hidden_columns(self, headings: Sequence[Heading]) -> None:
        runs = self.sheet.hidden_columns
        hidden = [item for item in headings if any(first <= item.position <= last for first, last in runs)]
        if hidden:
            names = Names((clip(heading.title.name) for heading in hidden), most=_MOST_NAMES)
            self.findings.add(info("hidden-columns", self._ref(hidden[0]), count=len(hidden), columns=names))

    def _ref(self, heading: Heading) -> CellRef:
        return self.sheet.ref(heading.row, heading.position)


def _key(schema: SheetSchema | None, columns: Mapping[str, Column]) -> str | None:
    """The declared key; on an undeclared sheet the first text column in which no text comes twice."""
    if schema is not None:
        return schema.key if schema.key in columns else None
    for name, column in columns.items():
        if column.kind is ColumnKind.TEXT and None not in column.values and column.values:
            return name if len(set(column.values)) == len(column.values) else None
    return None


def _paired(columns: dict[str, Column], year: int) -> dict[str, Column]:
    """Undeclared columns with the columns of last year and of the plan that their names tell of."""
    paired = {}
    for name, column in columns.items():
        bare = name.removeprefix(f"{year}年").removeprefix("本年")
        before = (f"上年{bare}", f"去年{bare}", f"{bare}上年", f"{year - 1}年{bare}", f"上年同期{bare}")
        planned = (f"{bare}目标", f"目标{bare}", f"计划{bare}", f"{bare}计划", f"{bare}目标值")
        paired[name] = replace(
            column,
            previous=next((other for other in before if other in columns and other != name), None),
            target=next((other for other in planned if other in columns and other != name), None),
        )
    return paired
