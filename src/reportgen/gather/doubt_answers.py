"""What departments answered in a table of doubts, taken as their newer answers.

A correct value takes the place of what the department's own return says, as long as that is what was asked about.
Where the return says something else by now, nobody can tell which is newer: a contradiction like any other. A
reason goes where the reasons of forms go.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from ..model.dataset import Value
from ..model.diagnostic import error, info
from ..model.doubts import VALUE_HEADING, Asked, DoubtAnswer
from ..model.form import REASON
from ..model.origins import row_labels, value_text
from ..model.place import CellRef
from ..model.values import dataclass, field
from .answer import Answer, fold, identity, same
from .book import Aim, Book
from .reasons import CHECKED, put_reason, reason_cell
from .taking import Reply, Said, Taking

_LARGE_CHANGE = "large-change"
_BETWEEN = "；"

_Known = tuple[str, tuple[str, int | str, str]]
"""A department and a cell of the workbook."""


@dataclass(slots=True, kw_only=True)
class DoubtReplies:
    """What the tables of doubts come to: a reply for each file and department.

    `settled` are the cells of returns and the findings about them that a value answers, `answered` those about
    which something was said at all.
    """

    replies: list[Reply] = field(default_factory=list)
    settled: set[tuple[CellRef, str]] = field(default_factory=set)
    answered: set[tuple[CellRef, str]] = field(default_factory=set)


def take_doubts(answers: Iterable[tuple[str, DoubtAnswer]], forms: Sequence[Reply], book: Book) -> DoubtReplies:
    """Take answers by file into replies of their own; what they replace is removed from the replies of the forms."""
    given = [(file, item) for file, item in answers if item.value is not None or item.reason]
    return _Doubts(forms, book).taken(given) if given else DoubtReplies()


@dataclass(frozen=True, slots=True)
class _Value:
    """A correct value in the terms of the workbook's cell."""

    said: DoubtAnswer
    value: Value
    aim: Aim
    taking: Taking


class _Doubts:
    def __init__(self, forms: Sequence[Reply], book: Book) -> None:
        self._book = book
        self._made: dict[tuple[str, str], Reply] = {}
        self._result = DoubtReplies()
        self._labels: dict[str, dict[str, int]] = {}
        self._said: dict[_Known, list[tuple[Reply, Answer]]] = defaultdict(list)
        self._new: set[tuple[str, str]] = set()
        for reply in forms:
            for answer in reply.answers:
                self._said[reply.department, identity(answer.cell)].append((reply, answer))
                if isinstance(answer.cell.row, str):
                    self._new.add((answer.cell.sheet, fold(answer.cell.row)))

    def taken(self, given: Sequence[tuple[str, DoubtAnswer]]) -> DoubtReplies:
        """Values first, then reasons."""
        for _, item in given:
            if item.asked.source is not None:
                self._result.answered.add((item.asked.source, item.asked.code))
        self._values([found for file, item in given if (found := self._understood(file, item)) is not None])
        self._reasons([(file, item) for file, item in given if item.reason])
        self._result.replies = list(self._made.values())
        return self._result

    def _understood(self, file: str, item: DoubtAnswer) -> _Value | None:
        """A value as the workbook keeps it; None where there is none, or it cannot be taken."""
        if item.value is None:
            return None
        taking, aim = self._taking(file, item.asked), self._aim(item.asked)
        if aim is None:
            written = value_text(item.value)
            taking.refuse(error("doubt-without-cell", item.value_place, value=written, heading=VALUE_HEADING))
            return None
        said = Said(item.value, item.value_place, VALUE_HEADING, item.unit, item.is_absence, item.is_percent)
        value = taking.understood(said, aim)
        if value is None or not taking.is_one_of_the_choices(value, said, aim):
            return None
        return _Value(item, value, aim, taking)

    def _values(self, values: Sequence[_Value]) -> None:
        """Take what replaces exactly what was asked about, as often as that leads on; the rest contradicts."""
        waiting = list(values)
        while waiting:
            rest = [item for item in waiting if not self._replaced(item)]
            if len(rest) == len(waiting):
                break
            waiting = rest
        else:
            return
        for item in waiting:
            self._take(item)

    def _replaced(self, item: _Value) -> bool:
        """Whether a value is said already, or takes the place of what it corrects."""
        known = self._known(item)
        if any(same(answer.value, item.value) for _, answer in known):
            self._settle(item)
            return True
        asked = item.said.asked.said
        if any(value_text(answer.value) != asked for _, answer in known) or (asked and not known):
            return False
        self._forget(known)
        self._take(item)
        return True

    def _take(self, item: _Value) -> None:
        if item.taking.answer(item.value, item.said.value_place, item.aim):
            self._remember(item.taking.reply)
        if item.said.hedge:
            item.taking.hedge(item.said.hedge, item.said.value_place, item.aim)
        self._settle(item)

    def _settle(self, item: _Value) -> None:
        if item.said.asked.source is not None:
            self._result.settled.add((item.said.asked.source, item.said.asked.code))

    def _reasons(self, answers: Sequence[tuple[str, DoubtAnswer]]) -> None:
        """Take the reasons, those of one row and kind together."""
        grouped: dict[tuple[str, str, str, str, str], list[DoubtAnswer]] = defaultdict(list)
        for file, item in answers:
            asked = item.asked
            label = REASON if asked.code == _LARGE_CHANGE else CHECKED
            grouped[file, asked.department, asked.sheet, asked.row, label].append(item)
        for (file, _, _, _, label), items in grouped.items():
            self._reason(self._taking(file, items[0].asked), label, items)

    def _reason(self, taking: Taking, label: str, items: Sequence[DoubtAnswer]) -> None:
        place, row = items[0].reason_place, self._aim(items[0].asked)
        text = _BETWEEN.join(dict.fromkeys(item.reason for item in items))
        aim = reason_cell(label, row) if row is not None else None
        if aim is None:
            taking.say(info("doubt-answer-noted", place, text=text))
            return
        known = self._said[taking.reply.department, identity(aim.cell)]
        written = value_text(known[-1][1].value) if known else ""
        self._forget(known)
        if put_reason(taking, label, text, place, aim, written):
            self._remember(taking.reply)

    def _known(self, item: _Value) -> list[tuple[Reply, Answer]]:
        return self._said[item.taking.reply.department, identity(item.aim.cell)]

    def _forget(self, known: list[tuple[Reply, Answer]]) -> None:
        for reply, answer in known:
            reply.answers = [other for other in reply.answers if other is not answer]
        known.clear()

    def _remember(self, reply: Reply) -> None:
        """Note the newest answer of a reply."""
        answer = reply.answers[-1]
        self._said[reply.department, identity(answer.cell)].append((reply, answer))

    def _taking(self, file: str, asked: Asked) -> Taking:
        key = (file, asked.department)
        if key not in self._made:
            self._made[key] = Reply(file=file, department=asked.department)
        return Taking(self._made[key])

    def _aim(self, asked: Asked) -> Aim | None:
        """The workbook's cell that a question was about; None where there is none, or its row is gone."""
        table = self._book.tables.get(asked.sheet)
        column = table.columns.get(asked.column) if table is not None else None
        if table is None or column is None:
            return None
        if table.name not in self._labels:
            self._labels[table.name] = {label: index for index, label in enumerate(row_labels(table))}
        row: int | str | None = self._labels[table.name].get(asked.row)
        if row is None and (table.name, fold(asked.row)) in self._new:
            row = asked.row
        return None if row is None else Aim(self._book, table, column, row, asked.measure)
