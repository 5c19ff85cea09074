"""Where sentences of a Word file still show their figures without the controls that marked them.

`marks` asks here for the figures whose controls are gone: other programs drop them, and keep the text.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING

from ..model.binding import Binding
from .stories import W, seen

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_APART = frozenset((f"{W}moveFrom", f"{W}del"))
_EDGE, _CELL_EDGE = ("\0", False), ("\1", False)
"""Stand before and behind each paragraph, outside of tables and in them; what is seen of a text never holds them."""


class BareText:
    """The text of some stories, character by character with whether one of the controls of `tags` is around it."""

    def __init__(self, stories: Sequence[Element], tags: Collection[str]) -> None:
        self._tags = tags
        pieces = [piece for story in stories for piece in self._pieces(story)]
        self._text = "".join(text for text, _ in pieces)
        self._marks = b"".join((b"\1" if is_marked else b"\0") * len(text) for text, is_marked in pieces)
        self._taken: Counter[tuple[str, str]] = Counter()

    def takes(self, figure: Binding) -> bool:
        """Whether a sentence stands that shows the figure without its control; each place is given away once.

        A figure that is all of its sentence is looked for only where it is all of a paragraph, outside of tables.
        """
        sentence, shown = seen(figure.sentence.strip("…")), seen(figure.text)
        if not shown or shown not in sentence:
            return False
        if sentence == shown:
            sentence = f"{_EDGE[0]}{sentence}{_EDGE[0]}"
        self._taken[sentence, shown] += 1
        return self._taken[sentence, shown] <= self._bare(sentence, shown)

    def _bare(self, sentence: str, shown: str) -> int:
        """How often the text shows it in such a sentence and no control is around it."""
        before, behind = "(?<![0-9.])" * shown[0].isdecimal(), "(?![0-9])" * shown[-1].isdecimal()
        spans = [found.span() for found in re.finditer(f"{before}{re.escape(shown)}{behind}", sentence)]
        return sum(not any(self._marks[at + start : at + end]) for at in self._places(sentence) for start, end in spans)

    def _places(self, sentence: str) -> Iterator[int]:
        at = self._text.find(sentence)
        while at >= 0:
            yield at
            at = self._text.find(sentence, at + 1)

    def _pieces(self, story: Element) -> Iterator[tuple[str, bool]]:
        waiting: list[tuple[Element | tuple[str, bool], bool, bool]] = [(story, False, False)]
        while waiting:
            item, is_marked, is_cell = waiting.pop()
            if isinstance(item, tuple):
                yield item
            elif item.tag == f"{W}t":
                yield seen(item.text or ""), is_marked
            elif item.tag not in _APART:
                if item.tag == f"{W}p":
                    edge = _CELL_EDGE if is_cell else _EDGE
                    yield edge
                    waiting.append((edge, False, False))
                is_inside, is_cell = is_marked or self._is_control(item), is_cell or item.tag == f"{W}tbl"
                waiting.extend((child, is_inside, is_cell) for child in reversed(item))

    def _is_control(self, element: Element) -> bool:
        tag = element.find(f"{W}sdtPr/{W}tag") if element.tag == f"{W}sdt" else None
        return tag is not None and tag.get(f"{W}val", "") in self._tags
