"""The rows of one sheet of the output, laid out: each template row in each of its rounds, not yet written.

A template row becomes a `RowProgram`: text with slots for row numbers, tags and formulas. Rows that nothing
changes stay slices of the part's text; a loop that is read by columns becomes one `Block`, whatever its length.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from ..model.dataset import Row as DataRow
from ..model.dataset import Table
from ..model.place import column_letters
from ..model.values import dataclass, field
from .blocks import Branch, Statement
from .excel.axis import Axis, Path
from .excel.followers.grid import area_of
from .excel.markup import attribute_of, with_attributes
from .excel.sheet import Cell, Row, Sheet
from .rendered import Round


class Number:
    """A slot for the number of the row."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Tag:
    """A slot for what a tagged cell prints: behind its address to its end."""

    index: int
    column: int
    path: Path
    style: int


@dataclass(frozen=True, slots=True, eq=False)
class FormulaSlot:
    """A slot for a formula's cell behind its address.

    `text` is the template's formula, written out; `looks` are the cell's style and metadata as attributes.
    """

    cell: Cell
    column: int
    path: Path
    text: str
    looks: str


@dataclass(frozen=True, slots=True, eq=False)
class ArrayPart:
    """A slot for a cell in which a part of an array formula's result stands; `behind` is the cell as it was."""

    cell: Cell
    column: int
    behind: str


Slot = Number | Tag | FormulaSlot | ArrayPart
NUMBER = Number()
_letters = lru_cache(maxsize=1024)(column_letters)
_PLAIN = re.compile(r""" r="[A-Z]+[0-9]+"( s="[0-9]+")?( t="[a-zA-Z]+")?""")
"""The attributes of most cells: address, style, type."""
_HERE = "\ue004"
"""Stands for the number of a row while its tag is put together."""


@dataclass(slots=True, kw_only=True, eq=False)
class RowProgram:
    """A template row: text and slots. `formulas` and `tags` are those of its slots."""

    row: Row
    pieces: list[str | Slot]
    tags: list[Tag] = field(default_factory=list)
    formulas: list[FormulaSlot] = field(default_factory=list)
    parts: list[ArrayPart] = field(default_factory=list)
    constants: list[tuple[Cell, int]] = field(default_factory=list)
    _form: tuple[str, tuple[Slot, ...]] | None = None

    @property
    def form(self) -> tuple[str, tuple[Slot, ...]]:
        """The row with `%s` for its slots, and these; made for rows that are written by themselves."""
        if self._form is None:
            form = "".join(p.replace("%", "%%") if isinstance(p, str) else "%s" for p in self.pieces)
            self._form = form, tuple(piece for piece in self.pieces if not isinstance(piece, str))
        return self._form


@dataclass(slots=True, kw_only=True, eq=False)
class Single:
    """A row of the output. `is_kept`: it may be copied as it is, if its formulas keep their values."""

    program: RowProgram
    number: int
    path: Path
    round: Round | None
    is_kept: bool


@dataclass(slots=True, kw_only=True, eq=False)
class Block:
    """The rounds of a loop over the rows of a table, `step` rows of the output each, the first at `start`.

    `offsets` say where each program's row stands in a round, `outer` is the round that the loop is in.
    """

    programs: list[RowProgram]
    offsets: list[int]
    start: int
    step: int
    path: Path
    branch: Branch
    table: Table | Sequence[DataRow]
    outer: Round


@dataclass(frozen=True, slots=True, eq=False)
class Raw:
    """Rows as they stand in the part, from one offset of its text to another."""

    start: int
    end: int
    first: int
    last: int


Segment = Raw | Single | Block


