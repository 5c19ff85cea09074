"""What cannot be drawn as it is declared, found without drawing; the picture then shows what it can."""

from __future__ import annotations

from ...model.diagnostic import Diagnostic, error, warning
from ...model.document import ChartKind, ChartSpec
from ...model.place import Place
from .scale import add
from .values import Lane, lanes_of

MOST_SLICES = 20
MOST_CATEGORIES = 50
ROUND = (ChartKind.PIE, ChartKind.RING)


def findings_of(spec: ChartSpec, place: Place | None = None) -> tuple[Diagnostic, ...]:
    """The findings about a chart's data, at the place of its directive."""
    if not spec.categories or not spec.series:
        return (error("chart-without-categories", place, chart=spec.name),)
    lanes = lanes_of(spec)
    if not any(lane.known for lane in lanes):
        return (error("chart-without-values", place, chart=spec.name, count=len(spec.categories)),)
    if spec.kind in ROUND:
        return _round_findings(spec, lanes, place)
    if len(spec.categories) > MOST_CATEGORIES:
        count = len(spec.categories)
        return (warning("chart-with-many-categories", place, chart=spec.name, count=count, most=MOST_CATEGORIES),)
    return ()


def _round_findings(spec: ChartSpec, lanes: tuple[Lane, ...], place: Place | None) -> tuple[Diagnostic, ...]:
    lane, kind = lanes[0], str(spec.kind)
    pairs = list(zip(spec.categories, lane.values, strict=True))
    if len(lanes) > 1:
        return (warning("pie-with-several-series", place, chart=spec.name, kind=kind, count=len(lanes)),)
    negative = [name for name, value in pairs if value is not None and value < 0]
    if negative:
        return (warning("pie-with-negative-value", place, chart=spec.name, kind=kind, category=negative[0]),)
    if not add(lane.known):
        return (warning("pie-of-zeros", place, chart=spec.name, kind=kind),)
    if len(lane.known) > MOST_SLICES:
        count = len(lane.known)
        return (warning("pie-with-many-slices", place, chart=spec.name, kind=kind, count=count, most=MOST_SLICES),)
    absent = [name for name, value in pairs if value is None]
    if absent:
        return (warning("pie-with-missing-value", place, chart=spec.name, kind=kind, category=absent[:3]),)
    return ()


def is_round(spec: ChartSpec) -> bool:
    """Whether a pie or ring can be drawn as one; else horizontal bars show its data."""
    if spec.kind not in ROUND or len(spec.series) != 1:
        return False
    known = lanes_of(spec)[0].known
    return all(value >= 0 for value in known) and bool(add(known)) and len(known) <= MOST_SLICES
