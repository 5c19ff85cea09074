"""A sheet's tags as one template: its cells in reading order, with marks that say what stands where.

The marks are control characters, which XML cannot hold, so neither template nor data can forge them.
Cells of a loop over rows that are as plain as `行.列` or `行.列 | 万元` stay out of the template where the
loop goes over the rows of a table: they are read column by column (`columns`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from ..model.place import CellRef
from ..model.values import dataclass
from .blocks import Blocks, Branch, Statement, innermost
from .tags import PLAIN, TaggedCell

OPEN, CLOSE, END = "\x01", "\x02", "\x04"
"""Around a mark's letter and number, and behind a cell's text."""

ROUND, ROW, ACROSS, CELL, TABLE, COPY = "R", "N", "Q", "C", "F", "S"
"""A round of a row block; a row begins; a round of a column block; a cell's text; the table of a loop; a sheet."""

_HEAD = re.compile(r"([^\W\d]\w*)\s+in\s+(.+)", re.DOTALL)
_RESERVED = frozenset(
    ["and", "else", "false", "if", "in", "is", "loop", "none", "not", "or", "self", "true", "False", "None", "True"]
)
"""Words that are no names in templates, or names of another kind."""
_NUMBER = re.compile(r"\{\{\s*(?:序号|loop\.index)\s*\}\}")


@dataclass(frozen=True, slots=True)
class Field:
    """A plain cell of a loop over rows: a column in a unit (empty: its own); without name, the round's number."""

    name: str
    unit: str = ""


@dataclass(slots=True, kw_only=True, eq=False)
class SheetSource:
    """The template of a sheet; `places` gives the cell of each of its lines, from line 1.

    `fields` are the plain cells by cell number, for each branch whose loop may be read by columns.
    """

    text: str
    places: Sequence[CellRef]
    fields: Mapping[int, Mapping[int, Field]]


def source_of_sheet(
    cells: Sequence[TaggedCell],
    blocks: Blocks,
    *,
    name: TaggedCell | None,
    skipped: Iterable[int] = (),
    arrays: Sequence[tuple[int, int]] = (),
    units: Mapping[str, object],
) -> SheetSource:
    """The template of a sheet; `name` is its name where that has tags, `skipped` are cells filled otherwise.

    `arrays` are first and last rows of array formulas: their loops are not read by columns, for the cells of
    an array are written one by one.
    """
    writer = _SheetWriter(cells, blocks, set(skipped), units)
    writer.arrays = arrays
    writer.sheet(name)
    text = "\n".join(writer.pieces)
    return SheetSource(text=text, places=tuple(writer.places), fields=writer.fields)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainLoop:
    """A loop of nothing but plain cells over what one name stands for; `fields` as in `SheetSource`."""

    branch: int
    values: str
    fields: Mapping[int, Field]


def plain_loops(
    cells: Sequence[TaggedCell], blocks: Blocks, arrays: Sequence[tuple[int, int]], units: Mapping[str, object]
) -> Sequence[PlainLoop] | None:
    """The loops of a sheet, where all of them may be plain loops over tables; None where no table makes them so."""
    if blocks.columns or blocks.sheet or not blocks.rows:
        return None
    writer = _SheetWriter(cells, blocks, set(), units)
    writer.arrays = arrays
    found = []
    for statement in blocks.rows:
        plain = writer.plain(statement)
        branch = statement.branches[0]
        if plain is None or not plain[1].isidentifier() or len(plain[2]) < len(writer.inside(branch)):
            return None
        if not _RESERVED.isdisjoint(plain[:2]):
            return None
        found.append(PlainLoop(branch=branch.number, values=plain[1], fields=plain[2]))
    return found


