"""The table of doubts, 存疑数据表: one sheet a department with the cells in question and room for the answers.

It goes back to the departments by mail or on paper, so each sheet prints by itself. A very hidden sheet remembers
which cell each question is about, so that `collect` reads the answers (`model.doubts`). Same doubts, same bytes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from ..model.doubts import (
    DOUBTS_TITLE,
    NUMBER_HEADING,
    REASON_HEADING,
    VALUE_HEADING,
    Asked,
    Doubt,
    DoubtMark,
    to_cells,
)
from ..model.form import MARK_SHEET
from ..model.place import column_letters

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

HEADINGS = (NUMBER_HEADING, "单元格", "指标", "本年", "上年", "比上年", "问题", VALUE_HEADING, REASON_HEADING)
_WIDTHS = (6.0, 20.0, 24.0, 14.0, 14.0, 10.0, 44.0, 16.0, 30.0)
_OPEN = (8, 9)
"""The columns that the department fills in."""
_CENTRED = (1, 4, 5, 6)
_HEADER_ROW = 3
_LINE = 15.0
_REFUSED = re.compile(r"[\[\]:*?/\\\x00-\x1f\ufffe\uffff']")
_LONGEST_SHEET_NAME = 31
_NOTE = (
    f"请逐条核对：数有误的，在“{VALUE_HEADING}”栏填正确的数；无误的，在“{REASON_HEADING}”栏写明原因。填好后报回本表。"
)
_NOTHING = "各科室回报的数据没有疑问。"
_UNKNOWN = "未认出科室"


def to_doubts(doubts: Iterable[Doubt], year: int, report: str = "") -> bytes:
    """The table as .xlsx bytes, sealed with our fingerprint so that one with answers is never overwritten.

    `report` is the report's title: answers to another report's questions are not taken.
    """
    from openpyxl import Workbook

    from .form.book import packed, put_cells

    by_department: dict[str, list[Doubt]] = {}
    for doubt in doubts:
        by_department.setdefault(doubt.department or _UNKNOWN, []).append(doubt)
    book = Workbook()
    book.remove(book.worksheets[0])
    asked: list[tuple[str, int, Asked]] = []
    for department, listed in by_department.items():
        sheet = book.create_sheet(_sheet_name(department, book))
        _put_sheet(sheet, department, listed, year)
        asked += ((sheet.title, number, doubt.asked) for number, doubt in enumerate(listed, 1))
    if not by_department:
        _put_nothing(book.create_sheet(DOUBTS_TITLE), year)
    put_cells(book.create_sheet(MARK_SHEET), to_cells(DoubtMark(report=report, year=year, asked=tuple(asked))))
    book.properties.creator = "reportgen"
    book.properties.title = f"{year}年{DOUBTS_TITLE}"
    return packed(book, sealed=True)


def _sheet_name(department: str, book: Workbook) -> str:
    """The department as Excel takes it for a name, numbered where two would read alike."""
    name = _REFUSED.sub("_", department)[:_LONGEST_SHEET_NAME]
    taken = {sheet.title.casefold() for sheet in book.worksheets}
    number = 2
    while name.casefold() in taken:
        name = f"{name[: _LONGEST_SHEET_NAME - 4]}({number})"
        number += 1
    return name


def _put_sheet(sheet: Worksheet, department: str, doubts: Sequence[Doubt], year: int) -> None:
    from .form.look import BODY, BOX, CENTRE, HEADER, HEADER_FILL, LEFT, NOTE, REQUIRED_FILL, print_setup, put_text

    _put_title(sheet, f"{year}年{DOUBTS_TITLE}（{department}）")
    put_text(sheet.cell(2, 1), _NOTE)
    sheet.cell(2, 1).font, sheet.cell(2, 1).alignment = NOTE, LEFT
    sheet.merge_cells(start_row=2, start_column=1, end_row=2, end_column=len(HEADINGS))
    sheet.row_dimensions[2].height = 20
    for position, (heading, width) in enumerate(zip(HEADINGS, _WIDTHS, strict=True), 1):
        cell = sheet.cell(_HEADER_ROW, position)
        put_text(cell, heading)
        cell.font, cell.alignment, cell.fill, cell.border = HEADER, CENTRE, HEADER_FILL, BOX
        sheet.column_dimensions[column_letters(position)].width = width
    sheet.row_dimensions[_HEADER_ROW].height = 24
    for number, doubt in enumerate(doubts, 1):
        row = _HEADER_ROW + number
        texts = (doubt.place, doubt.name, doubt.now, doubt.before, doubt.change, doubt.question)
        sheet.cell(row, 1).value = number
        for position, text in enumerate(texts, 2):
            if text:
                put_text(sheet.cell(row, position), text)
        for position in range(1, len(HEADINGS) + 1):
            written = sheet.cell(row, position)
            written.font, written.border, written.alignment = BODY, BOX, CENTRE if position in _CENTRED else LEFT
        for position in _OPEN:
            sheet.cell(row, position).fill = REQUIRED_FILL
        sheet.row_dimensions[row].height = max(_LINE * _lines(texts), 2 * _LINE) + 6
    sheet.freeze_panes = f"A{_HEADER_ROW + 1}"
    print_setup(sheet, _HEADER_ROW, sum(_WIDTHS))


def _lines(texts: Sequence[str]) -> int:
    """The lines of the tallest cell of a row."""
    from .form.look import text_width

    return max(-int(-text_width(text) // (width - 2)) for text, width in zip(texts, _WIDTHS[1:], strict=False))


def _put_title(sheet: Worksheet, title: str) -> None:
    from .form.look import CENTRE, put_text
    from .form.look import TITLE as TITLE_FONT

    put_text(sheet.cell(1, 1), title)
    sheet.cell(1, 1).font, sheet.cell(1, 1).alignment = TITLE_FONT, CENTRE
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(HEADINGS))
    sheet.row_dimensions[1].height = 34


def _put_nothing(sheet: Worksheet, year: int) -> None:
    from .form.look import BODY, put_text

    _put_title(sheet, f"{year}年{DOUBTS_TITLE}")
    put_text(sheet.cell(2, 1), _NOTHING)
    sheet.cell(2, 1).font = BODY
