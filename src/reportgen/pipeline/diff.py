"""The command `diff`: what changed from one version of a document, workbook or report to another."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from ..files import is_folder, read_bytes, resolved
from ..model.comparison import Comparison
from ..model.diagnostic import Diagnostic, Fault, ReportError, error, info
from ..model.place import FileRef
from ..model.values import dataclass, replace
from .prepare import Prepared, Progress, prepare, silent

if TYPE_CHECKING:
    from ..compare.indicators import Names
    from ..compare.word_file import WordFile
    from ..merge.word.tracking.tracked import Tracked
    from ..model.binding import Binding
    from ..model.dataset import Dataset

_MAIN, _CORE = "word/document.xml", "docProps/core.xml"
_CHANGED = re.compile(rb"<dcterms:modified\b[^>]*>\s*([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z?)[^<]*<")
_NO_DATE = "1980-01-01T00:00:00Z"


class _Kind(StrEnum):
    WORD = "Word"
    EXCEL = "Excel"


@dataclass(frozen=True, slots=True, kw_only=True)
class DiffOptions:
    """What to compare.

    `old` and `new` are Word files, workbooks, or folders with a report.toml. `out` is where the new version is
    written with tracked changes, None for nowhere; `date` is that of the changes, as `2015-12-31T18:00:00Z`, empty for
    that of the new version. `force` overwrites a file of that name.
    """

    old: Path
    new: Path
    out: Path | None = None
    date: str = ""
    force: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Version:
    """One side: its name in what is printed, its bytes and what they are; the data of a report."""

    name: str
    data: bytes
    kind: _Kind
    dataset: Dataset | None = None


def diff(options: DiffOptions, progress: Progress = silent) -> Comparison:
    """Compare two versions, and write the tracked document where that is asked for.

    Raises nothing: what cannot be compared is a finding.
    """
    old, new = str(options.old), str(options.new)
    try:
        _must_be_apart(options)
        before, after = (_version(path, options, progress) for path in (options.old, options.new))
        if before.kind is not after.kind:
            found = error("different-kinds", FileRef(after.name), old=before.kind, new=after.kind)
            return Comparison(old=old, new=new, diagnostics=(found,))
        progress("step-compare")
        if after.kind is _Kind.EXCEL:
            return _workbooks(before, after, options)
        return _documents(before, after, options)
    except ReportError as problem:
        return Comparison(old=old, new=new, diagnostics=problem.diagnostics)


def _must_be_apart(options: DiffOptions) -> None:
    """Raise `same-file` for a file compared with itself, and for one that would be overwritten by the outcome."""
    old, new, out = options.old, options.new, options.out
    if resolved(old) == resolved(new):
        raise ReportError(Fault("same-file", file=str(new)).at(FileRef(new.name)))
    if out is not None and resolved(out) in (resolved(old), resolved(new)):
        raise ReportError(Fault("overwrites-version", file=str(out)).at(FileRef(out.name)))


def _version(path: Path, options: DiffOptions, progress: Progress) -> _Version:
    """The bytes of a side; a report is narrated and made a Word file in memory. Raises ReportError."""
    try:
        if is_folder(path):
            made = prepare(path, progress)
            return _Version(name=path.name, data=_narrated(made, options), kind=_Kind.WORD, dataset=made.dataset)
        data = read_bytes(path, path.name)
        return _Version(name=path.name, data=data, kind=_kind(data, path.name))
    except Fault as fault:
        raise ReportError(fault.at(FileRef(path.name))) from None


def _kind(data: bytes, file: str) -> _Kind:
    """What a file is by its parts; raises `not-comparable` and the reader's faults."""
    from ..ooxml.package import PackageReader

    names = PackageReader(data, file).names
    if _MAIN in names:
        return _Kind.WORD
    if any(name.lower().startswith("xl/") for name in names):
        return _Kind.EXCEL
    raise Fault("not-comparable", file=file)


