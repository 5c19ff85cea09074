"""Text of a paragraph as one string, and changes of it that leave its runs as they are.

Source: ISO/IEC 29500-1, 17.3.3.31 (t).
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
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
        self._starts = list(accumulate((len(text.text or "") for text in self.texts), initial=0))

    def replace(self, start: int, end: int, new: str) -> None:
        """Let the characters from `start` to before `end`, at least one, read as `new`; of several the last first."""
        index = self._index(start)
        rest = new
        while index < len(self.texts) and (at := self._starts[index]) < end:
            text = self.texts[index]
            own = text.text or ""
            first, last = max(start - at, 0), min(end - at, len(own))
            if first < last:
                text.text = f"{own[:first]}{rest}{own[last:]}"
                text.set(_SPACE, "preserve")
                rest = ""
            index += 1
        self.whole = f"{self.whole[:start]}{new}{self.whole[end:]}"

    def insert(self, new: str) -> None:
        """Let the text begin with `new`; nothing happens where there is none."""
        if self.texts:
            self.texts[0].text = f"{new}{self.texts[0].text or ''}"
            self.whole = f"{new}{self.whole}"

    def at(self, start: int) -> Element:
        """The text that the character at `start` stands in."""
        return self.texts[self._index(start)]

    def _index(self, start: int) -> int:
        return bisect_right(self._starts, start, hi=len(self.texts)) - 1
