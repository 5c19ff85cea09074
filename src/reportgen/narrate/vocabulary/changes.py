"""Words for change: 同比, 增幅, 降幅, 方向, 差额, 百分点差, and the value of last year."""

from __future__ import annotations

from ...model.diagnostic import Fault
from ...model.figure import Figure, Missing, MissingValue, Operation, Phrase, as_figure, check_basis, derive
from ...model.quantity import POINT, parse_unit
from .inputs import EMPTY, base_of, cell_of, need_unit, plain_year, rate_like, same_measure, say
from .numerals import number_text
from .rates import Growth, Words, change_text, growth_of, is_flat, points, published
from .registry import Example, word

_AT_CURRENT = "按现价计算"


@word(
    "同比",
    topic="增减",
    doc_zh="与上年比的增长率：增长、下降、持平由正负定，绝对值，默认一位小数、末尾的0不写；公布的增速优先，照原样"
    "写。上年为零或为负时改用文字，超过1000%用倍。给出`前缀`就表示允许没有上年数：没有时什么也不写；不给则"
    "报缺数。可比价指标没有公布增速时报错，`现价=true`可按现价计算并写明。",
    doc_en="Growth over last year: 增长, 下降 or 持平 by the sign, absolute value, one decimal trimmed; a "
    "published rate goes first and is printed as it stands. A base of zero or below is told in words, more "
    "than 1000 % in 倍. A lead-in (`前缀`) allows last year's value to be absent: nothing is printed then; "
    "without it the empty cell is a finding. A figure at comparable prices needs a published rate; `现价"
    "=true` works it out at current prices and says so.",
    examples=(
        Example(template="{{ 产值 | 同比 }}", data={"产值": "42.86亿元；上年33.2亿元"}, expected="同比增长29.1%"),
        Example(template="完成{{ 产值 | 同比('，') }}。", data={"产值": "42.86亿元；上年空"}, expected="完成。"),
        Example(template="{{ 增加值 | 同比 }}", data={"增加值": "17.94亿元；可比价；增速29%"}, expected="同比增长29%"),
        Example(template="{{ 利润 | 同比 }}", data={"利润": "2亿元；上年-1亿元"}, expected="同比由负转正"),
    ),
)
def year_on_year(
    值: object,
    前缀: str | None = None,
    小数: int | None = None,
    *,
    基: object = None,
    词: str = "同比",
    升: str = "增长",
    降: str = "下降",
    平: str | None = None,
    现价: bool = False,
) -> Phrase:
    """The growth over last year as one piece; empty where a lead-in allows that there is no base."""
    growth = growth_of(as_figure(值), 基, 前缀, at_current_prices=现价)
    if growth is None:
        return EMPTY
    introduction = (_AT_CURRENT if 现价 else "") + 词
    return say(change_text(growth, 小数, Words(升, 降, 平), introduction), growth.figure, "同比", 前缀)


@word(
    "增幅",
    topic="增减",
    doc_zh="增长率，不带“同比”二字；`基`可以是任何一个数。单元格本身是增长率的，照原样写。",
    doc_en="A growth rate without 同比; `基` may be any figure. A cell that is a rate itself is printed as it stands.",
    examples=(
        Example(
            template="累计{{ 产值 | 增幅(基=起点) }}",
            data={"产值": "22.3亿元", "起点": "10亿元"},
            expected="累计增长123%",
        ),
        Example(template="{{ 工业增加值增速 | 增幅 }}", data={"工业增加值增速": "-1.5%"}, expected="下降1.5%"),
    ),
)
def growth(
    值: object,
    前缀: str | None = None,
    小数: int | None = None,
    *,
    基: object = None,
    升: str = "增长",
    降: str = "下降",
    平: str = "持平",
    现价: bool = False,
) -> Phrase:
    """The growth over last year or over `基`, worded by its sign; a rate keeps its own value."""
    found = _rate(as_figure(值), 基, 前缀, at_current_prices=现价)
    return _said(found, "增幅", 前缀, 小数, Words(升, 降, 平), at_current_prices=现价)


