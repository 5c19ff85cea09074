"""Upright charts: columns, stacked columns, lines, and columns with lines (柱形, 堆积, 折线, 组合)."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from ...model.document import ChartKind, ChartSpec
from .columns import Manner, manner_of, pitch_of, put_columns, put_stacks
from .frame import LOW_PLOT, PLOT_HEIGHT, Wish, base_line, edges, frame_of, upright_names
from .legend import Entry, entry_name
from .lines import LINE_LABEL, put_lines
from .scale import Scale, scale_of
from .scene import Scene, Taken
from .segments import stack_ends
from .style import SMALL, fill_of, pen_of
from .text import width_of
from .values import Lane, categories_of, lanes_of

_FEW = 4
"""Columns up to which a low plot shows as much as a high one."""

_LONGEST_TURNED = 54.0
"""Names and data labels that read upwards are at most six hanzi long; longer ones lie."""

Strips = tuple[float, float]


def fits_upright(spec: ChartSpec) -> bool:
    """Whether names and data labels of columns have room side by side; else bars lie down instead."""
    columns, overlaid, band = _parts(spec)
    if overlaid or band:
        return True
    categories = categories_of(spec)
    left, right = edges(_scale(columns, (), stacked=spec.kind is ChartKind.STACKED), None)
    slot = (right - left) / max(len(categories), 1)
    if upright_names(categories, slot) is None:
        longest = max(width_of(name, SMALL) for name in categories)
        if slot < SMALL * 1.05 or longest > _LONGEST_TURNED:
            return False
    if not spec.labels or spec.kind is ChartKind.STACKED:
        return True
    manner = manner_of(columns, slot, labels=True, stacked=False, inside=False)
    return pitch_of(slot, len(columns)) >= SMALL and manner.reach <= _LONGEST_TURNED


def upright(spec: ChartSpec) -> Scene:
    """The scene of an upright chart."""
    columns, overlaid, band = _parts(spec)
    stacked = spec.kind is ChartKind.STACKED
    scale = _scale(columns, overlaid, stacked=stacked)
    left, right = edges(scale, scale if band else None)
    slot = (right - left) / len(spec.categories)
    manner = manner_of(columns, slot, labels=spec.labels, stacked=stacked, inside=bool(overlaid))
    few = len(columns) * len(spec.categories) <= _FEW and not (stacked or overlaid or band)
    plot = LOW_PLOT if few else PLOT_HEIGHT
    above, below = _strips(spec, scale.placed(0.0, plot), columns, overlaid, manner)
    entries = _entries(columns, overlaid, band)
    wish = Wish(categories_of(spec), (*columns, *overlaid), band, entries, scale, above, below, plot)
    frame = frame_of(wish)
    taken = Taken()
    if stacked:
        put_stacks(frame, columns, taken, spec)
    else:
        put_columns(frame, columns, taken, manner)
    frame.scene.add(base_line(frame))
    put_lines(frame, frame.scale, overlaid, _pen(columns, 0), taken, labels=spec.labels)
    if frame.band is not None:
        put_lines(frame, frame.band, band, _pen(columns, len(overlaid)), Taken(taken.spaces), labels=spec.labels)
    return frame.scene


def _entries(columns: Sequence[Lane], overlaid: Sequence[Lane], band: Sequence[Lane]) -> tuple[Entry, ...]:
    """The legend, empty for a single series."""
    first = (*columns, *overlaid)
    entries = [Entry(entry_name(lane, first), fill_of(at)) for at, lane in enumerate(columns)]
    for at, lane in enumerate((*overlaid, *band)):
        fellows = first if at < len(overlaid) else band
        entries.append(Entry(entry_name(lane, fellows), pen_of(_pen(columns, at))))
    return tuple(entries) if len(entries) > 1 else ()


def _parts(spec: ChartSpec) -> tuple[tuple[Lane, ...], tuple[Lane, ...], tuple[Lane, ...]]:
    """Columns, lines on their axis, and lines on the second axis; a second axis never stands alone."""
    lanes = lanes_of(spec)
    columns = tuple(lane for lane in lanes if not lane.line)
    overlaid = tuple(lane for lane in lanes if lane.line and not lane.second_axis)
    band = tuple(lane for lane in lanes if lane.line and lane.second_axis)
    return (columns, overlaid, band) if columns or overlaid else ((), band, ())


def _pen(columns: Sequence[Lane], index: int) -> int:
    """Lines over columns begin with the second pen, which stands out from the first fill."""
    return index + (1 if columns else 0)


def _scale(columns: Sequence[Lane], overlaid: Sequence[Lane], *, stacked: bool) -> Scale:
    return scale_of(_values(columns, overlaid, stacked=stacked), from_zero=bool(columns))


def _values(columns: Sequence[Lane], overlaid: Sequence[Lane], *, stacked: bool) -> list[Decimal]:
    values = [value for lane in (*columns, *overlaid) for value in lane.known]
    return values + stack_ends(columns) if stacked else values


def _strips(spec: ChartSpec, flat: Scale, columns: Sequence[Lane], overlaid: Sequence[Lane], manner: Manner) -> Strips:
    """The strips over and under the plot, as far as data labels reach out of it."""
    if not spec.labels:
        return 7.0, 0.0
    values = _values(columns, (), stacked=manner.stacked)
    ends = [flat.at(value) for value in values] or [0.0]
    points = [flat.at(value) for lane in overlaid for value in lane.known] or [flat.length / 2]
    below = max(manner.reach - min(ends) if any(value < 0 for value in values) else 0.0, LINE_LABEL - min(points))
    above = max(manner.reach + max(ends), LINE_LABEL + max(points)) - flat.length
    return max(above, 7.0), max(below, 0.0)
