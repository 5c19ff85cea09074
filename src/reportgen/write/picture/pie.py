"""Pies and rings (饼, 环): slices clockwise from the top, each named outside with its value and share.

Names, values and shares stand beside the circle with leader lines, spread so that none touches another;
there is no legend to match by colour.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise
from math import cos, hypot, pi, sin

from ...model.document import ChartKind, ChartSpec
from ...model.quantity import fixed
from ...model.values import dataclass
from .scale import add, percent, share
from .scene import Area, Label, Point, Scene, Stroke, centred
from .style import GREY, LEADING, MARGIN, PAPER, SMALL, TEXT, WIDTH, fill_of
from .text import single_line, wrap_or_shorten
from .values import Lane, lanes_of, number_text

_RADIUS, _HOLE = 78.0, 0.56
_LEAD, _ARM = 12.0, 16.0
_ROW = SMALL * LEADING


_TURNS = 24
_HABIT = 60.0
"""What it costs not to begin at the top, in points that tags stand away from their slices."""


@dataclass(frozen=True, slots=True)
class Slice:
    """A slice: the position of its category, its value and its part of the whole between 0 and 1."""

    index: int
    value: Decimal
    part: float


@dataclass(slots=True)
class Tag:
    """The lines beside a slice, where its leader begins, and (settled by `_spread`) how high it stands."""

    lines: tuple[str, ...]
    angle: float
    right: bool
    middle: float = 0.0

    @property
    def height(self) -> float:
        """The space of the lines and a little air."""
        return len(self.lines) * _ROW + 4


def pie(spec: ChartSpec) -> Scene:
    """The scene of a pie or ring over the first series; its values are not negative, their sum not zero."""
    lane = lanes_of(spec)[0]
    whole = add(lane.known)
    slices = tuple(Slice(at, value, share(value, whole)) for at, value in enumerate(lane.values) if value is not None)
    lines = [_lines(spec, lane, piece, whole) for piece in slices]
    first, tags, height = _best_turn(slices, lines)
    scene = Scene(WIDTH, height)
    centre = (WIDTH / 2, height / 2)
    hole = _HOLE if spec.kind is ChartKind.RING else 0.0
    turn = first
    for place, piece in enumerate(slices):
        if piece.part:
            scene.add(Area(_slice(centre, turn, turn + piece.part, hole), fill_of(place, len(slices))))
        turn += piece.part
    _put_gaps(scene, first, [piece.part for piece in slices], centre, hole)
    for tag in tags:
        scene.add(Stroke(_leader(tag, centre), GREY, 0.6), *_texts(tag, centre))
    if hole and spec.labels:
        _put_whole(scene, number_text(whole, spec.decimals) + lane.unit, centre)
    return scene


def _best_turn(slices: Sequence[Slice], lines: Sequence[tuple[str, ...]]) -> tuple[float, list[Tag], float]:
    """Where the first slice begins: at the top, unless many small slices then crowd one side."""
    found = []
    for step in range(_TURNS):
        tags = _tags(slices, lines, step / _TURNS)
        height = max(2 * (_RADIUS + _LEAD + 10), *(_stack(tags, right=side) + 12 for side in (True, False)))
        for side in (True, False):
            _spread([tag for tag in tags if tag.right is side], height)
        cost = sum(_strain(tag, height) for tag in tags) + height + (_HABIT if step else 0.0)
        found.append((cost, step, tags, height))
    _, step, tags, height = min(found, key=lambda item: item[:2])
    return step / _TURNS, tags, height


def _strain(tag: Tag, height: float) -> float:
    """How far a tag stands from its slice, much more where its leader runs over the circle."""
    away = abs(tag.middle - height / 2 - (_RADIUS + _LEAD) * cos(2 * pi * tag.angle))
    points = _leader(tag, (0.0, height / 2))
    crossing = any(_nearness(one, two, height / 2) < _RADIUS for one, two in pairwise(points))
    return max(0.0, away - 8.0) + (500.0 if crossing else 0.0)


def _nearness(one: Point, two: Point, middle: float) -> float:
    """How near the line from one point to another comes to the circle's centre at (0, `middle`)."""
    dx, dy = two[0] - one[0], two[1] - one[1]
    length = dx * dx + dy * dy
    along = max(0.0, min(1.0, -(one[0] * dx + (one[1] - middle) * dy) / length)) if length else 0.0
    return hypot(one[0] + along * dx, one[1] - middle + along * dy)


