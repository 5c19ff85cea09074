"""Bound tables set to today's: their cells, and the rows that the data gained or lost.

Cells are set wherever their row and column are certain. Rows come and go only where the table still has the
rows that we wrote, in their order, and none leaves that a person changed; else they are listed. Rows are told by
their texts (`ooxml.alignment`).
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from ....model.place import ARROW
from ....model.refresh import Fate, Refreshed
from ....model.values import dataclass, field
from ....ooxml.alignment import GONE, UNSURE, align_rows
from ....ooxml.present_table import Present, PresentTable, WrittenTable, present_table
from ....ooxml.stories import seen
from .rows import Rows
from .table_order import look_alike, reordered_rows
from .table_records import Spot, TableRecords
from .todays_table import TodaysTable

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_FIRST_ROW = 2
_OPEN = frozenset((Fate.UNSURE, Fate.ABSENT, Fate.GONE, Fate.REORDERED))
"""What the next run has to tell again."""


@dataclass(slots=True, eq=False, repr=False)
class TableRefresh:
    """One table of the file: what was written, what stands there, and today's."""

    written: WrittenTable
    present: PresentTable
    today: TodaysTable
    rows: Rows
    entries: list[Refreshed] = field(default_factory=list)
    _touched: set[int] = field(default_factory=set)
    _kept: set[int] = field(default_factory=set)
    _done: dict[Spot, int] = field(default_factory=dict)
    _titles: dict[int, str] = field(default_factory=dict)

    @property
    def records(self) -> TableRecords | None:
        """What is to be stored; None where the table is today's, but for what people made of it."""
        is_open = bool(self._kept) or any(entry.fate in _OPEN for entry in self.entries)
        return TableRecords(self._done, self._titles) if is_open else None

    def run(self) -> None:
        """Set the cells, then let rows come and go."""
        self._list_form()
        numbers = self._numbers()
        if not numbers:
            return
        for number in numbers:
            self._set_title(number)
        aligned = self._aligned(numbers)
        for index, place in enumerate(aligned):
            if place >= 0:
                self._set_row(index + _FIRST_ROW, place, numbers)
        self._set_totals(numbers)
        self._come_and_go(aligned)
        self._list_order(aligned)

    def _list_form(self) -> None:
        """List the columns and the total row that the table has today and the file not, and the other way round."""
        shown = {cell.seen for row in (*self.present.headers, *self.present.body) for cell in row.cells if cell}
        titles = [column.title for column in self.today.block.table.columns]
        label, old = self.today.block.table.total_label, self.written.label
        for text in (*titles[max(self.written.headers, default=0) :], label):
            if text and seen(text) not in shown:
                self._add(Fate.ABSENT, self.today.where, today=text)
        if old and not label and self.written.total_row in self.present.rows:
            self._add(Fate.GONE, self.today.where, written=old, now=old)

    def _numbers(self) -> list[int]:
        """The columns, counted from 1, that the table had and still has; others are listed."""
        titles = [seen(column.title) for column in self.today.block.table.columns]
        sources = self.today.sources()
        common = [
            number
            for number, title in self.written.headers.items()
            if number in self.written.columns
            and number <= len(titles)
            and (titles[number - 1] == title or sources.get(number, ()) == self.written.sources.get(number))
        ]
        if len(common) != len(self.written.columns) or not common:
            old, new = "、".join(self.written.headers.values()), "、".join(titles)
            self._add(Fate.UNSURE, self.today.where, written=old, today=new)
        return sorted(common)

    def _set_title(self, number: int) -> None:
        """Set the header of a column, whose unit may be another, in each part of the table."""
        old, new = self.written.headers[number], self.today.block.table.columns[number - 1].title
        if seen(new) == old:
            return
        at = self.present.columns.get(number, UNSURE)
        cells = [row.cells[at] for row in self.present.headers if 0 <= at < len(row.cells)]
        for cell in filter(None, cells):
            if cell.seen == old:
                self.rows.set(cell.element, new)
        texts = {cell.seen for cell in cells if cell is not None} or {""}
        for text in texts - {seen(new)}:
            self._add(Fate.CHANGED if text == old else Fate.KEPT, self.today.where, written=old, now=text, today=new)
        self._titles[number] = new

    def _aligned(self, numbers: Sequence[int]) -> list[int]:
        """For each written row its number among today's, or GONE or UNSURE."""
        if self._has_the_same_names(numbers):
            return list(range(self.today.rows))
        old = self.written.texts(numbers)[: self.written.rows]
        new = list(zip(*(map(seen, self.today.columns[number - 1]) for number in numbers), strict=True))
        aligned = align_rows(old, new)
        known = [place for place in aligned if place >= 0]
        in_order = all(one < other for one, other in pairwise(known))
        if (not in_order or UNSURE in aligned) and self._is_ours() and self._is_untouched(numbers):
            # A table put in another order today: row by row, because no row has formatting of its own to lose.
            return [index if index < self.today.rows else GONE for index in range(self.written.rows)]
        return aligned

    def _has_the_same_names(self, numbers: Sequence[int]) -> bool:
        """Whether a column of words, each another, reads the same in all rows: nothing came, went or moved."""
        count = self.written.rows
        for number in numbers:
            texts = self.written.columns[number]
            old = [texts.get(row, "") for row in range(_FIRST_ROW, _FIRST_ROW + count)]
            if len(set(old)) == count == self.today.rows and not any(text[-1:].isdigit() for text in old):
                return old == list(map(seen, self.today.columns[number - 1]))
        return False

    def _is_ours(self) -> bool:
        """Whether the table has the rows and columns that we wrote, in their order."""
        table, width = self.present, len(self.today.columns)
        total = bool(self.written.label)
        rows = [table.rows.get(_FIRST_ROW + index, UNSURE) for index in range(self.written.rows + total)]
        return (
            rows == list(range(len(table.body)))
            and table.width == width
            and all(len(row.cells) == width for row in table.body)
            and not any(cell is None or cell.merged for row in table.body for cell in row.cells)
            and all(table.columns.get(number) == number - 1 for number in self.written.columns)
        )

    def _is_untouched(self, numbers: Sequence[int]) -> bool:
        reads = (
            self._present(row, number, text).reads(text)
            for number in numbers
            for row, text in self.written.columns[number].items()
        )
        return all(reads) and look_alike(self.present.body[: self.written.rows])

    def _present(self, row: int, number: int, text: str) -> Present:
        return self.present.cell(row, number, text)

    def _set_row(self, row: int, place: int, numbers: Sequence[int]) -> None:
        olds = [self.written.columns[number].get(row, "") for number in numbers]
        news = [self.today.columns[number - 1][place] for number in numbers]
        if olds == news == self.present.plain_texts(row, numbers):
            self._done.update({(row, number): place + _FIRST_ROW for number in numbers})
            return
        for number, old, new in zip(numbers, olds, news, strict=True):
            self._set_cell(row, number, old, new, place + _FIRST_ROW)

    def _set_totals(self, numbers: Sequence[int]) -> None:
        row = self.written.total_row
        if not self.written.label or not self.today.totals:
            return
        for number in numbers:
            old = self.written.columns[number].get(row)
            if old is not None:
                self._set_cell(row, number, old, self.today.totals[number - 1], _FIRST_ROW + self.today.rows)

    def _set_cell(self, row: int, number: int, old: str, new: str, today_row: int) -> None:
        """Set a cell that reads as written; `old` is what we wrote, without white space."""
        found = self._present(row, number, old)
        if found.certain:
            self._done[row, number] = today_row
        if found.text == old == new:
            return
        place = ARROW.join((self.today.where, self._name(row, number)))
        if not found.certain:
            if seen(new) != old:
                cells = self.today.cells(today_row, number)
                self._add(Fate.UNSURE, place, written=old, today=new, cells=cells)
            return
        now, cells = found.text or "", self.today.cells(today_row, number)
        if found.reads(old):
            if seen(new) != old and found.element is not None:
                self.rows.set(found.element, new, self._like(number))
                self._add(Fate.CHANGED, place, written=old, now=now, today=new, cells=cells)
        elif not found.reads(new):
            self._touched.add(row)
            self._add(Fate.KEPT if now else Fate.DELETED, place, written=old, now=now, today=new, cells=cells)

    def _name(self, row: int, number: int) -> str:
        """A cell by the first text of its row and its header: `铝 · 产值（亿元）`."""
        first = min(self.written.columns)
        name = self.written.columns[first].get(row) or (self.written.label if row == self.written.total_row else "")
        return " · ".join(filter(None, (name, self.written.headers.get(number, ""))))

    def _like(self, number: int) -> Element | None:
        """A cell of the column that has a text, to look like."""
        column = self.present.columns.get(number, -1)
        for row in self.present.body:
            cell = row.cells[column] if 0 <= column < len(row.cells) else None
            if cell is not None and cell.text:
                return cell.element
        return None

    def _come_and_go(self, aligned: Sequence[int]) -> None:
        """Rows that the data lost are removed and those that it gained are added, or both are listed."""
        lost = [index for index, place in enumerate(aligned) if place == GONE]
        known = {place for place in aligned if place >= 0}
        gained = [place for place in range(self.today.rows) if place not in known]
        if not lost and not gained and UNSURE not in aligned:
            return
        in_order = all(one < other for one, other in pairwise(place for place in aligned if place >= 0))
        form = self._form()
        self._kept = {index for index in lost if self._row(index) is None or self._is_edited(index)}
        if self._kept or UNSURE in aligned or not in_order or form is None or not self._is_ours():
            self._list_rows(aligned, gained)
            return
        for index in lost:
            self._lose(index)
        self._gain(aligned, gained, form)
        self._count_again(aligned)

    def _list_order(self, aligned: Sequence[int]) -> None:
        """List an order of today that the rows could not be brought into."""
        there = {row - _FIRST_ROW: place for row, place in self.present.rows.items()}
        entry = reordered_rows(lambda at: self._name(at + _FIRST_ROW, 0), aligned, there, self.today.where)
        self.entries += () if entry is None else (entry,)

    def _form(self) -> Element | None:
        row = self._row(0) if self.written.rows else None
        return row if row is not None and self.rows.can_copy(row, len(self.today.columns)) else None

    def _row(self, index: int) -> Element | None:
        """The row of the file at a number below the header."""
        cells = self.present.body[index].cells if index < len(self.present.body) else ()
        return self.rows.row_of(cells[0].element) if cells and cells[0] is not None else None

    def _is_edited(self, index: int) -> bool:
        """Whether a person changed a cell of a row."""
        row = index + _FIRST_ROW
        return row in self._touched or not all(
            self._present(row, number, texts.get(row, "")).reads(texts.get(row, ""))
            for number, texts in self.written.columns.items()
        )

    def _lose(self, index: int) -> None:
        row, written = self._row(index), self._texts(index)
        if row is not None:
            self.rows.remove(row)
            place = ARROW.join((self.today.where, self._name(index + _FIRST_ROW, 0)))
            self._add(Fate.REMOVED, place, written=written, now=written)

    def _texts(self, index: int) -> str:
        """What a row was written as."""
        return "、".join(filter(None, (texts.get(index + _FIRST_ROW, "") for texts in self.written.columns.values())))

    def _gain(self, aligned: Sequence[int], gained: Sequence[int], form: Element) -> None:
        """Each new row below the one that it follows today, in that one's form."""
        by_place = {place: index for index, place in enumerate(aligned) if place >= 0}
        pending: dict[int, list[int]] = {}
        for place in gained:
            above = max((known for known in by_place if known < place), default=-1)
            pending.setdefault(above, []).append(place)
        for above, places in pending.items():
            row = self._row(by_place[above]) if above >= 0 else None
            made = [self.rows.copy(form if row is None else row, self.today.row(place)) for place in places]
            at = self.rows.start_of(form) if row is None else self.rows.end_of(row)
            self.rows.insert(at, made)
            for place in places:
                texts = "、".join(filter(None, self.today.row(place)))
                self._add(Fate.ADDED, self.today.where, today=texts, cells=self._cells_of(place + _FIRST_ROW))

    def _count_again(self, aligned: Sequence[int]) -> None:
        """Running numbers, which are bound to nothing, follow the rows."""
        columns = self.today.block.table.columns
        counting = [at for at, column in enumerate(columns) if column.source is None and column.worked is None]
        for index, place in enumerate(aligned):
            for at in counting if place >= 0 else ():
                cell = self.present.body[index].cells[at]
                if cell is not None and cell.seen == str(index + 1):
                    self.rows.set(cell.element, self.today.columns[at][place])

    def _cells_of(self, row: int) -> tuple[str, ...]:
        found = (self.today.cells(row, number) for number in range(1, len(self.today.columns) + 1))
        return tuple(dict.fromkeys(cell for cells in found for cell in cells))

    def _list_rows(self, aligned: Sequence[int], gained: Sequence[int]) -> None:
        for index, place in enumerate(aligned):
            if place < 0:
                fate = Fate.KEPT if index in self._kept else Fate.GONE if place == GONE else Fate.UNSURE
                named = ARROW.join((self.today.where, self._name(index + _FIRST_ROW, 0)))
                self._add(fate, named, written=self._texts(index))
        for place in gained:
            texts = "、".join(filter(None, self.today.row(place)))
            self._add(Fate.ABSENT, self.today.where, today=texts, cells=self._cells_of(place + _FIRST_ROW))

    def _add(
        self,
        fate: Fate,
        place: str,
        *,
        written: str = "",
        now: str = "",
        today: str = "",
        cells: tuple[str, ...] = (),
    ) -> None:
        self.entries.append(Refreshed(fate=fate, place=place, written=written, now=now, today=today, cells=cells))


def refresh_table(
    written: WrittenTable, tables: Sequence[Element], today: TodaysTable, rows: Rows
) -> TableRefresh | None:
    """Set one table of the file; None where it was deleted."""
    present = present_table(written, tables)
    if present is None:
        return None
    work = TableRefresh(written, present, today, rows)
    work.run()
    return work


def is_as_written(written: WrittenTable, tables: Sequence[Element]) -> bool:
    """Whether tables of the file are a written one with all its rows, and nothing else."""
    present = present_table(written, tables)
    rows = range(_FIRST_ROW, _FIRST_ROW + written.rows + bool(written.label))
    return (
        present is not None
        and [present.rows.get(row, UNSURE) for row in rows] == list(range(len(present.body)))
        and all(
            present.cell(row, number, text).reads(text)
            for number, texts in written.columns.items()
            for row, text in texts.items()
        )
    )
