"""Words for one figure against another: 占比, 比重, 完成率, 目标, 比值, 名次."""

from __future__ import annotations

from decimal import Decimal

from ...model.diagnostic import Fault
from ...model.figure import Figure, Missing, MissingValue, Operation, Phrase, as_figure, check_basis, derive
from ...model.quantity import NO_UNIT, PERCENT, Quantity
from .inputs import EMPTY, base_of, cell_of, figures, rate_like, same_measure, say, total_of
from .numerals import hanzi, number_text
from .registry import Example, Kinds, word


def share_of(part: Figure, whole: Figure) -> Figure:
    """The share in %; raises `share-above-whole` for a part that is no part."""
    same_measure(part, whole)
    check_basis(part, whole)
    if whole.value <= 0 or part.value < 0 or whole < part:
        name = part.name or part.text
        raise Fault("share-above-whole", cell=cell_of(part), part=part.text, whole=whole.text, name=name)
    return derive(Operation.OVER, part.quantity.percent_of(whole.quantity), part, whole, name=part.name)


def _share(value: object, whole: object, *, skip_empty: bool) -> Figure:
    """A share worked out, or the one that the cell holds."""
    part = as_figure(value)
    if whole is not None:
        return share_of(part, total_of(whole, skip_empty=skip_empty))
    if not rate_like(part) or not (part.unit.symbol or part.derivation):
        raise Fault("share-without-whole", name=part.name or part.text)
    return part


def _percent_text(rate: Figure, decimals: int | None) -> str:
    percent = rate.quantity.to(PERCENT).value
    about = (
        "约" if rate.approximate and not rate.hedge else rate.hedge if rate.hedge in ("约", "近", "超", "逾") else ""
    )
    after = rate.hedge if rate.hedge in ("以上", "以下", "左右") else ""
    return about + number_text(percent, decimals, exact=rate.is_exact, default=1) + "%" + after


@word(
    "占比",
    topic="比较",
    kinds=Kinds.BOTH,
    doc_zh="占整体的百分之几；整体可以是一个数或一列数。`对象`写在“占”后面：占全省的34%。单元格本身是百分比的不用"
    "给整体。整体是一列数时，空格报缺数，`略过空=true`则略过（空着的、写“无”或“未统计”的都略过）。",
    doc_en="The share of a whole, which may be a figure or a column. `对象` stands behind 占: 占全省的34%. A cell "
    "that is a percentage needs no whole. An empty cell in a column is a finding; `略过空=true` skips it, and those "
    "that say 无 or 未统计.",
    examples=(
        Example(template="{{ 甲 | 占比(全部) }}", data={"甲": "42.86亿元", "全部": "143.737亿元"}, expected="占29.8%"),
        Example(template="{{ 储量 | 占比(对象='全省') }}", data={"储量": "34%"}, expected="占全省的34%"),
    ),
)
def share(
    值: object,
    整体: object = None,
    对象: str = "",
    *,
    前缀: str | None = None,
    小数: int | None = None,
    略过空: bool = False,
) -> Phrase:
    """The share with its 占."""
    if 前缀 is not None and isinstance(值, Missing):
        return EMPTY
    found = _share(值, 整体, skip_empty=略过空)
    return say(
        f"占{对象}的{_percent_text(found, 小数)}" if 对象 else f"占{_percent_text(found, 小数)}", found, "占比", 前缀
    )


@word(
    "比重",
    topic="比较",
    kinds=Kinds.BOTH,
    doc_zh="与“占比”相同，只写数字，不写“占”。",
    doc_en="As 占比, but the percentage alone.",
    examples=(
        Example(template="比重为{{ 甲 | 比重(全部) }}", data={"甲": "1亿元", "全部": "4亿元"}, expected="比重为25%"),
    ),
)
def bare_share(值: object, 整体: object = None, 小数: int | None = None, *, 略过空: bool = False) -> Phrase:
    """The share without 占."""
    found = _share(值, 整体, skip_empty=略过空)
    return say(_percent_text(found, 小数), found, "比重")


@word(
    "完成率",
    topic="比较",
    doc_zh='完成目标的百分之几，目标取“目标值”栏，也可以另给。`词`改说法，如`词="是目标值的"`。',
    doc_en="The value as a percentage of its target (column 目标值, or another figure). `词` changes the words "
    "before it.",
    examples=(
        Example(template="{{ 投资 | 完成率 }}", data={"投资": "8.4亿元；目标6.5亿元"}, expected="完成目标的129.2%"),
        Example(
            template="{{ 投资 | 完成率(词='是目标值的', 小数=2) }}",
            data={"投资": "8.4亿元；目标6.5亿元"},
            expected="是目标值的129.23%",
        ),
    ),
)
def completion(
    值: object,
    目标: object = None,
    前缀: str | None = None,
    小数: int | None = None,
    *,
    词: str = "完成目标的",
) -> Phrase:
    """Value over target; empty where a lead-in allows that there is no target."""
    figure = as_figure(值)
    target = base_of(figure, 目标, "target", 前缀)
    if target is None:
        return EMPTY
    same_measure(figure, target)
    check_basis(figure, target)
    if target.value <= 0:
        raise Fault("no-positive-base", cell=cell_of(target), name=target.name or figure.name, value=target.text)
    rate = derive(Operation.OVER, figure.quantity.percent_of(target.quantity), figure, target, name=figure.name)
    return say(词 + _percent_text(rate, 小数), rate, "完成率", 前缀)


