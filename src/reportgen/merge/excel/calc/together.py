"""The formulas of a column worked out all at once where they are arithmetic over numbers.

`=C2+D2` in 100,000 rows is one addition of two lists. Whatever is not a number, or not yet found, leaves the
column to the ordinary way (`compile`), which gives the same values one by one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import repeat
from math import isfinite
from operator import add, mul, sub, truediv

from .coerce import to_truth
from .compile import Compiler
from .grid import Family, Grid, Needs
from .operators import settled
from .tree import Area, Binary, Call, Constant, Node, Unary, is_moving
from .values import Value

Numbers = float | list[float]
"""One number for all formulas, or one for each."""

FEWEST = 33
"""So many formulas are worked out together."""

_DEEPEST = 60
_WORK: dict[str, Callable[[float, float], float]] = {"+": add, "-": sub, "*": mul, "/": truediv}
_BRANCHES = 3


class _Apart(Exception):  # noqa: N818 - never leaves this module
    """The formulas are to be worked out one by one."""


def worked_out(grid: Grid, family: Family) -> list[float] | None:
    """The values of all formulas of a family; None where they have to be worked out one by one."""
    if len(family.values) < FEWEST:
        return None
    together = _Together(grid, family)
    try:
        return together.formula(family.tree)
    except (_Apart, Needs):
        return None


class _Together:
    def __init__(self, grid: Grid, family: Family) -> None:
        self.grid = grid
        self.count = len(family.values)
        self.compiler = Compiler(grid, family)

    def formula(self, node: Node) -> list[float]:
        """The whole formula; the last `+` or `-` is corrected as it is for single ones."""
        if isinstance(node, Binary) and node.operator in "+-":
            left, right = self.numbers(node.left, 0), self.numbers(node.right, 0)
            found = [
                settled(result, one, other) if abs(result) < 1e-14 * abs(one) else result
                for result, one, other in zip(
                    self.joined(node.operator, left, right), self.each(left), self.each(right), strict=False
                )
            ]
        else:
            found = list(self.each(self.numbers(node, 0)))
        return found

    def each(self, numbers: Numbers) -> Iterable[float]:
        """One number for each formula."""
        return numbers if isinstance(numbers, list) else repeat(numbers, self.count)

    def numbers(self, node: Node, depth: int) -> Numbers:
        """The node's numbers; raises _Apart where it has others than numbers."""
        if depth > _DEEPEST:
            raise _Apart
        match node:
            case Constant(value):
                return _number(value)
            case Area() if node.is_cell and node.top_step:
                return self.cells(node)
            case Binary(operator, left, right) if operator in _WORK:
                return self.joined(operator, self.numbers(left, depth + 1), self.numbers(right, depth + 1))
            case Unary(operator, operand) if operator in "+-(%":
                return _signed(operator, self.numbers(operand, depth + 1))
            case Call("IF", arguments) if len(arguments) == _BRANCHES and not is_moving(arguments[0]):
                truth = to_truth(self.compiler.code(arguments[0])(0))
                if not isinstance(truth, bool):
                    raise _Apart
                return self.numbers(arguments[1 if truth else 2], depth + 1)
        if is_moving(node):
            raise _Apart
        return _number(self.compiler.code(node)(0))

    def cells(self, area: Area) -> list[float]:
        """The cells that the formulas look at, one each, in the rows of one line of numbers."""
        column = self.grid.column(area.sheets[0], area.left) if area.sheets[0] in self.grid else None
        for line in column.lines if column is not None else ():
            start, off = divmod(area.top - line.first, line.step)
            if line.step == area.top_step and not off and 0 <= start <= len(line.values) - self.count:
                values = line.values[start : start + self.count]
                if set(map(type, values)) == {float}:
                    return values  # type: ignore[return-value]
        raise _Apart

    def joined(self, operator: str, left: Numbers, right: Numbers) -> list[float]:
        """The numbers of an operator for all formulas; none may overflow or be divided by 0."""
        others = self.each(right)
        if operator == "/" and 0.0 in (right if isinstance(right, list) else (right,)):
            raise _Apart
        found = list(map(_WORK[operator], self.each(left), others))
        if not all(map(isfinite, found)):
            raise _Apart
        return found


def _number(value: Value) -> float:
    if isinstance(value, float):
        return value
    raise _Apart


def _signed(operator: str, numbers: Numbers) -> Numbers:
    if operator in "+(":
        return numbers
    if isinstance(numbers, list):
        return [-number for number in numbers] if operator == "-" else [number / 100 for number in numbers]
    return -numbers if operator == "-" else numbers / 100
