"""New content controls around figures that a refresh puts in: the same that a build makes, so they are bound alike.

Source: ISO/IEC 29500-1, 17.5.2 (structured document tags); MS-DOCX 2.5.1.4 (w15:appearance).
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING
from zlib import crc32

from ....model.values import dataclass
from ....ooxml.xml import attribute
from ..markup import Names
from ..story import Story

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_W15 = "http://schemas.microsoft.com/office/word/2012/wordml"
_IDS = re.compile(rb'<(?:\w+:)?id\s+(?:\w+:)?val="(-?[0-9]{1,10})"')
_LARGEST_ID = 0x7FFF_FFFF


@dataclass(frozen=True, slots=True)
class NewFigure:
    """A figure that comes into a text, to stand in a control of that tag."""

    tag: str
    text: str


class Controls:
    """Makes the controls of one story; no two have one id."""

    def __init__(self, story: Story) -> None:
        self._story = story

    def around(self, tag: str, content: str, names: Names, beside: Element) -> str:
        """A control that nobody sees around runs; it will stand beside an element."""
        prefix, value = names.tag(""), names.attribute_prefix
        # A program that does not know the namespace may refuse it; then people see a frame, and nothing else differs.
        hidden = '<w15:appearance w15:val="hidden"/>' if self._story.binds(beside, "w15", _W15) else ""
        return (
            f'<{prefix}sdt{names.declared}><{prefix}sdtPr><{prefix}tag {value}val="{attribute(tag)}"/>'
            f'<{prefix}id {value}val="{self.number(tag)}"/>{hidden}</{prefix}sdtPr>'
            f"<{prefix}sdtContent>{content}</{prefix}sdtContent></{prefix}sdt>"
        )

    def number(self, tag: str) -> int:
        """A number for a control of that tag."""
        number = crc32(tag.encode("utf-8", "surrogatepass")) & _LARGEST_ID or 1
        while number in self._used:
            number = number % _LARGEST_ID + 1
        self._used.add(number)
        return number

    def reserve(self, number: int) -> bool:
        """Let no control get a number from now on; whether none has it yet."""
        is_free = number not in self._used
        self._used.add(number)
        return is_free

    @cached_property
    def _used(self) -> set[int]:
        return {int(found) for found in _IDS.findall(self._story.data)}
