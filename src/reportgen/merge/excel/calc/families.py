"""Formulas drawn together that say the same of their own rows, so that each is read and made ready once.

Two formulas are read into trees; where these differ in rows alone, the others need only have the same text
with row numbers that go on in the same steps.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import count, islice, repeat

from ....model.values import dataclass, replace
from .formulas import CellFormula, ColumnFormula, Workbook
from .grid import Code, Family
from .parse import Home, parse
from .tree import Area, Binary, Call, Constant, Node, Opaque, Unary, Union, walk
from .values import PENDING, ExcelError

_DIGITS = re.compile(r"(\d+)")
_LARGEST_TREE = 300
_SUBTOTALS = ("SUBTOTAL", "AGGREGATE")


@dataclass(slots=True, eq=False)
class Group:
    """A family, and which of the formulas that were handed in it holds.

    `cells`: their numbers; of an array formula its number for each row, `block` being the column of the
    block from 0. Else `column` is the number of a loop's column, and the family begins at its text `offset`.
    """

    family: Family
    cells: tuple[int, ...] = ()
    block: int = -1
    column: int = -1
    offset: int = 0

    def again(self) -> Group:
        """The group as it was before anything was worked out."""
        own = self.family
        family = Family(own.sheet, own.column, own.first, own.step, own.tree, [PENDING] * len(own.values), _not_placed)
        family.is_subtotal, family.holds_subtotal = own.is_subtotal, own.holds_subtotal
        return Group(family, self.cells, self.block, self.column, self.offset)


def group_cells(cells: Sequence[CellFormula], workbook: Workbook) -> list[Group]:
    """The formulas of single cells as families; array formulas are left out."""
    order = sorted(
        (number for number, cell in enumerate(cells) if cell.array is None),
        key=lambda number: (cells[number].sheet, cells[number].column, cells[number].line, cells[number].row),
    )
    groups: list[Group] = []
    at = 0
    while at < len(order):
        first = cells[order[at]]
        step = cells[order[at + 1]].row - first.row if at + 1 < len(order) else 0
        texts = (cells[number].text for number in _below(cells, order, at, step))
        tree, size = _alike(texts, Home(sheet=first.sheet, row=first.row, column=first.column, workbook=workbook), step)
        family = _made(first.sheet, first.column, first.row, max(step, 1), tree, size)
        groups.append(Group(family, tuple(order[at : at + size])))
        at += size
    return groups


def group_columns(columns: Sequence[ColumnFormula], workbook: Workbook) -> list[Group]:
    """The formulas of loops' columns as families: one a column, more where the texts do not go on alike."""
    groups: list[Group] = []
    for number, column in enumerate(columns):
        at, total = 0, len(column.texts)
        while at < total:
            row = column.first + at * column.step
            texts = islice(column.texts, at, min(2, total) if column.linear and not at else None)
            tree, size = _alike(
                texts, Home(sheet=column.sheet, row=row, column=column.column, workbook=workbook), column.step
            )
            if column.linear and not at and size > 1:
                size = total
            family = _made(column.sheet, column.column, row, column.step, tree, size)
            groups.append(Group(family, column=number, offset=at))
            at += size
    return groups


def group_arrays(cells: Sequence[CellFormula], workbook: Workbook) -> list[Group]:
    """The array formulas as families, one for each column of a block."""
    groups = []
    for number, cell in enumerate(cells):
        if cell.array is None:
            continue
        tree = parse(cell.text, Home(sheet=cell.sheet, row=cell.row, column=cell.column, workbook=workbook))
        for block in range(cell.array[1]):
            family = _made(cell.sheet, cell.column + block, cell.row, 1, tree, cell.array[0])
            groups.append(Group(family, (number,) * cell.array[0], block))
    return groups


def _made(sheet: str, column: int, row: int, step: int, tree: Node, size: int) -> Family:
    family = Family(sheet.casefold(), column, row, step, tree, [PENDING] * size, _not_placed)
    family.holds_subtotal = any(isinstance(node, Call) and node.name in _SUBTOTALS for node in walk(tree))
    family.is_subtotal = isinstance(tree, Call) and tree.name in _SUBTOTALS
    return family


def _not_placed() -> Code:
    raise AssertionError("a family is made ready in a grid only")


def _below(cells: Sequence[CellFormula], order: list[int], at: int, step: int) -> Iterator[int]:
    """The formulas from `at` on that stand in one column, each `step` rows below the one before."""
    first = cells[order[at]]
    yield order[at]
    for place in range(at + 1, len(order) if step > 0 else at + 1):
        cell = cells[order[place]]
        is_same = (cell.sheet, cell.column, cell.line) == (first.sheet, first.column, first.line)
        if not is_same or cell.row != first.row + (place - at) * step:
            return
        yield order[place]


