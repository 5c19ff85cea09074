"""One sheet of a department's form, drawn from its plan: what is known is locked, what is asked is open.

Title in row 1, note in row 2, header in row 3, as in the blank workbook. The protection has no password: it
keeps cells from slipping, not people from working.
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from openpyxl.styles import PatternFill, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.dimensions import RowDimension

from ...model.dataset import Value
from ...model.form import Role
from ...model.schema import ColumnKind
from .changes import put_changes
from .department_checks import put_checks
from .look import BODY, BOX, CENTRE, HEADER, HEADER_FILL, LEFT, NOTE, TITLE, print_setup, put_text, text_width
from .plan import BLANK, Entry, Field, SheetPlan, is_locked
from .sheet import FIRST_ROW, FORMATS, HEADER_ROW, NOTE_ROW, TITLE_ROW, width_of

if TYPE_CHECKING:
    from openpyxl.cell import Cell, MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

INPUT_FILL = PatternFill("solid", fgColor="FFFFF2CC")
CARRIED_FILL = PatternFill("solid", fgColor="FFE2EFDA")
LOCKED_FILL = PatternFill("solid", fgColor="FFEDEDED")

_OPEN = Protection(locked=False)
_WIDEST = {Role.KEY: 28.0, Role.CARRIED: 28.0}
_WIDEST_OTHER = 20.0
_PAGE_WIDTH = 200.0
"""Characters of a landscape A4 page that are still read with ease; wider sheets go onto two pages side by side."""

_LINE_HEIGHT, _LOWEST = 15.0, 20.0


def put_plan(sheet: Worksheet, plan: SheetPlan, heading: str) -> None:
    """Draw the sheet with its checks, colours and protection."""
    widths = [_width(field) for field in plan.fields]
    for at, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(at)].width = width
    _put_head(sheet, plan, heading, widths)
    _put_cells(sheet, plan, widths)
    put_checks(sheet, plan)
    put_changes(sheet, plan)
    protect(sheet)
    first = next((at for at, field in enumerate(plan.fields, 1) if field.role is Role.KEY), 1)
    sheet.freeze_panes = f"{get_column_letter(min(first, 2) + 1)}{FIRST_ROW}"
    print_setup(sheet, HEADER_ROW, sum(widths))
    sheet.page_setup.fitToWidth = max(1, -int(-sum(widths) // _PAGE_WIDTH))
    sheet.print_title_cols = f"A:{get_column_letter(min(first, 2))}"
    sheet.print_area = f"A1:{get_column_letter(len(widths))}{plan.last_row}"


def _width(field: Field) -> float:
    """The schema's width within reason: a form holds more columns than the workbook."""
    least = max((text_width(part) for part in field.header.split("（")), default=0.0) + 2
    return max(min(width_of(field.column), _WIDEST.get(field.role, _WIDEST_OTHER)), min(least, 14.0), 8.0)


def _put_head(sheet: Worksheet, plan: SheetPlan, heading: str, widths: Sequence[float]) -> None:
    title, note = sheet.cell(TITLE_ROW, 1), sheet.cell(NOTE_ROW, 1)
    put_text(title, heading)
    put_text(note, _note(plan))
    title.font, title.alignment = TITLE, CENTRE
    note.font, note.alignment = NOTE, LEFT
    if len(widths) > 1:
        for row in (TITLE_ROW, NOTE_ROW):
            sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=len(widths))
    sheet.row_dimensions[TITLE_ROW].height = 30
    sheet.row_dimensions[NOTE_ROW].height = _lines(str(note.value), sum(widths)) * _LINE_HEIGHT + 4
    tallest = 1
    for at, (field, width) in enumerate(zip(plan.fields, widths, strict=True), 1):
        cell = sheet.cell(HEADER_ROW, at)
        put_text(cell, field.header)
        cell.font, cell.fill, cell.alignment, cell.border = HEADER, HEADER_FILL, CENTRE, BOX
        tallest = max(tallest, _lines(field.header, width))
    sheet.row_dimensions[HEADER_ROW].height = _LINE_HEIGHT * tallest + 10


def _note(plan: SheetPlan) -> str:
    schema = plan.schema
    known = (
        f"已有的{schema.row_noun}在前，新增的填在后面空行。" if plan.spare else "单位见“计量单位”栏，口径见“口径”栏。"
    )
    return f"{known}{'' if plan.is_indicators else schema.note}灰色格已锁定，黄色格请填写，绿色格沿用上年、有变化请改。"


def _put_cells(sheet: Worksheet, plan: SheetPlan, widths: Sequence[float]) -> None:
    dressed: dict[_Look, Cell | MergedCell] = {}
    for row, entry in enumerate((*plan.entries, *(BLANK,) * plan.spare), FIRST_ROW):
        lines = 1
        for at, field in enumerate(plan.fields, 1):
            cell = sheet.cell(row, at)
            value = entry.values.get(field.name)
            look = _look(field, entry, value)
            alike = dressed.setdefault(look, cell)
            if alike is cell:
                _dress(cell, look)
            else:
                # Setting one property after the other takes ten times as long (openpyxl 3.1.5).
                cell._style = copy(alike._style)  # type: ignore[union-attr]  # noqa: SLF001
            if value is not None:
                _put(cell, value)
                lines = max(lines, _lines(str(value), widths[at - 1]))
        height = max(lines * _LINE_HEIGHT + 3, _LOWEST)
        sheet.row_dimensions[row] = _GrowingRow(sheet, index=row, ht=height)


class _GrowingRow(RowDimension):
    """A row with a height to begin with: Excel and WPS make it higher when somebody types more into it."""

    @property
    def customHeight(self) -> bool:  # noqa: N802 - openpyxl's name
        """Always False: openpyxl takes a row with a height for one that must keep it."""
        return False


class _Look(NamedTuple):
    """How a cell looks, and whether it can be filled."""

    is_locked: bool
    is_filled: bool
    is_text: bool
    number_format: str


def _look(field: Field, entry: Entry, value: Value) -> _Look:
    words = field.column.kind is ColumnKind.TEXT or isinstance(value, str)
    return _Look(is_locked(field, entry), value is not None, words, _format(field, entry))


def _dress(cell: Cell | MergedCell, look: _Look) -> None:
    cell.font, cell.border, cell.number_format = BODY, BOX, look.number_format
    cell.alignment = LEFT if look.is_text else CENTRE
    if look.is_locked:
        cell.fill = LOCKED_FILL
        return
    cell.fill = CARRIED_FILL if look.is_filled else INPUT_FILL
    cell.protection = _OPEN


def _format(field: Field, entry: Entry) -> str:
    """The number format; an indicator's value is a number, a date or words, as it was last year."""
    if entry.indicator is None or field.column.unit_column is None:
        return FORMATS[field.column.kind]
    is_day = isinstance(entry.last, date) and field.column.previous is not None
    return FORMATS[ColumnKind.DATE if is_day else ColumnKind.NUMBER]


def _put(cell: Cell | MergedCell, value: Decimal | date | str) -> None:
    if isinstance(value, str):
        put_text(cell, value)
    else:
        cell.value = value


def _lines(text: str, width: float) -> int:
    """The lines that a text takes in a column."""
    return sum(max(1, -int(-text_width(part) // max(width - 1.5, 1))) for part in text.split("\n"))


def protect(sheet: Worksheet) -> None:
    """Lock what is not open, without a password; columns and rows may be made wider and higher."""
    sheet.protection.sheet = True
    sheet.protection.formatColumns = False
    sheet.protection.formatRows = False
