"""Rules on the narrative against the data: spelling of names, document numbers, targets said to be met."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TypeGuard

from ..model.collect import SENTENCE
from ..model.diagnostic import Diagnostic, warning
from ..model.document import Document, Heading, Inline, Paragraph, Shown, Text, figures_of, text_of, walk
from ..model.figure import Figure
from ..model.place import FileRef
from ..model.shape import Shaped
from .wording import Spellings, Written, different_spellings, wrong_brackets

_RATE_OF_COMPLETION = "完成率"
_MET = re.compile(r"超额完成|圆满完成|全面完成|完成(?:了)?(?:年度|全年|年初)?(?:预期|既定)?目标")


def _paragraphs(document: Document) -> Iterator[tuple[str, tuple[Inline, ...]]]:
    """The file and content of each heading and paragraph."""
    for section in document.sections:
        for block in section.blocks:
            if isinstance(block, (Heading, Paragraph)):
                yield section.file, block.content


def narrative_wording(document: Document, known: Spellings) -> Iterator[Diagnostic]:
    """`two-spellings` and `document-number-brackets` in the words of the sections, the data's own left out."""
    words = [
        Written(text, FileRef(file)) for file, content in _paragraphs(document) for text in _doubtful(content, known)
    ]
    yield from different_spellings(words, known)
    for word in words:
        if "号" in word.text:
            yield from wrong_brackets(word.text, word.place)


def _doubtful(content: tuple[Inline, ...], known: Spellings) -> tuple[str, ...]:
    """The words of a content that a rule may have something to say about; looked for once a shape."""
    if type(content) is not Shaped:
        return tuple(_words(content, known))
    kept = content.shape.kept
    if known not in kept:
        kept[known] = tuple(_words(content, known))
    found: tuple[str, ...] = kept[known]
    return found


def _words(content: tuple[Inline, ...], known: Spellings) -> Iterator[str]:
    for inline in walk(content):
        if isinstance(inline, Text) and (known.others(inline.text) or "号" in inline.text):
            yield inline.text


def judges_figures(document: Document) -> bool:
    """Whether other figures in the same words could have other findings."""
    return any(
        figure.piece.wording == _RATE_OF_COMPLETION for section in document.sections for figure in figures_of(section)
    )


def targets_said_to_be_met(document: Document) -> Iterator[Diagnostic]:
    """`target-not-met`: a sentence says that a target was met while the rate it shows is below 100 %."""
    for _file, content in _paragraphs(document):
        figures = content.figures if isinstance(content, Shaped) else walk(content)
        if not any(map(_is_short, figures)) or not _MET.search(text_of(content)):
            continue
        position = 0
        for inline in walk(content):
            if _is_short(inline):
                sentence = _sentence_at(text_of(content), position)
                said = _MET.search(sentence)
                if said:
                    yield warning("target-not-met", inline.place, rate=inline.text, said=said[0])
            position += len(inline.text)


def _is_short(inline: Inline) -> TypeGuard[Shown]:
    """Whether a rate of completion below 100 % is shown."""
    if not isinstance(inline, Shown) or inline.piece.wording != _RATE_OF_COMPLETION:
        return False
    shown = inline.piece.shows
    return isinstance(shown, Figure) and shown.quantity.base < 1


def _sentence_at(text: str, position: int) -> str:
    """The sentence around a character."""
    for found in SENTENCE.finditer(text):
        if found.start() <= position < found.end():
            return found[0]
    return ""
