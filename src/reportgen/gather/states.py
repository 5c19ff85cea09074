"""What became of each return: of which department it is, whether it is of this report and year, who is missing."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from ..model.dataset import Table
from ..model.departments import UNASSIGNED, Part, fingerprint
from ..model.diagnostic import Diagnostic, error, nearest, warning
from ..model.place import FileRef
from ..model.returns import TAKEN, Return, State
from ..model.values import dataclass, replace
from .answer import fold, key_column, key_text
from .book import Book


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """Who asks: the report's title, its year, and what each department was asked for."""

    report: str
    year: int
    parts: Sequence[Part]

    def part(self, department: str) -> Part | None:
        """What a department was asked for, None for one that we do not know."""
        return next((part for part in self.parts if fold(part.department) == fold(department)), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A return with its state and department, and what there is to say about it as a whole."""

    returned: Return
    state: State
    department: str
    findings: tuple[Diagnostic, ...] = ()


def judge(returned: Return, asking: Asking, book: Book) -> Judged:
    """The state of a return, and whose it is."""
    if returned.state is State.DOUBTS:
        return _foreign(returned, asking, "") or Judged(returned=returned, state=State.DOUBTS, department="")
    if returned.state is State.BLANK:
        judged = _by_mark(returned, asking)
        return replace(judged, state=State.BLANK) if judged.state in TAKEN else judged
    if returned.state is not State.RETURNED:
        department = _in_name(returned.file, asking)
        return Judged(returned=returned, state=returned.state, department=department, findings=returned.diagnostics)
    return _by_mark(returned, asking) if returned.mark else _unmarked(returned, asking, book)


def _by_mark(returned: Return, asking: Asking) -> Judged:
    mark, place = returned.mark, FileRef(returned.file)
    assert mark is not None  # noqa: S101 - the caller looked
    part = asking.part(mark.department)
    department = part.department if part else mark.department
    foreign = _foreign(returned, asking, department)
    if foreign is not None:
        return foreign
    if part is None:
        known = [item.department for item in asking.parts]
        near = nearest(mark.department, known)
        found = warning("unassigned-department", place, suggestion=near, department=mark.department, known=known)
        return Judged(returned=returned, state=State.RETURNED, department=department, findings=(found,))
    if fingerprint(part) != mark.fingerprint:
        found = warning("return-of-other-version", place, department=department)
        return Judged(returned=returned, state=State.OTHER_VERSION, department=department, findings=(found,))
    return Judged(returned=returned, state=State.RETURNED, department=department)


def _foreign(returned: Return, asking: Asking, department: str) -> Judged | None:
    """What is said of a return of another report or year; None for one of ours."""
    mark, place = returned.mark, FileRef(returned.file)
    if mark is None:
        return None
    this_year = mark.report.replace(str(mark.year), str(asking.year))  # most titles name their year
    if fold(asking.report) not in (fold(mark.report), fold(this_year)):
        found = error("return-of-other-report", place, found=mark.report, expected=asking.report)
        return Judged(returned=returned, state=State.OTHER_REPORT, department=department, findings=(found,))
    if mark.year != asking.year:
        found = error("return-of-other-year", place, found=mark.year, expected=asking.year)
        return Judged(returned=returned, state=State.OTHER_YEAR, department=department, findings=(found,))
    return None


def _unmarked(returned: Return, asking: Asking, book: Book) -> Judged:
    """A return without our hidden sheet: known by its rows, its year by last year's values."""
    place = FileRef(returned.file)
    department = _in_name(returned.file, asking) or _by_rows(returned, asking)
    agree, differ = _last_year(returned, book)
    if differ > agree:
        found = error("doubtful-year", place, year=asking.year, differ=differ, count=agree + differ)
        return Judged(returned=returned, state=State.OTHER_YEAR, department=department, findings=(found,))
    finding = warning("unmarked-return", place, file=returned.file, department=department or UNASSIGNED)
    return Judged(returned=returned, state=State.RETURNED, department=department, findings=(finding,))


def _in_name(file: str, asking: Asking) -> str:
    """The department whose name stands in a file's name, the longest of several; empty for none."""
    names = [part.department for part in asking.parts if fold(part.department) in fold(file)]
    return max(names, key=len, default="")


def _by_rows(returned: Return, asking: Asking) -> str:
    """The department that was asked for the most of a return's rows; empty where none was."""
    names = {
        fold(key_text(table, key_column(table), index))
        for table in returned.tables.values()
        for index in range(len(table))
    }
    scores = {
        part.department: sum(fold(item.name) in names for item in part.indicators)
        + sum(len(returned.tables[sheet.name]) for sheet in part.sheets if sheet.name in returned.tables)
        for part in asking.parts
    }
    best = max(scores, key=lambda name: scores[name], default="")
    return best if scores.get(best) else ""


def _last_year(returned: Return, book: Book) -> tuple[int, int]:
    """How many of last year's values are those of the workbook, and how many are not."""
    agree = differ = 0
    for name, table in returned.tables.items():
        known = book.tables.get(name)
        for earlier, index, match in _pairs(table, known) if known is not None else ():
            left, right = table.columns[earlier].values[index], known.columns[earlier].values[match] if known else None
            if isinstance(left, Decimal) and isinstance(right, Decimal):
                agree += left == right
                differ += left != right
    return agree, differ


def _pairs(table: Table, known: Table) -> list[tuple[str, int, int]]:
    """Each column of last year's values in each row that both tables have."""
    key = key_column(known)
    if key not in table.columns:
        return []
    rows = {fold(key_text(known, key, index)): index for index in range(len(known))}
    columns = {
        column.previous for column in known.columns.values() if column.previous and column.previous in table.columns
    } & set(known.columns)
    found = ((index, rows.get(fold(key_text(table, key, index)))) for index in range(len(table)))
    return [(name, index, match) for index, match in found if match is not None for name in sorted(columns)]
