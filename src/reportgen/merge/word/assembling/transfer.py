"""One draft on its way into the document: everything in it that counts, names or refers is made to fit there.

`Assembly` is what all drafts share; a `Transfer` renews the elements of one draft where they stand, piece by
piece in the order in which they are put in, so that numbers follow the text.

Source: ISO/IEC 29500-1, 17 (WordprocessingML), 22.8 (relationship references).
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from typing import TYPE_CHECKING

from ....model.values import dataclass
from ....ooxml.stories import W
from .fields import rename_targets
from .formatting import drop_direct, without_theme
from .ids import ANNOTATIONS, PARAGRAPH_ID, RANGES, Ids, OwnIds
from .lists import Lists
from .looks import Looks
from .notes import Notes
from .source import R, Source
from .style_lists import keep_list, listed_by_style
from .styles import CHARACTER, PARAGRAPH, TABLE, StyleMap, StyleSheet
from .target import Target
from .threads import Threads
from .tree import IGNORABLE

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_VALUE, _ID = f"{W}val", f"{W}id"
_STYLES = {f"{W}pStyle": PARAGRAPH, f"{W}rStyle": CHARACTER, f"{W}tblStyle": TABLE}
_REFERS = f"{{{R}}}"
_NOTES = {f"{W}footnoteReference": "footnote", f"{W}endnoteReference": "endnote"}
_COMMENTS = frozenset(f"{W}{name}" for name in ("commentReference", "commentRangeStart", "commentRangeEnd"))
_GONE = frozenset(f"{W}{name}" for name in ("proofErr", "lastRenderedPageBreak", "dataBinding", "placeholder"))
"""What belongs to the draft's own session or to parts of it that stay behind."""

_SESSION = f"{W}rsid"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
_PICTURE = "{http://schemas.openxmlformats.org/drawingml/2006/picture}cNvPr"
_REMOVED = f"{W}proofErr"
"""What a reference to a note that the draft does not have becomes, to be removed."""

_PARAGRAPH, _CELL, _CONTROL = f"{W}p", f"{W}tc", f"{W}sdtPr"
_AUTHOR = f"{W}author"
_STORIES = ("footnotes", "endnotes", "comments")
_DEFINITIONS = ("styles", "numbering")


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Assembly:
    """What all drafts share: the document, its styles, and what counts through it."""

    target: Target
    styles: StyleSheet
    looks: Looks
    ids: Ids
    lists: Lists
    footnotes: Notes
    endnotes: Notes
    comments: Notes
    threads: Threads
    keep_formatting: bool

    def notes_of(self, blocks: Sequence[Element]) -> list[Element]:
        """The footnotes and endnotes that blocks of the document refer to."""
        return [note for kind in (self.footnotes, self.endnotes) for note in kind.referred(blocks)]


