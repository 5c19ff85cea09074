from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from reportgen.model.dataset import Value
from reportgen.model.diagnostic import Severity
from reportgen.model.figure import Basis, Period
from reportgen.model.schema import (
    ColumnKind,
    ColumnSchema,
    Comparison,
    IndicatorSchema,
    Relation,
    Schema,
    SheetSchema,
)

Decimals = Callable[..., list[Value]]
World = Any


def sheet(name: str, *columns: ColumnSchema) -> Schema:
    return Schema(sheets=(SheetSchema(name=name, columns=columns),))


def test_sound_data_has_no_finding(world: World, decimals: Decimals) -> None:
    world.schema = Schema(
        sheets=(
            SheetSchema(
                name="主导产业",
                columns=(
                    ColumnSchema(name="名称", required=True),
                    ColumnSchema(name="产值", kind=ColumnKind.NUMBER, required=True, minimum=Decimal(0)),
                ),
            ),
        ),
        indicators=(IndicatorSchema(name="总产值", unit="亿元", required=True),),
        relations=(Relation(total="总产值", plus=("主导产业.产值",)),),
    )
    total = world.indicator("总产值", "143.74", "亿元", previous="131.2", rate="9.6")
    world.indicator("产业数", "2", "个")
    world.table(
        "主导产业",
        {
            "名称": ["铝加工", "医药"],
            "产值": (decimals("100.237", "43.5"), "亿元"),
            "上年产值": (decimals("90.1", "41.1"), "亿元"),
            "占比": (decimals("69.7", "30.3"), "%"),
            "文号": ["筑委〔2013〕90号", "筑编通〔2010〕15号"],
        },
        key="名称",
        previous={"产值": "上年产值"},
    )
    assert total
    assert world.codes() == []


def test_a_required_indicator_that_is_absent_is_an_error_with_the_nearest_name(world: World) -> None:
    world.schema = Schema(sheets=(), indicators=(IndicatorSchema(name="规上企业数", unit="家", required=True),))
    world.indicator("规上企业数量", "76", "家")
    found = world.findings()
    assert [(item.code, item.severity, item.suggestion) for item in found] == [
        ("missing-indicator", Severity.ERROR, "规上企业数量")
    ]


def test_a_required_indicator_without_value_is_an_error_at_its_empty_cell(world: World) -> None:
    world.schema = Schema(sheets=(), indicators=(IndicatorSchema(name="规上企业数", unit="家", required=True),))
    world.indicator("规上企业数", None)
    assert world.codes() == [("missing-required-value", "a.xlsx › 指标 › D2")]


def test_an_empty_required_cell_is_an_error_unless_a_reason_stands_in_it(world: World) -> None:
    world.schema = sheet("项目", ColumnSchema(name="状态", required=True))
    world.table("项目", {"名称": ["甲", "乙", "丙"], "状态": ["在建", None, None]}, reasons={"状态": {2: "n/a"}})
    found = world.findings()
    assert world.codes() == [("missing-required-value", "a.xlsx › 项目 › B3")]
    assert found[0].facts == {"column": "状态", "row": "乙"}


def test_a_word_that_the_column_does_not_offer_is_found_with_the_nearest(world: World) -> None:
    world.schema = sheet("项目", ColumnSchema(name="状态", kind=ColumnKind.CHOICE, choices=("已建成", "在建")))
    world.table("项目", {"状态": ["已完成", "在建", None]})
    found = world.findings()
    assert [(item.code, str(item.place), item.suggestion) for item in found] == [
        ("unknown-choice", "a.xlsx › 项目 › A2", "已建成")
    ]


@pytest.mark.parametrize(
    ("value", "found"),
    [("-0.1", [("below-minimum", "0")]), ("0", []), ("100", []), ("100.01", [("above-maximum", "100")])],
)
@pytest.mark.parametrize("bounds", ["both", "one"])
def test_a_number_outside_the_declared_bounds_is_an_error_that_names_the_bound(
    world: World, decimals: Decimals, value: str, found: list[tuple[str, str]], bounds: str
) -> None:
    low = Decimal(0) if bounds == "both" or value.startswith("-") else None
    high = Decimal(100) if bounds == "both" or not value.startswith("-") else None
    world.schema = sheet("项目", ColumnSchema(name="进度", minimum=low, maximum=high))
    world.table("项目", {"名称": ["甲"], "进度": decimals(value)})
    assert [(item.code, item.facts["limit"]) for item in world.findings()] == found
    assert all(place == "a.xlsx › 项目 › B2" for _, place in world.codes())


