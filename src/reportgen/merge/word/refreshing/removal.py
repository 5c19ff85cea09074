"""Paragraphs, tables and charts taken out of the body of a file, or marked as deleted where changes are tracked.

Only what is plain is taken out: text in runs, controls and references as we write them, nothing that a person put
beside it.

Source: ISO/IEC 29500-1, 17.13.5.15 (deleted paragraph), 17.13.5.14 (del).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from ....ooxml.stories import W
from ..markup import names_at
from ..story import Splices
from .form import PARAGRAPH_PROPERTIES, Form
from .places import Spot
from .rows import ROW, Rows
from .text_edits import CONTROL, PARAGRAPH, RUN, TEXT, TextEdits

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

TABLE, _CONTENT = f"{W}tbl", f"{W}sdtContent"
_PROPERTIES = frozenset(f"{W}{name}" for name in ("pPr", "rPr", "sdtPr", "sdtEndPr"))
_TEXTS = frozenset(
    (RUN, TEXT, CONTROL, *(f"{W}{name}" for name in ("sdtContent", "proofErr", "lastRenderedPageBreak", "tab", "br")))
)
_FIELDS = frozenset(f"{W}{name}" for name in ("fldChar", "instrText", "hyperlink"))
_BOOKMARKS = frozenset((f"{W}bookmarkStart", f"{W}bookmarkEnd"))
_NOTE = frozenset((f"{W}footnoteReference",))
_DELETED = (("t", "delText"), ("instrText", "delInstrText"))
"""What texts are called in a deleted run."""
_BETWEEN = "\0"
_CHANGES = frozenset(f"{W}{name}" for name in ("ins", "del", "pPrChange", "rPrChange", "sectPr"))
_TOUCHED = _CHANGES | {f"{W}commentRangeStart", f"{W}commentRangeEnd", f"{W}commentReference"}


def is_plain(paragraph: Element, *, with_notes: bool, with_marks: bool = False) -> bool:
    """Whether a paragraph holds nothing but text and references; footnotes' marks and bookmarks where that is asked."""
    known = _TEXTS | _FIELDS | (_NOTE if with_notes else frozenset()) | (_BOOKMARKS if with_marks else frozenset())
    return paragraph.tag == PARAGRAPH and all(item.tag in known for item in _inside(paragraph))


def is_unmarked(element: Element) -> bool:
    """Whether nobody commented on an element, or tracked a change in it."""
    return not any(item.tag in _TOUCHED for item in element.iter())


def is_plain_between(paragraph: Element, spot: Spot) -> bool:
    """Whether nothing but text stands from the beginning to the end of a stretch of a paragraph."""
    at, first, last = 0, None, None
    for text in spot.texts:
        length = len(text.text or "")
        if at < (spot.end or 0) and at + length > spot.start:
            first, last = text if first is None else first, text
        at += length
    is_in = False
    for item in _inside(paragraph):
        is_in = is_in or item is first
        if is_in and item.tag not in _TEXTS:
            return False
        if item is last:
            return True
    return False


def _inside(element: Element) -> Iterator[Element]:
    """What stands in an element without its look; tracked changes of the look are something."""
    for child in element:
        if child.tag in _PROPERTIES:
            yield from (item for item in child.iter() if item.tag in _CHANGES)
        else:
            yield child
            yield from _inside(child)


def must_stay(leaving: Collection[Element], body: Element) -> Element | None:
    """The last paragraph of a body where all behind a table leaves: a body does not end in a table, but empty."""
    blocks = [item for item in body if item.tag in (PARAGRAPH, TABLE, CONTROL)]
    staying = next((item for item in reversed(blocks) if item not in leaving), None)
    ends_bare = staying is not None and next(staying.iter(TABLE), None) is not None and staying is not blocks[-1]
    return blocks[-1] if ends_bare and blocks[-1].tag == PARAGRAPH else None


def remove(element: Element, edits: TextEdits, splices: Splices, *, but_its_end: bool = False) -> None:
    """Take an element of the body away, or mark all of it as deleted; nothing else sets anything in it.

    A paragraph is only emptied where its end has to stay.
    """
    edits.close(element)
    if edits.track is None:
        span, own = edits.story.span(element), element.find(PARAGRAPH_PROPERTIES)
        if but_its_end:
            splices.remove(span.content_start if own is None else edits.story.span(own).end, span.content_end)
        else:
            splices.remove(span.start, span.end)
        return
    content = element.find(_CONTENT) if element.tag == CONTROL else None
    if content is not None:  # what is left of a control whose content goes would keep an empty paragraph
        edits.uncover(content)
    rows = Rows(edits, splices)
    for row in element.iter(ROW):
        rows.remove(row)
    if next(element.iter(ROW), None) is None:
        for paragraph in element.iter(PARAGRAPH):
            _delete(paragraph, edits, splices, but_its_end=but_its_end)


def remove_note(note: Element, edits: TextEdits, splices: Splices) -> None:
    """Take a footnote away, whose mark goes; that of a tracked deletion stays without controls: it may be refused."""
    if edits.track is None:
        remove(note, edits, splices)
        return
    edits.close(note)
    for content in note.iter(_CONTENT):
        edits.uncover(content)


def _delete(paragraph: Element, edits: TextEdits, splices: Splices, *, but_its_end: bool) -> None:
    """Mark a paragraph as deleted: its end, and every run in it."""
    track, story = edits.track, edits.story
    assert track is not None  # noqa: S101 - asked by the one caller
    form, names = Form(story), names_at(story, paragraph)
    if not but_its_end:
        properties = form.of_paragraph(paragraph, track.empty("del", names)).encode()
        own = paragraph.find(PARAGRAPH_PROPERTIES)
        if own is None:
            splices.insert(story.span(paragraph).content_start, properties)
        else:
            splices.replace(story.span(own).start, story.span(own).end, properties)
    for run in paragraph.iter(RUN):
        span, deleted = story.span(run), story.source(run).decode()
        if any(item.tag in _NOTE for item in run):  # inside, the number of a note may move up
            opening, _, closing = track.around("del", _BETWEEN, names).partition(_BETWEEN)
            splices.insert(span.start, opening.encode())
            splices.insert(span.end, closing.encode())
            continue
        for name, new in _DELETED:
            deleted = re.sub(rf"(</?){names.prefix}{name}(?=[\s/>])", rf"\1{names.prefix}{new}", deleted)
        splices.replace(span.start, span.end, track.around("del", deleted, names).encode())
    for control in paragraph.iter(CONTROL):
        content = control.find(_CONTENT)
        if content is not None:
            edits.uncover(content)
