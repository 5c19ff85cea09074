"""The figures of a file as an arrangement has them: those of what leaves are not known, those of what comes are new.

A paragraph that stays is the one of today that has its place. Where its figures were taken for those of another that
reads the same, they are those of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from ....model.binding import Binding
from ....model.document import ChartBlock, Footnote, Shown, TableBlock, walk
from ....ooxml.stories import W
from .arrival import Arrival
from .specimen import NOTE_MARK
from .text_edits import TextEdits

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_NOTE, _ID = f"{W}footnote", f"{W}id"


def numbers_by_element(arrival: Arrival, notes: TextEdits | None) -> dict[Element, list[int]]:
    """The numbers of the figures of each element of the body, in reading order; those of its footnotes behind them."""
    order = {element: number for number, element in enumerate(arrival.body)}
    places = dict(_places(arrival, notes))
    found: dict[Element, list[tuple[bool, int, int]]] = {}
    for number in range(len(arrival.figures.old)):
        for spot in arrival.figures.spots.get(number, ()):
            texts = spot.texts
            if texts:
                story = spot.edits.story
                around = [texts[0], *story.ancestors(texts[0])]
                outer = next((places.get(item, item) for item in around if item in places or item in order), None)
                if outer is not None:
                    found.setdefault(outer, []).append((spot.edits is notes, story.start(texts[0]), number))
    return {element: list(dict.fromkeys(number for *_, number in sorted(each))) for element, each in found.items()}


def _places(arrival: Arrival, notes: TextEdits | None) -> Iterator[tuple[Element, Element]]:
    """The footnotes with the elements of the body in which they are marked."""
    by_number = {} if notes is None else {note.get(_ID): note for note in notes.story.root.iter(_NOTE)}
    for element in arrival.body if by_number else ():
        for mark in element.iter(NOTE_MARK):
            if mark.get(_ID) in by_number:
                yield by_number[mark.get(_ID)], element


def rematch(arrival: Arrival, numbers: Mapping[Element, Sequence[int]]) -> None:
    """Let the figures be as the arrangement has them; `numbers` are those of each element of the body."""
    arrangement, found = arrival.arrangement, arrival.figures.found
    body, today = list(arrival.body), {item.tag: item for item in arrival.figures.today.single}
    fixed: dict[int, Binding] = {}
    for at, (first, last) in arrangement.stands.items():
        own = [number for element in body[first : last + 1] for number in numbers.get(element, ())]
        tags = _tags(arrival, at)
        if {found.pairs[number].tag for number in own if number in found.pairs} != set(tags):
            texts = [found.pairs[number].text if number in found.pairs else "" for number in own]
            if texts == [today[tag].text for tag in tags]:
                fixed.update(zip(own, (today[tag] for tag in tags), strict=True))
    gone = {number for element in arrangement.elements(arrival.body) for number in numbers.get(element, ())}
    new = {tag for at in arrangement.coming for tag in _tags(arrival, at)}
    new.update(item.tag for item in fixed.values())
    for number in [number for number, item in found.pairs.items() if number in gone or item.tag in new]:
        del found.pairs[number]
    found.pairs.update(fixed)
    taken = {item.tag for item in found.pairs.values()}
    found.new = tuple(item for item in arrival.figures.today.single if item.tag not in taken)
    found.same = frozenset(number for number in found.same if number in found.pairs and number not in fixed)


def _tags(arrival: Arrival, at: int) -> list[str]:
    """The tags of a unit's figures, those of its footnotes behind them."""
    unit = arrival.units[at]
    content = unit.block.caption if isinstance(unit.block, (TableBlock, ChartBlock)) else unit.content
    inner = (item for note in content if isinstance(note, Footnote) for item in walk(note.content))
    shown = (item for item in (*content, *inner) if isinstance(item, Shown))
    return [item.tag for item in shown if item.piece.shows is not None]
