"""The captions beside tables and drawings of a file, which tell apart what looks alike."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from ....ooxml.stories import W, seen, text_in
from .text_edits import CONTROL, PARAGRAPH, TextEdits

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_BLOCKS = frozenset((PARAGRAPH, f"{W}tbl", CONTROL))
_AROUND = frozenset((f"{W}sdtContent", CONTROL))


def is_captioned(edits: TextEdits, element: Element, title: str) -> bool:
    """Whether the paragraph next above or below a table or a drawing ends with this title."""
    return bool(title) and any(seen(text_in(item)).endswith(seen(title)) for item in _beside(edits, element))


def _beside(edits: TextEdits, element: Element) -> Iterator[Element]:
    """What stands next above and below the table or paragraph that an element is or stands in."""
    story = edits.story
    block = element
    for around in story.ancestors(element):
        if block.tag in _BLOCKS and around.tag not in _AROUND:
            siblings = [item for item in around if item.tag in _BLOCKS]
            at = siblings.index(block)
            yield from siblings[max(at - 1, 0) : at]
            yield from siblings[at + 1 : at + 2]
            return
        block = around
