"""The only module that draws: a scene of shapes becomes a PNG through matplotlib's Agg renderer.

The renderer is used directly, without Figure and Axes: the scene already says where everything stands,
and leaving those out saves a third of matplotlib's start. Settings of the user's matplotlibrc are
put aside while drawing, so the same scene gives the same bytes.
"""

from __future__ import annotations

import dataclasses  # for an entry of matplotlib
import logging
import warnings
from collections.abc import Sequence
from io import BytesIO
from typing import Any

import matplotlib as mpl
from matplotlib import font_manager
from matplotlib.backend_bases import GraphicsContextBase
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.colors import to_rgb, to_rgba
from matplotlib.font_manager import FontEntry, FontProperties
from matplotlib.path import Path as Outline
from matplotlib.transforms import Affine2D
from PIL import Image

from .fonts import SUBSTITUTE, FontChoice, FontFace, choose_fonts
from .scene import Area, Label, Scene, Stroke, bar
from .style import DPI, INK, PAPER, Fill

_HATCH_WIDTH = 0.7
_APART = 12
Channels = tuple[int, int, int]
_SETTINGS = ("agg.", "font.", "hatch.", "path.", "text.")
"""Groups of settings that the renderer and its text look at."""

# matplotlib tells of its font cache and of unwritable folders through logging; without any handler
# Python would print that to the terminal.
logging.getLogger("matplotlib").addHandler(logging.NullHandler())


def paint(scene: Scene) -> tuple[bytes, FontChoice]:
    """The PNG of a scene, and the fonts used with the characters that none of them has."""
    text = {character for label in scene.labels for character in label.text}
    choice = choose_fonts(text)
    if choice.missing:
        choice = FontChoice(choose_fonts(text | {SUBSTITUTE}).faces, choice.missing)
    defaults = {name: value for name, value in mpl.rcParamsDefault.items() if name.startswith(_SETTINGS)}
    # Graphics contexts take it from the settings; they have no setter for it before matplotlib 3.10.
    defaults["hatch.linewidth"] = _HATCH_WIDTH
    with mpl.rc_context(defaults), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return _Painter(scene, choice).png(), choice


class _Painter:
    """One picture being painted."""

    def __init__(self, scene: Scene, choice: FontChoice) -> None:
        self._scene = scene
        self._missing = str.maketrans(dict.fromkeys(choice.missing, SUBSTITUTE))
        self._families = _registered(choice.faces)
        self._width, self._height = round(scene.width * DPI / 72), round(scene.height * DPI / 72)
        self._renderer: Any = RendererAgg(self._width, self._height, DPI)  # type: ignore[no-untyped-call]
        self._to_pixels = Affine2D().scale(DPI / 72)

    def png(self) -> bytes:
        """Paint everything and encode it: 256 colours without alpha, resolution, no other metadata."""
        paper = bar(0, 0, self._scene.width, self._scene.height, Fill(PAPER))
        for shape in (paper, *self._scene.shapes):
            if isinstance(shape, Area):
                self._area(shape)
            elif isinstance(shape, Stroke):
                self._stroke(shape)
            else:
                self._label(shape)
        size = (self._width, self._height)
        pixels = Image.frombuffer("RGBA", size, self._renderer.buffer_rgba(), "raw", "RGBA", 0, 1)
        stream = BytesIO()
        indexed = pixels.convert("RGB").quantize(palette=_palette(self._scene), dither=Image.Dither.NONE)
        indexed.save(stream, "PNG", dpi=(DPI, DPI))
        return stream.getvalue()

    def _context(self, colour: str, width: float, *, crisp: bool) -> GraphicsContextBase:
        context: GraphicsContextBase = self._renderer.new_gc()
        context.set_foreground(colour)
        context.set_linewidth(width)
        context.set_snap(crisp)
        context.set_joinstyle("miter" if crisp else "round")
        context.set_capstyle("butt")
        return context

    def _area(self, area: Area) -> None:
        fill = area.fill
        edge = fill.edge or fill.colour
        context = self._context(edge, 0.9 if fill.edge else 0.0, crisp=area.crisp)
        if fill.hatch:
            context.set_hatch(fill.hatch)
            context.set_hatch_color(to_rgba(fill.hatch_ink))
        outline = Outline([*area.points, area.points[0]], closed=True)
        self._renderer.draw_path(context, outline, self._to_pixels, to_rgb(fill.colour))

    def _stroke(self, stroke: Stroke) -> None:
        context = self._context(stroke.colour, stroke.width, crisp=stroke.crisp)
        if stroke.dashes:
            context.set_dashes(0.0, stroke.dashes)
        self._renderer.draw_path(context, Outline(stroke.points), self._to_pixels, None)

    def _label(self, label: Label) -> None:
        text = label.text.translate(self._missing)
        if not text:
            return
        properties = FontProperties(family=list(self._families), size=label.size)
        before = 0.0
        if label.side != "start":
            width = self._renderer.get_text_width_height_descent(text, properties, False)[0]
            before = width / 2 if label.side == "middle" else width
        x, y = label.x * DPI / 72, label.y * DPI / 72
        x, y = (x, y - before) if label.turned else (x - before, y)
        context = self._context(label.colour, 0.0, crisp=False)
        self._renderer.draw_text(context, x, self._height - y, text, properties, 90 if label.turned else 0)


def _palette(scene: Scene) -> Image.Image:
    """256 colours: each colour of the scene in steps to paper, and ink in steps to each fill.

    Edges are blends of these, so the picture keeps its colours exactly and its edges as near as the eye
    can tell, at a third of the bytes.
    """
    fills = [shape.fill for shape in scene.shapes if isinstance(shape, Area)]
    areas = dict.fromkeys(colour for fill in fills for colour in (fill.colour, fill.hatch_ink, fill.edge) if colour)
    lines = dict.fromkeys(shape.colour for shape in scene.shapes if not isinstance(shape, Area))
    ramps = [(colour, PAPER) for colour in dict.fromkeys((*areas, *lines)) if colour != PAPER]
    ramps += [(INK, colour) for colour in areas if colour != PAPER]
    steps = max(2, min(32, 240 // max(len(ramps), 1)))
    exact = tuple(dict.fromkeys(map(_channels, (PAPER, *areas, *lines))))
    palette = list(exact)
    for colour, ground in ramps:
        ends = tuple(zip(_channels(colour), _channels(ground), strict=True))
        for step in range(1, steps):
            red, green, blue = (round(start + (stop - start) * step / steps) for start, stop in ends)
            if not any(_is_near((red, green, blue), other) for other in exact):
                palette.append((red, green, blue))
    image = Image.new("P", (1, 1))
    image.putpalette([channel for entry in palette for channel in entry])
    return image


def _is_near(one: Channels, other: Channels) -> bool:
    """Whether Pillow, which compares colours in boxes of 4 × 4 × 4, might take one for the other."""
    return all(abs(first - second) < _APART for first, second in zip(one, other, strict=True))


def _channels(colour: str) -> Channels:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _registered(faces: Sequence[FontFace]) -> tuple[str, ...]:
    """Names under which matplotlib finds these very files; they are new names, so nothing else changes."""
    manager = font_manager.fontManager
    names = []
    for face in faces:
        name = f"reportgen:{face.path}#{face.index}"
        if not any(entry.name == name for entry in manager.ttflist):
            entry = FontEntry(fname=face.path, name=name, weight=400)
            manager.ttflist.append(dataclasses.replace(entry, index=face.index) if face.index else entry)
        names.append(name)
    return tuple(names)
