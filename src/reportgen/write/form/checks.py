"""Checks of the blank workbook's cells: what may be entered, and the Chinese prompt beside the cell.

Words outside a drop-down are refused. Anything else than a number or date is only asked about, because
a clerk may write 未统计 and a reason instead of a value.
"""

from __future__ import annotations

from typing import Literal

from openpyxl.worksheet.datavalidation import DataValidation

from ...model.quantity import plain
from ...model.schema import ColumnKind, ColumnSchema
from .look import clean

HEDGES = ("余", "多", "约", "近", "超", "不到", "以上", "以内", "左右", "上")
"""The words beside a number that is not exact."""

Style = Literal["stop", "warning"]

_LONGEST_LIST = 255
_LONGEST_PROMPT = 255
_LONGEST_TITLE = 32
_FIRST_DAY, _LAST_DAY = "1", "109574"
"""1900-01-01 and 2199-12-31 as a spreadsheet counts days."""


def prompt_of(column: ColumnSchema, hedges: frozenset[str] = frozenset()) -> str:
    """What to enter in a column, empty where its header says it all."""
    parts = [column.note.strip()]
    if column.unit:
        parts.append(f"只填数字，单位为{column.unit}。")
    elif column.unit_column:
        parts.append(f"只填数字，单位写在“{column.unit_column}”栏。")
    if column.kind is ColumnKind.DATE:
        parts.append("填日期，如2015-11-13。")
    if column.choices:
        parts.append(f"从下列各项中选：{'、'.join(column.choices)}。")
    elif column.name in hedges and not column.note:
        parts.append(f"数值不是确数时填：{'、'.join(HEDGES)}。")
    if column.split:
        parts.append(f"有几项的，用“{column.split[0]}”分开。")
    bounds = _bounds(column)
    if bounds:
        parts.append(f"应{bounds}。")
    return "".join(part if part.endswith(("。", "！", "？")) else f"{part}。" for part in parts if part)


def check_of(column: ColumnSchema, hedges: frozenset[str], *, is_free: bool) -> DataValidation:
    """The validation of a column's cells; with `is_free` it only prompts."""
    check = _check(column, hedges, is_free=is_free)
    prompt = prompt_of(column, hedges)
    check.allow_blank = True
    if prompt:
        check.showInputMessage = True
        check.promptTitle = _cut(column.name, _LONGEST_TITLE)
        check.prompt = _cut(prompt, _LONGEST_PROMPT)
    return check


def _check(column: ColumnSchema, hedges: frozenset[str], *, is_free: bool) -> DataValidation:
    if column.choices:
        return _list(column.choices, column, style="stop")
    if column.name in hedges:
        return _list(HEDGES, column, style="warning")
    if is_free or column.kind in (ColumnKind.TEXT, ColumnKind.CHOICE):
        return DataValidation()
    if column.kind is ColumnKind.DATE:
        check = DataValidation(type="date", operator="between", formula1=_FIRST_DAY, formula2=_LAST_DAY)
        said = "这里要填日期，如2015-11-13；没有日期的留空，或者写“未统计”和原因。"
    else:
        check = _number(column)
        said = f"这里要填数字{_bounds(column) and '，应' + _bounds(column)}；没有数据的留空，或者写“未统计”和原因。"
    return _with_error(check, column, said, style="warning")


def _number(column: ColumnSchema) -> DataValidation:
    low, high = column.minimum, column.maximum
    if low is not None and high is not None:
        return DataValidation(type="decimal", operator="between", formula1=plain(low), formula2=plain(high))
    if low is not None:
        return DataValidation(type="decimal", operator="greaterThanOrEqual", formula1=plain(low))
    if high is not None:
        return DataValidation(type="decimal", operator="lessThanOrEqual", formula1=plain(high))
    return DataValidation(type="decimal", operator="between", formula1="-1E+300", formula2="1E+300")


def _list(words: tuple[str, ...], column: ColumnSchema, *, style: Style) -> DataValidation:
    """A drop-down; words too long together, or with a comma inside, can only be prompted for."""
    listed = ",".join(words)
    if len(listed) > _LONGEST_LIST or any("," in word or '"' in word for word in words):
        return DataValidation()
    check = DataValidation(type="list", formula1=f'"{clean(listed)}"')
    return _with_error(check, column, f"请从下拉列表中选：{'、'.join(words)}。", style=style)


def _with_error(check: DataValidation, column: ColumnSchema, said: str, *, style: Style) -> DataValidation:
    check.showErrorMessage = True
    check.errorStyle = style
    check.errorTitle = _cut(column.name, _LONGEST_TITLE)
    check.error = _cut(said, _LONGEST_PROMPT)
    return check


def _bounds(column: ColumnSchema) -> str:
    low, high = column.minimum, column.maximum
    if low is not None and high is not None:
        return f"在{plain(low)}到{plain(high)}之间"
    if low is not None:
        return f"不小于{plain(low)}"
    return f"不大于{plain(high)}" if high is not None else ""


def _cut(text: str, length: int) -> str:
    text = clean(text)
    return text if len(text) <= length else text[: length - 1] + "…"