@pytest.mark.parametrize(
    ("dated", "found"), [(None, False), (date(2016, 2, 24), False), (date(2016, 3, 1), True)], ids=str
)
def test_an_estimate_is_pointed_at_once_final_figures_are_out(world: World, dated: date | None, found: bool) -> None:
    world.dated = dated
    world.indicator("增加值", "37.01", "亿元", estimated=True)
    world.indicator("下年增加值", "40", "亿元", estimated=True, period=Period(2016))
    assert world.codes() == ([("still-estimated", "a.xlsx › 指标 › A2")] if found else [])


@pytest.mark.parametrize(
    ("announced", "hedge", "code"),
    [("2", "", None), ("76", "", "list-in-part"), ("1", "", "list-longer-than-announced"), ("1", "余", None)],
)
def test_a_list_is_compared_with_the_number_of_entries_that_is_announced(
    world: World, announced: str, hedge: str, code: str | None
) -> None:
    figure = world.indicator("规上企业数", announced, "家", hedge=hedge)
    world.table("规上企业", {"名称": ["甲公司", "乙公司"]}, announced=figure)
    found = world.findings()
    assert [item.code for item in found] == ([code] if code else [])
    if found:
        assert str(found[0].related[0]) == "a.xlsx › 指标 › D2"
        assert found[0].facts["listed"] == "2"


@pytest.mark.parametrize(
    ("shares", "whole"),
    [
        (("33.3", "33.3", "33.3"), True),
        (("33.3", "33.3", "33.1"), False),
        (("45.2", "30.1", None), True),
        (("60", "40", "3"), False),
    ],
)
def test_shares_of_a_whole_add_up_within_rounding(
    world: World, decimals: Decimals, shares: tuple[str, ...], whole: bool
) -> None:
    world.table("产业", {"名称": ["甲", "乙", "丙"], "产值占比": (decimals(*shares), "%")}, key="名称")
    assert world.codes() == ([] if whole else [("shares-not-whole", "a.xlsx › 产业 › B2")])


def test_a_total_row_among_the_shares_is_no_share(world: World, decimals: Decimals) -> None:
    world.table("产业", {"名称": ["甲", "乙", "合计"], "占比": (decimals("60", "40", "100"), "%")}, key="名称")
    assert world.codes() == []


@pytest.mark.parametrize(
    ("values", "unit", "stated", "found"),
    [
        (("42.86", "21.5"), "亿元", "64.36", False),
        (("42.86", "21.5"), "亿元", "64.4", False),
        (("42.86", "21.5"), "亿元", "65", True),
        (("3", "4"), "家", "8", True),
        (("42.86", None), "亿元", "64.36", False),
        (("42.86", None), "亿元", "40", True),
        (("-42.86", None), "亿元", "-50", False),
        (("60", "80"), "%", "70", False),
        (("60", "80"), "元/吨", "70", False),
    ],
)
def test_the_total_that_a_sheet_states_is_compared_with_its_entries(
    world: World, decimals: Decimals, values: tuple[str, ...], unit: str, stated: str, found: bool
) -> None:
    table = world.table("产业", {"名称": ["甲", "乙"], "产值": (decimals(*values), unit)}, key="名称")
    world.tables["产业"] = replace(table, total_row=4, totals={"产值": Decimal(stated)})
    assert world.codes() == ([("total-differs", "a.xlsx › 产业 › B4")] if found else [])


def test_numbers_that_are_not_exact_have_no_sum_to_compare(world: World, decimals: Decimals) -> None:
    table = world.table("项目", {"名称": ["甲", "乙"], "投资": (decimals("20", "9"), "亿元"), "概数": ["近", None]})
    hedged = {**table.columns, "投资": replace(table.columns["投资"], hedge="概数")}
    world.tables["项目"] = replace(table, columns=hedged, total_row=4, totals={"投资": Decimal("25.3")})
    assert world.codes() == []


