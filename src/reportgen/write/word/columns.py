"""The columns of a table as they are printed: their texts, their totals, their widths."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from operator import add

from ...model.document import DataTable, TableColumn
from ...model.schema import ColumnKind
from ...model.table_texts import column_texts
from ...model.values import replace

_SAMPLE = 400
"""So many rows decide the widths of a table; in a longer one they are taken at equal distances."""
_MARGINS = 200
"""Twips beside the text of a cell: its margins and borders, and a little air."""
_LINE = re.compile("(?=[（(])")
"""A header breaks before its unit."""
_LONGEST_WORD = 7.0
"""Width in em up to which a header stands in one line."""
_AIR = 0.5
"""In em, beside the longest text: LibreOffice sets hanzi and digits a little apart, whatever the style says."""
_NARROWEST = 2.0
_WIDEST = 18.0
"""Widths of a text column in em that are asked for by themselves; longer texts break into lines."""


def is_whole(table: DataTable) -> bool:
    """Whether the sample of a table is all of it."""
    return table.row_count <= _SAMPLE


def sample_texts(table: DataTable) -> list[Sequence[str]]:
    """What so many rows of each column print, taken at equal distances: enough to tell how wide they are."""
    step = max(1, -(-table.row_count // _SAMPLE))
    return [_sample(column, table.row_count, step) for column in table.columns]


def _sample(column: TableColumn, rows: int, step: int) -> Sequence[str]:
    if column.texts is not None:
        return column.texts[::step]
    if step > 1:
        column = replace(column, values=column.values[::step])
    return column_texts(column, 0, rows)


def column_widths(table: DataTable, sample: Sequence[Sequence[str]], width: int, em: int) -> list[int]:
    """The width of each column in twips, together `width`, the width of the text; `em` is that of a hanzi.

    Columns with a share of their own get it. Of the others, numbers get what their longest text needs,
    texts what is left, in proportion to what they need.
    """
    columns = table.columns
    shares = [column.width for column in columns]
    needs = [_need(column, texts) * em + _MARGINS for column, texts in zip(columns, sample, strict=True)]
    fixed_width = sum(share * width for share in shares if share is not None)
    free = [at for at, share in enumerate(shares) if share is None]
    room = max(width - fixed_width, 0.3 * width if free else 0)
    wanted = _shared_out(needs, free, room, columns)
    exact = [wanted.get(at, (share or 0) * width) for at, share in enumerate(shares)]
    return _rounded(exact, width)


def _shared_out(
    needs: Sequence[float], free: list[int], room: float, columns: Sequence[TableColumn]
) -> dict[int, float]:
    """What each column without a share of its own gets of `room`."""
    total = sum(needs[at] for at in free)
    texts = [at for at in free if columns[at].kind is not ColumnKind.NUMBER]
    rigid = total - sum(needs[at] for at in texts)
    if total <= room or not texts or rigid > 0.7 * room:
        return {at: needs[at] * room / total for at in free}
    scale = (room - rigid) / (total - rigid)
    return {at: needs[at] * scale if at in texts else needs[at] for at in free}


def _need(column: TableColumn, texts: Sequence[str]) -> float:
    """The width in em that the column's texts ask for: a header may break into two lines, a number never."""
    longest = longest_text(texts)
    longest = longest if column.kind is ColumnKind.NUMBER else min(longest, _WIDEST)
    return max(longest + _AIR, _header_need(column.title), _NARROWEST)


@lru_cache(maxsize=256)
def _header_need(title: str) -> float:
    """The width in em that a header asks for."""
    header = max(map(_ems, _LINE.split(title))) if _ems(title) > _LONGEST_WORD else _ems(title)
    return header if header <= _LONGEST_WORD else max(header / 2, _LONGEST_WORD)


def longest_text(texts: Sequence[str]) -> float:
    """The width of the longest text in em."""
    if "".join(texts).isascii():
        return max(map(len, texts), default=0) / 2
    distinct = set(texts)
    joined = "\n".join(distinct)
    if joined.count("\n") != len(distinct) - 1:
        return max(map(_ems, distinct))
    # `_ems` of all at once: one call of `encode` instead of one a text takes a third of the time.
    sizes = map(len, joined.encode("utf-8", "surrogatepass").split(b"\n"))
    widest: int = max(map(add, map(len, distinct), sizes))
    return widest / 4


def _ems(text: str) -> float:
    """The width of a text in em: half for a Latin letter of 1 byte, one for a hanzi of 3."""
    return (len(text) + len(text.encode("utf-8", "surrogatepass"))) / 4


def _rounded(exact: Sequence[float], width: int) -> list[int]:
    """Whole twips that add up to `width`."""
    total = sum(exact) or 1.0
    edges = [0]
    position = 0.0
    for part in exact:
        position += part * width / total
        edges.append(round(position))
    return [right - left for left, right in pairwise(edges)]
