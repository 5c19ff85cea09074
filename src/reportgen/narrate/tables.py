"""Tables of data: from a sheet's columns to the columns of a printed table.

Columns are taken over as they are, never copied, so that an appendix of 100,000 rows costs no more
than the sheet; only worked out columns and picked rows make new values.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from decimal import Decimal

from ..model.dataset import Column, Table, Value
from ..model.diagnostic import Fault
from ..model.document import ColumnSource, Computed, DataTable, Operand, TableColumn, Worked
from ..model.figure import Operation
from ..model.quantity import NO_UNIT, PERCENT, fixed, hedged
from ..model.report import AppendixColumn, AppendixSource
from ..model.schema import ColumnKind
from ..model.values import dataclass, replace
from .computed import called, growth_values, previous_column, share_values, target_column
from .directives import Settings
from .selection import Selection, whole

NUMBERED = "序号"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False, repr=False)
class WantedColumn:
    """A column of a table as the author asks for it: the column `of` as it is, or `word` over it."""

    of: str
    word: str = ""
    header: str = ""
    decimals: int | None = None
    totalled: bool = False


def appendix_table(source: AppendixSource, table: Table) -> DataTable:
    """The table of an appendix, empty columns left out; raises `unknown-column` and `no-previous`.

    It has no rows where none is filled as `source` asks.
    """
    selection = _filled(table, source.filled)
    wanted = [_wanted(column) for column in source.columns] or [WantedColumn(of=name) for name in table.columns]
    wanted = [item for item in wanted if not _is_hollow(selection, item)] or wanted
    return data_table(selection, wanted, total_label=source.total_label, numbered=source.numbered_rows)


def _filled(table: Table, names: Sequence[str]) -> Selection:
    """The rows with a value in each of the columns; all of them where no column is named."""
    if not names:
        return Selection(table)
    columns = [table.column(name).values for name in names]
    return Selection(
        table, [index for index in range(len(table)) if all(values[index] is not None for values in columns)]
    )


def _is_hollow(selection: Selection, item: WantedColumn) -> bool:
    """Whether a wanted column has nothing to show: no values of its own, or none of last year to compare with."""
    if _is_empty(selection, item.of):
        return True
    return item.word in ("同比", "上年") and _is_empty(selection, previous_column(selection.table, item.of))


def _is_empty(selection: Selection, name: str) -> bool:
    """Whether a column has no value at all: the kit asks for it, this year's sheet does not have it."""
    return all(value is None for value in selection.picked(selection.table.column(name).values))


def _wanted(column: AppendixColumn) -> WantedColumn:
    word = column.name if column.of else ""
    return WantedColumn(
        of=column.of or column.name,
        word=word,
        header=column.header,
        decimals=column.decimals,
        totalled=column.totalled,
    )


def directive_table(settings: Settings) -> DataTable | None:
    """The table of a `::: 表`; None where its settings cannot be used, which is reported."""
    try:
        selection = settings.rows()
    except Fault as fault:
        settings.report(fault, "筛选" if fault.code == "wrong-setting" else "数据")
        return None
    if selection is None:
        part = next(iter(settings.parts("数据")), None)
        settings.report(Fault("missing-setting", name="数据") if part is None else settings.unknown_data(part), "数据")
        return None
    try:
        wanted = _directive_columns(settings, selection.table)
    except Fault as fault:
        settings.report(fault, "小数" if fault.code == "wrong-setting" else "列")
        return None
    label = settings.text("合计")
    if label in ("是", "否"):
        label = "合计" if label == "是" else ""
    try:
        made = data_table(selection, wanted, total_label=label, numbered=settings.flag(NUMBERED, default=False))
    except Fault as fault:
        settings.report(fault, "列")
        return None
    note = settings.text("说明")
    return replace(made, note=note) if note else made


