"""A Word file opened for comparing: its parts as trees, its bindings and styles, and what they lead to."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING

from ..model.diagnostic import Fault
from ..ooxml.bindings import Stored, read_stored
from ..ooxml.opened_parts import OpenedParts
from ..ooxml.package import PackageReader
from ..ooxml.stories import W, controls, read_tree
from .passages import MAIN, Passage, passages_of
from .styles import Styles, number_of

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_BINDING_STORIES = (MAIN, "word/footnotes.xml")
_COMMON = {kind: f"word/{kind}.xml" for kind in ("footnotes", "endnotes", "styles")}
"""Where programs put the parts of which there is one; what is named otherwise is found by its relationship."""


class WordFile(OpenedParts):
    """A document's content. `bindings` are None where it has none of ours."""

    def __init__(self, data: bytes, file: str, read: Callable[[str], Element] | None = None) -> None:
        """Open a file; `read` gives the tree of a part where the caller wants to keep it.

        Raises `not-comparable`, `part-too-large` and the reader's faults.
        """
        self.file = file
        package = PackageReader(data, file)
        if MAIN not in package:
            raise Fault("not-comparable", file=file)
        super().__init__(package, read or partial(read_tree, package))
        self.stories: Sequence[Element] = [self.tree(name) for name in _BINDING_STORIES if name in self.package]
        self.bindings = _bindings(data, file)

    def part(self, kind: str) -> str | None:
        """The name of the part that the body calls its `styles`, `theme`, `footnotes`, `endnotes`; None without one."""
        named = (item.target for item in self.relations(MAIN).values() if item.kind.endswith(f"/{kind}"))
        return next((name for name in (*named, _COMMON.get(kind, "")) if name in self.package), None)

    @cached_property
    def passages(self) -> Sequence[Passage]:
        """The body, and what stands outside of its flow."""
        return list(passages_of(self))

    @cached_property
    def controls(self) -> Mapping[str, Sequence[Element]]:
        """The contents of the controls of all stories by tag."""
        return controls(self.stories)

    @cached_property
    def has_controls(self) -> bool:
        """Whether figures still stand in the controls that they were written in."""
        tags = {item.tag for item in self.bindings or ()}
        return not tags or any(tag in self.controls for tag in tags)

    @cached_property
    def room(self) -> int:
        """How wide the text of its last section is, in twentieths of a point; 0 where it does not say."""
        size, margins = (self.tree(MAIN).find(f"{W}body/{W}sectPr/{W}{name}") for name in ("pgSz", "pgMar"))
        if size is None or margins is None:
            return 0
        lengths = [size.get(f"{W}w", ""), margins.get(f"{W}left", ""), margins.get(f"{W}right", "")]
        width, left, right = map(number_of, lengths)
        return max(width - left - right, 0)

    @cached_property
    def styles(self) -> Styles:
        """What its paragraph styles are for, and how they look."""
        name, theme = self.part("styles"), self.part("theme")
        found = Styles(None if name is None else self.tree(name), None if theme is None else self.tree(theme))
        found.know_tables(self.tree(MAIN))
        return found


def _bindings(data: bytes, file: str) -> tuple[Stored, ...] | None:
    try:
        return read_stored(data, file)
    except Fault as fault:
        if fault.code != "no-bindings":
            raise
        return None