class Layout:
    """Lays out one sheet of the output."""

    def __init__(
        self,
        sheet: Sheet,
        columns: Axis,
        tagged: Mapping[int, Mapping[int, int]],
        formulas: Mapping[tuple[int, int], str],
    ) -> None:
        """`tagged`: cell numbers by row and column; `formulas`: the formulas of the sheet, written out."""
        self.sheet, self.columns = sheet, columns
        self.tagged, self.formulas = tagged, formulas
        self._array_parts = set(_array_parts(sheet, formulas))
        self._formula_rows = {row for row, _ in formulas} | {row for row, _ in self._array_parts}
        self._programs: dict[int, RowProgram] = {}
        self._places = _column_places(sheet, columns) if columns.loops else None

    def segments(self, made: Round | None, statements: Sequence[Statement], gone: Sequence[int]) -> Iterator[Segment]:
        """The rows in order, neighbouring raw ones together."""
        last = max((self.sheet.last_row, *(s.last for s in statements)), default=0)
        raw: Raw | None = None
        for segment in self._stretch(made, statements, gone, 1, last, 1, ()):
            if isinstance(segment, Raw):
                if raw is not None and raw.end == segment.start:
                    raw = Raw(raw.start, segment.end, raw.first, segment.last)
                    continue
                if raw is not None:
                    yield raw
                raw = segment
                continue
            if raw is not None:
                yield raw
                raw = None
            yield segment
        if raw is not None:
            yield raw

    def _stretch(
        self,
        made: Round | None,
        statements: Sequence[Statement],
        gone: Sequence[int],
        first: int,
        last: int,
        out: int,
        path: Path,
    ) -> Iterator[Segment]:
        """Template rows `first` to `last` in one round, from output row `out` on."""
        branches = [branch for statement in statements for branch in statement.branches]
        branches = sorted((b for b in branches if b.first <= b.last), key=lambda branch: branch.first)
        at = first
        for branch in branches:
            yield from self._plain(made, gone, at, branch.first - 1, out, path)
            out += _kept(at, branch.first - 1, gone)
            yield from self._branch(made, branch, out, path)
            out += 0 if made is None else size_of(made, branch)
            at = branch.last + 1
        yield from self._plain(made, gone, at, last, out, path)

    def _branch(self, made: Round | None, branch: Branch, out: int, path: Path) -> Iterator[Segment]:
        if made is None:
            return
        table = made.tables.get(branch.number)
        if table is not None:
            if len(table):
                yield self._block(made, branch, table, out, path)
            return
        for number, inner in enumerate(made.rounds.get(branch.number, ())):
            below = (*path, (branch.first, number))
            yield from self._stretch(inner, branch.statements, branch.gone, branch.first, branch.last, out, below)
            out += _round_size(inner, branch)

    def _block(self, made: Round, branch: Branch, table: Table | Sequence[DataRow], out: int, path: Path) -> Block:
        lines = [line for line in range(branch.first, branch.last + 1) if line not in branch.gone]
        rows = [(at, row) for at, line in enumerate(lines) if (row := self.sheet.row(line)) is not None]
        return Block(
            programs=[self.program(row) for _, row in rows],
            offsets=[at for at, _ in rows],
            start=out,
            step=len(lines),
            path=path,
            branch=branch,
            table=table,
            outer=made,
        )

    def _plain(
        self, made: Round | None, gone: Sequence[int], first: int, last: int, out: int, path: Path
    ) -> Iterator[Segment]:
        """Rows that no block holds."""
        removed = sorted(line for line in gone if first <= line <= last)
        for row in self.sheet.between(first, last) if first <= last else ():
            if row.number in removed:
                continue
            number = out + row.number - first - sum(line < row.number for line in removed)
            is_kept = number == row.number and self._places is None and row.number not in self.tagged
            if is_kept and row.number not in self._formula_rows:
                yield Raw(row.start, row.end, row.number, row.number)
            else:
                program = self.program(row)
                own = path if program.formulas else ()  # which only formulas ask for
                yield Single(program=program, number=number, path=own, round=made, is_kept=is_kept)

    def program(self, row: Row) -> RowProgram:
        """The program of a template row, made once."""
        found = self._programs.get(row.number)
        if found is None:
            found = self._programs[row.number] = self._made(row)
        return found

    def _made(self, row: Row) -> RowProgram:
        prefix = self.sheet.prefix
        spans: dict[str, str | None] = {} if self._places is None else {"spans": None}
        tag = row.attributes.partition(f' r="{row.number}"')
        if self._places is not None or not tag[1] or "'" in tag[0]:
            tag = with_attributes(row.attributes, {"r": _HERE, **spans}).partition(_HERE)
        else:
            tag = f'{tag[0]} r="', "", f'"{tag[2]}'
        pieces: list[str | Slot] = [f"<{prefix}row{tag[0]}", NUMBER, f"{tag[2]}>"]
        program = RowProgram(row=row, pieces=[])
        tagged = self.tagged.get(row.number, {})
        for cell, column, path in self._placed(self.sheet.cells(row)):
            pieces += (f'<{prefix}c r="{_letters(column)}', NUMBER, '"')
            slot: Slot | None = None
            if cell.column in tagged:
                slot = Tag(tagged[cell.column], column, path, cell.style)
                program.tags.append(slot)
            elif (text := self.formulas.get((cell.row, cell.column))) is not None:
                slot = FormulaSlot(cell, column, path, text, _looks(cell))
                program.formulas.append(slot)
            elif (cell.row, cell.column) in self._array_parts:
                slot = ArrayPart(cell, column, self._behind(cell))
                program.parts.append(slot)
            else:
                program.constants.append((cell, column))
            pieces.append(self._behind(cell) if slot is None else slot)
        pieces.append(self.sheet.text[self._last_end(row) : row.closed] + f"</{prefix}row>")
        program.pieces = pieces
        return program

    def _placed(self, cells: Sequence[Cell]) -> Iterator[tuple[Cell, int, Path]]:
        """The cells with their columns of the output, in its order."""
        if self._places is None:
            yield from ((cell, cell.column, ()) for cell in cells)
            return
        places = self._places
        found = [(column, cell, path) for cell in cells for column, path in places.get(cell.column, ())]
        yield from ((cell, column, path) for column, cell, path in sorted(found, key=lambda item: item[0]))

    def _behind(self, cell: Cell) -> str:
        """A cell as it is, from behind its address."""
        raw = self.sheet.text[cell.start : cell.end]
        opened = raw.index(">")
        plain = _PLAIN.fullmatch(cell.attributes)
        attributes = with_attributes(cell.attributes, {"r": None}) if plain is None else "".join(plain.groups(""))
        return f"{attributes}/>" if raw[opened - 1] == "/" else f"{attributes}{raw[opened:]}"

    def _last_end(self, row: Row) -> int:
        cells = self.sheet.cells(row)
        return cells[-1].end if cells else row.closed


