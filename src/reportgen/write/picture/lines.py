"""Lines of data over the slots of an upright chart, with markers and labels that keep clear of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise

from .frame import Frame
from .scale import Scale
from .scene import Label, Point, Rectangle, Stroke, Taken, marker, patch
from .style import PAPER, SMALL, pen_of
from .text import width_of
from .values import Lane

_STEP = 4.0
_REACH = 3.4
_FEW = 5
LINE_LABEL = SMALL + 7
"""How far a label reaches from its point, up or down."""


def put_lines(frame: Frame, scale: Scale, lanes: Sequence[Lane], first_pen: int, taken: Taken, *, labels: bool) -> None:
    """Paint the lines of one axis; a gap in the data is a gap in its line."""
    columns = tuple(taken.soft)
    runs = [tuple(_runs(frame, scale, lane)) for lane in lanes]
    for at, parts in enumerate(runs):
        pen = pen_of(first_pen + at)
        for points in parts:
            if columns:
                frame.scene.add(Stroke(points, PAPER, 2.4))
            frame.scene.add(Stroke(points, pen.colour, 1.5, pen.dashes))
            taken.soft.extend(_along(points))
    for at, parts in enumerate(runs):
        for x, y in (point for points in parts for point in points):
            frame.scene.add(marker(x, y, pen_of(first_pen + at)))
            taken.spaces.append(Rectangle(x - _REACH, y - _REACH, x + _REACH, y + _REACH))
    if not labels:
        return
    inside = Rectangle(frame.left, scale.start - LINE_LABEL, frame.right, scale.start + scale.length + LINE_LABEL)
    for lane in lanes:
        for label in _labels(frame, scale, lane, inside, taken):
            if any(label.space.overlaps(column) for column in columns):
                frame.scene.add(patch(label.space))
            frame.scene.add(label)


def _runs(frame: Frame, scale: Scale, lane: Lane) -> Iterator[tuple[Point, ...]]:
    run: list[Point] = []
    for index, value in enumerate((*lane.values, None)):
        if value is not None:
            run.append((frame.centre(index), scale.at(value)))
        elif run:
            yield tuple(run)
            run = []


def _along(points: Sequence[Point]) -> Iterator[Rectangle]:
    """Small spaces along a line, so that labels stay off it where they can."""
    for (x0, y0), (x1, y1) in pairwise(points):
        count = max(1, int(max(abs(x1 - x0), abs(y1 - y0)) / _STEP))
        for step in range(count + 1):
            x, y = x0 + (x1 - x0) * step / count, y0 + (y1 - y0) * step / count
            yield Rectangle(x - 0.8, y - 0.8, x + 0.8, y + 0.8)


def _labels(frame: Frame, scale: Scale, lane: Lane, inside: Rectangle, taken: Taken) -> Iterator[Label]:
    """The labels that find room; the first and last, highest and lowest ones where not all have it."""
    known = [index for index, value in enumerate(lane.values) if value is not None]
    widest = max((width_of(text, SMALL) for text in lane.texts), default=0.0)
    all_fit = widest <= frame.slot * 1.1 or len(known) < _FEW
    for index in known if all_fit else _notable(lane, known):
        value = lane.values[index] or Decimal(0)
        below = _is_low(lane, index, value)
        choices = tuple(_around(frame.centre(index), scale.at(value), lane.texts[index], below=below))
        label = taken.first_free(choices, inside, strict=True)
        if label is None and all_fit:
            label = taken.first_free(choices, inside)
        if label is not None:
            yield label


def _notable(lane: Lane, known: Sequence[int]) -> tuple[int, ...]:
    ordered = sorted(known, key=lambda index: lane.values[index] or Decimal(0))
    return tuple(dict.fromkeys((known[-1], known[0], ordered[-1], ordered[0])))


def _is_low(lane: Lane, index: int, value: Decimal) -> bool:
    """Whether the point lies under its neighbours, so that its label is better off below."""
    around = [lane.values[at] for at in (index - 1, index + 1) if 0 <= at < len(lane.values)]
    return all(other is not None and other > value for other in around) if around else False


def _around(x: float, y: float, text: str, *, below: bool) -> Iterator[Label]:
    """Places for a label: over or under its point, aside of that, farther off, beside the point."""
    up, down = y + 5, y - 5 - SMALL * 0.76
    half = width_of(text, SMALL) / 2
    for base in (down, up) if below else (up, down):
        for shift in (0.0, 0.35, -0.35, 0.8, -0.8):
            yield Label(x + half * shift, base, text, SMALL)
    for base in (up + 5, down - 5):
        yield Label(x, base, text, SMALL)
    yield Label(x + 6, y - SMALL * 0.36, text, SMALL, "start")
    yield Label(x - 6, y - SMALL * 0.36, text, SMALL, "end")
