"""Sections on their way: rendered, read as blocks, their charts and tables built; `composing` makes the document.

Nothing stops at the first fault: a section that cannot be rendered is passed on as lost, a directive that cannot be
used is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ..model.diagnostic import Diagnostic, error, warning
from ..model.document import ChartSpec, DataTable, ReferenceKind
from ..model.late import Late
from ..model.marks import Marks
from ..model.place import TextRef
from ..model.report import SectionSource
from ..model.values import dataclass, field
from .charts import chart
from .directives import Settings, Sources
from .environment import SectionEnvironment, render
from .listings import late_table
from .markup import Directive, HeadingText, SectionText, parse
from .numbering import without_empty_headings
from .rendering import current
from .stand_in import stand_in
from .tables import directive_table


@dataclass(slots=True, eq=False, repr=False)
class Draft:
    """A section on its way: its source, its text with marks, its blocks, and what its directives became.

    One that cannot be rendered is `lost`: others count its heading and its directives, as far as these can be told.
    `said` is what was found while it was rendered and worded, which may stand in a file of macros.
    """

    source: SectionSource
    rendered: str
    text: SectionText
    lost: bool = False
    said: list[Diagnostic] = field(default_factory=list)
    built: dict[int, ChartSpec | DataTable] = field(default_factory=dict)


def rendered_sections(
    environment: SectionEnvironment, sections: Iterable[SectionSource], names: Mapping[str, Any]
) -> Iterator[Draft]:
    """The sections as blocks."""
    findings = current().findings
    for source in sections:
        before = len(findings)
        text = render(environment.compiled(source.file, source.text), names)
        said = findings[before:]
        if text is None:
            yield Draft(source, "", stand_in(source), lost=True, said=said)
        else:
            yield Draft(source, text, parse(text, source.file), said=said)


def with_content(drafts: Iterable[Draft], findings: list[Diagnostic]) -> Iterator[Draft]:
    """The sections that have content; a required one without any is reported."""
    for draft in drafts:
        if draft.lost:
            yield draft
            continue
        findings += draft.text.findings
        draft.text.blocks = without_empty_headings(draft.text.blocks, findings)
        if all(isinstance(block, HeadingText) for block in draft.text.blocks):
            if draft.source.required:
                title = next((block.text for block in draft.text.blocks if isinstance(block, HeadingText)), "")
                file = draft.source.file
                findings.append(warning("missing-section", TextRef(file, 1), title=title or file))
            continue
        begins = draft.text.blocks[0]
        if not isinstance(begins, HeadingText) or begins.level != 1:
            findings.append(error("no-section-title", TextRef(draft.source.file, 1)))
        yield draft


def build(
    drafts: Iterable[Draft], marks: Marks, sources: Sources, findings: list[Diagnostic], late: Late | None
) -> None:
    """Make the charts and tables; a directive that cannot be used is left out."""
    for draft in drafts:
        for block in draft.text.blocks:
            if isinstance(block, Directive) and not draft.lost:
                settings = Settings(block, marks, sources)
                settings.check_names()
                made = chart(settings) if settings.kind is ReferenceKind.FIGURE else _table(settings, late)
                findings += settings.findings
                if made is not None:
                    draft.built[id(block)] = made


def _table(settings: Settings, late: Late | None) -> DataTable | None:
    return directive_table(settings) if late is None else late_table(settings, late)
