"""Lists of drafts: each list comes with a definition of its own, so it counts by itself as in its draft.

Within a draft a list goes on or begins again as it did; over drafts no list goes on in another.

Source: ISO/IEC 29500-1, 17.9 (numbering).
"""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Protocol
from xml.etree import ElementTree as ET

from ....ooxml.stories import W
from .source import Source
from .styles import StyleSheet
from .target import Target

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_NAME = "word/numbering.xml"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml"
_VALUE = f"{W}val"
_ABSTRACT, _ABSTRACT_ID, _NUM, _NUM_ID = f"{W}abstractNum", f"{W}abstractNumId", f"{W}num", f"{W}numId"
_PICTURE, _PICTURE_ID = f"{W}numPicBullet", f"{W}numPicBulletId"
_ORDER = {_PICTURE: 0, _ABSTRACT: 1, _NUM: 2}
_LISTED, _LEVEL = f"{W}numPr", f"{W}ilvl"
_BEFORE_LISTED = frozenset(
    f"{W}{name}" for name in ("pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl")
)
"""What stands before `numPr` in the properties of a paragraph (17.3.1.26)."""

NO_LIST = "0"
"""Says that a paragraph is in no list although its style is (17.9.18)."""


class Renewed(Protocol):
    """What a definition of a list refers to, in the terms of the target."""

    def style(self, kind: str, ident: str) -> str | None:
        """A style."""

    def content(self, element: Element, part: str, new_part: str) -> None:
        """Relationships and numbers inside an element of a part."""


class Lists:
    """The lists of the target; made when the first one comes."""

    def __init__(self, target: Target) -> None:
        self._target = target
        name = target.frame.part("numbering")
        self._name = name or _NAME
        self._root: Element | None = target.tree(name) if name else None
        self._known: dict[tuple[int, str, str], str] = {}

    def of(self, source: Source, number: str, renewed: Renewed) -> str:
        """The target's number of a list of a draft; a list that is defined nowhere is none."""
        key = (id(source), _NUM, number)
        if number == NO_LIST:
            return NO_LIST
        if key not in self._known:
            self._known[key] = NO_LIST  # a style inside the definition may ask for this very list
            self._known[key] = self._bring(source, number, renewed)
        return self._known[key]

    def _bring(self, source: Source, number: str, renewed: Renewed) -> str:
        own = source.root("numbering")
        num = _with(own, _NUM, _NUM_ID, number)
        link = None if num is None else num.find(_ABSTRACT_ID)
        if num is None or link is None:
            return NO_LIST
        abstract = self._abstract(source, link.get(_VALUE, ""), renewed)
        if abstract is None:
            return NO_LIST
        copy = deepcopy(num)
        copy.attrib.clear()
        for found in copy.iter(_ABSTRACT_ID):
            found.set(_VALUE, abstract)
        self._renew(copy, source, renewed)
        return self._add(copy, _NUM, _NUM_ID, first=1)

    def _abstract(self, source: Source, ident: str, renewed: Renewed) -> str | None:
        key = (id(source), _ABSTRACT, ident)
        if key in self._known:
            return self._known[key]
        found = _with(source.root("numbering"), _ABSTRACT, _ABSTRACT_ID, ident)
        if found is None:
            return None
        copy = deepcopy(found)
        copy.attrib.clear()
        self._renew(copy, source, renewed)
        new = self._known[key] = self._add(copy, _ABSTRACT, _ABSTRACT_ID, first=0)
        # Word takes lists of one nsid for one list.
        nsid = copy.find(f"{W}nsid")
        if nsid is not None:
            nsid.set(_VALUE, f"{0x52470000 + int(new):08X}")
        return new

    def _renew(self, copy: Element, source: Source, renewed: Renewed) -> None:
        for linked, kind in (("pStyle", "paragraph"), ("styleLink", "numbering"), ("numStyleLink", "numbering")):
            for around in list(copy.iter()):
                for found in around.findall(f"{W}{linked}"):
                    style = renewed.style(kind, found.get(_VALUE, ""))
                    if style is None:
                        around.remove(found)
                    else:
                        found.set(_VALUE, style)
        for bullet in copy.iter(f"{W}lvlPicBulletId"):
            bullet.set(_VALUE, self._bullet(source, bullet.get(_VALUE, ""), renewed))

    def _bullet(self, source: Source, ident: str, renewed: Renewed) -> str:
        key = (id(source), _PICTURE, ident)
        if key not in self._known:
            found = _with(source.root("numbering"), _PICTURE, _PICTURE_ID, ident)
            part = source.part("numbering")
            if found is None or part is None:
                return ident
            copy = deepcopy(found)
            renewed.content(copy, part, self._name)
            self._known[key] = self._add(copy, _PICTURE, _PICTURE_ID, first=0)
        return self._known[key]

    def _add(self, element: Element, tag: str, attribute: str, *, first: int) -> str:
        """Enter a definition under the next number of its kind, in the order that the schema asks for."""
        root = self._opened()
        used = [int(item.get(attribute, "0")) for item in root.findall(tag) if item.get(attribute, "").isdecimal()]
        number = str(max(used, default=first - 1) + 1)
        element.attrib.pop(attribute, None)
        others = dict(element.attrib)
        element.attrib.clear()
        element.attrib.update({attribute: number, **others})
        place = sum(1 for item in root if _ORDER.get(item.tag, 3) <= _ORDER[tag])
        root.insert(place, element)
        return number

    def _opened(self) -> Element:
        if self._root is None:
            self._root = ET.Element(f"{W}numbering")
            self._target.add_tree(self._name, self._root, _TYPE, "numbering")
        return self._root


