"""Rounding of doubles as people see them: ROUND(2.675,2) is 2.68 although the double lies below.

Excel rounds the decimal number that the double stands for. Where its 15 shown digits and the 17 that tell
the double apart round to different numbers (28.499999999999996 to whole ones), we do not know what Excel
does, and say UNKNOWN.
"""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_DOWN, ROUND_FLOOR, ROUND_HALF_UP, ROUND_UP, Context, Decimal
from math import floor

from .coerce import finite
from .operators import settled
from .values import UNKNOWN, ExcelError, Value

_WIDE = Context(prec=700)
_MOST_DIGITS = 308
_POWERS = [10.0**power for power in range(16)]


def round_half_away(number: float, digits: float) -> Value:
    """ROUND: to `digits` decimals (before the point where negative), halves away from zero."""
    places = int(digits)
    if 0 <= places < len(_POWERS):
        scaled = abs(number) * _POWERS[places]
        if scaled < 1e9:
            rest = scaled - floor(scaled) - 0.5
            if rest > 1e-5 or rest < -1e-5:
                return round(number, places) + 0.0
    return _rounded(number, places, ROUND_HALF_UP)


def round_up(number: float, digits: float) -> Value:
    """ROUNDUP: away from zero."""
    return _rounded(number, int(digits), ROUND_UP)


def round_down(number: float, digits: float) -> Value:
    """ROUNDDOWN and TRUNC: towards zero."""
    return _rounded(number, int(digits), ROUND_DOWN)


def whole_below(number: float) -> Value:
    """INT: the whole number at or below."""
    return _rounded(number, 0, ROUND_FLOOR)


def multiple(number: float, step: float, *, up: bool) -> Value:
    """CEILING and FLOOR: the multiple of `step` at or above, at or below."""
    if not number:
        return 0.0
    if not step:
        return 0.0 if up else ExcelError.DIVISION
    if number > 0 > step:
        return ExcelError.NUMBER
    whole = _rounded(number / step, 0, ROUND_CEILING if up is (step > 0) else ROUND_FLOOR)
    return finite(whole * step) if isinstance(whole, float) else whole


def remainder(number: float, divisor: float) -> Value:
    """MOD: with the sign of the divisor; exact for whole numbers, UNKNOWN where the last bits decide."""
    if not divisor:
        return ExcelError.DIVISION
    quotient = number / divisor
    if abs(quotient) >= 2**40:  # Excel's own limit differs by version (2^27 × divisor before 2010)
        return UNKNOWN
    if number.is_integer() and divisor.is_integer():
        return number % divisor
    rest = number - divisor * floor(quotient)
    if not settled(rest, number, divisor) or abs(quotient - round(quotient)) < 1e-11:
        return UNKNOWN
    return rest


def _rounded(number: float, places: int, way: str) -> Value:
    if number.is_integer() and places >= 0:
        return number + 0.0
    if places > _MOST_DIGITS:
        return number
    step = Decimal(1).scaleb(-max(places, -_MOST_DIGITS - 1))
    found = Decimal(repr(number)).quantize(step, way, _WIDE)
    seen = Decimal(format(number, ".15g")).quantize(step, way, _WIDE)
    return float(found) + 0.0 if found == seen else UNKNOWN
