"""Which formulas rest on something that changed: these are worked out anew, the others keep their value.

Changed are the cells that `Known` marks so and all formulas of loops. From there the change goes on through
the formulas that look at changed ones.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence

from .families import Group
from .formulas import CellFormula
from .grid import Family
from .known import Known
from .making import bounds
from .tree import Area, Call, Opaque, areas, walk

_BUCKET = 6
_TALL = 4
_BY_PLACE = ("ROW", "COLUMN")

Member = tuple[int, int]
"""A group's number and the number of a formula in it."""


def stale_members(known: Known, groups: Sequence[Group], cells: Sequence[CellFormula]) -> list[set[int]]:
    """For each group the formulas in it to work out: all of a loop's column, of cells those that a change reaches."""
    seeds = _Seeds(known, groups)
    found = [set(range(len(group.family.values))) if group.column >= 0 else set[int]() for group in groups]
    any_change = bool(seeds) or any(cell.stale for cell in cells)
    if not any_change:
        return found
    looks = _Looks()
    waiting: list[Member] = []
    for at, group in enumerate(groups):
        if group.column >= 0:
            continue
        seen = areas(group.family.tree)
        everywhere = _looks_anywhere(group.family)
        for number, cell in enumerate(group.cells):
            if everywhere or cells[cell].stale or any(seeds.touch(area, number) for area in seen):
                waiting.append((at, number))
            else:
                for area in seen:
                    looks.add((at, number), area, number)
    while waiting:
        at, number = waiting.pop()
        if number in found[at]:
            continue
        found[at].add(number)
        family = groups[at].family
        waiting += looks.at(family.sheet, family.column, family.first + number * family.step)
    return found


def _looks_anywhere(family: Family) -> bool:
    """Whether the text does not say all that the value rests on: OFFSET, a place that may have moved."""
    return any(
        (isinstance(node, Opaque) and node.anywhere) or (isinstance(node, Call) and node.name in _BY_PLACE)
        for node in walk(family.tree)
    )


class _Seeds:
    """The cells that changed to begin with."""

    def __init__(self, known: Known, groups: Sequence[Group]) -> None:
        self._rows: dict[str, dict[int, list[int]]] = {}
        self._lines: dict[str, dict[int, list[tuple[int, int]]]] = {}
        for name, sheet in known.sheets.items():
            for column, rows in sheet.changed.items():
                self._rows.setdefault(name, {})[column] = sorted(rows)
            for column, runs in sheet.runs.items():
                for run in runs:
                    if run.changed:
                        self._lines.setdefault(name, {}).setdefault(column, []).append((run.first, run.last))
        for group in groups:
            if group.column >= 0:
                family = group.family
                lines = self._lines.setdefault(family.sheet, {}).setdefault(family.column, [])
                lines.append((family.first, family.last))

    def __bool__(self) -> bool:
        return bool(self._rows or self._lines)

    def touch(self, area: Area, number: int) -> bool:
        """Whether the area of the n-th formula holds a changed cell; between a loop's rows counts as one."""
        top, bottom = bounds(area, number)
        for sheet in area.sheets:
            for column in _within(self._rows.get(sheet, {}), area):
                rows = self._rows[sheet][column]
                at = bisect_left(rows, top)
                if at < len(rows) and rows[at] <= bottom:
                    return True
            for column in _within(self._lines.get(sheet, {}), area):
                if any(first <= bottom and top <= last for first, last in self._lines[sheet][column]):
                    return True
        return False


def _within(columns: dict[int, list[int]] | dict[int, list[tuple[int, int]]], area: Area) -> Iterator[int]:
    """The columns among these that the area spans."""
    if area.right - area.left < len(columns):
        return (column for column in range(area.left, area.right + 1) if column in columns)
    return (column for column in columns if area.left <= column <= area.right)


class _Looks:
    """Which formulas look at a cell: small areas by blocks of rows, tall and wide ones in a list a sheet."""

    def __init__(self) -> None:
        self._small: dict[tuple[str, int, int], list[tuple[Member, int, int]]] = {}
        self._large: dict[str, list[tuple[Member, Area, int]]] = {}

    def add(self, member: Member, area: Area, number: int) -> None:
        """Remember that the formula looks at the area."""
        top, bottom = bounds(area, number)
        blocks = range(top >> _BUCKET, (bottom >> _BUCKET) + 1)
        width = area.right - area.left + 1
        for sheet in area.sheets:
            if width * len(blocks) > _TALL:
                self._large.setdefault(sheet, []).append((member, area, number))
                continue
            for column in range(area.left, area.right + 1):
                for block in blocks:
                    self._small.setdefault((sheet, column, block), []).append((member, top, bottom))

    def at(self, sheet: str, column: int, row: int) -> list[Member]:
        """The formulas that look at the cell; those of large areas are named once only."""
        found = [
            member
            for member, top, bottom in self._small.get((sheet, column, row >> _BUCKET), ())
            if top <= row <= bottom
        ]
        large = self._large.get(sheet)
        if large:
            rest = []
            for member, area, number in large:
                top, bottom = bounds(area, number)
                if area.left <= column <= area.right and top <= row <= bottom:
                    found.append(member)
                else:
                    rest.append((member, area, number))
            self._large[sheet] = rest
        return found
