"""A formula as a tree of values, operators, calls and areas of cells.

Left spines are long (`A1+A2+A3+...`), so everything that walks a tree does it without recursion to the
left; nesting in parentheses and calls is bounded by the parser.
"""

from __future__ import annotations

from collections.abc import Iterator

from ....model.values import dataclass
from .values import Value

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
"""The size of a sheet (ECMA-376-1 18.3.1.73 and 18.3.1.4)."""


@dataclass(frozen=True, slots=True)
class Constant:
    """A number, a text, TRUE or FALSE, an error, or nothing (an omitted argument)."""

    value: Value


@dataclass(frozen=True, slots=True)
class Area:
    """Cells `top`:`bottom` × `left`:`right` of sheets (names without case; several for a 3-D reference).

    In the formula of a loop's column the n-th formula looks `n * top_step` and `n * bottom_step` rows
    further down. `here` marks an area that moves with the formula without saying so in its text (`Table[@col]`);
    `named` one that a name or a table stands for, whose digits are not in the text.
    """

    sheets: tuple[str, ...]
    top: int
    left: int
    bottom: int
    right: int
    top_step: int = 0
    bottom_step: int = 0
    here: bool = False
    named: bool = False

    @property
    def is_cell(self) -> bool:
        """Whether it is one cell of one sheet."""
        return (
            self.top == self.bottom
            and self.left == self.right
            and self.top_step == self.bottom_step
            and len(self.sheets) == 1
        )

    @property
    def moves(self) -> bool:
        """Whether it is elsewhere for the next formula of a loop's column."""
        return bool(self.top_step or self.bottom_step)


@dataclass(frozen=True, slots=True)
class Union:
    """Several areas in parentheses, `(A1:A3,C1)`."""

    areas: tuple[Area, ...]


@dataclass(frozen=True, slots=True)
class Unary:
    """`-x`, `+x` before an operand, `x%` behind it."""

    operator: str
    operand: Node


@dataclass(frozen=True, slots=True)
class Binary:
    """Two operands of `+ - * / ^ & = <> < > <= >=`."""

    operator: str
    left: Node
    right: Node


@dataclass(frozen=True, slots=True)
class Call:
    """A function, its name in capitals without `_xlfn.`."""

    name: str
    arguments: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class ArrayConstant:
    """`{1,2;3,4}` as rows of values."""

    rows: tuple[tuple[Value, ...], ...]


@dataclass(frozen=True, slots=True)
class Opaque:
    """What we do not work out; `anywhere`: it may look at cells that its text does not name."""

    anywhere: bool = True


Node = Constant | Area | Union | Unary | Binary | Call | ArrayConstant | Opaque


def children(node: Node) -> tuple[Node, ...]:
    """The nodes directly below, in the order of the text."""
    match node:
        case Binary(_, left, right):
            return (left, right)
        case Unary(_, operand):
            return (operand,)
        case Call(_, arguments):
            return arguments
        case Union(areas):
            return areas
        case _:
            return ()


def walk(node: Node) -> Iterator[Node]:
    """The node and all below it, in the order of the text."""
    waiting = [node]
    while waiting:
        here = waiting.pop()
        yield here
        waiting.extend(reversed(children(here)))


def areas(node: Node) -> list[Area]:
    """All areas that the formula looks at."""
    return [each for each in walk(node) if isinstance(each, Area)]


def is_moving(node: Node) -> bool:
    """Whether the value may differ between the formulas of a loop's column."""
    return any(
        (isinstance(each, Area) and each.moves) or (isinstance(each, Call) and each.name in ("ROW", "ROWS"))
        for each in walk(node)
    )


def has_range(node: Node) -> bool:
    """Whether the formula looks at more than single cells."""
    return any(isinstance(each, Area) and not each.is_cell for each in walk(node))
