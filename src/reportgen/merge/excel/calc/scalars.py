"""Functions of single values: rounding, texts, tests, and the like.

Each takes its arguments as values without errors or UNKNOWN among them, unless it stands in `LENIENT`.
Source: ECMA-376-1 18.17.7 and Microsoft's function reference.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from math import sqrt

from ....model.values import dataclass
from .coerce import to_number, to_text
from .operators import power
from .rounding import multiple, remainder, round_down, round_half_away, round_up, whole_below
from .values import UNKNOWN, ExcelError, Value


@dataclass(frozen=True, slots=True, kw_only=True)
class Scalar:
    """A function with its least and most arguments; `lenient`: it also takes errors."""

    least: int
    most: int
    work: Callable[..., Value]
    lenient: bool = False


def _numeric(work: Callable[..., Value]) -> Callable[..., Value]:
    """The function over what its arguments are as numbers."""

    def take(*values: Value) -> Value:
        numbers = [to_number(value) for value in values]
        for number in numbers:
            if not isinstance(number, float):
                return number
        return work(*numbers)

    return take


def _textual(work: Callable[..., Value]) -> Callable[..., Value]:
    """The function over its first argument as a text and the others as numbers."""

    def take(text: Value, *rest: Value) -> Value:
        values = [to_text(text), *(to_number(value) for value in rest)]
        if not isinstance(values[0], str):
            return values[0]
        for value in values[1:]:
            if not isinstance(value, float):
                return value
        return work(*values)

    return take


def _square_root(number: float) -> Value:
    return ExcelError.NUMBER if number < 0 else sqrt(number)


def _sign(number: float) -> Value:
    return float((number > 0) - (number < 0))


def _quotient(left: float, right: float) -> Value:
    return round_down(left / right, 0) if right else ExcelError.DIVISION


def _as_number(value: Value) -> Value:
    """N: a number or a truth as number, an error as it is, everything else 0."""
    if isinstance(value, bool):
        return float(value)
    return value if isinstance(value, (float, ExcelError)) else 0.0


def _as_text(value: Value) -> Value:
    return value if isinstance(value, (str, ExcelError)) else ""


def _value(value: Value) -> Value:
    return ExcelError.VALUE if isinstance(value, bool) else to_number(value)


def _length(text: str) -> Value:
    return float(_units(text))


def _units(text: str) -> int:
    """Characters as Excel counts them, in UTF-16."""
    return len(text.encode("utf-16-le")) // 2


def _left(text: str, count: float = 1.0) -> Value:
    if _units(text) != len(text):
        return UNKNOWN
    return ExcelError.VALUE if count < 0 else text[: int(count)]


def _right(text: str, count: float = 1.0) -> Value:
    if _units(text) != len(text):
        return UNKNOWN
    return ExcelError.VALUE if count < 0 else text[max(0, len(text) - int(count)) :]


def _middle(text: str, start: float, count: float) -> Value:
    if _units(text) != len(text):
        return UNKNOWN
    if start < 1 or count < 0:
        return ExcelError.VALUE
    return text[int(start) - 1 : int(start) - 1 + int(count)]


def _trim(text: str) -> Value:
    return " ".join(part for part in text.split(" ") if part)


def _formatted(value: Value, shape: Value) -> Value:
    """TEXT for plain numbers (`0.00`, `#,##0`, `0.0%`); dates and other formats go by the language of Excel."""
    number = to_number(value)
    found = _SHAPE.fullmatch(shape) if isinstance(shape, str) else None
    if found is None or isinstance(value, (str, bool)) or not isinstance(number, float) or abs(number) >= 1e13:
        return number if isinstance(number, ExcelError) else UNKNOWN
    places = len(found[2] or ".") - 1
    rounded = round_half_away(number * (100 if found[3] else 1), float(places))
    if not isinstance(rounded, float):
        return rounded
    if not rounded and number < 0:
        return UNKNOWN  # Excel shows -0 in some versions
    return f"{rounded:{',' if found[1] else ''}.{places}f}{found[3]}"


def _joined(*values: Value) -> Value:
    made = ""
    for value in values:
        text = to_text(value)
        if not isinstance(text, str):
            return text
        made += text
    return made if len(made) <= 32767 else ExcelError.VALUE


_MANY = 255
_SHAPE = re.compile(r"(#,##)?0(\.0+)?(%?)")

SCALARS: dict[str, Scalar] = {
    "ABS": Scalar(least=1, most=1, work=_numeric(abs)),
    "INT": Scalar(least=1, most=1, work=_numeric(whole_below)),
    "SIGN": Scalar(least=1, most=1, work=_numeric(_sign)),
    "SQRT": Scalar(least=1, most=1, work=_numeric(_square_root)),
    "POWER": Scalar(least=2, most=2, work=_numeric(power)),
    "MOD": Scalar(least=2, most=2, work=_numeric(remainder)),
    "ROUND": Scalar(least=2, most=2, work=_numeric(round_half_away)),
    "ROUNDUP": Scalar(least=2, most=2, work=_numeric(round_up)),
    "ROUNDDOWN": Scalar(least=2, most=2, work=_numeric(round_down)),
    "TRUNC": Scalar(least=1, most=2, work=_numeric(lambda number, digits=0.0: round_down(number, digits))),
    "CEILING": Scalar(least=2, most=2, work=_numeric(lambda number, step: multiple(number, step, up=True))),
    "FLOOR": Scalar(least=2, most=2, work=_numeric(lambda number, step: multiple(number, step, up=False))),
    "QUOTIENT": Scalar(least=2, most=2, work=_numeric(_quotient)),
    "N": Scalar(least=1, most=1, work=_as_number, lenient=True),
    "T": Scalar(least=1, most=1, work=_as_text, lenient=True),
    "VALUE": Scalar(least=1, most=1, work=_value),
    "LEN": Scalar(least=1, most=1, work=_textual(_length)),
    "LEFT": Scalar(least=1, most=2, work=_textual(_left)),
    "RIGHT": Scalar(least=1, most=2, work=_textual(_right)),
    "MID": Scalar(least=3, most=3, work=_textual(_middle)),
    "TRIM": Scalar(least=1, most=1, work=_textual(_trim)),
    "TEXT": Scalar(least=2, most=2, work=_formatted),
    "CONCATENATE": Scalar(least=1, most=_MANY, work=_joined),
    "ISNUMBER": Scalar(least=1, most=1, work=lambda value: isinstance(value, float), lenient=True),
    "ISTEXT": Scalar(least=1, most=1, work=lambda value: isinstance(value, str), lenient=True),
    "ISNONTEXT": Scalar(least=1, most=1, work=lambda value: not isinstance(value, str), lenient=True),
    "ISLOGICAL": Scalar(least=1, most=1, work=lambda value: isinstance(value, bool), lenient=True),
    "ISBLANK": Scalar(least=1, most=1, work=lambda value: value is None, lenient=True),
    "ISERROR": Scalar(least=1, most=1, work=lambda value: isinstance(value, ExcelError), lenient=True),
    "ISERR": Scalar(
        least=1,
        most=1,
        work=lambda value: isinstance(value, ExcelError) and value is not ExcelError.MISSING,
        lenient=True,
    ),
    "ISNA": Scalar(least=1, most=1, work=lambda value: value is ExcelError.MISSING, lenient=True),
    "NA": Scalar(least=0, most=0, work=lambda: ExcelError.MISSING),
    "TRUE": Scalar(least=0, most=0, work=lambda: True),
    "FALSE": Scalar(least=0, most=0, work=lambda: False),
}


def apply(scalar: Scalar, values: list[Value]) -> Value:
    """The function of these values; UNKNOWN goes through, and errors where the function is not lenient."""
    for value in values:
        if value is UNKNOWN:
            return UNKNOWN
        if value.__class__ is ExcelError and not scalar.lenient:
            return value
    return scalar.work(*values)
