"""The paragraph and character styles of a Word file: which are headings and captions, and what they make of a text.

A `Look` is what a reader sees of formatting: that of the defaults, of the style and those that it is based on, and
what was set by hand, one over the other. Two files may say the same look in different ways.

Source: ISO/IEC 29500-1, 17.7 (styles; 17.7.3, toggle properties), 17.3.1 and 17.3.2 (properties).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from ..ooxml.stories import W
from .blocks import Paragraph

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

Look = Mapping[str, str]
"""Properties by name, as `b` or `ind.left`; what is not there is as the standard has it without a word."""

_HEADING = re.compile("(?:heading|标题) ?([1-9])", re.IGNORECASE)
_CAPTION = re.compile("caption|题注|图题|表题", re.IGNORECASE)
_VALUE = f"{W}val"
_TOGGLES = frozenset(("b", "i", "caps", "smallCaps", "strike", "dstrike", "vanish", "outline", "shadow", "emboss"))
OFF = frozenset(("0", "false", "off"))
_UNSEEN = frozenset(
    f"{W}{name}"
    for name in (
        *("rPr", "sectPr", "pPrChange", "rPrChange", "ins", "del", "moveFrom", "moveTo", "pStyle", "rStyle"),
        *("lang", "noProof", "webHidden", "divId", "cnfStyle", "suppressAutoHyphens", "bCs", "iCs", "szCs", "cs"),
        *("kern", "snapToGrid", "widowControl", "autoSpaceDE", "autoSpaceDN", "overflowPunct", "rtl", "specVanish"),
    )
)
"""What no reader sees, or only at the edge of a line."""

_DEFAULTS = {
    ("jc", "left"), ("jc", "start"), ("u", "none"), ("highlight", "none"), ("color", "auto"), ("shd", "clear"),
    ("shd", "nil"), ("shd.color", "auto"), ("shd.fill", "auto"), ("vertAlign", "baseline"), ("sz", "20"),
    ("spacing.line", "240"), ("spacing.lineRule", "auto"), ("w", "100"), ("em", "none"), ("textAlignment", "auto"),
    ("outlineLvl", "9"), ("numPr.numId", "0"), ("numPr.ilvl", "0"), ("u.color", "auto"),
}  # fmt: skip
_SAME = {("jc", "end"): "right", ("color", "000000"): "auto"}
_ON = frozenset(("true", "on"))
_NOTHING = OFF | {""}
_ZERO_IS_NONE = ("ind", "spacing", "position")
_INDENTS = ("left", "right", "firstLine", "hanging", "start", "end")
"""Programs write these lengths beside those in characters, and keep both in step."""


class Styles:
    """The level of heading styles, from 0, which styles are captions, and how all of them look, by style id."""

    def __init__(self, root: Element | None, theme: Element | None = None) -> None:
        self.root = root
        self._theme = {} if theme is None else dict(_theme_fonts(theme))
        self.levels: dict[str, int] = {}
        self.captions: set[str] = set()
        self._styles = {} if root is None else {item.get(f"{W}styleId", ""): item for item in root.iter(f"{W}style")}
        self._chains: dict[tuple[str, str], Look] = {}
        self._looks: dict[tuple[str, str, str, str, tuple[tuple[str, str], ...]], Look] = {}
        self._in_tables: dict[Element, str] = {}
        defaults = None if root is None else root.find(f"{W}docDefaults")
        self._defaults = {
            name: {} if defaults is None else direct(defaults.find(f"{W}{name}Default/{W}{name}")) for name in _KINDS
        }
        self._default = self._default_of("paragraph")
        for key, style in self._styles.items():
            self._classify(key, style)
        for key, style in self._styles.items():
            base = _value(style.find(f"{W}basedOn"))
            if key not in self.levels and base in self.levels and style.find(f"{W}pPr/{W}outlineLvl") is None:
                self.levels[key] = self.levels[base]

    def _classify(self, key: str, style: Element) -> None:
        name, level = _value(style.find(f"{W}name")), _value(style.find(f"{W}pPr/{W}outlineLvl"))
        heading = _HEADING.fullmatch(name)
        if level.isdecimal() and int(level) < 9:
            self.levels[key] = int(level)
        elif heading:
            self.levels[key] = int(heading[1]) - 1
        if _CAPTION.search(name):
            self.captions.add(key)

    def know_tables(self, root: Element) -> None:
        """Take the tables of a story in, whose styles give the paragraphs in them a look too."""
        for table in root.iter(f"{W}tbl"):
            style = _value(table.find(f"{W}tblPr/{W}tblStyle"))
            if self._chain("pPr", style) or self._chain("rPr", style):
                self._in_tables.update(dict.fromkeys(table.iter(f"{W}p"), style))

    def _default_of(self, kind: str) -> str:
        """The id of the style that what names none is in."""
        return next(
            (
                key
                for key, item in self._styles.items()
                if item.get(f"{W}type") == kind and item.get(f"{W}default", "0") not in OFF
            ),
            "",
        )

    def _based(self, key: str) -> list[str]:
        """A style and those that it is based on, the nearest first."""
        chain: list[str] = []
        while key in self._styles and key not in chain:
            chain.append(key)
            key = _value(self._styles[key].find(f"{W}basedOn"))
        return chain

    def is_caption(self, block: Paragraph) -> bool:
        """Whether a paragraph stands in a style for captions."""
        return self._style(block.element) in self.captions

    def name(self, paragraph: Element) -> str:
        """The name of a paragraph's style, in small letters."""
        return self.name_of(self._style(paragraph))

    def name_of(self, key: str) -> str:
        """The name of a style by its id, in small letters; empty for one that is not there."""
        style = self._styles.get(key)
        return "" if style is None else _value(style.find(f"{W}name")).lower()

    def of_table(self, key: str) -> Sequence[Element]:
        """The style of a table and those that it is based on, the first below; the default one without an id."""
        if key not in self._styles:
            key = self._default_of("table")
        return [self._styles[name] for name in reversed(self._based(key))]

    def paragraph(self, paragraph: Element) -> Look:
        """How a paragraph looks but for its characters."""
        own = direct(paragraph.find(f"{W}pPr"))
        return self._look("pPr", self._style(paragraph), "", own, self._in_tables.get(paragraph, ""))

    def run(self, paragraph: Element, run: Element) -> Look:
        """How the characters of a run of the paragraph look."""
        properties = run.find(f"{W}rPr")
        style = "" if properties is None else _value(properties.find(f"{W}rStyle"))
        return self._look("rPr", self._style(paragraph), style, direct(properties), self._in_tables.get(paragraph, ""))

    def _style(self, paragraph: Element) -> str:
        style = _value(paragraph.find(f"{W}pPr/{W}pStyle"))
        return style if style in self._styles else self._default

    def _look(self, kind: str, style: str, character: str, own: Look, table: str) -> Look:
        key = (kind, style, character, table, tuple(own.items()))
        known = self._looks.get(key)
        if known is None:
            below = self._chain(kind, style)
            above = self._chain(kind, character) if character else {}
            merged = {**self._defaults[kind], **self._chain(kind, table), **below, **above}
            for name in _TOGGLES & below.keys() & above.keys():
                merged[name] = "" if _is_on(below[name]) and _is_on(above[name]) else merged[name]
            known = self._looks[key] = dict(_plain(self._with_fonts({**merged, **own})))
        return known

    def _with_fonts(self, look: Look) -> Look:
        """A look with the fonts of the theme by their names; `UNKNOWN` for those that it leaves to the language."""
        themed = {name: said[len(_THEME) :] for name, said in look.items() if said.startswith(_THEME)}
        return {**look, **{name: self._theme.get(said) or UNKNOWN for name, said in themed.items()}}

    def _chain(self, kind: str, key: str) -> Look:
        """What a style and those that it is based on say."""
        known = self._chains.get((kind, key))
        if known is None:
            chain = self._based(key)
            said: dict[str, str] = {}
            for name in reversed(chain):
                said |= direct(self._styles[name].find(f"{W}{kind}"))
            known = self._chains[kind, key] = said
        return known


