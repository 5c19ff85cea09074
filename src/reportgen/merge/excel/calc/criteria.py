"""The criterion of COUNTIF, SUMIF and their kin: `5`, `">=10"`, `"<>"`, `"*公司"`.

Source: Microsoft, "COUNTIF function" and "SUMIF function": texts are compared without case, `?` and `*` stand
for one and for any characters, `~` before them for themselves.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from ....model.values import dataclass
from .coerce import text_number
from .values import UNKNOWN, ExcelError, Mark, Value

_OPERATORS = ("<>", "<=", ">=", "=", "<", ">")
_WILDCARDS = frozenset("*?~")
_DATELIKE = re.compile(r"[\d\s./:,$%￥¥年月日时分秒EeAPMapm+\-]*")
_COMPARE: dict[str, Callable[[float, float], bool]] = {
    "<": lambda value, limit: value < limit,
    ">": lambda value, limit: value > limit,
    "<=": lambda value, limit: value <= limit,
    ">=": lambda value, limit: value >= limit,
}


@dataclass(frozen=True, slots=True)
class Criterion:
    """`holds` says of a cell's value whether it counts, None where that is not certain; `blank` of blanks.

    `number` is the number asked for where cells are to be equal to it, `text` the text in lower case; None
    otherwise.
    """

    holds: Callable[[Value], bool | None]
    blank: bool = False
    number: float | None = None
    text: str | None = None


def criterion(value: Value) -> Criterion | None:
    """The criterion that a value says; None where we do not know what Excel makes of it."""
    if value is None:
        value = 0.0
    if isinstance(value, (ExcelError, Mark)):
        return None
    if isinstance(value, bool):
        return Criterion(lambda cell: cell is value)
    if isinstance(value, float):
        return _equal_to(value)
    operator, text = _cut_operator(value)
    if not text:
        return _about_blanks(operator)
    number = text_number(text)
    if isinstance(number, float):
        return _about_number(operator or "=", number)
    if text.upper() in ("TRUE", "FALSE") or text.startswith("#") or (number is UNKNOWN and _DATELIKE.fullmatch(text)):
        return None
    return _about_text(operator or "=", text)


def _cut_operator(text: str) -> tuple[str | None, str]:
    found = next((operator for operator in _OPERATORS if text.startswith(operator)), None)
    return found, text.removeprefix(found or "")


def _equal_to(number: float) -> Criterion:
    def holds(cell: Value) -> bool | None:
        if isinstance(cell, str):
            found = text_number(cell)
            return None if found is UNKNOWN and _DATELIKE.fullmatch(cell) else found == number
        return cell.__class__ is float and cell == number

    return Criterion(holds, number=number)


def _about_number(operator: str, number: float) -> Criterion:
    equal = _equal_to(number)
    if operator == "=":
        return equal
    if operator == "<>":
        return _not(equal, blank=True)
    compare = _COMPARE[operator]
    return Criterion(lambda cell: cell.__class__ is float and compare(cell, number))


def _about_blanks(operator: str | None) -> Criterion | None:
    match operator:
        case None:
            return Criterion(lambda cell: cell is None or cell == "", blank=True)
        case "=":
            return Criterion(lambda cell: cell is None, blank=True)
        case "<>":
            return Criterion(lambda cell: cell is not None)
        case _:
            return None


def _about_text(operator: str, text: str) -> Criterion | None:
    if operator not in ("=", "<>"):
        return None
    if _WILDCARDS.isdisjoint(text):
        asked = text.lower()
        same = Criterion(lambda cell: isinstance(cell, str) and cell.lower() == asked, text=asked)
    else:
        pattern = _pattern(text)
        same = Criterion(lambda cell: isinstance(cell, str) and pattern.fullmatch(cell.lower()) is not None)
    return same if operator == "=" else _not(same, blank=True)


def _not(criterion: Criterion, *, blank: bool) -> Criterion:
    def holds(cell: Value) -> bool | None:
        found = criterion.holds(cell)
        return None if found is None or isinstance(cell, ExcelError) else not found

    return Criterion(holds, blank=blank)


def _pattern(text: str) -> re.Pattern[str]:
    """Excel's wildcards as a pattern of lower-case texts."""
    made, at = "", 0
    while at < len(text):
        if text[at] == "~" and text[at + 1 : at + 2] in ("*", "?", "~"):
            at += 1
            made += re.escape(text[at])
        else:
            made += {"*": ".*", "?": "."}.get(text[at]) or re.escape(text[at].lower())
        at += 1
    return re.compile(made, re.DOTALL)
