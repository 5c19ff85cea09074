"""What is stored of a table that could not be brought to today's whole: today's where it was set, else the old.

So the next run knows what is still ours: a row that nobody could place is told again, and no cell that was left
as it was is taken for one that a person changed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ....model.binding import Binding, ColumnBinding
from ....model.values import dataclass, replace
from ....ooxml.bindings import Stored

Spot = tuple[int, int]
"""Row and column of a cell as bindings count them."""


@dataclass(frozen=True, slots=True, eq=False)
class TableRecords:
    """`done` gives, for each cell that reads as today's, the row that it has today; `titles` the headers by column."""

    done: Mapping[Spot, int]
    titles: Mapping[int, str]

    def renewed(self, stored: Sequence[Stored], today: Sequence[Stored]) -> Iterator[Stored]:
        """The stored bindings of the table with what was done."""
        known = {(row, item.table_column): (item, row) for item in today for row in _rows(item)}
        for item in stored:
            number = item.table_column
            places = {row: self.done[row, number] for row in _rows(item) if (row, number) in self.done}
            news = {row: known[place, number] for row, place in places.items() if (place, number) in known}
            item = _column(item, news) if isinstance(item, ColumnBinding) else _cell(item, news)
            yield replace(item, sentence=self.titles[number]) if number in self.titles else item


def _column(item: ColumnBinding, news: Mapping[int, tuple[Stored, int]]) -> ColumnBinding:
    texts, rows = list(item.texts), list(item.source.rows)
    values = list(item.texts if item.values is None else item.values)
    source, unit = item.source, item.unit
    for row, (new, at) in news.items():
        if isinstance(new, ColumnBinding):
            index, place = row - item.table_row, at - new.table_row
            texts[index], rows[index] = new.texts[place], new.source.rows[place]
            values[index] = (new.texts if new.values is None else new.values)[place]
            source, unit = new.source, new.unit
    exact = None if values == texts else values
    return replace(item, texts=texts, values=exact, source=replace(source, rows=rows), unit=unit)


def _cell(item: Binding, news: Mapping[int, tuple[Stored, int]]) -> Binding:
    new = next((new for new, _ in news.values()), None)
    return replace(new, table_row=item.table_row) if isinstance(new, Binding) else item


def _rows(item: Stored) -> range:
    """The rows of a table that a binding tells of."""
    return range(item.table_row, item.table_row + (len(item.texts) if isinstance(item, ColumnBinding) else 1))
