"""A Document's appendices and sources as an Excel workbook: one sheet an appendix, then 数据来源.

The last step for Excel: layouts first, so that links, formulas and charts know every cell; then the
sheets are streamed into their parts. The same document gives the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..model.binding import Binding
from ..model.collect import collect
from ..model.diagnostic import Diagnostic, error, warning
from ..model.document import Document, text_of
from ..model.origin_texts import OriginTexts, origin_texts
from ..model.place import SheetRef
from ..ooxml.package import PackedPart, pack, pack_chunks
from .excel import drawing as sheet_drawing
from .excel.appendix import appendix_frame, appendix_rows, chart_row, room_for_charts
from .excel.book import BookSheet, book, relationships, sheet_part
from .excel.cells import LONGEST_TEXT, is_too_long
from .excel.charts import ChartSheet, refs_in_appendices
from .excel.layout import SheetLayout, lay_out
from .excel.names import SOURCES_SHEET, appendix_sheet_names
from .excel.places import PrintedCells
from .excel.rows import ROW_HEIGHT
from .excel.sources import HEADER_ROW, source_sheet
from .excel.styles import Styles
from .excel.xml import MOST_LINKS, worksheet
from .native import chart_part as chart_xml

MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384
"""Rows and columns of a sheet (Excel specifications)."""

_ROWS_AROUND = 16
"""Rows that title, header, totals and notes take at most."""


def to_xlsx(document: Document, *, year: int) -> tuple[bytes, list[Diagnostic]]:
    """The appendix workbook of a document and what there is to say about it.

    `year` is the report's. Findings: `too-many-rows` and `too-many-columns` (errors, no bytes then),
    `sheet-name-changed`, `text-too-long`, `too-many-links`.
    """
    bindings = collect(document)
    found = list(_too_large(document, len(bindings)))
    if found:
        return b"", found
    names, found = appendix_sheet_names(document.appendices)
    layouts = [lay_out(appendix, name) for appendix, name in zip(document.appendices, names, strict=True)]
    making = _Making(layouts)
    for layout in layouts:
        making.add_appendix(layout)
        found += _cut_texts(layout)
    title = text_of(document.title) or f"{year}年工作总结"
    origins = origin_texts(document.origins.items()) if document.origins else None
    found += making.add_sources(bindings, f"{title}数据来源", origins)
    making.add_chart_data()
    properties = {"subject": f"{year}年", **document.properties, "title": f"{title}附件"}
    return book(making.sheets, making.extra, making.styles, properties), found


class _Making:
    """The sheets and parts of one workbook, as they are added."""

    def __init__(self, layouts: Sequence[SheetLayout]) -> None:
        self.sheets: list[BookSheet] = []
        self.extra: list[PackedPart] = []
        self.styles = Styles()
        self._layouts = layouts
        self._chart_data = ChartSheet()
        self._charts = self._drawings = 0

    def add_appendix(self, layout: SheetLayout) -> None:
        number = len(self.sheets) + 1
        charts = self._add_charts(layout, number)
        frame = appendix_frame(layout, charts, drawing="rId1" if charts else "", shown=number == 1)
        part = pack_chunks(sheet_part(number), worksheet(frame, appendix_rows(layout, self.styles)))
        self.sheets.append(
            BookSheet(name=layout.sheet, part=part, repeated=f"${layout.header_row}:${layout.header_row}")
        )

    def _add_charts(self, layout: SheetLayout, sheet: int) -> tuple[sheet_drawing.PlacedChart, ...]:
        specs = [spec for spec in layout.appendix.charts if spec.categories and spec.series]
        if not specs:
            return ()
        self._drawings += 1
        others = [other for other in self._layouts if other is not layout]
        targets = []
        for spec in specs:
            self._charts += 1
            refs = refs_in_appendices(spec, [layout, *others]) or self._chart_data.add(spec, self.styles)
            self.extra.append(
                pack(f"xl/charts/chart{self._charts}.xml", chart_xml.chart_part(spec, refs, title=spec.name))
            )
            targets.append((chart_xml.RELATIONSHIP, f"../charts/chart{self._charts}.xml"))
        widths = [column.width for column in layout.columns]
        placed = sheet_drawing.place(specs, chart_row(layout), ROW_HEIGHT, widths, room_for_charts(layout))
        name = f"drawing{self._drawings}.xml"
        own = relationships([(sheet_drawing.RELATIONSHIP, f"../drawings/{name}")])
        self.extra += (
            pack_chunks(f"xl/drawings/{name}", sheet_drawing.drawing(placed)),
            pack(f"xl/drawings/_rels/{name}.rels", relationships(targets).encode()),
            pack(f"xl/worksheets/_rels/sheet{sheet}.xml.rels", own.encode()),
        )
        return placed

    def add_sources(self, bindings: Sequence[Binding], title: str, origins: OriginTexts | None) -> list[Diagnostic]:
        number = len(self.sheets) + 1
        sheet = source_sheet(title, bindings, PrintedCells(self._layouts), self.styles, origins)
        part = pack_chunks(sheet_part(number), worksheet(sheet.frame(shown=number == 1), sheet.rows))
        self.sheets.append(
            BookSheet(name=SOURCES_SHEET, part=part, repeated=f"${HEADER_ROW}:${HEADER_ROW}", filtered=sheet.filtered)
        )
        found, place = [], SheetRef("", SOURCES_SHEET)
        if sheet.unlinked:
            found.append(warning("too-many-links", place, sheet=SOURCES_SHEET, count=sheet.unlinked, limit=MOST_LINKS))
        if sheet.cut:
            found.append(warning("text-too-long", place, sheet=SOURCES_SHEET, limit=LONGEST_TEXT))
        return found

    def add_chart_data(self) -> None:
        if self._chart_data.rows:
            part = pack_chunks(
                sheet_part(len(self.sheets) + 1), worksheet(self._chart_data.frame(), self._chart_data.rows)
            )
            self.sheets.append(BookSheet(name=self._chart_data.name, part=part))


def _too_large(document: Document, bindings: int) -> Iterator[Diagnostic]:
    """What no sheet can hold; nothing is written then."""
    for appendix in document.appendices:
        rows, columns = appendix.table.row_count, len(appendix.table.columns)
        sheet = f"附件{appendix.number} {appendix.title}"
        if rows > MOST_ROWS - _ROWS_AROUND:
            yield error("too-many-rows", SheetRef("", sheet), sheet=sheet, rows=rows, limit=MOST_ROWS - _ROWS_AROUND)
        if columns > MOST_COLUMNS:
            yield error("too-many-columns", SheetRef("", sheet), sheet=sheet, columns=columns, limit=MOST_COLUMNS)
    if bindings > MOST_ROWS - _ROWS_AROUND:
        place = SheetRef("", SOURCES_SHEET)
        yield error("too-many-rows", place, sheet=SOURCES_SHEET, rows=bindings, limit=MOST_ROWS - _ROWS_AROUND)


def _cut_texts(layout: SheetLayout) -> list[Diagnostic]:
    """A finding for each text of the table that a cell cannot hold."""
    found = []
    for shown in layout.columns:
        if 2 * shown.natural <= LONGEST_TEXT:
            continue
        texts = shown.column.texts if shown.column.texts is not None else shown.column.values
        for index, text in enumerate(texts):
            if isinstance(text, str) and is_too_long(text):
                source = shown.column.source
                place = source.ref(index) if source is not None else SheetRef("", layout.sheet)
                found.append(warning("text-too-long", place, sheet=layout.sheet, limit=LONGEST_TEXT))
    return found
