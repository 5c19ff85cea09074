"""The command `drafts`: a Word file a section, a department, or a section and unit; only what is not there yet.

Everything that can be wrong with report, data, units and names is found before the first file is
written. From then on a draft that cannot be made is a finding, and the others are made all the same.
"""

from __future__ import annotations

import pickle
from collections.abc import Callable
from functools import cached_property
from pathlib import Path

from ..drafts.crew import Cluster, Crew, Processes, workers
from ..drafts.names import names_in
from ..drafts.plan import UNIT_DATA, By, Draft, plan
from ..drafts.run import Schedule
from ..model.dataset import Dataset
from ..model.diagnostic import Diagnostic, Fault, ReportError, has_errors, nearest
from ..model.drafts import Drafted
from ..model.owner import Owner
from ..model.place import ConfigRef, FileRef
from ..model.report import Report
from ..model.unread import Unread
from ..model.values import dataclass, replace
from ..report import read_report
from .build import style_of
from .draft_folder import DraftFolder, Job
from .draft_inputs import common_digest, inputs_of_drafts
from .draft_ledgers import DRAFTS
from .draft_units import Units, read_units
from .draft_work import Common, Task, Workshop, make
from .prepare import Prepared, Progress, silent
from .unread_cells import sorted_out

Counter = Callable[[int, int], None]
"""Is told how many drafts are done, of how many."""


