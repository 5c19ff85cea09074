"""Which column of a table is which in the other version, where columns came or went.

Only tables with one cell in each row and column are looked at; the rest is told row by row.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ..ooxml.alignment import align_columns
from .blocks import Table


class Columns(NamedTuple):
    """The numbers of the columns that both versions have, in order, and of those that only one has."""

    old: Sequence[int]
    new: Sequence[int]
    gone: Sequence[int]
    come: Sequence[int]


def changed_columns(old: Table, new: Table) -> Columns | None:
    """The columns of two tables by their headers; None where none came or went, or where that is not certain."""
    before, after = _width(old), _width(new)
    if not before or not after or before == after:
        return None
    headers = [[cell.text.strip() for cell in table.rows[0].cells] for table in (old, new)]
    found = align_columns(*headers)
    pairs = sorted((place, at) for at, place in enumerate(found) if place >= 0)
    olds, news = [at for _, at in pairs], [place for place, _ in pairs]
    same = sum(headers[0][at] == headers[1][place] for place, at in pairs)
    if olds != sorted(olds) or 2 * same < max(before, after):
        return None
    gone = [at for at in range(before) if at not in olds]
    come = [at for at in range(after) if at not in news]
    return Columns(olds, news, gone, come)


def _width(table: Table) -> int:
    """How many columns a table has, 0 where its rows are not alike or cells are merged."""
    shapes = {tuple(cell.shape for cell in row.cells) for row in table.rows}
    shape = next(iter(shapes), ()) if len(shapes) == 1 else ()
    return len(shape) if set(shape) == {"1"} else 0
