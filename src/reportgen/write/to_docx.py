"""Document to Word: the last step before a .docx is saved.

What the file looks like comes from the style document, what it says from the document, and nothing
from anywhere else: no clock, no locale, no random ids. The body is made as pieces of text and deflated
as they come; everything that does not depend on the document is packed once and copied.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import chain

from ..model.collect import collect_together
from ..model.diagnostic import Diagnostic, Fault, ReportError
from ..model.document import ChartBlock, Document, ReferenceKind, Shown, TableBlock, text_of
from ..model.figure import Fact
from ..model.numbering import numberings
from ..model.place import FileRef
from ..model.plain_words import plain_words
from ..ooxml.bindings import to_xml
from ..ooxml.fingerprint import seal
from ..ooxml.package import PackedPart, pack, pack_again, pack_chunks, write_package
from ..ooxml.xml import DECLARATION
from .word.blocks import body
from .word.inline import Composition
from .word.parts import (
    DOCUMENT_TYPE,
    FOOTNOTES_TYPE,
    ITEM,
    ITEM_PROPERTIES_TYPE,
    app_properties,
    content_types,
    core_properties,
    item_properties,
    item_relationships,
    package_relationships,
    relationships,
)
from .word.picture import Chart, png_size
from .word.style import MAIN, StyleDocument, read_style
from .word.xml import R, W

_FOOTNOTES = "word/footnotes.xml"
# As text, so that `re` compiles it when it is first needed, which is seldom.
_DAY = "([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})日"
_NO_DAY = date(1980, 1, 1)
"""Stands in the properties of a report without a date, as the first day that a zip can name."""

_OPENING = (
    f'{DECLARATION}<w:document xmlns:w="{W}" xmlns:r="{R}"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml" mc:Ignorable="w15"><w:body>'
)
_NOTES_OPENING = (
    f'{DECLARATION}<w:footnotes xmlns:w="{W}" xmlns:r="{R}"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml" mc:Ignorable="w15">'
)


def to_docx(
    document: Document,
    style: bytes,
    pictures: Mapping[str, bytes],
    *,
    bindings: bool = True,
    native_charts: bool = False,
    style_file: str = "styles.docx",
    quick: bool = False,
) -> tuple[bytes, list[Diagnostic]]:
    """The .docx of a document, and what there is to say about it.

    Args:
        document: what the file says.
        style: a .docx whose styles, page and footers the file takes.
        pictures: a PNG for each chart, by the chart's name.
        bindings: whether shown figures stand in content controls and the list of bindings is stored;
            without, the same text is written plain.
        native_charts: whether Word draws the charts, each with its workbook, instead of showing `pictures`.
        style_file: the style document's name in findings.
        quick: whether to spend less time on making the file small.

    Returns:
        The file, the same bytes for the same arguments, and the findings. With an error among them
        (`missing-style`, `missing-picture`) the file opens, but is not what was asked for.

    Raises:
        ReportError: where the style document cannot be read at all.
    """
    try:
        base = read_style(style, style_file)
    except Fault as fault:
        raise ReportError(fault.at(FileRef(style_file))) from None
    composition = Composition(style=base, file=style_file, bindings=bindings, targets=_targets(document))
    contents = _Contents(base)
    charts = _native(document, contents) if native_charts else _pictures(pictures, contents)
    parts = _parts(document, charts, contents, composition, quick=quick)
    return write_package(seal(parts)), composition.remarks.diagnostics


def _parts(
    document: Document, charts: Mapping[str, Chart], contents: _Contents, composition: Composition, *, quick: bool
) -> list[PackedPart]:
    """Every part of the file but its fingerprint; those of the charts are in `contents` already."""
    contents.add(pack_chunks(MAIN, _main(document, charts, composition), quick=quick), DOCUMENT_TYPE)
    if composition.style.has_notes or composition.notes:
        contents.add(_footnotes(composition), FOOTNOTES_TYPE, relation=("reportgenNotes", "footnotes"))
    if composition.bindings:
        bindings = to_xml(
            chain(collect_together(document), numberings(document)),
            document.origins,
            owners=document.owners,
            words=plain_words(document),
        )
        item = pack_chunks(ITEM, bindings, quick=quick)
        contents.add(item, relation=("reportgenBindings", "customXml"))
        contents.add(item_properties(), ITEM_PROPERTIES_TYPE)
        contents.add(item_relationships())
    properties = {"title": text_of(document.title), **document.properties}
    contents.add(core_properties(properties, _day(document).isoformat()))
    return contents.all_parts()


class _Contents:
    """The parts of the file as they come, with what must be said of each: its type, and who refers to it."""

    def __init__(self, base: StyleDocument) -> None:
        self._base = base
        self._parts: list[PackedPart] = list(base.parts)
        self._types = dict(base.types)
        self._relations = [(item.id, item.type, item.target) for item in base.relations]

    def add(self, part: PackedPart, content_type: str = "", *, relation: tuple[str, str] | None = None) -> None:
        """Add a part; `relation` is the id and kind of the main part's relationship to it."""
        self._parts.append(part)
        if content_type:
            self._types[part.name] = content_type
        if relation is not None:
            folder, _, name = part.name.partition("/")
            target = name if folder == "word" else f"../{part.name}"
            self._relations.append((relation[0], f"{R}/{relation[1]}", target))

    def all_parts(self) -> list[PackedPart]:
        """Everything, with the parts that list the others."""
        return [
            content_types(self._types, self._base.defaults),
            package_relationships(),
            *self._parts,
            relationships("word/_rels/document.xml.rels", self._relations),
            app_properties(),
        ]


