"""What of the formatting of a table changed: two versions of it to what looks otherwise, by table, row and cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ..model.comparison import Aspect
from ..model.values import dataclass, field
from .align import Step
from .blocks import Row, Table
from .table_looks import RowLook, TableLooks, cell_aspects, row_aspects, table_aspects

if TYPE_CHECKING:
    from .word_file import WordFile


@dataclass(frozen=True, slots=True)
class TableFormat:
    """What looks otherwise: of the table as such, and of its rows and cells by their numbers in the newer version."""

    table: frozenset[Aspect] = frozenset()
    rows: dict[int, set[Aspect]] = field(default_factory=dict)
    cells: dict[tuple[int, int], set[Aspect]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.table or self.rows or self.cells)


SAME = TableFormat()


class TableFormats:
    """Compares the looks of tables of two files."""

    def __init__(self, old: WordFile, new: WordFile) -> None:
        self._old, self._new = TableLooks(old.styles, old.room), TableLooks(new.styles, new.room)

    def compare(self, old: Table, new: Table, steps: Sequence[Step]) -> TableFormat:
        """What looks otherwise in the table and in rows that both have, as `steps` tells them."""
        before, after = self._old.of(old), self._new.of(new)
        found = TableFormat(frozenset(table_aspects(before, after)))
        for step in steps:
            if step.old is None or step.new is None:
                continue
            one, other = before.rows[step.old], after.rows[step.new]
            if rows := set(row_aspects(one, other)):
                found.rows[step.new] = rows
            for number, aspects in _cells(one, other):
                found.cells[step.new, number] = aspects
        return found


def _cells(old: RowLook, new: RowLook) -> Iterator[tuple[int, set[Aspect]]]:
    for number, (one, other) in enumerate(zip(old.cells, new.cells, strict=False)):
        if one != other and (aspects := set(cell_aspects(one, other))):
            yield number, aspects


def with_merged(steps: Sequence[Step], old: Table, new: Table) -> tuple[list[Step], set[int]]:
    """The steps with rows paired that say the same in cells which are merged otherwise, and these rows' numbers.

    Rows that are empty, or that say the same as others, are none of them.
    """
    gone = _by_text(old.rows, (step.old for step in steps if step.new is None))
    come = _by_text(new.rows, (step.new for step in steps if step.old is None))
    pairs = {come[text]: gone[text] for text in come if text in gone}
    left = set(pairs.values())
    made = [
        Step(pairs[step.new], step.new) if step.old is None and step.new in pairs else step
        for step in steps
        if not (step.new is None and step.old in left)
    ]
    return made, set(pairs)


def _by_text(rows: Sequence[Row], numbers: Iterator[int | None]) -> dict[str, int]:
    """The numbers of some rows by what they say, however it is parted into cells."""
    said = {
        number: "\n".join(filter(None, (cell.text for cell in rows[number].cells)))
        for number in numbers
        if number is not None
    }
    times = Counter(said.values())
    return {text: number for number, text in said.items() if text and times[text] == 1}
