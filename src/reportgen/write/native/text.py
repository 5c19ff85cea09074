"""Text and shapes of native charts: fonts, fills, patterns and lines as DrawingML.

Fonts are named in full, for neither of our files has a theme that a chart could take them from.

Source: ISO/IEC 29500-1, 20.1.8 (fills), 20.1.10.52 (preset patterns), 21.1.2 (text).
"""

from __future__ import annotations

from ...ooxml.xml import text
from ..picture.style import GREY, GRID, INK, PAPER, SMALL, TEXT, Fill, Pen

LATIN_FONT, CHINESE_FONT = "Times New Roman", "宋体"

_EMU = 12_700
"""English metric units of a point."""

# The hatches of the printed pictures and the nearest patterns that Office has.
_PATTERNS = {"///": "wdUpDiag", "\\\\\\": "wdDnDiag", "...": "pct20", "---": "dkHorz", "xxx": "diagCross"}
_MARKERS = {"circle": "circle", "square": "square", "triangle": "triangle", "diamond": "diamond"}
_LONG_DASH = 6.0


def text_properties(size: float = TEXT, colour: str = INK, *, level: bool = False) -> str:
    """`c:txPr`; `level` keeps text of an axis from being turned."""
    turn = ' rot="0" vert="horz"' if level else ""
    return f"<c:txPr><a:bodyPr{turn}/><a:lstStyle/><a:p><a:pPr>{_run('defRPr', size, colour)}</a:pPr></a:p></c:txPr>"


def rich_text(words: str, size: float = SMALL, colour: str = GREY, *, bold: bool = False) -> str:
    """`c:tx` with a line of text that is written level."""
    weight = ' b="1"' if bold else ' b="0"'
    return (
        '<c:tx><c:rich><a:bodyPr rot="0" vert="horz"/><a:lstStyle/><a:p>'
        f"<a:pPr>{_run('defRPr', size, colour, weight)}</a:pPr>"
        f"<a:r>{_run('rPr', size, colour, weight, language=True)}<a:t>{text(words)}</a:t></a:r></a:p></c:rich></c:tx>"
    )


def area(fill: Fill) -> str:
    """`c:spPr` of a bar or a slice."""
    edge = line(fill.edge or PAPER, 0.75)
    return f"<c:spPr>{_fill(fill)}{edge}</c:spPr>"


def plain_area(colour: str) -> str:
    """`c:spPr` of one colour without an edge."""
    return f"<c:spPr>{solid(colour)}<a:ln><a:noFill/></a:ln></c:spPr>"


def pen_line(pen: Pen) -> str:
    """`c:spPr` of a line of data."""
    return f"<c:spPr>{line(pen.colour, 2.0, _dash(pen))}</c:spPr>"


def marker(pen: Pen) -> str:
    """`c:marker` of a line of data."""
    inside = solid(PAPER if pen.hollow else pen.colour)
    return (
        f'<c:marker><c:symbol val="{_MARKERS[pen.marker]}"/><c:size val="7"/>'
        f"<c:spPr>{inside}{line(pen.colour, 1.25)}</c:spPr></c:marker>"
    )


def line(colour: str, points: float, dash: str = "") -> str:
    """`a:ln` of that colour and width."""
    pattern = f'<a:prstDash val="{dash}"/>' if dash else ""
    return f'<a:ln w="{round(points * _EMU)}">{solid(colour)}{pattern}<a:round/></a:ln>'


def grid_line() -> str:
    """`c:majorGridlines`."""
    return f"<c:majorGridlines><c:spPr>{line(GRID, 0.5)}</c:spPr></c:majorGridlines>"


def solid(colour: str) -> str:
    """`a:solidFill`."""
    return f"<a:solidFill>{_colour(colour)}</a:solidFill>"


def _fill(fill: Fill) -> str:
    pattern = _PATTERNS.get(fill.hatch)
    if pattern is None:
        return solid(fill.colour)
    front, back = _colour(fill.hatch_ink), _colour(fill.colour)
    return f'<a:pattFill prst="{pattern}"><a:fgClr>{front}</a:fgClr><a:bgClr>{back}</a:bgClr></a:pattFill>'


def _colour(colour: str) -> str:
    return f'<a:srgbClr val="{colour.removeprefix("#").upper()}"/>'


def _dash(pen: Pen) -> str:
    """The preset dash nearest to the pen's (20.1.10.48)."""
    if not pen.dashes:
        return ""
    if len(pen.dashes) > 2:
        return "dashDot"
    if pen.dashes[0] >= _LONG_DASH:
        return "lgDash"
    return "sysDot" if pen.dashes[0] == pen.dashes[1] else "dash"


def _run(element: str, size: float, colour: str, weight: str = ' b="0"', *, language: bool = False) -> str:
    spoken = ' lang="zh-CN"' if language else ""
    return (
        f'<a:{element}{spoken} sz="{round(size * 100)}"{weight}>{solid(colour)}'
        f'<a:latin typeface="{LATIN_FONT}"/><a:ea typeface="{CHINESE_FONT}"/></a:{element}>'
    )
