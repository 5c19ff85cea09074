"""Functions that choose: IF, IFERROR, IFNA, IFS, AND, OR, NOT. What is not chosen is not worked out."""

from __future__ import annotations

from collections.abc import Callable

from .coerce import is_stop, to_truth
from .grid import Code
from .making import Compiling, Maker, area_values, constant, parts_of, unknown
from .tree import Constant, Node
from .values import UNKNOWN, ExcelError, Value

_Source = Callable[[int], list[Value]]


def make_if(making: Compiling, arguments: tuple[Node, ...]) -> Code:
    """IF: without the third argument FALSE; an argument left empty is 0."""
    if not 2 <= len(arguments) <= 3:
        return unknown
    condition = making.code(arguments[0])
    then = _branch(making, arguments[1])
    otherwise = _branch(making, arguments[2]) if len(arguments) > 2 else constant(False)

    def run(number: int) -> Value:
        test = condition(number)
        if not isinstance(test, bool):
            test = to_truth(test)
            if not isinstance(test, bool):
                return test
        return then(number) if test else otherwise(number)

    return run


def _branch(making: Compiling, node: Node) -> Code:
    return constant(0.0) if node == Constant(None) else making.code(node)


def _make_caught(*errors: ExcelError) -> Maker:
    """IFERROR and IFNA: the first argument unless it is one of the errors, else the second."""

    def make(making: Compiling, arguments: tuple[Node, ...]) -> Code:
        if len(arguments) != 2:
            return unknown
        first, second = (_branch(making, argument) for argument in arguments)

        def run(number: int) -> Value:
            value = first(number)
            # A blank cell comes out of IFERROR as 0 or "" alike, so it may stay blank.
            return second(number) if value in errors else value

        return run

    return make


def make_ifs(making: Compiling, arguments: tuple[Node, ...]) -> Code:
    """IFS: the value behind the first condition that holds, #N/A without one."""
    if not arguments or len(arguments) % 2:
        return unknown
    codes = [making.code(argument) for argument in arguments]

    def run(number: int) -> Value:
        for condition, then in zip(codes[::2], codes[1::2], strict=True):
            test = to_truth(condition(number))
            if not isinstance(test, bool):
                return test
            if test:
                return then(number)
        return ExcelError.MISSING

    return run


def make_not(making: Compiling, arguments: tuple[Node, ...]) -> Code:
    """NOT."""
    if len(arguments) != 1:
        return unknown
    code = making.code(arguments[0])

    def run(number: int) -> Value:
        truth = to_truth(code(number))
        return not truth if isinstance(truth, bool) else truth

    return run


def _make_all(*, every: bool) -> Maker:
    """AND and OR: all arguments count, texts and blanks in cells do not; #VALUE! where none is left."""

    def make(making: Compiling, arguments: tuple[Node, ...]) -> Code:
        sources = [_truths(making, argument) for argument in arguments]

        def run(number: int) -> Value:
            truths: list[Value] = []
            for source in sources:
                truths += source(number)
            if UNKNOWN in truths:
                return UNKNOWN
            for truth in truths:
                if is_stop(truth):
                    return truth
            if not truths:
                return ExcelError.VALUE
            return all(truths) if every else any(truths)

        return run

    return make


def _truths(making: Compiling, node: Node) -> _Source:
    """The truths of an argument: of a reference its numbers and truths, else the value's."""
    areas = parts_of(node)
    if areas is None:
        code = making.code(node)
        return lambda number: [to_truth(code(number))]
    grid = making.grid

    def read(number: int) -> list[Value]:
        values = [value for area in areas for value in area_values(grid, area, number)]
        return [value != 0 if isinstance(value, float) else value for value in values if not _is_passed_over(value)]

    return read


def _is_passed_over(value: Value) -> bool:
    return value is None or isinstance(value, str)


LOGIC: dict[str, Maker] = {
    "IF": make_if,
    "IFERROR": _make_caught(*ExcelError),
    "IFNA": _make_caught(ExcelError.MISSING),
    "IFS": make_ifs,
    "NOT": make_not,
    "AND": _make_all(every=True),
    "OR": _make_all(every=False),
}
