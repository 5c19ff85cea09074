"""Words that make one figure of many: 合计, 平均, 最大, 最小, 数目, 计数."""

from __future__ import annotations

from decimal import Decimal

from ...model.dataset import Row, Table
from ...model.diagnostic import Fault
from ...model.figure import Fact, Figure, Missing, MissingValue, Operation, Phrase, check_basis, derive
from ...model.quantity import Quantity, parse_unit
from ...model.shown import shown
from ...model.values import replace
from .inputs import cells, figures, say, sum_of
from .numerals import hanzi, qualified, worded_level
from .registry import Example, Kinds, word
from .rows import Rows

_SAMPLE = {"产业": "表：名称=铝、医药、建材；产值（亿元）=42.86、21.543、36.746"}


def _figures(values: tuple[object, ...], column: str | None, name: str, *, skip_empty: bool) -> tuple[Figure, ...]:
    """The figures of columns, rows and single cells; raises `nothing-to-add` where there are none."""
    if column is not None:
        values = tuple(cell for value in values for cell in _column(value, column))
    found = figures(values, skip_empty=skip_empty)
    if not found:
        raise Fault("nothing-to-add", name=name)
    return found


def _column(value: object, column: str) -> tuple[object, ...]:
    rows = tuple(value) if isinstance(value, Table) else value
    if isinstance(rows, (tuple, list)) and all(isinstance(row, Row) for row in rows):
        return tuple(row.cell(column) for row in rows)
    raise Fault("not-rows", word=column, value=shown(value))


@word(
    "合计",
    topic="汇总",
    kinds=Kinds.BOTH,
    doc_zh="相加。可以是一列、几个数，或者表加列名（`列=`）；上年数、目标值齐全时一并相加，所以可以接着写同比。空"
    "格报缺数，绝不当0，`略过空=true`则略过（写“无”“未统计”的也略过）。",
    doc_en="The sum of a column, of several figures, or of a table's column (`列=`). Last year's values and "
    "targets are added along where all are there, so 同比 can follow. An empty cell is a finding and never "
    "0; `略过空=true` skips it, and cells that say 无 or 未统计.",
    examples=(
        Example(template="{{ 合计(产业.产值) | 金额 }}", data=_SAMPLE, expected="101.149亿元"),
        Example(
            template="{{ 合计(甲, 乙) | 同比 }}",
            data={"甲": "42亿元；上年40亿元", "乙": "24亿元；上年20亿元"},
            expected="同比增长10%",
        ),
    ),
)
def total(*值: object, 列: str | None = None, 略过空: bool = False) -> Figure:
    """The sum in the unit of the first; units of other measures and mixed price bases are refused."""
    return sum_of(_figures(值, 列, "合计", skip_empty=略过空))


@word(
    "平均",
    topic="汇总",
    kinds=Kinds.BOTH,
    doc_zh="平均数。",
    doc_en="The mean.",
    examples=(Example(template="{{ 平均(甲, 乙) }}", data={"甲": "42亿元", "乙": "25亿元"}, expected="33.5亿元"),),
)
def mean(*值: object, 列: str | None = None, 略过空: bool = False) -> Figure:
    """The arithmetic mean, in the unit of the first."""
    found = _figures(值, 列, "平均", skip_empty=略过空)
    average = sum_of(found).quantity / Quantity(Decimal(len(found)))
    return derive(Operation.MEAN_OF, average, *found)


@word(
    "最大",
    topic="汇总",
    kinds=Kinds.BOTH,
    doc_zh="最大的一个。",
    doc_en="The largest.",
    examples=(Example(template="{{ 最大(产业.产值) }}", data=_SAMPLE, expected="42.86亿元"),),
)
def largest(*值: object, 列: str | None = None, 略过空: bool = False) -> Figure:
    """The largest figure, with what stands beside it."""
    found = _figures(值, 列, "最大", skip_empty=略过空)
    check_basis(*found)
    best = found[0]
    for figure in found[1:]:
        best = figure if best < figure else best
    return _picked(Operation.LARGEST_OF, best, found)


@word(
    "最小",
    topic="汇总",
    kinds=Kinds.BOTH,
    doc_zh="最小的一个。",
    doc_en="The smallest.",
    examples=(Example(template="{{ 最小(产业.产值) }}", data=_SAMPLE, expected="21.543亿元"),),
)
def smallest(*值: object, 列: str | None = None, 略过空: bool = False) -> Figure:
    """The smallest figure, with what stands beside it."""
    found = _figures(值, 列, "最小", skip_empty=略过空)
    check_basis(*found)
    best = found[0]
    for figure in found[1:]:
        best = figure if figure < best else best
    return _picked(Operation.SMALLEST_OF, best, found)


def _picked(operation: Operation, best: Figure, all_of_them: tuple[Figure, ...]) -> Figure:
    made = derive(operation, best.quantity, *all_of_them, name=best.name)
    return replace(
        made,
        previous=best.previous,
        target=best.target,
        rate=best.rate,
        estimated=best.estimated,
        approximate=best.approximate,
        hedge=best.hedge,
    )


