"""What a document has once, whatever the drafts bring: title, list of appendices, signature, pages.

The frame has them from the report and the kit. A draft's own title and signature go, with a finding that quotes
them; entries of its list of appendices are looked up in the frame's by name, and new ones are added to it. Of its
pages only the turning sideways stays, for a wide table needs it.

Sources: GB/T 9704-2012, 7.3.4 (附件说明); ISO/IEC 29500-1, 17.6 (sections).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from copy import deepcopy
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from ....model.diagnostic import Diagnostic, info, warning
from ....model.document import ReferenceKind
from ....model.place import FileRef
from ....ooxml.stories import W, text_in
from .draft import Draft
from .looks import ATTACHMENTS, BODY, CLOSING, HEADING_1, NEXT_ATTACHMENT, TITLE, set_style, style_of
from .spans import Spans
from .styles import PARAGRAPH, StyleSheet

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_PARAGRAPH, _SECTION, _SIZE = f"{W}p", f"{W}sectPr", f"{W}pgSz"
_LANDSCAPE = f"{W}orient"
_LIST = re.compile(r"^\s*附件\s*[：:]")
_ENTRY = re.compile(r"^\s*(?:附件\s*[：:])?\s*(?:([0-9]{1,3})\s*[.．、])?\s*(.*\S)\s*$")
_NUMBERED = re.compile(r"^\s*[0-9]{1,3}\s*[.．、]")
_QUOTED, _MOST_QUOTED = 40, 5
_LOOKS = (
    *("pStyle", "jc", "ind", "spacing", "snapToGrid", "rFonts", "sz", "szCs", "lang", "color", "rtl", "keepNext"),
    *("widowControl", "b", "bCs", "i", "iCs", "kern", "outlineLvl", "overflowPunct", "autoSpaceDE", "autoSpaceDN"),
)
_BLANK = frozenset(f"{W}{name}" for name in ("p", "pPr", "rPr", "r", "t", *_LOOKS))
"""What a paragraph holds that nobody misses if it has no text."""


def take_out(draft: Draft) -> list[Diagnostic]:
    """Take from a draft what the frame has already; its list of appendices is kept in `draft.appendices`.

    A title above a draft without any heading is meant as the heading of its section.
    """
    found: list[Diagnostic] = []
    kept: list[Element] = []
    in_list = is_below_heading = False
    heading = _heading_style(draft)
    for block in draft.blocks:
        text = text_in(block).strip() if block.tag == _PARAGRAPH else ""
        names = draft.styles.names(style_of(block)) if text else ()
        in_list = bool(text) and (_LIST.match(text) is not None or (in_list and _NUMBERED.match(text) is not None))
        is_below_heading = is_below_heading or _is(names, HEADING_1) or block in draft.recognised
        if in_list or _is(names, ATTACHMENTS):
            _remember(text, draft)
        elif heading is not None and _is(names, TITLE):
            _set_heading(block, heading)
            heading = None
            kept.append(block)
        elif _is(names, CLOSING) or (_is(names, TITLE) and not is_below_heading):
            found.append(info("frame-part-dropped", FileRef(draft.file), text=text[:_QUOTED]))
        else:
            kept.append(block)
    found += _comments_on(set(draft.blocks).difference(kept), draft)
    draft.blocks = kept
    return found


def _comments_on(dropped: Set[Element], draft: Draft) -> Iterator[Diagnostic]:
    """`comments-dropped` where somebody commented on what is left out."""
    marks = {mark.get(f"{W}id") for block in dropped for mark in block.iter(f"{W}commentReference")}
    root = draft.source.root("comments") if marks else None
    comments = () if root is None else tuple(root)
    texts = [text_in(comment)[:_QUOTED] for comment in comments if comment.get(f"{W}id") in marks]
    if texts:
        yield warning("comments-dropped", FileRef(draft.file), count=len(texts), texts=texts[:_MOST_QUOTED])


def drop_ending(draft: Draft) -> None:
    """Take empty lines from the end of a draft; Word wants one behind a table where a file ends."""
    while draft.blocks and _is_blank(draft.blocks[-1]):
        draft.blocks.pop()


def _is_blank(block: Element) -> bool:
    return block.tag == _PARAGRAPH and all(item.tag in _BLANK for item in block.iter()) and not text_in(block).strip()


def close(body: Element, styles: StyleSheet) -> None:
    """Put an empty line behind a table that the document would end in."""
    blocks = [block for block in body if block.tag != _SECTION]
    if blocks and blocks[-1].tag == f"{W}tbl":
        paragraph = ET.Element(_PARAGRAPH)
        set_style(paragraph, styles.named(PARAGRAPH, *BODY))
        body.insert(list(body).index(blocks[-1]) + 1, paragraph)


def _heading_style(draft: Draft) -> str | None:
    """The id of the style that a draft without a heading of level 1 can give its title; None where it has one."""
    styles = (draft.styles.names(style_of(block)) for block in draft.blocks if block.tag == _PARAGRAPH)
    has_heading = any(_is(names, HEADING_1) for names in styles)
    return None if has_heading or draft.recognised else draft.styles.named(PARAGRAPH, *HEADING_1)


def _set_heading(paragraph: Element, style: str) -> None:
    named = paragraph.find(f"{W}pPr/{W}pStyle")
    if named is not None:
        named.set(f"{W}val", style)


def _is(names: tuple[str, ...], roles: tuple[str, ...]) -> bool:
    return any(name.casefold() in names for name in roles)


def _remember(text: str, draft: Draft) -> None:
    entry = _ENTRY.match(text)
    if entry is not None:
        number = int(entry[1]) if entry[1] else len(draft.appendices) + 1
        draft.appendices.setdefault(number, entry[2].rstrip("。；，、.;,"))


class Appendices:
    """The list of appendices of the frame, which those of the drafts are looked up in; `paragraphs` are its entries."""

    def __init__(self, body: Element, styles: StyleSheet) -> None:
        self.findings: list[Diagnostic] = []
        self._body, self._styles = body, styles
        self._last: Element | None = None
        self.numbers: dict[str, int] = {}
        self.paragraphs: dict[Element, tuple[ReferenceKind, int]] = {}
        for block in body:
            if block.tag == _PARAGRAPH and _is(styles.names(style_of(block)), ATTACHMENTS):
                entry = _ENTRY.match(Spans(block).whole)
                if entry is not None and entry[1]:
                    self.numbers[_bare(entry[2])] = int(entry[1])
                    self.paragraphs[block] = (ReferenceKind.APPENDIX, int(entry[1]))
                    self._last = block

    def number(self, draft: Draft, number: int) -> int | None:
        """What a number of a draft's appendix is here; None for one that nothing is known of."""
        title = draft.appendices.get(number)
        if title is None:
            return number if number in self.numbers.values() else None
        if _bare(title) not in self.numbers:
            self.numbers[_bare(title)] = max(self.numbers.values(), default=0) + 1
            self._add(title, self.numbers[_bare(title)])
            self.findings.append(
                info("appendix-added", FileRef(draft.file), title=title, number=self.numbers[_bare(title)])
            )
        return self.numbers[_bare(title)]

    def _add(self, title: str, number: int) -> None:
        """Write another entry below the last one, or the first one behind the text."""
        names = ATTACHMENTS[:1] if self._last is None else NEXT_ATTACHMENT
        lead = "附件：" if self._last is None else ""
        paragraph = ET.Element(_PARAGRAPH)
        style = self._styles.named(PARAGRAPH, *names)
        if style is not None:
            ET.SubElement(ET.SubElement(paragraph, f"{W}pPr"), f"{W}pStyle", {f"{W}val": style})
        ET.SubElement(ET.SubElement(paragraph, f"{W}r"), f"{W}t").text = f"{lead}{number}.{title}"
        self._body.insert(self._place(), paragraph)
        self._last = paragraph

    def _place(self) -> int:
        blocks = list(self._body)
        if self._last is not None:
            return blocks.index(self._last) + 1
        ending = (
            position
            for position, block in enumerate(blocks)
            if block.tag == _SECTION or _is(self._styles.names(style_of(block)), CLOSING)
        )
        return next(ending, len(blocks))