def test_a_cell_that_is_empty_where_nearly_all_have_a_value_is_a_gap(world: World, decimals: Decimals) -> None:
    world.table("产业", {"名称": list("甲乙丙丁"), "产值": (decimals("1", "2", None, "4"), "亿元")}, key="名称")
    found = world.findings()
    assert world.codes() == [("gap-in-column", "a.xlsx › 产业 › B4")]
    assert (found[0].facts["rows"], found[0].facts["filled"], found[0].facts["count"]) == ("丙", "3", "4")


@pytest.mark.parametrize(
    "values", [("1", "2", "3", "4"), ("1", None, "3", None), (None, None, None, None), ("1", "2", None)]
)
def test_a_column_for_some_of_the_rows_has_no_gaps(
    world: World, decimals: Decimals, values: tuple[str | None, ...]
) -> None:
    names = list("甲乙丙丁")[: len(values)]
    world.table("产业", {"名称": names, "产值": (decimals(*values), "亿元")}, key="名称")
    assert world.codes() == []


def test_a_gap_that_says_why_is_none(world: World, decimals: Decimals) -> None:
    values = (decimals("1", "2", None, "4"), "亿元")
    world.table("产业", {"名称": list("甲乙丙丁"), "产值": values, "备注": [None, None, "未投产", None]}, key="名称")
    assert world.codes() == []
    world.table("产业", {"名称": list("甲乙丙丁"), "产值": values}, key="名称", reasons={"产值": {2: "未统计"}})
    assert world.codes() == []


def test_last_years_values_may_be_missing(world: World, decimals: Decimals) -> None:
    now, before = decimals("10", "20", "30", "40"), decimals("10", "20", None, "40")
    content = {"名称": list("甲乙丙丁"), "产值": (now, "亿元"), "上年产值": (before, "亿元")}
    world.table("产业", content, key="名称", previous={"产值": "上年产值"})
    assert world.codes() == []


def test_a_forecast_that_contradicts_itself_is_found(world: World) -> None:
    world.schema = Schema(
        sheets=(),
        relations=(Relation(total="预计完成增加值", plus=("增加值",), minus=("预计减少增加值",)),),
    )
    world.indicator("增加值", "37.01", "亿元")
    world.indicator("预计减少增加值", "5", "亿元", hedge="以上")
    world.indicator("预计完成增加值", "40", "亿元", hedge="左右")
    found = world.findings()
    assert world.codes() == [("sum-differs", "a.xlsx › 指标 › D4")]
    assert found[0].facts["formula"] == "增加值 − 预计减少增加值"
    assert found[0].facts["result"] == "32.01亿元"
    world.indicator("预计完成增加值", "32", "亿元", hedge="左右")
    assert world.codes() == []


@pytest.mark.parametrize(
    ("total", "unit", "hedge", "found"),
    [
        ("30", "亿元", "", False),
        ("30.01", "亿元", "", True),
        ("300002", "万元", "", False),
        ("300020", "万元", "", True),
        ("28", "亿元", "余", False),
        ("29", "亿元", "约", False),
        ("25", "亿元", "约", True),
    ],
)
def test_parts_make_the_total_within_rounding_hedges_and_units(
    world: World, decimals: Decimals, total: str, unit: str, hedge: str, found: bool
) -> None:
    world.schema = Schema(sheets=(), relations=(Relation(total="总投资", plus=("项目.投资",)),))
    world.indicator("总投资", total, unit, hedge=hedge)
    world.table("项目", {"名称": ["甲", "乙"], "投资": (decimals("10.000", "20.000"), "亿元")})
    assert [code for code, _ in world.codes()] == (["sum-differs"] if found else [])


def test_a_sum_over_a_list_known_in_part_can_only_be_too_large(world: World, decimals: Decimals) -> None:
    world.schema = Schema(
        sheets=(),
        relations=(
            Relation(total="总投资", plus=("项目.投资",)),
            Relation(total="总投资", plus=("项目.投资",), comparison=Comparison.AT_LEAST),
        ),
    )
    world.table("项目", {"名称": ["甲", "乙", "丙"], "投资": (decimals("10", "20", None), "亿元")})
    world.indicator("总投资", "50", "亿元")
    assert world.codes() == []
    world.indicator("总投资", "20", "亿元")
    assert [code for code, _ in world.codes()] == ["part-above-total"]


