"""What each argument of the vocabulary takes; a parameter of one name means the same in every word.

None passes for an argument that may be left out, and is refused for others.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal

from ...model.diagnostic import Fault
from ...model.figure import Fact, Figure, Missing, MissingValue
from ...model.marks import OPEN
from ...model.shown import shown

Check = Callable[[str, str, object], object]
"""Takes the word, the parameter and the value given; returns the value to use or raises a Fault."""

MOST_DECIMALS = 10


def _refuse(word: str, argument: str, value: object, wanted: str) -> Fault:
    return Fault("bad-argument", word=word, argument=argument, value=shown(value), wanted=wanted)


def text(word: str, argument: str, value: object) -> object:
    """Words of the author or of a cell; a figure glued into them would lose its source, so it is refused."""
    if isinstance(value, Fact):
        return value.text
    if not isinstance(value, str):
        raise _refuse(word, argument, value, "文字/text")
    if OPEN in value:
        raise Fault("figure-in-argument", word=word, argument=argument)
    return str.__str__(value)  # jinja's literals are Markup, which would escape what is joined to it


def name(word: str, argument: str, value: object) -> object:
    """As `text`, but a cell's text stays with its cell."""
    if isinstance(value, Missing):
        raise MissingValue(value)
    return value if isinstance(value, Fact) else text(word, argument, value)


def decimals(word: str, argument: str, value: object) -> object:
    """How many digits behind the point, 0 to 10."""
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= MOST_DECIMALS:
        raise _refuse(word, argument, value, f"0–{MOST_DECIMALS}")
    return value


def count(word: str, argument: str, value: object) -> object:
    """A whole number from 1, of the template or of a cell."""
    if isinstance(value, Figure):
        value = int(value.value) if value.value == value.value.to_integral_value() else value
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise _refuse(word, argument, value, "1, 2, 3…")
    return value


def number(word: str, argument: str, value: object) -> object:
    """A plain number or a figure."""
    if isinstance(value, Missing):
        raise MissingValue(value)
    if isinstance(value, Figure):
        return value
    if isinstance(value, (int, Decimal, float)) and not isinstance(value, bool):
        return Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    raise _refuse(word, argument, value, "数/number")


def truth(word: str, argument: str, value: object) -> object:
    """`true` or `false`."""
    if not isinstance(value, bool):
        raise _refuse(word, argument, value, "true, false")
    return value


CHECKS: Mapping[str, Check] = {
    "小数": decimals,
    "单位": text,
    "前缀": text,
    "词": text,
    "否则": text,
    "升": text,
    "降": text,
    "平": text,
    "对象": text,
    "量词": text,
    "形式": text,
    "列": text,
    "含": text,
    "段": text,
    "名": name,
    "数": count,
    "近似数": number,
    "取整": number,
    "大于": number,
    "小于": number,
    "不小于": number,
    "不大于": number,
    "预计": truth,
    "现价": truth,
    "增幅": truth,
    "趋势": truth,
    "降序": truth,
    "升序": truth,
    "略过空": truth,
    "大写": truth,
    "已知": truth,
    "年": truth,
}
"""The check of every parameter by its name; the values that a word is about check themselves."""


def checked(word: str, argument: str, value: object, *, optional: bool) -> object:
    """The value to use for an argument; raises a Fault for one that it does not take."""
    check = CHECKS.get(argument)
    return value if check is None or (value is None and optional) else check(word, argument, value)
