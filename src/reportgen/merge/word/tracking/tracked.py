"""A Word file with tracked changes against an older version of it: the one entry of `diff --docx` into this room.

Pure: both files in, the newer one's bytes out, in which the changes are marked and all else stays as it was.
Accepting all changes gives the newer text again, rejecting them the older one: what both read as with the changes
accepted that an editor tracked in them (`accepted`). Which passage and block is which is
told by `compare`, so the marks are those that the list of changes tells of.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from ....compare.anchors import Anchors
from ....compare.blocks import Paragraph, blocks_in
from ....compare.formats import Formats
from ....compare.passages import MAIN, SEPARATORS, Kind, Passage, pairs
from ....compare.sections import changed_pages, sections_of
from ....compare.things import Spot, replaced
from ....compare.word_file import WordFile
from ....compare.words import Edit, edits_between
from ....model.values import dataclass
from ....ooxml.fingerprint import is_untouched, seal
from ....ooxml.package import PackageReader, PackedPart, pack, write_package
from ....ooxml.stories import W
from ....ooxml.xml import DECLARATION
from ..brought import Brought
from ..markup import URI, Names, Track, first_free_id
from ..story import Story, parse_story, read_story, with_edits
from .accepted import ANNOTATED, Accepted, accepted, without_numbers
from .deleted import Deleted, Known
from .tracked_blocks import BlockMarks
from .tracked_headers import homes
from .tracked_looks import Looks

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_STYLE_ID = re.compile(rb'<w:style\s[^>]*w:styleId="([^"]*)"')
_LIST_ID = re.compile(rb'<w:num\s[^>]*w:numId="([^"]*)"')
_NOTES = {f"{W}footnoteReference": "footnote", f"{W}endnoteReference": "endnote"}
_ON_PAGES = {Kind.HEADER: ("hdr", "header"), Kind.FOOTER: ("ftr", "footer")}
_KINDS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
_TYPES = "application/vnd.openxmlformats-officedocument.wordprocessingml."


@dataclass(frozen=True, slots=True, kw_only=True)
class Tracked:
    """The new bytes, and what of the older version they cannot show.

    `left` counts the objects of which the older file lacks a part, `headers` are the places of whole headers and
    footers, and `unmarked` counts the paragraphs and tables that look otherwise because a style does.
    """

    data: bytes
    left: int
    headers: tuple[str, ...] = ()
    unmarked: int = 0


def tracked(old: WordFile, data: bytes, file: str, date: str) -> Tracked:
    """The file `data` with tracked changes against `old`; `date` as `2015-12-31T18:00:00Z`.

    Both are taken as they read with the changes accepted that an editor tracked in them: `old` must be given so.
    Raises the reader's faults, `broken-part` and `part-too-large`.
    """
    work = _Work(old, accepted(data, file, numbered=True), file, date)
    work.mark(boxes=True)
    work.mark(boxes=False)
    parts = work.parts()
    made = data
    if parts:
        package = work.package
        written = [parts.get(name) or package.packed(name) for name in package.names]
        written += [made for name, made in parts.items() if name not in package]
        made = write_package(seal(written) if is_untouched(data) else written)
    return Tracked(data=made, left=work.left, headers=tuple(work.headers), unmarked=work.looks.unmarked)


class _Work:
    """The newer file while it is marked; `left` and `headers` tell what could not be shown as deleted."""

    def __init__(self, old: WordFile, taken: Accepted, file: str, date: str) -> None:
        self.package = PackageReader(taken.data, file)
        self.left = 0
        self.headers: list[str] = []
        self._old, self._taken, self._file = old, taken, file
        annotated = (self.package.read(name) for name in self.package.names if ANNOTATED.fullmatch(name))
        self._track = Track(date, first_free_id(annotated))
        self._known = Known(
            styles=_ids(self.package, "word/styles.xml", _STYLE_ID),
            lists=_ids(self.package, "word/numbering.xml", _LIST_ID),
        )
        self._brought = Brought(old, self.package)
        self._stories: dict[str, Story] = {}
        self._changed: dict[str, bytes] = {}
        self._marks: dict[str, BlockMarks] = {}
        self._numbers: dict[str, int] = {}
        self._new = self._opened()
        self._made: dict[str, str] = {}
        self._anchors: Anchors | None = None
        self.looks = Looks(Formats(old, self._new))

    def _opened(self) -> WordFile:
        return WordFile(self._taken.data, self._file, lambda name: self._story(name).root)

    def _story(self, name: str) -> Story:
        found = self._stories.get(name)
        if found is None:
            found = self._stories[name] = read_story(self.package, name)
        return found

    def mark(self, *, boxes: bool) -> None:
        """Mark text boxes, or all else.

        A box stands inside a run, which may be cut or wrapped itself; so boxes come first, and the rest is marked in
        the parts as they are then.
        """
        for old, new in pairs(self._old.passages, self._new.passages):
            if new is not None and (new.kind is Kind.BOX) is boxes:
                self._mark(old, new)
            elif new is None and old is not None and old.kind in _ON_PAGES and not boxes:
                self._bring_back(old)
        if not boxes:
            for _, before, after in changed_pages(self._old.tree(MAIN), self._new.tree(MAIN)):
                self._of(MAIN).pages(before, after)
        changed = {name: made for name, marks in self._marks.items() if (made := marks.result()) is not None}
        self.left += sum(marks.deleted.left for marks in self._marks.values())
        self._marks.clear()
        for name, made in changed.items():
            story = self._story(name)
            self._changed[name] = made
            if boxes:
                self._stories[name] = with_edits(story, made)
        if boxes and changed:
            self._new = self._opened()
            self._anchors = None
            self.looks.compare_by(Formats(self._old, self._new))

    def _mark(self, old: Passage | None, new: Passage) -> None:
        marks = self._of(new.part)
        if old is not None:
            marks.deleted.origin = old.part
            for container, blocks in ((new.container, new.blocks), *((twin, None) for twin in new.twins)):
                marks.container(old.blocks, blocks_in(container) if blocks is None else blocks, container)
        elif new.kind in _ON_PAGES:
            # Nothing but the end of its last paragraph was there before.
            marks.container([Paragraph(ET.Element(f"{W}p"), "")], new.blocks, new.container)

    def _bring_back(self, old: Passage) -> None:
        """Show a header or footer that is gone as deleted, in one of its own."""
        if not old.content.strip("\1"):
            return
        sections, places = sections_of(self._new.tree(MAIN)), homes(self._old, self._new, old.part)
        if not places:
            self.headers.append(old.places[0])
            return
        root, kind = _ON_PAGES[old.kind]
        name, ident = self._add(root, kind, old.part)
        marks = self._of(name)
        marks.deleted.origin = old.part
        marks.add(marks.deleted.box(old.container))
        for number, tag, pages in places:
            self._of(MAIN).refer(sections[number], tag[len(W) :], pages, ident)

    def _add(self, root: str, kind: str, like: str, inner: str = "") -> tuple[str, str]:
        """A new story of the document: the name of its part, and the id of the relationship to it."""
        name, ident = self._brought.part(MAIN, f"{_KINDS}{kind}", like, f"{_TYPES}{kind}+xml")
        data = f'{DECLARATION}<w:{root} xmlns:w="{URI}">{inner}</w:{root}>'
        self._stories[name] = parse_story(data.encode(), name, self._file)
        return name, ident

    def _of(self, part: str) -> BlockMarks:
        found = self._marks.get(part)
        if found is None:
            story = self._story(part)

            def carry(element: Element, origin: str) -> str:
                return self._carried(element, origin, part)

            def edits(old: Paragraph, origin: str, new: Paragraph) -> Sequence[Edit]:
                spots = Spot(self._old, origin, old), Spot(self._new, part, new)
                return replaced(*spots, edits_between(old.text, new.text), self._is_one)

            theirs = self._taken.theirs
            found = self._marks[part] = BlockMarks(story, self._track, self._known, self.looks, carry, edits, theirs)
        return found

    def _is_one(self, old: Element, new: Element) -> bool:
        if self._anchors is None:
            self._anchors = Anchors(self._old, self._new)
        return self._anchors.is_one(old, new)

    def _carried(self, element: Element, origin: str, part: str) -> str:
        """The markup for an object of a part of the older file in a part of this one, empty where it cannot come."""
        kind = _NOTES.get(element.tag)
        if kind is not None:
            return self._note(element, kind, part)
        marks = self._of(part)
        return self._brought.object(element, origin, part, marks.names, marks.deleted.box)

    def _note(self, reference: Element, kind: str, part: str) -> str:
        """The mark of a note that is gone, and the note itself at the end of its part, all of it deleted."""
        origin = self._old.part(f"{kind}s")
        notes = () if origin is None else self._old.tree(origin).iter(f"{W}{kind}")
        note = next((item for item in notes if item.get(f"{W}id") == reference.get(f"{W}id")), None)
        if note is None or origin is None:
            return ""
        name = self._notes(kind, origin)
        number = self._numbers.get(kind) or 1 + max(map(_number, self._new.tree(name).iter(f"{W}{kind}")), default=0)
        self._numbers[kind] = number + 1
        marks = self._of(name)
        marks.deleted.origin = origin
        marks.add(marks.deleted.note(note, kind, number))
        return self._of(part).deleted.reference(reference, number)

    def _notes(self, kind: str, origin: str) -> str:
        """The part of the notes of a kind; where there is none, a new one with the lines above notes."""
        name = self._new.part(f"{kind}s") or self._made.get(kind)
        if name is None:
            own = (note for note in self._old.tree(origin).iter(f"{W}{kind}") if note.get(f"{W}type") in SEPARATORS)
            deleted = Deleted(self._track, Names("w:", "w:"), self._known, lambda *_: "", {})
            name, _ = self._add(f"{kind}s", f"{kind}s", origin, "".join(map(deleted.copied, own)))
            self._made[kind] = name
        return name

    def parts(self) -> dict[str, PackedPart]:
        """The parts that are otherwise than in the newer file, or that it does not have."""
        made = {name: self._story(name).data for name in self._taken.parts} | self._changed
        packed = {name: pack(name, self._story(name).packed(without_numbers(data))) for name, data in made.items()}
        return self._brought.result() | packed


def _ids(package: PackageReader, part: str, pattern: re.Pattern[bytes]) -> Collection[str]:
    if part not in package:
        return ()
    return {found.decode() for found in pattern.findall(package.read(part))}


def _number(note: Element) -> int:
    number = note.get(f"{W}id", "")
    return int(number) if number.isdecimal() else 0
