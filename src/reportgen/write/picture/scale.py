"""Axes: round ticks worked out in exact decimals, and the way from a value to a point on paper.

Floats appear only as the last share of an axis length, between 0 and 1; so 1E+300 and 1E-300 are drawn
like any other value.
"""

from __future__ import annotations

from collections.abc import Iterable
from decimal import MAX_EMAX, MIN_EMIN, ROUND_CEILING, ROUND_FLOOR, Context, Decimal

from ...model.values import dataclass

_EXACT = Context(prec=60, Emax=MAX_EMAX, Emin=MIN_EMIN, traps=[])
_STEPS = tuple(map(Decimal, ("1", "2", "2.5", "5", "10")))
_NARROW_RANGE = Decimal("0.6")


@dataclass(frozen=True, slots=True)
class Scale:
    """An axis: `low` and `high` lie on ticks. `start` and `length` say in points where it runs."""

    low: Decimal
    high: Decimal
    step: Decimal
    start: float = 0.0
    length: float = 1.0

    def at(self, value: Decimal) -> float:
        """The point on paper of a value."""
        share = _EXACT.divide(_EXACT.subtract(value, self.low), _EXACT.subtract(self.high, self.low))
        return self.start + float(share) * self.length

    @property
    def ticks(self) -> tuple[Decimal, ...]:
        """The values of the marks, from low to high."""
        count = int(_EXACT.divide(_EXACT.subtract(self.high, self.low), self.step).to_integral_value())
        return tuple(_EXACT.add(self.low, _EXACT.multiply(self.step, Decimal(step))) for step in range(count + 1))

    @property
    def decimals(self) -> int:
        """How many decimals the ticks need."""
        exponent = self.step.normalize(_EXACT).as_tuple().exponent
        return max(0, -exponent) if isinstance(exponent, int) else 0

    @property
    def origin(self) -> float:
        """Where bars begin: at zero, or at the end nearest to it."""
        return self.at(min(max(Decimal(0), self.low), self.high))

    def placed(self, start: float, length: float) -> Scale:
        """The same axis on paper from `start` on."""
        return Scale(self.low, self.high, self.step, start, length)


def scale_of(values: Iterable[Decimal], *, intervals: int = 5, from_zero: bool = True) -> Scale:
    """A round axis over the values, with zero on it.

    Without `from_zero` it leaves zero out where all values lie in a narrow range far from it, as
    prices and indices do; otherwise a line would be flat.
    """
    found = list(values) or [Decimal(1)]
    low, high = min(found), max(found)
    if from_zero or not _is_narrow(low, high):
        low, high = min(low, Decimal(0)), max(high, Decimal(0))
    if low == high:
        low, high = min(low, Decimal(0)), max(high, Decimal(1))
    step = _step(_EXACT.divide(_EXACT.subtract(high, low), Decimal(intervals)))
    return Scale(_to_step(low, step, ROUND_FLOOR), _to_step(high, step, ROUND_CEILING), step)


def _is_narrow(low: Decimal, high: Decimal) -> bool:
    if low == high or low.is_signed() != high.is_signed():
        return False
    near, far = sorted((_EXACT.abs(low), _EXACT.abs(high)))
    return near > _EXACT.multiply(far, _NARROW_RANGE)


def _step(raw: Decimal) -> Decimal:
    unit = Decimal(1).scaleb(raw.adjusted(), _EXACT)
    return next(wanted for factor in _STEPS if (wanted := _EXACT.multiply(factor, unit)) >= raw or factor == _STEPS[-1])


def _to_step(value: Decimal, step: Decimal, rounding: str) -> Decimal:
    count = _EXACT.divide(value, step).to_integral_value(rounding=rounding, context=_EXACT)
    return _EXACT.multiply(count, step)


def add(values: Iterable[Decimal]) -> Decimal:
    """The exact sum."""
    result = Decimal(0)
    for value in values:
        result = _EXACT.add(result, value)
    return result


def share(part: Decimal, whole: Decimal) -> float:
    """A part of a whole between 0 and 1; 0 where the whole is 0."""
    return float(_EXACT.divide(part, whole)) if whole else 0.0


def percent(part: Decimal, whole: Decimal) -> Decimal:
    """A part of a whole in percent, exact enough to be rounded once."""
    return _EXACT.divide(_EXACT.multiply(part, Decimal(100)), whole) if whole else Decimal(0)