def unheard(_done: int, _count: int) -> None:
    """A counter for nobody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftOptions:
    """Which drafts to make, where, and with how many processes.

    `by` None means by unit where there are `units`, else by section. `jobs` None means all cores, and more are
    never used; `scheduler` is the address of a Dask scheduler, empty for none. `pattern` empty means the usual
    names. `force` overwrites drafts that a person edited.
    """

    by: By | None = None
    units: Path | None = None
    folder: Path | None = None
    pattern: str = ""
    jobs: int | None = None
    scheduler: str = ""
    force: bool = False
    plain: bool = False
    native_charts: bool = False
    profile: str | None = None
    schedule: Schedule = Schedule()


def drafts(
    folder: Path, options: DraftOptions | None = None, progress: Progress = silent, counter: Counter = unheard
) -> Drafted:
    """Make the drafts that are not there yet; where any error comes before the first, nothing is written."""
    options = options or DraftOptions()
    found: list[Diagnostic] = []
    target = options.folder or folder
    try:
        progress("step-load")
        report, found = read_report(folder)
        target = (options.folder or report.folder / DRAFTS).absolute()
        work = DraftWork(report, options, found, progress)
        jobs = work.jobs()
    except ReportError as problem:
        return Drafted(folder=target, diagnostics=(*found, *problem.diagnostics))
    try:
        with DraftFolder(target, force=options.force) as opened:
            return opened.run(jobs, work.common, work.book, work.crew, options.schedule, counter, found)
    except ReportError as problem:
        return Drafted(folder=target, diagnostics=(*found, *problem.diagnostics))


class DraftWork:
    """A run's report, data and units, and what is made of them on the way to tasks."""

    def __init__(self, report: Report, options: DraftOptions, found: list[Diagnostic], progress: Progress) -> None:
        self._report, self._options = report, options
        self._by = options.by or (By.UNIT if options.units is not None else By.SECTION)
        if (self._by is By.UNIT) != (options.units is not None):
            code = "units-needed" if options.units is None else "units-not-needed"
            raise ReportError(Fault(code, by=self._by.value).at(ConfigRef("--units", "")))
        self._units: Units | None = None
        if options.units is not None:
            self._units, more = read_units(options.units, report, _columns_in(options.pattern))
            found += more
        self._style, self._style_file = style_of(report, options.profile)
        self._unread = self._units.unread if self._units else Unread()
        self._dataset = None if self._units and self._units.books else self._data(found, progress)
        found += self._unread.findings

    def _data(self, found: list[Diagnostic], progress: Progress) -> Dataset:
        """The data, checked; raises ReportError with all findings where an error concerns more than single cells."""
        from ..check.check import check_dataset
        from ..load.read import read_data
        from .causes import without_consequences

        dataset, more = read_data(self._report.data, self._report.kit.schema, self._report.year)
        progress("step-check")
        more += without_consequences(more, check_dataset(dataset, self._report), dataset)
        naming = (self._units.key,) if self._units and self._units.key else ()
        unread, more = sorted_out(more, dataset.tables.values(), self._report.kit.schema, naming)
        if has_errors(more):
            raise ReportError(*more, *unread.findings)
        self._unread += unread
        found += more
        return dataset

    def jobs(self) -> list[Job]:
        """What is to be made, with the hash of what it is made of."""
        report, options, units = self._report, self._options, self._units
        planned = plan(self._by, report.sections, units.planned if units else (), options.pattern, report.year)
        data = [] if self._dataset is None else [path.read_bytes() for path in report.data]
        described = f"{options.plain} {options.native_charts} {self._style_file}"
        shared = common_digest(report, data, self._style, described)
        inputs = inputs_of_drafts(shared, report, units, whole_table=self._names_table())
        sections = [section.file for section in report.sections]

        def job(draft: Draft) -> Job:
            files = tuple(sections[position] for position in draft.sections)

            return Job(draft=draft, sections=files, units=options.units, inputs=lambda book: inputs(draft, book))

        return [job(draft) for draft in planned]

    def _names_table(self) -> bool:
        """Whether any template may look at all units at once, by the name of their table."""
        table = self._units.table if self._units else None
        if table is None:
            return False
        texts = (*self._report.kit.macros.values(), *(section.text for section in self._report.sections))
        return any(table.name in text for text in texts)

    def book(self, draft: Draft) -> tuple[str, bytes] | None:
        """The workbook of a draft's unit, by name; None where it has a row.

        Raises ReportError with the fault of `file_bytes`.
        """
        from ..load.read import file_bytes

        if self._units is None or draft.unit is None or not self._units.books:
            return None
        path = self._units.books[draft.unit]
        try:
            return path.name, file_bytes(path)
        except Fault as fault:
            raise ReportError(fault.at(FileRef(path.name))) from None

    def common(self) -> bytes:
        """What all tasks share."""
        return pickle.dumps(self._common(), protocol=5)

    def _common(self) -> Common:
        units = self._units
        here = Path()
        report = replace(self._report, folder=here, data=(), kit=replace(self._report.kit, folder=here, styles={}))
        return Common(
            report=report,
            dataset=self._dataset,
            units=units.table if units else None,
            key=units.key if units else "",
            unread=self._unread,
            style=self._style,
            style_file=self._style_file,
            native_charts=self._options.native_charts,
            plain=self._options.plain,
        )

    @cached_property
    def _workshop(self) -> Workshop:
        return Workshop(self._common())

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the units in their order."""
        return tuple(unit.name for unit in self._units.planned) if self._units else ()

    def of_unit(self, owner: Owner) -> Prepared:
        """A unit's own narrative, as `refresh` needs it; raises ReportError with every error, and `unit-gone`."""
        assert self._units is not None  # noqa: S101 - only for drafts of units
        at = next((at for at, name in enumerate(self.names) if name == owner.name), None)
        if at is None:
            raise Fault("unit-gone", name=owner.name, suggestion=nearest(owner.name, self.names))
        book = self.book(Draft(file="", sections=(), unit=at))
        document, found = self._workshop.document(Task((), at, owner.name, book))
        if has_errors(found):
            raise ReportError(*found)
        files = (book[0],) if book else (self._units.table.file if self._units.table else "",)
        dataset = self._dataset or Dataset(indicators={}, tables={})
        dataset = replace(dataset, files=(*dataset.files, *files))
        return Prepared(report=self._report, dataset=dataset, document=document, diagnostics=())

    def crew(self, shared: bytes) -> tuple[int, Callable[[], Crew | None] | None, bool]:
        """How many could work at once, how to call them, and whether at once; None where nobody is to be called."""
        address = self._options.scheduler
        if address:
            cluster = Cluster(make, shared, address)
            return cluster.size, lambda: cluster, True
        size = workers(self._options.jobs)
        return size, (lambda: _processes(shared, size)) if size > 1 else None, False


def _columns_in(pattern: str) -> list[str]:
    """The columns of the table of units that a pattern of names asks for."""
    return [name.removeprefix(f"{UNIT_DATA}.") for name in names_in(pattern) if name.startswith(f"{UNIT_DATA}.")]


def _processes(shared: bytes, size: int) -> Crew | None:
    """Processes of this machine; None where the system allows none, as some containers do."""
    try:
        return Processes(make, shared, size)
    except (OSError, ImportError, NotImplementedError):
        return None
