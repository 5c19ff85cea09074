"""How far a printed number may be from the true one: its last digit, and words such as 约 and 余.

A rule that compares numbers compares the ranges in which they lie, so that rounding and honest
hedging are never findings.
"""

from __future__ import annotations

from decimal import Decimal

from ..model.figure import Figure
from ..model.quantity import Unit
from ..model.values import dataclass

_ABOUT = Decimal("0.05")
_BELOW = Decimal("0.1")
_UPWARDS = ("余", "多", "上")
_OPEN_UPWARDS = ("以上", "超", "超过", "不少于", "不低于")
_DOWNWARDS = ("近", "不到", "以内", "以下", "不足")


def half_step(value: Decimal) -> Decimal:
    """Half a unit of the last written digit: 0.005 for 37.01, 0.5 for 40."""
    exponent = value.as_tuple().exponent
    return Decimal(5).scaleb((min(exponent, 0) if isinstance(exponent, int) else 0) - 1)


@dataclass(frozen=True, slots=True)
class Range:
    """Where a quantity may lie, in one unit."""

    low: Decimal
    high: Decimal

    def __add__(self, other: Range) -> Range:
        return Range(self.low + other.low, self.high + other.high)

    def __sub__(self, other: Range) -> Range:
        return Range(self.low - other.high, self.high - other.low)

    def meets(self, other: Range) -> bool:
        """Whether both may be the same number."""
        return self.low <= other.high and other.low <= self.high


def range_of(figure: Figure, unit: Unit) -> Range:
    """The range of a figure in a unit of its dimension; raises `unit-mismatch` for another."""
    value = figure.value
    step, size = _step(figure), abs(value)
    low, high = value - step, value + step
    hedge = figure.hedge or ("约" if figure.approximate else "")
    if hedge in _UPWARDS:
        high = value + _leading_unit(value)
    elif hedge in _OPEN_UPWARDS:
        high = value + size
    elif hedge in _DOWNWARDS:
        low = value - size * _BELOW
    elif hedge:
        low, high = value - size * _ABOUT, value + size * _ABOUT
    factor = figure.quantity.to(unit).value / value if value else Decimal(1)
    return Range(low * factor, high * factor)


def _step(figure: Figure) -> Decimal:
    """Half the last digit of a measured value; a count in single units (家, 个) is exact."""
    unit = figure.unit
    is_count = unit.dimension.startswith("count:") and unit.factor == 1
    return Decimal(0) if is_count else half_step(figure.value)


def _leading_unit(value: Decimal) -> Decimal:
    """The unit of the first digit, which 余 stays below: 100 for 200余."""
    return Decimal(1).scaleb(value.adjusted()) if value else Decimal(1)
