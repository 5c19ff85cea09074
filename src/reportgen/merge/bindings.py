"""What ties the filled cells of a workbook to the cells of the data: kept in the file where that is wanted.

`fill` changes nothing but what its tags concern; with bindings it adds a custom XML part that `trace` reads.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..model.binding import Binding, ColumnBinding
from ..model.collect import exact
from ..model.dataset import Row, Table
from ..model.document import ColumnSource
from ..model.figure import Fact, Figure, Phrase, Piece
from ..model.formula import describe
from ..model.marks import MARK
from ..model.place import column_letters
from ..model.quantity import parse_unit
from ..model.values import replace
from ..ooxml.bindings import to_xml
from .excel.book import Book
from .excel.plain_sheet import add_relation, free_part
from .layout import Block, Single, Tag
from .rendered import Round
from .sheet_fill import SheetFill
from .source import Field

_EACH = 2_000
"""So many rows of a loop are tied cell by cell; of more, whole columns."""


def add_bindings(book: Book, fills: Sequence[SheetFill]) -> None:
    """Put the bindings of all filled cells into the package."""
    part = free_part(book, "customXml/item{}.xml")
    book.put(part, to_xml(binding for fill in fills for binding in _of_sheet(fill)))
    add_relation(book, book.main, "customXml", part)


def _of_sheet(fill: SheetFill) -> Iterator[Binding | ColumnBinding]:
    for segment in fill.segments:
        if isinstance(segment, Single):
            for tag in segment.program.tags:
                yield from _of_cell(fill, tag, segment.round, segment.number)
        elif isinstance(segment, Block):
            for program, offset in zip(segment.programs, segment.offsets, strict=True):
                for tag in program.tags:
                    yield from _of_column(fill, segment, tag, segment.start + offset)


def _of_cell(fill: SheetFill, tag: Tag, made: Round | None, row: int) -> Iterator[Binding]:
    """The bindings of one cell: one for each figure and fact that it shows."""
    value = fill.value(tag.index)
    if value is not None:
        values: list[object] = [value]
    else:
        text = fill.text(tag, made)
        values = [fill.printer.values[int(number)][0] for number in MARK.findall(text)]
    address = f"{column_letters(tag.column)}{row}"
    for value in values:
        for piece in _pieces(value):
            if piece.shows is not None:
                yield _binding(piece, piece.shows, fill, tag, address)


def _pieces(value: object) -> Sequence[Piece]:
    if isinstance(value, Phrase):
        return value.pieces
    return (Piece(value.text, value),) if isinstance(value, (Figure, Fact)) else ()


def _binding(piece: Piece, item: Figure | Fact, fill: SheetFill, tag: Tag, address: str) -> Binding:
    figure = item if isinstance(item, Figure) else None
    is_derived = figure is not None and figure.derivation is not None
    return Binding(
        tag=f"{fill.name}!{address}",
        text=piece.text,
        value=exact(item),
        unit=figure.unit.symbol if figure else "",
        period=str(figure.period) if figure and figure.period else "",
        cells=tuple(map(str, item.sources)) if is_derived or item.source is None else (str(item.source),),
        derivation=describe(item) if is_derived else "",
        wording=piece.wording,
        template=str(fill.cells[tag.index].place),
        where=(fill.name, address),
    )


def _of_column(fill: SheetFill, block: Block, tag: Tag, first: int) -> Iterator[Binding | ColumnBinding]:
    """The bindings of a cell in all rounds of a loop."""
    wanted = fill.fields.get(block.branch.number, {}).get(tag.index)
    if wanted is None:
        for number, made in enumerate(block.outer.rounds.get(block.branch.number, ())):
            yield from _of_cell(fill, tag, made, first + number * block.step)
    elif wanted.name and len(block.table) <= _EACH:
        for number, row in enumerate(block.table):
            item = row.cell(wanted.name)
            if isinstance(item, (Figure, Fact)):
                address = f"{column_letters(tag.column)}{first + number * block.step}"
                shown = _in_unit(item, wanted)
                yield _binding(Piece(shown.text, shown), shown, fill, tag, address)
    elif wanted.name:
        yield from _whole_column(fill, block, tag, first, wanted)


def _in_unit(item: Figure | Fact, wanted: Field) -> Figure | Fact:
    if not wanted.unit or not isinstance(item, Figure):
        return item
    return replace(item, quantity=item.quantity.to(parse_unit(wanted.unit)))


def _whole_column(fill: SheetFill, block: Block, tag: Tag, first: int, wanted: Field) -> Iterator[ColumnBinding]:
    """One binding for the column of a long loop; it says which cells, not which of them stands where."""
    table = block.table if isinstance(block.table, Table) else block.table[0].table
    rows: Sequence[Row] = list(block.table)
    column = table.column(wanted.name)
    letters, last = column_letters(tag.column), first + (len(rows) - 1) * block.step
    texts = ["" if row.value(wanted.name) is None else str(row.value(wanted.name)) for row in rows]
    yield ColumnBinding(
        tag=f"{fill.name}!{letters}{first}",
        texts=texts,
        values=None,
        source=ColumnSource(table.file, table.sheet, column.position, [table.rows[row.index] for row in rows]),
        unit=column.unit.symbol if column.unit else "",
        template=str(fill.cells[tag.index].place),
        where=(fill.name, f"{letters}{first}:{letters}{last}"),
        sentence=wanted.name,
    )
