"""New markup inside a part that somebody else wrote: the prefixes that it must use, texts, tracked changes.

Sources: ISO/IEC 29500-1, 17.13.5.14 (del), 17.13.5.18 (ins), 17.4.1 (w:id of annotations); XML 1.0, 2.10 (xml:space).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import count
from typing import TYPE_CHECKING, NamedTuple

from ...model.values import dataclass
from ...ooxml.stories import W
from ...ooxml.xml import attribute, text
from .story import Story

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

URI = W[1:-1]
AUTHOR = "reportgen"
_OWN_PREFIX = "w"
_ID = re.compile(rb'[\s:]id="([0-9]{1,10})"')
_LARGEST_ID = 0x7FFF_FFFF
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff\ue000-\uf8ff\U000f0000-\U0010ffff]")
"""What the Word writer leaves out of a text."""


@dataclass(frozen=True, slots=True)
class Names:
    """How elements and attributes of WordprocessingML are written at a spot of a part.

    `declared` must stand in the outermost new element, empty where the part's own prefixes do.
    """

    prefix: str
    attribute_prefix: str
    declared: str = ""

    def tag(self, name: str) -> str:
        """The name of an element with its prefix."""
        return f"{self.prefix}{name}"


def names_at(story: Story, element: Element) -> Names:
    """The prefixes that new children of an element of WordprocessingML use: those of its own name."""
    prefix, colon, _ = story.name_of(element).decode().rpartition(":")
    if colon and story.binds(element, prefix, URI):
        return Names(f"{prefix}:", f"{prefix}:")
    if story.binds(element, _OWN_PREFIX, URI):
        return Names(f"{_OWN_PREFIX}:", f"{_OWN_PREFIX}:")
    return Names(f"{_OWN_PREFIX}:", f"{_OWN_PREFIX}:", f' xmlns:{_OWN_PREFIX}="{URI}"')


def writable(value: str) -> str:
    """The text without what Word cannot show."""
    return _UNWRITABLE.sub("", value) if _UNWRITABLE.search(value) else value


def text_element(value: str, names: Names, element: str = "t") -> str:
    """A text inside a run, with its line breaks and tabs as Word wants them."""
    pieces = re.split("(\t|\r\n|\r|\n)", value)
    return "".join(
        f"<{names.tag('tab' if piece == chr(9) else 'br')}{names.declared}/>"
        if index % 2
        else _plain(piece, names, element)
        for index, piece in enumerate(pieces)
        if piece
    )


def _plain(value: str, names: Names, element: str) -> str:
    keep = ' xml:space="preserve"' if value[0] == " " or value[-1] == " " or "  " in value else ""
    name = names.tag(element)
    return f"<{name}{names.declared}{keep}>{text(value)}</{name}>"


class By(NamedTuple):
    """Who made a change, and when, as the file says it."""

    author: str
    date: str


class Track:
    """Changes are to be tracked, in the name of reportgen where nobody else is named.

    `date` is an ISO date with time and zone, as `2015-12-31T18:00:00Z`; `first` the first number that no
    annotation of the document has.
    """

    def __init__(self, date: str, first: int = 1) -> None:
        self.date = date
        self._numbers = count(first)

    def number(self) -> int:
        """A number that no annotation has; bookmarks count with them."""
        return next(self._numbers)

    def attributes(self, names: Names, by: By | None = None) -> str:
        """The attributes of one tracked change."""
        prefix = names.attribute_prefix
        author, date = by or (AUTHOR, self.date)
        dated = f' {prefix}date="{attribute(date)}"' if date else ""
        return f'{names.declared} {prefix}id="{self.number()}" {prefix}author="{attribute(author)}"{dated}'

    def around(self, kind: str, content: str, names: Names, by: By | None = None) -> str:
        """Content inside `w:ins` or `w:del`."""
        return f"<{names.tag(kind)}{self.attributes(names, by)}>{content}</{names.tag(kind)}>"

    def empty(self, kind: str, names: Names, by: By | None = None) -> str:
        """The mark of an inserted or deleted row."""
        return f"<{names.tag(kind)}{self.attributes(names, by)}/>"


def first_free_id(parts: Iterable[bytes]) -> int:
    """A number above the ids of all annotations in these parts."""
    used = (int(found) for part in parts for found in _ID.findall(part))
    return max((number for number in used if number < _LARGEST_ID // 2), default=0) + 1
