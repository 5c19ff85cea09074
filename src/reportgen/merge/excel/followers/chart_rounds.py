"""The charts of a drawing that stand once a round: each round's chart is a part of its own."""

from __future__ import annotations

from ....ooxml.relationships import relations_part
from ..book import CONTENT_TYPES, Book
from ..moves import Spot
from . import charts
from .elements import elements
from .place import SheetPlace
from .relations import add_relation, copy_part, target_of, unused_name
from .tables import Values


class ChartRounds:
    """Makes the parts of one drawing's charts; `done` are those of the template that stand in a round now."""

    def __init__(self, book: Book, drawing: str, place: SheetPlace, values: Values) -> None:
        self.done: set[str] = set()
        self._book, self._drawing, self._place, self._values = book, drawing, place, values
        self._numbers: dict[str, int] = {}
        self._before: dict[str, str] = {}

    def relation(self, identity: str, spot: Spot, is_first: bool) -> str:
        """The relationship of a round's chart, by that of the template: the first round keeps it."""
        part = self._part(identity)
        if part is None:
            return identity
        before = self._before.setdefault(part, self._book.text(part))
        made = charts.in_round(before, spot, self._place, self._values)
        self.done.add(part)
        if is_first:
            self._book.put(part, made)
            return identity
        new = unused_name(self._book, part, self._numbers)
        self._book.put(new, made)
        copy_part(self._book, part, new, self._numbers)
        added = add_relation(self._book, self._drawing, identity, new, self._numbers)
        for name in (CONTENT_TYPES, relations_part(self._drawing)):
            self._book.put(name, self._book.text(name))
        return added

    def _part(self, identity: str) -> str | None:
        """The part that a relationship of the drawing leads to, None where there is none."""
        name = relations_part(self._drawing)
        for item in elements(self._book.text(name), "Relationship") if self._book.has(name) else ():
            if item.get("Id") == identity:
                part = target_of(self._book, self._drawing, item.get("Target") or "")
                return part if self._book.has(part) else None
        return None