def test_a_part_above_its_total_names_both_cells(world: World) -> None:
    world.schema = Schema(
        sheets=(), relations=(Relation(total="企业总数", plus=("规上企业数",), comparison=Comparison.AT_LEAST),)
    )
    world.indicator("企业总数", "130", "家")
    world.indicator("规上企业数", "176", "家")
    found = world.findings()
    assert [(item.code, str(item.place), [str(place) for place in item.related]) for item in found] == [
        ("part-above-total", "a.xlsx › 指标 › D2", ["a.xlsx › 指标 › D3"])
    ]


def test_a_total_that_may_be_at_most_its_parts(world: World) -> None:
    world.schema = Schema(sheets=(), relations=(Relation(total="部分", plus=("全部",), comparison=Comparison.AT_MOST),))
    world.indicator("部分", "5", "家")
    world.indicator("全部", "4", "家")
    assert [code for code, _ in world.codes()] == ["sum-differs"]


def test_a_relation_over_different_measures_is_refused_at_the_total(world: World) -> None:
    world.schema = Schema(sheets=(), relations=(Relation(total="总投资", plus=("项目数",)),))
    world.indicator("总投资", "5", "亿元")
    world.indicator("项目数", "4", "个")
    assert world.codes() == [("unit-mismatch", "a.xlsx › 指标 › D2")]


def test_a_relation_of_which_a_figure_is_missing_says_nothing(world: World, decimals: Decimals) -> None:
    world.schema = Schema(
        sheets=(),
        relations=(
            Relation(total="总投资", plus=("项目数",)),
            Relation(total="总投资", plus=("项目.没有",)),
            Relation(total="总投资", plus=("项目.投资",)),
            Relation(total="空", plus=("总投资",)),
        ),
    )
    world.indicator("总投资", "5", "亿元")
    world.indicator("空", None)
    world.table("项目", {"名称": ["甲"], "投资": (decimals(None), "亿元")})
    assert world.codes() == []


@pytest.mark.parametrize(
    ("now", "before", "note", "found"),
    [
        ("130", "100", "", False),
        ("130.1", "100", "", True),
        ("69.9", "100", "", True),
        ("200", "100", "因新项目投产", False),
        ("200", "100", "2015年工作总结", True),
        ("5", "-5", "", False),
    ],
)
def test_a_change_above_thirty_percent_needs_a_reason(
    world: World, now: str, before: str, note: str, found: bool
) -> None:
    world.indicator("产值", now, "亿元", previous=before, note=note)
    assert [code for code, _ in world.codes()] == (["large-change"] if found else [])


def test_a_large_published_rate_needs_a_reason_too(world: World) -> None:
    world.indicator("增加值", "14.13", "亿元", rate="44.33")
    found = world.findings()
    assert [(item.code, item.facts["change"]) for item in found] == [("large-change", "44.3%")]


def test_rows_of_a_list_are_looked_at_with_their_remarks(world: World, decimals: Decimals) -> None:
    world.table(
        "产品价格",
        {
            "产品": ["氧化铝", "电解铝", "铝锭"],
            "原价格": (decimals("2300", "100", None), "元/吨"),
            "现价格": (decimals("1580", "200", "5"), "元/吨"),
            "备注": ["", "受市场影响", ""],
        },
        key="产品",
        previous={"现价格": "原价格"},
    )
    found = world.findings()
    assert [(item.code, str(item.place), item.facts["name"]) for item in found] == [
        ("large-change", "a.xlsx › 产品价格 › C2", "氧化铝 现价格")
    ]


@pytest.mark.parametrize(("now", "before"), [("8898.08", "0.85"), ("0.85", "8898.08")])
def test_a_thousandfold_change_means_a_wrong_unit(world: World, now: str, before: str) -> None:
    world.indicator("总投资", now, "亿元", previous=before, note="因单位")
    assert [code for code, _ in world.codes()] == ["unit-slip"]


def test_the_same_value_in_another_unit_is_no_change(world: World) -> None:
    world.indicator("总投资", "1.05", "亿元", previous="10000", previous_unit="万元")
    assert world.codes() == []


