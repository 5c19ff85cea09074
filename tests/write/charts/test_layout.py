"""What must hold for every picture, tested on the layout without drawing."""

from collections.abc import Callable
from decimal import Decimal
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reportgen.model.document import ChartKind, ChartSpec, Series
from reportgen.model.figure import Figure, Missing
from reportgen.model.quantity import Quantity, parse_unit
from reportgen.write.alt_text import alt_text
from reportgen.write.charts import chart_key, draw, scene_of
from reportgen.write.picture.findings import findings_of
from reportgen.write.picture.scene import Area, Scene, Stroke
from reportgen.write.picture.style import FILLS, LARGEST_HEIGHT, SMALL, WIDTH
from reportgen.write.picture.text import width_of, wrap

NAMES = ("铝及铝精深加工", "医药食品", "建材", "现代装备制造", "电力、热力和供应力")
VALUES = ("42.86", "21.543", "36.746", "18.508", "24.08")
YEARS = tuple(f"{year}年" for year in range(2010, 2016))


def assert_clean(scene: Scene) -> None:
    """No label over another, none out of the picture, none smaller than print allows."""
    labels = [label for label in scene.labels if label.text]
    for one, other in combinations(labels, 2):
        assert not one.space.overlaps(other.space), f"{one.text} is over {other.text}"
    for label in labels:
        space = label.space
        assert space.left >= -0.5, label.text
        assert space.bottom >= -0.5, label.text
        assert space.right <= scene.width + 0.5, label.text
        assert space.top <= scene.height + 0.5, label.text
        assert label.size >= SMALL
    for shape in scene.shapes:
        if isinstance(shape, (Area, Stroke)):
            assert all(-6 <= x <= scene.width + 6 and -6 <= y <= scene.height + 6 for x, y in shape.points)


def texts(spec: ChartSpec) -> list[str]:
    return [label.text for label in scene_of(spec).labels]


@pytest.mark.parametrize("kind", list(ChartKind))
def test_every_category_and_every_exact_value_stands_in_the_picture(
    kind: ChartKind, chart: Callable[..., ChartSpec]
) -> None:
    spec = chart(kind, NAMES, VALUES)
    assert_clean(scene_of(spec))
    whole = "".join(texts(spec))
    assert all(name in whole for name in NAMES)
    assert all(value in whole for value in VALUES)


def test_labels_are_rounded_half_up_from_the_exact_value(chart: Callable[..., ChartSpec]) -> None:
    shown = texts(chart(ChartKind.COLUMN, NAMES, ("2.675", "2.665", "0.005", "1", "-0.001"), decimals=2))
    assert {"2.68", "2.67", "0.01", "1.00", "0.00"} <= set(shown)


def test_shares_of_a_pie_are_worked_out_exactly(chart: Callable[..., ChartSpec]) -> None:
    shown = "".join(texts(chart(ChartKind.PIE, ("甲", "乙", "丙"), ("0.125", "0.375", "0.5"))))
    assert all(share in shown for share in ("12.5%", "37.5%", "50.0%"))


def test_a_single_series_has_no_legend_and_several_have_one(
    chart: Callable[..., ChartSpec], row: Callable[..., Series]
) -> None:
    one = texts(chart(ChartKind.COLUMN, NAMES, row("工业产值", "亿元", VALUES)))
    two = texts(chart(ChartKind.COLUMN, NAMES, row("工业产值", "亿元", VALUES), row("农业产值", "亿元", VALUES)))
    assert "工业产值" not in one
    assert {"工业产值", "农业产值"} <= set(two)


def test_units_stand_at_the_axes_and_in_the_legend_where_they_differ(
    chart: Callable[..., ChartSpec], row: Callable[..., Series]
) -> None:
    growth = row("增速", "%", ("8", "7", "6", "5", "4"), line=True, second_axis=True)
    assert {"单位：亿元", "单位：%"} <= set(texts(chart(ChartKind.COMBINED, NAMES, VALUES, growth)))
    mixed = texts(chart(ChartKind.COLUMN, NAMES, VALUES, row("用电量", "万度", VALUES)))
    assert {"产值（亿元）", "用电量（万度）"} <= set(mixed)


