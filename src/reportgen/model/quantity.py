"""Exact decimals with units: scaling, arithmetic, rounding.

Every number stays a `Decimal` from the cell's text to the page and is rounded half up, once, at the
end. A unit is a dimension and a factor to that dimension's base: 亿元 is 10⁸ 元. Counting words (家,
个, 座) are dimensions of their own, so 亿元 + 家 is refused and 万头 + 头 is not.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext
from functools import lru_cache

from .diagnostic import Fault
from .values import dataclass

RATIO = "ratio"
"""Dimension of shares, growth rates and plain numbers."""

POINT = "percentage-point"
"""Dimension of the difference of two rates (百分点); it never mixes with rates."""

_EXACT = Context(prec=50, rounding=ROUND_HALF_UP)

_ROUNDING = Context(prec=1000, rounding=ROUND_HALF_UP)
"""Wide enough for every number of a spreadsheet cell (up to 1.8E+308), which `_EXACT` would refuse."""


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of measure: what stands behind the number, its dimension, and how many base units it is."""

    symbol: str
    dimension: str
    factor: Decimal

    def __str__(self) -> str:
        return self.symbol

    def __reduce__(self) -> tuple[Callable[..., Unit], tuple[str, str, Decimal]]:
        return _same_unit, (self.symbol, self.dimension, self.factor)


def _same_unit(symbol: str, dimension: str, factor: Decimal) -> Unit:
    """A unit that came from another process: the one that this process has of the same symbol."""
    own, other = parse_unit(symbol), Unit(symbol, dimension, factor)
    return own if own == other else other


_BASES: dict[str, dict[str, str]] = {
    "money": {"元": "1"},
    "US-dollar": {"美元": "1"},
    "mass": {"克": "0.000001", "千克": "0.001", "公斤": "0.001", "吨": "1"},
    "length": {"毫米": "0.001", "米": "1", "千米": "1000", "公里": "1000"},
    "area": {"平方米": "1", "㎡": "1", "m²": "1", "公顷": "10000", "平方公里": "1000000", "平方千米": "1000000"},
    "land": {"亩": "1"},
    "volume": {"升": "0.001", "立方米": "1", "m³": "1", "方": "1"},
    "energy": {"千瓦时": "1", "度": "1", "kWh": "1"},
    "power": {"瓦": "0.001", "千瓦": "1", "kW": "1", "兆瓦": "1000", "MW": "1000"},
    "voltage": {"伏": "0.001", "千伏": "1", "KV": "1", "kV": "1"},
    "time-year": {"年": "1"},
    "time-month": {"个月": "1"},
    "time-day": {"天": "1", "日": "1"},
    RATIO: {"": "1", "%": "0.01", "‰": "0.001", "倍": "1"},
    POINT: {"个百分点": "0.01", "百分点": "0.01"},
}
_KNOWN = {
    symbol: Unit(symbol, dimension, Decimal(factor))
    for dimension, symbols in _BASES.items()
    for symbol, factor in symbols.items()
}
_PREFIXES = {
    prefix: Decimal(10) ** power
    for prefix, power in {
        "万亿": 12, "千亿": 11, "百亿": 10, "十亿": 9, "亿": 8, "千万": 7, "百万": 6, "十万": 5, "万": 4
    }.items()
}  # fmt: skip
_THOUSAND = Decimal(1000)

NO_UNIT = _KNOWN[""]
PERCENT = _KNOWN["%"]
PERCENTAGE_POINT = _KNOWN["个百分点"]
_HUNDRED = Decimal(100)


@lru_cache(maxsize=4096)
def parse_unit(symbol: str) -> Unit:
    """The unit that a symbol names: 亿元, 万吨, 元/吨, 吨/日, 万人次, 家, %.

    An unknown symbol is a counting word with a dimension of its own; 万 and 亿 before it scale it, and
    so does 千 before a measure (千吨; 千瓦 is a unit by itself).
    """
    symbol = symbol.strip().replace("％", "%")
    known = _KNOWN.get(symbol)
    if known is not None:
        return known
    if "/" in symbol:
        above, below = (parse_unit(side) for side in symbol.split("/", 1))
        return Unit(symbol, f"{above.dimension}/{below.dimension}", above.factor / below.factor)
    for prefix, factor in _PREFIXES.items():
        rest = symbol.removeprefix(prefix)
        if rest != symbol and rest:
            base = parse_unit(rest)
            return Unit(symbol, base.dimension, base.factor * factor)
    if symbol.startswith("千") and symbol[1:] in _KNOWN and symbol[1:]:
        base = _KNOWN[symbol[1:]]
        return Unit(symbol, base.dimension, base.factor * _THOUSAND)
    return Unit(symbol, f"count:{symbol}", Decimal(1))


