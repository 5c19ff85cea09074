"""Loops and conditions of a sheet as nested blocks of rows, columns, or the whole sheet.

Tags come in reading order; a block runs from its opening tag's row to its end's row, rows of nothing but
tags left out. Blocks lie inside each other or apart: two loops side by side on the same rows have no
meaning, for rows repeat whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from ..model.diagnostic import Diagnostic, error
from ..model.values import dataclass, field
from .tags import Along, Control, TaggedCell, TaggedNote


@dataclass(slots=True, kw_only=True, eq=False)
class Branch:
    """A stretch of lines under one tag: the body of a `for`, or one way of an `if`.

    `first` to `last` are rows or columns; `last` is less than `first` where only tags stood there.
    `number` counts all branches of a sheet.
    """

    control: Control
    first: int
    last: int
    number: int
    statements: list[Statement] = field(default_factory=list)
    gone: list[int] = field(default_factory=list)


@dataclass(slots=True, kw_only=True, eq=False)
class Statement:
    """A `for` or `if` with its branches, in order."""

    branches: list[Branch]
    from_note: bool = False
    parent: Statement | None = None

    @property
    def first(self) -> int:
        """Its first line, 0 where only tags stood in it."""
        return min((branch.first for branch in self.branches if branch.first <= branch.last), default=0)

    @property
    def last(self) -> int:
        """Its last line, 0 where only tags stood in it."""
        return max((branch.last for branch in self.branches if branch.first <= branch.last), default=0)

    @property
    def is_loop(self) -> bool:
        """Whether it is a `for`."""
        return self.branches[0].control.word == "for"


@dataclass(slots=True, kw_only=True, eq=False)
class Blocks:
    """The blocks of a sheet along rows and along columns, its own loop, and lines that hold nothing but tags."""

    rows: list[Statement]
    columns: list[Statement]
    sheet: Control | None
    gone_rows: list[int]
    gone_columns: list[int]
    findings: list[Diagnostic]


def blocks_of(
    cells: Sequence[TaggedCell],
    notes: Sequence[TaggedNote],
    control_rows: set[int],
    control_columns: set[int],
) -> Blocks:
    """The blocks of a sheet; `control_rows` and `control_columns` are the lines of nothing but tags.

    Findings: `unclosed-loop`, `nothing-to-end`, `overlapping-loops`, `several-sheet-loops`.
    """
    findings: list[Diagnostic] = []
    controls = [item.controls for item in notes] + [item.controls for item in cells]
    sheets = [c for listed in controls for c in listed if c.along is Along.SHEET and c.word == "for"]
    findings += [error("several-sheet-loops", item.place) for item in sheets[1:]]
    numbers = iter(range(1_000_000))
    found: dict[Along, list[Statement]] = {}
    for along, gone in ((Along.ROWS, control_rows), (Along.COLUMNS, control_columns)):
        statements = list(_noted(notes, along, numbers))
        statements += _matched(cells, along, numbers, findings)
        for statement in statements:
            for branch in statement.branches:
                _trim(branch, gone)
        found[along] = _nested(statements, findings)
    rows, columns = found[Along.ROWS], found[Along.COLUMNS]
    return Blocks(
        rows=rows,
        columns=columns,
        sheet=sheets[0] if sheets else None,
        gone_rows=_place_gone(rows, control_rows),
        gone_columns=_place_gone(columns, control_columns),
        findings=findings,
    )


def _line(control: Control) -> int:
    return control.place.row if control.along is Along.ROWS else control.place.column


def _noted(notes: Sequence[TaggedNote], along: Along, numbers: Iterator[int]) -> Iterator[Statement]:
    for note in notes:
        outer: Statement | None = None
        for control in note.controls:
            if control.along is along:
                first = _line(control)
                branch = Branch(control=control, first=first, last=first + control.lines - 1, number=next(numbers))
                outer = Statement(branches=[branch], from_note=True, parent=outer)
                yield outer


def _matched(
    cells: Sequence[TaggedCell], along: Along, numbers: Iterator[int], findings: list[Diagnostic]
) -> list[Statement]:
    """Opening tags with their ends."""
    opened: list[Statement] = []
    closed: list[Statement] = []
    for control in (control for cell in cells for control in cell.controls if control.along is along):
        line = _line(control)
        if control.word in ("for", "if"):
            branch = Branch(control=control, first=line, last=line, number=next(numbers))
            opened.append(Statement(branches=[branch], parent=opened[-1] if opened else None))
        elif not opened or control.word == ("endif" if opened[-1].is_loop else "endfor"):
            findings.append(error("nothing-to-end", control.place, tag=control.written))
        else:
            opened[-1].branches[-1].last = line
            if control.word in ("elif", "else"):
                branch = Branch(control=control, first=line, last=line, number=next(numbers))
                opened[-1].branches.append(branch)
            else:
                closed.append(opened.pop())
    for statement in opened:
        control = statement.branches[0].control
        findings.append(error("unclosed-loop", control.place, tag=control.written, end=control.end))
    return closed


def _trim(branch: Branch, gone: set[int]) -> None:
    """Leave out lines of nothing but tags at both ends."""
    while branch.first <= branch.last and branch.first in gone:
        branch.first += 1
    while branch.last >= branch.first and branch.last in gone:
        branch.last -= 1


def _nested(statements: Iterable[Statement], findings: list[Diagnostic]) -> list[Statement]:
    """The outermost statements, the others inside the branches that hold them."""
    top: list[Statement] = []
    placed: list[tuple[Branch, Statement]] = []
    ordered = sorted(statements, key=lambda item: (item.first, -item.last, item.branches[0].number))
    for statement in ordered:
        if not statement.first:
            continue
        if _overlaps_itself(statement):
            findings.append(error("overlapping-loops", statement.branches[1].control.place))
            continue
        holding = [pair for pair in placed if pair[0].first <= statement.first <= pair[0].last]
        holder = max(holding, key=lambda pair: (pair[0].first, -pair[0].last, placed.index(pair)), default=None)
        if holder is None:
            top.append(statement)
        elif statement.last > holder[0].last or _side_by_side(holder[1], statement):
            findings.append(error("overlapping-loops", statement.branches[0].control.place))
            continue
        else:
            holder[0].statements.append(statement)
        placed += [(branch, statement) for branch in statement.branches if branch.first <= branch.last]
    return top


def _overlaps_itself(statement: Statement) -> bool:
    branches = [branch for branch in statement.branches if branch.first <= branch.last]
    return any(one.last >= other.first for one, other in pairwise(branches))


def _side_by_side(outer: Statement, inner: Statement) -> bool:
    """Whether two statements of the same lines follow one another instead of lying one in the other."""
    if (outer.first, outer.last) != (inner.first, inner.last):
        return False
    parent = inner.parent
    while parent is not None:
        if parent is outer:
            return False
        parent = parent.parent
    return not (outer.from_note != inner.from_note or not (outer.is_loop and inner.is_loop))


def _place_gone(statements: Sequence[Statement], gone: set[int]) -> list[int]:
    """Give the lines of tags to the innermost branch that holds them; those in none come back."""
    outside = []
    for line in sorted(gone):
        branch = _innermost(statements, line)
        if branch is None:
            outside.append(line)
        else:
            branch.gone.append(line)
    return outside


def _innermost(statements: Sequence[Statement], line: int) -> Branch | None:
    for statement in statements:
        for branch in statement.branches:
            if branch.first <= line <= branch.last:
                return _innermost(branch.statements, line) or branch
    return None


def innermost(statements: Sequence[Statement], line: int) -> list[Branch]:
    """The branches that hold a line, outermost first."""
    trail: list[Branch] = []
    while True:
        held = (b for s in statements for b in s.branches if b.first <= line <= b.last)
        branch = next(held, None)
        if branch is None:
            return trail
        trail.append(branch)
        statements = branch.statements