def _directive_columns(settings: Settings, table: Table) -> list[WantedColumn]:
    decimals: dict[str, int] = {}
    general: int | None = None
    for part in settings.parts("小数"):
        name, equals, number = str(part).replace("＝", "=").partition("=")
        if equals:
            decimals[name.strip()] = whole("小数", number.strip())
        else:
            general = whole("小数", name.strip())
    headers = [str(part) for part in settings.parts("表头")]
    names = [str(part) for part in settings.parts("列")] or list(table.columns)
    if headers and len(headers) != len(names):
        raise Fault("wrong-setting", name="表头", value=headers, expected=str(len(names)))
    total = settings.text("合计") not in ("", "否")
    wanted = []
    for index, text in enumerate(names):
        word, of = called(text)
        column = table.column(of)
        adds_up = total and column.kind is ColumnKind.NUMBER and word in ("", "占比", "上年", "目标")
        asked = decimals.get(text, decimals.get(of, general))
        header = headers[index] if headers else ""
        wanted.append(WantedColumn(of=of, word=word, header=header, decimals=asked, totalled=adds_up))
    return wanted


def data_table(
    selection: Selection, wanted: Sequence[WantedColumn], *, total_label: str = "", numbered: bool = False
) -> DataTable:
    """A table of some rows and columns. A total row needs a column that adds up."""
    table = selection.table
    shown = frozenset(_column_name(table, item) for item in wanted)
    columns: list[TableColumn] = [_row_numbers(len(selection))] if numbered else []
    positions: dict[str, int] = {}
    for item in wanted:
        name = _column_name(table, item)
        if name:
            positions.setdefault(name, len(columns))
        columns.append(_plain(selection, name, item, shown) if name else _computed(selection, item))
    columns = [
        replace(column, computed=_formula(table, item, positions)) if item.word in ("同比", "占比") else column
        for column, item in zip(columns, _aligned(wanted, numbered=numbered), strict=True)
    ]
    label = total_label if any(column.totalled for column in columns) else ""
    announced = table.announced
    return DataTable(
        columns=_with_texts(tuple(columns)),
        row_count=len(selection),
        total_label=label,
        announced=int(announced.value) if announced is not None and selection.indexes is None else None,
    )


def _aligned(wanted: Iterable[WantedColumn], *, numbered: bool) -> list[WantedColumn]:
    return [WantedColumn(of=""), *wanted] if numbered else list(wanted)


def _column_name(table: Table, item: WantedColumn) -> str:
    """The sheet's column behind a wanted one; empty for one worked out."""
    if item.word == "上年":
        return previous_column(table, item.of)
    if item.word == "目标":
        return target_column(table, item.of)
    if item.word:
        table.column(item.of)
        return ""
    return table.column(item.of).name


def _row_numbers(count: int) -> TableColumn:
    return TableColumn(
        header=NUMBERED,
        kind=ColumnKind.NUMBER,
        values=tuple(map(Decimal, range(1, count + 1))),
        unit=NO_UNIT,
        decimals=0,
    )


def _plain(selection: Selection, name: str, item: WantedColumn, shown: Container[str]) -> TableColumn:
    """A column of the sheet; the words that hedge its numbers go with them unless their column is `shown` too."""
    table = selection.table
    column = table.column(name)
    hedges = {} if column.hedge in shown else _hedges(table, column, selection)
    return TableColumn(
        header=item.header or name,
        kind=column.kind,
        values=selection.picked(column.values),
        unit=None if column.units is not None or column.kind is not ColumnKind.NUMBER else column.unit,
        decimals=item.decimals,
        source=_source(selection, column),
        texts=_mixed_texts(column, selection, item.decimals, hedges) if column.units is not None else None,
        hedges=hedges if column.units is None else {},
        totalled=item.totalled and column.kind is ColumnKind.NUMBER and column.units is None,
    )


