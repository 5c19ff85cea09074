"""Findings as questions to the departments: which cell, what it says, what it said a year ago, what is asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from decimal import Decimal

from ..model.diagnostic import Diagnostic, Severity
from ..model.origins import value_text
from ..model.place import ARROW, CellRef, FileRef, Place, SheetRef
from ..model.quantity import fixed
from ..model.returns import Doubt
from .answer import Answer

_OURS = frozenset(("unmarked-return", "missing-returns", "preferred-file-missing", "renamed-sheet", "renamed-column"))
"""What the office settles by itself."""

_CHANGE_DECIMALS = 1


def doubts_of(
    findings: Iterable[Diagnostic],
    answers: Iterable[Answer],
    departments: Mapping[str, str],
    question: Callable[[Diagnostic], str],
) -> Iterator[Doubt]:
    """The questions that the findings come to, each once a department, at the first cell that it sent.

    `departments` are by file; `question` words a finding. A finding about several returns is a question to each.
    """
    by_origin = {answer.origin: answer for answer in answers}
    seen: set[tuple[str, str, str]] = set()
    for finding in findings:
        if finding.severity is Severity.INFO or finding.code in _OURS:
            continue
        for place in _places(finding):
            department = departments.get(getattr(place, "file", ""))
            key = (department or "", str(finding.place), finding.code)
            if department is None or key in seen:
                continue
            seen.add(key)
            yield _doubt(department, place, finding, by_origin, question)


def _places(finding: Diagnostic) -> Iterator[Place]:
    """The place of a finding; of a contradiction or a finding about the workbook those of the returns too."""
    for place in (finding.place, *finding.related):
        if isinstance(place, (CellRef, SheetRef, FileRef)):
            yield place


def _doubt(
    department: str,
    place: Place,
    finding: Diagnostic,
    by_origin: Mapping[CellRef, Answer],
    question: Callable[[Diagnostic], str],
) -> Doubt:
    answer = by_origin.get(place) if isinstance(place, CellRef) else None
    now, last, unit = (answer.value, answer.last, answer.unit) if answer else (None, None, "")
    change = ""
    if isinstance(now, Decimal) and last:
        change = f"{fixed((now / last - 1) * 100, _CHANGE_DECIMALS)}%"
    shown = str(place).split(ARROW, 1)
    return Doubt(
        department=department,
        place=shown[1] if len(shown) > 1 else shown[0],
        name=answer.name if answer else finding.facts.get("name", finding.facts.get("row", "")),
        now=value_text(now) + unit if now is not None else finding.facts.get("value", finding.facts.get("text", "")),
        before=value_text(last) + unit if last is not None else "",
        change=change,
        question=question(finding),
    )
