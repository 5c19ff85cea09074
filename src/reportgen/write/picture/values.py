"""From a ChartSpec to what is drawn: exact numbers in each series' unit and the texts beside them.

Everything that draws or describes a chart (`charts`, `alt_text`) begins here, so the picture's numbers
are the description's. An empty cell is None: it leaves a gap and is never zero.
"""

from __future__ import annotations

from decimal import Decimal

from ...model.document import ChartKind, ChartSpec, Series
from ...model.figure import Figure, Missing
from ...model.quantity import Unit, fixed, hedged
from ...model.values import dataclass
from .text import single_line

_LONGEST = 18
_LARGEST_POWER, _SMALLEST_POWER = 15, -9


@dataclass(frozen=True, slots=True)
class Lane:
    """One series, ready to draw: a number a category (None is a gap) and its printed text, with the unit in `full`.

    The texts say as the cell does that a number is not exact (40余); `hedges` holds the word, mostly empty.
    """

    name: str
    unit: str
    values: tuple[Decimal | None, ...]
    texts: tuple[str, ...]
    full: tuple[str, ...]
    hedges: tuple[str, ...]
    line: bool = False
    second_axis: bool = False

    @property
    def known(self) -> tuple[Decimal, ...]:
        """The numbers that are there."""
        return tuple(value for value in self.values if value is not None)


def categories_of(spec: ChartSpec) -> tuple[str, ...]:
    """The category names as single lines."""
    return tuple(single_line(name) for name in spec.categories)


def lanes_of(spec: ChartSpec) -> tuple[Lane, ...]:
    """The series of a chart; in COMBINED the ones measured on the right are lines."""
    return tuple(_lane(series, spec) for series in spec.series)


def _lane(series: Series, spec: ChartSpec) -> Lane:
    figures = series.figures[: len(spec.categories)]
    values = tuple(_value(item, series.unit) for item in figures)
    values += (None,) * (len(spec.categories) - len(values))
    hedges = tuple(map(_hedge, figures)) + ("",) * (len(values) - len(figures))
    numbers = [None if value is None else number_text(value, spec.decimals) for value in values]

    def printed(unit: str) -> tuple[str, ...]:
        return tuple(
            "" if number is None else _said(number, unit, hedge) for number, hedge in zip(numbers, hedges, strict=True)
        )

    is_line = spec.kind is ChartKind.LINE or (spec.kind is ChartKind.COMBINED and (series.line or series.second_axis))
    return Lane(
        name=single_line(series.name),
        unit=series.unit.symbol,
        values=values,
        texts=printed(""),
        full=printed(series.unit.symbol),
        hedges=hedges,
        line=is_line,
        second_axis=series.second_axis,
    )


def _hedge(item: Figure | Missing) -> str:
    """The word by which a figure says that it is not exact, empty for none."""
    return "" if isinstance(item, Missing) else item.hedge or "约" * item.approximate


def _said(number: str, unit: str, hedge: str) -> str:
    return hedged(number, unit, hedge) if hedge else number + unit


def _value(item: Figure | Missing, unit: Unit) -> Decimal | None:
    if isinstance(item, Missing):
        return None
    quantity = item.quantity
    if quantity.unit != unit and quantity.unit.dimension == unit.dimension:
        quantity = quantity.to(unit)
    return quantity.value if quantity.value.is_finite() else None


def number_text(value: Decimal, decimals: int | None) -> str:
    """A value as a data label prints it: rounded half up, or exact where `decimals` is None.

    Numbers too long for a label (over 10¹⁵, under 10⁻⁹ or more than 18 characters) stand as 1.235E+20.
    """
    if value and decimals is None and value.adjusted() < _SMALLEST_POWER:
        return f"{value:.3E}"
    if value.adjusted() > _LARGEST_POWER:
        return f"{value:.3E}"
    text = fixed(value, decimals)
    return text if len(text) <= _LONGEST else f"{value:.3E}"
