"""Text of a paragraph as one string, and changes of it that leave its runs as they are.

Source: ISO/IEC 29500-1, 17.3.3.31 (t).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from copy import deepcopy
from itertools import accumulate
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from ....ooxml.stories import W

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_TEXT, _MOVED = f"{W}t", f"{W}moveFrom"
_PARAGRAPH, _TABLE, _RUN, _LOOK = f"{W}p", f"{W}tbl", f"{W}r", f"{W}rPr"
OUR_TAGS = "rg-"
"""How the tags of our content controls begin."""
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

    def at(self, start: int) -> Element:
        """The text that the character at `start` stands in."""
        return self.texts[self._index(start)]

    def pieces(self, start: int, end: int) -> list[tuple[Element, int, int]]:
        """The texts that the characters from `start` to before `end` stand in, each with where in it they do."""
        found = []
        for index in range(self._index(start), len(self.texts)):
            text, at = self.texts[index], self._starts[index]
            if at >= end:
                break
            first, last = max(start - at, 0), min(end - at, self._starts[index + 1] - at)
            if first < last:
                found.append((text, first, last))
        return found

    def _index(self, start: int) -> int:
        return bisect_right(self._starts, start, hi=len(self.texts)) - 1


def texts_in_controls(element: Element) -> set[Element]:
    """The texts that stand in controls of ours: figures, and numbers that follow by themselves."""
    found: set[Element] = set()
    for control in element.iter(f"{W}sdt"):
        tag = control.find(f"{W}sdtPr/{W}tag")
        if tag is not None and tag.get(f"{W}val", "").startswith(OUR_TAGS):
            found.update(control.iter(_TEXT))
    return found


def insert_run(paragraph: Element, text: str) -> None:
    """Let a paragraph begin with a run of its own, outside of controls, that looks like the first one there."""
    first = next((run for run in paragraph.iter(_RUN) if run.find(_TEXT) is not None), None)
    look = None if first is None else first.find(_LOOK)
    run = ET.Element(_RUN)
    if look is not None:
        run.append(deepcopy(look))
    ET.SubElement(run, _TEXT, {_SPACE: "preserve"}).text = text
    paragraph.insert(1 if paragraph.find(f"{W}pPr") is not None else 0, run)


def lines(blocks: Iterable[Element]) -> Iterator[Element]:
    """The paragraphs of a text one below the other, those of tables and text boxes left out."""
    waiting = list(blocks)[::-1]
    while waiting:
        block = waiting.pop()
        if block.tag == _PARAGRAPH:
            yield block
        elif block.tag != _TABLE:
            waiting += reversed(block)
