"""Columns worked out from others: 同比 and 占比, the previous year's and the planned value.

Charts use them as figures with their derivation, tables as values with the formula behind them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Context, Decimal

from ..model.dataset import Table, Value
from ..model.diagnostic import Fault, nearest
from ..model.figure import Fact, Figure, Missing, Operation, derive, total
from ..model.quantity import PERCENT, Quantity

COMPUTED = ("同比", "占比", "上年", "目标")
# As text, so that `re` compiles it when it is first needed, which is seldom.
_CALL = r"(\S+?)[(（](.+?)[)）]$"
_LONGEST_NAME = 200
_EXACT = Context(prec=50)
_HUNDRED = Decimal(100)


def called(text: str) -> tuple[str, str]:
    """The word and the column of `同比(产值)`; an empty word for a column as it stands."""
    short = text[:_LONGEST_NAME]
    found = re.match(_CALL, short) if short.endswith((")", "）")) else None
    if found is None:
        return "", text
    if found[1] not in COMPUTED:
        raise Fault("unknown-computed", name=found[1], expected=list(COMPUTED), suggestion=nearest(found[1], COMPUTED))
    return found[1], found[2].strip()


def growth(figure: Figure) -> Figure | Missing:
    """How much a figure grew over last year's: the published rate, else worked out; `Missing` without a base."""
    if isinstance(figure.rate, Figure):
        return figure.rate
    before = figure.previous
    if not isinstance(before, Figure):
        return Missing(name=f"{figure.name}同比", source=before.source if isinstance(before, Missing) else None)
    rate = growth_of(figure.quantity.base, before.quantity.base)
    if rate is None:
        return Missing(name=f"{figure.name}同比")
    return derive(Operation.GROWTH, Quantity(rate, PERCENT), figure, before, name=f"{figure.name}同比")


def growth_of(now: Decimal, before: Decimal) -> Decimal | None:
    """Growth in percent; None where the base is not above zero."""
    if before <= 0:
        return None
    return _EXACT.multiply(_EXACT.subtract(_EXACT.divide(now, before), Decimal(1)), _HUNDRED)


def share_of(part: Decimal, whole: Decimal) -> Decimal | None:
    """A share in percent; None of a whole that is zero."""
    return _EXACT.multiply(_EXACT.divide(part, whole), _HUNDRED) if whole else None


def shares(cells: Sequence[Figure | Fact | Missing], name: str) -> list[Figure | Missing]:
    """Each cell's share of all of them."""
    whole = total(tuple(cell for cell in cells if isinstance(cell, Figure)), name)
    found: list[Figure | Missing] = []
    for cell in cells:
        share = share_of(cell.quantity.base, whole.quantity.base) if isinstance(cell, Figure) else None
        if share is None or not isinstance(cell, Figure):
            found.append(Missing(name=f"{cell.name}占比", source=cell.source if isinstance(cell, Missing) else None))
        else:
            found.append(derive(Operation.OVER, Quantity(share, PERCENT), cell, whole, name=f"{cell.name}占比"))
    return found


def computed_cells(
    word: str, table: Table, name: str, cells: Sequence[Figure | Fact | Missing]
) -> list[Figure | Fact | Missing]:
    """A word over some cells of a column; raises `no-previous` and `no-target` where the sheet lacks what it needs."""
    if word in ("同比", "上年"):
        previous_column(table, name)
    elif word == "目标":
        target_column(table, name)
    if word == "占比":
        return list(shares(cells, name))
    return [_computed(word, cell) if isinstance(cell, Figure) else cell for cell in cells]


def _computed(word: str, cell: Figure) -> Figure | Missing:
    if word == "同比":
        return growth(cell)
    found = cell.previous if word == "上年" else cell.target
    return Missing(name=f"{cell.name}（{word}）") if found is None else found


def growth_values(now: Sequence[Value], before: Sequence[Value], factor: Decimal) -> list[Value]:
    """Growth of one column over another, row by row; `factor` turns the first's unit into the other's."""
    return [
        growth_of(left * factor, right) if isinstance(left, Decimal) and isinstance(right, Decimal) else None
        for left, right in zip(now, before, strict=True)
    ]


def share_values(values: Sequence[Value]) -> list[Value]:
    """Each value's share of the column's total."""
    whole = sum((value for value in values if isinstance(value, Decimal)), Decimal(0))
    return [share_of(value, whole) if isinstance(value, Decimal) else None for value in values]


def previous_column(table: Table, of: str) -> str:
    """The name of the column that holds last year's value; raises `no-previous` where there is none."""
    column = table.column(of)
    if column.previous is None or column.previous not in table.columns:
        raise Fault("no-previous", column=of, sheet=table.sheet or table.name)
    return column.previous


def target_column(table: Table, of: str) -> str:
    """The name of the column that holds the planned value; raises `no-target` where there is none."""
    column = table.column(of)
    if column.target is None or column.target not in table.columns:
        raise Fault("no-target", column=of, sheet=table.sheet or table.name)
    return column.target