def test_values_in_another_unit_of_the_dimension_are_drawn_in_the_unit_of_their_series(
    chart: Callable[..., ChartSpec],
) -> None:
    figure = Figure(quantity=Quantity(Decimal("428600"), parse_unit("万元")))
    spec = chart(ChartKind.COLUMN, ("铝",), Series(name="产值", unit=parse_unit("亿元"), figures=(figure,)))
    assert "42.86" in texts(spec)


def test_order_is_as_given(chart: Callable[..., ChartSpec]) -> None:
    columns = {label.text: label.x for label in scene_of(chart(ChartKind.COLUMN, ("丙", "甲", "乙"), (1, 3, 2))).labels}
    bars = {label.text: label.y for label in scene_of(chart(ChartKind.BAR, ("丙", "甲", "乙"), (1, 3, 2))).labels}
    assert columns["丙"] < columns["甲"] < columns["乙"]
    assert bars["丙"] > bars["甲"] > bars["乙"]


def test_columns_with_long_names_lie_down_as_bars(chart: Callable[..., ChartSpec]) -> None:
    names = [f"{number}号路及其配套基础设施建设工程" for number in range(10)]
    standing, lying = (
        scene_of(chart(ChartKind.COLUMN, names, range(10))),
        scene_of(chart(ChartKind.BAR, names, range(10))),
    )
    assert standing.shapes == lying.shapes


@pytest.mark.parametrize("kind", list(ChartKind))
def test_forty_categories_are_legible(kind: ChartKind, chart: Callable[..., ChartSpec]) -> None:
    scene = scene_of(chart(kind, [f"第{number}号企业" for number in range(1, 41)], range(1, 41)))
    assert_clean(scene)
    assert scene.height <= LARGEST_HEIGHT


@pytest.mark.parametrize("kind", [ChartKind.COLUMN, ChartKind.BAR, ChartKind.STACKED, ChartKind.LINE])
def test_a_missing_value_leaves_a_gap_and_a_zero_is_labelled(kind: ChartKind, chart: Callable[..., ChartSpec]) -> None:
    with_zero = texts(chart(kind, ("甲", "乙", "丙"), ("7.77", 0, "8.88"), decimals=2))
    with_gap = texts(chart(kind, ("甲", "乙", "丙"), ("7.77", None, "8.88"), decimals=2))
    assert with_zero.count("0.00") == 1
    assert "0.00" not in with_gap


def test_a_gap_parts_a_line(chart: Callable[..., ChartSpec]) -> None:
    scene = scene_of(chart(ChartKind.LINE, YEARS, (1, 2, None, 4, 5, 6)))
    lines = [shape for shape in scene.shapes if isinstance(shape, Stroke) and shape.width == 1.5]
    assert [len(line.points) for line in lines] == [2, 3]


def test_bars_grow_from_zero_to_both_sides(chart: Callable[..., ChartSpec]) -> None:
    scene = scene_of(chart(ChartKind.COLUMN, ("甲", "乙"), (10, -10)))
    up, down = (shape for shape in scene.shapes if isinstance(shape, Area))
    assert min(y for _, y in up.points) == max(y for _, y in down.points)


def test_a_line_far_from_zero_is_not_drawn_flat_but_columns_begin_at_zero(chart: Callable[..., ChartSpec]) -> None:
    assert "0" not in texts(chart(ChartKind.LINE, YEARS, (2300, 2280, 2250, 2210, 2180, 2100)))
    assert "0" in texts(chart(ChartKind.COLUMN, YEARS, (2300, 2280, 2250, 2210, 2180, 2100)))


