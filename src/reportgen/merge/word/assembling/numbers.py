"""Numbers through the whole document: headings, captions, and the references to them.

Each draft counts as it was made. Here headings are numbered as the outline says, 图1 and 表1 in the order of the
captions; references follow, in the text and in its notes, those to a caption of another draft too where only one
can be meant. A number that leads nowhere is a finding and stays.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from ....model.diagnostic import warning
from ....model.document import ReferenceKind
from ....model.numbering import NUMBERING_TAG, numbering_tag
from ....ooxml.stories import W
from .draft import Draft
from .fields import codes_of
from .heading_fields import follow_headings, targets_of
from .looks import CAPTIONS, style_of
from .once import Appendices
from .outline import Heading, Outline
from .section_references import SectionReferences
from .sections import Chunk
from .spans import Spans, texts_in_controls
from .styles import StyleSheet

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_CAPTION = re.compile(r"^\s*(图|表)\s*([0-9]{1,4})(?![0-9.．\-年月日])")
_REFERENCE = re.compile(
    r"(?:(?<![一-鿿])|(?<=[见如由据从在和与及至或])|(?<=根据)|(?<=参照))(图|表)([0-9]{1,4})(?![0-9.．%])"
    r"|(附件)([0-9]{1,3})(?![0-9：:])"
)
_SEQUENCE = re.compile(r"^\s*SEQ\s+(图|表)(?:\s|$)")
_PARAGRAPH, _CONTROL = f"{W}p", f"{W}sdt"
_LABELS = {kind.value: kind for kind in (ReferenceKind.FIGURE, ReferenceKind.TABLE)}
_BOUND = re.compile(rf"^{NUMBERING_TAG}(figure|table|appendix)-([0-9]{{1,9}})$")

Key = tuple[ReferenceKind, int]
NotesOf = Callable[[Sequence["Element"]], Iterable["Element"]]


class Numbers:
    """Gives the numbers; `captions` says of each draft what its captions' numbers became.

    `outline` are the headings, numbered, `paragraphs` the captions with what they are. `notes_of` gives the notes
    that some blocks refer to.
    """

    def __init__(
        self, chunks: Sequence[Chunk], styles: StyleSheet, appendices: Appendices, notes_of: NotesOf = lambda _: ()
    ) -> None:
        self.outline = Outline(chunks, styles)
        self.findings = self.outline.findings
        self.captions: dict[int, dict[Key, int]] = {}
        self._notes_of = notes_of
        self._chunks = chunks
        self._styles = styles
        self._known: dict[Key, set[int]] = {}
        self._appendices = appendices
        self._lost: set[tuple[int, str]] = set()
        self.paragraphs: dict[Element, Key] = {}

    def run(self) -> None:
        """Number captions, and let all references follow."""
        self._number_captions()
        sections = SectionReferences(self.outline, self._chunks)
        targets = targets_of(self.outline.headings)
        for chunk in self._chunks:
            here = None
            for block in (*chunk.blocks, *self._notes_of(chunk.blocks)):
                for paragraph in block.iter(_PARAGRAPH):
                    here = self.outline.headings.get(paragraph, here)
                    follow_headings(paragraph, targets)
                    if paragraph not in self.paragraphs:
                        self._refer(paragraph, chunk)
                        self._refer_to_sections(paragraph, chunk, sections, here)

    def new_number(self, draft: Draft, key: Key) -> int | None:
        """What a number of a draft became, None where nobody can tell: its own caption's, else the only other's."""
        if key[0] is ReferenceKind.APPENDIX:
            return self._appendices.number(draft, key[1])
        own = self.captions.get(id(draft), {}).get(key)
        if own is not None:
            return own
        others = self._known.get(key, set())
        return next(iter(others)) if len(others) == 1 else None

    def _number_captions(self) -> None:
        counts = dict.fromkeys(_LABELS.values(), 0)
        for chunk in self._chunks:
            own = self.captions.setdefault(id(chunk.draft), {})
            for paragraph in _paragraphs(chunk.blocks):
                found = self._caption(paragraph)
                if found is None:
                    continue
                kind, old = _LABELS[found[1]], int(found[2])
                counts[kind] += 1
                self.paragraphs[paragraph] = (kind, counts[kind])
                own.setdefault((kind, old), counts[kind])
                self._known.setdefault((kind, old), set()).add(counts[kind])
                _set_number(paragraph, found, kind, counts[kind])

    def _caption(self, paragraph: Element) -> re.Match[str] | None:
        """The label and number of a caption; None for any other paragraph."""
        names = self._styles.names(style_of(paragraph))
        is_caption = any(name.casefold() in names for name in CAPTIONS)
        if not is_caption and not any(_SEQUENCE.match(_joined(codes)) for codes in codes_of(paragraph)):
            return None
        return _CAPTION.match(Spans(paragraph).whole)

    def _refer(self, paragraph: Element, chunk: Chunk) -> None:
        bound = self._refer_bound(paragraph, chunk)
        spans = Spans(paragraph)
        for found in reversed(list(_REFERENCE.finditer(spans.whole))):
            label, number = (1, 2) if found[1] else (3, 4)
            if spans.at(found.start(number)) not in bound:
                key = (ReferenceKind(found[label]), int(found[number]))
                new = self._wanted(chunk, key)
                if new is not None and new != key[1]:
                    spans.replace(found.start(number), found.end(number), str(new))

    def _refer_to_sections(
        self, paragraph: Element, chunk: Chunk, sections: SectionReferences, here: Heading | None
    ) -> None:
        spans = Spans(paragraph)
        changes = sections.changes(spans.whole, chunk, here)
        bound = texts_in_controls(paragraph) if changes else ()
        for change in reversed(changes):
            if change.new is not None and spans.at(change.start) not in bound:
                spans.replace(change.start, change.end, change.new)
        for change in changes:
            if change.new is None:
                self._lose(chunk, spans.whole[change.start : change.end])

    def _refer_bound(self, paragraph: Element, chunk: Chunk) -> set[Element]:
        """Renumber the references in controls of ours; the texts that they hold."""
        done: set[Element] = set()
        for control in paragraph.iter(_CONTROL):
            tag = control.find(f"{W}sdtPr/{W}tag")
            found = None if tag is None else _BOUND.match(tag.get(f"{W}val", ""))
            if found is None or tag is None:
                continue
            spans = Spans(control)
            done.update(spans.texts)
            key = (ReferenceKind[found[1].upper()], int(found[2]))
            new = self._wanted(chunk, key)
            if new is None:
                continue
            tag.set(f"{W}val", numbering_tag(key[0], new))
            for link in control.iter(f"{W}hyperlink"):
                if key[0] is ReferenceKind.APPENDIX and new != key[1]:
                    link.attrib.pop(f"{W}anchor", None)  # its entry may be another; `links` knows only plain runs
            shown = re.search(r"[0-9]+", spans.whole)
            if shown is not None:
                spans.replace(shown.start(), shown.end(), str(new))
        return done

    def _wanted(self, chunk: Chunk, key: Key) -> int | None:
        new = self.new_number(chunk.draft, key)
        if new is None:
            self._lose(chunk, f"{key[0]}{key[1]}")
        return new

    def _lose(self, chunk: Chunk, reference: str) -> None:
        if (id(chunk), reference) not in self._lost:
            self._lost.add((id(chunk), reference))
            self.findings.append(warning("reference-lost", chunk.place, reference=reference))


def _set_number(paragraph: Element, found: re.Match[str], kind: ReferenceKind, number: int) -> None:
    Spans(paragraph).replace(found.start(2), found.end(2), str(number))
    for tag in paragraph.iter(f"{W}tag"):
        bound = _BOUND.match(tag.get(f"{W}val", ""))
        if bound is not None and int(bound[2]) == int(found[2]) and ReferenceKind[bound[1].upper()] is kind:
            tag.set(f"{W}val", numbering_tag(kind, number))


def _paragraphs(blocks: Iterable[Element]) -> Iterator[Element]:
    for block in blocks:
        yield from block.iter(_PARAGRAPH)


def _joined(codes: Iterable[Element]) -> str:
    return "".join(code.text or "" for code in codes)
