"""Where paragraphs and tables of a section stand in their draft: below which of its headings, and the how manieth.

Read while the draft is as it came: findings lead to it, and not to the whole document, which has other numbers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from ....model.place import WordRef
from ....ooxml.stories import W
from .hand import short
from .looks import level_of
from .sections import Chunk
from .spans import Spans

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_PARAGRAPH, _TABLE = f"{W}p", f"{W}tbl"


def places_of(chunks: Sequence[Chunk]) -> dict[Element, WordRef]:
    """The place of each paragraph of the sections, those in tables included."""
    return {
        paragraph: place for chunk in chunks for block, place in placed(chunk) for paragraph in block.iter(_PARAGRAPH)
    }


def placed(chunk: Chunk) -> Iterator[tuple[Element, WordRef]]:
    """The paragraphs and tables of a section, each with its place."""
    trail: list[tuple[int, str]] = []
    count = 0
    for block in _blocks(chunk.blocks):
        text = Spans(block).whole.strip() if block.tag == _PARAGRAPH else ""
        level = level_of(block, chunk.draft.styles) if text else None
        if level is not None:
            heading, stop, _ = text.partition("。")  # a heading that runs into its paragraph
            trail = [*(item for item in trail if item[0] < level), (level, short(heading))]
            count = 1 if stop else 0
        elif text:
            count += 1
        yield block, WordRef(chunk.draft.file, tuple(heading for _, heading in trail), max(count, 1))


def _blocks(blocks: Iterable[Element]) -> Iterator[Element]:
    """The paragraphs and tables one below the other, those inside tables left out."""
    waiting = list(blocks)[::-1]
    while waiting:
        block = waiting.pop()
        if block.tag in (_PARAGRAPH, _TABLE):
            yield block
        else:
            waiting += reversed(block)
