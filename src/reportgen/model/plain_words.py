"""The sentences of a document that show no figure: the words that no binding holds.

A file keeps them beside its bindings, so that whoever brings it up to date later can tell words that we wrote from
words of a person, and words that a person took out from words that are new.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import chain

from .collect import SENTENCE
from .document import Document, Footnote, Heading, Inline, Paragraph, Text
from .shape import Shaped

_KEY = "plain"
_ELSE = "\0"
"""Stands for a figure or a reference; no XML can hold it."""


def plain_words(document: Document) -> Counter[str]:
    """How often each such sentence stands in the headings and paragraphs of a document, in reading order."""
    blocks = (block for section in document.sections for block in section.blocks)
    contents = (block.content for block in blocks if isinstance(block, (Heading, Paragraph)))
    return Counter(chain.from_iterable(map(plain_sentences, contents)))


def plain_sentences(content: Sequence[Inline]) -> Sequence[str]:
    """The sentences of a content in which no figure and no reference stands, parted once a shape."""
    if type(content) is not Shaped:
        return _plain(content)
    kept = content.shape.kept
    if _KEY not in kept:
        kept[_KEY] = _plain(content)
    found: Sequence[str] = kept[_KEY]
    return found


def _plain(content: Sequence[Inline]) -> list[str]:
    words = "".join(
        inline.text if isinstance(inline, Text) else _ELSE for inline in content if not isinstance(inline, Footnote)
    )
    return [part for part in SENTENCE.findall(words) if part and _ELSE not in part]
