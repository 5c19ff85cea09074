"""Where the rows (or columns) of a template stand in the output once its loops have grown.

A plan of loops becomes an `Axis`; rows are written by its `runs`, and all that refers to rows follows by
`extent` and `copies`. Lines are rows or columns, 1-based as people count them, ranges inclusive.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from ...model.values import dataclass

Path = tuple[tuple[int, int], ...]
"""The rounds that enclose a line, outermost loop first: the loop's first template line, the round from 0."""

Lines = tuple[int, int]
"""The first and the last of some lines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Loop:
    """Template lines `first` to `last`, which stand `rounds` times, one round behind the other.

    With 0 rounds they are gone; a condition is a loop of 0 or 1 rounds. `inner` are the loops inside,
    one tuple a round; empty where there are none in any round.
    """

    first: int
    last: int
    rounds: int
    inner: Sequence[tuple[Loop, ...]] = ()


class Run(NamedTuple):
    """Template lines `first` to `last` in the rounds `path`, written one behind the other from `start`."""

    first: int
    last: int
    path: Path
    start: int


class Axis:
    """The rows, or the columns, of one sheet: template lines to output lines."""

    def __init__(self, loops: Sequence[Loop] = ()) -> None:
        """The axis of these loops; raises ValueError where they overlap."""
        self.loops = tuple(sorted(loops, key=lambda loop: loop.first))
        self._root = _Stretch(1, None, self.loops)
        self._extents: dict[Lines, Lines | None] = {}

    @property
    def growth(self) -> int:
        """Output lines less template lines."""
        return self._root.growth

    @property
    def is_still(self) -> bool:
        """Whether every line stays where it is."""
        return all(loop.rounds == 1 and not any(loop.inner) for loop in self.loops)

    def extent(self, first: int, last: int, path: Path = ()) -> Lines | None:
        """From the first to the last output line of the template lines, as seen from the rounds `path`.

        Lines of a round that the viewer is in are the viewer's own; loops that the viewer is not in
        count with all their rounds. None where all lines are gone.
        """
        if path:
            return self._seen(first, last, path)
        if (first, last) not in self._extents:  # names, rules, views and charts ask for the same few
            self._extents[first, last] = self._seen(first, last, path)
        return self._extents[first, last]

    def _seen(self, first: int, last: int, path: Path) -> Lines | None:
        start = self._root.edge(first, last, path, end=False)
        stop = self._root.edge(first, last, path, end=True)
        return None if start is None or stop is None else (start + 1, stop + 1)

    def copies(self, first: int, last: int, path: Path = ()) -> list[Lines]:
        """Every place where the block stands, in order: once for each round of the loops that hold it whole."""
        return [(start + 1, stop + 1) for start, stop in self._root.copies(first, last, path)]

    def runs(self, last: int) -> Iterator[Run]:
        """All output lines in order, as runs of template lines; `last` is the template's last line that counts."""
        for run in self._root.runs(last, ()):
            yield Run(run.first, run.last, run.path, run.start + 1)


