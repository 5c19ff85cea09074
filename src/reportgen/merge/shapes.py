"""How the sheets of a template change shape: the moves that its rendered loops come to, within a sheet's bounds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ..model.diagnostic import Diagnostic, error
from ..model.place import SheetRef
from ..model.values import dataclass, field
from .blocks import Branch, Statement
from .excel.addresses import LAST_COLUMN, LAST_ROW
from .excel.axis import Axis
from .excel.moves import SheetMove
from .rendered import Copy, Round
from .template import SheetTemplate

_FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]")
_LONGEST_NAME = 31
MOST_CELLS = 20_000_000
"""Cells that the loops of one sheet may make."""


@dataclass(slots=True, kw_only=True, eq=False)
class SheetShapes:
    """The sheets that one template becomes: their names, axes of rows and of columns."""

    names: tuple[str, ...]
    axes: tuple[tuple[Axis, Axis], ...]
    findings: list[Diagnostic] = field(default_factory=list)

    def move(self, name: str) -> SheetMove:
        """The move of the template's sheet."""
        rows, columns = self.axes[0] if self.axes else (Axis(), Axis())
        each = self.axes if len(self.axes) > 1 else ()
        return SheetMove(name=name, rows=rows, columns=columns, copies=self.names, each=each)


def shapes_of(template: SheetTemplate, copies: Sequence[Copy], names: Sequence[str], taken: set[str]) -> SheetShapes:
    """The shapes of a template's sheets; `names` are the rendered names, `taken` those of others, lower case.

    Findings: `sheet-too-long`, `sheet-too-wide`, `too-many-cells`.
    """
    blocks = template.blocks
    place = SheetRef(template.cells[0].place.file if template.cells else "", template.entry.name)
    found: list[Diagnostic] = []
    axes = []
    for copy in copies:
        rows = Axis(copy.rows.loops(blocks.rows, blocks.gone_rows))
        columns = Axis(copy.columns.loops(blocks.columns, blocks.gone_columns))
        last_row = template.sheet.last_row + rows.growth
        cells = _cells(template, copy.rows, blocks.rows)
        if last_row > LAST_ROW:
            found.append(error("sheet-too-long", place, rows=last_row, limit=LAST_ROW))
        if columns.growth > LAST_COLUMN - 1:
            found.append(error("sheet-too-wide", place, columns=columns.growth, limit=LAST_COLUMN))
        if cells * max(1, columns.growth) > MOST_CELLS:
            found.append(error("too-many-cells", place, cells=cells * max(1, columns.growth), limit=MOST_CELLS))
        axes.append((rows, columns))
    return SheetShapes(names=tuple(_named(names, taken)), axes=tuple(axes), findings=found)


def _cells(template: SheetTemplate, made: Round, statements: Sequence[Statement]) -> int:
    """How many cells the loops make."""
    total = 0
    for branch in (branch for statement in statements for branch in statement.branches):
        rows = template.sheet.between(branch.first, branch.last) if branch.first <= branch.last else []
        width = sum(max(1, len(template.sheet.cells(row))) for row in rows)
        total += made.count(branch) * width
        total += sum(_cells(template, inner, branch.statements) for inner in made.rounds.get(branch.number, ()))
    return total


def _named(names: Sequence[str], taken: set[str]) -> Iterator[str]:
    """Names that a sheet may have, each once: what is forbidden or too long is left out, the second is `名称 (2)`."""
    for name in names:
        clean = _FORBIDDEN.sub(" ", name).strip().strip("'").strip()[:_LONGEST_NAME] or "Sheet"
        number, made = 1, clean
        while made.lower() in taken:
            number += 1
            ending = f" ({number})"
            made = clean[: _LONGEST_NAME - len(ending)] + ending
        taken.add(made.lower())
        yield made


def emptied(copy: Round, statements: Sequence[Statement], keeps: Sequence[Branch]) -> None:
    """Give loops with nothing to go over one round without any content, for something refers to their rows."""
    for branch in (branch for statement in statements for branch in statement.branches):
        if branch in keeps and not copy.count(branch):
            copy.empty_round(branch.number)
