"""Rates typed as fractions where the unit is already percent."""

from collections.abc import Callable
from typing import Any

import pytest

from reportgen.model.dataset import Value

Decimals = Callable[..., list[Value]]


def found(world: Any) -> list[tuple[str, str]]:
    return [(code, place) for code, place in world.codes() if code == "percent-as-fraction"]


def test_a_rate_below_one_percent_beside_an_ordinary_one_is_taken_for_a_fraction(world: Any) -> None:
    world.indicator("开工率", "0.92", "%")
    world.indicator("投产率", "88", "%")
    assert found(world) == [("percent-as-fraction", "a.xlsx › 指标 › D2")]
    item = next(item for item in world.findings() if item.code == "percent-as-fraction")
    assert (item.severity.value, dict(item.facts)) == ("warning", {"name": "开工率", "value": "0.92", "percent": "92"})
    assert [str(place) for place in item.related] == ["a.xlsx › 指标 › D3"]


@pytest.mark.parametrize(
    ("value", "more", "is_found"),
    [
        ("0.925", {}, True),
        ("0.92", {}, False),
        ("0.92", {"previous": "88"}, True),
        ("0.92", {"previous": "0.88"}, False),
        ("1", {"previous": "99"}, True),
        ("0", {"previous": "99"}, False),
        ("1.2", {"previous": "99"}, False),
    ],
)
def test_last_years_rate_and_many_decimals_tell_of_a_fraction(
    world: Any, value: str, more: dict[str, str], is_found: bool
) -> None:
    world.indicator("开工率", value, "%", **more)
    assert bool(found(world)) == is_found


@pytest.mark.parametrize(
    ("name", "unit"),
    [("增长率", "%"), ("城镇登记失业率", "%"), ("工业增加值增速", "%"), ("产能利用率", "个百分点"), ("电费", "%")],
)
def test_rates_that_are_often_small_and_other_units_are_left_alone(world: Any, name: str, unit: str) -> None:
    world.indicator(name, "0.125", unit)
    world.indicator("投产率", "88", "%")
    assert not found(world)


def test_the_rates_of_a_column_are_compared_with_each_other(world: Any, decimals: Decimals) -> None:
    world.table("项目", {"名称": ["甲", "乙", "丙"], "完成率": (decimals("0.75", "60", None), "%")}, key="名称")
    assert found(world) == [("percent-as-fraction", "a.xlsx › 项目 › B2")]
    world.table("项目", {"名称": ["甲", "乙"], "完成率": (decimals("0.75", "0.6"), "%")}, key="名称")
    assert not found(world)
