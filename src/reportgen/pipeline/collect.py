"""The command `collect`: returned forms into the report's workbook, as a whole or not at all.

Everything is worked out in memory first: the changed workbooks are read back and compared with what they
should hold before the first byte is written. A dated copy of each old workbook is kept beside the new one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from functools import partial
from pathlib import Path

from ..gather.answer import Answer
from ..gather.book import Book
from ..gather.changes import origins_by_cell
from ..gather.doubts import doubts_of
from ..gather.gather import Gathered, gather, without
from ..gather.shown import shown_by_forms
from ..gather.states import Asking
from ..model.dataset import Dataset
from ..model.departments import parts_of
from ..model.diagnostic import Diagnostic, Fault, ReportError, Severity, error
from ..model.findings import capped
from ..model.origins import value_text
from ..model.place import CellRef, FileRef
from ..model.returns import Collected, CollectedValue, Origin, Return, SheetFacts
from ..model.values import dataclass, replace
from ..report import read_report
from .collected_book import Changed, Work, changed
from .prepare import Progress, silent


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectOptions:
    """What to collect and how.

    `prefer` are the files that count where returns contradict each other. `doubts` is the file for the
    questions to the departments, None for none. `dry_run` writes nothing. `today` names the copy of the old
    workbook; `question` words a finding for the departments.
    """

    returns: Path
    today: date
    question: Callable[[Diagnostic], str]
    prefer: tuple[str, ...] = ()
    doubts: Path | None = None
    dry_run: bool = False


def collect(folder: Path, options: CollectOptions, progress: Progress = silent) -> Collected:
    """Collect the returns of a folder.

    Errors are what could not be taken; the rest is written all the same. Nothing is written where the report
    or its workbook cannot be read, or the workbook is in use.
    """
    found: list[Diagnostic] = []
    try:
        progress("step-load")
        work, more = _read(folder)
        found += more
        returns, more = _returns(work, options)
        found += more
        progress("step-check")
        gathered = _gathered(work, returns, options)
        found += gathered.diagnostics
        progress("step-write")
        made = changed(work, gathered.answers)
        gathered = without(gathered, made.refused)
        found += [*made.findings, *_consequences(made.dataset, work, gathered)]
        files = _files(work, made, options)
        doubts = _doubts(work, gathered, found, options)
        if not options.dry_run:
            _save(files, doubts, work)
    except ReportError as problem:
        return Collected(diagnostics=tuple(capped((*found, *problem.diagnostics))))
    return Collected(
        diagnostics=tuple(capped(found)),
        overview=gathered.overview,
        values=tuple(_values(made.answers, made.dataset)),
        written=() if options.dry_run else (*files, *doubts),
    )


def _read(folder: Path) -> tuple[Work, list[Diagnostic]]:
    """The report and its workbooks; raises ReportError where one of them cannot be used."""
    from ..load.origins import read_facts
    from ..load.read import beside_text, file_bytes, read_contents

    report, found = read_report(folder)
    paths = {path.name: path for path in report.data}
    contents: dict[str, bytes] = {}
    for name, path in paths.items():
        try:
            contents[name] = file_bytes(path)
        except Fault as fault:
            raise ReportError(*found, fault.at(FileRef(name))) from None
    dataset, more = read_contents(contents, report.kit.schema, report.year)
    stopping = [item for item in more if item.severity is Severity.ERROR and not isinstance(item.place, CellRef)]
    if stopping:
        raise ReportError(*found, *stopping)
    by_sheet: dict[tuple[str, str], SheetFacts] = {}
    origins: list[Origin] = []
    for name, data in contents.items():
        facts, listed = read_facts(data, name)
        by_sheet |= {(name, sheet): known for sheet, known in facts.items()}
        origins += (*listed, *beside_text(paths[name]))
    tables = dataset.tables
    parts, _ = parts_of(report, dataset)
    work = Work(
        report=report,
        paths=paths,
        contents=contents,
        dataset=dataset,
        facts={name: by_sheet.get((table.file, table.sheet), SheetFacts()) for name, table in tables.items()},
        origins=origins_by_cell(origins, tables),
        parts=parts,
    )
    return work, [item for item in found if item.severity is not Severity.INFO]


def _returns(work: Work, options: CollectOptions) -> tuple[list[Return], list[Diagnostic]]:
    """The returned files, without the report's own and a table of doubts that nobody has touched."""
    from ..load.returns import asked_for, read_returns

    schema = work.report.kit.schema
    lists = {sheet.name: sheet for sheet in schema.sheets} | {
        sheet.name: sheet for part in work.parts for sheet in part.sheets
    }
    doubts = (options.doubts,) if options.doubts is not None and _is_untouched(options.doubts) else ()
    own = {path.absolute() for path in (*work.paths.values(), *doubts)}
    leave = frozenset(path.name for path in own if path.parent == options.returns.absolute())
    try:
        returns, found = read_returns(
            options.returns, schema, asked_for(schema, lists.values(), work.report.year), leave
        )
    except Fault as fault:
        raise ReportError(fault.at(FileRef(str(options.returns)))) from None
    return list(returns), found


