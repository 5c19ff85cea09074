import tomllib
from collections.abc import Callable
from importlib.resources import files

import pytest

from reportgen.model.diagnostic import Severity
from reportgen.model.document import ChartKind, ChartSpec
from reportgen.model.place import TextRef
from reportgen.write.charts import draw
from reportgen.write.picture.findings import findings_of

PLACE = TextRef("1-基本情况.md", 7)
ROUND = [ChartKind.PIE, ChartKind.RING]


def codes(spec: ChartSpec) -> list[str]:
    return [item.code for item in findings_of(spec, PLACE)]


@pytest.mark.parametrize("kind", list(ChartKind))
def test_a_chart_without_categories_is_an_error_with_the_place_of_its_directive(
    kind: ChartKind, chart: Callable[..., ChartSpec]
) -> None:
    png, found = draw(chart(kind, (), ()), PLACE)
    assert [(item.code, item.severity, item.place) for item in found] == [
        ("chart-without-categories", Severity.ERROR, PLACE)
    ]
    assert png.startswith(b"\x89PNG")


@pytest.mark.parametrize("kind", list(ChartKind))
def test_a_chart_of_empty_cells_is_an_error(kind: ChartKind, chart: Callable[..., ChartSpec]) -> None:
    spec = chart(kind, ("甲", "乙"), (None, None))
    assert codes(spec) == ["chart-without-values"]
    assert draw(spec)[0].startswith(b"\x89PNG")


@pytest.mark.parametrize("kind", ROUND)
def test_what_no_pie_can_show_is_a_warning_and_drawn_as_bars(kind: ChartKind, chart: Callable[..., ChartSpec]) -> None:
    names = [f"第{number}项" for number in range(21)]
    cases = {
        "pie-with-negative-value": chart(kind, ("甲", "乙"), (1, "-0.5")),
        "pie-of-zeros": chart(kind, ("甲", "乙"), (0, 0)),
        "pie-with-several-series": chart(kind, ("甲", "乙"), (1, 2), (3, 4)),
        "pie-with-many-slices": chart(kind, names, range(1, 22)),
    }
    for code, spec in cases.items():
        png, found = draw(spec, PLACE)
        assert [(item.code, item.severity) for item in found] == [(code, Severity.WARNING)]
        assert png == draw(chart(ChartKind.BAR, spec.categories, *spec.series))[0]


@pytest.mark.parametrize("kind", ROUND)
def test_a_pie_says_which_category_its_shares_leave_out(kind: ChartKind, chart: Callable[..., ChartSpec]) -> None:
    found = findings_of(chart(kind, ("甲", "乙", "丙"), (1, None, 2)), PLACE)
    assert [(item.code, item.facts["category"]) for item in found] == [("pie-with-missing-value", "乙")]


def test_a_gap_in_a_column_chart_is_no_finding(chart: Callable[..., ChartSpec]) -> None:
    assert codes(chart(ChartKind.COLUMN, ("甲", "乙"), (1, None))) == []


def test_more_categories_than_print_can_show_are_a_warning(chart: Callable[..., ChartSpec]) -> None:
    assert codes(chart(ChartKind.BAR, [str(number) for number in range(50)], range(50))) == []
    assert codes(chart(ChartKind.BAR, [str(number) for number in range(51)], range(51))) == [
        "chart-with-many-categories"
    ]


def test_every_code_is_worded_in_both_languages() -> None:
    catalogue = tomllib.loads(files("reportgen").joinpath("messages/charts.toml").read_text(encoding="utf-8"))
    assert set(catalogue) == {
        "chart-without-categories",
        "chart-without-values",
        "chart-with-many-categories",
        "pie-with-several-series",
        "pie-with-negative-value",
        "pie-of-zeros",
        "pie-with-many-slices",
        "pie-with-missing-value",
        "character-without-font",
    }
    assert all(set(entry) == {"en", "zh"} for entry in catalogue.values())
