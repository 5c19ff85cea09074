"""The first sheet of a department's form, 填报说明: whose form it is, how to fill it, what the colours mean.

Who fills it, until when and whom to ask is left blank and open: the tool does not know it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from openpyxl.styles import PatternFill, Protection
from openpyxl.worksheet.hyperlink import Hyperlink

from ...model.form import LARGE_CHANGE, FormMark
from ...model.schema import ColumnKind
from .department_sheet import CARRIED_FILL, INPUT_FILL, LOCKED_FILL, protect
from .look import BODY, BOX, CENTRE, HEADER, LEFT, LINK, TITLE, clean, print_setup, put_text, text_width
from .plan import SheetPlan

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_LABEL, _TEXT = 18.0, 66.0
_LINE = 15.0
_COLOURS: tuple[tuple[str, PatternFill, str], ...] = (
    ("黄色", INPUT_FILL, "请填写"),
    ("绿色", CARRIED_FILL, "沿用上年，有变化请改"),
    ("灰色", LOCKED_FILL, "已知的名称、单位和上年数，已锁定，不用填"),
    ("红色", PatternFill("solid", fgColor="FFFFC7CE"), f"比上年增减超过{LARGE_CHANGE}%，要在“变动原因”栏说明"),
)
_BLANKS = ("填报人", "联系电话", "填报日期", "报送截止时间", "有疑问请联系")


def put_cover(sheet: Worksheet, mark: FormMark, plans: Sequence[SheetPlan], heading: str) -> None:
    """Draw the sheet and lock all of it but the blanks."""
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = _LABEL, _TEXT
    put_text(sheet.cell(1, 1), heading)
    sheet.cell(1, 1).font, sheet.cell(1, 1).alignment = TITLE, CENTRE
    sheet.merge_cells("A1:B1")
    sheet.row_dimensions[1].height = 36
    row = _put_who(sheet, 2, mark)
    row = _put_heading(sheet, row, "怎样填")
    for number, line in enumerate(rules(plans), 1):
        row = _put_wide(sheet, row, f"{number}. {line}")
    row = _put_heading(sheet, row, "颜色")
    for name, fill, meaning in _COLOURS:
        _put_pair(sheet, row, name, meaning)
        sheet.cell(row, 1).fill = fill
        row += 1
    row = _put_heading(sheet, row, "要填的表（点表名可以跳转）")
    for plan in plans:
        _put_link(sheet, row, plan)
        row += 1
    sheet.sheet_view.showGridLines = False
    print_setup(sheet, None, _LABEL + _TEXT)
    protect(sheet)


def rules(plans: Sequence[SheetPlan]) -> Iterator[str]:
    """How to fill the form, with the rules that its sheets need and no others."""
    columns = [field.column for plan in plans for field in plan.fields]
    yield "只填黄色和绿色的格子。表名、表头、灰色的格子不要改；表已保护，没有密码。"
    yield "数值栏只填数字，不写单位，也不写“约12亿”。单位见表头括号或“计量单位”栏。百分数填12.5，不填0.125。"
    yield "没有的数据留空，不要填0。确实没有统计的，写“未统计”再写原因，如“未统计：下月公布”。"
    yield "上年数已经带出的不用填，有误的在“变动原因”里写明正确的数；黄色的上年数请补上。"
    yield f"比上年增减由表格自己计算。增减超过{LARGE_CHANGE}%的会变红，请在“变动原因”栏写一句原因。"
    yield "“数据性质”选实际还是预计；按预计填的，有了实际数请再报一次。"
    if any(column.hedge for column in columns):
        yield "原数不是确数的，数值栏填数字，“概数”栏选余、多、约、以上等字。"
    if any(column.kind is ColumnKind.DATE for column in columns):
        yield "日期按2015-11-13填，显示为2015年11月13日。"
    if any(column.split for column in columns):
        yield "一格填几项的，用顿号“、”分开。"
    if any(plan.spare for plan in plans):
        yield "名单上的条目，新增的填在后面的空行；今年不再有的，数值留空，在备注里写“取消”；改了名的，在备注里写新名。"
    yield "把光标放在格子上，会显示这一格怎样填。填完保存，不要另存为别的格式，文件名也不要改，按时报回。"


def _put_who(sheet: Worksheet, row: int, mark: FormMark) -> int:
    for label, text in (("报告", mark.report), ("汇总单位", mark.organization), ("填报科室", mark.department)):
        _put_pair(sheet, row, label, text)
        sheet.cell(row, 2).fill = LOCKED_FILL
        row += 1
    for label in _BLANKS:
        _put_pair(sheet, row, label, "")
        cell = sheet.cell(row, 2)
        cell.fill, cell.protection, cell.number_format = INPUT_FILL, Protection(locked=False), "@"
        row += 1
    return row


def _put_heading(sheet: Worksheet, row: int, text: str) -> int:
    row = _put_wide(sheet, row, text)
    sheet.cell(row - 1, 1).font = HEADER
    sheet.row_dimensions[row - 1].height = 26.0
    return row


def _put_wide(sheet: Worksheet, row: int, text: str) -> int:
    """One text over both columns; the next row."""
    cell = sheet.cell(row, 1)
    put_text(cell, text)
    cell.font, cell.alignment = BODY, LEFT
    sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=2)
    sheet.row_dimensions[row].height = _height(text, _LABEL + _TEXT)
    return row + 1


def _put_pair(sheet: Worksheet, row: int, label: str, text: str) -> None:
    for at, said in enumerate((label, text), 1):
        cell = sheet.cell(row, at)
        cell.font, cell.alignment, cell.border = (HEADER if at == 1 else BODY), LEFT, BOX
        if said:
            put_text(cell, said)
    sheet.row_dimensions[row].height = max(20.0, _height(text, _TEXT))


def _put_link(sheet: Worksheet, row: int, plan: SheetPlan) -> None:
    name = plan.schema.name
    noun = plan.schema.row_noun
    known = f"{len(plan.entries)}{'' if noun == '行' else '个'}{noun}"
    _put_pair(sheet, row, name, known if plan.is_indicators else f"已带出{known}，可以新增")
    cell = sheet.cell(row, 1)
    cell.font = LINK
    quoted = name.replace("'", "''")
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{quoted}'!A1", display=clean(name))


def _height(text: str, width: float) -> float:
    return _LINE * max(1, -int(-text_width(text) // (width - 2))) + 3
