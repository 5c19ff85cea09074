"""The sheet 指标: one indicator a row, each with its unit, nature, basis, period and published rate."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from reportgen.model.dataset import Dataset
from reportgen.model.figure import Basis, Fact, Figure, Missing
from reportgen.model.place import CellRef
from reportgen.model.schema import ColumnKind, ColumnSchema, IndicatorSchema, Schema, SheetSchema

HEADER = [
    "指标名称",
    "口径",
    "计量单位",
    "数值",
    "概数",
    "上年数",
    "目标值",
    "数据性质",
    "价格口径",
    "期间",
    "责任科室",
    "来源说明",
]
SCHEMA = Schema(
    sheets=(SheetSchema(name="规上企业", columns=(ColumnSchema(name="名称"),), total_indicator="规上企业数"),),
    indicators=(IndicatorSchema(name="工业增加值", unit="亿元"), IndicatorSchema(name="简称", unit="")),
)


def indicators(make: Any, read: Any, *rows: Any, header: Any = HEADER, **sheets: Any) -> tuple[Dataset, Any]:
    dataset, found = read(SCHEMA, 数据_xlsx=make.kept({"指标": [header, *rows], **sheets}))
    return dataset, found


def figure(dataset: Dataset, name: str) -> Figure:
    item = dataset.indicators[name].figure
    assert isinstance(item, Figure)
    return item


def test_an_indicator_carries_all_that_its_row_says(make: Any, read: Any) -> None:
    row = ["工业增加值", "规模以上", "亿元", 37.01, "约", 35, 40, "预计", "可比价", None, "统计科", "快报"]
    dataset, found = indicators(make, read, row)
    assert not found
    item = figure(dataset, "工业增加值")
    assert (item.value, item.unit.symbol, item.estimated, item.basis, item.hedge) == (
        Decimal("37.01"),
        "亿元",
        True,
        Basis.COMPARABLE,
        "约",
    )
    assert item.source == CellRef("数据.xlsx", "指标", 2, 4)
    assert isinstance(item.previous, Figure)
    assert isinstance(item.target, Figure)
    assert (item.previous.text, str(item.previous.period), item.previous.name) == ("35亿元", "2014年", "工业增加值")
    assert (item.target.text, str(item.target.period)) == ("40亿元", "2015年")
    texts = dataset.indicators["工业增加值"].texts
    assert (texts["口径"], texts["责任科室"], texts["来源说明"]) == ("规模以上", "统计科", "快报")


def test_values_may_be_dates_texts_or_missing(make: Any, read: Any) -> None:
    dataset, found = indicators(
        make,
        read,
        ["投运日期", None, None, date(2015, 5, 8)],
        ["上市日期", None, None, "2015年12月5日"],
        ["简称", None, None, "园区"],
        ["编号", None, None, "007"],
        ["开工率", None, "%", "未统计"],
        ["负债", None, "亿元", None],
    )
    assert not found
    values = {name: item.figure for name, item in dataset.indicators.items()}
    assert [getattr(values[name], "value", None) for name in ("投运日期", "上市日期", "简称", "编号")] == [
        date(2015, 5, 8),
        date(2015, 12, 5),
        "园区",
        "007",
    ]
    assert isinstance(values["简称"], Fact)
    assert values["开工率"] == Missing(name="开工率", source=CellRef("数据.xlsx", "指标", 6, 4), reason="未统计")
    assert values["负债"] == Missing(name="负债", source=CellRef("数据.xlsx", "指标", 7, 4))


def test_numbers_in_text_are_read_in_the_rows_unit(make: Any, read: Any) -> None:
    dataset, found = indicators(
        make, read, ["投资", None, "亿元", "200余亿元"], ["面积", None, "亩", "4，000"], ["占比", None, "%", "12.5％"]
    )
    assert [figure(dataset, name).text for name in ("投资", "面积", "占比")] == ["200余亿元", "4000亩", "12.5%"]
    assert [item.code for item in found] == ["approximate-number", "number-as-text", "number-as-text"]


def test_percent_cells_are_read_in_percent(make: Any, read: Any) -> None:
    data = make.kept(
        {"指标": [["指标名称", "计量单位", "数值"], ["开工率", "%", 0.125]]}, lambda book: _percent(book, 3)
    )
    dataset, found = read(SCHEMA, 数据_xlsx=data)
    assert not found
    assert figure(dataset, "开工率").text == "12.5%"


def _percent(book: Any, column: int) -> None:
    book.active.cell(2, column).number_format = "0.0%"


def test_a_published_growth_rate_belongs_to_its_indicator(make: Any, read: Any) -> None:
    dataset, _ = indicators(
        make,
        read,
        ["工业增加值", None, "亿元", 37.01],
        ["工业增加值增速", None, "%", 12.3],
        ["旅游收入", None, "亿元", 1],
    )
    rate = figure(dataset, "工业增加值").rate
    assert isinstance(rate, Figure)
    assert (rate.text, rate.source) == ("12.3%", CellRef("数据.xlsx", "指标", 3, 4))
    assert figure(dataset, "工业增加值增速").text == "12.3%"
    assert figure(dataset, "旅游收入").rate is None


@pytest.mark.parametrize(
    ("written", "period"),
    [
        (None, "2015年"),
        ("2015年", "2015年"),
        ("2015年末", "2015年末"),
        ("2024年12月底", "2024年末"),
        ("2016年", "2016年"),
        ("2024年一季度", "2024年一季度"),
        ("2024年一季度末", "2024年一季度"),
        ("2024年上半年", "2024年上半年"),
        ("2024年3月", "2024年3月"),
        ("“十二五”期间", "None"),
        ("2024年13月", "None"),
    ],
)
def test_the_period_of_a_figure_is_read_from_its_cell(make: Any, read: Any, written: str | None, period: str) -> None:
    dataset, _ = indicators(make, read, ["产值", None, "亿元", 1, None, 2, None, None, None, written])
    item = figure(dataset, "产值")
    assert str(item.period) == period
    if item.period is not None:
        assert isinstance(item.previous, Figure)
        assert item.previous.period == item.period.before


def test_the_usual_other_headers_are_understood(make: Any, read: Any) -> None:
    dataset, found = indicators(make, read, ["产值", "亿元", 3, 2], header=["指标", "单位", "2015年", "2014年"])
    assert not found
    assert isinstance(figure(dataset, "产值").previous, Figure)


def test_the_kits_own_columns_go_before_the_usual_ones(make: Any, read: Any) -> None:
    columns = (
        ColumnSchema(name="指标名称", aliases=("事项",)),
        ColumnSchema(name="数值", kind=ColumnKind.NUMBER, unit_column="计量单位"),
        ColumnSchema(name="计量单位"),
        ColumnSchema(name="来源", aliases=("出处",)),
    )
    schema = Schema(sheets=(SheetSchema(name="指标", columns=columns, key="指标名称"),))
    rows = [["事项", "计量单位", "数值", "出处"], ["产值", "亿元", 3, "年报"]]
    dataset, found = read(schema, 数据_xlsx=make.kept({"指标": rows}))
    assert not found
    assert dataset.indicators["产值"].texts["来源"] == "年报"


def test_the_same_indicator_twice_is_an_error_with_both_cells(make: Any, read: Any) -> None:
    dataset, found = indicators(make, read, ["产值", None, "亿元", 1], ["产值", None, "亿元", 2])
    assert [(item.code, item.place, item.related) for item in found] == [
        ("duplicate-indicator", CellRef("数据.xlsx", "指标", 3, 1), (CellRef("数据.xlsx", "指标", 2, 1),))
    ]
    assert figure(dataset, "产值").value == 1


def test_a_unit_of_another_kind_than_the_kit_knows_is_an_error(make: Any, read: Any) -> None:
    dataset, found = indicators(make, read, ["工业增加值", None, "吨", 37.01])
    assert [(item.code, item.facts["found"], item.facts["expected"]) for item in found] == [
        ("wrong-unit", "吨", "亿元")
    ]
    dataset, found = indicators(make, read, ["工业增加值", None, "万元", 370100])
    assert not found
    assert figure(dataset, "工业增加值").text == "370100万元"


def test_a_missing_unit_is_an_error_where_the_kit_knows_one(make: Any, read: Any) -> None:
    _, found = indicators(make, read, ["工业增加值", None, None, 37.01], ["收入比", None, None, 2.0])
    assert [item.code for item in found] == ["missing-unit"]


def test_the_announced_number_of_entries_comes_from_its_indicator(make: Any, read: Any) -> None:
    dataset, _ = indicators(make, read, ["规上企业数", None, "家", 76], 规上企业=[["名称"], ["甲厂"], ["乙厂"]])
    announced = dataset.tables["规上企业"].announced
    assert announced is not None
    assert announced.text == "76家"
    assert len(dataset.tables["规上企业"]) == 2


def test_the_indicators_are_also_a_table(make: Any, read: Any) -> None:
    dataset, _ = indicators(make, read, ["工业增加值", None, "亿元", 37.01], ["投运日期", None, None, date(2015, 5, 8)])
    table = dataset.tables["指标"]
    assert table.columns["数值"].values == [Decimal("37.01"), date(2015, 5, 8)]
    assert table.cell("数值", 0).text == "37.01亿元"  # type: ignore[union-attr]
