"""Paragraphs that are in a list by their style alone: they keep the list of their own draft.

A style is one in the whole document, and so is its list: the second draft would go on counting where the first
one stopped. So the paragraphs say themselves which list they are in, unless it is that of the style.

Source: ISO/IEC 29500-1, 17.9.18 (a paragraph's own list comes before its style's), 17.9.23 (levels for styles).
"""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from typing import TYPE_CHECKING

from ....model.values import dataclass
from ....ooxml.stories import W
from .lists import NO_LIST, level_in, put_into_list
from .source import Source
from .styles import StyleSheet

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_VALUE = f"{W}val"
_STYLE = f"{W}pStyle"
_INDENT = f"{W}ind"
_BEHIND_INDENT = frozenset(
    f"{W}{name}"
    for name in (
        *("contextualSpacing", "mirrorIndents", "suppressOverlap", "jc", "textDirection", "textAlignment"),
        *("textboxTightWrap", "outlineLvl", "divId", "cnfStyle", "rPr", "sectPr", "pPrChange"),
    )
)
"""What stands behind an indent in the properties of a paragraph (17.3.1.26)."""


@dataclass(frozen=True, slots=True, eq=False)
class Listed:
    """Properties of a paragraph without a list of their own; `number` and `level` are those of the draft's style.

    `number` is empty where the style is in no list.
    """

    properties: Element
    number: str
    level: str


def listed_by_style(element: Element, source: Source, styles: StyleSheet) -> list[Listed]:
    """The paragraphs in an element of a draft whose style says whether they are in a list; headings count otherwise.

    `styles` are the draft's.
    """
    found: list[Listed] = []
    for properties in element.iter(f"{W}pPr"):
        style = properties.find(_STYLE)
        own = properties.find(f"{W}numPr/{W}numId")
        if style is None or own is not None or properties.find(f"{W}outlineLvl") is not None:
            continue
        ident = style.get(_VALUE, "")
        if styles.level(ident) is None:
            number, level = styles.list_of(ident)
            found.append(Listed(properties, number, level or level_in(source, number, ident)))
    return found


def keep_list(listed: Listed, styles: StyleSheet, of: Callable[[str], str]) -> None:
    """Let a paragraph, which has its style of the document by now, say its list where the style says another.

    `styles` are the document's; `of` gives a number of a list of the draft as the document's.
    """
    style = listed.properties.find(_STYLE)
    if style is None:
        return
    ident = style.get(_VALUE, "")
    wanted = of(listed.number) if listed.number else NO_LIST
    if wanted == (styles.list_of(ident)[0] or NO_LIST):
        return
    put_into_list(listed.properties, wanted, listed.level if listed.number else "")
    indent = styles.inherited(ident, "ind")
    if indent is not None and listed.properties.find(_INDENT) is None:
        # The indent of a paragraph's own list would come before that of its style.
        behind = sum(1 for item in listed.properties if item.tag in _BEHIND_INDENT)
        listed.properties.insert(len(listed.properties) - behind, deepcopy(indent))