_KINDS = ("pPr", "rPr")
UNKNOWN = "?"
"""A font that only the program that shows the text knows."""
_THEME = "theme:"
_THEMED = {
    f"{W}asciiTheme": "ascii",
    f"{W}hAnsiTheme": "hAnsi",
    f"{W}eastAsiaTheme": "eastAsia",
    f"{W}cstheme": "cs",
}
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"


def _theme_fonts(theme: Element) -> Iterator[tuple[str, str]]:
    """The fonts of a theme (20.1.4.1.16) by the names that text calls them, as `minorHAnsi` (17.18.96)."""
    for size in ("major", "minor"):
        for script, names in (("latin", ("Ascii", "HAnsi")), ("ea", ("EastAsia",)), ("cs", ("Bidi",))):
            font = next(theme.iter(f"{_DRAWING}{size}Font"), None)
            named = None if font is None else font.find(f"{_DRAWING}{script}")
            for name in names:
                yield f"{size}{name}", "" if named is None else named.get("typeface", "")


def direct(properties: Element | None) -> dict[str, str]:
    """What properties say by themselves, by the names of elements and their attributes."""
    return dict(_flat(properties)) if properties is not None else {}


def _flat(properties: Element) -> Iterator[tuple[str, str]]:
    for item in properties:
        if item.tag in _UNSEEN or not item.tag.startswith(W):
            continue
        name = item.tag[len(W) :]
        if name == "numPr":
            yield from ((f"numPr.{child.tag[len(W) :]}", _value(child)) for child in item)
        elif len(item):
            yield name, "; ".join(_told(item))
        elif not item.attrib:
            yield name, "1"
        for key, value in item.items():
            if key == _VALUE:
                yield name, value
            elif key.startswith(W) and not key.startswith(f"{W}rsid") and "heme" not in key:
                yield f"{name}.{key[len(W) :]}", value
        if name == "rFonts":  # a font of the theme counts, whatever stands beside it
            for attribute, own in _THEMED.items():
                if attribute in item.attrib:
                    yield f"rFonts.{own}", f"{_THEME}{item.attrib[attribute]}"


