"""How high a native chart is, in Word and in Excel: as its content needs, for each point of height is paper.

Excel and Word lay out the inside themselves, so these are the heights at which labels keep apart.
"""

from __future__ import annotations

from ...model.document import ChartKind, ChartSpec

LOWEST = 150.0
_USUAL, _TALLEST = 210.0, 560.0
_BAR, _BARS_FRAME = 22.0, 70.0
_FEW, _FEW_HEIGHT = 4, 165.0
"""Columns up to which a low chart shows as much as a high one."""


def chart_height(spec: ChartSpec) -> float:
    """Points: a line of its own for each lying bar, little for a few columns."""
    drawn = len(spec.categories) * max(1, len(spec.series))
    if spec.kind is ChartKind.BAR:
        return min(_TALLEST, max(LOWEST, _BARS_FRAME + _BAR * drawn))
    if spec.kind is ChartKind.COLUMN and drawn <= _FEW:
        return _FEW_HEIGHT
    return _USUAL
