"""One sheet of the output: its rows laid out, its cells handed to the formulas, and written at last."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from itertools import repeat

from ..model.diagnostic import Fault
from ..model.values import dataclass
from .columns import ColumnContent, column_content, of_contents
from .contents import Content, Printer
from .excel.calc.calculate import Wanted
from .excel.calc.known import Known
from .excel.calc.values import Value
from .excel.seen import Seen
from .excel.sheet import Sheet
from .formula_cells import FormulaCells
from .layout import ArrayPart, Block, Number, Raw, Segment, Single, Tag
from .rendered import Round
from .source import Field
from .tags import TaggedCell

_HIDDEN = re.compile(r"""\shidden\s*=\s*["'](?:1|true)""")
_BATCH = 1000
"""Rows of a loop that stand in memory as text at once."""


@dataclass(slots=True, kw_only=True, eq=False)
class SheetFill:
    """A sheet of the output and what its cells hold.

    `direct` are values of cells that were looked up without a template, `fields` the plain cells of loops
    by branch. `copy` counts the sheets that came from one.
    """

    name: str
    template: str
    copy: int
    sheet: Sheet
    segments: list[Segment]
    cells: Sequence[TaggedCell]
    direct: Mapping[int, object]
    fields: Mapping[int, Mapping[int, Field]]
    printer: Printer
    columns: dict[tuple[int, int], list[ColumnContent]] = field(default_factory=dict)
    looked_up: dict[tuple[int, int], Content] = field(default_factory=dict)

    def content(self, tag: Tag, made: Round | None) -> Content:
        """What a tagged cell holds in a round."""
        known = self.looked_up.get((tag.index, tag.style))
        if known is not None:
            return known
        cell = self.cells[tag.index]
        if tag.index in self.direct:
            content = self.printer.typed(self.direct[tag.index], tag.style, cell)
            self.looked_up[tag.index, tag.style] = content
            return content
        text = None if made is None else made.cells.get((tag.index, tag.path))
        return self.printer.empty(tag.style) if text is None else self.printer.rendered(text, cell, tag.style)

    def column(self, block: Block, tag: Tag) -> ColumnContent:
        """What a tagged cell holds in all rounds of a loop; worked out once."""
        key = (id(block), tag.index)
        found = self.columns.get(key)
        if found is None:
            found = self.columns[key] = [self._column(block, tag)]
        return found[0]

    def _column(self, block: Block, tag: Tag) -> ColumnContent:
        plain = self.fields.get(block.branch.number, {}).get(tag.index)
        cell = self.cells[tag.index]
        if plain is not None:
            try:
                return column_content(self.printer, block.table, plain, tag.style, cell)
            except Fault as fault:
                self.printer.findings.append(fault.at(cell.place))
                return of_contents([self.printer.empty(tag.style)] * len(block.table))
        made = [self.content(tag, inner) for inner in block.rounds or repeat(None, len(block.table))]
        return of_contents(made)

    def put_values(self, known: Known, seen: Seen, wanted: Wanted) -> None:
        """Hand the cells that formulas look at to them, those of formulas left out."""
        areas = wanted.areas.get(self.name.casefold(), ())
        if not areas:
            return
        first, last = min(area[0] for area in areas), max(area[2] for area in areas)
        for row_number in self._hidden_rows():
            known.hide(self.name, row_number, row_number)
        for segment in self.segments:
            if isinstance(segment, Single):
                if first <= segment.number <= last:
                    self._put_row(known, seen, segment, wanted)
            elif isinstance(segment, Block):
                self._put_block(known, seen, segment, wanted)
            else:
                for row in self.sheet.between(max(first, segment.first), min(last, segment.last)):
                    for cell in self.sheet.cells(row):
                        if wanted.has(self.name, cell.row, cell.column):
                            known.put(self.name, cell.row, cell.column, seen.value(cell, self.sheet.prefix))

    def _hidden_rows(self) -> Iterator[int]:
        """The rows of the output that are hidden, which SUBTOTAL leaves out."""
        hidden = {row.number for row in self.sheet.rows if _HIDDEN.search(row.attributes)}
        for segment in self.segments if hidden else ():
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

    def _put_row(self, known: Known, seen: Seen, segment: Single, wanted: Wanted) -> None:
        number = segment.number
        for cell, column in segment.program.constants:
            if wanted.has(self.name, number, column):
                is_moved = (number, column) != (cell.row, cell.column)
                known.put(self.name, number, column, seen.value(cell, self.sheet.prefix), changed=is_moved)
        for part in segment.program.parts:
            known.put(self.name, number, part.column, seen.value(part.cell, self.sheet.prefix))
        for tag in segment.program.tags:
            if wanted.has(self.name, number, tag.column):
                known.put(self.name, number, tag.column, self.content(tag, segment.round).seen, changed=True)

    def _put_block(self, known: Known, seen: Seen, block: Block, wanted: Wanted) -> None:
        count = len(block.table)
        for program, offset in zip(block.programs, block.offsets, strict=True):
            first = block.start + offset
            for cell, column in program.constants:
                value = seen.value(cell, self.sheet.prefix)
                if value is not None and wanted.has_column(self.name, column):
                    known.put_column(self.name, column, first, block.step, [value] * count)
            for tag in program.tags:
                if wanted.has_column(self.name, tag.column):
                    known.put_column(self.name, tag.column, first, block.step, self.column(block, tag).seen)

    def column_values(self, column: int, seen: Seen) -> tuple[dict[int, Value], set[int]]:
        """The values of a column by row, formulas left out, and the rows in which they are not the template's."""
        values: dict[int, Value] = {}
        changed: set[int] = set()
        wanted = _Column(column)
        known = Known()
        for segment in self.segments:
            if isinstance(segment, Raw):
                for row in self.sheet.between(segment.first, segment.last):
                    cell = next((cell for cell in self.sheet.cells(row) if cell.column == column), None)
                    if cell is not None:
                        values[row.number] = seen.value(cell, self.sheet.prefix)
                continue
            if isinstance(segment, Single):
                self._put_row(known, seen, segment, wanted)
            else:
                self._put_block(known, seen, segment, wanted)
        cells = known.sheet(self.name)
        values.update(cells.cells.get(column, {}))
        changed.update(cells.changed.get(column, ()))
        for run in cells.runs.get(column, ()):
            rows = range(run.first, run.first + run.step * len(run.values), run.step)
            values.update(zip(rows, run.values, strict=True))
            changed.update(rows)
        return values, changed

    def written(self, formulas: FormulaCells) -> Iterator[str]:
        """The rows as text, in pieces."""
        for segment in self.segments:
            if isinstance(segment, Raw):
                yield self.sheet.text[segment.start : segment.end]
            elif isinstance(segment, Single):
                yield self._row(segment, formulas)
            else:
                yield from self._rounds(segment, formulas)

    def _row(self, segment: Single, formulas: FormulaCells) -> str:
        program = segment.program
        if segment.is_kept and not program.tags and not self.is_changed(segment, formulas):
            return self.sheet.text[program.row.start : program.row.end]
        number = str(segment.number)
        values = []
        for slot in program.slots:
            if isinstance(slot, Number):
                values.append(number)
            elif isinstance(slot, Tag):
                values.append(self.content(slot, segment.round).tail)
            elif isinstance(slot, ArrayPart):
                values.append(formulas.part(self.name, segment.number, slot, self.sheet.prefix))
            else:
                values.append(formulas.tail(self.name, segment.number, slot, self.sheet.prefix))
        return program.form % tuple(values)

    def is_changed(self, segment: Single, formulas: FormulaCells) -> bool:
        """Whether a formula of a row reads otherwise, or comes to something else, than in the template."""
        if any(formulas.is_changed(self.name, segment.number, slot) for slot in segment.program.formulas):
            return True
        return any((self.name, segment.number, part.column) in formulas.parts for part in segment.program.parts)

    def _rounds(self, block: Block, formulas: FormulaCells) -> Iterator[str]:
        """All rounds of a loop that is read by columns, some thousand rows at a time."""
        form, arguments = self._form(block, formulas)
        count = len(block.table)
        for start in range(0, count, _BATCH):
            stop = min(start + _BATCH, count)
            columns = [argument.part(start, stop) for argument in arguments]
            yield "".join([form % values for values in zip(*columns, strict=True)])

    def _form(self, block: Block, formulas: FormulaCells) -> tuple[str, list[_Argument]]:
        pieces: list[str] = []
        arguments: list[_Argument] = []
        numbers: dict[int, _Argument] = {}

        def number(offset: int) -> _Argument:
            return numbers.setdefault(offset, _Argument(first=block.start + offset, step=block.step))

        for program, offset in zip(block.programs, block.offsets, strict=True):
            for piece in program.pieces:
                if isinstance(piece, str):
                    pieces.append(piece.replace("%", "%%"))
                elif isinstance(piece, Number):
                    pieces.append("%s")
                    arguments.append(number(offset))
                elif isinstance(piece, Tag):
                    found = self.column(block, piece)
                    pieces.append(found.pattern)
                    arguments.append(_Argument(texts=found))
                elif isinstance(piece, ArrayPart):
                    pieces.append(piece.behind.replace("%", "%%"))
                else:
                    pattern, texts, offsets = formulas.column(id(block), piece, self.sheet.prefix)
                    pieces.append(pattern)
                    arguments += [number(offset + own) for own in offsets]
                    arguments += [_Argument(texts=item) for item in texts]
        return "".join(pieces), arguments


class _Column(Wanted):
    """Looks at one column, whole."""

    def __init__(self, column: int) -> None:
        self.column = column

    def has(self, sheet: str, row: int, column: int) -> bool:  # noqa: ARG002 - as the formulas ask
        """Whether the cell is in the column."""
        return column == self.column

    def has_column(self, sheet: str, column: int) -> bool:  # noqa: ARG002
        """Whether it is the column."""
        return column == self.column


@dataclass(slots=True, kw_only=True, eq=False)
class _Argument:
    """What goes into one slot of all rounds: texts, or row numbers made as they are needed."""

    texts: Sequence[str] | ColumnContent | None = None
    first: int = 0
    step: int = 1
    kept: tuple[int, list[str]] = (-1, [])

    def part(self, start: int, stop: int) -> Sequence[str]:
        """The entries of some rounds."""
        if isinstance(self.texts, ColumnContent):
            return self.texts.part(start, stop)
        if self.texts is not None:
            return self.texts[start:stop]
        if self.kept[0] != start:
            first, step = self.first, self.step
            self.kept = (start, list(map(str, range(first + start * step, first + stop * step, step))))
        return self.kept[1]
