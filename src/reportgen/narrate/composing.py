"""The document of sections whose charts and tables are built: numbers first, then sentences in reading order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from ..model.diagnostic import Diagnostic, Fault, warning
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
from ..model.marks import Marks
from ..model.place import ConfigRef
from ..model.report import Report
from .chart_places import with_all_charts
from .directives import Sources
from .inlines import Composer, is_blank
from .lines import Lines
from .markup import Directive, HeadingText, ParagraphText
from .names import REPORT_FILE, year_of
from .numbering import HeadingNumbers, number_directives, runs_in, titles_in, unreferenced
from .section_drafts import Draft
from .tables import appendix_table
from .tags import Tags


def compose(
    report: Report, sources: Sources, drafts: Sequence[Draft], marks: Marks, findings: list[Diagnostic]
) -> Document:
    """The document; what is found while making it is added to the findings."""
    # Also those that came to nothing, which is an error: the others have the numbers that they keep once it is mended.
    directives = [block for draft in drafts for block in draft.text.blocks if isinstance(block, Directive)]
    numbers, numbered = number_directives(directives, findings)
    specs = {made.name: made for draft in drafts for made in draft.built.values() if isinstance(made, ChartSpec)}
    appendices = with_all_charts(tuple(appendices_of(report, sources, specs, findings)), specs)
    numbers[ReferenceKind.APPENDIX] = {appendix.title: appendix.number for appendix in appendices}
    tags = Tags(sources.dataset, sources.sheets)
    composer = Composer(marks, tags, numbers, Lines(marks, tags))
    headings = HeadingNumbers(composer.findings)
    title = _title(report, tags)
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
        dated=_dated(report, tags),
        properties=_properties(report),
    )


def _sections(
    drafts: Iterable[Draft], composer: Composer, headings: HeadingNumbers, numbered: set[int]
) -> Iterator[Section]:
    """The sections; one that is lost, or that lacks its title, leaves its number free."""
    for draft in drafts:
        if draft.lost or not titles_in(draft.text):
            headings.pass_over(draft.text)
        if not draft.lost:
            yield _section(draft, composer, headings, numbered)


def _section(draft: Draft, composer: Composer, headings: HeadingNumbers, numbered: set[int]) -> Section:
    text, before = draft.text, len(composer.findings)
    composer.start_section(text.notes)
    blocks = tuple(_blocks(draft, composer, headings, numbered))
    for label, note in text.notes.items():
        if label not in composer.used_notes:
            composer.findings.append(warning("unused-footnote", note.place, label=label))
    draft.said += composer.findings[before:]
    title = next((text_of(block.content) for block in blocks if isinstance(block, Heading)), draft.source.file)
    return Section(title=title, blocks=blocks, file=draft.source.file, department=draft.source.department)


def _blocks(draft: Draft, composer: Composer, headings: HeadingNumbers, numbered: set[int]) -> Iterator[Block]:
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


def appendices_of(
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
