"""Live formulas of an appendix with their values worked out: totals, growth, shares, differences.

A file must show right numbers where nothing calculates (phones, previews, mail), and right ones again
where somebody changes a cell. So each formula comes with the value that a spreadsheet would find for it.
Where that is not the value that the table was given, the value stands without a formula.
"""

from __future__ import annotations

from decimal import Context, Decimal, localcontext

from ...model.document import TableColumn
from ...model.figure import Operation
from ...model.quantity import plain
from ...model.values import dataclass
from .layout import SheetColumn, SheetLayout

_EXACT = Context(prec=50)
_DOUBLE_DIGITS = 17
_SAME = Decimal("1e-9")


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula without its `=`, and its value as text; an empty value is the empty text."""

    text: str
    value: str


def number_text(value: Decimal) -> str:
    """The shortest exact text; of what a double cannot hold, the double's own."""
    text = plain(value)
    return text if len(text) <= _DOUBLE_DIGITS else plain(Decimal(repr(float(value))))


def total_formula(layout: SheetLayout, index: int) -> Formula | None:
    """The total row's formula for the column at `index` (from 0); None where it has none.

    A computed column repeats its own formula over the totals, unless a row lacks one of the two
    operands: the totals would then compare unlike things.
    """
    shown = layout.columns[index]
    if not layout.total_row or not layout.table.row_count:
        return None
    if shown.column.computed is None:
        if not shown.column.totalled or shown.column.texts is not None:
            return None
        return Formula(f"SUM({_rows(layout, shown)})", number_text(_cell_total(shown)))
    calculation = _calculation(layout, index)
    if calculation is None or not (calculation.left.column.totalled and calculation.right.column.totalled):
        return None
    pairs = zip(calculation.left.column.values, calculation.right.column.values, strict=True)
    if any((one is None) != (other is None) for one, other in pairs):
        return None
    left, right = calculation.left, calculation.right
    row = layout.total_row
    return calculation.formula(f"{left.letters}{row}", f"{right.letters}{row}", _cell_total(left), _cell_total(right))


def row_formulas(layout: SheetLayout, index: int) -> list[Formula | None]:
    """The formulas of a computed column, one a row; None where the value is to stand without one."""
    calculation = _calculation(layout, index)
    if calculation is None:
        return [None] * layout.table.row_count
    left, right, shown = calculation.left, calculation.right, layout.columns[index]
    whole, total = _whole(layout, right) if calculation.of_total else ("", None)
    formulas: list[Formula | None] = []
    for position, row in enumerate(range(layout.first_row, layout.last_row + 1)):
        base = _cell(right, position) if total is None else total
        made = calculation.formula(
            f"{left.letters}{row}", whole or f"{right.letters}{row}", _cell(left, position), base
        )
        formulas.append(made if _agree(made, _cell(shown, position)) else None)
    return formulas


@dataclass(frozen=True, slots=True, kw_only=True)
class _Calculation:
    """What a computed column does with two cells; `left_scale` and so on are base units a cell unit."""

    operation: Operation
    left: SheetColumn
    right: SheetColumn
    of_total: bool
    left_scale: Decimal
    right_scale: Decimal
    own_scale: Decimal

    def formula(self, left: str, right: str, one: Decimal | None, other: Decimal | None) -> Formula:
        """The formula over two cells that hold `one` and `other`; both None and a useless base give the empty text."""
        test = f"COUNT({left},{right})<2"
        usable = one is not None and other is not None
        if self.operation is not Operation.MINUS:
            # A growth from zero or less says nothing; a share of a negative whole is still a number.
            growth = self.operation is Operation.GROWTH
            test = f"OR({test},N({right}){'<=' if growth else '='}0)"
            usable = usable and (other > 0 if growth else other != 0)  # type: ignore[operator]
        value = ""
        if usable and one is not None and other is not None:
            with localcontext(_EXACT):
                value = number_text(self._value(one, other))
        return Formula(f'IF({test},"",{self._text(left, right)})', value)

    def _value(self, left: Decimal, right: Decimal) -> Decimal:
        left, right = left * self.left_scale, right * self.right_scale
        if self.operation is Operation.MINUS:
            return (left - right) / self.own_scale
        return (left / right - (1 if self.operation is Operation.GROWTH else 0)) / self.own_scale

    def _text(self, left: str, right: str) -> str:
        with localcontext(_EXACT):
            ratio, own = self.left_scale / self.right_scale, 1 / self.own_scale
            if self.operation is Operation.OVER:
                return f"{left}/{right}{_times(ratio * own)}"
            if self.operation is Operation.GROWTH:
                growth = f"{left}/{right}{_times(ratio)}-1"
                return growth if own == 1 else f"({growth}){_times(own)}"
            left, right = f"{left}{_times(self.left_scale * own)}", f"{right}{_times(self.right_scale * own)}"
            return f"{left}-{right}"


_OPERATIONS = (Operation.GROWTH, Operation.OVER, Operation.MINUS)


def _calculation(layout: SheetLayout, index: int) -> _Calculation | None:
    shown = layout.columns[index]
    computed = shown.column.computed
    if computed is None or computed.operation not in _OPERATIONS or len(computed.operands) != 2:
        return None
    left, right = (layout.columns[operand] for operand in computed.operands)
    return _Calculation(
        operation=computed.operation,
        left=left,
        right=right,
        of_total=computed.of_total,
        left_scale=_scale(left),
        right_scale=_scale(right),
        own_scale=_scale(shown),
    )


def _scale(shown: SheetColumn) -> Decimal:
    """How many base units one unit in the cell is; fractions under a % format are base units already."""
    unit = shown.column.unit
    return Decimal(1) if unit is None or shown.shape.percent else unit.factor


def _times(factor: Decimal) -> str:
    return "" if factor == 1 else f"*{number_text(factor)}"


def _rows(layout: SheetLayout, shown: SheetColumn) -> str:
    return f"{shown.letters}{layout.first_row}:{shown.letters}{layout.last_row}"


def _whole(layout: SheetLayout, shown: SheetColumn) -> tuple[str, Decimal]:
    """The cell or expression of a column's total as each row writes it, and its value."""
    if layout.total_row and shown.column.totalled:
        return f"{shown.letters}${layout.total_row}", _cell_total(shown)
    letters = shown.letters
    return f"SUM({letters}${layout.first_row}:{letters}${layout.last_row})", _cell_total(shown)


def _cell(shown: SheetColumn, position: int) -> Decimal | None:
    """The number that stands in the cell; None where there is none."""
    value = shown.column.values[position]
    if not isinstance(value, Decimal):
        return None
    return value.scaleb(-2, _EXACT) if shown.shape.percent else value


def _cell_total(shown: SheetColumn) -> Decimal:
    total = _sum(shown.column)
    return total.scaleb(-2, _EXACT) if shown.shape.percent else total


def _sum(column: TableColumn) -> Decimal:
    with localcontext(_EXACT):
        return sum((value for value in column.values if isinstance(value, Decimal)), Decimal(0))


def _agree(formula: Formula, given: Decimal | None) -> bool:
    if given is None or not formula.value:
        return given is None and not formula.value
    return abs(Decimal(formula.value) - given) <= _SAME * max(abs(given), Decimal(1))
