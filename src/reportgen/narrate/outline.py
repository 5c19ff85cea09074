"""What a rendered narrative says, in short: enough to know another one like it, and to fill in its figures.

Two narratives whose outlines have one key differ in nothing but the figures that they show and the rows of their
tables: the same words stand between the same marks, the same expressions printed them, and what they printed is of
the same kind. Where a mark holds anything else than words, figures and references, there is no outline.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from ..model.document import DataTable
from ..model.figure import Fact, Figure, Phrase, Piece
from ..model.late import CellFigure, ListedTable, about_table
from ..model.marks import CLOSE, MARK, OPEN, Marks
from ..model.values import dataclass
from .context_words import Name, Ordinal, Ordinals, Pointer, Restart
from .rendering import Expression
from .tags import Tags

_FIGURE = (None,)
"""Stands for a figure in a key, where words stand as they are."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Outline:
    """A narrative's `key`, its figures in the order of its text, each with its tag, and its tables.

    A figure of a line that stands in the text as it is has no piece around it.
    """

    key: tuple[object, ...]
    figures: Sequence[tuple[str, Piece | CellFigure]]
    tables: Sequence[DataTable]


def outline(
    key: tuple[object, ...], texts: Sequence[str], marks: Marks, tags: Tags, tables: Sequence[DataTable]
) -> Outline | None:
    """The outline of rendered texts; None where a mark holds what it cannot tell. `key` is what else must agree."""
    kinds: list[object] = [*key]
    figures: list[tuple[str, Piece | CellFigure]] = []
    values = marks.values
    for text in texts:
        for number in numbers_of(text):
            item = values[number] if number < len(values) else None
            if type(item) is not tuple:
                return None
            value, by = item
            if type(value) is CellFigure:
                kinds += (by, _FIGURE, "")
                figures.append((tags.of_cell(by, value), value))
                continue
            kinds.append(by)
            if not _read(value, by, tags, kinds, figures):
                return None
    kinds += [table.listing.about if isinstance(table, ListedTable) else about_table(table) for table in tables]
    return Outline(tuple(kinds), figures, tables)


def _read(
    value: object,
    by: Expression,
    tags: Tags,
    kinds: list[object],
    figures: list[tuple[str, Piece | CellFigure]],
) -> bool:
    """Note what a value says; False where that is not certain, or a figure of it has no source."""
    if isinstance(value, (Figure, Fact)):
        pieces: tuple[Piece, ...] = (Piece(value.text, value),)
    elif isinstance(value, Phrase):
        pieces = value.pieces
    elif (constant := _constant(value)) is not None:
        kinds.append(constant)
        return True
    else:
        return False
    for piece in pieces:
        shows = piece.shows
        if shows is None or not piece.text:
            kinds.append(piece.text)
            continue
        tag = tags.of(by, shows, piece.wording)
        if tag is None:
            return False
        kinds += (_FIGURE, piece.wording)
        figures.append((tag, piece))
    return True


@lru_cache(maxsize=64)
def numbers_of(text: str) -> tuple[int, ...]:
    """The numbers of a text's marks."""
    return tuple(map(int, MARK.findall(text)))


def _constant(value: object) -> tuple[object, ...] | None:
    """What a value without figures says; None for one that says nothing for certain."""
    if isinstance(value, str):
        return None if OPEN in value or CLOSE in value else ("text", str(value))
    if isinstance(value, Pointer):
        return "reference", value.kind, value.name
    if isinstance(value, Ordinal):
        return "ordinal", value.counter, value.form
    if isinstance(value, Restart):
        return "restart", value.counter
    if isinstance(value, Name):
        return "name", value.text
    if isinstance(value, int):
        return "number", value
    return ("ordinals",) if isinstance(value, Ordinals) else None
