"""Numbers in Chinese script, and units by the names that official text uses.

GB/T 15835-2011 for digits and hanzi numerals; GB 3100-93 for the names of units.
"""

from __future__ import annotations

from decimal import Decimal
from functools import lru_cache

from ...model.diagnostic import Fault
from ...model.figure import Figure
from ...model.quantity import Quantity, Unit, fixed, hedged, parse_unit, plain, round_half_up

_DIGITS = "零一二三四五六七八九"
_PLACES = ("", "十", "百", "千")
_GROUPS = ("", "万", "亿", "万亿")
LARGEST = 10**16 - 1


def hanzi(number: int, *, counting: bool = False) -> str:
    """A whole number in hanzi: 12 is 十二, 105 is 一百零五; `counting` says 两 for 2, as before a measure word."""
    if not 0 <= number <= LARGEST:
        raise Fault("not-in-hanzi", value=number)
    if number < 10:
        return "两" if counting and number == 2 else _DIGITS[number]
    groups: list[int] = []
    while number:
        number, group = divmod(number, 10000)
        groups.append(group)
    text = ""
    for index in reversed(range(len(groups))):
        if groups[index]:
            if text and groups[index] < 1000 and not text.endswith("零"):
                text += "零"
            text += _group(groups[index]) + _GROUPS[index]
        elif text and not text.endswith("零") and any(groups[:index]):
            text += "零"
    return text.removeprefix("一") if text.startswith("一十") else text


def _group(number: int) -> str:
    """A number below 10,000 in hanzi."""
    text, gap = "", False
    for place in reversed(range(4)):
        digit = number // 10**place % 10
        if digit:
            text += ("零" if gap and text else "") + _DIGITS[digit] + _PLACES[place]
            gap = False
        else:
            gap = True
    return text


def leading_count(text: str) -> int | None:
    """The number that a name begins with (三个当年 is 3), None where it begins with none; up to 999."""
    total, digit, read = 0, None, 0
    for character in text.replace("两", "二").replace("〇", "零"):
        if character in _DIGITS:
            digit = _DIGITS.index(character)
        elif character in "十百":
            total += (1 if digit is None else digit) * (10 if character == "十" else 100)
            digit = None
        else:
            break
        read += 1
    return total + (digit or 0) if read else None


_NAMES = {
    "方": "立方米",
    "m³": "立方米",
    "度": "千瓦时",
    "kWh": "千瓦时",
    "KV": "千伏",
    "kV": "千伏",
    "kW": "千瓦",
    "MW": "兆瓦",
    "㎡": "平方米",
    "m²": "平方米",
}
_GROUPED = ("千亿", "百亿", "十亿", "千万", "百万", "十万")


@lru_cache(maxsize=1024)
def official_unit(unit: Unit) -> Unit:
    """The unit under its official name, of the same size: 万方 becomes 万立方米, KV 千伏; 亩 stays.

    千 and 百 never stand behind Arabic digits: 百万千瓦 becomes 万千瓦, 千吨 becomes 吨 (smaller, so
    the number has to be converted).
    """
    symbol = unit.symbol
    for grouped in _GROUPED:
        if symbol.startswith(grouped) and symbol != grouped:
            symbol = grouped[-1] + symbol.removeprefix(grouped)
    if symbol.startswith("千") and parse_unit(symbol).factor == parse_unit(symbol[1:]).factor * 1000:
        symbol = symbol[1:] if symbol[1:] not in ("瓦", "克", "米", "伏", "瓦时") else symbol
    return parse_unit("/".join(_official_name(side) for side in symbol.split("/")))


def _official_name(symbol: str) -> str:
    prefix = next((each for each in ("万亿", "亿", "万") if symbol.startswith(each)), "")
    return prefix + _NAMES.get(symbol.removeprefix(prefix), symbol.removeprefix(prefix))


def number_text(value: Decimal, decimals: int | None, *, exact: bool, default: int) -> str:
    """A number for a sentence.

    With `decimals` zeros are kept; without, an exact number keeps all its digits and one that was
    divided is rounded to `default` decimals and trimmed.
    """
    if decimals is not None:
        return fixed(value, decimals)
    return plain(value) if exact else plain(round_half_up(value, default))


def worded_level(
    figure: Figure, unit: Unit | None = None, decimals: int | None = None, *, estimated: bool = True
) -> str:
    """A level as it stands in a sentence, with 预计 and the cell's own hedge: 预计330亿元, 200余亿元.

    In `unit`, else in its own; a divided number gets two decimals. `estimated` False leaves 预计 to
    the author, who has said it in other words.
    """
    quantity = figure.quantity if unit is None else figure.quantity.to(unit)
    number = number_text(quantity.value, decimals, exact=figure.is_exact, default=2)
    return qualified(number, quantity.unit.symbol, figure, estimated=estimated)


def qualified(number: str, unit: str, figure: Figure, *, estimated: bool = True) -> str:
    """A number in digits or hanzi with its unit and what the figure says of it: 预计 and the hedge of its cell."""
    hedge = figure.hedge or ("约" if figure.approximate else "")
    text = hedged(number, unit, hedge) if hedge else number + unit
    return "预计" + text if figure.estimated and estimated else text


WAN, YI = Decimal(10) ** 4, Decimal(10) ** 8


def scaled_unit(quantity: Quantity) -> Unit:
    """The unit that keeps the number short: without 万 below 1万, with 万 below 1亿, else with 亿."""
    bare = bare_unit(quantity.unit)
    size = abs(quantity.to(bare).value)
    prefix = "亿" if size >= YI else "万" if size >= WAN else ""
    return parse_unit(prefix + bare.symbol)


def bare_unit(unit: Unit) -> Unit:
    """The unit without 万 or 亿 before it."""
    return parse_unit(unit.symbol.removeprefix("万亿").removeprefix("亿").removeprefix("万"))
