"""Words for time: points, periods, lengths, dates, five-year plans (GB/T 15835-2011, 4.1)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from ...model.diagnostic import Fault
from ...model.figure import Fact, Figure, Operation, Phrase, as_figure, derive
from ...model.quantity import Quantity, parse_unit
from .inputs import cell_of, date_of, period_of, plain_year, say
from .numerals import hanzi
from .registry import Example, Kinds, word

_MONTHS = [f"{month}月" for month in range(1, 13)]
_PARTS = ["上半年", "下半年", *(f"{quarter}季度" for quarter in "一二三四")]
_POINTS = frozenset(
    ["年末", "年底", "年初", "年中", *(part + "末" for part in _PARTS)]
    + [month + end for month in _MONTHS for end in ("末", "底", "初")]
)
_SPANS = frozenset(["年", "全年", "前二季度", "前三季度", *_PARTS, *_MONTHS, *(f"1—{month}" for month in _MONTHS[1:])])


def _anchor(value: object, text: str) -> Figure | Fact:
    """What the phrase shows: the year or the date; of a measured figure its period, and never its value."""
    if isinstance(value, Figure) and (cell := cell_of(value)) is not None:
        return Fact(value=text, name=value.name, source=cell)
    return value if isinstance(value, (Figure, Fact)) else as_figure(value)


@word(
    "时点",
    topic="时间",
    doc_zh='某一时点：默认2015年末；也可写`"6月末"`、`"一季度末"`、`"年底"`。数据带期间的，取它的期末。',
    doc_en='A point of time: 2015年末 by default, or `"6月末"`, `"一季度末"`, `"年底"`. Of a figure, the end of '
    "its period.",
    examples=(
        Example(template="截至{{ 年度 | 时点 }}", data={"年度": "年度2015"}, expected="截至2015年末"),
        Example(template="截至{{ 年度 | 时点('6月末') }}", data={"年度": "年度2015"}, expected="截至2015年6月末"),
    ),
)
def point(值: object, 形式: str | None = None) -> Phrase:
    """The end of a year, or another point of it; raises `bad-period` for a point that is none."""
    period = period_of(值, "时点")
    if 形式 is None:
        text = str(period)
        text = text if text.endswith("末") else text + "末"
    elif 形式 in _POINTS:
        text = f"{period.year}{形式}" if 形式.startswith("年") else f"{period.year}年{形式}"
    else:
        raise Fault("bad-period", word="时点", value=形式, wanted=("年末", "年底", "6月末", "一季度末", "上半年末"))
    return say(text, _anchor(值, text), "时点")


@word(
    "年末",
    topic="时间",
    doc_zh="2015年末。",
    doc_en="2015年末, the end of the year.",
    examples=(Example(template="{{ 年度 | 年末 }}", data={"年度": "年度2015"}, expected="2015年末"),),
)
def year_end(值: object) -> Phrase:
    """The end of the year of a year, date or figure."""
    text = f"{period_of(值, '年末').year}年末"
    return say(text, _anchor(值, text), "年末")


@word(
    "期间",
    topic="时间",
    doc_zh='一段时间：默认2015年（数据带期间的，照它的期间，如2024年一季度）；也可写`"一季度"`、`"上半年"`、`"1—5'
    '月"`；`年=false`不写年份。',
    doc_en='A span of time: 2015年 by default (of a figure, its own period, as 2024年一季度), or `"一季度"`, `"上'
    '半年"`, `"1—5月"`; `年=false` leaves the year out.',
    examples=(
        Example(template="{{ 年度 | 期间 }}", data={"年度": "年度2015"}, expected="2015年"),
        Example(template="{{ 年度 | 期间('一季度') }}", data={"年度": "年度2024"}, expected="2024年一季度"),
        Example(template="{{ 产值 | 期间 }}", data={"产值": "78.81亿元；2024年一季度"}, expected="2024年一季度"),
    ),
)
def period(值: object, 段: str | None = None, *, 年: bool = True) -> Phrase:
    """A year or a part of it; raises `bad-period` for a part that is none."""
    found = period_of(值, "期间")
    part = (段 or "").replace("-", "—").replace("–", "—").replace("至", "—")
    if 段 is not None and part not in _SPANS:
        wanted = ("一季度", "上半年", "前三季度", "6月", "1—5月", "全年")
        raise Fault("bad-period", word="期间", value=段, wanted=wanted)
    whole = str(found)
    if 段 is None:
        text = whole if 年 else whole.removeprefix(f"{found.year}年") or "全年"
    else:
        text = (f"{found.year}年{part}" if part != "年" else f"{found.year}年") if 年 else part
    return say(text, _anchor(值, text), "期间")


@word(
    "时长",
    topic="时间",
    kinds=Kinds.BOTH,
    doc_zh="两个日期之间多久：9个多月、2年多、23天；`单位`可定为天、月、年。",
    doc_en="How long it is between two dates: 9个多月, 2年多, 23天; `单位` may be 天, 月 or 年.",
    examples=(
        Example(template="{{ 时长(起, 止) }}", data={"起": "2015年5月8日", "止": "2016年2月23日"}, expected="9个多月"),
    ),
)
def length(起: object, 止: object, 单位: str | None = None) -> Phrase:
    """Whole months or years, with 多 where days are over; raises `dates-reversed`."""
    first, last = date_of(起, "时长"), date_of(止, "时长")
    start, end = first.value, last.value
    if not isinstance(start, date) or not isinstance(end, date) or end < start:
        raise Fault("dates-reversed", left=first.text, right=last.text)
    if 单位 not in (None, "天", "月", "年"):
        raise Fault("bad-argument", word="时长", argument="单位", value=单位, wanted=("天", "月", "年"))
    days = (end - start).days
    months = (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)
    shows = derive(Operation.SPAN, Quantity(Decimal(days), parse_unit("天")), first, last)
    return say(_length_text(days, months, 单位, whole=end.day == start.day), shows, "时长")


def _length_text(days: int, months: int, unit: str | None, *, whole: bool) -> str:
    if unit == "天" or (unit is None and months < 1) or (unit == "月" and months < 1) or (unit == "年" and months < 12):
        return f"{days}天" if unit in (None, "天") else f"不到1{'个月' if unit == '月' else '年'}"
    if unit == "月" or (unit is None and months < 12):
        return f"{months}个月" if whole else f"{months}个多月"
    years, over = divmod(months, 12)
    return f"{years}年" if whole and not over else f"{years}年多"


_FORMS = {
    "年月日": "{0.year}年{0.month}月{0.day}日",
    "年月": "{0.year}年{0.month}月",
    "月日": "{0.month}月{0.day}日",
    "年": "{0.year}年",
    "月": "{0.month}月",
}


@word(
    "日期",
    topic="时间",
    doc_zh="日期，形式有年月日、年月、月日、年、月。",
    doc_en="A date, as 年月日, 年月, 月日, 年 or 月.",
    examples=(
        Example(template="{{ 点火 | 日期 }}", data={"点火": "2015年5月8日"}, expected="2015年5月8日"),
        Example(template="{{ 点火 | 日期('月日') }}", data={"点火": "2015年5月8日"}, expected="5月8日"),
    ),
)
def day(值: object, 形式: str = "年月日") -> Phrase:
    """A date in one of the forms of official text; raises `not-a-date`, `bad-argument`."""
    fact = date_of(值, "日期")
    pattern = _FORMS.get(形式)
    if pattern is None:
        raise Fault("bad-argument", word="日期", argument="形式", value=形式, wanted=list(_FORMS))
    return say(pattern.format(fact.value), fact, "日期")


FIRST_PLAN = 1953


@word(
    "五年规划",
    topic="时间",
    kinds=Kinds.BOTH,
    doc_zh="这一年所在的五年规划：“十二五”。",
    doc_en="The five-year plan that a year lies in: “十二五”.",
    examples=(Example(template="{{ 五年规划(年度) }}期间", data={"年度": "年度2015"}, expected="“十二五”期间"),),
)
def five_year_plan(年度: object) -> Phrase:
    """The plan's short name in quotation marks; 1963 to 1965 and the years before 1953 had none."""
    year = plain_year(年度)
    year = period_of(年度, "五年规划").year if year is None else year
    if FIRST_PLAN <= year <= 1962:
        number = (year - FIRST_PLAN) // 5 + 1
    elif year >= 1966:
        number = (year - 1966) // 5 + 3
    else:
        raise Fault("bad-period", word="五年规划", value=year, wanted="1953–1962, 1966–")
    text = f"“{hanzi(number)}五”"
    return say(text, _anchor(年度, text), "五年规划")
