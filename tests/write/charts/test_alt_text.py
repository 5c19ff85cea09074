from collections.abc import Callable
from dataclasses import replace

from reportgen.model.document import ChartKind, ChartSpec, Series
from reportgen.model.figure import Figure
from reportgen.write.alt_text import alt_text


def test_every_value_is_told_with_its_category_and_unit(chart: Callable[..., ChartSpec]) -> None:
    text = alt_text(chart(ChartKind.BAR, ("建材", "电力"), ("36.746", "24.08"), decimals=2))
    assert text == "条形图：产值图。产值：建材36.75亿元，电力24.08亿元。"


def test_each_series_is_told_in_its_own_unit(chart: Callable[..., ChartSpec], row: Callable[..., Series]) -> None:
    spec = chart(
        ChartKind.COMBINED,
        ("2014年", "2015年"),
        row("产值", "亿元", (100, "112.5")),
        row("增速", "%", ("8", "12.5"), line=True, second_axis=True),
    )
    assert alt_text(spec) == (
        "柱形和折线组合图：产值图。产值：2014年100亿元，2015年112.5亿元。增速：2014年8%，2015年12.5%。"
    )


def test_a_pie_tells_its_total_too(chart: Callable[..., ChartSpec]) -> None:
    assert alt_text(chart(ChartKind.PIE, ("甲", "乙"), ("0.1", "0.2"))).endswith("甲0.1亿元，乙0.2亿元；合计0.3亿元。")


def test_an_empty_cell_is_told_as_such_and_not_as_zero(chart: Callable[..., ChartSpec]) -> None:
    assert alt_text(chart(ChartKind.LINE, ("甲", "乙"), (0, None))).endswith("甲0亿元；乙没有数据。")


def test_a_long_series_is_told_by_its_ends_and_extremes(chart: Callable[..., ChartSpec]) -> None:
    names = [f"{month}月" for month in range(1, 41)]
    text = alt_text(chart(ChartKind.LINE, names, [number * 7 % 41 for number in range(40)]))
    assert text == "折线图：产值图。产值：共40项，最高36月40亿元，最低1月0亿元，首项1月0亿元，末项40月27亿元。"


def test_the_text_stays_bounded(chart: Callable[..., ChartSpec], row: Callable[..., Series]) -> None:
    rows = [row("很长的系列名称" * 50, "亿元", range(500)) for _ in range(100)]
    text = alt_text(chart(ChartKind.COLUMN, ["很长的类别名称" * 50] * 500, *rows))
    assert len(text) < 3000
    assert text.endswith("另有92个系列。")


def test_a_chart_without_data_says_so(chart: Callable[..., ChartSpec]) -> None:
    assert alt_text(chart(ChartKind.RING, (), ())) == "环形图：产值图。没有数据。"
    assert alt_text(chart(ChartKind.RING, ("甲",), (None,))) == "环形图：产值图。产值：没有数据。"


def test_a_value_that_is_not_exact_is_told_with_its_hedge(chart: Callable[..., ChartSpec]) -> None:
    spec = chart(ChartKind.COLUMN, ["融资", "负债"], ["40", "28.61"])
    assert "融资40余亿元，负债28.61亿元" in alt_text(with_hedge(spec, "余"))
    assert "融资40亿元左右" in alt_text(with_hedge(spec, "左右"))


def with_hedge(spec: ChartSpec, word: str) -> ChartSpec:
    """The chart, its first figure hedged."""
    series = spec.series[0]
    first, *rest = series.figures
    assert isinstance(first, Figure)
    return replace(spec, series=(replace(series, figures=(replace(first, hedge=word), *rest)),))
