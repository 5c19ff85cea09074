"""A workbook's sheets as templates: which cells and notes have tags, and which blocks they make."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from itertools import chain

from ..model.diagnostic import Diagnostic, error
from ..model.place import CellRef, SheetRef
from ..model.values import dataclass, field
from .blocks import Blocks, blocks_of, innermost
from .excel.book import Book, SheetEntry
from .excel.followers.grid import area_of
from .excel.markup import attribute_of, must_be_well_formed
from .excel.notes import notes_of
from .excel.sheet import Cell, Row, Sheet
from .excel.strings import RichText, Strings, TextRun, runs_of
from .expressions import UNITS
from .loose_texts import loop_words
from .plain_tags import PlainTag, Strip, plain_tag, strips_of
from .source import PlainLoop, plain_loops
from .tags import TaggedCell, TaggedNote, has_tags, read_cell, read_note

_LARGE = 4 << 20
"""Characters of a part that is not looked through for XML's sake; what people design is far below."""

_ARRAYS = ("array", "dataTable")
"""Kinds of formulas that stand for a block of cells (ISO/IEC 29500-1, 18.18.6)."""

MOST_TAGGED = 20_000
"""Cells with tags on one sheet."""


@dataclass(slots=True, kw_only=True, eq=False)
class SheetTemplate:
    """A sheet with tags: its cells with tags in reading order with their `styles`, its notes with tags, its blocks.

    `strings` are the shared strings that its cells with tags show. `name` is its name where that has tags.
    `loops` are its loops where all of them may be plain.
    `alone` are the plain tags that no loop holds, `strips` those of a sheet without loops that make columns.
    """

    entry: SheetEntry
    sheet: Sheet
    cells: Sequence[TaggedCell]
    notes: Sequence[TaggedNote]
    blocks: Blocks
    strings: frozenset[int]
    name: TaggedCell | None
    styles: Sequence[int] = ()
    alone: tuple[PlainTag, ...] = ()
    strips: tuple[Strip, ...] = ()
    loops: Sequence[PlainLoop] | None = None
    findings: list[Diagnostic] = field(default_factory=list)

    @property
    def is_plain(self) -> bool:
        """Whether it has no loops or conditions, and keeps its name."""
        blocks = self.blocks
        return not (
            blocks.rows or blocks.columns or blocks.sheet or self.name or blocks.gone_rows or blocks.gone_columns
        )

    @property
    def loop_words(self) -> frozenset[str]:
        """The names that its loops make."""
        controls = [item.controls for item in self.cells] + [item.controls for item in self.notes]
        return loop_words(chain(*controls, filter(None, (self.blocks.sheet,))))

    @property
    def tagged(self) -> Mapping[int, Mapping[int, int]]:
        """The numbers of the cells with tags by row and column."""
        found: dict[int, dict[int, int]] = {}
        for index, cell in enumerate(self.cells):
            found.setdefault(cell.place.row, {})[cell.place.column] = index
        return found


def strings_of(book: Book) -> Strings | None:
    """The shared strings, None where the workbook has none."""
    part = book.part("sharedStrings")
    return Strings(book.text(part), part) if part is not None and book.has(part) else None


def tagged_strings(strings: Strings | None) -> dict[int, RichText]:
    """The shared strings with tags."""
    found = {}
    for index in strings.holding("{") if strings is not None else ():
        runs = strings.rich(index) if strings is not None else ()
        if has_tags(runs[0].text if len(runs) == 1 else "".join(run.text for run in runs)):
            found[index] = runs
    return found


def sheet_template(book: Book, entry: SheetEntry, texts: Mapping[int, RichText]) -> SheetTemplate | None:
    """The sheet as a template, None for one without tags; `texts` are the shared strings with tags."""
    raw = book.text(entry.part)
    notes = list(_tagged_notes(book, entry))
    name = None
    if has_tags(entry.name):
        name = read_cell(CellRef(book.file, entry.name, 1, 1), (TextRun("", entry.name),))
    may_have = "{" in raw or (bool(texts) and _shows(raw, texts))
    if not (may_have or notes or name):
        return None
    if len(raw) < _LARGE:
        must_be_well_formed(raw, entry.part)
    sheet = Sheet(raw, entry.part)
    found = list(_tagged_cells(book, entry, sheet, texts)) if may_have else []
    if not (found or notes or name):
        return None
    findings = []
    if len(found) > MOST_TAGGED:
        findings.append(error("too-many-tagged-cells", SheetRef(book.file, entry.name), limit=MOST_TAGGED))
    cells = [cell for cell, *_ in found[:MOST_TAGGED]]
    rows, columns = _control_lines(sheet, cells)
    blocks = blocks_of(cells, notes, rows, columns)
    made = SheetTemplate(
        entry=entry,
        sheet=sheet,
        cells=cells,
        notes=notes,
        blocks=blocks,
        strings=frozenset(index for _, index, _ in found if index >= 0),
        name=name,
        styles=[style for *_, style in found],
        findings=[*findings, *blocks.findings],
    )
    if blocks.sheet is None and not any(cell.sets_names for cell in cells):
        _take_out_plain(made)
    return made


