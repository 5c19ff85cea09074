"""Template lines find their output lines: alone, in loops, in loops inside loops."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.merge.excel.axis import Axis, Lines, Loop, Path


def five_of_row_three() -> Axis:
    return Axis((Loop(first=3, last=3, rounds=5),))


def test_without_loops_every_line_stays() -> None:
    axis = Axis()
    assert axis.growth == 0
    assert axis.is_still
    assert axis.extent(7, 9) == (7, 9)
    assert axis.copies(7, 9) == [(7, 9)]


def test_lines_below_a_loop_move_by_its_growth() -> None:
    axis = five_of_row_three()
    assert axis.growth == 4
    assert axis.extent(2, 2) == (2, 2)
    assert axis.extent(4, 6) == (8, 10)
    assert not axis.is_still


def test_a_range_round_a_loop_takes_in_all_its_rounds() -> None:
    assert five_of_row_three().extent(3, 3) == (3, 7)
    assert five_of_row_three().extent(2, 4) == (2, 8)


def test_who_is_in_a_round_sees_the_lines_of_that_round_only() -> None:
    assert five_of_row_three().extent(3, 3, ((3, 2),)) == (5, 5)
    assert five_of_row_three().extent(3, 4, ((3, 2),)) == (5, 8)


def test_a_block_in_a_loop_stands_once_a_round() -> None:
    axis = Axis((Loop(first=3, last=5, rounds=3),))
    assert axis.copies(4, 5) == [(4, 5), (7, 8), (10, 11)]
    assert axis.copies(4, 5, ((3, 1),)) == [(7, 8)]
    assert axis.copies(2, 6) == [(2, 12)]


def test_a_loop_without_rounds_takes_its_lines_away() -> None:
    axis = Axis((Loop(first=3, last=4, rounds=0),))
    assert axis.growth == -2
    assert axis.extent(3, 4) is None
    assert axis.copies(3, 3) == []
    assert axis.extent(2, 4) == (2, 2)
    assert axis.extent(3, 5) == (3, 3)


def test_loops_inside_loops_have_their_own_number_of_rounds() -> None:
    inner = tuple((Loop(first=4, last=4, rounds=rounds),) for rounds in (2, 0, 3))
    axis = Axis((Loop(first=3, last=5, rounds=3, inner=inner),))
    assert axis.growth == 4 + 2 + 5 - 3
    assert axis.extent(4, 4) == (4, 12)
    assert axis.extent(4, 4, ((3, 0),)) == (4, 5)
    assert axis.extent(4, 4, ((3, 1),)) is None
    assert axis.extent(4, 4, ((3, 2), (4, 1))) == (11, 11)
    assert axis.extent(5, 5, ((3, 1),)) == (8, 8)
    assert axis.copies(5, 5) == [(6, 6), (8, 8), (13, 13)]


def test_loops_that_overlap_are_refused() -> None:
    with pytest.raises(ValueError, match="apart"):
        Axis((Loop(first=3, last=5, rounds=1), Loop(first=5, last=6, rounds=1)))


def test_runs_name_every_output_line_once() -> None:
    axis = Axis((Loop(first=2, last=3, rounds=2), Loop(first=5, last=5, rounds=0)))
    runs = [(run.first, run.last, run.start, run.path) for run in axis.runs(6)]
    assert runs == [(1, 1, 1, ()), (2, 3, 2, ((2, 0),)), (2, 3, 4, ((2, 1),)), (4, 4, 6, ()), (6, 6, 7, ())]


@st.composite
def loops(draw: st.DrawFn, first: int = 1, last: int = 12, depth: int = 2) -> tuple[Loop, ...]:
    found = []
    at = first
    while at <= last and draw(st.booleans()):
        start = draw(st.integers(at, last))
        stop = draw(st.integers(start, last))
        rounds = draw(st.integers(0, 3))
        inner: tuple[tuple[Loop, ...], ...] = ()
        if depth and draw(st.booleans()):
            inner = tuple(draw(loops(start, stop, depth - 1)) for _ in range(rounds))
        found.append(Loop(first=start, last=stop, rounds=rounds, inner=inner))
        at = stop + 1
    return tuple(found)


def written(parts: tuple[Loop, ...], first: int, last: int, path: Path) -> Iterator[tuple[int, Path]]:
    """The template line and the rounds of every output line, found by walking the plan."""
    at = first
    while at <= last:
        loop = next((item for item in parts if item.first == at), None)
        if loop is None:
            yield at, path
            at += 1
            continue
        for number in range(loop.rounds):
            inner = loop.inner[number] if loop.inner else ()
            yield from written(inner, loop.first, loop.last, (*path, (loop.first, number)))
        at = loop.last + 1


def seen(path: Path, viewer: Path) -> bool:
    """Whether a line in the rounds `path` belongs to what the viewer sees."""
    for own, other in zip(viewer, path, strict=False):
        if own[0] != other[0]:
            return True
        if own[1] != other[1]:
            return False
    return True


@given(loops(), st.data())
def test_an_axis_agrees_with_a_walk_over_every_line(plan: tuple[Loop, ...], data: st.DataObject) -> None:
    axis = Axis(plan)
    lines = list(written(plan, 1, 15, ()))
    assert axis.growth == len(lines) - 15
    from_runs = [
        (run.start + index, (run.first + index, run.path))
        for run in axis.runs(15)
        for index in range(run.last - run.first + 1)
    ]
    assert from_runs == list(enumerate(lines, 1))
    first = data.draw(st.integers(1, 15))
    last = data.draw(st.integers(first, 15))
    viewer = data.draw(st.sampled_from([(), *(path for _, path in lines)]))
    places = [number for number, (line, path) in enumerate(lines, 1) if first <= line <= last and seen(path, viewer)]
    expected: Lines | None = (places[0], places[-1]) if places else None
    assert axis.extent(first, last, viewer) == expected
