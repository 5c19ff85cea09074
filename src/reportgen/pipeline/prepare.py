"""What `check` and `build` share: report, data and narrative, with all their findings in one run."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from ..model.dataset import Dataset
from ..model.diagnostic import Diagnostic, ReportError, Severity, has_errors
from ..model.document import Document
from ..model.place import ARROW, TextRef
from ..model.report import Report
from ..model.values import dataclass, replace
from ..report import read_report
from .causes import without_consequences

Progress = Callable[[str], None]
"""Is told the word of each step as it begins."""


def silent(_step: str) -> None:
    """Progress for nobody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A report ready to be written, with the findings that did not stop it."""

    report: Report
    dataset: Dataset
    document: Document
    diagnostics: tuple[Diagnostic, ...]


def prepare(folder: Path, progress: Progress = silent) -> Prepared:
    """Read, check and word a report; raises ReportError with every finding where one is an error."""
    return _prepared(folder, progress, partly=False)


def prepare_frame(folder: Path, progress: Progress = silent) -> Prepared:
    """A report whose sections may ask for a unit: the sections that can be worded without one, and all around them.

    Raises ReportError with every finding where one of the data is an error.
    """
    return _prepared(folder, progress, partly=True)


def _prepared(folder: Path, progress: Progress, *, partly: bool) -> Prepared:
    from ..check.check import check_dataset, check_document
    from ..load.read import read_data
    from ..narrate.narrate import narrate
    from .template_cache import template_cache

    progress("step-load")
    report, found = read_report(folder)
    try:
        dataset, more = read_data(report.data, report.kit.schema, report.year)
        found += more
        progress("step-check")
        found += without_consequences(found, check_dataset(dataset, report), dataset)
        progress("step-narrate")
        document, more = narrate(report, dataset, template_cache())
        found += without_consequences(found, [*more, *check_document(document, dataset)], dataset)
    except ReportError as problem:
        raise ReportError(*found, *problem.diagnostics) from None
    if partly:
        document, found = _sound_part(document, found)
    if has_errors(found):
        raise ReportError(*found)
    if dataset.origins:
        document = replace(document, origins=dataset.origins)
    return Prepared(report=report, dataset=dataset, document=document, diagnostics=tuple(found))


def _sound_part(document: Document, found: list[Diagnostic]) -> tuple[Document, list[Diagnostic]]:
    """The document without the sections that have errors of their own, and without these."""
    own = [item for item in found if item.severity is Severity.ERROR and isinstance(item.place, TextRef)]
    wrong = {place.file.rpartition(ARROW)[2] for item in own if isinstance(place := item.place, TextRef)}
    sections = tuple(section for section in document.sections if section.file not in wrong)
    return replace(document, sections=sections), [item for item in found if item not in own]
