"""Origins as a finished file keeps them: runs of cells below one another, and the texts that people read.

A cell of the report's workbook is followed by the cell of the return that its value was collected from,
`指标 › D5 ← 经发局.xlsx › 指标 › F7`; a range by the files that its cells came from.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from .place import ARROW, CellRef
from .values import dataclass, field

FROM = " ← "
_LARGEST_RANGE = 10_000
_FILES_SHOWN = 4


@dataclass(frozen=True, slots=True)
class OriginRun:
    """Cells below one another that came from cells below one another, `count` of them from these two on."""

    cell: CellRef
    source: CellRef
    count: int = 1

    def pairs(self) -> Iterator[tuple[CellRef, CellRef]]:
        """Each cell with the one that it came from."""
        for step in range(self.count):
            yield _below(self.cell, step), _below(self.source, step)


def _below(cell: CellRef, step: int) -> CellRef:
    return CellRef(cell.file, cell.sheet, cell.row + step, cell.column)


def runs(origins: Mapping[CellRef, CellRef]) -> Iterator[OriginRun]:
    """The origins in runs, sheet by sheet and column by column."""
    ordered = sorted(origins.items(), key=lambda item: (item[0].file, item[0].sheet, item[0].column, item[0].row))
    first: tuple[CellRef, CellRef] | None = None
    count = 0
    for cell, source in ordered:
        if first is not None and (cell, source) == (_below(first[0], count), _below(first[1], count)):
            count += 1
            continue
        if first is not None:
            yield OriginRun(*first, count)
        first, count = (cell, source), 1
    if first is not None:
        yield OriginRun(*first, count)


@dataclass(frozen=True, slots=True)
class OriginTexts:
    """Finds the origin of a cell that a binding names as text."""

    origins: Mapping[str, CellRef]
    _ranges: dict[str, str] = field(default_factory=dict)

    def of(self, cells: Sequence[str]) -> tuple[str, ...]:
        """The origin of each cell, empty for one that was not collected; nothing where none was."""
        found = tuple(map(self._one, cells))
        return found if any(found) else ()

    def _one(self, cell: str) -> str:
        origin = self.origins.get(cell)
        if origin is not None:
            return str(origin)
        if cell[-1:].isdigit() and not any(mark in cell.rpartition(ARROW)[2] for mark in ":、…"):
            return ""
        if cell not in self._ranges:
            self._ranges[cell] = self._files(cell)
        return self._ranges[cell]

    def _files(self, cells: str) -> str:
        """The files that a range of cells came from."""
        head, _, addresses = cells.rpartition(ARROW)
        found = (self.origins.get(f"{head}{ARROW}{address}") for address in _addresses(addresses))
        files = list(dict.fromkeys(origin.file for origin in found if origin is not None))
        return "、".join(files[:_FILES_SHOWN]) + ("……" if len(files) > _FILES_SHOWN else "")


def origin_texts(origins: Iterable[tuple[CellRef, CellRef]]) -> OriginTexts:
    """The finder of these origins."""
    return OriginTexts({str(cell): source for cell, source in origins})


def _addresses(text: str) -> Iterator[str]:
    """The cells of `F4:F8、F10` or `F4…F900`, column by column as bindings write them."""
    for part in text.split("、"):
        corners = re.findall(r"([A-Z]{1,3})([0-9]{1,7})", part)
        if corners:
            letters, first, last = corners[0][0], int(corners[0][1]), int(corners[-1][1])
            for row in range(first, min(last, first + _LARGEST_RANGE) + 1):
                yield f"{letters}{row}"
