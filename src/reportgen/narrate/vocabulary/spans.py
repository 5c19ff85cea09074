"""Words for what happened between two years: 从到, 年均增长, 翻番, 倍数."""

from __future__ import annotations

import re
from decimal import Decimal

from ...model.diagnostic import Fault
from ...model.figure import (
    Basis,
    Figure,
    Missing,
    MissingValue,
    Operation,
    Phrase,
    Piece,
    as_figure,
    check_basis,
    derive,
)
from ...model.quantity import PERCENT, Quantity, parse_unit, root
from .inputs import EMPTY, base_of, cell_of, need_unit, same_measure, say
from .numerals import hanzi, number_text, worded_level
from .rates import Growth, Words, change_text, growth_between, growth_of, is_published_rate, points, published
from .registry import Example, Kinds, word

# As text, so that `re` compiles it when it is first needed, which is seldom.
_YEAR = r"(?a)(?<!\d)((?:19|20)\d\d)年"
_HUNDRED = Decimal(100)


def _year_in_name(figure: Figure) -> tuple[int, str] | None:
    """The year that a figure's name says, and the words for it: 2020年, 2020年末."""
    found = re.search(_YEAR, figure.name)
    if found is None:
        return None
    end = figure.name[found.end() : found.end() + 1]
    return int(found[1]), found[0] + (end if end and end in "末底" else "")


def spoken_period(figure: Figure) -> str:
    """The year or part of a year that a sentence names: a year in the figure's name goes before its period."""
    named = _year_in_name(figure)
    if named:
        return named[1]
    return str(figure.period) if figure.period is not None else ""


def year_of(figure: Figure) -> int | None:
    """The year that a figure speaks of, None where nobody says."""
    named = _year_in_name(figure)
    if named:
        return named[0]
    return figure.period.year if figure.period is not None else None


@word(
    "从到",
    topic="时段变化",
    kinds=Kinds.BOTH,
    doc_zh="从某年的多少到某年的多少，以及增幅；比率写百分点。只给一个数时从上年数算起。预计数写明“预计”。`增幅"
    "=false`不写增幅，`升`、`降`改动词。",
    doc_en="From one level to another, with the growth (for rates, the 百分点 between). With one figure, from "
    "last year's. An estimate says so. `增幅=false` leaves the growth out; `升` and `降` change the verb.",
    examples=(
        Example(
            template="{{ 从到(起, 止, 小数=0) }}",
            data={"起": "254.2亿元；2020年", "止": "330亿元；2025年；预计"},
            expected="从2020年的254.2亿元提高至2025年的预计330亿元，增长30%",
        ),
        Example(
            template="{{ 绿化率 | 从到 }}",
            data={"绿化率": "50.9%；上年25%；2025年"},
            expected="从2024年的25%提高至2025年的50.9%，提高25.9个百分点",
        ),
    ),
)
def from_to(
    起: object,
    止: object = None,
    小数: int | None = None,
    *,
    单位: str | None = None,
    升: str = "提高至",
    降: str = "下降至",
    增幅: bool = True,
    现价: bool = False,
) -> Phrase:
    """Two levels and the growth between them: three pieces, each with its own figure."""
    start, end = _ends(起, 止)
    same_measure(start, end)
    check_basis(start, end)
    unit = parse_unit(单位) if 单位 else end.unit
    periods = spoken_period(start), spoken_period(end)
    first, last = (f"{period}的" if period and periods[0] != periods[1] else "" for period in periods)
    verb = 升 if start < end else 降 if end < start else "到"
    pieces = [
        Piece("从"),
        Piece(first + worded_level(start, unit), start, "从到"),
        Piece(verb + last + worded_level(end, unit), end, "从到"),
    ]
    if 增幅:
        pieces += [Piece("，"), _change(start, end, 小数, by_year=止 is None, at_current_prices=现价)]
    return Phrase(tuple(pieces))


def _ends(start: object, end: object) -> tuple[Figure, Figure]:
    if end is not None:
        return as_figure(start), as_figure(end)
    figure = as_figure(start)
    if isinstance(figure.previous, Missing):
        raise MissingValue(figure.previous)
    if figure.previous is None:
        raise Fault("no-base", name=figure.name or figure.text, base="上年数")
    return figure.previous, figure


def _change(start: Figure, end: Figure, decimals: int | None, *, by_year: bool, at_current_prices: bool) -> Piece:
    if end.unit.symbol in ("%", "‰"):
        found = points(end, start)
        number = number_text(abs(found.value), decimals, exact=found.is_exact, default=1)
        word = "提高" if found.value > 0 else "下降"
        return Piece(f"{word}{number}个百分点" if number.strip("0.") else "持平", found, "从到")
    growth: Growth | None
    if by_year:
        growth = growth_of(end, None, None, at_current_prices=at_current_prices)
    else:
        _refuse_current_prices(end, at_current_prices=at_current_prices)
        growth = growth_between(start, end)
    if growth is None:
        raise Fault("no-base", name=end.name or end.text, base="上年数")
    text = change_text(growth, decimals, Words(), "按现价计算" if at_current_prices else "")
    return Piece(text, growth.figure, "从到")


def _refuse_current_prices(figure: Figure, *, at_current_prices: bool) -> None:
    if figure.basis is Basis.COMPARABLE and not at_current_prices:
        raise Fault("growth-at-current-prices", cell=cell_of(figure), name=figure.name or figure.text)


