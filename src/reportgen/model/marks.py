"""Numbered private-use marks: how a figure travels through text without becoming text.

While a template renders, each value that would turn into a string becomes U+E000 n U+E001, and the
value itself waits here under n. The mark survives joins, macros, `{% set %}` blocks and upper-casing;
whoever reads the rendered text puts the value back. A value that is turned into text while no store
is active (in a test, in a log) gives its plain text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from .values import dataclass, field

OPEN, CLOSE = "\ue000", "\ue001"
MARK = re.compile(f"{OPEN}([0-9]+){CLOSE}")


@dataclass(slots=True)
class Marks:
    """The values of one rendering, by number."""

    values: list[object] = field(default_factory=list)

    def put(self, value: object) -> str:
        """Keep the value and return its mark."""
        self.values.append(value)
        return f"{OPEN}{len(self.values) - 1}{CLOSE}"

    def get(self, number: int) -> object:
        """The value kept under a number; IndexError for a number never given out."""
        return self.values[number]


_active: ContextVar[Marks | None] = ContextVar("marks", default=None)


@contextmanager
def collecting() -> Iterator[Marks]:
    """A store that takes every value turned into text inside the `with` block."""
    marks = Marks()
    token = _active.set(marks)
    try:
        yield marks
    finally:
        _active.reset(token)


def mark(value: object, text: str) -> str:
    """A mark for the value while a store is active, else its plain text."""
    marks = _active.get()
    return text if marks is None else marks.put(value)
