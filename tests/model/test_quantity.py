"""Quantities: units, scaling, arithmetic, rounding, hedges."""

from __future__ import annotations

import pickle
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.model.diagnostic import Fault
from reportgen.model.quantity import (
    NO_UNIT,
    PERCENT,
    PERCENTAGE_POINT,
    Quantity,
    fixed,
    hedged,
    is_known_unit,
    parse_unit,
    plain,
    root,
    round_half_up,
)


def q(value: str, unit: str = "") -> Quantity:
    return Quantity(Decimal(value), parse_unit(unit))


@pytest.mark.parametrize(
    ("left", "right", "times"),
    [
        ("亿元", "万元", 10_000),
        ("万亿元", "亿元", 10_000),
        ("百万千瓦", "万千瓦", 100),
        ("千万人次", "万人次", 1000),
        ("千吨", "吨", 1000),
        ("千元", "元", 1000),
        ("万吨", "吨", 10_000),
        ("万头", "头", 10_000),
        ("万方", "立方米", 10_000),
        ("亿度", "千瓦时", 100_000_000),
        ("公顷", "㎡", 10_000),
        ("兆瓦", "千瓦", 1000),
        ("元/千克", "元/吨", 1000),
        ("%", "‰", 10),
    ],
)
def test_units_of_one_measure_scale_into_each_other(left: str, right: str, times: int) -> None:
    assert q("1", left).to(parse_unit(right)).value == times
    assert q(str(times), right).to(parse_unit(left)).value == 1


@pytest.mark.parametrize("unit", ["千瓦", "千克", "千米", "千伏", "千瓦时", "千平方米"])
def test_a_unit_that_begins_with_a_thousand_is_known(unit: str) -> None:
    assert is_known_unit(unit)


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("亿元", "家"),
        ("吨", "立方米"),
        ("家", "个"),
        ("%", "个百分点"),
        ("亩", "平方米"),
        ("元", "美元"),
        ("元/吨", "元"),
    ],
)
def test_figures_of_different_measures_are_neither_added_nor_compared(left: str, right: str) -> None:
    for operation in (Quantity.__add__, Quantity.__lt__, Quantity.__le__):
        if operation is Quantity.__add__ and (left, right) == ("%", "个百分点"):
            continue
        with pytest.raises(Fault) as caught:
            operation(q("1", left), q("1", right))
        assert caught.value.code == "unit-mismatch"
        assert caught.value.diagnostics[0].facts["left"] == left


def test_a_message_names_a_missing_unit_as_one() -> None:
    with pytest.raises(Fault) as caught:
        q("1") + q("1", "家")
    assert caught.value.diagnostics[0].facts == {"left": "1", "right": "家", "operation": "±"}


def test_a_sum_is_in_the_unit_of_its_first_part() -> None:
    assert q("1", "亿元") + q("8000", "万元") == q("1.8", "亿元")
    assert q("8000", "万元") - q("0.1", "亿元") == q("7000", "万元")


def test_percentages_differ_by_percentage_points_and_move_by_them() -> None:
    assert q("65", "%") - q("48", "%") == Quantity(Decimal(17), PERCENTAGE_POINT)
    assert q("65", "%") + q("2", "个百分点") == q("67", "%")
    assert q("65", "%") - q("2", "百分点") == q("63", "%")
    assert q("1") - q("34", "%") == q("0.66")


def test_a_full_width_percent_sign_is_one() -> None:
    assert parse_unit("％") == PERCENT


def test_a_price_times_an_amount_is_money_and_the_rest_is_refused() -> None:
    assert q("2300", "元/吨") * q("2", "万吨") == q("46000000", "元")
    assert q("200", "亿元") * q("25", "%") == q("50", "亿元")
    assert q("25", "%") * q("200", "亿元") == q("50", "亿元")
    with pytest.raises(Fault) as caught:
        q("2", "亿元") * q("2", "亿元")
    assert caught.value.code == "unit-mismatch"


