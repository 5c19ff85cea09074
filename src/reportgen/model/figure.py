"""Figures: quantities that know the cells they came from and how they were worked out.

A figure read from a cell has that cell as its only source. Arithmetic on figures makes a figure whose
derivation holds its operands, so the whole calculation can be shown again: `C4 ÷ 合计(C4:C8)`.
A `Fact` is the same for what is no quantity: a date, a name, a document number. `Missing` stands for
an empty cell; it is never 0. A `Phrase` is what the vocabulary makes of them for a sentence.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from enum import StrEnum

from .diagnostic import Fault
from .marks import mark
from .operation import ROUNDED
from .operation import Operation as Operation  # the steps read it and the periods from here
from .period import Period as Period
from .period import PeriodKind as PeriodKind
from .place import CellRef, ConfigRef
from .quantity import NO_UNIT, Quantity, Unit, fixed, hedged, plain
from .shown import shown
from .values import dataclass

Source = CellRef | ConfigRef


class Basis(StrEnum):
    """Price basis: current prices, or comparable (constant) prices at which 增加值 grows."""

    CURRENT = "现价"
    COMPARABLE = "可比价"


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
        if self.derivation is None:  # as of most figures
            return () if self.source is None else (self.source,)
        return tuple(dict.fromkeys([item.source for item in _tree(self) if item.source is not None]))

    @property
    def is_exact(self) -> bool:
        """Whether its digits are those of cells: read, added, counted or picked, never divided."""
        if self.derivation is None:
            return True
        if self.derivation.operation in ROUNDED:
            return False
        return all(
            item.derivation is None or item.derivation.operation not in ROUNDED
            for item in _tree(self)
            if isinstance(item, Figure)
        )

    @property
    def text(self) -> str:
        """The number and unit, as printed when a template asks for nothing else.

        All digits of an exact number, two decimals of one that was divided; 预计 and the cell's own
        hedge stand with it.
        """
        value, symbol = self.quantity.value, self.quantity.unit.symbol
        # A derivation is looked into only where there is one: most figures stand in a cell.
        number = plain(value if self.derivation is None or self.is_exact else Decimal(fixed(value, 2)))
        hedge = self.hedge or "约" * self.approximate
        shown = hedged(number, symbol, hedge) if hedge else number + symbol
        return "预计" + shown if self.estimated else shown

    def __str__(self) -> str:
        return mark(self, self.text)

    def __eq__(self, other: object) -> bool:
        """The same figure from the same cells; against a bare number, the same number in the figure's own unit."""
        if isinstance(other, Figure):
            return self is other or all(getattr(self, name) == getattr(other, name) for name in _FIELDS)
        if isinstance(other, (int, Decimal)) and not isinstance(other, bool):
            return self.value == other
        if isinstance(other, float):
            return self.value == Decimal(repr(other))
        return NotImplemented

    def __hash__(self) -> int:
        return hash(self.value)

    def __neg__(self) -> Figure:
        return _combine(Operation.TIMES, as_figure(-1), self)

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

    `items` are the parts of a cell that lists several things, empty where it lists none. `item` is the
    number of the part that this is of its cell, from 1; 0 for a whole cell.
    """

    value: date | str
    name: str = ""
    source: Source | None = None
    items: tuple[str, ...] = ()
    item: int = 0

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
    if isinstance(value, Phrase):
        raise Fault("already-worded", text=value.text)
    source = getattr(value, "source", None)
    cell = source if isinstance(source, CellRef) else None
    raise Fault("not-a-figure", cell=cell, value=shown(value), type=_type_of(value))


_TYPES = {"str": "文字/text", "bool": "真假/true-or-false", "tuple": "列表/list", "Table": "表/table", "Row": "行/row"}


def _type_of(value: object) -> str:
    """What a value is, in words that both languages of a message can use."""
    if isinstance(value, Fact):
        return "日期/date" if isinstance(value.value, date) else "文字/text"
    found = (_TYPES[kind.__name__] for kind in type(value).__mro__ if kind.__name__ in _TYPES)
    return next(found, type(value).__name__)


_FIELDS = tuple(Figure.__slots__)


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
    if operation in (Operation.PLUS, Operation.MINUS):
        check_basis(first, second)
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
    estimated = approximate = False
    basis: Basis | None = None
    for item in operands:
        if isinstance(item, Figure):
            estimated = estimated or item.estimated
            approximate = approximate or item.approximate
            basis = basis or item.basis
            period = period or item.period
    return Figure(
        quantity=quantity,
        name=name,
        period=period,
        derivation=Derivation(operation, operands),
        estimated=estimated,
        approximate=approximate,
        basis=basis,
    )


def check_basis(*figures: Figure) -> None:
    """Raise `price-basis-mismatch` where figures at current and at comparable prices meet."""
    first: Figure | None = None
    for figure in figures:
        if figure.basis is None:
            continue
        if first is None:
            first = figure
        elif figure.basis is not first.basis:
            raise Fault(
                "price-basis-mismatch", left=first.name, left_basis=first.basis, right=figure.name,
                right_basis=figure.basis,
            )  # fmt: skip


def total(figures: tuple[Figure, ...], name: str = "") -> Figure:
    """The sum of figures of one dimension, in the unit of the first; raises `nothing-to-add` for none."""
    if not figures:
        raise Fault("nothing-to-add", name=name)
    check_basis(*figures)
    quantity = figures[0].quantity
    for figure in figures[1:]:
        quantity = quantity + figure.quantity
    return derive(Operation.SUM_OF, quantity, *figures, name=name)


def _tree(figure: Figure) -> Iterable[Figure | Fact]:
    """The figure and all that it was worked out from, in reading order; what stands in it twice may come but once.

    Walked without recursion: a template may add in a loop of thousands.
    """
    operands = figure.derivation.operands if figure.derivation is not None else ()
    if not any(isinstance(item, Figure) and item.derivation is not None for item in operands):
        return figure, *operands  # as of most
    seen: dict[int, Figure | Fact] = {}
    waiting: list[Figure | Fact] = [figure]
    while waiting:
        found = waiting.pop()
        if id(found) in seen:
            continue
        seen[id(found)] = found
        if isinstance(found, Figure) and found.derivation is not None:
            waiting.extend(reversed(found.derivation.operands))
    return seen.values()


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
