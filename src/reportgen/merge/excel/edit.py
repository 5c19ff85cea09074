"""Edits of single cells, rows and sheets of a workbook, everything else of it kept byte for byte.

`collect` and `roll` change a report's workbook by it; `fill` has its own way, for it writes whole loops.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from ...model.diagnostic import Fault, nearest
from ...model.values import dataclass, field
from .addresses import LAST_COLUMN, LAST_ROW
from .axis import Axis, Loop
from .book import Book, SheetEntry, naming, open_book
from .cells import Scalar
from .chain import rewrite_chain
from .edited_rows import EditedRows, FormulaAt, NewCell, no_formula
from .followers.follow import Followers
from .followers.views import reaching
from .moved_formulas import MovedFormulas
from .moves import Moves, SheetMove
from .plain_sheet import put_sheet, sheet_xml
from .recalculate import recalculate
from .sheet import Sheet
from .styles import Styles


@dataclass(frozen=True, slots=True)
class SetCell:
    """A cell set to a value; None empties it, and its style stays.

    `like` is the cell (row, column) whose style a new cell takes; None: its own, or that of no format.
    """

    row: int
    column: int
    value: Scalar
    like: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True)
class InsertRows:
    """Whole rows put in behind a row; all that refers to rows follows.

    They look like row `like` (None: like row `after`) and hold what `cells` says, one mapping of columns
    to values a new row; other cells are empty, but formulas of row `after` are filled down.
    Ranges that end with row `after` take the new rows in.
    """

    after: int
    count: int
    like: int | None = None
    cells: Sequence[Mapping[int, Scalar]] = ()


@dataclass(frozen=True, slots=True)
class DeleteRows:
    """Whole rows taken out."""

    first: int
    last: int


@dataclass(frozen=True, slots=True)
class PutSheet:
    """A plain sheet of our own, added or replaced under the name."""

    rows: Sequence[Sequence[Scalar]]
    hidden: bool = True
    widths: Sequence[float] = ()


Edit = SetCell | InsertRows | DeleteRows | PutSheet


def edit(data: bytes, file: str, edits: Mapping[str, Sequence[Edit]]) -> bytes:
    """The workbook with the edits, by sheet name; rows and columns are those of the given workbook.

    Raises `missing-sheet` for a sheet that is not there, ValueError for places outside a sheet, and the
    faults of `open_book`.
    """
    with naming(file):
        return _edited(open_book(data, file), edits)


def _edited(book: Book, edits: Mapping[str, Sequence[Edit]]) -> bytes:
    work = _Work(book, _styles(book))
    for name, listed in edits.items():
        put = [item for item in listed if isinstance(item, PutSheet)]
        rest = [item for item in listed if not isinstance(item, PutSheet)]
        if rest:
            work.plan(name, rest)
        for item in put:
            xml = sheet_xml(item.rows, item.widths, date1904=book.date1904)
            put_sheet(book, name, xml, state="hidden" if item.hidden else "")
    work.write()
    return book.write()


@dataclass(slots=True, kw_only=True)
class _Plan:
    """What one sheet is to become."""

    entry: SheetEntry
    sheet: Sheet
    cells: dict[int, dict[int, NewCell]] = field(default_factory=dict)
    inserted: dict[int, list[InsertRows]] = field(default_factory=dict)
    deleted: set[int] = field(default_factory=set)
    axis: Axis = field(default_factory=Axis)

    @property
    def move(self) -> SheetMove:
        return SheetMove(name=self.entry.name, rows=self.axis, columns=Axis(), copies=(self.entry.name,))

    def note(self, item: SetCell | InsertRows | DeleteRows) -> None:
        """Note an edit; raises ValueError for one outside the sheet."""
        if isinstance(item, SetCell):
            if not (1 <= item.row <= LAST_ROW and 1 <= item.column <= LAST_COLUMN):
                raise ValueError(f"no cell at {item.row}, {item.column}")
            self.cells.setdefault(item.row, {})[item.column] = NewCell(item.value, item.like)
        elif isinstance(item, InsertRows):
            if item.after < 1 or item.count < 1 or len(item.cells) > item.count:
                raise ValueError(f"no rows to insert: {item}")
            self.inserted.setdefault(item.after, []).append(item)
        else:
            if not 1 <= item.first <= item.last <= LAST_ROW:
                raise ValueError(f"no rows to delete: {item}")
            self.deleted.update(range(item.first, item.last + 1))

    def changed(self, name: str) -> Iterator[tuple[str, int, int]]:
        """The cells of the output that were set."""
        for row, cells in self.cells.items():
            for first, _ in self.axis.copies(row, row)[:1]:
                yield from ((name, first, column) for column in cells)
        for after, items in self.inserted.items():
            places = [first for first, _ in self.axis.copies(after, after)][after not in self.deleted :]
            for first, (_, values) in zip(places, _new_rows(items), strict=True):
                yield from ((name, first, column) for column in values)

    def rows(self, book: Book, styles: Styles | None, formula: FormulaAt) -> EditedRows:
        """The rows with the edits."""
        return EditedRows(
            sheet=self.sheet,
            name=self.entry.name,
            axis=self.axis,
            cells=self.cells,
            new_rows={after: list(_new_rows(items)) for after, items in self.inserted.items()},
            deleted=frozenset(self.deleted),
            styles=styles,
            date1904=book.date1904,
            formula=formula,
        )


def _new_rows(items: Sequence[InsertRows]) -> Iterator[tuple[int, Mapping[int, Scalar]]]:
    """The rows put in behind one row, in order: the row that each looks like, and its values."""
    for item in items:
        for number in range(item.count):
            yield item.like or item.after, item.cells[number] if number < len(item.cells) else {}


def _loops(inserted: Mapping[int, Sequence[InsertRows]], deleted: set[int]) -> Iterator[Loop]:
    """The rows that stand several times or not at all; one with others put in behind it stands once more for each."""
    counts = Counter({after: sum(item.count for item in items) for after, items in inserted.items()})
    for row in sorted(deleted | set(counts)):
        yield Loop(first=row, last=row, rounds=counts[row] + (row not in deleted))


@dataclass(slots=True)
class _Work:
    book: Book
    styles: Styles | None
    plans: dict[str, _Plan] = field(default_factory=dict)

    def plan(self, name: str, edits: Sequence[SetCell | InsertRows | DeleteRows]) -> None:
        """Note the edits of a sheet."""
        entry = self.book.sheet(name)
        if entry is None:
            known = [sheet.name for sheet in self.book.sheets if sheet.part]
            raise Fault("missing-sheet", sheet=name, found=known, suggestion=nearest(name, known))
        plan = _Plan(entry=entry, sheet=Sheet(self.book.text(entry.part), entry.part))
        for item in edits:
            plan.note(item)
        plan.axis = Axis(tuple(_loops(plan.inserted, plan.deleted)))
        self.plans[entry.name] = plan

    def write(self) -> None:
        """Put the changed parts into the book."""
        if not self.plans:
            return
        moves: Moves = {name: plan.move for name, plan in self.plans.items() if not plan.axis.is_still}
        followers = Followers(self.book, moves, repeats=False)
        formulas = MovedFormulas(followers.mover, moves)
        if moves:
            self._plan_formulas()
        for out in followers.sheets:
            plan = self.plans.get(out.entry.name)
            if plan is not None:
                rows = plan.rows(self.book, self.styles, formulas if moves else no_formula)
                head, tail = followers.head(out, plan.sheet.head), followers.tail(out, plan.sheet.tail)
                head = reaching(head, [place[1:] for place in plan.changed(out.name)])
                self.book.put(out.part, "".join((head, *rows.written(), tail)))
        followers.finish()
        rewrite_chain(self.book, self._places)
        if self.styles is not None and self.styles.is_changed:
            self.book.put(self.styles.part, self.styles.text)
        changed = {place for name, plan in self.plans.items() for place in plan.changed(name)}
        recalculate(self.book, changed, formulas.stale)

    def _plan_formulas(self) -> None:
        """Plan the other sheets that hold formulas, which may refer to rows that move."""
        for entry in self.book.sheets:
            if entry.part and entry.name not in self.plans and "f>" in self.book.text(entry.part):
                sheet = Sheet(self.book.text(entry.part), entry.part)
                self.plans[entry.name] = _Plan(entry=entry, sheet=sheet)

    def _places(self, sheet: str, row: int, column: int) -> list[tuple[str, int, int]]:
        """Where a formula's cell stands now; nowhere where it holds a value instead."""
        plan = next((plan for plan in self.plans.values() if plan.entry.sheet_id == sheet), None)
        if plan is None:
            return [(sheet, row, column)]
        if column in plan.cells.get(row, {}):
            return []
        return [(sheet, first, column) for first, _ in plan.axis.copies(row, row)]


def _styles(book: Book) -> Styles | None:
    part = book.part("styles")
    return Styles(book.text(part), part) if part is not None and book.has(part) else None
