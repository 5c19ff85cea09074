"""A table of today's report, as the one of a file is held against it: its texts, and the cells behind them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain
from typing import TYPE_CHECKING

from ....model.binding import Binding, ColumnBinding
from ....model.document import TableBlock
from ....model.place import ARROW
from ....model.table_texts import column_texts
from ....model.totals import total_texts
from ....model.values import dataclass
from ....ooxml.bindings import Stored
from ....ooxml.stories import seen, text_in

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element


@dataclass(frozen=True, slots=True, eq=False)
class TodaysTable:
    """A table as today's report prints it: the texts by column, and the cells behind them by row and column."""

    block: TableBlock
    where: str
    bindings: Sequence[Stored]
    columns: Sequence[Sequence[str]]
    totals: Sequence[str]

    @property
    def rows(self) -> int:
        """The rows below the header, without the total row."""
        return self.block.table.row_count

    def cells(self, row: int, number: int) -> tuple[str, ...]:
        """The cells behind the text of a row and column, as bindings count them; empty for what is not bound."""
        for item in self.bindings:
            if item.table_column == number:
                if isinstance(item, Binding):
                    if item.table_row == row:
                        return item.cells
                elif item.table_row <= row < item.table_row + len(item.texts):
                    return (str(item.source.ref(row - item.table_row)),)
        return ()

    def sources(self) -> dict[int, tuple[str, int]]:
        """Sheet and column of the data behind the columns, by number."""
        columns = (item for item in self.bindings if isinstance(item, ColumnBinding))
        return {item.table_column: (item.source.sheet, item.source.column) for item in columns}

    def row(self, index: int) -> list[str]:
        """All texts of a row."""
        return [column[index] for column in self.columns]

    @property
    def text(self) -> str:
        """All that it says, from the first header to the last total, without white space."""
        titles = [column.title for column in self.block.table.columns]
        return seen("".join(chain(titles, chain.from_iterable(zip(*self.columns, strict=True)), self.totals)))

    def is_read_in(self, tables: Sequence[Element]) -> bool:
        """Whether all that tables of the file say is this table."""
        return self.text == seen("".join([text_in(table) for table in tables]))


def todays_table(block: TableBlock, bindings: Sequence[Stored]) -> TodaysTable:
    """The table with what is stored of it."""
    table = block.table
    return TodaysTable(
        block=block,
        where=ARROW.join(bindings[0].where) if bindings else str(block.number),
        bindings=bindings,
        columns=[column_texts(column, 0, table.row_count) for column in table.columns],
        totals=total_texts(table) if table.total_label else (),
    )