class Transfer:
    """A draft's way into the document."""

    def __init__(
        self, source: Source, assembly: Assembly, blocks: Sequence[Element], bound: Container[str] = ()
    ) -> None:
        """A way for the draft whose blocks are to be put in; `bound` are the tags that it has a binding for."""
        self.source = source
        self.ids = OwnIds(assembly.ids, bound)
        substitutes = {} if assembly.keep_formatting else assembly.looks.substitutes
        self.styles = StyleMap(source, assembly.styles, self._list, substitutes)
        self._assembly = assembly
        self._authors: set[str] = set()
        self._passed: set[tuple[str, str]] = set()
        roots = [root for kind in _STORIES if (root := source.root(kind)) is not None]
        self.ids.name_bookmarks([*blocks, *roots])

    def block(self, element: Element) -> None:
        """Make a block of the draft's body fit for the document's."""
        self.content(element, self.source.main, self._assembly.target.main)

    def content(self, element: Element, part: str, new_part: str) -> None:
        """Make an element of a part of the draft fit for a part of the document."""
        _remove_gone(element)
        self._pass_over(part, new_part)
        listed = listed_by_style(element, self.source, self.styles.own)
        for item in element.iter():
            self._renew(item, part, new_part)
            if _AUTHOR in item.attrib:
                self._authors.add(item.get(_AUTHOR, ""))
        _remove_gone(element)
        rename_targets(element, self.ids.bookmarks)
        self._format(element, new_part)
        for paragraph in listed:
            keep_list(paragraph, self._assembly.styles, self._list)

    def style(self, kind: str, ident: str) -> str | None:
        """The document's id for a style of the draft."""
        return self.styles.of(kind, ident)

    def finish(self) -> None:
        """Bring over what belongs to no single place."""
        self._assembly.threads.bring(self.source, self.ids, self._authors)
        for kind in _DEFINITIONS:
            own, new = self.source.part(kind), self._assembly.target.frame.part(kind)
            if own is not None and new is not None:
                self._pass_over(own, new)

    def _pass_over(self, part: str, new_part: str) -> None:
        """Let older programs pass over in a part of the document what they could pass over in the draft's."""
        if (part, new_part) not in self._passed:
            self._passed.add((part, new_part))
            self._assembly.target.ignore(new_part, self.source.tree(part).get(IGNORABLE, "").split())

    def _list(self, number: str) -> str:
        return self._assembly.lists.of(self.source, number, self)

    def _renew(self, item: Element, part: str, new_part: str) -> None:
        for key in [key for key in item.attrib if key.startswith((_REFERS, _SESSION)) or key == PARAGRAPH_ID]:
            if key == PARAGRAPH_ID:
                item.set(key, self.ids.paragraph(item.get(key, "")))
            elif key.startswith(_SESSION):
                del item.attrib[key]
            elif item.get(key):
                item.set(key, self._relation(item.get(key, ""), part, new_part))
        tag = item.tag
        if tag in ANNOTATIONS:
            item.set(_ID, self._assembly.ids.annotation())
        elif tag in RANGES:
            self._range(item)
        elif tag in _NOTES or tag in _COMMENTS:
            self._note(item)
        elif tag == _CONTROL:
            self._control(item)
        elif tag == _DRAWING:
            item.set("id", self._assembly.ids.drawing())
        elif tag == _PICTURE:
            item.set("id", self._assembly.ids.last_drawing())
        elif tag.startswith(W):
            self._named(item)

    def _range(self, item: Element) -> None:
        name = item.get(f"{W}name")
        item.set(_ID, self.ids.range(item))
        if name is not None and item.tag == f"{W}bookmarkStart":
            item.set(f"{W}name", self.ids.bookmarks.get(name, name))
        elif name is not None:
            item.set(f"{W}name", self.ids.move(name))

    def _note(self, item: Element) -> None:
        kind = _NOTES.get(item.tag, "comment")
        notes = {
            "footnote": self._assembly.footnotes,
            "endnote": self._assembly.endnotes,
            "comment": self._assembly.comments,
        }[kind]
        new = notes.bring(self.source, item.get(_ID, ""), self)
        if new is not None:
            item.set(_ID, new)
        else:
            item.tag = _REMOVED

    def _control(self, properties: Element) -> None:
        tag, ident = properties.find(f"{W}tag"), properties.find(_ID)
        if tag is not None:
            tag.set(_VALUE, self.ids.tag(tag.get(_VALUE, "")))
        if ident is not None:
            ident.set(_VALUE, self._assembly.ids.control(ident.get(_VALUE, "")))

    def _named(self, item: Element) -> None:
        for child in list(item):
            if child.tag in _STYLES:
                style = self.styles.of(_STYLES[child.tag], child.get(_VALUE, ""))
                if style is None:
                    item.remove(child)
                else:
                    child.set(_VALUE, style)
            elif child.tag == f"{W}numPr":
                for number in child.iter(f"{W}numId"):
                    number.set(_VALUE, self._list(number.get(_VALUE, "")))

    def _relation(self, ident: str, part: str, new_part: str) -> str:
        """The id in the document for a relationship of the draft; empty where the draft has none of that id."""
        target = self._assembly.target
        relation = self.source.relations(part).get(ident)
        if relation is None:
            return ""
        if relation.external:
            return target.relate(new_part, relation)
        if relation.target not in self.source.package or relation.target == self.source.main:
            return ""
        return target.relate(new_part, type(relation)(relation.kind, target.copy(self.source, relation.target)))

    def _format(self, element: Element, new_part: str) -> None:
        if self._assembly.keep_formatting:
            without_theme(element)
            return
        in_cells, in_boxes = (
            {paragraph for around in element.iter(tag) for paragraph in around.iter(_PARAGRAPH)}
            for tag in (_CELL, f"{W}txbxContent")
        )
        for paragraph in element.iter(_PARAGRAPH):
            drop_direct(paragraph, in_table=paragraph in in_cells or paragraph in in_boxes)
            if paragraph in in_boxes or new_part == self._assembly.comments.name:
                continue
            if new_part == self._assembly.target.main:
                self._assembly.looks.dress(paragraph, in_table=paragraph in in_cells)
            else:
                self._assembly.looks.dress_note(paragraph)
        for table in element.iter(f"{W}tbl"):
            self._assembly.looks.dress_table(table)


def _remove_gone(element: Element) -> None:
    for around in list(element.iter()):
        for child in [child for child in around if child.tag in _GONE]:
            around.remove(child)
