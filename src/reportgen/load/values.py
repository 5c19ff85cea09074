"""Texts to numbers and dates: what a clerk typed, read where it can mean only one thing, else refused.

Pure functions without places. Each says in `Reading.noted` what a person should be told (a number
kept as text, 约, a unit inside the cell) and raises a Fault where a text has two meanings or none.
"""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal

from ..model.diagnostic import Fault
from ..model.quantity import NO_UNIT, Quantity, Unit, is_known_unit, parse_unit
from ..model.values import dataclass

# Full-width forms one by one: NFKC would also turn 10² into 102 and ½ into 1⁄2.
_NARROW = str.maketrans(
    "０１２３４５６７８９，．－＋％：／（）　\u00a0\u2212\ufe63",
    "0123456789,.-+%:/()  --",
)
_NUMBER = re.compile(
    r"(?P<before>约为|大约|约|将近|接近|近|超过|逾|超|不足|不到)?\s*"
    r"(?P<number>[+-]?\s?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?|[+-]?\.[0-9]+)"
    r"\s*(?P<more>余|多)?\s*(?P<rest>[^\s0-9,.+-]*?)(?P<after>余|多|左右|上下|以上|以下|以内)?"
)
_HEDGES = {"约为": "约", "大约": "约", "将近": "近", "接近": "近", "超过": "超"}
_ONLY_DIGITS = re.compile(r"[0-9\s,.、;:/()+\-–—~～×x*_']*[0-9][0-9\s,.、;:/()+\-–—~～×x*_']*")
_SCALES = ("万亿", "亿", "百万", "万")
_DATE = re.compile(
    r"([0-9]{4})\s*(?:年\s*([0-9]{1,2})\s*月\s*([0-9]{1,2})\s*日?|([-/.])\s*([0-9]{1,2})\s*\4\s*([0-9]{1,2}))"
    r"(?:[T\s]+[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?Z?)?"
)
_COMPACT_DATE = re.compile(r"((?:19|20)[0-9]{2})([0-9]{2})([0-9]{2})")
_ABSENT = re.compile(
    r"(?:n\s*/\s*a|#n/a|无数据|暂无|没有|无|未统计|未提供|未填报|不详|不适用|待定|缺失|缺|[-–—―/\\_*]+|…+|\.{2,})"
    r"(?:\s*[(:：,，;；。 ].*)?",
    re.IGNORECASE | re.DOTALL,
)
_ABSENT_TEXT = re.compile(
    r"(?:n\s*/\s*a|未统计|未提供|未填报|不适用)(?:\s*[(（:：,，;；。 ].*)?",
    re.IGNORECASE | re.DOTALL,
)

_DISPLAYED_DIGITS = 15
"""Excel shows and keeps at most 15 significant digits of a number (Excel specifications and limits)."""

_TOO_LARGE = 1e30
"""Larger numbers are no figures of an office; they would only overflow later, where no cell is known."""

_LONGEST_UNIT = 16
_LONGEST_VALUE = 60
"""No number or date is longer as text; what is longer is not even tried."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A number as it was understood.

    `unit` is the unit that it is in, None where nobody names one. `hedge` is the word in the text that
    says it is not exact (one of `quantity.HEDGES`), empty for none. `noted` is the code of what
    should be said about it (`number-as-text`, `approximate-number`, `unit-in-cell`), empty for nothing.
    """

    value: Decimal
    unit: Unit | None
    hedge: str = ""
    noted: str = ""


def exact_number(text: str) -> Decimal:
    """The decimal in a number cell, from its exact text.

    Files hold doubles with up to 17 digits, so that what was typed as 42.86 may stand as
    42.860000000000007. Beyond 15 significant digits the number is what Excel shows: the nearest
    decimal with 15 digits, zeros at its end dropped. Up to 15 digits the text counts as it is. Raises
    `text-for-number` for what is no finite number.
    """
    try:
        if len(text) <= _DISPLAYED_DIGITS and text.isascii() and text.replace(".", "", 1).isdigit():
            return Decimal(text)
        value = float(text)
    except ValueError:
        value = float("nan")
    if value != value or "_" in text or not text.isascii():
        raise Fault("text-for-number", text=clip(text))
    if abs(value) >= _TOO_LARGE:
        raise Fault("number-out-of-range", text=clip(text))
    written = Decimal(text.strip())
    if len(written.as_tuple().digits) <= _DISPLAYED_DIGITS:
        return _without_exponent(written)
    return _without_exponent(Decimal(f"{value:.15g}"))


def _without_exponent(value: Decimal) -> Decimal:
    """The same value, 1E+3 as 1000, so that its digits are plain."""
    exponent = value.as_tuple().exponent
    return value.quantize(Decimal(1)) if isinstance(exponent, int) and 0 < exponent < 20 else value


