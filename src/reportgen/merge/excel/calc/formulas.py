"""What is handed to the calculation: formulas of single cells, and the formulas of a loop's column."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from ....model.values import dataclass
from .values import UNKNOWN, Value


@dataclass(frozen=True, slots=True, kw_only=True)
class CellFormula:
    """A formula of one cell of the output, as it stands after moving, without its `=`.

    `cached` is the value that the file held, UNKNOWN without one. `stale` says that the value can no
    longer be trusted although no cell changed: rows inside a reference went away or came, or the formula
    is new. `array` is the size (rows, columns) of the block of an array formula, whose first cell this is.
    `line` is the template's row that a loop repeats, 0 outside of loops: its formulas go on alike, while those
    of a loop of several rows take turns.
    """

    sheet: str
    row: int
    column: int
    text: str
    cached: Value = UNKNOWN
    stale: bool = False
    array: tuple[int, int] | None = None
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnFormula:
    """The formulas of a loop's column: the n-th of `texts` stands in row `first + n * step`; all are new.

    `linear` promises that from each text to the next every row number moves by the same amount, so that
    the first two texts say all; `texts` may then be any sequence that makes its texts when asked.
    """

    sheet: str
    column: int
    first: int
    step: int
    texts: Sequence[str]
    linear: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TableArea:
    """A table of the output: its whole range, and how many of its rows are headers and totals."""

    sheet: str
    first_row: int
    last_row: int
    first_column: int
    columns: tuple[str, ...]
    header_rows: int = 1
    totals_rows: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Workbook:
    """What formulas name beside cells.

    `sheets`: the sheets of the output in their order, which 3-D references count by.
    `name`: the text of a defined name (without `=`) as seen from a sheet, None where there is none.
    `tables`: by name; names of names, tables and sheets are compared without case.
    """

    sheets: tuple[str, ...] = ()
    name: Callable[[str, str], str | None] = lambda _name, _sheet: None
    tables: Mapping[str, TableArea] = {}
