"""The command `assemble`: edited drafts of a report into one document in official format."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import blake2b
from pathlib import Path

from ..drafts.ledger import read_ledger
from ..files import is_file, is_folder, read_bytes, reason, resolved
from ..model.collect import collect_columns
from ..model.diagnostic import Diagnostic, Fault, ReportError, Severity, error, has_errors, info, warning
from ..model.document import Document, Paragraph, Section, Text
from ..model.names import Names
from ..model.outcome import Outcome
from ..model.place import FileRef
from ..model.report import Report
from ..model.values import dataclass, replace
from ..report import REPORT_FILE, read_report
from .assemble_units import DraftUnits, units_of
from .prepare import Progress, prepare, prepare_frame, silent
from .unit_report import UnitReports

_OTHER_TEXTS = frozenset((".doc", ".wps", ".odt", ".rtf", ".dot", ".wpt", ".uot", ".pdf", ".htm", ".html", ".txt"))
_NAMES_SHOWN = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class AssembleOptions:
    """What to put together: folders and files, in this order; `out` is the new file.

    `report` is the report's folder, None for the nearest one around the first draft. `keep_formatting` leaves
    the direct formatting of drafts. `force` overwrites an output that a person edited. `units` is the table, or the
    folder of workbooks, of the units that drafts were made for, None to find it by the drafts and their ledgers.
    """

    inputs: tuple[Path, ...]
    out: Path
    report: Path | None = None
    keep_formatting: bool = False
    force: bool = False
    units: Path | None = None


def assemble(options: AssembleOptions, progress: Progress = silent) -> Outcome:
    """Write the document; the outcome has an error, and nothing is written, where a draft cannot be read."""
    from ..ooxml.save import save_all

    found: tuple[Diagnostic, ...] = ()
    try:
        progress("step-load")
        drafts, more = _drafts(options)
        found = tuple(more)
        folder = options.report or _report_around(options.inputs[0])
        units = units_of(drafts, UnitReports(folder, options.units, progress))
        report, document, more = _wording(folder, progress, units)
        found += (*units.findings, *more)
        progress("step-write")
        data, more = _assembled(report, document, drafts, units, options)
        found += tuple(more)
        if has_errors(found):
            return Outcome(diagnostics=found)
        save_all({options.out: data}, force=options.force)
    except ReportError as problem:
        return Outcome(diagnostics=(*found, *problem.diagnostics))
    return Outcome(diagnostics=found, written=(options.out,))


def _wording(folder: Path, progress: Progress, units: DraftUnits) -> tuple[Report, Document, list[Diagnostic]]:
    """The report, and what it says today: without its data only title, headings, signature and date.

    Sections that ask for a unit have their headings only. Finished texts need no sound data. What there is to say
    about the data, `check` says: the drafts are what is put together.
    """
    try:
        prepared = (prepare_frame if units.owners else prepare)(folder, progress)
    except ReportError as problem:
        report, _ = read_report(folder)
        errors = [item for item in problem.diagnostics if item.severity is Severity.ERROR]
        say = info if units.owners else warning
        finding = say("frame-without-data", errors[0].place, count=len(errors), problem=errors[0].code)
        return report, _bare(report), [finding]
    report, document = prepared.report, prepared.document
    if units.owners:
        worded = {section.file: section for section in document.sections}
        document = replace(document, sections=tuple(worded.get(it.file, it) for it in _bare(report).sections))
    return report, document, []


def _bare(report: Report) -> Document:
    """A report without its data; a heading that is worked out from data is empty."""
    sections = []
    for source in report.sections:
        heading = next((line for line in source.text.splitlines() if line.startswith("# ")), "")
        sections.append(Section(title="" if "{" in heading else heading[2:].strip(), blocks=(), file=source.file))
    day = report.dated
    return Document(
        title=(Text(report.title),),
        sections=tuple(sections),
        signature=(Text(report.signature),) if report.signature else (),
        dated=(Text(f"{day.year}年{day.month}月{day.day}日"),) if day is not None else (),
    )


def _assembled(
    report: Report,
    document: Document,
    drafts: Sequence[tuple[Path, bytes]],
    units: DraftUnits,
    options: AssembleOptions,
) -> tuple[bytes, list[Diagnostic]]:
    from ..merge.word.assemble import MARK, AssembleInput, assemble
    from ..merge.word.assembling.draft import DraftFile
    from ..write.to_docx import to_docx
    from .build import style_of

    mark = Section(title="", blocks=(Paragraph((Text(MARK),)),))
    style, file = style_of(report, None)
    frame, found = to_docx(replace(document, sections=(mark,)), style, {}, style_file=file)
    data, more = assemble(
        AssembleInput(
            frame=frame,
            drafts=[DraftFile(path.name, content, units.owners.get(path, ())) for path, content in drafts],
            expected=document.sections,
            today=tuple(collect_columns(document)),
            data=tuple(path.name for path in report.data),
            units=tuple(units.names),
            of_units=units.documents,
            fixed_terms=report.kit.fixed_terms,
            keep_formatting=options.keep_formatting,
        )
    )
    return data, [*found, *more]


def _report_around(path: Path) -> Path:
    """The nearest folder around a draft, or the current one, that is a report's."""
    start = resolved(path)
    return next((folder for folder in (start, *start.parents) if is_file(folder / REPORT_FILE)), Path())


