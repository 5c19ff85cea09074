"""Texts to numbers and dates: read where they can mean one thing only, refused where they cannot."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.load import values
from reportgen.load.formats import parse_format, serial_date, show_date
from reportgen.model.diagnostic import Fault
from reportgen.model.quantity import parse_unit


@pytest.mark.parametrize(
    ("stored", "typed"),
    [
        ("42.860000000000007", "42.86"), ("65.41500000000001", "65.415"), ("-0.17699999999999999", "-0.177"),
        ("0.1", "0.1"), ("0.10", "0.10"), ("1E+3", "1000"), ("1.5E-3", "0.0015"), ("-3", "-3"), ("3.", "3"),
        ("123456789012345", "123456789012345"), ("12345678901234567", "12345678901234600"), (" 7 ", "7"),
        ("0.30000000000000004", "0.3"), ("2.6749999999999998", "2.675"),
        ("100000000000000000000", "100000000000000000000"),
    ],
)  # fmt: skip
def test_a_number_cell_gives_the_decimal_that_was_typed(stored: str, typed: str) -> None:
    assert values.exact_number(stored) == Decimal(typed)


@given(st.integers(-(10**15) + 1, 10**15 - 1), st.integers(-9, 3))
def test_every_decimal_of_fifteen_digits_survives_being_stored_as_a_double(digits: int, exponent: int) -> None:
    typed = Decimal(digits).scaleb(exponent)
    assert values.exact_number(repr(float(typed))) == typed
    assert values.exact_number(f"{float(typed):.17g}") == typed


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("nan", "text-for-number"), ("Infinity", "number-out-of-range"), ("1_0", "text-for-number"),
        ("１２", "text-for-number"), ("0x10", "text-for-number"), ("1E+400", "number-out-of-range"),
        ("1E+30", "number-out-of-range"), ("", "text-for-number"), ("9" * 5000, "number-out-of-range"),
    ],
)  # fmt: skip
def test_what_is_no_finite_number_is_refused(text: str, code: str) -> None:
    with pytest.raises(Fault) as caught:
        values.exact_number(text)
    assert caught.value.code == code


@pytest.mark.parametrize(
    ("text", "unit", "value", "hedge", "noted"),
    [
        ("1,234.5", "亿元", "1234.5", "", "number-as-text"),
        ("1，234", "亿元", "1234", "", "number-as-text"),
        ("１２．５", "亿元", "12.5", "", "number-as-text"),
        ("12 ", "亿元", "12", "", "number-as-text"),
        ("'007", "个", "7", "", "number-as-text"),
        ("－5", "亿元", "-5", "", "number-as-text"),
        ("−5", "亿元", "-5", "", "number-as-text"),
        ("+5", "亿元", "5", "", "number-as-text"),
        (".5", "亿元", "0.5", "", "number-as-text"),
        ("12.5%", "%", "12.5", "", "number-as-text"),
        ("１２．５％", "%", "12.5", "", "number-as-text"),
        ("76家", "家", "76", "", "number-as-text"),
        ("12亿元", "亿元", "12", "", "number-as-text"),
        ("12亿元", "万元", "120000", "", "unit-in-cell"),
        ("12万", "人", "120000", "", "unit-in-cell"),
        ("12亿", "亿元", "12", "", "number-as-text"),
        ("3吨", "万吨", "0.0003", "", "unit-in-cell"),
        ("12.5%", "", "0.125", "", "unit-in-cell"),
        ("约12亿", "亿元", "12", "约", "approximate-number"),
        ("大约12", "亿元", "12", "约", "approximate-number"),
        ("近1600支", "支", "1600", "近", "approximate-number"),
        ("超过100亿元", "亿元", "100", "超", "approximate-number"),
        ("200余亿元", "亿元", "200", "余", "approximate-number"),
        ("4000多亩", "亩", "4000", "多", "approximate-number"),
        ("50亿元以上", "亿元", "50", "以上", "approximate-number"),
        ("12亿元左右", "万元", "120000", "左右", "approximate-number"),
        ("不到1年", "年", "1", "不到", "approximate-number"),
    ],
)
def test_a_text_that_means_one_number_is_read(text: str, unit: str, value: str, hedge: str, noted: str) -> None:
    reading = values.read_number(text, parse_unit(unit))
    assert (reading.value, reading.hedge, reading.noted) == (Decimal(value), hedge, noted)
    assert reading.unit == parse_unit(unit)


def test_a_text_names_its_own_unit_where_the_column_has_none() -> None:
    assert values.read_number("12亿元", None).unit == parse_unit("亿元")
    assert values.read_number("12.5%", None).unit == parse_unit("%")
    assert values.read_number("12", None).unit is None


@pytest.mark.parametrize(
    "text",
    ["1,2", "12,34", "1,2345", "1.2.3", "2 3", "1.234,5", "2×600", "15-20", "15~20", "1/2", "5.", "1、2", "(12)"],
)
def test_digits_that_mean_several_numbers_are_ambiguous(text: str) -> None:
    with pytest.raises(Fault) as caught:
        values.read_number(text, parse_unit("亿元"))
    assert caught.value.code == "ambiguous-number"


@pytest.mark.parametrize(
    "text",
    ["12月", "十二", "12亿3000万元", "1e5", "10²", "约", "共12", "2015年", "12元整", "12件", "Ⅻ", "12 ½", "5个月"],
)
def test_texts_that_are_no_number_of_the_unit_are_refused(text: str) -> None:
    with pytest.raises(Fault) as caught:
        values.read_number(text, parse_unit("亿元"))
    assert caught.value.code in ("text-for-number", "wrong-unit")


@pytest.mark.parametrize(("text", "unit"), [("12亿元", "人"), ("12万吨", "亿元"), ("12%", "亿元"), ("3个百分点", "%")])
def test_a_unit_of_another_kind_is_a_wrong_unit(text: str, unit: str) -> None:
    with pytest.raises(Fault) as caught:
        values.read_number(text, parse_unit(unit))
    assert caught.value.code == "wrong-unit"


@given(st.text(max_size=40), st.sampled_from(["", "亿元", "%", "家", "元/吨"]))
def test_any_text_is_a_number_or_a_fault(text: str, unit: str) -> None:
    for known in (parse_unit(unit), None):
        try:
            assert values.read_number(text, known).value.is_finite()
        except Fault:
            continue


def test_monstrous_texts_are_refused_quickly() -> None:
    for text in (
        "9" * 30_000,
        "1" + "/" * 30_000,
        "1" + "万" * 30_000,
        "1," * 15_000,
        " " * 30_000 + "x",
        "1" + ",111" * 9000,
        "1" + " " * 30_000 + "x",
        "9" * 30_000 + "x",
        "2015" + " " * 30_000 + "年",
    ):
        with pytest.raises(Fault):
            values.read_number(text, parse_unit("亿元"))
        with pytest.raises(Fault):
            values.read_date(text)


@pytest.mark.parametrize(
    "text",
    [
        "2015-05-08", "2015-5-8", "2015/5/8", "2015.5.8", "2015年5月8日", "2015 年 5 月 8 日", "20150508",
        "2015-05-08T00:00:00Z", "2015-05-08 10:20", "２０１５年５月８日", "2015年5月8",
    ],
)  # fmt: skip
def test_full_dates_are_read(text: str) -> None:
    assert values.read_date(text) == date(2015, 5, 8)


@pytest.mark.parametrize("text", ["2015-02-30", "2015年13月1日", "2015.0.8", "20151301", "0000-01-01"])
def test_days_that_no_calendar_has_are_impossible(text: str) -> None:
    with pytest.raises(Fault) as caught:
        values.read_date(text)
    assert caught.value.code == "impossible-date"


@pytest.mark.parametrize(
    "text", ["2015年5月", "5/8/2015", "15-5-8", "2015-5.8", "五月八日", "2015", "123456789", "2015年末"]
)
def test_what_is_no_full_date_is_refused(text: str) -> None:
    with pytest.raises(Fault) as caught:
        values.read_date(text)
    assert caught.value.code == "text-for-date"


@pytest.mark.parametrize(
    "text",
    ["n/a", "N/A", "无", "—", "――", "-", "/", "未统计", "暂无", "无（未统计）", "n/a：尚未验收", "缺", "不适用。", "…"],
)
def test_words_for_a_missing_value_are_kept_as_its_reason(text: str) -> None:
    assert values.absence(f" {text} ") == text


@pytest.mark.parametrize("text", ["无锡", "-5", "0", "缺口12亿元", "无人机", "未", "", "12"])
def test_other_texts_are_no_reason(text: str) -> None:
    assert values.absence(text) is None


def test_a_text_column_takes_only_unmistakable_words_as_a_reason() -> None:
    assert values.text_absence("n/a：没有文号") == "n/a：没有文号"
    assert values.text_absence("未统计") == "未统计"
    assert values.text_absence("无") is None
    assert values.text_absence("—") is None


@pytest.mark.parametrize("text", ["0", "12", "-1.5", "1,234", "12%", "0.5"])
def test_plain_numbers_look_like_numbers(text: str) -> None:
    assert values.looks_like_number(text)


@pytest.mark.parametrize("text", ["007", "13800138000123456", "12亿", "1,2", "", "2015-05-08", "一", "12.", "00.5"])
def test_codes_and_texts_do_not_look_like_numbers(text: str) -> None:
    assert not values.looks_like_number(text)


@pytest.mark.parametrize(
    ("text", "symbol"), [("亿元", "亿元"), (" 亿 元 ", "亿元"), ("（亿元）", "亿元"), ("％", "%"), ("㎡", "平方米")]
)
def test_units_are_read_however_they_are_spaced(text: str, symbol: str) -> None:
    unit = values.read_unit(text)
    assert unit is not None
    assert unit.symbol == symbol


def test_an_empty_unit_cell_has_no_unit_and_a_sentence_is_refused() -> None:
    assert values.read_unit("") is None
    assert values.read_unit("—") is None
    for text in ("每亩产量按2015年不变价计算", "a/b" * 400, "万" * 5000):
        with pytest.raises(Fault) as caught:
            values.read_unit(text)
        assert caught.value.code == "unknown-unit"


@pytest.mark.parametrize(
    "code",
    [
        "yyyy-mm-dd", 'yyyy"年"m"月"d"日"', "[$-804]yyyy/m/d", "m/d", "mmm-yy", "[DBNum1]yyyy年m月d日", "yyyy/m/d h:mm",
        '[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy', "aaaa", "d;@",
    ],
)  # fmt: skip
def test_date_formats_are_dates(code: str) -> None:
    assert parse_format(code).is_date


@pytest.mark.parametrize(
    "code",
    [
        "General",
        "0.00",
        "0.00E+00",
        "@",
        '0"年"',
        "[Red]0.00",
        "#,##0;[Red]-#,##0",
        "0.0%",
        "[h]:mm",
        "h:mm:ss",
        "mm:ss",
        "",
        '0.00"日元"',
    ],
)
def test_other_formats_are_no_dates(code: str) -> None:
    assert not parse_format(code).is_date


def test_formats_tell_percentages_units_and_leading_zeros() -> None:
    assert parse_format("0.0%").is_percent
    assert not parse_format('0.0"%"').is_percent
    assert parse_format('0.00"万元"').unit == "万元"
    assert parse_format('0!.0,"万元"').unit == ""
    assert parse_format('#,##0.0,,"亿元"').unit == ""
    assert parse_format('0"号"').unit == ""
    assert parse_format("000").zeros == 3
    assert parse_format("0").zeros == 0


@pytest.mark.parametrize(
    ("serial", "day"),
    [(1, date(1900, 1, 1)), (59, date(1900, 2, 28)), (61, date(1900, 3, 1)), (42132, date(2015, 5, 8))],
)
def test_serial_numbers_are_days_of_the_1900_system(serial: int, day: date) -> None:
    assert serial_date(serial) == day


def test_the_1904_system_begins_four_years_later() -> None:
    assert serial_date(0, date1904=True) == date(1904, 1, 1)
    assert serial_date(42132 - 1462, date1904=True) == date(2015, 5, 8)


@pytest.mark.parametrize(("serial", "date1904"), [(0, False), (60, False), (-1, False), (2_958_466, False), (-1, True)])
def test_serial_numbers_without_a_day_are_impossible(serial: int, date1904: bool) -> None:
    with pytest.raises(Fault) as caught:
        serial_date(serial, date1904=date1904)
    assert caught.value.code == "impossible-date"


def test_dates_show_as_their_format_prints_them() -> None:
    day = date(2015, 5, 8)
    assert show_date(day, 'yyyy"年"m"月"d"日"') == "2015年5月8日"
    assert show_date(day, 'yyyy"年"m"月";@') == "2015年5月"
    assert show_date(day, "[$-804]yyyy\\-mm\\-dd") == "2015-05-08"
    assert show_date(day, "yy/m/d h:mm") == "15/5/8"
