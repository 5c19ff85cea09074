"""Today's report as `refresh` asks it: its bindings, by what they belong to, and the words around its figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import chain

from ....model.binding import Binding
from ....model.collect import ContentBindings, collect_together
from ....model.document import (
    ChartBlock,
    Document,
    Footnote,
    Heading,
    Inline,
    Paragraph,
    Reference,
    Shown,
    TableBlock,
    Text,
    text_of,
)
from ....model.numbering import numbering_tag, numberings
from ....model.plain_words import plain_words
from ....ooxml.bindings import Stored
from ....ooxml.own_bindings import Run
from ....ooxml.plain_words import words_xml
from .late_bindings import run_of


class Today:
    """A document's figures: `single` are those of sentences, `numberings` those of 图1, 表2 and 附件3.

    `runs` are the single ones paragraph by paragraph, with what a build would store of them, by the first one's tag.
    What a file holds word for word is known by that, and is then one and the same binding on both sides.
    """

    def __init__(self, document: Document) -> None:
        self.document = document
        blocks = [block for section in document.sections for block in section.blocks]
        self.tables = {block.tag: block for block in blocks if isinstance(block, TableBlock)}
        self.charts = {block.tag: block for block in blocks if isinstance(block, ChartBlock)}
        self.single: list[Binding] = []
        self.runs: dict[str, Run] = {}
        self.grouped: dict[str, list[Stored]] = {tag: [] for tag in (*self.tables, *self.charts)}
        for item in collect_together(document):
            if isinstance(item, ContentBindings):
                run = run_of(item)
                if run:
                    self.single += [binding for binding, _ in run]
                    self.runs[run[0][0].tag] = run
            else:
                self.grouped[item.tag].append(item)
        self.numberings = list(numberings(document))

    @cached_property
    def tags(self) -> frozenset[str]:
        """The tags of all figures, tables and charts."""
        return frozenset((*self.grouped, *(item.tag for item in self.single)))

    @cached_property
    def texts(self) -> dict[int, str]:
        """What a build would store of each of the single ones, by the identity of the binding."""
        return {id(binding): text for run in self.runs.values() for binding, text in run}

    def sections_in(self, stored: Sequence[Stored]) -> set[str]:
        """The headings of level 1 of what a file holds, as it was stored and as it is today: people reword headings."""
        tags = {item.tag for item in stored}
        return sections_of(stored) | sections_of(
            item for item in chain(self.single, *self.grouped.values()) if item.tag in tags
        )

    @cached_property
    def words(self) -> Counter[str]:
        """How often each sentence without a figure stands in it."""
        return plain_words(self.document)

    @cached_property
    def stored_words(self) -> bytes:
        """What a build would store of them."""
        return "".join(words_xml(self.words)).encode()

    @cached_property
    def contents(self) -> dict[str, Sequence[Inline]]:
        """The inlines among which the figure of a tag stands; those of footnotes are apart from their paragraph's."""
        return {
            inline.tag: content
            for content in _contents(self.document)
            for inline in content
            if isinstance(inline, Shown)
        }

    @cached_property
    def notes(self) -> dict[str, Sequence[Inline]]:
        """The inlines of the footnote among which the figure of a tag stands, of those that stand in one."""
        footnotes = (item for content in _contents(self.document) for item in content if isinstance(item, Footnote))
        return {each.tag: note.content for note in footnotes for each in note.content if isinstance(each, Shown)}

    def is_target(self, reference: Reference) -> bool:
        """Whether a reference leads to something of this document, so that it stands in a control of its own."""
        return numbering_tag(reference.kind, reference.number) in self._numbered

    @cached_property
    def _numbered(self) -> frozenset[str]:
        return frozenset(item.tag for item in self.numberings)

    def words_around(self, bindings: Sequence[Binding]) -> list[str] | None:
        """The words before, between and behind the figures of one sentence, exactly; None where they are not of one."""
        inlines = self.sentence(bindings)
        if inlines is None:
            return None
        tags = {binding.tag for binding in bindings}
        words = [""]
        for inline in inlines:
            if isinstance(inline, Shown) and inline.tag in tags:
                words.append("")
            else:
                words[-1] += inline.text
        return words

    def sentence(self, bindings: Sequence[Binding]) -> list[Inline] | None:
        """The inlines of the sentence in which these figures stand in this order; None where there is no such one.

        Words are cut at its ends. A sentence so long that bindings keep a part of it is none.
        """
        content = self.contents.get(bindings[0].tag)
        if content is None:
            return None
        spans: dict[str, tuple[int, int]] = {}
        at = 0
        for inline in content:
            if isinstance(inline, Shown):
                spans[inline.tag] = (at, at + len(inline.text))
            at += len(inline.text)
        wanted = [spans[binding.tag] for binding in bindings if binding.tag in spans]
        whole, sentence = text_of(content), bindings[0].sentence
        start = whole.rfind(sentence, 0, wanted[0][0] + len(sentence)) if len(wanted) == len(bindings) else -1
        end = start + len(sentence)
        if start < 0 or wanted != sorted(wanted) or wanted[0][0] < start or wanted[-1][1] > end:
            return None
        return list(cut(content, start, end))


def cut(content: Sequence[Inline], start: int, end: int) -> Iterator[Inline]:
    """The inlines between two places of their text; words are cut, a figure is in or out by its beginning."""
    at = 0
    for inline in content:
        text = inline.text
        if isinstance(inline, Text):
            text = text[max(start - at, 0) : max(end - at, 0)]
            if text:
                yield Text(text, inline.strong)
        elif start <= at < end:
            yield inline
        at += len(inline.text)


def section_of(where: Sequence[str]) -> str:
    """The heading of level 1 of a place without its number, which changes from draft to draft."""
    heading = where[0] if where else ""
    return heading.partition("、")[2] or heading


def sections_of(stored: Iterable[Stored]) -> set[str]:
    """The headings of level 1 that something stands below; most of it shares its place with its neighbours."""
    return {section_of(where) for where in {item.where for item in stored}}


def _contents(document: Document) -> Iterator[Sequence[Inline]]:
    outer: list[Sequence[Inline]] = [document.title, document.signature, document.dated]
    for section in document.sections:
        for block in section.blocks:
            if isinstance(block, (Heading, Paragraph)):
                outer.append(block.content)
            else:
                outer.append(block.caption)
    while outer:
        content = outer.pop()
        yield content
        outer.extend(inline.content for inline in content if isinstance(inline, Footnote))
