"""Text of a paragraph as one string, and changes of it that leave its runs as they are.

Source: ISO/IEC 29500-1, 17.3.3.31 (t).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ....ooxml.stories import W

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_TEXT, _MOVED = f"{W}t", f"{W}moveFrom"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


class Spans:
    """The texts (`w:t`) of an element, without what was moved away, and where each begins in the whole."""

    def __init__(self, element: Element) -> None:
        gone = {text for moved in element.iter(_MOVED) for text in moved.iter(_TEXT)}
        self.texts = [text for text in element.iter(_TEXT) if text not in gone]
        self.whole = "".join(text.text or "" for text in self.texts)

    def replace(self, start: int, end: int, new: str) -> None:
        """Let the characters from `start` to before `end` read as `new`; they are at least one."""
        at = 0
        rest = new
        for text in self.texts:
            own = text.text or ""
            first, last = max(start - at, 0), min(end - at, len(own))
            at += len(own)
            if first >= last:
                continue
            text.text = f"{own[:first]}{rest}{own[last:]}"
            text.set(_SPACE, "preserve")
            rest = ""
        self.whole = f"{self.whole[:start]}{new}{self.whole[end:]}"

    def insert(self, new: str) -> None:
        """Let the text begin with `new`; nothing happens where there is none."""
        if self.texts:
            self.texts[0].text = f"{new}{self.texts[0].text or ''}"
            self.whole = f"{new}{self.whole}"

    def at(self, start: int) -> Element:
        """The text that the character at `start` stands in."""
        position = 0
        for text in self.texts:
            position += len(text.text or "")
            if start < position:
                return text
        raise IndexError(start)
