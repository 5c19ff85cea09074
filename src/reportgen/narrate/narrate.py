"""Sections and data become a Document: the room's one entrance.

Each section's template is rendered with marks for values, its text becomes blocks, charts and tables
are built from their directives, all numbers are given, and only then, in reading order, sentences become
inlines with figures. Nothing stops at the first fault: every section is gone through, and the findings
of all come back together.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from ..model.dataset import Dataset, Table
from ..model.diagnostic import Diagnostic, Fault, error, warning
from ..model.document import (
    Appendix,
    Block,
    ChartBlock,
    ChartSpec,
    DataTable,
    Document,
    Heading,
    Inline,
    Paragraph,
    ReferenceKind,
    Section,
    Shown,
    TableBlock,
    Text,
    text_of,
)
from ..model.figure import Fact, Piece
from ..model.late import Late
from ..model.marks import Marks, collecting
from ..model.place import ConfigRef, TextRef
from ..model.report import Report, SectionSource
from ..model.values import dataclass, field, replace
from .chart_places import with_all_charts
from .charts import chart
from .checked import checked
from .directives import Settings, Sources
from .environment import SectionEnvironment, render, shared_environment
from .inlines import Composer, is_blank
from .kept import Store
from .listings import late_table
from .markup import Directive, HeadingText, ParagraphText, SectionText, parse
from .names import REPORT_FILE, names_of, sources_of, taken_names, unused_data, year_of
from .numbering import HeadingNumbers, number_directives, runs_in, unreferenced, without_empty_headings
from .outline import Outline, outline
from .rendering import Rendering, rendering
from .stand_in import stand_in
from .straight import Straight
from .tables import appendix_table, directive_table
from .tags import Tags
from .told import once, with_kit_named


@dataclass(slots=True, eq=False, repr=False)
class _Draft:
    """A section on its way: its source, its text with marks, its blocks, and what its directives became.

    One that cannot be rendered is `lost`: others count its heading and its directives, as far as these can be told.
    """

    source: SectionSource
    rendered: str
    text: SectionText
    lost: bool = False
    built: dict[int, ChartSpec | DataTable] = field(default_factory=dict)


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
            rendered = list(_rendered(self._environment, report.sections, names))
            is_sound = not active.findings and not any(draft.lost for draft in rendered)
            findings += active.findings
            active.findings.clear()
            drafts = list(_kept(rendered, findings))
            before = len(findings)
            _build(drafts, marks, sources, findings, late)
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
    sections: list[_Draft]
    drafts: list[_Draft]
    findings: list[Diagnostic]
    is_sound: bool

    def outline(self) -> Outline | None:
        """What it says in short; None where that cannot be told from its text and its tables."""
        built = [made for draft in self.drafts for made in draft.built.values()]
        tables = [made for made in built if isinstance(made, DataTable)]
        if not self.is_sound or len(tables) < len(built):
            return None
        findings: list[Diagnostic] = []
        printed = [item.title for item in _appendices(self.report, self.sources, {}, findings)]
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
        document = _compose(self.report, self.sources, self.drafts, self.marks, findings)
        return document, [*findings, *self.active.findings]


def _rendered(
    environment: SectionEnvironment, sections: Iterable[SectionSource], names: Mapping[str, Any]
) -> Iterator[_Draft]:
    """The sections as blocks."""
    for source in sections:
        text = render(environment.compiled(source.file, source.text), names)
        if text is None:
            yield _Draft(source, "", stand_in(source), lost=True)
        else:
            yield _Draft(source, text, parse(text, source.file))


def _kept(drafts: Iterable[_Draft], findings: list[Diagnostic]) -> Iterator[_Draft]:
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


def _build(
    drafts: Iterable[_Draft], marks: Marks, sources: Sources, findings: list[Diagnostic], late: Late | None
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


def _compose(
    report: Report, sources: Sources, drafts: list[_Draft], marks: Marks, findings: list[Diagnostic]
) -> Document:
    # Also those that came to nothing, which is an error: the others have the numbers that they keep once it is mended.
    directives = [block for draft in drafts for block in draft.text.blocks if isinstance(block, Directive)]
    numbers, numbered = number_directives(directives, findings)
    specs = {made.name: made for draft in drafts for made in draft.built.values() if isinstance(made, ChartSpec)}
    appendices = with_all_charts(tuple(_appendices(report, sources, specs, findings)), specs)
    numbers[ReferenceKind.APPENDIX] = {appendix.title: appendix.number for appendix in appendices}
    composer = Composer(marks, Tags(sources.dataset, sources.sheets), numbers)
    headings = HeadingNumbers(composer.findings)
    title = _title(report, composer.tags)
    sections = tuple(_sections(drafts, composer, headings, numbered))
    findings += composer.findings
    printed = [source for source in report.appendices if source.title in numbers[ReferenceKind.APPENDIX]]
    built = {key for draft in drafts for key in draft.built}
    made = [directive for directive in directives if id(directive) in built]
    findings += unreferenced(numbers, composer.referred, made, printed)
    return Document(
        title=title,
        sections=sections,
        appendices=tuple(appendices),
        signature=(Text(report.signature),) if report.signature else (),
        dated=_dated(report, composer.tags),
        properties=_properties(report),
    )


def _sections(
    drafts: Iterable[_Draft], composer: Composer, headings: HeadingNumbers, numbered: set[int]
) -> Iterator[Section]:
    """The sections; one that is lost leaves its number free."""
    for draft in drafts:
        if draft.lost:
            headings.pass_over(draft.text)
        else:
            yield _section(draft, composer, headings, numbered)


def _section(draft: _Draft, composer: Composer, headings: HeadingNumbers, numbered: set[int]) -> Section:
    text = draft.text
    composer.start_section(text.notes)
    blocks = tuple(_blocks(draft, composer, headings, numbered))
    for label, note in text.notes.items():
        if label not in composer.used_notes:
            composer.findings.append(warning("unused-footnote", note.place, label=label))
    title = next((text_of(block.content) for block in blocks if isinstance(block, Heading)), draft.source.file)
    return Section(title=title, blocks=blocks, file=draft.source.file, department=draft.source.department)


def _blocks(draft: _Draft, composer: Composer, headings: HeadingNumbers, numbered: set[int]) -> Iterator[Block]:
    blocks = draft.text.blocks
    for index, block in enumerate(blocks):
        if isinstance(block, HeadingText):
            composer.counters.clear()
            following = blocks[index + 1] if index + 1 < len(blocks) else None
            content = composer.inlines(block.text, block.place)
            yield Heading(block.level, headings.next(block), content, runs_in(block, following))
        elif isinstance(block, ParagraphText):
            content = composer.inlines(block.text, block.place)
            if not is_blank(content):
                yield Paragraph(content)
        elif id(block) in numbered and id(block) in draft.built:
            yield _numbered(block, draft.built[id(block)], composer)


def _numbered(block: Directive, made: ChartSpec | DataTable, composer: Composer) -> ChartBlock | TableBlock:
    setting = block.settings.get("题注")
    caption: tuple[Inline, ...] = (Text(block.name),)
    if setting is not None and setting.text:
        caption = composer.inlines(setting.text, setting.place)
    tag = composer.tags.named(block.place.file, block.kind, block.name)
    number = composer.numbers[ReferenceKind(block.kind)][block.name]
    if isinstance(made, ChartSpec):
        return ChartBlock(number=number, caption=caption, spec=made, tag=tag, place=block.place)
    return TableBlock(name=block.name, number=number, caption=caption, table=made, tag=tag, place=block.place)


def _appendices(
    report: Report, sources: Sources, charts: Mapping[str, ChartSpec], findings: list[Diagnostic]
) -> Iterator[Appendix]:
    """The appendices whose sheets have rows to list, numbered in the kit's order."""
    number = 0
    for source in report.appendices:
        table = sources.tables.get(source.sheet)
        place = ConfigRef("kit.toml", "appendices")
        if table is None or not len(table):
            continue
        try:
            made = appendix_table(source, table)
            if not made.row_count:
                continue
        except Fault as fault:
            findings.append(fault.at(place, table.place))
            made = DataTable(columns=(), row_count=0)
        number += 1
        yield Appendix(
            number=number,
            title=source.title,
            table=made,
            charts=tuple(charts[name] for name in source.charts if name in charts),
            landscape=source.landscape,
        )


def _title(report: Report, tags: Tags) -> tuple[Inline, ...]:
    """The title; the year in it is bound to the setting that it follows."""
    year = str(report.year)
    before, found, after = report.title.partition(year)
    if not found:
        return (Text(report.title),)
    place = ConfigRef(REPORT_FILE, "report.title")
    shown = Shown(Piece(year, year_of(report)), tags.named(REPORT_FILE, "report.title", year), place)
    return tuple(item for item in (Text(before), shown, Text(after)) if item.text)


def _dated(report: Report, tags: Tags) -> tuple[Inline, ...]:
    if report.dated is None:
        return ()
    place = ConfigRef(REPORT_FILE, "report.dated")
    fact = Fact(value=report.dated, name="成文日期", source=place)
    tag = tags.named(REPORT_FILE, "report.dated", fact.text)
    return (Shown(Piece(fact.text, fact), tag, place),)


def _properties(report: Report) -> dict[str, str]:
    found = {
        "title": report.title,
        "subject": report.kit.title,
        "creator": report.author or report.organization,
        "keywords": "，".join(part for part in (report.organization, str(report.year), report.kit.title) if part),
    }
    return {name: value for name, value in found.items() if value}
