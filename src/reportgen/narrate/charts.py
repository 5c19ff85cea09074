"""`::: 图` to a ChartSpec: categories and series of figures, never drawing.

A chart's data are the rows of a table (类别 its labels, 数值 its columns), indicators by name, or values
that expressions give. Every figure keeps its sources, so a bar leads back to its cell.
"""

from __future__ import annotations

from collections.abc import Sequence

from ..model.diagnostic import Fault, error, nearest
from ..model.document import ChartKind, ChartSpec, Series
from ..model.figure import Fact, Figure, Missing, Phrase, total
from ..model.quantity import PERCENT, Quantity, Unit, is_known_unit, parse_unit
from ..model.shown import shown
from ..model.values import dataclass, replace
from .computed import called, computed_cells, growth
from .directives import Part, Settings
from .runtime import Undefined
from .selection import Selection, whole

_KINDS = {kind.value: kind for kind in ChartKind} | {
    "柱状": ChartKind.COLUMN,
    "柱": ChartKind.COLUMN,
    "条": ChartKind.BAR,
    "横条": ChartKind.BAR,
    "堆叠": ChartKind.STACKED,
    "线": ChartKind.LINE,
    "饼形": ChartKind.PIE,
    "环形": ChartKind.RING,
    "圆环": ChartKind.RING,
}
_ONE_SERIES = (ChartKind.PIE, ChartKind.RING)
_PERIODS = ("上年", "本年", "目标")
_LARGEST = 200

Cell = Figure | Missing


@dataclass(slots=True, eq=False, repr=False)
class _Column:
    """A series before its unit is settled; `asked` is what the author called it."""

    name: str
    asked: str
    cells: list[Figure | Missing]


_Data = tuple[list[str], list[_Column]]


def chart(settings: Settings) -> ChartSpec | None:
    """The chart of a directive; None where its settings cannot be used, which is reported."""
    kind = _kind(settings)
    try:
        categories, columns = _data(settings)
    except Fault as fault:
        settings.report(fault, _setting_of(fault, settings))
        return None
    if not categories or not any(isinstance(cell, Figure) for column in columns for cell in column.cells):
        place = settings.directive.place
        settings.findings.append(error("empty-chart", place, name=settings.directive.name))
        return None
    try:
        categories, columns = _gather_rest(settings, categories, columns)
        series = _series(settings, kind, columns)
        categories = _labels(settings, categories)
        labels, decimals = settings.flag("数据标签", default=True), settings.decimals()
    except Fault as fault:
        settings.report(fault, _setting_of(fault, settings))
        return None
    if kind is None or series is None:
        return None
    return ChartSpec(
        name=settings.directive.name,
        kind=kind,
        categories=tuple(categories),
        series=tuple(series),
        decimals=decimals,
        labels=labels,
    )


def _setting_of(fault: Fault, settings: Settings) -> str:
    """The setting that a fault is about."""
    facts = fault.diagnostics[0].facts
    if fault.code in ("wrong-setting", "missing-setting"):
        return facts.get("name", "")
    if fault.code == "unknown-column":
        wanted = facts.get("column", "")
        for name in ("类别", "数值", "筛选", "排序"):
            if wanted in settings.text(name):
                return name
    return "数据" if fault.code == "unknown-data" else "数值"


def _kind(settings: Settings) -> ChartKind | None:
    text = settings.text("类型").removesuffix("图")
    kind = _KINDS.get(text)
    if kind is None:
        expected = [item.value for item in ChartKind]
        fault = (
            Fault("wrong-setting", name="类型", value=text, expected=expected, suggestion=nearest(text, _KINDS))
            if text
            else Fault("missing-setting", name="类型")
        )
        settings.report(fault, "类型")
    return kind


def _data(settings: Settings) -> _Data:
    selection = settings.rows()
    if selection is not None:
        return _of_table(settings, selection)
    parts = settings.parts("数据")
    if parts and parts != ["指标"]:
        return _of_indicators(settings, parts, settings.parts("数值"))
    return _of_names(settings)


