"""The bindings of a table: its columns as they stand in a sheet, its computed cells, its totals.

A column keeps its rows together, because there may be 100,000; what is worked out has a binding a cell
that names the cells it rests on.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from .binding import Binding, ColumnBinding
from .dataset import Value
from .document import ColumnSource, TableBlock, TableColumn, Worked
from .place import ARROW, column_letters
from .quantity import fixed, plain
from .schema import ColumnKind
from .table_texts import column_texts
from .totals import totals

_RUNS = 12
"""So many runs of neighbouring cells are listed for a total; of more the first and the last cell."""
_ROWS = 1000
"""So many rows of a column are kept together; more would stand in memory at once."""
_FIRST_ROW = 2
"""The row of a printed table below its header."""


def table_bindings(block: TableBlock, where: tuple[str, ...]) -> Iterator[Binding | ColumnBinding]:
    """All bindings of a table; `where` is the trail of headings that ends with the table's number."""
    yield from _columns(block, where)
    yield from _worked_cells(block, where)


def _columns(block: TableBlock, where: tuple[str, ...]) -> Iterator[ColumnBinding]:
    template = str(block.place)
    count = block.table.row_count
    for start in range(0, count, _ROWS):
        stop = min(start + _ROWS, count)
        for position, column in enumerate(block.table.columns, 1):
            source = column.source
            if source is None:
                continue
            yield ColumnBinding(
                tag=block.tag,
                texts=column_texts(column, start, stop),
                values=column_values(column, start, stop),
                source=source if len(source.rows) == stop - start else _part(source, start, stop),
                unit=column.unit.symbol if column.unit else "",
                template=template,
                where=where,
                sentence=column.title,
                table_row=start + _FIRST_ROW,
                table_column=position,
            )


def _part(source: ColumnSource, start: int, stop: int) -> ColumnSource:
    return ColumnSource(source.file, source.sheet, source.column, source.rows[start:stop], source.name)


def _worked_cells(block: TableBlock, where: tuple[str, ...]) -> Iterator[Binding]:
    """The computed cells of a table and its totals, with the cells that they rest on."""
    table = block.table
    for position, column in enumerate(table.columns, 1):
        if column.worked is not None:
            yield from _worked_column(block, position, column.worked, where)
    if not table.total_label:
        return
    for position, (column, value) in enumerate(zip(table.columns, totals(table), strict=True), 1):
        if value is None:
            continue
        sources = [column.source] if column.worked is None else [item.source for item in column.worked.operands]
        cells = [_range(source, source.rows) for source in sources if source is not None]
        if not cells:
            continue
        sums = [f"合计({_address(cell)})" for cell in cells]
        shown = sums[0] if column.worked is None else column.worked.operation.format(*sums)
        spot = (_FIRST_ROW + table.row_count, position)
        yield _worked(block, spot, value, tuple(dict.fromkeys(cells)), shown, (*where, table.total_label))


def _worked_column(block: TableBlock, position: int, worked: Worked, where: tuple[str, ...]) -> Iterator[Binding]:
    wholes = [(_range(item.source, item.source.rows), _sum(item.values)) for item in worked.operands]
    for index, value in enumerate(block.table.columns[position - 1].values):
        if not isinstance(value, Decimal):
            continue
        cells, names, numbers = [], [], []
        for item, (cells_of_all, whole) in zip(worked.operands, wholes, strict=True):
            cell = cells_of_all if item.of_total else str(item.source.ref(index))
            cells.append(cell)
            names.append(f"合计({_address(cell)})" if item.of_total else _address(cell))
            numbers.append(whole if item.of_total else _number(item.values[index]))
        shown = f"{worked.operation.format(*names)} = {worked.operation.format(*numbers)}"
        yield _worked(block, (_FIRST_ROW + index, position), value, tuple(cells), shown, where)


def _worked(
    block: TableBlock,
    spot: tuple[int, int],
    value: Decimal,
    cells: tuple[str, ...],
    shown: str,
    where: tuple[str, ...],
) -> Binding:
    row, position = spot
    column = block.table.columns[position - 1]
    return Binding(
        tag=block.tag,
        text=fixed(value, column.decimals),
        value=plain(value),
        unit=column.unit.symbol if column.unit else "",
        cells=cells,
        derivation=shown,
        template=str(block.place),
        where=where,
        sentence=column.title,
        table_row=row,
        table_column=position,
    )


def _sum(values: Sequence[Value]) -> str:
    return plain(sum((value for value in values if isinstance(value, Decimal)), Decimal(0)))


def _number(value: Value) -> str:
    return plain(value) if isinstance(value, Decimal) else ""


def _address(cell: str) -> str:
    return cell.rsplit(ARROW, 1)[-1]


def _range(source: ColumnSource, rows: Sequence[int]) -> str:
    """All cells of a column as one place: `data.xlsx › 产业 › F4:F8`, gaps parted by 、, many gaps by …."""
    letters = column_letters(source.column)
    runs: list[list[int]] = []
    for row in rows:
        if runs and row == runs[-1][1] + 1:
            runs[-1][1] = row
        else:
            runs.append([row, row])
    if len(runs) > _RUNS:
        spans = f"{letters}{rows[0]}…{letters}{rows[-1]}"
    else:
        spans = "、".join(f"{letters}{a}" if a == b else f"{letters}{a}:{letters}{b}" for a, b in runs)
    return ARROW.join(part for part in (source.file, source.sheet, spans) if part)


def column_values(column: TableColumn, start: int, stop: int) -> list[str] | None:
    """The exact values of rows, None where they are what is printed."""
    values = column.values[start:stop]
    exact_texts = (
        column.texts is None and not column.hedges and (column.kind is not ColumnKind.NUMBER or column.decimals is None)
    )
    return None if exact_texts and are_as_printed(values) else exact_values(values)


def are_as_printed(values: Sequence[Value]) -> bool:
    """Whether cells that are printed with all their decimals print what they hold, as dates do not."""
    return date not in set(map(type, values))


def exact_values(values: Sequence[Value]) -> list[str]:
    """What cells hold, as text."""
    return [plain(value) if isinstance(value, Decimal) else "" if value is None else str(value) for value in values]
