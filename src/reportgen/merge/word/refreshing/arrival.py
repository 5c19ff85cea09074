"""What comes newly into a file, and where the things beside it stand: sentences, paragraphs, tables, charts.

New is what shows figures of which the file has none, a table or chart that it has not, and what refers to such a one.
Other words are never new: nobody can tell whether a person took them out.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from ....model.binding import Binding
from ....model.collect import placed_blocks
from ....model.document import Block, ChartBlock, Heading, Inline, Reference, Section, Shown, TableBlock, text_of, walk
from ....model.numbering import numbering_tag
from ....model.place import ARROW
from ....model.refresh import Fate, Refreshed
from ....ooxml.stories import W, text_in
from .arrangement import NOTHING, Arrangement
from .blocks import Blocks
from .figures import Figures
from .labels import kind_of
from .note import NOTE
from .ordinals import has_ordinal, without_ordinal
from .text_edits import CONTROL, PARAGRAPH, TextEdits
from .today import sections_of
from .units import Unit, units_of

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_CONTENT, _SECTION = f"{W}sdtContent", f"{W}sectPr"
_TABLE, _ROW, _DELETED = (f"{W}{name}" for name in ("tbl", "tr", "del"))
_DELETED_ROW = f"{W}trPr/{_DELETED}"
_BLOCKS = frozenset((PARAGRAPH, _TABLE, CONTROL))
_OBJECTS = frozenset((f"{W}drawing", f"{W}pict", f"{W}object", _SECTION))
_CAPTION = re.compile("[图表][0-9]+(?:　|\\s|$)")
_CLOSING = ("落款",)


class Arrival:
    """The figures and blocks that come, by their tags of today; `placed` are those that have found their place.

    Each comes with the text of its sentence or paragraph.
    """

    def __init__(self, figures: Figures, blocks: Blocks, edits: TextEdits, arrangement: Arrangement = NOTHING) -> None:
        self.figures = figures
        self.edits = edits
        self.arrangement = arrangement
        self.placed: dict[str, str] = {}
        self.leaving: Collection[Element] = ()
        self.blocks = blocks
        self._today = figures.today
        self.new_blocks = {
            tag: block
            for tag, block in (self._today.tables | self._today.charts).items()
            if tag not in blocks.by_tag and self._today.grouped[tag]
        }

    @cached_property
    def body(self) -> Element:
        """The body of the document."""
        root = self.edits.story.root
        found = root.find(f"{W}body")
        return root if found is None else found

    @cached_property
    def units(self) -> list[Unit]:
        """What the sections of the file consist of in the report, in order."""
        stored = sections_of(self.figures.old)
        sections = (section for section in self._today.document.sections if self._is_there(section, stored))
        return [unit for section in sections for unit in units_of(section)]

    @cached_property
    def wanted(self) -> Mapping[str, Binding]:
        """The figures that the file has not, by their tags."""
        return {item.tag: item for item in self.figures.found.new}

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """The numbers of the figures that the file has, by their tags of today."""
        return {today.tag: number for number, today in self.figures.found.pairs.items()}

    def begin(self, leaving: Collection[Element]) -> None:
        """Begin to look for places, with nothing placed; `leaving` are the elements that will not be there."""
        self.placed.clear()
        self.leaving = leaving

    def keys(self, inlines: Iterable[Inline]) -> list[str] | None:
        """The tags of what makes inlines new: their figures, and the blocks that they refer to; None where one is not.

        Empty for what shows no figure and refers to nothing new.
        """
        found = []
        for inline in walk(tuple(inlines)):
            if isinstance(inline, Shown) and inline.piece.shows is not None:
                if inline.tag not in self.wanted:
                    return None
                found.append(inline.tag)
            elif isinstance(inline, Reference):
                found += self._new_targets.get((inline.kind, inline.number), ())
        return found

    def drop_uncounted(self) -> None:
        """Let items that are counted (一是) not come where the ones beside them keep numbers of their own."""
        counts = self.figures.counting(self.placed.keys())
        items = [tag for tag, text in self.placed.items() if has_ordinal(text) and tag in self.wanted]
        if self.arrangement.is_whole:  # all of them come or stand
            items.clear()
        for tag in items:
            if not counts.agrees(self.wanted[tag].where):
                del self.placed[tag]

    def told(self, tags: Sequence[str], text: str, unit: Unit | None = None) -> Refreshed:
        """Remember that figures stand in the file now; the entry for their sentence, or for the whole unit."""
        bindings: list[Binding] = [self.wanted[tag] for tag in tags if tag in self.wanted]
        for binding in bindings:
            self.figures.sentences_of_new[binding.tag] = self.figures.labels.relabelled(binding.sentence)
        cells = [cell for binding in bindings for cell in binding.cells]
        place = bindings[0].place if bindings else ""
        if unit is not None:
            place = self.place(unit.block)
            if isinstance(unit.block, (TableBlock, ChartBlock)):
                tag = numbering_tag(kind_of(unit.block), unit.block.number)
                cells += (cell for item in self._today.numberings if item.tag == tag for cell in item.cells)
        return Refreshed(fate=Fate.INSERTED, place=place, today=text, cells=tuple(dict.fromkeys(cells)))

    def place(self, block: Block) -> str:
        """The place of a block of today as bindings name it."""
        return self._places[id(block)]

    @cached_property
    def above(self) -> Element | None:
        """What the sections of an arrangement stand behind, the title; None where there is none."""
        has_title = self.arrangement.is_whole and self._today.document.title
        return next((item for item in self.body if item.tag == PARAGRAPH), None) if has_title else None

    def next(self, element: Element) -> Element | None:
        """The paragraph, table or control behind an element; None at the end. Not what is empty, or leaves."""
        around = self.edits.story.parent(element)
        siblings = [] if around is None else list(around)
        behind = siblings[siblings.index(element) + 1 :] if siblings else []
        seen = (item for item in behind if item.tag in _BLOCKS and item not in self.leaving)
        return next((item for item in seen if not is_empty(item)), None)

    def standing(self, unit: Unit) -> tuple[Element, Element] | None:
        """The first and the last element of the body that a unit is in the file; None where that is not certain."""
        if id(unit) not in self._standing:
            self._standing[id(unit)] = self._find(unit)
        return self._standing[id(unit)]

    def is_block(self, element: Element) -> bool:
        """Whether an element of the body is a paragraph, a table or a control."""
        return element.tag in _BLOCKS

    def between(self, first: Element, last: Element) -> list[Element]:
        """The elements of the body from one to another."""
        body = list(self.body)
        return body[body.index(first) : body.index(last) + 1]

    def is_closing(self, element: Element | None) -> bool:
        """Whether all sections are over here: at the list of appendices, the signature, or the end."""
        if element is None:
            return True
        text, document = text_in(element), self._today.document
        if text.startswith("附件"):
            return any(appendix.title in text for appendix in document.appendices)
        if text and text in (text_of(document.signature), text_of(document.dated)):
            return True
        inside = {id(item) for item in element.iter(_CONTENT)}
        closing = (item.tag for item in self.figures.old if item.where == _CLOSING)
        return any(id(spot.content) in inside for tag in closing for spot in self.figures.places.controls.get(tag, ()))

    def stands(self, text: str) -> bool:
        """Whether a paragraph of the file reads so, whatever its number."""
        return without_ordinal(text) in self._by_words

    def lacking(self, leaving: Collection[Element] = ()) -> Counter[str]:
        """How many more paragraphs of a text, without its number, the report has than the file without what leaves."""
        found = Counter(without_ordinal(unit.text) for unit in self.units)
        for text, paragraphs in self._by_words.items():
            found[text] -= sum(self.in_body(item) not in leaving for item in paragraphs)
        return found

    def begins(self, heading: str) -> bool:
        """Whether a paragraph of the file that does not leave begins with a heading, whatever its number."""
        words = without_ordinal(heading)
        found = (paragraphs for text, paragraphs in self._by_words.items() if text.startswith(words))
        return any(self.in_body(item) not in self.leaving for paragraphs in found for item in paragraphs)

    @cached_property
    def _standing(self) -> dict[int, tuple[Element, Element] | None]:
        found: dict[int, tuple[Element, Element] | None] = {}
        body, stands = list(self.body), self.arrangement.stands
        for number in self.arrangement.coming.union(stands):
            first, last = stands.get(number, (-1, -1))
            found[id(self.units[number])] = (body[first], body[last]) if first >= 0 else None
        return found

    @cached_property
    def _new_targets(self) -> Mapping[tuple[object, int], list[str]]:
        return {(kind_of(block), block.number): [tag] for tag, block in self.new_blocks.items()}

    @cached_property
    def _places(self) -> Mapping[int, str]:
        """The places of blocks as bindings name them."""
        found = {}
        for section in self._today.document.sections:
            for block, where, paragraph in placed_blocks(section):
                label = f"{kind_of(block)}{block.number}" if isinstance(block, (TableBlock, ChartBlock)) else ""
                last = label or (f"¶{paragraph}" if not isinstance(block, Heading) else "")
                found[id(block)] = ARROW.join(filter(None, (*where, last)))
        return found

    def _is_there(self, section: Section, stored: Collection[str]) -> bool:
        """Whether the file has a section: something in it is bound, or its heading stands there."""
        first = section.blocks[0] if section.blocks else None
        title = text_of(first.content) if isinstance(first, Heading) else ""
        return title in stored or (bool(title) and title in self._by_words)

    def _find(self, unit: Unit) -> tuple[Element, Element] | None:
        if isinstance(unit.block, (TableBlock, ChartBlock)):
            return self.find_block(unit.block)
        found = {id(element): element for tag in unit.tags for element in self.paragraphs_of(self.numbers.get(tag, -1))}
        if not found and not any(tag in self.numbers for tag in unit.tags):
            same = self._by_text.get(unit.text) or self._by_words.get(
                without_ordinal(unit.text) if unit.heading else ""
            )
            found = {id(element): element for element in same or ()}
        (element,) = found.values() if len(found) == 1 else (None,)
        outer = None if element is None else self.in_body(element)
        return None if outer is None else (outer, outer)

    def in_body(self, element: Element) -> Element | None:
        """The element of the body that an element stands in; None for what stands in a table with something else."""
        body = self.body
        outer = self.edits.story.outermost(element, (body,))
        return outer if self.edits.story.parent(outer) is body else None

    def paragraphs_of(self, number: int) -> Iterator[Element]:
        """The paragraphs of the body that a figure stands in, by its number."""
        for spot in self.figures.spots.get(number, ()):
            inner = spot.content if spot.content is not None else next(iter(spot.texts), None)
            if spot.edits is self.edits and inner is not None:
                yield from (around for around in self.edits.story.ancestors(inner) if around.tag == PARAGRAPH)

    @cached_property
    def _by_text(self) -> Mapping[str, list[Element]]:
        found: dict[str, list[Element]] = {}
        for paragraph in self.edits.story.root.iter(PARAGRAPH):
            found.setdefault(text_in(paragraph), []).append(paragraph)
        return found

    @cached_property
    def _by_words(self) -> Mapping[str, list[Element]]:
        """The paragraphs by their text without a number before it."""
        found: dict[str, list[Element]] = {}
        for text, paragraphs in self._by_text.items():
            found.setdefault(without_ordinal(text), []).extend(paragraphs)
        return found

    def find_block(self, block: TableBlock | ChartBlock) -> tuple[Element, Element] | None:
        """A table with the caption above it and the note below, a chart with the caption below it."""
        shown = self.blocks.standing(block.tag, self.edits)
        own = None if shown is None else self.in_body(shown)
        if own is None:
            return None
        siblings = [item for item in self.body if item.tag in _BLOCKS]
        at = siblings.index(own)
        above, below = siblings[at - 1] if at else None, siblings[at + 1] if at + 1 < len(siblings) else None
        if isinstance(block, ChartBlock):
            return (own, below) if below is not None and self._is_caption(below) else None
        if above is None or not self._is_caption(above):
            return None
        return above, (below if below is not None and NOTE.search(text_in(below)) is not None else own)

    def _is_caption(self, element: Element) -> bool:
        return element.tag == PARAGRAPH and _CAPTION.match(text_in(element)) is not None


def is_empty(element: Element) -> bool:
    """Whether nothing is seen of an element once changes are accepted; one that ends a section of pages is seen."""
    if element.tag == _TABLE:
        return all(row.find(_DELETED_ROW) is not None for row in element.iter(_ROW))
    return (
        element.tag == PARAGRAPH and not text_in(element) and not any(item.tag in _OBJECTS for item in _left(element))
    )


def _left(element: Element) -> Iterator[Element]:
    """What stands in an element and is not deleted."""
    for child in element:
        if child.tag != _DELETED:
            yield child
            yield from _left(child)