def _hedges(table: Table, column: Column, selection: Selection) -> dict[int, str]:
    """The words that hedge the numbers of a column, by the row of the printed table."""
    if column.kind is not ColumnKind.NUMBER or not (column.hedge in table.columns or column.approximate):
        return {}
    words = ((row, index, table.hedge(column, index)) for row, index in enumerate(selection.order))
    return {
        row: word or "约"
        for row, index, word in words
        if (word or index in column.approximate) and isinstance(column.values[index], Decimal)
    }


def _mixed_texts(column: Column, selection: Selection, decimals: int | None, hedges: Mapping[int, str]) -> list[str]:
    """The printed text of a column whose rows have units of their own."""
    return [
        _text(column.values[index], column.unit_at(index).symbol, decimals, hedges.get(row, ""))
        for row, index in enumerate(selection.order)
    ]


def _text(value: Value, unit: str, decimals: int | None, hedge: str) -> str:
    if isinstance(value, Decimal):
        return hedged(fixed(value, decimals), unit, hedge)
    if value is None:
        return ""
    return value if isinstance(value, str) else f"{value.year}年{value.month}月{value.day}日"


def _with_texts(columns: tuple[TableColumn, ...]) -> tuple[TableColumn, ...]:
    """Leave the unit out of texts where a column beside them says it."""
    named = [column.values for column in columns if column.kind is not ColumnKind.NUMBER]
    return tuple(
        replace(column, texts=[_without(text, unit) for text, unit in zip(column.texts, units, strict=True)])
        if column.texts is not None and (units := _units_beside(column.texts, named)) is not None
        else column
        for column in columns
    )


def _units_beside(texts: Sequence[str], named: list[Sequence[Value]]) -> Sequence[Value] | None:
    for values in named:
        pairs = [(text, value) for text, value in zip(texts, values, strict=True) if text and text[0] in "0123456789-"]
        if pairs and all(isinstance(value, str) and text.endswith(value) for text, value in pairs):
            return values
    return None


def _without(text: str, unit: Value) -> str:
    return text.removesuffix(unit) if isinstance(unit, str) and text[:1] in "0123456789-" else text


def _computed(selection: Selection, item: WantedColumn) -> TableColumn:
    table = selection.table
    column = table.column(item.of)
    values = selection.picked(column.values)
    own = _operand(selection, column)
    if item.word == "占比":
        found = share_values(values)
        worked = Worked(Operation.OVER, (own, replace(own, of_total=True)))
    elif item.word == "同比":
        before = table.column(previous_column(table, item.of))
        factor = (column.unit or NO_UNIT).factor / (before.unit or NO_UNIT).factor
        found = growth_values(values, selection.picked(before.values), factor)
        worked = Worked(Operation.GROWTH, (own, _operand(selection, before)))
    else:
        raise Fault("unknown-computed", name=item.word, expected=("同比", "占比"))
    return TableColumn(
        header=item.header or (item.word if item.word == "占比" else "同比增长"),
        kind=ColumnKind.NUMBER,
        values=found,
        unit=PERCENT,
        decimals=1 if item.decimals is None else item.decimals,
        worked=worked,
        totalled=item.totalled,
    )


def _operand(selection: Selection, column: Column) -> Operand:
    return Operand(_source(selection, column), selection.picked(column.values))


def _source(selection: Selection, column: Column) -> ColumnSource:
    table = selection.table
    rows = table.rows if selection.indexes is None else [table.rows[index] for index in selection.indexes]
    return ColumnSource(table.file, table.sheet, column.position, rows, column.name)


def _formula(table: Table, item: WantedColumn, positions: dict[str, int]) -> Computed | None:
    """How a worked out column follows from columns of the same table; None where one of them is not in it."""
    own = positions.get(item.of)
    if own is None:
        return None
    if item.word == "占比":
        return Computed(Operation.OVER, (own, own), of_total=True)
    before = positions.get(previous_column(table, item.of))
    return None if before is None else Computed(Operation.GROWTH, (own, before))