def _of_table(settings: Settings, selection: Selection) -> _Data:
    table = selection.table
    label = settings.text("类别") or table.key
    if not label:
        raise Fault("missing-setting", name="类别")
    asked = settings.parts("数值")
    if not asked:
        raise Fault("missing-setting", name="数值")
    table.column(label)
    categories = [_label(table.cell(label, index)) for index in selection.order]
    columns = []
    for part in asked:
        word, of = called(str(part))
        cells = [table.cell(of, index) for index in selection.order]
        found = computed_cells(word, table, of, cells) if word else cells
        columns.append(_Column(f"{of}{word}", str(part), [_cell(cell, of) for cell in found]))
    if settings.flag("增速", default=False):
        columns.append(_growth(columns[0]))
    return categories, columns


def _of_indicators(
    settings: Settings, parts: Sequence[Part], periods: Sequence[Part]
) -> tuple[list[str], list[_Column]]:
    """Indicators, or values, as categories; 数值 may name periods (上年、本年、目标) as series."""
    figures = [_figure(settings, part) for part in parts]
    categories = [figure.name or shown(part) for figure, part in zip(figures, parts, strict=True)]
    names = [str(period) for period in periods] or ["本年"]
    columns = [_Column(_period_name(settings, name), name, [_in(figure, name) for figure in figures]) for name in names]
    if settings.flag("增速", default=False):
        columns.append(_growth(columns[0]))
    return categories, columns


def _of_names(settings: Settings) -> _Data:
    """`数据: 指标` or none: 类别 and 数值 say what stands along the axis and what is measured."""
    categories, values = settings.parts("类别"), settings.parts("数值")
    if not categories and not values:
        raise Fault("missing-setting", name="数据")
    if categories and all(part in _PERIODS for part in categories):
        columns = []
        for part in values:
            figure = _figure(settings, part)
            name = figure.name or shown(part)
            asked = part if isinstance(part, str) else shown(part)
            columns.append(_Column(name, asked, [_in(figure, str(period)) for period in categories]))
        return [_period_name(settings, str(period)) for period in categories], columns
    if values and not all(part in _PERIODS for part in values):
        return _side_by_side(settings, categories, values)
    return _of_indicators(settings, categories, values)


def _side_by_side(settings: Settings, categories: Sequence[Part], values: Sequence[Part]) -> _Data:
    """One value a category, each named or given by an expression."""
    figures = [_figure(settings, part) for part in values]
    names = [str(part) for part in categories] or [figure.name for figure in figures]
    if len(names) != len(figures):
        raise Fault("wrong-setting", name="类别", value=len(names), expected=len(figures))
    cells: list[Figure | Missing] = list(figures)
    return names, [_Column(settings.text("系列") or settings.directive.name, "", cells)]


def _figure(settings: Settings, part: Part) -> Figure | Missing:
    if isinstance(part, str):
        found = settings.sources.indicators.get(part)
        if found is None:
            raise settings.unknown_data(part)
        settings.sources.used.add(part)
        part = found
    if isinstance(part, Undefined):
        bool(part)
    if isinstance(part, (Figure, Missing)):
        return part
    if isinstance(part, Phrase):
        shows = next((piece.shows for piece in part.pieces if isinstance(piece.shows, Figure)), None)
        if shows is not None:
            return shows
    raise Fault("not-a-figure", value=shown(part), type=type(part).__name__)


def _in(figure: Figure | Missing, period: str) -> Figure | Missing:
    """The figure in the year before, this year, or as planned."""
    if period not in _PERIODS:
        found = nearest(period, _PERIODS)
        raise Fault("wrong-setting", name="数值", value=period, expected=list(_PERIODS), suggestion=found)
    if isinstance(figure, Missing) or period == "本年":
        return figure
    other = figure.previous if period == "上年" else figure.target
    return Missing(name=f"{figure.name}（{period}）") if other is None else other


def _period_name(settings: Settings, period: str) -> str:
    year = settings.sources.year
    return {"本年": f"{year}年", "上年": f"{year - 1}年", "目标": f"{year}年目标"}.get(period, period)


def _growth(column: _Column) -> _Column:
    cells = [growth(cell) if isinstance(cell, Figure) else cell for cell in column.cells]
    return _Column("同比增长", "增速", cells)


def _cell(cell: Figure | Fact | Missing, column: str) -> Figure | Missing:
    if isinstance(cell, Fact):
        raise Fault("not-a-figure", value=cell.text, type=column)
    return cell


def _label(cell: Figure | Fact | Missing) -> str:
    return "" if isinstance(cell, Missing) else cell.text


