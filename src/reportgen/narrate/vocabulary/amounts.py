"""Words for levels: money, measures, bare numbers, hanzi numerals, ranges, other units."""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

from ...model.diagnostic import Fault
from ...model.figure import Figure, Phrase, Piece, as_figure
from ...model.quantity import Unit, parse_unit
from ...model.values import replace
from .inputs import EMPTY, cell_of, is_money, need_unit, same_measure, say
from .numerals import YI, bare_unit, hanzi, number_text, official_unit, qualified, scaled_unit, worded_level
from .registry import Example, Kinds, word

_KEPT_IN_YUAN = Decimal(100000)
"""Amounts that the data keeps in 元 stay in 元 below this: an income is 51549元, not 5.1549万元."""


def amount_unit(figure: Figure) -> Unit:
    """万元 below 1亿元, else 亿元; 元 for what is kept in 元 and below 10万元; prices as they are."""
    unit = figure.unit
    if "/" in unit.symbol:
        return official_unit(unit)
    bare, wan, yi = _scale(unit.symbol)
    size = figure.quantity.base.copy_abs()
    if size >= YI * bare.factor:
        return yi
    return bare if unit == bare and size < _KEPT_IN_YUAN * bare.factor else wan


@lru_cache(maxsize=64)
def _scale(symbol: str) -> tuple[Unit, Unit, Unit]:
    """A unit without 万 or 亿 before it, with 万, and with 亿."""
    bare = bare_unit(parse_unit(symbol))
    return bare, parse_unit("万" + bare.symbol), parse_unit("亿" + bare.symbol)


@word(
    "金额",
    topic="数量",
    doc_zh="金额。不到1亿元用万元，1亿元以上用亿元（单元格以元为单位、不到10万元的仍用元），数字一位不丢；`单位`和"
    "`小数`可以指定。预计数前面自动写“预计”，句子里另写了的用`预计=false`去掉。",
    doc_en="An amount of money: 万元 below 1亿元, else 亿元 (元 stays where the cell keeps it and it is below 10万"
    "元), all digits kept; `单位` and `小数` fix unit and decimals. An estimate says 预计 by itself; `预计"
    "=false` leaves it out where the sentence says it already.",
    examples=(
        Example(template="{{ 产值 | 金额 }}", data={"产值": "1248000000元"}, expected="12.48亿元"),
        Example(template="{{ 投资 | 金额('万元', 小数=2) }}", data={"投资": "0.889808亿元"}, expected="8898.08万元"),
        Example(template="{{ 增加值 | 金额 }}", data={"增加值": "80亿元；预计"}, expected="预计80亿元"),
    ),
)
def amount(值: object, 单位: str | None = None, 小数: int | None = None, *, 预计: bool = True) -> Phrase:
    """An amount of money in its best unit; raises `not-money` for anything else."""
    figure = as_figure(值)
    if not is_money(figure.unit):
        need_unit(figure)
        raise Fault(
            "not-money", cell=cell_of(figure), name=figure.name or figure.text, unit=figure.unit.symbol or "比值/ratio"
        )
    unit = parse_unit(单位) if 单位 else amount_unit(figure)
    return say(worded_level(figure, unit, 小数, estimated=预计), figure, "金额")


@word(
    "量",
    topic="数量",
    doc_zh='实物量、人数等。单位改用规范名称：方→立方米，度→千瓦时，KV→千伏，百万千瓦→万千瓦；亩不变。`单位="自动'
    '"`按大小选万、亿；也可以指定单位。',
    doc_en="A physical quantity or a head count. Units get their official names (方→立方米, 度→千瓦时, KV→千伏, 百"
    '万千瓦→万千瓦); 亩 stays. `单位="自动"` chooses 万 or 亿 by size; a unit can also be named.',
    examples=(
        Example(template="{{ 供水 | 量 }}", data={"供水": "6万方"}, expected="6万立方米"),
        Example(template="{{ 电量 | 量('自动') }}", data={"电量": "1200000000度"}, expected="12亿千瓦时"),
        Example(template="{{ 出栏 | 量('万头') }}", data={"出栏": "9800头"}, expected="0.98万头"),
    ),
)
def measure(值: object, 单位: str | None = None, 小数: int | None = None, *, 预计: bool = True) -> Phrase:
    """A quantity in official units."""
    figure = as_figure(值)
    if 单位 == "自动":
        unit = official_unit(scaled_unit(figure.quantity))
    else:
        unit = parse_unit(单位) if 单位 else official_unit(figure.unit)
    return say(worded_level(figure, unit, 小数, estimated=预计), figure, "量")


