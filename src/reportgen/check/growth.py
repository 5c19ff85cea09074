"""Rules on the way from last year's value to this year's: large changes, units mixed up, published rates."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from decimal import Decimal

from ..model.dataset import Column, Dataset, Indicator, Table
from ..model.diagnostic import Diagnostic, Fault, warning
from ..model.figure import Basis, Figure
from ..model.form import LARGE_CHANGE
from ..model.place import CellRef
from ..model.quantity import PERCENT, fixed
from ..model.report import Report
from ..model.schema import INDICATOR_SHEET
from ..model.values import dataclass
from .cells import gives_reason, is_remark, remarks_of, row_label
from .margin import Range, half_step, range_of

_SLIP = 1000
"""Nothing grows a thousandfold in a year; 万元 entered as 亿元 does."""

_AT_CONSTANT_PRICES = ("增加值", "生产总值", "GDP")
"""Indicators whose published rate is at comparable prices and need not follow from the levels."""


@dataclass(frozen=True, slots=True)
class _Pair:
    """A figure with last year's, and the notes that stand beside it."""

    name: str
    figure: Figure
    notes: tuple[object, ...]


def large_changes(
    dataset: Dataset, _report: Report, answered: Container[CellRef] | None = None
) -> Iterator[Diagnostic]:
    """`large-change` and `unit-slip`: a change above 30 % without a reason, and one that only a wrong unit explains.

    `answered` are the cells that this year's returns filled: a text elsewhere may be last year's, and gives no
    reason. None: every text counts.
    """
    for pair in (*_indicators(dataset, answered), *_rows(dataset, answered)):
        place = _place(pair.figure)
        before = pair.figure.previous
        ratio = _ratio(pair.figure, before) if isinstance(before, Figure) else None
        if ratio is not None and not 1 / Decimal(_SLIP) < ratio < _SLIP and isinstance(before, Figure):
            yield warning(
                "unit-slip", place, related=_places(before), name=pair.name, now=pair.figure.text, before=before.text
            )
            continue
        change = _published(pair.figure)
        if change is None and ratio is not None:
            change = (ratio - 1) * 100
        if change is not None and abs(change) > LARGE_CHANGE and not gives_reason(pair.notes):
            related = _places(before) if isinstance(before, Figure) else ()
            yield warning("large-change", place, related=related, name=pair.name, change=f"{fixed(change, 1)}%")


def published_rates(dataset: Dataset, _report: Report) -> Iterator[Diagnostic]:
    """`rate-differs`: a published growth rate at current prices that does not follow from the two levels."""
    for pair in _indicators(dataset):
        figure, before, rate = pair.figure, pair.figure.previous, pair.figure.rate
        if not isinstance(before, Figure) or not isinstance(rate, Figure) or before.value <= 0 or figure.value <= 0:
            continue
        if Basis.COMPARABLE in (figure.basis, rate.basis) or any(word in pair.name for word in _AT_CONSTANT_PRICES):
            continue
        try:
            now, then = range_of(figure, figure.unit), range_of(before, figure.unit)
        except Fault:
            continue
        span = Range((now.low / then.high - 1) * 100, (now.high / then.low - 1) * 100)
        said = rate.quantity.to(PERCENT).value
        margin = half_step(said)
        if not span.meets(Range(said - margin, said + margin)):
            worked_out = (figure.value / before.quantity.to(figure.unit).value - 1) * 100
            yield warning(
                "rate-differs",
                _place(rate),
                related=(*_places(figure), *_places(before)),
                name=pair.name,
                rate=rate.text,
                result=f"{fixed(worked_out, 2)}%",
            )


def _indicators(dataset: Dataset, answered: Container[CellRef] | None = None) -> Iterator[_Pair]:
    table = dataset.tables.get(INDICATOR_SHEET)
    for name, indicator in dataset.indicators.items():
        if isinstance(indicator.figure, Figure):
            notes = indicator.texts.values() if answered is None else _answered_texts(indicator, table, answered)
            yield _Pair(name, indicator.figure, tuple(notes))


def _answered_texts(indicator: Indicator, table: Table | None, answered: Container[CellRef]) -> Iterator[str]:
    """The texts of an indicator that the returns gave."""
    place = indicator.place
    for name, text in indicator.texts.items():
        column = table.columns.get(name) if table is not None else None
        if column is not None and CellRef(place.file, place.sheet, place.row, column.position) in answered:
            yield text


def _answered_notes(table: Table, index: int, answered: Container[CellRef]) -> Iterator[str]:
    """The remarks of a row that the returns gave, behind the column's name: any text under 变动原因 is a reason."""
    for name, column in table.columns.items():
        if is_remark(name) and table.ref(name, index) in answered:
            yield f"{name}：{column.values[index]}"


def _rows(dataset: Dataset, answered: Container[CellRef] | None) -> Iterator[_Pair]:
    for table in dataset.tables.values():
        if table.name == INDICATOR_SHEET:
            continue
        remarks = remarks_of(table)
        for column in table.columns.values():
            if column.previous is None or column.previous not in table.columns:
                continue
            for index in _changed(column, table.columns[column.previous]):
                cell = table.cell(column.name, index)
                if isinstance(cell, Figure):
                    name = f"{row_label(table, index)} {column.name}"
                    notes: Iterable[object] = [remark.values[index] for remark in remarks]
                    if answered is not None:
                        notes = _answered_notes(table, index, answered)
                    yield _Pair(name, cell, tuple(notes))


def _changed(column: Column, before: Column) -> Iterator[int]:
    """The rows whose value may have changed much: cheap enough for 100,000 of them."""
    low, high = 1 - Decimal(LARGE_CHANGE) / 100, 1 + Decimal(LARGE_CHANGE) / 100
    same_unit = column.units is None and before.units is None and column.unit == before.unit
    for index, (now, then) in enumerate(zip(column.values, before.values, strict=True)):
        if isinstance(now, Decimal) and isinstance(then, Decimal):
            if same_unit and then * low <= now <= then * high:
                continue
            yield index


def _ratio(now: Figure, before: Figure) -> Decimal | None:
    """This year's value over last year's; None without a positive base or over different dimensions."""
    if before.value <= 0 or now.value <= 0 or now.unit.dimension != before.unit.dimension:
        return None
    return now.quantity.base / before.quantity.base


def _published(figure: Figure) -> Decimal | None:
    """The published growth rate in percent."""
    return figure.rate.quantity.to(PERCENT).value if isinstance(figure.rate, Figure) else None


def _place(figure: Figure) -> CellRef | None:
    return next(iter(_places(figure)), None)


def _places(figure: Figure) -> tuple[CellRef, ...]:
    return tuple(source for source in figure.sources if isinstance(source, CellRef))
