"""Formulas whose cells and references have moved: the text of each in the output.

`fill` asks for the formulas of cells, the followers for those of names, charts, rules and tables. The rules of
what a reference means stand in `moves`; a reference that several rounds answer becomes their range inside a
function that takes one, their list inside a function that takes several, and else the first round, with a
finding.

Source: ISO/IEC 29500-1, 18.17 (formulas).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from ...model.diagnostic import Diagnostic, warning
from ...model.place import CellRef, Place, SheetRef
from ...model.values import dataclass
from .axis import Lines
from .formulas_lines import enclosing, rounds
from .formulas_local import is_alike
from .formulas_references import Reference, parts
from .formulas_targets import Targets
from .formulas_writing import ROW_MARK, Writer
from .moves import Moves, Spot

_MOST_PROGRAMS = 4096
"""Programs that are kept: a loop asks for the formulas of its cells again in every round."""

_LISTING = frozenset((",", "(", ")", " "))
_SPECIAL = re.compile(r"[\[\]#']")


@dataclass(frozen=True, slots=True)
class Program:
    """A formula for all rounds of a loop: `texts` with row numbers between them.

    Each number is the output row of the formula's own cell plus its offset; there is one text more than offsets.
    """

    texts: tuple[str, ...]
    offsets: tuple[int, ...]

    def text(self, row: int) -> str:
        """The formula in the cell that stands in output row `row`."""
        if not self.offsets:
            return self.texts[0]
        pieces = [self.texts[0]]
        for offset, text in zip(self.offsets, self.texts[1:], strict=True):
            pieces += (str(row + offset), text)
        return "".join(pieces)


class FormulaMover:
    """Moves formulas as the sheets of a template move; findings gather in `findings`, one for each cause."""

    def __init__(self, moves: Moves, sheets: Sequence[str] = (), file: str = "", *, repeats: bool = True) -> None:
        """`sheets`: all sheets of the template in order, for 3-D references; `file` is named in findings.

        `repeats`: the rounds of a loop are alike (a fill). False where they are rows put in behind one that was
        there before (an edit): ranges grow by them, and a single cell stays the single cell that it was.
        """
        self.file = file
        self.repeats = repeats
        self._moves = moves
        self._targets = Targets(moves, sheets)
        self._found: dict[tuple[object, ...], Diagnostic] = {}
        self._programs: dict[tuple[object, ...], Program | None] = {}
        self._tables: dict[tuple[str, int], Mapping[str, str]] = {}
        self._columns: dict[str, Mapping[str, str]] = {}
        self._alike: dict[tuple[object, ...], bool] = {}
        self._fixed: dict[tuple[str, str, int, bool], str] = {}
        self._moving = {name.casefold() for name, move in moves.items() if not move.is_still}

    @property
    def findings(self) -> list[Diagnostic]:
        """What was found so far, in the order of finding."""
        return list(self._found.values())

    def rename_tables(self, sheet: str, copy: int, names: Mapping[str, str]) -> None:
        """Let formulas on a sheet's copy speak of the copy's own tables: new names by old ones."""
        self._tables[sheet, copy] = names
        self._fixed.clear()

    def rename_columns(self, table: str, names: Mapping[str, str]) -> None:
        """Let formulas speak of a table's columns by new names, by old ones; before anything is moved."""
        self._columns[table.casefold()] = names
        self._fixed.clear()

    def column_names(self, table: str) -> Mapping[str, str]:
        """The new names of a table's columns by old ones, those that keep theirs left out."""
        return self._columns.get(table.casefold(), {})

    def rename_as(self, other: FormulaMover) -> None:
        """Take the new names of columns over."""
        self._columns = other._columns

    @property
    def renames_columns(self) -> bool:
        """Whether formulas change though nothing moves."""
        return bool(self._columns)

    def move(self, formula: str, spot: Spot, row: int | None = None) -> str:
        """The formula (without `=`) of a template cell as it stands in one of its rounds.

        `row`: the output row of the cell, which the caller of many rounds knows already.
        """
        move = self._moves.get(spot.sheet)
        if move is None or not spot.row_path or not spot.row:
            return self._moved(formula, spot)
        loops = tuple(first for first, _ in spot.row_path)
        alike = (formula, spot.sheet, spot.copy, spot.row, spot.column, spot.column_path, loops)
        if alike not in self._alike:
            self._alike[alike] = is_alike(self._parts(formula, spot), spot, move.axes(spot.copy)[0])
        key = (*alike, () if self._alike[alike] else spot.row_path[:-1])
        if key not in self._programs:
            if len(self._programs) >= _MOST_PROGRAMS:
                self._programs.clear()
            self._programs[key] = self.program(formula, spot)
        program = self._programs[key]
        if row is None and program is not None:
            own = move.axes(spot.copy)[0].extent(spot.row, spot.row, spot.row_path)
            row = own and own[0]
        return self._moved(formula, spot) if program is None or row is None else program.text(row)

    def program(self, formula: str, spot: Spot) -> Program | None:
        """The formula of a template cell for all rounds of the innermost row loop that `spot` is in.

        None where loops inside that loop make its rounds unlike: `move` each then.
        """
        move = self._moves.get(spot.sheet)
        if move is None or not spot.row_path:
            return Program((self._moved(formula, spot),), ())
        rows, _ = move.axes(spot.copy)
        loops = enclosing(rows, spot.row_path)
        own = rows.extent(spot.row, spot.row, spot.row_path)
        if not loops or any(loops[-1].inner) or own is None:
            return None
        pieces = self._moved(formula, spot, own_row=own[0]).split(ROW_MARK)
        return Program(tuple(pieces[::2]), tuple(map(int, pieces[1::2])))

    def fixed(self, formula: str, sheet: str = "", copy: int = 0, *, pinned_only: bool = False) -> str:
        """A formula that no loop holds: of a name, a chart, a form control.

        A reference that is the whole formula takes all rounds. `sheet` and `copy` say on which sheet it stands,
        if on any. `pinned_only`: rows and columns without `$` are distances (names) and stay.
        """
        key = (formula, sheet, copy, pinned_only)
        if key not in self._fixed:
            self._fixed[key] = self._moved(formula, Spot(sheet, 0, 0, copy=copy), whole=True, pinned_only=pinned_only)
        return self._fixed[key]

    def seen_from(self, formula: str, spot: Spot, *, whole: bool) -> str:
        """A formula that is written with `$` throughout, of a chart, as one round of its sheet sees it.

        `whole`: a reference that is the whole formula takes all that the round sees.
        """
        return self._moved(formula, spot, whole=whole, loosens=True)

    def lines_apart(self, formula: str, sheet: str, copy: int) -> list[Spot]:
        """The rounds that make a table of a range that the template has as one line, as spots on the range's sheet.

        Empty where the range stays one row or one column, or is none. A single cell counts as a part of a column.
        """
        found = self._parts(formula, Spot(sheet, 0, 0, copy=copy))
        if len(found) != 1 or not isinstance(found[0], Reference):
            return []
        reference = found[0]
        name = reference.sheets[0] if len(reference.sheets) == 1 else sheet if not reference.sheets else ""
        move = self._moves.get(name)
        if move is None or not move.copies or not reference.rows[0] or not reference.columns[0]:
            return []
        own = copy if name == sheet else 0
        down, across = move.axes(own)
        (top, bottom), (left, right) = reference.rows, reference.columns
        rows, columns = down.extent(top, bottom), across.extent(left, right)
        if not rows or not columns or rows[0] == rows[1] or columns[0] == columns[1]:
            return []
        if left == right:
            return [Spot(name, 0, 0, (), path, own) for path in rounds(across, left)]
        return [Spot(name, 0, 0, path, (), own) for path in rounds(down, top)] if top == bottom else []

    def rule(self, formula: str, spot: Spot, *, is_one_row: bool, is_one_column: bool) -> str:
        """A formula that holds for many cells: of a conditional format, a validation; for the first of them.

        `spot` is the first cell in its first round. `is_one_row`: the template has only one row of such cells, so
        that what they refer to outside their round is one and the same and gets a `$`; columns alike.
        """
        repins = is_one_row and bool(spot.row_path), is_one_column and bool(spot.column_path)
        return self._moved(formula, spot, repins=repins)

    def _moved(
        self,
        formula: str,
        spot: Spot,
        *,
        own_row: int | None = None,
        whole: bool = False,
        pinned_only: bool = False,
        repins: tuple[bool, bool] = (False, False),
        loosens: bool = False,
    ) -> str:
        home = self._moves.get(spot.sheet)
        renamed = self._tables.get((spot.sheet, spot.copy))
        if (home is None or home.is_still) and "!" not in formula and not renamed and not self._columns:
            return formula
        found = self._parts(formula, spot)
        if not (renamed or self._columns or any(repins) or self._concerns(found, spot.sheet)):
            return formula
        writer = Writer(
            targets=self._targets,
            spot=spot,
            own_row=own_row,
            takes_all=whole and all(isinstance(part, Reference) or part in _LISTING for part in found),
            pinned_only=pinned_only,
            repins=repins,
            repeats=self.repeats,
            loosens=loosens,
        )
        if renamed or self._columns:
            names = renamed or {}
            found = [_renamed(part, names, self._columns) if isinstance(part, str) else part for part in found]
        text = "".join(part if isinstance(part, str) else writer.text(part) for part in found)
        if "INDIRECT(" in found:
            self.report("address-in-text", spot, formula=formula)
        for code, reference, taken in writer.doubts:
            self.report(code, spot, formula=formula, reference=reference, taken=taken)
        return text

    def _concerns(self, found: Sequence[str | Reference], home: str) -> bool:
        """Whether a part of a formula is on a sheet that moves, or may be, or is to be reported."""
        for part in found:
            if isinstance(part, str):
                if part == "INDIRECT(":
                    return True
            elif len(part.sheets) > 1 or (part.sheets[0] if part.sheets else home).casefold() in self._moving:
                return True
        return False

    def _parts(self, formula: str, spot: Spot) -> Sequence[str | Reference]:
        from .formulas_tokens import TokenizerError

        try:
            return parts(formula)
        except TokenizerError:
            self.report("unreadable-formula", spot, formula=formula)
            return (formula,)

    def refers_inside(self, formula: str, home: str, sheet: str, lines: Lines, *, columns: bool = False) -> bool:
        """Whether a formula on the sheet `home` refers to something of `sheet` that lies wholly in the rows `lines`.

        Or, with `columns`, wholly in those columns. Formulas that cannot be read refer to nothing.
        """
        wanted = sheet.casefold()
        for part in self._parts(formula, Spot(home, 0, 0)):
            if not isinstance(part, Reference):
                continue
            names = part.sheets or (home,)
            first, last = part.columns if columns else part.rows
            if lines[0] <= first and last <= lines[1] and wanted in (name.casefold() for name in names):
                return True
        return False

    def report(self, code: str, spot: Spot, **facts: str) -> None:
        """Keep a finding about a formula of the cell, once for all its rounds."""
        key = (code, spot.sheet, spot.row, spot.column, *facts.values())
        if key not in self._found:
            self._found[key] = warning(code, self._place(spot), related=(), suggestion=None, **facts)

    def _place(self, spot: Spot) -> Place | None:
        if spot.row:
            return CellRef(self.file, spot.sheet, spot.row, spot.column)
        return SheetRef(self.file, spot.sheet) if spot.sheet or self.file else None


def _renamed(text: str, names: Mapping[str, str], columns: Mapping[str, Mapping[str, str]]) -> str:
    """A structured reference with the names of its table and of its columns replaced; other text as it is."""
    table, bracket, rest = text.partition("[")
    if not bracket:
        return names.get(text, text)
    table, inside = names.get(table, table), f"{bracket}{rest}"
    for old, new in columns.get(table.casefold(), {}).items():
        inside = inside.replace(f"[{_quoted(old)}]", f"[{_quoted(new)}]")
    return f"{table}{inside}"


def _quoted(column: str) -> str:
    """A column's name as a structured reference writes it: `'` before `[ ] # '` ([MS-XLSX] 2.2.2.1)."""
    return _SPECIAL.sub(r"'\g<0>", column)
