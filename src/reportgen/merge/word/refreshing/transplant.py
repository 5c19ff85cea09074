"""Content of the specimen made fit for the file: written with its prefixes, styles, numbers and looks.

What counts through a document gets numbers that the file has not: controls, bookmarks, drawings, notes. What refers
leads to where the file has it. In a file that lost the names of its controls nothing new gets any, for its figures
are known by their words. With changes tracked, all of it is an insertion.

Source: ISO/IEC 29500-1, 17.5.2 (structured document tags), 17.13.5.18 (ins), 17.13.6 (bookmarks), 17.16 (fields).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import TYPE_CHECKING, Protocol

from ....model.numbering import NUMBERING_TAG
from ....model.values import dataclass
from ....ooxml.stories import W
from ....ooxml.xml import attribute, text
from ..markup import Names, Track
from .likeness import Likeness, Styles, is_style
from .specimen import NOTE_MARK
from .text_edits import CONTROL, PARAGRAPH, RUN, TEXT

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_XML = "{http://www.w3.org/XML/1998/namespace}"
_ROW, _LINK, _FIELD_CODE = f"{W}tr", f"{W}hyperlink", f"{W}instrText"
_PARAGRAPH_PROPERTIES, _RUN_PROPERTIES, _ROW_PROPERTIES = f"{W}pPr", f"{W}rPr", f"{W}trPr"
_CONTROL_PROPERTIES, _CONTROL_CONTENT = f"{W}sdtPr", f"{W}sdtContent"
_MARKS = frozenset((f"{W}bookmarkStart", f"{W}bookmarkEnd"))
_DRAWING = f"{W}drawing"
_BOOKMARK = "_Ref"


class Surroundings(Protocol):
    """What new content meets in the file."""

    @property
    def styles(self) -> Styles:
        """What the file calls the specimen's styles."""

    def tag(self, tag: str) -> str:
        """The tag of a figure or numbering of today in the file."""

    def label(self, tag: str) -> str:
        """What the file calls the figure, table or appendix of a numbering's tag of today: 图2."""

    def control_id(self, tag: str) -> str:
        """A number for a control that no other has."""

    def bookmark(self, name: str) -> str:
        """What the bookmark of that name in the specimen is called in the file; empty where it leads nowhere."""

    def bookmark_id(self, ident: str) -> str:
        """A number for a bookmark that no other has."""

    def drawing(self, element: Element, ground: Ground) -> str:
        """A drawing with the parts that it leads to."""

    def note(self, ident: str) -> str:
        """The number in the file of a footnote of the specimen, which comes along."""


@dataclass(frozen=True, slots=True)
class Ground:
    """The part of the file that content comes into: its name, its prefixes, and whether it knows hidden controls.

    `bare` content has no controls.
    """

    part: str
    names: Names
    hidden: bool
    bare: bool