def _main(document: Document, charts: Mapping[str, Chart], composition: Composition) -> Iterator[str]:
    """The main part in pieces."""
    yield _OPENING
    yield from body(document, charts, composition)
    yield f"{composition.style.section}</w:body></w:document>"


def _footnotes(composition: Composition) -> PackedPart:
    content = f"{_NOTES_OPENING}{composition.style.separators}{''.join(composition.notes)}</w:footnotes>"
    return (pack if composition.notes else pack_again)(_FOOTNOTES, content.encode())


def _targets(document: Document) -> frozenset[tuple[ReferenceKind, int]]:
    """What cross-references can lead to."""
    blocks = [block for section in document.sections for block in section.blocks]
    return frozenset(
        [(ReferenceKind.APPENDIX, appendix.number) for appendix in document.appendices]
        + [(ReferenceKind.FIGURE, block.number) for block in blocks if isinstance(block, ChartBlock)]
        + [(ReferenceKind.TABLE, block.number) for block in blocks if isinstance(block, TableBlock)]
    )


def _pictures(pictures: Mapping[str, bytes], contents: _Contents) -> dict[str, Chart]:
    """Add the pictures, stored as they are, equal ones once; and tell where each chart finds its own."""
    relations: dict[bytes, str] = {}
    charts: dict[str, Chart] = {}
    for name, data in pictures.items():
        size = png_size(data)
        if size is None:
            continue
        if data not in relations:
            number = len(relations) + 1
            relations[data] = f"reportgenPicture{number}"
            part = pack(f"word/media/reportgen{number}.png", data, store=True)
            contents.add(part, relation=(relations[data], "image"))
        charts[name] = Chart(relations[data], *size)
    return charts


def _native(document: Document, contents: _Contents) -> dict[str, Chart]:
    """Add the charts that Word draws; and tell where each finds its own."""
    from .word.charts import native_charts  # what writes workbooks is not imported for pictures

    charts: dict[str, Chart] = {}
    for spec, chart, ((part, kind), *others) in native_charts(document):
        contents.add(part, kind, relation=(chart.relation, "chart"))
        for other, other_kind in others:
            contents.add(other, other_kind)
        charts[spec.name] = chart
    return charts


def _day(document: Document) -> date:
    """The day under the report, 1980-01-01 where it has none."""
    for inline in document.dated:
        if isinstance(inline, Shown) and isinstance(inline.piece.shows, Fact):
            day = inline.piece.shows.value
            if isinstance(day, date):
                return day
    found = re.search(_DAY, text_of(document.dated))
    try:
        return date(*map(int, found.groups())) if found else _NO_DAY
    except ValueError:
        return _NO_DAY
