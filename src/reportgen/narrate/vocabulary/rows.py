"""Words that choose, order and group the rows of a table."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from ...model.dataset import Row, Table, Value
from ...model.diagnostic import Fault
from ...model.figure import Fact, Figure, Missing, MissingValue
from ...model.quantity import NO_UNIT, Quantity
from ...model.shown import shown
from .arguments import text
from .inputs import rows_of
from .registry import Example, Kinds, word


class Rows(tuple[Row, ...]):
    """Some rows of a table in the order they were put in.

    `table` is None only where there are none. `is_whole` says that all rows are here, none chosen.
    """

    table: Table | None
    is_whole: bool

    @classmethod
    def of(cls, table: Table | None, rows: tuple[Row, ...] | list[Row], *, is_whole: bool = False) -> Rows:
        """The rows, with the table that they are from."""
        made = cls(rows)
        made.table, made.is_whole = table, is_whole
        return made

    def cells(self, column: str) -> tuple[Figure | Fact | Missing, ...]:
        """What the rows hold in a column; raises `unknown-column`."""
        if self.table is not None:
            self.table.column(column)
        return tuple(row.cell(column) for row in self)


class Group(NamedTuple):
    """Rows that share a value: `名称` is that value with its cell, `行` are the rows."""

    名称: Fact | Figure | Missing
    行: Rows


_SAMPLE = {"项目": "表：名称=甲路、乙厂、丙路；类别=道路、供水、道路；投资（亿元）=9.2、1.5、20"}


def _taken(value: object, word_name: str) -> tuple[Table | None, tuple[Row, ...]]:
    table, rows = rows_of(value, word_name)
    return (value.table if isinstance(value, Rows) else table), rows


@word(
    "筛选",
    topic="行",
    kinds=Kinds.BOTH,
    doc_zh="留下某列等于给定值（可给几个）的行；数字列还可用`大于`、`小于`、`不小于`、`不大于`，文字列可用`含`。比"
    "大小时遇到空格报缺数，`略过空=true`则略过。",
    doc_en="The rows whose column equals one of the values; numbers also `大于` (>), `小于` (<), `不小于` (≥), `不"
    "大于` (≤), text also `含` (contains). An empty cell in a comparison is a finding unless `略过空=true`.",
    examples=(
        Example(template="{{ 项目 | 筛选('类别', '道路') | 列举 }}", data=_SAMPLE, expected="甲路、丙路"),
        Example(template="{{ 项目 | 筛选('投资', 不小于=9) | 计数('个') }}", data=_SAMPLE, expected="2个"),
    ),
)
def choose(
    行: object,
    列: str,
    *值: object,
    大于: object = None,
    小于: object = None,
    不小于: object = None,
    不大于: object = None,
    含: str | None = None,
    略过空: bool = False,
) -> Rows:
    """The rows that meet every condition, in their order; raises `nothing-to-filter-by` without a condition."""
    table, rows = _taken(行, "筛选")
    bounds = [
        (test, limit)
        for test, limit in ((_above, 大于), (_below, 小于), (_not_below, 不小于), (_not_above, 不大于))
        if limit is not None
    ]
    if not 值 and not bounds and 含 is None:
        raise Fault("nothing-to-filter-by", word="筛选", column=列)
    if table is not None:
        table.column(列)
    found = []
    for row in rows:
        cell = row.cell(列)
        if 值 and not any(_equal(cell, one) for one in 值):
            continue
        if 含 is not None and not (isinstance(cell, Fact) and 含 in cell.text):
            continue
        if all(_within(cell, test, limit, skip_empty=略过空) for test, limit in bounds):
            found.append(row)
    return Rows.of(table, found)


Test = Callable[[Quantity, Quantity], bool]


def _above(cell: Quantity, limit: Quantity) -> bool:
    return limit < cell


def _below(cell: Quantity, limit: Quantity) -> bool:
    return cell < limit


def _not_below(cell: Quantity, limit: Quantity) -> bool:
    return limit <= cell


def _not_above(cell: Quantity, limit: Quantity) -> bool:
    return cell <= limit


def _within(cell: Figure | Fact | Missing, test: Test, limit: object, *, skip_empty: bool) -> bool:
    """Whether a cell is on the right side of a limit; a bare number is meant in the cell's unit."""
    if isinstance(cell, Missing):
        if skip_empty:
            return False
        raise MissingValue(cell)
    if not isinstance(cell, Figure):
        raise Fault("not-a-figure", value=shown(cell), type="文字/text")
    if isinstance(limit, Figure) and limit.unit != NO_UNIT:
        return test(cell.quantity, limit.quantity)
    bare = limit.value if isinstance(limit, Figure) else limit
    return test(cell.quantity, Quantity(Decimal(str(bare)), cell.unit))


def _equal(cell: Figure | Fact | Missing, wanted: object) -> bool:
    if isinstance(cell, Missing):
        return isinstance(wanted, Missing)
    if isinstance(cell, Figure):
        if isinstance(wanted, Figure) and wanted.unit != NO_UNIT:
            same = wanted.unit.dimension == cell.unit.dimension
            return same and wanted.quantity.base == cell.quantity.base
        return cell == (wanted.value if isinstance(wanted, Figure) else wanted)
    if isinstance(wanted, Fact):
        return cell.value == wanted.value
    return cell.text == (wanted.text if isinstance(wanted, Figure) else wanted)


