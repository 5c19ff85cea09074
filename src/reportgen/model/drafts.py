"""What a run over drafts comes to, for `console` to print."""

from __future__ import annotations

from pathlib import Path

from .diagnostic import Diagnostic
from .values import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Drafted:
    """The end of `drafts`: names of files in `folder`, by what became of them.

    `unchanged` counts drafts that stand there as they would be made now; `edited` are those that a person
    changed, of which `behind` would be made otherwise now; `failed` were not made for errors; `empty`
    counts sections that have nothing to say; `left` those that the run did not come to. `interrupted`:
    Ctrl-C ended it.
    """

    folder: Path
    written: tuple[str, ...] = ()
    unchanged: int = 0
    edited: tuple[str, ...] = ()
    behind: tuple[str, ...] = ()
    failed: tuple[str, ...] = ()
    empty: int = 0
    left: int = 0
    interrupted: bool = False
    diagnostics: tuple[Diagnostic, ...] = ()
