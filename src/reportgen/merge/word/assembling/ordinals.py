"""Numbers in front of headings as people write them, and the levels that their forms stand for.

The report writes 一、 （一） 1. （1）; drafts that came from elsewhere also say 第一章, 1.2 or (一).

Source: GB/T 9704-2012, 7.3.3 (numbers of headings).
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import NamedTuple

from ....narrate.hanzi import hanzi

HANZI = "[〇零一二三四五六七八九十百]"
_DIGIT = "[0-9０-９]"
_LARGEST = 199
_ORDINAL = re.compile(
    rf"\s*(?:({HANZI}{{1,5}})[、．.]"
    rf"|[（(]({HANZI}{{1,5}})[）)][、．.]?"
    rf"|({_DIGIT}{{1,3}})(?:、|[．.](?!{_DIGIT}))"
    rf"|[（(]({_DIGIT}{{1,3}})[）)][、．.]?"
    rf"|第({HANZI}{{1,5}}|{_DIGIT}{{1,3}})(?:章|节|篇|部分)[、：:]?"
    rf"|{_DIGIT}{{1,3}}(?:[．.]{_DIGIT}{{1,3}}){{0,3}}[．.]({_DIGIT}{{1,3}})(?=[\s、]))\s*"
)
_LEVELS = 4


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
    return None if number is None else Ordinal(level, number, found.end())


def number_of(text: str) -> int | None:
    """A number in hanzi or in digits, None for what is none or too large for a heading."""
    if text and text.isdecimal():
        return int(text)
    return _numbers().get(text.replace("〇", "零"))


def in_the_script_of(text: str, number: int) -> str:
    """A number written as another one is: in hanzi, in digits, in digits of full width."""
    if not text.isdecimal():
        return hanzi(number)
    is_wide = unicodedata.east_asian_width(text[0]) == "F"
    return "".join(chr(ord(digit) + 0xFEE0) if is_wide else digit for digit in str(number))


@cache
def _numbers() -> dict[str, int]:
    return {hanzi(number): number for number in range(1, _LARGEST + 1)}