@word(
    "有值",
    topic="行",
    kinds=Kinds.BOTH,
    doc_zh="留下所给各列都不空的行。",
    doc_en="The rows in which none of the columns is empty.",
    examples=(
        Example(
            template="{{ 项目 | 有值('投资') | 列举 }}",
            data={"项目": "表：名称=甲、乙；投资（亿元）=9.2、空"},
            expected="甲",
        ),
    ),
)
def filled(行: object, *列: object) -> Rows:
    """The rows with something in every one of the columns."""
    table, rows = _taken(行, "有值")
    if not 列:
        raise Fault("nothing-to-filter-by", word="有值", column="…")
    names = [str(text("有值", "列", each)) for each in 列]
    if table is not None:
        for name in names:
            table.column(name)
    return Rows.of(table, [row for row in rows if all(row.value(name) is not None for name in names)])


@word(
    "排序",
    topic="行",
    kinds=Kinds.BOTH,
    doc_zh="按一列从小到大（`降序=true`从大到小）排，相同的保持原来次序，空的排最后。",
    doc_en="Ordered by a column, smallest first (`降序=true`: largest first); equal rows keep their order, empty "
    "ones go last.",
    examples=(
        Example(template="{{ 项目 | 排序('投资', 降序=true) | 列举 }}", data=_SAMPLE, expected="丙路、甲路、乙厂"),
    ),
)
def order(行: object, 列: str, 降序: bool = False) -> Rows:
    """The rows in the order of a column; raises `mixed-column` where its values do not compare."""
    table, rows = _taken(行, "排序")
    if table is not None:
        table.column(列)
    valued = [(row.value(列), row) for row in rows]
    known = [(_key(value, row, 列), row) for value, row in valued if value is not None]
    empty = [row for value, row in valued if value is None]
    dimensions = {_dimension(value, row, 列) for value, row in valued if value is not None}
    if len({type(key) for key, _ in known}) > 1 or len(dimensions) > 1:
        raise Fault("mixed-column", column=列)
    known.sort(key=lambda pair: pair[0], reverse=降序)
    whole = isinstance(行, Table) or (isinstance(行, Rows) and 行.is_whole)
    return Rows.of(table, [row for _, row in known] + empty, is_whole=whole)


def _key(value: Value, row: Row, column: str) -> Decimal | str | int:
    if isinstance(value, Decimal):
        return value * row.table.column(column).unit_at(row.index).factor
    return value.toordinal() if isinstance(value, date) else str(value)


def _dimension(value: Value, row: Row, column: str) -> str:
    if not isinstance(value, Decimal):
        return ""
    return row.table.column(column).unit_at(row.index).dimension


@word(
    "分组",
    topic="行",
    kinds=Kinds.BOTH,
    doc_zh="按一列的值分组，次序照表里第一次出现的先后；每组是“名称、行”两项，空的归在最后一组。",
    doc_en="Grouped by a column in the order of first appearance; each group is a pair (`名称`, `行`), empty "
    "cells come last.",
    examples=(
        Example(
            template="{% for 类, 们 in 项目 | 分组('类别') %}{{ 类 }}方面有{{ 们 | 列举 }}；{% endfor %}",
            data=_SAMPLE,
            expected="道路方面有甲路、丙路；供水方面有乙厂；",
        ),
    ),
)
def group(行: object, 列: str) -> tuple[Group, ...]:
    """Groups of rows that share a value; the name is the first row's cell."""
    table, rows = _taken(行, "分组")
    if table is not None:
        table.column(列)
    found: dict[object, list[Row]] = {}
    for row in rows:
        found.setdefault(row.value(列), []).append(row)
    empty = found.pop(None, None)
    groups = list(found.values()) + ([empty] if empty else [])
    return tuple(Group(members[0].cell(列), Rows.of(table, members)) for members in groups)


@word(
    "前几",
    topic="行",
    kinds=Kinds.BOTH,
    doc_zh="前几行或前几项；不够的有几个算几个。",
    doc_en="The first few rows or items, fewer where there are not so many.",
    examples=(Example(template="{{ 项目 | 前几(2) | 列举 }}", data=_SAMPLE, expected="甲路、乙厂"),),
)
def first(行: object, 数: int) -> tuple[object, ...]:
    """The first `数` of a table, of rows or of any list."""
    if isinstance(行, (Table, Rows)):
        table, rows = _taken(行, "前几")
        return Rows.of(table, rows[:数])
    if isinstance(行, (tuple, list)):
        return tuple(行[:数])
    if isinstance(行, Missing):
        raise MissingValue(行)
    raise Fault("not-rows", word="前几", value=shown(行))


@word(
    "取列",
    topic="行",
    kinds=Kinds.BOTH,
    doc_zh="这些行里某一列的各格，可以接着合计、列举。",
    doc_en="The cells of a column in these rows, ready to be added or listed.",
    examples=(
        Example(template="{{ 合计(项目 | 筛选('类别', '道路') | 取列('投资')) }}", data=_SAMPLE, expected="29.2亿元"),
    ),
)
def column(行: object, 列: str) -> tuple[Figure | Fact | Missing, ...]:
    """The cells of one column."""
    table, rows = _taken(行, "取列")
    return Rows.of(table, rows).cells(列)
