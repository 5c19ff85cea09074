"""Functions over many cells: SUM and its kin, SUBTOTAL, SUMPRODUCT, RANK, LARGE, MEDIAN."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from math import fsum, sqrt

from .coerce import finite, to_number
from .folds import FOLDS, START, SUBTOTALS, Fold, State, fold, numbers_in
from .grid import Code, Column
from .making import Compiling, Maker, area_values, bounds, once, parts_of, unknown
from .tree import Area, ArrayConstant, Call, Constant, Node, has_range, is_moving, walk
from .values import UNKNOWN, ExcelError, Mark, Value

Source = Callable[[int], tuple[Sequence[Value], bool]]
"""An argument's values for the n-th formula, and whether they were typed into the call."""


def _make_fold(name: str) -> Maker:
    aggregate = FOLDS[name]

    def make(making: Compiling, arguments: tuple[Node, ...]) -> Code:
        if not arguments:
            return unknown
        if len(arguments) == 1 and isinstance(arguments[0], Area):
            column = _growing(making, arguments[0])
            if column is not None:
                return _running(aggregate, arguments[0], column)
        sources = [_source(making, argument) for argument in arguments]
        return lambda number: fold(aggregate, [source(number) for source in sources])

    return make


def _source(making: Compiling, node: Node) -> Source:
    areas = parts_of(node)
    grid = making.grid
    if areas is not None:
        return lambda number: ([value for area in areas for value in area_values(grid, area, number)], False)
    if any(isinstance(below, Call) and below.name == "INDEX" for below in walk(node)):
        return lambda _: ((UNKNOWN,), False)  # a cell, in which texts do not count, and no value typed here
    if isinstance(node, ArrayConstant) or (making.is_array and has_range(node)):
        matrix = making.matrix(node)
        return lambda number: (matrix(number).values, False)
    code = making.code(node)
    return lambda number: ((code(number),), True)


def _growing(making: Compiling, area: Area) -> Column | None:
    """The one column of a range that begins where it always does and ends further down each time."""
    if area.top_step or area.bottom_step <= 0 or area.left != area.right or area.bottom < area.top:
        return None
    columns = making.grid.columns_of(area)
    return columns[0][2] if columns and len(columns) == 1 else None


def _running(aggregate: Fold, area: Area, column: Column) -> Code:
    """The aggregate of `C$3:C3`, `C$3:C4`, ...: each goes on from the one before.

    Excel adds from above as well, so the result is the same to the last bit.
    """
    reached = area.top - 1
    state: State = START
    stop: Value = None

    def run(number: int) -> Value:
        nonlocal reached, state, stop
        bottom = area.bottom + area.bottom_step * number
        if bottom < reached:
            reached, state, stop = area.top - 1, START, None
        numbers = aggregate.cells(column.values(reached + 1, bottom))
        reached = bottom
        if stop is None and isinstance(numbers, list):
            state = aggregate.step(state, numbers)
        elif stop is None or numbers is UNKNOWN:
            stop = numbers  # type: ignore[assignment]
        return aggregate.end(state) if stop is None else stop

    return run


def make_subtotal(making: Compiling, arguments: tuple[Node, ...]) -> Code:
    """SUBTOTAL: cells that hold a SUBTOTAL themselves do not count.

    101 to 111 leave out hidden rows. 1 to 11 leave out filtered ones only; which rows are filtered and
    which hidden by hand is not known, so that hidden rows make these UNKNOWN.
    """
    function = arguments[0] if arguments else None
    if not isinstance(function, Constant) or not isinstance(function.value, float):
        return unknown
    name = SUBTOTALS.get(int(function.value) % 100)
    parts = [parts_of(argument) for argument in arguments[1:]]
    areas = [area for part in parts for area in part or ()]
    if name is None or None in parts or not areas or not 0 < function.value < 112:
        return unknown
    aggregate, skips = FOLDS[name], function.value > 100

    def run(number: int) -> Value:
        hidden = [_hidden_rows(making, area, number) for area in areas]
        if any(hidden) and not skips:
            return UNKNOWN
        found = [_counted(making, area, number, rows) for area, rows in zip(areas, hidden, strict=True)]
        return fold(aggregate, [(values, False) for values in found])

    return run


def _hidden_rows(making: Compiling, area: Area, number: int) -> dict[str, set[int]]:
    """The hidden rows of the area by sheet, sheets without any left out."""
    top, bottom = bounds(area, number)
    found: dict[str, set[int]] = {}
    for sheet in area.sheets:
        spans = making.grid.hidden.get(sheet, ())
        rows = {row for first, last in spans for row in range(max(first, top), min(last, bottom) + 1)}
        if rows:
            found[sheet] = rows
    return found


def _counted(making: Compiling, area: Area, number: int, hidden: dict[str, set[int]]) -> Sequence[Value]:
    """The values of the area without hidden rows and without subtotals."""
    columns = making.grid.columns_of(area)
    if columns is None:
        return [UNKNOWN]
    top, bottom = bounds(area, number)
    found: list[Value] = []
    for sheet, _, column in columns:
        skipped = hidden.get(sheet, set())
        marked = {row: family for row, family in column.with_subtotals(top, bottom).items() if row not in skipped}
        if not all(family.is_subtotal for family in marked.values()):
            return [UNKNOWN]
        start = top
        for row in [*sorted(marked.keys() | skipped), bottom + 1]:
            found += column.values(start, row - 1)
            start = row + 1
    return found if making.grid.spend(len(found)) else [UNKNOWN]


