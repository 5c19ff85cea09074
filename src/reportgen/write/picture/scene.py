"""What a chart looks like, as plain shapes in points: made by the layouts, painted by `paint`.

The origin is the lower left corner. A scene knows nothing of matplotlib, so what must hold for every
chart (no two labels over each other, nothing outside the picture) is tested without drawing.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import cos, radians, sin
from typing import Literal

from ...model.values import dataclass, field
from .style import INK, PAPER, Fill, Pen
from .text import width_of

Point = tuple[float, float]
Side = Literal["start", "middle", "end"]


@dataclass(frozen=True, slots=True)
class Rectangle:
    """The space that something takes: left, bottom, right, top."""

    left: float
    bottom: float
    right: float
    top: float

    def overlaps(self, other: Rectangle) -> bool:
        """Whether the two share more than an edge."""
        return (
            self.left < other.right and other.left < self.right and self.bottom < other.top and other.bottom < self.top
        )


@dataclass(frozen=True, slots=True)
class Area:
    """A filled polygon. `crisp` puts its edges on whole pixels, as bars need it."""

    points: tuple[Point, ...]
    fill: Fill
    crisp: bool = False


@dataclass(frozen=True, slots=True)
class Stroke:
    """A line through points; `dashes` in points, empty for a full line."""

    points: tuple[Point, ...]
    colour: str = INK
    width: float = 0.6
    dashes: tuple[float, ...] = ()
    crisp: bool = False


@dataclass(frozen=True, slots=True)
class Label:
    """A line of text with its baseline through (x, y); `turned` reads upwards.

    `side` says which end of the text stands at the point.
    """

    x: float
    y: float
    text: str
    size: float
    side: Side = "middle"
    turned: bool = False
    colour: str = INK

    @property
    def space(self) -> Rectangle:
        """The space that the text takes, a little generous."""
        length = width_of(self.text, self.size)
        before = {"start": 0.0, "middle": length / 2, "end": length}[self.side]
        rise, drop = self.size * 0.86, self.size * 0.14
        if self.turned:
            return Rectangle(self.x - rise, self.y - before, self.x + drop, self.y - before + length)
        return Rectangle(self.x - before, self.y - drop, self.x - before + length, self.y + rise)


Shape = Area | Stroke | Label


@dataclass(slots=True)
class Scene:
    """The shapes of one picture in the order of painting; layouts add to it."""

    width: float
    height: float
    shapes: list[Shape] = field(default_factory=list)

    def add(self, *shapes: Shape) -> None:
        """Paint these next."""
        self.shapes.extend(shapes)

    @property
    def labels(self) -> tuple[Label, ...]:
        """The texts of the picture."""
        return tuple(shape for shape in self.shapes if isinstance(shape, Label))


def bar(left: float, bottom: float, right: float, top: float, fill: Fill) -> Area:
    """A filled rectangle with crisp edges."""
    return Area(((left, bottom), (right, bottom), (right, top), (left, top)), fill, crisp=True)


def patch(space: Rectangle) -> Area:
    """A piece of paper under a label that stands on something dark or hatched."""
    return Area(bar(space.left - 1, space.bottom, space.right + 1, space.top, Fill(PAPER)).points, Fill(PAPER))


def marker(x: float, y: float, pen: Pen, radius: float = 2.6) -> Area:
    """The mark of a line's data point."""
    turns = {"circle": (24, 0.0, 1.0), "square": (4, 45.0, 1.25), "triangle": (3, 90.0, 1.45), "diamond": (4, 0.0, 1.4)}
    corners, first, scale = turns[pen.marker]
    reach = radius * scale
    angles = (radians(first + 360 * step / corners) for step in range(corners))
    points = tuple((x + reach * cos(angle), y + reach * sin(angle)) for angle in angles)
    return Area(points, Fill(PAPER if pen.hollow else pen.colour, edge=pen.colour))


def centred(
    x: float, y: float, text: str, size: float, side: Side = "middle", colour: str = INK, *, turned: bool = False
) -> Label:
    """A label whose line of text is centred on the point across its direction."""
    shift = size * 0.36
    return Label(x + shift if turned else x, y if turned else y - shift, text, size, side, turned, colour)


def lines_of(
    x: float, top: float, lines: Iterable[str], size: float, leading: float, side: Side = "middle"
) -> tuple[Label, ...]:
    """Labels below one another, the first one's space beginning at `top`."""
    return tuple(Label(x, top - size * 0.86 - row * size * leading, text, size, side) for row, text in enumerate(lines))


@dataclass(slots=True)
class Taken:
    """The spaces that labels keep clear of: always of `spaces`, where they can of `soft` ones too."""

    spaces: list[Rectangle] = field(default_factory=list)
    soft: list[Rectangle] = field(default_factory=list)

    def first_free(self, choices: Iterable[Label], inside: Rectangle, *, strict: bool = False) -> Label | None:
        """The first label that overlaps nothing and stays inside, noted as taken; None where none does.

        With `strict` soft spaces count as taken.
        """
        obstacles = [*self.spaces, *self.soft] if strict else self.spaces
        for label in choices:
            space = label.space
            within = inside.left <= space.left and space.right <= inside.right
            upright = inside.bottom <= space.bottom and space.top <= inside.top
            if within and upright and not any(space.overlaps(other) for other in obstacles):
                self.spaces.append(space)
                return label
        return None
