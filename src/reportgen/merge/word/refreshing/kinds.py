"""What is stored of a file, by kind: the figures of sentences, the cells of tables, the points of charts."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Sequence

from ....model.binding import Binding
from ....model.numbering import NUMBERING_TAG
from ....ooxml.bindings import Stored

_CHART = re.compile("图[0-9]+")


def kinds_of(stored: Sequence[Stored], tables: Collection[str]) -> tuple[list[Binding], dict[str, list[Binding]]]:
    """The bindings that stand alone, and those of charts by tag; `tables` are the tags of tables."""
    rest = [
        item
        for item in stored
        if isinstance(item, Binding) and item.tag not in tables and not item.tag.startswith(NUMBERING_TAG)
    ]
    times = Counter(item.tag for item in rest)
    charts: dict[str, list[Binding]] = {}
    for item in rest:
        if times[item.tag] > 1 or _is_point(item):
            charts.setdefault(item.tag, []).append(item)
    return [item for item in rest if item.tag not in charts], charts


def _is_point(item: Binding) -> bool:
    """Whether a binding is the only point of a chart: its sentence names category and series, not the figure."""
    return bool(item.where) and _CHART.fullmatch(item.where[-1]) is not None and item.text not in item.sentence