def _drafts(options: AssembleOptions) -> tuple[list[tuple[Path, bytes]], list[Diagnostic]]:
    """The drafts in the order of their names; raises ReportError with all that cannot be read."""
    from ..ooxml.save import signs_of_use

    found: list[Diagnostic] = []
    drafts: dict[str, tuple[Path, bytes]] = {}
    seen: set[Path] = set()
    for path in _paths(options, found):
        if resolved(path) in seen:
            found.append(warning("draft-twice", FileRef(path.name), file=path.name, other=path.name))
            continue
        seen.add(resolved(path))
        try:
            data = read_bytes(path, path.name)
        except Fault as fault:
            found.append(fault.at(FileRef(path.name)))
            continue
        digest = blake2b(data).hexdigest()
        if digest in drafts:
            found.append(warning("draft-twice", FileRef(path.name), file=path.name, other=drafts[digest][0].name))
            continue
        if any(is_file(path.with_name(sign)) for sign in signs_of_use(path.name)):
            found.append(warning("draft-open", FileRef(path.name), file=path.name))
        drafts[digest] = (path, data)
    if has_errors(found):
        raise ReportError(*found)
    if not drafts:
        raise ReportError(*found, error("no-drafts", FileRef(options.inputs[0].name or ".")))
    return list(drafts.values()), found


def _paths(options: AssembleOptions, found: list[Diagnostic]) -> Iterator[Path]:
    """The files to be read: those that were named, and the .docx files of the folders that were, by name."""
    out = resolved(options.out)
    for given in options.inputs:
        if not is_folder(given):
            if resolved(given) == out:
                found.append(error("output-is-a-draft", FileRef(given.name), file=given.name))
                continue
            yield given
            continue
        try:
            listed = sorted(given.iterdir())
        except OSError as problem:
            found.append(error("unreadable-file", FileRef(given.name), file=given.name, problem=reason(problem)))
            continue
        if resolved(given) == out.parent and out.name in read_ledger(given):
            found.append(error("output-is-a-draft", FileRef(out.name), file=out.name))
        found += _left_aside(given, listed)
        yield from (path for path in listed if _is_draft(path.name) and resolved(path) != out)


def _is_draft(name: str) -> bool:
    """Whether a file of a folder is a draft; hidden files and those of an open Word (`~$`) are none."""
    return name.lower().endswith((".docx", ".docm")) and not name.startswith((".", "~"))


def _left_aside(folder: Path, listed: Sequence[Path]) -> Iterator[Diagnostic]:
    """Findings of texts in other formats, unless they were saved anew, and of folders that hold drafts."""
    drafts = {path.stem for path in listed if _is_draft(path.name)}
    texts = [path.name for path in listed if path.suffix.lower() in _OTHER_TEXTS and path.stem not in drafts]
    texts = [name for name in texts if not name.startswith((".", "~"))]
    if texts:
        yield warning("draft-not-read", FileRef(folder.name), count=len(texts), names=Names(texts, most=_NAMES_SHOWN))
    folders = [
        path.name for path in listed if not path.name.startswith(".") and is_folder(path) and _holds_drafts(path)
    ]
    if folders:
        names = Names(folders, most=_NAMES_SHOWN)
        yield warning("folders-among-drafts", FileRef(folder.name), count=len(folders), names=names)


def _holds_drafts(folder: Path) -> bool:
    try:
        return is_folder(folder) and any(_is_draft(path.name) for path in folder.iterdir())
    except OSError:
        return False
