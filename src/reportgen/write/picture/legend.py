"""The lines above a chart: its units at both axes and, for more than one series, the legend."""

from __future__ import annotations

from collections.abc import Sequence

from ...model.values import dataclass
from .scene import Label, Scene, Shape, Stroke, bar, marker
from .style import GREY, INK, MARGIN, SMALL, TEXT, Fill, Pen
from .text import shortened, width_of
from .values import Lane

_KEY, _GAP, _BETWEEN = 20.0, 4.0, 16.0
ROW = TEXT * 1.55


@dataclass(frozen=True, slots=True)
class Entry:
    """A legend's entry: the look of a series and its name."""

    text: str
    look: Fill | Pen

    @property
    def width(self) -> float:
        """The space of key and name."""
        return _KEY + _GAP + width_of(self.text, TEXT)


def unit_text(lanes: Sequence[Lane]) -> str:
    """`单位：亿元` where all series of an axis share it, else empty: then each name carries its own."""
    units = {lane.unit for lane in lanes}
    return f"单位：{units.pop()}" if len(units) == 1 and "" not in units else ""


def entry_name(lane: Lane, fellows: Sequence[Lane]) -> str:
    """The name in the legend, with the unit where the series of its axis differ in it."""
    units = {other.unit for other in fellows}
    return f"{lane.name}（{lane.unit}）" if len(units) > 1 and lane.unit else lane.name


def head(scene: Scene, entries: Sequence[Entry], left: str, right: str) -> float:
    """Put the head at the top of the scene; its lower edge is returned."""
    rows = _rows(entries, scene.width - 2 * MARGIN)
    beside = max(width_of(left, SMALL), width_of(right, SMALL))
    top = scene.height - MARGIN
    together = len(rows) == 1 and _row_width(rows[0]) + 2 * beside + 4 * _GAP <= scene.width - 2 * MARGIN
    for row in rows:
        _put_row(scene, row, top)
        top -= ROW
    if left or right:
        top = top + ROW if together else top
        base = top - ROW / 2 - SMALL * 0.36
        scene.add(Label(MARGIN, base, left, SMALL, "start", colour=GREY))
        scene.add(Label(scene.width - MARGIN, base, right, SMALL, "end", colour=GREY))
        top -= ROW
    return top


def head_height(entries: Sequence[Entry], left: str, right: str, width: float) -> float:
    """How much `head` takes."""
    trial = Scene(width, 0.0)
    return -head(trial, entries, left, right)


def _rows(entries: Sequence[Entry], width: float) -> list[list[Entry]]:
    rows: list[list[Entry]] = []
    for entry in entries:
        fitting = Entry(shortened(entry.text, TEXT, width - _KEY - _GAP), entry.look)
        if rows and _row_width([*rows[-1], fitting]) <= width:
            rows[-1].append(fitting)
        else:
            rows.append([fitting])
    return rows


def _row_width(row: Sequence[Entry]) -> float:
    return sum(entry.width for entry in row) + _BETWEEN * (len(row) - 1)


def _put_row(scene: Scene, row: Sequence[Entry], top: float) -> None:
    x, middle = (scene.width - _row_width(row)) / 2, top - ROW / 2
    for entry in row:
        scene.add(*key(entry.look, x, middle))
        scene.add(Label(x + _KEY + _GAP, middle - TEXT * 0.36, entry.text, TEXT, "start"))
        x += entry.width + _BETWEEN


def key(look: Fill | Pen, x: float, middle: float) -> tuple[Shape, ...]:
    """The sample of a series' look, 20 points wide."""
    if isinstance(look, Fill):
        return (bar(x + 2, middle - 4, x + _KEY, middle + 4, look),)
    line = Stroke(((x, middle), (x + _KEY, middle)), look.colour or INK, 1.4, look.dashes)
    return (line, marker(x + _KEY / 2, middle, look))
