"""What formulas and charts see of the cells of a sheet of the output: those of the template, and those of its tags."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .excel.calc.calculate import Wanted
from .excel.calc.known import Known
from .excel.calc.tree import LAST_ROW
from .excel.calc.values import Value, to_value, to_values
from .excel.seen import Seen
from .layout import Block, Raw, Single
from .sheet_fill import SheetFill

_HIDDEN = re.compile(r"""\shidden\s*=\s*["'](?:1|true)""")


def put_constants(fill: SheetFill, known: Known, seen: Seen, wanted: Wanted) -> None:
    """Hand the cells that formulas look at to them as far as the template has them, those of formulas left out."""
    areas = wanted.areas.get(fill.name.casefold(), ())
    if not areas:
        return
    first, last = min(area[0] for area in areas), max(area[2] for area in areas)
    for row_number in _hidden_rows(fill):
        known.hide(fill.name, row_number, row_number)
    for segment in fill.segments:
        if isinstance(segment, Single):
            if first <= segment.number <= last:
                _put_row(fill, known, seen, segment, wanted)
        elif isinstance(segment, Block):
            _put_rounds(fill, known, seen, segment, wanted)
        else:
            for row in fill.sheet.between(max(first, segment.first), min(last, segment.last)):
                for cell in fill.sheet.cells(row):
                    if wanted.has(fill.name, cell.row, cell.column):
                        known.put(fill.name, cell.row, cell.column, seen.value(cell, fill.sheet.prefix))


def put_tags(fill: SheetFill, known: Known, wanted: Wanted) -> None:
    """Hand the cells with tags that formulas look at to them."""
    if not wanted.areas.get(fill.name.casefold()):
        return
    for strip, values in fill.seen:
        if wanted.has_column(fill.name, strip.column):
            known.put_column(fill.name, strip.column, strip.first, strip.step, values)
    for segment in fill.segments if len(fill.cells) > len(fill.tails) else ():
        if isinstance(segment, Single):
            for tag in segment.program.tags:
                if tag.index not in fill.tails and wanted.has(fill.name, segment.number, tag.column):
                    seen = fill.content(tag, segment.round).seen
                    known.put(fill.name, segment.number, tag.column, seen, changed=True)
        elif isinstance(segment, Block):
            for program, offset in zip(segment.programs, segment.offsets, strict=True):
                for tag in program.tags:
                    if wanted.has_column(fill.name, tag.column):
                        first = segment.start + offset
                        known.put_column(fill.name, tag.column, first, segment.step, fill.values(segment, tag))


def _hidden_rows(fill: SheetFill) -> Iterator[int]:
    """The rows of the output that are hidden, which SUBTOTAL leaves out."""
    hidden = {row.number for row in fill.sheet.rows if _HIDDEN.search(row.attributes)}
    for segment in fill.segments if hidden else ():
        if isinstance(segment, Raw):
            yield from (number for number in hidden if segment.first <= number <= segment.last)
        elif isinstance(segment, Single):
            if segment.program.row.number in hidden:
                yield segment.number
        else:
            for program, offset in zip(segment.programs, segment.offsets, strict=True):
                if program.row.number in hidden:
                    first = segment.start + offset
                    yield from range(first, first + segment.step * len(segment.table), segment.step)


def _put_row(fill: SheetFill, known: Known, seen: Seen, row: Single, wanted: Wanted) -> None:
    for cell, column in row.program.constants:
        if wanted.has(fill.name, row.number, column):
            is_moved = (row.number, column) != (cell.row, cell.column)
            known.put(fill.name, row.number, column, seen.value(cell, fill.sheet.prefix), changed=is_moved)
    for part in row.program.parts:
        known.put(fill.name, row.number, part.column, seen.value(part.cell, fill.sheet.prefix))


def _put_rounds(fill: SheetFill, known: Known, seen: Seen, block: Block, wanted: Wanted) -> None:
    for program, offset in zip(block.programs, block.offsets, strict=True):
        for cell, column in program.constants:
            value = seen.value(cell, fill.sheet.prefix)
            if value is not None and wanted.has_column(fill.name, column):
                values = [value] * len(block.table)
                known.put_column(fill.name, column, block.start + offset, block.step, values)


def column_values(fill: SheetFill, column: int, seen: Seen) -> tuple[dict[int, Value], set[int]]:
    """The values of a column by row, formulas left out, and the rows in which they are not the template's."""
    if fill.still is not None:
        return _still_values(fill, column, seen)
    wanted, known = _Column(fill.name, column), Known()
    put_constants(fill, known, seen, wanted)
    put_tags(fill, known, wanted)
    cells = known.sheet(fill.name)
    values = dict(cells.cells.get(column, {}))
    changed = set(cells.changed.get(column, ()))
    for run in cells.runs.get(column, ()):
        rows = range(run.first, run.first + run.step * len(run.values), run.step)
        values.update(zip(rows, run.values, strict=True))
        changed.update(rows)
    return values, changed


def _still_values(fill: SheetFill, column: int, seen: Seen) -> tuple[dict[int, Value], set[int]]:
    """The same of a sheet that no loop moves."""
    assert fill.still is not None  # noqa: S101 - `column_values` has looked
    found = fill.still.column(column, seen)
    values = dict(found.values)
    changed = {row for row, _ in found.tags}
    for strip, given in fill.seen:
        if strip.column == column:
            rows = range(strip.first, strip.first + strip.step * len(given), strip.step)
            values.update(zip(rows, to_values(given), strict=True))
    for row, tag in found.tags:
        if row not in values:
            values[row] = to_value(fill.content(tag, None).seen)
    return values, changed


class _Column(Wanted):
    """Looks at one column, whole."""

    def __init__(self, sheet: str, column: int) -> None:
        self.column = column
        self.areas = {sheet.casefold(): {(1, column, LAST_ROW, column)}}

    def has(self, sheet: str, row: int, column: int) -> bool:  # noqa: ARG002 - as the formulas ask
        """Whether the cell is in the column."""
        return column == self.column

    def has_column(self, sheet: str, column: int) -> bool:  # noqa: ARG002
        """Whether it is the column."""
        return column == self.column
