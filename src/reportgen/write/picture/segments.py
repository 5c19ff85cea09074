"""The pieces of a stacked column or bar, and their labels: inside where there is room, else beside."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from ...model.values import dataclass
from .scale import Scale, add
from .scene import Label, Rectangle, Shape, Taken, centred, patch
from .style import INK, PAPER, SMALL, Fill, fill_of
from .text import width_of
from .values import Lane


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a stack between two points of the axis; `lane` is the position of its series."""

    lane: int
    value: Decimal
    low: float
    high: float


def may_total(lanes: Sequence[Lane]) -> bool:
    """Whether a stack's total means its height: one unit, nothing negative."""
    return len({lane.unit for lane in lanes}) == 1 and all(value >= 0 for lane in lanes for value in lane.known)


def segments_of(values: Sequence[Decimal | None], scale: Scale) -> tuple[Segment, ...]:
    """The pieces of one category: positive ones away from zero upwards, negative ones downwards."""
    segments = []
    ups, downs = Decimal(0), Decimal(0)
    for lane, value in enumerate(values):
        if value is None:
            continue
        start = downs if value < 0 else ups
        end = add((start, value))
        low, high = sorted((scale.at(start), scale.at(end)))
        segments.append(Segment(lane, value, low, high))
        ups, downs = (ups, end) if value < 0 else (end, downs)
    return tuple(segments)


def stack_ends(lanes: Sequence[Lane]) -> list[Decimal]:
    """How far every category's stack reaches, up and down."""
    rows = list(zip(*(lane.values for lane in lanes), strict=True))
    ups = [add(value for value in row if value is not None and value > 0) for row in rows]
    return ups + [add(value for value in row if value is not None and value < 0) for row in rows]


def segment_labels(
    segments: Sequence[Segment], texts: Sequence[str], x: float, broad: float, inside: Rectangle, taken: Taken
) -> Iterator[Shape]:
    """Labels of a stacked column around `x`; what fits nowhere in `inside` is left to the description."""
    for segment in segments:
        text = texts[segment.lane]
        middle = (segment.low + segment.high) / 2
        if segment.high - segment.low >= SMALL * 0.95 and width_of(text, SMALL) <= broad - 2:
            yield from inner_label(x, middle, text, fill_of(segment.lane))
            continue
        beside = taken.first_free(_beside(x, middle, broad, text), inside)
        if beside is not None:
            yield beside


def inner_label(x: float, y: float, text: str, fill: Fill) -> Iterator[Shape]:
    """A label on a filled area, on a patch of paper where the area is hatched."""
    dark = is_dark(fill.colour) and not fill.hatch
    label = centred(x, y, text, SMALL, colour=PAPER if dark else INK)
    if fill.hatch:
        yield patch(label.space)
    yield label


def _beside(x: float, middle: float, broad: float, text: str) -> Iterator[Label]:
    for shift in (0.0, 4.0, -4.0, 8.0, -8.0):
        yield centred(x + broad / 2 + 2, middle + shift, text, SMALL, "start")
        yield centred(x - broad / 2 - 2, middle + shift, text, SMALL, "end")


def is_dark(colour: str) -> bool:
    """Whether white text reads better on the colour than black (luma of ITU-R BT.601)."""
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue < 128
