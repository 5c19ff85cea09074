"""Which appendix shows which chart: a picture of the Word file stands as a live chart in the workbook too.

The kit names charts for its appendices. A chart that it does not name, such as one that only this report
has, stands below the appendix that lists its sheet; where none does, with the indicators, else at the end.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from ..model.document import Appendix, ChartSpec, DataTable
from ..model.figure import Missing
from ..model.place import CellRef
from ..model.schema import INDICATOR_SHEET
from ..model.values import replace


def with_all_charts(appendices: Sequence[Appendix], charts: Mapping[str, ChartSpec]) -> list[Appendix]:
    """The appendices, with the charts that none of them has yet, in the order of the narrative."""
    placed = list(appendices)
    named = {chart.name for appendix in appendices for chart in appendix.charts}
    for chart in charts.values():
        if placed and chart.name not in named:
            at = _place(chart, placed)
            placed[at] = replace(placed[at], charts=(*placed[at].charts, chart))
    return placed


def _place(chart: ChartSpec, appendices: Sequence[Appendix]) -> int:
    """The position of the appendix that lists a sheet of the chart's cells, of the indicators, or of the last."""
    wanted = _first(_sheets_of_chart(chart), appendices)
    indicators = _first({INDICATOR_SHEET}, appendices)
    return next(at for at in (wanted, indicators, len(appendices) - 1) if at is not None)


def _first(sheets: Iterable[str], appendices: Sequence[Appendix]) -> int | None:
    found = set(sheets)
    return next((at for at, appendix in enumerate(appendices) if found & _sheets_of_table(appendix.table)), None)


def _sheets_of_table(table: DataTable) -> set[str]:
    return {column.source.sheet for column in table.columns if column.source is not None}


def _sheets_of_chart(chart: ChartSpec) -> set[str]:
    shown = (item for series in chart.series for item in series.figures if not isinstance(item, Missing))
    return {source.sheet for item in shown for source in item.sources if isinstance(source, CellRef)}
