"""A figure's calculation as people read it: `C4 ÷ 合计(C4:C8) = 42.86 ÷ 143.737`.

`binding` stores it with each shown figure; `trace` and the sheet 数据来源 print it.
"""

from __future__ import annotations

from collections.abc import Iterator

from .figure import Derivation, Fact, Figure, Operation, Source
from .place import CellRef, ConfigRef
from .quantity import RATIO, Unit, plain
from .values import dataclass

DEEPEST = 8
"""Calculations within calculations are written out to this depth, below it their result stands."""

_WITHOUT_NUMBERS = (Operation.COUNT_OF, Operation.RANK_OF)


def describe(item: Figure | Fact) -> str:
    """How the item was worked out, cells first, then numbers: `C4 ÷ D4 − 1 = 42.86 ÷ 33.2 − 1`.

    Empty for what stands in one cell as it is; `F5第2项` for a part of a cell that lists things. Cells
    carry their sheet's name where several sheets take part, numbers their unit where several units do. A
    count or a rank is shown by its cells only.
    """
    if not isinstance(item, Figure):
        return f"{_Cells(with_sheet=False).of(item)}第{item.item}项" if item.item and item.source is not None else ""
    if item.derivation is None:
        return ""
    plainly = _plainly(item.derivation) if item.source is None else None
    if plainly is not None:
        return plainly
    sheets = {source.sheet for source in item.sources if isinstance(source, CellRef)}
    cells = _formula(item, _Cells(with_sheet=len(sheets) > 1))
    if item.derivation.operation in _WITHOUT_NUMBERS:
        return cells
    numbers = _formula(item, _Numbers(with_unit=_mixes_units(item)))
    return f"{cells} = {numbers}" if cells != numbers else cells


def _plainly(derivation: Derivation) -> str | None:
    """The formula of an operation on cells of one sheet in one unit, in a third of the time; None for any other."""
    operation, operands = derivation.operation, derivation.operands
    if "{*}" in operation or operation in _WITHOUT_NUMBERS or not operands:
        return None
    sheet: str | None = None
    unit: Unit | None = None
    cells: list[str] = []
    numbers: list[str] = []
    for operand in operands:
        source = operand.source
        if type(source) is not CellRef or not isinstance(operand, Figure) or operand.derivation is not None:
            return None
        if cells and (source.sheet != sheet or operand.unit is not unit):
            return None
        sheet, unit = source.sheet, operand.unit
        cells.append(source.address)
        numbers.append(plain(operand.value))
    return f"{operation.format(*cells)} = {operation.format(*numbers)}"


@dataclass(frozen=True, slots=True)
class _Cells:
    """Operands by the cell or setting that they stand in."""

    with_sheet: bool

    def of(self, item: Figure | Fact) -> str:
        source: Source | None = item.source
        if source is None:
            return item.quantity.text() if isinstance(item, Figure) else item.text
        if isinstance(source, ConfigRef):
            return source.key
        return f"{source.sheet}!{source.address}" if self.with_sheet and source.sheet else source.address


@dataclass(frozen=True, slots=True)
class _Numbers:
    """Operands by their values."""

    with_unit: bool

    def of(self, item: Figure | Fact) -> str:
        if not isinstance(item, Figure):
            return item.text
        return item.quantity.text() if self.with_unit else plain(item.value)


def _formula(item: Figure | Fact, names: _Cells | _Numbers, depth: int = 0) -> str:
    if not isinstance(item, Figure) or item.derivation is None or depth > DEEPEST:
        return names.of(item)
    operation, operands = item.derivation.operation, item.derivation.operands
    if "{*}" in operation:
        if depth and isinstance(names, _Numbers):
            return names.of(item)
        return operation.replace("{*}", "、".join(_listed(operands, names, depth)))
    shown = operation.format(*(_formula(operand, names, depth + 1) for operand in operands))
    return f"({shown})" if depth else shown


def _listed(operands: tuple[Figure | Fact, ...], names: _Cells | _Numbers, depth: int) -> Iterator[str]:
    """Each operand's formula, runs of cells below one another as a range C4:C8."""
    start = 0
    while start < len(operands):
        stop = start + 1
        while isinstance(names, _Cells) and stop < len(operands) and _is_below(operands[stop - 1], operands[stop]):
            stop += 1
        first = _formula(operands[start], names, depth + 1)
        last = operands[stop - 1].source
        yield f"{first}:{last.address}" if stop - start > 1 and isinstance(last, CellRef) else first
        start = stop


def _is_below(upper: Figure | Fact, lower: Figure | Fact) -> bool:
    above, below = upper.source, lower.source
    if not isinstance(above, CellRef) or not isinstance(below, CellRef):
        return False
    return (above.file, above.sheet, above.column, above.row + 1) == (below.file, below.sheet, below.column, below.row)


def _mixes_units(item: Figure) -> bool:
    """Whether bare numbers would mislead, as 4000 ÷ 6.89 does for 4000 万元 and 6.89 亿元."""
    if item.derivation is None:
        return False
    figures = [operand for operand in item.derivation.operands if isinstance(operand, Figure)]
    units = [figure.unit for figure in figures if figure.unit.dimension != RATIO]
    return any(unit != units[0] for unit in units[1:])
