"""Files to data: every workbook and .csv of a report, read in one run with all that is found in them.

The way in from outside: `read_data` opens the files, hands each sheet to `tables`, and makes one Dataset
of them. A file that cannot be read is a finding like any other, and the rest is read all the same.
"""

from __future__ import annotations

import stat
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from ..model.dataset import Dataset, Indicator, Table
from ..model.diagnostic import Diagnostic, Fault, error, info, nearest, warning
from ..model.figure import Figure
from ..model.findings import Findings
from ..model.place import FileRef, SheetRef
from ..model.schema import GUIDE_SHEET, INDICATOR_SHEET, ORIGIN_SHEET, Schema, SheetSchema
from ..model.values import dataclass, field, replace
from .cells import RawSheet, SheetState
from .indicators import read_indicators, wanted_indicators
from .recognise import FileKind, recognise
from .tables import Wanted, read_table
from .titles import key_of
from .xlsx import SheetEntry, Workbook, open_workbook

if TYPE_CHECKING:
    from ..model.returns import Origin

_LARGEST_FILE = 512 << 20


def read_data(paths: Sequence[Path], schema: Schema, year: int) -> tuple[Dataset, list[Diagnostic]]:
    """All data of a report, and everything that was found while reading it.

    `paths` are .xlsx, .xlsm or .csv files; `year` is the report's. Nothing is raised for what stands in
    the files: a dataset with errors among its findings is only good for finding more.
    """
    reading = _Reading(schema, year)
    for path in paths:
        reading.file(path.name, partial(file_bytes, path))
        reading.origins += beside_text(path)
    reading.report_missing_sheets()
    return reading.dataset(tuple(path.name for path in paths)), reading.findings.all()


def read_contents(contents: Mapping[str, bytes], schema: Schema, year: int) -> tuple[Dataset, list[Diagnostic]]:
    """The same of files that are in memory, by name."""
    reading = _Reading(schema, year)
    for name, data in contents.items():
        reading.file(name, partial(bytes, data))
    reading.report_missing_sheets()
    return reading.dataset(tuple(contents)), reading.findings.all()


