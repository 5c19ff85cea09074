"""Inlines of the document into runs, content controls, fields and footnotes of Word.

`Composition` is what all parts of the Word writer share while one file is written: the styles, the
numbers given out so far (bookmarks, pictures, content controls), the footnotes, the findings.

Sources: ISO/IEC 29500-1, 17.5.2 (structured document tags), 17.16 (fields), 17.11 (footnotes);
MS-DOCX 2.5.1.4 (w15:appearance).
"""

from __future__ import annotations

from collections.abc import Sequence
from zlib import crc32

from ...model.diagnostic import error, nearest
from ...model.document import Footnote, Inline, Reference, ReferenceKind, Shown, Text
from ...model.numbering import numbering_tag
from ...model.place import FileRef, Place
from ...model.shape import Shaped
from ...model.values import dataclass, field
from ...ooxml.xml import attribute
from .names import Role
from .shaped import CONTROL, shaped_xml
from .style import NamedStyle, StyleDocument
from .text import Look, Remarks, look_of, runs

_LARGEST_ID = 0x7FFF_FFFF
_BOOKMARKS = {ReferenceKind.FIGURE: 100_000_000, ReferenceKind.TABLE: 200_000_000, ReferenceKind.APPENDIX: 300_000_000}
"""Word names the targets of its cross-references `_Ref` and nine digits; such bookmarks stay hidden."""


def bookmark_name(kind: ReferenceKind, number: int) -> str:
    """The bookmark that references to a figure, table or appendix lead to."""
    return f"_Ref{_BOOKMARKS[kind] + number}"


def control_id(tag: str) -> int:
    """The id of the control with that tag, if it is the only one of its file that would have it."""
    return crc32(tag.encode("utf-8", "surrogatepass")) & _LARGEST_ID or 1


def complex_field(code: str, result: str) -> str:
    """A field with its result as runs; `result` are the runs shown until somebody updates it.

    Not `w:fldSimple`: some versions of WPS print its code.
    """
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{result}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


