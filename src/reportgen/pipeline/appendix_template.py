"""The appendices of a kit that brings an Excel file with tags for them: filled, and sealed as an output of ours."""

from __future__ import annotations

from pathlib import Path

from ..files import read_bytes
from ..model.diagnostic import Diagnostic, ReportError, has_errors
from ..model.place import FileRef
from ..model.values import replace
from .prepare import Prepared


def filled_appendix(template: Path, prepared: Prepared) -> tuple[bytes, list[Diagnostic]]:
    """The filled workbook and what was found; raises ReportError with every finding where one is an error."""
    from ..merge.excel.sealed import sealed
    from ..merge.fill import fill
    from ..merge.names import names_of_report

    name = template.name
    try:
        filled, found = fill(read_bytes(template, name), name, names_of_report(prepared.report, prepared.dataset))
        data = b"" if filled.data is None or has_errors(found) else sealed(filled.data, name)
    except ReportError as problem:
        raise ReportError(*(replace(item, place=item.place or FileRef(name)) for item in problem.diagnostics)) from None
    if not data:
        raise ReportError(*found)
    return data, found
