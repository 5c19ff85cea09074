"""A rendered sheet template read back: which rounds there were, and what each cell prints in each.

From the rounds come the axes of the sheet's rows and columns; a cell's text stands under the rounds that
its row and its column are in.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, Protocol

from ..model.dataset import Row, Table
from ..model.values import dataclass, field
from ..narrate.positions import LINE_CLOSE, LINE_OPEN
from .blocks import Blocks, Branch, Statement, innermost
from .collected import Collected
from .contents import Content
from .excel.axis import Loop, Path
from .source import ACROSS, CELL, CLOSE, COPY, END, OPEN, ROUND, ROW, TABLE
from .tags import TaggedCell

_MARK = re.compile(f"{OPEN}([A-Z])(-?[0-9]*){CLOSE}(?:([^{OPEN}{END}]*){END})?")
LINES = re.compile(f"{LINE_OPEN}[0-9]+{LINE_CLOSE}")
"""The marks of lines in what a template prints."""

_ENOUGH = 1 << 16
"""Characters of a rendered template that are read together."""


_NOTHING: dict[Any, Any] = {}
"""What a round holds until something is put: a loop of 100,000 rounds would have as many empty dictionaries."""


def _nothing() -> dict[Any, Any]:
    return _NOTHING


@dataclass(slots=True, eq=False)
class Round:
    """One round of rows: the rounds inside by branch, the cells' contents by cell and column rounds, tables by branch.

    Of a loop that is read by columns, `tables` has the rows, and `columns` what is not plain in them. `texts` are the
    cells as the template printed them, where they are wanted.
    """

    rounds: dict[int, list[Round]] = field(default_factory=_nothing)
    cells: dict[tuple[int, Path], Content] = field(default_factory=_nothing)
    tables: dict[int, Table | Sequence[Row]] = field(default_factory=_nothing)
    columns: dict[int, _Columns] = field(default_factory=_nothing)
    texts: dict[tuple[int, Path], str] = field(default_factory=_nothing)

    def open_round(self, branch: int, made: Round) -> None:
        """Add a round of a branch."""
        if self.rounds is _NOTHING:
            self.rounds = {}
        self.rounds.setdefault(branch, []).append(made)

    def put_cell(self, cell: tuple[int, Path], content: Content) -> None:
        """Set what a cell holds in the rounds of columns."""
        if self.cells is _NOTHING:
            self.cells = {}
        self.cells[cell] = content

    def put_text(self, cell: tuple[int, Path], text: str) -> None:
        """Set what a cell prints."""
        if self.texts is _NOTHING:
            self.texts = {}
        self.texts[cell] = text

    def open_columns(self, branch: int) -> Round:
        """What stands for each round of a loop that is read by columns."""
        if self.columns is _NOTHING:
            self.columns = {}
        return self.columns.setdefault(branch, _Columns())

    def column(self, branch: int, cell: int) -> Collected | None:
        """What a cell holds in all rounds of a loop that is read by columns; None where that is not collected."""
        there = self.columns.get(branch)
        return None if there is None else there.collected.get(cell)

    def put_table(self, branch: int, rows: Table | Sequence[Row]) -> None:
        """Set the rows that a branch goes over."""
        if self.tables is _NOTHING:
            self.tables = {}
        self.tables[branch] = rows

    def empty_round(self, branch: int) -> None:
        """Give a branch that went over nothing one round without content."""
        self.tables = {number: rows for number, rows in self.tables.items() if number != branch}
        self.rounds = {**self.rounds, branch: [Round()]}

    def all_tables(self) -> Iterator[tuple[int, Table | Sequence[Row]]]:
        """The rows that branches go over, with the branch's number, those of the rounds inside behind them."""
        yield from self.tables.items()
        for rounds in self.rounds.values():
            for made in rounds:
                yield from made.all_tables()

    def count(self, branch: Branch) -> int:
        """How often a branch in this round stands."""
        table = self.tables.get(branch.number)
        return len(self.rounds.get(branch.number, ())) if table is None else len(table)

    def loops(self, statements: Sequence[Statement], gone: Sequence[int]) -> tuple[Loop, ...]:
        """The loops of an axis that these rounds make; `gone` are the lines of nothing but tags."""
        found = [Loop(first=line, last=line, rounds=0) for line in gone]
        for branch in (branch for statement in statements for branch in statement.branches):
            if branch.first > branch.last:
                continue
            inner: list[tuple[Loop, ...]] = []
            if branch.statements or branch.gone:
                inner = [made.loops(branch.statements, branch.gone) for made in self.rounds.get(branch.number, ())]
            found.append(Loop(first=branch.first, last=branch.last, rounds=self.count(branch), inner=inner))
        if any(loop.inner for loop in found):
            return tuple(found)
        return _same(tuple((loop.first, loop.last, loop.rounds) for loop in found))


@lru_cache(maxsize=4096)
def _same(loops: tuple[tuple[int, int, int], ...]) -> tuple[Loop, ...]:
    """Loops without others inside, the same object for all rounds that are alike."""
    return tuple(Loop(first=first, last=last, rounds=rounds) for first, last, rounds in loops)


class _Columns(Round):
    """All rounds of a loop that is read by columns, one after the other."""

    __slots__ = ("collected",)

    def __init__(self) -> None:
        super().__init__()
        self.collected: dict[int, Collected] = {}

    def put(self, cell: int, content: Content) -> None:
        """Add what a cell holds in the next round."""
        found = self.collected.get(cell)
        if found is None:
            found = self.collected[cell] = Collected()
        found.put(content)


