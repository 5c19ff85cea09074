"""A template's text, and where each piece of it stands.

A `Spot` is a line number that also knows its column and its offset in the text, and passes for a plain
line number with jinja. `Source` is the text with the places of its tags. Lines and values are marked in
rendered text with characters for private use, which are taken out of the author's text before.
"""

from __future__ import annotations

from bisect import bisect_right
from operator import itemgetter

from ..model.marks import CLOSE, OPEN

LINE_OPEN, LINE_CLOSE = "\ue002", "\ue003"
"""Around the number of a template line; they stand where template text begins a line."""

PRIVATE = str.maketrans("", "", OPEN + CLOSE + LINE_OPEN + LINE_CLOSE)
"""Takes away the characters that we mark values and lines with."""


class Spot(int):
    """A line number that knows its column (from 1) and its offset in the text (from 0)."""

    column: int
    offset: int


def spot(line: int, column: int, offset: int) -> Spot:
    """The spot of a line and column."""
    made = Spot(line)
    made.column = column
    made.offset = offset
    return made


class Source(str):
    """A template's text, and where its tags stand once it was read.

    `prints` are the offsets of each `{{` and of the end of its `}}`, with the spot of the `{{`; `tags` the
    offsets of all tags and comments.
    """

    file: str
    prints: list[tuple[int, int, Spot]]
    tags: list[tuple[int, int]]

    def spot_at(self, offset: int) -> Spot:
        """The spot of an offset."""
        start = self.rfind("\n", 0, offset) + 1
        return spot(self.count("\n", 0, offset) + 1, offset - start + 1, offset)

    def print_around(self, offset: int) -> tuple[int, int, Spot]:
        """The `{{ … }}` that an offset lies in."""
        return self.prints[bisect_right(self.prints, offset, key=itemgetter(0)) - 1]


def source_of(file: str, text: str) -> Source:
    """A template's text with plain newlines and without a byte-order mark."""
    made = Source(text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n"))
    made.file, made.prints, made.tags = file, [], []
    return made
