"""The blank workbook of `reportgen init`: every sheet and column of a kit's schema, ready to be filled.

The way of the year begins here: a clerk fills the sheets, `load` reads them back by the same schema. The
first sheet says how; each list has title, note and header as people keep them, the units in the header,
notes as cell comments and prompts, and drop-downs where only certain words are taken. Same schema, same
bytes: openpyxl makes the parts, `ooxml.package` packs them without a clock.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence

from ..model.diagnostic import Fault
from ..model.schema import GUIDE_SHEET, INDICATOR_SHEET, ColumnKind, ColumnSchema, Schema, SheetSchema
from ..ooxml.package import PackageReader, pack, write_package

_LONGEST_SHEET_NAME = 31
_REFUSED = re.compile(r"[\[\]:*?/\\\x00-\x1f\ufffe\uffff]|^'|'$")
_CORE = "docProps/core.xml"
_TIME = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
_FIXED = rb"\g<1>1980-01-01T00:00:00Z"
"""The time of every package that we write (`ooxml.package`): the file itself tells no time."""

_UNIT = "计量单位"
_INDICATOR_COLUMNS = (
    ColumnSchema(name="指标名称", required=True, width=30),
    ColumnSchema(name="口径", width=34),
    ColumnSchema(name=_UNIT, required=True, width=10),
    ColumnSchema(
        name="数值",
        kind=ColumnKind.NUMBER,
        unit_column=_UNIT,
        required=True,
        previous="上年数",
        target="目标值",
        hedge="概数",
        width=16,
    ),
    ColumnSchema(name="概数", width=8),
    ColumnSchema(name="上年数", kind=ColumnKind.NUMBER, unit_column=_UNIT, width=12),
    ColumnSchema(name="目标值", kind=ColumnKind.NUMBER, unit_column=_UNIT, width=12),
    ColumnSchema(name="数据性质", kind=ColumnKind.CHOICE, choices=("实际", "预计"), width=10),
    ColumnSchema(name="价格口径", kind=ColumnKind.CHOICE, choices=("现价", "可比价"), width=10),
    ColumnSchema(name="责任科室", width=14),
    ColumnSchema(name="来源说明", width=40),
)
"""The sheet 指标 of a kit that lists indicators without declaring the sheet."""


def to_form(schema: Schema, year: int, *, title: str = "") -> bytes:
    """The blank workbook for a year as .xlsx bytes.

    `title` heads the first sheet, `2015年数据填报表` where it is empty. Raises `unusable-sheet-name` for a
    sheet that a spreadsheet program cannot name so.
    """
    from openpyxl import Workbook

    from .form.guide import put_guide
    from .form.look import clean
    from .form.sheet import put_sheet

    sheets = _sheets(schema)
    _check_names(sheets)
    heading = clean(title) or f"{year}年数据填报表"
    book = Workbook()
    book.remove(book.worksheets[0])
    put_guide(book.create_sheet(GUIDE_SHEET), sheets, heading)
    for sheet in sheets:
        indicators = schema.indicators if sheet.name == INDICATOR_SHEET else ()
        put_sheet(book.create_sheet(sheet.name), sheet, year, indicators)
    book.properties.creator = "reportgen"
    book.properties.title = heading
    stream = io.BytesIO()
    book.save(stream)
    return _repacked(stream.getvalue())


def _sheets(schema: Schema) -> tuple[SheetSchema, ...]:
    """The declared sheets, 指标 first where there are indicators."""
    declared = schema.sheet(INDICATOR_SHEET)
    if declared is None and schema.indicators:
        usual = SheetSchema(name=INDICATOR_SHEET, columns=_INDICATOR_COLUMNS, row_noun="指标", key="指标名称")
        return (usual, *schema.sheets)
    return tuple(sorted(schema.sheets, key=lambda sheet: sheet.name != INDICATOR_SHEET))


def _check_names(sheets: Sequence[SheetSchema]) -> None:
    """Names as Excel takes them: at most 31 characters, none of those that it refuses, each once whatever its case."""
    seen = {GUIDE_SHEET.casefold()}
    for sheet in sheets:
        name = sheet.name
        if not name.strip() or len(name) > _LONGEST_SHEET_NAME or _REFUSED.search(name) or name.casefold() in seen:
            raise Fault("unusable-sheet-name", name=name)
        seen.add(name.casefold())


def _repacked(data: bytes) -> bytes:
    package = PackageReader(data, "form.xlsx")
    parts = []
    for name in package.names:
        content = package.read(name)
        parts.append(pack(name, _TIME.sub(_FIXED, content) if name == _CORE else content))
    return write_package(parts)
