"""The rows of an appendix: heading lines, the table streamed in blocks, totals, notes.

Only one block of rows stands in memory as text at a time; the zip part deflates it as it comes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...model.dataset import Value
from ...model.schema import ColumnKind
from ...model.values import dataclass
from .cells import CellStyles, column_block, formula_cell, formula_tail, text_cell
from .formats import hedged_shape, suffixed_shape
from .formulas import Formula, row_formulas, total_formula
from .layout import SheetColumn, SheetLayout, is_row_number, line_count, line_counts
from .styles import Role, Styles

LINE_HEIGHT, ROW_HEIGHT = 15.0, 20.0
"""Points of a line of 11 point text, and of a row that holds one."""

_DATE = 'yyyy"年"m"月"d"日"'
_BLOCK = 1000
_TITLE_HEIGHT = 34.0
_HIGHEST = 409.0
"""Points; Excel allows no higher row."""


def heading_rows(layout: SheetLayout, styles: Styles) -> Iterator[str]:
    """Title, note, unit line and the styled header of the table."""
    title = uniform(styles.index(Role.TITLE))
    yield _row(1, _TITLE_HEIGHT, text_cell("A1", layout.appendix.title, title))
    width = sum(column.width for column in layout.columns)
    if layout.note_row:
        note = layout.appendix.note
        yield note_row(layout.note_row, note, width, styles)
    if layout.unit_row:
        address = f"{layout.last_letters}{layout.unit_row}"
        yield _row(layout.unit_row, 0, text_cell(address, f"单位：{layout.unit}", uniform(styles.index(Role.UNIT))))
    header = uniform(styles.index(Role.HEADER))
    row = layout.header_row
    cells = "".join(text_cell(f"{column.letters}{row}", column.heading, header) for column in layout.columns)
    yield _row(row, _header_height(layout), cells)


def height_above(layout: SheetLayout, row: int) -> float:
    """The points of all rows down to `row`, which stands below the table."""
    extra = sum(_row_heights(layout, 0, layout.table.row_count)) - ROW_HEIGHT * layout.table.row_count
    return _TITLE_HEIGHT + _header_height(layout) + (row - 2) * ROW_HEIGHT + extra


def _header_height(layout: SheetLayout) -> float:
    lines = max((line_count(column.heading, column.width) for column in layout.columns), default=1)
    return lines * LINE_HEIGHT + 9


def note_row(row: int, text: str, width: float, styles: Styles) -> str:
    """A line of text under or over a table of that width, high enough for all of it."""
    height = line_count(text, width) * LINE_HEIGHT + 5
    return _row(row, height, text_cell(f"A{row}", text, uniform(styles.index(Role.NOTE))))


def table_rows(layout: SheetLayout, styles: Styles) -> Iterator[str]:
    """The entries of the table, some hundred rows at a time."""
    writers = [_writer(layout, index, styles) for index in range(len(layout.columns))]
    for start in range(0, layout.table.row_count, _BLOCK):
        stop = min(start + _BLOCK, layout.table.row_count)
        numbers = [str(row) for row in range(layout.first_row + start, layout.first_row + stop)]
        pattern, arguments = ['<row r="%s"%s>'], [numbers, _heights(layout, start, stop)]
        for writer in writers:
            tail, texts = writer.block(start, stop)
            pattern.append(f'<c r="{writer.shown.letters}%s"{tail}')
            arguments += (numbers, list(texts))
        pattern.append("</row>")
        form = "".join(pattern)
        yield "".join([form % cells for cells in zip(*arguments, strict=True)])


def total_row(layout: SheetLayout, styles: Styles) -> Iterator[str]:
    """The row of totals, if the table has one."""
    row = layout.total_row
    if not row:
        return
    label = uniform(styles.index(Role.TOTAL_LABEL))
    cells: list[str] = []
    for index, shown in enumerate(layout.columns):
        address, formula = f"{shown.letters}{row}", total_formula(layout, index)
        if formula is not None:
            cells.append(formula_cell(address, formula, styles.index(Role.TOTAL, shown.shape.code)))
        elif not index:
            cells.append(text_cell(address, layout.table.total_label, label))
        else:
            cells.append(f'<c r="{address}" s="{label.text}"/>')
    yield _row(row, 0, "".join(cells))


def label_span(layout: SheetLayout) -> int:
    """How many columns the label of the total row takes: those before the first total."""
    for index in range(1, len(layout.columns)):
        if total_formula(layout, index) is not None:
            return index
    return 1


def uniform(style: int) -> CellStyles:
    """One style whatever the cell holds."""
    return CellStyles(style, style, style, style)


@dataclass(frozen=True, slots=True)
class _Writer:
    """Gives the cells of one column, block by block."""

    shown: SheetColumn
    styles: CellStyles
    formulas: Sequence[Formula | None] | None
    tails: Sequence[str] | None

    def block(self, start: int, stop: int) -> tuple[str, Sequence[str]]:
        if self.tails is not None:
            return "%s", self.tails[start:stop]
        values: Sequence[Value] = self.shown.column.values[start:stop]
        tail, texts = column_block(values, self.styles, percent=self.shown.shape.percent)
        if self.formulas is None:
            return tail, texts
        formulas = self.formulas[start:stop]
        return "%s", [
            tail % text if formula is None else formula_tail(formula, self.styles.number)
            for text, formula in zip(texts, formulas, strict=True)
        ]


def _writer(layout: SheetLayout, index: int, styles: Styles) -> _Writer:
    shown = layout.columns[index]
    own = _column_styles(shown, styles)
    formulas = row_formulas(layout, index) if shown.column.computed is not None else None
    tails = _mixed_tails(shown, own, styles) if shown.column.texts is not None else None
    if shown.column.hedges:
        tails = _hedged_tails(shown, own, styles)
    return _Writer(shown, own, formulas, tails)


def _column_styles(shown: SheetColumn, styles: Styles) -> CellStyles:
    column = shown.column
    # Short words among numbers stand in the middle, as 无 or 持平; what takes lines is read from the left.
    text_role = Role.TEXT if column.kind is ColumnKind.TEXT or shown.wraps else Role.CENTRED
    return CellStyles(
        number=styles.index(Role.CENTRED if is_row_number(column) else Role.NUMBER, shown.shape.code),
        text=styles.index(text_role),
        formula_like=styles.index(text_role, quoted=True),
        date=styles.index(Role.CENTRED, _DATE),
    )


def _mixed_tails(shown: SheetColumn, own: CellStyles, styles: Styles) -> list[str]:
    """Cells of a column that prints prepared texts: a number keeps its value under a format that reads so."""
    from decimal import Decimal

    tails: list[str] = []
    for value, text in zip(shown.column.values, shown.column.texts or (), strict=True):
        shape = suffixed_shape(text, value) if isinstance(value, Decimal) else None
        if shape is None:
            tail, filled = column_block([text or None], own, percent=False)
        else:
            # Digits of different units are not compared by their places, so nothing is gained on the right.
            style = uniform(styles.index(Role.CENTRED, shape.code))
            tail, filled = column_block([value], style, percent=shape.percent)
        tails.append(tail % filled[0])
    return tails


def _hedged_tails(shown: SheetColumn, own: CellStyles, styles: Styles) -> list[str]:
    """Cells of a column in which some numbers are not exact: they keep their values under a format that says so."""
    pattern, texts = column_block(shown.column.values, own, percent=shown.shape.percent)
    tails = [pattern % text for text in texts]
    for index, word in shown.column.hedges.items():
        shape = hedged_shape(shown.shape, word)
        style = uniform(styles.index(Role.NUMBER, shape.code))
        pattern, texts = column_block([shown.column.values[index]], style, percent=shape.percent)
        tails[index] = pattern % texts[0]
    return tails


def _heights(layout: SheetLayout, start: int, stop: int) -> list[str]:
    """The height of each row as attributes, empty for the usual one."""
    if not any(column.wraps for column in layout.columns):
        return [""] * (stop - start)
    heights = _row_heights(layout, start, stop)
    if max(heights) <= ROW_HEIGHT:
        return [""] * (stop - start)
    return [f' ht="{height:g}" customHeight="1"' if height > ROW_HEIGHT else "" for height in heights]


def _row_heights(layout: SheetLayout, start: int, stop: int) -> list[float]:
    """The points of each row; a wrapped text would be cut off unless its row is as high as its lines."""
    lines = [1] * (stop - start)
    for shown in layout.columns:
        if shown.wraps:
            column = shown.column
            texts = column.texts[start:stop] if column.texts is not None else column.values[start:stop]
            lines = list(map(max, lines, line_counts(texts, shown.width)))
    heights = {line: min(_HIGHEST, max(ROW_HEIGHT, line * LINE_HEIGHT + 5)) for line in set(lines)}
    return [heights[line] for line in lines]


def _row(row: int, height: float, cells: str) -> str:
    own = f' ht="{min(_HIGHEST, height):g}" customHeight="1"' if height else ""
    return f'<row r="{row}"{own}>{cells}</row>'
