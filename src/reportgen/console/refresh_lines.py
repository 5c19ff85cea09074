"""What refreshing came to, file by file: old → new with place and cells, then what was not set, by its reason."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile

from ..model.refresh import DONE, Fate, Refreshed, RefreshedFile, RefreshOutcome
from .catalogue import word
from .trace_table import cells_text
from .widths import cut, table, visible, width

_SHOWN = 60
"""Entries of a kind that are listed; the JSON has all."""
_LONGEST_TEXT = 44
_BEFORE = 6
"""Signs of a long text that are shown before what changed."""
_NUMBER = frozenset("0123456789.")
_DONE = {
    Fate.ADDED: "refresh-added",
    Fate.INSERTED: "refresh-inserted",
    Fate.REMOVED: "refresh-removed",
    Fate.DROPPED: "refresh-dropped",
    Fate.REDRAWN: "refresh-redrawn",
}
_REASONS = {
    Fate.KEPT: "refresh-kept",
    Fate.DELETED: "refresh-deleted",
    Fate.UNSURE: "refresh-unsure",
    Fate.GONE: "refresh-gone",
    Fate.ABSENT: "refresh-absent",
    Fate.REORDERED: "refresh-reordered",
    Fate.OTHERWISE: "refresh-otherwise",
}


def refresh_lines(outcome: RefreshOutcome, language: str, columns: int | None) -> Iterator[tuple[str, str]]:
    """Lines with the style that each is painted in, empty for none."""
    written = {str(path) for path in outcome.written}
    for item in outcome.files:
        done = [entry for entry in item.entries if entry.fate in DONE]
        name = _heading(item, outcome, is_written=str(item.file) in written)
        yield word(name, language, path=visible(str(item.file)), count=len(done)), "good" if done else "strong"
        yield from _listed([_changed(entry, language) for entry in done], language, columns)
        for fate, reason in _REASONS.items():
            entries = [entry for entry in item.entries if entry.fate is fate]
            if entries:
                yield word(reason, language, count=len(entries)), "warning"
                yield from _listed([_left(entry, language) for entry in entries], language, columns)


def _heading(item: RefreshedFile, outcome: RefreshOutcome, *, is_written: bool) -> str:
    if not item.is_changed:
        return "refresh-same"
    return "refresh-written" if is_written else "refresh-dry" if outcome.dry_run else "refresh-not-written"


def _listed(rows: Sequence[tuple[str, ...]], language: str, columns: int | None) -> Iterator[tuple[str, str]]:
    for line in table(rows[:_SHOWN], columns):
        yield line, ""
    if len(rows) > _SHOWN:
        yield word("changed-more", language, count=len(rows) - _SHOWN), "faint"


def _changed(entry: Refreshed, language: str) -> tuple[str, ...]:
    if entry.fate is Fate.CHANGED:
        said = _both(entry.now, entry.today)
    else:
        said = word(_DONE[entry.fate], language, text=_short(entry.today or entry.written))
    return f"  {said}", visible(entry.place), cells_text(entry.cells)


def _left(entry: Refreshed, language: str) -> tuple[str, ...]:
    if entry.fate is Fate.KEPT:
        said = word("refresh-both", language, now=_short(entry.now or entry.written), today=_short(entry.today) or "—")
    elif entry.fate is Fate.OTHERWISE:
        said = _both(entry.now or "—", entry.today)
    elif entry.fate in (Fate.GONE, Fate.ABSENT):
        said = _short(entry.written or entry.today)
    else:
        said = _both(entry.written, entry.today)
    return f"  {said}", visible(entry.place), cells_text(entry.cells)


def _both(old: str, new: str) -> str:
    """Old → new; of long texts that begin alike, from shortly before where they part."""
    alike = takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False))
    start = sum(1 for _ in alike) - _BEFORE
    while start > 0 and old[start - 1] in _NUMBER:
        start -= 1
    if max(width(old), width(new)) > _LONGEST_TEXT and start > 0:
        old, new = f"…{old[start:]}", f"…{new[start:]}"
    return f"{_short(old)} → {_short(new) or '—'}"


def _short(text: str) -> str:
    return cut(visible(text), _LONGEST_TEXT)
