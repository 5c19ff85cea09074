"""What a chart says, in words: the description that screen readers read, with the numbers.

One text for the picture in Word and the native charts. It is bounded: a long series is told by its
number of values, its highest and lowest, its first and last.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from ..model.document import ChartKind, ChartSpec
from .picture.findings import ROUND
from .picture.scale import add
from .picture.text import shortened
from .picture.values import Lane, categories_of, lanes_of, number_text

MOST_PAIRS = 12
"""Categories up to which every value of a series is told."""

MOST_SERIES = 8
_LONGEST_NAME = 40.0

_KINDS = {
    ChartKind.COLUMN: "柱形图",
    ChartKind.BAR: "条形图",
    ChartKind.STACKED: "堆积柱形图",
    ChartKind.LINE: "折线图",
    ChartKind.PIE: "饼图",
    ChartKind.RING: "环形图",
    ChartKind.COMBINED: "柱形和折线组合图",
}


def alt_text(spec: ChartSpec) -> str:
    """The description of a chart in Chinese, one paragraph: kind, name, and each series with its values."""
    head = f"{_KINDS[spec.kind]}：{spec.name}。"
    lanes, names = lanes_of(spec), tuple(map(_name, categories_of(spec)))
    if not names or not lanes:
        return head + "没有数据。"
    told = "".join(_series(lane, names, spec) for lane in lanes[:MOST_SERIES])
    rest = f"另有{len(lanes) - MOST_SERIES}个系列。" if len(lanes) > MOST_SERIES else ""
    return head + told + rest


def _series(lane: Lane, names: Sequence[str], spec: ChartSpec) -> str:
    pairs = [(name, value, text) for name, value, text in zip(names, lane.values, lane.full, strict=True)]
    known = [(value, f"{name}{text}") for name, value, text in pairs if value is not None]
    title = f"{_name(lane.name)}：" if lane.name else ""
    if not known:
        return f"{title}没有数据。"
    absent = [name for name, value, _ in pairs if value is None]
    gap = f"；{'、'.join(absent[:3])}{'等' if len(absent) > 3 else ''}没有数据" if absent else ""
    if len(known) > MOST_PAIRS:
        high, low = max(known, key=_first)[1], min(known, key=_first)[1]
        return f"{title}共{len(known)}项，最高{high}，最低{low}，首项{known[0][1]}，末项{known[-1][1]}{gap}。"
    whole = add(value for value, _ in known)
    total = f"；合计{number_text(whole, spec.decimals)}{lane.unit}" if spec.kind in ROUND else ""
    return f"{title}{'，'.join(text for _, text in known)}{gap}{total}。"


def _first(pair: tuple[Decimal, str]) -> Decimal:
    return pair[0]


def _name(name: str) -> str:
    return shortened(name, 1.0, _LONGEST_NAME)
