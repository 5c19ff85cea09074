"""Columns over the slots of an upright chart, side by side or stacked, with their data labels."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ...model.document import ChartSpec
from ...model.values import dataclass
from .frame import Frame
from .scale import add
from .scene import Label, Rectangle, Shape, Taken, bar, centred, patch
from .segments import is_dark, may_total, segment_labels, segments_of
from .style import INK, PAPER, SMALL, Fill, fill_of
from .text import width_of
from .values import Lane, number_text

_SHARE = 0.72
"""Part of a slot that its columns take."""

_BROADEST = 44.0


@dataclass(frozen=True, slots=True)
class Manner:
    """How columns carry their labels: none, at the end, `turned` to read upwards, or `inside` at the foot.

    Inside is where lines run over the columns. `reach` is how far labels stand out from the ends.
    """

    labels: bool
    stacked: bool
    turned: bool
    inside: bool
    reach: float


def pitch_of(slot: float, count: int) -> float:
    """The distance of neighbouring columns in a slot."""
    return min(slot * _SHARE / max(count, 1), _BROADEST)


def manner_of(columns: Sequence[Lane], slot: float, *, labels: bool, stacked: bool, inside: bool) -> Manner:
    """The manner that gives every label room."""
    widest = max((width_of(text, SMALL) for lane in columns for text in lane.texts), default=0.0)
    room = (
        slot - 2 if len(columns) == 1 else min(slot / max(len(columns), 1) * 0.95, pitch_of(slot, len(columns)) * 1.3)
    )
    turned = widest > room and not stacked
    reach = (widest + 5 if turned else SMALL + 4) if labels and columns else 0.0
    return Manner(labels, stacked, turned, inside, reach)


def put_columns(frame: Frame, columns: Sequence[Lane], taken: Taken, manner: Manner) -> None:
    """Paint the columns of every series side by side; a gap stays empty, a label without room is left out."""
    pitch = pitch_of(frame.slot, len(columns))
    broad = pitch * (0.94 if len(columns) > 1 else 1.0)
    everywhere = Rectangle(0.0, 0.0, frame.scene.width, frame.scene.height)
    for at, lane in enumerate(columns):
        for index, value in enumerate(lane.values):
            if value is None:
                continue
            x = frame.centre(index) + (at - (len(columns) - 1) / 2) * pitch
            end, origin = frame.scale.at(value), frame.scale.origin
            body = Rectangle(x - broad / 2, min(origin, end), x + broad / 2, max(origin, end))
            frame.scene.add(bar(body.left, body.bottom, body.right, body.top, fill_of(at)))
            taken.soft.append(body)
            if manner.labels:
                *under, label = _label(body, lane.texts[index], manner, fill_of(at), down=value < 0)
                if isinstance(label, Label) and taken.first_free([label], everywhere):
                    frame.scene.add(*under, label)


def _label(body: Rectangle, text: str, manner: Manner, fill: Fill, *, down: bool) -> Iterator[Shape]:
    if manner.inside and _fits_inside(body, text, manner):
        yield from _inner(body, text, manner, fill, down=down)
        return
    x, end = (body.left + body.right) / 2, body.bottom if down else body.top
    if manner.turned:
        yield centred(x, end - 3 if down else end + 3, text, SMALL, "end" if down else "start", turned=True)
    else:
        yield Label(x, end - 2 - SMALL * 0.8 if down else end + 3, text, SMALL)


def _fits_inside(body: Rectangle, text: str, manner: Manner) -> bool:
    length, height = width_of(text, SMALL) + 3, SMALL * 1.2
    across, along = (height, length) if manner.turned else (length, height)
    return across <= body.right - body.left and along + 3 <= body.top - body.bottom


def _inner(body: Rectangle, text: str, manner: Manner, fill: Fill, *, down: bool) -> Iterator[Shape]:
    colour = PAPER if is_dark(fill.colour) and not fill.hatch else INK
    x = (body.left + body.right) / 2
    foot = body.top - 3 if down else body.bottom + 3
    if manner.turned:
        label = centred(x, foot, text, SMALL, "end" if down else "start", colour, turned=True)
    else:
        label = Label(x, foot - SMALL * 0.75 if down else foot, text, SMALL, colour=colour)
    if fill.hatch:
        yield patch(label.space)
    yield label


def put_stacks(frame: Frame, columns: Sequence[Lane], taken: Taken, spec: ChartSpec) -> None:
    """Paint one stack a category: positive values upwards, negative ones downwards, the total on top."""
    broad = min(frame.slot * 0.6, _BROADEST)
    stacks = [
        segments_of([lane.values[index] for lane in columns], frame.scale) for index in range(len(spec.categories))
    ]
    for index, segments in enumerate(stacks):
        x = frame.centre(index)
        for segment in segments:
            frame.scene.add(bar(x - broad / 2, segment.low, x + broad / 2, segment.high, fill_of(segment.lane)))
            taken.spaces.append(Rectangle(x - broad / 2, segment.low, x + broad / 2, segment.high))
        if spec.labels and may_total(columns) and len(segments) > 1:
            whole = number_text(add(segment.value for segment in segments), spec.decimals)
            label = Label(x, max(segment.high for segment in segments) + 3, whole, SMALL)
            if width_of(whole, SMALL) <= frame.slot:
                frame.scene.add(label)
                taken.spaces.append(label.space)
    for index, segments in enumerate(stacks if spec.labels else ()):
        x = frame.centre(index)
        left, right = max(frame.left, x - frame.slot), min(frame.right, x + frame.slot)
        inside = Rectangle(left, frame.scale.start, right, frame.scene.height)
        texts = [lane.texts[index] for lane in columns]
        frame.scene.add(*segment_labels(segments, texts, x, broad, inside, taken))
