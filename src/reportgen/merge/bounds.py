"""How many rows and cells a sheet's loops make at least, counted before anything is rendered.

Two loops over one long list, inside or across each other, take long to render, and there is no room for what
they print.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from typing import Any

from ..model.dataset import Table
from ..model.diagnostic import Diagnostic, error
from .blocks import Branch, Statement
from .excel.addresses import LAST_ROW
from .shapes import MOST_CELLS
from .template import SheetTemplate

_HEAD = re.compile(r"([^\W\d]\w*)\s+in\s+([^\W\d]\w*)\s*")


def beyond_bounds(template: SheetTemplate, names: Mapping[str, Any]) -> Diagnostic | None:
    """The finding `sheet-too-long` or `too-many-cells` for the first loop that makes more than a sheet may have.

    Only loops over a list of `names` by its bare name count, and what is under no condition: nothing is refused
    here that would fit.
    """
    if any(cell.sets_names for cell in template.cells):
        return None
    loop = _HEAD.fullmatch(template.blocks.sheet.rest) if template.blocks.sheet is not None else None
    known = {name: value for name, value in names.items() if loop is None or name != loop[1]}
    added = max(1, sum(_added(statement, known) for statement in template.blocks.columns))
    for statement in template.blocks.rows:
        rows = _lines(statement, known)
        cells = added * _lines(statement, known, {row.number for row in template.sheet.rows}) if added > 1 else 0
        place = statement.branches[0].control.place
        if rows > LAST_ROW:
            return error("sheet-too-long", place, rows=rows, limit=LAST_ROW)
        if cells > MOST_CELLS:
            return error("too-many-cells", place, cells=cells, limit=MOST_CELLS)
    return None


def _added(statement: Statement, names: Mapping[str, Any]) -> int:
    """The columns that a statement makes at least beyond those that it stands on."""
    return _lines(statement, names) - sum(b.last - b.first + 1 for b in statement.branches if b.first <= b.last)


def _lines(statement: Statement, names: Mapping[str, Any], there: Collection[int] | None = None) -> int:
    """The rows or columns that a statement makes at least; of the lines in `there` only, if given."""
    branch = statement.branches[0]
    head = _HEAD.fullmatch(branch.control.rest)
    if not statement.is_loop or len(statement.branches) > 1 or head is None or branch.first > branch.last:
        return 0
    values = names.get(head[2])
    rounds = len(values) if isinstance(values, Table | list | tuple) else 0
    inside = {name: value for name, value in names.items() if name != head[1]}
    return rounds * (_own(branch, there) + sum(_lines(inner, inside, there) for inner in branch.statements))


def _own(branch: Branch, there: Collection[int] | None) -> int:
    """The lines of a branch that no statement inside holds."""
    inner = [b for s in branch.statements for b in s.branches if b.first <= b.last]
    held = {line for b in inner for line in range(b.first, b.last + 1)}.union(branch.gone)
    lines = (line for line in range(branch.first, branch.last + 1) if there is None or line in there)
    return sum(line not in held for line in lines)
