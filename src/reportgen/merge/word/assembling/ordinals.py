"""Numbers in front of headings as people write them, and the levels that their forms stand for.

The report writes 一、 （一） 1. （1）; drafts that came from elsewhere also say 第一章, 1.2 or (一).

Source: GB/T 9704-2012, 7.3.3 (numbers of headings).
"""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from ....narrate.hanzi import hanzi

HANZI = "[〇零一二三四五六七八九十百千]"
_DIGIT = "[0-9０-９]"
_DIGITS, _TENS = "零一二三四五六七八九", {"十": 10, "百": 100, "千": 1000}
_ORDINAL = re.compile(
    rf"\s*(?:({HANZI}{{1,7}})[、．.]"
    rf"|[（(]({HANZI}{{1,7}})[）)][、．.]?"
    rf"|({_DIGIT}{{1,3}})(?:、|[．.](?!{_DIGIT}))"
    rf"|[（(]({_DIGIT}{{1,3}})[）)][、．.]?"
    rf"|第({HANZI}{{1,7}}|{_DIGIT}{{1,3}})(?:章|节|篇|部分)[、：:]?"
    rf"|{_DIGIT}{{1,3}}(?:[．.]{_DIGIT}{{1,3}}){{0,3}}[．.]({_DIGIT}{{1,3}})(?=[\s、]))\s*"
)
_LEVELS = 4
_LARGEST = 10_000


class Ordinal(NamedTuple):
    """A number in front of a heading: its level, 0 for forms that the report does not use; its number; its length."""

    level: int
    number: int
    end: int


def ordinal_of(text: str) -> Ordinal | None:
    """The number that a text begins with, white space around it included; None without one."""
    found = _ORDINAL.match(text)
    if found is None or found.lastindex is None:
        return None
    number = number_of(found[found.lastindex])
    level = found.lastindex if found.lastindex <= _LEVELS else 0
    return Ordinal(level, number, found.end()) if number else None


def number_of(text: str) -> int | None:
    """A number in hanzi, below 10,000, or in digits; None for what is none."""
    if text and text.isdecimal():
        return int(text)
    text = text.replace("〇", "零")
    number, digit = 0, 0
    for character in text:
        if character in _TENS:
            number, digit = number + (digit or 1) * _TENS[character], 0
        else:
            digit = _DIGITS.find(character)
    number += digit
    return number if number < _LARGEST and hanzi(number) == text else None


def in_the_script_of(text: str, number: int) -> str:
    """A number written as another one is: in hanzi, in digits, in digits of full width."""
    if not text.isdecimal():
        return hanzi(number)
    is_wide = unicodedata.east_asian_width(text[0]) == "F"
    return "".join(chr(ord(digit) + 0xFEE0) if is_wide else digit for digit in str(number))
