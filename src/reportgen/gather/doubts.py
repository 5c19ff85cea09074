"""Findings as questions to the departments: which cell, what it says, what it said a year ago, what is asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal

from ..model.diagnostic import Diagnostic, Severity
from ..model.doubts import Asked, Doubt
from ..model.origins import row_labels, value_text
from ..model.place import ARROW, CellRef, FileRef, Place, SheetRef
from ..model.quantity import fixed
from .answer import Answer
from .book import Aim
from .gather import Gathered

_OURS = frozenset(
    (
        *("unmarked-return", "missing-returns", "preferred-file-missing", "unknown-doubts-sheet"),
        *("renamed-sheet", "renamed-column"),
    )
)
"""What the office settles by itself."""

_CHANGE_DECIMALS = 1


def doubts_of(
    findings: Iterable[Diagnostic], gathered: Gathered, question: Callable[[Diagnostic], str]
) -> Iterator[Doubt]:
    """The questions that the findings come to, each once a department, at the first cell that it sent.

    `question` words a finding. A finding about several returns is a question to each; what a department answered
    already is not asked again.
    """
    asking = _Asking(gathered)
    seen: set[tuple[str, str, str]] = set()
    for finding in findings:
        if finding.severity is Severity.INFO or finding.code in _OURS:
            continue
        for place in _places(finding):
            department = asking.department(place)
            key = (department or "", str(finding.place), finding.code)
            if department is None or key in seen or (place, finding.code) in gathered.answered:
                continue
            seen.add(key)
            yield asking.doubt(department, place, finding, question(finding))


def _places(finding: Diagnostic) -> Iterator[Place]:
    """The place of a finding; of a contradiction or a finding about the workbook those of the returns too."""
    for place in (finding.place, *finding.related):
        if isinstance(place, (CellRef, SheetRef, FileRef)):
            yield place


class _Asking:
    """What the returns say about a place."""

    def __init__(self, gathered: Gathered) -> None:
        self._gathered = gathered
        self._taken = {answer.origin: answer for answer in gathered.answers}
        self._answers = {**{answer.origin: answer for answer in gathered.refused}, **self._taken}
        self._labels: dict[str, list[str]] = {}

    def department(self, place: Place) -> str | None:
        """Who sent what stands there; None where nobody did."""
        answer = self._answers.get(place) if isinstance(place, CellRef) else None
        return answer.department if answer is not None else self._gathered.sender(place)

    def doubt(self, department: str, place: Place, finding: Diagnostic, question: str) -> Doubt:
        """A finding as a question to a department."""
        answer = self._answers.get(place) if isinstance(place, CellRef) else None
        aim = self._gathered.aims.get(place) if isinstance(place, CellRef) else None
        now, last, unit = (answer.value, answer.last, answer.unit) if answer else (None, None, "")
        change = ""
        if isinstance(now, Decimal) and last:
            change = f"{fixed((now / last - 1) * 100, _CHANGE_DECIMALS)}%"
        shown = str(place).split(ARROW, 1)
        facts = finding.facts
        name = answer.name if answer else aim.name if aim else facts.get("name", facts.get("row", ""))
        return Doubt(
            place=shown[1] if len(shown) > 1 else shown[0],
            name=name,
            now=value_text(now) + unit if now is not None else facts.get("value", facts.get("text", "")),
            before=value_text(last) + unit if last is not None else "",
            change=change,
            question=question,
            asked=self._asked(department, place, finding.code, answer, aim),
        )

    def _asked(self, department: str, place: Place, code: str, answer: Answer | None, aim: Aim | None) -> Asked:
        source = place if isinstance(place, CellRef) else None
        if answer is not None:
            table = self._gathered.book.tables[answer.cell.sheet]
            aim = Aim(self._gathered.book, table, table.column(answer.cell.column), answer.cell.row)
        if aim is None:
            return Asked(department=department, code=code, source=source)
        unit = aim.unit.symbol if aim.unit is not None else answer.unit if answer is not None else ""
        return Asked(
            department=department,
            code=code,
            source=source,
            sheet=aim.table.name,
            row=aim.row if isinstance(aim.row, str) else self._label(aim, aim.row),
            column=aim.column.name,
            kind=aim.column.kind,
            unit=unit,
            said=value_text(answer.value) if answer is not None else "",
        )

    def _label(self, aim: Aim, row: int) -> str:
        """The row as the sheet of origins names it."""
        if aim.table.name not in self._labels:
            self._labels[aim.table.name] = row_labels(aim.table)
        return self._labels[aim.table.name][row]
