"""A table of doubts that came back: what the departments wrote behind the questions.

The hidden sheet says which cell each question is about. A question is known by the tab, or the tab's title, and its
number; the two columns of answers by their headers. Rows may be sorted or deleted, and tabs of others left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ..model.diagnostic import Severity, error, info, warning
from ..model.doubts import (
    DOUBTS_TITLE,
    KIND,
    MARK_WIDTH,
    NUMBER_HEADING,
    REASON_HEADING,
    VALUE_HEADING,
    Asked,
    DoubtAnswer,
    DoubtMark,
    from_cells,
)
from ..model.findings import Findings
from ..model.form import FormMark
from ..model.place import CellRef, FileRef
from ..model.quantity import NO_UNIT
from ..model.returns import Return, State
from ..model.schema import INDICATOR_SHEET, ColumnKind
from ..model.values import replace
from .cells import CellKind, CellType, RawSheet, SheetState
from .cellwise import CellReader, Target
from .indicators import MIXED
from .titles import key_of
from .xlsx import SheetEntry, Workbook, readable_sheets

_HEADER_ROWS = 20
"""So far down the header of a tab is looked for; people put lines above it."""


def mark_of(sheet: RawSheet) -> DoubtMark | None:
    """What the hidden sheet of a table of doubts says; None where it is that of something else."""
    first = sheet.cell(1, 1)
    if first is None or first.text != KIND:
        return None
    rows: dict[int, list[str | None]] = {}
    for position, cells in sheet.columns.items():
        if position <= MARK_WIDTH:
            for row, text in zip(cells.rows, cells.texts, strict=True):
                rows.setdefault(row, [None] * MARK_WIDTH)[position - 1] = text
    return from_cells(rows[row] for row in sorted(rows))


def read_doubts(workbook: Workbook, mark: DoubtMark, findings: Findings) -> Return:
    """The answers in a table of doubts, as a return."""
    asked: dict[str, dict[int, Asked]] = {}
    for tab, number, item in mark.asked:
        asked.setdefault(tab, {})[number] = item
    answers: list[DoubtAnswer] = []
    for sheet in readable_sheets(workbook, findings, _is_left_out):
        known = _tab(sheet, asked)
        if known is None:
            findings.add(warning("unknown-doubts-sheet", sheet.place, sheet=sheet.title))
        else:
            answers += _Tab(sheet, asked[known], findings).answers()
    given = sum(item.value is not None or bool(item.reason) for item in answers)
    total = len(mark.asked)
    if given < total:
        place = FileRef(workbook.file)
        findings.add(info("unanswered-doubts", place, file=workbook.file, count=total - given, total=total))
    form = FormMark(report=mark.report, year=mark.year, organization="", fingerprint="", department="")
    return Return(
        file=workbook.file, state=State.DOUBTS, mark=form, doubts=tuple(answers), diagnostics=tuple(findings.all())
    )


def _is_left_out(entry: SheetEntry) -> bool:
    """Whether nobody sees a tab, or it only says that there are no questions."""
    return entry.state is not SheetState.VISIBLE or entry.name == DOUBTS_TITLE


def _tab(sheet: RawSheet, asked: Mapping[str, Mapping[int, Asked]]) -> str | None:
    """The tab that a sheet was when it went out: by its name, else by the department in its title."""
    if sheet.name in asked:
        return sheet.name
    title = sheet.cell(1, 1)
    said = key_of(title.text) if title is not None else ""
    named = [
        tab
        for tab, items in asked.items()
        if any(item.department and key_of(f"（{item.department}）") in said for item in items.values())
    ]
    return named[0] if len(named) == 1 else None


class _Tab:
    """One department's questions as they came back."""

    def __init__(self, sheet: RawSheet, asked: Mapping[int, Asked], findings: Findings) -> None:
        self._sheet, self._asked, self._findings = sheet, asked, findings

    def answers(self) -> Iterator[DoubtAnswer]:
        """What stands behind each question; a number that comes twice is refused."""
        header = self._header()
        if header is None:
            wanted = (NUMBER_HEADING, VALUE_HEADING, REASON_HEADING)
            self._findings.add(error("no-header", self._sheet.place, sheet=self._sheet.title, columns=wanted))
            return
        top, at = header
        seen: set[int] = set()
        numbers = self._sheet.columns[at[NUMBER_HEADING]]
        for row, text in zip(numbers.rows, numbers.texts, strict=True):
            number = int(text) if text.strip().isdecimal() else 0
            asked = self._asked.get(number)
            if row <= top or asked is None:
                continue
            place = self._sheet.ref(row, at[NUMBER_HEADING])
            if number in seen:
                self._findings.add(error("repeated-doubt", place, number=number, sheet=self._sheet.title))
                continue
            seen.add(number)
            yield self._answer(asked, row, at[VALUE_HEADING], at[REASON_HEADING])

    def _header(self) -> tuple[int, dict[str, int]] | None:
        """The row with the three headers that count, and the column of each."""
        wanted = {key_of(name): name for name in (NUMBER_HEADING, VALUE_HEADING, REASON_HEADING)}
        for row, cells in self._sheet.top_rows(_HEADER_ROWS).items():
            found = {wanted[key]: at for at, cell in cells.items() if (key := key_of(cell.text)) in wanted}
            if len(found) == len(wanted):
                return row, found
        return None

    def _answer(self, asked: Asked, row: int, value_at: int, reason_at: int) -> DoubtAnswer:
        said = self._sheet.cell(row, reason_at)
        place, because = self._sheet.ref(row, value_at), self._sheet.ref(row, reason_at)
        reason = "" if said is None or said.kind.type is CellType.ERROR else " ".join(said.text.split())
        written = self._sheet.cell(row, value_at)
        if written is None or not (written.text.strip() or written.kind.type is CellType.UNCACHED):
            return DoubtAnswer(asked=asked, value=None, reason=reason, value_place=place, reason_place=because)
        return self._valued(asked, reason, because, place, written.text, written.kind)

    def _valued(
        self, asked: Asked, reason: str, because: CellRef, place: CellRef, text: str, kind: CellKind
    ) -> DoubtAnswer:
        """An answer with a value, read as the column that it is meant for."""
        unit, findings = asked.measure, Findings()
        mixed = asked.sheet == INDICATOR_SHEET and asked.column in MIXED
        target = Target(name=asked.column, kind=asked.kind, position=place.column, unit=unit, mixed=mixed)
        reader = CellReader(self._sheet, [place.row], target, findings)
        read = {ColumnKind.NUMBER: reader.as_number, ColumnKind.DATE: reader.as_date}.get(asked.kind, reader.as_text)
        value = read(0, text, kind)
        for finding in findings.all():
            # A department that is asked and names a unit means it; where the cell has one, nothing is left to ask.
            is_meant = finding.code == "unit-in-cell" and unit is not None
            self._findings.add(replace(finding, severity=Severity.INFO) if is_meant else finding)
        shown = self._sheet.format_of(kind).is_percent if kind.type is CellType.NUMBER else text.endswith(("%", "％"))
        return DoubtAnswer(
            asked=asked,
            value=reader.reasons.get(0) if value is None else value,
            reason=reason,
            value_place=place,
            reason_place=because,
            unit=unit or reader.own_units.get(0, NO_UNIT),
            hedge=reader.hedges.get(0, ""),
            is_percent=shown,
            is_absence=value is None,
        )