class _Stretch:
    """Template lines from `first` on with the loops directly in them; offsets count from the stretch's start."""

    def __init__(self, first: int, last: int | None, loops: Sequence[Loop]) -> None:
        self.first, self.last = first, last
        self.loops = tuple(_Rounds(loop) for loop in sorted(loops, key=lambda loop: loop.first))
        at = first
        for rounds in self.loops:
            if rounds.first < at or rounds.last < rounds.first or (last is not None and rounds.last > last):
                raise ValueError(f"loop {rounds.first}-{rounds.last} does not lie apart from the others")
            at = rounds.last + 1
        self._grown = [0, *accumulate(rounds.growth for rounds in self.loops)]
        self._firsts = [rounds.first for rounds in self.loops]

    @property
    def growth(self) -> int:
        return self._grown[-1]

    @property
    def size(self) -> int:
        """Output lines of a stretch that ends."""
        assert self.last is not None  # noqa: S101 - only the root has no end, and nothing asks for its size
        return self.last - self.first + 1 + self.growth

    def offset(self, line: int) -> int:
        """Where a line that no loop holds, or a loop's first line, stands."""
        return line - self.first + self._grown[bisect_right(self._firsts, line - 1)]

    def edge(self, first: int, last: int, path: Path, *, end: bool) -> int | None:
        """The first (or, at the `end`, the last) offset where one of the lines stands; None where all are gone."""
        for piece in _reversed_if(self._pieces(first, last), turned=end):
            if isinstance(piece, tuple):
                return self.offset(piece[1] if end else piece[0])
            inside = piece.edge(max(first, piece.first), min(last, piece.last), path, end=end)
            if inside is not None:
                return self.offset(piece.first) + inside
        return None

    def copies(self, first: int, last: int, path: Path) -> Iterator[Lines]:
        holder = next((loop for loop in self.loops if loop.first <= first and last <= loop.last), None)
        if holder is not None:
            base = self.offset(holder.first)
            for start, stop in holder.copies(first, last, path):
                yield base + start, base + stop
            return
        outer = self.edge(first, last, path, end=False), self.edge(first, last, path, end=True)
        if outer[0] is not None and outer[1] is not None:
            yield outer[0], outer[1]

    def runs(self, last: int, path: Path) -> Iterator[Run]:
        for piece in self._pieces(self.first, last):
            if isinstance(piece, tuple):
                yield Run(*piece, path, self.offset(piece[0]))
            else:
                base = self.offset(piece.first)
                for run in piece.runs(path):
                    yield run._replace(start=base + run.start) if base else run

    def _pieces(self, first: int, last: int) -> list[Lines | _Rounds]:
        """The lines cut into those that no loop holds and the loops that they touch, in order."""
        found: list[Lines | _Rounds] = []
        at = first
        index = max(0, bisect_right(self._firsts, first) - 1)
        for rounds in self.loops[index:]:
            if rounds.first > last:
                break
            if rounds.last < at:
                continue
            if rounds.first > at:
                found.append((at, rounds.first - 1))
            found.append(rounds)
            at = rounds.last + 1
        if at <= last:
            found.append((at, last))
        return found


class _Rounds:
    """A loop's rounds, one behind the other; offsets count from the first round's start."""

    def __init__(self, loop: Loop) -> None:
        self.first, self.last, self.count = loop.first, loop.last, loop.rounds
        inner = loop.inner if any(loop.inner) else ()
        if inner and len(inner) != loop.rounds:
            raise ValueError(f"{loop.rounds} rounds, loops inside for {len(inner)}")
        self._like = None if inner else _Stretch(loop.first, loop.last, ())
        # Of 100,000 rounds most are alike, and then have the same loops inside.
        alike: dict[int, _Stretch] = {}
        for loops in inner:
            if id(loops) not in alike:
                alike[id(loops)] = _Stretch(loop.first, loop.last, loops)
        self._each = [alike[id(loops)] for loops in inner]
        self._starts = [0, *accumulate(stretch.size for stretch in self._each)]

    @property
    def growth(self) -> int:
        return self._start(self.count) - (self.last - self.first + 1)

    def _start(self, number: int) -> int:
        return self._starts[number] if self._each else number * (self.last - self.first + 1)

    def _round(self, number: int) -> _Stretch:
        return self._like or self._each[number]

    def _seen(self, path: Path) -> tuple[range, Path]:
        """The rounds that count for a viewer, and the rest of its path where it is in one of them."""
        if path and path[0][0] == self.first:
            number = path[0][1]
            return range(number, number + 1), path[1:]
        return range(self.count), ()

    def edge(self, first: int, last: int, path: Path, *, end: bool) -> int | None:
        numbers, rest = self._seen(path)
        for number in reversed(numbers) if end else numbers:
            found = self._round(number).edge(first, last, rest, end=end)
            if found is not None:
                return self._start(number) + found
            if self._like is not None:
                return None
        return None

    def copies(self, first: int, last: int, path: Path) -> Iterator[Lines]:
        numbers, rest = self._seen(path)
        for number in numbers:
            base = self._start(number)
            for start, stop in self._round(number).copies(first, last, rest):
                yield base + start, base + stop

    def runs(self, path: Path) -> Iterator[Run]:
        if self._like is not None:
            size = self.last - self.first + 1
            for number in range(self.count):
                yield Run(self.first, self.last, (*path, (self.first, number)), number * size)
            return
        for number, stretch in enumerate(self._each):
            base = self._starts[number]
            for run in stretch.runs(self.last, (*path, (self.first, number))):
                yield run._replace(start=base + run.start)


def _reversed_if(items: list[Lines | _Rounds], *, turned: bool) -> Iterator[Lines | _Rounds]:
    return reversed(items) if turned else iter(items)