def _is_untouched(path: Path) -> bool:
    """Whether a table of doubts holds no answer: nobody saved it since it was made, or it is not there."""
    from ..load.read import file_bytes
    from ..ooxml.fingerprint import is_untouched

    try:
        return is_untouched(file_bytes(path)) is not False
    except Fault:
        return True


def _gathered(work: Work, returns: Iterable[Return], options: CollectOptions) -> Gathered:
    asking = Asking(report=work.report.title, year=work.report.year, parts=work.parts)
    schemas = {sheet.name: sheet for sheet in work.report.kit.schema.sheets}
    book = Book(tables=work.dataset.tables, facts=work.facts, schemas=schemas, shown=shown_by_forms(work.parts))
    return gather(returns, asking, book, options.prefer, work.origins)


def _consequences(dataset: Dataset, work: Work, gathered: Gathered) -> Iterator[Diagnostic]:
    """What the rules of `check` find in the workbook as it will be, about cells that these returns brought.

    The cells of the returns stand first among the related places.
    """
    from ..check.growth import large_changes, published_rates
    from ..check.lists import shares_of_a_whole
    from ..check.relations import sums_and_parts
    from ..check.values import limits

    files = gathered.files
    answered = {cell for cell, origin in dataset.origins.items() if origin.file in files}
    reasons = partial(large_changes, answered=answered)
    for rule in (limits, shares_of_a_whole, sums_and_parts, reasons, published_rates):
        for item in rule(dataset, work.report):
            places = [place for place in (item.place, *item.related) if isinstance(place, CellRef)]
            brought = [dataset.origins[place] for place in places if place in dataset.origins]
            brought = [place for place in brought if place.file in files]
            if brought:
                yield replace(item, related=(*brought, *item.related))


def _files(work: Work, made: Changed, options: CollectOptions) -> dict[Path, bytes]:
    """The changed workbooks, each behind the dated copy of the old one, and the origins beside .csv files."""
    from ..load.origins import origins_file

    files: dict[Path, bytes] = {}
    for name, data in made.contents.items():
        path = work.paths[name]
        files[backup_path(path, options.today)] = work.contents[name]
        files[path] = data
    for name, data in made.origins.items():
        files[work.paths[name].with_name(origins_file(name))] = data
    return files


def backup_path(path: Path, today: date) -> Path:
    """A name for the copy of an old workbook that no file has yet: `指标-2026-11-21.bak.xlsx`, then `…-2.bak.xlsx`."""
    number = 1
    while True:
        again = f"-{number}" if number > 1 else ""
        copy = path.with_name(f"{path.stem}-{today.isoformat()}{again}.bak{path.suffix}")
        if not copy.exists():
            return copy
        number += 1


def _doubts(work: Work, gathered: Gathered, found: Iterable[Diagnostic], options: CollectOptions) -> dict[Path, bytes]:
    """The table of doubts by its path, where one is asked for."""
    if options.doubts is None:
        return {}
    from ..write.to_doubts import to_doubts

    doubts = list(doubts_of(found, gathered, options.question))
    return {options.doubts.absolute(): to_doubts(doubts, work.report.year, work.report.title)}


def _save(workbooks: Mapping[Path, bytes], doubts: Mapping[Path, bytes], work: Work) -> None:
    """Write the table of doubts, then the workbooks, unless somebody saved one of them in the meantime."""
    from ..load.read import file_bytes
    from ..ooxml.save import save_all

    save_all(doubts)
    moved = []
    for name, path in work.paths.items():
        if path in workbooks and file_bytes(path) != work.contents[name]:
            moved.append(error("workbook-changed", FileRef(name), file=name))
    if moved:
        raise ReportError(*moved)
    save_all(workbooks, force=True)


def _values(answers: Iterable[Answer], dataset: Dataset) -> Iterator[CollectedValue]:
    """The cells that were filled or changed, as printed."""
    places = {origin: cell for cell, origin in dataset.origins.items()}
    for answer in answers:
        if not answer.is_same:
            place = places.get(answer.origin)
            yield CollectedValue(
                name=answer.name,
                before=value_text(answer.before),
                after=value_text(answer.value),
                place=str(place or answer.cell.sheet),
                origin=str(answer.origin),
            )