def _labels(settings: Settings, categories: list[str]) -> list[str]:
    """The author's own labels where 标签 gives them."""
    labels = [str(part) for part in settings.parts("标签")]
    if labels and len(labels) != len(categories):
        raise Fault("wrong-setting", name="标签", value=labels, expected=len(categories))
    return labels or categories


def _gather_rest(settings: Settings, categories: list[str], columns: list[_Column]) -> _Data:
    """With 前几 and 其余, what comes after the first ones added up under one name."""
    rest = settings.text("其余")
    if not rest:
        return categories, columns
    count = whole("前几", settings.text("前几"))
    if count >= len(categories):
        return categories, columns
    gathered = []
    for column in columns:
        figures = tuple(cell for cell in column.cells[count:] if isinstance(cell, Figure))
        gathered.append(replace(column, cells=[*column.cells[:count], total(figures, rest)]))
    return [*categories[:count], rest], gathered


def _series(settings: Settings, kind: ChartKind | None, columns: list[_Column]) -> list[Series] | None:
    if kind in _ONE_SERIES and len(columns) != 1:
        raise Fault("wrong-setting", name="数值", value=len(columns), expected="1")
    if len(columns[0].cells) > _LARGEST:
        raise Fault("wrong-setting", name="数据", value=len(columns[0].cells), expected=f"≤ {_LARGEST}")
    names = [str(part) for part in settings.parts("系列")]
    if names and len(names) != len(columns):
        raise Fault("wrong-setting", name="系列", value=names, expected=len(columns))
    second = _named(settings, "次轴", columns)
    lines = _named(settings, "折线", columns)
    combined = kind is ChartKind.COMBINED
    found = []
    wanted = _wanted_unit(settings)
    known = next((cell.unit for column in columns for cell in column.cells if isinstance(cell, Figure)), PERCENT)
    for index, column in enumerate(columns):
        figures, unit = _one_unit(column, wanted, PERCENT if column.asked == "增速" else wanted or known)
        on_second = column.asked in second or (column.asked == "增速" and unit == PERCENT)
        found.append(
            Series(
                name=names[index] if names else column.name,
                unit=unit,
                figures=figures,
                line=column.asked in lines or (combined and (on_second or (not lines and not second and index > 0))),
                second_axis=on_second,
            )
        )
    _one_dimension_an_axis(found)
    return found


def _named(settings: Settings, name: str, columns: list[_Column]) -> set[str]:
    """The series that 次轴 or 折线 name."""
    known = [column.asked for column in columns]
    wanted = [str(part) for part in settings.parts(name)]
    for text in wanted:
        if text not in known:
            raise Fault("wrong-setting", name=name, value=text, expected=known, suggestion=nearest(text, known))
    return set(wanted)


def _wanted_unit(settings: Settings) -> Unit | None:
    symbol = settings.text("单位")
    if symbol and not is_known_unit(symbol):
        raise Fault("wrong-setting", name="单位", value=symbol, expected=("亿元", "万吨", "…"))
    return parse_unit(symbol) if symbol else None


def _one_unit(column: _Column, wanted: Unit | None, empty: Unit) -> tuple[tuple[Figure | Missing, ...], Unit]:
    """The cells of a series in one unit: the wanted one where it fits, else the first's; `empty` without any number."""
    first = next((cell for cell in column.cells if isinstance(cell, Figure)), None)
    if first is None:
        return tuple(column.cells), empty
    unit = wanted if wanted is not None and wanted.dimension == first.unit.dimension else first.unit
    cells = tuple(_to(cell, unit) if isinstance(cell, Figure) else cell for cell in column.cells)
    return cells, unit


def _to(figure: Figure, unit: Unit) -> Figure:
    if figure.unit == unit:
        return figure
    converted = figure.quantity.to(unit)
    return replace(figure, quantity=Quantity(converted.value, unit))


def _one_dimension_an_axis(series: list[Series]) -> None:
    """Raise `mixed-axis` where one axis would measure two things; a series without a number measures nothing."""
    for second in (False, True):
        units = {
            item.unit.dimension: item
            for item in series
            if item.second_axis is second and any(isinstance(figure, Figure) for figure in item.figures)
        }
        if len(units) > 1:
            left, right, *_ = units.values()
            raise Fault("mixed-axis", left=left.name, right=right.name, units=f"{left.unit}、{right.unit}")


__all__ = ["chart"]
