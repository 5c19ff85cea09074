"""What a cell holds in all rounds of a loop that is read by columns, gathered round by round.

The sandbox prints 100,000 rounds one after the other; what is kept of each are the bytes that its cell will be
written with, and what formulas see of it.
"""

from __future__ import annotations

from collections.abc import Sequence

from .columns import ColumnContent
from .contents import Content
from .excel.calc.values import Value, to_value

_MANY = 1000
"""Texts that are packed together."""
_BETWEEN = "\x04"
"""Parts packed texts; XML cannot hold it."""


class Collected:
    """The contents of one cell, in the order of the rounds."""

    def __init__(self) -> None:
        self.seen: list[Value] = []
        self._packed: list[bytes] = []
        self._loose: list[str] = []

    def put(self, content: Content) -> None:
        """Add the content of the next round."""
        self._loose.append(content.tail)
        self.seen.append(to_value(content.seen))
        if len(self._loose) == _MANY:
            self._packed.append(_BETWEEN.join(self._loose).encode())
            self._loose = []

    def content(self) -> ColumnContent:
        """All rounds as a column."""
        return ColumnContent("%s", range(len(self.seen)), self._shown, self.seen)

    def _shown(self, rounds: Sequence[int]) -> list[str]:
        return self._part(rounds[0], rounds[-1] + 1) if rounds else []

    def _part(self, start: int, stop: int) -> list[str]:
        first, last = start // _MANY, -(-stop // _MANY)
        found: list[str] = []
        for chunk in self._packed[first:last]:
            found += chunk.decode().split(_BETWEEN)
        if last > len(self._packed):
            found += self._loose
        return found[start - first * _MANY : stop - first * _MANY]
