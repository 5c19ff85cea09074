"""What the report's workbook is to hold: taken answers as cells and new rows of its sheets, and their origins.

Everything here is a value; `pipeline` hands it to the editor of workbooks and reads the result back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from ..model.dataset import Table, Value
from ..model.origins import placed, row_labels, value_at, value_text
from ..model.returns import Origin, SheetFacts
from ..model.values import dataclass, field
from .answer import Answer, Cell, fold


@dataclass(slots=True, kw_only=True)
class SheetChange:
    """The changes of one sheet, by row and column of the sheet as it is now.

    `cells` are set. `rows` are new entries behind row `after`, each with its values by column; `below` says
    that they go into the empty rows there, because the list has no entry yet whose look they could take.
    """

    file: str
    sheet: str
    after: int = 0
    below: bool = False
    cells: dict[tuple[int, int], Value] = field(default_factory=dict)
    rows: dict[str, dict[int, Value]] = field(default_factory=dict)


def changes_of(
    answers: Iterable[Answer], tables: Mapping[str, Table], facts: Mapping[str, SheetFacts]
) -> dict[str, SheetChange]:
    """The changes by table; answers that the workbook holds already make none."""
    changes: dict[str, SheetChange] = {}
    for answer in answers:
        if answer.is_same:
            continue
        table = tables[answer.cell.sheet]
        change = changes.get(table.name)
        if change is None:
            last = table.rows[-1] if len(table) else facts[table.name].last_row
            change = SheetChange(file=table.file, sheet=table.sheet, after=last, below=not len(table))
            changes[table.name] = change
        column = table.column(answer.cell.column).position
        if isinstance(answer.cell.row, int):
            change.cells[table.rows[answer.cell.row], column] = answer.value
        else:
            change.rows.setdefault(fold(answer.cell.row), {})[column] = answer.value
    return changes


def new_index(answers: Iterable[Answer], tables: Mapping[str, Table]) -> dict[tuple[str, str], int]:
    """The index that each new entry will have in its table: behind the old ones, in the order of the answers."""
    found: dict[tuple[str, str], int] = {}
    counts: dict[str, int] = defaultdict(int)
    for answer in answers:
        if isinstance(answer.cell.row, str) and not answer.is_same:
            sheet = answer.cell.sheet
            key = (sheet, fold(answer.cell.row))
            if key not in found:
                found[key] = len(tables[sheet]) + counts[sheet]
                counts[sheet] += 1
    return found


def index_of(cell: Cell, new: Mapping[tuple[str, str], int]) -> int:
    """The index of an answer's row in the table as it will be."""
    return cell.row if isinstance(cell.row, int) else new[cell.sheet, fold(cell.row)]


def origins_by_cell(origins: Iterable[Origin], tables: Mapping[str, Table]) -> dict[Cell, Origin]:
    """Those of the last time by the cell that they speak of, whether it was changed since or not."""
    return {
        Cell(origin.sheet, index, origin.column): origin
        for origin, index in placed(origins, tables)
        if index is not None
    }


def merged_origins(
    old: Mapping[Cell, Origin],
    answers: Sequence[Answer],
    tables: Mapping[str, Table],
    new: Mapping[tuple[str, str], int],
) -> Iterator[Origin]:
    """The origins of the workbook as it will be: those that still hold, and those of the answers.

    `tables` are those of the changed workbook. An answer that says what an origin said already leaves it. An old
    one whose value somebody changed by hand stays on the sheet, so that the next run knows of it.
    """
    found: dict[Cell, Origin] = dict(old)
    labels = {name: row_labels(table) for name, table in tables.items()}
    for answer in answers:
        cell = Cell(answer.cell.sheet, index_of(answer.cell, new), answer.cell.column)
        table = tables[cell.sheet]
        value = value_text(value_at(table, cell.column, index_of(cell, new))).strip()
        known = found.get(cell)
        if known is not None and known.value == value:
            continue
        found[cell] = Origin(
            sheet=cell.sheet,
            row=labels[cell.sheet][index_of(cell, new)],
            column=cell.column,
            value=value,
            source=answer.origin,
        )
    order = {name: number for number, name in enumerate(tables)}
    for cell in sorted(found, key=lambda cell: (order[cell.sheet], cell.row, _position(tables, cell))):
        yield found[cell]


def _position(tables: Mapping[str, Table], cell: Cell) -> int:
    return tables[cell.sheet].columns[cell.column].position
