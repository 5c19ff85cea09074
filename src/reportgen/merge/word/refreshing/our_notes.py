"""Footnotes that say what notes of today's report say but for their figures: nobody wrote into them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from ....model.document import Footnote, Shown, walk
from ....ooxml.stories import W, text_in
from .arrival import Arrival
from .specimen import NOTE_MARK
from .text_edits import TextEdits

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_NOTE, _ID = f"{W}footnote", f"{W}id"
_FIGURE = "\0"
"""Stands for a figure in the words of a note; no XML can hold it."""


class OurNotes:
    """Tells them; `notes` is the file's part of footnotes, None where it has none."""

    def __init__(self, arrival: Arrival, notes: TextEdits | None) -> None:
        self._arrival, self._edits = arrival, notes

    def of(self, element: Element) -> list[Element]:
        """The footnotes whose marks stand in an element."""
        marks = {mark.get(_ID) for mark in element.iter(NOTE_MARK)}
        notes = () if self._edits is None or not marks else self._edits.story.root.iter(_NOTE)
        return [note for note in notes if note.get(_ID) in marks]

    def figures(self, note: Element) -> Sequence[int] | None:
        """The numbers of the figures of a note, as they were written; None where it says something else."""
        text, figures = text_in(note).strip(), self._arrival.figures
        inside = {id(item) for item in note.iter()}
        found = []
        for number, spots in figures.spots.items():
            if any(spot.edits is self._edits and any(id(each) in inside for each in spot.texts) for spot in spots):
                written = figures.old[number].text
                if written not in text:
                    return None
                text = text.replace(written, _FIGURE, 1)
                found.append(number)
        return found if text in self._said else None

    @cached_property
    def _said(self) -> set[str]:
        """What the footnotes of today's report say, but for their figures."""
        notes = (item for unit in self._arrival.units for item in walk(unit.content) if isinstance(item, Footnote))
        return {"".join(_FIGURE if isinstance(each, Shown) else each.text for each in note.content) for note in notes}
