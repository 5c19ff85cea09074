"""Growth as the department sees it while it types: a formula a row, and colour where a reason is due."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter

from ...model.form import LARGE_CHANGE, Role
from .plan import BLANK, Entry, Field, SheetPlan
from .sheet import FIRST_ROW

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_RATE = "+0.0%;-0.0%;0.0%"
_POINTS = '+0.0"个百分点";-0.0"个百分点";0.0"个百分点"'
_ALARM = PatternFill("solid", bgColor="FFFFC7CE")
_ALARM_TEXT = Font(bold=True, color="FF9C0006")


def put_changes(sheet: Worksheet, plan: SheetPlan) -> None:
    """Write the formulas and the rules that colour a large change, and a reason that is missing."""
    large = []
    for at, field in enumerate(plan.fields, 1):
        pair = _pair(plan, field)
        if pair is None:
            continue
        before, now = pair
        _put_formulas(sheet, plan, at, field, pair)
        large.append(_is_large(before, now))
        _colour(sheet, plan, at, large[-1])
    reason = next((at for at, field in enumerate(plan.fields, 1) if field.role is Role.REASON), None)
    if reason is not None and large:
        cell = f"${get_column_letter(reason)}{FIRST_ROW}"
        _colour(
            sheet, plan, reason, f"AND(LEN(TRIM({cell}))=0,OR({','.join(f'IFERROR({one},FALSE)' for one in large)}))"
        )


def _pair(plan: SheetPlan, field: Field) -> tuple[str, str] | None:
    """The columns of last year's and this year's value that a GROWTH field compares."""
    value = plan.position(field.of) if field.role is Role.GROWTH else None
    previous = plan.fields[value - 1].column.previous if value is not None else None
    before = plan.position(previous) if previous is not None else None
    if value is None or before is None:
        return None
    return get_column_letter(before), get_column_letter(value)


def _put_formulas(sheet: Worksheet, plan: SheetPlan, at: int, field: Field, pair: tuple[str, str]) -> None:
    for row, entry in enumerate((*plan.entries, *(BLANK,) * plan.spare), FIRST_ROW):
        if field.of in entry.closed or not _compares(entry):
            continue
        before, now = (f"{letter}{row}" for letter in pair)
        in_points = _unit(plan, entry, field) == "%"
        worked_out = f"{now}-{before}" if in_points else f'IF({before}>0,{now}/{before}-1,"")'
        cell = sheet.cell(row, at)
        cell.value = f'=IF(AND(ISNUMBER({before}),ISNUMBER({now})),{worked_out},"")'
        cell.number_format = _POINTS if in_points else _RATE


def _compares(entry: Entry) -> bool:
    """Whether the row holds numbers: an indicator in words or dates has no growth."""
    return entry.indicator is None or not entry.closed


def _unit(plan: SheetPlan, entry: Entry, field: Field) -> str:
    """The unit of the row's value, empty where it stands in a cell of the row."""
    if entry.indicator is not None:
        return entry.indicator.unit
    column = plan.schema.column(field.of)
    return (column.unit or "") if column is not None else ""


def _is_large(before: str, now: str) -> str:
    """The condition, in the words of the range's first row; an error in it colours nothing."""
    last, this = f"${before}{FIRST_ROW}", f"${now}{FIRST_ROW}"
    share = f"{LARGE_CHANGE / 100:g}"
    return f"AND(ISNUMBER({last}),ISNUMBER({this}),{last}>0,ABS({this}-{last})>{share}*{last})"


def _colour(sheet: Worksheet, plan: SheetPlan, at: int, condition: str) -> None:
    if plan.last_row >= FIRST_ROW:
        letter = get_column_letter(at)
        rule = FormulaRule(formula=[condition], fill=_ALARM, font=_ALARM_TEXT)  # type: ignore[no-untyped-call]
        sheet.conditional_formatting.add(f"{letter}{FIRST_ROW}:{letter}{plan.last_row}", rule)
