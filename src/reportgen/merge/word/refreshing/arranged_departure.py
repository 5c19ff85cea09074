"""What leaves a file because an arrangement has it in another place, or not at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from ....model.document import ChartBlock, TableBlock
from ....ooxml.stories import text_in
from .arrival import Arrival
from .leaving import Leaving
from .our_notes import OurNotes
from .text_edits import TextEdits

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element


def arranged_departures(
    arrival: Arrival, notes: TextEdits | None, numbers: Mapping[Element, Sequence[int]]
) -> Iterator[Leaving]:
    """What leaves, tables and charts with their captions; `numbers` are those of each element's figures."""
    elements, of_element = arrival.arrangement.elements(arrival.body), OurNotes(arrival, notes).of
    blocks = (arrival.units[number].block for number in sorted(arrival.arrangement.coming))
    for block in blocks:
        if isinstance(block, (TableBlock, ChartBlock)) and block.tag in arrival.blocks.by_tag:
            standing = arrival.find_block(block)
            whole = arrival.between(*standing) if standing is not None else []
            if whole and all(element in elements for element in whole):
                elements = [element for element in elements if element not in whole]
                caption = text_in(whole[-1] if isinstance(block, ChartBlock) else whole[0])
                yield _leaving(arrival, whole, caption, numbers, (), block.tag)
    for element in elements:
        yield _leaving(arrival, [element], text_in(element), numbers, of_element(element), "")


def _leaving(
    arrival: Arrival,
    elements: Sequence[Element],
    text: str,
    numbers: Mapping[Element, Sequence[int]],
    notes: Sequence[Element],
    tag: str,
) -> Leaving:
    own = [number for element in elements for number in numbers.get(element, ())]
    place = arrival.figures.old[own[0]].place if own else ""
    return Leaving(own, text, place, elements, notes=notes, tag=tag)
