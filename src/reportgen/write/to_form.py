"""The blank workbook of `reportgen init`: every sheet and column of a kit's schema, ready to be filled.

The way of the year begins here: a clerk fills the sheets, `load` reads them back by the same schema. The
first sheet says how; each list has title, note and header as people keep them, the units in the header,
notes as cell comments and prompts, and drop-downs where only certain words are taken. Same schema, same
bytes: openpyxl makes the parts, `ooxml.package` packs them without a clock.
"""

from __future__ import annotations

from ..model.schema import GUIDE_SHEET, INDICATOR_SHEET, Schema, SheetSchema


def to_form(schema: Schema, year: int, *, title: str = "") -> bytes:
    """The blank workbook for a year as .xlsx bytes.

    `title` heads the first sheet, `2015年数据填报表` where it is empty. Raises `unusable-sheet-name` for a
    sheet that a spreadsheet program cannot name so.
    """
    from openpyxl import Workbook

    from .form.book import check_names, packed
    from .form.guide import put_guide
    from .form.look import clean
    from .form.sheet import put_sheet

    sheets = _sheets(schema)
    check_names((sheet.name for sheet in sheets), GUIDE_SHEET)
    heading = clean(title) or f"{year}年数据填报表"
    book = Workbook()
    book.remove(book.worksheets[0])
    put_guide(book.create_sheet(GUIDE_SHEET), sheets, heading)
    for sheet in sheets:
        indicators = schema.indicators if sheet.name == INDICATOR_SHEET else ()
        put_sheet(book.create_sheet(sheet.name), sheet, year, indicators)
    book.properties.creator = "reportgen"
    book.properties.title = heading
    return packed(book)


def _sheets(schema: Schema) -> tuple[SheetSchema, ...]:
    """The declared sheets, 指标 first where there are indicators."""
    declared = schema.sheet(INDICATOR_SHEET)
    if declared is None and schema.indicators:
        from .form.indicators import USUAL

        return (USUAL, *schema.sheets)
    return tuple(sorted(schema.sheets, key=lambda sheet: sheet.name != INDICATOR_SHEET))