def _alike(texts: Iterator[str], home: Home, step: int) -> tuple[Node, int]:
    """The tree of the first formula with the steps of its areas, and how many formulas go on alike."""
    first = next(texts)
    second = next(texts, None)
    pattern = None if second is None else _pattern(first, second)
    if second is None or pattern is None:
        return parse(first, home), 1
    steps = [one for _, one in pattern.numbers]
    pair = _pair_by_itself(first, second, home.sheet, home.row, home.column, step, len(steps))
    tree, joined = pair or _pair(first, second, home, step, len(steps))
    if joined is None:
        return tree, 1
    size = 2
    expected = map(
        pattern.text.__mod__, zip(*(count(start + 2 * one, one) for start, one in pattern.numbers), strict=True)
    )
    for text, made in zip(texts, expected if steps else repeat(first), strict=False):
        if text != made:
            break
        size += 1
    return joined, size


def _pair(first: str, second: str, home: Home, step: int, moving: int) -> tuple[Node, Node | None]:
    """The tree of the first formula, and that of both; None where they are not alike."""
    tree = parse(first, home)
    return tree, _joined(tree, parse(second, replace(home, row=home.row + step)), moving)


@lru_cache(maxsize=1024)
def _pair_by_itself(
    first: str, second: str, sheet: str, row: int, column: int, step: int, moving: int
) -> tuple[Node, Node | None] | None:
    """The same of formulas that speak of cells alone, whatever the workbook; None for others.

    A template is filled again and again, and its formulas begin where they began before.
    """
    pair = _pair(first, second, Home(sheet=sheet, row=row, column=column, workbook=Workbook()), step, moving)
    is_certain = not any(
        isinstance(node, Opaque) or (isinstance(node, Constant) and isinstance(node.value, ExcelError))
        for node in walk(pair[0])
    )
    return pair if is_certain and pair[1] is not None else None


@dataclass(frozen=True, slots=True)
class _Pattern:
    """A text with `%d` for each number that differs from formula to formula, and its start and step."""

    text: str
    numbers: list[tuple[int, int]]


def _pattern(first: str, second: str) -> _Pattern | None:
    """What two texts have in common; None where more than whole numbers differs."""
    one, other = _DIGITS.split(first), _DIGITS.split(second)
    if len(one) != len(other):
        return None
    pieces = []
    numbers = []
    for place, (left, right) in enumerate(zip(one, other, strict=True)):
        if left == right:
            pieces.append(left.replace("%", "%%"))
        elif place % 2 and left[0] != "0" and right[0] != "0":
            pieces.append("%d")
            numbers.append((int(left), int(right) - int(left)))
        else:
            return None
    return _Pattern("".join(pieces), numbers)


def _joined(first: Node, second: Node, moving: int) -> Node | None:
    """The first tree, its areas with their steps to the second's; None where the trees differ in anything else.

    `moving` numbers differ in the texts; they must be the rows of areas, all of them and nothing else.
    """
    ones, others = list(walk(first)), list(walk(second))
    if len(ones) != len(others) or len(ones) > _LARGEST_TREE:
        return None
    areas: list[Area] = []
    least = most = 0
    for one, other in zip(ones, others, strict=True):
        if one.__class__ is not other.__class__ or _own(one) != _own(other):
            return None
        if isinstance(one, Area) and isinstance(other, Area):
            steps = other.top - one.top, other.bottom - one.bottom
            if any(steps) and one.named and not one.here:
                return None
            if not one.named:
                least += bool(steps[0]) if one.is_cell else bool(steps[0]) + bool(steps[1])
                most += bool(steps[0]) + bool(steps[1])
            areas.append(replace(one, top_step=steps[0], bottom_step=steps[1]))
    return _rebuilt(first, iter(areas)) if least <= moving <= most else None


def _own(node: Node) -> object:
    """What a node says besides its rows and what is below it."""
    match node:
        case Area():
            return node.sheets, node.left, node.right, node.here, node.named
        case Binary() | Unary():
            return node.operator
        case Call(name, arguments):
            return name, len(arguments)
        case Union(areas):
            return len(areas)
        case _:
            return node


def _rebuilt(node: Node, areas: Iterator[Area]) -> Node:
    """The tree with its areas replaced, in the order of the text."""
    match node:
        case Area():
            return next(areas)
        case Binary(operator, left, right):
            left = _rebuilt(left, areas)
            return Binary(operator, left, _rebuilt(right, areas))
        case Unary(operator, operand):
            return Unary(operator, _rebuilt(operand, areas))
        case Call(name, arguments):
            return Call(name, tuple(_rebuilt(argument, areas) for argument in arguments))
        case Union(parts):
            return Union(tuple(next(areas) for _ in parts))
        case _:
            return node
