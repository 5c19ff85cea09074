"""What a command has to say, as one JSON document with stable keys, for other programs."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, fields

from ..model.comparison import Comparison
from ..model.diagnostic import Diagnostic, Severity
from ..model.drafts import Drafted
from ..model.outcome import Change, Outcome, Trace, TracedFigure
from ..model.place import CellRef, CellTextRef, Place
from ..model.refresh import RefreshOutcome
from ..model.returns import Collected
from .catalogue import worded
from .findings import grouped

Json = dict[str, object]


def outcome_document(outcome: Outcome, language: str) -> Json:
    """Findings, written files and changes; `changes` is null where there was nothing to compare with."""
    changes = None if outcome.changes is None else [_change(change) for change in outcome.changes]
    return {
        **findings_document(outcome.diagnostics, language),
        "written": [str(path) for path in outcome.written],
        "changes": changes,
    }


def trace_document(trace: Trace, language: str) -> Json:
    """The traced figures with all that their bindings hold, and the findings."""
    return {
        **findings_document(trace.diagnostics, language),
        "file": trace.file,
        "figures": [_figure(figure) for figure in trace.figures],
    }


def drafted_document(drafted: Drafted, language: str) -> Json:
    """Findings, the folder, and the names of drafts by what became of them; those without a name are counted."""
    return {
        **findings_document(drafted.diagnostics, language),
        "folder": str(drafted.folder),
        "written": list(drafted.written),
        "unchanged": drafted.unchanged,
        "edited": list(drafted.edited),
        "behind": list(drafted.behind),
        "failed": list(drafted.failed),
        "empty": drafted.empty,
        "left": drafted.left,
        "interrupted": drafted.interrupted,
    }


def refreshed_document(outcome: RefreshOutcome, language: str) -> Json:
    """Findings, and for each file what became of its figures; `written` are the files that were replaced."""
    return {
        **findings_document(outcome.diagnostics, language),
        "files": [
            {
                "file": str(item.file),
                "changed": item.is_changed,
                "found_again": item.found_again,
                "entries": [{**asdict(entry), "fate": str(entry.fate)} for entry in item.entries],
            }
            for item in outcome.files
        ],
        "written": [str(path) for path in outcome.written],
    }


def collected_document(collected: Collected, language: str) -> Json:
    """Findings, the overview of departments and files, the cells that were filled or changed, the written files."""
    return {
        **findings_document(collected.diagnostics, language),
        "returns": [{**asdict(line), "state": str(line.state)} for line in collected.overview],
        "values": [asdict(value) for value in collected.values],
        "written": [str(path) for path in collected.written],
    }


def compared_document(found: Comparison, language: str) -> Json:
    """Findings, and everything that changed; `differs` says whether anything did."""
    return {
        **findings_document(found.diagnostics, language),
        "old": found.old,
        "new": found.new,
        "differs": found.differs,
        "figures": [asdict(item) for item in found.figures],
        "texts": [asdict(item) for item in found.texts],
        "things": [asdict(item) for item in found.things],
        "formats": [asdict(item) for item in found.formats],
        "sheets": [asdict(item) for item in found.sheets],
        "cells": [asdict(item) for item in found.cells],
        "written": [str(path) for path in found.written],
    }


def findings_document(findings: Iterable[Diagnostic], language: str) -> Json:
    """Findings in the order in which they are printed, and how many of each severity."""
    ordered = [item for group in grouped(findings) for item in group]
    return {
        "summary": {severity: sum(item.severity is severity for item in ordered) for severity in Severity},
        "findings": [_finding(item, language) for item in ordered],
    }


def _finding(item: Diagnostic, language: str) -> Json:
    said = worded(item, language)
    return {
        "code": item.code,
        "severity": item.severity,
        "message": said.message,
        "note": said.note or None,
        "help": said.help or None,
        "suggestion": item.suggestion,
        "place": _place(item.place),
        "related": [_place(place) for place in item.related],
        "facts": dict(item.facts),
    }


def _place(place: Place | None) -> Json | None:
    """A place's text and its parts by name: file, sheet, row, column, character, line, key."""
    if place is None:
        return None
    cell = place.cell if isinstance(place, CellTextRef) else place
    parts = {field.name: getattr(cell, field.name) for field in fields(cell)}
    if isinstance(cell, CellRef):
        parts["cell"] = cell.address
    if isinstance(place, CellTextRef):
        parts |= {"character": place.character, "tag": place.tag}
    return {"text": str(place), **parts}


def _change(change: Change) -> Json:
    return asdict(change)


def _figure(figure: TracedFigure) -> Json:
    binding = asdict(figure.binding)
    return {
        **binding,
        "place": figure.binding.place,
        "now": figure.now,
        "unsure": figure.unsure,
        "origins": figure.origins,
    }
