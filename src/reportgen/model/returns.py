"""Returned forms: what `load` reads of them, what becomes of each, and where a collected value came from.

`collect` hands these values from step to step: files as they were read (`Return`), one line a department
and file for the terminal (`Returned`), and the origins that stay in the report's workbook (`Origin`).
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path

from .dataset import Table
from .diagnostic import Diagnostic
from .doubts import DoubtAnswer
from .form import FormMark
from .place import CellRef
from .values import dataclass, field

ORIGIN_COLUMNS = ("表", "行", "列", "数值", "来源文件", "来源表", "来源单元格")
"""The columns of the sheet `ORIGIN_SHEET`."""


class State(StrEnum):
    """What became of a department's return."""

    RETURNED = "returned"
    BLANK = "blank"
    MISSING = "missing"
    OTHER_YEAR = "other-year"
    OTHER_VERSION = "other-version"
    OTHER_REPORT = "other-report"
    DOUBTS = "doubts"
    NOT_RECOGNISED = "not-recognised"
    UNREADABLE = "unreadable"


TAKEN = frozenset((State.RETURNED, State.OTHER_VERSION))
"""The states whose values are collected; an old version of the form is read as far as it still fits."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Return:
    """One file of the folder of returns, as it was read.

    `state` is RETURNED, BLANK for a form that nobody has saved since it was made, DOUBTS for a table of doubts
    with its answers in `doubts`, or NOT_RECOGNISED or UNREADABLE where nothing was read of it; whether it is the
    right year and report is judged later. `mark` is None where the file has no hidden sheet of ours. `tables` are
    by the name that the report's workbook has for the sheet, whatever the file calls it. `percents` are the cells
    that say themselves that they are percentages, by their number format or a % in their text.
    """

    file: str
    state: State
    mark: FormMark | None = None
    tables: Mapping[str, Table] = field(default_factory=dict)
    percents: frozenset[CellRef] = frozenset()
    doubts: tuple[DoubtAnswer, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a value of the report's workbook came from.

    The cell is named by its sheet, the text of its row's key and its column, so that it is found again when
    rows were inserted. `value` is the value as text, as it was collected.
    """

    sheet: str
    row: str
    column: str
    value: str
    source: CellRef


@dataclass(frozen=True, slots=True, kw_only=True)
class Returned:
    """One line of the overview: a department, its file, what became of it, and how many values it brought.

    `file` is empty for a department that sent nothing, `department` for a file of nobody we know. `refused`
    counts values that were there and could not be taken; `empty` the cells that were asked for and left so.
    """

    department: str
    file: str
    state: State
    new: int = 0
    changed: int = 0
    same: int = 0
    refused: int = 0
    empty: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CollectedValue:
    """A cell of the report's workbook that a return fills or changes, as printed, and the cell it comes from.

    `before` is empty for a cell that was empty.
    """

    name: str
    before: str
    after: str
    place: str
    origin: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Collected:
    """The end of `collect`.

    `written` are the files that now stand on the disk: workbooks, their dated copies, the table of doubts; none
    where nothing changed or nothing was to be written.
    """

    diagnostics: tuple[Diagnostic, ...] = ()
    overview: tuple[Returned, ...] = ()
    values: tuple[CollectedValue, ...] = ()
    written: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetFacts:
    """What a sheet of the report's workbook holds besides its table.

    `formulas` are the cells (row, column) that work their value out; `merges` the merged blocks as top, left,
    bottom, right; `last_row` is the last row with anything in it, 0 for an empty sheet.
    """

    formulas: frozenset[tuple[int, int]] = frozenset()
    merges: tuple[tuple[int, int, int, int], ...] = ()
    last_row: int = 0

    def is_covered(self, row: int, column: int) -> bool:
        """Whether a cell lies under a merged block without being its first cell: nobody would see its value."""
        return any(
            top <= row <= bottom and left <= column <= right and (row, column) != (top, left)
            for top, left, bottom, right in self.merges
        )
