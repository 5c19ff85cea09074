"""The look that a person gave a paragraph of a file: what its properties say beyond styles.

A build gives text its look by styles alone, but keeps lines on one page. So all else was set by hand, or by another
program, which sets the same everywhere: then the paragraphs beside it look so, too.

Source: ISO/IEC 29500-1, 17.3.1.26 (pPr), 17.3.2.28 (rPr).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from ....model.values import dataclass
from ....ooxml.stories import W
from .form import PARAGRAPH_PROPERTIES, RUN_PROPERTIES
from .likeness import style_of
from .text_edits import RUN, TEXT

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_UNSEEN = frozenset(
    f"{W}{name}" for name in ("pStyle", "rStyle", "rPr", "sectPr", "keepNext", "lang", "noProof", "kern")
)
_FONTS, _HINT = f"{W}rFonts", f"{W}hint"
_Set = frozenset[tuple[object, ...]]


@dataclass(frozen=True, slots=True)
class OwnLook:
    """What is set on a paragraph by hand, and on its words by the style of their runs.

    It is not `even` where words of one style look otherwise than the others: somebody marked them.
    """

    paragraph: _Set
    words: Mapping[str, _Set]
    even: bool

    @property
    def is_plain(self) -> bool:
        """Whether nothing is set by hand."""
        return self.even and not self.paragraph and not any(self.words.values())

    def is_like(self, other: OwnLook) -> bool:
        """Whether two paragraphs look the same in what both have."""
        common = self.words.keys() & other.words.keys()
        same_words = all(self.words[style] == other.words[style] for style in common)
        return self.even and other.even and self.paragraph == other.paragraph and same_words


def own_look(paragraph: Element) -> OwnLook:
    """The look of a paragraph."""
    words: dict[str, _Set] = {}
    even = True
    for run in paragraph.iter(RUN):
        if any(text.text for text in run.iter(TEXT)):
            look = _set_by_hand(run.find(RUN_PROPERTIES))
            even = words.setdefault(style_of(run), look) == look and even
    return OwnLook(_set_by_hand(paragraph.find(PARAGRAPH_PROPERTIES)), words, even)


def _set_by_hand(properties: Element | None) -> _Set:
    children = () if properties is None else properties
    seen = (child for child in children if child.tag not in _UNSEEN)
    return frozenset(_said(child) for child in seen if child.tag != _FONTS or set(child.keys()) != {_HINT})


def _said(element: Element) -> tuple[object, ...]:
    return element.tag, *sorted(element.items()), *map(_said, element)