class _SheetWriter:
    def __init__(
        self, cells: Sequence[TaggedCell], blocks: Blocks, skipped: set[int], units: Mapping[str, object]
    ) -> None:
        self.cells, self.blocks, self.units = cells, blocks, units
        self.arrays: Sequence[tuple[int, int]] = ()
        self.pieces: list[str] = []
        self.places: list[CellRef] = []
        listed = [cell.place for cell in cells] + [s.branches[0].control.place for s in (*blocks.rows, *blocks.columns)]
        self.first = listed[0] if listed else CellRef("", "", 1, 1)
        self.fields: dict[int, dict[int, Field]] = {}
        self.by_row: dict[int, list[int]] = {}
        for index, cell in enumerate(cells):
            if index not in skipped and not cell.is_control:
                self.by_row.setdefault(cell.place.row, []).append(index)
        self.branch_of_row: dict[int, int] = {}
        for row in self.by_row:
            trail = innermost(blocks.rows, row)
            self.branch_of_row[row] = trail[-1].number if trail else -1

    def line(self, text: str, place: CellRef) -> None:
        self.pieces.append(text)
        self.places += [place] * (text.count("\n") + 1)

    def sheet(self, name: TaggedCell | None) -> None:
        loop = self.blocks.sheet
        somewhere = loop.place if loop else name.place if name else self.first
        if loop is not None:
            self.line(loop.jinja, loop.place)
            self._counting(loop.place)
        self.line(f"{OPEN}{COPY}{CLOSE}{name.source if name else ''}{END}", name.place if name else somewhere)
        if self.blocks.columns:
            self.line(f"{OPEN}{ROW}-2{CLOSE}", somewhere)
            self._across(self.blocks.columns, [])
        self._rows(self.blocks.rows, sorted(self.by_row))
        if loop is not None:
            self.line("{% endfor %}", loop.place)

    def _each_round(self, branch: Branch) -> None:
        """What the body of a loop over rows begins with."""
        self._counting(branch.control.place)
        if branch.first <= branch.last and len(innermost(self.blocks.rows, branch.first)) > 1:
            self.line("{% if 0 is _paid %}{% endif %}", branch.control.place)

    def _counting(self, place: CellRef) -> None:
        if any("序号" in cell.source for cell in self.cells):
            self.line("{% set 序号 = loop.index %}", place)

    def _rows(self, statements: Sequence[Statement], rows: Sequence[int]) -> None:
        """The rows, those of statements in their blocks."""
        waiting = sorted(statements, key=lambda statement: statement.first)
        for row in rows:
            while waiting and waiting[0].first <= row:
                self._statement(waiting.pop(0), rows)
            if not any(s.first <= row <= s.last for s in statements):
                self._row(row, self.by_row[row])
        for statement in waiting:
            self._statement(statement, rows)

    def _statement(self, statement: Statement, rows: Sequence[int]) -> None:
        plain = self.plain(statement)
        if plain is not None:
            self._by_columns(statement, *plain)
            return
        for branch in statement.branches:
            self.line(branch.control.jinja, branch.control.place)
            self._body(branch, rows)
        self.line(f"{{% end{statement.branches[0].control.word} %}}", statement.branches[-1].control.place)

    def _body(self, branch: Branch, rows: Sequence[int]) -> None:
        if branch.control.word == "for":
            self._each_round(branch)
        self.line(f"{OPEN}{ROUND}{branch.number}{CLOSE}", branch.control.place)
        self._rows(branch.statements, [row for row in rows if branch.first <= row <= branch.last])

    def plain(self, statement: Statement) -> tuple[str, str, dict[int, Field]] | None:
        """The variable, the list and the plain cells of a loop that may be read by columns, None for another."""
        branch = statement.branches[0]
        head = _HEAD.fullmatch(branch.control.rest)
        if not statement.is_loop or len(statement.branches) > 1 or branch.statements or head is None:
            return None
        if self.blocks.columns or re.search(r"\sif\s", head[2]):
            return None
        if any(first <= branch.last and branch.first <= last for first, last in self.arrays):
            return None
        fields: dict[int, Field] = {}
        for index in self.inside(branch):
            source = self.cells[index].source.strip()
            found = PLAIN.fullmatch(source)
            if _NUMBER.fullmatch(source):
                fields[index] = Field("")
            elif found and found[1] == head[1] and found[2] and (found[3] is None or found[3] in self.units):
                fields[index] = Field(found[2], found[3] or "")
        return (head[1], head[2], fields) if fields else None

    def inside(self, branch: Branch) -> list[int]:
        """The cells of a branch."""
        rows = (row for row in self.by_row if branch.first <= row <= branch.last)
        return [index for row in rows for index in self.by_row[row]]

    def _by_columns(self, statement: Statement, variable: str, values: str, fields: dict[int, Field]) -> None:
        branch = statement.branches[0]
        place, number = branch.control.place, branch.number
        self.fields[number] = fields
        rows = sorted({self.cells[index].place.row for index in self.inside(branch)})
        self.line(f"{{% set _{number} = {values} %}}", place)
        self.line(f"{{% if _{number} is _table %}}", place)
        self.line(f"{OPEN}{TABLE}{number}{CLOSE}{{{{ _{number} }}}}{END}", place)
        others = {row: [index for index in self.by_row[row] if index not in fields] for row in rows}
        if any(others.values()):
            self._loop(branch, variable, others)
        self.line("{% else %}", place)
        self._loop(branch, variable, {row: self.by_row[row] for row in rows})
        self.line("{% endif %}", place)

    def _loop(self, branch: Branch, variable: str, rows: Mapping[int, Sequence[int]]) -> None:
        place = branch.control.place
        self.line(f"{{% for {variable} in _{branch.number} %}}", place)
        self._each_round(branch)
        self.line(f"{OPEN}{ROUND}{branch.number}{CLOSE}", place)
        for row, cells in rows.items():
            if cells:
                self._row(row, cells)
        self.line("{% endfor %}", place)

    def _row(self, row: int, cells: Sequence[int]) -> None:
        self.line(f"{OPEN}{ROW}{self.branch_of_row[row]}{CLOSE}", self.cells[cells[0]].place)
        self._across(self.blocks.columns, cells)

    def _across(self, statements: Sequence[Statement], cells: Sequence[int]) -> None:
        """The cells of a row, those of column statements in their blocks; without cells, the rounds alone."""
        waiting = sorted(statements, key=lambda statement: statement.first)
        for index in cells:
            column = self.cells[index].place.column
            while waiting and waiting[0].first <= column:
                self._block(waiting.pop(0), cells, rounds_only=False)
            if not any(s.first <= column <= s.last for s in statements):
                cell = self.cells[index]
                self.line(f"{OPEN}{CELL}{index}{CLOSE}{cell.source}{END}", cell.place)
        if not cells:
            for statement in waiting:
                self._block(statement, cells, rounds_only=True)

    def _block(self, statement: Statement, cells: Sequence[int], *, rounds_only: bool) -> None:
        held = [index for index in cells if statement.first <= self.cells[index].place.column <= statement.last]
        if not held and not rounds_only:
            return
        for branch in statement.branches:
            place = branch.control.place
            self.line(branch.control.jinja, place)
            if branch.control.word == "for":
                self._counting(place)
            self.line(f"{OPEN}{ACROSS}{branch.number}{CLOSE}", place)
            inside = [i for i in held if branch.first <= self.cells[i].place.column <= branch.last]
            if inside or rounds_only:
                self._across(branch.statements, inside)
        word = statement.branches[0].control.word
        self.line(f"{{% end{word} %}}", statement.branches[-1].control.place)