def count_of(values: object, measure: str, word_name: str, *, known: bool = False) -> Figure:
    """How many entries a list has, in the measure word.

    A table that is known only in part counts what it announces; some of its rows cannot be counted
    (`partial-list`) unless the author asks for the `known` ones.
    """
    unit = parse_unit(measure)
    values = _whole_table(values)
    if isinstance(values, Table):
        announced = values.announced
        if announced is not None and announced.value > len(values) and not known:
            return announced
        return derive(
            Operation.COUNT_OF, Quantity(Decimal(len(values)), unit), *_names(tuple(values)), name=values.name
        )
    if isinstance(values, Missing):
        raise MissingValue(values)
    if isinstance(values, Fact):
        return derive(Operation.COUNT_OF, Quantity(Decimal(len(values.items) or 1), unit), values, name=values.name)
    if not isinstance(values, (tuple, list)):
        raise Fault("not-rows", word=word_name, value=shown(values))
    _refuse_partial(values, known=known)
    if values and all(isinstance(row, Row) for row in values):
        operands = _names(values)
        return derive(Operation.COUNT_OF, Quantity(Decimal(len(values)), unit), *operands)
    present = tuple(cell for cell in cells(values) if not isinstance(cell, Missing))
    operands = tuple(cell for cell in present if isinstance(cell, (Figure, Fact)))
    return derive(Operation.COUNT_OF, Quantity(Decimal(len(present)), unit), *operands)


def row_name(row: Row) -> Figure | Fact | None:
    """The cell that stands for a row: its key, else its first filled cell; None for an empty row."""
    table = row.table
    for name in ([table.key] if table.key else []) + list(table.columns):
        cell = row.cell(name)
        if not isinstance(cell, Missing):
            return cell
    return None


def _names(rows: tuple[Row, ...] | list[Row]) -> tuple[Figure | Fact, ...]:
    return tuple(name for row in rows if (name := row_name(row)) is not None)


def _whole_table(values: object) -> object:
    """The table itself for all of its rows or for one of its columns, anything else as it is."""
    table = getattr(values, "table", None)
    if not isinstance(table, Table) or isinstance(values, Row):
        return values
    if isinstance(values, Rows):
        return table if values.is_whole else values
    return table if isinstance(values, tuple) and len(values) == len(table) and all(values) else values


def is_partial(values: object) -> bool:
    """Whether a list comes from a table that is known only in part."""
    table = values if isinstance(values, Table) else getattr(values, "table", None)
    return isinstance(table, Table) and table.announced is not None and table.announced.value > len(table)


def _refuse_partial(values: tuple[object, ...] | list[object], *, known: bool) -> None:
    of_rows = values[0] if values and isinstance(values[0], Row) else values
    table = getattr(of_rows, "table", None)
    if is_partial(of_rows) and isinstance(table, Table) and table.announced is not None and not known:
        raise Fault("partial-list", name=table.name, known=len(table), announced=table.announced.text)


@word(
    "数目",
    topic="汇总",
    kinds=Kinds.BOTH,
    doc_zh="有多少个，是数，可以接着算占比等。",
    doc_en="How many there are, as a figure, so that 占比 and others can follow.",
    examples=(Example(template="{{ 产业 | 数目('个') | 比重(数目(产业, '个')) }}", data=_SAMPLE, expected="100%"),),
)
def number_of(值: object, 量词: str = "个", *, 已知: bool = False) -> Figure:
    """The count as a figure."""
    return count_of(值, 量词, "数目", known=已知)


@word(
    "计数",
    topic="汇总",
    kinds=Kinds.BOTH,
    doc_zh='表、行或列举有多少项，后面写量词：82个、76家；`计数("大")`写汉字：五大；`大写=true`都写汉字。只知道一'
    "部分的名单按公布的总数写，`已知=true`只数列出的。",
    doc_en='How many entries a table, rows or a list have, with the measure word: 82个, 76家; `计数("大")` in '
    "hanzi: 五大; `大写=true` for other words too. A list known in part counts what it announces; `已知"
    "=true` counts the known ones.",
    examples=(
        Example(template="形成{{ 产业 | 计数('大') }}主导产业", data=_SAMPLE, expected="形成三大主导产业"),
        Example(template="{{ 企业 | 计数('家') }}", data={"企业": "表：名称=甲厂、乙厂；共76家"}, expected="76家"),
    ),
)
def count(值: object, 量词: str = "个", *, 大写: bool = False, 已知: bool = False) -> Phrase:
    """The count with its measure word; raises `wrong-measure` where the announced total has another."""
    in_hanzi = 大写 or 量词 == "大"
    found = count_of(值, "个" if 量词 == "大" else 量词, "计数", known=已知)
    if found.derivation is None and 量词 != "大" and found.unit.symbol not in ("", 量词):
        raise Fault("wrong-measure", name=found.name or found.text, measure=量词, unit=found.unit.symbol)
    if not in_hanzi:
        return say(worded_level(replace(found, quantity=Quantity(found.value, parse_unit(量词)))), found, "计数")
    if found.value < 1:
        raise Fault("nothing-to-count", name=found.name or shown(值))
    return say(qualified(hanzi(int(found.value), counting=True), 量词, found), found, "计数")
