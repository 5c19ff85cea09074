"""Chinese ordinals: numbers in hanzi, and the numbers of headings.

Source of the forms: GB/T 9704-2012, 7.3.3 (一、 （一） 1. （1）).
"""

from __future__ import annotations

_DIGITS = "零一二三四五六七八九"


def hanzi(number: int) -> str:
    """A whole number below 10,000 in hanzi: 12 is 十二, 105 一百零五."""
    text = ""
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, unit)
        if digit:
            text += _DIGITS[digit] + name
        elif text and number and not text.endswith("零"):
            text += "零"
    return text.removeprefix("一") if text.startswith("一十") else text or "零"


def heading_number(level: int, number: int) -> str:
    """The printed number of a heading: 一、 at level 1, （一） at 2, 1. at 3, （1） at 4."""
    if level == 1:
        return f"{hanzi(number)}、"
    if level == 2:
        return f"（{hanzi(number)}）"
    return f"{number}." if level == 3 else f"（{number}）"
