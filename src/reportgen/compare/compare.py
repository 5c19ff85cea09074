"""Two Word files compared: figures first, then text. The one entry of this room for documents."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from ..model.binding import Binding
from ..model.comparison import Comparison, Fate, FigureChange
from ..model.diagnostic import Diagnostic, info
from ..model.place import FileRef
from ..ooxml.stories import seen
from .figures import figure_changes, readings, told
from .texts import text_changes
from .things import thing_changes
from .word_file import WordFile

Match = Callable[[Sequence[Binding], Sequence[Binding]], Mapping[int, Binding]]
"""Tells which single figure of the old version is which of the new one, by the number of the old one."""


def compare(old: WordFile, new: WordFile, match: Match) -> Comparison:
    """What changed from one file to the other."""
    figures: tuple[FigureChange, ...] = ()
    tags: frozenset[str] = frozenset()
    swaps: list[tuple[str, str]] = []
    if old.bindings is not None and new.bindings is not None:
        before, now = readings(old), readings(new)
        pairs = match([item.binding for item in before.single], [item.binding for item in now.single])
        figures = tuple(figure_changes(before, now, pairs))
        if old.has_controls and new.has_controls:
            tags = told(before, now, pairs)
        else:
            swaps = [(item.old, item.new) for item in figures if item.fate is Fate.CHANGED]
    cells = {(seen(item.old), seen(item.new)) for item in figures if item.fate is Fate.CHANGED}
    texts, formats = text_changes(old, new, tags, cells, swaps)
    return Comparison(
        old=old.file,
        new=new.file,
        figures=figures,
        texts=texts,
        things=thing_changes(old, new),
        formats=formats,
        diagnostics=tuple(_findings(old, new)),
    )


def _findings(old: WordFile, new: WordFile) -> list[Diagnostic]:
    found = [info("no-figures", FileRef(file.file), file=file.file) for file in (old, new) if file.bindings is None]
    lost = [file for file in (old, new) if file.bindings is not None and not file.has_controls]
    return found + [info("marks-lost", FileRef(file.file), file=file.file) for file in lost]
