"""The one look of all charts: sizes in points, fills and lines that stay apart in black-and-white print.

Charts are pictures that stand in a Word page of their own width, so a point here is a point on paper.
Fills differ by lightness first (neighbours by at least a quarter of the scale), by hatch second and by
colour last; lines differ by dash and by marker. Change anything that shows and raise `STYLE_VERSION`,
or cached pictures keep the old look.
"""

from __future__ import annotations

from ...model.values import dataclass

STYLE_VERSION = 4
DPI = 200
WIDTH = 15.6 / 2.54 * 72
"""15.6 cm, the width of the text area of GB/T 9704."""

LARGEST_HEIGHT = 20.0 / 2.54 * 72
"""20 cm: the text area is 22.5 cm high and the caption must stay on the page."""

TEXT = 10.0
"""Size of category names and legends."""

SMALL = 9.0
"""Size of axis numbers, units and crowded data labels; nothing in a chart is smaller."""

LEADING = 1.25
"""Distance of two lines of text, in text sizes."""

MARGIN = 4.0
INK = "#1a1a1a"
GREY = "#595959"
GRID = "#d9d9d9"
PAPER = "#ffffff"


@dataclass(frozen=True, slots=True)
class Fill:
    """How an area is filled. `hatch` is a pattern of matplotlib, empty for none, drawn in `hatch_ink`."""

    colour: str
    hatch: str = ""
    hatch_ink: str = PAPER
    edge: str = ""


@dataclass(frozen=True, slots=True)
class Pen:
    """How a line of data is drawn: `dashes` in points (on, off, …), empty for a full line.

    `marker` is circle, square, triangle or diamond; `hollow` markers are filled with paper.
    """

    colour: str
    dashes: tuple[float, ...] = ()
    marker: str = "circle"
    hollow: bool = False


FILLS = (
    Fill("#1f4e79"),
    Fill("#f4b860"),
    Fill("#5b8f8a", "///"),
    Fill("#dbe7f3", "...", "#1f4e79", edge="#1f4e79"),
    Fill("#8c3a3a", "\\\\\\"),
    Fill("#c9d6a3", "\\\\", "#55692a"),
    Fill("#6b6f7a", "---"),
    Fill("#ffffff", "xxx", "#1f4e79", edge="#1f4e79"),
)
"""Fills of series and slices in their order; more than eight begin again."""

PENS = (
    Pen("#1f4e79", (), "circle"),
    Pen("#b5482f", (5.0, 2.0), "square", hollow=True),
    Pen("#3f7d6e", (1.5, 1.5), "triangle"),
    Pen("#8a6d1d", (6.0, 1.5, 1.5, 1.5), "diamond", hollow=True),
    Pen("#5a4a86", (9.0, 2.5), "square"),
    Pen("#404040", (2.5, 1.0), "circle", hollow=True),
)
"""Lines of series in their order; more than six begin again."""


def fill_of(index: int, count: int = 0) -> Fill:
    """The fill of a series or slice; the last of `count` never equals the first it touches in a ring."""
    if count > 1 and index == count - 1 and index % len(FILLS) == 0:
        return FILLS[len(FILLS) // 2]
    return FILLS[index % len(FILLS)]


def pen_of(index: int) -> Pen:
    """The line of a series."""
    return PENS[index % len(PENS)]
