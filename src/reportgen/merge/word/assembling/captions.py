"""Captions of figures and tables, numbered 图1, 图2 and 表1, 表2 in the order in which they stand in the document.

A caption is told by its style, or by the field that counts it in Word. One without a number, or numbered 图1-2 or
图一 as in books, gets a number of the report's kind.

Source: ISO/IEC 29500-1, 17.16.5.56 (SEQ).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ....model.diagnostic import Diagnostic, info
from ....model.document import ReferenceKind
from ....model.numbering import NUMBERING_TAG, numbering_tag
from ....model.place import WordRef
from ....ooxml.stories import W, seen
from .draft import Draft
from .fields import codes_of
from .looks import CAPTIONS, FIGURE_CAPTIONS, TABLE_CAPTIONS, style_of
from .ordinals import HANZI, number_of
from .sections import Chunk
from .spans import Spans, insert_run
from .styles import StyleSheet

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_D = "[0-9０-９]"
LABEL = rf"{_D}{{1,4}}(?:[-.．—–－]{_D}{{1,3}})?"
"""A number as captions have it: 2, 2-1, 2.1."""

_CAPTION = re.compile(rf"^\s*(图|表)\s*(?:({LABEL})(?![0-9０-９.．\-年月日])|({HANZI}{{1,3}})(?=[\s、：:]))?")
_SEQUENCE = re.compile(r"^\s*SEQ\s+(图|表)(?:\s|$)")
_PARAGRAPH = f"{W}p"
_LABELS = {kind.value: kind for kind in (ReferenceKind.FIGURE, ReferenceKind.TABLE)}
BOUND = re.compile(rf"^{NUMBERING_TAG}(figure|table|appendix)-([0-9]{{1,9}})$")
"""The tag of a control around a number: its kind, and the number."""

_SPACE = "　"
_LONGEST = 40

Key = tuple[ReferenceKind, int]
Label = tuple[ReferenceKind, str]
_OfUnit = tuple[str, ReferenceKind, str]
"""A label in the drafts of a unit, by its name; the empty name stands for those that are no unit's."""


