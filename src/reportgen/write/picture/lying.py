"""Horizontal bars, grouped or stacked (条形): long names get the room on the left, labels stand at the ends."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from ...model.document import ChartKind, ChartSpec
from ...model.values import dataclass
from .legend import Entry, entry_name, head, head_height, unit_text
from .scale import Scale, add, scale_of
from .scene import Label, Scene, Stroke, bar, centred
from .segments import inner_label, may_total, segments_of, stack_ends
from .style import GREY, GRID, INK, LARGEST_HEIGHT, LEADING, MARGIN, SMALL, TEXT, WIDTH, fill_of
from .text import width_of, wrap, wrap_or_shorten
from .values import Lane, categories_of, lanes_of, number_text

_WIDEST_NAMES = WIDTH * 0.38
_THINNEST = SMALL * 1.12
"""Distance of two bars below which their labels would touch; they are then left out."""


@dataclass(frozen=True, slots=True)
class _Rows:
    """The rows of the chart: the lines of each name, their size, and how high a row is."""

    names: tuple[tuple[str, ...], ...]
    size: float
    width: float
    pitch: float
    every: int


def lying(spec: ChartSpec) -> Scene:
    """The scene of horizontal bars."""
    lanes = lanes_of(spec)
    stacked = spec.kind is ChartKind.STACKED
    entries = tuple(Entry(entry_name(lane, lanes), fill_of(at)) for at, lane in enumerate(lanes))
    shown = entries if len(entries) > 1 else ()
    unit = unit_text(lanes)
    above = head_height(shown, unit, "", WIDTH)
    low = MARGIN + SMALL * 1.5
    rows = _rows(categories_of(spec), 1 if stacked else len(lanes), LARGEST_HEIGHT - above - low - 2)
    scene = Scene(WIDTH, low + rows.pitch * len(rows.names) + above + 2)
    head(scene, shown, unit, "")
    scale = _scale(lanes, rows, spec)
    _put_grid(scene, scale, low, scene.height - above)
    _put_names(scene, rows, low)
    if stacked:
        _put_stacks(scene, lanes, scale, rows, low, spec)
    else:
        _put_bars(scene, lanes, scale, rows, low, labels=spec.labels)
    scene.add(Stroke(((scale.origin, low), (scale.origin, scene.height - above)), INK, 0.8, crisp=True))
    return scene


def _rows(categories: Sequence[str], bars: int, room: float) -> _Rows:
    count = max(len(categories), 1)
    size = TEXT if room / count >= TEXT * 1.3 else SMALL
    wanted = max(34.0 if count <= 3 else 24.0 if count <= 12 else 18.0, bars * 12.0 + 6.0)
    most = max(1, int(room / count / (size * LEADING)))
    wide = min(max((width_of(name, size) for name in categories), default=0.0) + 1, _WIDEST_NAMES)
    names = []
    for name in categories:
        lines = wrap(name, size, wide, min(most, 2))
        names.append(lines or wrap_or_shorten(name, size, wide, min(most, 3)))
    tallest = max((len(lines) for lines in names), default=1) * size * LEADING + 3
    pitch = min(max(wanted, tallest), room / count)
    every = max(1, -int(-SMALL * 1.02 // pitch))
    return _Rows(tuple(names), size, wide, pitch, every)


def _scale(lanes: Sequence[Lane], rows: _Rows, spec: ChartSpec) -> Scale:
    """The value axis, with room at its ends for the labels there."""
    values = [value for lane in lanes for value in lane.known]
    texts = [text for lane in lanes for text in lane.texts]
    if spec.kind is ChartKind.STACKED:
        ends = stack_ends(lanes)
        values += ends
        texts += [number_text(value, spec.decimals) for value in ends]
    scale = scale_of(values)
    half_tick = max(width_of(number_text(tick, scale.decimals), SMALL) for tick in scale.ticks) / 2
    label = max((width_of(text, SMALL) for text in texts), default=0.0) + 5 if spec.labels else 0.0
    negative = any(value < 0 for value in values)
    left = MARGIN + max(rows.width + 6 + (label if negative else 0.0), half_tick)
    return scale.placed(left, WIDTH - MARGIN - max(label, half_tick) - left)


def _put_grid(scene: Scene, scale: Scale, low: float, high: float) -> None:
    texts = [number_text(tick, scale.decimals) for tick in scale.ticks]
    gap = scale.length / max(len(texts) - 1, 1)
    every = max(1, -int(-(max(width_of(text, SMALL) for text in texts) + 4) // gap))
    for index, (tick, text) in enumerate(zip(scale.ticks, texts, strict=True)):
        x = scale.at(tick)
        scene.add(Stroke(((x, low), (x, high)), GRID, 0.5, crisp=True))
        if index % every == 0:
            scene.add(Label(x, low - SMALL * 1.15, text, SMALL, colour=GREY))


def _put_names(scene: Scene, rows: _Rows, low: float) -> None:
    right = MARGIN + rows.width
    for index, lines in enumerate(rows.names):
        if index % rows.every:
            continue
        middle = low + rows.pitch * (len(rows.names) - index - 0.5)
        first = middle + rows.size * LEADING * (len(lines) - 1) / 2
        for row, line in enumerate(lines):
            scene.add(centred(right, first - row * rows.size * LEADING, line, rows.size, "end"))


def _put_bars(scene: Scene, lanes: Sequence[Lane], scale: Scale, rows: _Rows, low: float, *, labels: bool) -> None:
    pitch = min(rows.pitch * (0.66 if len(lanes) == 1 else 0.82) / max(len(lanes), 1), 22.0)
    room_for_label = rows.pitch >= _THINNEST if len(lanes) == 1 else pitch >= SMALL
    for at, lane in enumerate(lanes):
        for index, value in enumerate(lane.values):
            if value is None:
                continue
            y = low + rows.pitch * (len(rows.names) - index - 0.5) + ((len(lanes) - 1) / 2 - at) * pitch
            end = scale.at(value)
            half = pitch * (0.5 if len(lanes) == 1 else 0.46)
            scene.add(bar(min(scale.origin, end), y - half, max(scale.origin, end), y + half, fill_of(at)))
            if labels and room_for_label:
                scene.add(_end_label(end, y, lane.texts[index], value))


def _end_label(end: float, y: float, text: str, value: Decimal) -> Label:
    return centred(end - 3, y, text, SMALL, "end") if value < 0 else centred(end + 3, y, text, SMALL, "start")


def _put_stacks(scene: Scene, lanes: Sequence[Lane], scale: Scale, rows: _Rows, low: float, spec: ChartSpec) -> None:
    half = min(rows.pitch * 0.33, 11.0)
    one_unit = may_total(lanes)
    for index in range(len(rows.names)):
        y = low + rows.pitch * (len(rows.names) - index - 0.5)
        segments = segments_of([lane.values[index] for lane in lanes], scale)
        for segment in segments:
            fill = fill_of(segment.lane)
            scene.add(bar(segment.low, y - half, segment.high, y + half, fill))
            text = lanes[segment.lane].texts[index]
            fits = segment.high - segment.low >= width_of(text, SMALL) + 2 and half * 2 >= SMALL
            if spec.labels and fits:
                scene.add(*inner_label((segment.low + segment.high) / 2, y, text, fill))
        if spec.labels and one_unit and len(segments) > 1 and rows.pitch >= _THINNEST:
            whole = number_text(add(segment.value for segment in segments), spec.decimals)
            end = max(segment.high for segment in segments)
            scene.add(centred(end + 3, y, whole, SMALL, "start"))
