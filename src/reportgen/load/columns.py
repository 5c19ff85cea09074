"""One column of cells to one typed column: numbers, dates and texts, and what was found in them.

Columns that a program wrote are of one kind from top to bottom and are converted whole; all others
cell by cell, where every doubt becomes a finding with its address.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from itertools import repeat
from operator import itemgetter

from ..model.dataset import Column, Value
from ..model.diagnostic import Fault
from ..model.findings import Findings
from ..model.quantity import NO_UNIT, PERCENT
from ..model.schema import ColumnKind
from .cells import CellKind, CellType, RawSheet, alike
from .cellwise import LARGEST, CellReader, Target
from .formats import serial_date

_ABSENT_STARTS = frozenset("nN未不")
_LONG = 15


def read_column(sheet: RawSheet, rows: Sequence[int], target: Target, findings: Findings) -> Column:
    """The column's values in these rows."""
    texts, kinds = aligned(sheet, rows, target.position)
    reader = CellReader(sheet, rows, target, findings)
    found = _whole(reader, texts, kinds)
    if found is None:
        read = {ColumnKind.NUMBER: reader.as_number, ColumnKind.DATE: reader.as_date}.get(target.kind, reader.as_text)
        found = [
            read(index, text, kind) if kind is not None and (text or kind.type is CellType.UNCACHED) else None
            for index, (text, kind) in enumerate(zip(texts, kinds, strict=True))
        ]
    reader.check_percents(kinds)
    return Column(
        name=target.name,
        kind=target.kind,
        position=target.position,
        values=found,
        unit=reader.unit(found),
        units=reader.row_units(found),
        previous=target.previous,
        target=target.target,
        hedge=target.hedge,
        split=target.split,
        approximate=frozenset(reader.hedges),
        hedges=reader.hedges,
        reasons=reader.reasons,
        number_format=_usual_format(sheet, kinds),
    )


def aligned(sheet: RawSheet, rows: Sequence[int], position: int) -> tuple[Sequence[str], Sequence[CellKind | None]]:
    """Texts and kinds of a column in these rows, `""` and None where a cell is empty."""
    cells = sheet.columns.get(position)
    if cells is None or not rows:
        return [""] * len(rows), [None] * len(rows)
    start = bisect_left(cells.rows, rows[0])
    stop = start + len(rows)
    if cells.rows[start:stop] == rows:
        return cells.texts[start:stop], cells.kinds[start:stop]
    index = {row: start + offset for offset, row in enumerate(cells.rows[start:])}
    found = [index.get(row) for row in rows]
    return (
        ["" if at is None else cells.texts[at] for at in found],
        [None if at is None else cells.kinds[at] for at in found],
    )


def _usual_format(sheet: RawSheet, kinds: Sequence[CellKind | None]) -> str:
    """The code of the number format that most numbers of a column carry, empty for General."""
    kinds = kinds[:1] if alike(kinds) else kinds
    distinct = {id(kind): kind for kind in kinds}
    for key, _ in Counter(map(id, kinds)).most_common():
        kind = distinct[key]
        if kind is not None and kind.type is CellType.NUMBER:
            code = sheet.format_of(kind).code
            return "" if code.lower() == "general" else code
    return ""


def _whole(reader: CellReader, texts: Sequence[str], kinds: Sequence[CellKind | None]) -> Sequence[Value] | None:
    """All values at once where the written cells are of one plain kind, else None."""
    if alike(kinds):
        return _whole_cells(reader, texts, kinds)
    there = [index for index, kind in enumerate(kinds) if kind is not None]
    if len(there) == len(kinds) or not alike([kinds[index] for index in there]):
        return None
    found = _whole_cells(reader, [texts[index] for index in there], [kinds[index] for index in there])
    if found is None:
        return None
    values: list[Value] = [None] * len(kinds)
    for index, value in zip(there, found, strict=True):
        values[index] = value
    reader.own_units = {there[index]: unit for index, unit in reader.own_units.items()}
    return values


def _whole_cells(reader: CellReader, texts: Sequence[str], kinds: Sequence[CellKind | None]) -> Sequence[Value] | None:
    kind = kinds[0]
    if kind is None:
        return None
    target, form = reader.target, reader.sheet.format_of(kind)
    if target.kind in (ColumnKind.TEXT, ColumnKind.CHOICE):
        return _whole_texts(texts) if kind.type is CellType.TEXT and target.kind is ColumnKind.TEXT else None
    if kind.type is not CellType.NUMBER or form.is_time or form.unit or target.units is not None or target.mixed:
        return None
    if target.kind is ColumnKind.DATE:
        return _whole_dates(texts, date1904=reader.sheet.date1904) if form.is_date else None
    if form.is_date:
        return None
    numbers = _whole_numbers(texts)
    if numbers is None or not form.is_percent or target.unit == NO_UNIT:
        return numbers
    if target.unit not in (None, PERCENT):
        return None
    if target.unit is None:
        reader.own_units = dict(enumerate(repeat(PERCENT, len(numbers))))
    return [number.scaleb(2) for number in numbers]


def _whole_texts(texts: Sequence[str]) -> Sequence[str] | None:
    try:
        starts = set(map(itemgetter(0), map(str.strip, texts)))
    except IndexError:
        return None
    return texts if starts.isdisjoint(_ABSENT_STARTS) else None


def _whole_numbers(texts: Sequence[str]) -> list[Decimal] | None:
    if not set("".join(texts)) <= set("0123456789.-"):
        return None
    try:
        # What is longer is cut to 15 significant digits, as `exact_number` does it.
        numbers = [Decimal(text if len(text) <= _LONG else f"{float(text):.15g}") for text in texts]
    except (InvalidOperation, ValueError):
        return None
    return None if max(numbers) >= LARGEST or min(numbers) <= -LARGEST else numbers


def _whole_dates(texts: Sequence[str], *, date1904: bool) -> list[date] | None:
    try:
        days = {text: serial_date(int(Decimal(text)), date1904=date1904) for text in set(texts)}
    except (InvalidOperation, ValueError, OverflowError, Fault):
        return None
    return [days[text] for text in texts]
