"""What templates may do with values: operators, comparison, joining, slices, loops.

Every operation of a template comes through here instead of through Python's own, so that a figure
keeps its sources or the operation is a finding, and so that nothing grows without bound.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal, DecimalException
from typing import Any, NamedTuple

from ..model.dataset import Row, Table
from ..model.diagnostic import Fault
from ..model.figure import Fact, Figure, Missing, MissingValue, Phrase, Piece
from ..model.marks import OPEN
from ..model.place import TextRef
from ..model.quantity import NO_UNIT, Quantity, plain
from ..model.shown import shown
from ..model.values import replace
from .rendering import Expression, current, each
from .runtime import Markup, Undefined

LONGEST_TEXT = 1_000_000
LONGEST_LIST = 100_000
LARGEST_BITS = 2_000


class Cells(tuple[Figure | Fact | Missing, ...]):
    """The cells of a column: what `主导产业.产值` is."""

    table: Table
    column: str

    @property
    def name(self) -> str:
        """What messages call it: `主导产业.产值`."""
        return f"{self.table.name}.{self.column}" if self else "[0]"


class Joined(NamedTuple):
    """Values that `~` put side by side and that have no common form, such as a reference and a figure."""

    parts: tuple[object, ...]


def cells(table: Table, column: str) -> Cells:
    """The cells of a column, made once a rendering; raises `unknown-column`."""
    active = current()
    key = (id(table), column)
    found = active.memo.get(key)
    if found is None:
        found = Cells(table.cell(column, index) for index in range(len(table.rows)))
        found.table, found.column = table, column
        active.memo[key] = found
    active.charge(1 + len(found) // 8)
    return found


_ARITHMETIC: dict[str, Callable[[Any, Any], Any]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
    "//": operator.floordiv,
    "%": operator.mod,
    "**": operator.pow,
}


def refused(sign: str, left: object, right: object) -> Fault:
    """The fault of an operation that values do not have."""
    return Fault("unsupported-operation", operation=sign, left=shown(left), right=shown(right))


def operate(sign: str, left: Any, right: Any) -> Any:
    """`left sign right` for figures, numbers, texts and lists; anything else is a fault."""
    for side in (left, right):
        if isinstance(side, Undefined):
            bool(side)
        if isinstance(side, Missing):
            raise MissingValue(side)
    if isinstance(left, Figure) or isinstance(right, Figure):
        if sign in "+-*/":
            return _ARITHMETIC[sign](left, right)
        raise refused(sign, left, right)
    if _is_number(left) and _is_number(right):
        return _calculate(sign, left, right)
    if sign == "+" and isinstance(left, (str, Fact, Phrase)) and isinstance(right, (str, Fact, Phrase)):
        return join((left, right))
    if sign == "+" and isinstance(left, (list, tuple)) and isinstance(right, (list, tuple)):
        return _both(list(left), list(right))
    raise refused(sign, left, right)


def _both(left: list[object], right: list[object]) -> list[object]:
    if len(left) + len(right) > LONGEST_LIST:
        raise Fault("list-too-long", limit=LONGEST_LIST)
    current().charge(len(left) + len(right))
    return left + right


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float, Decimal)) and not isinstance(value, bool)


def _calculate(sign: str, left: Any, right: Any) -> Any:
    """Arithmetic on plain numbers, within bounds."""
    if isinstance(left, Decimal) or isinstance(right, Decimal):
        left, right = (Decimal(repr(side)) if isinstance(side, float) else side for side in (left, right))
    if sign == "**" and (abs(right) > LARGEST_BITS or (isinstance(left, int) and _bits(left) * right > LARGEST_BITS)):
        raise Fault("number-too-large", limit=f"2^{LARGEST_BITS}")
    try:
        result = _ARITHMETIC[sign](left, right)
    except ZeroDivisionError:
        raise Fault("division-by-zero") from None
    except (OverflowError, DecimalException):
        raise Fault("number-too-large", limit=f"2^{LARGEST_BITS}") from None
    if (isinstance(result, int) and _bits(result) > LARGEST_BITS) or isinstance(result, complex):
        raise Fault("number-too-large", limit=f"2^{LARGEST_BITS}")
    return result


def _bits(value: int) -> int:
    return int(value).bit_length()


def join(parts: Iterable[object], file: str = "", line: int = 0, column: int = 0) -> object:
    """Values side by side: text of texts, a phrase where figures take part, `Joined` for the rest.

    The place is that of the `~`, for values that get into text of the template's own.
    """
    found = list(parts)
    for part in found:
        if isinstance(part, Undefined) and type(part) is not Undefined:
            bool(part)
        if isinstance(part, Missing):
            raise MissingValue(part)
    if any(isinstance(part, Markup) for part in found):
        place = TextRef(file, line, column)
        return _join_markup(found, Expression(place, "~", {}))
    if all(isinstance(part, (str, int, Decimal, float, Undefined)) for part in found):
        return _bounded("".join("" if isinstance(part, Undefined) else _plain(part) for part in found))
    if all(isinstance(part, (str, int, Decimal, float, Figure, Fact, Phrase, Undefined)) for part in found):
        pieces = tuple(piece for part in found for piece in pieces_of(part))
        current().charge(len(pieces) // 8)
        return Phrase(pieces)
    return Joined(tuple(found))


def _join_markup(parts: list[object], by: Expression) -> Markup:
    active = current()
    texts = [
        part if isinstance(part, Markup) else active.marks.put((part, by))
        for part in parts
        if not isinstance(part, Undefined)
    ]
    return Markup(_bounded("".join(texts)))


def _bounded(text: str) -> str:
    if len(text) > LONGEST_TEXT:
        raise Fault("joined-text-too-long", limit=LONGEST_TEXT)
    current().charge_text(len(text))
    return text


def _plain(value: object) -> str:
    return plain(value) if isinstance(value, Decimal) else str(value)


def pieces_of(value: object) -> tuple[Piece, ...]:
    """What a value is in a phrase."""
    if isinstance(value, Phrase):
        return value.pieces
    if isinstance(value, (Figure, Fact)):
        return (Piece(value.text, value),)
    return () if isinstance(value, Undefined) else (Piece(_plain(value)),)


def cut(value: Any, start: object, stop: object, step: object) -> object:
    """`value[start:stop:step]`; a figure or worded text is never cut, the text of a cell keeps its cell."""
    where = slice(*(_whole(number) for number in (start, stop, step)))
    if isinstance(value, Table):
        return [Row(value, index) for index in range(len(value))[where]]
    if isinstance(value, Fact):
        return Phrase((Piece(value.text[where], value, "[:]"),))
    if isinstance(value, (Figure, Phrase)) or (isinstance(value, str) and OPEN in value):
        raise Fault("figure-lost", operation="[:]", text=clear(value))
    if isinstance(value, Missing):
        raise MissingValue(value)
    if isinstance(value, (str, list, tuple, range)):
        return value[where]
    raise refused("[:]", value, start)


def _whole(number: object) -> int | None:
    if number is None or (isinstance(number, int) and not isinstance(number, bool)):
        return number
    raise refused("[:]", number, None)


def clear(value: object) -> str:
    """The text of a value for a message, marks left out."""
    text = value.text if isinstance(value, (Figure, Fact, Phrase)) else str(value)
    return "".join(character for character in text if not "\ue000" <= character <= "\ue003")[:40]


def loop(values: object, characters: int = 0) -> Iterator[Any]:
    """What a `{% for %}` goes over; the cell of a list gives its items, each with the cell.

    `characters` is how much text of its own the loop has.
    """
    if isinstance(values, Missing):
        raise MissingValue(values)
    if isinstance(values, Fact) and values.items:
        parts = [replace(values, value=item, items=(), item=at) for at, item in enumerate(values.items, 1)]
        return each(parts, characters)
    if isinstance(values, Undefined):
        bool(values)
    if isinstance(values, (Fact, Figure, Phrase)) or not hasattr(values, "__iter__"):
        raise Fault("not-a-list", value=shown(values))
    return each(values, characters)


_ORDER: dict[str, Callable[[Any, Any], bool]] = {
    "lt": operator.lt,
    "lteq": operator.le,
    "gt": operator.gt,
    "gteq": operator.ge,
}
_SIGNS = {"lt": "<", "lteq": "<=", "gt": ">", "gteq": ">=", "eq": "==", "ne": "!=", "in": "in", "notin": "not in"}


def compare(left: Any, pairs: Iterable[tuple[str, Any]]) -> bool:
    """A chain of comparisons; figures by their quantities, a bare number in the figure's own unit."""
    for word, right in pairs:
        if not _compare(word, left, right):
            return False
        left = right
    return True


