"""Tables of the document into Word tables, row by row, so that 100,000 rows cost no more memory than 500.

A row is one format string filled with the texts of its cells. Columns are formatted 500 rows at a time;
only where a column's texts hold something that XML or Word treats specially is each cell looked at.

Source: ISO/IEC 29500-1, 17.4 (tables). Word takes widths from w:tcW, WPS from w:tblGrid: both are written.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..model.document import DataTable, ReferenceKind, TableBlock, TableColumn, Text
from ..model.schema import ColumnKind
from ..ooxml.xml import attribute
from .docx_columns import column_texts, column_widths, total_texts
from .docx_inline import Composition, complex_field
from .docx_names import Role
from .docx_text import CARE, lacks_hanzi, runs

_CHUNK = 500


def table(block: TableBlock, composition: Composition, *, keep_next: bool = False) -> Iterator[str]:
    """Caption, table and note as XML, the table inside the block's content control where bindings are written.

    The caption stays outside: LibreOffice 7.4 shows the code of a field in a control that holds a table.
    `keep_next` holds the last row or the note on the page of what follows.
    """
    composition.remarks.place = block.place
    label = complex_field("SEQ 表 \\* ARABIC", f"<w:r><w:t>{block.number}</w:t></w:r>")
    marked = composition.bookmarked(ReferenceKind.TABLE, block.number, f"<w:r><w:t>表</w:t></w:r>{label}")
    yield composition.opening(Role.TABLE_CAPTION) + marked
    gap = (Text("　"),) if block.caption else ()
    yield composition.inlines((*gap, *block.caption), Role.TABLE_CAPTION) + "</w:p>"
    note = note_of(block.table)
    bound = composition.bindings and bool(block.tag)
    if bound:
        yield composition.control(block.tag)
    yield from _grid(block.table, composition, keep_next=keep_next or bool(note))
    if bound:
        yield "</w:sdtContent></w:sdt>"
    if note:
        opening = composition.opening(Role.TABLE_NOTE, "<w:keepNext/>" if keep_next else "")
        yield f"{opening}{composition.inlines((Text(note),), Role.TABLE_NOTE)}</w:p>"


def note_of(table: DataTable) -> str:
    """The line under a table: its own note, and how many rows the complete list has."""
    parts = [table.note.rstrip("。")] if table.note else []
    if table.announced is not None:
        parts.append(f"全部共{table.announced}项，本表列出{table.row_count}项")
    return f"注：{'；'.join(parts)}。" if parts else ""


def _grid(table: DataTable, composition: Composition, *, keep_next: bool) -> Iterator[str]:
    widths = column_widths(table, composition.style.text_width, composition.named(Role.TABLE_TEXT).em)
    style = composition.named(Role.TABLE).id
    named = f'<w:tblStyle w:val="{attribute(style)}"/>' if style else ""
    yield (
        f"<w:tbl><w:tblPr>{named}"
        f'<w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:tblLayout w:type="fixed"/></w:tblPr><w:tblGrid>'
        + "".join(f'<w:gridCol w:w="{width}"/>' for width in widths)
        + "</w:tblGrid>"
    )
    yield _header(table, widths, composition)
    yield from _rows(table, widths, composition, keep_next=keep_next or bool(table.total_label))
    if table.total_label:
        yield _total(table, widths, composition, keep_next=keep_next)
    yield "</w:tbl>"


def _header(table: DataTable, widths: Sequence[int], composition: Composition) -> str:
    opening, look = composition.opening(Role.TABLE_HEAD), composition.look(Role.TABLE_HEAD)
    cells = "".join(
        _cell(width, opening + runs(column.title, look, composition.remarks))
        for width, column in zip(widths, table.columns, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{cells}</w:tr>"


def _total(table: DataTable, widths: Sequence[int], composition: Composition, *, keep_next: bool) -> str:
    kept = "<w:keepNext/>" if keep_next else ""
    texts = total_texts(table)
    cells = []
    for width, column, text in zip(widths, table.columns, texts, strict=True):
        role = _role(column)
        look = composition.look(role, Role.STRONG)
        cells.append(_cell(width, composition.opening(role, kept) + runs(text, look, composition.remarks)))
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{''.join(cells)}</w:tr>"


def _cell(width: int, content: str) -> str:
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{content}</w:p></w:tc>'


def _role(column: TableColumn) -> Role:
    return Role.TABLE_NUMBER if column.kind is ColumnKind.NUMBER else Role.TABLE_TEXT


def _rows(table: DataTable, widths: Sequence[int], composition: Composition, *, keep_next: bool) -> Iterator[str]:
    """The body rows; the last one is kept with what follows where `keep_next` says so."""
    form = _row_form(table, widths, composition, "")
    last = table.row_count - 1 if keep_next else table.row_count
    for start in range(0, last, _CHUNK):
        stop = min(start + _CHUNK, last)
        columns = [_column_runs(column, start, stop, composition) for column in table.columns]
        yield "".join([form % row for row in zip(*columns, strict=True)])
    if last < table.row_count and last >= 0:
        columns = [_column_runs(column, last, last + 1, composition) for column in table.columns]
        yield _row_form(table, widths, composition, "<w:keepNext/>") % tuple(column[0] for column in columns)


def _row_form(table: DataTable, widths: Sequence[int], composition: Composition, properties: str) -> str:
    """A row with `%s` for the runs of each cell."""
    cells = "".join(
        _cell(width, composition.opening(_role(column), properties).replace("%", "%%") + "%s")
        for width, column in zip(widths, table.columns, strict=True)
    )
    return f"<w:tr><w:trPr><w:cantSplit/></w:trPr>{cells}</w:tr>"


def _column_runs(column: TableColumn, start: int, stop: int, composition: Composition) -> list[str]:
    """The runs of a column's cells from row `start` to before `stop`."""
    texts = column_texts(column, start, stop)
    look = composition.look(_role(column))
    joined = "".join(texts)
    if CARE.search(joined) is None and " " not in joined and not lacks_hanzi(joined, look):
        opening = f"{look.plain}<w:t>"
        return [f"{opening}{text}</w:t></w:r>" for text in texts]
    remarks = composition.remarks
    remarks.around = ""
    return [runs(text, look, remarks) for text in texts]
