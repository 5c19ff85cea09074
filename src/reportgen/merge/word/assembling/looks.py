"""The kit's styles by what they are for, and paragraphs that a person left without any style.

In official format nothing stands in the default style: its text has no indent and the wrong font. A
paragraph that somebody typed without thinking of styles is body text, or text of a table's cell, or the
line of a picture.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from ....ooxml.stories import W
from .formatting import holds_picture
from .styles import PARAGRAPH, StyleSheet

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

TITLE = ("公文标题", "文档标题", "Title")
BODY = ("公文正文", "Body Text")
HEADING_1 = ("一级标题", "heading 1")
PICTURE = ("图",)
CELL = ("表格文字",)
CAPTIONS = ("图题", "表题", "caption")
ATTACHMENTS = ("附件说明", "附件说明续")
NEXT_ATTACHMENT = ("附件说明续",)
CLOSING = ("落款", "成文日期")
"""Names of styles by what they are for, as the kit's style documents and Word itself call them."""

_VALUE = f"{W}val"


class Looks:
    """The ids of the document's styles by what they are for; None where the kit has none."""

    def __init__(self, styles: StyleSheet) -> None:
        self.default = styles.defaults.get(PARAGRAPH)
        self.body, self.picture, self.cell = (styles.named(PARAGRAPH, *names) for names in (BODY, PICTURE, CELL))

    def dress(self, paragraph: Element, *, in_table: bool) -> None:
        """Give a paragraph without a style of its own the one that it is meant to have."""
        style = style_of(paragraph)
        pictured = holds_picture(paragraph) and not in_table
        if pictured and not _has_text(paragraph) and style in ("", self.default, self.body):
            _set_style(paragraph, self.picture)
        elif style in ("", self.default):
            _set_style(paragraph, self.cell if in_table else self.body)


def style_of(paragraph: Element) -> str:
    """The id of a paragraph's style, empty for the default."""
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return "" if style is None else style.get(_VALUE, "")


def _set_style(paragraph: Element, style: str | None) -> None:
    if style is None:
        return
    properties = paragraph.find(f"{W}pPr")
    if properties is None:
        properties = ET.Element(f"{W}pPr")
        paragraph.insert(0, properties)
    named = properties.find(f"{W}pStyle")
    if named is None:
        named = ET.Element(f"{W}pStyle")
        properties.insert(0, named)
    named.set(_VALUE, style)


def _has_text(paragraph: Element) -> bool:
    return any((text.text or "").strip() for text in paragraph.iter(f"{W}t"))
