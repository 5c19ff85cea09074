"""Excel's operators over two values.

Errors and UNKNOWN go through, those of the left operand first. Source: ECMA-376-1 18.17.2.5; Microsoft,
"Calculation operators and precedence in Excel".
"""

from __future__ import annotations

from collections.abc import Callable
from math import frexp

from .coerce import finite, is_stop, to_number, to_text
from .values import UNKNOWN, ExcelError, Value

Operator = Callable[[Value, Value], Value]


def _numbers(work: Callable[[float, float], Value]) -> Operator:
    """The operator over what both operands are as numbers."""

    def operate(left: Value, right: Value) -> Value:
        if left.__class__ is not float:
            left = to_number(left)
        if right.__class__ is not float:
            if is_stop(left):
                return left
            right = to_number(right)
        if left.__class__ is float and right.__class__ is float:
            return work(left, right)
        return left if is_stop(left) else right

    return operate


def _divide(left: float, right: float) -> Value:
    return finite(left / right) if right else ExcelError.DIVISION


def power(left: float, right: float) -> Value:
    """`left ^ right`; 0^0 and roots of negative numbers are #NUM! in Excel."""
    if not left:
        return 0.0 if right > 0 else ExcelError.DIVISION if right else ExcelError.NUMBER
    try:
        result = left**right
    except OverflowError:
        return ExcelError.NUMBER
    return finite(result) if isinstance(result, float) else ExcelError.NUMBER


def settled(difference: float, left: float, right: float) -> float:
    """The result of a formula's last `+` or `-`, 0 where only the last bits of its operands differ.

    Microsoft KB 78113 tells of it without the limit; the counterexamples of Excel users put it at 50
    binary places below the operand. It applies to the last operation only, and not inside parentheses.
    """
    if difference and left and right and frexp(left)[1] - frexp(difference)[1] >= 50:
        return 0.0
    return difference


def _concatenate(left: Value, right: Value) -> Value:
    one, other = to_text(left), to_text(right)
    if isinstance(one, str) and isinstance(other, str):
        joined = one + other
        return joined if len(joined) <= 32767 else ExcelError.VALUE
    return other if isinstance(one, str) else one


def order(left: Value, right: Value) -> int | None:
    """-1, 0 or 1 as `left` comes before, with or after `right`; None where that is not certain.

    Numbers come before texts, texts before FALSE and TRUE; a blank is 0, "" or FALSE, as the other is.
    Numbers are compared by their first 15 digits. Texts are equal without case; their order is that of the
    language of Excel, certain only for Latin letters and digits.
    """
    if left is None:
        left = _blank_beside(right)
    if right is None:
        right = _blank_beside(left)
    if isinstance(left, bool) or isinstance(right, bool) or isinstance(left, str) is not isinstance(right, str):
        ranks = _rank(left), _rank(right)
        if ranks[0] != ranks[1]:
            return -1 if ranks[0] < ranks[1] else 1
    if isinstance(left, str) and isinstance(right, str):
        return _text_order(left, right)
    if isinstance(left, (float, bool)) and isinstance(right, (float, bool)):
        if abs(left - right) < 1e-13 * abs(left):
            left, right = float(format(left, ".15g")), float(format(right, ".15g"))
        return (left > right) - (left < right)
    return None


def _blank_beside(value: Value) -> Value:
    return "" if isinstance(value, str) else False if isinstance(value, bool) else 0.0


def _rank(value: Value) -> int:
    return 2 if isinstance(value, bool) else 1 if isinstance(value, str) else 0


def _text_order(left: str, right: str) -> int | None:
    one, other = left.lower(), right.lower()
    if one == other:
        return 0
    if not one or not other:
        return -1 if not one else 1
    if (one + other).isascii() and (one + other).isalnum():
        return -1 if one < other else 1
    return None


def equal(left: Value, right: Value) -> bool | None:
    """Whether two values are equal as `=` finds; None where one of them is no value."""
    if is_stop(left) or is_stop(right):
        return None
    if isinstance(left, str) and isinstance(right, str):
        return left.lower() == right.lower()
    found = order(left, right)
    return None if found is None else not found


def _comparison(holds: Callable[[int], bool], *, of_order: bool = True) -> Operator:
    def compare(left: Value, right: Value) -> Value:
        if is_stop(left):
            return left
        if is_stop(right):
            return right
        if not of_order and isinstance(left, str) and isinstance(right, str):
            return holds(int(left.lower() != right.lower()))
        found = order(left, right)
        return UNKNOWN if found is None else holds(found)

    return compare


OPERATORS: dict[str, Operator] = {
    "+": _numbers(lambda left, right: finite(left + right)),
    "-": _numbers(lambda left, right: finite(left - right)),
    "*": _numbers(lambda left, right: finite(left * right)),
    "/": _numbers(_divide),
    "^": _numbers(power),
    "&": _concatenate,
    "=": _comparison(lambda found: found == 0, of_order=False),
    "<>": _comparison(lambda found: found != 0, of_order=False),
    "<": _comparison(lambda found: found < 0),
    ">": _comparison(lambda found: found > 0),
    "<=": _comparison(lambda found: found <= 0),
    ">=": _comparison(lambda found: found >= 0),
}


def negative(value: Value) -> Value:
    """`-value`."""
    number = to_number(value)
    return -number if isinstance(number, float) else number


def percent(value: Value) -> Value:
    """`value%`."""
    number = to_number(value)
    return number / 100 if isinstance(number, float) else number
