"""Percentages: 12, 12% and 0.12 in a column of %, told apart by the cell's format, last year's value, its neighbours.

A cell that shows a % says what it means. A bare 0.12 does not: beside 11.5 of last year it is 12 %, beside
0.15 it is 0.12 %. Beside nothing it is 12 % where the rates around it are plainly written so, else refused.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from ..model.values import dataclass

_NEAR = Decimal(5)
"""A rate is hardly more than so many times last year's; a wrong reading is a hundred times off."""

_WITNESSES = 2
"""So many neighbours, all written as fractions, show how a return writes its rates."""


@dataclass(frozen=True, slots=True)
class Percent:
    """A percentage as it was understood.

    `value` is None where both readings are possible. `scaled` says that it stood as 0.12 for 12, or as 1200% .
    """

    value: Decimal | None
    scaled: bool = False


def is_plain(value: Decimal, *, is_shown: bool) -> bool:
    """Whether a number in a column of % can only mean itself."""
    return abs(value) < 100 if is_shown else not value or abs(value) > 1


def decide(value: Decimal, last: Decimal | None, neighbours: Sequence[bool] = (), *, is_shown: bool) -> Percent:
    """What a number in a column of % means.

    `last` is the value a year earlier; `neighbours` says of other rates of the return whether they were written
    as fractions; `is_shown` says that the cell itself shows a %.
    """
    if is_plain(value, is_shown=is_shown):
        return Percent(value)
    if is_shown:
        slipped = bool(last) and last is not None and _far(value, last) and not _far(value / 100, last)
        return Percent(value / 100, scaled=True) if slipped else Percent(value)
    if last:
        plain, scaled = not _far(value, last), not _far(value * 100, last)
        if plain != scaled:
            return Percent(value if plain else value * 100, scaled=scaled)
        return Percent(None)
    if len(neighbours) >= _WITNESSES and all(neighbours):
        return Percent(value * 100, scaled=True)
    return Percent(None)


def _far(value: Decimal, last: Decimal) -> bool:
    """Whether a value is beyond belief beside last year's."""
    if value * last < 0:
        return abs(value) > abs(last) * _NEAR
    return not abs(last) / _NEAR <= abs(value) <= abs(last) * _NEAR