@word(
    "降幅",
    topic="增减",
    doc_zh="与“增幅”相同，只是单元格里的正数当作下降幅度（名称写明是增速的除外）。",
    doc_en="As 增幅, but a positive rate in a cell is read as a fall, unless its name says that it grows.",
    examples=(
        Example(template="累计{{ 单位能耗 | 降幅 }}", data={"单位能耗": "10.26%"}, expected="累计下降10.26%"),
        Example(template="{{ 负债 | 降幅 }}", data={"负债": "27亿元；上年30亿元"}, expected="下降10%"),
    ),
)
def fall(
    值: object,
    前缀: str | None = None,
    小数: int | None = None,
    *,
    基: object = None,
    升: str = "增长",
    降: str = "下降",
    平: str = "持平",
    现价: bool = False,
) -> Phrase:
    """The fall since last year or since `基`; where it rose it says so, whatever the author expected."""
    found = _rate(as_figure(值), 基, 前缀, at_current_prices=现价, falls=True)
    return _said(found, "降幅", 前缀, 小数, Words(升, 降, 平), at_current_prices=现价)


def _said(
    found: Growth | None, word: str, lead: str | None, decimals: int | None, words: Words, *, at_current_prices: bool
) -> Phrase:
    """A rate in words; nothing where there is none and the author allowed that."""
    if found is None:
        return EMPTY
    return say(change_text(found, decimals, words, _AT_CURRENT if at_current_prices else ""), found.figure, word, lead)


def _rate(
    figure: Figure, base: object, lead: str | None, *, at_current_prices: bool, falls: bool = False
) -> Growth | None:
    """As `growth_of`, but a percentage is taken for a rate whatever its name, unless it has something beside it.

    Called a fall, it is one beside an empty cell too: the sheet of indicators has the column for every row.
    """
    alone = figure.previous is None or (falls and isinstance(figure.previous, Missing))
    if base is None and figure.unit.symbol in ("%", "‰") and alone:
        return published(figure, falls=falls)
    return growth_of(figure, base, lead, at_current_prices=at_current_prices)


@word(
    "方向",
    topic="增减",
    doc_zh="只写方向，不写数字；三个词可以自己定。",
    doc_en="The direction alone, without the number; the three words may be chosen.",
    examples=(
        Example(
            template="价格{{ 价格 | 方向('回升', '回落') }}",
            data={"价格": "1580元/吨；上年2300元/吨"},
            expected="价格回落",
        ),
    ),
)
def direction(
    值: object, 升: str = "增长", 降: str = "下降", 平: str = "持平", *, 基: object = None, 小数: int | None = None
) -> Phrase:
    """The word for the sign of a change; shares and rates are compared in 百分点."""
    figure = as_figure(值)
    if figure.unit.symbol in ("%", "‰") and (基 is not None or figure.previous is not None):
        difference = points(figure, _base(figure, 基))
        sign, shows = difference.value, difference
    else:
        found = _rate(figure, 基, None, at_current_prices=True)
        if found is None:
            return EMPTY
        sign, shows = (found.figure.value if found.instead else found.percent), found.figure
        if is_flat(found, 小数):
            return say(平, shows, "方向")
    return say(升 if sign > 0 else 降 if sign < 0 else 平, shows, "方向")


def _base(figure: Figure, given: object) -> Figure:
    base = base_of(figure, given, "previous", None)
    if base is None:
        raise Fault("no-base", name=figure.name or figure.text, base="上年数")
    return base


