"""Rows for a chart or table of the narrative: which table, which of its rows, in which order.

筛选 takes conditions such as `状态 = 建成 且 总投资 >= 10`; 排序 a column, with 降序 or 升序; 前几 a
number of rows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation

from ..model.dataset import Row, Table, Value
from ..model.diagnostic import Fault, nearest
from ..model.quantity import plain
from ..model.values import dataclass

# As text, so that `re` compiles it when it is first needed, which is seldom.
_CONDITION = r"(?s)(\S+?)\s*(>=|<=|!=|≠|≥|≤|=|>|<|含)(.+)$"
_SIGNS = {"≥": ">=", "≤": "<=", "≠": "!="}


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Selection:
    """Some rows of a table, by index; None means all of them in their order."""

    table: Table
    indexes: Sequence[int] | None = None

    def __len__(self) -> int:
        return len(self.table.rows) if self.indexes is None else len(self.indexes)

    @property
    def order(self) -> Sequence[int]:
        """The indexes, also where all rows are meant."""
        return range(len(self.table.rows)) if self.indexes is None else self.indexes

    def picked(self, values: Sequence[Value]) -> Sequence[Value]:
        """A column's values for these rows, the very sequence where all are meant."""
        return values if self.indexes is None else [values[index] for index in self.indexes]


def of_rows(rows: Sequence[Row]) -> Selection:
    """The rows of one table that a template picked."""
    table = rows[0].table
    if any(row.table is not table for row in rows):
        raise Fault("mixed-tables", left=table.name, right=next(r.table.name for r in rows if r.table is not table))
    return Selection(table, tuple(row.index for row in rows))


def filtered(selection: Selection, conditions: str) -> Selection:
    """The rows that meet all conditions, joined by 且."""
    indexes = selection.order
    for condition in conditions.split("且"):
        found = re.match(_CONDITION, condition.strip())
        if found is None:
            raise Fault("wrong-setting", name="筛选", value=condition, expected="产值 >= 10")
        column = selection.table.column(found[1])
        test = _test(_SIGNS.get(found[2], found[2]), found[3].strip().strip("“”\"'"))
        indexes = [index for index in indexes if test(column.values[index])]
    return Selection(selection.table, tuple(indexes))


def _test(sign: str, wanted: str) -> Callable[[Value], bool]:
    if sign == "含":
        return lambda value: wanted in _text(value)
    if sign in ("=", "!="):
        number = _number(wanted)
        expected = sign == "="
        return lambda value: ((value == number) if isinstance(value, Decimal) else _text(value) == wanted) is expected
    bound = _number(wanted)
    if bound is None:
        raise Fault("wrong-setting", name="筛选", value=wanted, expected="10, 3.5")
    compare: dict[str, Callable[[Decimal], bool]] = {
        ">=": lambda value: value >= bound,
        "<=": lambda value: value <= bound,
        ">": lambda value: value > bound,
        "<": lambda value: value < bound,
    }
    return lambda value: isinstance(value, Decimal) and compare[sign](value)


def _number(text: str) -> Decimal | None:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _text(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return plain(value)
    return value.isoformat() if isinstance(value, date) else value


def ordered(selection: Selection, text: str) -> Selection:
    """The rows by a column, empty cells last: `产值`, `产值 升序`; numbers fall and text rises by default."""
    name, _, direction = text.partition(" ")
    direction = direction.strip()
    if direction not in ("", "升序", "降序"):
        raise Fault("wrong-setting", name="排序", value=direction, expected=("升序", "降序"), suggestion=None)
    column = selection.table.column(name.strip())
    present = [index for index in selection.order if column.values[index] is not None]
    numbers = all(isinstance(column.values[index], Decimal) for index in present)
    falling = direction == "降序" or (numbers and not direction)
    if numbers:
        present.sort(key=lambda index: column.values[index], reverse=falling)  # type: ignore[arg-type, return-value]
    else:
        present.sort(key=lambda index: _text(column.values[index]), reverse=falling)
    return Selection(selection.table, (*present, *(i for i in selection.order if column.values[i] is None)))


def first(selection: Selection, text: str) -> Selection:
    """The first rows, as many as the text says."""
    if not text.isdigit() or not int(text):
        raise Fault("wrong-setting", name="前几", value=text, expected="1, 2, 3…")
    return Selection(selection.table, tuple(selection.order[: int(text)]))


def truth(name: str, text: str) -> bool:
    """是 or 否."""
    if text in ("是", "否"):
        return text == "是"
    raise Fault("wrong-setting", name=name, value=text, expected=("是", "否"), suggestion=nearest(text, ("是", "否")))


def whole(name: str, text: str) -> int:
    """A number of decimals."""
    if text.isdigit() and int(text) <= 10:
        return int(text)
    raise Fault("wrong-setting", name=name, value=text, expected="0–10")