def test_a_quotient_is_a_ratio_or_a_compound_unit() -> None:
    assert q("1", "亿元") / q("4000", "万元") == Quantity(Decimal("2.5"), NO_UNIT)
    assert q("10", "亿元") / q("50", "%") == q("20", "亿元")
    assert (q("46", "亿元") / q("2", "万吨")).unit.symbol == "亿元/万吨"
    with pytest.raises(Fault) as caught:
        q("1", "亿元") / q("0", "亿元")
    assert caught.value.code == "division-by-zero"


def test_growth_and_share_are_percentages_across_units() -> None:
    assert q("1.29", "亿元").growth_over(q("10000", "万元")) == q("29.00", "%")
    assert q("2500", "万元").percent_of(q("1", "亿元")) == q("25", "%")
    with pytest.raises(Fault) as caught:
        q("1", "亿元").percent_of(q("0", "亿元"))
    assert caught.value.code == "division-by-zero"
    with pytest.raises(Fault) as caught:
        q("1", "亿元").growth_over(q("1", "家"))
    assert caught.value.code == "unit-mismatch"


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [("2.675", 2, "2.68"), ("2.665", 2, "2.67"), ("-2.675", 2, "-2.68"), ("0.05", 1, "0.1"), ("29", 1, "29.0"),
     ("-0.04", 1, "0.0"), ("1E+3", 0, "1000"), ("12345.5", 0, "12346"), ("1.50", None, "1.5"), ("-0.0", None, "0"),
     ("1E-7", None, "0.0000001")],
)  # fmt: skip
def test_numbers_are_rounded_half_up_and_zeros_kept_only_where_decimals_are_asked_for(
    value: str, decimals: int | None, expected: str
) -> None:
    assert fixed(Decimal(value), decimals) == expected


@given(st.floats(allow_nan=False, allow_infinity=False), st.integers(0, 4))
def test_any_number_of_a_spreadsheet_can_be_rounded(value: float, decimals: int) -> None:
    exact = Decimal(repr(value))
    assert abs(round_half_up(exact, decimals) - exact) <= Decimal(1).scaleb(-decimals) / 2


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-1e12, max_value=1e12))
def test_plain_text_reads_back_as_the_same_number(value: Decimal) -> None:
    assert Decimal(plain(value)) == value
    assert "E" not in plain(value)


@pytest.mark.parametrize(
    ("number", "unit", "word", "expected"),
    [
        ("200", "亿元", "余", "200余亿元"),
        ("4000", "亩", "多", "4000多亩"),
        ("6", "亿元", "多", "6亿多元"),
        ("1", "万吨", "多", "1万多吨"),
        ("1.2", "万人", "余", "1.2万余人"),
        ("9", "个月", "多", "9个多月"),
        ("3", "年", "多", "3年多"),
        ("118", "家", "余", "118余家"),
        ("50", "公里", "约", "约50公里"),
        ("5", "亿元", "以上", "5亿元以上"),
        ("10000", "份", "上", "上万份"),
        ("5", "个", "", "5个"),
    ],
)
def test_a_hedge_stands_where_chinese_puts_it(number: str, unit: str, word: str, expected: str) -> None:
    assert hedged(number, unit, word) == expected


@given(st.decimals(min_value=Decimal("0.01"), max_value=100, places=4), st.integers(1, 30))
def test_a_root_to_its_power_is_the_number_again(value: Decimal, degree: int) -> None:
    assert abs(root(value, degree) ** degree - value) < Decimal("1e-20")


@pytest.mark.parametrize("symbol", ["", "%", "亿元", "元/吨", "家"])
def test_a_unit_that_comes_from_another_process_is_the_very_unit_of_this_one(symbol: str) -> None:
    assert pickle.loads(pickle.dumps(parse_unit(symbol))) is parse_unit(symbol)  # noqa: S301 - our own bytes
