"""Today's report as `refresh` asks it: its bindings, by what they belong to, and the words around its figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import chain

from ...model.binding import Binding, ColumnBinding
from ...model.collect import collect_columns
from ...model.document import ChartBlock, Document, Footnote, Heading, Inline, Paragraph, Shown, TableBlock, text_of
from ...model.numbering import numberings

Stored = Binding | ColumnBinding


class Today:
    """A document's figures: `single` are those of sentences, `numberings` those of 图1, 表2 and 附件3."""

    def __init__(self, document: Document) -> None:
        self.document = document
        blocks = [block for section in document.sections for block in section.blocks]
        self.tables = {block.tag: block for block in blocks if isinstance(block, TableBlock)}
        self.charts = {block.tag: block for block in blocks if isinstance(block, ChartBlock)}
        self.single: list[Binding] = []
        self.grouped: dict[str, list[Stored]] = {tag: [] for tag in (*self.tables, *self.charts)}
        for item in collect_columns(document):
            if item.tag in self.grouped:
                self.grouped[item.tag].append(item)
            elif isinstance(item, Binding):
                self.single.append(item)
        self.numberings = list(numberings(document))

    @cached_property
    def contents(self) -> dict[str, Sequence[Inline]]:
        """The inlines among which the figure of a tag stands; those of footnotes are apart from their paragraph's."""
        return {
            inline.tag: content
            for content in _contents(self.document)
            for inline in content
            if isinstance(inline, Shown)
        }

    def words_around(self, bindings: Sequence[Binding]) -> list[str] | None:
        """The words before, between and behind the figures of one sentence, exactly; None where they are not of one."""
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
        edges = [start, *chain.from_iterable(wanted), end]
        return [whole[edges[index] : edges[index + 1]] for index in range(0, len(edges), 2)]


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
