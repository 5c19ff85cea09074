"""Aggregates that take their cells one after the other: SUM, COUNT, AVERAGE, MIN, MAX, PRODUCT.

Each is a start, a step over some more numbers, and an end, so that a total that grows from row to row
(`SUM(C$3:C3)`) goes on from where it was. Sums are plain doubles added in order, as in Excel; Python's own
`sum` would correct them from 3.12 on.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce
from operator import add, mul

from ....model.values import dataclass
from .coerce import finite, is_stop, to_number
from .values import UNKNOWN, ExcelError, Value

State = tuple[float, int]
"""A number, and how many numbers went into it."""

Pick = Callable[[Sequence[Value]], "list[float] | Value"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fold:
    """An aggregate: `cells` takes the numbers out of cells, `typed` out of values written into the call."""

    step: Callable[[State, list[float]], State]
    end: Callable[[State], Value]
    cells: Pick
    typed: Pick


def numbers_in(values: Sequence[Value]) -> list[float] | Value:
    """The numbers among cells; texts, truths and blanks are passed over, an error or UNKNOWN is the result."""
    numbers: list[float] = []
    for value in values:
        if value.__class__ is float:
            numbers.append(value)
        elif is_stop(value):
            return UNKNOWN if UNKNOWN in values else value
    return numbers


def _typed_numbers(values: Sequence[Value]) -> list[float] | Value:
    found = [to_number(value) for value in values]
    numbers = [value for value in found if isinstance(value, float)]
    return numbers if len(numbers) == len(found) else next(value for value in found if is_stop(value))


def _counted(values: Sequence[Value]) -> list[float] | Value:
    if UNKNOWN in values:
        return UNKNOWN
    return [1.0 for value in values if value.__class__ is float]


def _typed_counted(values: Sequence[Value]) -> list[float] | Value:
    found = [to_number(value) for value in values]
    return UNKNOWN if UNKNOWN in found else [1.0 for value in found if isinstance(value, float)]


def _there(values: Sequence[Value]) -> list[float] | Value:
    if UNKNOWN in values:
        return UNKNOWN
    return [1.0 for value in values if value is not None]


def _typed_there(values: Sequence[Value]) -> list[float] | Value:
    return UNKNOWN if UNKNOWN in values else [1.0] * len(values)


def _add(state: State, numbers: list[float]) -> State:
    return reduce(add, numbers, state[0]), state[1] + len(numbers)


def _multiply(state: State, numbers: list[float]) -> State:
    return (reduce(mul, numbers, state[0] if state[1] else 1.0) if numbers else state[0]), state[1] + len(numbers)


def _least(state: State, numbers: list[float]) -> State:
    if not numbers:
        return state
    best = min(numbers)
    return (min(best, state[0]) if state[1] else best), state[1] + len(numbers)


def _most(state: State, numbers: list[float]) -> State:
    if not numbers:
        return state
    best = max(numbers)
    return (max(best, state[0]) if state[1] else best), state[1] + len(numbers)


def _result(state: State) -> Value:
    return finite(state[0])


def _mean(state: State) -> Value:
    return finite(state[0] / state[1]) if state[1] else ExcelError.DIVISION


def _count(state: State) -> Value:
    return float(state[1])


START: State = (0.0, 0)

FOLDS: dict[str, Fold] = {
    "SUM": Fold(step=_add, end=_result, cells=numbers_in, typed=_typed_numbers),
    "AVERAGE": Fold(step=_add, end=_mean, cells=numbers_in, typed=_typed_numbers),
    "PRODUCT": Fold(step=_multiply, end=_result, cells=numbers_in, typed=_typed_numbers),
    "MIN": Fold(step=_least, end=_result, cells=numbers_in, typed=_typed_numbers),
    "MAX": Fold(step=_most, end=_result, cells=numbers_in, typed=_typed_numbers),
    "COUNT": Fold(step=_add, end=_count, cells=_counted, typed=_typed_counted),
    "COUNTA": Fold(step=_add, end=_count, cells=_there, typed=_typed_there),
}

SUBTOTALS = {1: "AVERAGE", 2: "COUNT", 3: "COUNTA", 4: "MAX", 5: "MIN", 6: "PRODUCT", 9: "SUM"}
"""SUBTOTAL's numbers; a hundred more is the same without rows hidden by hand."""


def fold(aggregate: Fold, parts: Sequence[tuple[Sequence[Value], bool]]) -> Value:
    """The aggregate of parts, each with whether its values were typed into the call."""
    state = START
    for values, typed in parts:
        numbers = (aggregate.typed if typed else aggregate.cells)(values)
        if not isinstance(numbers, list):
            return numbers
        state = aggregate.step(state, numbers)
    return aggregate.end(state)
