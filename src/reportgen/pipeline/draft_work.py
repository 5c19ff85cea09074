"""The work on drafts: what all have in common and a chunk of tasks, as bytes and plain values, to Word files.

It looks at nothing but its arguments, so the same task gives the same bytes in this process, in another
one, and on another machine with the same version of everything; where its processor is of another kind,
the same parts, which ISA-L may pack otherwise (`ooxml.deflate`).
"""

from __future__ import annotations

import pickle
from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from ..model.dataset import Dataset, Row, Table
from ..model.diagnostic import Diagnostic, ReportError, Severity, error, has_errors
from ..model.document import ChartBlock, Document, Section
from ..model.figure import Fact
from ..model.late import Late
from ..model.owner import Owner
from ..model.place import ConfigRef, FileRef
from ..model.report import Report
from ..model.unread import Unread
from ..model.values import dataclass, replace
from .causes import without_consequences
from .draft_forms import Forms, Made
from .draft_macros import unused_macros
from .draft_probe import Probe, is_about, with_units
from .unit_data import UnitTables
from .unread_cells import sorted_out

if TYPE_CHECKING:
    from ..narrate.narrate import Rendered
    from ..narrate.outline import Outline

UNIT, UNIT_DATA = "单位", "单位资料"


@dataclass(frozen=True, slots=True, kw_only=True)
class Common:
    """What all drafts have in common.

    `dataset` is None where each unit brings its own workbook. `units` is the table of units, one a row,
    None where there is none; `key` the column of their names, empty without a table. `unread` are the cells of
    both that could not be read. `native_charts` and `plain` as in a build.
    """

    report: Report
    dataset: Dataset | None
    units: Table | None
    key: str
    style: bytes
    style_file: str
    native_charts: bool
    plain: bool
    unread: Unread = Unread()


class Task(NamedTuple):
    """One unit's drafts, or some of the report's: the sections of each by position.

    `unit` is the unit's position, None without units; `name` its name; `book` its own workbook with its
    name, None where it has a row.
    """

    drafts: tuple[tuple[int, ...], ...]
    unit: int | None = None
    name: str = ""
    book: tuple[str, bytes] | None = None


def make(common: bytes, tasks: Sequence[Task]) -> list[tuple[Made, ...]]:
    """The drafts of each task; what goes wrong with one is a finding, and never stops the others."""
    workshop = _workshop(common)
    return [workshop.drafts(task) for task in tasks]


def findings_of_templates(common: bytes) -> list[Diagnostic]:
    """What there is to say of the templates whatever the unit; errors among it come again with each draft."""
    from ..narrate.told import with_kit_named

    workshop = _workshop(common)
    return list(with_kit_named(workshop.said, workshop.common.report))


@lru_cache(maxsize=1)
def _workshop(common: bytes) -> Workshop:
    known: Common = pickle.loads(common)  # noqa: S301 - made by our own parent process
    return Workshop(known)


