"""Sections and data become a Document: the room's one entrance.

Each section's template is rendered with marks for values, its text becomes blocks, charts and tables
are built from their directives, all numbers are given, and only then, in reading order, sentences become
inlines with figures. Nothing stops at the first fault: every section is gone through, and the findings
of all come back together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from ..model.dataset import Dataset, Table
from ..model.diagnostic import Diagnostic
from ..model.document import DataTable, Document
from ..model.late import Late
from ..model.marks import Marks, collecting
from ..model.report import Report
from ..model.values import dataclass, replace
from .checked import checked
from .composing import appendices_of, compose
from .directives import Sources
from .environment import SectionEnvironment, shared_environment
from .kept import Store
from .markup import Directive
from .names import names_of, sources_of, taken_names, unused_data
from .outline import Outline, outline
from .rendering import Rendering, rendering
from .section_drafts import Draft, build, rendered_sections, with_content
from .straight import Straight
from .tags import Tags
from .told import once, with_kit_named


def narrate(report: Report, dataset: Dataset, store: Store | None = None) -> tuple[Document, list[Diagnostic]]:
    """The narrative and the appendices of a report, with all findings of all sections.

    `store` keeps compiled templates between processes; None compiles those that this one has not.
    """
    return narrate_in(shared_environment(), report, dataset, store)


def narrate_in(
    environment: SectionEnvironment, report: Report, dataset: Dataset, store: Store | None = None
) -> tuple[Document, list[Diagnostic]]:
    """`narrate` with a vocabulary of the caller's."""
    narrator = Narrator(report, dataset, store, environment)
    document, findings = narrator.narrate()
    findings = [*narrator.findings({}), *findings, *narrator.unused()]
    return document, once(with_kit_named(findings, report))


class Narrator:
    """A report's templates over its data, ready to be worded: once, or for one unit after the other.

    What a unit has of its own comes as names: values, and tables that stand in for those of the data.
    """

    def __init__(
        self,
        report: Report,
        dataset: Dataset,
        store: Store | None = None,
        environment: SectionEnvironment | None = None,
    ) -> None:
        self._environment = environment = environment or shared_environment()
        self._report, self._store = report, store
        self._sources = sources_of(report, dataset)
        self._names = names_of(report, self._sources, environment)
        self._templates = {**report.kit.macros, **{section.file: section.text for section in report.sections}}
        self._compiled = [environment.compiled(file, text, store) for file, text in self._templates.items()]

    def findings(self, own: Mapping[str, Any]) -> list[Diagnostic]:
        """What there is to say whatever the values are, given the names that a unit has of its own."""
        found = list(taken_names(self._sources, self._names))
        names = {**self._names, **own}
        for template in self._compiled:
            found += checked(template, names, self._report.kit.fixed_terms, self._store)
        return found

    def unused(self) -> list[Diagnostic]:
        """The data that no template, no appendix and none of the documents so far used."""
        sheets = [appendix.sheet for appendix in self._report.appendices]
        return list(unused_data(self._sources, self._compiled, sheets, self._report.kit.schema))

    def narrate(self, own: Mapping[str, Any] | None = None) -> tuple[Document, list[Diagnostic]]:
        """The narrative with its appendices, and what was found while wording it."""
        with self.rendered(own) as narrative:
            return narrative.document()

    def straight(self, late: Late) -> Straight:
        """What tells the outlines of one unit after the other by cells alone, as far as they can be told so."""
        sections = [self._environment.compiled(item.file, item.text) for item in self._report.sections]
        return Straight(sections, {item.sheet for item in self._report.appendices}, self._sources, late)

    @contextmanager
    def rendered(self, own: Mapping[str, Any] | None = None, late: Late | None = None) -> Iterator[Rendered]:
        """The narrative before it is a document; inside the `with` block it can become one.

        With `late` figures and tables of lists are made late, for narratives that seldom become documents.
        """
        report, names, sources = self._report, self._names, self._sources
        if own:
            names = {**names, **own}
            tables = {name: item for name, item in own.items() if isinstance(item, Table)}
            sources = replace(sources, tables={**sources.tables, **tables})
        findings: list[Diagnostic] = []
        with collecting() as marks, rendering(marks, self._templates, names, late) as active:
            rendered = list(rendered_sections(self._environment, report.sections, names))
            is_sound = not active.findings and not any(draft.lost for draft in rendered)
            findings += active.findings
            active.findings.clear()
            drafts = list(with_content(rendered, findings))
            before = len(findings)
            build(drafts, marks, sources, findings, late)
            is_sound = is_sound and before == len(findings) and not active.findings
            yield Rendered(report, sources, marks, active, rendered, drafts, findings, is_sound)


@dataclass(slots=True, eq=False, repr=False)
class Rendered:
    """A narrative whose templates are rendered and whose charts and tables are built.

    `sections` are all that rendered, `drafts` those that have content. `is_sound`: no value of the data has led to
    a finding so far.
    """

    report: Report
    sources: Sources
    marks: Marks
    active: Rendering
    sections: list[Draft]
    drafts: list[Draft]
    findings: list[Diagnostic]
    is_sound: bool

    def outline(self) -> Outline | None:
        """What it says in short; None where that cannot be told from its text and its tables."""
        built = [made for draft in self.drafts for made in draft.built.values()]
        tables = [made for made in built if isinstance(made, DataTable)]
        if not self.is_sound or len(tables) < len(built):
            return None
        findings: list[Diagnostic] = []
        printed = [item.title for item in appendices_of(self.report, self.sources, {}, findings)]
        key = (tuple(draft.rendered for draft in self.sections), tuple(printed))
        texts = [draft.rendered for draft in self.drafts]
        tags = Tags(self.sources.dataset, self.sources.sheets)
        return None if findings else outline(key, texts, self.marks, tags, tables)

    def teach(self, straight: Straight, outline: Outline, own: Mapping[str, Any]) -> None:
        """Let others be told as this one's `outline` was, if that can be."""
        built = [
            (block, made)
            for draft in self.drafts
            for block in draft.text.blocks
            if isinstance(block, Directive) and isinstance(made := draft.built.get(id(block)), DataTable)
        ]
        straight.learn(outline, own, [draft.rendered for draft in self.drafts], self.marks, built)

    def document(self) -> tuple[Document, list[Diagnostic]]:
        """The narrative with its appendices, and what was found while wording it."""
        findings = self.findings
        document = compose(self.report, self.sources, self.drafts, self.marks, findings)
        return document, [*findings, *self.active.findings]
