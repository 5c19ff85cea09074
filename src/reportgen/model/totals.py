"""The total row of a table: what it prints, which the Word writer sets and `binding` ties to the cells."""

from __future__ import annotations

from decimal import Decimal

from .document import Computed, DataTable, TableColumn
from .figure import Operation
from .quantity import NO_UNIT, Quantity, fixed


def totals(table: DataTable) -> list[Decimal | None]:
    """What stands in the total row, one a column; None where a column has no total, or the table no total row."""
    if not table.total_label:
        return [None] * len(table.columns)
    return [
        column_total(column) if column.computed is None else computed_total(table, column, column.computed)
        for column in table.columns
    ]


def total_texts(table: DataTable) -> list[str]:
    """The cells of the total row: the label in the first column that has no total, and the totals."""
    texts = []
    label = table.total_label
    for column, total in zip(table.columns, totals(table), strict=True):
        if total is None and label:
            texts.append(label)
            label = ""
        else:
            texts.append("" if total is None else fixed(total, column.decimals))
    return texts


def column_total(column: TableColumn) -> Decimal | None:
    """The sum in the column's unit, None where the column is not totalled or mixes units."""
    if not column.totalled or column.texts is not None:
        return None
    return sum((value for value in column.values if isinstance(value, Decimal)), Decimal(0))


def computed_total(table: DataTable, column: TableColumn, computed: Computed) -> Decimal | None:
    """The column's operation on the totals of its operands, as the appendices in Excel have it.

    None where a row lacks one of the two: the totals would compare unlike things.
    """
    if len(computed.operands) != 2:
        return None
    first, second = (table.columns[at] for at in computed.operands)
    one, other = column_total(first), column_total(second)
    pairs = zip(first.values, second.values, strict=True)
    if one is None or other is None or any((left is None) != (right is None) for left, right in pairs):
        return None
    left, right = Quantity(one, first.unit or NO_UNIT), Quantity(other, second.unit or NO_UNIT)
    if computed.operation is Operation.MINUS:
        result = left - right
    elif computed.operation in (Operation.OVER, Operation.GROWTH) and right.value:
        result = left / right
        if computed.operation is Operation.GROWTH:
            result = result - Quantity(Decimal(1))
    else:
        return None
    return result.to(column.unit).value if column.unit is not None else result.value
