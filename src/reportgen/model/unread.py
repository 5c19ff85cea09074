"""Cells that hold what nobody can read: which they are, and what stands for them where they must not be passed over.

To whoever reads the data such a cell is empty. Where one bad cell is to fail only what needs it (`drafts`), the same
work is done a second time over guarded data, in which to ask for the cell is the fault that was found in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from .dataset import Dataset, Indicator, Table, Value
from .diagnostic import Diagnostic, Fault, ReportError
from .figure import Figure, Missing
from .late import TablePart
from .place import CellRef, SheetRef
from .values import dataclass, field, replace

Cells = Mapping[str, Mapping[int, Diagnostic]]
"""What was found in the cells of a list, by column and by row position."""


class UnreadCell(Fault):
    """Somebody asked for a cell that could not be read: the finding is the one that the cell has already."""

    def __init__(self, finding: Diagnostic) -> None:
        ReportError.__init__(self, finding)
        self.cell = finding.place if isinstance(finding.place, CellRef) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """The unread cells of several lists, by the lists' sheets; `findings` are what was found, each once."""

    cells: Mapping[SheetRef, Cells] = field(default_factory=dict)
    findings: tuple[Diagnostic, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.cells)

    def __add__(self, other: Unread) -> Unread:
        return Unread(cells={**self.cells, **other.cells}, findings=(*self.findings, *other.findings))

    def table(self, table: Table) -> Table:
        """The list with its unread cells guarded."""
        base, indexes = (table.base, table.indexes) if isinstance(table, TablePart) else (table, None)
        cells = self.cells.get(base.place)
        if not cells:
            return table
        if indexes is not None:
            cells = {name: _moved(found, indexes) for name, found in cells.items()}
        columns = {
            name: replace(column, values=GuardedValues(column.values, cells[name])) if cells.get(name) else column
            for name, column in table.columns.items()
        }
        return Table(**{name: getattr(table, name) for name in _FIELDS} | {"columns": columns})

    def dataset(self, dataset: Dataset, stand_in: Any) -> Dataset:
        """The data guarded; `stand_in` makes of a finding what stands for an indicator that has it in its row."""
        tables = {name: self.table(table) for name, table in dataset.tables.items()}
        indicators = {name: self._indicator(item, dataset, stand_in) for name, item in dataset.indicators.items()}
        return replace(dataset, tables=tables, indicators=indicators)

    def _indicator(self, item: Indicator, dataset: Dataset, stand_in: Any) -> Indicator:
        places = [item.place]
        if isinstance(item.figure, Figure) and isinstance(item.figure.rate, (Figure, Missing)):
            source = item.figure.rate.source  # the growth that the sheet publishes has a row of its own
            places += [source] if isinstance(source, CellRef) else []
        for place in places:
            found = self._in_row(place, dataset)
            if found is not None:
                return replace(item, figure=stand_in(found))
        return item

    def _in_row(self, place: CellRef, dataset: Dataset) -> Diagnostic | None:
        cells = self.cells.get(SheetRef(place.file, place.sheet))
        if not cells:
            return None
        table = next(table for table in dataset.tables.values() if table.place == SheetRef(place.file, place.sheet))
        index = list(table.rows).index(place.row)
        return next((column[index] for column in cells.values() if index in column), None)


_FIELDS = tuple(Table.__slots__)


def _moved(found: Mapping[int, Diagnostic], indexes: Sequence[int]) -> dict[int, Diagnostic]:
    return {at: found[index] for at, index in enumerate(indexes) if index in found}


class GuardedValues(Sequence[Value]):
    """A column's values; to reach one that could not be read raises `UnreadCell`."""

    __slots__ = ("_found", "_values")

    def __init__(self, values: Sequence[Value], found: Mapping[int, Diagnostic]) -> None:
        self._values, self._found = values, found

    def __len__(self) -> int:
        return len(self._values)

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice):
            return [self[at] for at in range(*index.indices(len(self._values)))]
        found = self._found.get(index if index >= 0 else index + len(self._values))
        if found is not None:
            raise UnreadCell(found)
        return self._values[index]

    def __iter__(self) -> Iterator[Value]:
        return (self[index] for index in range(len(self._values)))
