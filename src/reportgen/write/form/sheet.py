"""One sheet of the blank workbook: title, note, header, and rows that are ready to be filled.

The title stands in row 1, the note in row 2, the header in row 3; `load` finds the header by the names.
Forty rows are drawn; drop-downs and checks reach further, for those who go on below.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count
from typing import TYPE_CHECKING

from openpyxl.comments import Comment
from openpyxl.utils import get_column_letter

from ...model.schema import INDICATOR_SHEET, ColumnKind, ColumnSchema, IndicatorSchema, SheetSchema
from .checks import check_of, prompt_of
from .look import (
    BODY,
    BOX,
    CENTRE,
    HEADER,
    HEADER_FILL,
    LEFT,
    NOTE,
    REQUIRED_FILL,
    TITLE,
    clean,
    print_setup,
    put_text,
    text_width,
)

if TYPE_CHECKING:
    from openpyxl.cell import Cell, MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

TITLE_ROW, NOTE_ROW, HEADER_ROW = 1, 2, 3
FIRST_ROW = HEADER_ROW + 1
DRAWN_ROWS = 40
LAST_CHECKED_ROW = 2000
_AUTHOR = "reportgen"
FORMATS = {
    ColumnKind.TEXT: "@",
    ColumnKind.CHOICE: "@",
    ColumnKind.NUMBER: "General",
    ColumnKind.DATE: 'yyyy"年"m"月"d"日"',
}
"""Text columns keep 007 and 11-1 as they are typed; numbers show every digit that was typed."""

_NARROWEST, _WIDEST = 9.0, 48.0
_LINE_HEIGHT, _ROW_HEIGHT = 16.0, 19.0


def put_sheet(sheet: Worksheet, schema: SheetSchema, year: int, indicators: Sequence[IndicatorSchema] = ()) -> None:
    """Draw the sheet of one list; `indicators` are written into 指标 with all but their values."""
    widths = [width_of(column) for column in schema.columns]
    for index, width in enumerate(widths, start=1):
        sheet.column_dimensions[get_column_letter(index)].width = width
    sheet.sheet_format.defaultRowHeight, sheet.sheet_format.customHeight = _ROW_HEIGHT, True
    _put_head(sheet, schema, year, widths)
    rows = max(DRAWN_ROWS, len(indicators) + 20)
    _put_rows(sheet, schema, rows)
    for row, indicator in zip(count(FIRST_ROW), indicators, strict=False):
        _put_indicator(sheet, row, schema, indicator)
    for index, column in enumerate(schema.columns, start=1):
        letter = get_column_letter(index)
        check = check_of(column, _hedges(schema), is_free=_is_free(schema, column))
        check.add(f"{letter}{FIRST_ROW}:{letter}{max(LAST_CHECKED_ROW, FIRST_ROW + rows - 1)}")
        sheet.add_data_validation(check)
    key = next((at for at, column in enumerate(schema.columns, start=1) if column.name == schema.key), 1)
    sheet.freeze_panes = f"{get_column_letter(min(key, 2) + 1)}{FIRST_ROW}"
    print_setup(sheet, HEADER_ROW, sum(widths))


def header_of(column: ColumnSchema) -> str:
    """The header as a clerk reads it: name, unit in brackets, * where the column must be filled."""
    unit = f"（{column.unit}）" if column.unit else ""
    return f"{column.name}{unit}{'*' if column.required else ''}"


def _is_free(schema: SheetSchema, column: ColumnSchema) -> bool:
    """Whether numbers, dates and words may all stand in the column, as in 指标 › 数值."""
    return schema.name == INDICATOR_SHEET and column.unit_column is not None


def _hedges(schema: SheetSchema) -> frozenset[str]:
    return frozenset(column.hedge for column in schema.columns if column.hedge)


def width_of(column: ColumnSchema) -> float:
    """The schema's width of a column, or one that its header and kind call for."""
    if column.width is not None:
        return max(column.width, 4.0)
    least = 24.0 if column.kind is ColumnKind.TEXT else 14.0
    return min(max(text_width(header_of(column)) + 3, _NARROWEST, least), _WIDEST)


def _put_head(sheet: Worksheet, schema: SheetSchema, year: int, widths: Sequence[float]) -> None:
    title, note = sheet.cell(TITLE_ROW, 1), sheet.cell(NOTE_ROW, 1)
    put_text(title, f"{year}年{schema.name}")
    put_text(note, f"填报说明：{_note(schema)}")
    title.font, title.alignment = TITLE, CENTRE
    note.font, note.alignment = NOTE, LEFT
    across = max(len(schema.columns), 1)
    for row in (TITLE_ROW, NOTE_ROW):
        if across > 1:
            sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=across)
    lines = -int(-text_width(str(note.value)) // max(sum(widths) - 2, 1))
    sheet.row_dimensions[TITLE_ROW].height = 30
    sheet.row_dimensions[NOTE_ROW].height = _LINE_HEIGHT * max(lines, 1) + 2
    tallest = 1
    for index, (column, width) in enumerate(zip(schema.columns, widths, strict=True), start=1):
        cell = sheet.cell(HEADER_ROW, index)
        put_text(cell, header_of(column))
        cell.font, cell.fill, cell.alignment, cell.border = HEADER, HEADER_FILL, CENTRE, BOX
        prompt = prompt_of(column, _hedges(schema))
        if prompt:
            _put_comment(cell, prompt)
        tallest = max(tallest, -int(-text_width(header_of(column)) // max(width - 1.5, 1)))
    sheet.row_dimensions[HEADER_ROW].height = _LINE_HEIGHT * tallest + 8


def _note(schema: SheetSchema) -> str:
    parts = [schema.note or f"一行一个{schema.row_noun}。"]
    if schema.department:
        parts.append(f"责任科室：{schema.department}。")
    if schema.total_indicator:
        parts.append(f"名单不全时，总数填在“{INDICATOR_SHEET}”表的“{schema.total_indicator}”。")
    return "".join(parts)


def _put_comment(cell: Cell | MergedCell, text: str) -> None:
    comment = Comment(clean(text), _AUTHOR)
    comment.width, comment.height = 260, 30 + 18 * -int(-text_width(text) // 34)
    cell.comment = comment


def _put_rows(sheet: Worksheet, schema: SheetSchema, rows: int) -> None:
    for row in range(FIRST_ROW, FIRST_ROW + rows):
        for index, column in enumerate(schema.columns, start=1):
            cell = sheet.cell(row, index)
            free = _is_free(schema, column)
            cell.number_format = "General" if free else FORMATS[column.kind]
            cell.font, cell.border = BODY, BOX
            cell.alignment = LEFT if column.kind is ColumnKind.TEXT and not free else CENTRE


def _put_indicator(sheet: Worksheet, row: int, schema: SheetSchema, indicator: IndicatorSchema) -> None:
    """Write what is known of an indicator; the cell to be filled is tinted where it is required."""
    known = {
        "指标名称": indicator.name,
        "口径": indicator.scope,
        "计量单位": indicator.unit,
        "价格口径": indicator.basis,
        "责任科室": indicator.department,
    }
    for index, column in enumerate(schema.columns, start=1):
        cell = sheet.cell(row, index)
        text = known.get(column.name, "")
        if text:
            put_text(cell, text)
        if column.name == "指标名称" and indicator.note:
            _put_comment(cell, indicator.note)
        if column.name == "数值" and indicator.required:
            cell.fill = REQUIRED_FILL