def is_known_unit(symbol: str) -> bool:
    """Whether the symbol (万 and 亿 before it aside) is a measure that we define, not a counting word."""
    return all(not parse_unit(side).dimension.startswith("count:") for side in symbol.split("/"))


def round_half_up(value: Decimal, decimals: int) -> Decimal:
    """The value with so many decimals, 5 going away from zero (2.675 → 2.68)."""
    return value.quantize(_place(decimals), context=_ROUNDING)


@lru_cache(maxsize=64)
def _place(decimals: int) -> Decimal:
    return Decimal(1).scaleb(-decimals)


def plain(value: Decimal) -> str:
    """The exact value without exponent and without trailing zeros: 1.50 is `1.5`, 1E+3 is `1000`."""
    text = str(value)
    if text[-1] != "0" and "E" not in text:
        return text  # as most values are
    if "E" in text:
        text = format(value, "f")
    if text[-1] == "0" and "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def fixed(value: Decimal, decimals: int | None) -> str:
    """The value rounded half up to `decimals` places, zeros kept; None gives the exact value, trimmed."""
    if decimals is None:
        return plain(value)
    # Most values of a table have these decimals already; rounding and formatting cost four times as much.
    text = str(value)
    if decimals and text[-1 - decimals : -decimals] == "." and text[0] != "-" and "E" not in text:
        return text
    text = format(round_half_up(value, decimals), "f")
    return text.removeprefix("-") if not text.strip("-0.") else text