def _bare(title: str) -> str:
    return "".join(title.rstrip("。；，、.;,").split())


def forget_pages(draft: Draft) -> list[Diagnostic]:
    """Leave of a draft's section breaks only whether their pages lie sideways; breaks go where none does.

    A section's properties stand in its last paragraph, those of the last section behind the text.
    """
    last = draft.source.body.find(_SECTION)
    inside = [
        (paragraph, found)
        for block in draft.blocks
        for paragraph in block.iter(f"{W}pPr")
        if (found := paragraph.find(_SECTION)) is not None
    ]
    sides = [_is_sideways(found) for _, found in inside]
    if not any(sides) and not _is_sideways(last):
        for properties, found in inside:
            properties.remove(found)
    else:
        for (_, found), sideways in zip(inside, sides, strict=True):
            _reset(found, sideways=sideways)
        first = sides[0] if sides else _is_sideways(last)
        before = [_break(sideways=False)] if first else []
        behind = [_break(sideways=True)] if _is_sideways(last) else []
        draft.blocks = [*before, *draft.blocks, *behind]
    return [info("page-setup-dropped", FileRef(draft.file), count=len(inside))] if inside else []


def _is_sideways(section: Element | None) -> bool:
    size = None if section is None else section.find(_SIZE)
    return size is not None and size.get(_LANDSCAPE) == "landscape"


def _reset(section: Element, *, sideways: bool) -> None:
    section[:] = []
    section.attrib.clear()
    if sideways:
        section.set(_LANDSCAPE, "landscape")


def _break(*, sideways: bool) -> Element:
    paragraph = ET.Element(_PARAGRAPH)
    _reset(ET.SubElement(ET.SubElement(paragraph, f"{W}pPr"), _SECTION), sideways=sideways)
    return paragraph


def give_pages(body: Element) -> None:
    """Give the kit's page to each section break that came along, on its side where it was."""
    kit = body.find(_SECTION)
    _drop_empty_pages(body)
    for properties in body.iter(f"{W}pPr"):
        section = properties.find(_SECTION)
        if section is None:
            continue
        properties.remove(section)  # LibreOffice 7.4 writes it first, where it must not stand (17.3.1.26)
        properties.insert(len(properties) - (properties.find(f"{W}pPrChange") is not None), section)
        sideways = section.attrib.pop(_LANDSCAPE, None) is not None
        section[:] = [] if kit is None else [deepcopy(item) for item in kit]
        size = section.find(_SIZE)
        if sideways and size is not None:
            width, height = size.get(f"{W}w", ""), size.get(f"{W}h", "")
            size.attrib.update({f"{W}w": height, f"{W}h": width, _LANDSCAPE: "landscape"})


def _drop_empty_pages(body: Element) -> None:
    """Take an upright page away that holds nothing: two drafts that lie sideways have one between them."""
    is_behind_break = False
    for block in list(body):
        section = block.find(f"{W}pPr/{_SECTION}")
        is_upright = section is not None and _LANDSCAPE not in section.attrib
        if is_behind_break and is_upright and next(block.iter(f"{W}r"), None) is None:
            body.remove(block)
        else:
            is_behind_break = section is not None
