"""The numbers of footnotes where some come among them, and where in their part the new ones belong.

Word goes by the number of a note alone, LibreOffice 7.4 takes notes by the order of their numbers. So a note that
comes gets the number that follows the one before it in the text, and those behind it move up, numbers and places.
Where notes stand in another order, new ones come last.

Source: ISO/IEC 29500-1, 17.11 (footnotes).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from ....ooxml.stories import W
from ..story import Splices
from .specimen import NOTE_MARK
from .text_edits import TextEdits

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_NOTE, _ID = f"{W}footnote", f"{W}id"
_NUMBER = re.compile(rb"""(?<=[\s:])id\s*=\s*["']([0-9]+)["']""")


class NoteNumbers:
    """Gives numbers to the notes of the specimen that come into a file; `notes` is the file's own part of them."""

    def __init__(self, main: TextEdits, notes: TextEdits | None) -> None:
        self._main, self._notes = main, notes
        self._coming: list[tuple[int, str]] = []

    def expect(self, at: int, idents: Iterable[str]) -> None:
        """Say that notes of the specimen come with content at a byte of the body; all have to be said first."""
        self._coming += ((at, ident) for ident in idents)

    def number(self, ident: str) -> str:
        """The number of a note that comes."""
        return str(self._settled[0][ident])

    def place(self, ident: str) -> int:
        """At which byte of the part of notes it comes."""
        assert self._notes is not None  # noqa: S101 - only asked where there is one
        story = self._notes.story
        at = next(at for at, each in self._coming if each == ident)
        following = next((mark for start, mark in self._marks if start >= at), None)
        note = None if following is None else self._by_number.get(_number(following))
        is_last = note is None or not self._in_order
        return story.span(story.root).content_end if is_last or note is None else story.start(note)

    def renumber(self, stories: Mapping[TextEdits, Splices]) -> None:
        """Set the numbers of the file's own notes that move up."""
        for old, new in self._settled[1].items():
            marks = [mark for _, mark in self._marks if _number(mark) == old]
            for edits, element in [*((self._main, mark) for mark in marks), (self._notes, self._by_number.get(old))]:
                if edits is not None and element is not None:
                    start = edits.story.start(element)
                    found = _NUMBER.search(edits.story.start_tag(element))
                    if found is not None:
                        stories[edits].replace(start + found.start(1), start + found.end(1), str(new).encode())

    @cached_property
    def _marks(self) -> Sequence[tuple[int, Element]]:
        """The marks that stay in the body, in their order, with the bytes at which they begin."""
        return [(self._main.story.start(mark), mark) for mark in _staying(self._main, NOTE_MARK)]

    @cached_property
    def _by_number(self) -> Mapping[int, Element]:
        return {} if self._notes is None else {_number(note): note for note in _staying(self._notes, _NOTE)}

    @cached_property
    def _in_order(self) -> bool:
        """Whether the marks stand in the order of their numbers, each once, and no other note is among them."""
        numbers = [_number(mark) for _, mark in self._marks]
        if numbers != sorted(set(numbers)):
            return False
        return not any(number > min(numbers, default=0) and number not in numbers for number in self._by_number)

    @cached_property
    def _settled(self) -> tuple[Mapping[str, int], Mapping[int, int]]:
        """The numbers of the notes that come, and what those of the file become."""
        coming = sorted(self._coming, key=_place)
        if not self._in_order:
            first = max(self._by_number, default=0) + 1
            return {ident: number for number, (_, ident) in enumerate(coming, max(first, 1))}, {}
        first = min((_number(mark) for _, mark in self._marks), default=max(self._by_number, default=0) + 1)
        last = max((number for number in self._by_number if number < first), default=0)
        new: dict[str, int] = {}
        moved: dict[int, int] = {}
        rest = list(self._marks)
        for at, ident in [*coming, (None, "")]:
            while rest and (at is None or rest[0][0] < at):
                own = _number(rest.pop(0)[1])
                last = max(own, last + 1)
                if last != own:
                    moved[own] = last
            if at is not None:
                last += 1
                new[ident] = last
        return new, moved


def _staying(edits: TextEdits, tag: str) -> Iterator[Element]:
    """The elements of a name that will be there; what is deleted with changes tracked still is."""
    return (item for item in edits.story.root.iter(tag) if edits.track is not None or item not in edits.closed)


def _number(element: Element) -> int:
    number = element.get(_ID, "")
    return int(number) if number.isdecimal() else 0


def _place(coming: tuple[int, str]) -> int:
    return coming[0]
