"""Where in the text of a cell the tag stands that a finding is about.

A sheet's tags are compiled as one template, so that findings name its lines and columns. A person wants the cell, how
far into its text the tag begins, and the tag itself.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from ..model.diagnostic import Diagnostic
from ..model.place import CellRef, CellTextRef, Place, TextRef
from ..model.values import dataclass, replace
from .tags import TAG, TaggedCell

_LONGEST = 60
"""Characters of a tag that a place repeats."""

_CONTROL = re.compile(r"\{%[-+]?\s*(?:列|表|行)?\s*(.*?)\s*[-+]?%\}", re.DOTALL)


@dataclass(slots=True)
class TagPlaces:
    """The lines of a template: its `text`, the cell of each line, and the cells with tags."""

    file: str
    text: str
    places: Sequence[CellRef]
    cells: Mapping[CellRef, TaggedCell]

    def placed(self, item: Diagnostic) -> Diagnostic:
        """A finding at a line of the template, at the tag in the cell of that line; other findings as they are."""
        place = self._place(item.place) if item.place is not None else None
        return replace(item, place=place, related=tuple(map(self._place, item.related)))

    def _place(self, place: Place) -> Place:
        if not isinstance(place, TextRef) or place.file != self.file:
            return place
        line = min(max(place.line, 1), len(self.places))
        cell = self.places[line - 1]
        tagged = self.cells.get(cell)
        return cell if tagged is None else self._tag(tagged, line, place.column) or cell

    def _tag(self, cell: TaggedCell, line: int, column: int) -> CellTextRef | None:
        """The tag round a column of a line, as it stands in the cell; None where that is not certain."""
        lines = self.text.split("\n")
        found = next((tag for tag in TAG.finditer(lines[line - 1]) if tag.start() < column <= tag.end()), None)
        if found is None:
            return None
        before = [tag[0] for at in range(line - 1) if self.places[at] == cell.place for tag in TAG.finditer(lines[at])]
        before += [tag[0] for tag in TAG.finditer(lines[line - 1][: found.start()])]
        wanted = _said(found[0])
        number = sum(_said(tag) == wanted for tag in before)
        written = [tag for tag in TAG.finditer("".join(run.text for run in cell.runs)) if _said(tag[0]) == wanted]
        if number >= len(written):
            return None
        tag = written[number]
        return CellTextRef(cell.place, tag.start() + 1, _clipped(tag[0]))


def only_tag(cell: TaggedCell) -> Place:
    """The one tag of a cell that prints a value."""
    found = next((tag for tag in TAG.finditer("".join(run.text for run in cell.runs)) if tag[0][:2] == "{{"), None)
    return cell.place if found is None else CellTextRef(cell.place, found.start() + 1, _clipped(found[0]))


def _said(tag: str) -> str:
    """A tag without what says along which way it repeats, and without blanks: the template has it otherwise."""
    found = _CONTROL.fullmatch(tag)
    return "".join((found[1] if found is not None else tag).split())


def _clipped(tag: str) -> str:
    line = " ".join(tag.split())
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"
