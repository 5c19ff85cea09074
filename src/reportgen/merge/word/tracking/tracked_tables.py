"""The formatting of a table of the newer version marked as changed against the older one.

A table that looks otherwise anywhere is marked wherever the two are written otherwise: only so does rejecting all
changes give the older table, for what one version says at the table another may say at each cell.

Source: ISO/IEC 29500-1, 17.13.5.34 (tblGridChange), 17.13.5.36 (tblPrChange), 17.13.5.37 (tblPrExChange), 17.13.5.38
(tcPrChange), 17.13.5.39 (trPrChange).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ....compare.align import Step
from ....compare.blocks import Table
from ....compare.formats import is_same_markup
from ....ooxml.stories import W
from ..markup import Names, Track
from ..story import Splices, Story
from .deleted import Deleted
from .inside import put_last

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_EMPTY = frozenset((f"{W}ins", f"{W}del"))


class TrackedTables:
    """Marks changes in the formatting of the tables of one story."""

    def __init__(self, story: Story, splices: Splices, track: Track, names: Names, deleted: Deleted) -> None:
        self._story = story
        self._splices = splices
        self._track = track
        self._names = names
        self._deleted = deleted

    def mark(self, old: Table, new: Table, steps: Sequence[Step]) -> bool:
        """Mark what is written otherwise; False where nothing is, so that styles alone make the difference."""
        marked = [self._properties(old.element, new.element, ("tblPr",)), self._grid(old.element, new.element)]
        for step in steps:
            if step.old is not None and step.new is not None:
                before, after = old.rows[step.old], new.rows[step.new]
                marked.append(self._properties(before.element, after.element, ("tblPrEx", "trPr")))
                for one, other in zip(before.cells, after.cells, strict=True):
                    marked.append(self._properties(one.element, other.element, ("tcPr",)))
        return any(marked)

    def _properties(self, old: Element, new: Element, names: Sequence[str]) -> bool:
        """Mark properties that an element begins with, in their order; whether there was something to mark."""
        is_marked = False
        for name in names:
            before, after = old.find(f"{W}{name}"), new.find(f"{W}{name}")
            if _is_alike(before, after):
                continue
            is_marked = True
            change = self._track.around(f"{name}Change", self._was(before, name), self._names)
            if after is not None:
                put_last(self._story, self._splices, after, change)
            else:
                self._put_head(new, self._wrapped(name, change))
        return is_marked

    def _put_head(self, element: Element, made: str) -> None:
        """Put properties that an element has not at its beginning, behind those that come first of all."""
        head = element.find(f"{W}tblPrEx")
        span = self._story.span(element if head is None else head)
        self._splices.insert(span.content_start if head is None else span.end, made.encode())

    def _grid(self, old: Element, new: Element) -> bool:
        before, after = old.find(f"{W}tblGrid"), new.find(f"{W}tblGrid")
        if after is None or _is_alike(before, after):
            return False
        tag = self._names.tag("tblGridChange")
        names = self._names
        opening = f'<{tag}{names.declared} {names.attribute_prefix}id="{self._track.number()}">'
        put_last(self._story, self._splices, after, f"{opening}{self._was(before, 'tblGrid')}</{tag}>")
        return True

    def _was(self, before: Element | None, name: str) -> str:
        return self._wrapped(name, "" if before is None else self._deleted.children(before))

    def _wrapped(self, name: str, content: str) -> str:
        tag = self._names.tag(name)
        return f"<{tag}{self._names.declared}>{content}</{tag}>"


def _is_alike(old: Element | None, new: Element | None) -> bool:
    """Whether properties are written alike; none are like empty ones."""
    if old is None or new is None:
        there = new if old is None else old
        return there is None or all(child.tag in _EMPTY for child in there)
    return is_same_markup(old, new)