@pytest.mark.parametrize("kind", list(ChartKind))
@pytest.mark.parametrize(
    "values",
    [(5,), (0,), (7, 7, 7), ("1E+15", "2.5E+15"), ("1E-12", "3E-12"), ("1E+300", "1"), ("123456789.123456789",)],
    ids=str,
)
def test_extreme_values_are_laid_out(
    kind: ChartKind, values: tuple[str | int, ...], chart: Callable[..., ChartSpec]
) -> None:
    assert_clean(scene_of(chart(kind, NAMES[: len(values)], values)))


def test_small_slices_keep_their_names_apart_and_their_leaders_off_the_circle(
    chart: Callable[..., ChartSpec],
) -> None:
    values = ("60", "20", "5", "3", "2", "1.5", "1", "1", "0.8", "0.5", "0.2", "0")
    scene = scene_of(chart(ChartKind.PIE, [f"行业{at}及其服务业" for at in range(12)], values))
    assert_clean(scene)


def test_neighbouring_fills_differ_in_grey_or_in_hatch() -> None:
    def grey(colour: str) -> float:
        red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
        return 0.299 * red + 0.587 * green + 0.114 * blue

    for one, other in combinations(FILLS, 2):
        assert abs(grey(one.colour) - grey(other.colour)) > 40 or one.hatch != other.hatch


def test_wrapping_keeps_every_character_and_whole_numbers() -> None:
    lines = wrap("海螺盘江年产660万吨全干法水泥生产线（一期）", 10.0, 80.0, 4)
    assert lines is not None
    assert "".join(lines) == "海螺盘江年产660万吨全干法水泥生产线（一期）"
    assert any("660" in line for line in lines)
    assert all(width_of(line, 10.0) <= 80.0 for line in lines)


NUMBERS = st.one_of(
    st.none(),
    st.decimals(allow_nan=True, allow_infinity=True),
    st.decimals(min_value=-1000, max_value=1000, places=2),
    st.integers(min_value=0, max_value=10**6).map(Decimal),
)
TEXTS = st.one_of(st.text(max_size=30), st.sampled_from(NAMES + YEARS))
UNITS = st.sampled_from(["亿元", "%", "", "元/吨", "家"]) | st.text(max_size=4)


@st.composite
def specs(draw_from: st.DrawFn) -> ChartSpec:
    count = draw_from(st.integers(min_value=0, max_value=9) | st.sampled_from([30, 60]))
    rows = []
    for _ in range(draw_from(st.integers(min_value=0, max_value=4))):
        unit = parse_unit(draw_from(UNITS))
        values = draw_from(st.lists(NUMBERS, min_size=count, max_size=count))
        figures = tuple(
            Missing(name="x") if value is None else Figure(quantity=Quantity(value, unit)) for value in values
        )
        line, second = draw_from(st.booleans()), draw_from(st.booleans())
        rows.append(Series(name=draw_from(TEXTS), unit=unit, figures=figures, line=line, second_axis=second))
    return ChartSpec(
        name=draw_from(TEXTS),
        kind=draw_from(st.sampled_from(list(ChartKind))),
        categories=tuple(draw_from(st.lists(TEXTS, min_size=count, max_size=count))),
        series=tuple(rows),
        decimals=draw_from(st.sampled_from([None, 0, 1, 2])),
        labels=draw_from(st.booleans()),
    )


@settings(max_examples=150, deadline=None)
@given(specs())
def test_any_chart_is_laid_out_within_its_picture_with_no_label_over_another(spec: ChartSpec) -> None:
    scene = scene_of(spec)
    assert scene.width == WIDTH
    assert 0 < scene.height <= LARGEST_HEIGHT * 1.5
    assert_clean(scene)
    findings_of(spec)
    assert len(alt_text(spec)) < 3000
    assert chart_key(spec) == chart_key(spec)


@settings(max_examples=25, deadline=None)
@given(specs())
def test_any_chart_draws_or_gives_findings_but_never_a_traceback_or_warning(spec: ChartSpec) -> None:
    png, found = draw(spec)
    assert png.startswith(b"\x89PNG")
    assert all(item.facts["chart"] == spec.name for item in found)
