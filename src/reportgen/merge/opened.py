"""A template opened and read: all that a fill needs of it and that its bytes alone decide.

The first step of a fill. The last few templates are kept, so that a form that is filled for forty departments
is read once; each fill works on a copy of the book.
"""

from __future__ import annotations

from functools import lru_cache

from ..model.diagnostic import Diagnostic
from ..model.values import dataclass, field
from .excel.axis import Axis
from .excel.book import Book, open_book
from .excel.shared import formulas_of, has_formulas
from .excel.sheet import Sheet
from .excel.strings import Strings
from .formula_cells import KeptFormulas
from .layout import Layout
from .loose_texts import LooseText, loose_texts
from .still import StillSheet
from .template import SheetTemplate, sheet_template, strings_of, tagged_strings

_KEPT = 4
"""Templates that are kept; a build fills one or two again and again."""
_LARGEST = 1 << 20
"""Bytes of a template that may be kept; opened, one takes some twenty times as much memory."""


@dataclass(slots=True, kw_only=True, eq=False)
class Opened:
    """A template as it was opened; `templates` are its sheets with tags, `findings` what reading it said.

    `texts` are the tags outside cells. `with_formulas` are the names of its sheets with formulas, `strings` its
    shared strings.
    """

    book: Book
    strings: Strings | None
    templates: tuple[SheetTemplate, ...]
    findings: tuple[Diagnostic, ...]
    with_formulas: frozenset[str]
    texts: tuple[LooseText, ...] = ()
    _sheets: dict[str, Sheet] = field(default_factory=dict)
    _formulas: dict[str, dict[tuple[int, int], str]] = field(default_factory=dict)
    formulas_kept: KeptFormulas | None = None
    _layouts: dict[str, Layout] = field(default_factory=dict)
    _still: dict[str, StillSheet] = field(default_factory=dict)

    def template(self, name: str) -> SheetTemplate | None:
        """The sheet of that name with its tags, None for one without any."""
        return next((item for item in self.templates if item.entry.name == name), None)

    def sheet(self, name: str, part: str) -> Sheet:
        """A sheet of the template, scanned."""
        found = self._sheets.get(name)
        if found is None:
            template = self.template(name)
            found = self._sheets[name] = template.sheet if template else Sheet(self.book.text(part), part)
        return found

    def formulas(self, name: str, part: str) -> dict[tuple[int, int], str]:
        """The formulas of a sheet by cell, shared ones written out."""
        found = self._formulas.get(name)
        if found is None:
            found = self._formulas[name] = {}
            if name in self.with_formulas:
                found.update(((cell.row, cell.column), text) for cell, text in formulas_of(self.sheet(name, part)))
        return found

    def layout(self, name: str, part: str, columns: Axis) -> Layout:
        """The layout of a sheet whose columns go where the axis says; kept where they stay."""
        found = None if columns.loops else self._layouts.get(name)
        if found is None:
            template = self.template(name)
            tagged = template.tagged if template is not None else {}
            found = Layout(self.sheet(name, part), columns, tagged, self.formulas(name, part))
            if not columns.loops:
                self._layouts[name] = found
        return found

    def still(self, name: str, part: str) -> StillSheet | None:
        """The rows of a sheet that has no loops; None for one that has."""
        template = self.template(name)
        if template is not None and not template.is_plain:
            return None
        found = self._still.get(name)
        if found is None:
            segments = self.layout(name, part, Axis()).segments(None, (), ())
            found = self._still[name] = StillSheet(self.sheet(name, part), tuple(segments))
        return found


def opened(data: bytes, file: str) -> Opened:
    """The template in these bytes; raises the faults of `open_book` and of reading its sheets."""
    return _read(data, file) if len(data) > _LARGEST else _kept(data, file)


@lru_cache(maxsize=_KEPT)
def _kept(data: bytes, file: str) -> Opened:
    return _read(data, file)


def _read(data: bytes, file: str) -> Opened:
    book = open_book(data, file)
    strings = strings_of(book)
    texts = tagged_strings(strings)
    read = [sheet_template(book, entry, texts) for entry in book.sheets if entry.part]
    templates = tuple(template for template in read if template is not None)
    return Opened(
        book=book,
        strings=strings,
        templates=templates,
        findings=tuple(item for template in templates for item in template.findings),
        texts=tuple(loose_texts(book)),
        with_formulas=frozenset(
            entry.name for entry in book.sheets if entry.part and has_formulas(book.text(entry.part))
        ),
    )
