"""The sheet 指标: a table in which every row is one indicator with a unit of its own.

It is read like any other sheet, by the kit's declaration completed with the columns below, and then
turned into `Indicator` values: estimated where 数据性质 says 预计, with its price basis, its period,
and the growth rate that the sheet publishes under `X增速`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from ..model.dataset import Indicator, Table
from ..model.diagnostic import Fault, error
from ..model.figure import Basis, Fact, Figure, Missing
from ..model.findings import Findings
from ..model.period import Period, PeriodKind
from ..model.quantity import parse_unit
from ..model.schema import INDICATOR_SHEET, ColumnKind, ColumnSchema, Schema, SheetSchema
from ..model.values import replace
from .tables import Wanted
from .values import narrow, read_unit

NAME, UNIT, VALUE, PREVIOUS, TARGET = "指标名称", "计量单位", "数值", "上年数", "目标值"
NATURE, BASIS, PERIOD, HEDGE = "数据性质", "价格口径", "期间", "概数"
MIXED = frozenset((VALUE, PREVIOUS, TARGET))
_YEAR_ENDS = ("年", "年数", "年度", "")
_RATES = ("增速", "增长率", "同比增速")


def _number(name: str, *aliases: str) -> ColumnSchema:
    return ColumnSchema(name=name, kind=ColumnKind.NUMBER, unit_column=UNIT, aliases=aliases)


_COLUMNS = (
    ColumnSchema(name=NAME, required=True, aliases=("指标", "名称", "项目", "指标项目")),
    ColumnSchema(name="口径", aliases=("统计口径", "统计范围", "指标口径")),
    ColumnSchema(name=UNIT, required=True, aliases=("单位", "数据单位")),
    replace(
        _number(VALUE, "本年数", "本年", "完成数", "本期数", "实际数", "指标值"),
        required=True,
        previous=PREVIOUS,
        target=TARGET,
        hedge=HEDGE,
    ),
    ColumnSchema(name=HEDGE, aliases=("概数词",)),
    _number(PREVIOUS, "上年", "上年同期", "上年值", "去年数", "上年同期数"),
    _number(TARGET, "目标", "计划数", "年度目标", "目标数"),
    ColumnSchema(name=NATURE, kind=ColumnKind.CHOICE, choices=("实际", "预计"), aliases=("性质", "实际/预计")),
    ColumnSchema(name=BASIS, kind=ColumnKind.CHOICE, choices=tuple(Basis), aliases=("价格", "现价/可比价")),
    ColumnSchema(name=PERIOD, aliases=("时期", "时间")),
    ColumnSchema(name="责任科室", aliases=("责任单位", "责任部门", "科室", "填报科室", "报送单位")),
    ColumnSchema(name="来源说明", aliases=("来源", "备注", "说明", "数据来源")),
)


def wanted_indicators(schema: Schema, year: int) -> Wanted:
    """How the sheet 指标 is to be read: the kit's columns first, the usual ones where it has none."""
    declared = schema.sheet(INDICATOR_SHEET) or SheetSchema(name=INDICATOR_SHEET, columns=(), row_noun="指标", key=NAME)
    names = {column.name for column in declared.columns}
    taken = {alias for column in declared.columns for alias in (column.name, *column.aliases)}
    extra = tuple(
        replace(column, aliases=tuple(alias for alias in column.aliases if alias not in taken))
        for column in _COLUMNS
        if column.name not in names
    )
    years = {VALUE: year, PREVIOUS: year - 1}
    needed = {column.name for column in _COLUMNS if column.required}
    columns = tuple(
        replace(
            column,
            required=column.required or column.name in needed,
            aliases=(*column.aliases, *(f"{years[column.name]}{end}" for end in _YEAR_ENDS if column.name in years)),
        )
        for column in (*declared.columns, *extra)
    )
    expected = {item.name: parse_unit(item.unit) for item in schema.indicators if item.unit}
    return Wanted(
        schema=replace(declared, columns=columns, key=declared.key or NAME),
        year=year,
        mixed=MIXED,
        expected_units=expected,
    )


