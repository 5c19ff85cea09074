"""The first sheet of the blank workbook, 填报说明: how to fill the others, and what each of them is for.

Everything stands in one column, so that `load` takes no part of it for a table.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from openpyxl.worksheet.hyperlink import Hyperlink

from ...model.schema import INDICATOR_SHEET, ColumnKind, SheetSchema
from .look import BODY, CENTRE, HEADER, LEFT, LINK, TITLE, print_setup, put_text, text_width

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_WIDTH = 78.0
_LINE = 15.0


def put_guide(sheet: Worksheet, sheets: Sequence[SheetSchema], title: str) -> None:
    """Write the guide: the rules, then every sheet with a link to it."""
    sheet.column_dimensions["A"].width = _WIDTH
    row = 1
    put_text(sheet.cell(row, 1), title)
    sheet.cell(row, 1).font, sheet.cell(row, 1).alignment = TITLE, CENTRE
    sheet.row_dimensions[row].height = 34
    for heading, lines in (("怎样填", rules(sheets)), ("填完以后", _AFTER)):
        row = _put_line(sheet, row + 1, heading, heading=True)
        for number, line in enumerate(lines, start=1):
            row = _put_line(sheet, row + 1, f"{number}. {line}")
    row = _put_line(sheet, row + 1, "各表用途（点表名可以跳转）", heading=True)
    for item in sheets:
        row = _put_line(sheet, row + 1, purpose(item))
        cell = sheet.cell(row, 1)
        cell.font = LINK
        quoted = item.name.replace("'", "''")
        cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{quoted}'!A1", display=item.name)
    sheet.sheet_view.showGridLines = False
    print_setup(sheet, None, _WIDTH)


def _put_line(sheet: Worksheet, row: int, text: str, *, heading: bool = False) -> int:
    cell = sheet.cell(row, 1)
    put_text(cell, text)
    cell.font, cell.alignment = (HEADER if heading else BODY), LEFT
    lines = max(1, -int(-text_width(text) // (_WIDTH - 2)))
    sheet.row_dimensions[row].height = 22.0 if heading else _LINE * lines + 1
    return row


def rules(sheets: Sequence[SheetSchema]) -> list[str]:
    """How to fill the sheets, with the rules that these sheets need and no others."""
    columns = [column for sheet in sheets for column in sheet.columns]
    said = [
        "表头下面一行填一条，从第4行起填，不留空行。表名和表头不要改；可以在右边加列，也可以加自己的表。",
        "表头带*的栏目必须填。浅黄色的格子是报告一定要用的数值。" if sheets else "",
        "数值栏只填数字，不写单位，也不写“约12亿”。单位看表头的括号，或者写在“计量单位”栏。",
        "没有的数据留空，不要填0。确实没有统计的，写“未统计”再写原因，如“未统计：下月公布”。",
        "百分数填12.5，不填0.125，单位是%。",
    ]
    if any(column.kind is ColumnKind.DATE for column in columns):
        said.append("日期按2015-11-13填，显示为2015年11月13日。")
    if any(column.hedge for column in columns):
        said.append("原数不是确数的，数值栏填数字，“概数”栏选余、多、约、以上等字。")
    if any(column.split for column in columns):
        said.append("一格填几项的，用顿号“、”分开。")
    if any(column.previous for column in columns):
        said.append("填了上年数，报告才能写出同比；口径变了的，在备注里说明。")
    if any(sheet.total_indicator for sheet in sheets):
        said.append(f"名单只知道一部分的，照实填知道的，总数填在“{INDICATOR_SHEET}”表。")
    said.append("把光标放在格子上，会显示这一栏怎样填；表头右上角的红三角是同样的说明。")
    return [line for line in said if line]


_AFTER = (
    "保存并关闭本文件，在报告所在的文件夹运行 reportgen check，它会指出哪一格缺数、哪一格有疑问。",
    "运行 reportgen build，在 out 文件夹中得到 Word 报告和 Excel 附件。",
    "改了数据再运行一次 reportgen build，正文、图和附表会一起更新。",
)


def purpose(sheet: SheetSchema) -> str:
    """What a sheet is for, in one line."""
    parts = [f"{sheet.name}：一行一个{sheet.row_noun}"]
    if sheet.department:
        parts.append(f"责任科室：{sheet.department}")
    parts.append("必填" if sheet.required else "没有可以空着")
    return "；".join(parts) + "。"
