"""What holds for any figures: the words agree with the sign, the numbers with the values, the sources stay."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from reportgen.model.diagnostic import Fault
from reportgen.model.figure import Figure, Phrase
from reportgen.model.marks import MARK, collecting
from reportgen.model.place import CellRef
from reportgen.model.quantity import Quantity, parse_unit, plain, round_half_up
from reportgen.narrate.vocabulary.amounts import amount, measure
from reportgen.narrate.vocabulary.approximations import approximately
from reportgen.narrate.vocabulary.changes import difference, percentage_points, year_on_year
from reportgen.narrate.vocabulary.numerals import LARGEST, hanzi, leading_count
from reportgen.narrate.vocabulary.shares import share
from reportgen.narrate.vocabulary.totals import total

VALUES = st.decimals(min_value=Decimal("-1e9"), max_value=Decimal("1e9"), places=3)
POSITIVE = st.decimals(min_value=Decimal("0.001"), max_value=Decimal("1e9"), places=3)
MONEY = st.sampled_from(["元", "万元", "亿元"])
NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")


def figure(value: Decimal, unit: str, row: int = 2, previous: Figure | None = None) -> Figure:
    quantity = Quantity(value, parse_unit(unit))
    return Figure(quantity=quantity, source=CellRef("a.xlsx", "指标", row, 4), previous=previous)


def number(text: str) -> Decimal:
    found = NUMBER.search(text)
    assert found, text
    return Decimal(found[0])


@given(POSITIVE, POSITIVE, MONEY, MONEY, st.integers(0, 3))
def test_a_growth_is_within_half_a_unit_of_its_last_place_and_its_word_has_the_sign(
    now: Decimal, before: Decimal, unit: str, earlier_unit: str, decimals: int
) -> None:
    earlier = figure(before, earlier_unit, 3)
    current = figure(now, unit, 2, earlier)
    text = year_on_year(current, 小数=decimals).text
    exact = (Fraction(current.quantity.base) / Fraction(earlier.quantity.base) - 1) * 100
    half = Fraction(1, 2 * 10**decimals)
    if text == "同比持平":
        assert abs(exact) < half
    elif text.endswith("倍"):
        assert exact > 1000
        assert abs(Fraction(number(text)) - exact / 100) <= half
    else:
        assert text.startswith("同比增长" if exact > 0 else "同比下降")
        assert "-" not in text
        assert abs(Fraction(number(text)) - abs(exact)) <= half


@given(VALUES, VALUES, MONEY)
def test_any_base_gets_words_and_both_cells_stay(now: Decimal, before: Decimal, unit: str) -> None:
    current = figure(now, unit, 2, figure(before, unit, 3))
    (piece,) = year_on_year(current).pieces
    assert piece.shows is not None
    assert [str(source) for source in piece.shows.sources] == ["a.xlsx › 指标 › D2", "a.xlsx › 指标 › D3"]
    if before <= 0:
        assert not NUMBER.search(piece.text)


@given(VALUES, MONEY)
def test_an_amount_keeps_every_digit_in_whatever_unit(value: Decimal, unit: str) -> None:
    given_figure = figure(value, unit)
    text = amount(given_figure).text
    shown = number(text)
    assert Quantity(shown, parse_unit(text.removeprefix(plain(shown)))).base == given_figure.quantity.base


@given(VALUES, MONEY, st.sampled_from(["元", "万元", "亿元"]), st.integers(0, 6))
def test_a_rounded_amount_is_within_half_a_unit_of_its_last_place(
    value: Decimal, unit: str, wanted: str, decimals: int
) -> None:
    text = amount(figure(value, unit), 单位=wanted, 小数=decimals).text
    exact = figure(value, unit).quantity.to(parse_unit(wanted)).value
    assert abs(number(text) - exact) <= Decimal(1).scaleb(-decimals) / 2
    assert len(text.removesuffix(wanted).partition(".")[2]) == decimals


@given(VALUES, VALUES, MONEY, MONEY)
def test_a_difference_says_its_sign_in_words(left: Decimal, right: Decimal, unit: str, other: str) -> None:
    first, second = figure(left, unit, 2), figure(right, other, 3)
    text = difference(first, second).text
    exact = first.quantity.base - second.quantity.base
    assert text.startswith("增加" if exact > 0 else "减少" if exact < 0 else "持平")
    assert "-" not in text


@given(VALUES, VALUES)
def test_the_difference_of_percentages_is_never_a_percentage(left: Decimal, right: Decimal) -> None:
    text = percentage_points(figure(left, "%"), figure(right, "%", 3)).text
    assert "%" not in text
    if text != "持平":
        assert number(text) == abs(left - right)
        assert text.startswith("提高" if left > right else "下降")


@given(st.lists(POSITIVE, min_size=1, max_size=8), MONEY)
def test_shares_of_all_parts_make_a_hundred(values: list[Decimal], unit: str) -> None:
    parts = [figure(value, unit, row) for row, value in enumerate(values, start=2)]
    shown = [Fraction(number(share(part, parts, 小数=6).text)) for part in parts]
    assert abs(sum(shown, Fraction(0)) - 100) <= Fraction(len(parts), 2 * 10**6)


@given(st.lists(st.tuples(VALUES, MONEY), min_size=1, max_size=8))
def test_a_total_adds_bases_and_keeps_every_source(values: list[tuple[Decimal, str]]) -> None:
    parts = [figure(value, unit, row) for row, (value, unit) in enumerate(values, start=2)]
    result = total(parts)
    assert result.quantity.base == sum(part.quantity.base for part in parts)
    assert result.unit == parts[0].unit
    assert result.sources == tuple(part.source for part in parts)


HEDGES = st.sampled_from("余 多 超 逾 以上 近 不足 不到 以下 以内 约 左右 上下".split())  # noqa: SIM905


@given(POSITIVE, st.sampled_from(["亿元", "万吨", "亩", "公里"]), HEDGES)
def test_an_approximation_is_true(value: Decimal, unit: str, hedge: str) -> None:
    given_figure = figure(value, unit)
    try:
        text = approximately(given_figure, hedge, 单位=unit).text
    except Fault as fault:
        assert fault.code == "wrong-approximation"  # noqa: PT017 - both ends are allowed
        return
    said = number(text)
    assert hedge in text
    if hedge in ("余", "多", "以上"):
        assert said <= value
    elif hedge in ("超", "逾"):
        assert said < value
    elif hedge in ("近", "不足", "不到"):
        assert value < said
    elif hedge in ("以下", "以内"):
        assert value <= said
    assert len(said.normalize().as_tuple().digits) <= 2 or value >= 10


@given(st.integers(1, 10**7), HEDGES)
def test_a_hedge_never_stands_by_an_exact_count(count: int, hedge: str) -> None:
    try:
        text = approximately(figure(Decimal(count), "家"), hedge).text
    except Fault as fault:
        assert fault.code in ("wrong-approximation", "approximation-not-round")  # noqa: PT017
        return
    assert number(text) % 10 == 0 or number(text) != count


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-1000, max_value=1000), st.integers(0, 6))
def test_rounding_is_half_up_once(value: Decimal, decimals: int) -> None:
    expected = value.quantize(Decimal(1).scaleb(-decimals), context=Context(prec=200, rounding=ROUND_HALF_UP))
    assert round_half_up(value, decimals) == expected


@given(st.integers(0, 999))
def test_hanzi_numerals_are_read_back(value: int) -> None:
    assert leading_count(hanzi(value) + "个") == value


@given(st.integers(0, LARGEST))
def test_hanzi_numerals_hold_no_doubled_zero_and_end_in_none(value: int) -> None:
    text = hanzi(value)
    assert "零零" not in text
    assert value == 0 or not text.endswith("零")


@given(st.lists(st.tuples(POSITIVE, MONEY), min_size=1, max_size=5))
def test_marks_of_phrases_survive_joining_and_upper_case(values: list[tuple[Decimal, str]]) -> None:
    phrases = [amount(figure(value, unit, row)) for row, (value, unit) in enumerate(values, start=2)]
    with collecting() as marks:
        text = "、".join(str(phrase) for phrase in phrases).upper()
    assert [marks.get(int(found[1])) for found in MARK.finditer(text)] == phrases


@given(POSITIVE, st.sampled_from(["方", "万方", "度", "亿度", "吨", "千吨", "百万吨", "头", "万头"]))
def test_official_units_measure_the_same(value: Decimal, unit: str) -> None:
    given_figure = figure(value, unit)
    phrase = measure(given_figure)
    assert isinstance(phrase, Phrase)
    shown = number(phrase.text)
    said = Quantity(shown, parse_unit(phrase.text.removeprefix(plain(shown))))
    assert said.unit.dimension == given_figure.unit.dimension
    assert said.base == given_figure.quantity.base
    assert not re.search("[0-9][千百](?!瓦|克|米|伏)", phrase.text)
