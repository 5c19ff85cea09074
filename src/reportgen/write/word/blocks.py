"""The body of a Word file, piece by piece: title, sections, the list of appendices, who signs and when.

Order and spacing at the end follow GB/T 9704-2012, 7.3.4 (附件说明) and 7.3.5.2 (署名 without a seal).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ...model.document import (
    Appendix,
    ChartBlock,
    Document,
    Heading,
    Inline,
    Paragraph,
    ReferenceKind,
    Section,
    TableBlock,
    Text,
    text_of,
)
from ...model.place import FileRef
from ...model.run_in import stop_behind, with_headings
from .inline import Composition
from .names import HEADINGS, RUN_IN, Role
from .picture import Chart, chart
from .table import table

_KEEP = "<w:keepNext/>"
_LOWEST = max(HEADINGS)


def body(document: Document, charts: Mapping[str, Chart], composition: Composition) -> Iterator[str]:
    """The content of w:body up to the page's own properties, which the caller adds."""
    if document.title:
        yield _paragraph(document.title, Role.TITLE, composition)
    closing = bool(document.appendices or document.signature or document.dated)
    last = len(document.sections) - 1
    for index, section in enumerate(document.sections):
        yield from _section(section, charts, composition, keep_last=closing and index == last)
    yield from _attachments(document.appendices, composition)
    yield from _closing(document, composition)
    if not closing and _ends_in_table(document):
        yield _paragraph((), Role.BODY, composition)


def _ends_in_table(document: Document) -> bool:
    """Whether the last block is a table: Word wants a paragraph behind it."""
    blocks = [block for section in document.sections for block in section.blocks[-1:]]
    return bool(blocks) and isinstance(blocks[-1], TableBlock)


def _section(
    section: Section, charts: Mapping[str, Chart], composition: Composition, *, keep_last: bool
) -> Iterator[str]:
    place = FileRef(section.file) if section.file else None
    blocks = list(with_headings(section.blocks))
    for index, (block, run_in) in enumerate(blocks):
        composition.remarks.place = place
        keep = keep_last and index == len(blocks) - 1
        if isinstance(block, TableBlock):
            yield from table(block, composition, keep_next=keep)
        elif isinstance(block, ChartBlock):
            yield from chart(block, charts, composition, keep_next=keep)
        elif isinstance(block, Heading):
            content = (Text(block.number), *block.content)
            yield _paragraph(content, HEADINGS[min(max(block.level, 1), _LOWEST)], composition, keep_next=keep)
        elif run_in is not None:
            yield _run_in(run_in, block, composition, keep_next=keep)
        else:
            yield _paragraph(block.content, Role.BODY, composition, keep_next=keep)


def _paragraph(content: Sequence[Inline], role: Role, composition: Composition, *, keep_next: bool = False) -> str:
    opening = composition.opening(role, _KEEP if keep_next else "")
    return f"{opening}{composition.inlines(content, role)}</w:p>"


def _run_in(heading: Heading, paragraph: Paragraph, composition: Composition, *, keep_next: bool) -> str:
    """Heading and text in one paragraph; the heading is a sentence, in a character style of its own."""
    role, character = RUN_IN[min(heading.level, _LOWEST)]
    content = (Text(heading.number), *heading.content, Text(stop_behind(heading)))
    lead = composition.inlines(content, role, character)
    rest = composition.inlines(paragraph.content, role)
    return f"{composition.opening(role, _KEEP if keep_next else '')}{lead}{rest}</w:p>"


def _attachments(appendices: Sequence[Appendix], composition: Composition) -> Iterator[str]:
    """附件说明: numbered names without a stop at the end, the second and later ones below the first."""
    composition.remarks.place = None
    for index, appendix in enumerate(appendices):
        role = Role.ATTACHMENT_NEXT if index else Role.ATTACHMENT
        lead = "" if index else composition.inlines((Text("附件："),), role)
        title = appendix.title.rstrip("。；，、.;,")
        entry = composition.inlines((Text(f"{appendix.number}.{title}"),), role)
        marked = composition.bookmarked(ReferenceKind.APPENDIX, appendix.number, entry)
        bound = composition.numbering(ReferenceKind.APPENDIX, appendix.number, marked)
        yield f"{composition.opening(role)}{lead}{bound}</w:p>"


def _closing(document: Document, composition: Composition) -> Iterator[str]:
    """落款: the longer of the two ends two characters from the right; the date begins two right of the signature.

    The shorter one is placed by its beginning, because a program that sets digits apart from hanzi would
    shift what is placed by its end.
    """
    signature, dated = text_of(document.signature), text_of(document.dated)
    signed, dating = _ems(signature), _ems(dated)
    by_end = {Role.SIGNATURE: bool(signature) and (not dated or signed >= dating)}
    by_end[Role.DATED] = not by_end[Role.SIGNATURE]
    width = composition.style.text_width / composition.named(Role.SIGNATURE).em
    begins = {Role.SIGNATURE: width - 2 - dating - 2, Role.DATED: width - 2 - signed + 2}
    for content, role in ((document.signature, Role.SIGNATURE), (document.dated, Role.DATED)):
        if content:
            position = _ends_at(2.0, role, composition) if by_end[role] else _begins_at(begins[role], role, composition)
            yield f"{composition.opening(role, position)}{composition.inlines(content, role)}</w:p>"


def _ends_at(distance: float, role: Role, composition: Composition) -> str:
    """Properties of a paragraph that ends so many characters from the right."""
    return f'<w:ind w:right="{round(distance * composition.named(role).em)}"/><w:jc w:val="right"/>'


def _begins_at(distance: float, role: Role, composition: Composition) -> str:
    """Properties of a paragraph that begins so many characters from the left."""
    twips = max(round(distance * composition.named(role).em), 0)
    return f'<w:ind w:left="{twips}" w:right="0"/><w:jc w:val="left"/>'


def _ems(text: str) -> float:
    return sum(0.5 if character.isascii() else 1.0 for character in text)
