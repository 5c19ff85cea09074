"""A returned value in the terms of the workbook's cell: its unit, its percentages, its words; or why it is not taken.

Only a certain reading becomes an answer. Forms and the answers to doubts both end here.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from ..model.dataset import Value
from ..model.diagnostic import Diagnostic, Fault, error, warning
from ..model.form import Role
from ..model.origins import value_text
from ..model.place import CellRef, Place
from ..model.quantity import NO_UNIT, PERCENT, Quantity, Unit
from ..model.schema import ColumnKind
from ..model.values import dataclass, field
from .answer import Answer, same
from .book import Aim
from .percent import decide

_QUOTED = 40
"""Characters of a text that a finding repeats."""


@dataclass(slots=True, kw_only=True)
class Reply:
    """All that a department answers in one file.

    `refused` are the places of values that were there and could not be taken, `empty` counts the cells that were
    asked for and left so. `aims` says of the cells that findings are about what they were meant for.
    """

    file: str
    department: str
    answers: list[Answer] = field(default_factory=list)
    refused: set[Place | None] = field(default_factory=set)
    empty: int = 0
    findings: list[Diagnostic] = field(default_factory=list)
    aims: dict[CellRef, Aim] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Said:
    """What stands in a returned cell under the header `column`.

    `unit` is that of a number. `is_reason` says that a text stands instead of a value (未统计), `is_percent` that
    the cell shows a %.
    """

    value: Value
    place: CellRef
    column: str
    unit: Unit = NO_UNIT
    is_reason: bool = False
    is_percent: bool = False


@dataclass(frozen=True, slots=True)
class Taking:
    """Takes values into the reply of one return.

    `fractions` says of each rate of the return that can be told whether it was written as a fraction.
    """

    reply: Reply
    fractions: Sequence[bool] = ()

    def understood(self, said: Said, aim: Aim, *, given: bool = False) -> Value:
        """The value in the unit of the workbook's cell; None for one that cannot be taken, which is said.

        `given` values were filled in by the form itself.
        """
        try:
            return self._in_book_unit(said, aim, given=given)
        except Fault as fault:
            self.refuse(fault.at(said.place))
            return None

    def is_one_of_the_choices(self, value: Value, said: Said, aim: Aim) -> bool:
        """Whether a value is one of the words that the column takes, if it takes only certain ones; else it is said."""
        choices = aim.choices
        if not choices or said.is_reason or value in choices:
            return True
        name, found = aim.column.name, value_text(value)
        self.refuse(error("not-a-choice", said.place, column=name, value=found, choices=list(choices)))
        return False

    def answer(self, value: Value, place: CellRef, aim: Aim, role: Role = Role.INPUT) -> bool:
        """Take a value, unless the workbook's cell cannot be set, or holds a carried one already; whether it was."""
        before = aim.before
        is_known = isinstance(aim.row, int)
        if role is not Role.INPUT and is_known and same(value, before):
            return False
        closed = aim.closed(place) if is_known and not same(value, before) else None
        if closed is not None:
            self.refuse(closed)
            return False
        unit = aim.unit
        self.reply.answers.append(
            Answer(
                cell=aim.cell,
                value=value,
                origin=place,
                department=self.reply.department,
                name=aim.name,
                before=before,
                last=aim.last,
                unit=unit.symbol if unit is not None and isinstance(value, Decimal) else "",
                is_input=role is Role.INPUT,
            )
        )
        return True

    def hedge(self, word: str, place: CellRef, aim: Aim, *, is_answered: bool = False) -> None:
        """约 or 余 that stood in the cell goes to the column for it, unless that `is_answered` itself."""
        beside = aim.beside(aim.column.hedge) if aim.column.hedge else None
        if beside is None:
            self.say(warning("hedge-lost", place, name=aim.name, word=word))
        elif not is_answered:
            self.answer(word, place, beside, Role.CARRIED)

    def say(self, finding: Diagnostic) -> None:
        """Note a finding."""
        self.reply.findings.append(finding)

    def refuse(self, finding: Diagnostic) -> None:
        """Note a value that is not taken."""
        self.reply.refused.add(finding.place)
        self.say(finding)

    def _in_book_unit(self, said: Said, aim: Aim, *, given: bool) -> Value:
        value, known = said.value, aim.unit
        if not isinstance(value, Decimal):
            is_number = aim.column.kind is ColumnKind.NUMBER and (known or NO_UNIT) != NO_UNIT
            if isinstance(value, str) and is_number and not said.is_reason:
                raise Fault("text-for-number", column=said.column, text=value[:_QUOTED])
            return value
        wanted = known or said.unit
        if wanted == PERCENT and said.unit in (PERCENT, NO_UNIT):
            return self._percent(value, said, aim, given=given)
        if said.unit in (wanted, NO_UNIT) or wanted == NO_UNIT:
            return value
        return Quantity(value, said.unit).to(wanted).value

    def _percent(self, value: Decimal, said: Said, aim: Aim, *, given: bool) -> Value:
        if given and aim.before is not None:
            return value  # as it was or not is all that is asked
        found = decide(value, None if given else aim.last, self.fractions, is_shown=said.is_percent)
        written = value_text(value)
        if found.value is None:
            percent = value_text(value * 100)
            self.refuse(error("ambiguous-percent", said.place, value=written, name=aim.name, percent=percent))
        elif found.scaled:
            read = value_text(found.value)
            self.say(warning("percent-scaled", said.place, value=written, name=aim.name, read=read))
        return found.value