@dataclass(slots=True, eq=False, repr=False)
class Composition:
    """One Word file while it is written.

    `file` is the style document's name in findings. `targets` are the figures, tables and appendices
    that the document has. `notes` are the footnotes so far, as XML.
    """

    style: StyleDocument
    file: str
    bindings: bool
    targets: frozenset[tuple[ReferenceKind, int]] = frozenset()
    remarks: Remarks = field(default_factory=Remarks)
    notes: list[str] = field(default_factory=list)
    _missing: set[Role] = field(default_factory=set)
    _controls: dict[int, int] = field(default_factory=dict)
    _marked: set[str] = field(default_factory=set)
    _drawings: int = 0

    def named(self, role: Role) -> NamedStyle:
        """The style document's style for a role; a missing one is a finding, and the default style stands in."""
        found = self._find(role)
        if found is not None:
            return found
        if role not in self._missing:
            self._missing.add(role)
            known = [name for kind, name in self.style.styles if kind == role.kind]
            self.remarks.diagnostics.append(
                error(
                    "missing-style",
                    FileRef(self.file),
                    suggestion=nearest(role.names[0], known),
                    style=role.names[0],
                    kind=role.kind,
                    file=self.file,
                )
            )
        return self.style.default_style if role.kind == "paragraph" else NamedStyle("", "", 0)

    def _find(self, role: Role) -> NamedStyle | None:
        known = (self.style.styles.get((role.kind, name)) for name in role.names)
        return next((style for style in known if style is not None), None)

    def look(self, paragraph: Role, character: Role | None = None) -> Look:
        """How runs look in a paragraph style, or in a character style within it."""
        key = paragraph, character
        found: Look | None = self.style.kept.get(key)
        if found is None:
            style = None if character is None else self.named(character)
            font = (style.font if style else "") or self.named(paragraph).font
            rare = self._find(Role.RARE_STRONG if character is Role.STRONG else Role.RARE)
            found = look_of(style.id if style else "", font, rare.id if rare else "")
            self._keep(key, found)
        return found

    def opening(self, role: Role, properties: str = "") -> str:
        """The start of a paragraph in a style; `properties` follow the style in w:pPr."""
        key = role, properties
        found: str | None = self.style.kept.get(key)
        if found is None:
            style = self.named(role).id
            name = f'<w:pStyle w:val="{attribute(style)}"/>' if style else ""
            found = f"<w:p><w:pPr>{name}{properties}</w:pPr>" if name or properties else "<w:p>"
            self._keep(key, found)
        return found

    def _keep(self, key: object, found: Look | str) -> None:
        """Keep what the style document alone decides; never where a style is missing, which each file must say."""
        if not self._missing:
            self.style.kept[key] = found

    def inlines(self, content: Sequence[Inline], paragraph: Role, character: Role | None = None) -> str:
        """The inlines as XML; in a character style of its own, strong words are not told apart."""
        look = self.look(paragraph, character)
        if type(content) is Shaped and self.bindings and not self._missing:
            found = shaped_xml(content, look, lambda: self._strong(look, paragraph, character), self._control_id)
            if found is not None:
                return found
        remarks = self.remarks
        remarks.around = content
        pieces = []
        for inline in content:
            if isinstance(inline, Footnote):
                pieces.append(self._footnote(inline))
                continue
            own = self._strong(look, paragraph, character) if inline.strong else look
            if isinstance(inline, Text):
                pieces.append(runs(inline.text, own, remarks))
            elif isinstance(inline, Shown):
                pieces.append(self._shown(inline, own))
            else:
                pieces.append(self._reference(inline, own))
        return "".join(pieces)

    def _strong(self, look: Look, paragraph: Role, character: Role | None) -> Look:
        """The look of strong words among those of a look."""
        return self.look(paragraph, Role.STRONG) if character is None else look

    def control(self, tag: str) -> str:
        """The start of a content control that nobody sees, up to its content; `</w:sdtContent></w:sdt>` ends it."""
        opening, ident, content, _ = CONTROL
        return f"{opening}{attribute(tag)}{ident}{self._control_id(tag)}{content}"

    def numbering(self, kind: ReferenceKind, number: int, content: str) -> str:
        """The runs that name a figure, table or appendix by its number, in the control of that numbering.

        The control stands around fields and bookmarks: inside, it would go when Word updates a field.
        """
        if not self.bindings:
            return content
        return f"{self.control(numbering_tag(kind, number))}{content}</w:sdtContent></w:sdt>"

    def bookmarked(self, kind: ReferenceKind, number: int, content: str) -> str:
        """The runs inside the bookmark of a reference's target; only the first target of a number gets it."""
        name = bookmark_name(kind, number)
        if name in self._marked:
            return content
        self._marked.add(name)
        ident = len(self._marked)
        return f'<w:bookmarkStart w:id="{ident}" w:name="{name}"/>{content}<w:bookmarkEnd w:id="{ident}"/>'

    def next_drawing(self) -> int:
        """A number for a picture that no other drawing of the file has."""
        self._drawings += 1
        return self._drawings

    def _control_id(self, tag: str) -> int:
        """The control's id: the same in every build for the same tag, never used twice in a file."""
        first = control_id(tag)
        ident = self._controls.get(first, first)
        while ident in self._controls:
            ident = ident % _LARGEST_ID + 1
        # Where the same tag comes again, the search goes on from here: a tag may stand ten thousand times.
        self._controls[ident] = self._controls[first] = ident % _LARGEST_ID + 1
        return ident

    def _shown(self, shown: Shown, look: Look) -> str:
        place: Place | None = self.remarks.place
        self.remarks.place = shown.place
        content = runs(shown.text, look, self.remarks)
        self.remarks.place = place
        if not self.bindings or shown.piece.shows is None or not content:
            return content
        return f"{self.control(shown.tag)}{content}</w:sdtContent></w:sdt>"

    def _reference(self, reference: Reference, look: Look) -> str:
        content = runs(reference.text, look, self.remarks)
        if (reference.kind, reference.number) not in self.targets:
            return content
        name = bookmark_name(reference.kind, reference.number)
        if reference.kind is ReferenceKind.APPENDIX:
            # The list of appendices nowhere reads 附件1 in one piece, which is what a REF field would copy.
            linked = f'<w:hyperlink w:anchor="{name}" w:history="1">{content}</w:hyperlink>'
        else:
            linked = complex_field(f"REF {name} \\h", content)
        return self.numbering(reference.kind, reference.number, linked)

    def _footnote(self, footnote: Footnote) -> str:
        ident = self.style.first_note + len(self.notes)
        self.notes.append("")
        around = self.remarks.around
        mark = self.look(Role.NOTE_TEXT, Role.NOTE_MARK).plain
        content = self.inlines(_flat(footnote.content), Role.NOTE_TEXT)
        self.notes[ident - self.style.first_note] = (
            f'<w:footnote w:id="{ident}">{self.opening(Role.NOTE_TEXT)}{mark}<w:footnoteRef/></w:r>'
            f'<w:r><w:t xml:space="preserve"> </w:t></w:r>{content}</w:p></w:footnote>'
        )
        self.remarks.around = around
        return f'{mark}<w:footnoteReference w:id="{ident}"/></w:r>'


def _flat(content: Sequence[Inline]) -> tuple[Inline, ...]:
    """The content of a footnote; a note inside a note, which Word does not have, follows in brackets."""
    flat: list[Inline] = []
    for inline in content:
        if isinstance(inline, Footnote):
            flat += [Text("（"), *_flat(inline.content), Text("）")]
        else:
            flat.append(inline)
    return tuple(flat)
