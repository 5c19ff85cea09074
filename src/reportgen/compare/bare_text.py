"""Where sentences of a Word file still show their figures without the controls that marked them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING

from ..model.binding import Binding
from ..ooxml.stories import W, seen

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_APART = frozenset((f"{W}moveFrom", f"{W}del"))
_BETWEEN = ("\0", False)
"""Parts the paragraphs; what is seen of a text never holds it."""


class BareText:
    """The text of some stories, character by character with whether one of the controls of `tags` is around it."""

    def __init__(self, stories: Sequence[Element], tags: Collection[str]) -> None:
        self._tags = tags
        pieces = [piece for story in stories for piece in self._pieces(story)]
        self._text = "".join(text for text, _ in pieces)
        self._marks = b"".join((b"\1" if is_marked else b"\0") * len(text) for text, is_marked in pieces)
        self._taken: Counter[tuple[str, str]] = Counter()

    def takes(self, figure: Binding) -> bool:
        """Whether a sentence stands that shows the figure without its control; each place is given away once."""
        sentence, shown = seen(figure.sentence.strip("…")), seen(figure.text)
        if not shown or shown not in sentence:
            return False
        places = sum(1 for at in self._places(sentence) if self._is_bare(at, sentence, shown))
        self._taken[sentence, shown] += 1
        return self._taken[sentence, shown] <= places

    def _places(self, sentence: str) -> Iterator[int]:
        at = self._text.find(sentence)
        while at >= 0:
            yield at
            at = self._text.find(sentence, at + 1)

    def _is_bare(self, at: int, sentence: str, shown: str) -> bool:
        start = sentence.find(shown)
        while start >= 0:
            if not any(self._marks[at + start : at + start + len(shown)]):
                return True
            start = sentence.find(shown, start + 1)
        return False

    def _pieces(self, story: Element) -> Iterator[tuple[str, bool]]:
        waiting: list[tuple[Element | None, bool]] = [(story, False)]
        while waiting:
            item, is_marked = waiting.pop()
            if item is None:
                yield _BETWEEN
            elif item.tag == f"{W}t":
                yield seen(item.text or ""), is_marked
            elif item.tag not in _APART:
                if item.tag == f"{W}p":
                    waiting.append((None, False))
                is_inside = is_marked or self._is_control(item)
                waiting.extend((child, is_inside) for child in reversed(item))

    def _is_control(self, element: Element) -> bool:
        tag = element.find(f"{W}sdtPr/{W}tag") if element.tag == f"{W}sdt" else None
        return tag is not None and tag.get(f"{W}val", "") in self._tags
