"""How high a native chart is, in Word and in Excel: as its content needs, for each point of height is paper.

Excel and Word lay out the inside themselves, so these are the heights at which labels keep apart, and the
lines that the narrowest chart gives to the names below its columns.
"""

from __future__ import annotations

from ...model.document import ChartKind, ChartSpec
from ..picture.style import LEADING, TEXT
from ..picture.text import wrap
from ..picture.values import categories_of

NARROWEST = 320.0
"""Points; a chart is never narrower."""

LOWEST = 150.0
_USUAL, _TALLEST = 210.0, 560.0
_BAR, _BARS_FRAME = 22.0, 70.0
_FEW, _FEW_HEIGHT = 4, 165.0
"""Columns up to which a low chart shows as much as a high one."""

_ROUND_OR_LYING = (ChartKind.PIE, ChartKind.RING, ChartKind.BAR)
_BESIDE, _BESIDE_SECOND = 60.0, 45.0
"""Points that the axis on the left takes of the width, and the one on the right."""

_MOST_LINES = 4
_TURNED = 55.0
"""Points that names take when they are turned, as Office programs do where they have no room."""


def name_lines(spec: ChartSpec) -> int:
    """The lines that the names below upright bars take, side by side; 0 where four are too few for them."""
    room = NARROWEST - _BESIDE - _BESIDE_SECOND * any(series.second_axis for series in spec.series)
    slot = room / max(1, len(spec.categories))
    wrapped = [wrap(name, TEXT, slot, _MOST_LINES, whole_words=True) for name in categories_of(spec)]
    return 0 if None in wrapped else max((len(lines) for lines in wrapped if lines is not None), default=1)


def chart_height(spec: ChartSpec) -> float:
    """Points: a line of its own for each lying bar, little for a few columns."""
    drawn = len(spec.categories) * max(1, len(spec.series))
    if spec.kind is ChartKind.BAR:
        return min(_TALLEST, max(LOWEST, _BARS_FRAME + _BAR * drawn))
    few = spec.kind is ChartKind.COLUMN and drawn <= _FEW
    return (_FEW_HEIGHT if few else _USUAL) + _below(spec)


def _below(spec: ChartSpec) -> float:
    """The points that names take besides their first line."""
    if spec.kind in _ROUND_OR_LYING:
        return 0.0
    lines = name_lines(spec)
    return (lines - 1) * TEXT * LEADING if lines else _TURNED
