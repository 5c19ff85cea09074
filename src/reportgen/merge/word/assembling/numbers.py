"""Numbers through the whole document: headings of level 1, captions, and the references to them.

Each draft counts as it was made. Here 一、 is given in the order of the sections, 图1 and 表1 in the order of
the captions; references follow their captions, those to a caption of another draft too where only one can be
meant. A number that leads nowhere is a finding and stays.

Source: GB/T 9704-2012, 7.3.3 (numbers of headings).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from ....model.diagnostic import Diagnostic, info, warning
from ....model.document import ReferenceKind
from ....model.numbering import NUMBERING_TAG, numbering_tag
from ....narrate.hanzi import heading_number
from ....ooxml.stories import W
from .draft import Draft
from .fields import codes_of
from .looks import CAPTIONS, style_of
from .once import Appendices
from .sections import Chunk
from .spans import Spans
from .styles import StyleSheet

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_HEADING = re.compile(r"^\s*[〇零一二三四五六七八九十百]+、")
_OTHER_NUMBER = re.compile(r"^\s*(?:第[〇零一二三四五六七八九十百0-9]+[章节部分]|[0-9]+[.、．]|（)")
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


class Numbers:
    """Gives the numbers; `captions` says of each draft what its captions' numbers became.

    `headings` are the new headings by section, `paragraphs` the captions with what they are.
    """

    def __init__(self, chunks: Sequence[Chunk], styles: StyleSheet, appendices: Appendices) -> None:
        self.findings: list[Diagnostic] = []
        self.captions: dict[int, dict[Key, int]] = {}
        self.headings: dict[int, str] = {}
        self._chunks = chunks
        self._styles = styles
        self._known: dict[Key, set[int]] = {}
        self._appendices = appendices
        self._lost: set[tuple[int, Key]] = set()
        self.paragraphs: dict[Element, Key] = {}

    def run(self) -> None:
        """Number everything."""
        self._number_headings()
        self._number_captions()
        for chunk in self._chunks:
            for block in chunk.blocks:
                self._refer(block, chunk)

    def new_number(self, draft: Draft, key: Key) -> int | None:
        """What a number of a draft became, None where nobody can tell: its own caption's, else the only other's."""
        if key[0] is ReferenceKind.APPENDIX:
            return self._appendices.number(draft, key[1])
        own = self.captions.get(id(draft), {}).get(key)
        if own is not None:
            return own
        others = self._known.get(key, set())
        return next(iter(others)) if len(others) == 1 else None

    def _number_headings(self) -> None:
        count = 0
        for chunk in self._chunks:
            if chunk.heading is None:
                continue
            spans = Spans(chunk.heading)
            found = _HEADING.match(spans.whole)
            if found is None and (_OTHER_NUMBER.match(spans.whole) or _is_listed(chunk.heading)):
                self.headings[id(chunk)] = spans.whole.strip()
                continue
            count += 1
            new = heading_number(1, count)
            if found is None:
                self.findings.append(info("heading-numbered", chunk.place, heading=chunk.text, number=new))
                spans.insert(new)
            elif found[0].strip() != new:
                spans.replace(found.start(), found.end(), new)
            self.headings[id(chunk)] = spans.whole.strip()

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

    def _refer(self, block: Element, chunk: Chunk) -> None:
        for paragraph in _paragraphs([block]):
            if paragraph in self.paragraphs:
                continue
            bound = self._refer_bound(paragraph, chunk)
            spans = Spans(paragraph)
            for found in reversed(list(_REFERENCE.finditer(spans.whole))):
                label, number = (1, 2) if found[1] else (3, 4)
                if spans.at(found.start(number)) not in bound:
                    key = (ReferenceKind(found[label]), int(found[number]))
                    new = self._wanted(chunk, key)
                    if new is not None and new != key[1]:
                        spans.replace(found.start(number), found.end(number), str(new))

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
        if new is None and (id(chunk), key) not in self._lost:
            self._lost.add((id(chunk), key))
            shown = f"{key[0]}{key[1]}"
            self.findings.append(warning("reference-lost", chunk.place, reference=shown))
        return new


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


def _is_listed(paragraph: Element) -> bool:
    return paragraph.find(f"{W}pPr/{W}numPr") is not None
