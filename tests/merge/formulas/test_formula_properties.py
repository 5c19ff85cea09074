"""Whatever the loops, a moved reference covers the cells that a walk over every output line finds."""

from collections.abc import Iterator

from hypothesis import example, given, settings
from hypothesis import strategies as st

from reportgen.merge.excel.axis import Axis, Loop, Path
from reportgen.merge.excel.formulas import FormulaMover
from reportgen.merge.excel.formulas_references import Reference, parts
from reportgen.merge.excel.moves import SheetMove, Spot

LAST = 12


@st.composite
def loops(draw: st.DrawFn, first: int = 1, last: int = LAST, depth: int = 1) -> tuple[Loop, ...]:
    found = []
    at = first
    while at <= last and draw(st.booleans()):
        start = draw(st.integers(at, last))
        stop = draw(st.integers(start, min(last, start + 3)))
        rounds = draw(st.integers(0, 3))
        inner: tuple[tuple[Loop, ...], ...] = ()
        if depth and stop > start and draw(st.booleans()):
            inner = tuple(draw(loops(start + 1, stop, depth - 1)) for _ in range(rounds))
        found.append(Loop(first=start, last=stop, rounds=rounds, inner=inner))
        at = stop + 1
    return tuple(found)


def walked(plan: tuple[Loop, ...], first: int, last: int, path: Path) -> Iterator[tuple[int, Path]]:
    """The template line and the rounds of every output line."""
    at = first
    while at <= last:
        loop = next((item for item in plan if item.first == at), None)
        if loop is None:
            yield at, path
            at += 1
            continue
        for number in range(loop.rounds):
            inner = loop.inner[number] if loop.inner else ()
            yield from walked(inner, loop.first, loop.last, (*path, (loop.first, number)))
        at = loop.last + 1


def is_cut(plan: tuple[Loop, ...], first: int, last: int) -> bool:
    """Whether some loop lies partly in the range and partly outside it, the range not being inside the loop."""
    for loop in plan:
        apart = loop.last < first or last < loop.first
        holds = loop.first <= first and last <= loop.last
        within = first <= loop.first and loop.last <= last
        if not (apart or holds or within):
            return True
        if holds and any(is_cut(inner, first, last) for inner in loop.inner):
            return True
    return False


def covered(formula: str) -> set[int]:
    return {
        row for part in parts(formula) if isinstance(part, Reference) for row in range(part.rows[0], part.rows[1] + 1)
    }


def mover(plan: tuple[Loop, ...]) -> FormulaMover:
    return FormulaMover({"表": SheetMove(name="表", rows=Axis(plan), columns=Axis(), copies=("表",))})


@settings(max_examples=300, deadline=None)
@given(loops(), st.integers(1, LAST), st.integers(0, 5), st.booleans())
def test_a_sum_from_outside_takes_in_every_round_and_nothing_else(
    plan: tuple[Loop, ...], first: int, more: int, is_range: bool
) -> None:
    last = min(LAST, first + more) if is_range else first
    reference = f"B{first}:B{last}" if is_range else f"B{first}"
    lines = list(walked(plan, 1, LAST, ()))
    wanted = {number for number, (line, _) in enumerate(lines, 1) if first <= line <= last}
    moved = mover(plan).move(f"SUM(表!{reference})", Spot("末", 1, 1))
    if not wanted:
        assert moved == "SUM(0)"
    elif is_cut(plan, first, last):
        assert wanted <= covered(moved)
    else:
        assert covered(moved) == wanted


@settings(max_examples=300, deadline=None)
@given(loops(), st.data())
def test_a_cell_refers_to_its_own_round_wherever_it_stands(plan: tuple[Loop, ...], data: st.DataObject) -> None:
    lines = list(walked(plan, 1, LAST, ()))
    if not lines:
        return
    place = data.draw(st.integers(0, len(lines) - 1))
    line, path = lines[place]
    moving = mover(plan)
    for number, (other, rounds) in enumerate(lines, 1):
        is_same_round = path[: len(rounds)] == rounds
        if is_same_round and other >= line:
            assert moving.move(f"B{other}*2", Spot("表", line, 3, path)) == f"B{number}*2"
    assert moving.findings == []


@settings(deadline=None)
@given(loops(), st.sampled_from(["B{0}+$C{0}", "SUM(B$1:B{0})", "SUM(B{0}:C{0})/B$12", "D{0}*A1"]))
def test_a_program_writes_what_moving_writes_in_every_round(plan: tuple[Loop, ...], formula: str) -> None:
    moving = mover(plan)
    for number, (line, path) in enumerate(walked(plan, 1, LAST, ()), 1):
        text = formula.format(line)
        program = moving.program(text, Spot("表", line, 5, path))
        if program is not None:
            assert program.text(number) == moving.move(text, Spot("表", line, 5, path))


@settings(deadline=None)
@given(st.lists(st.integers(1, LAST), unique=True), st.text(alphabet="AB1:$,()+'!表# \"[]", max_size=20))
@example(firsts=[], formula=':""!')
def test_loops_of_one_round_leave_every_text_as_it_is(firsts: list[int], formula: str) -> None:
    plan = tuple(Loop(first=first, last=first, rounds=1) for first in firsts)
    assert mover(plan).move(formula, Spot("表", 1, 1)) == formula
