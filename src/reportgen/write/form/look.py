"""The look of the blank workbook: the same as of any tidy office table, printed on A4."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.properties import PageSetupProperties

if TYPE_CHECKING:
    from openpyxl.cell import Cell, MergedCell
    from openpyxl.worksheet.worksheet import Worksheet

FONT = "宋体"
TITLE = Font(name=FONT, size=16, bold=True)
HEADER = Font(name=FONT, size=11, bold=True)
BODY = Font(name=FONT, size=11)
NOTE = Font(name=FONT, size=10, color="FF595959")
LINK = Font(name=FONT, size=11, color="FF1F4E79", underline="single")
HEADER_FILL = PatternFill("solid", fgColor="FFDCE6F1")
REQUIRED_FILL = PatternFill("solid", fgColor="FFFFF7DC")
CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)
LEFT = Alignment(horizontal="left", vertical="center", wrap_text=True)
_LINE = Side(style="thin", color="FFA6A6A6")
BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_A4 = 9
_WIDEST_PORTRAIT = 90.0
"""Widths in characters that still print legibly on an upright A4 page."""


def clean(text: str) -> str:
    """The text without the characters that XML cannot hold (XML 1.0, 2.2)."""
    return _ILLEGAL.sub("", text)


def put_text(cell: Cell | MergedCell, text: str) -> None:
    """Set a cell to text, whatever the text begins with: never a formula, a number or a date."""
    cell.value = clean(text)
    cell.data_type = "s"


def print_setup(sheet: Worksheet, header_row: int | None, width: float) -> None:
    """A4, as wide as one page, the rows down to the header on every page, page numbers below."""
    sheet.page_setup.paperSize = _A4
    sheet.page_setup.orientation = "landscape" if width > _WIDEST_PORTRAIT else "portrait"
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_options.horizontalCentered = True
    sheet.page_margins.left = sheet.page_margins.right = 0.5
    sheet.page_margins.top = sheet.page_margins.bottom = 0.7
    footer = HeaderFooterItem()
    footer.center.text = "第 &P 页，共 &N 页"
    sheet.oddFooter = footer
    if header_row is not None:
        sheet.print_title_rows = f"{header_row}:{header_row}"


def text_width(text: str) -> float:
    """The width of a text in characters of a spreadsheet column: a hanzi takes two."""
    return sum(2.0 if ord(character) > 0x2E7F else 1.1 for character in text)
