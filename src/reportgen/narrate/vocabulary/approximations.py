"""概数: a round number and the word that makes it true, worked out from the exact value.

GB/T 15835-2011, 4.2.2 and 5: 余, 多 stand for a remainder behind a round number, 近 only below, 超 only above.
"""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

from ...model.diagnostic import Fault, nearest
from ...model.figure import Figure, Phrase, as_figure
from ...model.quantity import HEDGES, Unit, hedged, parse_unit, plain
from ...model.values import dataclass
from .amounts import amount_unit
from .inputs import is_money, say
from .numerals import official_unit
from .registry import Example, word

_REMAINDER = ("余", "多")
_ABOVE = ("超", "逾", "以上")
_BELOW = ("近", "不足", "不到", "以下", "以内")
_NEAR = ("约", "左右", "上下")
_WORDS = (*_REMAINDER, *_ABOVE, *_BELOW, *_NEAR)
_CLOSE_ENOUGH = Decimal("0.05")
"""One significant digit will do where it is off by no more than this, else two are said."""


@word(
    "概数",
    topic="数量",
    doc_zh="概数由精确值算出：余、多、超、逾、以上、近、不足、不到、以下、以内、约、左右、上下。默认取一到两位有效"
    "数字；`近似数`自己定数，`取整`定到哪一位。说得不实就报错：近必须不到，超必须超过，余和多不能低于，118"
    "余家这类精确数不许。单元格本身写了概数的，照它的数和字。",
    doc_en="A round number with its hedge, worked out from the exact value, with one or two significant digits; `"
    "近似数` sets the number, `取整` the step. What is not true is refused: 近 must be below, 超 above, 余 "
    "and 多 not below, and an exact 118 is never 118余. A cell that was kept as an approximation keeps its "
    "number and word.",
    examples=(
        Example(template="{{ 资金 | 概数('余') }}", data={"资金": "207.3亿元"}, expected="200余亿元"),
        Example(template="{{ 用地 | 概数('多') }}", data={"用地": "4120亩"}, expected="4000多亩"),
        Example(template="{{ 队伍 | 概数('近') }}", data={"队伍": "1596支"}, expected="近1600支"),
        Example(template="{{ 收入 | 概数('超', 100) }}", data={"收入": "104.8亿元"}, expected="超100亿元"),
        Example(template="{{ 缺口 | 概数('以上') }}", data={"缺口": "50.3亿元"}, expected="50亿元以上"),
        Example(template="{{ 资金 | 概数 }}", data={"资金": "200余亿元"}, expected="200余亿元"),
    ),
)
def approximately(
    值: object,
    词: str | None = None,
    近似数: Decimal | Figure | None = None,
    *,
    取整: Decimal | Figure | None = None,
    单位: str | None = None,
    预计: bool = True,
) -> Phrase:
    """A hedged round number; raises `wrong-approximation`, `approximation-not-round`, `unknown-approximation`."""
    figure = as_figure(值)
    hedge = 词 or figure.hedge or "约"
    if hedge not in _WORDS and hedge not in HEDGES:
        raise Fault("unknown-approximation", value=hedge, known=list(_WORDS), suggestion=nearest(hedge, _WORDS))
    unit = _unit(figure, 单位)
    claim = _Claim(figure, figure.quantity.to(unit).value, hedge)
    number = _number(claim, 近似数, 取整, unit)
    claim.check(number, unit)
    text = hedged(plain(number), unit.symbol, hedge)
    return say("预计" + text if figure.estimated and 预计 else text, figure, "概数")


def _unit(figure: Figure, named: str | None) -> Unit:
    if named:
        return parse_unit(named)
    if figure.approximate:
        return figure.unit
    return amount_unit(figure) if is_money(figure.unit) else official_unit(figure.unit)


def _number(claim: _Claim, given: Decimal | Figure | None, step: Decimal | Figure | None, unit: Unit) -> Decimal:
    """The round number to say: the author's, one rounded to his step, the cell's own, or one that is near."""
    if given is not None:
        return given.quantity.to(unit).value if isinstance(given, Figure) and given.unit.symbol else _bare(given)
    if step is not None:
        return _rounded(claim.value, _bare(step), claim.hedge)
    if claim.figure.approximate or claim.value <= 0:
        return claim.value
    place = claim.value.adjusted()
    coarse = _rounded(claim.value, Decimal(1).scaleb(place), claim.hedge)
    if abs(coarse - claim.value) <= _CLOSE_ENOUGH * claim.value:
        return coarse
    fine = Decimal(1).scaleb(place - 1)
    if fine < 1 and claim.hedge in _REMAINDER and not unit.symbol.startswith(("万", "亿")):
        fine = Decimal(1)  # 9个多月; a fraction stands before 余 or 多 only with 万 or 亿: 1.2万余人
    return _rounded(claim.value, fine, claim.hedge)


def _bare(number: Decimal | Figure) -> Decimal:
    return number.value if isinstance(number, Figure) else number


def _rounded(value: Decimal, step: Decimal, hedge: str) -> Decimal:
    """The multiple of a step on the side that the hedge needs."""
    rounding = ROUND_FLOOR if hedge in (*_REMAINDER, *_ABOVE) else ROUND_CEILING if hedge in _BELOW else ROUND_HALF_UP
    return (value / step).to_integral_value(rounding) * step


@dataclass(frozen=True, slots=True)
class _Claim:
    """What is said of a value: that it lies on the hedge's side of a number."""

    figure: Figure
    value: Decimal
    hedge: str

    def check(self, number: Decimal, unit: Unit) -> None:
        counted = unit.dimension.startswith("count:") and unit.factor == 1
        if counted and number == self.value and number % 10 and not self.figure.approximate:
            raise Fault("approximation-not-round", word=self.hedge, value=self.figure.text)
        if self.figure.approximate and number == self.value:
            return
        if number <= 0 or not self._holds(number):
            raise Fault(
                "wrong-approximation", said=hedged(plain(number), unit.symbol, self.hedge), value=self.figure.text
            )

    def _holds(self, number: Decimal) -> bool:
        """Whether the claim is true, and near enough not to mislead."""
        value, hedge = self.value, self.hedge
        if hedge in _REMAINDER:
            return number <= value < number + _last_place(number)
        if hedge == "以上":
            return number <= value < 2 * number
        if hedge in _ABOVE:
            return number < value < 2 * number
        if hedge in ("以下", "以内"):
            return number / 2 <= value <= number
        if hedge in _BELOW:
            return number * (9 if hedge == "近" else 5) / 10 <= value < number
        return abs(value - number) <= number / 10


def _last_place(number: Decimal) -> Decimal:
    """The place of the last digit that is not 0: 100 for 200, 10 for 220, 0.1 for 1.5."""
    exponent = number.normalize().as_tuple().exponent
    return Decimal(1).scaleb(exponent) if isinstance(exponent, int) else Decimal(1)
