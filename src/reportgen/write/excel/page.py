"""The printed page of a sheet: how much fits on it, and where charts begin a new one.

A sheet is shrunk until its columns fit the width of A4, and a little more where it then fits one page; type
stays legible. Charts would be cut where a page ends, so a page break is put before each one that does not fit.

Source: widths as Excel for Chinese counts them with 宋体 11 (8 pixels a character, 5 around it).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

LEFT, RIGHT, BOTTOM = 0.6, 0.6, 0.8
"""Margins in inches."""

LEGIBLE = 0.82
"""The smallest scale at which 11 point text prints in 9 points."""

_TOP, _TOP_WITH_MARK = 0.75, 1.0
_A4_SHORT, _A4_LONG = 595.3, 841.9
_POINTS_A_CHARACTER, _POINTS_AROUND = 6.0, 3.75
_INCH = 72.0


def top_margin(mark: str) -> float:
    """Inches above the sheet; a mark such as 附件1 needs a line of its own."""
    return _TOP_WITH_MARK if mark else _TOP


def page_characters(columns: int, *, landscape: bool, scale: float = 1.0) -> float:
    """How many characters so many columns hold together on a page printed at that scale."""
    return (_page_width(landscape=landscape) / scale - columns * _POINTS_AROUND) / _POINTS_A_CHARACTER


def points_of(widths: Sequence[float]) -> float:
    """The points that columns of these widths take on the sheet."""
    return sum(_POINTS_A_CHARACTER * width + _POINTS_AROUND for width in widths)


def page_height(widths: Sequence[float], *, landscape: bool, mark: str, smallest: float = 1.0) -> float:
    """Points of rows that fit on a page, in the sheet's own points, shrunk to its width or to `smallest`."""
    width = points_of(widths)
    shrunk = min(smallest, _page_width(landscape=landscape) / width) if width else smallest
    paper = _A4_SHORT if landscape else _A4_LONG
    return (paper - (top_margin(mark) + BOTTOM) * _INCH) / shrunk


_UNSURE = 0.12
"""The part of a page by which the end of a table of several pages may lie lower than worked out."""


def used_on_last(before: float, height: float, repeated: float) -> float:
    """Points used on the last page of rows that take `before` points, each page repeating a header of `repeated`."""
    # What remains of the last page of several is known to some rows only, for no program breaks pages quite
    # like another: it counts as fuller.
    return before if before <= height else repeated + (before - height) % (height - repeated) + _UNSURE * height


def breaks(before: float, items: Iterable[tuple[int, float]], height: float, repeated: float) -> Iterator[int]:
    """The rows below which a new page begins.

    `before` are the points of what stands above, `items` the row above each chart and the points that it
    takes, `repeated` those of the header that each page repeats.
    """
    used = used_on_last(before, height, repeated)
    for row, points in items:
        if used + points > height:
            yield row
            used = repeated
        used += points


def _page_width(*, landscape: bool) -> float:
    return (_A4_LONG if landscape else _A4_SHORT) - (LEFT + RIGHT) * _INCH