@word(
    "目标",
    topic="比较",
    doc_zh="目标值，可以接着用别的词。",
    doc_en="The planned value, ready for other words.",
    examples=(Example(template="{{ 投资 | 目标 | 金额 }}", data={"投资": "8.4亿元；目标6.5亿元"}, expected="6.5亿元"),),
)
def target(值: object) -> Figure:
    """The planned figure; raises MissingValue for an empty cell, `no-base` where the data has no such column."""
    figure = as_figure(值)
    if isinstance(figure.target, Missing):
        raise MissingValue(figure.target)
    if figure.target is None:
        raise Fault("no-base", name=figure.name or figure.text, base="目标值")
    return figure.target


@word(
    "比值",
    topic="比较",
    kinds=Kinds.BOTH,
    doc_zh="两个数之比，默认一位小数，0也写出；`趋势=true`按上年之比写“缩小至”“扩大至”。单元格本身是比值的只给一个。",
    doc_en="The ratio of two figures, one decimal with its zero; `趋势=true` says 缩小至 or 扩大至 against last "
    "year's ratio. A cell that is a ratio stands alone.",
    examples=(
        Example(
            template="收入比{{ 比值(城镇, 农村, 趋势=true) }}",
            data={"城镇": "51549元；上年49000元", "农村": "26289元；上年23300元"},
            expected="收入比缩小至2.0",
        ),
        Example(template="{{ 收入比 | 比值 }}", data={"收入比": "2"}, expected="2.0"),
    ),
)
def ratio(
    甲: object,
    乙: object = None,
    小数: int | None = 1,
    *,
    趋势: bool = False,
    升: str = "扩大至",
    降: str = "缩小至",
    平: str = "保持在",
) -> Phrase:
    """A ratio with fixed decimals, with its direction where that is asked for."""
    above = as_figure(甲)
    now = _quotient(above, 乙)
    text = number_text(now.value, 小数, exact=now.is_exact, default=1)
    if 趋势:
        before = _quotient(_previous(above), None if 乙 is None else _previous(as_figure(乙)))
        earlier = number_text(before.value, 小数, exact=before.is_exact, default=1)
        text = (平 if Decimal(text) == Decimal(earlier) else 升 if before.value < now.value else 降) + text
    return say(text, now, "比值")


def _quotient(above: Figure, below: object) -> Figure:
    if below is None:
        if above.unit != NO_UNIT:
            raise Fault("ratio-of-one", name=above.name or above.text)
        return above
    other = as_figure(below)
    same_measure(above, other)
    check_basis(above, other)
    return above / other


def _previous(figure: Figure) -> Figure:
    previous = base_of(figure, None, "previous", None)
    if previous is None:
        raise Fault("no-base", name=figure.name or figure.text, base="上年数")
    return previous


@word(
    "名次",
    topic="比较",
    doc_zh="在一列数中的名次：第一、并列第二、第11；越小越好的用`升序=true`。单元格本身是名次的不用给全部。"
    "空格报缺数，`略过空=true`则不参加排名。",
    doc_en="The rank within a column: 第一, 并列第二, 第11; `升序=true` where less is better. A cell that holds a "
    "rank stands alone. An empty cell is a finding; `略过空=true` leaves it out of the ranking.",
    examples=(
        Example(
            template="居{{ 甲 | 名次([甲, 乙, 丙]) }}",
            data={"甲": "36.7亿元", "乙": "42.86亿元", "丙": "18.5亿元"},
            expected="居第二",
        ),
        Example(template="居全省{{ 产能排位 | 名次 }}", data={"产能排位": "1位"}, expected="居全省第一"),
    ),
)
def rank(值: object, 全部: object = None, *, 升序: bool = False, 略过空: bool = False) -> Phrase:
    """The place of a figure among others, equal ones sharing it; raises MissingValue for an empty one."""
    figure = as_figure(值)
    if 全部 is None:
        if figure.value < 1 or figure.value != int(figure.value) or figure.unit.symbol not in ("", "位", "名"):
            raise Fault("not-a-rank", name=figure.name or figure.text, value=figure.text)
        return say(_ordinal(int(figure.value)), figure, "名次")
    others = figures([全部], skip_empty=略过空)
    better = sum(1 for other in others if (other < figure if 升序 else figure < other))
    equal = [other for other in others if not other < figure and not figure < other]
    place = derive(Operation.RANK_OF, Quantity(Decimal(better + 1)), figure, *others, name=figure.name)
    return say(("并列" if len(equal) > 1 else "") + _ordinal(better + 1), place, "名次")


def _ordinal(place: int) -> str:
    return f"第{hanzi(place)}" if place <= 10 else f"第{place}"
