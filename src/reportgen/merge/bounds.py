"""How many rows a sheet's loops make at least, counted before anything is rendered.

Two loops over one long list inside each other take minutes to render, and Excel has no room for what they print.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from ..model.dataset import Table
from ..model.diagnostic import Diagnostic, error
from .blocks import Branch, Statement
from .excel.addresses import LAST_ROW
from .template import SheetTemplate

_HEAD = re.compile(r"([^\W\d]\w*)\s+in\s+([^\W\d]\w*)\s*")


def too_many_rows(template: SheetTemplate, names: Mapping[str, Any]) -> Diagnostic | None:
    """The finding `sheet-too-long` for the outermost loop that makes more rows than a sheet has.

    Only loops over a list of `names` by its bare name count, and what is under no condition: nothing is refused
    here that would fit.
    """
    if any(cell.sets_names for cell in template.cells):
        return None
    loop = _HEAD.fullmatch(template.blocks.sheet.rest) if template.blocks.sheet is not None else None
    known = {name: value for name, value in names.items() if loop is None or name != loop[1]}
    for statement in template.blocks.rows:
        rows = _rows(statement, known)
        if rows > LAST_ROW:
            return error("sheet-too-long", statement.branches[0].control.place, rows=rows, limit=LAST_ROW)
    return None


def _rows(statement: Statement, names: Mapping[str, Any]) -> int:
    """The rows that a statement makes at least."""
    branch = statement.branches[0]
    head = _HEAD.fullmatch(branch.control.rest)
    if not statement.is_loop or len(statement.branches) > 1 or head is None or branch.first > branch.last:
        return 0
    values = names.get(head[2])
    rounds = len(values) if isinstance(values, Table | list | tuple) else 0
    inside = {name: value for name, value in names.items() if name != head[1]}
    return rounds * (_own(branch) + sum(_rows(inner, inside) for inner in branch.statements))


def _own(branch: Branch) -> int:
    """The rows of a branch that no statement inside holds."""
    inner: Sequence[Branch] = [b for s in branch.statements for b in s.branches if b.first <= b.last]
    return branch.last - branch.first + 1 - len(branch.gone) - sum(b.last - b.first + 1 for b in inner)