@dataclass(slots=True, eq=False)
class Copy:
    """One sheet of the output: its name as rendered, the rounds of its columns, and those of its rows."""

    name: str
    columns: Round
    rows: Round


class Prints(Protocol):
    """What the marks and texts of a rendered template stand for.

    `keeps_texts`: the texts of cells are wanted beside their contents.
    """

    keeps_texts: bool

    def table(self, mark: str) -> Table | Sequence[Row]:
        """The rows that a mark stands for."""

    def name(self, text: str) -> str:
        """The name of a sheet."""

    def content(self, cell: int, text: str) -> Content:
        """What a cell holds."""

    def forget(self, text: str) -> None:
        """Let go of all that was printed before this text, which is still to be read."""


def copies_of(pieces: Iterable[str], blocks: Blocks, cells: Sequence[TaggedCell], prints: Prints) -> list[Copy]:
    """The sheets that a rendered template says, read while it is rendered."""
    row_trails, column_trails = dict(_trails(blocks.rows, ())), dict(_trails(blocks.columns, ()))
    firsts = {branch.number: branch.first for branch in _branches(blocks.columns)}
    depths = {index: len(innermost(blocks.columns, cell.place.column)) for index, cell in enumerate(cells)}
    reader = _Reader(row_trails, column_trails, firsts, depths, prints)
    waiting: list[str] = []
    length, enough = 0, _ENOUGH
    for piece in pieces:
        waiting.append(piece)
        length += len(piece)
        if length >= enough:
            text = "".join(waiting)
            stop = max(0, text.rfind(OPEN))
            reader.read(text[:stop])
            waiting = [text[stop:]]
            length = len(waiting[0])
            enough = max(_ENOUGH, 2 * length)
            prints.forget(waiting[0])
    reader.read("".join(waiting))
    return reader.copies


def _branches(statements: Sequence[Statement]) -> Iterator[Branch]:
    for statement in statements:
        for branch in statement.branches:
            yield branch
            yield from _branches(branch.statements)


def _trails(statements: Sequence[Statement], above: tuple[int, ...]) -> Iterator[tuple[int, tuple[int, ...]]]:
    """The numbers of the branches that each branch lies in, itself last."""
    for statement in statements:
        for branch in statement.branches:
            trail = (*above, branch.number)
            yield branch.number, trail
            yield from _trails(branch.statements, trail)


class _Reader:
    def __init__(
        self,
        rows: Mapping[int, tuple[int, ...]],
        columns: Mapping[int, tuple[int, ...]],
        firsts: Mapping[int, int],
        depths: Mapping[int, int],
        prints: Prints,
    ) -> None:
        self.copies: list[Copy] = []
        self._depths, self._prints = depths, prints
        self._rows, self._columns, self._firsts = rows, columns, firsts
        self._trail: list[Round] = []
        self._path: list[tuple[int, int]] = []
        self._counts: Counter[tuple[Path, int]] = Counter()
        self._shape: list[Round] = []
        self._keys: dict[tuple[int, Path], tuple[int, Path]] = {}  # one for all rounds, which may be 100,000
        self._shaping = False

    def read(self, text: str) -> None:
        """A stretch of the text, up to a mark."""
        for mark in _MARK.finditer(LINES.sub("", text)):
            self.take(mark[1], mark[2], mark[3] or "")

    def take(self, kind: str, written: str, content: str) -> None:
        """The next mark."""
        if kind == CELL:
            self._cell(int(written), content)
        elif kind == COPY:
            copy = Copy(self._prints.name(content), Round(), Round())
            self.copies.append(copy)
            self._trail, self._shape, self._shaping = [copy.rows], [copy.columns], False
        elif kind == ROUND:
            self._round(int(written))
        elif kind == ROW:
            self._row(int(written))
        elif kind == ACROSS:
            self._column_round(int(written))
        elif kind == TABLE:
            number = int(written)
            depth = len(self._rows[number]) - 1
            self._trail[depth].put_table(number, self._prints.table(content))

    def _cell(self, number: int, text: str) -> None:
        here = self._trail[-1]
        if isinstance(here, _Columns):
            here.put(number, self._prints.content(number, text))
            return
        cell = (number, tuple(self._path[: self._depths[number]]))
        cell = self._keys.setdefault(cell, cell)
        here.put_cell(cell, self._prints.content(number, text))
        if self._prints.keeps_texts:
            here.put_text(cell, text)

    def _round(self, number: int) -> None:
        depth = len(self._rows[number])
        del self._trail[depth:]
        if number in self._trail[-1].tables and not self._prints.keeps_texts:
            self._trail.append(self._trail[-1].open_columns(number))
            return
        made = Round()
        self._trail[-1].open_round(number, made)
        self._trail.append(made)

    def _row(self, number: int) -> None:
        """A row begins, in the branch of that number; -1 outside all, -2 for the columns' own rounds."""
        self._shaping = number == -2
        self._path = []
        self._counts.clear()
        if not self._shaping:
            del self._trail[1 + len(self._rows.get(number, ())) :]

    def _column_round(self, number: int) -> None:
        depth = len(self._columns[number]) - 1
        del self._path[depth:]
        if self._shaping:
            made = Round()
            del self._shape[depth + 1 :]
            self._shape[-1].open_round(number, made)
            self._shape.append(made)
        key = (tuple(self._path), number)
        self._path.append((self._firsts[number], self._counts[key]))
        self._counts[key] += 1
