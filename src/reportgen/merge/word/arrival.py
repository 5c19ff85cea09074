"""What comes into a file with sentences and paragraphs that the report has newly, and where their neighbours stand.

New is what shows figures of which the file has none. What shows no figure is never new: nobody can tell whether a
person took it out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from ...model.binding import Binding
from ...model.document import ChartBlock, Footnote, Inline, Reference, ReferenceKind, Shown, TableBlock
from ...model.numbering import NUMBERING_TAG
from ...model.refresh import Fate, Refreshed
from ...ooxml.stories import W, text_in
from .controls import NewFigure
from .figures import Figures
from .note import NOTE
from .ordinals import has_ordinal
from .text_edits import CONTROL, PARAGRAPH, TextEdits
from .units import Unit, units_of

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_CONTENT = f"{W}sdtContent"
_BLOCKS = frozenset((PARAGRAPH, f"{W}tbl", CONTROL))


class Arrival:
    """The figures that come, by their tags of today; `placed` are those that have found their place.

    Each comes with the text of its sentence or paragraph.
    """

    def __init__(self, figures: Figures, edits: TextEdits) -> None:
        self.figures = figures
        self.edits = edits
        self.placed: dict[str, str] = {}
        came = figures.came
        self.wanted = {item.tag: item for item in figures.found.new if item.tag not in came}

    @cached_property
    def units(self) -> list[Unit]:
        """What the report consists of, in order."""
        return list(units_of(self.figures.today.document))

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """The numbers of the figures that the file has, by their tags of today."""
        return {today.tag: number for number, today in self.figures.found.pairs.items()}

    def are_new(self, content: Iterable[Inline]) -> bool:
        """Whether inlines show figures, and only such as come; a footnote cannot come."""
        tags = []
        for inline in content:
            if isinstance(inline, Footnote):
                return False
            if isinstance(inline, Shown) and inline.piece.shows is not None:
                tags.append(inline.tag)
        return bool(tags) and all(tag in self.wanted for tag in tags)

    def parts(self, content: Iterable[Inline]) -> list[str | NewFigure]:
        """The inlines as new text, their figures in controls where the file still has such."""
        return [self._part(inline) for inline in content]

    def _part(self, inline: Inline) -> str | NewFigure:
        if isinstance(inline, Shown) and inline.piece.shows is not None and self.figures.places.has_tags:
            return NewFigure(self.figures.tags_of_new[inline.tag], inline.text)
        if isinstance(inline, Reference):
            return self.figures.labels.label(inline.kind, inline.number)
        return inline.text

    def drop_uncounted(self) -> None:
        """Let items that are counted (一是) not come where the ones beside them keep numbers of their own."""
        counts = self.figures.counting(self.placed.keys())
        items = [tag for tag, text in self.placed.items() if has_ordinal(text)]
        for tag in items:
            if not counts.agrees(self.wanted[tag].where):
                del self.placed[tag]

    def told(self, tags: Sequence[str], text: str) -> Refreshed:
        """Remember that figures stand in the file now; the entry for their sentence or paragraph."""
        bindings: list[Binding] = [self.wanted[tag] for tag in tags]
        for binding in bindings:
            self.figures.sentences_of_new[binding.tag] = self.figures.labels.relabelled(binding.sentence)
        cells = tuple(dict.fromkeys(cell for binding in bindings for cell in binding.cells))
        return Refreshed(fate=Fate.INSERTED, place=bindings[0].place, today=text, cells=cells)

    def next(self, element: Element) -> Element | None:
        """The paragraph, table or control behind an element; None at the end of what it stands in."""
        around = self.edits.story.parent(element)
        siblings = [] if around is None else list(around)
        behind = siblings[siblings.index(element) + 1 :] if siblings else []
        return next((item for item in behind if item.tag in _BLOCKS), None)

    def standing(self, unit: Unit) -> tuple[Element | None, Element | None]:
        """The first and the last element of a unit in the file; None where that is not certain."""
        if isinstance(unit.block, (TableBlock, ChartBlock)):
            return self._block(unit.block)
        found = {id(element): element for tag in unit.tags for element in self._paragraphs_of(tag)}
        if not found and not any(tag in self.numbers for tag in unit.tags):
            found = {id(element): element for element in self._by_text.get(unit.text, ())}
        (element,) = found.values() if len(found) == 1 else (None,)
        return element, element

    def _paragraphs_of(self, tag: str) -> Iterator[Element]:
        """The paragraphs that a figure stands in."""
        for spot in self.figures.spots.get(self.numbers.get(tag, -1), ()):
            inner = spot.content if spot.content is not None else next(iter(spot.texts), None)
            if spot.edits is self.edits and inner is not None:
                yield from (around for around in self.edits.story.ancestors(inner) if around.tag == PARAGRAPH)

    @cached_property
    def _by_text(self) -> Mapping[str, list[Element]]:
        found: dict[str, list[Element]] = {}
        for paragraph in self.edits.story.root.iter(PARAGRAPH):
            found.setdefault(text_in(paragraph), []).append(paragraph)
        return found

    def _block(self, block: TableBlock | ChartBlock) -> tuple[Element | None, Element | None]:
        """A table with the caption above it and the note below, a chart with the caption below it."""
        spots = [spot for spot in self.figures.places.controls.get(block.tag, ()) if spot.edits is self.edits]
        control = (
            self.edits.story.parent(spots[0].content) if len(spots) == 1 and spots[0].content is not None else None
        )
        around = None if control is None else self.edits.story.parent(control)
        if control is None or around is None:
            return None, None
        siblings = [item for item in around if item.tag in _BLOCKS]
        at = siblings.index(control)
        above, below = siblings[at - 1] if at else None, siblings[at + 1] if at + 1 < len(siblings) else None
        if isinstance(block, TableBlock):
            has_note = below is not None and NOTE.search(text_in(below)) is not None
            return (above if self._is_caption(above) else None), (below if has_note else control)
        return control, (below if self._is_caption(below) else None)

    def _is_caption(self, element: Element | None) -> bool:
        return element is not None and not self._labels_in(element).isdisjoint(
            (ReferenceKind.FIGURE, ReferenceKind.TABLE)
        )

    def is_list_of_appendices(self, element: Element) -> bool:
        """Whether the list of appendices begins here, which stands behind all sections."""
        return ReferenceKind.APPENDIX in self._labels_in(element) and text_in(element).startswith("附件")

    def _labels_in(self, element: Element) -> set[ReferenceKind]:
        """The kinds of what is numbered or referred to in an element."""
        inside = {id(item) for item in element.iter(_CONTENT)}
        found = set()
        for tag, spots in self.figures.places.controls.items():
            if tag.startswith(NUMBERING_TAG) and any(id(spot.content) in inside for spot in spots):
                found.add(ReferenceKind[tag.removeprefix(NUMBERING_TAG).partition("-")[0].upper()])
        return found
