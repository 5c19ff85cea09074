"""The frame of an upright chart: where its plot, axes and category names stand, and how high it is.

Columns stand on categories from left to right. Lines of a second axis get a band of their own above the
columns, with its axis on the right: growth rates then never run through the columns and their labels.
"""

from __future__ import annotations

from collections.abc import Sequence

from ...model.values import dataclass
from .legend import Entry, head, head_height, unit_text
from .scale import Scale, scale_of
from .scene import Label, Scene, Stroke, lines_of
from .style import GREY, GRID, INK, LEADING, MARGIN, SMALL, TEXT, WIDTH
from .text import width_of, wrap, wrap_or_shorten
from .values import Lane, number_text

PLOT_HEIGHT, LOW_PLOT, BAND_HEIGHT = 158.0, 104.0, 62.0
MOST_LINES = 3
LONGEST_TURNED = 130.0


@dataclass(frozen=True, slots=True)
class Names:
    """How category names stand under the plot: in lines, or `turned` to read upwards; `every` n-th one."""

    lines: tuple[tuple[str, ...], ...]
    size: float
    turned: bool = False
    every: int = 1

    @property
    def height(self) -> float:
        """The space below the plot."""
        if self.turned:
            return max((width_of(line, self.size) for lines in self.lines for line in lines), default=0.0) + 6
        most = max((len(lines) for lines in self.lines), default=1)
        return most * self.size * LEADING + 5


def upright_names(categories: Sequence[str], slot: float) -> Names | None:
    """Names in up to three lines of a slot's width, None where one does not fit."""
    for size in (TEXT, SMALL):
        wrapped = [wrap(name, size, slot - 3, MOST_LINES, whole_words=True) for name in categories]
        lines = tuple(line for line in wrapped if line is not None)
        if len(lines) == len(categories):
            return Names(lines, size)
    return None


def turned_names(categories: Sequence[str], slot: float) -> Names:
    """Names that read upwards, in as many lines as a slot has room for; the n-th only in narrow slots."""
    every = max(1, -int(-SMALL * 1.05 // slot))
    most = max(1, int(slot * every / (SMALL * LEADING)))
    lines = tuple(wrap_or_shorten(name, SMALL, LONGEST_TURNED, most) for name in categories)
    return Names(lines, SMALL, turned=True, every=every)


@dataclass(frozen=True, slots=True)
class Frame:
    """The places of an upright chart. `band` is the second axis' scale, None without one."""

    scene: Scene
    left: float
    right: float
    slot: float
    scale: Scale
    band: Scale | None

    def centre(self, index: int) -> float:
        """The middle of a category's slot."""
        return self.left + (index + 0.5) * self.slot


@dataclass(frozen=True, slots=True)
class Wish:
    """What a frame is made for: the series, their scales, the names, and the space for data labels.

    `above` and `below` are the free strips over the plot, which is `plot` points high, and under it.
    `first` and `second` are the series of the left and the right axis.
    """

    categories: tuple[str, ...]
    first: tuple[Lane, ...]
    second: tuple[Lane, ...]
    entries: tuple[Entry, ...]
    scale: Scale
    above: float
    below: float
    plot: float = PLOT_HEIGHT


def edges(scale: Scale, band: Scale | None) -> tuple[float, float]:
    """Left and right end of the plot, beside the axis numbers."""
    left = MARGIN + _widest(scale) + 5
    right = WIDTH - MARGIN - (_widest(band) + 5 if band else 2)
    return left, right


def frame_of(wish: Wish) -> Frame:
    """Lay out the frame and put axes, names, units and legend into its scene."""
    band = scale_of([value for lane in wish.second for value in lane.known], intervals=3, from_zero=False)
    band_or_none = band if wish.second else None
    left, right = edges(wish.scale, band_or_none)
    slot = (right - left) / max(len(wish.categories), 1)
    names = upright_names(wish.categories, slot) or turned_names(wish.categories, slot)
    units = unit_text(wish.first), unit_text(wish.second)
    low = MARGIN + names.height + wish.below
    high = low + wish.plot + wish.above
    top = high + (BAND_HEIGHT + SMALL * 1.6 if wish.second else 0.0)
    scene = Scene(WIDTH, top + head_height(wish.entries, *units, WIDTH))
    head(scene, wish.entries, *units)
    placed = wish.scale.placed(low, wish.plot)
    frame = Frame(scene, left, right, slot, placed, band_or_none and band.placed(high, BAND_HEIGHT))
    _put_grid(frame)
    _put_names(frame, names, low - wish.below)
    return frame


def _widest(scale: Scale | None) -> float:
    if scale is None:
        return 0.0
    return max(width_of(number_text(tick, scale.decimals), SMALL) for tick in scale.ticks)


def _put_grid(frame: Frame) -> None:
    scene, scale = frame.scene, frame.scale
    for tick in scale.ticks:
        y = scale.at(tick)
        scene.add(Stroke(((frame.left, y), (frame.right, y)), GRID, 0.5, crisp=True))
        text = number_text(tick, scale.decimals)
        scene.add(Label(frame.left - 5, y - SMALL * 0.36, text, SMALL, "end", colour=GREY))
    for tick in frame.band.ticks if frame.band else ():
        y = frame.band.at(tick) if frame.band else 0.0
        scene.add(Stroke(((frame.left, y), (frame.right, y)), GRID, 0.5, (2.0, 2.0), crisp=True))
        text = number_text(tick, frame.band.decimals if frame.band else 0)
        scene.add(Label(frame.right + 5, y - SMALL * 0.36, text, SMALL, "start", colour=GREY))


def base_line(frame: Frame) -> Stroke:
    """The line that columns stand on, to be painted over their feet."""
    y = frame.scale.origin
    return Stroke(((frame.left, y), (frame.right, y)), INK, 0.8, crisp=True)


def _put_names(frame: Frame, names: Names, top: float) -> None:
    for index, lines in enumerate(names.lines):
        x = frame.centre(index)
        if not names.turned:
            frame.scene.add(*lines_of(x, top - 4, lines, names.size, LEADING))
        elif index % names.every == 0:
            step = names.size * LEADING
            first = x - step * (len(lines) - 1) / 2 + names.size * 0.36
            frame.scene.add(
                *(
                    Label(first + row * step, top - 4, line, names.size, "end", turned=True)
                    for row, line in enumerate(lines)
                )
            )
