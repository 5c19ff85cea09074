"""The usual columns of the sheet 指标, for kits that declare it in part or not at all."""

from __future__ import annotations

from ...model.schema import INDICATOR_SHEET, ColumnKind, ColumnSchema, Schema, SheetSchema
from ...model.values import replace

NAME, SCOPE, UNIT, VALUE, PREVIOUS, TARGET = "指标名称", "口径", "计量单位", "数值", "上年数", "目标值"
HEDGE, NATURE, BASIS, PERIOD, DEPARTMENT, SOURCE = "概数", "数据性质", "价格口径", "期间", "责任科室", "来源说明"

USUAL = SheetSchema(
    name=INDICATOR_SHEET,
    row_noun="指标",
    key=NAME,
    columns=(
        ColumnSchema(name=NAME, required=True, width=30),
        ColumnSchema(name=SCOPE, width=34),
        ColumnSchema(name=UNIT, required=True, width=10),
        ColumnSchema(
            name=VALUE,
            kind=ColumnKind.NUMBER,
            unit_column=UNIT,
            required=True,
            previous=PREVIOUS,
            target=TARGET,
            hedge=HEDGE,
            width=16,
        ),
        ColumnSchema(name=HEDGE, width=8),
        ColumnSchema(name=PREVIOUS, kind=ColumnKind.NUMBER, unit_column=UNIT, width=12),
        ColumnSchema(name=TARGET, kind=ColumnKind.NUMBER, unit_column=UNIT, width=12),
        ColumnSchema(name=NATURE, kind=ColumnKind.CHOICE, choices=("实际", "预计"), width=10, lasting=False),
        ColumnSchema(name=BASIS, kind=ColumnKind.CHOICE, choices=("现价", "可比价"), width=10),
        ColumnSchema(name=DEPARTMENT, width=14),
        ColumnSchema(name=SOURCE, width=40, lasting=False),
    ),
)
"""The sheet of a kit that lists indicators without declaring the sheet."""

_ORDER = (NAME, SCOPE, UNIT, PREVIOUS, VALUE, HEDGE, TARGET, NATURE, BASIS, PERIOD)
"""As a department reads them: what is asked, last year's answer, this year's."""


def indicator_sheet(schema: Schema) -> SheetSchema:
    """The sheet 指标 of a department's form: the declared columns, the usual ones where the kit has none.

    Without 责任科室, which the form itself says; 来源说明 comes last.
    """
    declared = schema.sheet(INDICATOR_SHEET) or USUAL
    usual = {column.name: column for column in USUAL.columns}
    columns = {**usual, **{column.name: column for column in declared.columns}}
    value, known = columns[VALUE], usual[VALUE]
    columns[VALUE] = replace(
        value,
        unit_column=value.unit_column or UNIT,
        previous=value.previous or known.previous,
        target=value.target or known.target,
        hedge=value.hedge or known.hedge,
    )
    last = columns.pop(SOURCE)
    del columns[DEPARTMENT]
    first = [columns.pop(name) for name in _ORDER if name in columns]
    return replace(declared, key=declared.key or NAME, columns=(*first, *columns.values(), last))