def test_a_published_rate_follows_from_the_two_values(world: World) -> None:
    world.indicator("社会消费品零售总额", "101", "亿元", previous="92", rate="12")
    found = world.findings()
    assert [(item.code, str(item.place), item.facts["result"]) for item in found] == [
        ("rate-differs", "a.xlsx › 指标 › D102", "9.78%")
    ]


@pytest.mark.parametrize(
    ("name", "basis"), [("增加值", None), ("工业总产值", Basis.COMPARABLE), ("零售额", Basis.CURRENT)]
)
def test_a_rate_at_comparable_prices_need_not_follow(world: World, name: str, basis: Basis | None) -> None:
    world.indicator(name, "101", "亿元", previous="92", rate="12", basis=basis)
    assert [code for code, _ in world.codes()] == (["rate-differs"] if basis is Basis.CURRENT else [])


def test_an_entry_that_stands_twice_is_found_at_the_second(world: World) -> None:
    world.table("企业", {"名称": ["甲公司", "乙公司", "甲公司"]}, key="名称")
    assert world.codes() == [("duplicate-entry", "a.xlsx › 企业 › A4")]


def test_one_thing_with_two_values_is_found_across_lists_and_indicators(world: World, decimals: Decimals) -> None:
    world.indicator("塘寨电厂总投资", "47.0", "亿元")
    world.table("产业项目", {"名称": ["塘寨电厂"], "总投资": (decimals("470000"), "万元")}, key="名称")
    assert world.codes() == []
    world.table("招商成果", {"名称": ["塘寨电厂"], "总投资": (decimals("45"), "亿元")}, key="名称")
    found = world.findings()
    assert [(item.code, str(item.place), str(item.related[0])) for item in found] == [
        ("two-values", "a.xlsx › 招商成果 › B2", "a.xlsx › 指标 › D2")
    ]


def test_columns_that_do_not_say_what_they_measure_are_not_compared(world: World, decimals: Decimals) -> None:
    world.table("农业", {"品种": ["肉鸡"], "数量": (decimals("2440"), "万羽")}, key="品种")
    world.table("补助", {"品种": ["肉鸡"], "数量": (decimals("3"), "万羽")}, key="品种")
    assert world.codes() == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("筑编通[2010]15号", "〔2010〕15号"),
        ("见《通知》（筑编通（2010）第15号）", "〔2010〕15号"),
        ("筑编通【2010】15号", "〔2010〕15号"),
        ("筑委〔2013〕90号", None),
        ("（2010）", None),
        ("园区[2]6号路", None),
    ],
)
def test_document_numbers_stand_in_the_brackets_of_official_documents(
    world: World, text: str, expected: str | None
) -> None:
    world.table("沿革", {"文号": [text]})
    assert [item.facts["expected"] for item in world.findings()] == ([expected] if expected else [])


def test_a_name_in_two_spellings_is_found_once_with_both_places(world: World) -> None:
    world.table("引进企业", {"名称": ["黔力电气", "中国华电"]}, key="名称")
    world.table("经验", {"主体": ["黔力电器", "某公司"], "备注": ["黔力电器有误", ""]})
    found = world.findings()
    assert [item.code for item in found] == ["two-spellings"]
    places = {str(found[0].place), *(str(place) for place in found[0].related)}
    assert places == {"a.xlsx › 经验 › A2", "a.xlsx › 引进企业 › A2"}
    assert {found[0].facts["spelling"], found[0].facts["other"]} == {"黔力电气", "黔力电器"}


def test_names_in_a_list_of_one_cell_are_names(world: World) -> None:
    world.table("产业", {"代表企业": ["贵州远程公司、黔力电器"]}, split={"代表企业": "、"})
    world.table("经验", {"主体": ["贵州远成公司"]})
    assert [code for code, _ in world.codes()] == ["two-spellings"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("220千伏变电站", "110千伏变电站"),
        ("6号路项目", "7号路项目"),
        ("华锦铝业", "广铝铝业"),
        ("供水支线工程", "供电支线工程"),
        ("黔力", "黔利"),
    ],
)
def test_names_that_merely_resemble_each_other_are_left_alone(world: World, name: str, text: str) -> None:
    world.table("项目", {"名称": [name]}, key="名称")
    world.table("其他", {"内容": [text]})
    assert world.codes() == []
