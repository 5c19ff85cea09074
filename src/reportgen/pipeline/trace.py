"""The command `trace`: from a finished Word file back to the cells, without the report's folder."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from ..files import read_bytes
from ..model.diagnostic import Diagnostic, ReportError, error, nearest
from ..model.outcome import Trace, TracedFigure
from ..model.place import FileRef
from ..model.values import replace


def trace(file: Path, figure: str = "") -> Trace:
    """The figures of a Word file, or those whose value or text, printed or as edited since, holds `figure`.

    `76` asks for 76 and not for 176, unless no figure is 76.
    Raises nothing: a file without bindings, or a figure that is not there, is a finding.
    """
    try:
        figures = _figures(read_bytes(file, file.name), file.name)
    except ReportError as problem:
        return Trace(file=str(file), diagnostics=tuple(_placed(problem, file.name)))
    wanted = _holding(figure, figures) if figure else figures
    if figure and not wanted:
        near = nearest(figure, {text for item in figures for text in _searched(item)})
        found = error("figure-not-found", FileRef(file.name), suggestion=near, figure=figure, count=len(figures))
        return Trace(file=str(file), diagnostics=(found,))
    return Trace(file=str(file), figures=tuple(wanted))


def _holding(figure: str, figures: list[TracedFigure]) -> list[TracedFigure]:
    """The figures that have this text or number whole; where none has, those that have it in a longer number."""
    whole = re.compile(rf"(?<![\d.]){re.escape(figure)}(?!\.?\d)")
    return [item for item in figures if any(map(whole.search, _searched(item)))] or [
        item for item in figures if any(figure in text for text in _searched(item))
    ]


def _figures(data: bytes, file: str) -> list[TracedFigure]:
    """All figures of a file, each with what a person made of it."""
    from ..ooxml.bindings import flat, read_origins, read_stored
    from ..ooxml.present import present
    from ..ooxml.stories import read_stories

    stored, stories, origins = read_stored(data, file), read_stories(data, file), read_origins(data, file)
    if stories == []:  # a workbook that was filled; its cells are not compared
        return [TracedFigure(binding=binding, origins=origins.of(binding.cells)) for binding in flat(stored)]
    if stories is None:
        return [
            TracedFigure(binding=binding, unsure=True, origins=origins.of(binding.cells)) for binding in flat(stored)
        ]
    return [
        TracedFigure(
            binding=binding,
            now=None if found.text is None or found.reads(binding.text) else found.text,
            unsure=not found.certain,
            origins=origins.of(binding.cells),
        )
        for binding, found in present(stored, stories)
    ]


def _searched(item: TracedFigure) -> tuple[str, ...]:
    """The texts by which a figure is found."""
    return (item.binding.text, item.binding.value, item.now or "")


def _placed(problem: ReportError, file: str) -> Iterator[Diagnostic]:
    """The findings, with the file as the place of those that have none."""
    return (replace(item, place=item.place or FileRef(file)) for item in problem.diagnostics)
