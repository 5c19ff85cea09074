"""What of the formatting of paragraphs and tables changed: looks of two versions to aspects that a person names."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import cached_property
from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

from ..model.comparison import Aspect
from ..ooxml.stories import W
from .align import Step
from .blocks import RUN, Block, Paragraph, Row, Table, atoms
from .styles import UNKNOWN, Look
from .table_formats import SAME, TableFormat, TableFormats
from .words import Edit

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

    from .word_file import WordFile

_ASPECTS = {
    "sz": Aspect.SIZE,
    "b": Aspect.BOLD,
    "i": Aspect.ITALIC,
    "u": Aspect.UNDERLINE,
    "strike": Aspect.STRIKE,
    "dstrike": Aspect.STRIKE,
    "color": Aspect.COLOUR,
    "highlight": Aspect.BACKGROUND,
    "shd": Aspect.BACKGROUND,
    "rFonts": Aspect.FONT,
    "jc": Aspect.ALIGNMENT,
    "ind": Aspect.INDENT,
    "spacing": Aspect.SPACING,
    "contextualSpacing": Aspect.SPACING,
    "numPr": Aspect.NUMBERING,
}
_ORDER = list(Aspect)
_SESSION = f"{W}rsid"
_FIRST_ASIAN = "\u2e80"
_FONTS = {"ascii": False, "hAnsi": False, "eastAsia": True}
"""The fonts that a reader sees, and whether that is by East Asian characters."""


class Stretch(NamedTuple):
    """Characters of a paragraph from `start` to before `end` that one run says."""

    start: int
    end: int
    text: str
    run: Element


class Same(NamedTuple):
    """Characters that both versions have, from `start` to before `end` in the new one, and the runs that say them."""

    start: int
    end: int
    old: Element
    new: Element
    text: str


class Formats:
    """Compares the looks of paragraphs and tables of two files."""

    def __init__(self, old: WordFile, new: WordFile) -> None:
        self._old, self._new = old.styles, new.styles
        self._tables = TableFormats(old, new)

    @cached_property
    def is_same_sheet(self) -> bool:
        """Whether the styles of both files say the same."""
        one, other = self._old.root, self._new.root
        return one is other if one is None or other is None else is_same_markup(one, other)

    def is_same(self, old: Block | Row, new: Block | Row) -> bool:
        """Whether two blocks look alike for certain, for they are written alike."""
        return self.is_same_sheet and is_same_markup(old.element, new.element)

    def table(self, old: Table, new: Table, steps: Sequence[Step]) -> TableFormat:
        """What of a table looks otherwise; `steps` tell which row is which."""
        if self.is_same_sheet and all(step.old == step.new for step in steps) and _is_formed_alike(old, new):
            return SAME
        return self._tables.compare(old, new, steps)

    def aspects(self, old: Paragraph, new: Paragraph, edits: Sequence[Edit]) -> tuple[Aspect, ...]:
        """What of a paragraph looks otherwise; `edits` are what made one text of the other."""
        found = set(self.of_paragraph(old.element, new.element))
        for same in stayed(old.element, new.element, edits):
            found |= self.of_characters(old.element, new.element, same)
        return in_order(found)

    def of_paragraph(self, old: Element, new: Element) -> Iterator[Aspect]:
        """What of the paragraph itself looks otherwise."""
        before, after = self._old.paragraph(old), self._new.paragraph(new)
        if self._old.name(old) != self._new.name(new):
            yield Aspect.STYLE
        if before != after:
            yield from _different(before, after)

    def of_characters(self, old: Element, new: Element, same: Same) -> set[Aspect]:
        """What of characters that stayed looks otherwise."""
        before, after = self._old.run(old, same.old), self._new.run(new, same.new)
        if before == after or not same.text.strip():
            return set()
        unseen = {f"rFonts.{name}" for name, asian in _FONTS.items() if not _shows(same.text, asian=asian)}
        return set(_different(before, after, unseen))


def in_order(aspects: Collection[Aspect]) -> tuple[Aspect, ...]:
    """Aspects in the order in which they are told."""
    return tuple(sorted(aspects, key=_ORDER.index))


def _different(old: Look, new: Look, unseen: frozenset[str] | set[str] = frozenset()) -> Iterator[Aspect]:
    for name in {*old, *new} - unseen:
        if name.startswith("rFonts.") and (name[7:] not in _FONTS or UNKNOWN in (old.get(name), new.get(name))):
            continue
        if old.get(name) != new.get(name):
            yield _ASPECTS.get(name.partition(".")[0], Aspect.OTHER)


def _shows(text: str, *, asian: bool) -> bool:
    return any((character >= _FIRST_ASIAN) is asian for character in text if not character.isspace())


def stretches(paragraph: Element) -> list[Stretch]:
    """What a paragraph says, run by run; an equation is none."""
    found: list[Stretch] = []
    at = 0
    for atom in atoms(paragraph):
        end = at + len(atom.text)
        if found and found[-1].run is atom.run:
            found[-1] = Stretch(found[-1].start, end, found[-1].text + atom.text, atom.run)
        else:
            found.append(Stretch(at, end, atom.text, atom.run))
        at = end
    return found


def stayed(old: Element, new: Element, edits: Sequence[Edit]) -> Iterator[Same]:
    """The characters that both versions of a paragraph have, cut where a run of either begins."""
    olds, news = stretches(old), stretches(new)
    if not olds or not news:
        return
    before = after = 0
    for start, stop, shift in kept(edits, olds[-1].end):
        at = start
        while at < stop:
            while olds[before].end <= at:
                before += 1
            while news[after].end <= at + shift:
                after += 1
            end = min(stop, olds[before].end, news[after].end - shift)
            one, other = olds[before], news[after]
            if one.run.tag == other.run.tag == RUN:
                yield Same(at + shift, end + shift, one.run, other.run, one.text[at - one.start : end - one.start])
            at = end


def kept(edits: Sequence[Edit], length: int) -> Iterator[tuple[int, int, int]]:
    """The stretches of the old text that stayed, with how far each moved."""
    at = shift = 0
    for edit in edits:
        yield at, edit.old_start, shift
        at, shift = edit.old_end, edit.new_end - edit.old_end
    yield at, length, shift


def _is_formed_alike(old: Table, new: Table) -> bool:
    """Whether two tables whose rows are the same in their order have the same formatting, for it is written alike."""
    if not _is_same_in(old.element, new.element, ("tblPr", "tblGrid")):
        return False
    for one, other in zip(old.rows, new.rows, strict=True):
        if len(one.cells) != len(other.cells) or not _is_same_in(one.element, other.element, ("tblPrEx", "trPr")):
            return False
        cells = zip(one.cells, other.cells, strict=True)
        if not all(_is_same_in(before.element, after.element, ("tcPr",)) for before, after in cells):
            return False
    return True


def _is_same_in(old: Element, new: Element, names: Sequence[str]) -> bool:
    return all(is_alike(old.find(f"{W}{name}"), new.find(f"{W}{name}")) for name in names)


def is_alike(old: Element | None, new: Element | None) -> bool:
    """Whether two elements are written alike, or neither is there."""
    return old is new if old is None or new is None else is_same_markup(old, new)


def is_same_markup(old: Element, new: Element) -> bool:
    """Whether two elements are written alike, but for what tells of editing sessions."""
    for one, other in zip_longest(old.iter(), new.iter()):
        if one is None or other is None or one.tag != other.tag or one.text != other.text or len(one) != len(other):
            return False
        if one.attrib != other.attrib and _attributes(one) != _attributes(other):
            return False
    return True


def _attributes(element: Element) -> dict[str, str]:
    return {key: value for key, value in element.items() if not key.startswith(_SESSION)}
