"""Where the lines that a reference names stand for the one who refers to them: rows and columns alike.

The one place that knows what `$` and nearness to a loop mean (see `moves`); `formulas` uses it for the rows
and for the columns of a reference, the followers for ranges that are seen from outside all loops.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from .axis import Axis, Lines, Loop, Path


class Seen(NamedTuple):
    """The output lines of a reference, as areas in order; empty where all lines are gone.

    `own` says of the first area's start and end whether they lie in the viewer's innermost round (or just
    before it) and so go along with it from round to round.
    """

    areas: Sequence[Lines]
    own: tuple[bool, bool] = (False, False)


class End(NamedTuple):
    """A template line as one end of a reference; `pinned`: written with `$`."""

    line: int
    pinned: bool = False


def areas(axis: Axis, first: int, last: int, path: Path = ()) -> list[Lines]:
    """The places of template lines seen from `path`, those that adjoin taken together."""
    span = axis.extent(first, last, path)
    if span is None:
        return []
    unseen = _unseen(axis, first, last, path)
    if unseen is None or (unseen.first, unseen.last) == (first, last):
        return [span]
    return joined(axis.copies(first, last, path))


def joined(found: Iterable[Lines]) -> list[Lines]:
    """Areas in order, those that adjoin taken together."""
    together: list[Lines] = []
    for start, stop in found:
        if together and together[-1][1] + 1 >= start:
            together[-1] = together[-1][0], max(stop, together[-1][1])
        else:
            together.append((start, stop))
    return together


def enclosing(axis: Axis, path: Path) -> list[Loop]:
    """The loops of a path, outermost first."""
    found: list[Loop] = []
    loops: Sequence[Loop] = axis.loops
    for first, number in path:
        loop = next((loop for loop in loops if loop.first == first), None)
        if loop is None:
            break
        found.append(loop)
        loops = loop.inner[number] if number < len(loop.inner) else ()
    return found


def rounds(axis: Axis, line: int) -> Iterable[Path]:
    """The rounds of each place where a line stands, in order."""
    return _rounds(axis, line, ())


def _rounds(axis: Axis, line: int, path: Path) -> Iterable[Path]:
    within = enclosing(axis, path)
    loops = (within[-1].inner[path[-1][1]] if within[-1].inner else ()) if within else axis.loops
    holder = next((loop for loop in loops if loop.first <= line <= loop.last), None)
    if holder is None:
        yield path
        return
    for number in range(holder.rounds):
        yield from _rounds(axis, line, (*path, (holder.first, number)))


def _unseen(axis: Axis, first: int, last: int, path: Path) -> Loop | None:
    """The outermost loop that holds the lines whole and that the viewer is not in."""
    loops: Sequence[Loop] = axis.loops
    for step in (*path, None):
        holder = next((loop for loop in loops if loop.first <= first and last <= loop.last), None)
        if holder is None or step is None or step[0] != holder.first:
            return holder
        loops = holder.inner[step[1]] if step[1] < len(holder.inner) else ()
    return None


def seen(axis: Axis, ends: Sequence[End], path: Path, *, may_run_back: bool) -> Seen:
    """The lines of a reference with one or two ends, seen from the rounds `path`.

    `may_run_back`: the reference stays in the viewer's own column (or row, where lines are columns).
    """
    if not path:
        return Seen(areas(axis, ends[0].line, ends[-1].line))
    loops = enclosing(axis, path)
    if len(ends) == 1:
        return _single(axis, ends[0], path, loops, may_run_back=may_run_back)
    return _range(axis, ends[0], ends[1], path, loops)


def _single(axis: Axis, end: End, path: Path, loops: Sequence[Loop], *, may_run_back: bool) -> Seen:
    if may_run_back and not end.pinned:
        for depth in range(len(loops), 0, -1):
            if _is_just_before(axis, end.line, loops[depth - 1], path[: depth - 1]):
                start = axis.extent(loops[depth - 1].first, loops[depth - 1].last, path[:depth])
                before = start[0] - 1 if start else 0
                return Seen([(before, before)] if before else [], (depth == len(loops),) * 2)
    own = bool(loops) and loops[-1].first <= end.line <= loops[-1].last
    return Seen(areas(axis, end.line, end.line, path), (own, own))


def _range(axis: Axis, start: End, end: End, path: Path, loops: Sequence[Loop]) -> Seen:
    """A range; its pinned start is the first round, and pinned at both ends on a loop of one line it is all rounds."""
    inner = loops[-1] if loops else None
    if inner and inner.first <= start.line <= inner.last and start.pinned and end.pinned:
        if inner.first == inner.last == end.line:
            return Seen(areas(axis, start.line, end.line, path[:-1]))
    elif start.pinned and not end.pinned:
        outside = next(
            (path[:depth] for depth, loop in _from_inside(loops) if loop.first <= start.line <= loop.last), path
        )
        first = axis.extent(start.line, start.line, outside)
        last = axis.extent(end.line, end.line, path)
        if outside != path and first and last:
            own = bool(inner and inner.first <= end.line <= inner.last)
            return Seen([(first[0], last[1])], (False, own))
    own_start, own_end = (bool(inner and inner.first <= edge.line <= inner.last) for edge in (start, end))
    return Seen(areas(axis, start.line, end.line, path), (own_start, own_end))


def _from_inside(loops: Sequence[Loop]) -> Iterable[tuple[int, Loop]]:
    """The loops from the innermost outwards, each with the number of rounds round it."""
    return ((depth, loops[depth]) for depth in range(len(loops) - 1, -1, -1))


def _is_just_before(axis: Axis, line: int, loop: Loop, outside: Path) -> bool:
    """Whether no line that is still there stands between the line and the loop."""
    if line >= loop.first:
        return False
    return line == loop.first - 1 or axis.extent(line + 1, loop.first - 1, outside) is None