class Captions:
    """Numbers the captions; `paragraphs` are they with what they are.

    `numbers` says of each draft (by id) what a caption's number became, `labels` the same of labels of other kinds.
    """

    def __init__(self, chunks: Sequence[Chunk], styles: StyleSheet) -> None:
        self.findings: list[Diagnostic] = []
        self.numbers: dict[int, dict[Key, int]] = {}
        self.paragraphs: dict[Element, Key] = {}
        self.labels: dict[int, dict[Label, int]] = {}
        self._styles = styles
        self._counts = dict.fromkeys(_LABELS.values(), 0)
        self._known: dict[_OfUnit, set[int]] = {}
        self._ours: dict[_OfUnit, set[int]] = {}
        self._recounted: dict[int, set[Label]] = {}
        for chunk in chunks:
            for block in chunk.blocks:
                for paragraph in block.iter(_PARAGRAPH):
                    self._number(paragraph, chunk)

    def new_number(self, draft: Draft, kind: ReferenceKind, label: str) -> int | None:
        """What a caption's label became, None where nobody can tell.

        The draft's own comes first, then the one that the report gave this number to, then the only other one. In the
        draft of a unit a number is one of that unit's, which counts its charts and tables by itself.
        """
        key = kind, plain(label)
        own = self.labels.get(id(draft), {}).get(key)
        others = self._ours.get((draft.unit, *key)) or self._known.get((draft.unit, *key), set())
        if own is not None and key in self._recounted.get(id(draft), ()) and others - {own}:
            return None  # its own by the number of now, or the other one by the report's
        return own if own is not None else next(iter(others)) if len(others) == 1 else None

    def _number(self, paragraph: Element, chunk: Chunk) -> None:
        text = Spans(paragraph).whole
        found = _CAPTION.match(text)
        kind = self._kind(paragraph, found) if text.strip() else None
        if kind is None:
            return
        self._counts[kind] += 1
        new = self._counts[kind]
        self.paragraphs[paragraph] = kind, new
        label = "" if found is None or found[1] != kind.value else _label(found)
        if label:
            self.labels.setdefault(id(chunk.draft), {}).setdefault((kind, label), new)
            self._known.setdefault((chunk.draft.unit, kind, label), set()).add(new)
        title = text[found.end() :] if found is not None and label else text
        self._remember(chunk.draft, kind, label, _written(chunk.draft, kind, title) or label)
        self._write(paragraph, found, kind, label, chunk.draft.unit)
        if found is None or not (found[2] and label.isdecimal()):
            place = WordRef(chunk.draft.file, (chunk.text,), 1) if chunk.text else chunk.place
            shown = text.strip()[:_LONGEST]
            self.findings.append(info("caption-numbered", place, caption=shown, label=f"{kind}{new}"))

    def _remember(self, draft: Draft, kind: ReferenceKind, label: str, written: str) -> None:
        """Know a caption by the number that the report gave it; Word and LibreOffice count those of a file anew."""
        new = self._counts[kind]
        if written.isdecimal():
            self.numbers.setdefault(id(draft), {}).setdefault((kind, int(written)), new)
        if written != label:
            self.labels.setdefault(id(draft), {}).setdefault((kind, written), new)
            self._ours.setdefault((draft.unit, kind, written), set()).add(new)
            self._recounted.setdefault(id(draft), set()).add((kind, label))

    def _kind(self, paragraph: Element, found: re.Match[str] | None) -> ReferenceKind | None:
        """What a paragraph is the caption of; None for any other paragraph."""
        names = self._styles.names(style_of(paragraph))
        for kind, styles in ((ReferenceKind.FIGURE, FIGURE_CAPTIONS), (ReferenceKind.TABLE, TABLE_CAPTIONS)):
            if any(name.casefold() in names for name in styles):
                return _LABELS[found[1]] if found is not None and _label(found) else kind
        is_caption = any(name.casefold() in names for name in CAPTIONS)
        counted = ("".join(code.text or "" for code in codes) for codes in codes_of(paragraph))
        if is_caption or any(map(_SEQUENCE.match, counted)):
            return _LABELS[found[1]] if found is not None and _label(found) else None
        return None

    def _write(
        self, paragraph: Element, found: re.Match[str] | None, kind: ReferenceKind, label: str, unit: str
    ) -> None:
        new = self._counts[kind]
        if found is None or not label:
            insert_run(paragraph, f"{kind}{new}{_SPACE}")
            return
        group = 2 if found[2] else 3
        Spans(paragraph).replace(found.start(group), found.end(group), str(new))
        for tag in paragraph.iter(f"{W}tag"):
            bound = BOUND.match(tag.get(f"{W}val", ""))
            if bound is not None and ReferenceKind[bound[1].upper()] is kind:
                tag.set(f"{W}val", numbering_tag(kind, new))
                self._ours.setdefault((unit, kind, bound[2]), set()).add(new)


def plain(label: str) -> str:
    """A label as it is compared: 2－1 and 2—1 are 2-1."""
    return re.sub("[—–－]", "-", unicodedata.normalize("NFKC", label))


def _label(found: re.Match[str]) -> str:
    """The label of a caption, empty without one."""
    if found[3]:
        return str(number_of(found[3]) or "")
    return plain(found[2] or "")


def _written(draft: Draft, kind: ReferenceKind, title: str) -> str:
    """The number that the report gave to the caption of a title, empty where it has none or several of it."""
    prefix = f"{NUMBERING_TAG}{kind.name.lower()}-"
    wanted = seen(title)
    found = {
        tag.removeprefix(prefix)
        for tag, bindings in draft.by_tag.items()
        if tag.startswith(prefix) and any(seen(binding.sentence) == wanted for binding in bindings)
    }
    return found.pop() if len(found) == 1 else ""
