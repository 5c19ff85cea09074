"""How the numbers of a table column look in a cell: number format from unit, decimals and values.

Rates in % are kept in the cell as fractions under a format such as `0.0%`, because that is how the live
formula beside them counts; every other number stands in the column's own unit.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from ...model.document import TableColumn
from ...model.quantity import PERCENT, fixed, hedged
from ...model.values import dataclass

_MANY_ROWS = 5000
"""Longer columns without declared decimals are not searched for the decimals that they have."""

_MOST_DECIMALS = 10
_ALIGNED_DECIMALS = 2
"""Values of up to so many decimals are filled up with zeros (25.00 above 33.20), as statistical tables do."""

_GROUPED_FROM = 1000
_NUMBER = re.compile(r"(?P<before>[^0-9-]*)(?P<number>-?[0-9]+(?:\.(?P<decimals>[0-9]+))?)(?P<behind>.*)", re.DOTALL)
GENERAL = "General"


@dataclass(frozen=True, slots=True)
class NumberShape:
    """The number format of a column, and whether its cells hold fractions for values in %."""

    code: str
    percent: bool = False


def number_shape(column: TableColumn) -> NumberShape:
    """The shape of a column of numbers of one unit."""
    percent = column.unit == PERCENT
    decimals = column.decimals if column.decimals is not None else _common_decimals(column.values, percent=percent)
    if decimals is None:
        return NumberShape(GENERAL)
    places = "." + "0" * decimals if decimals else ""
    if percent:
        return NumberShape(f"0{places}%", percent=True)
    return NumberShape(f"#,##0{places}" if _is_grouped(column) else f"0{places}")


def suffixed_shape(text: str, value: Decimal) -> NumberShape | None:
    """The shape in which `value` is read as `text` (12.48亿元, 约50公里, 5.6%); None where text is more than that."""
    found = _NUMBER.fullmatch(text)
    if found is None:
        return None
    before, behind = found["before"], found["behind"]
    decimals = len(found["decimals"] or "")
    if found["number"] != fixed(value, decimals) or any(mark.isdigit() or mark in '"\\' for mark in before + behind):
        return None
    places = "." + "0" * decimals if decimals else ""
    if behind.startswith("%"):
        return NumberShape(f"{_literal(before)}0{places}%{_literal(behind[1:])}", percent=True)
    return NumberShape(f"{_literal(before)}0{places}{_literal(behind)}")


def hedged_shape(shape: NumberShape, word: str) -> NumberShape:
    """The shape of a column's number that is not exact: 近 before it, 余 or 以上 behind it."""
    before, _, behind = hedged("0", "", word).partition("0")
    return NumberShape(f"{_literal(before)}{shape.code}{_literal(behind)}", percent=shape.percent)


def _literal(text: str) -> str:
    return f'"{text}"' if text else ""


def _common_decimals(values: Sequence[object], *, percent: bool) -> int | None:
    """The most decimals that a value has, so that points stand below one another; None for General."""
    if len(values) > _MANY_ROWS:
        return 1 if percent else None
    found = {_decimals(value) for value in values if isinstance(value, Decimal)}
    if not found:
        return 1 if percent else 0
    most = max(found)
    if percent:
        return min(most, _MOST_DECIMALS)
    return most if most <= _ALIGNED_DECIMALS or (len(found) == 1 and most <= _MOST_DECIMALS) else None


def _decimals(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def _is_grouped(column: TableColumn) -> bool:
    """Whether thousands are parted: never for years and bare numbers, which may be codes."""
    unit = column.unit
    if unit is None or not unit.symbol or unit.dimension.startswith("time-"):
        return False
    return any(isinstance(value, Decimal) and abs(value) >= _GROUPED_FROM for value in column.values)
