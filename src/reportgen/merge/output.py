"""The filled workbook put together: sheets laid out, formulas moved and worked out, parts written.

The last step of a fill. A part is written only where something in it changes, and all cached values that
nobody could work out are asked for when the workbook is opened.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ..model.diagnostic import Diagnostic, error
from ..model.place import FileRef
from ..model.values import dataclass, field
from .bindings import add_bindings
from .blocks import Branch
from .chart_values import CellValues
from .contents import Printer
from .excel.book import CONTENT_TYPES, Book
from .excel.calc.calculate import Calculation
from .excel.calc.known import Known
from .excel.chain import rewrite_chain
from .excel.followers.copies import OutputSheet
from .excel.followers.follow import Followers
from .excel.followers.tables import Values
from .excel.moves import Moves
from .excel.recalculation import calculate_on_load, is_calculated
from .excel.seen import Seen
from .excel.strings import Strings
from .excel.tables_known import workbook_of
from .fill_values import put_constants, put_tags
from .formula_cells import FormulaCells
from .layout import Block, Single
from .loose_texts import LooseTexts
from .opened import Opened
from .render_sheet import RenderedSheet
from .shapes import SheetShapes, emptied, shapes_of
from .sheet_fill import SheetFill
from .template import SheetTemplate

_MACROS = (".template.macroEnabled.main+xml", ".sheet.macroEnabled.main+xml")
"""The content types of a template with macros, and of the workbook that it becomes."""


@dataclass(slots=True, kw_only=True, eq=False)
class Output:
    """One fill on its way out; `printer` knows what is said of its cells."""

    book: Book
    opened: Opened
    rendered: Sequence[RenderedSheet]
    printer: Printer
    texts: LooseTexts
    findings: list[Diagnostic] = field(default_factory=list)
    written: list[str] = field(default_factory=list)
    bindings: bool = False

    def made(self) -> bytes | None:
        """The workbook; None where an error was found."""
        by_name = {template.entry.name: at for at, template in enumerate(self.templates)}
        printer = self.printer
        self._keep_what_is_referred_to()
        shapes = self._shapes()
        if self.findings:
            return None
        moves: Moves = {name: move for name, shape in shapes.items() if not (move := shape.move(name)).is_still}
        removed = {
            template.entry.name: {(note.place.row, note.place.column) for note in template.notes}
            for template in self.templates
            if template.notes
        }
        followers = Followers(self.book, moves, removed)
        strings = self.opened.strings
        fills = [
            self._fill(sheet, by_name.get(sheet.entry.name), shapes.get(sheet.entry.name), printer)
            for sheet in followers.sheets
            if sheet.part and (sheet.entry.name in by_name or self.opened.with_formulas or self._has_charts)
        ]
        cells = FormulaCells(mover=followers.mover, moves=moves, seen=Seen(strings, is_calculated(self.book)))
        followers.name_columns(_headers(fills, cells))
        self._work_out(followers, fills, cells)
        self._write(followers, fills, cells)
        by_output = {fill.name.casefold(): fill for fill in fills}
        followers.finish(CellValues(by_output, cells).area if self._has_charts else None, self.written)
        self._finish(followers, cells, strings, printer)
        if self.bindings:
            add_bindings(self.book, fills)
        self.findings += [*printer.all_findings(), *followers.findings]
        return self.book.write(sealed=True)

    @property
    def templates(self) -> Sequence[SheetTemplate]:
        """The sheets with tags."""
        return self.opened.templates

    @property
    def _has_charts(self) -> bool:
        return any("/charts/" in name or "/tables/" in name for name in self.book.package.names)

    def _keep_what_is_referred_to(self) -> None:
        """Keep the rows of empty loops that something refers to, emptied: totals are 0 then, and charts stay whole."""
        from .references import kept_branches

        for template, rendered in zip(self.templates, self.rendered, strict=True):
            blocks = template.blocks
            empty = [
                branch
                for copy in rendered.copies
                for statements, made in ((blocks.rows, copy.rows), (blocks.columns, copy.columns))
                for branch in (b for s in statements for b in s.branches)
                if branch.control.word == "for" and branch.first <= branch.last and not made.count(branch)
            ]
            if not empty:
                continue
            formulas = {
                entry.name: self.opened.formulas(entry.name, entry.part) for entry in self.book.sheets if entry.part
            }
            keeps: list[Branch] = kept_branches(self.book, template, list(dict.fromkeys(empty)), formulas)
            for copy in rendered.copies:
                emptied(copy.rows, blocks.rows, keeps)
                emptied(copy.columns, blocks.columns, keeps)

    def _shapes(self) -> dict[str, SheetShapes]:
        found: dict[str, SheetShapes] = {}
        own = {template.entry.name for template in self.templates}
        taken = {entry.name.lower() for entry in self.book.sheets if entry.name not in own}
        for template, rendered in zip(self.templates, self.rendered, strict=True):
            names = [template.entry.name if template.name is None else copy.name for copy in rendered.copies]
            shape = shapes_of(template, rendered.copies, names, taken)
            found[template.entry.name] = shape
            self.findings += shape.findings
        if len(found) == len(self.book.sheets) and not any(shape.names for shape in found.values()):
            self.findings.append(error("no-sheet-left", FileRef(self.book.file)))
        return found

    def _fill(self, out: OutputSheet, at: int | None, shape: SheetShapes | None, printer: Printer) -> SheetFill:
        """A sheet of the output, laid out."""
        name = out.entry.name
        sheet = self.opened.sheet(name, out.entry.part)
        template = self.templates[at] if at is not None else None
        rendered = self.rendered[at] if at is not None else None
        copy = rendered.copies[out.copy] if rendered is not None else None
        still = self.opened.still(name, out.entry.part)
        segments = still.segments if still is not None else ()
        if still is None and template is not None and copy is not None and shape is not None:
            layout = self.opened.layout(name, out.entry.part, shape.axes[out.copy][1])
            segments = list(layout.segments(copy.rows, template.blocks.rows, template.blocks.gone_rows))
        made = SheetFill(
            name=out.name,
            template=name,
            copy=out.copy,
            sheet=sheet,
            segments=segments,
            cells=template.cells if template is not None else (),
            direct=rendered.direct if rendered is not None else {},
            strips=rendered.strips if rendered is not None else (),
            fields=rendered.fields if rendered is not None else {},
            printer=printer.on(sheet),
            still=still,
            round=copy.rows if still is not None and copy is not None else None,
        )
        made.read_strips()
        return made

    def _work_out(self, followers: Followers, fills: Sequence[SheetFill], cells: FormulaCells) -> None:
        """Find the values of all formulas."""
        if not self.opened.with_formulas:
            return
        kept = None if cells.is_moved or any(fill.still is None for fill in fills) else self.opened.formulas_kept
        if kept is not None:
            cells.take_kept(kept)
            calculation, known = kept.calculation.again(), kept.known.copy()
        else:
            read = self._read_formulas(followers, fills, cells)
            if read is None:
                return
            calculation, known = read
        for fill in fills:
            put_tags(fill, known, calculation.wanted)
        cells.take(calculation.run(known))

    def _read_formulas(
        self, followers: Followers, fills: Sequence[SheetFill], cells: FormulaCells
    ) -> tuple[Calculation, Known] | None:
        """All formulas, and the cells of the template that they look at; None where there are none."""
        for fill in fills:
            for segment in fill.segments:
                if isinstance(segment, Single):
                    cells.add_row(fill.name, fill.template, fill.copy, segment, fill.sheet.prefix)
                elif isinstance(segment, Block):
                    cells.add_block(fill.name, fill.template, fill.copy, segment)
        if not cells.cells and not cells.columns:
            return None
        calculation = cells.calculation(workbook_of(self.book, followers))
        known = Known(fill.name for fill in fills)
        for fill in fills:
            put_constants(fill, known, cells.seen, calculation.wanted)
        if not cells.is_moved and all(fill.still is not None for fill in fills):
            self.opened.formulas_kept = cells.kept(calculation, known)
        return calculation, known

    def _write(self, followers: Followers, fills: Sequence[SheetFill], cells: FormulaCells) -> None:
        by_name = {fill.name: fill for fill in fills}
        for out in followers.sheets:
            fill = by_name.get(out.name)
            if fill is None:
                continue
            head = followers.head(out, fill.sheet.head)
            tail = self.texts.tail(followers.tail(out, fill.sheet.tail))
            is_still = (head, tail) == (fill.sheet.head, fill.sheet.tail) and out.name == out.entry.name
            if not is_still or self._is_changed(out, fill, cells, followers.moves):
                self.written.append(out.name)
                self.book.put(out.part, _pieces(head, fill.written(cells), tail))

    def _is_changed(self, out: OutputSheet, fill: SheetFill, cells: FormulaCells, moves: Moves) -> bool:
        """Whether a sheet's part is written anew."""
        if out.entry.name in moves or fill.cells:
            return True
        return any(isinstance(segment, Single) and fill.is_changed(segment, cells) for segment in fill.segments)

    def _finish(self, followers: Followers, cells: FormulaCells, strings: Strings | None, printer: Printer) -> None:
        """The parts of the whole workbook: calculation chain, shared strings, styles, calculation on load."""
        rewrite_chain(self.book, _places(followers))
        used = {index for template in self.templates for index in template.strings}
        if strings is not None and used:
            self.book.put(strings.part, strings.without(used))
        if printer.styles is not None and printer.styles.is_changed:
            self.book.put(printer.styles.part, printer.styles.text)
        if not cells.is_complete:
            calculate_on_load(self.book)
        types = self.book.text(CONTENT_TYPES)
        if ".template." in types:
            self.book.put(CONTENT_TYPES, types.replace(".template.main+xml", ".sheet.main+xml").replace(*_MACROS))


