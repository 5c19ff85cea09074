"""The file that new content comes into: what it calls things, and the numbers that are free in it.

Sources: ISO/IEC 29500-1, 17.11 (footnotes), 17.13.6 (bookmarks).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from ....model.document import ReferenceKind
from ....model.numbering import NUMBERING_TAG, numbering_tag
from ....ooxml.package import PackageReader, PackedPart, pack
from ....ooxml.relationships import read_relations
from ....ooxml.stories import NOTES, W, read_tree, text_in
from ....ooxml.xml import DECLARATION
from ..brought import Brought
from ..markup import URI, Names, names_at
from ..story import Splices
from .figures import Figures
from .form import Form
from .likeness import Example, Likeness, Styles
from .note_numbers import NoteNumbers
from .specimen import MAIN, Specimen
from .text_edits import PARAGRAPH, TextEdits, notes_among
from .transplant import Ground, Transplant

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_W15 = "http://schemas.microsoft.com/office/word/2012/wordml"
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_START, _END = f"{W}bookmarkStart", f"{W}bookmarkEnd"
_NAME, _ID = f"{W}name", f"{W}id"
_NOTE, _NOTE_KIND = f"{W}footnote", f"{W}type"


class Host:
    """A file that gets content of a specimen.

    `stories` are the texts of its parts, the body first, with the edits of their bytes. `number` gives numbers that no
    annotation and no bookmark has.
    """

    def __init__(
        self,
        package: PackageReader,
        specimen: Specimen,
        figures: Figures,
        stories: Mapping[TextEdits, Splices],
        number: Callable[[], int],
    ) -> None:
        self._package, self._specimen, self._figures = package, specimen, figures
        self._stories = stories
        self._number = number
        self._brought = Brought(specimen.file, package)
        self._bookmark_ids: dict[str, str] = {}
        self._made_notes: dict[int, list[str]] = {}
        self._main = next(iter(stories))
        self._note_edits = notes_among(stories)
        self.notes = NoteNumbers(self._main, self._note_edits)

    @cached_property
    def styles(self) -> Styles:
        """What the file calls the specimen's styles."""
        return Styles(_styles(self._specimen.file.package), _styles(self._package))

    def transplant(self, beside: Element, likenesses: Mapping[Element, Likeness]) -> Transplant:
        """What writes content that is to stand beside an element of the body."""
        return Transplant(self._ground(self._main, beside), self, likenesses, self._main.track)

    def likeness(self, example: Example) -> Likeness:
        """The look of an example for a new paragraph."""
        return Likeness(example, self.styles, names_at(example.form.story, example.like))

    def tag(self, tag: str) -> str:
        """The tag of a figure or numbering of today in the file."""
        if tag.startswith(NUMBERING_TAG):
            kind, number = _numbered(tag)
            return numbering_tag(kind, self._figures.labels.shown.get((kind, number), number))
        return self._figures.tags_of_new.get(tag, tag)

    def label(self, tag: str) -> str:
        """What the file calls the figure, table or appendix of a numbering's tag of today."""
        return self._figures.labels.label(*_numbered(tag))

    def control_id(self, tag: str) -> str:
        """A number for a control that no other has, nor one of a footnote."""
        number = self._main.controls.number(tag)
        while self._note_edits is not None and not self._note_edits.controls.reserve(number):
            number = self._main.controls.number(tag)
        return str(number)

    def bookmark(self, name: str) -> str:
        """What the bookmark of that name in the specimen is called in the file; empty where it leads nowhere."""
        return self._bookmarks.get(name, "")

    def bookmark_id(self, ident: str) -> str:
        """A number for a bookmark that no other has; its start and its end ask for the same."""
        found = self._bookmark_ids.get(ident)
        if found is None:
            found = self._bookmark_ids[ident] = str(self._number())
        return found

    def drawing(self, element: Element, ground: Ground) -> str:
        """A drawing with the parts that it leads to."""
        return self._brought.object(element, MAIN, ground.part, ground.names, lambda _: "")

    def note(self, ident: str) -> str:
        """The number in the file of a footnote of the specimen, which comes along."""
        number, note = self.notes.number(ident), self._specimen.note(ident)
        if note is not None:
            at = 0 if self._note_edits is None else self.notes.place(ident)
            self._made_notes.setdefault(at, []).append(self._note(note, number))
        return number

    def finish(self) -> dict[str, PackedPart]:
        """The parts that came, and those that tell of them; what goes into parts of the file is in their edits."""
        new: dict[str, PackedPart] = {}
        if self._made_notes:
            self.notes.renumber(self._stories)
        edits = self._note_edits
        for at, notes in self._made_notes.items():
            made = "".join(notes)
            if edits is not None:
                self._stories[edits].insert(at, made.encode())
            else:
                name, _ = self._brought.part(MAIN, _KIND, NOTES, _TYPE)
                opening = f'{DECLARATION}<w:footnotes xmlns:w="{URI}">{"".join(self._separators())}'
                new[name] = pack(name, f"{opening}{made}</w:footnotes>".encode())
        return new | self._brought.result()

    def _ground(self, edits: TextEdits, beside: Element) -> Ground:
        hidden = edits.story.binds(beside, "w15", _W15)
        names = names_at(edits.story, beside)
        return Ground(edits.story.name, names, hidden=hidden, bare=not self._figures.places.has_tags)

    @cached_property
    def _own_notes(self) -> Sequence[Element]:
        return () if self._note_edits is None else list(self._note_edits.story.root.iter(_NOTE))

    def _note(self, note: Element, number: str) -> str:
        """A footnote that looks like the first one of the file."""
        edits = self._note_edits
        like = next((item for item in self._own_notes if item.get(_NOTE_KIND) is None), None)
        example = None if like is None else like.find(PARAGRAPH)
        likenesses: dict[Element, Likeness] = {}
        if edits is None:
            ground = Ground(NOTES, Names("w:", "w:"), hidden=False, bare=not self._figures.places.has_tags)
        else:
            ground = self._ground(edits, edits.story.root)
            if example is not None:
                form = Form(edits.story)
                likenesses = {item: self.likeness(Example(form, item, example)) for item in note.iter(PARAGRAPH)}
        names = ground.names
        content = Transplant(ground, self, likenesses, self._main.track, ends=False)
        inner = "".join(map(content.block, note))
        tag = names.tag("footnote")
        return f'<{tag}{names.declared} {names.attribute_prefix}id="{number}">{inner}</{tag}>'

    def _separators(self) -> Sequence[str]:
        """The lines that every part of footnotes has."""
        ground = Ground(NOTES, Names("w:", "w:"), hidden=False, bare=True)
        name = self._specimen.file.part("footnotes")
        notes = [] if name is None else list(self._specimen.file.tree(name).iter(_NOTE))
        return [Transplant(ground, self, {}, None).block(item) for item in notes if item.get(_NOTE_KIND)]

    @cached_property
    def _bookmarks(self) -> Mapping[str, str]:
        """The bookmarks of the specimen that have one in the file, or come into it."""
        taken = {mark.get(_NAME, "") for mark in self._main.story.root.iter(_START)}
        found: dict[str, str] = {}
        for tag, name in self._named_in_specimen():
            kind, number = _numbered(tag)
            old = self._figures.labels.written(kind, number)
            if old is None:
                found[name] = _free(name, taken)
                taken.add(found[name])
            elif there := self._in_file(numbering_tag(kind, old), name, f"{kind}{old}"):
                found[name] = there
        return found

    def _named_in_specimen(self) -> Sequence[tuple[str, str]]:
        """The tag of each numbering with the bookmark of what it numbers."""
        return [
            (tag, mark.get(_NAME, ""))
            for tag, contents in self._specimen.file.controls.items()
            if tag.startswith(NUMBERING_TAG)
            for content in contents
            for mark in content.iter(_START)
        ]

    def _in_file(self, tag: str, name: str, label: str) -> str:
        """The bookmark in the file of what has that tag there; without tags, the one of that name, if it says so."""
        places = self._figures.places
        for spot in places.controls.get(tag, ()):
            for mark in () if spot.content is None else spot.content.iter(_START):
                return mark.get(_NAME, "")
        paragraphs = () if places.has_tags else self._main.story.root.iter(PARAGRAPH)
        for paragraph in paragraphs:
            if any(mark.get(_NAME) == name for mark in paragraph.iter(_START)):
                text = text_in(paragraph)
                is_listed = tag.startswith(f"{NUMBERING_TAG}{ReferenceKind.APPENDIX.name.lower()}")
                number = f"{label.removeprefix(ReferenceKind.APPENDIX)}."
                return name if text.startswith(label) or (is_listed and number in text) else ""
        return ""


def _styles(package: PackageReader) -> Element | None:
    named = (item.target for item in read_relations(package, MAIN).values() if item.kind.endswith("/styles"))
    name = next((name for name in named if name in package), None)
    return None if name is None else read_tree(package, name)


def _numbered(tag: str) -> tuple[ReferenceKind, int]:
    kind, _, number = tag.removeprefix(NUMBERING_TAG).partition("-")
    return ReferenceKind[kind.upper()], int(number)


def _free(name: str, taken: Collection[str]) -> str:
    """The name of a bookmark as Word gives it, the next number that is not taken."""
    digits = name.removeprefix("_Ref")
    while name in taken:
        digits = str(int(digits) + 1)
        name = f"_Ref{digits}"
    return name
