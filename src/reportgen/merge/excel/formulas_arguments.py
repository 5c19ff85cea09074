"""What the functions of a formula do with the ranges that they are given.

Where a template says `SUM(B3)` and row 3 grows to five rows, the sum has to take all five: functions that
take ranges are told from those that take one value.

Source: ISO/IEC 29500-1, 18.17.7 (functions); Excel's help for functions that take 3-D references.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from .formulas_tokens import Token

_SPREADS = (
    "STDEV",
    "STDEVA",
    "STDEVP",
    "STDEVPA",
    "STDEV.S",
    "STDEV.P",
    "VAR",
    "VARA",
    "VARP",
    "VARPA",
    "VAR.S",
    "VAR.P",
)
_ACROSS_SHEETS = frozenset(
    ("SUM", "AVERAGE", "AVERAGEA", "COUNT", "COUNTA", "MAX", "MAXA", "MIN", "MINA", "PRODUCT", *_SPREADS)
)
"""These take 3-D references."""

_LISTS = (
    _ACROSS_SHEETS
    | frozenset(
        ("SUMSQ", "MEDIAN", "GEOMEAN", "HARMEAN", "DEVSQ", "AVEDEV", "KURT", "SKEW", "GCD", "LCM", "AND", "OR", "XOR")
    )
    | {"CONCAT", "MODE", "MODE.SNGL", "MULTINOMIAL"}
)
"""These take any number of ranges, from the first argument on."""

_LISTS_FROM = {"SUBTOTAL": 1, "AGGREGATE": 2, "TEXTJOIN": 2, "NPV": 1}
"""These take any number of ranges from that argument on, counted from 0."""

_RANGES: dict[str, frozenset[int]] = {
    **dict.fromkeys(("COUNTBLANK", "ROWS", "COLUMNS", "COUNTIF", "LARGE", "SMALL", "INDEX"), frozenset({0})),
    **dict.fromkeys(("PERCENTILE", "PERCENTILE.INC", "QUARTILE", "QUARTILE.INC", "TRIMMEAN"), frozenset({0})),
    **dict.fromkeys(("RANK", "RANK.EQ", "RANK.AVG", "MATCH", "VLOOKUP", "HLOOKUP"), frozenset({1})),
    **dict.fromkeys(("SUMIF", "AVERAGEIF"), frozenset({0, 2})),
    **dict.fromkeys(("CORREL", "PEARSON", "RSQ", "SLOPE", "INTERCEPT", "COVAR", "FILTER"), frozenset({0, 1})),
    **dict.fromkeys(("SORT", "UNIQUE", "TRANSPOSE", "FREQUENCY"), frozenset({0})),
    **dict.fromkeys(("LOOKUP", "XLOOKUP"), frozenset({1, 2})),
    **dict.fromkeys(("SUMIFS", "AVERAGEIFS", "MAXIFS", "MINIFS"), frozenset({0, *range(1, 254, 2)})),
    "COUNTIFS": frozenset(range(0, 254, 2)),
}
"""Arguments that are one range, counted from 0."""

_ARRAYS = "SUMPRODUCT"
"""The function that works out its arguments cell by cell: `SUMPRODUCT(B3*C3)` means all rounds of both."""

_PREFIXES = ("_xlfn.", "_xlws.")


class Argument(NamedTuple):
    """What an operand is to the function round it.

    `is_alone`: the operand is the whole argument, or the function takes its arguments cell by cell.
    `takes_list`: several ranges may stand in its place; `takes_range`: one may; `takes_sheets`: a 3-D
    reference may.
    """

    function: str = ""
    is_alone: bool = False
    takes_list: bool = False
    takes_range: bool = False
    takes_sheets: bool = False


_NONE = Argument()


def arguments(listed: Sequence[Token]) -> list[Argument]:
    """For every token what it is to the innermost function round it."""
    found: list[Argument] = []
    open_calls: list[tuple[str, int]] = []
    words = [index for index, token in enumerate(listed) if token.type != "WHITE-SPACE"]
    before = {index: listed[words[at - 1]] if at else None for at, index in enumerate(words)}
    behind = {index: listed[words[at + 1]] if at + 1 < len(words) else None for at, index in enumerate(words)}
    for index, token in enumerate(listed):
        if token.subtype == "CLOSE" and open_calls:
            open_calls.pop()
        if token.type == "OPERAND" and open_calls:
            alone = _borders(before[index], "OPEN") and _borders(behind[index], "CLOSE")
            found.append(_argument(*open_calls[-1], is_alone=alone or open_calls[-1][0].upper() == _ARRAYS))
        else:
            found.append(_NONE)
        if token.subtype == "OPEN":
            outer = open_calls[-1] if token.type == "PAREN" and open_calls else ("", 0)
            open_calls.append((token.value[:-1], 0) if token.type == "FUNC" else outer)
        elif token.type == "SEP" and open_calls:
            function, number = open_calls[-1]
            open_calls[-1] = function, number + 1
    return found


def _borders(token: Token | None, bracket: str) -> bool:
    """Whether an argument begins or ends at the token."""
    if token is None:
        return False
    return token.type == "SEP" or (token.type == "FUNC" and token.subtype == bracket)


def _argument(function: str, number: int, *, is_alone: bool) -> Argument:
    name = function.rpartition(":")[2].upper()
    for prefix in _PREFIXES:
        name = name.removeprefix(prefix.upper())
    takes_list = name in _LISTS or number >= _LISTS_FROM.get(name, 255)
    return Argument(
        function=name,
        is_alone=is_alone,
        takes_list=takes_list,
        takes_range=takes_list or name == _ARRAYS or number in _RANGES.get(name, ()),
        takes_sheets=name in _ACROSS_SHEETS,
    )