def _looks(cell: Cell) -> str:
    """Style and cell metadata of a formula's cell, which mark dynamic arrays."""
    plain = _PLAIN.fullmatch(cell.attributes)
    if plain is not None:
        return plain[1] or ""
    return with_attributes(cell.attributes, {"r": None, "t": None})


def _array_parts(sheet: Sheet, formulas: Mapping[tuple[int, int], str]) -> Iterator[tuple[int, int]]:
    """The cells of array formulas' results but the first, which holds the formula."""
    for row, column in formulas:
        cell = sheet.cell(row, column)
        attributes = "" if cell is None else cell.formula_attributes or ""
        if 't="array"' not in attributes:
            continue
        area = area_of(attribute_of(attributes, "ref") or "")
        for line in sheet.between(area.top, area.bottom) if area is not None else ():
            for other in sheet.cells(line):
                is_inside = area is not None and area.left <= other.column <= area.right
                if is_inside and (other.row, other.column) != (row, column) and other.formula is None:
                    yield other.row, other.column


def _column_places(sheet: Sheet, columns: Axis) -> dict[int, list[tuple[int, Path]]]:
    """The output columns of each template column, with their rounds."""
    last = max((cell.column for row in sheet.rows for cell in sheet.cells(row)), default=1)
    found: dict[int, list[tuple[int, Path]]] = {}
    for run in columns.runs(last):
        for column in range(run.first, run.last + 1):
            found.setdefault(column, []).append((run.start + column - run.first, run.path))
    return found


def _kept(first: int, last: int, gone: Sequence[int]) -> int:
    """How many lines of a stretch without blocks are written."""
    return max(0, last - first + 1) - sum(first <= line <= last for line in gone)


def size_of(made: Round, branch: Branch) -> int:
    """How many rows of the output a branch takes in a round."""
    if branch.number in made.tables:
        return made.count(branch) * _kept(branch.first, branch.last, branch.gone)
    return sum(_round_size(inner, branch) for inner in made.rounds.get(branch.number, ()))


def _round_size(made: Round, branch: Branch) -> int:
    inner = [b for s in branch.statements for b in s.branches if b.first <= b.last]
    own = _kept(branch.first, branch.last, branch.gone)
    return own - sum(_kept(b.first, b.last, ()) for b in inner) + sum(size_of(made, b) for b in inner)
