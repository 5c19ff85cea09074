"""Lines of a template that are printed again: their words are read once, and their figures put in.

A loop prints one line for each row. Where its words hold no markup, and each of its values is one figure with a source,
the inlines follow from words and figures alone. `inlines` asks here first and reads every other text sign by sign.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ..model.document import Inline, Shown, Text
from ..model.figure import Fact, Figure, Phrase, Piece
from ..model.marks import CLOSE, MARK, OPEN, Marks
from ..model.shape import shaped_line
from .rendering import Expression
from .tags import Tags

_SIGNS = ("*", "[", "]", "\\", OPEN, CLOSE)
"""What markup is made of, and what is left of a mark that is not whole."""


class Lines:
    """The lines of one document, by their words."""

    def __init__(self, marks: Marks, tags: Tags) -> None:
        self._marks, self._tags = marks, tags
        self._known: dict[tuple[str, ...], Sequence[Text | None]] = {}

    def inlines(self, text: str) -> tuple[Inline, ...] | None:
        """The inlines of a text; None, and no tag given, where more than words and figures decides."""
        parts = MARK.split(text)
        words = tuple(parts[::2])
        texts = self._known.get(words)
        if texts is None:
            texts = self._known[words] = _texts(words)
        printed = self._figures(parts[1::2]) if texts else None
        if printed is None:
            return None
        numbered = self._tags.numbered
        figures = [Shown(piece, numbered(told), by.place) for piece, by, told in printed]
        content: list[Inline] = []
        for words_before, figure in zip(texts, figures, strict=False):
            content += (figure,) if words_before is None else (words_before, figure)
        if texts[-1] is not None:
            content.append(texts[-1])
        return shaped_line(words, content, figures)

    def _figures(self, numbers: Iterable[str]) -> list[tuple[Piece, Expression, str]] | None:
        """The figures under marks, what printed them, and what their tags tell; None where there are other values."""
        found = []
        values = self._marks.values
        for number in numbers:
            at = int(number)
            printed = values[at] if at < len(values) else None
            if type(printed) is not tuple:
                return None
            value, by = printed
            kind = type(value)
            if kind is Fact or kind is Figure:
                piece = Piece(value.text, value)
            elif kind is Phrase and len(value.pieces) == 1:
                piece = value.pieces[0]
            else:
                return None
            told = self._tags.told(by, piece.shows, piece.wording) if piece.shows is not None and piece.text else None
            if told is None or (kind is Fact and value.source is None):
                return None
            found.append((piece, by, told))
        return found


def _texts(words: Sequence[str]) -> Sequence[Text | None]:
    """The words between figures as inlines, None where there are none; empty where some of them are more than words."""
    joined = "".join(words)
    if any(sign in joined for sign in _SIGNS):
        return ()
    return [Text(text) if text else None for text in words]
