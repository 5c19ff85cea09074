"""Which figures of a Word file lost the control that marks them, and where: alone, or with all of their section.

Other programs drop the controls of all that they save (LibreOffice 7.4), and a document may be put together of
sections that kept theirs and sections that did not. What has no control in a section of the first kind was deleted
by a person, unless its sentence stands without it; in one of the second the control tells nothing, and the text
has to. `trace`, `refresh`, `assemble` and `diff` ask here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from ..model.binding import Binding
from ..model.numbering import NUMBERING_TAG
from .bare_text import BareText
from .bindings import Stored

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element


class Marks:
    """The controls of a file's figures as a whole; `tags` are those in it, `stories` its texts.

    Numberings (图1) do not count: `assemble` gives them controls in every section.
    """

    def __init__(self, stored: Sequence[Stored], tags: Collection[str], stories: Sequence[Element]) -> None:
        self._stored, self._tags, self._stories = stored, tags, stories

    def are_lost(self, item: Stored) -> bool:
        """Whether the section of a figure was saved by a program that drops controls."""
        return item.section in self._unmarked

    def stands(self, binding: Binding) -> bool:
        """Whether the sentence of a figure without its control stands word for word, at a place of its own."""
        return binding.tag in self._standing

    @cached_property
    def _own(self) -> Mapping[str, Stored]:
        return {item.tag: item for item in self._stored if not item.tag.startswith(NUMBERING_TAG)}

    @cached_property
    def _marked(self) -> Counter[str]:
        """How many controls each section has."""
        return Counter(item.section for tag, item in self._own.items() if tag in self._tags)

    @cached_property
    def _standing(self) -> frozenset[str]:
        """The tags of figures that stand without their control.

        Of several that read the same as many stand as there are such sentences, first those of sections that have no
        control left.
        """
        gone = [item for tag, item in self._own.items() if tag not in self._tags and isinstance(item, Binding)]
        text = BareText(self._stories, self._own)
        ordered = sorted(gone, key=lambda item: self._marked[item.section] > 0)
        return frozenset(item.tag for item in ordered if not item.table_column and text.takes(item))

    @cached_property
    def _unmarked(self) -> frozenset[str]:
        """The sections that say more figures without their controls than they have controls.

        One that does neither is of them where another is, or where no control is left at all.
        """
        standing = Counter(self._own[tag].section for tag in self._standing)
        sections = {item.section for item in self._own.values()}
        unmarked = {name for name in sections if standing[name] > self._marked[name]}
        silent = {name for name in sections if not standing[name] and not self._marked[name]}
        return frozenset(unmarked | silent if unmarked or not self._marked else unmarked)
