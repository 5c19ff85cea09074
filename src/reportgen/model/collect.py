"""The bindings of a document in reading order: titles, headings, sentences, captions, charts, tables.

Both writers store them, and a build compares them with those of the build before. What a sentence, a
caption or a chart shows is bound here, the cells of tables in `table_binding`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import repeat

from .binding import Binding, ColumnBinding
from .document import (
    Block,
    ChartBlock,
    Document,
    Footnote,
    Heading,
    Inline,
    Paragraph,
    Section,
    Shown,
    TableBlock,
    text_of,
    walk,
)
from .figure import Fact, Figure, Missing
from .formula import describe
from .quantity import fixed, plain
from .shape import Shape, Shaped
from .table_binding import table_bindings
from .values import dataclass


def collect(document: Document) -> tuple[Binding, ...]:
    """Every binding of a document, in reading order."""
    found: list[Binding] = []
    for item in collect_columns(document):
        if isinstance(item, ColumnBinding):
            found.extend(item)
        else:
            found.append(item)
    return tuple(found)


@dataclass(frozen=True, slots=True, kw_only=True)
class ContentBindings:
    """The bindings of one heading, paragraph or caption, kept together because they share sentences and place."""

    content: tuple[Inline, ...]
    where: tuple[str, ...]
    paragraph: int = 0

    def __iter__(self) -> Iterator[Binding]:
        return _inlines(self.content, self.where, self.paragraph)


def collect_columns(document: Document) -> Iterator[Binding | ColumnBinding]:
    """The same bindings with those of table columns kept together."""
    for item in collect_together(document):
        if isinstance(item, ContentBindings):
            yield from item
        else:
            yield item


def collect_together(document: Document) -> Iterator[Binding | ColumnBinding | ContentBindings]:
    """The same bindings with those of table columns and of paragraphs kept together: what a file stores."""
    yield ContentBindings(content=document.title, where=("标题",))
    for section in document.sections:
        yield from _section(section)
    yield ContentBindings(content=document.signature, where=("落款",))
    yield ContentBindings(content=document.dated, where=("落款",))


def _section(section: Section) -> Iterator[Binding | ColumnBinding | ContentBindings]:
    for block, where, paragraph in placed_blocks(section):
        yield from _block(block, where, paragraph)


def placed_blocks(section: Section) -> Iterator[tuple[Block, tuple[str, ...], int]]:
    """Each block with the trail of headings above it, and its number among the paragraphs below the last of them."""
    trail: list[tuple[int, str]] = []
    where: tuple[str, ...] = ()
    paragraph = 0
    for block in section.blocks:
        if isinstance(block, Heading):
            trail = [item for item in trail if item[0] < block.level]
            trail.append((block.level, block.number + text_of(block.content)))
            where = tuple(text for _, text in trail)
            paragraph = 0
        elif isinstance(block, Paragraph):
            paragraph += 1
        yield block, where, paragraph


def _block(block: Block, where: tuple[str, ...], paragraph: int) -> Iterator[Binding | ColumnBinding | ContentBindings]:
    if isinstance(block, (Heading, Paragraph)):
        number = paragraph if isinstance(block, Paragraph) else 0
        yield ContentBindings(content=block.content, where=where, paragraph=number)
        return
    kind = "表" if isinstance(block, TableBlock) else "图"
    inner = (*where, f"{kind}{block.number}")
    yield ContentBindings(content=block.caption, where=inner)
    if isinstance(block, ChartBlock):
        yield from _chart(block, inner)
        return
    yield from table_bindings(block, inner)


def _inlines(content: Sequence[Inline], where: tuple[str, ...], paragraph: int) -> Iterator[Binding]:
    sentences: list[tuple[int, str]] = []
    position = 0
    for outer in content:
        # A footnote's own figures belong to the sentence of its mark.
        for inline in (outer,) if not isinstance(outer, Footnote) else walk((outer,)):
            if isinstance(inline, Shown) and inline.piece.shows is not None:
                sentences = sentences or sentences_of(text_of(content))
                while len(sentences) > 1 and position >= sentences[-1][0]:
                    sentences.pop()
                yield _shown(inline, inline.piece.shows, where, paragraph, _around(sentences[-1:], position))
        position += len(outer.text)


def _shown(inline: Shown, item: Figure | Fact, where: tuple[str, ...], paragraph: int, sentence: str) -> Binding:
    figure = item if isinstance(item, Figure) else None
    derived = figure is not None and figure.derivation is not None
    return Binding(
        tag=inline.tag,
        text=inline.piece.text,
        value=exact(item),
        unit=figure.unit.symbol if figure else "",
        period=str(figure.period) if figure and figure.period else "",
        cells=tuple(map(str, item.sources)) if derived or item.source is None else (str(item.source),),
        derivation=describe(item),
        wording=inline.piece.wording,
        template=str(inline.place),
        where=where,
        paragraph=paragraph,
        sentence=sentence,
    )


def exact(item: Figure | Fact) -> str:
    """The value without rounding: a plain decimal, an ISO date, or the text."""
    if isinstance(item, Figure):
        return plain(item.value)
    return item.value if isinstance(item.value, str) else item.value.isoformat()


def _chart(block: ChartBlock, where: tuple[str, ...]) -> Iterator[Binding]:
    for series in block.spec.series:
        for category, item in zip(block.spec.categories, series.figures, strict=True):
            if isinstance(item, Missing):
                continue
            yield Binding(
                tag=block.tag,
                text=fixed(item.value, block.spec.decimals) + series.unit.symbol,
                value=plain(item.value),
                unit=item.unit.symbol,
                period=str(item.period or ""),
                cells=tuple(str(source) for source in item.sources),
                derivation=describe(item),
                template=str(block.place),
                where=where,
                sentence=f"{category} {series.name}",
            )


LONGEST_SENTENCE = 300
"""Characters of a sentence that a binding keeps; many figures in one endless sentence cost its square otherwise."""

SENTENCE = re.compile(r"[^。；！？]*[。；！？]?”?")
SENTENCE_ENDS = frozenset("。；！？”")
"""What a sentence ends with; a figure whose text has one of them may cut its own."""


def _around(sentence: Sequence[tuple[int, str]], position: int) -> str:
    """The sentence; of one that is no sentence any more (a list of thousands), the stretch around the figure."""
    if not sentence:
        return ""
    end, text = sentence[0]
    if len(text) <= LONGEST_SENTENCE:
        return text
    at = max(0, position - (end - len(text)) - LONGEST_SENTENCE // 2)
    cut = text[at : at + LONGEST_SENTENCE]
    return f"{'…' if at else ''}{cut}{'…' if at + LONGEST_SENTENCE < len(text) else ''}"


def sentences_of(text: str) -> list[tuple[int, str]]:
    """Where each sentence of a text ends, and the sentence; the last one first, so that they can be popped."""
    ends, at = [], 0
    for found in SENTENCE.findall(text):
        if found:
            at += len(found)
            ends.append((at, found))
    ends.reverse()
    return ends


_GAP = "\0"
_KEY = "sentences"


def figure_sentences(content: Shaped) -> Sequence[str] | None:
    """The sentence of each figure, parted once a shape; None where the texts of the figures decide too.

    They do where one has what ends a sentence, or makes a sentence so long that only a part of it is kept.
    """
    kept = content.shape.kept
    if _KEY not in kept:
        kept[_KEY] = _forms(content.shape)
    texts = [figure.piece.text for figure in content.figures]
    if kept[_KEY] is None or not SENTENCE_ENDS.isdisjoint("".join(texts)):
        return None
    found: list[str] = []
    for words, start, stop in kept[_KEY]:
        sentence = words % tuple(texts[start:stop])
        if len(sentence) > LONGEST_SENTENCE:
            return None
        found += repeat(sentence, stop - start)
    return found


def _forms(shape: Shape) -> list[tuple[str, int, int]] | None:
    """Each sentence with `%s` for its figures, the number of the first and of the one behind the last of them."""
    words = shape.with_gaps(_GAP)
    if words.count(_GAP) != len(shape.gaps):
        return None
    found: list[tuple[str, int, int]] = []
    start = 0
    for _, sentence in reversed(sentences_of(words)):
        stop = start + sentence.count(_GAP)
        if stop > start:
            found.append((sentence.replace("%", "%%").replace(_GAP, "%s"), start, stop))
        start = stop
    return found
