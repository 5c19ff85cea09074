"""Findings of one kind in one column, listed as far as anybody reads them and counted beyond."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterable, Iterator

from ..model.diagnostic import Diagnostic
from ..model.place import CellRef

_SHOWN = 20


def capped(findings: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """The findings, with a `more-of-the-same` for each kind that was cut short behind them."""
    counts: Counter[Hashable] = Counter()
    last: dict[Hashable, Diagnostic] = {}
    for finding in findings:
        place = finding.place
        if isinstance(place, CellRef):
            key = (finding.code, finding.severity, place.file, place.sheet, place.column)
            counts[key] += 1
            if counts[key] > _SHOWN:
                last[key] = finding
                continue
        yield finding
    for kind, finding in last.items():
        yield Diagnostic(
            code="more-of-the-same",
            severity=finding.severity,
            place=finding.place,
            facts={"code": finding.code, "count": str(counts[kind] - _SHOWN)},
        )