def read_number(text: str, unit: Unit | None) -> Reading:
    """The number in a text, in the column's unit (None: the column has none of its own).

    A scale or unit in the text is converted to the column's: 12亿元 in a column of 万元 is 120000.
    Raises `ambiguous-number` (`1,2`, `1.2.3`, `2 3`), `text-for-number` (`12月`) and `wrong-unit`.
    """
    plain = narrow(text)
    if len(plain) > _LONGEST_VALUE:
        raise Fault("text-for-number", text=clip(text))
    found = _NUMBER.fullmatch(plain)
    if found is None:
        raise Fault("ambiguous-number" if _ONLY_DIGITS.fullmatch(plain) else "text-for-number", text=clip(text))
    value = Decimal("".join(found["number"].replace(",", "").split()))
    if abs(value) >= _TOO_LARGE or len(found["rest"]) > _LONGEST_UNIT or len(value.as_tuple().digits) > 40:
        raise Fault("number-out-of-range" if abs(value) >= _TOO_LARGE else "text-for-number", text=clip(text))
    hedge = next((_HEDGES.get(word, word) for word in found.group("before", "more", "after") if word), "")
    rest = found["rest"]
    own = _own_unit(rest, unit, text)
    noted = "number-as-text" if own is None or own == unit else "unit-in-cell"
    if hedge:
        noted = "approximate-number"
    if own is None or unit is None or own == unit:
        return Reading(value, own if own is not None else unit, hedge, noted)
    if own.dimension != unit.dimension:
        raise Fault("wrong-unit", column=clip(text), found=own.symbol, expected=unit.symbol or "1")
    return Reading(Quantity(value, own).to(unit).value, unit, hedge, noted)


def _own_unit(rest: str, unit: Unit | None, text: str) -> Unit | None:
    """The unit that a text itself names behind its number, None where it names none."""
    if not rest:
        return None
    rest = rest.removeprefix("人民币")
    if rest in _SCALES:
        return parse_unit(rest + base_symbol(unit)) if unit is not None and base_symbol(unit) else _scale(rest)
    if unit is not None and rest == unit.symbol:
        return unit
    own = parse_unit(rest)
    if is_known_unit(rest) and not own.dimension.startswith("time"):
        return own
    if unit is not None and own.dimension == unit.dimension:
        return own
    raise Fault("text-for-number", text=clip(text))


def _scale(symbol: str) -> Unit:
    """A bare 万 or 亿 where no unit is known: a plain number in that scale."""
    factors = {"万": 4, "百万": 6, "亿": 8, "万亿": 12}
    return Unit(symbol, NO_UNIT.dimension, Decimal(10) ** factors[symbol])


def base_symbol(unit: Unit | None) -> str:
    """The unit's symbol without its scale: 元 for 万元, 头 for 万头."""
    symbol = unit.symbol if unit is not None else ""
    for scale in _SCALES:
        if symbol.startswith(scale) and symbol != scale:
            return symbol.removeprefix(scale)
    return symbol


def read_date(text: str) -> date:
    """The day in a text: 2015-05-08, 2015/5/8, 2015.5.8, 2015年5月8日, 20150508.

    Raises `impossible-date` for a day that no calendar has, `text-for-date` for what is no full date
    in the order year, month, day.
    """
    plain = narrow(text[: 2 * _LONGEST_VALUE])
    found = _DATE.fullmatch(plain) or _COMPACT_DATE.fullmatch(plain)
    if found is None:
        raise Fault("text-for-date", text=clip(text))
    numbers = [int(group) for group in found.groups() if group and group.isdigit()]
    try:
        return date(*numbers)
    except ValueError:
        raise Fault("impossible-date", text=clip(text)) from None


def looks_like_date(text: str) -> bool:
    """Whether the text is written as a full date with separators, possible or not."""
    return len(text) <= _LONGEST_VALUE and _DATE.fullmatch(narrow(text)) is not None


def looks_like_number(text: str) -> bool:
    """Whether a text of a .csv field, or of a cell of unknown kind, is plainly a number.

    Codes (007), long digit strings (telephone and account numbers) and texts with units are not.
    """
    if len(text) > _LONGEST_VALUE:
        return False
    plain = text.strip()
    found = re.fullmatch(r"[+-]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?%?", plain)
    digits = plain.lstrip("+-").rstrip("%").replace(",", "")
    whole = digits.partition(".")[0]
    return found is not None and len(digits) <= _DISPLAYED_DIGITS and (whole == "0" or not whole.startswith("0"))


def absence(text: str) -> str | None:
    """What was written instead of a number or date (无, —, 未统计, n/a：尚未验收), None for anything else."""
    stripped = text.strip()
    return stripped if _ABSENT.fullmatch(stripped.translate(_NARROW)) else None


def text_absence(text: str) -> str | None:
    """The same for text columns, where 无 and — may well be what is meant: only n/a, 未统计 and their like."""
    stripped = text.strip()
    return stripped if _ABSENT_TEXT.fullmatch(stripped) else None


def narrow(text: str) -> str:
    """The text with full-width digits and signs made narrow, spaces at its ends and a leading ' dropped."""
    return text.translate(_NARROW).strip().removeprefix("'").strip()


def clip(text: str, length: int = 40) -> str:
    """The text as a message quotes it: one line, cut where it is long."""
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1] + "…"


def read_unit(text: str) -> Unit | None:
    """The unit in a cell of a unit column, None for an empty one; raises `unknown-unit` for a whole sentence."""
    symbol = "".join(narrow(text).split()).strip("()").replace("㎡", "平方米")
    if len(symbol) > _LONGEST_UNIT or any(mark.isdigit() for mark in symbol):
        raise Fault("unknown-unit", text=clip(text))
    return parse_unit(symbol) if symbol and absence(symbol) is None else None
