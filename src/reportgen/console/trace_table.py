"""Traced figures as a table: the text, where it stands, the cells, how it was worked out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ..model.origin_texts import FROM
from ..model.outcome import TracedFigure
from ..model.place import ARROW
from .catalogue import word
from .widths import cut, width

_LONGEST_TEXT = 40
"""Columns of the terminal; a sentence that stands in one cell would push all else out of sight."""

_BEFORE = 6
"""Characters of a long text that are shown before its first difference."""

_ADDRESS = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


def trace_rows(figures: Iterable[TracedFigure], language: str) -> list[tuple[str, ...]]:
    """A header and one row a figure."""
    header = tuple(
        word(name, language) for name in ("column-text", "column-place", "column-cells", "column-derivation")
    )
    return [header, *(_row(figure, language) for figure in figures)]


def _row(figure: TracedFigure, language: str) -> tuple[str, ...]:
    binding = figure.binding
    return (_text(figure, language), binding.place, _cells(figure), binding.derivation)


def _cells(figure: TracedFigure) -> str:
    """The cells, those that were collected followed by the cells of the return."""
    cells, origins = figure.binding.cells, figure.origins
    if not origins:
        return cells_text(cells)
    groups: dict[str, list[tuple[str, str]]] = {}
    for cell, origin in zip(cells, origins, strict=True):
        groups.setdefault(origin.rpartition(ARROW)[0] or origin, []).append((cell, origin))
    return "；".join(
        cells_text([cell for cell, _ in pairs]) + (FROM + cells_text([origin for _, origin in pairs]) if file else "")
        for file, pairs in groups.items()
    )


def _text(figure: TracedFigure, language: str) -> str:
    """The text as it was written, and what became of it."""
    written = figure.binding.text
    if figure.now is None and not figure.unsure:
        return cut(written, _LONGEST_TEXT)
    if not figure.now:
        lost = "now-unsure" if figure.binding.table_column else "now-unknown"
        name = lost if figure.now is None else "now-removed"
        return word(name, language, text=cut(written, _LONGEST_TEXT))
    text, now = _where_they_differ(written, figure.now)
    return word("now-reads", language, text=text, now=now)


def _where_they_differ(written: str, now: str) -> tuple[str, str]:
    """Two texts, of long ones what is around the first difference."""
    if max(width(written), width(now)) <= _LONGEST_TEXT:
        return written, now
    pairs = enumerate(zip(written, now, strict=False))
    same = next((at for at, (one, other) in pairs if one != other), 0)
    start = max(0, same - _BEFORE) if same > 2 * _BEFORE else 0
    opening = "…" if start else ""
    return cut(opening + written[start:], _LONGEST_TEXT), cut(opening + now[start:], _LONGEST_TEXT)


def cells_text(cells: Sequence[str]) -> str:
    """The cells with their file and sheet said once: `data.xlsx › 主导产业 › C4:C8、D4`."""
    groups: dict[str, list[str]] = {}
    for cell in cells:
        head, _, address = cell.rpartition(ARROW)
        groups.setdefault(head, []).append(address)
    return "；".join(
        ARROW.join(part for part in (head, "、".join(_ranges(addresses))) if part) for head, addresses in groups.items()
    )


def _ranges(addresses: Sequence[str]) -> list[str]:
    """Addresses with runs of cells below one another drawn together."""
    runs: list[list[str]] = []
    for address in addresses:
        if runs and _is_below(runs[-1][-1], address):
            runs[-1].append(address)
        else:
            runs.append([address])
    return [run[0] if len(run) == 1 else f"{run[0]}:{run[-1]}" for run in runs]


def _is_below(upper: str, lower: str) -> bool:
    first, second = _ADDRESS.fullmatch(upper), _ADDRESS.fullmatch(lower)
    return bool(first and second and first[1] == second[1] and int(first[2]) + 1 == int(second[2]))
