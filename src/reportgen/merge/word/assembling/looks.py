"""The kit's styles by what they are for, and what a person left without any style.

In official format nothing stands in the default style: its text has no indent and the wrong font. A
paragraph that somebody typed without thinking of styles is body text, or text of a table's cell or a note, or
the line of a picture; so is text in the styles that come with pasting. A table without lines gets those of the kit.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from ....ooxml.stories import W
from .formatting import holds_picture
from .styles import CHARACTER, PARAGRAPH, TABLE, StyleSheet

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

TITLE = ("公文标题", "文档标题", "Title")
BODY = ("公文正文", "Body Text")
HEADING_1 = ("一级标题", "heading 1")
HEADINGS = (
    HEADING_1,
    ("二级标题", "heading 2"),
    ("三级标题", "heading 3"),
    ("四级标题", "heading 4"),
)
"""Names of the styles of headings by level, from the first."""
RUN_IN = ("二级标题段", "三级标题段", "四级标题段")
RUN_IN_TEXT = ("二级标题文字", "三级标题文字", "四级标题文字")
"""Styles of headings that run into their paragraphs, and of their own words there, from level 2."""
PICTURE = ("图",)
CELL = ("表格文字",)
TABLE_STYLE = ("公文表格", "表格", "Table Grid")
NOTE = ("脚注文字", "footnote text")
NOTE_MARK = ("脚注引用", "footnote reference")
FIGURE_CAPTIONS, TABLE_CAPTIONS, CAPTIONS = ("图题",), ("表题",), ("caption",)
ATTACHMENTS = ("附件说明", "附件说明续")
NEXT_ATTACHMENT = ("附件说明续",)
CLOSING = ("落款", "成文日期")
"""Names of styles by what they are for, as the kit's style documents and Word itself call them."""

_VALUE = f"{W}val"
_PLAIN_TEXTS = ("body text", "normal (web)", "plain text", "list paragraph", "no spacing", "preformatted text")
_NOTE_MARKS = ("footnote characters", "footnote anchor")
"""Styles by which text and marks of notes get into a draft that somebody pasted, typed or saved in LibreOffice."""


class Looks:
    """The ids of the document's styles by what they are for; None where the kit has none."""

    def __init__(self, styles: StyleSheet) -> None:
        self.default = styles.defaults.get(PARAGRAPH)
        self.body, self.picture, self.cell, self.note = (
            styles.named(PARAGRAPH, *names) for names in (BODY, PICTURE, CELL, NOTE)
        )
        self.table, self.plain_table = styles.named(TABLE, *TABLE_STYLE), styles.defaults.get(TABLE)
        self.substitutes: dict[tuple[str, str], str] = {}
        if self.body is not None:
            self.substitutes |= {(PARAGRAPH, name): self.body for name in _PLAIN_TEXTS}
        if self.cell is not None:
            self.substitutes[PARAGRAPH, "table contents"] = self.cell
        mark = styles.named(CHARACTER, *NOTE_MARK)
        if mark is not None:
            self.substitutes |= {(CHARACTER, name): mark for name in _NOTE_MARKS}
        if self.table is not None:
            self.substitutes[TABLE, "table grid"] = self.table

    def dress(self, paragraph: Element, *, in_table: bool) -> None:
        """Give a paragraph without a style of its own the one that it is meant to have."""
        style = style_of(paragraph)
        pictured = holds_picture(paragraph) and not in_table
        if pictured and not _has_text(paragraph) and style in ("", self.default, self.body):
            set_style(paragraph, self.picture)
        elif style in ("", self.default):
            set_style(paragraph, self.cell if in_table else self.body)

    def dress_note(self, paragraph: Element) -> None:
        """Give a paragraph of a note without a style the one of notes."""
        if style_of(paragraph) in ("", self.default):
            set_style(paragraph, self.note)

    def dress_table(self, table: Element) -> None:
        """Give a table without a style and without borders of its own the kit's."""
        properties = table.find(f"{W}tblPr")
        if properties is None or self.table is None or properties.find(f"{W}tblBorders") is not None:
            return
        named = properties.find(f"{W}tblStyle")
        if named is None:
            named = ET.Element(f"{W}tblStyle")
            properties.insert(0, named)
        elif named.get(_VALUE) != self.plain_table:
            return
        named.set(_VALUE, self.table)


def style_of(paragraph: Element) -> str:
    """The id of a paragraph's style, empty for the default."""
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return "" if style is None else style.get(_VALUE, "")


def level_of(paragraph: Element, styles: StyleSheet) -> int | None:
    """The level of a heading, from 1, by its own outline level or its style's; None for body text."""
    own = paragraph.find(f"{W}pPr/{W}outlineLvl")
    if own is not None:
        value = own.get(_VALUE, "")
        return int(value) + 1 if value in tuple("012345678") else None
    level = styles.level(style_of(paragraph))
    return None if level is None else level + 1


def set_style(paragraph: Element, style: str | None) -> None:
    """Give a paragraph a style by its id; nothing happens for None."""
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
