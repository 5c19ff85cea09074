"""Which cell of the appendices shows a given cell of the data: what hyperlinks and charts lead to.

Source: `ColumnSource` of the table columns, the same cells that bindings name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from ...model.place import ARROW
from ...model.values import dataclass
from .layout import SheetLayout
from .names import quoted

_CELL = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})(?::\1([1-9][0-9]{0,6}))?")
_Key = tuple[str, str]
_CellRun = tuple[str, str, int, int]


@dataclass(frozen=True, slots=True)
class _Printed:
    layout: SheetLayout
    index: int
    positions: Mapping[int, int]


class PrintedCells:
    """The cells of the data that stand in an appendix, found by their text `data.xlsx › 主导产业 › C4`."""

    def __init__(self, layouts: Iterable[SheetLayout]) -> None:
        self._columns: dict[_Key, list[tuple[SheetLayout, int]]] = {}
        self._opened: dict[_Key, list[_Printed]] = {}
        for layout in layouts:
            for index, shown in enumerate(layout.columns):
                source = shown.column.source
                if source is not None and layout.table.row_count:
                    prefix, letters, *_ = _split(str(source.ref(0)))
                    self._columns.setdefault((prefix, letters), []).append((layout, index))

    def target(self, cell: str) -> str | None:
        """The first appendix cell that prints the data cell or begins the run, as `'附件1 企业'!C5`; None for none."""
        prefix, letters, row, _ = _split(cell)
        for printed in self._open((prefix, letters)):
            position = printed.positions.get(row)
            if position is not None:
                shown = printed.layout.columns[printed.index]
                return f"{quoted(printed.layout.sheet)}!{shown.letters}{printed.layout.first_row + position}"
        return None

    def _open(self, key: _Key) -> list[_Printed]:
        """The appendix columns over a data column, their rows indexed when they are first asked for."""
        if key not in self._opened:
            self._opened[key] = [_printed(layout, index) for layout, index in self._columns.get(key, ())]
        return self._opened[key]


def compact(cells: Iterable[str]) -> str:
    """Cells as text, each sheet named once and cells below one another drawn together: `指标 › C4:C8、D9；…`."""
    runs: list[_CellRun] = []
    found = [_split(cell) for cell in cells]
    columns = {key: position for position, key in reversed(list(enumerate(item[:2] for item in found)))}
    # Sorted by row, so that a part and its whole (F6 of F4:F8) are one run; columns keep their order.
    for prefix, letters, row, last in sorted(found, key=lambda item: (columns[item[:2]], item[2])):
        if runs and row and runs[-1][:2] == (prefix, letters) and runs[-1][3] + 1 >= row:
            runs[-1] = (prefix, letters, runs[-1][2], max(runs[-1][3], last))
        else:
            runs.append((prefix, letters, row, last))
    return "；".join(
        prefix + "、".join(_run(letters, first, last) for _, letters, first, last in group)
        for prefix, group in _by_sheet(runs)
    )


def _by_sheet(runs: Iterable[_CellRun]) -> Iterator[tuple[str, list[_CellRun]]]:
    """Neighbours of one sheet together; what is no cell has no sheet and stands alone."""
    groups: list[tuple[str, list[_CellRun]]] = []
    for run in runs:
        if groups and run[0] and groups[-1][0] == run[0]:
            groups[-1][1].append(run)
        else:
            groups.append((run[0], [run]))
    return iter(groups)


def _run(letters: str, first: int, last: int) -> str:
    if not first:
        return letters
    return f"{letters}{first}" if first == last else f"{letters}{first}:{letters}{last}"


def _split(cell: str) -> _CellRun:
    """The text up to the address, the column's letters, first and last row; what is no cell is whole, with rows 0."""
    before, arrow, address = cell.rpartition(ARROW)
    found = _CELL.fullmatch(address)
    return (before + arrow, found[1], int(found[2]), int(found[3] or found[2])) if found else ("", cell, 0, 0)


def _printed(layout: SheetLayout, index: int) -> _Printed:
    source = layout.columns[index].column.source
    rows = source.rows[: layout.table.row_count] if source is not None else ()
    return _Printed(layout, index, {row: position for position, row in enumerate(rows)})
