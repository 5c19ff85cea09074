"""A loop's cells read by columns: all rounds of a plain tag at once, without a template.

What `行.列` and `行.列 | 万元` come to in 100,000 rows is a few passes over the values of a column.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Context, Decimal
from itertools import repeat
from typing import Any

from ..model.dataset import Column, Row, Table
from ..model.dataset import Value as Datum
from ..model.diagnostic import Fault
from ..model.figure import Fact, Figure, Missing, as_figure
from ..model.quantity import NO_UNIT, POINT, RATIO, Quantity, parse_unit
from ..model.values import dataclass
from ..ooxml.xml import cell as escaped
from .contents import Content, Printer
from .excel.calc.values import Given as Seen
from .excel.cells import LONGEST_TEXT, number_text, serial_of
from .excel.styles import Shape
from .source import Field
from .tag_places import only_tag
from .tags import TaggedCell


@dataclass(frozen=True, slots=True)
class ColumnContent:
    """The cells of a loop's column: `pattern` is what stands behind each address, `%s` for its text.

    The texts are made of `items` by `show` some at a time, for those of a long loop would fill the memory.
    `seen` is what formulas see of each cell.
    """

    pattern: str
    items: Sequence[Any]
    show: Callable[[Sequence[Any]], Sequence[str]]
    seen: Sequence[Seen]

    def part(self, start: int, stop: int) -> Sequence[str]:
        """The texts of some rounds."""
        return self.show(self.items[start:stop])


def of_contents(made: Sequence[Content]) -> ColumnContent:
    """Cells that were made one by one."""
    return ColumnContent("%s", made, _tails, [item.seen for item in made])


def _tails(items: Sequence[Content]) -> list[str]:
    return [item.tail for item in items]


def _as_written(items: Sequence[object]) -> list[str]:
    return list(map(str, items))


def column_content(
    printer: Printer, rows: Table | Sequence[Row], wanted: Field, style: int, cell: TaggedCell
) -> ColumnContent:
    """The cells of a plain tag for all rows of a loop; what is wrong with them is said, and leaves them empty."""
    try:
        return _column_content(printer, rows, wanted, style, cell)
    except Fault as fault:
        printer.findings.append(fault.at(only_tag(cell)))
        return of_contents([printer.empty(style)] * len(rows))


def _column_content(
    printer: Printer, rows: Table | Sequence[Row], wanted: Field, style: int, cell: TaggedCell
) -> ColumnContent:
    """The same; raises `unknown-column`, `unit-mismatch`."""
    if not wanted.name:
        numbers = range(1, len(rows) + 1)
        return ColumnContent(_number_pattern(printer, style), numbers, _as_written, numbers)
    table = _table_of(rows)
    if table is None:
        return of_contents(())
    column = table.column(wanted.name)
    indexes = range(len(table.rows)) if isinstance(rows, Table) else [row.index for row in rows]
    values: Sequence[Datum] = column.values if isinstance(rows, Table) else [column.values[at] for at in indexes]
    kinds = set(map(type, values))
    if column.approximate or column.hedge:
        hedged = sum(_is_hedged(table, column, at) for at in indexes)
        if hedged:
            printer.hedged(cell.place, wanted.name, hedged)
    if kinds == {Decimal}:
        scaled = _scaled(printer, values, column, indexes, wanted, style)
        return ColumnContent(_number_pattern(printer, style), scaled, _number_texts, scaled)
    if kinds == {str} and not wanted.unit:
        return _texts(printer, values, style, cell)
    if kinds == {date} and not wanted.unit and printer.shape(style) is not Shape.TEXT:
        serials = [serial_of(day, date1904=printer.date1904) for day in values]  # type: ignore[arg-type]
        return ColumnContent(_number_pattern(printer, printer.dated(style)), serials, _as_written, serials)
    return of_contents([_one(printer, table, wanted, at, style, cell) for at in indexes])


def _table_of(rows: Table | Sequence[Row]) -> Table | None:
    """The table of a loop's rows, None for no rows."""
    return rows if isinstance(rows, Table) else rows[0].table if rows else None


def contents_alike(
    printer: Printer, rows: Sequence[Row], wanted: Field, style: int, cell: TaggedCell
) -> tuple[list[str], Sequence[Seen]]:
    """Plain tags one below the other outside of loops: what is written of each, and what formulas see."""
    made = column_content(printer, rows, wanted, style, cell)
    texts = _trimmed(made.items) if made.show is _number_texts else made.part(0, len(rows))
    return list(map(made.pattern.__mod__, texts)), made.seen


