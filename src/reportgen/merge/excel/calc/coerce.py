"""Values turned into numbers, texts and truths as Excel's operators and functions do it.

Each gives the error or UNKNOWN where the value is one, or cannot be turned.
"""

from __future__ import annotations

import re

from .values import UNKNOWN, ExcelError, Mark, Value

_NUMERIC = re.compile(r"([+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)(%?)")
_HAS_DIGIT = re.compile(r"\d|[〇零一二三四五六七八九十百千万亿]")
_PLAIN_WORD = re.compile(r"(?![年月日时分秒上下午星期周元角圆零一二三四五六七八九十百千万亿])[\u4e00-\u9fff]")
"""A character that no date, time or amount of a Chinese Excel holds."""
_LARGEST = 1.7976931348623157e308


def is_stop(value: Value) -> bool:
    """Whether the value ends a calculation: an error, or nothing known."""
    return value.__class__ is ExcelError or value.__class__ is Mark


def to_number(value: Value) -> Value:
    """The number in arithmetic: blank is 0, TRUE is 1, a numeric text its number, other text #VALUE!.

    A text with digits that is no plain number may be a date, a time or an amount, by the language of the
    Excel that reads it: UNKNOWN.
    """
    if value.__class__ is float:
        return value
    if value is None:
        return 0.0
    if isinstance(value, bool):
        return 1.0 if value else 0.0
    if isinstance(value, str):
        return text_number(value)
    return value


def text_number(text: str) -> Value:
    """The number that a text stands for, #VALUE! or UNKNOWN."""
    found = _NUMERIC.fullmatch(text.strip(" "))
    if found:
        number = float(found[1])
        return finite(number / 100 if found[2] else number)
    return UNKNOWN if _HAS_DIGIT.search(text) and not _PLAIN_WORD.search(text) else ExcelError.VALUE


def finite(number: float) -> Value:
    """The number, #NUM! where it overflows."""
    return number if -_LARGEST <= number <= _LARGEST else ExcelError.NUMBER


def to_text(value: Value) -> Value:
    """The text in `&`: numbers as the format General shows them, with up to 15 digits.

    Very large and very small numbers are UNKNOWN: where General turns to exponents differs by version.
    """
    if isinstance(value, str) or is_stop(value):
        return value
    if value is None:
        return ""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float) and (not value or 1e-4 <= abs(value) < 1e15):
        text = format(value, ".15g")
        return UNKNOWN if "e" in text else "0" if text == "-0" else text
    return UNKNOWN


def to_truth(value: Value) -> Value:
    """TRUE or FALSE where a condition is asked for: 0 and blank are FALSE, the texts TRUE and FALSE their meaning."""
    if isinstance(value, bool):
        return value
    if isinstance(value, float):
        return value != 0
    if value is None:
        return False
    if isinstance(value, str):
        return {"true": True, "false": False}.get(value.lower(), ExcelError.VALUE)
    return value