def _told(item: Element) -> Iterable[str]:
    """Tabs and borders, each in one piece."""
    for child in item:
        said = (f"{key.rpartition('}')[2]}={value}" for key, value in sorted(child.items()))
        yield f"{child.tag.rpartition('}')[2]} {' '.join(said)}"


def _plain(look: Look) -> Iterator[tuple[str, str]]:
    """A look without what changes nothing, and with one word where there are several for the same."""
    hidden = {f"ind.{name}Chars" for name in _INDENTS if f"ind.{name}" in look}
    hidden |= {f"spacing.{name}Lines" for name in ("before", "after") if f"spacing.{name}" in look}
    for name, said in look.items():
        value = "1" if said in _ON else _SAME.get((name, said), said)
        if name in _TOGGLES:
            if _is_on(value):
                yield name, "1"
        elif name not in hidden and (name, value) not in _DEFAULTS and not _is_nothing(name, value):
            yield name, value


def _is_nothing(name: str, value: str) -> bool:
    """Whether a length of zero, or a property that is off."""
    return value in _NOTHING and (name.startswith(_ZERO_IS_NONE) or "." not in name)


def _is_on(value: str) -> bool:
    return bool(value) and value not in OFF


def _value(element: Element | None) -> str:
    return "" if element is None else element.get(_VALUE, "")


def number_of(text: str) -> int:
    """The whole number that an attribute says; programs write fractions of lengths too, and 0 stands for no number."""
    try:
        return int(float(text))
    except (ValueError, OverflowError):
        return 0
