"""The command `refresh`: edited Word files brought up to the data of today, without being built again."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from ..files import read_bytes
from ..model.diagnostic import Diagnostic, Fault, ReportError, has_errors, info
from ..model.document import ChartBlock
from ..model.place import FileRef
from ..model.refresh import RefreshedFile, RefreshOutcome
from ..model.uncollected import look_through, uncollected
from ..model.values import dataclass, field, replace
from .prepare import Prepared, Progress, prepare, silent

if TYPE_CHECKING:
    from ..merge.word.refreshing.charts import TodaysChart
    from ..merge.word.refreshing.today import Today
    from .unit_report import UnitReports

_SETTINGS = "report.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class RefreshOptions:
    """How to refresh.

    `report` is the report's folder, None to find it above each file. `tracked` is the date of tracked changes as
    `2015-12-31T18:00:00Z`, None to change the texts themselves. With `dry_run` nothing is written. `renamed` takes
    the figures of a workbook that has another name now. `units` is the table, or the folder of workbooks, of the
    units that files were made for, None to find it by the files' own words and the ledgers of drafts.
    """

    report: Path | None = None
    tracked: str | None = None
    dry_run: bool = False
    renamed: bool = False
    units: Path | None = None


def refresh(files: Sequence[Path], options: RefreshOptions, progress: Progress = silent) -> RefreshOutcome:
    """Bring each file up to its report; one that cannot be stays as it is, and the others are written."""
    with uncollected():
        return _refreshed(files, options, progress)


def _refreshed(files: Sequence[Path], options: RefreshOptions, progress: Progress) -> RefreshOutcome:
    """`refresh`; data and narratives are gone behind it, before anybody looks for garbage among them."""
    from ..ooxml.save import save_all

    work = _Refreshing(options, progress)
    for number, file in enumerate(dict.fromkeys(files)):
        if number:
            look_through()
        work.add(file)
    found = tuple(work.diagnostics)
    outcome = RefreshOutcome(files=tuple(work.files), diagnostics=found, dry_run=options.dry_run)
    if options.dry_run:
        return outcome
    written: list[Path] = []
    for path, data in work.data.items():
        try:
            save_all({path: data}, force=True)
            written.append(path)
        except ReportError as problem:
            found = (*found, *problem.diagnostics)
    return replace(outcome, written=tuple(written), diagnostics=found)


@dataclass(slots=True)
class _Refreshing:
    """The files while they are worked through; a report that several belong to is narrated once."""

    options: RefreshOptions
    progress: Progress
    files: list[RefreshedFile] = field(default_factory=list)
    data: dict[Path, bytes] = field(default_factory=dict)
    diagnostics: list[Diagnostic] = field(default_factory=list)
    _reports: dict[Path, Prepared] = field(default_factory=dict)
    _units: dict[Path, UnitReports] = field(default_factory=dict)
    _todays: dict[Path, tuple[Today, Mapping[str, TodaysChart]]] = field(default_factory=dict)

    def add(self, file: Path) -> None:
        """Refresh one file; its findings are at its name, and with an error among them it stays as it is."""
        before = len(self.diagnostics)
        try:
            data = read_bytes(file, file.name)
            folder = self.options.report or report_above(file)
            of_units = self._of_units(file, data, folder)
            self._refresh(file, data, of_units or self._prepared(folder), is_shared=of_units is None)
        except Fault as fault:
            self.diagnostics.append(fault.at(FileRef(file.name)))
        except ReportError as problem:
            self.diagnostics += [replace(item, place=item.place or FileRef(file.name)) for item in problem.diagnostics]
        if has_errors(self.diagnostics[before:]):
            self.data.pop(file, None)

    def _of_units(self, file: Path, data: bytes, folder: Path) -> Prepared | None:
        """What a file that was made for units would say now; None for one of the report as a whole."""
        units = self._units_of(folder)
        owners = units.owners(file, data)
        if not owners:
            return None
        if not owners[0].tags:
            return units.of(owners[0], file)
        prepared, found = units.together(owners, file, data)
        self.diagnostics += found
        return prepared

    def _units_of(self, folder: Path) -> UnitReports:
        """What the drafts of units of a report would say now."""
        from .unit_report import UnitReports

        folder = folder.resolve()
        if folder not in self._units:
            self._units[folder] = UnitReports(folder, self.options.units, self.progress)
        return self._units[folder]

    def _refresh(self, file: Path, data: bytes, prepared: Prepared, *, is_shared: bool) -> None:
        from ..merge.word.refreshing.refresh import refresh as refreshed

        self.progress("step-write")
        today, charts = self._today(prepared, is_shared=is_shared)
        workbooks = None if self.options.renamed else prepared.dataset.files
        build, tracked = partial(built, prepared), self.options.tracked
        result = refreshed(data, file.name, today, charts, build, workbooks=workbooks, tracked=tracked)
        self.files.append(RefreshedFile(file=file, entries=result.entries, found_again=result.found_again))
        if result.found_again:
            self.diagnostics.append(info("found-again", FileRef(file.name), file=file.name, count=result.found_again))
        if result.data is not data:
            self.data[file] = result.data

    def _today(self, prepared: Prepared, *, is_shared: bool) -> tuple[Today, Mapping[str, TodaysChart]]:
        """What the narrative says, kept where it `is_shared` by the files of one report."""
        from ..merge.word.refreshing.today import Today

        folder = prepared.report.folder
        found = self._todays.get(folder) if is_shared else None
        if found is None:
            found = Today(prepared.document), charts_of(prepared)
        if is_shared:
            self._todays[folder] = found
        return found

    def _prepared(self, folder: Path) -> Prepared:
        folder = folder.resolve()
        if folder not in self._reports:
            try:
                prepared = self._reports[folder] = prepare(folder, self.progress)
            except ReportError as problem:
                from ..drafts.plan import UNIT_DATA

                if any(item.facts.get("name") == UNIT_DATA for item in problem.diagnostics):
                    raise Fault("unit-unknown", name=UNIT_DATA) from problem
                raise
            self.diagnostics += prepared.diagnostics
        return self._reports[folder]


def report_above(file: Path) -> Path:
    """The folder with a report.toml that a file lies in, `out/` and others between; raises `report-not-found`."""
    for folder in file.resolve().parents:
        if (folder / _SETTINGS).is_file():
            return folder
    raise Fault("report-not-found", file=file.name)


def built(prepared: Prepared, native: bool, charts: Collection[str]) -> bytes:
    """The Word file of the report, with all its charts drawn by the program, or with the pictures of some."""
    from ..write.to_docx import to_docx
    from .build import style_of

    style, file = style_of(prepared.report, None)
    pictures = {} if native else {block.name: _picture(block, prepared) for block in _charts(prepared, charts)}
    data, _ = to_docx(prepared.document, style, pictures, native_charts=native, style_file=file)
    return data


def _charts(prepared: Prepared, names: Collection[str]) -> Iterator[ChartBlock]:
    blocks = (block for section in prepared.document.sections for block in section.blocks)
    return (block for block in blocks if isinstance(block, ChartBlock) and block.name in names)


def charts_of(prepared: Prepared) -> Mapping[str, TodaysChart]:
    """What shows each chart of a report, drawn when somebody asks."""
    blocks = (block for section in prepared.document.sections for block in section.blocks)
    return {block.tag: _chart(block, prepared) for block in blocks if isinstance(block, ChartBlock)}


def _chart(block: ChartBlock, prepared: Prepared) -> TodaysChart:
    from ..merge.word.refreshing.charts import TodaysChart

    def alt() -> str:
        from ..write.alt_text import alt_text

        return alt_text(block.spec)

    def native(relation: str) -> tuple[bytes, bytes]:
        from ..write.native.chart_book import chart_book
        from ..write.native.chart_part import chart_part

        book, refs = chart_book(block.spec)
        return chart_part(block.spec, refs, workbook=relation), book

    return TodaysChart(alt=alt, picture=partial(_picture, block, prepared), native=native)


def _picture(block: ChartBlock, prepared: Prepared) -> bytes:
    """The picture of a chart, drawn only where the cache has none."""
    from ..ooxml.pictures import PictureCache
    from ..write.charts import chart_key, draw

    cache, key = PictureCache(prepared.report.cache), chart_key(block.spec)
    kept = cache.get(key)
    if kept is not None:
        return kept
    drawn, found = draw(block.spec)
    if not found:
        cache.put(key, drawn)
    return drawn
