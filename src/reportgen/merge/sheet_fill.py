"""One sheet of the output: its rows laid out, what its cells hold, and its rows written at last."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import repeat

from ..model.dataset import Row
from ..model.values import dataclass, field
from .columns import ColumnContent, column_content, contents_alike, of_contents
from .contents import Content, Printer
from .excel.calc.values import Given as Seen
from .excel.calc.values import Value, to_values
from .excel.sheet import Sheet
from .formula_cells import FormulaCells
from .layout import ArrayPart, Block, FormulaSlot, Number, Raw, Segment, Single, Slot, Tag
from .plain_tags import Strip
from .rendered import Round
from .source import Field
from .still import Key, Page, StillSheet
from .tags import TaggedCell

_BATCH = 1000
"""Rows of a loop that stand in memory as text at once."""


@dataclass(slots=True, kw_only=True, eq=False)
class SheetFill:
    """A sheet of the output and what its cells hold.

    `direct` are values of cells that were looked up without a template, `strips` those that are read as columns,
    `fields` the plain cells of loops by branch. `copy` counts the sheets that came from one. `still` are the rows of
    a sheet without loops, kept with the template, and `round` what its tags print.
    """

    name: str
    template: str
    copy: int
    sheet: Sheet
    segments: Sequence[Segment]
    cells: Sequence[TaggedCell]
    direct: Mapping[int, object]
    strips: Sequence[tuple[Strip, Sequence[Row]]]
    fields: Mapping[int, Mapping[int, Field]]
    printer: Printer
    still: StillSheet | None = None
    round: Round | None = None
    seen: list[tuple[Strip, Sequence[Seen]]] = field(default_factory=list)
    tails: dict[Key, str] = field(default_factory=dict)
    columns: dict[tuple[int, int], list[ColumnContent]] = field(default_factory=dict)
    looked_up: dict[tuple[int, int], Content] = field(default_factory=dict)
    given: dict[tuple[int, int], list[Value]] = field(default_factory=dict)
    named: dict[int, tuple[Strip, Row]] = field(default_factory=dict)

    def read_strips(self) -> None:
        """Work out the cells that are read as columns."""
        for strip, rows in self.strips:
            cell = self.cells[strip.indexes[0]]
            tails, seen = contents_alike(self.printer, rows, strip.field, strip.style, cell)
            self.seen.append((strip, seen))
            self.tails.update(zip(strip.indexes, tails, strict=True))

    def value(self, index: int) -> object:
        """What a tagged cell that was looked up stands for; None for one that was not."""
        if self.strips and not self.named:
            for strip, rows in self.strips:
                self.named.update(zip(strip.indexes, ((strip, row) for row in rows), strict=True))
        if index in self.named:
            strip, row = self.named[index]
            return strip.value(row)
        return self.direct.get(index)

    def content(self, tag: Tag, made: Round | None) -> Content:
        """What a tagged cell holds in a round."""
        known = self.looked_up.get((tag.index, tag.style))
        if known is not None:
            return known
        cell = self.cells[tag.index]
        if tag.index in self.direct or tag.index in self.tails:
            content = self.printer.typed(self.value(tag.index), tag.style, cell)
            self.looked_up[tag.index, tag.style] = content
            return content
        made = made or self.round
        shown = None if made is None else made.cells.get((tag.index, tag.path))
        return self.printer.empty(tag.style) if shown is None else shown

    def text(self, tag: Tag, made: Round | None) -> str:
        """What the template printed for a cell in a round."""
        made = made or self.round
        return "" if made is None else made.texts.get((tag.index, tag.path), "")

    def column(self, block: Block, tag: Tag) -> ColumnContent:
        """What a tagged cell holds in all rounds of a loop; worked out once."""
        key = (id(block), tag.index)
        found = self.columns.get(key)
        if found is None:
            found = self.columns[key] = [self._column(block, tag)]
        return found[0]

    def values(self, block: Block, tag: Tag) -> list[Value]:
        """What formulas and charts see of a tagged cell in all rounds; worked out once."""
        key = (id(block), tag.index)
        if key not in self.given:
            self.given[key] = to_values(self.column(block, tag).seen)
        return self.given[key]

    def _column(self, block: Block, tag: Tag) -> ColumnContent:
        plain = self.fields.get(block.branch.number, {}).get(tag.index)
        if plain is not None:
            return column_content(self.printer, block.table, plain, tag.style, self.cells[tag.index])
        collected = block.outer.column(block.branch.number, tag.index)
        if collected is not None:
            return collected.content()
        rounds = block.outer.rounds.get(block.branch.number) or repeat(None, len(block.table))
        return of_contents([self.content(tag, inner) for inner in rounds])

    def written(self, formulas: FormulaCells) -> Iterator[str]:
        """The rows as text, in pieces."""
        for segment in self.still.pieces if self.still is not None else self.segments:
            if isinstance(segment, Raw):
                yield self.sheet.text[segment.start : segment.end]
            elif isinstance(segment, Single):
                yield self._row(segment, formulas)
            elif isinstance(segment, Page):
                yield self._page(segment, formulas)
            else:
                yield from self._rounds(segment, formulas)

    def _row(self, segment: Single, formulas: FormulaCells) -> str:
        program = segment.program
        if segment.is_kept and not program.tags and not self.is_changed(segment, formulas):
            return self.sheet.text[program.row.start : program.row.end]
        form, slots = program.form
        return form % tuple([self._slot(slot, segment, formulas) for slot in slots])

    def _page(self, page: Page, formulas: FormulaCells) -> str:
        """Rows of a sheet without loops."""
        made: dict[Key, str] = {**self.tails}
        made.update(zip(page.formulas, formulas.tails(self.name, page, self.sheet.prefix), strict=True))
        for key, slot, row in page.slots:
            if key not in made:
                made[key] = self._slot(slot, row, formulas)
        pieces = [""] * (2 * len(page.keys) + 1)
        pieces[::2] = page.between
        pieces[1::2] = map(made.__getitem__, page.keys)
        return "".join(pieces)

    def _slot(self, slot: Slot, row: Single, formulas: FormulaCells) -> str:
        """What goes into a hole of a row's form."""
        if isinstance(slot, Tag):
            return self.content(slot, row.round).tail
        if isinstance(slot, FormulaSlot):
            return formulas.tail(self.name, row.number, slot, self.sheet.prefix)
        if isinstance(slot, ArrayPart):
            return formulas.part(self.name, row.number, slot, self.sheet.prefix)
        return str(row.number)

    def is_changed(self, segment: Single, formulas: FormulaCells) -> bool:
        """Whether a formula of a row reads otherwise, or comes to something else, than in the template."""
        if any(formulas.is_changed(self.name, segment.number, slot) for slot in segment.program.formulas):
            return True
        return any((self.name, segment.number, part.column) in formulas.parts for part in segment.program.parts)

    def _rounds(self, block: Block, formulas: FormulaCells) -> Iterator[str]:
        """All rounds of a loop that is read by columns, some thousand rows at a time.

        The text between two slots and the column of a slot are laid into one list, and this is joined: a quarter of
        the time that a format for each row takes.
        """
        form, arguments = self._form(block, formulas)
        between = _between_slots(form)
        count, width = len(block.table), 2 * len(arguments) + 1
        for start in range(0, count, _BATCH):
            stop = min(start + _BATCH, count)
            pieces = [""] * (width * (stop - start))
            for at, text in enumerate(between):
                pieces[2 * at :: width] = [text] * (stop - start)
            for at, argument in enumerate(arguments):
                pieces[2 * at + 1 :: width] = argument.part(start, stop)
            yield "".join(pieces)

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


def _between_slots(form: str) -> list[str]:
    """The texts before, between and behind the `%s` of a form."""
    found = [""]
    for piece in re.split("(%%|%s)", form):
        if piece == "%s":
            found.append("")
        else:
            found[-1] += "%" if piece == "%%" else piece
    return found


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
