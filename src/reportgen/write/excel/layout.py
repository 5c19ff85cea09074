"""Where everything of an appendix stands on its sheet: rows, columns, widths, units.

The layout is worked out before a cell is written, so that formulas, hyperlinks from the sheet of sources
and chart references all speak of the same cells. Rows and columns are 1-based.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

from ...model.document import Appendix, DataTable, TableColumn
from ...model.place import column_letters
from ...model.quantity import PERCENT, Unit
from ...model.schema import ColumnKind
from ...model.values import dataclass, replace
from .formats import NumberShape, number_shape
from .names import quoted
from .page import LEGIBLE, page_characters

WIDEST, NARROWEST = 44.0, 6.0
"""Column widths in characters of the default font; longer text wraps."""

_NARROWEST_TEXT = 14.0
"""A column of texts is not made narrower than this for the sake of the others."""

_PADDING = 2.2
_TITLE_SCALE = 18 / 11
_DATE_WIDTH = 14.0
_INDENT = 4.0
"""Room that a number needs besides its digits; a number that does not fit is shown as ###."""
_WIDEST_HEADER_LINE = 16.0


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetColumn:
    """A table column on its sheet. `heading` is the printed header, `natural` the width that its content wants."""

    column: TableColumn
    letters: str
    heading: str
    shape: NumberShape
    width: float
    natural: float

    @property
    def wraps(self) -> bool:
        """Whether some cell is longer than a line."""
        return self.natural > self.width


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetLayout:
    """An appendix on its sheet; `note_row`, `unit_row` and `total_row` are 0 where there is none."""

    appendix: Appendix
    sheet: str
    columns: tuple[SheetColumn, ...]
    unit: str
    note_row: int
    unit_row: int
    header_row: int
    total_row: int

    @property
    def table(self) -> DataTable:
        """The appendix's table."""
        return self.appendix.table

    @property
    def first_row(self) -> int:
        """The row of the first entry."""
        return self.header_row + 1

    @property
    def last_row(self) -> int:
        """The row of the last entry; one less than `first_row` for an empty table."""
        return self.header_row + self.table.row_count

    @property
    def end_row(self) -> int:
        """The last row of the table, its total included."""
        return self.total_row or self.last_row

    @property
    def last_letters(self) -> str:
        """The letters of the last column."""
        return self.columns[-1].letters

    def reference(self, letters: str, first: int, last: int) -> str:
        """A range of one column, as a formula on another sheet writes it."""
        return f"{quoted(self.sheet)}!${letters}${first}:${letters}${last}"


def lay_out(appendix: Appendix, sheet: str) -> SheetLayout:
    """The layout of an appendix on the sheet of that name, columns without any content left out."""
    appendix = replace(appendix, table=_without_empty(appendix.table))
    unit = _common_unit(appendix.table.columns)
    summed = bool(appendix.table.total_label)
    columns = tuple(
        _column(column, index, unit, summed=summed) for index, column in enumerate(appendix.table.columns, 1)
    )
    note_row = 2 if appendix.note else 0
    unit_row = 2 + bool(note_row) if unit else 0
    header_row = 2 + bool(note_row) + bool(unit_row)
    return SheetLayout(
        appendix=appendix,
        sheet=sheet,
        columns=_widened(_narrowed(columns, appendix), _least_width(appendix, len(columns))),
        unit=unit,
        note_row=note_row,
        unit_row=unit_row,
        header_row=header_row,
        total_row=header_row + appendix.table.row_count + 1 if appendix.table.total_label else 0,
    )


def text_width(text: str) -> float:
    """About how wide a text is, in Latin letters: a Chinese character counts 2 (it has 3 bytes in UTF-8)."""
    return (len(text.encode("utf-8", "replace")) + len(text)) / 2