def _narrated(prepared: Prepared, options: DiffOptions) -> bytes:
    """Today's Word file of a report; charts are native, which takes no time to draw, unless the file is to be shown."""
    from ..write.to_docx import to_docx
    from .build import pictures_of, style_of

    report, document = prepared.report, prepared.document
    style, file = style_of(report, None)
    is_shown = options.out is not None
    pictures = pictures_of(document, report.cache)[0] if is_shown else {}
    return to_docx(document, style, pictures, native_charts=not is_shown, style_file=file)[0]


def _documents(old: _Version, new: _Version, options: DiffOptions) -> Comparison:
    from ..compare.compare import compare
    from ..compare.word_file import WordFile
    from ..merge.word.tracking.accepted import accepted

    try:
        # As they read with what editors tracked in them accepted.
        taken = [accepted(version.data, version.name) for version in (old, new)]
        before, after = (WordFile(item.data, side.name) for item, side in zip(taken, (old, new), strict=True))
    except Fault as fault:
        raise ReportError(fault.at(FileRef(str(fault.diagnostics[0].facts.get("file", new.name))))) from None
    names = _names(old), _names(new)
    found = replace(compare(before, after, _match, names), old=str(options.old), new=str(options.new))
    tracking = (side.name for side, item in zip((old, new), taken, strict=True) if item.parts)
    own = (info("changes-accepted", FileRef(name), file=name) for name in tracking)
    found = replace(found, diagnostics=(*found.diagnostics, *own))
    return found if options.out is None else _with_tracked(found, before, new, options)


def _names(version: _Version) -> Names:
    from ..compare.indicators import nameless, names_in_data

    return nameless if version.dataset is None else names_in_data(version.dataset)


def _workbooks(old: _Version, new: _Version, options: DiffOptions) -> Comparison:
    from ..compare.workbooks import compare_workbooks
    from .diff_books import grids, is_same_formula

    if options.out is not None:
        fault = Fault("docx-of-workbooks", file=options.out.name)
        raise ReportError(fault.at(FileRef(options.out.name)))
    sides = []
    for version in (old, new):
        try:
            sides.append(grids(version.data, version.name))
        except Fault as fault:
            raise ReportError(fault.at(FileRef(version.name))) from None
    (before, found), (after, more) = sides
    # Where one side's formulas could not be read, none is compared.
    is_same = is_same_formula if not found + more else lambda *_: True
    sheets, cells = compare_workbooks(before, after, is_same)
    return Comparison(
        old=str(options.old), new=str(options.new), sheets=sheets, cells=cells, diagnostics=(*found, *more)
    )


def _with_tracked(found: Comparison, old: WordFile, new: _Version, options: DiffOptions) -> Comparison:
    """The comparison, and the new version with tracked changes on the disk. Raises ReportError."""
    from ..merge.word.tracking.tracked import tracked
    from ..ooxml.save import save_all

    assert options.out is not None  # noqa: S101 - asked for
    try:
        made = tracked(old, new.data, new.name, options.date or changed_on(new.data, new.name))
    except Fault as fault:
        raise ReportError(*found.diagnostics, fault.at(FileRef(new.name))) from None
    save_all({options.out: made.data}, force=options.force)
    return replace(found, diagnostics=(*found.diagnostics, *_not_shown(made, old)), written=(options.out,))


def _not_shown(made: Tracked, old: WordFile) -> Iterator[Diagnostic]:
    """What of the differences no tracked change can show, each with its reason."""
    place, file = FileRef(old.file), old.file
    if made.left:
        yield info("left-behind", place, count=made.left, file=file)
    if made.headers:
        yield info("headers-left-behind", place, count=len(made.headers), places=made.headers, file=file)
    if made.unmarked:
        yield info("styles-not-tracked", place, count=made.unmarked)


def changed_on(data: bytes, file: str) -> str:
    """The moment at which a Word file says that it was changed, the first that zip files know where it says none."""
    from ..ooxml.package import PackageReader

    package = PackageReader(data, file)
    said = _CHANGED.search(package.read(_CORE)) if _CORE in package else None
    return said[1].decode() if said else _NO_DATE


def _match(old: Sequence[Binding], new: Sequence[Binding]) -> Mapping[int, Binding]:
    from ..merge.word.refreshing.matching import match

    return match(old, new).pairs
