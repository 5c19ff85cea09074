"""A workbook package around its sheets: relationships, content types, names, properties, fingerprint.

Everything that our workbooks share, whatever their sheets hold: the appendix file and the small
workbook behind a chart in Word.

Source: ISO/IEC 29500-1, 18.2 (workbook), 15.2.12 (properties); ISO/IEC 29500-2 (relationships, content types).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ...model.values import dataclass
from ...ooxml import fingerprint
from ...ooxml.package import PackedPart, pack, write_package
from ...ooxml.xml import DECLARATION, attribute, text
from ..native import chart_part as chart_xml
from . import drawing as sheet_drawing
from .names import quoted
from .styles import Styles
from .xml import MAIN, RELATIONSHIPS

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
"""Of a whole workbook that is embedded in another package."""

_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SHEET_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml."
_CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_EXTENDED = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"
_CORE_ELEMENTS = {"title": "dc:title", "subject": "dc:subject", "creator": "dc:creator", "keywords": "cp:keywords"}


@dataclass(frozen=True, slots=True, kw_only=True)
class BookSheet:
    """A sheet of the book: its name, its packed part, and how many charts it has.

    `repeated` are the rows printed on each page (`$1:$4`), `filtered` the range under an autofilter.
    """

    name: str
    part: PackedPart
    charts: int = 0
    repeated: str = ""
    filtered: str = ""


def sheet_part(number: int) -> str:
    """The part name of the sheet of that number, from 1."""
    return f"xl/worksheets/sheet{number}.xml"


def book(
    sheets: Sequence[BookSheet], extra: Sequence[PackedPart], styles: Styles, properties: Mapping[str, str]
) -> bytes:
    """The whole file; `extra` are the drawings and charts, `properties` the core properties by name."""
    parts = [
        pack("_rels/.rels", _root_relationships().encode()),
        pack("xl/workbook.xml", _workbook(sheets).encode()),
        pack("xl/_rels/workbook.xml.rels", _book_relationships(len(sheets)).encode()),
        pack("xl/styles.xml", styles.xml().encode()),
        *(sheet.part for sheet in sheets),
        *extra,
        pack("docProps/core.xml", _core(properties).encode()),
        pack("docProps/app.xml", _app().encode()),
    ]
    types = _content_types([part.name for part in parts])
    return write_package(fingerprint.seal([pack("[Content_Types].xml", types.encode()), *parts]))


def relationships(items: Sequence[tuple[str, str]]) -> str:
    """A relationship part: type and target of rId1, rId2 and so on."""
    lines = "".join(
        f'<Relationship Id="rId{number}" Type="{kind}" Target="{attribute(target)}"/>'
        for number, (kind, target) in enumerate(items, 1)
    )
    return f'{DECLARATION}<Relationships xmlns="{_PACKAGE}/relationships">{lines}</Relationships>'


def _root_relationships() -> str:
    return relationships(
        [
            (f"{RELATIONSHIPS}/officeDocument", "xl/workbook.xml"),
            (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
            (f"{RELATIONSHIPS}/extended-properties", "docProps/app.xml"),
            (fingerprint.RELATIONSHIP, fingerprint.PART),
        ]
    )


def _book_relationships(sheets: int) -> str:
    targets = [(f"{RELATIONSHIPS}/worksheet", f"worksheets/sheet{number}.xml") for number in range(1, sheets + 1)]
    return relationships([*targets, (f"{RELATIONSHIPS}/styles", "styles.xml")])


def _workbook(sheets: Sequence[BookSheet]) -> str:
    listed = "".join(
        f'<sheet name="{attribute(sheet.name)}" sheetId="{number}" r:id="rId{number}"/>'
        for number, sheet in enumerate(sheets, 1)
    )
    # Excel wants the names in alphabetical order, and of one name in the order of the sheets.
    names = "".join((*_filters(sheets), *_titles(sheets)))
    defined = f"<definedNames>{names}</definedNames>" if names else ""
    return (
        f'{DECLARATION}<workbook xmlns="{MAIN}" xmlns:r="{RELATIONSHIPS}"><workbookPr/>'
        f'<bookViews><workbookView xWindow="0" yWindow="0" windowWidth="24000" windowHeight="12000"/></bookViews>'
        f'<sheets>{listed}</sheets>{defined}<calcPr calcId="191029"/></workbook>'
    )


def _filters(sheets: Sequence[BookSheet]) -> Iterator[str]:
    for index, sheet in enumerate(sheets):
        if sheet.filtered:
            fixed = ":".join(_absolute(corner) for corner in sheet.filtered.split(":"))
            yield (
                f'<definedName name="_xlnm._FilterDatabase" localSheetId="{index}" hidden="1">'
                f"{text(quoted(sheet.name))}!{fixed}</definedName>"
            )


def _titles(sheets: Sequence[BookSheet]) -> Iterator[str]:
    for index, sheet in enumerate(sheets):
        if sheet.repeated:
            yield (
                f'<definedName name="_xlnm.Print_Titles" localSheetId="{index}">'
                f"{text(quoted(sheet.name))}!{sheet.repeated}</definedName>"
            )


def _absolute(address: str) -> str:
    letters = address.rstrip("0123456789")
    return f"${letters}${address[len(letters) :]}"


def _content_types(names: Sequence[str]) -> str:
    overrides = "".join(
        f'<Override PartName="/{name}" ContentType="{kind}"/>' for name in names if (kind := _type(name))
    )
    return (
        f'{DECLARATION}<Types xmlns="{_PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{overrides}'
        f'<Override PartName="/{fingerprint.PART}" ContentType="{fingerprint.CONTENT_TYPE}"/></Types>'
    )


def _type(name: str) -> str:
    if name.endswith(".rels"):
        return ""
    folder = name.rsplit("/", 1)[0]
    return {
        "xl/worksheets": f"{_SHEET_TYPES}worksheet+xml",
        "xl/drawings": sheet_drawing.CONTENT_TYPE,
        "xl/charts": chart_xml.CONTENT_TYPE,
    }.get(folder) or {
        "xl/workbook.xml": f"{_SHEET_TYPES}sheet.main+xml",
        "xl/styles.xml": f"{_SHEET_TYPES}styles+xml",
        "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
        "docProps/app.xml": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
    }[name]


def _core(properties: Mapping[str, str]) -> str:
    """The core properties; dates of making and changing are left out, for a build has no clock."""
    lines = "".join(
        f"<{element}>{text(properties[name])}</{element}>"
        for name, element in _CORE_ELEMENTS.items()
        if properties.get(name)
    )
    return (
        f'{DECLARATION}<cp:coreProperties xmlns:cp="{_CORE}" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"{lines}</cp:coreProperties>"
    )


def _app() -> str:
    return f'{DECLARATION}<Properties xmlns="{_EXTENDED}"><Application>reportgen</Application></Properties>'
