"""Figures and tables of lists by unit, worked out when somebody asks: most go into forms that need a few texts of them.

A list's column whose cells are plain numbers is a `Line`; a figure of it is a line and a row, and becomes all that
a figure is when a word, an operator or a writer looks into it. The rows of one unit are indexes into the list.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from .dataset import Column, Table, Value
from .document import DataTable
from .figure import Fact, Figure, Missing
from .quantity import NO_UNIT, plain
from .values import dataclass, field, replace

_PLAIN = re.compile("[0-9A-Za-z%/一-鿿]*")


@dataclass(slots=True, eq=False, repr=False)
class Late:
    """What is known of lists while narratives are worded for one unit after the other.

    `lines` are columns by the list's id and their name, None where the cells say more than a number; `listings` what
    a directive makes of a list, by the directive's id, and None for a table that is made at once.
    """

    lines: dict[tuple[int, str], Line | None] = field(default_factory=dict)
    listings: dict[int, tuple[object, Listing | None]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Line:
    """A column of plain numbers in one unit, whose `symbol` is of letters and common hanzi.

    `values` hold other cells too, which have no late figure. `kept` is what somebody worked out of it, by a key of
    his own.
    """

    table: Table
    name: str
    values: Sequence[Any]
    symbol: str
    kept: dict[Any, Any]


def _filled(late: object, made: object, setters: Mapping[str, Callable[..., None]], name: str) -> object:
    """Give a late value all fields of the one that was made; back comes the field of that name."""
    for field_name, setter in setters.items():
        setter(late, getattr(made, field_name))
    return getattr(made, name)


class CellFigure(Figure):
    """The figure of a line in the row at `index`."""

    __slots__ = ("index", "line")
    line: Line
    index: int

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> object:
            """A field that nobody asked for yet: all of them are set."""
            if name not in _FIELDS:
                raise AttributeError(name)
            return _filled(self, self.line.table.cell(self.line.name, self.index), _FIELDS, name)

    def __reduce__(self) -> tuple[object, ...]:
        return self.line.table.cell, (self.line.name, self.index)

    @property
    def text(self) -> str:
        """The number and unit."""
        line = self.line
        return plain(line.values[self.index]) + line.symbol


CellFigure.__name__ = Figure.__name__  # Python names it in messages: bad operand type for unary +
_FIELDS = {name: vars(Figure)[name].__set__ for name in Figure.__slots__}
_new = object.__new__
_set_line, _set_index = CellFigure.__dict__["line"].__set__, CellFigure.__dict__["index"].__set__


class TablePart(Table):
    """Some rows of a list, `indexes`, as a list of its own; what is announced of the whole does not hold for it."""

    __slots__ = ("base", "indexes")
    base: Table
    indexes: Sequence[int]

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> object:
            """A field that nobody asked for yet."""
            if name not in _PARTS:
                raise AttributeError(name)
            found = _PARTS[name](self)
            vars(Table)[name].__set__(self, found)
            return found

    def __reduce__(self) -> tuple[object, ...]:
        return table_part, (self.base, self.indexes)

    def __len__(self) -> int:
        return len(self.indexes)


TablePart.__name__ = Table.__name__
_set_base, _set_indexes = TablePart.__dict__["base"].__set__, TablePart.__dict__["indexes"].__set__


def table_part(base: Table, indexes: Sequence[int]) -> TablePart:
    """The rows at these indexes."""
    made: TablePart = _new(TablePart)
    _set_base(made, base)
    _set_indexes(made, indexes)
    return made


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Listing:
    """A printed table of a list's rows as they are.

    `columns` are all values of the list, the printed decimals, and whether these are all there are. `about` is what
    else the tables of all units say alike.
    """

    base: Table
    columns: Sequence[tuple[Sequence[Value], int | None, bool]]
    about: tuple[object, ...]


class ListedTable(DataTable):
    """A table of a listing over the rows at `indexes`; `make` makes all of it when somebody asks."""

    __slots__ = ("indexes", "listing", "make")
    indexes: Sequence[int]
    listing: Listing
    make: Callable[[], DataTable]

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> object:
            """A field that nobody asked for yet: all of them are set."""
            if name not in _OF_TABLES:
                raise AttributeError(name)
            return _filled(self, self.make(), _OF_TABLES, name)

    def __reduce__(self) -> tuple[object, ...]:
        return replace, (self.make(),)


_OF_TABLES = {name: vars(DataTable)[name].__set__ for name in DataTable.__slots__}
_set_listing = tuple(ListedTable.__dict__[name].__set__ for name in ("listing", "indexes", "make"))
_set_count = _OF_TABLES["row_count"]


def about_table(table: DataTable) -> tuple[object, ...]:
    """What a table says beside its rows and the looks of its columns."""
    return len(table.columns), table.note, table.announced, table.announced and table.row_count


def listed_table(listing: Listing, indexes: Sequence[int], make: Callable[[], DataTable]) -> ListedTable:
    """The table of these rows."""
    made: ListedTable = _new(ListedTable)
    for setter, value in zip(_set_listing, (listing, indexes, make), strict=True):
        setter(made, value)
    _set_count(made, len(indexes))
    return made


def late_cell(table: Table, name: str, index: int, late: Late) -> Figure | Fact | Missing:
    """What `table.cell` gives, a plain number late; raises `unknown-column`."""
    if type(table) is TablePart:
        base, at = table.base, table.indexes[index]
    else:
        base, at = table, index
    key = id(base), name
    line = late.lines.get(key, _UNKNOWN)
    if line is _UNKNOWN:
        line = late.lines[key] = _line(base, name)
    if line is None or type(line.values[at]) is not Decimal:
        return base.cell(name, at)
    made: CellFigure = _new(CellFigure)
    _set_line(made, line)
    _set_index(made, at)
    return made


def _line(table: Table, name: str) -> Line | None:
    """A column as a line; None where a hedge, or a unit a row, may stand beside the numbers, or a strange unit does."""
    column = table.column(name)
    symbol = (column.unit or NO_UNIT).symbol
    if column.hedge or column.hedges or column.approximate or column.units is not None:
        return None
    return Line(table, name, column.values, symbol, {}) if _is_plain(symbol) else None


def _is_plain(symbol: str) -> bool:
    """Whether a unit's symbol stands in every XML and every font as it is."""
    try:
        symbol.encode("gb2312")
    except UnicodeEncodeError:
        return False
    return _PLAIN.fullmatch(symbol) is not None


