"""Numbers through the whole document: headings, captions, and the references to them.

Each draft counts as it was made. Here headings are numbered as the outline says, 图1 and 表1 in the order of the
captions; references follow, in the text and in its notes. A number that leads nowhere is a finding and stays.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from ....model.diagnostic import warning
from ....model.place import WordRef
from ....ooxml.stories import W
from .captions import Captions
from .hand import around
from .once import Appendices
from .outline import Heading, Outline
from .reference_fields import Target, follow_fields, targets_of
from .references import References
from .section_references import SectionReferences
from .sections import Chunk
from .spans import Spans, texts_in_controls
from .styles import StyleSheet

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_PARAGRAPH = f"{W}p"

NotesOf = Callable[[Sequence["Element"]], Iterable["Element"]]


class Numbers:
    """Gives the numbers: `outline` are the headings, `captions` the captions, both numbered, `references` follow them.

    `places` are those of paragraphs in their drafts; `notes_of` gives the notes that some blocks refer to.
    """

    def __init__(
        self,
        chunks: Sequence[Chunk],
        styles: StyleSheet,
        appendices: Appendices,
        places: Mapping[Element, WordRef],
        notes_of: NotesOf = lambda _: (),
    ) -> None:
        self.outline = Outline(chunks, styles)
        self.captions = Captions(chunks, styles)
        self.findings = [*self.outline.findings, *self.captions.findings]
        self._chunks, self._places, self._notes_of = chunks, places, notes_of
        self.references = References(self.captions, appendices)
        self._lost: dict[int, set[str]] = {}

    def lost(self, chunk: Chunk) -> set[str]:
        """The references in a section that lead nowhere."""
        return self._lost.get(id(chunk), set())

    def run(self) -> None:
        """Let all references follow."""
        sections = SectionReferences(self.outline, self._chunks)
        targets = targets_of(self.outline.headings, self.captions.paragraphs)
        for chunk in self._chunks:
            here = None
            for block in (*chunk.blocks, *self._notes_of(chunk.blocks)):
                for paragraph in block.iter(_PARAGRAPH):
                    here = self.outline.headings.get(paragraph, here)
                    if paragraph not in self.captions.paragraphs:
                        self._refer(paragraph, chunk, sections, targets, here)

    def _refer(
        self,
        paragraph: Element,
        chunk: Chunk,
        sections: SectionReferences,
        targets: Mapping[str, Target],
        here: Heading | None,
    ) -> None:
        read = Spans(paragraph).whole
        lost: dict[str, None] = {}
        done = follow_fields(paragraph, targets)
        self.references.follow(paragraph, chunk.draft, lambda reference: lost.setdefault(reference), done)
        spans = Spans(paragraph)
        changes = sections.changes(spans.whole, chunk, here)
        bound = texts_in_controls(paragraph) if changes else ()
        for change in reversed(changes):
            if change.new is not None and spans.at(change.start) not in bound:
                spans.replace(change.start, change.end, change.new)
        lost.update((spans.whole[change.start : change.end], None) for change in changes if change.new is None)
        for reference in sorted(lost, key=read.find):
            self._lose(chunk, paragraph, reference, read)

    def _lose(self, chunk: Chunk, paragraph: Element, reference: str, read: str) -> None:
        self._lost.setdefault(id(chunk), set()).add(reference)
        place = self._places.get(paragraph) or self._place_of_note(chunk, paragraph) or chunk.place
        self.findings.append(warning("reference-lost", place, reference=reference, sentence=around(read, reference)))

    def _place_of_note(self, chunk: Chunk, paragraph: Element) -> WordRef | None:
        """Where the note of a paragraph is referred to."""
        for block in chunk.blocks:
            if any(paragraph in note.iter(_PARAGRAPH) for note in self._notes_of([block])):
                return next((self._places[item] for item in block.iter(_PARAGRAPH) if item in self._places), None)
        return None
