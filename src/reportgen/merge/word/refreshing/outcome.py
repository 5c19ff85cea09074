"""What the body of a file comes to once all edits of a refresh are made: its paragraphs, tables and charts in order.

Each is known by the elements of the body that it was before; what the refresh has put in was none.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import TYPE_CHECKING

from ....model.document import ChartBlock, TableBlock
from ....model.values import dataclass
from ....ooxml.stories import W, seen, text_in
from ..story import Splices, Story
from .arrival import Arrival, is_empty
from .specimen import NOTE_MARK
from .text_edits import CONTROL, TextEdits, notes_among
from .units import Unit

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_NOTE, _ID = f"{W}footnote", f"{W}id"
_NOTED = "注："
"""Begins the line below a table."""
_BODY, _CONTENT, _SECTION = (f"{W}{name}" for name in ("body", "sdtContent", "sectPr"))


@dataclass(frozen=True, slots=True, eq=False)
class Row:
    """A paragraph with its footnotes; or a table or a chart of today with its caption, which is its `block`.

    `text` is what it says, of a block without white space and without the line below a table.
    `first` and `last` are the numbers of its elements in the body before; -1 for what has come.
    """

    text: str
    notes: tuple[str, ...] = ()
    first: int = -1
    last: int = -1
    block: Unit | None = None


class Outcome:
    """The outcome of a refresh; `made` are the units that came, in order, each with how many elements it is.

    `edited` gives a part as it will be written.
    """

    def __init__(
        self,
        arrival: Arrival,
        stories: Mapping[TextEdits, Splices],
        made: Iterable[tuple[Unit, int]],
        edited: Callable[[TextEdits], Story],
    ) -> None:
        self._arrival, self._stories, self._made, self._edited = arrival, stories, made, edited

    def rows(self) -> Iterator[Row]:
        """What stands in the body, without what is empty or deleted."""
        coming, inside, said = iter(self._made), 0, ""
        for child in self._main.root.findall(f"{_BODY}/*"):
            number = self._numbers.get(self._main.start(child), -1)
            if inside:
                inside -= 1
            elif child.tag == _SECTION or is_empty(child):
                continue
            elif number == -1:
                unit, count = next(coming)
                inside = count - 1
                yield self._row(child, -1, unit if _is_block(unit) else None)
            elif number in self._blocks:
                unit, first, last = self._blocks[number]
                text = text_in(child)
                said = ("" if number == first else said) + ("" if text.startswith(_NOTED) else seen(text))
                if number == last:
                    yield Row(said, (), first, last, unit)
            elif number is not None:
                yield self._row(child, number, None)

    def _row(self, child: Element, number: int, block: Unit | None) -> Row:
        notes = (self._notes.get(mark.get(_ID, ""), "") for mark in child.iter(NOTE_MARK))
        return Row(text_in(child), tuple(notes), number, number, block)

    @cached_property
    def _main(self) -> Story:
        return self._edited(self._arrival.edits)

    @cached_property
    def _notes(self) -> Mapping[str, str]:
        """The texts of the footnotes by their numbers."""
        edits = notes_among(self._stories)
        notes = () if edits is None else self._edited(edits).root.iter(_NOTE)
        return {note.get(_ID, ""): text_in(note).strip() for note in notes}

    @cached_property
    def _numbers(self) -> Mapping[int, int | None]:
        """The numbers of the elements that stay by where they begin now, None for those that are deleted."""
        edits, body = self._arrival.edits, list(self._arrival.body)
        there: list[tuple[int, int | None]] = []
        for number, element in enumerate(body):
            is_closed = element in edits.closed
            if not is_closed or edits.track is not None:
                there.append((edits.story.start(element), None if is_closed else number))
            if is_closed and edits.track is not None and element.tag == CONTROL:  # what stood in it is left by itself
                there += ((edits.story.start(item), None) for item in element.findall(f"{_CONTENT}/*"))
        places = self._stories[edits].places([start for start, _ in there])
        return {place: number for place, (_, number) in zip(places, there, strict=True)}

    @cached_property
    def _blocks(self) -> Mapping[int | None, tuple[Unit, int, int]]:
        """Today's tables and charts that stay, by the numbers of all their elements, with the first and the last."""
        order = {id(element): number for number, element in enumerate(self._arrival.body)}
        found: dict[int | None, tuple[Unit, int, int]] = {}
        for unit in filter(_is_block, self._arrival.units):
            stands = self._arrival.standing(unit)
            if stands is not None:
                first, last = order[id(stands[0])], order[id(stands[1])]
                found.update(dict.fromkeys(range(first, last + 1), (unit, first, last)))
        return found


def _is_block(unit: Unit) -> bool:
    return isinstance(unit.block, (TableBlock, ChartBlock))
