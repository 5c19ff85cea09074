"""Two Word files compared: figures first, then text. The one entry of this room for documents."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from ..model.binding import Binding
from ..model.comparison import Comparison, Fate, FigureChange
from ..model.diagnostic import Diagnostic, info
from ..model.place import FileRef
from ..ooxml.stories import seen
from .figures import Readings, figure_changes, readings, swaps, told
from .indicators import Names, nameless
from .texts import text_changes
from .things import thing_changes
from .word_file import WordFile

Match = Callable[[Sequence[Binding], Sequence[Binding]], Mapping[int, Binding]]
"""Tells which single figure of the old version is which of the new one, by the number of the old one."""


def compare(
    old: WordFile, new: WordFile, match: Match, names: tuple[Names, Names] = (nameless, nameless)
) -> Comparison:
    """What changed from one file to the other; `names` know the indicators of either by their cells."""
    figures: tuple[FigureChange, ...] = ()
    tags: frozenset[str] = frozenset()
    bare: list[tuple[str, str]] = []
    findings: list[Diagnostic] = []
    if old.bindings is not None and new.bindings is not None:
        before, now = readings(old, names[0]), readings(new, names[1])
        pairs = match([item.binding for item in before.single], [item.binding for item in now.single])
        figures = tuple(figure_changes(before, now, pairs))
        lost, bare = swaps(before, now, pairs)
        tags = told(before, now, pairs) - lost
        findings = [*_lost(old, before), *_lost(new, now)]
    cells = {(seen(item.old), seen(item.new)) for item in figures if item.fate is Fate.CHANGED}
    texts, formats = text_changes(old, new, tags, cells, bare)
    return Comparison(
        old=old.file,
        new=new.file,
        figures=figures,
        texts=texts,
        things=thing_changes(old, new),
        formats=formats,
        diagnostics=(*_without_figures(old, new), *findings),
    )


def _without_figures(*files: WordFile) -> list[Diagnostic]:
    return [info("no-figures", FileRef(file.file), file=file.file) for file in files if file.bindings is None]


def _lost(file: WordFile, found: Readings) -> list[Diagnostic]:
    """What is said of the figures that lost their marks: all of them, or so many of some sections."""
    if not file.has_controls:
        return [info("marks-lost", FileRef(file.file), file=file.file)]
    lost = [item.binding for item in found.single if not item.is_marked]
    if not lost:
        return []
    sections = list(dict.fromkeys(item.section or item.place for item in lost))
    return [
        info(
            "marks-lost-partly", FileRef(file.file), file=file.file, count=len(lost), total=len(found.single),
            sections=sections,
        )
    ]  # fmt: skip