class Transplant:
    """Writes elements of the specimen into one part of the file."""

    def __init__(
        self,
        ground: Ground,
        around: Surroundings,
        likenesses: Mapping[Element, Likeness],
        track: Track | None,
        *,
        ends: bool = True,
    ) -> None:
        """A writer; `likenesses` are the looks of the paragraphs that have an example in the file.

        `track` makes insertions of the content, and of the `ends` of paragraphs too where they are new.
        """
        self._ground, self._names = ground, ground.names
        self._around, self._likenesses = around, likenesses
        self._track, self._ends = track, ends
        self._likeness: Likeness | None = None
        self._labels: tuple[str, str] = ("", "")

    def block(self, element: Element) -> str:
        """A paragraph, a table or a control of the body."""
        return self._element(element)

    def inlines(self, elements: Iterable[Element], likeness: Likeness | None) -> str:
        """What stands in a paragraph, an insertion where changes are tracked."""
        self._likeness = likeness
        pieces = []
        # A link cannot stand in an insertion, but hold one (17.13.5.18, 17.16.22).
        for holds_link, group in groupby(elements, key=lambda item: next(item.iter(_LINK), None) is not None):
            if holds_link:
                pieces += [self._element(item) for item in group]
            else:
                made = "".join(map(self._element, group))
                pieces.append(self._tracked(made) if made else "")
        return "".join(pieces)

    def _tracked(self, made: str) -> str:
        track = self._track
        return made if track is None else track.around("ins", made, self._names)

    def _element(self, element: Element) -> str:
        tag = element.tag
        if tag == PARAGRAPH:
            return self._paragraph(element)
        if tag == CONTROL:
            return self._control(element)
        if tag == _DRAWING:
            return self._around.drawing(element, self._ground)
        if tag in _MARKS:
            return self._bookmark(element)
        if not tag.startswith(W):
            return ""
        return self._wrapped(element, self._inner(element))

    def _inner(self, element: Element) -> str:
        if element.tag == TEXT:
            old, new = self._labels
            return text(new if old and element.text == old else element.text or "")
        if element.tag == _FIELD_CODE:
            return text(self._field_code(element.text or ""))
        if element.tag == _LINK:
            return self._tracked("".join(map(self._element, element)))
        if element.tag == RUN and self._likeness is not None:
            rest = (child for child in element if child.tag != _RUN_PROPERTIES)
            return self._likeness.run(element) + "".join(map(self._element, rest))
        if element.tag == _ROW and self._track is not None:
            return "".join(self._row(element))
        if is_style(element):
            return ""
        return "".join(map(self._element, element))

    def _row(self, row: Element) -> Iterator[str]:
        """What stands in a row, which is an inserted one."""
        mark = "" if self._track is None else self._track.empty("ins", self._names)
        properties = row.find(_ROW_PROPERTIES)
        inner = "" if properties is None else "".join(map(self._element, properties))
        tag = self._names.tag("trPr")
        yield f"<{tag}>{inner}{mark}</{tag}>"
        yield from (self._element(child) for child in row if child.tag != _ROW_PROPERTIES)

    def _wrapped(self, element: Element, inner: str) -> str:
        name = self._names.tag(element.tag[len(W) :])
        attributes = "".join(self._attributes(element))
        if is_style(element) and not attributes:
            return ""
        head = f"{name}{self._names.declared}{attributes}"
        return f"<{head}>{inner}</{name}>" if inner else f"<{head}/>"

    def _attributes(self, element: Element) -> Iterator[str]:
        if is_style(element):
            style = self._around.styles.of(element)
            if style is not None:
                yield f' {self._names.attribute_prefix}val="{attribute(style)}"'
            return
        for key, value in element.items():
            if element.tag == NOTE_MARK:
                value = self._around.note(value)
            elif element.tag == _LINK and key == f"{W}anchor":
                value = self._around.bookmark(value)
            if key.startswith(W):
                yield f' {self._names.attribute_prefix}{key[len(W) :]}="{attribute(value)}"'
            elif key.startswith(_XML):
                yield f' xml:{key[len(_XML) :]}="{attribute(value)}"'

    def _paragraph(self, paragraph: Element) -> str:
        likeness = self._likenesses.get(paragraph)
        own = paragraph.find(_PARAGRAPH_PROPERTIES)
        mark = self._track.empty("ins", self._names) if self._track is not None and self._ends else ""
        if likeness is not None:
            properties = likeness.paragraph(mark)
        else:
            tag = self._names.tag("rPr")
            inner = "" if own is None else "".join(map(self._element, own))
            inner += f"<{tag}>{mark}</{tag}>" if mark else ""
            tag = self._names.tag("pPr")
            properties = f"<{tag}>{inner}</{tag}>" if inner else ""
        content = self.inlines([child for child in paragraph if child is not own], likeness)
        name = self._names.tag("p")
        return f"<{name}{self._names.declared}>{properties}{content}</{name}>"

    def _control(self, control: Element) -> str:
        """A control with what stands in it; only the latter in bare content, only the words of a lost reference."""
        properties, content = control.find(_CONTROL_PROPERTIES), control.find(_CONTROL_CONTENT)
        if properties is None or content is None:
            return ""
        tag = next((item.get(f"{W}val", "") for item in properties.iter(f"{W}tag")), "")
        before = self._labels
        if tag.startswith(NUMBERING_TAG):
            self._labels = "".join(item.text or "" for item in content.iter(TEXT)), self._around.label(tag)
        is_lost = any(map(self._is_lost, content.iter()))
        shown = (run for run in content.iter(RUN) if run.find(TEXT) is not None) if is_lost else content
        inner = "".join(map(self._element, shown))
        self._labels = before
        if self._ground.bare or is_lost:
            return inner
        name, head, inside = (self._names.tag(each) for each in ("sdt", "sdtPr", "sdtContent"))
        said = "".join(self._control_properties(properties, tag))
        opening = f"<{name}{self._names.declared}><{head}>{said}</{head}>"
        return f"{opening}<{inside}>{inner}</{inside}></{name}>"

    def _control_properties(self, properties: Element, tag: str) -> Iterator[str]:
        now = self._around.tag(tag)
        for item in properties:
            value = {f"{W}tag": now, f"{W}id": ""}.get(item.tag)
            if item.tag == f"{W}id":
                value = self._around.control_id(now)
            if value is not None:
                name, prefix = self._names.tag(item.tag[len(W) :]), self._names.attribute_prefix
                yield f'<{name} {prefix}val="{attribute(value)}"/>'
            elif item.tag.startswith(W):
                yield self._element(item)
            elif self._ground.hidden:
                yield '<w15:appearance w15:val="hidden"/>'

    def _bookmark(self, element: Element) -> str:
        ident = self._around.bookmark_id(element.get(f"{W}id", ""))
        prefix = self._names.attribute_prefix
        head = f'{self._names.tag(element.tag[len(W) :])}{self._names.declared} {prefix}id="{ident}"'
        name = element.get(f"{W}name")
        return f"<{head}/>" if name is None else f'<{head} {prefix}name="{attribute(self._around.bookmark(name))}"/>'

    def _field_code(self, code: str) -> str:
        words = code.split(" ")
        return " ".join(self._around.bookmark(word) if word.startswith(_BOOKMARK) else word for word in words)

    def _is_lost(self, element: Element) -> bool:
        """Whether an element of a reference leads to a bookmark that the file has not."""
        words = [element.get(f"{W}anchor", "")] if element.tag == _LINK else []
        if element.tag == _FIELD_CODE:
            words = [word for word in (element.text or "").split(" ") if word.startswith(_BOOKMARK)]
        return any(not self._around.bookmark(word) for word in words)
