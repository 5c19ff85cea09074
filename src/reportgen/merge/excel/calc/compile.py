"""A formula's tree made ready to run: closures over the grid, one for all formulas of a family.

`Compiler.code(tree)` gives a function of n, the number of the formula within its family (0 for a formula by
itself). Only that branch of an IF is worked out that is taken.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from operator import eq, ge, gt, le, lt, ne

from .aggregates import AGGREGATES
from .coerce import to_truth
from .conditional import CONDITIONAL
from .grid import Code, Family, Grid
from .logic import LOGIC
from .making import MatrixCode, cell_code, constant, dense, once, unknown
from .matrix import Matrix, each, single
from .operators import OPERATORS, Operator, negative, percent, settled
from .places import PLACES
from .scalars import SCALARS, Scalar, apply
from .tree import Area, ArrayConstant, Binary, Call, Constant, Node, Unary, has_range, is_moving
from .values import UNKNOWN, Value

MAKERS = {**LOGIC, **AGGREGATES, **CONDITIONAL, **PLACES}

_LARGEST = 1.7976931348623157e308
_UNARY = {"-": negative, "%": percent}
_DEEPEST_PAIRS = 40
_COMPARISONS: dict[str, Callable[[float, float], bool]] = {"=": eq, "<>": ne, "<": lt, ">": gt, "<=": le, ">=": ge}


class Compiler:
    """Makes the code of one family of formulas; `is_array` where it is an array formula."""

    def __init__(self, grid: Grid, family: Family, *, is_array: bool = False) -> None:
        self.grid = grid
        self.first, self.step, self.column = family.first, family.step, family.column
        self.is_array = is_array
        self._repeats = len(family.values) > 1

    def formula(self, node: Node) -> Code:
        """The whole formula: a blank result is 0, and the last `+` or `-` is corrected (see `settled`)."""
        last_is_sum = isinstance(node, Binary) and node.operator in "+-"
        code = self._settled(node) if isinstance(node, Binary) and last_is_sum else self.code(node)

        def run(number: int) -> Value:
            value = code(number)
            return 0.0 if value is None else value

        return run

    def block(self, node: Node, column: int) -> Code:
        """A column of an array formula's block, row by row."""
        code = self.matrix(node)
        made: list[Matrix] = []

        def run(number: int) -> Value:
            if not made:
                made.append(code(0))
            value = made[0].at(number, column)
            return 0.0 if value is None else value

        return run

    def code(self, node: Node) -> Code:
        """The node's one value; UNKNOWN for a range where one value is asked for."""
        match node:
            case Constant(value):
                return constant(value)
            case Area():
                return cell_code(self.grid, node) if node.is_cell else unknown
            case Binary():
                return self._chain(node)
            case Unary(operator, operand):
                return self._unary(operator, self.code(operand))
            case Call(name, arguments):
                return self._call(name, arguments)
            case ArrayConstant(((value,),)):
                return constant(value)
            case _:
                return unknown

    def matrix(self, node: Node) -> MatrixCode:
        """The node's values element by element; one UNKNOWN where we do not follow it."""
        match node:
            case Area():
                grid = self.grid
                return lambda number: dense(grid, node, number) or single(UNKNOWN)
            case ArrayConstant(rows):
                made = Matrix(len(rows), len(rows[0]), [value for row in rows for value in row])
                return lambda _: made
            case Binary():
                spine, right = _spine(node)
                return _combined(self.matrix(spine), [(OPERATORS[sign], self.matrix(side)) for sign, side in right])
            case Unary(operator, operand) if operator in _UNARY:
                return _each(_UNARY[operator], [self.matrix(operand)])
            case Unary(_, operand):
                return self.matrix(operand)
            case Call(name, arguments) if name in SCALARS and arguments:
                return _each(partial(_applied, SCALARS[name]), [self.matrix(argument) for argument in arguments])
            case Call("IF", arguments) if self.is_array and has_range(arguments[0]):
                return (
                    _each(_chosen, [self.matrix(argument) for argument in arguments]) if len(arguments) > 1 else _none
                )
        code = self.code(node)
        return lambda number: single(code(number))

    def _call(self, name: str, arguments: tuple[Node, ...]) -> Code:
        maker = MAKERS.get(name)
        if maker is not None:
            return maker(self, arguments)
        scalar = SCALARS.get(name)
        if scalar is None or not scalar.least <= len(arguments) <= scalar.most:
            return unknown
        return _scalar(scalar, [self.code(argument) for argument in arguments])

    def _unary(self, operator: str, code: Code) -> Code:
        work = _UNARY.get(operator)
        return code if work is None else lambda number: work(code(number))

    def _chain(self, node: Binary) -> Code:
        code = self._joined(node)
        # What no row changes, as `SUM(D:D)=0`, is worked out once for all rows.
        return once(code) if self._repeats and not is_moving(node) else code

    def _joined(self, node: Binary) -> Code:
        first, rest = _spine(node)
        code = self.code(first)
        pairs = [(sign, self.code(side)) for sign, side in rest]
        if len(pairs) > _DEEPEST_PAIRS:
            return _long_chain(code, [(OPERATORS[sign], side) for sign, side in pairs])
        for sign, side in pairs:
            code = _pair(sign, code, side)
        return code

    def _settled(self, node: Binary) -> Code:
        left, right = self.code(node.left), self.code(node.right)
        operate = OPERATORS[node.operator]

        def run(number: int) -> Value:
            one, other = left(number), right(number)
            result = operate(one, other)
            if one.__class__ is float and other.__class__ is float and result.__class__ is float:
                return settled(result, one, other) if abs(result) < 1e-14 * abs(one) else result
            return result

        return run


