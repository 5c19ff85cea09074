"""One return against the report's workbook: every cell that it answers, every cell that cannot be taken.

Only a certain reading becomes an answer. What the form had filled in already is compared, not collected: a
changed one is a finding, because somebody typed into the wrong cell or does not agree.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import field
from decimal import Decimal

from ..model.dataset import Column, Table, Value
from ..model.diagnostic import Diagnostic, Fault, error, info, warning
from ..model.form import REASON, Role, is_added
from ..model.origins import value_text
from ..model.place import CellRef
from ..model.quantity import NO_UNIT, PERCENT, Quantity, Unit
from ..model.returns import Return, SheetFacts
from ..model.schema import INDICATOR_SHEET, ColumnKind, SheetSchema
from ..model.values import dataclass
from .answer import REMARKS, Answer, Cell, Reply, fold, key_column, key_text, lines, row_name, same
from .percent import decide, is_plain
from .roles import is_unit_of, roles_of
from .rows import Known, Match, match_rows

_CORRECTED = ("更正", "修正", "调整", "订正", "核定", "重新")
_LEFT = frozenset(("typed-over-formula",))
"""Findings that do not stop anything, about values that are not taken."""

_BEHIND = "；"
_QUOTED = 40
"""Characters of a text that a finding repeats."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """The report's workbook: its tables by name, what else its sheets hold, and how its lists are declared.

    `shown` holds, by sheet, row and column, what the forms say from the kit where the workbook says nothing.
    `seen` remembers where its rows are from one return to the next.
    """

    tables: Mapping[str, Table]
    facts: Mapping[str, SheetFacts] = field(default_factory=dict)
    schemas: Mapping[str, SheetSchema] = field(default_factory=dict)
    shown: Mapping[tuple[str, str, str], str] = field(default_factory=dict)
    seen: dict[tuple[str, ...], Known] = field(default_factory=dict)


def reply_of(returned: Return, book: Book, department: str) -> Reply:
    """What a return answers."""
    reply = Reply(file=returned.file, department=department)
    for name, table in returned.tables.items():
        target = book.tables.get(name)
        if target is None:
            reply.findings.append(error("no-such-sheet", table.place, sheet=name))
            continue
        _SheetReader(returned, table, target, book, reply).read()
    places = {
        item.place
        for item in returned.diagnostics
        if (item.severity == "error" or item.code in _LEFT) and isinstance(item.place, CellRef)
    }
    reply.refused += len(places)
    return reply


@dataclass(slots=True)
class _SheetReader:
    returned: Return
    table: Table
    book: Table
    whole: Book
    reply: Reply
    roles: dict[str, Role] = field(default_factory=dict)
    fractions: list[bool] = field(default_factory=list)
    rows: list[Match] = field(default_factory=list)

    def read(self) -> None:
        """Compare every cell of the sheet."""
        self.roles = roles_of(self.table, self.book, self.returned.mark)
        found = match_rows(self.table, self.book, self.returned.mark, self.whole.seen)
        self.reply.findings += found.findings
        self.rows = found.rows
        self.fractions = list(self._witnesses())
        self._keys()
        for name, column in self.table.columns.items():
            role = self.roles[name]
            if role is Role.KEY or role is Role.GROWTH or name == REASON:
                continue
            if name not in self.book.columns:
                self._not_there(name, column)
                continue
            for index, match in enumerate(self.rows):
                if match is not None:
                    self._cell(column, self.book.columns[name], index, match, role)
        self._reasons()

    def _cell(self, column: Column, target: Column, index: int, match: int | str, role: Role) -> None:
        """Compare one cell."""
        value = column.values[index]
        value = column.reasons.get(index) if value is None else value
        before = self._before(target, match)
        if value is None:
            self.reply.empty += role is Role.INPUT and self._is_asked(column, index, match)
            return
        try:
            value = self._in_book_unit(value, column, target, index, match)
        except Fault as fault:
            self._refuse(fault.at(self._place(column, index)))
            return
        if value is None:
            return
        if role is Role.GIVEN and isinstance(match, int):
            self._given(value, before, column, target, index, match)
        elif self._may_be(value, target, column, index):
            self._answer(value, column, target, index, match, role)
            self._hedge(column, target, index, match)

    def _answer(
        self, value: Value, column: Column, target: Column, index: int, match: int | str, role: Role = Role.INPUT
    ) -> None:
        before = self._before(target, match)
        if role is not Role.INPUT and isinstance(match, int) and same(value, before):
            return
        if isinstance(match, int) and not same(value, before) and not self._is_open(target, match, column, index):
            return
        self.reply.answers.append(
            Answer(
                cell=Cell(self.book.name, match, target.name),
                value=value,
                origin=self._place(column, index),
                department=self.reply.department,
                name=self._name(match, target.name),
                before=before,
                last=self._last(target, match),
                unit=self._symbol(target, match) if isinstance(value, Decimal) else "",
                is_input=role is Role.INPUT,
            )
        )

    def _in_book_unit(self, value: Value, column: Column, target: Column, index: int, match: int | str) -> Value:
        """The value in the unit of the workbook's cell; None for one that can be read in two ways."""
        if not isinstance(value, Decimal):
            known = self._unit(target, match) or NO_UNIT
            if isinstance(value, str) and target.kind is ColumnKind.NUMBER and known != NO_UNIT:
                self._must_be_number(value, column, index)
            return value
        unit = column.unit_at(index)
        wanted = self._unit(target, match) or unit
        if wanted == PERCENT and unit in (PERCENT, NO_UNIT):
            return self._percent(value, column, target, index, match)
        if unit in (wanted, NO_UNIT) or wanted == NO_UNIT:
            return value
        return Quantity(value, unit).to(wanted).value

    def _must_be_number(self, text: str, column: Column, index: int) -> None:
        """Refuse words in a row that has a unit in the workbook, unless they say why there is no number."""
        if column.reasons.get(index) != text:
            raise Fault("text-for-number", column=column.name, text=text[:_QUOTED])

    def _percent(self, value: Decimal, column: Column, target: Column, index: int, match: int | str) -> Value:
        place = self._place(column, index)
        shown = place in self.returned.percents
        given = self.roles[column.name] is Role.GIVEN
        if given and self._before(target, match) is not None:
            return value  # as it was or not is all that is asked
        last = None if given else self._last(target, match)
        found = decide(value, last, self.fractions, is_shown=shown)
        written, name = value_text(value), self._name(match, target.name)
        if found.value is None:
            percent = value_text(value * 100)
            self._refuse(error("ambiguous-percent", place, value=written, name=name, percent=percent))
        elif found.scaled:
            self._say(warning("percent-scaled", place, value=written, name=name, read=value_text(found.value)))
        return found.value

    def _witnesses(self) -> Iterator[bool]:
        """Of each rate that last year's value explains, whether it was written as a fraction."""
        for name, column in self.table.columns.items():
            target = self.book.columns.get(name)
            if target is None or self.roles[name] is not Role.INPUT:
                continue
            for index, match in enumerate(self.rows):
                value = column.values[index]
                if not isinstance(match, int) or not isinstance(value, Decimal) or self._unit(target, match) != PERCENT:
                    continue
                place = self._place(column, index)
                if is_plain(value, is_shown=place in self.returned.percents):
                    yield False
                elif place not in self.returned.percents:
                    found = decide(value, self._last(target, match), is_shown=False)
                    if found.value is not None:
                        yield found.scaled

    def _given(self, value: Value, before: Value, column: Column, target: Column, index: int, match: int) -> None:
        """A cell that the form had filled in: as it was, or filled where nobody knew, or changed."""
        if same(value, before):
            return
        place, name = self._place(column, index), self._name(match, target.name)
        if before is None:
            if not self._is_shown(column.name, index):
                self._answer(value, column, target, index, match, Role.GIVEN)
            return
        if column.kind is ColumnKind.TEXT and is_unit_of(self.table, column):
            self._say(info("unit-changed", place, name=name, found=value_text(value), expected=value_text(before)))
            return
        meant = self._typed_beside(column, index)
        if meant is not None and isinstance(value, Decimal):
            was = value_text(before)
            self._say(
                warning(
                    "value-in-wrong-column", place, name=name, value=value_text(value), before=was, column=meant.name
                )
            )
            self.reply.empty -= 1
            self._answer(value, column, meant, index, match)
            return
        self._refuse(
            warning("given-cell-changed", place, name=name, found=value_text(value), expected=value_text(before))
        )

    def _typed_beside(self, column: Column, index: int) -> Column | None:
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
        if any(word in note for note in notes for word in _CORRECTED):
            return None
        return self.book.columns[name]

    def _may_be(self, value: Value, target: Column, column: Column, index: int) -> bool:
        """Whether a value is one of the words that the column takes, if it takes only certain ones."""
        schema = self.whole.schemas.get(self.book.name)
        declared = schema.column(target.name) if schema else None
        if declared is None or not declared.choices or index in column.reasons or value in declared.choices:
            return True
        choices = "、".join(declared.choices)
        place, found = self._place(column, index), value_text(value)
        self._refuse(error("not-a-choice", place, column=target.name, value=found, choices=choices))
        return False

    def _hedge(self, column: Column, target: Column, index: int, match: int | str) -> None:
        """约 or 余 that stood in the cell goes to the column for it, unless that is filled in itself."""
        word = column.hedges.get(index)
        if not word:
            return
        if not target.hedge or target.hedge not in self.book.columns:
            place, name = self._place(column, index), self._name(match, target.name)
            self._say(warning("hedge-lost", place, name=name, word=word))
            return
        own = self.table.columns.get(target.hedge)
        if own is None or own.values[index] is None:
            self._answer(word, column, self.book.columns[target.hedge], index, match, Role.CARRIED)

    def _keys(self) -> None:
        """What names each new entry."""
        key = key_column(self.book)
        names = [name for name, role in self.roles.items() if role is Role.KEY or name == key]
        new = [(index, match) for index, match in enumerate(self.rows) if isinstance(match, str)]
        for index, match in new:
            for name in names:
                column = self.table.columns[name]
                if name in self.book.columns and column.values[index] is not None:
                    self._answer(column.values[index], column, self.book.columns[name], index, match, Role.KEY)
        if new:
            place = self._place(self.table.columns[names[0]], new[0][0])
            rows = lines([match for _, match in new])
            self._say(info("new-rows", place, rows=rows, sheet=self.book.name, count=len(new)))

    def _reasons(self) -> None:
        """The reasons for large changes, into the column for them or behind the row's remark."""
        column = self.table.columns.get(REASON)
        name = next((item for item in (REASON, *REMARKS) if item in self.book.columns), None)
        if column is None or name is None:
            return
        target = self.book.columns[name]
        own = self.table.columns.get(name)
        for index, match in enumerate(self.rows):
            reason = value_text(column.values[index]).strip()
            if match is None or not reason:
                continue
            if name == REASON:
                self._answer(reason, column, target, index, match, Role.CARRIED)
                continue
            written = value_text(own.values[index]) if own is not None else ""
            written = written or value_text(self._before(target, match))
            base = written.split(f"{REASON}：")[0].rstrip(_BEHIND)
            text = f"{base}{_BEHIND}{REASON}：{reason}" if base else f"{REASON}：{reason}"
            cell = Cell(self.book.name, match, name)
            self.reply.answers = [answer for answer in self.reply.answers if answer.cell != cell]
            self._answer(text, column, target, index, match, Role.CARRIED)

    def _not_there(self, name: str, column: Column) -> None:
        filled = [
            index
            for index, match in enumerate(self.rows)
            if match is not None and column.values[index] is not None and not self._is_shown(name, index)
        ]
        if filled and not is_added(name):
            place = self._place(column, filled[0])
            self._say(info("column-not-collected", place, column=name, sheet=self.book.name, count=len(filled)))

    def _is_shown(self, column: str, index: int) -> bool:
        """Whether the form said this by itself: nobody answered it."""
        key = key_text(self.table, key_column(self.book), index)
        said = self.whole.shown.get((self.book.name, fold(key), column))
        return said is not None and same(self.table.columns[column].values[index], said)

    def _is_asked(self, column: Column, index: int, match: int | str) -> bool:
        """Whether an empty cell should hold something: a number, in a row that the form listed."""
        return isinstance(match, int) and column.kind is ColumnKind.NUMBER and index not in column.reasons

    def _before(self, target: Column, match: int | str) -> Value:
        if not isinstance(match, int):
            return None
        value = target.values[match]
        return target.reasons.get(match) if value is None else value

    def _last(self, target: Column, match: int | str) -> Decimal | None:
        """Last year's value of a cell, in the cell's unit."""
        earlier = self.book.columns.get(target.previous) if target.previous else None
        value = earlier.values[match] if earlier is not None and isinstance(match, int) else None
        return value if isinstance(value, Decimal) else None

    def _unit(self, target: Column, match: int | str) -> Unit | None:
        if isinstance(match, int):
            return target.unit_at(match)
        return target.unit if target.units is None else None

    def _symbol(self, target: Column, match: int | str) -> str:
        unit = self._unit(target, match)
        return unit.symbol if unit is not None else ""

    def _is_open(self, target: Column, match: int, column: Column, index: int) -> bool:
        """Whether the workbook's cell can be set; a finding says why not."""
        facts = self.whole.facts.get(self.book.name)
        row = self.book.rows[match]
        if facts is None:
            return True
        place, cell = self._place(column, index), self.book.ref(target.name, match)
        if (row, target.position) in facts.formulas:
            self._refuse(warning("formula-kept", place, related=(cell,), column=target.name))
        elif facts.merges and facts.is_covered(row, target.position):
            self._refuse(error("cell-under-merge", place, related=(cell,), column=target.name))
        else:
            return True
        return False

    def _name(self, match: int | str, column: str) -> str:
        row = row_name(self.book, match) if isinstance(match, int) else match
        return row if self.book.name == INDICATOR_SHEET and column == "数值" else f"{row} {column}"

    def _place(self, column: Column, index: int) -> CellRef:
        return CellRef(self.table.file, self.table.sheet, self.table.rows[index], column.position)

    def _say(self, finding: Diagnostic) -> None:
        self.reply.findings.append(finding)

    def _refuse(self, finding: Diagnostic) -> None:
        self.reply.refused += 1
        self.reply.findings.append(finding)
