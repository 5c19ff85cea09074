"""What refreshing an edited Word file came to, figure by figure.

`merge.word` makes these values, `pipeline.refresh` gathers them by file, `console` prints them.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from .diagnostic import Diagnostic, has_errors
from .values import dataclass


class Fate(StrEnum):
    """What became of a figure, a row, a chart or the words of a sentence."""

    CHANGED = "changed"
    """Set to what the data says today."""
    ADDED = "added"
    """A row of a table that the data has gained."""
    INSERTED = "inserted"
    """A sentence, paragraph, table or chart that the report has newly, put where it belongs."""
    REMOVED = "removed"
    """A row of a table that the data no longer has."""
    DROPPED = "dropped"
    """A sentence, paragraph, table or chart that the report no longer has, and that nobody had touched."""
    REDRAWN = "redrawn"
    """A chart with today's values."""
    KEPT = "kept"
    """Changed by hand since we wrote it, so it stays."""
    DELETED = "deleted"
    """Deleted by hand, so it stays away; told only where it would read otherwise today."""
    UNSURE = "unsure"
    """Nobody can tell where it stands now."""
    GONE = "gone"
    """Stands in the file, and no longer in the report."""
    ABSENT = "absent"
    """Stands in today's report, and nowhere in the file."""
    OTHERWISE = "otherwise"
    """A paragraph of a file that nobody edited, which the report has otherwise, or not at all; or lacks."""
    REORDERED = "reordered"
    """Parts of a list that stand in another order today; `now` and `today` name them in both orders."""


DONE = frozenset((Fate.CHANGED, Fate.ADDED, Fate.INSERTED, Fate.REMOVED, Fate.DROPPED, Fate.REDRAWN))
"""What the file was changed by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refreshed:
    """One entry of the list.

    `written` is what we once wrote, `now` what stands in the file (before this run), `today` what the data says;
    each is empty where there is no such text. `place` is the spot in the document, `cells` are those of today.
    """

    fate: Fate
    place: str
    written: str = ""
    now: str = ""
    today: str = ""
    cells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RefreshedFile:
    """One document: its entries in reading order, and how many figures were found again without their controls."""

    file: Path
    entries: tuple[Refreshed, ...] = ()
    found_again: int = 0

    @property
    def is_changed(self) -> bool:
        """Whether anything that a reader sees is another."""
        return any(entry.fate in DONE for entry in self.entries)


@dataclass(frozen=True, slots=True, kw_only=True)
class RefreshOutcome:
    """The end of `refresh`. `written` are the files that were replaced, none in a dry run."""

    files: tuple[RefreshedFile, ...] = ()
    diagnostics: tuple[Diagnostic, ...] = ()
    written: tuple[Path, ...] = ()
    dry_run: bool = False

    @property
    def stopped(self) -> bool:
        """Whether an error kept the command from its end."""
        return has_errors(self.diagnostics)