def _columns(part: TablePart) -> dict[str, Column]:
    return {name: _column(column, part.indexes) for name, column in part.base.columns.items()}


def _column(column: Column, indexes: Sequence[int]) -> Column:
    """A column with some of its values; written out, because `replace` takes three times as long."""
    values, units = column.values, column.units
    return Column(
        name=column.name,
        kind=column.kind,
        position=column.position,
        values=[values[index] for index in indexes],
        unit=column.unit,
        units=None if units is None else [units[index] for index in indexes],
        previous=column.previous,
        target=column.target,
        hedge=column.hedge,
        split=column.split,
        approximate=_moved(column.approximate, indexes),
        hedges=_kept(column.hedges, indexes),
        reasons=_kept(column.reasons, indexes),
        number_format=column.number_format,
    )


def _moved(positions: frozenset[int], indexes: Sequence[int]) -> frozenset[int]:
    return frozenset(at for at, index in enumerate(indexes) if index in positions) if positions else positions


def _kept(words: Mapping[int, str], indexes: Sequence[int]) -> Mapping[int, str]:
    return {at: words[index] for at, index in enumerate(indexes) if index in words} if words else words


def _same(name: str) -> Callable[[TablePart], object]:
    return lambda part: getattr(part.base, name)


_PARTS: dict[str, Callable[[TablePart], object]] = {
    **{name: _same(name) for name in ("name", "file", "sheet", "key", "row_noun", "period")},
    "columns": _columns,
    "rows": lambda part: [part.base.rows[index] for index in part.indexes],
    "announced": lambda _: None,
    "total_row": lambda _: 0,
    "totals": lambda _: {},
}
_UNKNOWN = Line(Table(name="", file="", sheet="", columns={}, rows=()), "", (), "", {})
