"""The commands `check` and `build`.

A build computes both outputs whole before the first byte is written, and saves them together: after
it, the folder `out/` holds both new files, or what it held before.
"""

from __future__ import annotations

from pathlib import Path

from ..files import lies_in, read_bytes
from ..model.collect import collect_columns
from ..model.diagnostic import Diagnostic, Fault, ReportError, has_errors, nearest
from ..model.document import ChartBlock, Document
from ..model.outcome import Outcome
from ..model.place import FileRef
from ..model.report import Report
from ..model.values import dataclass, replace
from .appendix_template import filled_appendix
from .changes import changes_since
from .prepare import Prepared, Progress, prepare, silent


@dataclass(frozen=True, slots=True, kw_only=True)
class BuildOptions:
    """How to build.

    `force` overwrites outputs that a person edited. `plain` leaves the bindings out of the Word file.
    `native_charts` writes charts that Word can edit in the place of pictures.
    """

    force: bool = False
    plain: bool = False
    profile: str | None = None
    native_charts: bool = False


def check(folder: Path, progress: Progress = silent) -> Outcome:
    """All findings of a report; nothing is written."""
    try:
        return Outcome(diagnostics=prepare(folder, progress).diagnostics)
    except ReportError as problem:
        return Outcome(diagnostics=problem.diagnostics)


def build(folder: Path, options: BuildOptions | None = None, progress: Progress = silent) -> Outcome:
    """Write the Word file and its appendices below the report's `out/`, and say which figures changed.

    The outcome has an error, and nothing is written, where any step finds one.
    """
    from ..ooxml.save import save_all

    options = options or BuildOptions()
    found: tuple[Diagnostic, ...] = ()
    try:
        prepared = prepare(folder, progress)
        found = prepared.diagnostics
        _must_write_inside(prepared.report)
        files, more = _outputs(prepared, options, progress)
        found += more
        if has_errors(found):
            return Outcome(diagnostics=found)
        changes = changes_since(next(iter(files)), collect_columns(prepared.document))
        save_all(files, force=options.force)
    except ReportError as problem:
        return Outcome(diagnostics=(*found, *problem.diagnostics))
    return Outcome(diagnostics=found, written=tuple(files), changes=changes)


def _must_write_inside(report: Report) -> None:
    """Raise `path-outside` for each folder that is written to and is a link leading out of the report."""
    found = [
        Fault("path-outside", path=folder.name, folder=report.folder.name).at(FileRef(folder.name))
        for folder in (report.out, report.cache)
        if not lies_in(report.folder, folder)
    ]
    if found:
        raise ReportError(*found)


def _outputs(
    prepared: Prepared, options: BuildOptions, progress: Progress
) -> tuple[dict[Path, bytes], tuple[Diagnostic, ...]]:
    """Both files by path, the Word file first, and what the writers found."""
    from ..write.to_docx import to_docx
    from ..write.to_xlsx import to_xlsx

    report, document = prepared.report, prepared.document
    progress("step-draw")
    native = options.native_charts
    pictures, found = ({}, _chart_findings(document)) if native else pictures_of(document, report.cache)
    progress("step-write")
    style, file = style_of(report, options.profile)
    word, more = to_docx(document, style, pictures, bindings=not options.plain, native_charts=native, style_file=file)
    found += more
    kit = report.kit
    if kit.appendix_template is not None:
        sheet, more = filled_appendix(kit.appendix_template, prepared)
    else:
        sheet, more = to_xlsx(document, year=report.year)
    found += more
    files = {
        report.out / kit.document_name.format(year=report.year): word,
        report.out / kit.appendix_name.format(year=report.year): sheet,
    }
    return files, tuple(found)


def style_of(report: Report, profile: str | None) -> tuple[bytes, str]:
    """The style document of a profile and its name; raises ReportError `unknown-profile` with the nearest name."""
    name = profile or report.profile
    path = report.kit.styles.get(name)
    if path is None:
        known = report.kit.styles
        fault = Fault("unknown-profile", profile=name, known=list(known), suggestion=nearest(name, known))
        raise ReportError(fault.at(FileRef("kit.toml")))
    try:
        return read_bytes(path, path.name), path.name
    except Fault as fault:
        raise ReportError(fault.at(FileRef(path.name))) from None


def pictures_of(document: Document, cache_folder: Path) -> tuple[dict[str, bytes], list[Diagnostic]]:
    """The picture of each chart by name, drawn only where the cache has none."""
    from ..ooxml.pictures import PictureCache
    from ..write.charts import chart_key

    cache = PictureCache(cache_folder)
    pictures: dict[str, bytes] = {}
    found: list[Diagnostic] = []
    for block in (block for section in document.sections for block in section.blocks):
        if isinstance(block, ChartBlock) and block.name not in pictures:
            key = chart_key(block.spec)
            picture = cache.get(key)
            if picture is None:
                picture, more = _draw(block)
                found += more
                if not more:
                    cache.put(key, picture)
            pictures[block.name] = picture
    return pictures, found


def _chart_findings(document: Document) -> list[Diagnostic]:
    """What there is to say about the charts' data, whoever draws them."""
    from ..write.picture.findings import findings_of

    blocks = (block for section in document.sections for block in section.blocks)
    return [item for block in blocks if isinstance(block, ChartBlock) for item in findings_of(block.spec, block.place)]


def _draw(block: ChartBlock) -> tuple[bytes, list[Diagnostic]]:
    """A chart as PNG; its findings stand at the chart's line in the section."""
    from ..write.charts import draw

    picture, found = draw(block.spec)
    return picture, [replace(item, place=item.place or block.place) for item in found]
