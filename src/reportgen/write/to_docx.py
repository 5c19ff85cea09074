"""Document to Word: the last step before a .docx is saved.

What the file looks like comes from the style document, what it says from the document, and nothing
from anywhere else: no clock, no locale, no random ids. The body is made as pieces of text and deflated
as they come; everything that does not depend on the document is packed once and copied.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date

from ..model.binding import collect
from ..model.diagnostic import Diagnostic, Fault, ReportError
from ..model.document import ChartBlock, Document, ReferenceKind, Shown, TableBlock, text_of
from ..model.figure import Fact
from ..model.place import FileRef
from ..ooxml.bindings import to_xml
from ..ooxml.fingerprint import seal
from ..ooxml.package import PackedPart, pack, pack_chunks, write_package
from ..ooxml.xml import DECLARATION
from .docx_blocks import body
from .docx_inline import Composition
from .docx_parts import (
    DOCUMENT_TYPE,
    FOOTNOTES_TYPE,
    ITEM,
    ITEM_TYPES,
    app_properties,
    content_types,
    core_properties,
    item_parts,
    package_relationships,
    relationships,
)
from .docx_picture import Chart, png_size
from .docx_style import MAIN, read_style
from .docx_xml import R, W

_FOOTNOTES = "word/footnotes.xml"
_DAY = re.compile("([0-9]{4})年([0-9]{1,2})月([0-9]{1,2})日")
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
    style_file: str = "styles.docx",
) -> tuple[bytes, list[Diagnostic]]:
    """The .docx of a document, and what there is to say about it.

    Args:
        document: what the file says.
        style: a .docx whose styles, page and footers the file takes.
        pictures: a PNG for each chart, by the chart's name.
        bindings: whether shown figures stand in content controls and the list of bindings is stored;
            without, the same text is written plain.
        style_file: the style document's name in findings.

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
    media, charts = _media(pictures)
    main = pack_chunks(MAIN, _main(document, charts, composition))
    parts: list[PackedPart] = [main, *base.parts, *media]
    relations = [(item.id, item.type, item.target) for item in base.relations]
    relations += [(chart.relation, f"{R}/image", chart.part) for chart in _distinct(charts)]
    types = {MAIN: DOCUMENT_TYPE, **base.types}
    if base.has_notes or composition.notes:
        parts.append(_footnotes(composition))
        relations.append(("reportgenNotes", f"{R}/footnotes", "footnotes.xml"))
        types[_FOOTNOTES] = FOOTNOTES_TYPE
    if bindings:
        parts += [pack_chunks(ITEM, to_xml(collect(document))), *item_parts()]
        relations.append(("reportgenBindings", f"{R}/customXml", f"../{ITEM}"))
        types.update(ITEM_TYPES)
    parts += [
        content_types(types, base.defaults),
        relationships("word/_rels/document.xml.rels", relations),
        package_relationships(),
        app_properties(),
        core_properties({"title": text_of(document.title), **document.properties}, _day(document).isoformat()),
    ]
    return write_package(seal(parts)), composition.remarks.diagnostics


def _main(document: Document, charts: Mapping[str, Chart], composition: Composition) -> Iterator[str]:
    """The main part in pieces."""
    yield _OPENING
    yield from body(document, charts, composition)
    yield f"{composition.style.section}</w:body></w:document>"


def _footnotes(composition: Composition) -> PackedPart:
    content = f"{_NOTES_OPENING}{composition.style.separators}{''.join(composition.notes)}</w:footnotes>"
    return pack(_FOOTNOTES, content.encode())


def _targets(document: Document) -> frozenset[tuple[ReferenceKind, int]]:
    """What cross-references can lead to."""
    blocks = [block for section in document.sections for block in section.blocks]
    return frozenset(
        [(ReferenceKind.APPENDIX, appendix.number) for appendix in document.appendices]
        + [(ReferenceKind.FIGURE, block.number) for block in blocks if isinstance(block, ChartBlock)]
        + [(ReferenceKind.TABLE, block.number) for block in blocks if isinstance(block, TableBlock)]
    )


def _media(pictures: Mapping[str, bytes]) -> tuple[list[PackedPart], dict[str, Chart]]:
    """The pictures as parts, stored as they are, equal ones once; and where each chart finds its own."""
    parts: dict[bytes, PackedPart] = {}
    charts: dict[str, Chart] = {}
    for name, data in pictures.items():
        size = png_size(data)
        if size is None:
            continue
        number = list(parts).index(data) + 1 if data in parts else len(parts) + 1
        part = f"media/reportgen{number}.png"
        parts.setdefault(data, pack(f"word/{part}", data, store=True))
        charts[name] = Chart(f"reportgenPicture{number}", part, *size)
    return list(parts.values()), charts


def _distinct(charts: Mapping[str, Chart]) -> Iterator[Chart]:
    """Each picture once."""
    return iter({chart.relation: chart for chart in charts.values()}.values())


def _day(document: Document) -> date:
    """The day under the report, 1980-01-01 where it has none."""
    for inline in document.dated:
        if isinstance(inline, Shown) and isinstance(inline.piece.shows, Fact):
            day = inline.piece.shows.value
            if isinstance(day, date):
                return day
    found = _DAY.search(text_of(document.dated))
    try:
        return date(*map(int, found.groups())) if found else _NO_DAY
    except ValueError:
        return _NO_DAY
