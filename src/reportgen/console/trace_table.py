"""Traced figures as a table: the text, where it stands, the cells, how it was worked out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ..model.outcome import TracedFigure
from ..model.place import ARROW
from .catalogue import word
from .widths import cut

_LONGEST_TEXT = 40
"""Columns of the terminal; a sentence that stands in one cell would push all else out of sight."""

_ADDRESS = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


def trace_rows(figures: Iterable[TracedFigure], language: str) -> list[tuple[str, ...]]:
    """A header and one row a figure."""
    header = tuple(
        word(name, language) for name in ("column-text", "column-place", "column-cells", "column-derivation")
    )
    return [header, *(_row(figure, language) for figure in figures)]


def _row(figure: TracedFigure, language: str) -> tuple[str, ...]:
    binding = figure.binding
    text = binding.text
    if figure.now is not None:
        text = word("now-removed" if not figure.now else "now-reads", language, text=text, now=figure.now)
    elif figure.unsure:
        text = word("now-unsure", language, text=text)
    return (cut(text, _LONGEST_TEXT), binding.place, cells_text(binding.cells), binding.derivation)


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