def _spine(node: Binary) -> tuple[Node, list[tuple[str, Node]]]:
    """The leftmost operand, and the operators with their right operands in order."""
    rest = []
    here: Node = node
    while isinstance(here, Binary):
        rest.append((here.operator, here.right))
        here = here.left
    return here, rest[::-1]


def _long_chain(first: Code, rest: list[tuple[Operator, Code]]) -> Code:
    def run(number: int) -> Value:
        value = first(number)
        for operate, side in rest:
            value = operate(value, side(number))
        return value

    return run


def _pair(sign: str, left: Code, right: Code) -> Code:
    operate = OPERATORS[sign]
    quick = {"+": _sum, "-": _difference, "*": _product, "/": _ratio}.get(sign)
    if quick is not None:
        return quick(operate, left, right)
    compare = _COMPARISONS.get(sign)
    if compare is not None:
        return _comparison(compare, operate, left, right)
    return lambda number: operate(left(number), right(number))


def _sum(operate: Operator, left: Code, right: Code) -> Code:
    def run(number: int) -> Value:
        one, other = left(number), right(number)
        if one.__class__ is float and other.__class__ is float:
            result = one + other
            if -_LARGEST <= result <= _LARGEST:
                return result
        return operate(one, other)

    return run


def _difference(operate: Operator, left: Code, right: Code) -> Code:
    def run(number: int) -> Value:
        one, other = left(number), right(number)
        if one.__class__ is float and other.__class__ is float:
            result = one - other
            if -_LARGEST <= result <= _LARGEST:
                return result
        return operate(one, other)

    return run


def _product(operate: Operator, left: Code, right: Code) -> Code:
    def run(number: int) -> Value:
        one, other = left(number), right(number)
        if one.__class__ is float and other.__class__ is float:
            result = one * other
            if -_LARGEST <= result <= _LARGEST:
                return result
        return operate(one, other)

    return run


def _ratio(operate: Operator, left: Code, right: Code) -> Code:
    def run(number: int) -> Value:
        one, other = left(number), right(number)
        if one.__class__ is float and other.__class__ is float and other:
            result = one / other
            if -_LARGEST <= result <= _LARGEST:
                return result
        return operate(one, other)

    return run


def _comparison(compare: Callable[[float, float], bool], operate: Operator, left: Code, right: Code) -> Code:
    def run(number: int) -> Value:
        one, other = left(number), right(number)
        if one.__class__ is float and other.__class__ is float:
            apart = one - other
            # Numbers this close go through their 15 digits (`operators.order`).
            if not apart or abs(apart) >= 1e-13 * abs(one):
                return compare(one, other)
        return operate(one, other)

    return run


def _scalar(scalar: Scalar, codes: list[Code]) -> Code:
    if len(codes) == 1:
        only = codes[0]
        return lambda number: apply(scalar, [only(number)])
    return lambda number: apply(scalar, [code(number) for code in codes])


def _applied(scalar: Scalar, *values: Value) -> Value:
    return apply(scalar, list(values))


def _each(work: Callable[..., Value], codes: list[MatrixCode]) -> MatrixCode:
    return lambda number: each(work, [code(number) for code in codes])


def _combined(first: MatrixCode, rest: list[tuple[Operator, MatrixCode]]) -> MatrixCode:
    def run(number: int) -> Matrix:
        matrix = first(number)
        for operate, side in rest:
            matrix = each(operate, [matrix, side(number)])
        return matrix

    return run


def _none(_: int) -> Matrix:
    return single(UNKNOWN)


def _chosen(test: Value, then: Value, otherwise: Value = False) -> Value:
    truth = to_truth(test)
    return truth if not isinstance(truth, bool) else then if truth else otherwise
