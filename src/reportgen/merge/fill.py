"""An Excel file that somebody designed, filled with figures: the room's one entrance.

Tags are found, rendered by narrate's sandbox and read back as rounds; rows are laid out by them, formulas
moved and worked out; then the changed parts are written. Everything else of the file stays byte for byte.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ..model.diagnostic import Diagnostic, error, has_errors, warning
from ..model.findings import capped
from ..model.marks import collecting
from ..model.place import FileRef, SheetRef
from ..model.uncollected import uncollected
from ..model.values import dataclass, field
from ..narrate.rendering import Rendering, rendering
from .columns import column_content
from .contents import Printer
from .excel.book import Book, naming
from .excel.styles import styles_of
from .loose_texts import LooseTexts, fill_loose
from .opened import Opened, opened
from .output import Output
from .prints import SheetPrints
from .render_sheet import RenderedSheet, render_sheet

STEPS = 8_000_000
"""Steps that a file's tags may take; some eight seconds' worth, and seven for each row that a sheet may have."""

CHARACTERS = 200_000_000
"""Characters that its loops may print."""

MOST_COPIES = 1_000
"""Sheets that one may become."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A filled workbook, None where an error stopped it."""

    data: bytes | None


def fill(
    data: bytes, file: str, names: Mapping[str, Any], *, bindings: bool = False
) -> tuple[Filled, list[Diagnostic]]:
    """Fill the tags of a workbook with what `names` stand for; `file` is its name in findings.

    `bindings` adds a part that ties the filled cells to those of the data.

    Raises the faults of `open_book`. With an error among the findings there is no file.
    """
    with naming(file), uncollected():
        return _filled(data, opened(data, file), names, bindings=bindings)


def _filled(
    data: bytes, template: Opened, names: Mapping[str, Any], *, bindings: bool
) -> tuple[Filled, list[Diagnostic]]:
    book = template.book.copy()
    if not has_errors(template.findings) and not template.templates and not template.texts:
        return Filled(data=data), [*template.findings, warning("no-tags", FileRef(book.file))]
    with collecting() as marks, rendering(marks, {}, names) as active:
        active.steps, active.characters = STEPS, CHARACTERS
        values: Sequence[Any] = marks.values
        printer = Printer(styles=styles_of(book), date1904=book.date1904, values=values)
        filling = _Filling(template, book, printer, bindings, findings=list(template.findings))
        filling.render(names, active)
        filling.fill_texts(names, values)
        result = None if has_errors(filling.findings) else filling.write()
        if result is None:
            filling.look_at_cells()
        findings = _once(filling.findings)
    if result is None or has_errors(findings):
        return Filled(data=None), findings
    return Filled(data=result), findings


@dataclass(slots=True)
class _Filling:
    opened: Opened
    book: Book
    printer: Printer
    bindings: bool
    rendered: list[RenderedSheet] = field(default_factory=list)
    findings: list[Diagnostic] = field(default_factory=list)
    texts: LooseTexts = field(default_factory=LooseTexts)

    def render(self, names: Mapping[str, Any], active: Rendering) -> None:
        """Render all sheets with tags."""
        for template in self.opened.templates:
            prints = SheetPrints(template, self.printer, active, keeps_texts=self.bindings)
            made = render_sheet(template, names, active, prints)
            self.rendered.append(made)
            self.findings += made.findings
            if len(made.copies) > MOST_COPIES:
                place = SheetRef(self.book.file, template.entry.name)
                self.findings.append(error("too-many-sheets", place, found=len(made.copies), limit=MOST_COPIES))

    def fill_texts(self, names: Mapping[str, Any], values: Sequence[Any]) -> None:
        """Fill the tags outside cells."""
        if self.opened.texts:
            words = {item.entry.name: item.loop_words for item in self.opened.templates}
            self.texts = fill_loose(self.opened.texts, names, words, values)
            self.findings += self.texts.findings
            self.texts.put(self.book)

    def look_at_cells(self) -> None:
        """Say what is wrong with the cells that no template prints, where nothing is written, which would say it."""
        for template, made in zip(self.opened.templates, self.rendered, strict=True):
            printer = self.printer.on(template.sheet)
            for index, value in made.direct.items():
                printer.typed(value, template.styles[index], template.cells[index])
            for branch, rows in (pair for copy in made.copies for pair in copy.rows.all_tables()):
                for index, wanted in made.fields.get(branch, {}).items():
                    column_content(printer, rows, wanted, template.styles[index], template.cells[index])
        self.findings += self.printer.all_findings()

    def write(self) -> bytes | None:
        """Write the workbook; None where an error was found."""
        output = Output(
            book=self.book,
            opened=self.opened,
            rendered=self.rendered,
            texts=self.texts,
            printer=self.printer,
            bindings=self.bindings,
        )
        made = output.made()
        self.findings += output.findings
        return made


def _once(findings: Sequence[Diagnostic]) -> list[Diagnostic]:
    """Each finding once: a loop finds the same fault of its tag in every round; of very many of a kind the first."""
    kept: dict[tuple[object, ...], Diagnostic] = {}
    for item in findings:
        kept.setdefault((item.code, item.place, item.related, *item.facts.items()), item)
    return capped(kept.values())