def read_indicators(table: Table, wanted: Wanted, findings: Findings) -> dict[str, Indicator]:
    """The indicators of the sheet by name; of two with one name the first counts."""
    found: dict[str, Indicator] = {}
    if NAME not in table.columns or VALUE not in table.columns:
        return found
    for index, name in enumerate(table.columns[NAME].values):
        place = table.ref(NAME, index)
        if not isinstance(name, str) or not name.strip():
            if table.columns[VALUE].values[index] is not None:
                findings.add(error("indicator-without-name", place))
            continue
        indicator = _indicator(table, index, name.strip())
        first = found.setdefault(indicator.name, indicator)
        if first is not indicator:
            findings.add(error("duplicate-indicator", place, related=(first.place,), indicator=name.strip()))
        else:
            _check_unit(table, index, indicator, wanted, findings)
    return {name: _with_rate(indicator, found) for name, indicator in found.items()}


def _indicator(table: Table, index: int, name: str) -> Indicator:
    texts = {
        column.name: value.strip()
        for column in table.columns.values()
        if column.name not in MIXED and isinstance(value := column.values[index], str)
    }
    item = table.cell(VALUE, index)
    figure: Figure | Fact | Missing = replace(item, name=name)
    if isinstance(figure, Figure):
        period = _period(texts.get(PERIOD, ""), table.period)
        basis = texts.get(BASIS, "")
        figure = replace(
            figure,
            period=period,
            previous=_of(figure.previous, name, period.before if period else None),
            target=_of(figure.target, name, period),
            estimated=texts.get(NATURE, "").startswith("预"),
            basis=Basis(basis) if basis in tuple(Basis) else None,
        )
    return Indicator(name=name, figure=figure, place=table.ref(NAME, index), texts=texts)


def _of(item: Figure | Missing | None, name: str, period: Period | None) -> Figure | Missing | None:
    return replace(item, name=name, period=period) if isinstance(item, Figure) else item


_DATED = re.compile(
    r"((?:19|20)[0-9]{2})\s*年\s*(度|末|底|全年|12月[底末]|([上下])半年|([一二三四1-4])季度|([0-9]{1,2})月)?[份底末]?"
)


def _period(text: str, year: Period | None) -> Period | None:
    """The period that a cell names, the report's year for an empty one, None for words such as “十二五”期间."""
    if not text:
        return year
    found = _DATED.fullmatch(narrow(text))
    if found is None:
        return None
    number, part, half, quarter, month = found.groups()
    if half:
        return Period(int(number), PeriodKind.HALF, 1 if half == "上" else 2)
    if quarter:
        return Period(int(number), PeriodKind.QUARTER, "一二三四".find(quarter) + 1 or int(quarter))
    if month:
        return Period(int(number), PeriodKind.MONTH, int(month)) if 1 <= int(month) <= 12 else None
    at_end = part and part[-1] in "末底"
    return Period(int(number), PeriodKind.YEAR_END if at_end else PeriodKind.YEAR)


def _check_unit(table: Table, index: int, indicator: Indicator, wanted: Wanted, findings: Findings) -> None:
    """Compare the written unit with the one that the kit knows for the indicator."""
    figure = indicator.figure
    expected = (wanted.expected_units or {}).get(indicator.name)
    if UNIT not in table.columns:
        return
    place = table.ref(UNIT, index)
    written = indicator.texts.get(UNIT, "")
    try:
        unit = read_unit(written)
    except Fault:
        return
    if expected is None:
        return
    if unit is None and isinstance(figure, Figure):
        findings.add(error("missing-unit", place, indicator=indicator.name, expected=expected.symbol))
    elif unit is not None and unit.dimension != expected.dimension and not isinstance(figure, Fact):
        facts = {"column": indicator.name, "found": unit.symbol, "expected": expected.symbol}
        findings.add(
            error("wrong-unit", place, column=facts["column"], found=facts["found"], expected=facts["expected"])
        )


def _with_rate(indicator: Indicator, known: Mapping[str, Indicator]) -> Indicator:
    """The indicator with the growth rate that the sheet publishes under its name and 增速."""
    if not isinstance(indicator.figure, Figure):
        return indicator
    for suffix in _RATES:
        published = known.get(indicator.name + suffix)
        if published is not None and isinstance(published.figure, (Figure, Missing)):
            return replace(indicator, figure=replace(indicator.figure, rate=published.figure))
    return indicator