def _put_gaps(scene: Scene, first: float, parts: Sequence[float], centre: Point, hole: float) -> None:
    """Lines of paper between neighbouring slices."""
    if sum(1 for part in parts if part) < 2:
        return
    turn = first
    for part in parts:
        turn += part
        ends = _on(centre, _RADIUS * hole, turn), _on(centre, _RADIUS + 0.5, turn)
        scene.add(Stroke(ends, PAPER, 1.2))


def _lines(spec: ChartSpec, lane: Lane, piece: Slice, whole: Decimal) -> tuple[str, ...]:
    """What stands beside a slice: its name, below it value and share."""
    room = WIDTH / 2 - _RADIUS - _LEAD - _ARM - 6 - MARGIN
    numbers = f"{lane.full[piece.index]}，" if spec.labels else ""
    second = f"{numbers}{fixed(percent(piece.value, whole), 1)}%"
    name = spec.categories[piece.index]
    return (*wrap_or_shorten(single_line(name), SMALL, room, 2), *wrap_or_shorten(second, SMALL, room, 2))


def _tags(slices: Sequence[Slice], lines: Sequence[tuple[str, ...]], first: float) -> list[Tag]:
    if len(slices) == 1:
        return [Tag(lines[0], 0.25, right=True)]
    tags, turn = [], first
    for piece, texts in zip(slices, lines, strict=True):
        angle = (turn + piece.part / 2) % 1.0
        turn += piece.part
        tags.append(Tag(texts, angle, right=angle < 0.5))
    return tags


def _stack(tags: Sequence[Tag], *, right: bool) -> float:
    return sum(tag.height for tag in tags if tag.right is right)


def _spread(tags: list[Tag], height: float) -> None:
    """Give each tag of a side its height: as near its slice as its neighbours allow, order kept."""
    tags.sort(key=lambda tag: tag.angle if tag.right else 1 - tag.angle)
    below = height - 6
    for tag in tags:
        wanted = height / 2 + (_RADIUS + _LEAD) * cos(2 * pi * tag.angle)
        tag.middle = min(wanted, below - tag.height / 2)
        below = tag.middle - tag.height / 2
    above = 6.0
    for tag in reversed(tags):
        tag.middle = max(tag.middle, above + tag.height / 2)
        above = tag.middle + tag.height / 2


def _slice(centre: Point, start: float, stop: float, hole: float) -> tuple[Point, ...]:
    steps = max(2, int((stop - start) * 240))
    turns = [start + (stop - start) * step / steps for step in range(steps + 1)]
    outer = [_on(centre, _RADIUS, turn) for turn in turns]
    if hole:
        return (*outer, *(_on(centre, _RADIUS * hole, turn) for turn in reversed(turns)))
    return tuple(outer) if stop - start >= 1 else (*outer, centre)


def _on(centre: Point, radius: float, turn: float) -> Point:
    """The point at a share of the full turn, clockwise from the top."""
    return centre[0] + radius * sin(2 * pi * turn), centre[1] + radius * cos(2 * pi * turn)


def _leader(tag: Tag, centre: Point) -> tuple[Point, ...]:
    """From the rim outwards, and on to the text."""
    sign = 1 if tag.right else -1
    end = (centre[0] + sign * (_RADIUS + _LEAD + _ARM), tag.middle)
    knee = (end[0] - sign * 8, tag.middle)
    return (_on(centre, _RADIUS + 1, tag.angle), _on(centre, _RADIUS + 7, tag.angle), knee, end)


def _texts(tag: Tag, centre: Point) -> Iterator[Label]:
    sign = 1 if tag.right else -1
    x = centre[0] + sign * (_RADIUS + _LEAD + _ARM + 3)
    first = tag.middle + _ROW * (len(tag.lines) - 1) / 2
    for row, line in enumerate(tag.lines):
        yield centred(x, first - row * _ROW, line, SMALL, "start" if tag.right else "end")


def _put_whole(scene: Scene, text: str, centre: Point) -> None:
    lines = ("合计", *wrap_or_shorten(text, TEXT, _RADIUS * _HOLE * 1.7, 2))
    first = centre[1] + TEXT * LEADING * (len(lines) - 1) / 2
    scene.add(*(centred(centre[0], first - row * TEXT * LEADING, line, TEXT) for row, line in enumerate(lines)))
