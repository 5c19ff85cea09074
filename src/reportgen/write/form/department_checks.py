"""Checks of a form's open cells: what each takes, with a prompt beside the cell and a message where it does not fit.

On a list a column has one check. On 指标 every row has its own: unit, 口径 and last year's value differ.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from openpyxl.utils import get_column_letter

from ...model.dataset import Value
from ...model.form import LARGE_CHANGE, Role
from ...model.quantity import parse_unit, plain
from ...model.schema import ColumnKind, ColumnSchema
from ...model.values import replace
from .checks import check_of
from .indicators import NATURE, PERIOD, PREVIOUS, SOURCE, VALUE
from .plan import Entry, Field, SheetPlan
from .sheet import FIRST_ROW

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_NOTES = {
    PREVIOUS: "上年的数。已经带出的不用改；有误的，在“变动原因”里写明。",
    NATURE: "已有统计数的选“实际”，估计的选“预计”。",
    PERIOD: "与报告年度不同，或只是其中一段时填，如一季度。",
    SOURCE: "数据出自哪份报表或文件，口径有变化的一并写明。",
}
"""What the usual columns of 指标 want, where the kit says nothing of them."""

_REASON = f"比上年增减超过{LARGE_CHANGE}%的，写明原因；本格变红表示还没有写。"


def put_checks(sheet: Worksheet, plan: SheetPlan) -> None:
    """Add the checks of all columns."""
    if plan.last_row < FIRST_ROW:
        return
    hedges = frozenset(field.column.hedge for field in plan.fields if field.column.hedge)
    for at, field in enumerate(plan.fields, 1):
        letter = get_column_letter(at)
        if field.role is Role.GROWTH:
            continue
        if plan.is_indicators and field.name == VALUE:
            for row, entry in enumerate(plan.entries, FIRST_ROW):
                check = check_of(_asked(entry), frozenset(), is_free=False)
                check.add(f"{letter}{row}")
                sheet.add_data_validation(check)
            continue
        check = check_of(_column(plan, field), hedges, is_free=False)
        check.add(f"{letter}{FIRST_ROW}:{letter}{plan.last_row}")
        sheet.add_data_validation(check)


def _column(plan: SheetPlan, field: Field) -> ColumnSchema:
    """The column with a note for its prompt."""
    column = field.column
    if field.role is Role.REASON:
        return replace(column, note=_REASON)
    if plan.is_indicators and not column.note:
        return replace(column, note=_NOTES.get(column.name, ""))
    return column


def _asked(entry: Entry) -> ColumnSchema:
    """An indicator's value as a column of its own: what kind it is, in which unit, and what it was last year."""
    item = entry.indicator
    if item is None:
        return ColumnSchema(name=entry.name)
    said = [f"口径：{item.scope}" if item.scope else "", item.note, _last_year(entry.values.get(PREVIOUS), item.unit)]
    note = "".join(part if part.endswith(("。", "！", "？")) else f"{part}。" for part in said if part)
    if isinstance(entry.last, date):
        return ColumnSchema(name=item.name, kind=ColumnKind.DATE, note=note)
    if entry.closed:
        return ColumnSchema(name=item.name, note=f"{note}填{'文字' if entry.last else '文字或日期'}。")
    return ColumnSchema(
        name=item.name, kind=ColumnKind.NUMBER, unit=item.unit or None, minimum=_least(item.unit), note=note
    )


def _last_year(value: Value, unit: str) -> str:
    return f"上年数{plain(value)}{unit}。" if isinstance(value, Decimal) else ""


def _least(unit: str) -> Decimal | None:
    """Things that are counted are never below zero; money, rates and degrees may be."""
    return Decimal(0) if unit and parse_unit(unit).dimension.startswith("count:") else None
