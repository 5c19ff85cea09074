"""Tables of the document into Word tables, row by row, so that 100,000 rows cost no more memory than 500.

A row is a form with gaps for the texts of its cells. Columns are formatted 500 rows at a time;
only where a column's texts hold something that XML or Word treats specially is each cell looked at.

Source: ISO/IEC 29500-1, 17.4 (tables). Word takes widths from w:tcW, WPS from w:tblGrid: both are written.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain, repeat

from ...model.document import DataTable, ReferenceKind, TableBlock, TableColumn, Text
from ...model.schema import ColumnKind
from ...model.table_texts import column_texts
from ...model.totals import total_texts
from ...model.values import dataclass
from ...ooxml.xml import attribute
from .columns import column_widths, is_whole, sample_texts
from .inline import Composition, complex_field
from .names import Role
from .text import CARE, Look, lacks_hanzi, runs

_CHUNK = 500
_KEEP = "<w:keepNext/>"
_PART = '<w:docPartObj><w:docPartGallery w:val="Tables"/></w:docPartObj>'
"""Makes the control around a table one of a document part (17.5.2.12), its gallery named as Word does it; people see
and edit it like any other. LibreOffice 7.4 repeats the first text in any other kind up to four times when it saves."""
_GAP = "\0"
"""Stands for a cell's text in the form of a row; nothing that goes into XML can hold it."""


def table(block: TableBlock, composition: Composition, *, keep_next: bool = False) -> Iterator[str]:
    """Caption, table and note as XML, the table inside the block's content control where bindings are written.

    The caption stays outside: LibreOffice 7.4 shows the code of a field in a control that holds a table.
    `keep_next` holds the last row or the note on the page of what follows.
    """
    composition.remarks.place = block.place
    label = complex_field("SEQ 表 \\* ARABIC", f"<w:r><w:t>{block.number}</w:t></w:r>")
    marked = composition.bookmarked(ReferenceKind.TABLE, block.number, f"<w:r><w:t>表</w:t></w:r>{label}")
    yield composition.opening(Role.TABLE_CAPTION) + composition.numbering(ReferenceKind.TABLE, block.number, marked)
    gap = (Text("　"),) if block.caption else ()
    yield composition.inlines((*gap, *block.caption), Role.TABLE_CAPTION) + "</w:p>"
    note = note_of(block.table)
    if block.table.columns:
        bound = composition.bindings and bool(block.tag)
        yield composition.control(block.tag).replace("</w:sdtPr>", f"{_PART}</w:sdtPr>") if bound else ""
        yield from grid_xml(block.table, composition, keep_next=keep_next or bool(note))
        yield "</w:sdtContent></w:sdt>" if bound else ""
    if note:
        opening = composition.opening(Role.TABLE_NOTE, _KEEP if keep_next else "")
        yield f"{opening}{composition.inlines((Text(note),), Role.TABLE_NOTE)}</w:p>"


def note_of(table: DataTable) -> str:
    """The line under a table: its own note, and how many rows the complete list has."""
    parts = [table.note.rstrip("。")] if table.note else []
    if table.announced is not None:
        parts.append(f"全部共{table.announced}项，本表列出{table.row_count}项")
    return f"注：{'；'.join(parts)}。" if parts else ""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class _Grid:
    """A table being written: its columns' widths, and their texts where they are formatted already."""

    table: DataTable
    widths: Sequence[int]
    printed: Sequence[Sequence[str]] | None

    def texts(self, index: int, start: int, stop: int) -> Sequence[str]:
        """What the column at `index` prints from row `start` to before `stop`."""
        if self.printed is not None:
            return self.printed[index][start:stop]
        return column_texts(self.table.columns[index], start, stop)

    def row(self, contents: Sequence[str], properties: str = "") -> str:
        """A row of cells; each content is a paragraph without its end."""
        cells = "".join(
            f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{content}</w:p></w:tc>'
            for width, content in zip(self.widths, contents, strict=True)
        )
        return f"<w:tr><w:trPr><w:cantSplit/>{properties}</w:trPr>{cells}</w:tr>"


def grid_xml(
    table: DataTable,
    composition: Composition,
    *,
    keep_next: bool,
    printed: Sequence[Sequence[str]] | None = None,
) -> Iterator[str]:
    """The table itself; `keep_next` holds its last row on the page of what follows.

    `printed` stands in the cells of each column in place of its texts; the widths remain those of the texts.
    """
    sample = sample_texts(table)
    widths = column_widths(table, sample, composition.style.text_width, composition.named(Role.TABLE_TEXT).em)
    grid = _Grid(table, widths, sample if printed is None and is_whole(table) else printed)
    style = composition.named(Role.TABLE).id
    named = f'<w:tblStyle w:val="{attribute(style)}"/>' if style else ""
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
    yield (
        f'<w:tbl><w:tblPr>{named}<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr>'
        f"<w:tblGrid>{columns}</w:tblGrid>"
    )
    opening, look = composition.opening(Role.TABLE_HEAD), composition.look(Role.TABLE_HEAD)
    header = [opening + runs(column.title, look, composition.remarks) for column in table.columns]
    yield grid.row(header, "<w:tblHeader/>")
    yield from _rows(grid, composition, keep_next=keep_next or bool(table.total_label))
    if table.total_label:
        yield _total(grid, composition, keep_next=keep_next)
    yield "</w:tbl>"


def _role(column: TableColumn) -> Role:
    return Role.TABLE_NUMBER if column.kind is ColumnKind.NUMBER else Role.TABLE_TEXT


def _total(grid: _Grid, composition: Composition, *, keep_next: bool) -> str:
    kept = _KEEP if keep_next else ""
    contents = []
    for column, text in zip(grid.table.columns, total_texts(grid.table), strict=True):
        role = _role(column)
        look = composition.look(role, Role.STRONG)
        contents.append(composition.opening(role, kept) + runs(text, look, composition.remarks))
    return grid.row(contents)


def _rows(grid: _Grid, composition: Composition, *, keep_next: bool) -> Iterator[str]:
    """The body rows; the last one is kept with what follows where `keep_next` says so."""
    count = grid.table.row_count
    last = max(count - 1, 0) if keep_next else count
    for start in range(0, last, _CHUNK):
        yield _chunk(grid, start, min(start + _CHUNK, last), composition)
    if last < count:
        yield _chunk(grid, last, count, composition, _KEEP)


def _chunk(grid: _Grid, start: int, stop: int, composition: Composition, properties: str = "") -> str:
    """Neighbouring rows. A column whose texts need no care goes into the row's form as it is."""
    filled, contents = [], []
    composition.remarks.around = ()
    for index, column in enumerate(grid.table.columns):
        role = _role(column)
        look = composition.look(role)
        texts = grid.texts(index, start, stop)
        opening = composition.opening(role, properties)
        if _is_plain(texts, look):
            contents.append(f"{opening}{look.plain}<w:t>{_GAP}</w:t></w:r>")
        else:
            contents.append(opening + _GAP)
            texts = [runs(text, look, composition.remarks) for text in texts]
        filled.append(texts)
    # All pieces of all rows in one join: twice as fast as a format string filled row by row.
    pieces = grid.row(contents).split(_GAP)
    between = [repeat(piece) for piece in pieces]
    columns = [column for pair in zip(between, filled, strict=False) for column in pair]
    return "".join(chain.from_iterable(zip(*columns, between[-1], strict=False)))


def _is_plain(texts: Sequence[str], look: Look) -> bool:
    """Whether all texts can stand in XML and in the font as they are."""
    joined = "".join(texts)
    return CARE.search(joined) is None and not lacks_hanzi(joined, look)
