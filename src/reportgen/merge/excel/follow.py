"""What refers to rows and columns follows where they go: formulas, and all else on sheets and in the package.

`edit` and `fill` lay out the rows; this is where they meet the movers of formulas and the followers.
"""

from __future__ import annotations

from collections.abc import Iterator

from .book import Book, SheetEntry
from .edited_rows import FormulaAt, no_formula
from .moves import Moves
from .sheet import Sheet


class Follower:
    """Moves what refers to the sheets of one workbook."""

    def __init__(self, book: Book, moves: Moves) -> None:
        self.book = book
        self.moves = moves
        self.formula: FormulaAt = no_formula

    def put_sheet(self, entry: SheetEntry, sheet: Sheet, rows: Iterator[str]) -> None:
        """Put a sheet's part: its head, its rows as they are now, its tail."""

        def pieces() -> Iterator[str]:
            yield sheet.head
            yield from rows
            yield sheet.tail

        self.book.put(entry.part, pieces())

    def others(self) -> None:
        """Change the other parts and sheets that refer to moved rows and columns."""


def follow(book: Book, moves: Moves) -> Follower:
    """The follower of these moves."""
    return Follower(book, moves)
