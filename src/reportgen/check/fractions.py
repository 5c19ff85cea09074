"""A rule on rates: 0.925 where 92.5 is meant, as whoever works in a spreadsheet types it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from ..model.dataset import Dataset
from ..model.diagnostic import Diagnostic, warning
from ..model.figure import Figure
from ..model.place import CellRef
from ..model.quantity import PERCENT, plain
from ..model.report import Report
from ..model.schema import INDICATOR_SHEET
from ..model.values import dataclass
from .cells import row_label

_RATES = ("率", "进度")
_SMALL = (
    "增",
    "减",
    "降",
    "失业",
    "死亡",
    "出生",
    "事故",
    "伤亡",
    "不良",
    "违约",
    "差错",
    "废品",
    "次品",
    "空置",
    "流失",
)
"""Rates that are often below 1 %: changes, and what a place is glad to have little of."""

_ORDINARY = 10
"""Percent from which a rate of the same kind shows in what numbers the sheet is written."""

_FINE = 3
"""Decimals that nobody gives a percentage below 1."""


@dataclass(frozen=True, slots=True)
class _Rate:
    """A rate in percent, the name to show, and what is known of the same rate at other times."""

    name: str
    value: Decimal
    place: CellRef
    others: tuple[Decimal, ...] = ()


def fractions_for_percent(dataset: Dataset, _report: Report) -> Iterator[Diagnostic]:
    """`percent-as-fraction`: a rate of at most 1 % where its neighbours, or its many decimals, tell of a fraction."""
    yield from _suspicious(list(_indicators(dataset)))
    for table in dataset.tables.values():
        if table.name == INDICATOR_SHEET:
            continue
        for column in table.columns.values():
            if _is_rate(column.name) and column.unit == PERCENT:
                yield from _suspicious(
                    [
                        _Rate(f"{row_label(table, index)} {column.name}", value, table.ref(column.name, index))
                        for index, value in enumerate(column.values)
                        if isinstance(value, Decimal)
                    ]
                )


def _suspicious(rates: list[_Rate]) -> Iterator[Diagnostic]:
    large = next((rate for rate in rates if rate.value >= _ORDINARY), None)
    for rate in rates:
        if not 0 < rate.value <= 1:
            continue
        if large is not None or any(other >= _ORDINARY for other in rate.others) or _decimals(rate.value) >= _FINE:
            yield warning(
                "percent-as-fraction",
                rate.place,
                related=(large.place,) if large is not None else (),
                name=rate.name,
                value=plain(rate.value),
                percent=plain(rate.value * 100),
            )


def _indicators(dataset: Dataset) -> Iterator[_Rate]:
    for name, indicator in dataset.indicators.items():
        figure = indicator.figure
        if isinstance(figure, Figure) and _is_rate(name) and figure.unit == PERCENT:
            place = figure.source if isinstance(figure.source, CellRef) else indicator.place
            yield _Rate(name, figure.value, place, tuple(_values((figure.previous, figure.target))))


def _values(items: Iterable[object]) -> Iterator[Decimal]:
    return (item.value for item in items if isinstance(item, Figure))


def _is_rate(name: str) -> bool:
    return name.endswith(_RATES) and not any(word in name for word in _SMALL)


def _decimals(value: Decimal) -> int:
    exponent = value.normalize().as_tuple().exponent
    return -exponent if isinstance(exponent, int) else 0
