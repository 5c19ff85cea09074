"""How a growth rate is worked out and said: 增长29%, 下降3.2%, 持平, 由负转正.

GB/T 15835-2011 and the habits of statistics offices: rates come from unrounded data and are rounded
half up once; the sign chooses the word and the number stands without it; above 1000 % a growth is
told in 倍, a decrease never.
"""

from __future__ import annotations

from decimal import Decimal

from ...model.diagnostic import Fault
from ...model.figure import Basis, Figure, Operation, check_basis, derive
from ...model.quantity import PERCENT, hedged
from ...model.values import dataclass
from .inputs import base_of, cell_of, same_measure
from .numerals import number_text

_IN_TIMES_ABOVE = Decimal(1000)
_HUNDRED = Decimal(100)
_FALLS = ("降幅", "减幅", "跌幅", "下降", "下降率", "降低", "降低率", "减少", "减少率", "降速")
_GROWS = ("增速", "增长", "增长率", "增长速度", "增幅", "涨幅", "提高", "上升")
_PROFIT = ("利润", "盈", "亏")


@dataclass(frozen=True, slots=True)
class Words:
    """The words for the three directions; `flat` None says 持平 behind the introducing word."""

    up: str = "增长"
    down: str = "下降"
    flat: str | None = None


@dataclass(frozen=True, slots=True)
class Growth:
    """A growth: the figure that it shows, the signed rate in %, and what to say where no rate can be said."""

    figure: Figure
    percent: Decimal
    instead: str = ""


def is_published_rate(figure: Figure) -> bool:
    """Whether the figure is itself a growth rate by unit and name, as 规模以上工业增加值增速 is."""
    return figure.unit.symbol in ("%", "‰") and _bare_name(figure).endswith(_FALLS + _GROWS)


def _bare_name(figure: Figure) -> str:
    """The name without a remark in brackets at its end."""
    return figure.name.rpartition("（")[0] if figure.name.endswith("）") else figure.name


def published(figure: Figure, *, falls: bool = False) -> Growth:
    """A rate that stands in a cell, signed as growth: 单位能耗降幅 10.26% is −10.26%.

    `falls` says that the author calls it a fall, which counts where the name says nothing.
    """
    percent = figure.quantity.to(PERCENT).value
    name = _bare_name(figure)
    named_fall, named_growth = name.endswith(_FALLS), name.endswith(_GROWS)
    if named_fall or (falls and not named_growth and percent > 0):
        return Growth(figure, -percent)
    return Growth(figure, percent)


def growth_of(figure: Figure, base: object, lead: str | None, *, at_current_prices: bool = False) -> Growth | None:
    """The growth of a figure over a base, or over last year; the published rate goes first.

    None where there is nothing to compare with and the author's lead-in allows that. Raises
    `percentage-points-meant` for shares and rates, `growth-at-current-prices` for a figure at
    comparable prices whose rate was not published.
    """
    if base is None and isinstance(figure.rate, Figure) and not at_current_prices:
        return published(figure.rate)
    if base is None and is_published_rate(figure):
        return published(figure)
    if figure.unit.symbol in ("%", "‰"):
        raise Fault("percentage-points-meant", name=figure.name or figure.text)
    before = base_of(figure, base, "previous", lead)
    if before is None:
        return None
    if figure.basis is Basis.COMPARABLE and not at_current_prices:
        raise Fault("growth-at-current-prices", cell=cell_of(figure), name=figure.name or figure.text)
    return growth_between(before, figure, by_year=base is None)


def growth_between(before: Figure, now: Figure, *, by_year: bool = False) -> Growth:
    """The growth from one level to another of the same measure and price basis."""
    same_measure(before, now)
    check_basis(before, now)
    if before.value > 0 and now.value >= 0:
        rate = now.quantity.growth_over(before.quantity)
        return Growth(derive(Operation.GROWTH, rate, now, before, name=now.name), rate.value)
    difference = derive(Operation.MINUS, now.quantity - before.quantity, now, before, name=now.name)
    return Growth(difference, difference.value, _instead(before, now, by_year=by_year))


def _instead(before: Figure, now: Figure, *, by_year: bool) -> str:
    """What is said where the base is zero or either side is below zero."""
    if before.value == 0:
        return "持平" if now.value == 0 else "上年同期无基数" if by_year else "基数为零"
    if before.value > 0:
        return "由正转负"
    if now.value >= 0:
        return "由负转正" if now.value else "负值归零"
    if now == before or now.quantity <= before.quantity <= now.quantity:
        return "持平"
    better = before < now
    if not any(part in now.name for part in _PROFIT):
        return "负值收窄" if better else "负值扩大"
    share = (-now.quantity).growth_over(-before.quantity).value
    return ("减亏" if better else "增亏") + number_text(abs(share), None, exact=False, default=1) + "%"


def change_text(growth: Growth, decimals: int | None, words: Words, introduction: str = "") -> str:
    """The words for a growth: 同比增长29%, 同比持平, 上年同期无基数."""
    if growth.instead:
        return growth.instead if growth.instead.startswith(("上年", "基数")) else introduction + growth.instead
    percent = growth.percent
    number = number_text(abs(percent), decimals, exact=growth.figure.is_exact, default=1)
    if not number.strip("0."):
        return words.flat if words.flat is not None else introduction + "持平"
    unit = "%"
    if percent > _IN_TIMES_ABOVE:
        exact = growth.figure.is_exact
        number, unit = number_text(percent / _HUNDRED, decimals, exact=exact, default=1), "倍"
    hedge = growth.figure.hedge or ("约" if growth.figure.approximate else "")
    return introduction + (words.up if percent > 0 else words.down) + hedged(number, unit, hedge)


def is_flat(growth: Growth, decimals: int | None) -> bool:
    """Whether the growth is said to be none."""
    if growth.instead:
        return growth.instead == "持平"
    number = number_text(growth.percent, decimals, exact=growth.figure.is_exact, default=1)
    return not number.strip("-0.")


def points(now: Figure, before: Figure) -> Figure:
    """The difference of two rates in 百分点."""
    quantity = now.quantity.to(PERCENT) - before.quantity.to(PERCENT)
    return derive(Operation.MINUS, quantity, now, before, name=now.name)
