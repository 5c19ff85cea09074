"""Figures: quantities that know the cells they came from and how they were worked out.

A figure read from a cell has that cell as its only source. Arithmetic on figures makes a figure whose
derivation holds its operands, so the whole calculation can be shown again: `C4 ÷ 合计(C4:C8)`.
A `Fact` is the same for what is no quantity: a date, a name, a document number. `Missing` stands for
an empty cell; it is never 0. A `Phrase` is what the vocabulary makes of them for a sentence.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from .diagnostic import Fault
from .marks import mark
from .place import CellRef, ConfigRef
from .quantity import NO_UNIT, Quantity, Unit, hedged, plain

Source = CellRef | ConfigRef


class PeriodKind(StrEnum):
    """What span or point of time a figure speaks of; the values are the Chinese words."""

    YEAR = "年"
    YEAR_END = "年末"
    HALF = "半年"
    QUARTER = "季度"
    MONTH = "月"


@dataclass(frozen=True, slots=True)
class Period:
    """A year, or a part of one: `index` counts quarters, months or halves from 1, and is 0 for a year."""

    year: int
    kind: PeriodKind = PeriodKind.YEAR
    index: int = 0

    @property
    def before(self) -> Period:
        """The same period a year earlier."""
        return replace(self, year=self.year - 1)

    def __str__(self) -> str:
        if self.kind is PeriodKind.QUARTER:
            return f"{self.year}年{'一二三四'[self.index - 1]}季度"
        if self.kind is PeriodKind.HALF:
            return f"{self.year}年{'上下'[self.index - 1]}半年"
        if self.kind is PeriodKind.MONTH:
            return f"{self.year}年{self.index}月"
        return f"{self.year}{self.kind}"


class Basis(StrEnum):
    """Price basis: current prices, or comparable (constant) prices at which 增加值 grows."""

    CURRENT = "现价"
    COMPARABLE = "可比价"


class Operation(StrEnum):
    """How a figure follows from its operands; the value is the form shown to people.

    `{0}`, `{1}` are operands, `{*}` all of them, ranges of neighbouring cells drawn together.
    """

    SUM_OF = "合计({*})"
    COUNT_OF = "计数({*})"
    MEAN_OF = "平均({*})"
    LARGEST_OF = "最大({*})"
    SMALLEST_OF = "最小({*})"
    PLUS = "{0} + {1}"
    MINUS = "{0} − {1}"
    TIMES = "{0} × {1}"
    OVER = "{0} ÷ {1}"
    GROWTH = "{0} ÷ {1} − 1"
    ANNUAL_GROWTH = "({0} ÷ {1})^(1/{2}) − 1"
    RANK_OF = "名次({*})"
    SPAN = "{0} 至 {1}"


@dataclass(frozen=True, slots=True)
class Derivation:
    """An operation and the figures it was applied to, in the order of the operation's form."""

    operation: Operation
    operands: tuple[Figure | Fact, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """An empty cell, or an indicator that is not there.

    `source` is the empty cell, None where even the row is absent. `reason` is what the clerk wrote
    instead of a value (`n/a`, 未统计), None where nothing was said. It is false in a condition.
    """

    name: str
    source: CellRef | None = None
    reason: str | None = None

    def __bool__(self) -> bool:
        return False

    def __str__(self) -> str:
        return mark(self, "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A quantity with its name, period and sources.

    `previous` is the same a year earlier, `target` the planned value, `rate` a growth rate that the
    statistics office published (it goes before a rate worked out from levels). Each is None where
    the data has no such column, and `Missing` where the cell is empty. `estimated` marks 预计,
    `approximate` a cell that itself said 约 or 余, and `hedge` is the word it said (one of
    `quantity.HEDGES`, empty where none is known). `source` is None for a derived figure and for a
    constant written in a template.
    """

    quantity: Quantity
    name: str = ""
    period: Period | None = None
    source: Source | None = None
    derivation: Derivation | None = None
    previous: Figure | Missing | None = None
    target: Figure | Missing | None = None
    rate: Figure | Missing | None = None
    estimated: bool = False
    approximate: bool = False
    hedge: str = ""
    basis: Basis | None = None

    @property
    def value(self) -> Decimal:
        """The exact number in the figure's own unit."""
        return self.quantity.value

    @property
    def unit(self) -> Unit:
        """The figure's own unit."""
        return self.quantity.unit

    @property
    def sources(self) -> tuple[Source, ...]:
        """Every cell or setting that the figure rests on, each once, in reading order."""
        return tuple(dict.fromkeys(_leaves(self)))

    @property
    def text(self) -> str:
        """The exact number and unit with the cell's own hedge, as printed when a template asks for nothing else."""
        return hedged(plain(self.value), self.unit.symbol, self.hedge)

    def __str__(self) -> str:
        return mark(self, self.text)

    def __add__(self, other: object) -> Figure:
        return _combine(Operation.PLUS, self, other)

    def __radd__(self, other: object) -> Figure:
        return _combine(Operation.PLUS, as_figure(other), self)

    def __sub__(self, other: object) -> Figure:
        return _combine(Operation.MINUS, self, other)

    def __rsub__(self, other: object) -> Figure:
        return _combine(Operation.MINUS, as_figure(other), self)

    def __mul__(self, other: object) -> Figure:
        return _combine(Operation.TIMES, self, other)

    def __rmul__(self, other: object) -> Figure:
        return _combine(Operation.TIMES, as_figure(other), self)

    def __truediv__(self, other: object) -> Figure:
        return _combine(Operation.OVER, self, other)

    def __rtruediv__(self, other: object) -> Figure:
        return _combine(Operation.OVER, as_figure(other), self)

    def __lt__(self, other: object) -> bool:
        return self.quantity < _comparable(self, other)

    def __le__(self, other: object) -> bool:
        return self.quantity <= _comparable(self, other)

    def __gt__(self, other: object) -> bool:
        return not self <= other

    def __ge__(self, other: object) -> bool:
        return not self < other


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """A date, or a text such as a name or a document number, with the cell or setting it came from.

    `items` are the parts of a cell that lists several things, empty where it lists none.
    """

    value: date | str
    name: str = ""
    source: Source | None = None
    items: tuple[str, ...] = ()

    @property
    def sources(self) -> tuple[Source, ...]:
        """The one source, or none."""
        return () if self.source is None else (self.source,)

    @property
    def text(self) -> str:
        """The text, or the date as official documents write it: 2016年2月24日."""
        if isinstance(self.value, date):
            return f"{self.value.year}年{self.value.month}月{self.value.day}日"
        return self.value

    def __str__(self) -> str:
        return mark(self, self.text)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Fact):
            return (self.value, self.source) == (other.value, other.source)
        return self.value == other or self.text == other

    def __hash__(self) -> int:
        return hash(self.value)


def as_figure(value: object) -> Figure:
    """A figure as it is, a plain number of a template as a constant without source.

    Raises `not-a-figure` for anything else, `missing-value` for an empty cell.
    """
    if isinstance(value, Figure):
        return value
    if isinstance(value, Missing):
        raise MissingValue(value)
    if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
        return Figure(quantity=Quantity(Decimal(value)))
    if isinstance(value, float):
        return Figure(quantity=Quantity(Decimal(repr(value))))
    raise Fault("not-a-figure", value=getattr(value, "text", value), type=type(value).__name__)


class MissingValue(Fault):
    """An empty cell was asked for a value; `missing` says which."""

    def __init__(self, missing: Missing) -> None:
        super().__init__("missing-value", name=missing.name)
        self.missing = missing


_ARITHMETIC = {
    Operation.PLUS: Quantity.__add__,
    Operation.MINUS: Quantity.__sub__,
    Operation.TIMES: Quantity.__mul__,
    Operation.OVER: Quantity.__truediv__,
}


def _combine(operation: Operation, left: object, right: object) -> Figure:
    first, second = as_figure(left), as_figure(right)
    quantity = _ARITHMETIC[operation](first.quantity, second.quantity)
    return derive(operation, quantity, first, second)


def _comparable(figure: Figure, other: object) -> Quantity:
    """The other side of a comparison; a bare number is meant in the figure's own unit."""
    wanted = as_figure(other)
    if wanted.source is None and wanted.derivation is None and wanted.unit == NO_UNIT:
        return Quantity(wanted.value, figure.unit)
    return wanted.quantity


def derive(
    operation: Operation, quantity: Quantity, *operands: Figure | Fact, name: str = "", period: Period | None = None
) -> Figure:
    """A figure worked out from others; it is an estimate or approximate where one of them is."""
    figures = [item for item in operands if isinstance(item, Figure)]
    return Figure(
        quantity=quantity,
        name=name,
        period=period or next((item.period for item in figures if item.period), None),
        derivation=Derivation(operation, operands),
        estimated=any(item.estimated for item in figures),
        approximate=any(item.approximate for item in figures),
    )


def total(figures: tuple[Figure, ...], name: str = "") -> Figure:
    """The sum of figures of one dimension, in the unit of the first; raises `nothing-to-add` for none."""
    if not figures:
        raise Fault("nothing-to-add", name=name)
    quantity = figures[0].quantity
    for figure in figures[1:]:
        quantity = quantity + figure.quantity
    return derive(Operation.SUM_OF, quantity, *figures, name=name)


def _leaves(item: Figure | Fact) -> Iterator[Source]:
    if item.source is not None:
        yield item.source
    if isinstance(item, Figure) and item.derivation is not None:
        for operand in item.derivation.operands:
            yield from _leaves(operand)


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a phrase: its text, and what it shows (None for mere words between figures).

    `wording` names the vocabulary word that chose the text (同比, 金额), so that it can be said again
    when the figure changes; empty where the figure stands as it is.
    """

    text: str
    shows: Figure | Fact | None = None
    wording: str = ""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Text that figures were worded into, still holding them piece by piece."""

    pieces: tuple[Piece, ...]

    @property
    def text(self) -> str:
        """The phrase as it is read."""
        return "".join(piece.text for piece in self.pieces)

    def __str__(self) -> str:
        return mark(self, self.text)

    def __bool__(self) -> bool:
        return any(piece.text for piece in self.pieces)


def describe(item: Figure | Fact) -> str:
    """How the item was worked out, cells first, then numbers: `C4 ÷ D4 − 1 = 42.86 ÷ 33.2 − 1`.

    Empty for what stands in one cell as it is. Cells carry their sheet's name where several sheets
    take part.
    """
    if not isinstance(item, Figure) or item.derivation is None:
        return ""
    sheets = {source.sheet for source in item.sources if isinstance(source, CellRef)}
    cells = _formula(item, _Names(with_sheet=len(sheets) > 1))
    numbers = _formula(item, None)
    return f"{cells} = {numbers}" if cells != numbers else cells


@dataclass(frozen=True, slots=True)
class _Names:
    with_sheet: bool

    def of(self, source: Source) -> str:
        if isinstance(source, ConfigRef):
            return source.key
        return f"{source.sheet}!{source.address}" if self.with_sheet and source.sheet else source.address


def _formula(item: Figure | Fact, names: _Names | None, *, nested: bool = False) -> str:
    if not isinstance(item, Figure) or item.derivation is None:
        if names is not None and item.source is not None:
            return names.of(item.source)
        return plain(item.value) if isinstance(item, Figure) else item.text
    operation, operands = item.derivation.operation, item.derivation.operands
    if "{*}" in operation:
        if names is None and nested:
            return plain(item.value)
        return operation.replace("{*}", "、".join(_listed(operands, names)))
    texts = [_formula(operand, names, nested=True) for operand in operands]
    shown = operation.format(*texts)
    return f"({shown})" if nested else shown


def _listed(operands: tuple[Figure | Fact, ...], names: _Names | None) -> Iterator[str]:
    """Each operand's formula, runs of cells below one another as a range C4:C8."""
    start = 0
    while start < len(operands):
        stop = start + 1
        while names is not None and stop < len(operands) and _is_below(operands[stop - 1], operands[stop]):
            stop += 1
        first = _formula(operands[start], names, nested=True)
        last = operands[stop - 1].source
        yield f"{first}:{last.address}" if stop - start > 1 and isinstance(last, CellRef) else first
        start = stop


def _is_below(upper: Figure | Fact, lower: Figure | Fact) -> bool:
    above, below = upper.source, lower.source
    if not isinstance(above, CellRef) or not isinstance(below, CellRef):
        return False
    return (above.file, above.sheet, above.column, above.row + 1) == (below.file, below.sheet, below.column, below.row)
