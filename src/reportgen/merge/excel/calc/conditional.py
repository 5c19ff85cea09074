"""Functions over the cells that meet a criterion: COUNTIF, SUMIF, AVERAGEIF, COUNTIFS, SUMIFS, AVERAGEIFS.

Of a criterion that every formula of a loop asks anew (`COUNTIF(C$3:C$900,C3)`) the cells are sorted into
equal ones once, so that the loop stays linear; what must look at each cell anew ends where the budget does.
"""

from __future__ import annotations

from collections.abc import Collection

from .criteria import Criterion, criterion
from .folds import FOLDS, numbers_in
from .grid import Code, Grid, Needs
from .making import Compiling, Maker, bounds, first_stop, unknown
from .tree import Area, Constant, Node
from .values import UNKNOWN, Value

Place = tuple[int, int]
"""Rows and columns from an area's first cell."""

_DENSE = 200_000
"""So many cells are looked at one by one where blanks count too."""


def _make_count(making: Compiling, arguments: tuple[Node, ...]) -> Code:
    """COUNTIF and COUNTIFS."""
    pairs = _pairs(making, arguments)
    if pairs is None:
        return unknown

    def run(number: int) -> Value:
        if len(pairs) == 1:
            return pairs[0].count(number)
        found = _meeting(pairs, number)
        return UNKNOWN if found is None else float(len(found))

    return run


def _make_over(name: str, *, target_first: bool) -> Maker:
    """SUMIF and AVERAGEIF (the cells to add come last, or are the judged ones), SUMIFS and AVERAGEIFS (first)."""
    aggregate = FOLDS[name]

    def make(making: Compiling, arguments: tuple[Node, ...]) -> Code:
        if target_first:
            target, judged = (arguments or (None,))[0], arguments[1:]
        else:
            target, judged = (arguments[2] if len(arguments) > 2 else arguments[0]), arguments[:2]
        pairs = _pairs(making, judged)
        if pairs is None or not isinstance(target, Area) or len(target.sheets) > 1 or len(arguments) > 30:
            return unknown
        cells = _Cells(making.grid, target)

        def run(number: int) -> Value:
            found = _meeting(pairs, number)
            if found is None:
                return UNKNOWN
            values = cells.at(found, number)
            stop = first_stop(values)
            if stop is not None:
                return stop
            numbers = numbers_in(values)
            if not isinstance(numbers, list):
                return numbers
            return aggregate.end(aggregate.step((0.0, 0), numbers))

        return run

    return make


class _Cells:
    """The cells of an area by their place in it; the area of a family that stays is read once."""

    def __init__(self, grid: Grid, area: Area) -> None:
        self.grid = grid
        self.area = area
        self._kept: dict[Place, Value] | None = None

    def all(self, number: int) -> dict[Place, Value] | None:
        """What was put in the area; None where the sheet is not known or the work too much."""
        if self._kept is not None:
            return self._kept
        top, bottom = bounds(self.area, number)
        return self._read(top, bottom, keep=not self.area.moves)

    def _read(self, top: int, bottom: int, *, keep: bool) -> dict[Place, Value] | None:
        columns = self.grid.columns_of(self.area)
        if columns is None or not (keep or self.grid.judge(0)):
            return None
        found: dict[Place, Value] = {}
        for _, at, column in columns:
            found |= {(row - top, at - self.area.left): value for row, value in column.items(top, bottom)}
        if not (self.grid.spend(len(found)) if keep else self.grid.judge(len(found))):
            return None
        if keep:
            self._kept = found
        return found

    def at(self, places: list[Place], number: int) -> list[Value]:
        """The values at some places, from the area's first cell however large the area is."""
        if not places:
            return []
        columns = self.grid.columns_of(self.area)
        if columns is None:
            return [UNKNOWN]
        top, _ = bounds(self.area, number)
        width = max(place[1] for place in places)
        there = dict(self.grid.columns(self.area.sheets[0], self.area.left, self.area.left + width))
        found: list[Value] = []
        waiting = []
        for row, at in places:
            column = there.get(self.area.left + at)
            try:
                found.append(None if column is None else column.value(top + row))
            except Needs as needs:
                waiting += needs.wanted
        if waiting:
            raise Needs(waiting)
        return found


