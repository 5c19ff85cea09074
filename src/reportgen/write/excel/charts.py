"""Where the charts of the appendices take their data from: the appendix's own cells, or the sheet 图表数据.

A chart follows the table as long as one column of an appendix lists its categories in order and others
hold its series over the same rows. What stands in no appendix is written to a sheet of its own, so that
every chart can be edited.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from ...model.document import ChartSpec, TableColumn
from ...model.place import column_letters
from ...model.quantity import PERCENT
from ...model.values import dataclass, field
from ..native.series import SeriesRef
from ..picture.values import Lane, categories_of, lanes_of
from .cells import text_cell, value_cell
from .layout import SheetLayout, text_width
from .names import CHART_SHEET, quoted
from .rows import uniform
from .styles import Role, Styles
from .xml import Frame

_WIDTH = 16.0
_MOST_WIDE = 40.0


def refs_in_appendices(spec: ChartSpec, layouts: Sequence[SheetLayout]) -> tuple[SeriesRef, ...] | None:
    """The appendix cells behind each series; None where no appendix lists this chart's data."""
    names, lanes = categories_of(spec), lanes_of(spec)
    for layout in layouts:
        for start, letters in _places(names, layout):
            columns = [_holder(lane, start, layout) for lane in lanes]
            if all(column is not None for column in columns):
                first, last = layout.first_row + start, layout.first_row + start + len(names) - 1
                return tuple(
                    SeriesRef(
                        name=layout.reference(layout.columns[index].letters, layout.header_row, layout.header_row),
                        categories=layout.reference(letters, first, last),
                        values=layout.reference(layout.columns[index].letters, first, last),
                        percent=layout.columns[index].shape.percent,
                    )
                    for index in columns
                    if index is not None
                )
    return None


def _places(names: Sequence[str], layout: SheetLayout) -> Iterator[tuple[int, str]]:
    """Where a column of texts lists the categories one below the other: first position, column letters."""
    for shown in layout.columns:
        values = shown.column.values
        if not names or names[0] not in values:
            continue
        start = values.index(names[0])
        if tuple(values[start : start + len(names)]) == tuple(names):
            yield start, shown.letters


def _holder(lane: Lane, start: int, layout: SheetLayout) -> int | None:
    """The column that holds the series from the position on: one of its own name before any other."""
    fitting = [
        index
        for index, shown in enumerate(layout.columns)
        if _unit(shown.column) == lane.unit
        and shown.column.texts is None
        and _same(shown.column.values[start : start + len(lane.values)], lane.values)
    ]
    named = [index for index in fitting if layout.columns[index].column.header == lane.name]
    return next(iter(named or fitting), None)


def _unit(column: TableColumn) -> str | None:
    return None if column.unit is None else column.unit.symbol


def _same(cells: Sequence[object], values: Sequence[Decimal | None]) -> bool:
    return tuple(cells) == tuple(values) and any(value is not None for value in values)


@dataclass(slots=True)
class ChartSheet:
    """The sheet 图表数据 as it grows, a block of rows a chart."""

    name: str = CHART_SHEET
    rows: list[str] = field(default_factory=list)
    columns: int = 2
    widest: float = _WIDTH

    def add(self, spec: ChartSpec, styles: Styles) -> tuple[SeriesRef, ...]:
        """Write the chart's data below what is there, and say where it stands."""
        names, lanes = categories_of(spec), lanes_of(spec)
        if self.rows:
            self.rows.append(f'<row r="{len(self.rows) + 1}"/>')
        self._row([(spec.name, Role.NOTE)], styles)
        headings = [
            lane.name if _is_percent(lane) or not lane.unit else f"{lane.name}（{lane.unit}）" for lane in lanes
        ]
        self._row([("", Role.HEADER), *((heading, Role.HEADER) for heading in headings)], styles)
        header, first = len(self.rows), len(self.rows) + 1
        for index, name in enumerate(names):
            self._data_row(name, [lane.values[index] for lane in lanes], [_is_percent(lane) for lane in lanes], styles)
        self.columns = max(self.columns, 1 + len(lanes))
        self.widest = min(_MOST_WIDE, max(self.widest, *map(text_width, names), *map(text_width, headings)) + 2)
        last = first + len(names) - 1
        return tuple(
            SeriesRef(
                name=self._reference(2 + index, header, header),
                categories=self._reference(1, first, last),
                values=self._reference(2 + index, first, last),
                percent=_is_percent(lane),
            )
            for index, lane in enumerate(lanes)
        )

    def frame(self) -> Frame:
        """The worksheet around the rows."""
        return Frame(last_row=len(self.rows), widths=[self.widest] * self.columns, frozen=0)

    def _row(self, texts: Sequence[tuple[str, Role]], styles: Styles) -> None:
        row = len(self.rows) + 1
        cells = "".join(
            text_cell(f"{column_letters(column)}{row}", text, uniform(styles.index(role)))
            for column, (text, role) in enumerate(texts, 1)
        )
        self.rows.append(f'<row r="{row}">{cells}</row>')

    def _data_row(self, name: str, values: Sequence[Decimal | None], percents: Sequence[bool], styles: Styles) -> None:
        row = len(self.rows) + 1
        label = uniform(styles.index(Role.TEXT))
        cells = [text_cell(f"A{row}", name, label)]
        for column, (value, percent) in enumerate(zip(values, percents, strict=True), 2):
            look = uniform(styles.index(Role.NUMBER, "0.0%" if percent else "General"))
            cells.append(value_cell(f"{column_letters(column)}{row}", value, look, percent=percent))
        self.rows.append(f'<row r="{row}">{"".join(cells)}</row>')

    def _reference(self, column: int, first: int, last: int) -> str:
        letters = column_letters(column)
        return f"{quoted(self.name)}!${letters}${first}:${letters}${last}"


def _is_percent(lane: Lane) -> bool:
    return lane.unit == PERCENT.symbol
