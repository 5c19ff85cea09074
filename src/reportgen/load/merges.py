"""Values under merged cells: one word merged down over several rows belongs to each of them.

A spreadsheet keeps the value of a merged block in its first cell only. Words and dates are filled
down; a number is not, because it may be the sum of the rows, and adding it up again would be wrong.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from ..model.dataset import Column
from ..model.diagnostic import info, warning
from ..model.findings import Findings
from ..model.schema import ColumnKind
from ..model.values import replace
from .cells import MergedRange, RawSheet


def fill_merged(sheet: RawSheet, rows: Sequence[int], column: Column, findings: Findings) -> Column:
    """The column with the values of vertical merges in each of their rows."""
    blocks = list(_blocks(sheet.merges, column.position))
    if not blocks or not rows:
        return column
    values = list(column.values)
    for block in blocks:
        start, stop = bisect_left(rows, block.top), bisect_right(rows, block.bottom)
        if stop - start < 2 or rows[start] != block.top or values[start] is None:
            continue
        place = sheet.ref(block.top, block.left)
        if column.kind is ColumnKind.NUMBER:
            findings.add(warning("merged-number", place, column=column.name, count=stop - start))
            continue
        values[start:stop] = [values[start]] * (stop - start)
        findings.add(info("merged-cells", place, column=column.name, count=stop - start))
    return replace(column, values=values)


def _blocks(merges: Sequence[MergedRange], position: int) -> Iterator[MergedRange]:
    """The vertical blocks that begin in this column, from the top; one that overlaps another is left out."""
    found = (merge for merge in merges if merge.left == position and merge.bottom > merge.top)
    last = 0
    for merge in sorted(found, key=lambda merge: merge.top):
        if merge.top > last:
            yield merge
            last = merge.bottom
