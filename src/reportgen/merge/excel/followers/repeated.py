"""Pictures, shapes and charts that lie in the rounds of a loop: one in each round, at the cells of that round.

Without a round there is none.

A copy shares the picture's part and has an anchor and numbers of its own; a chart gets a part of its own, whose
ranges are those of its round. What cannot be copied (slicers, controls) stands once, which `once` says.

Source: ISO/IEC 29500-1, 20.5.2.8 (cNvPr), 20.5.2.33 (twoCellAnchor), 20.5.2.24 (oneCellAnchor).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

from ..axis import Axis, Path
from ..formulas_lines import enclosing, rounds
from ..markup import attributes
from ..moves import Spot
from . import anchors
from .anchors import Ends, covered
from .elements import Element, change, elements
from .place import SheetPlace

ANCHORS = "twoCellAnchor|oneCellAnchor|absoluteAnchor"
_MOST_ROUNDS = 1000
"""Rounds that show a thing again; Excel draws each by itself and takes minutes over many thousands."""

_ALONE = re.compile(r"[<:](?:contentPart|compatExt|relIds|slicer|timeslicer)\b")
"""What belongs to a part, a control or a filter that cannot be there twice."""

_IDENTITY = re.compile(r"[<:]creationId\b")

Chart = Callable[[str, Spot, bool], str]
"""The relationship of the chart of a round: that of the template, the round, and whether it is the first."""


class _Round(NamedTuple):
    """Where a thing begins and ends in one round, in lines from 0, and a cell of the round."""

    rows: Ends
    columns: Ends
    spot: Spot


def drawing(text: str, place: SheetPlace, chart: Chart) -> str:
    """A drawing part with its anchors moved, those in loops once a round."""
    if place.grid.is_still:
        return anchors.shown_cells(text, place)
    numbers = [found.number("id") or 0 for found in elements(text, "cNvPr")]
    last = max(numbers, default=0)

    def number() -> str:
        nonlocal last
        last += 1
        return str(last)

    def follow(found: Element) -> str:
        if _is_gone(found, place):
            return ""
        listed = rounds_of(found, place)
        if len(listed) < 2:
            moved = found.text if found.name.endswith("absoluteAnchor") else anchors.anchor(found, place.grid)
            return anchors.shown_cells(moved, place)
        return "".join(_copy(found, item, place, chart, number if turn else None) for turn, item in enumerate(listed))

    return change(text, ANCHORS, follow)


def rounds_of(found: Element, place: SheetPlace) -> Sequence[_Round]:
    """The rounds in which a thing stands; none for one that no loop holds, or that stands once."""
    if not _follows(found, place):
        return ()
    content = found.content or ""
    height, width = covered(content, "row"), covered(content, "col")
    if height is None or width is None:
        return ()
    rows, columns = _ends(place.grid.rows, height, content, "row"), _ends(place.grid.columns, width, content, "col")
    if len(rows) * len(columns) > _MOST_ROUNDS:
        return ()
    return [
        _Round(down, across, Spot(place.sheet, height[0], width[0], down_path, across_path, place.copy))
        for down_path, down in rows
        for across_path, across in columns
    ]


def _is_gone(found: Element, place: SheetPlace) -> bool:
    """Whether a thing goes with all rows, or all columns, that it covers."""
    if not _follows(found, place):
        return False
    content = found.content or ""
    axes = (covered(content, "row"), place.grid.rows), (covered(content, "col"), place.grid.columns)
    return any(lines is not None and axis.extent(*lines) is None for lines, axis in axes)


def _follows(found: Element, place: SheetPlace) -> bool:
    """Whether a thing comes and goes with the rounds in which its cells stand."""
    return place.mover.repeats and found.get("editAs") != "absolute" and _can_repeat(found.content or "")


def _can_repeat(content: str) -> bool:
    """Whether a thing can be there twice; of frames, a chart alone can."""
    frames = elements(content, "graphicFrame")
    return not _ALONE.search(content) and all(_chart_of(frame) is not None for frame in frames)


def _chart_of(frame: Element) -> tuple[Element, str] | None:
    """The element that shows a chart, and the name of its attribute for the relationship."""
    for found in elements(frame.content or "", "chart"):
        name = next((name for name in attributes(found.attributes) if name.endswith(":id")), None)
        if name is not None:
            return found, name
    return None


def _ends(axis: Axis, lines: Ends, content: str, name: str) -> list[tuple[Path, Ends]]:
    """Where what covers some lines begins and ends along one axis, once for each round that holds all of it."""
    stop = anchors.ends_of(content)[name == "col"][1]
    found: dict[Path, Ends] = {}
    for path in rounds(axis, lines[0]):
        while path and not _holds(axis, path, lines):
            path = path[:-1]
        extent = axis.extent(*lines, path) if path not in found else None
        if extent is not None:
            found[path] = extent[0] - 1, extent[1] + stop - lines[1]
    return list(found.items())


def _holds(axis: Axis, path: Path, lines: Ends) -> bool:
    loop = enclosing(axis, path)[-1]
    return loop.first <= lines[0] and lines[1] <= loop.last


def _copy(found: Element, item: _Round, place: SheetPlace, chart: Chart, number: Callable[[], str] | None) -> str:
    """An anchor in one round; copies after the first get numbers of their own."""
    content = found.content or ""
    grows = found.get("editAs") != "oneCell"
    before = anchors.ends_of(content)
    for name, ends, own in (("row", item.rows, before[0]), ("col", item.columns, before[1])):
        stop = ends[1] if grows else ends[0] + own[1] - own[0]
        content = anchors.with_line(anchors.with_line(content, "from", name, ends[0]), "to", name, stop)
    content = anchors.shown_cells(content, place, item.spot)
    content = change(content, "graphicFrame", partial(_with_chart, item=item, chart=chart, is_first=number is None))
    return found.having(content=content if number is None else _numbered(content, number))


def _with_chart(frame: Element, *, item: _Round, chart: Chart, is_first: bool) -> str:
    shown = _chart_of(frame)
    if shown is None:
        return frame.text
    element, name = shown
    relation = chart(element.get(name) or "", item.spot, is_first)
    return frame.text.replace(element.text, element.having({name: relation}), 1)


def _numbered(content: str, number: Callable[[], str]) -> str:
    """The things of a copy with new numbers; lines that join two of them follow, identities of the original go."""
    new: dict[str, str] = {}

    def named(found: Element) -> str:
        old = found.get("id") or ""
        new[old] = number()
        inner = change(
            found.content or "", "ext", lambda item: "" if _IDENTITY.search(item.content or "") else item.text
        )
        return found.having({"id": new[old]}, content=change(inner, "extLst", _without_nothing))

    content = change(content, "cNvPr", named)
    return change(
        content, "stCxn|endCxn", lambda item: item.having({"id": new.get(item.get("id") or "", item.get("id"))})
    )


def _without_nothing(found: Element) -> str:
    return found.text if (found.content or "").strip() else ""
