"""What a command comes to: its findings, the files that it wrote, and what the numbers in them did.

`pipeline` makes these values and `console` prints them, as text or as JSON.
"""

from __future__ import annotations

from pathlib import Path

from .binding import Binding
from .diagnostic import Diagnostic, has_errors
from .values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A figure that reads otherwise than in the last build: as printed `before` and `after`, and from which cells.

    `before` is empty for a new figure, `after` for one that is gone.
    """

    before: str
    after: str
    place: str
    cells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The end of `init`, `check` or `build`.

    `written` are the files that now stand on the disk, none where an error stopped the command.
    `changes` are None where there was no earlier build to compare with.
    """

    diagnostics: tuple[Diagnostic, ...] = ()
    written: tuple[Path, ...] = ()
    changes: tuple[Change, ...] | None = None

    @property
    def stopped(self) -> bool:
        """Whether an error kept the command from its end."""
        return has_errors(self.diagnostics)


@dataclass(frozen=True, slots=True, kw_only=True)
class TracedFigure:
    """A figure of a finished file.

    `now` is what stands in its place today where a person edited it, empty where it was deleted, and
    None where the text is still as it was written, or is part of a picture, which nobody edits. `unsure`:
    the table around it was changed so that nobody can tell which cell it was, its mark was lost and its sentence
    changed, or the file is too large to compare.
    `origins` are the cells of returned forms that the binding's cells were collected from, one for each, empty for
    a cell that was not; nothing at all where none was.
    """

    binding: Binding
    now: str | None = None
    unsure: bool = False
    origins: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """The end of `trace`: the figures asked for, in reading order, and the findings."""

    file: str
    figures: tuple[TracedFigure, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
