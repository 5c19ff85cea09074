"""Charts of the document as Word's own charts: a chart part, and behind it the workbook that Edit Data opens.

They say the same as the pictures, for they come from the same `ChartSpec`; no picture has to be drawn.

Source: ISO/IEC 29500-1, 14.2.1 (chart part), 15.2.11 (embedded package part).
"""

from __future__ import annotations

from collections.abc import Iterator

from ...model.document import ChartBlock, ChartSpec, Document
from ...ooxml.package import PackedPart, pack
from ..excel.book import CONTENT_TYPE as BOOK_TYPE
from ..native.chart_book import chart_book
from ..native.chart_part import CONTENT_TYPE, chart_part
from ..native.size import chart_height
from ..picture.style import WIDTH
from .parts import relationships
from .picture import Chart
from .xml import R

_BOOK = "rId1"


def native_charts(document: Document) -> Iterator[tuple[ChartSpec, Chart, list[tuple[PackedPart, str]]]]:
    """Each chart with its place in the package and its parts, the chart part first, with their content types."""
    blocks = [block for section in document.sections for block in section.blocks]
    specs = {block.name: block.spec for block in blocks if isinstance(block, ChartBlock)}
    for number, spec in enumerate(specs.values(), start=1):
        chart = Chart(f"reportgenChart{number}", round(WIDTH), round(chart_height(spec)), native=True)
        yield spec, chart, list(_parts(spec, number))


def _parts(spec: ChartSpec, number: int) -> Iterator[tuple[PackedPart, str]]:
    book, refs = chart_book(spec)
    name = f"reportgen{number}"
    yield pack(f"word/charts/{name}.xml", chart_part(spec, refs, workbook=_BOOK)), CONTENT_TYPE
    target = f"../embeddings/{name}.xlsx"
    yield relationships(f"word/charts/_rels/{name}.xml.rels", [(_BOOK, f"{R}/package", target)]), ""
    yield pack(f"word/embeddings/{name}.xlsx", book, store=True), BOOK_TYPE