@dataclass(slots=True)
class _Reading:
    schema: Schema
    year: int
    findings: Findings = field(default_factory=Findings)
    tables: dict[str, Table] = field(default_factory=dict)
    indicators: dict[str, Indicator] = field(default_factory=dict)
    read: dict[str, SheetRef] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)
    origins: list[Origin] = field(default_factory=list)
    broken: bool = False

    def file(self, name: str, content: Callable[[], bytes]) -> None:
        """Read one file; `content` gives its bytes or raises a Fault."""
        try:
            data = content()
            if recognise(data, name) is FileKind.TEXT:
                self._csv(data, name)
            else:
                self._workbook(open_workbook(data, name))
            self.files.append(name)
        except Fault as fault:
            self.broken = True
            self.findings.fault(fault, FileRef(name), file=name)

    def dataset(self, files: tuple[str, ...]) -> Dataset:
        """What was read, the announced number of entries added to each list."""
        tables = {name: self._announced(table) for name, table in self.tables.items()}
        if not self.origins:
            return Dataset(indicators=self.indicators, tables=tables, files=files)
        from ..model.origins import attached

        origins, dropped = attached(self.origins, tables)
        for finding in dropped:
            self.findings.add(finding)
        return Dataset(indicators=self.indicators, tables=tables, files=files, origins=origins)

    def report_missing_sheets(self) -> None:
        """Say which declared sheets are not there, and what may be meant by those that are not declared."""
        if not self.files:
            return
        unknown = [name for name in self.tables if self.schema.sheet(name) is None and name != INDICATOR_SHEET]
        place = FileRef(self.files[0])
        for sheet in self.schema.sheets:
            if key_of(sheet.name) in self.read:
                continue
            close = nearest(sheet.name, unknown)
            if sheet.required and not self.broken:
                found = list(self.tables)
                self.findings.add(error("missing-sheet", place, suggestion=close, sheet=sheet.name, found=found))
            elif close:
                like = self.tables[close].place
                self.findings.add(warning("unmatched-sheet", like, suggestion=sheet.name, sheet=close))

    def _csv(self, data: bytes, file: str) -> None:
        from .csv import read_csv

        sheet = read_csv(data, file)
        self._sheet(sheet, self._declared(sheet.title))

    def _workbook(self, workbook: Workbook) -> None:
        if workbook.has_macros:
            self.findings.add(info("macros-ignored", FileRef(workbook.file), file=workbook.file))
        for entry in workbook.sheets:
            declared = self._declared(entry.name)
            place = SheetRef(workbook.file, entry.name)
            if declared is None and key_of(entry.name) == GUIDE_SHEET:
                continue
            if entry.name == ORIGIN_SHEET and entry.state is not SheetState.VISIBLE:
                self._origins(workbook, entry)
                continue
            if entry.state is not SheetState.VISIBLE:
                known = declared is not None or key_of(entry.name) == INDICATOR_SHEET
                self.findings.add(info("hidden-sheet-read" if known else "hidden-sheet", place, sheet=entry.name))
                if not known:
                    continue
            for sheet in self._cells(workbook, entry):
                self._sheet(sheet, declared)

    def _origins(self, workbook: Workbook, entry: SheetEntry) -> None:
        """Which returned cells the values of a collected workbook came from; most workbooks have no such sheet."""
        from .origins import origins_of

        for sheet in self._cells(workbook, entry):
            self.origins += origins_of(sheet)

    def _cells(self, workbook: Workbook, entry: SheetEntry) -> Iterator[RawSheet]:
        try:
            yield workbook.sheet(entry)
        except Fault as fault:
            self.broken = True
            self.findings.fault(fault, SheetRef(workbook.file, entry.name), file=workbook.file, sheet=entry.name)

    def _declared(self, name: str) -> SheetSchema | None:
        key = key_of(name)
        return next((sheet for sheet in self.schema.sheets if key_of(sheet.name) == key), None)

    def _sheet(self, sheet: RawSheet, declared: SheetSchema | None) -> None:
        """Read one sheet into a table, and 指标 into indicators as well."""
        key = key_of(sheet.title)
        if key in self.read:
            related = (self.read[key],)
            self.findings.add(error("duplicate-sheet", sheet.place, related=related, sheet=sheet.title))
            return
        self.read[key] = sheet.place
        is_indicators = key == INDICATOR_SHEET
        wanted = wanted_indicators(self.schema, self.year) if is_indicators else Wanted(schema=declared, year=self.year)
        table = read_table(sheet, wanted, self.findings)
        if table is None:
            return
        self.tables[table.name] = table
        if is_indicators:
            self.indicators = read_indicators(table, wanted, self.findings)

    def _announced(self, table: Table) -> Table:
        declared = self.schema.sheet(table.name)
        counted = self.indicators.get(declared.total_indicator) if declared and declared.total_indicator else None
        figure = counted.figure if counted is not None else None
        return replace(table, announced=figure) if isinstance(figure, Figure) else table


def beside_text(path: Path) -> tuple[Origin, ...]:
    """The origins that stand beside a collected .csv file; none where there is no such file, or a broken one."""
    if path.suffix.lower() != ".csv":
        return ()
    from .csv import read_csv
    from .origins import origins_file, origins_of

    name = origins_file(path.name)
    try:
        data = file_bytes(path.with_name(name)) if path.with_name(name).exists() else b""
        return tuple(origins_of(read_csv(data, name))) if data else ()
    except Fault:
        return ()


def file_bytes(path: Path) -> bytes:
    """The content of a file; raises a Fault that says why there is none."""
    try:
        if path.is_dir():
            raise Fault("folder-for-workbook")
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):  # a pipe would keep us waiting for ever
            raise Fault("no-regular-file", file=path.name)
        if status.st_size > _LARGEST_FILE:
            raise Fault("too-much-data", what="字节/bytes", limit=_LARGEST_FILE)
        return path.read_bytes()
    except FileNotFoundError:
        raise Fault("missing-workbook", suggestion=_near(path)) from None
    except OSError as problem:
        raise Fault("unreadable-workbook", reason=problem.strerror or type(problem).__name__) from problem


def _near(path: Path) -> str | None:
    """The workbook beside the missing one whose name is most like it."""
    try:
        names = [item.name for item in path.parent.iterdir() if item.suffix.lower() in (".xlsx", ".xlsm", ".csv")]
    except OSError:
        return None
    return nearest(path.name, names)