class _Pair:
    """An area and its criterion."""

    def __init__(self, making: Compiling, area: Area, node: Node) -> None:
        self.cells = _Cells(making.grid, area)
        self._criterion = making.code(node)
        self._constant = isinstance(node, Constant)
        self._groups: dict[float, list[Place]] | None = None
        self._texts: dict[str, list[Place]] | None = None
        self._same: frozenset[Place] | None = None

    def criterion(self, number: int) -> Criterion | None:
        """The criterion of the n-th formula; None where it is not certain."""
        return criterion(self._criterion(number))

    def size(self, number: int) -> tuple[int, int]:
        """Rows and columns of the area."""
        top, bottom = bounds(self.cells.area, number)
        return bottom - top + 1, self.cells.area.right - self.cells.area.left + 1

    def count(self, number: int) -> Value:
        """How many cells meet the criterion, blank ones too."""
        asked = self.criterion(number)
        there = self.cells.all(number)
        if asked is None or there is None:
            return UNKNOWN
        found = self.meeting(asked, there)
        if found is None:
            return UNKNOWN
        rows, columns = self.size(number)
        return float(len(found) + (rows * columns - len(there) if asked.blank else 0))

    def meeting(self, asked: Criterion, there: dict[Place, Value]) -> Collection[Place] | None:
        """The places, of those where something was put, that meet the criterion; None where that is not certain."""
        stays = not self.cells.area.moves
        if self._same is not None:
            return self._same
        if asked.number is not None and not self._constant and stays:
            groups = self._grouped(there)
            if groups is not None:
                return groups.get(asked.number, [])
        if asked.text is not None and not self._constant and stays:
            texts = self._grouped_texts(there)
            return None if texts is None else texts.get(asked.text, [])
        if not self.cells.grid.judge(len(there)):
            return None
        found = []
        for place, value in there.items():
            holds = None if value is UNKNOWN else asked.holds(value)
            if holds is None:
                return None
            if holds:
                found.append(place)
        if self._constant and stays:
            self._same = frozenset(found)
        return found

    def _grouped(self, there: dict[Place, Value]) -> dict[float, list[Place]] | None:
        """The places by number; None where other than numbers stands there."""
        if self._groups is None:
            if not all(value is None or value.__class__ is float for value in there.values()):
                return None
            self._groups = {}
            for place, value in there.items():
                if isinstance(value, float):
                    self._groups.setdefault(value, []).append(place)
        return self._groups

    def _grouped_texts(self, there: dict[Place, Value]) -> dict[str, list[Place]] | None:
        """The places by text in lower case; None where a cell is not known."""
        if self._texts is None:
            if UNKNOWN in there.values():
                return None
            self._texts = {}
            for place, value in there.items():
                if isinstance(value, str):
                    self._texts.setdefault(value.lower(), []).append(place)
        return self._texts


def _pairs(making: Compiling, arguments: tuple[Node, ...]) -> list[_Pair] | None:
    if len(arguments) % 2 or not arguments:
        return None
    pairs = []
    for area, node in zip(arguments[::2], arguments[1::2], strict=True):
        if not isinstance(area, Area) or len(area.sheets) > 1:
            return None
        pairs.append(_Pair(making, area, node))
    return pairs


def _meeting(pairs: list[_Pair], number: int) -> list[Place] | None:
    """The places that meet all criteria, row by row; None where that is not certain."""
    asked = [pair.criterion(number) for pair in pairs]
    there = [pair.cells.all(number) for pair in pairs]
    if len({pair.size(number) for pair in pairs}) > 1:
        return None
    met: list[Collection[Place]] = []
    open_pairs = []
    for pair, wanted, cells in zip(pairs, asked, there, strict=True):
        if wanted is None or cells is None:
            return None
        if wanted.blank:
            open_pairs.append((pair, wanted, cells))
            continue
        found = pair.meeting(wanted, cells)
        if found is None:
            return None
        met.append(found)
    met.sort(key=len)
    common = set(met[0]) if met else set()
    for found in met[1:]:
        common &= found if isinstance(found, frozenset) else set(found)
    if not met:
        rows, columns = pairs[0].size(number)
        if rows * columns > _DENSE or not pairs[0].cells.grid.spend(rows * columns):
            return None
        common = {(row, column) for row in range(rows) for column in range(columns)}
    for _, wanted, cells in open_pairs:
        judged = {place: wanted.holds(cells.get(place)) for place in common}
        if None in judged.values() or UNKNOWN in cells.values():
            return None
        common = {place for place, holds in judged.items() if holds}
    return sorted(common, key=lambda place: (place[1], place[0]))


def _make_blank_count(making: Compiling, arguments: tuple[Node, ...]) -> Code:
    """COUNTBLANK: blank cells and empty texts."""
    if len(arguments) != 1:
        return unknown
    return _make_count(making, (arguments[0], Constant("")))


CONDITIONAL: dict[str, Maker] = {
    "COUNTIF": lambda making, arguments: _make_count(making, arguments) if len(arguments) == 2 else unknown,
    "COUNTIFS": _make_count,
    "COUNTBLANK": _make_blank_count,
    "SUMIF": _make_over("SUM", target_first=False),
    "AVERAGEIF": _make_over("AVERAGE", target_first=False),
    "SUMIFS": _make_over("SUM", target_first=True),
    "AVERAGEIFS": _make_over("AVERAGE", target_first=True),
}
