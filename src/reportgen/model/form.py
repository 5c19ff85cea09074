"""What a department's form says of itself, and where each of its cells belongs: its hidden sheet `_reportgen`.

`write` puts these marks into the form that goes out, `collect` reads them from the one that comes back.
The sheet is the form's passport, not its content: columns and rows are known by their visible headers and
keys, and the marks tell where they stood when the form went out, so that what was moved, renamed or
deleted since then can be said.

Shape of the sheet: lines 报告, 年度, 单位, 模板指纹, 科室 with their values in the second cell; then one line
for each column (`栏`, sheet, position, name, role) and each row (`行`, sheet, position, name, row of the
report's workbook or empty). Positions are 1-based.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from enum import StrEnum

from .values import dataclass

MARK_SHEET = "_reportgen"
"""Very hidden: no menu of Excel, WPS or LibreOffice shows it."""

GROWTH, REASON = "比上年增减", "变动原因"
"""The two kinds of columns that a form adds to those of the schema; behind GROWTH may stand the column in brackets."""

LARGE_CHANGE = 30
"""A change of more percent than this needs a reason: the form asks for one, and `check` misses it."""

_REPORT, _YEAR, _ORGANIZATION, _FINGERPRINT, _DEPARTMENT = "报告", "年度", "单位", "模板指纹", "科室"
_COLUMN, _ROW = "栏", "行"

Cell = str | int
"""What a cell of the hidden sheet holds when it is written; read back, numbers may be Decimal or text."""


class Role(StrEnum):
    """What a column of a form is for.

    KEY tells rows apart; it is locked in known rows and open in spare ones. GIVEN is what is known already
    (last year's value, 口径, unit): locked where it is filled, open where nobody knows it. CARRIED holds in this
    year too unless the department changes it (`lasting` in the schema). INPUT is this year's answer. GROWTH is a
    formula and never read back; REASON says why a value changed much.
    """

    KEY = "关键"
    GIVEN = "已知"
    CARRIED = "沿用"
    INPUT = "填报"
    GROWTH = "计算"
    REASON = "原因"


@dataclass(frozen=True, slots=True)
class FormColumn:
    """A column of a form's sheet; `name` is the schema's name, or the header of a column that the form adds."""

    sheet: str
    position: int
    name: str
    role: Role


@dataclass(frozen=True, slots=True)
class FormRow:
    """A known row: an indicator, or an entry of last year's list.

    `name` is the text of its key column. `source` is its row in the report's workbook, None for an indicator
    that the workbook does not have yet. Spare rows are not listed; they follow below.
    """

    sheet: str
    position: int
    name: str
    source: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FormMark:
    """The whole hidden sheet. `fingerprint` is that of the department's part when the form went out."""

    report: str
    year: int
    organization: str
    fingerprint: str
    department: str
    columns: tuple[FormColumn, ...] = ()
    rows: tuple[FormRow, ...] = ()

    def columns_of(self, sheet: str) -> tuple[FormColumn, ...]:
        """The columns of one sheet, from left to right."""
        return tuple(column for column in self.columns if column.sheet == sheet)

    def rows_of(self, sheet: str) -> tuple[FormRow, ...]:
        """The known rows of one sheet, from above."""
        return tuple(row for row in self.rows if row.sheet == sheet)


def to_cells(mark: FormMark) -> Iterator[tuple[Cell, ...]]:
    """The rows of the hidden sheet."""
    yield (_REPORT, mark.report)
    yield (_YEAR, mark.year)
    yield (_ORGANIZATION, mark.organization)
    yield (_FINGERPRINT, mark.fingerprint)
    yield (_DEPARTMENT, mark.department)
    for column in mark.columns:
        yield (_COLUMN, column.sheet, column.position, column.name, column.role.value)
    for row in mark.rows:
        yield (_ROW, row.sheet, row.position, row.name, *(() if row.source is None else (row.source,)))


def from_cells(rows: Iterable[Sequence[object]]) -> FormMark | None:
    """The marks in the rows of a hidden sheet; None where the report, year or department cannot be told.

    Cells may be text, numbers or empty, as a spreadsheet program left them. Lines that say nothing known
    are passed over.
    """
    labels: dict[str, str] = {}
    columns: list[FormColumn] = []
    known: list[FormRow] = []
    for cells in rows:
        first, *rest = [_text(cell) for cell in (*cells, *(None,) * 5)][:5]
        if first == _COLUMN and rest[1].isdecimal() and rest[3] in tuple(Role):
            columns.append(FormColumn(rest[0], int(rest[1]), rest[2], Role(rest[3])))
        elif first == _ROW and rest[1].isdecimal():
            known.append(FormRow(rest[0], int(rest[1]), rest[2], int(rest[3]) if rest[3].isdecimal() else None))
        elif first and rest[0]:
            labels.setdefault(first, rest[0])
    if not (labels.get(_REPORT) and labels.get(_DEPARTMENT) and labels.get(_YEAR, "").isdecimal()):
        return None
    return FormMark(
        report=labels[_REPORT],
        year=int(labels[_YEAR]),
        organization=labels.get(_ORGANIZATION, ""),
        fingerprint=labels.get(_FINGERPRINT, ""),
        department=labels[_DEPARTMENT],
        columns=tuple(columns),
        rows=tuple(known),
    )


def is_added(header: str) -> bool:
    """Whether a header is one that the form adds to the schema's columns."""
    return header == REASON or header.startswith(GROWTH)


def _text(cell: object) -> str:
    if isinstance(cell, (int, float, Decimal)) and not isinstance(cell, bool):
        return str(int(cell)) if cell == int(cell) else str(cell)
    return cell.strip() if isinstance(cell, str) else ""
