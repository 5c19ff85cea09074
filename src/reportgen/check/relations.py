"""The rule on sums that the kit declares: totals, their parts, and forecasts that must add up."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from ..model.dataset import Dataset
from ..model.diagnostic import Diagnostic, Fault, warning
from ..model.figure import Figure, total
from ..model.place import CellRef
from ..model.quantity import Unit, fixed
from ..model.report import Report
from ..model.schema import Comparison, Relation
from ..model.values import dataclass
from .margin import Range, range_of


@dataclass(frozen=True, slots=True)
class _Operand:
    """A figure or the sum of a column; `whole` is false where rows or cells of the column are missing."""

    name: str
    figure: Figure
    parts: tuple[Figure, ...]
    whole: bool

    def range(self, unit: Unit) -> Range:
        """Where the operand may lie: each part's own range, added up."""
        low = high = Decimal(0)
        for part in self.parts:
            span = range_of(part, unit)
            low, high = low + span.low, high + span.high
        return Range(low, high)


def sums_and_parts(dataset: Dataset, report: Report) -> Iterator[Diagnostic]:
    """`sum-differs` and `part-above-total`: figures that contradict a sum of the schema beyond rounding.

    A relation of which a figure is missing says nothing.
    """
    for relation in report.kit.schema.relations:
        total_side = _operand(relation.total, dataset)
        plus = [_operand(name, dataset) for name in relation.plus]
        minus = [_operand(name, dataset) for name in relation.minus]
        if total_side is None or None in plus or None in minus:
            continue
        known = [item for item in (*plus, *minus) if item is not None]
        try:
            yield from _compared(relation, total_side, known, len(plus))
        except Fault as fault:
            place = total_side.figure.sources[0]
            yield fault.at(place)


def _compared(relation: Relation, left: _Operand, right: list[_Operand], added: int) -> Iterator[Diagnostic]:
    unit = left.figure.unit
    span, value = Range(Decimal(0), Decimal(0)), Decimal(0)
    for index, item in enumerate(right):
        sign = 1 if index < added else -1
        span = span + item.range(unit) if sign > 0 else span - item.range(unit)
        value += sign * item.figure.quantity.to(unit).value
    code = _contradiction(relation.comparison, left, span, whole=all(item.whole for item in (left, *right)))
    if code is None:
        return
    sources = [source for item in (left, *right) for source in item.figure.sources if isinstance(source, CellRef)]
    yield warning(
        code,
        sources[0] if sources else None,
        related=tuple(sources[1:6]),
        total=left.name,
        value=left.figure.text,
        formula=_formula(right, added),
        result=f"{_short(value)}{unit}",
    )


def _contradiction(comparison: Comparison, left: _Operand, right: Range, *, whole: bool) -> str | None:
    """The code for what is contradicted, None for nothing; sums known in part can only be too large."""
    own = left.range(left.figure.unit)
    if comparison is Comparison.AT_LEAST:
        return "part-above-total" if own.high < right.low else None
    if not whole:
        return None
    if comparison is Comparison.AT_MOST:
        return "sum-differs" if own.low > right.high else None
    return None if own.meets(right) else "sum-differs"


def _operand(name: str, dataset: Dataset) -> _Operand | None:
    indicator = dataset.indicators.get(name)
    if indicator is not None:
        figure = indicator.figure
        return _Operand(name, figure, (figure,), whole=True) if isinstance(figure, Figure) else None
    sheet, _, column = name.partition(".")
    table = dataset.tables.get(sheet)
    if table is None or column not in table.columns:
        return None
    figures = table.figures(column)
    if not figures:
        return None
    whole = len(figures) == len(table) and (table.announced is None or table.announced.value <= len(table))
    return _Operand(name, total(figures, name), figures, whole=whole)


def _formula(items: list[_Operand], added: int) -> str:
    text = " + ".join(item.name for item in items[:added])
    return text + "".join(f" − {item.name}" for item in items[added:])


def _short(value: Decimal) -> str:
    """The value with at most four decimals."""
    text = fixed(value, 4)
    return text.rstrip("0").rstrip(".")
