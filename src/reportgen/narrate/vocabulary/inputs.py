"""What the words take: figures, dates, lists of cells, rows, years; anything else is a finding.

Values come from a template and may be of any type; each function here turns one into the model's
value that a word needs, or raises a Fault that says what it got.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal

from ...model.dataset import Row, Table
from ...model.diagnostic import Fault
from ...model.figure import Fact, Figure, Missing, MissingValue, Phrase, Piece, as_figure, total
from ...model.period import Period
from ...model.place import CellRef
from ...model.quantity import RATIO, Unit
from ...model.shown import shown
from ...model.values import replace

EMPTY = Phrase(())
"""What a word prints where the author allowed that there is nothing to say."""


def say(text: str, shows: Figure | Fact, wording: str, lead: str | None = None) -> Phrase:
    """A phrase of one piece that shows a figure, the author's lead-in before it as mere words."""
    piece = Piece(text, shows, wording)
    return Phrase((Piece(lead), piece)) if lead else Phrase((piece,))


def rate_like(figure: Figure) -> bool:
    """Whether the figure is a share, a rate or a plain number rather than a level."""
    return figure.unit.dimension == RATIO


def is_money(unit: Unit) -> bool:
    """Whether the unit is an amount of money or a price (元/吨)."""
    return unit.dimension.split("/", 1)[0] in ("money", "US-dollar")


def cell_of(value: Figure | Fact) -> CellRef | None:
    """The cell that a figure or a text stands in; None for one worked out or written in a template."""
    return value.source if isinstance(value.source, CellRef) else None


def need_unit(figure: Figure) -> None:
    """Raise `no-unit` for a number whose unit nobody filled in; what was worked out may be a mere ratio."""
    if not figure.unit.symbol and figure.derivation is None:
        raise Fault("no-unit", cell=cell_of(figure), name=figure.name or figure.text)


def same_measure(left: Figure, right: Figure) -> None:
    """Raise `unit-mismatch` where two figures do not measure the same thing, `no-unit` where one does not say what."""
    if left.unit.dimension != right.unit.dimension:
        need_unit(left)
        need_unit(right)
        raise Fault("unit-mismatch", cell=cell_of(left), left=_measure(left), right=_measure(right), operation="÷")


def _measure(figure: Figure) -> str:
    return figure.unit.symbol or "比值/ratio"


def base_of(figure: Figure, given: object, attribute: str, lead: str | None) -> Figure | None:
    """What a figure is compared with: the one given, else its own `previous` or `target`.

    None where there is none and the author passed a lead-in, which allows the absence; without one
    an empty cell raises MissingValue and a column that the data does not have `no-base`.
    """
    base = getattr(figure, attribute) if given is None else given
    if isinstance(base, Missing) or base is None:
        if lead is not None:
            return None
        if isinstance(base, Missing):
            raise MissingValue(base)
        raise Fault("no-base", name=figure.name or figure.text, base="目标值" if attribute == "target" else "上年数")
    return total_of(base) if isinstance(base, (tuple, list)) else as_figure(base)


def total_of(values: object, *, skip_empty: bool = False) -> Figure:
    """A figure as it is, the sum of a list of them."""
    if isinstance(values, (tuple, list)):
        return sum_of(figures(values, skip_empty=skip_empty))
    return as_figure(values)


def sum_of(parts: tuple[Figure, ...]) -> Figure:
    """The sum, with last year's sum and the planned one beside it where every part has them."""
    result = total(parts)
    previous, target = _beside(parts, "previous"), _beside(parts, "target")
    return replace(result, previous=previous, target=target) if previous or target else result


def _beside(parts: tuple[Figure, ...], attribute: str) -> Figure | Missing | None:
    """The sum of what stands beside each part; the first empty cell where one is empty, None where one has none."""
    found: list[Figure] = []
    for part in parts:
        beside = getattr(part, attribute)
        if not isinstance(beside, Figure):
            return beside  # type: ignore[no-any-return]
        found.append(beside)
    return total(tuple(found))


def cells(values: Iterable[object]) -> Iterator[object]:
    """The single values of lists within lists, in order."""
    for value in values:
        if isinstance(value, (tuple, list)) and not isinstance(value, Row):
            yield from cells(value)
        else:
            yield value


def figures(values: Iterable[object], *, skip_empty: bool = False) -> tuple[Figure, ...]:
    """The figures of lists within lists; raises MissingValue for an empty cell unless they are skipped."""
    return tuple(as_figure(value) for value in cells(values) if not (skip_empty and isinstance(value, Missing)))


def rows_of(value: object, word: str) -> tuple[Table | None, tuple[Row, ...]]:
    """The table and the rows of a table or of a list of rows; raises `not-rows`."""
    if isinstance(value, Table):
        return value, tuple(value)
    if isinstance(value, (tuple, list)) and all(isinstance(row, Row) for row in value):
        return (value[0].table if value else None), tuple(value)
    if isinstance(value, Missing):
        raise MissingValue(value)
    raise Fault("not-rows", word=word, value=shown(value))


def date_of(value: object, word: str) -> Fact:
    """A fact that holds a date; raises `not-a-date`."""
    if isinstance(value, Missing):
        raise MissingValue(value)
    if isinstance(value, Fact) and isinstance(value.value, date):
        return value
    if isinstance(value, date):
        return Fact(value=value)
    cell = cell_of(value) if isinstance(value, (Figure, Fact)) else None
    raise Fault("not-a-date", cell=cell, word=word, value=shown(value))


FIRST_YEAR, LAST_YEAR = 1900, 2200


def plain_year(value: object) -> int | None:
    """The year that a bare number or the report's own year is, None for anything else."""
    number = value.value if isinstance(value, Figure) and not value.unit.symbol else value
    if isinstance(number, bool) or not isinstance(number, (int, Decimal)):
        return None
    return int(number) if number == int(number) and FIRST_YEAR <= number <= LAST_YEAR else None


def period_of(value: object, word: str) -> Period:
    """The period that a year, a date or a figure speaks of; raises `no-period`."""
    year = plain_year(value)
    if year is not None:
        return Period(year)
    if isinstance(value, Missing):
        raise MissingValue(value)
    if isinstance(value, Fact) and isinstance(value.value, date):
        return Period(value.value.year)
    if isinstance(value, Figure) and value.period is not None:
        return value.period
    raise Fault("no-period", word=word, value=shown(value))