@word(
    "年均增长",
    topic="时段变化",
    kinds=Kinds.BOTH,
    doc_zh="年均增长率，年数由两个数的年份算出，也可用`数`指定；单元格本身是年均增长率的，照原样写。",
    doc_en="The average annual growth; the number of years comes from the two figures, or from `数`. A cell that "
    "holds such a rate is printed as it stands.",
    examples=(
        Example(
            template="{{ 年均增长(起, 止) }}",
            data={"起": "100亿元；2020年", "止": "144.24亿元；2025年"},
            expected="年均增长7.6%",
        ),
        Example(template="{{ 增加值年均增长 | 年均增长 }}", data={"增加值年均增长": "7.6%"}, expected="年均增长7.6%"),
    ),
)
def annual_growth(
    起: object,
    止: object = None,
    小数: int | None = None,
    *,
    数: int | None = None,
    词: str = "年均",
    现价: bool = False,
) -> Phrase:
    """(v₁/v₀)^(1/n) − 1, or a published average rate."""
    start = as_figure(起)
    if 止 is None:
        if start.unit.symbol != "%":
            need_unit(start)
            raise Fault(
                "not-a-rate", cell=cell_of(start), name=start.name or start.text, unit=start.unit.symbol or "比值/ratio"
            )
        growth = published(start)
    else:
        growth = _annual(start, as_figure(止), 数, at_current_prices=现价)
    introduction = ("按现价计算" if 现价 else "") + 词
    return say(change_text(growth, 小数, Words(), introduction), growth.figure, "年均增长")


def _annual(start: Figure, end: Figure, years: int | None, *, at_current_prices: bool) -> Growth:
    same_measure(start, end)
    check_basis(start, end)
    _refuse_current_prices(end, at_current_prices=at_current_prices)
    if years is None:
        first, last = year_of(start), year_of(end)
        if first is None or last is None:
            raise Fault("no-period", word="年均增长", value=(start if first is None else end).text)
        years = last - first
    if years < 1:
        raise Fault("no-years-between", left=spoken_period(start) or start.text, right=spoken_period(end) or end.text)
    if start.value <= 0 or end.value <= 0:
        wrong = start if start.value <= 0 else end
        raise Fault("no-positive-base", cell=cell_of(wrong), name=start.name or start.text, value=wrong.text)
    ratio = end.quantity / start.quantity
    percent = (root(ratio.value, years) - 1) * _HUNDRED
    number = Figure(quantity=Quantity(Decimal(years)))
    return Growth(
        derive(Operation.ANNUAL_GROWTH, Quantity(percent, PERCENT), end, start, number, name=end.name), percent
    )


@word(
    "翻番",
    topic="时段变化",
    doc_zh="翻一番、翻两番：只有达到2倍、4倍才写，够不上就报错；给了`前缀`则什么也不写。增长率（如123%）也可以。",
    doc_en="翻一番, 翻两番: only where the ratio reaches 2, 4, 8; otherwise a finding, or nothing with a lead-in. "
    "A growth rate (123 %) will do as well.",
    examples=(
        Example(template="{{ 产值增速 | 翻番 }}", data={"产值增速": "123%"}, expected="翻一番"),
        Example(template="{{ 止 | 翻番(起) }}", data={"起": "10亿元", "止": "41亿元"}, expected="翻两番"),
    ),
)
def doubled(值: object, 基: object = None, 前缀: str | None = None) -> Phrase:
    """How many times it doubled; raises `not-doubled` where it did not."""
    figure = as_figure(值)
    if 基 is None and figure.unit.symbol == "%" and (figure.previous is None or is_published_rate(figure)):
        shows, ratio = figure, 1 + published(figure).percent / _HUNDRED
    else:
        base = base_of(figure, 基, "previous", 前缀)
        if base is None:
            return EMPTY
        shows, ratio = _multiple(figure, base)
    times = 0
    while ratio >= 2 ** (times + 1):
        times += 1
    if not times:
        if 前缀 is not None:
            return EMPTY
        raise Fault(
            "not-doubled", name=figure.name or figure.text, ratio=number_text(ratio, None, exact=False, default=2)
        )
    return say(f"翻{hanzi(times, counting=True)}番", shows, "翻番", 前缀)


@word(
    "倍数",
    topic="时段变化",
    kinds=Kinds.BOTH,
    doc_zh="是另一个数的几倍；不到1倍的不能用（下降不说倍）。",
    doc_en="How many times another figure; refused below 1, because a decrease is never told in 倍.",
    examples=(
        Example(
            template="是起点的{{ 止 | 倍数(起) }}",
            data={"起": "100亿元", "止": "250亿元"},
            expected="是起点的2.5倍",
        ),
    ),
)
def multiple(值: object, 基: object = None, 小数: int | None = None) -> Phrase:
    """The ratio of two figures of one measure, in 倍; raises `fraction-as-multiple` below 1."""
    figure = as_figure(值)
    base = base_of(figure, 基, "previous", None)
    if base is None:
        return EMPTY
    shows, ratio = _multiple(figure, base)
    if ratio < 1:
        raise Fault("fraction-as-multiple", name=figure.name or figure.text, base=base.name or base.text)
    return say(number_text(ratio, 小数, exact=False, default=1) + "倍", shows, "倍数")


def _multiple(figure: Figure, base: Figure) -> tuple[Figure, Decimal]:
    same_measure(figure, base)
    check_basis(figure, base)
    if base.value <= 0:
        raise Fault("no-positive-base", cell=cell_of(base), name=base.name or figure.name, value=base.text)
    shows = figure / base
    return shows, shows.value
