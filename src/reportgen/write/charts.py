"""Charts as pictures: a ChartSpec becomes a PNG for the Word file. Last step before `to_docx`.

The way: `picture.values` takes the exact numbers, `upright`, `lying` and `pie` lay
them out as plain shapes, `paint` paints these with matplotlib, which is imported only then.
`chart_key` says beforehand whether a cached picture still shows the same content.
"""

from __future__ import annotations

from ..model.diagnostic import Diagnostic, warning
from ..model.digest import blake2b
from ..model.document import ChartKind, ChartSpec
from ..model.figure import Missing
from ..model.place import Place
from ..model.values import replace
from .picture.findings import ROUND, findings_of, is_round
from .picture.lying import lying
from .picture.pie import pie
from .picture.scene import Scene, centred
from .picture.style import GREY, STYLE_VERSION, TEXT, WIDTH
from .picture.upright import fits_upright, upright


def chart_key(spec: ChartSpec) -> str:
    """A hash of all that is drawn, and of the style; equal keys mean equal pictures on one machine.

    The chart's name is not drawn, so it does not count. Neither does the font: finding it would mean to
    search the font folders in every build. A cached picture that came from another machine keeps that
    machine's font, which is right: its content is the same.
    """
    content = (
        STYLE_VERSION,
        str(spec.kind),
        spec.categories,
        spec.decimals,
        spec.labels,
        tuple(
            (
                series.name,
                series.unit.symbol,
                series.line,
                series.second_axis,
                tuple(
                    None
                    if isinstance(item, Missing)
                    else (str(item.value), item.unit.symbol, item.hedge, item.approximate)
                    for item in series.figures
                ),
            )
            for series in spec.series
        ),
    )
    return blake2b(repr(content).encode(), digest_size=16).hexdigest()


def draw(spec: ChartSpec, place: Place | None = None) -> tuple[bytes, list[Diagnostic]]:
    """The picture as PNG (15.6 cm wide, 200 dpi) and what was found about it, at the directive's place.

    There is always a picture; a pie that cannot be one shows its data as bars. Keep a picture for the
    next build only when nothing was found: the findings belong to every build.
    """
    from .picture.paint import paint

    found = list(findings_of(spec, place))
    png, fonts = paint(scene_of(spec))
    found += [
        warning(
            "character-without-font", place, chart=spec.name, character=character, codepoint=f"U+{ord(character):04X}"
        )
        for character in sorted(fonts.missing)
    ]
    return png, found


def scene_of(spec: ChartSpec) -> Scene:
    """The layout of a chart, in plain shapes."""
    if not spec.categories or not any(
        not isinstance(item, Missing) and item.value.is_finite() for series in spec.series for item in series.figures
    ):
        return _empty()
    if is_round(spec):
        return pie(spec)
    if spec.kind in ROUND or spec.kind is ChartKind.BAR:
        return lying(replace(spec, kind=ChartKind.BAR))
    if not fits_upright(spec):
        return lying(spec)
    return upright(spec)


def _empty() -> Scene:
    scene = Scene(WIDTH, 80.0)
    scene.add(centred(WIDTH / 2, 40.0, "无数据", TEXT, colour=GREY))
    return scene
