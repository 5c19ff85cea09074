"""Rules on the narrative against the data: spelling of names, document numbers, targets said to be met."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..model.diagnostic import Diagnostic, warning
from ..model.document import Document, Heading, Inline, Paragraph, Shown, Text, text_of, walk
from ..model.figure import Figure
from ..model.place import FileRef
from .wording import Spellings, Written, different_spellings, wrong_brackets

_RATE_OF_COMPLETION = "完成率"
_MET = re.compile(r"超额完成|圆满完成|全面完成|完成(?:了)?(?:年度|全年|年初)?(?:预期|既定)?目标")
_SENTENCE = re.compile(r"[^。；！？]*[。；！？]?")


def _paragraphs(document: Document) -> Iterator[tuple[str, tuple[Inline, ...]]]:
    """The file and content of each heading and paragraph."""
    for section in document.sections:
        for block in section.blocks:
            if isinstance(block, (Heading, Paragraph)):
                yield section.file, block.content


def narrative_wording(document: Document, known: Spellings) -> Iterator[Diagnostic]:
    """`two-spellings` and `document-number-brackets` in the words of the sections, the data's own left out."""
    words = [
        Written(inline.text, FileRef(file))
        for file, content in _paragraphs(document)
        for inline in walk(content)
        if isinstance(inline, Text)
    ]
    yield from different_spellings(words, known)
    for word in words:
        if "号" in word.text:
            yield from wrong_brackets(word.text, word.place)


def targets_said_to_be_met(document: Document) -> Iterator[Diagnostic]:
    """`target-not-met`: a sentence says that a target was met while the rate it shows is below 100 %."""
    for _file, content in _paragraphs(document):
        if not _MET.search(text_of(content)):
            continue
        position = 0
        for inline in walk(content):
            if isinstance(inline, Shown) and _is_short(inline):
                sentence = _sentence_at(text_of(content), position)
                said = _MET.search(sentence)
                if said:
                    yield warning("target-not-met", inline.place, rate=inline.text, said=said[0])
            position += len(inline.text)


def _is_short(inline: Shown) -> bool:
    shown = inline.piece.shows
    return inline.piece.wording == _RATE_OF_COMPLETION and isinstance(shown, Figure) and shown.quantity.base < 1


def _sentence_at(text: str, position: int) -> str:
    """The sentence around a character."""
    for found in _SENTENCE.finditer(text):
        if found.start() <= position < found.end():
            return found[0]
    return ""