@dataclass(frozen=True, slots=True)
class Quantity:
    """An exact decimal and its unit: 12.48 亿元. Arithmetic that makes no sense raises `unit-mismatch`."""

    value: Decimal
    unit: Unit = NO_UNIT

    @property
    def base(self) -> Decimal:
        """The value in the base unit of its dimension (元, 吨, 1)."""
        return _EXACT.multiply(self.value, self.unit.factor)

    def to(self, unit: Unit) -> Quantity:
        """The same quantity in another unit of the same dimension."""
        if unit == self.unit:
            return self
        self._same_dimension(unit)
        return Quantity(_EXACT.divide(self.base, unit.factor), unit)

    def __add__(self, other: Quantity) -> Quantity:
        if self.unit == PERCENT and other.unit.dimension == POINT:
            return Quantity(_EXACT.add(self.value, other.to(PERCENTAGE_POINT).value), PERCENT)
        self._same_dimension(other.unit)
        return Quantity(_EXACT.add(self.value, other.to(self.unit).value), self.unit)

    def __sub__(self, other: Quantity) -> Quantity:
        """The difference; of two percentages it is in 百分点, so 65% − 48% can never be worded as 17%."""
        if self.unit == PERCENT and other.unit == PERCENT:
            return Quantity(_EXACT.subtract(self.value, other.value), PERCENTAGE_POINT)
        if self.unit == PERCENT and other.unit.dimension == POINT:
            return Quantity(_EXACT.subtract(self.value, other.to(PERCENTAGE_POINT).value), PERCENT)
        self._same_dimension(other.unit)
        return Quantity(_EXACT.subtract(self.value, other.to(self.unit).value), self.unit)

    def __neg__(self) -> Quantity:
        return Quantity(-self.value, self.unit)

    def __mul__(self, other: Quantity) -> Quantity:
        if other.unit.dimension == RATIO:
            return Quantity(_EXACT.multiply(self.value, other.base), self.unit)
        if self.unit.dimension == RATIO:
            return other * self
        for rate, amount in ((self, other), (other, self)):
            _, slash, below = rate.unit.dimension.partition("/")
            if slash and below == amount.unit.dimension:
                unit = parse_unit(rate.unit.symbol.split("/", 1)[0])
                base = _EXACT.multiply(rate.base, amount.base)
                return Quantity(_EXACT.divide(base, unit.factor), unit)
        raise Fault("unit-mismatch", left=self.unit.symbol or "1", right=other.unit.symbol or "1", operation="×")

    def __truediv__(self, other: Quantity) -> Quantity:
        """A ratio of like with like, else a compound unit such as 元/吨; raises `division-by-zero`."""
        if not other.value:
            raise Fault("division-by-zero")
        if self.unit.dimension == other.unit.dimension:
            return Quantity(_EXACT.divide(self.base, other.base), NO_UNIT)
        if other.unit.dimension == RATIO:
            return Quantity(_EXACT.divide(self.value, other.base), self.unit)
        unit = parse_unit(f"{self.unit.symbol}/{other.unit.symbol}")
        return Quantity(_EXACT.divide(self.value, other.value), unit)

    def percent_of(self, whole: Quantity) -> Quantity:
        """This as a percentage of a quantity of the same dimension; raises `division-by-zero`."""
        self._same_dimension(whole.unit)
        if not whole.value:
            raise Fault("division-by-zero")
        if self.unit is whole.unit:
            return Quantity(_EXACT.divide(_EXACT.multiply(self.value, _HUNDRED), whole.value), PERCENT)
        return Quantity(_EXACT.divide(_EXACT.multiply(self.base, _HUNDRED), whole.base), PERCENT)

    def growth_over(self, before: Quantity) -> Quantity:
        """How much more than `before` this is, in %; below zero where it is less."""
        return Quantity(_EXACT.subtract(self.percent_of(before).value, _HUNDRED), PERCENT)

    def __lt__(self, other: Quantity) -> bool:
        self._same_dimension(other.unit)
        return self.base < other.base

    def __le__(self, other: Quantity) -> bool:
        self._same_dimension(other.unit)
        return self.base <= other.base

    def text(self, decimals: int | None = None) -> str:
        """The number and its unit as they stand in a sentence: `12.48亿元`."""
        return fixed(self.value, decimals) + self.unit.symbol

    def _same_dimension(self, unit: Unit) -> None:
        if unit.dimension != self.unit.dimension:
            raise Fault("unit-mismatch", left=self.unit.symbol or "1", right=unit.symbol or "1", operation="±")


_HEDGES_BEFORE = ("约", "近", "超", "逾", "不足", "不到")
_HEDGES_INSIDE = ("余", "多")
_HEDGES_AFTER = ("以上", "以下", "以内", "左右", "上下")
HEDGES = (*_HEDGES_BEFORE, *_HEDGES_INSIDE, *_HEDGES_AFTER, "上")
"""Words that say a number is not exact; 上 stands before a bare 万 or 亿 (上万份)."""


def hedged(number: str, unit: str, word: str) -> str:
    """A number, its unit and a hedge in the order of Chinese: 200余亿元, 约50公里, 5亿元以上, 上万份.

    A word that is none of `HEDGES` stands before the number.
    """
    if word in _HEDGES_INSIDE:
        return _with_inner_hedge(number, unit, word)
    if word in _HEDGES_AFTER:
        return number + unit + word
    if word == "上":
        return word + {"10000": "万", "100000000": "亿"}.get(number, number) + unit
    return word + number + unit


def _with_inner_hedge(number: str, unit: str, word: str) -> str:
    """余 and 多 behind a round number (200余亿元), else behind 万 or 亿 (6亿多元) or behind the unit (3年多)."""
    if number.endswith("0") and "." not in number:
        return number + word + unit
    for prefix in ("万亿", "亿", "万"):
        if unit.startswith(prefix):
            return number + prefix + word + unit.removeprefix(prefix)
    if unit.startswith("个") and len(unit) > 1:
        return number + "个" + word + unit[1:]
    return number + unit + word if is_known_unit(unit) and unit else number + word + unit


def root(value: Decimal, degree: int) -> Decimal:
    """The `degree`-th root of a positive value to 30 digits, as average annual growth needs it."""
    with localcontext(_EXACT) as context:
        context.prec = 36
        result = (value.ln() / degree).exp()
        context.prec = 30
        return +result
