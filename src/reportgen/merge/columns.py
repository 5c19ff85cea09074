"""A loop's cells read by columns: all rounds of a plain tag at once, without a template.

What `行.列` and `行.列 | 万元` come to in 100,000 rows is a few passes over the values of a column.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from ..model.dataset import Column, Row, Table, Value
from ..model.diagnostic import Fault
from ..model.figure import Fact, Figure, Missing
from ..model.quantity import NO_UNIT, POINT, RATIO, Quantity, parse_unit
from ..model.values import dataclass
from ..ooxml.xml import cell as escaped
from .contents import Given, Printer
from .excel.cells import LONGEST_TEXT, number_text
from .excel.styles import Shape
from .source import Field
from .tags import TaggedCell


@dataclass(frozen=True, slots=True)
class ColumnContent:
    """The cells of a loop's column: `pattern` is what stands behind each address, `%s` for the entry of `texts`.

    `seen` is what formulas see of each.
    """

    pattern: str
    texts: Sequence[str]
    seen: Sequence[Given]


def column_content(
    printer: Printer, rows: Table | Sequence[Row], wanted: Field, style: int, cell: TaggedCell
) -> ColumnContent:
    """The cells of a plain tag for all rows of a loop; raises `unknown-column`, `unit-mismatch`."""
    if not wanted.name:
        numbers = range(1, len(rows) + 1)
        head = f' s="{style}"' if style else ""
        return ColumnContent(
            f"{head}><{printer.prefix}v>%s</{printer.prefix}v></{printer.prefix}c>", list(map(str, numbers)), numbers
        )
    table = rows if isinstance(rows, Table) else rows[0].table if rows else None
    if table is None:
        return ColumnContent("/>", (), ())
    column = table.column(wanted.name)
    indexes = range(len(table.rows)) if isinstance(rows, Table) else [row.index for row in rows]
    values: Sequence[Value] = column.values if isinstance(rows, Table) else [column.values[at] for at in indexes]
    kinds = set(map(type, values))
    if kinds == {Decimal}:
        return _numbers(printer, _scaled(printer, values, column, indexes, wanted, style), style)
    if kinds == {str} and not wanted.unit:
        return _texts(printer, values, style, cell)
    made = []
    for at, value in zip(indexes, values, strict=True):
        item: object = None
        if value is None:
            item = Missing(name=wanted.name, source=table.ref(wanted.name, at))
        elif isinstance(value, Decimal):
            item = Figure(quantity=_in_unit(Quantity(value, column.unit_at(at)), wanted.unit))
        elif wanted.unit:
            raise Fault("not-a-figure", value=str(value)[:40], type="文字/text")
        else:
            item = Fact(value=value)
        made.append(printer.typed(item, style, cell))
    return ColumnContent("%s", [item.tail for item in made], [item.seen for item in made])


def _in_unit(quantity: Quantity, symbol: str) -> Quantity:
    return quantity.to(parse_unit(symbol)) if symbol else quantity


def _scaled(
    printer: Printer, values: Sequence[Value], column: Column, indexes: Sequence[int], wanted: Field, style: int
) -> list[Decimal]:
    """The numbers in the wanted unit and under the cell's format."""
    is_percent = printer.shape(style) is Shape.PERCENT
    numbers: list[Decimal] = values if isinstance(values, list) else list(values)  # type: ignore[arg-type]
    if column.units is None and not is_percent:
        unit = column.unit or NO_UNIT
        if not wanted.unit or unit.symbol == wanted.unit:
            return numbers
    made = []
    for at, value in zip(indexes, numbers, strict=True):
        quantity = _in_unit(Quantity(value, column.unit_at(at)), wanted.unit)
        is_share = is_percent and quantity.unit.dimension in (RATIO, POINT)
        made.append(quantity.base if is_share else quantity.value)
    return made


def _numbers(printer: Printer, numbers: Sequence[Decimal], style: int) -> ColumnContent:
    head = f' s="{style}"' if style else ""
    p = printer.prefix
    texts = list(map(str, numbers))
    joined = "".join(texts)
    if "E" in joined or max(map(len, texts), default=0) > 17 or "N" in joined or "I" in joined:
        texts = list(map(number_text, numbers))
    return ColumnContent(f"{head}><{p}v>%s</{p}v></{p}c>", texts, numbers)


_BETWEEN = "\ue005"
"""Parts the texts of a column while all of them are escaped together; it needs no escape itself."""


def _texts(printer: Printer, values: Sequence[Value], style: int, cell: TaggedCell) -> ColumnContent:
    """Texts by one pattern, all escaped at once: one by one that takes several times as long."""
    texts: list[str] = values if isinstance(values, list) else list(values)  # type: ignore[arg-type]
    look = cell.runs[0].properties if cell.runs else ""
    joined = _BETWEEN.join(texts)
    if look or not all(texts) or max(map(len, texts)) > LONGEST_TEXT or joined.count(_BETWEEN) >= len(texts):
        made = [printer.typed(text, style, cell) for text in texts]
        return ColumnContent("%s", [item.tail for item in made], texts)
    head = f' s="{style}"' if style else ""
    space = ' xml:space="preserve"' if any(text != text.strip() for text in texts) else ""
    p = printer.prefix
    pattern = f'{head} t="inlineStr"><{p}is><{p}t{space}>%s</{p}t></{p}is></{p}c>'
    return ColumnContent(pattern, escaped(joined).split(_BETWEEN), texts)