def make_product_sum(making: Compiling, arguments: tuple[Node, ...]) -> Code:
    """SUMPRODUCT: what is no number counts as 0; #VALUE! where the arguments differ in size."""
    if not arguments:
        return unknown
    codes = [making.matrix(argument) for argument in arguments]

    def run(number: int) -> Value:
        matrices = [code(number) for code in codes]
        if any(UNKNOWN in matrix.values for matrix in matrices):
            return UNKNOWN
        if len({(matrix.rows, matrix.columns) for matrix in matrices}) > 1:
            return ExcelError.VALUE
        total: float = 0.0
        for values in zip(*(matrix.values for matrix in matrices), strict=True):
            product: float = 1.0
            for value in values:
                if isinstance(value, (ExcelError, Mark)):
                    return value
                product *= value if isinstance(value, float) else 0.0
            total += product
        return finite(total)

    return run


def _sorted_numbers(making: Compiling, node: Node) -> Callable[[int], list[float] | Value]:
    """The numbers of a reference in rising order; for a range that stays where it is they are sorted once."""
    areas = parts_of(node) or ()
    kept: list[list[float] | Value] = []
    moves = is_moving(node)

    def read(number: int) -> list[float] | Value:
        if kept:
            return kept[0]
        values = [value for area in areas for value in area_values(making.grid, area, number)]
        numbers = numbers_in(values)
        found = sorted(numbers) if isinstance(numbers, list) else numbers
        if not moves:
            kept.append(found)
        return found

    return read if areas else lambda _: UNKNOWN


def _make_of_sorted(work: Callable[[list[float], list[float]], Value], *, at: int, most: int) -> Maker:
    """A function over the sorted numbers of argument `at` and its other arguments as numbers."""

    def make(making: Compiling, arguments: tuple[Node, ...]) -> Code:
        if not at < len(arguments) <= most:
            return unknown
        numbers = _sorted_numbers(making, arguments[at])
        others = [making.code(node) for place, node in enumerate(arguments) if place != at]

        def run(number: int) -> Value:
            found = [to_number(other(number)) for other in others]
            ordered = numbers(number)
            if not isinstance(ordered, list):
                return ordered
            for value in found:
                if not isinstance(value, float):
                    return value
            return work(ordered, [value for value in found if isinstance(value, float)])

        return run

    return make


def _rank(ordered: list[float], others: list[float]) -> Value:
    """RANK: how many numbers lie before it, by the third argument from below, and one."""
    if not others:
        return UNKNOWN
    start, stop = bisect_left(ordered, others[0]), bisect_right(ordered, others[0])
    if start == stop:
        return ExcelError.MISSING
    rising = len(others) > 1 and others[1] != 0
    return float(start + 1 if rising else len(ordered) - stop + 1)


def _nth(ordered: list[float], others: list[float], *, largest: bool) -> Value:
    if len(others) != 1:
        return UNKNOWN
    place = -int(-others[0] // 1)
    if not 1 <= place <= len(ordered):
        return ExcelError.NUMBER
    return ordered[-place if largest else place - 1]


def _median(ordered: list[float], _: list[float]) -> Value:
    if not ordered:
        return ExcelError.NUMBER
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else finite((ordered[half - 1] + ordered[half]) / 2)


def _spread(*, sample: bool, root: bool) -> Callable[[list[float], list[float]], Value]:
    """STDEV and VAR: the mean of the squared distances from the mean, over one number less for a `sample`."""

    def spread(ordered: list[float], _: list[float]) -> Value:
        over = len(ordered) - sample
        if over < 1:
            return ExcelError.DIVISION
        mean = fsum(ordered) / len(ordered)
        variance = fsum((value - mean) ** 2 for value in ordered) / over
        return finite(sqrt(variance) if root else variance)

    return spread


_SPREADS = {
    name: _make_of_sorted(_spread(sample=sample, root=root), at=0, most=1)
    for names, sample, root in (
        (("STDEV", "STDEV.S"), True, True),
        (("STDEVP", "STDEV.P"), False, True),
        (("VAR", "VAR.S"), True, False),
        (("VARP", "VAR.P"), False, False),
    )
    for name in names
}


def static(maker: Maker) -> Maker:
    """The maker whose result is worked out once where no argument moves with the formula."""

    def make(making: Compiling, arguments: tuple[Node, ...]) -> Code:
        code = maker(making, arguments)
        return code if any(is_moving(argument) for argument in arguments) else once(code)

    return make


AGGREGATES: dict[str, Maker] = {
    **{name: static(_make_fold(name)) for name in FOLDS},
    "SUBTOTAL": static(make_subtotal),
    "SUMPRODUCT": static(make_product_sum),
    "RANK": _make_of_sorted(_rank, at=1, most=3),
    "RANK.EQ": _make_of_sorted(_rank, at=1, most=3),
    "LARGE": _make_of_sorted(lambda ordered, others: _nth(ordered, others, largest=True), at=0, most=2),
    "SMALL": _make_of_sorted(lambda ordered, others: _nth(ordered, others, largest=False), at=0, most=2),
    "MEDIAN": _make_of_sorted(_median, at=0, most=1),
    **_SPREADS,
}
