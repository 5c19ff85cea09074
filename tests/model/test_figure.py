"""Figures: sources, derivations, comparison, what is missing, what is printed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.model.diagnostic import Fault
from reportgen.model.figure import (
    Basis,
    Fact,
    Figure,
    Missing,
    MissingValue,
    Operation,
    Phrase,
    Piece,
    as_figure,
    derive,
    total,
)
from reportgen.model.period import Period, PeriodKind
from reportgen.model.place import CellRef, ConfigRef
from reportgen.model.quantity import Quantity, parse_unit


def cell(row: int, column: int = 3, sheet: str = "主导产业") -> CellRef:
    return CellRef("a.xlsx", sheet, row, column)


def figure(value: str, unit: str = "亿元", row: int = 4) -> Figure:
    return Figure(quantity=Quantity(Decimal(value), parse_unit(unit)), name="产值", source=cell(row))


def test_arithmetic_keeps_unit_operands_and_sources() -> None:
    left, right = figure("42.86"), figure("5000", "万元", 5)
    for result, value in ((left + right, "43.36"), (left - right, "42.36")):
        assert result.quantity == Quantity(Decimal(value), parse_unit("亿元"))
        assert result.sources == (cell(4), cell(5))
        assert result.source is None


def test_plain_numbers_of_a_template_take_part_from_either_side() -> None:
    assert (figure("3") * 2).value == 6
    assert (2 * figure("3")).value == 6
    assert (figure("3") / 2).value == Decimal("1.5")
    assert (1 - figure("34", "%")).value == Decimal("0.66")
    assert (-figure("3")).value == -3
    assert (figure("3") * 0.1).value == Decimal("0.3")
    with pytest.raises(Fault) as caught:
        figure("3") + 1
    assert caught.value.code == "unit-mismatch"


@pytest.mark.parametrize("operation", ["__add__", "__sub__", "__mul__", "__truediv__", "__lt__", "__ge__"])
def test_an_empty_cell_in_a_calculation_names_the_cell(operation: str) -> None:
    missing = Missing(name="上年产值", source=cell(4, 4))
    with pytest.raises(MissingValue) as caught:
        getattr(figure("1"), operation)(missing)
    assert caught.value.missing is missing
    assert caught.value.diagnostics[0].facts == {"name": "上年产值"}


def test_a_missing_value_is_false_and_has_no_text() -> None:
    assert not Missing(name="产值")
    assert str(Missing(name="产值")) == ""


def test_a_figure_compares_with_figures_in_any_unit_and_with_numbers_in_its_own() -> None:
    assert figure("1") > figure("9999", "万元")
    assert figure("1") >= figure("10000", "万元")
    assert figure("9.2") > 9
    assert figure("9.2") <= Decimal("9.2")
    assert figure("0") == 0
    assert figure("2.5") == 2.5
    assert figure("2") != 3
    assert figure("1") != "1"


def test_a_figure_equals_only_itself_from_the_same_cell() -> None:
    assert figure("1") == figure("1")
    assert hash(figure("1")) == hash(figure("1"))
    assert figure("1") != figure("1", row=5)
    assert figure("1") != replace(figure("1"), estimated=True)
    assert figure("1") + 0 * figure("1") == figure("1") + 0 * figure("1")


@pytest.mark.parametrize(
    ("facets", "expected"),
    [
        ({}, "42.86亿元"),
        ({"estimated": True}, "预计42.86亿元"),
        ({"approximate": True}, "约42.86亿元"),
        ({"hedge": "以上", "approximate": True}, "42.86亿元以上"),
        ({"hedge": "近", "approximate": True, "estimated": True}, "预计近42.86亿元"),
    ],
)
def test_a_raw_figure_never_loses_its_estimate_or_hedge(facets: dict[str, object], expected: str) -> None:
    assert replace(figure("42.86"), **facets).text == expected  # type: ignore[arg-type]


def test_a_divided_figure_prints_two_decimals_and_an_added_one_all() -> None:
    assert (figure("1") / 3).text == "0.33亿元"
    assert (figure("1") / 3 + figure("1")).text == "1.33亿元"
    assert (figure("1.0001") + figure("2")).text == "3.0001亿元"
    assert not (figure("1") / 3 + figure("1")).is_exact


def test_an_estimate_and_a_price_basis_pass_on_to_what_is_worked_out() -> None:
    estimate = replace(figure("1"), estimated=True, approximate=True, basis=Basis.COMPARABLE, period=Period(2024))
    result = figure("2") + estimate
    assert (result.estimated, result.approximate, result.basis, result.period) == (
        True,
        True,
        Basis.COMPARABLE,
        Period(2024),
    )


def test_figures_of_different_price_basis_are_not_added() -> None:
    current, comparable = replace(figure("1"), basis=Basis.CURRENT), replace(figure("2"), basis=Basis.COMPARABLE)
    for operation in (Figure.__add__, Figure.__sub__):
        with pytest.raises(Fault) as caught:
            operation(current, comparable)
        assert caught.value.code == "price-basis-mismatch"
    with pytest.raises(Fault) as caught:
        total((current, figure("1"), comparable))
    assert caught.value.diagnostics[0].facts["right_basis"] == "可比价"


def test_a_total_of_nothing_is_refused() -> None:
    with pytest.raises(Fault) as caught:
        total((), "产值")
    assert caught.value.code == "nothing-to-add"


@pytest.mark.parametrize(
    ("value", "code", "kind"),
    [
        (Fact(value="甲"), "not-a-figure", "文字/text"),
        (Fact(value=date(2015, 5, 8)), "not-a-figure", "日期/date"),
        ("甲" * 50, "not-a-figure", "文字/text"),
        ((), "not-a-figure", "列表/list"),
        (True, "not-a-figure", "真假/true-or-false"),
        (None, "not-a-figure", "NoneType"),
        (Phrase((Piece("5亿元"),)), "already-worded", None),
    ],
)
def test_what_is_no_figure_is_told_by_its_kind(value: object, code: str, kind: str | None) -> None:
    with pytest.raises(Fault) as caught:
        as_figure(value)
    assert caught.value.code == code
    assert caught.value.diagnostics[0].facts.get("type") == kind
    assert all(len(fact) <= 43 for fact in caught.value.diagnostics[0].facts.values())


def test_thousands_of_additions_keep_every_source_without_deep_recursion() -> None:
    result = figure("0", row=1)
    for row in range(2, 3000):
        result = result + figure("1", row=row)
    assert result.value == 2998
    assert len(result.sources) == 2999
    assert result.sources[0] == cell(1)


def test_doubling_sixty_times_is_walked_in_no_time() -> None:
    result = figure("1")
    for _ in range(60):
        result = result + result
    assert result.sources == (cell(4),)
    assert result.is_exact


@given(st.lists(st.integers(2, 9), min_size=1, max_size=8))
def test_sources_come_once_each_in_reading_order(rows: list[int]) -> None:
    result = derive(Operation.SUM_OF, Quantity(Decimal(1)), *(figure("1", row=row) for row in rows))
    assert list(result.sources) == [cell(row) for row in dict.fromkeys(rows)]


def test_a_setting_is_a_source_too() -> None:
    year = Figure(quantity=Quantity(Decimal(2015)), source=ConfigRef("report.toml", "report.year"))
    assert (year - 1).sources == (ConfigRef("report.toml", "report.year"),)


def test_a_fact_prints_dates_as_official_text_and_compares_by_value_or_text() -> None:
    fact = Fact(value=date(2016, 2, 24), source=cell(2))
    assert fact.text == "2016年2月24日"
    assert fact == date(2016, 2, 24)
    assert fact == "2016年2月24日"
    assert fact != Fact(value=date(2016, 2, 24), source=cell(3))
    assert Fact(value="甲") == "甲"
    assert len({Fact(value="甲", source=cell(2)), "甲"}) == 1
    assert fact.sources == (cell(2),)
    assert Fact(value="甲").sources == ()


def test_a_phrase_reads_as_its_pieces_and_is_false_where_it_says_nothing() -> None:
    assert Phrase((Piece("，"), Piece("增长29%"))).text == "，增长29%"
    assert not Phrase(())
    assert not Phrase((Piece(""),))
    assert Phrase((Piece("x"),))


@pytest.mark.parametrize(
    ("period", "text", "before"),
    [
        (Period(2015), "2015年", "2014年"),
        (Period(2015, PeriodKind.YEAR_END), "2015年末", "2014年末"),
        (Period(2024, PeriodKind.QUARTER, 1), "2024年一季度", "2023年一季度"),
        (Period(2024, PeriodKind.HALF, 2), "2024年下半年", "2023年下半年"),
        (Period(2024, PeriodKind.MONTH, 12), "2024年12月", "2023年12月"),
    ],
)
def test_a_period_is_told_in_words_and_knows_the_one_a_year_before(period: Period, text: str, before: str) -> None:
    assert str(period) == text
    assert str(period.before) == before
