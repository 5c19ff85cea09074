"""Which sections of a Word file still have the controls of their figures.

Other programs drop the controls of all that they save (LibreOffice 7.4), and a document may be put together of
sections that kept theirs and sections that did not. What has no control in a section of the first kind was deleted
by a person; in one of the second the control tells nothing, and the text has to. `trace` and `refresh` ask here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from ..model.binding import Binding
from ..model.numbering import NUMBERING_TAG
from .bindings import Stored
from .stories import W, seen, text_in

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_BETWEEN = "\0"
"""Parts the paragraphs in one text; what is seen of a text never holds it."""


class Marks:
    """The controls of a file's figures as a whole; `tags` are those in it, `stories` its texts.

    Numberings (图1) do not count: `assemble` gives them controls in every section.
    """

    def __init__(self, stored: Sequence[Stored], tags: Collection[str], stories: Sequence[Element]) -> None:
        self._stored, self._tags, self._stories = stored, tags, stories

    def are_lost(self, item: Stored) -> bool:
        """Whether the section of a figure was saved by a program that drops controls."""
        return _section(item) in self._unmarked

    def stands(self, binding: Binding) -> bool:
        """Whether the sentence of a figure stands word for word, more often than others that read so have controls."""
        sentence = seen(binding.sentence.strip("…"))
        if seen(binding.text) == sentence or seen(binding.text) not in sentence:
            return False
        others = self._held.get(binding.sentence, set()) - {(binding.where, binding.paragraph)}
        return self._text.count(sentence) > len(others)

    @cached_property
    def _unmarked(self) -> frozenset[str]:
        """The sections that say more figures without their controls than they have controls.

        One that does neither is of them where another is, or where no control is left at all.
        """
        own = {item.tag: item for item in self._stored if not item.tag.startswith(NUMBERING_TAG)}
        marked = Counter(_section(item) for tag, item in own.items() if tag in self._tags)
        bare = [item for tag, item in own.items() if tag not in self._tags and isinstance(item, Binding)]
        standing = Counter(_section(item) for item in bare if not item.table_column and self.stands(item))
        sections = {_section(item) for item in own.values()}
        unmarked = {name for name in sections if standing[name] > marked[name]}
        silent = {name for name in sections if not standing[name] and not marked[name]}
        return frozenset(unmarked | silent if unmarked or not marked else unmarked)

    @cached_property
    def _held(self) -> dict[str, set[tuple[tuple[str, ...], int]]]:
        """The places of each sentence in which a figure has its control."""
        found: dict[str, set[tuple[tuple[str, ...], int]]] = {}
        for item in self._stored:
            if isinstance(item, Binding) and not item.table_column and item.tag in self._tags:
                found.setdefault(item.sentence, set()).add((item.where, item.paragraph))
        return found

    @cached_property
    def _text(self) -> str:
        paragraphs = (paragraph for story in self._stories for paragraph in story.iter(f"{W}p"))
        return _BETWEEN.join([seen(text_in(paragraph)) for paragraph in paragraphs])


def _section(item: Stored) -> str:
    """The heading of level 1 that a figure stands below, as it was written; empty for none."""
    return item.where[0] if item.where else ""
