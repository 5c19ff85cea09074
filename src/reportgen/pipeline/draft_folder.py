"""A folder of drafts while a run goes on: what stands in it, what is to be made, what became of it."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType

from ..drafts.crew import Crew
from ..drafts.interrupt import Interruptions
from ..drafts.ledger import EMPTY, FAILED, KEPT, LEDGER, MOVED, WRITTEN, Entry, Ledger
from ..drafts.output import Found, Standing, digest_of, is_as_found, write
from ..drafts.plan import Draft
from ..drafts.run import Run, Schedule
from ..model.diagnostic import Diagnostic, Fault, ReportError, Severity
from ..model.drafts import Drafted
from ..model.place import FileRef
from ..model.values import dataclass, replace
from .draft_faults import in_use, is_hopeless, place_taken, unusable, unwritten
from .draft_forms import Made
from .draft_places import EarlierNames, held, is_open, look_at
from .draft_told import NAMES_SHOWN, Told
from .draft_work import Task, findings_of_templates, lost, make

Call = tuple[int, Callable[[], Crew | None] | None, bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """A draft to be made: its section files, and the hash of its inputs given the bytes of its unit's workbook.

    `units` is where the units stand, None for none.
    """

    draft: Draft
    sections: tuple[str, ...]
    units: Path | None
    inputs: Callable[[bytes], str]


@dataclass(slots=True, eq=False, repr=False)
class _Pending:
    """A draft that has to be made, what stands in its place, and the hash of what it is made of."""

    job: Job
    found: Found
    inputs: str


class _Stop(Exception):  # noqa: N818 - not an error of ours
    """The disk takes no more; `finding` says why."""

    def __init__(self, finding: Diagnostic) -> None:
        super().__init__(finding.code)
        self.finding = finding


class DraftFolder:
    """An output folder, locked; raises ReportError where it cannot be used."""

    def __init__(self, folder: Path, *, force: bool) -> None:
        self._folder, self._force = folder, force
        self._text = str(folder)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._ledger = Ledger(folder)
        except Fault as fault:
            raise ReportError(fault.at(FileRef(folder.name))) from None
        except OSError as failure:
            raise ReportError(unusable(folder, failure)) from None
        self._earlier = EarlierNames(self._text, (), {})
        self._interruptions = Interruptions()
        self._pending: dict[tuple[int | None, tuple[tuple[int, ...], ...]], list[_Pending]] = {}
        self._told = Told()
        self._seen: dict[Path | None, str] = {}
        self._counts: dict[str, int] = defaultdict(int)

    def __enter__(self) -> DraftFolder:
        return self

    def __exit__(
        self, _kind: type[BaseException] | None, _problem: BaseException | None, _trace: TracebackType | None
    ) -> None:
        self._ledger.close()

    def run(
        self,
        jobs: Sequence[Job],
        common: Callable[[], bytes],
        book: Callable[[Draft], tuple[str, bytes] | None],
        crew: Callable[[bytes], Call],
        schedule: Schedule,
        counter: Callable[[int, int], None],
        found: Sequence[Diagnostic],
    ) -> Drafted:
        """Make what is not there yet."""
        interrupted = False
        stopped: list[Diagnostic] = []
        count = len(jobs)
        try:
            self._look_through(jobs, book)
            count = sum(map(len, self._pending.values()))
            if count:
                shared = common()
                self._told.say(findings_of_templates(shared))
                with self._interruptions.heard():
                    self._do(shared, book, crew(shared), schedule, lambda: counter(self._done, count))
        except KeyboardInterrupt:
            interrupted = True
        except _Stop as stop:
            stopped.append(stop.finding)
        except Fault as fault:
            stopped.append(fault.at(FileRef(self._folder.name)))
        return self._outcome(found, stopped, count, interrupted)

    @property
    def _done(self) -> int:
        return self._counts["done"]

    def _do(
        self,
        shared: bytes,
        book: Callable[[Draft], tuple[str, bytes] | None],
        call: Call,
        schedule: Schedule,
        tick: Callable[[], None],
    ) -> None:
        size, crew, at_once = call

        def take(task: Task, results: Sequence[Made]) -> None:
            for pending, made in zip(self._pending[task.unit, task.drafts], results, strict=True):
                self._interruptions.hold()
                self._take(pending, made)
                self._counts["done"] += 1
                self._interruptions.release()
            tick()

        def gone(task: Task) -> tuple[Made, ...]:
            return lost(task, [item.job.draft.file for item in self._pending[task.unit, task.drafts]])

        run = Run(lambda chunk: make(shared, chunk), take, gone)
        patience = 0.0 if at_once else schedule.patience
        run.go(self._tasks(book), len(self._pending), size, crew, replace(schedule, patience=patience))

    # ---------------------------------------------------------------- before

    def _look_through(self, jobs: Sequence[Job], book: Callable[[Draft], tuple[str, bytes] | None]) -> None:
        """Sort the drafts by what stands in their places, and put aside what need not or must not be made."""
        self._told.plan(job.draft.file for job in jobs)
        planned = {job.draft.file: held(job.sections, job.draft.unit_name) for job in jobs}
        self._earlier = EarlierNames(self._text, self._ledger.entries.values(), planned)
        by_unit: dict[int | None, list[_Pending]] = defaultdict(list)
        unit: int | None = None
        data = b""
        for job in jobs:
            if job.draft.unit != unit:
                unit, data = job.draft.unit, b""
                with suppress(ReportError):  # it is said when the draft is made
                    data = (book(job.draft) or ("", b""))[1]
            pending = self._wanted(job, job.inputs(data))
            if pending is not None:
                by_unit[job.draft.unit].append(pending)
        for at, items in by_unit.items():
            groups = [items] if at is not None else [[item] for item in items]
            for group in groups:
                self._pending[at, tuple(item.job.draft.sections for item in group)] = group

    def _wanted(self, job: Job, inputs: str) -> _Pending | None:
        """The draft if it has to be made."""
        name = job.draft.file
        try:
            is_elsewhere = self._is_elsewhere(job, inputs)
            entry = self._ledger.entries.get(name)
            found = look_at(f"{self._text}{os.sep}{name}", entry)
        except Fault as fault:
            self._told.fail(name, [fault.at(FileRef(name))])
            return None
        except OSError as failure:
            self._told.fail(name, [unwritten(self._folder, name, failure)])
            return None
        if is_elsewhere and found.standing is Standing.ABSENT:
            return None
        same = entry is not None and entry.inputs == inputs
        if found.standing is Standing.EDITED and not self._force:
            if entry is not None and self._earlier.is_of_another(entry, held(job.sections, job.draft.unit_name)):
                self._told.fail(name, [place_taken(name, entry.unit or "、".join(entry.sections))])
            else:
                self._keep(job, name, entry, inputs, found.digest)
            return None
        if (
            entry is not None
            and same
            and (
                (entry.state == WRITTEN and found.standing is Standing.SAME)
                or (entry.state == EMPTY and found.standing is Standing.ABSENT)
            )
        ):
            self._counts["unchanged" if entry.state == WRITTEN else "empty"] += 1
            return None
        return _Pending(job, found, inputs)

    def _is_elsewhere(self, job: Job, inputs: str) -> bool:
        """Whether a person's file under an earlier name is the draft; one that nobody edited gets its name of now."""
        if not self._earlier:
            return False
        files = self._earlier.of(held(job.sections, job.draft.unit_name), self._from_here(job.units))
        edited = [] if self._force else [item for item in files if item[1].standing is Standing.EDITED]
        for entry, found in edited:
            self._keep(job, entry.file, entry, inputs, found.digest)
        for entry, _ in files if not edited else ():
            if self._earlier.move(entry.file, job.draft.file):
                self._rename(entry, job.draft.file)
                break
        return bool(edited)

    def _rename(self, entry: Entry, name: str) -> None:
        """Write down that a file has another name now; by its old one, copies that come back are still known."""
        new = self._ledger.entries[name] = replace(entry, file=name)
        self._told.note("renamed", name)
        self._write_down(new)
        self._write_down(replace(entry, state=MOVED, inputs="", output="", findings=()))

    def _keep(self, job: Job, name: str, entry: Entry | None, inputs: str, digest: str) -> None:
        """Leave a person's draft, which is called `name`, as it is.

        It is behind where it would be made otherwise now, until somebody saves it again: `refresh`, or a person
        who brought it up to date by hand.
        """
        self._told.note("edited", name)
        if entry is not None and entry.inputs == inputs and (entry.state == WRITTEN or entry.output != digest):
            return
        self._told.note("behind", name)
        if entry is None or entry.inputs != inputs:
            self._add(job, name, inputs, KEPT, digest, ())

    def _tasks(self, book: Callable[[Draft], tuple[str, bytes] | None]) -> Iterator[Task]:
        for (unit, sections), items in self._pending.items():
            draft = items[0].job.draft
            try:
                read = book(draft)
            except ReportError as problem:
                for item in items:
                    self._take(item, Made(None, problem.diagnostics))
                    self._counts["done"] += 1
                continue
            if read is not None:
                for item in items:
                    item.inputs = item.job.inputs(read[1])
            yield Task(sections, unit, draft.unit_name, read)

    # ---------------------------------------------------------------- one draft

    def _take(self, pending: _Pending, made: Made) -> None:
        """Write a draft that was made, or say why not; its line goes into the ledger at once."""
        job, name = pending.job, pending.job.draft.file
        of_unit = job.draft.unit is not None
        if made.data is None:
            errors = [item for item in made.findings if item.severity is Severity.ERROR]
            if errors:
                self._told.fail(name, made.findings, of_unit=of_unit)
            else:
                self._told.say(made.findings, name, of_unit=of_unit)
                self._counts["empty"] += 1
            self._add(job, name, pending.inputs, FAILED if errors else EMPTY, "", made.findings)
            return
        self._told.say(made.findings, name, of_unit=of_unit)
        digest = digest_of(made.data)
        if digest == pending.found.digest and pending.found.standing is not Standing.ABSENT:
            self._counts["unchanged"] += 1
        elif not self._write(pending, made.data):
            return
        self._add(job, name, pending.inputs, WRITTEN, digest, made.findings)

    def _write(self, pending: _Pending, data: bytes) -> bool:
        """Put the draft in its place; False where a person works on it, or it cannot be written."""
        name = pending.job.draft.file
        path = f"{self._text}{os.sep}{name}"
        try:
            if pending.found.standing is not Standing.ABSENT and is_open(self._text, name):
                self._told.fail(name, [in_use(name)])
                return False
            if not is_as_found(path, pending.found):  # somebody came while we worked
                self._keep(pending.job, name, None, pending.inputs, "")
                return False
            write(self._text, path, data)
        except OSError as failure:
            finding = unwritten(self._folder, name, failure)
            if is_hopeless(failure):
                raise _Stop(finding) from None
            self._told.fail(name, [finding])
            return False
        self._told.note("written", name)
        return True

    def _add(self, job: Job, name: str, inputs: str, state: str, output: str, findings: Sequence[Diagnostic]) -> None:
        said = tuple(f"{item.code} {item.place}" for item in findings[:NAMES_SHOWN])
        entry = Entry(
            file=name,
            inputs=inputs,
            state=state,
            output=output,
            sections=job.sections,
            unit=job.draft.unit_name,
            units=self._from_here(job.units),
            findings=said,
        )
        self._write_down(entry)

    def _write_down(self, entry: Entry) -> None:
        try:
            self._ledger.add(entry)
        except OSError as failure:
            raise _Stop(unwritten(self._folder, LEDGER, failure)) from None

    def _from_here(self, path: Path | None) -> str:
        """A path as it is seen from the folder, so that both may be moved together."""
        if path not in self._seen:
            self._seen[path] = "" if path is None else self._seen_from_here(path)
        return self._seen[path]

    def _seen_from_here(self, path: Path) -> str:
        with suppress(ValueError):  # another drive of Windows
            return Path(os.path.relpath(path.absolute(), self._folder)).as_posix()
        return path.absolute().as_posix()

    def _outcome(
        self, found: Sequence[Diagnostic], stopped: Sequence[Diagnostic], count: int, interrupted: bool
    ) -> Drafted:
        told, place = self._told, FileRef(self._folder.name)
        edited = told.names("edited")
        left_over = self._earlier.left_over(place, frozenset(edited))
        return Drafted(
            folder=self._folder,
            written=told.names("written"),
            unchanged=self._counts["unchanged"],
            edited=edited,
            behind=told.names("behind"),
            failed=told.names("failed"),
            empty=self._counts["empty"],
            left=count - self._done,
            interrupted=interrupted,
            diagnostics=(*told.findings(found, place), *stopped, *told.lists(place), *left_over),
        )