@word(
    "差额",
    topic="增减",
    doc_zh="增加或减少了多少（绝对数）；比率请用“百分点差”。",
    doc_en="By how much it rose or fell, in its own unit; for rates use 百分点差.",
    examples=(
        Example(
            template="比上年{{ 人口 | 差额 }}", data={"人口": "67.31万人；上年62.94万人"}, expected="比上年增加4.37万人"
        ),
    ),
)
def difference(
    值: object,
    基: object = None,
    *,
    前缀: str | None = None,
    单位: str | None = None,
    小数: int | None = None,
    升: str = "增加",
    降: str = "减少",
    平: str = "持平",
    预计: bool = True,
) -> Phrase:
    """The difference of two levels, worded by its sign; raises `percentage-points-meant` for rates."""
    figure = as_figure(值)
    if figure.unit.symbol in ("%", "‰"):
        raise Fault("percentage-points-meant", name=figure.name or figure.text)
    base = base_of(figure, 基, "previous", 前缀)
    if base is None:
        return EMPTY
    same_measure(figure, base)
    found = figure - base
    unit = parse_unit(单位) if 单位 else figure.unit
    number = number_text(abs(found.quantity.to(unit).value), 小数, exact=found.is_exact, default=2)
    text = (
        (升 if found.value > 0 else 降) + ("约" if found.approximate else "") + number + unit.symbol
        if number.strip("0.")
        else 平
    )
    if found.estimated and 预计:
        text = "预计" + text
    return say(text, found, "差额", 前缀)


@word(
    "百分点差",
    topic="增减",
    doc_zh="两个比率相差几个百分点，绝不写成百分之几；数额不能用。单元格本身以百分点为单位的，直接写。",
    doc_en="The difference of two rates in 百分点, never in %; levels are refused. A cell kept in 百分点 is "
    "worded as it is.",
    examples=(
        Example(
            template="{{ 城镇化率 | 百分点差 }}", data={"城镇化率": "57.82%；上年55.74%"}, expected="提高2.08个百分点"
        ),
        Example(template="{{ 今 | 百分点差(昔) }}", data={"今": "65%", "昔": "82%"}, expected="下降17个百分点"),
    ),
)
def percentage_points(
    值: object,
    基: object = None,
    前缀: str | None = None,
    小数: int | None = None,
    *,
    升: str = "提高",
    降: str = "下降",
    平: str = "持平",
) -> Phrase:
    """How many 百分点 lie between two rates; raises `not-a-rate` for levels."""
    figure = as_figure(值)
    if figure.unit.dimension == POINT and 基 is None:
        found = figure
    else:
        _check_rate(figure)
        base = base_of(figure, 基, "previous", 前缀)
        if base is None:
            return EMPTY
        _check_rate(base)
        check_basis(figure, base)
        found = points(figure, base)
    number = number_text(abs(found.value), 小数, exact=found.is_exact, default=1)
    about = "约" if found.approximate else ""
    text = (升 if found.value > 0 else 降) + about + number + "个百分点" if number.strip("0.") else 平
    return say(text, found, "百分点差", 前缀)


def _check_rate(figure: Figure) -> None:
    """A share or rate: in % or ‰, or worked out as a ratio; a bare number of a cell may be anything."""
    if not rate_like(figure) or (not figure.unit.symbol and figure.derivation is None):
        need_unit(figure)
        raise Fault("not-a-rate", cell=cell_of(figure), name=figure.name or figure.text, unit=figure.unit.symbol)


@word(
    "上年",
    topic="增减",
    doc_zh="上年的数，可以接着用别的词；年份则减一。",
    doc_en="Last year's figure, ready for other words; of a year, the year before.",
    examples=(
        Example(template="{{ 产值 | 上年 | 金额 }}", data={"产值": "42.86亿元；上年33.2亿元"}, expected="33.2亿元"),
        Example(template="{{ 年度 | 上年 }}年", data={"年度": "年度2015"}, expected="2014年"),
    ),
)
def last_year(值: object) -> Figure:
    """The figure a year earlier; raises MissingValue for an empty cell, `no-base` where the data has no such column."""
    figure = as_figure(值)
    if plain_year(figure) is not None:
        return derive(Operation.MINUS, (figure - 1).quantity, figure, as_figure(1), name=figure.name)
    if isinstance(figure.previous, Missing):
        raise MissingValue(figure.previous)
    if figure.previous is None:
        raise Fault("no-base", name=figure.name or figure.text, base="上年数")
    return figure.previous
