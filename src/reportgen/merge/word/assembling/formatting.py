"""Direct formatting of drafts: what of it is look, and goes, and what carries meaning, and stays.

Fonts, sizes, colours, spacing and indents belong to the styles of the kit. Bold, italic, underlining,
strike-through, raised and lowered characters, emphasis marks, hidden text and highlighting are something
that a person said, and stay; so do page breaks, lists, and what keeps paragraphs together.

Source: ISO/IEC 29500-1, 17.3.1 (paragraph properties), 17.3.2 (run properties).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ....ooxml.stories import W

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_RUN = frozenset(
    f"{W}{name}"
    for name in (
        *("rStyle", "b", "bCs", "i", "iCs", "u", "strike", "dstrike", "vertAlign", "em", "vanish", "webHidden"),
        *("highlight", "rtl", "cs", "noProof", "specVanish", "oMath", "eastAsianLayout"),
        *("ins", "del", "moveFrom", "moveTo", "rPrChange"),
    )
)
"""Properties of runs that stay."""

_PARAGRAPH = frozenset(
    f"{W}{name}"
    for name in (
        *("pStyle", "keepNext", "keepLines", "pageBreakBefore", "numPr", "outlineLvl", "cnfStyle", "bidi"),
        *("rPr", "sectPr", "pPrChange"),
    )
)
"""Properties of paragraphs that stay."""

_ALIGNED = f"{W}jc"
_FONTS, _HINT = f"{W}rFonts", f"{W}hint"
_CHANGES = frozenset((f"{W}rPrChange", f"{W}pPrChange"))
_THEME = ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme")
_PICTURES = (f"{W}drawing", f"{W}pict", f"{W}object")


def drop_direct(paragraph: Element, *, in_table: bool) -> None:
    """Take what is mere look from a paragraph and its runs; alignment stays in tables and beside pictures."""
    properties = paragraph.find(f"{W}pPr")
    if properties is not None:
        aligned = in_table or holds_picture(paragraph)
        for child in list(properties):
            if child.tag not in _PARAGRAPH and not (aligned and child.tag == _ALIGNED):
                properties.remove(child)
    for runs in paragraph.iter(f"{W}rPr"):
        _drop_of_run(runs)
    if properties is not None and not len(properties):
        paragraph.remove(properties)


def _drop_of_run(properties: Element) -> None:
    for child in list(properties):
        if child.tag == _FONTS and _HINT in child.attrib:
            hint = child.get(_HINT, "")
            child.attrib.clear()
            child.set(_HINT, hint)
        elif child.tag not in _RUN:
            properties.remove(child)


def without_theme(element: Element) -> None:
    """Take fonts and colours of a theme away, which the kit does not have; what is said beside them stays."""
    for fonts in element.iter(_FONTS):
        for name in _THEME:
            fonts.attrib.pop(f"{W}{name}", None)
    for name in ("color", "shd", "top", "left", "bottom", "right", "insideH", "insideV", "u"):
        for item in element.iter(f"{W}{name}"):
            for key in [key for key in item.attrib if "theme" in key.lower()]:
                del item.attrib[key]


def holds_picture(paragraph: Element) -> bool:
    """Whether a picture, chart or embedded object stands in a paragraph."""
    return any(next(paragraph.iter(name), None) is not None for name in _PICTURES)
