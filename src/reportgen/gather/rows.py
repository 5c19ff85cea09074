"""Which row of a return is which row of the report's workbook.

Rows are known by their key. Where a key stands several times, or the list has none, the order tells that the
hidden sheet of the form remembers. A row whose name was changed is refused rather than guessed: it may be a
new entry, or an old one under another name.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from difflib import SequenceMatcher

from ..model.dataset import Table
from ..model.diagnostic import Diagnostic, error, nearest, warning
from ..model.form import FormMark, FormRow, Role, is_added
from ..model.place import CellRef
from ..model.schema import INDICATOR_SHEET
from ..model.values import dataclass, field
from .answer import fold, key_column, key_text, lines, same

_APART = "\x1f"
_LIKE = 0.6
"""Names that share so much may be one name written in two ways."""

Match = int | str | None
"""An index in the workbook's table, the key of a new entry, or None for a row that is not taken."""


@dataclass(slots=True, kw_only=True)
class RowMatch:
    """Each row of a returned table with the row that it means, and what was found."""

    rows: list[Match] = field(default_factory=list)
    findings: list[Diagnostic] = field(default_factory=list)


Known = dict[str, list[int]]
"""The rows of the workbook's table by what tells them apart."""


def match_rows(
    returned: Table, book: Table, mark: FormMark | None, seen: dict[tuple[str, ...], Known] | None = None
) -> RowMatch:
    """The rows of a returned table in the terms of the workbook's table.

    `seen` keeps what was found of the workbook's tables for the next return.
    """
    return _Matcher(returned, book, mark, {} if seen is None else seen).matched()