@word(
    "数值",
    topic="数量",
    doc_zh="只写数字，不写单位。",
    doc_en="The bare number without its unit.",
    examples=(Example(template="{{ 产值 | 数值(单位='万元') }}", data={"产值": "0.5亿元"}, expected="5000"),),
)
def bare_number(值: object, 小数: int | None = None, *, 单位: str | None = None, 预计: bool = True) -> Phrase:
    """The number alone with 预计 and its hedge, exact unless `小数` is given or it was divided (two decimals)."""
    figure = as_figure(值)
    quantity = figure.quantity.to(parse_unit(单位)) if 单位 else figure.quantity
    number = number_text(quantity.value, 小数, exact=figure.is_exact, default=2)
    return say(qualified(number, "", figure, estimated=预计), figure, "数值")


@word(
    "换算",
    topic="数量",
    doc_zh="换成另一个单位，仍是数，可以接着用别的词。",
    doc_en="The same figure in another unit; it stays a figure, so other words can follow.",
    examples=(Example(template="{{ 产值 | 换算('万元') }}", data={"产值": "0.366亿元"}, expected="3660万元"),),
)
def convert(值: object, 单位: str) -> Figure:
    """The figure in another unit of its dimension; raises `unit-mismatch`."""
    figure = as_figure(值)
    return replace(figure, quantity=figure.quantity.to(parse_unit(单位)))


@word(
    "预计",
    topic="数量",
    doc_zh='数据性质是“预计”时写出“预计”，否则写第二个词：`预计("预计完成", "完成")`。与`金额(预计=false)`配合使用。',
    doc_en='Says 预计 where the figure is an estimate, else the second wording: `预计("预计完成", "完成")`. Goes '
    "with `金额(预计=false)`.",
    examples=(
        Example(
            template="{{ 增加值 | 预计('预计完成', '完成') }}工业增加值{{ 增加值 | 金额(预计=false) }}",
            data={"增加值": "80亿元；预计"},
            expected="预计完成工业增加值80亿元",
        ),
    ),
)
def estimate_word(值: object, 词: str = "预计", 否则: str = "") -> Phrase:
    """The word that tells an estimate, or the other one; empty where there is nothing to say."""
    figure = as_figure(值)
    text = 词 if figure.estimated else 否则
    return say(text, figure, "预计") if text else EMPTY


@word(
    "大写数",
    topic="数量",
    doc_zh="汉字数字，2在量词前写“两”；`量词`可以换单位。",
    doc_en="Hanzi numerals, 两 for 2 before a measure word; `量词` replaces the unit.",
    examples=(
        Example(template="{{ 变电站 | 大写数 }}", data={"变电站": "2座"}, expected="两座"),
        Example(template="{{ 数 | 大写数('项') }}", data={"数": "12"}, expected="十二项"),
    ),
)
def hanzi_number(值: object, 量词: str | None = None) -> Phrase:
    """A whole number in hanzi; raises `not-in-hanzi` for fractions, negatives and estimates of size."""
    figure = as_figure(值)
    unit = 量词 if 量词 is not None else figure.unit.symbol
    if figure.value != figure.value.to_integral_value() or figure.value < 0 or unit == "%":
        raise Fault("not-in-hanzi", value=figure.text)
    return say(qualified(hanzi(int(figure.value), counting=bool(unit)), unit, figure), figure, "大写数")


@word(
    "范围",
    topic="数量",
    kinds=Kinds.BOTH,
    doc_zh="范围，前后都写单位。",
    doc_en="A range; the unit stands on both sides.",
    examples=(Example(template="{{ 范围(低, 高) }}", data={"低": "15%", "高": "30%"}, expected="15%～30%"),),
)
def span(低: object, 高: object, 单位: str | None = None, 小数: int | None = None) -> Phrase:
    """Two levels of one measure, the lower first; raises `range-reversed`."""
    low, high = as_figure(低), as_figure(高)
    same_measure(low, high)
    if high < low:
        raise Fault("range-reversed", low=low.text, high=high.text)
    unit = parse_unit(单位) if 单位 else high.unit
    first = Piece(worded_level(low, unit, 小数), low, "范围")
    return Phrase(
        (first, Piece("～"), Piece(worded_level(high, unit, 小数, estimated=not low.estimated), high, "范围"))
    )