def _take_out_plain(made: SheetTemplate) -> None:
    """Find the tags and loops that are so plain that they are read without the sandbox."""
    made.strips = tuple(strips_of(made.cells, made.styles)) if made.is_plain else ()
    made.loops = None if made.name else plain_loops(made.cells, made.blocks, list(array_rows(made.sheet)), UNITS)
    stripped = {index for strip in made.strips for index in strip.indexes}
    made.alone = tuple(_alone(made.cells, made.blocks, stripped))


def array_rows(sheet: Sheet) -> Iterator[tuple[int, int]]:
    """First and last row of each array formula and data table."""
    kinds = [kind for kind in _ARRAYS if kind in sheet.text]
    for row in sheet.rows if kinds else ():
        if not any(sheet.text.find(kind, row.opened, row.closed) >= 0 for kind in kinds):
            continue
        for cell in sheet.cells(row):
            attributes = cell.formula_attributes or ""
            if attribute_of(attributes, "t") in _ARRAYS:
                area = area_of(attribute_of(attributes, "ref") or "")
                yield (row.number, row.number) if area is None else (area.top, area.bottom)


def _tagged_notes(book: Book, entry: SheetEntry) -> Iterator[TaggedNote]:
    for note in notes_of(book, entry.part):
        if has_tags(note.text):
            read = read_note(CellRef(book.file, entry.name, note.row, note.column), note.text)
            if read is not None:
                yield read


def _alone(cells: Sequence[TaggedCell], blocks: Blocks, stripped: Set[int]) -> Iterator[PlainTag]:
    """The plain tags that no loop holds, those of strips left out."""
    has_blocks = bool(blocks.rows or blocks.columns)
    for index, cell in enumerate(cells):
        if cell.controls or len(cell.runs) > 1 or index in stripped:
            continue
        if has_blocks and (innermost(blocks.rows, cell.place.row) or innermost(blocks.columns, cell.place.column)):
            continue
        tag = plain_tag(index, cell)
        if tag is not None:
            yield tag


def _shows(raw: str, texts: Mapping[int, RichText]) -> bool:
    """Whether a cell of the part may show one of some shared strings."""
    if len(texts) < 40:
        return any(f"v>{index}</" in raw for index in texts)
    return any(int(index) in texts for index in re.findall(r"v>([0-9]{1,7})</", raw))


def _tagged_cells(
    book: Book, entry: SheetEntry, sheet: Sheet, texts: Mapping[int, RichText]
) -> Iterator[tuple[TaggedCell, int, int]]:
    """The cells with tags, each with its shared string's number, -1 for an inline one, and its style."""
    for row in sheet.rows:
        if not _may_have(sheet, row, texts):
            continue
        for cell in sheet.cells(row):
            runs, index = _text(sheet, cell, texts)
            if runs and cell.formula is None and (index >= 0 or has_tags("".join(run.text for run in runs))):
                yield read_cell(CellRef(book.file, entry.name, cell.row, cell.column), runs), index, cell.style


def _may_have(sheet: Sheet, row: Row, texts: Mapping[int, RichText]) -> bool:
    if sheet.text.find("{", row.opened, row.closed) >= 0:
        return True
    return (bool(texts) and sheet.text.find('t="s"', row.opened, row.closed) >= 0) or "'" in row.attributes


def _text(sheet: Sheet, cell: Cell, texts: Mapping[int, RichText]) -> tuple[RichText, int]:
    if cell.type == "s" and cell.value is not None and cell.value.isdigit():
        index = int(cell.value)
        return texts.get(index, ()), index
    if cell.type == "inlineStr" and cell.inline is not None and "{" in cell.inline:
        return runs_of(cell.inline, sheet.prefix), -1
    if cell.type == "str" and cell.value is not None and "{" in cell.value:
        return (TextRun("", cell.value),), -1
    return (), -1


def _control_lines(sheet: Sheet, cells: Sequence[TaggedCell]) -> tuple[set[int], set[int]]:
    """The rows and the columns of nothing but structural tags."""
    rows: dict[int, set[int]] = {}
    columns: dict[int, set[int]] = {}
    for cell in cells:
        if cell.is_control:
            rows.setdefault(cell.place.row, set()).add(cell.place.column)
            columns.setdefault(cell.place.column, set()).add(cell.place.row)
    if not rows:
        return set(), set()
    along = {cell.place.column for cell in cells if any(c.along.value == "列" for c in cell.controls)}
    gone_rows = {
        number
        for number, held in rows.items()
        if (row := sheet.row(number)) is not None
        and all(cell.column in held or _is_blank(cell) for cell in sheet.cells(row))
    }
    gone_columns = {
        number
        for number, held in columns.items()
        if number in along
        and all(
            cell.row in held or cell.column != number or _is_blank(cell)
            for row in sheet.rows
            for cell in sheet.cells(row)
        )
    }
    return gone_rows - _rows_of_column_tags(cells, gone_columns), gone_columns


def _rows_of_column_tags(cells: Sequence[TaggedCell], gone_columns: set[int]) -> set[int]:
    """Rows whose tags are all along columns that go: the columns take the tags with them."""
    rows: dict[int, bool] = {}
    for cell in cells:
        if cell.is_control:
            is_taken = cell.place.column in gone_columns and all(c.along.value == "列" for c in cell.controls)
            rows[cell.place.row] = rows.get(cell.place.row, True) and is_taken
    return {row for row, taken in rows.items() if taken}


def _is_blank(cell: Cell) -> bool:
    return cell.formula is None and not cell.value and not cell.inline
