"""The forms of drafts: the same section for many units, written whole twice and filled in for all others.

Where a narrative's outline has the key of an earlier one, its figures and tables go straight into the form of that
draft, past the document, the checks and the writer: all that these do with its words, they did for the earlier one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from ..check.narrative import judges_figures
from ..model.diagnostic import Diagnostic
from ..model.document import DataTable, Document, Section, TableBlock, figures_of
from ..model.figure import Piece
from ..model.late import CellFigure
from ..model.owner import Owner
from ..model.values import dataclass

if TYPE_CHECKING:
    from ..narrate.outline import Outline
    from ..write.docx_form import DocxForm

_MOST_KINDS = 4096
_MOST_FORMS = 64
_LAST_ATTEMPT = 4
"""A narrative whose own figures need care has no form, but the next one of its kind may have one."""


class Made(NamedTuple):
    """A draft: its bytes, None where it was not made, and what was found; without errors it has nothing to say."""

    data: bytes | None
    findings: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class DraftForm:
    """A draft of a kind: its form, which figures and tables of the narrative it has, and what was found."""

    form: DocxForm
    figures: Sequence[int]
    tables: Sequence[int]
    findings: tuple[Diagnostic, ...]

    def filled(self, outline: Outline, owners: Sequence[Owner]) -> Made | None:
        """The draft for a narrative of the kind; None where it must be written whole."""
        data = self.form.filled(
            [outline.figures[at] for at in self.figures], [outline.tables[at] for at in self.tables], owners
        )
        return None if data is None else Made(data, self.findings)


class Forms:
    """The forms of drafts by the key of the narrative's outline, and by the draft's sections."""

    def __init__(self, style: bytes, style_file: str) -> None:
        self._style, self._style_file = style, style_file
        self._met: dict[int, int] = {}
        self._known: dict[tuple[object, ...], Mapping[tuple[int, ...], DraftForm]] = {}

    def filled(
        self, outline: Outline, drafts: Sequence[tuple[int, ...]], owners: Sequence[Owner]
    ) -> tuple[Made, ...] | None:
        """The drafts of a narrative, by the positions of their sections; None where one must be written whole.

        `owners` are the units that they are made for.
        """
        forms = self._known.get(outline.key)
        if forms is None or any(positions not in forms for positions in drafts):
            return None
        found = [forms[positions].filled(outline, owners) for positions in drafts]
        made = tuple(item for item in found if item is not None)
        return made if len(made) == len(found) else None

    def learn(
        self, outline: Outline, document: Document, parts: Mapping[tuple[int, ...], tuple[Document, Made]]
    ) -> None:
        """Keep the forms of drafts that were written whole, from the second narrative of a kind on.

        `parts` are the documents and files of the drafts by the positions of their sections.
        """
        kind = hash(outline.key)
        if len(self._met) >= _MOST_KINDS:
            self._met.clear()
        times = self._met[kind] = self._met.get(kind, 0) + 1
        if not self._known.get(outline.key) and len(self._known) < _MOST_FORMS and 1 < times <= _LAST_ATTEMPT:
            sound = _is_told(document, outline) and not judges_figures(document)
            made = {positions: self._form(document, *part) for positions, part in parts.items()} if sound else {}
            self._known[outline.key] = {positions: form for positions, form in made.items() if form is not None}

    def _form(self, document: Document, part: Document, made: Made) -> DraftForm | None:
        from ..write.docx_form import docx_form

        form = None if made.data is None else docx_form(part, made.data, self._style, self._style_file)
        if form is None:
            return None
        figures = [section for section in document.sections for _ in figures_of(section)]
        tables = [section for section in document.sections for _ in _tables(section)]
        own = set(map(id, part.sections))
        return DraftForm(
            form,
            [at for at, section in enumerate(figures) if id(section) in own],
            [at for at, section in enumerate(tables) if id(section) in own],
            made.findings,
        )


def _is_told(document: Document, outline: Outline) -> bool:
    """Whether the document shows the figures and the tables of the outline in that order, and no others."""
    shown = [figure for section in document.sections for figure in figures_of(section)]
    tables = [table for section in document.sections for table in _tables(section)]
    told = [(tag, Piece(item.text, item) if isinstance(item, CellFigure) else item) for tag, item in outline.figures]
    return (
        [(figure.tag, figure.piece.text, figure.piece.wording) for figure in shown]
        == [(tag, piece.text, piece.wording) for tag, piece in told]
        and all(figure.piece.shows is piece.shows for figure, (_, piece) in zip(shown, told, strict=True))
        and list(map(id, tables)) == list(map(id, outline.tables))
    )


def _tables(section: Section) -> list[DataTable]:
    return [block.table for block in section.blocks if isinstance(block, TableBlock)]