def _compare(word: str, left: Any, right: Any) -> bool:
    for side in (left, right):
        if isinstance(side, Undefined):
            bool(side)
    if word in ("in", "notin"):
        return _contains(left, right) is (word == "in")
    if word in ("eq", "ne"):
        return _equal(left, right) is (word == "eq")
    for side in (left, right):
        if isinstance(side, Missing):
            raise MissingValue(side)
    try:
        return _ORDER[word](_sortable(left), _sortable(right))
    except TypeError:
        raise refused(_SIGNS[word], left, right) from None


def _sortable(value: Any) -> Any:
    if isinstance(value, Fact):
        return value.value
    if isinstance(value, (list, tuple, dict)):
        raise TypeError
    return value


def _equal(left: Any, right: Any) -> bool:
    if isinstance(right, Figure) and not isinstance(left, Figure):
        left, right = right, left
    if isinstance(left, Figure):
        if isinstance(right, (Figure, int, float, Decimal)):
            return left <= right and not left < right
        return False
    if isinstance(left, (list, dict)) or isinstance(right, (list, dict)):
        raise refused("==", left, right)
    if isinstance(left, Markup) or isinstance(right, Markup):
        return clear(left) == clear(right)
    if isinstance(left, Phrase) and isinstance(right, str):
        return left.text == right
    if isinstance(left, Fact) and isinstance(right, Fact):
        return left.value == right.value  # facts of different cells differ to Python
    return bool(left == right)


def _contains(item: Any, container: Any) -> bool:
    if isinstance(container, Missing):
        return False
    if isinstance(container, (Fact, Phrase, Figure)):
        container = getattr(container, "items", ()) or container.text
    if isinstance(container, str):
        return (item.text if isinstance(item, (Fact, Phrase)) else str(item)) in container
    if isinstance(container, dict):
        return item in container
    if isinstance(container, (list, tuple, range)):
        current().charge(len(container))
        return any(_equal(item, other) for other in container)
    raise refused("in", item, container)


def constant(value: int | Decimal) -> Figure:
    """A plain number of a template as a figure without source."""
    return Figure(quantity=Quantity(Decimal(value), NO_UNIT))
