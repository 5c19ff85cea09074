"""The small workbook behind a native chart in Word: what opens when somebody chooses Edit Data.

Source: ISO/IEC 29500-1, 21.2.2.63 (externalData); the package part that it leads to is a whole .xlsx file.
"""

from __future__ import annotations

from ...model.document import ChartSpec
from ...ooxml.package import pack_chunks
from ..excel.book import BookSheet, book, sheet_part
from ..excel.charts import ChartSheet
from ..excel.styles import Styles
from ..excel.xml import worksheet
from .series import SeriesRef


def chart_book(spec: ChartSpec) -> tuple[bytes, tuple[SeriesRef, ...]]:
    """The workbook of a chart, and the cells behind each of its series for `chart_part`."""
    styles, sheet = Styles(), ChartSheet(name="数据")
    refs = sheet.add(spec, styles)
    part = pack_chunks(sheet_part(1), worksheet(sheet.frame(), sheet.rows))
    return book([BookSheet(name=sheet.name, part=part)], (), styles, {"title": spec.name}), refs
