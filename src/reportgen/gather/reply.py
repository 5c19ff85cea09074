"""One return against the report's workbook: every cell that it answers, every cell that cannot be taken.

What the form had filled in already is compared, not collected: a changed one is a finding, because somebody
typed into the wrong cell or does not agree.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from ..model.dataset import Column, Table, Value
from ..model.diagnostic import error, info, warning
from ..model.form import REASON, Role, is_added
from ..model.origins import value_text
from ..model.place import CellRef
from ..model.quantity import NO_UNIT, PERCENT
from ..model.returns import Return
from ..model.schema import ColumnKind
from ..model.values import dataclass, field
from .answer import fold, key_column, key_text, lines, same
from .book import Aim, Book
from .percent import decide, is_plain
from .reasons import put_reason, reason_cell
from .roles import is_unit_of, roles_of
from .rows import Match, match_rows
from .taking import Reply, Said, Taking

_CORRECTED = ("更正", "修正", "调整", "订正", "核定", "重新")
_LEFT = frozenset(("typed-over-formula",))
"""Findings that do not stop anything, about values that are not taken."""


def reply_of(returned: Return, book: Book, department: str) -> Reply:
    """What a return answers."""
    reply = Reply(file=returned.file, department=department)
    for name, table in returned.tables.items():
        target = book.tables.get(name)
        if target is None:
            reply.findings.append(error("no-such-sheet", table.place, sheet=name))
            continue
        _SheetReader(returned, table, target, book, Taking(reply)).read()
    reply.refused.update(
        item.place
        for item in returned.diagnostics
        if (item.severity == "error" or item.code in _LEFT) and isinstance(item.place, CellRef)
    )
    return reply


@dataclass(slots=True)
class _SheetReader:
    returned: Return
    table: Table
    book: Table
    whole: Book
    taking: Taking
    roles: dict[str, Role] = field(default_factory=dict)
    rows: list[Match] = field(default_factory=list)

    def read(self) -> None:
        """Compare every cell of the sheet."""
        self.roles = roles_of(self.table, self.book, self.returned.mark)
        found = match_rows(self.table, self.book, self.returned.mark, self.whole.seen)
        self.taking.reply.findings += found.findings
        self.rows = found.rows
        self.taking = Taking(self.taking.reply, list(self._witnesses()))
        self._keys()
        for name, column in self.table.columns.items():
            role = self.roles[name]
            if role is Role.KEY or role is Role.GROWTH or name == REASON:
                continue
            target = self.book.columns.get(name)
            if target is None:
                self._not_there(name, column)
                continue
            for index, match in enumerate(self.rows):
                if match is None:
                    continue
                if column.values[index] is not None or index in column.reasons:
                    self._cell(column, self._aim(column, target, match, index), index, role)
                elif role is Role.INPUT and isinstance(match, int) and column.kind is ColumnKind.NUMBER:
                    # A number that the form asked for.
                    self.taking.reply.empty += 1
        self._reasons()
        self._aims()

    def _cell(self, column: Column, aim: Aim, index: int, role: Role) -> None:
        """Compare one cell in which something stands."""
        said = self._said(column, index)
        value = self.taking.understood(said, aim, given=role is Role.GIVEN)
        if value is None:
            return
        if role is Role.GIVEN and isinstance(aim.row, int):
            self._given(value, aim, column, index)
        elif self.taking.is_one_of_the_choices(value, said, aim):
            self.taking.answer(value, said.place, aim, role)
            self._hedge(column, aim, index)

    def _aim(self, column: Column, target: Column, row: int | str, index: int) -> Aim:
        """The cell of the workbook that one of the return is meant for."""
        return Aim(self.whole, self.book, target, row, column.units[index] if column.units is not None else None)

    def _said(self, column: Column, index: int) -> Said:
        """What stands in a cell of the return."""
        value, reason = column.values[index], column.reasons.get(index)
        place = self._place(column, index)
        unit = column.unit_at(index) if isinstance(value, Decimal) else NO_UNIT
        is_percent = place in self.returned.percents
        if value is None:
            return Said(reason, place, column.name, is_reason=True)
        return Said(value, place, column.name, unit, is_percent=is_percent)

    def _witnesses(self) -> Iterator[bool]:
        """Of each rate that last year's value explains, whether it was written as a fraction."""
        for name, column in self.table.columns.items():
            target = self.book.columns.get(name)
            if target is None or self.roles[name] is not Role.INPUT:
                continue
            for index, match in enumerate(self.rows):
                value = column.values[index]
                if not isinstance(match, int) or not isinstance(value, Decimal):
                    continue
                aim = Aim(self.whole, self.book, target, match)
                if aim.unit != PERCENT:
                    continue
                is_shown = self._place(column, index) in self.returned.percents
                if is_plain(value, is_shown=is_shown):
                    yield False
                elif not is_shown:
                    found = decide(value, aim.last, is_shown=False)
                    if found.value is not None:
                        yield found.scaled

    def _given(self, value: Value, aim: Aim, column: Column, index: int) -> None:
        """A cell that the form had filled in: as it was, or filled where nobody knew, or changed."""
        before, place = aim.before, self._place(column, index)
        if same(value, before) or same(column.values[index], before):
            return  # the latter where the unit of the row was changed, and nobody touched this cell
        if before is None:
            if not self._is_shown(column.name, index):
                self.taking.answer(value, place, aim, Role.GIVEN)
            return
        found, expected = value_text(value), value_text(before)
        if column.kind is ColumnKind.TEXT and is_unit_of(self.table, column):
            self.taking.say(info("unit-changed", place, name=aim.name, found=found, expected=expected))
            return
        meant = self._typed_beside(column, index) if isinstance(value, Decimal) else None
        beside = aim.beside(meant) if meant else None
        if beside is None:
            self.taking.refuse(warning("given-cell-changed", place, name=aim.name, found=found, expected=expected))
            return
        column_name = beside.column.name
        self.taking.say(
            warning("value-in-wrong-column", place, name=aim.name, value=found, before=expected, column=column_name)
        )
        self.taking.reply.empty -= 1
        self.taking.answer(value, place, beside)

    def _typed_beside(self, column: Column, index: int) -> str | None:
        """The column that a number in last year's cell was meant for; None where that is not certain.

        Its own cell is empty, it is the only one whose last year stands here, and nobody speaks of a correction.
        """
        wanted = [
            (name, item)
            for name, item in self.table.columns.items()
            if item.previous == column.name and name in self.book.columns
        ]
        if len(wanted) != 1:
            return None
        name, item = wanted[0]
        if item.values[index] is not None or index in item.reasons:
            return None
        notes = (value for other in self.table.columns.values() if isinstance(value := other.values[index], str))
        return None if any(word in note for note in notes for word in _CORRECTED) else name

    def _hedge(self, column: Column, aim: Aim, index: int) -> None:
        word = column.hedges.get(index)
        if word:
            own = self.table.columns.get(aim.column.hedge) if aim.column.hedge else None
            is_answered = own is not None and own.values[index] is not None
            self.taking.hedge(word, self._place(column, index), aim, is_answered=is_answered)

    def _keys(self) -> None:
        """What names each new entry."""
        key = key_column(self.book)
        names = [name for name, role in self.roles.items() if role is Role.KEY or name == key]
        new = [(index, match) for index, match in enumerate(self.rows) if isinstance(match, str)]
        for index, match in new:
            for name in names:
                column, target = self.table.columns[name], self.book.columns.get(name)
                if target is not None and column.values[index] is not None:
                    aim = Aim(self.whole, self.book, target, match)
                    self.taking.answer(column.values[index], self._place(column, index), aim, Role.KEY)
        if new:
            place = self._place(self.table.columns[names[0]], new[0][0])
            rows = lines([match for _, match in new])
            self.taking.say(info("new-rows", place, rows=rows, sheet=self.book.name, count=len(new)))

    def _reasons(self) -> None:
        """The reasons for large changes."""
        column = self.table.columns.get(REASON)
        if column is None:
            return
        for index, match in enumerate(self.rows):
            reason = value_text(column.values[index]).strip()
            aim = reason_cell(REASON, Aim(self.whole, self.book, column, match)) if match is not None else None
            if aim is not None and reason:
                own = self.table.columns.get(aim.column.name)
                written = value_text(own.values[index]) if own is not None else ""
                put_reason(self.taking, REASON, reason, self._place(column, index), aim, written)

    def _aims(self) -> None:
        """What each cell with a finding was meant for, so that an answer to a question about it finds its way."""
        rows = {row: index for index, row in enumerate(self.table.rows)}
        columns = {column.position: column for column in self.table.columns.values()}
        for finding in (*self.returned.diagnostics, *self.taking.reply.findings):
            place = finding.place
            # What was typed over a formula belongs into the cell that the finding names.
            meant = finding.related[0] if finding.code in _LEFT and finding.related else place
            if not isinstance(place, CellRef) or not isinstance(meant, CellRef):
                continue
            if meant.sheet != self.table.sheet or meant.row not in rows or meant.column not in columns:
                continue
            index, column = rows[meant.row], columns[meant.column]
            match, target = self.rows[index], self.book.columns.get(column.name)
            if match is not None and target is not None:
                self.taking.reply.aims[place] = self._aim(column, target, match, index)

    def _not_there(self, name: str, column: Column) -> None:
        filled = [
            index
            for index, match in enumerate(self.rows)
            if match is not None and column.values[index] is not None and not self._is_shown(name, index)
        ]
        if filled and not is_added(name):
            place = self._place(column, filled[0])
            sheet, count = self.book.name, len(filled)
            self.taking.say(info("column-not-collected", place, column=name, sheet=sheet, count=count))

    def _is_shown(self, column: str, index: int) -> bool:
        """Whether the form said this by itself: nobody answered it."""
        key = key_text(self.table, key_column(self.book), index)
        said = self.whole.shown.get((self.book.name, fold(key), column))
        return said is not None and same(self.table.columns[column].values[index], said)

    def _place(self, column: Column, index: int) -> CellRef:
        return CellRef(self.table.file, self.table.sheet, self.table.rows[index], column.position)