class Workshop:
    """All that is kept from one draft to the next in a process."""

    def __init__(self, common: Common) -> None:
        from ..check.check import DocumentChecks
        from ..narrate.narrate import Narrator
        from .template_cache import template_cache

        self.common = common
        self._cache = template_cache()
        dataset = common.dataset
        self._narrator = (
            None if dataset is None else Narrator(common.report, with_units(common.units, dataset), self._cache)
        )
        self._probe: Probe | None = None
        if dataset is not None and common.unread:
            self._probe = Probe(common.report, dataset, common.units, common.unread, self._cache)
        tables = {} if dataset is None else dataset.tables
        self._tables = UnitTables(tables, common.key) if common.units is not None else None
        self._checks = DocumentChecks(dataset or Dataset(indicators={}, tables={}))
        own: dict[str, Any] = {} if common.units is None else dict.fromkeys((UNIT, UNIT_DATA))
        said = [] if self._narrator is None else self._narrator.findings(own)
        self.said = [item for item in said if not _is_about_units(item, common.units)]
        self._wrong = [item for item in self.said if item.severity is Severity.ERROR]
        self._whole: tuple[Document, list[Diagnostic]] | None = None
        self._pictures: dict[str, tuple[bytes, list[Diagnostic]]] = {}
        self._late = Late()
        self._straight = None if self._narrator is None else self._narrator.straight(self._late)
        self._forms = Forms(common.style, common.style_file)

    def drafts(self, task: Task) -> tuple[Made, ...]:
        """The drafts of a task."""
        try:
            if task.book is None and task.unit is not None and self._probe is None:
                return self._of_row(task)
            document, found = self.document(task)
        except ReportError as problem:
            return tuple(Made(None, problem.diagnostics) for _ in task.drafts)
        except Exception as problem:
            return tuple(Made(None, (_crashed(problem),)) for _ in task.drafts)
        return tuple(self._draft(document, found, positions) for positions in task.drafts)

    def document(self, task: Task) -> tuple[Document, list[Diagnostic]]:
        """The whole narrative of the task's unit, and what was found."""
        if task.book is not None:
            document, found = self._of_book(task, *task.book)
            return replace(document, owners=(Owner(name=task.name, file=task.book[0]),)), found
        if task.unit is None:
            return self._of_report()
        assert self._narrator is not None  # noqa: S101 - only units with workbooks go without data
        own = self._own(task)
        with self._narrator.rendered(own, self._late) as narrative:
            document, found = self._checked(task, narrative)
        return document, found if self._probe is None else self._probe.judged(own, found)

    def _own(self, task: Task) -> dict[str, Any]:
        """What a unit that has a row has of its own, by name."""
        units, tables = self.common.units, self._tables
        assert units is not None and tables is not None and task.unit is not None  # noqa: S101, PT018 - as planned
        row = Row(units, task.unit)
        return {UNIT: row.cell(self.common.key), UNIT_DATA: row, **tables.of(task.name)}

    def _owner(self, task: Task) -> Owner:
        """The unit of a task, which has a row."""
        units = self.common.units
        assert units is not None and task.unit is not None  # noqa: S101, PT018 - as planned
        return Owner(name=task.name, file=units.file, row=units.rows[task.unit])

    def _checked(self, task: Task, narrative: Rendered) -> tuple[Document, list[Diagnostic]]:
        from ..narrate.asking import document_of

        document, found = document_of(narrative)
        document = replace(document, owners=(self._owner(task),))
        return document, [*self._wrong, *found, *self._checks.check(document)]

    def _of_row(self, task: Task) -> tuple[Made, ...]:
        """The drafts of a unit that has a row: told by its cells, in the forms of those before it, or written whole."""
        assert self._narrator is not None  # noqa: S101 - only units with workbooks go without data
        own, plain = self._own(task), self.common.plain
        made = None if plain else self._filled(task, self._straight.outline(own) if self._straight else None)
        if made is not None:
            return made
        with self._narrator.rendered(own, self._late) as narrative:
            outline = None if plain else narrative.outline()
            if outline is not None and self._straight is not None:
                narrative.teach(self._straight, outline, own)
            return self._filled(task, outline) or self._whole_ones(task, narrative, outline)

    def _filled(self, task: Task, outline: Outline | None) -> tuple[Made, ...] | None:
        """The drafts of a unit in the forms of those before it."""
        return None if outline is None else self._forms.filled(outline, task.drafts, (self._owner(task),))

    def _whole_ones(self, task: Task, narrative: Rendered, outline: Outline | None) -> tuple[Made, ...]:
        """The drafts of a unit written whole; those after it may take their forms."""
        document, found = self._checked(task, narrative)
        made = tuple(self._draft(document, found, positions) for positions in task.drafts)
        if outline is not None:
            parts = [self._part(document, self._sections(document, positions)) for positions in task.drafts]
            self._forms.learn(outline, document, dict(zip(task.drafts, zip(parts, made, strict=True), strict=True)))
        return made

    def _of_report(self) -> tuple[Document, list[Diagnostic]]:
        """The report's own narrative, which is worded once for all its sections."""
        from ..narrate.asking import document_of

        if self._whole is None:
            assert self._narrator is not None  # noqa: S101 - only units with workbooks go without data
            with self._narrator.rendered() as narrative:
                document, found = document_of(narrative)
            found = [*self._wrong, *found, *self._checks.check(document)]
            self._whole = document, found if self._probe is None else self._probe.judged(None, found)
        return self._whole

    def _of_book(self, task: Task, file: str, data: bytes) -> tuple[Document, list[Diagnostic]]:
        """The narrative over a unit's own workbook; raises ReportError where that cannot be used."""
        from ..check.check import check_dataset, check_document
        from ..load.read import read_contents
        from ..narrate.asking import document_of
        from ..narrate.narrate import Narrator

        report = self.common.report
        dataset, found = read_contents({file: data}, report.kit.schema, report.year)
        found += without_consequences(found, check_dataset(dataset, report), dataset)
        unread, found = sorted_out(found, dataset.tables.values(), report.kit.schema)
        if has_errors(found):
            raise ReportError(*found, *unread.findings)
        narrator = Narrator(report, dataset, self._cache)
        own = {UNIT: Fact(value=task.name, name=UNIT, source=ConfigRef(file, "文件名"))}
        with narrator.rendered(own) as narrative:
            document, more = document_of(narrative)
        found += (*narrator.findings(own), *more, *check_document(document, dataset))
        if unread:
            found = Probe(report, dataset, None, unread, self._cache).judged(own, found)
        return document, found

    def _draft(self, document: Document, found: Sequence[Diagnostic], positions: tuple[int, ...]) -> Made:
        """One draft of the document: some of its sections."""
        from ..narrate.told import once, with_kit_named

        sections = self._sections(document, positions)
        files = [self.common.report.sections[position].file for position in positions]
        others = {section.file for section in self.common.report.sections}.difference(files)
        others |= unused_macros(self.common.report, positions)
        own = tuple(once(with_kit_named((item for item in found if not is_about(item, others)), self.common.report)))
        if has_errors(own) or not sections:
            return Made(None, own)
        try:
            return self._written(document, sections, own)
        except ReportError as problem:
            return Made(None, (*own, *problem.diagnostics))
        except Exception as problem:
            return Made(None, (*own, _crashed(problem)))

    def _sections(self, document: Document, positions: tuple[int, ...]) -> tuple[Section, ...]:
        files = [self.common.report.sections[position].file for position in positions]
        return tuple(section for section in document.sections if section.file in files)

    def _part(self, document: Document, sections: tuple[Section, ...]) -> Document:
        """A draft is some sections of a document, and nothing around them."""
        return replace(document, title=(), sections=sections, appendices=(), signature=(), dated=())

    def _written(self, document: Document, sections: tuple[Section, ...], found: tuple[Diagnostic, ...]) -> Made:
        from ..write.to_docx import to_docx

        common = self.common
        pictures, more = ({}, []) if common.native_charts else self._charts(sections)
        data, said = to_docx(
            self._part(document, sections),
            common.style,
            pictures,
            bindings=not common.plain,
            native_charts=common.native_charts,
            style_file=common.style_file,
            quick=True,
        )
        found = (*found, *more, *said)
        return Made(None if has_errors(found) else data, found)

    def _charts(self, sections: Sequence[Section]) -> tuple[dict[str, bytes], list[Diagnostic]]:
        """The picture of each chart by name; equal ones of many units are drawn once."""
        pictures: dict[str, bytes] = {}
        found: list[Diagnostic] = []
        for block in (block for section in sections for block in section.blocks):
            if isinstance(block, ChartBlock) and block.name not in pictures:
                picture, more = self._drawn(block)
                pictures[block.name] = picture
                found += [replace(item, place=item.place or block.place) for item in more]
        return pictures, found

    def _drawn(self, block: ChartBlock) -> tuple[bytes, list[Diagnostic]]:
        from ..write.charts import chart_key, draw

        key = chart_key(block.spec)
        made = self._pictures.get(key)
        if made is None:
            if len(self._pictures) >= 64:
                self._pictures.clear()
            made = self._pictures[key] = draw(block.spec)
        return made


def _is_about_units(item: Diagnostic, units: Table | None) -> bool:
    """Whether a finding says that the table of units is called as a word is: templates need not name it."""
    return item.code == "name-taken" and units is not None and item.place == units.place


def _crashed(problem: Exception) -> Diagnostic:
    return error("draft-crashed", None, problem=f"{type(problem).__name__}: {problem}"[:300])


def lost(task: Task, files: Sequence[str]) -> tuple[Made, ...]:
    """The result of a task that ended the processes that worked on it; `files` are the names of its drafts."""
    place = FileRef(task.book[0]) if task.book else None
    return tuple(Made(None, (error("worker-died", place or FileRef(file), name=task.name or file),)) for file in files)