@dataclass(slots=True)
class _Matcher:
    returned: Table
    book: Table
    mark: FormMark | None
    seen: dict[tuple[str, ...], Known]
    column: str | None = None
    columns: tuple[str, ...] = ()
    known: Known = field(default_factory=dict)
    form: dict[str, list[FormRow]] = field(default_factory=lambda: defaultdict(list))
    places: dict[int | None, int] = field(default_factory=dict)
    texts: list[str] = field(default_factory=list)
    result: RowMatch = field(default_factory=RowMatch)

    def matched(self) -> RowMatch:
        listed = self.mark.columns_of(self.book.name) if self.mark else ()
        keys = [column.name for column in listed if column.role is Role.KEY]
        self.columns = tuple(name for name in keys if name in self.returned.columns and name in self.book.columns)
        self.column = key_column(self.book, self.columns)
        if self.column not in self.returned.columns:
            self.result.rows = [None] * len(self.returned)
            return self.result
        self.columns = self.columns or (self.column or "",)
        self.known = self._known_rows()
        self.places = {number: index for index, number in enumerate(self.book.rows)}
        for row in self.mark.rows_of(self.book.name) if self.mark else ():
            at = self.places.get(row.source or 0)
            key = "" if at is None else self._key(self.book, at)
            self.form[key if fold(row.name) in key.split(_APART) else fold(row.name)].append(row)
        self.texts = [self._text(index) for index in range(len(self.returned))]
        lost = self._lost()
        groups: dict[str, list[int]] = defaultdict(list)
        for index in range(len(self.texts)):
            groups[self._key(self.returned, index)].append(index)
        self.result.rows = [None] * len(self.texts)
        for key, indices in groups.items():
            if not key:
                self._without_key(indices)
            elif key in self.known:
                self._known(key, indices)
            else:
                self._unknown(indices, lost)
        self._say_lost(lost)
        return self.result

    def _known_rows(self) -> Known:
        name = (self.book.name, *self.columns)
        if name not in self.seen:
            known = self.seen[name] = defaultdict(list)
            for index in range(len(self.book)):
                known[self._key(self.book, index)].append(index)
        return self.seen[name]

    def _key(self, table: Table, index: int) -> str:
        """What tells a row apart: its key columns together; empty where nothing stands in any of them."""
        key = _APART.join(fold(key_text(table, name, index)) for name in self.columns)
        return key if key.strip(_APART) else ""

    def _text(self, index: int) -> str:
        """A returned row as people call it."""
        texts = (key_text(self.returned, name, index) for name in (self.column, *self.columns))
        return next(filter(None, texts), "")

    def _known(self, key: str, indices: Sequence[int]) -> None:
        """Rows whose name the workbook has; several of one name keep the order of the form."""
        there = self.known[key]
        if self.book.name == INDICATOR_SHEET and self.form and key not in self.form:
            self._say(warning, "indicator-not-asked", indices[0], row=self.texts[indices[0]])
            return
        listed = [row for row in self.form.get(key, ()) if row.source is not None]
        if len(there) == 1 and len(indices) == 1:
            self.result.rows[indices[0]] = there[0]
            return
        places = self.places
        sources = [places[row.source] for row in listed if row.source in places and places[row.source] in there]
        meant = sources if len(sources) == len(indices) else there if len(there) == len(indices) else []
        if meant:
            for index, target in zip(indices, meant, strict=True):
                self.result.rows[index] = target
            return
        alike = self._alike(indices, there)
        if alike is None or self.columns == (self.book.key,):
            for index in indices:
                self._say(error, "ambiguous-row", index, row=self.texts[index], count=len(there), times=len(indices))
            return
        for index, target in alike.items():
            self.result.rows[index] = target
        self._new([index for index in indices if index not in alike], len(there) + 1)

    def _alike(self, indices: Sequence[int], there: Sequence[int]) -> dict[int, int] | None:
        """Rows that hold all that the workbook's rows of that name hold; None where that is not one for each."""
        found: dict[int, int] = {}
        shared = [name for name in self.returned.columns if name in self.book.columns]
        for target in there:
            held = {name: value for name in shared if (value := self.book.columns[name].values[target]) is not None}
            fitting = [
                index
                for index in indices
                if all(same(self.returned.columns[name].values[index], value) for name, value in held.items())
            ]
            if len(fitting) != 1 or fitting[0] in found:
                return None
            found[fitting[0]] = target
        return found

    def _unknown(self, indices: Sequence[int], lost: Sequence[FormRow]) -> None:
        """Rows whose name the workbook does not have."""
        index = indices[0]
        text = self.texts[index]
        renamed = self._renamed(index, lost)
        if renamed is not None:
            self._say(error, "renamed-row", index, row=text, before=renamed.name)
        elif self.book.name == INDICATOR_SHEET:
            near = nearest(text, [key_text(self.book, self.column, at) for at in range(len(self.book))])
            self._say(warning, "indicator-not-asked", index, suggestion=near, row=text)
        elif len(indices) > 1 and self.columns == (self.book.key,):
            for again in indices:
                self._say(error, "ambiguous-row", again, row=text, count=0, times=len(indices))
        else:
            self._new(indices, 1)

    def _new(self, indices: Sequence[int], first: int) -> None:
        """Entries that the workbook does not have, those of one name told apart by a number."""
        for number, index in enumerate(indices, first):
            texts = dict.fromkeys(key_text(self.returned, name, index) for name in self.columns)
            name = " ".join(filter(None, texts))
            self.result.rows[index] = name if number == 1 else f"{name}#{number}"

    def _renamed(self, index: int, lost: Sequence[FormRow]) -> FormRow | None:
        """The lost row that this one may be under another name: the one in its place, or one that reads much alike."""
        number = self.returned.rows[index]
        text = fold(self.texts[index])
        in_place = next((row for row in lost if row.position == number), None)
        alike = [row for row in lost if SequenceMatcher(None, fold(row.name), text).ratio() >= _LIKE]
        return in_place or (alike[0] if alike else None)

    def _without_key(self, indices: Sequence[int]) -> None:
        for index in indices:
            if any(
                column.values[index] is not None for name, column in self.returned.columns.items() if not is_added(name)
            ):
                self._say(error, "row-without-key", index, column=self.column or "")

    def _lost(self) -> list[FormRow]:
        """The rows of the form that are not in the return."""
        there = {self._key(self.returned, index) for index in range(len(self.returned))}
        return [row for key, rows in self.form.items() if key not in there for row in rows]

    def _say_lost(self, lost: Sequence[FormRow]) -> None:
        said = {item.facts.get("before", "") for item in self.result.findings}
        names = [row.name for row in lost if row.name not in said and row.source in self.places]
        if names:
            place = self.returned.place
            self.result.findings.append(
                warning("lost-rows", place, sheet=self.book.name, rows=lines(names), count=len(names))
            )

    def _say(
        self, say: Callable[..., Diagnostic], code: str, index: int, *, suggestion: str | None = None, **facts: object
    ) -> None:
        column = self.returned.columns[self.column or ""]
        place = CellRef(self.returned.file, self.returned.sheet, self.returned.rows[index], column.position)
        self.result.findings.append(say(code, place, suggestion=suggestion, **facts))