def is_listed(paragraph: Element, styles: StyleSheet) -> bool:
    """Whether a paragraph is in a list, by itself or by its style."""
    own = paragraph.find(f"{W}pPr/{_LISTED}/{_NUM_ID}")
    if own is not None:
        return own.get(_VALUE, "") != NO_LIST
    style = paragraph.find(f"{W}pPr/{W}pStyle")
    return style is not None and styles.is_listed(style.get(_VALUE, ""))


def leave_list(paragraph: Element, *, is_listed_by_style: bool) -> None:
    """Take a paragraph out of its list; one whose style is in a list has to say that it is in none (17.9.18)."""
    properties = paragraph.find(f"{W}pPr")
    listed = None if properties is None else properties.find(_LISTED)
    if properties is None or not (is_listed_by_style or listed is not None):
        return
    if listed is not None:
        properties.remove(listed)
    if is_listed_by_style:
        put_into_list(properties, NO_LIST)


def put_into_list(properties: Element, number: str, level: str = "") -> None:
    """Say in the properties of a paragraph which list it is in, and on which level of it where one is given."""
    listed = properties.find(_LISTED)
    if listed is None:
        listed = ET.Element(_LISTED)
        properties.insert(sum(1 for item in properties if item.tag in _BEFORE_LISTED), listed)
    if level and listed.find(_LEVEL) is None:
        listed.insert(0, ET.Element(_LEVEL, {_VALUE: level}))
    place = 0 if listed.find(_LEVEL) is None else 1
    listed.insert(place, ET.Element(_NUM_ID, {_VALUE: number}))


def level_in(source: Source, number: str, style: str) -> str:
    """The level of a draft's list that is for a style; empty where the list does not say."""
    own = source.root("numbering")
    num = _with(own, _NUM, _NUM_ID, number)
    link = None if num is None else num.find(_ABSTRACT_ID)
    abstract = None if link is None else _with(own, _ABSTRACT, _ABSTRACT_ID, link.get(_VALUE, ""))
    for level in () if abstract is None else abstract.findall(f"{W}lvl"):
        linked = level.find(f"{W}pStyle")
        if linked is not None and linked.get(_VALUE) == style:
            return level.get(f"{W}ilvl", "")
    return ""


def _with(root: Element | None, tag: str, attribute: str, value: str) -> Element | None:
    items = () if root is None else root.findall(tag)
    return next((item for item in items if item.get(f"{attribute}") == value), None)
