"""The columns of a table as they are printed: their texts, their totals, their widths."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from ..model.binding import cell_text
from ..model.document import Computed, DataTable, TableColumn
from ..model.figure import Operation
from ..model.quantity import NO_UNIT, Quantity, fixed
from ..model.schema import ColumnKind

_SAMPLE = 400
"""So many rows decide the widths of a table; in a longer one they are taken at equal distances."""
_MARGINS = 200
"""Twips beside the text of a cell: its margins and borders, and a little air."""
_LINE = re.compile("(?=[（(])")
"""A header breaks before its unit."""
_LONGEST_WORD = 7.0
"""Width in em up to which a header stands in one line."""
_NARROWEST = 2.0
_WIDEST = 18.0
"""Widths of a text column in em that are asked for by themselves; longer texts break into lines."""


def column_texts(column: TableColumn, start: int, stop: int) -> list[str]:
    """What a column prints from row `start` to before `stop`."""
    if column.texts is not None:
        return list(column.texts[start:stop])
    values, decimals = column.values[start:stop], column.decimals
    if column.kind is ColumnKind.NUMBER:
        return [
            fixed(value, decimals) if type(value) is Decimal else cell_text(column, start + at)
            for at, value in enumerate(values)
        ]
    return [value if type(value) is str else cell_text(column, start + at) for at, value in enumerate(values)]


def total_texts(table: DataTable) -> list[str]:
    """The cells of the total row: the label in the first column that has no total, and the totals."""
    texts = []
    label = table.total_label
    for column in table.columns:
        total = _total(table, column) if column.totalled else None
        if total is None and label:
            texts.append(label)
            label = ""
        else:
            texts.append("" if total is None else fixed(total, column.decimals))
    return texts


def _total(table: DataTable, column: TableColumn) -> Decimal | None:
    """The total in the column's unit, None where there is none: mixed units, rates of incomplete columns."""
    if column.computed is not None:
        return _computed_total(table, column, column.computed)
    values = [value for value in column.values if isinstance(value, Decimal)]
    return sum(values, Decimal(0)) if values and (column.unit is not None or column.texts is None) else None


def _computed_total(table: DataTable, column: TableColumn, computed: Computed) -> Decimal | None:
    """The column's operation on the totals of its operands; a row that lacks one of them would distort it."""
    operands = [table.columns[at] for at in computed.operands]
    totals = [_total(table, operand) for operand in operands]
    complete = all(
        len({value is None for value in row}) == 1 for row in zip(*(o.values for o in operands), strict=True)
    )
    if len(totals) < 2 or not complete:
        return None
    left, right = (
        Quantity(total, operand.unit or NO_UNIT) if total is not None else None
        for total, operand in zip(totals[:2], operands, strict=False)
    )
    if left is None or right is None:
        return None
    if computed.operation is Operation.MINUS:
        result = left - right
    elif computed.operation in (Operation.OVER, Operation.GROWTH) and right.value:
        result = left / right
        if computed.operation is Operation.GROWTH:
            result = result - Quantity(Decimal(1))
    else:
        return None
    return result.to(column.unit).value if column.unit is not None else result.value


def column_widths(table: DataTable, width: int, em: int) -> list[int]:
    """The width of each column in twips, together `width`, the width of the text; `em` is that of a hanzi.

    Columns with a share of their own get it. Of the others, numbers get what their longest text needs,
    texts what is left, in proportion to what they need.
    """
    columns = table.columns
    shares = [column.width for column in columns]
    needs = [_need(column, table.row_count) * em + _MARGINS for column in columns]
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


def _need(column: TableColumn, rows: int) -> float:
    """The width in em that the column's texts ask for: a header may break into two lines, a number never."""
    step = max(1, -(-rows // _SAMPLE))
    texts = [text for start in range(0, rows, step) for text in column_texts(column, start, start + 1)]
    longest = max(map(_ems, texts), default=0.0)
    header = max(map(_ems, _LINE.split(column.title))) if _ems(column.title) > _LONGEST_WORD else _ems(column.title)
    header = header if header <= _LONGEST_WORD else max(header / 2, _LONGEST_WORD)
    longest = longest + 0.5 if column.kind is ColumnKind.NUMBER else min(longest, _WIDEST)
    return max(longest, header, _NARROWEST)


def _ems(text: str) -> float:
    """The width of a text in em: half for what is narrow, one for the rest."""
    return len(text) / 2 if text.isascii() else sum(0.5 if character < "\u2010" else 1.0 for character in text)


def _rounded(exact: Sequence[float], width: int) -> list[int]:
    """Whole twips that add up to `width`."""
    total = sum(exact) or 1.0
    edges = [0]
    position = 0.0
    for part in exact:
        position += part * width / total
        edges.append(round(position))
    return [right - left for left, right in pairwise(edges)]