def _headers(fills: Sequence[SheetFill], cells: FormulaCells) -> Values:
    """What cells without formulas hold, for the names of tables' columns."""
    by_output = {fill.name.casefold(): fill for fill in fills}
    return CellValues(by_output, cells).area


def _pieces(head: str, rows: Iterator[str], tail: str) -> Iterator[str]:
    yield head
    yield from rows
    yield tail


def _places(followers: Followers) -> _Places:
    by_id: dict[str, list[OutputSheet]] = {}
    for sheet in followers.sheets:
        by_id.setdefault(sheet.entry.sheet_id, []).append(sheet)
    return _Places(by_id, followers.moves)


@dataclass(frozen=True, slots=True)
class _Places:
    """Where a cell of the template stands in the output."""

    sheets: Mapping[str, Sequence[OutputSheet]]
    moves: Moves

    def __call__(self, sheet_id: str, row: int, column: int) -> list[tuple[str, int, int]]:
        if not self.moves:
            return [(sheet_id, row, column)]
        found = []
        for sheet in self.sheets.get(sheet_id, ()):
            move = self.moves.get(sheet.entry.name)
            if move is None:
                found.append((sheet.sheet_id, row, column))
                continue
            rows, columns = move.axes(sheet.copy)
            across = [first for first, _ in columns.copies(column, column)]
            found += [(sheet.sheet_id, down, left) for down, _ in rows.copies(row, row) for left in across]
        return found
