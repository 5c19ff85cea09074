"""Tags of bindings: the same name for the same figure of the same template line in every build.

A tag is a hash over the template's file, the expression, the cells behind the figure and the word that
worded it, so moving lines about leaves it alone; what repeats gets a number. A cell goes by the name of its
row and of its column where the sheet has a key, so that a row inserted above, or a workbook under another
name, leaves the tags alone too: `refresh` finds the figures of an edited document by them. Word allows 64
characters for a tag (ISO/IEC 29500-1, 17.5.2.42, and Word's own limit).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from ..model.dataset import Dataset, Table
from ..model.digest import blake2b
from ..model.figure import Fact, Figure
from ..model.late import CellFigure, Line
from ..model.place import CellRef
from .rendering import Expression

PREFIX = "rg-"


class SheetNames(NamedTuple):
    """What the rows and columns of a sheet are called, by number; those without a name of their own are left out."""

    rows: Mapping[int, str]
    columns: Mapping[int, str]


class Tags:
    """The tags of one document; `dataset` knows what rows and columns are called.

    `sheets` keeps those names by file and sheet; many documents over one dataset share it.
    """

    def __init__(self, dataset: Dataset | None = None, sheets: dict[tuple[str, str], SheetNames] | None = None) -> None:
        self._dataset = dataset
        self._sheets = {} if sheets is None else sheets
        self._given: dict[str, int] = {}
        self._sources: dict[int, str] = {}
        self._kept: list[Figure | Fact] = []
        self._last: tuple[str | None, str | None, SheetNames] = (None, None, SheetNames({}, {}))

    def of(self, by: Expression, shows: Figure | Fact, wording: str) -> str | None:
        """The tag of a figure that an expression showed; None for one without any source."""
        told = self.told(by, shows, wording)
        return None if told is None else self.numbered(told)

    def told(self, by: Expression, shows: Figure | Fact, wording: str) -> str | None:
        """What the tag of such a figure tells, `numbered` gives the tag itself; None for one without any source."""
        sources = self._listed(shows)
        return f"{by.place.file}\0{by.text}\0{sources}\0{wording}" if sources else None

    def of_cell(self, by: Expression, figure: CellFigure) -> str:
        """The same of a figure of a line, which stands as it is; what all of its line have in common is kept."""
        line, index = figure.line, figure.index
        known = line.kept.get(by)
        if known is None:
            known = line.kept[by] = self._around(by, line)
        before, rows, names, behind = known
        row = rows[index]
        digest = blake2b(f"{before}{names.get(row, row)}{behind}".encode(), digest_size=8).hexdigest()
        return self._given_to(digest)

    def _around(self, by: Expression, line: Line) -> tuple[str, Sequence[int], Mapping[int, str], str]:
        """What stands before the row in a tag's text, the rows, what they are called, and what stands behind."""
        table = line.table
        names = self._names(table.file, table.sheet)
        position = table.column(line.name).position
        column = names.columns.get(position, position)
        return f"{by.place.file}\0{by.text}\0{table.sheet}\t", table.rows, names.rows, f"\t{column}\0"

    def named(self, *parts: str) -> str:
        """The tag of anything else, by what tells it apart."""
        return self.numbered("\0".join(parts))

    def numbered(self, told: str) -> str:
        """The tag that tells this, with a number where another figure of the document has it."""
        return self._given_to(_digest(told))

    def _given_to(self, digest: str) -> str:
        number = self._given.get(digest, 0) + 1
        self._given[digest] = number
        return f"{PREFIX}{digest}" if number == 1 else f"{PREFIX}{digest}-{number}"

    def _listed(self, shows: Figure | Fact) -> str:
        source = shows.source
        if source is not None and (type(shows) is Fact or shows.derivation is None):  # type: ignore[union-attr]
            return self._named(source)
        sources = self._sources.get(id(shows))
        if sources is None:
            sources = self._sources[id(shows)] = "|".join(map(self._named, shows.sources))
            self._kept.append(shows)  # else another figure may get its id
        return sources

    def _named(self, source: object) -> str:
        if type(source) is not CellRef:
            return str(source)
        last = self._last
        if source.file is not last[0] or source.sheet is not last[1]:
            last = self._last = source.file, source.sheet, self._names(source.file, source.sheet)
        row, column, sheet = source.row, source.column, last[2]
        return f"{source.sheet}\t{sheet.rows.get(row, row)}\t{sheet.columns.get(column, column)}"

    def _names(self, file: str, sheet: str) -> SheetNames:
        found = self._sheets.get((file, sheet))
        if found is None:
            found = self._sheets[file, sheet] = _sheet(self._dataset, file, sheet)
        return found


@lru_cache(maxsize=16384)
def _digest(text: str) -> str:
    return blake2b(text.encode(), digest_size=8).hexdigest()


def _sheet(dataset: Dataset | None, file: str, name: str) -> SheetNames:
    """The names of a sheet's rows and columns; the sheet of indicators is told by the indicators themselves."""
    rows: dict[int, str] = {}
    columns: dict[int, str] = {}
    if dataset is None:
        return SheetNames(rows, columns)
    for indicator in dataset.indicators.values():
        if (indicator.place.file, indicator.place.sheet) == (file, name):
            rows[indicator.place.row] = indicator.name
    for table in dataset.tables.values():
        if (table.file, table.sheet) == (file, name):
            columns = {column.position: column.name for column in table.columns.values()}
            rows.update(_row_names(table))
    return SheetNames(rows, columns)


def _row_names(table: Table) -> dict[int, str]:
    """The key of each row that no other row has."""
    column = table.columns.get(table.key) if table.key else None
    if column is None:
        return {}
    times = Counter(column.values)
    return {
        row: value
        for row, value in zip(table.rows, column.values, strict=True)
        if isinstance(value, str) and times[value] == 1
    }