def _trimmed(numbers: Sequence[Decimal]) -> list[str]:
    """The numbers without zeros that say nothing."""
    return [text if text[-1] != "0" else _without_zeros(text) for text in _number_texts(numbers)]


def _without_zeros(text: str) -> str:
    short = text.rstrip("0").rstrip(".") if "." in text and "e" not in text else text
    return "0" if short == "-0" else short


def _is_hedged(table: Table, column: Column, at: int) -> bool:
    """Whether the data says 约 or the like with a number, in its cell or in the column beside it."""
    if not isinstance(column.values[at], Decimal):
        return False
    beside = table.columns.get(column.hedge) if column.hedge else None
    return at in column.approximate or (beside is not None and bool(beside.values[at]))


def _one(printer: Printer, table: Table, wanted: Field, at: int, style: int, cell: TaggedCell) -> Content:
    """One cell of a column in which not all are alike."""
    column = table.column(wanted.name)
    value = column.values[at]
    if value is None:
        return printer.typed(Missing(name=wanted.name, source=table.ref(wanted.name, at)), style, cell)
    if isinstance(value, Decimal):
        quantity = _in_unit(Quantity(value, column.unit_at(at)), wanted.unit)
        return printer.typed(Figure(quantity=quantity), style, cell)
    if not wanted.unit:
        return printer.typed(Fact(value=value), style, cell)
    try:
        as_figure(table.cell(wanted.name, at))
    except Fault as fault:
        printer.findings.append(fault.at(only_tag(cell)))
    return printer.empty(style)


def _number_pattern(printer: Printer, style: int) -> str:
    p = printer.prefix
    head = f' s="{style}"' if style else ""
    return f"{head}><{p}v>%s</{p}v></{p}c>"


def _in_unit(quantity: Quantity, symbol: str) -> Quantity:
    return quantity.to(parse_unit(symbol)) if symbol else quantity


def _scaled(
    printer: Printer, values: Sequence[Datum], column: Column, indexes: Sequence[int], wanted: Field, style: int
) -> list[Decimal]:
    """The numbers in the wanted unit and under the cell's format."""
    is_percent = printer.shape(style) is Shape.PERCENT
    numbers: list[Decimal] = values if isinstance(values, list) else list(values)  # type: ignore[arg-type]
    if column.units is None:
        unit = column.unit or NO_UNIT
        one = _in_unit(Quantity(Decimal(1), unit), wanted.unit)
        factor = one.base if is_percent and one.unit.dimension in (RATIO, POINT) else one.value
        if factor == 1:
            return numbers
        if factor.as_tuple().digits == (1,):
            # A power of ten moves the point and nothing else.
            return list(map(_EXACT.multiply, numbers, repeat(factor)))
    made = []
    for at, value in zip(indexes, numbers, strict=True):
        quantity = _in_unit(Quantity(value, column.unit_at(at)), wanted.unit)
        is_share = is_percent and quantity.unit.dimension in (RATIO, POINT)
        made.append(quantity.base if is_share else quantity.value)
    return made


_EXACT = Context(prec=50)


def _number_texts(numbers: Sequence[Decimal]) -> list[str]:
    texts = list(map(str, numbers))
    # What is exact in so few digits needs no other form; exponents and long fractions do.
    if max(map(len, texts), default=0) > _SHORT_NUMBER or not _PLAIN_NUMBERS.fullmatch("".join(texts)):
        return list(map(number_text, numbers))
    return texts


_SHORT_NUMBER = 17
_PLAIN_NUMBERS = re.compile("[0-9.-]*")
_BETWEEN = "\ue005"
"""Parts the texts of a column while many of them are escaped together; it needs no escape itself."""


def _texts(printer: Printer, values: Sequence[Datum], style: int, cell: TaggedCell) -> ColumnContent:
    """Texts by one pattern, many escaped at once: one by one that takes several times as long."""
    texts: list[str] = values if isinstance(values, list) else list(values)  # type: ignore[arg-type]
    look = cell.runs[0].properties if cell.runs else ""
    if look or not all(texts) or max(map(len, texts)) > LONGEST_TEXT or any(_BETWEEN in text for text in texts):
        return of_contents([printer.typed(text, style, cell) for text in texts])
    head = f' s="{style}"' if style else ""
    space = ' xml:space="preserve"' if any(text != text.strip() for text in texts) else ""
    p = printer.prefix
    pattern = f'{head} t="inlineStr"><{p}is><{p}t{space}>%s</{p}t></{p}is></{p}c>'
    return ColumnContent(pattern, texts, _escaped, texts)


def _escaped(texts: Sequence[str]) -> list[str]:
    return escaped(_BETWEEN.join(texts)).split(_BETWEEN)
