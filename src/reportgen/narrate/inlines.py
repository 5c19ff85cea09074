"""Text with marks to inlines: figures with their tags, references, ordinals, footnotes, bold.

The last step of a sentence. Printed values come back from their marks here, so here is where an empty
cell, a list or a lost figure is found; and since it runs in reading order over the whole document,
enumerations get their numbers here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from ..model.diagnostic import Diagnostic, ReportError, error, nearest, warning
from ..model.document import Footnote, Inline, Reference, ReferenceKind, Shown, Text
from ..model.figure import Fact, Figure, Missing, MissingValue, Phrase, Piece
from ..model.late import CellFigure
from ..model.marks import CLOSE, OPEN, Marks
from ..model.place import TextRef
from ..model.shape import shaped
from ..model.shown import shown
from ..model.values import dataclass, field
from .context_words import ORDINAL_FORMS, Name, Note, Ordinal, Ordinals, Pointer, Restart
from .faults import findings_of, missing
from .lines import Lines
from .markup import ParagraphText
from .rendering import NOWHERE, Expression
from .runtime import Undefined
from .tags import Tags
from .values import Joined, clear

_MARKUP = re.compile(rf"(\*\*)|\[\^([^\]\s]{{1,40}})\]|(\[\[|\]\])|\\([!-/:-@\[-`{{-~])|({CLOSE})")
_LOST = f"{OPEN}[0-9]{{0,9}}|[0-9]{{0,9}}{CLOSE}"


@dataclass(slots=True, eq=False, repr=False)
class Composer:
    """What turns text into inlines for one document.

    `numbers` are those of charts, tables and appendices by kind and name; `lines` knows texts of words and figures
    alone. `notes` are the footnotes of the section under way, `counters` the enumerations since the last heading,
    `referred` the targets that something refers to.
    """

    marks: Marks
    tags: Tags
    numbers: Mapping[ReferenceKind, Mapping[str, int]]
    lines: Lines
    findings: list[Diagnostic] = field(default_factory=list)
    notes: Mapping[str, ParagraphText] = field(default_factory=dict)
    used_notes: set[str] = field(default_factory=set)
    counters: dict[str, int] = field(default_factory=dict)
    referred: set[tuple[ReferenceKind, str]] = field(default_factory=set)

    def start_section(self, notes: Mapping[str, ParagraphText]) -> None:
        """Begin a section with its own footnotes."""
        self.notes, self.used_notes = notes, set()
        self.counters.clear()

    def inlines(self, text: str, place: TextRef, *, depth: int = 0) -> tuple[Inline, ...]:
        """The inlines of a text; findings about the text itself are at `place`."""
        together = self.lines.inlines(text)
        if together is not None:
            return together
        writer = _Writer(self, place, depth)
        words, *marked = text.split(OPEN)
        if words:
            writer.text(words)
        for part in marked:
            number, close, words = part.partition(CLOSE)
            writer.mark(number if close else "")
            if words:
                writer.text(words)
        return writer.end()


class _Writer:
    """Writes the inlines of one text; neighbouring words become one `Text`."""

    def __init__(self, composer: Composer, place: TextRef, depth: int) -> None:
        self._composer = composer
        self._place = place
        self._depth = depth
        self._out: list[Inline] = []
        self._words: list[str] = []
        self._strong = False

    def text(self, text: str) -> None:
        """Add words of the template, which may hold markup."""
        if "*" not in text and "[" not in text and "]" not in text and "\\" not in text and CLOSE not in text:
            self._words.append(text)
            return
        position = 0
        for found in _MARKUP.finditer(text):
            self._words.append(text[position : found.start()])
            self._markup(found)
            position = found.end()
        self._words.append(text[position:])

    def _markup(self, found: re.Match[str]) -> None:
        kind = found.lastindex
        if kind == 1:
            self._flush()
            self._strong = not self._strong
        elif kind == 2:
            self._footnote(found[2])
        elif kind == 4:
            self._words.append(found[4])
        elif kind == 5:
            self._report(error("figure-lost", self._place, operation="?", text=""))

    def end(self) -> tuple[Inline, ...]:
        """All inlines so far."""
        self._flush()
        if self._strong:
            self._report(error("unclosed-bold", self._place))
        return shaped(self._out)

    def _flush(self) -> None:
        words = self._words
        if words:
            text = words[0] if len(words) == 1 else "".join(words)
            words.clear()
            if text:
                self._out.append(Text(text, self._strong))

    def _report(self, finding: Diagnostic) -> None:
        self._composer.findings.append(finding)

    def mark(self, number: str) -> None:
        """Add the value that waits under a mark."""
        try:
            value = self._composer.marks.get(int(number))
        except (IndexError, ValueError):
            self._report(error("figure-lost", self._place, operation="?", text=""))
            return
        if isinstance(value, tuple):
            self.value(*value)
        else:
            self.value(value, NOWHERE)

    def value(self, value: object, by: Expression) -> None:
        """Add a printed value."""
        kind = type(value)
        if kind is Phrase:
            for piece in value.pieces:  # type: ignore[attr-defined]
                self._piece(piece, by)
        elif kind is Figure or kind is CellFigure or kind is Fact:
            self._piece(Piece(value.text, value), by)  # type: ignore[attr-defined, arg-type]
        elif kind is str:
            self._string(value, by)  # type: ignore[arg-type]
        elif kind is Missing:
            self._report(missing(MissingValue(value), by))  # type: ignore[arg-type]
        else:
            self._special(value, by)

    def _piece(self, piece: Piece, by: Expression) -> None:
        shows = piece.shows
        if shows is None or not piece.text:
            self._words.append(piece.text)
            return
        if isinstance(shows, Fact) and shows.source is None:
            self._words.append(piece.text)
            return
        tag = self._composer.tags.of(by, shows, piece.wording)
        if tag is None:
            self._report(warning("unsourced-number", by.place, text=piece.text))
            self._words.append(piece.text)
            return
        self._flush()
        self._out.append(Shown(piece, tag, by.place, self._strong))

    def _string(self, text: str, by: Expression) -> None:
        """Text of data or of an expression: never markup, its digits without a source."""
        if OPEN in text or CLOSE in text:
            self._marked(text, by)
            return
        if any(character.isdigit() for character in text):
            self._report(warning("unsourced-number", by.place, text=clear(text)))
        self._words.append(text)

    def _marked(self, text: str, by: Expression) -> None:
        """Text that some operation made of figures' marks: put back those that are whole."""
        position = 0
        for found in re.finditer(f"{OPEN}([0-9]+){CLOSE}", text):
            self._words.append(self._whole(text[position : found.start()], by))
            self.mark(found[1])
            position = found.end()
        self._words.append(self._whole(text[position:], by))

    def _whole(self, text: str, by: Expression) -> str:
        clean = re.sub(_LOST, "", text)
        if clean != text:
            self._report(error("figure-lost", by.place, operation=by.text, text=clear(text)))
        return clean

    def _special(self, value: object, by: Expression) -> None:
        if isinstance(value, Pointer):
            self._reference(value, by)
        elif isinstance(value, (Ordinal, Ordinals)):
            self._ordinal(value if isinstance(value, Ordinal) else Ordinal())
        elif isinstance(value, Restart):
            self._composer.counters.pop(value.counter, None)
        elif isinstance(value, Name):
            self._words.append(value.text)
        elif isinstance(value, Note):
            self._note(value, by)
        elif isinstance(value, Joined):
            for part in value.parts:
                if not isinstance(part, Undefined):
                    self.value(part, by)
        elif isinstance(value, (int, float, Decimal)) and not isinstance(value, bool):
            self._report(warning("unsourced-number", by.place, text=str(value)[:40]))
            self._words.append(str(value))
        elif isinstance(value, date):
            self.value(Fact(value=value), by)
        else:
            self._report(error("not-printable", by.place, text=by.text, value=shown(value)))

    def _reference(self, pointer: Pointer, by: Expression) -> None:
        composer = self._composer
        numbers = composer.numbers[pointer.kind]
        number = numbers.get(pointer.name)
        if number is None:
            found = nearest(pointer.name, numbers)
            self._report(
                error("unknown-reference", by.place, suggestion=found, kind=pointer.kind.value, name=pointer.name)
            )
            return
        composer.referred.add((pointer.kind, pointer.name))
        self._flush()
        self._out.append(Reference(pointer.kind, pointer.name, number, self._strong))

    def _ordinal(self, ordinal: Ordinal) -> None:
        counters = self._composer.counters
        number = counters[ordinal.counter] = counters.get(ordinal.counter, 0) + 1
        self._words.append(ORDINAL_FORMS[ordinal.form](number))

    def _note(self, note: Note, by: Expression) -> None:
        self._flush()
        inner = _Writer(self._composer, by.place, self._depth + 1)
        try:
            inner.value(note.content, by)
        except ReportError as problem:
            self._composer.findings.extend(findings_of(problem, by))
        self._out.append(Footnote(inner.end()))

    def _footnote(self, label: str) -> None:
        found = self._composer.notes.get(label)
        if found is None or self._depth:
            suggestion = nearest(label, self._composer.notes)
            self._report(error("undefined-footnote", self._place, label=label, suggestion=suggestion))
            return
        self._composer.used_notes.add(label)
        self._flush()
        self._out.append(Footnote(self._composer.inlines(found.text, found.place, depth=1)))


def is_blank(content: Iterable[Inline]) -> bool:
    """Whether nothing can be read."""
    return not any(isinstance(item, Footnote) or item.text.strip() for item in content)
