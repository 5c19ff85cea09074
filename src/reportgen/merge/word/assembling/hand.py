"""Figures that people touched: changed in their place, or typed in by hand, and what a program dropped.

A figure was changed where its control no longer reads as written. A number was typed in where it stands
outside every control in a paragraph that the report does not write so; dates, ordinals and names count as
little as they do in templates, by whose rules numbers are told.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ....model.binding import Binding
from ....model.diagnostic import Diagnostic, warning
from ....model.document import Footnote, Heading, Inline, Paragraph, Section, Text
from ....model.place import ARROW, FileRef, Place, WordRef
from ....narrate.positions import source_of
from ....narrate.prose import check_prose
from ....ooxml.stories import W
from .draft import Draft
from .looks import style_of
from .sections import Chunk
from .spans import OUR_TAGS, Spans, texts_in_controls

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_PARAGRAPH, _TABLE, _CONTROL = f"{W}p", f"{W}tbl", f"{W}sdt"
_BLANK = "\x00"
_DATE = re.compile(r"^[0-9]{1,4}[年月日号]$")
_LEADING = re.compile(r"^\s*[0-9]{1,3}[.．、）)]")
_REFERENCE = re.compile(r"(?:图|表|附件)[0-9]{1,4}")
_LONGEST = 40


def place_of(binding: Binding, file: str) -> Place:
    """Where a figure stands, as findings say it."""
    if binding.paragraph:
        return WordRef(file, binding.where, binding.paragraph)
    return FileRef(ARROW.join((file, *binding.where)))


def changed_figures(draft: Draft) -> Iterator[Diagnostic]:
    """`figure-edited` for each figure that reads otherwise than it was written; copies of one are said once."""
    said = set()
    for binding, present in draft.figures:
        if present.text and present.certain and not present.reads(binding.text):
            key = (binding.tag, binding.table_row, binding.table_column)
            if key not in said:
                said.add(key)
                yield warning(
                    "figure-edited",
                    place_of(binding, draft.file),
                    written=_short(binding.text),
                    now=_short(present.text),
                    cells="、".join(binding.cells[:3]),
                )


def lost_controls(draft: Draft) -> Iterator[Diagnostic]:
    """`controls-lost` where a program kept the list of figures and dropped every mark in the text."""
    if draft.by_tag and not any(tag.startswith(OUR_TAGS) for tag in draft.tags_in(draft.blocks)):
        yield warning("controls-lost", FileRef(draft.file), count=len(draft.by_tag))


class Typed:
    """Finds numbers that were typed in; `expected` are the sections as the report writes them."""

    def __init__(self, expected: Sequence[Section], fixed_terms: tuple[str, ...]) -> None:
        self._terms = fixed_terms
        self._ours = {section.title: self._literals_of(section) for section in expected}
        self._is_worded = [bool(section.blocks) for section in expected]
        self._titles = [section.title for section in expected]

    def _literals_of(self, section: Section) -> Counter[str]:
        found: Counter[str] = Counter()
        for block in section.blocks:
            if isinstance(block, (Heading, Paragraph)):
                for content in _contents(block.content):
                    found.update(self._literals(_template_text(content)))
        return found

    def _literals(self, text: str) -> list[str]:
        """The numbers of a text, by the rules of templates, without dates, list numbers and references."""
        clean = _REFERENCE.sub(_blanked, _LEADING.sub(_blanked, text.replace("\n", _BLANK)))
        said = check_prose(source_of("", clean), self._terms)
        return [text for item in said if item.code == "literal-number" and not _DATE.match(text := item.facts["text"])]

    def find(self, chunk: Chunk) -> Iterator[Diagnostic]:
        """`figure-typed` for each paragraph of a section with numbers that nobody else wrote."""
        if not chunk.draft.by_tag or (chunk.section is not None and not self._is_worded[chunk.section]):
            return
        title = None if chunk.section is None else self._titles[chunk.section]
        left = Counter(self._ours.get(title, ())) if title is not None else Counter()
        lost = "\n".join(_lost_texts(chunk.draft))
        for paragraph, trail, count in _placed(chunk):
            typed = []
            for number in self._literals(_unbound(paragraph)):
                if left[number]:
                    left[number] -= 1
                elif number not in lost:
                    typed.append(number)
            if typed:
                place = WordRef(chunk.draft.file, trail, count)
                sentence = _short(Spans(paragraph).whole)
                yield warning("figure-typed", place, figures="、".join(typed[:8]), sentence=sentence)


def _contents(content: Sequence[Inline]) -> Iterator[Sequence[Inline]]:
    yield content
    for inline in content:
        if isinstance(inline, Footnote):
            yield from _contents(inline.content)


def _template_text(content: Sequence[Inline]) -> str:
    """The words of the template; figures are blanks."""
    return "".join(inline.text if isinstance(inline, Text) else _BLANK * len(inline.text) for inline in content)


def _lost_texts(draft: Draft) -> list[str]:
    """The texts of figures whose controls are gone from the draft: nobody typed what stands in them."""
    tags = set(draft.tags_in(draft.blocks))
    return [binding.text for bindings in draft.by_tag.values() for binding in bindings if binding.tag not in tags]


def _unbound(paragraph: Element) -> str:
    """A paragraph's text with blanks for what stands in controls of ours."""
    bound = texts_in_controls(paragraph)
    texts = Spans(paragraph).texts
    return "".join(_BLANK * len(text.text or "") if text in bound else text.text or "" for text in texts)


def _placed(chunk: Chunk) -> Iterator[tuple[Element, tuple[str, ...], int]]:
    """The paragraphs of a section outside tables and block controls, each with the headings above and its number."""
    trail: list[tuple[int, str]] = []
    count = 0
    for block in chunk.blocks:
        if block.tag != _PARAGRAPH:
            continue
        level = chunk.draft.styles.level(style_of(block))
        text = Spans(block).whole.strip()
        if level is not None and text:
            heading, stop, _ = text.partition("。")  # a heading that runs into its paragraph
            trail = [*(item for item in trail if item[0] < level), (level, _short(heading))]
            count = 1 if stop else 0
        elif text:
            count += 1
        yield block, tuple(heading for _, heading in trail), max(count, 1)


def _blanked(found: re.Match[str]) -> str:
    return _BLANK * len(found[0])


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