def line_count(text: str, width: float) -> int:
    """How many lines the text takes in a cell so wide."""
    room = _room(width)
    if 2 * len(text) <= room and "\n" not in text:
        return 1
    return sum(max(1, -int(-text_width(line) // room)) for line in text.split("\n"))


def line_counts(values: Sequence[object], width: float) -> list[int]:
    """`line_count` of each text of a column, 1 for what is no text; in one expression, for there may be 100,000."""
    room = 2 * _room(width)
    return [
        1
        if not isinstance(value, str) or 4 * len(value) <= room
        else line_count(value, width)
        if "\n" in value
        else -int(-(len(value.encode("utf-8", "replace")) + len(value)) // room)
        for value in values
    ]


def _room(width: float) -> float:
    return max(1.0, width - _PADDING / 2)


def _without_empty(table: DataTable) -> DataTable:
    """The table without columns whose cells are all empty; an empty table keeps its header."""
    columns = table.columns
    wanted = [index for index, column in enumerate(columns) if _has_content(column)]
    found: set[int] = set()
    while wanted:  # a formula needs its operands, so an empty one that some other column counts with stays
        index = wanted.pop()
        if index not in found:
            found.add(index)
            wanted += _operands(columns[index])
    kept = sorted(found)
    if len(kept) == len(columns) or all(is_row_number(columns[index]) for index in kept):
        return table
    moved = {index: position for position, index in enumerate(kept)}
    return replace(table, columns=tuple(_renumbered(columns[index], moved) for index in kept))


def _has_content(column: TableColumn) -> bool:
    """Whether some cell of the column holds anything."""
    cells = column.values if column.texts is None else column.texts
    return any(value is not None and value != "" for value in cells)


def _operands(column: TableColumn) -> tuple[int, ...]:
    return () if column.computed is None else tuple(column.computed.operands)


def _renumbered(column: TableColumn, moved: Mapping[int, int]) -> TableColumn:
    """The column, its operands named by their new positions."""
    if column.computed is None:
        return column
    operands = tuple(moved[operand] for operand in column.computed.operands)
    return replace(column, computed=replace(column.computed, operands=operands))


def _common_unit(columns: Sequence[TableColumn]) -> str:
    """The unit that stands above the table: the only one that at least two of its columns have, rates aside."""
    units = [_unit(column) for column in columns]
    named = [unit.symbol for unit in units if unit is not None and unit.symbol and unit != PERCENT]
    return named[0] if len(named) > 1 and len(set(named)) == 1 else ""


def _unit(column: TableColumn) -> Unit | None:
    return column.unit if column.kind is ColumnKind.NUMBER else None


def _column(column: TableColumn, index: int, common: str, *, summed: bool) -> SheetColumn:
    shape = number_shape(column) if column.kind is ColumnKind.NUMBER else NumberShape("General")
    # A cell such as 12.5% says its unit itself, and a common unit stands above the table.
    bare = shape.percent or (column.unit is not None and column.unit.symbol == common)
    heading = column.header if bare else _broken(column)
    total = _total_width(column, shape) if summed and column.totalled else 0.0
    natural = max(_content_width(column, shape), _heading_width(heading), total) + _PADDING
    return SheetColumn(
        column=column,
        letters=column_letters(index),
        heading=heading,
        shape=shape,
        width=min(WIDEST, max(NARROWEST, natural)),
        natural=natural,
    )


def _broken(column: TableColumn) -> str:
    """The header with its unit, which begins a line of its own where one line is too long for both."""
    title, unit = column.title, column.title.removeprefix(column.header)
    return title if text_width(title) <= _WIDEST_HEADER_LINE or not unit else f"{column.header}\n{unit}"


def _heading_width(heading: str) -> float:
    """The width of a heading, which may take two lines where it is long."""
    width = max(map(text_width, heading.split("\n")))
    return width if width <= _WIDEST_HEADER_LINE else max(_WIDEST_HEADER_LINE, width / 2 + 2)


def _content_width(column: TableColumn, shape: NumberShape) -> float:
    if column.texts is not None:
        return _texts_width(column.texts) + _INDENT
    if column.hedges:
        words = max(map(text_width, column.hedges.values()))
        return words + _content_width(replace(column, hedges={}), shape)
    kinds = set(map(type, column.values))
    if kinds == {Decimal}:
        return _number_width(column.values, shape)
    if kinds == {str}:
        return _texts_width(column.values)  # type: ignore[arg-type]
    texts = [text for text in column.values if isinstance(text, str)]
    numbers = [number for number in column.values if isinstance(number, Decimal)]
    return max(
        _texts_width(texts),
        _number_width(numbers, shape) if numbers else 0.0,
        _DATE_WIDTH if any(isinstance(value, date) for value in column.values) else 0.0,
    )


def _total_width(column: TableColumn, shape: NumberShape) -> float:
    """The width of the total, which is bold and may have more digits than any entry."""
    total = sum((value for value in column.values if isinstance(value, Decimal)), Decimal(0))
    return _number_width([total], shape) + 1.0


def _texts_width(texts: Sequence[str]) -> float:
    """About the width of the widest text: never less than it, hardly more."""
    try:
        longest = max(map(len, map(str.encode, texts)), default=0)
    except UnicodeEncodeError:
        return max(map(text_width, texts))
    return (longest + max(map(len, texts), default=0)) / 2


def _number_width(values: Sequence[object], shape: NumberShape) -> float:
    """The width of the longest number, as its format shows it."""
    largest, smallest = max(values), min(values)  # type: ignore[type-var]
    whole = max(len(f"{abs(int(value)):,}") + (value < 0) for value in (largest, smallest))  # type: ignore[call-overload, operator]
    decimals = shape.code.partition(".")[2].count("0")
    if shape.code == "General":
        decimals = 4
    return whole + decimals + _INDENT


def _narrowed(columns: tuple[SheetColumn, ...], appendix: Appendix) -> tuple[SheetColumn, ...]:
    """The columns, the widest texts wrapped until the page holds all of them in legible type, if it can."""
    room = page_characters(len(columns), landscape=appendix.landscape, scale=LEGIBLE)
    widest = WIDEST
    while sum(column.width for column in columns) > room and widest > _NARROWEST_TEXT:
        widest -= 1.0
        columns = tuple(
            replace(shown, width=min(shown.width, widest)) if _may_wrap(shown.column) else shown for shown in columns
        )
    return columns


def _may_wrap(column: TableColumn) -> bool:
    return column.kind is ColumnKind.TEXT


def _least_width(appendix: Appendix, columns: int) -> float:
    """The width of a page, as a table in a document has it, or of the title where that is longer."""
    page = page_characters(columns, landscape=appendix.landscape)
    return max(page, text_width(appendix.title) * _TITLE_SCALE)


def _widened(columns: tuple[SheetColumn, ...], wanted: float) -> tuple[SheetColumn, ...]:
    """The columns, a narrow table widened in proportion to its columns; row numbers need no more room."""
    spare = wanted - sum(column.width for column in columns)
    growing = sum(column.width for column in columns if not is_row_number(column.column))
    if spare <= 0 or not growing:
        return columns
    factor = 1 + spare / growing
    return tuple(
        column if is_row_number(column.column) else replace(column, width=round(column.width * factor, 2))
        for column in columns
    )


def is_row_number(column: TableColumn) -> bool:
    """Whether the column merely counts the rows."""
    return column.kind is ColumnKind.NUMBER and column.source is None and column.computed is None
