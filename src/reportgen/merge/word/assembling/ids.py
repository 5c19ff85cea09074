"""Numbers and names that may stand once in a document: given out anew over all drafts.

Two drafts of one kit count alike, so nearly every bookmark, picture and content control meets another of
its number. `Ids` knows what is taken; `OwnIds` what the numbers and names of one draft became.

Sources: ISO/IEC 29500-1, 17.13 (annotations, bookmarks), 17.5.2.18 (id of controls), 20.4.2.5 (docPr);
MS-DOCX 2.5.4.2 (paraId and durableId, below 0x80000000).
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from typing import TYPE_CHECKING

from ....model.numbering import NUMBERING_TAG
from ....ooxml.stories import W

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
PARAGRAPH_ID = f"{W14}paraId"
_LARGEST = 0x7FFF_FFFF
_LONGEST_NAME = 40
"""Characters of a bookmark's name in Word."""
_LONGEST_TAG = 64
_NUMBERED = re.compile(r"^(.*?)(?:-([0-9]{1,9}))?$", re.DOTALL)

ANNOTATIONS = frozenset(
    f"{W}{name}"
    for name in (
        *("ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "trPrChange"),
        *("tcPrChange", "tblGridChange", "tblPrExChange", "numberingChange", "cellIns", "cellDel", "cellMerge"),
    )
)
"""Elements with a number of their own."""

RANGES = frozenset(
    f"{W}{name}{end}"
    for name in (
        *("bookmark", "perm", "moveFromRange", "moveToRange", "customXmlInsRange", "customXmlDelRange"),
        *("customXmlMoveFromRange", "customXmlMoveToRange"),
    )
    for end in ("Start", "End")
)
"""Elements whose number ties a start to its end."""


class Ids:
    """What is taken in the whole document."""

    def __init__(self, frame: Iterable[Element]) -> None:
        self._annotation = self._drawing = 0
        self._controls: set[int] = set()
        self._paragraphs: set[int] = set()
        self._durable: set[int] = set()
        self._bookmarks: set[str] = set()
        self.tags: dict[str, object] = {}
        for root in frame:
            self._enter(root)

    def _enter(self, root: Element) -> None:
        for element in root.iter():
            if element.tag in ANNOTATIONS or element.tag in RANGES:
                self._annotation = max(self._annotation, _number(element.get(f"{W}id")))
            if element.tag == f"{W}bookmarkStart":
                self._bookmarks.add(element.get(f"{W}name", "").casefold())
            elif element.tag == f"{W}sdtPr":
                self._enter_control(element)
            elif element.tag.endswith("}docPr"):
                self._drawing = max(self._drawing, _number(element.get("id")))

    def _enter_control(self, properties: Element) -> None:
        ident, tag = properties.find(f"{W}id"), properties.find(f"{W}tag")
        if ident is not None:
            self._controls.add(_number(ident.get(f"{W}val")))
        if tag is not None:
            self.tags.setdefault(tag.get(f"{W}val", ""), None)

    def annotation(self) -> str:
        """The next number of a bookmark, a range or a tracked change."""
        self._annotation += 1
        return str(self._annotation)

    def drawing(self) -> str:
        """The next number of a drawing."""
        self._drawing += 1
        return str(self._drawing)

    def last_drawing(self) -> str:
        """The number that `drawing` gave last."""
        return str(self._drawing)

    def control(self, wanted: str) -> str:
        """A number for a content control, the wanted one where it is free."""
        number = _number(wanted) or 1
        while number in self._controls:
            number = number % _LARGEST + 1
        self._controls.add(number)
        return str(number)

    def paragraph(self, wanted: str) -> str:
        """A paragraph's id, the wanted one where it is free."""
        return _free(wanted, self._paragraphs)

    def durable(self, wanted: str) -> str:
        """A comment's durable id, the wanted one where it is free."""
        return _free(wanted, self._durable)

    def bookmark(self, wanted: str) -> str:
        """A bookmark's name, the wanted one where it is free."""
        name, number = wanted[:_LONGEST_NAME], 2
        while name.casefold() in self._bookmarks:
            ending = f"_{number}"
            name = wanted[: _LONGEST_NAME - len(ending)] + ending
            number += 1
        self._bookmarks.add(name.casefold())
        return name

    def tag(self, wanted: str, owner: object) -> str:
        """A control's tag for one draft, the wanted one where no other draft has it."""
        tag = wanted
        if tag in self.tags and self.tags[tag] is not owner:
            found = _NUMBERED.match(wanted)
            base, number = (found[1], int(found[2] or 1)) if found else (wanted, 1)
            while tag in self.tags:
                number += 1
                tag = f"{base[: _LONGEST_TAG - len(str(number)) - 1]}-{number}"
        self.tags[tag] = owner
        return tag


class OwnIds:
    """What the numbers and names of one draft became; `bookmarks` and `tags` are those that it had.

    `bound` are the tags that the draft has a binding for. Another one of ours was pasted from another draft, and
    goes on showing that draft's figure.
    """

    def __init__(self, ids: Ids, bound: Container[str]) -> None:
        self._ids = ids
        self._bound = bound
        self._moves: dict[str, str] = {}
        self._ranges: dict[str, str] = {}
        self._paragraphs: dict[str, str] = {}
        self.bookmarks: dict[str, str] = {}
        self.tags: dict[str, str] = {}

    def name_bookmarks(self, stories: Iterable[Element]) -> None:
        """Give a name to each bookmark of the draft; of two of one name the first counts, as in Word."""
        for story in stories:
            for start in story.iter(f"{W}bookmarkStart"):
                name = start.get(f"{W}name", "")
                if name and name not in self.bookmarks:
                    self.bookmarks[name] = self._ids.bookmark(name)

    def range(self, element: Element) -> str:
        """The number of a start or an end: that of its partner."""
        kind = element.tag.removesuffix("Start").removesuffix("End")
        key = f"{kind} {element.get(f'{W}id', '')}"
        if key not in self._ranges:
            self._ranges[key] = self._ids.annotation()
        return self._ranges[key]

    def move(self, name: str) -> str:
        """The name of a tracked move, which its two ends share."""
        if name not in self._moves:
            self._moves[name] = f"move{self._ids.annotation()}"
        return self._moves[name]

    def paragraph(self, ident: str) -> str:
        """The id of a paragraph."""
        if ident not in self._paragraphs:
            self._paragraphs[ident] = self._ids.paragraph(ident)
        return self._paragraphs[ident]

    def known_paragraph(self, ident: str) -> str | None:
        """What a paragraph's id became; None for one that did not come along."""
        return self._paragraphs.get(ident)

    def tag(self, tag: str) -> str:
        """The tag of a control; numberings are renamed later, with their captions."""
        if tag.startswith(NUMBERING_TAG) or tag not in self._bound:
            return tag
        if tag not in self.tags:
            self.tags[tag] = self._ids.tag(tag, self)
        return self.tags[tag]


def _free(wanted: str, taken: set[int]) -> str:
    """Eight hexadecimal digits that are not taken yet, the wanted ones if they can be had; they are taken then."""
    try:
        number = int(wanted, 16) % _LARGEST
    except ValueError:
        number = 1
    while number in taken or not number:
        number = number % (_LARGEST - 1) + 1
    taken.add(number)
    return f"{number:08X}"


def _number(value: str | None) -> int:
    """A number of an attribute, 0 for none; ids of controls may be negative and come as their positive twin."""
    try:
        return int(value or "0") & _LARGEST
    except ValueError:
        return 0
