"""Tables found on sheets as people keep them."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from reportgen.model.dataset import Table
from reportgen.model.diagnostic import Diagnostic, Severity
from reportgen.model.figure import Figure, Missing
from reportgen.model.place import CellRef
from reportgen.model.quantity import parse_unit
from reportgen.model.schema import ColumnKind, ColumnSchema, Schema, SheetSchema

INDUSTRIES = SheetSchema(
    name="主导产业",
    row_noun="产业",
    key="名称",
    columns=(
        ColumnSchema(name="名称", required=True, aliases=("产业名称",)),
        ColumnSchema(name="类别"),
        ColumnSchema(name="产值", kind=ColumnKind.NUMBER, unit="亿元", previous="上年产值", target="目标产值"),
        ColumnSchema(name="上年产值", kind=ColumnKind.NUMBER, unit="亿元", aliases=("去年产值",)),
        ColumnSchema(name="目标产值", kind=ColumnKind.NUMBER, unit="亿元"),
        ColumnSchema(name="增速", kind=ColumnKind.NUMBER, unit="%"),
        ColumnSchema(name="人数", kind=ColumnKind.NUMBER, unit="人"),
        ColumnSchema(name="投产日期", kind=ColumnKind.DATE),
        ColumnSchema(name="代表企业", split="、"),
    ),
)
SCHEMA = Schema(sheets=(INDUSTRIES,))


def codes(found: list[Diagnostic]) -> list[str]:
    return [item.code for item in found]


def table_of(make: Any, read: Any, *rows: Any, change: Any = None, schema: Schema = SCHEMA) -> tuple[Table, Any]:
    name = schema.sheets[0].name if schema.sheets else "表"
    dataset, found = read(schema, 数据_xlsx=make.kept({name: rows}, change))
    return dataset.tables[name], found


def test_title_and_note_rows_above_the_header_are_skipped(make: Any, read: Any) -> None:
    def merge(book: Any) -> None:
        book.active.merge_cells("A1:B1")

    table, found = table_of(
        make, read, ["2015年主导产业情况"], [], [None, "单位：亿元"], ["名称", "产值"], ["建材", 36.746], change=merge
    )
    assert not found
    assert table.rows == [5]
    assert table.cell("产值", 0).text == "36.746亿元"  # type: ignore[union-attr]
    assert table.ref("产值", 0) == CellRef("数据.xlsx", "主导产业", 5, 2)


@pytest.mark.parametrize(
    ("title", "unit"),
    [
        ("产值（亿元）", "亿元"),
        ("产值(万元)", "万元"),
        ("产 值\n（亿元）", "亿元"),
        ("产值[亿元]", "亿元"),
        ("产值/亿元", "亿元"),
        ("产值（单位：万元）", "万元"),
        ("*产值（亿元）", "亿元"),
        ("产值（2015年）（亿元）", "亿元"),
        ("2015年产值（亿元）", "亿元"),
        ("本年产值", "亿元"),
        ("产值（现价）", "亿元"),
        ("产值", "亿元"),
    ],
)
def test_a_title_gives_name_and_unit_however_it_is_written(make: Any, read: Any, title: str, unit: str) -> None:
    table, _ = table_of(make, read, ["名称", title], ["建材", 1])
    assert table.columns["产值"].unit == parse_unit(unit)


def test_aliases_and_last_years_titles_lead_to_the_declared_columns(make: Any, read: Any) -> None:
    table, found = table_of(make, read, ["产业名称", "2015年产值", "2014年产值"], ["建材", 36.746, 30])
    assert not found
    figure = table.cell("产值", 0)
    assert isinstance(figure, Figure)
    assert isinstance(figure.previous, Figure)
    assert figure.previous.text == "30亿元"
    assert str(figure.previous.period) == "2014年"
    assert figure.target is None


def test_two_header_rows_with_merged_titles_join(make: Any, read: Any) -> None:
    def merge(book: Any) -> None:
        for block in ("A1:A2", "B1:D1", "E1:E2"):
            book.active.merge_cells(block)

    rows = (
        ["名称", "产值（亿元）", None, None, "人数（人）"],
        [None, "本年", "上年", "目标", None],
        ["建材", 36.746, 30, 40, 12],
    )
    table, found = table_of(make, read, *rows, change=merge)
    assert not found
    assert [(name, str(column.unit)) for name, column in table.columns.items()] == [
        ("名称", ""),
        ("产值", "亿元"),
        ("上年产值", "亿元"),
        ("目标产值", "亿元"),
        ("人数", "人"),
    ]
    assert table.rows == [3]


def test_two_header_rows_join_on_undeclared_sheets_too(make: Any, read: Any) -> None:
    def merge(book: Any) -> None:
        for block in ("A1:A2", "B1:C1", "D1:E1"):
            book.active.merge_cells(block)

    rows = (["名称", "产值（亿元）", None, "就业", None], [None, "本年", "上年", "男", "女"], ["建材", 3, 2, 5, 6])
    table, _ = table_of(make, read, *rows, change=merge, schema=Schema(sheets=()))
    assert list(table.columns) == ["名称", "产值", "上年产值", "就业男", "就业女"]
    assert table.columns["产值"].previous == "上年产值"


def test_two_header_rows_of_a_csv_join_without_merges(read: Any) -> None:
    dataset, found = read(SCHEMA, 主导产业_csv="名称,产值（亿元）,\n,本年,上年\n建材,36.746,30\n".encode())
    assert not found
    assert dataset.tables["主导产业"].columns["上年产值"].values == [Decimal(30)]


def test_exact_decimals_dates_and_empty_cells(make: Any, read: Any) -> None:
    rows = (
        ["名称", "产值", "投产日期"],
        ["甲", 42.86, date(2015, 5, 8)],
        ["乙", None, date(2014, 3, 1)],
        ["丙", 0.1 + 0.2, None],
    )
    table, found = table_of(make, read, *rows)
    assert not found
    assert table.columns["产值"].values == [Decimal("42.86"), None, Decimal("0.3")]
    assert table.columns["投产日期"].values == [date(2015, 5, 8), date(2014, 3, 1), None]
    assert table.cell("产值", 1) == Missing(name="产值", source=CellRef("数据.xlsx", "主导产业", 3, 2))


def test_percent_cells_count_in_the_unit_of_their_column(make: Any, read: Any) -> None:
    def form(book: Any) -> None:
        for row in (2, 3):
            book.active.cell(row, 2).number_format = "0.0%"

    table, found = table_of(make, read, ["名称", "增速（%）"], ["甲", 0.125], ["乙", -0.3], change=form)
    assert not found
    assert table.columns["增速"].values == [Decimal("12.5"), Decimal("-30")]
    assert table.columns["增速"].number_format == "0.0%"


def test_percent_cells_beside_plain_ones_are_read_and_warned_about(make: Any, read: Any) -> None:
    def form(book: Any) -> None:
        book.active.cell(2, 2).number_format = "0.0%"

    table, found = table_of(make, read, ["名称", "增速（%）"], ["甲", 0.125], ["乙", 30], change=form)
    assert table.columns["增速"].values == [Decimal("12.5"), Decimal(30)]
    assert [(item.code, item.place.address) for item in found] == [("mixed-percent", "B3")]


def test_percent_cells_without_a_unit_are_percentages(make: Any, read: Any) -> None:
    def form(book: Any) -> None:
        book.active.cell(2, 2).number_format = "0%"

    table, _ = table_of(make, read, ["名称", "占比"], ["甲", 0.34], change=form, schema=Schema(sheets=()))
    assert table.cell("占比", 0).text == "34%"  # type: ignore[union-attr]


def test_a_percent_cell_in_a_column_of_money_is_a_wrong_unit(make: Any, read: Any) -> None:
    def form(book: Any) -> None:
        book.active.cell(2, 2).number_format = "0%"

    table, found = table_of(make, read, ["名称", "产值"], ["甲", 0.34], change=form)
    assert codes(found) == ["wrong-unit"]
    assert table.columns["产值"].values == [None]


def test_a_unit_printed_by_the_number_format_is_converted_and_said(make: Any, read: Any) -> None:
    def form(book: Any) -> None:
        book.active.cell(2, 2).number_format = '0.00"万元"'

    table, found = table_of(make, read, ["名称", "产值"], ["甲", 8898.08], change=form)
    assert table.columns["产值"].values == [Decimal("0.889808")]
    assert codes(found) == ["unit-in-cell"]


def test_a_unit_column_gives_each_row_its_own_unit(make: Any, read: Any) -> None:
    columns = (
        ColumnSchema(name="项目"),
        ColumnSchema(name="金额", kind=ColumnKind.NUMBER, unit_column="单位"),
        ColumnSchema(name="单位"),
    )
    schema = Schema(sheets=(SheetSchema(name="融资", columns=columns),))
    table, found = table_of(
        make,
        read,
        ["项目", "金额", "单位"],
        ["甲", 6.89, "亿元"],
        ["乙", "4，000", "万元"],
        ["丙", 5, None],
        schema=schema,
    )
    assert [table.cell("金额", index).text for index in range(3)] == ["6.89亿元", "4000万元", "5"]  # type: ignore[union-attr]
    assert codes(found) == ["number-as-text"]


def test_a_note_above_gives_the_unit_to_columns_of_its_kind_only(make: Any, read: Any) -> None:
    table, found = table_of(make, read, ["单位：万元、人"], ["名称", "产值", "人数", "增速"], ["甲", 1, 2, 3])
    assert not found
    assert [str(table.columns[name].unit) for name in ("产值", "人数", "增速")] == ["万元", "人", "%"]


def test_the_name_of_the_reporting_office_is_no_unit(make: Any, read: Any) -> None:
    table, _ = table_of(make, read, ["填报单位：统计局"], ["名称", "产值"], ["甲", 1])
    assert str(table.columns["产值"].unit) == "亿元"


def test_blank_rows_totals_notes_and_group_headings_are_no_entries(make: Any, read: Any) -> None:
    def merge(book: Any) -> None:
        book.active.merge_cells("A2:D2")

    rows: tuple[list[Any], ...] = (
        ["名称", "类别", "产值", "人数"],
        ["一、工业"],
        ["甲", "a", 1, 1],
        [],
        ["乙", "b", 2, 2],
        ["（二）农业"],
        ["丙", "c", 3, 3],
        ["合 计", None, 6, 6],
        ["说明：产值为现价。"],
        ["人数为年末数。"],
    )
    table, found = table_of(make, read, *rows, change=merge)
    assert table.columns["名称"].values == ["甲", "乙", "丙"]
    assert table.rows == [3, 5, 7]
    assert codes(found) == ["group-row", "group-row", "total-row", "note-row", "note-row"]
    assert all(item.severity == "info" for item in found)


def test_a_total_behind_a_running_number_is_recognised(make: Any, read: Any) -> None:
    table, found = table_of(make, read, ["序号", "名称", "产值"], [1, "甲", 1], [None, "合计", 1], ["总计", None, 1])
    assert table.columns["名称"].values == ["甲"]
    assert codes(found)[1:] == ["total-row", "total-row"]


@pytest.mark.parametrize("below", [True, False])
def test_the_one_total_over_all_entries_is_kept_with_its_row(make: Any, read: Any, *, below: bool) -> None:
    entries: list[list[Any]] = [["铝", 42.86, 2], ["建材", 36.7, 3]]
    total: list[Any] = ["合 计", "79.6亿元", None]
    rows = [*entries, total] if below else [total, *entries]
    table, _ = table_of(make, read, ["名称", "产值（亿元）", "人数"], *rows)
    assert table.columns["名称"].values == ["铝", "建材"]
    assert (table.total_row, dict(table.totals)) == (4 if below else 2, {"产值": Decimal("79.6")})


@pytest.mark.parametrize("between", ["小计", "合计"])
def test_totals_of_groups_are_no_total_over_all_entries(make: Any, read: Any, between: str) -> None:
    rows = (["名称", "产值"], ["甲", 1], ["乙", 2], [between, 3], ["丙", 4], ["合计", 7])
    table, _ = table_of(make, read, *rows)
    assert (table.total_row, dict(table.totals)) == (0, {})


def test_names_that_merely_contain_a_total_word_or_a_colon_are_entries(make: Any, read: Any) -> None:
    table, found = table_of(
        make, read, ["名称", "产值"], ["合计划建材", 1], ["计量仪器", 2], ["项目：一期", 3], ["注塑", 4]
    )
    assert len(table) == 4
    assert not found


def test_signature_lines_below_a_form_are_notes(make: Any, read: Any) -> None:
    rows = (
        ["名称", "类别", "产值", "人数"],
        ["甲", "a", 1, 2],
        ["填报人：张", "审核人：李", "联系电话：1", "填报日期：2015"],
    )
    table, found = table_of(make, read, *rows)
    assert len(table) == 1
    assert codes(found) == ["note-row"]


def test_numbered_rows_of_a_form_that_nobody_filled_in_are_blank(make: Any, read: Any) -> None:
    table, found = table_of(
        make, read, ["序号", "名称", "产值"], [1, "甲", 1], [2, "乙", 2], [3, None, None], [4, None, None]
    )
    assert len(table) == 2
    assert codes(found) == ["extra-column"]


def test_words_merged_down_count_in_each_row_and_numbers_do_not(make: Any, read: Any) -> None:
    def merge(book: Any) -> None:
        for block in ("B2:B4", "C2:C3", "A1:A1"):
            book.active.merge_cells(block)

    rows = (["名称", "类别", "产值"], ["甲", "工业", 10], ["乙", None, None], ["丙", None, 3])
    table, found = table_of(make, read, *rows, change=merge)
    assert table.columns["类别"].values == ["工业", "工业", "工业"]
    assert table.columns["产值"].values == [Decimal(10), None, Decimal(3)]
    assert codes(found) == ["merged-cells", "merged-number"]


def test_hidden_rows_are_read_and_said(make: Any, read: Any) -> None:
    def hide(book: Any) -> None:
        book.active.row_dimensions[3].hidden = True

    table, found = table_of(make, read, ["名称", "产值"], ["甲", 1], ["乙", 2], change=hide)
    assert len(table) == 2
    assert [(item.code, item.facts["rows"]) for item in found] == [("hidden-rows", "3")]


def test_hidden_columns_are_read_and_said(make: Any, read: Any) -> None:
    def hide(book: Any) -> None:
        book.active.column_dimensions["B"].hidden = True
        book.active.column_dimensions["F"].hidden = True

    table, found = table_of(make, read, ["名称", "产值"], ["甲", 1], ["乙", 2], change=hide)
    assert list(table.columns["产值"].values) == [1, 2]
    assert [(item.code, str(item.place), item.facts["columns"]) for item in found] == [
        ("hidden-columns", "数据.xlsx › 主导产业 › B1", "产值")
    ]


BELOW = [["名称", "产值"], ["甲", 1], ["乙", 2]]


@pytest.mark.parametrize(("rows", "second"), [
    pytest.param([["名称", "产值", None, "名称", "产值"], ["甲", 1, None, "丙", 3]], "D1", id="beside"),
    pytest.param([["名称", "产值", None, "项目", "业主"], ["甲", 1, None, "路", "丙"], ["乙", 2]], "D1", id="shorter"),
    pytest.param([*BELOW, [], ["名称", "产值"], ["丙", 3]], "A5", id="below, the titles again"),
    pytest.param([*BELOW, ["名称", "产值"], ["丙", 3]], "A4", id="below, without a gap"),
    pytest.param([*BELOW, [], ["项目", "业主"], ["路", "丙"]], "A5", id="below, other titles"),
    pytest.param([*BELOW, [], ["表二"], ["项目", "业主"], ["路", "丙"]], "A6", id="below a title of its own"),
    pytest.param([["名称", "备注"], ["甲", "好"], [], ["项目", "投资（亿元）"], ["路", "3"]], "A4", id="with a unit"),
])  # fmt: skip
def test_a_second_table_on_a_sheet_is_said_with_its_cell(make: Any, read: Any, rows: list[Any], second: str) -> None:
    _, found = table_of(make, read, *rows)
    said = [item for item in found if item.code == "two-tables"]
    assert [(item.facts["first"], item.facts["second"], item.severity) for item in said] == [
        ("A1", second, Severity.WARNING)
    ]


@pytest.mark.parametrize("rows", [
    pytest.param([*BELOW, [], ["丙", 3], ["丁", 4]], id="an empty row"),
    pytest.param([["名称", None, "产值"], ["甲", None, 1]], id="an empty column between two"),
    pytest.param([["名称", "类别", None, "产值", "上年产值"], ["甲", "a", None, 1, 2], ["乙", "b"]], id="all declared"),
    pytest.param([["名称", "产值", None, "项目", "业主"], ["甲", 1, None, "路", "丙"]], id="of one length"),
    pytest.param([*BELOW, [], ["丙", "未统计"], ["丁", "未统计"]], id="reasons for nothing"),
    pytest.param([*BELOW, [], ["填表人：张三", "审核人：李四"]], id="notes"),
    pytest.param([*BELOW, [], ["项目", "业主"]], id="a last line of words"),
    pytest.param([["名称", "备注"], ["甲", "好"], [], ["乙", "无"], ["丙", "好"]], id="a list of words"),
])  # fmt: skip
def test_what_may_be_one_table_is_let_pass(make: Any, read: Any, rows: list[Any]) -> None:
    _, found = table_of(make, read, *rows)
    assert "two-tables" not in codes(found)


def test_a_title_merged_over_an_empty_column_parts_no_tables(make: Any, read: Any) -> None:
    def merge(book: Any) -> None:
        book.active.merge_cells("B1:C1")

    rows = (["名称", "产值", None, "项目", "业主"], ["甲", 1, None, "路", "丙"], ["乙", 2])
    _, found = table_of(make, read, *rows, change=merge)
    assert "two-tables" not in codes(found)


def test_undeclared_columns_are_kept_with_the_kind_of_their_cells(make: Any, read: Any) -> None:
    rows = (
        ["名称", "面积（亩）", "电话", "签约", "备注"],
        ["甲", 12, "13800138000", date(2015, 1, 2), "好"],
        ["乙", "约3", None, None, None],
    )
    table, found = table_of(make, read, *rows)
    kinds = [table.columns[name].kind for name in ("面积", "电话", "签约", "备注")]
    assert kinds == [ColumnKind.NUMBER, ColumnKind.TEXT, ColumnKind.DATE, ColumnKind.TEXT]
    assert table.columns["面积"].hedges == {1: "约"}
    assert codes(found) == ["extra-column"] * 4 + ["approximate-number"]


def test_an_undeclared_sheet_becomes_a_table_of_its_own(make: Any, read: Any) -> None:
    rows = (
        ["园区道路"],
        ["名称", "长度（公里）", "开工"],
        ["中铝大道", 12.5, date(2014, 3, 1)],
        ["云站路", "无", None],
    )
    table, found = table_of(make, read, *rows, schema=Schema(sheets=()))
    assert not found
    assert (table.key, table.row_noun) == ("名称", "行")
    assert table.cell("长度", 1) == Missing(name="长度", source=CellRef("数据.xlsx", "表", 4, 2), reason="无")
    assert table.columns["开工"].kind is ColumnKind.DATE


def test_a_sheet_without_a_table_is_said_and_an_empty_one_is_not(make: Any, read: Any) -> None:
    dataset, found = read(数据_xlsx=make.kept({"数字": [[1, 2], [3, 4]], "空": []}))
    assert codes(found) == ["sheet-without-table"]
    assert not dataset.tables


def test_text_columns_keep_any_text_and_show_numbers_as_they_look(make: Any, read: Any) -> None:
    def form(book: Any) -> None:
        sheet = book.active
        for row, code in ((3, "000"), (4, 'yyyy"年"m"月"'), (5, "0.0%")):
            sheet.cell(row, 1).number_format = code

    rows = (["名称", "产值"], ["  11号路 ", 1], [7, 1], [date(2015, 5, 1), 1], [0.125, 1], [True, 1], ["无", 1])
    table, found = table_of(make, read, *rows, change=form)
    assert table.columns["名称"].values == ["  11号路 ", "007", "2015年5月", "12.5%", "TRUE", "无"]
    assert not found


def test_reasons_are_kept_beside_missing_values(make: Any, read: Any) -> None:
    table, found = table_of(
        make, read, ["名称", "产值", "类别"], ["甲", "未统计", "n/a：不分类"], ["乙", "—", "无"], ["丙", " ", " "]
    )
    assert not found
    assert table.columns["产值"].reasons == {0: "未统计", 1: "—"}
    assert table.columns["类别"].reasons == {0: "n/a：不分类"}
    assert table.columns["类别"].values == [None, "无", None]


def test_lists_in_a_cell_are_parted_at_the_declared_mark(make: Any, read: Any) -> None:
    table, _ = table_of(make, read, ["名称", "代表企业"], ["铝", "甲厂、乙厂、 丙厂"])
    assert table.cell("代表企业", 0).items == ("甲厂", "乙厂", "丙厂")  # type: ignore[union-attr]


def test_many_findings_of_one_kind_are_counted(make: Any, read: Any) -> None:
    rows = [[f"厂{n}", f"{n}"] for n in range(300)]
    table, found = table_of(make, read, ["名称", "产值"], *rows)
    assert len(table) == 300
    assert codes(found) == ["number-as-text"] * 3 + ["more-of-the-same"]
    assert found[-1].facts == {"code": "number-as-text", "count": "297"}


def test_hundreds_of_undeclared_columns_are_counted(make: Any, read: Any) -> None:
    header = ["名称", *(f"附加{n}" for n in range(300))]
    table, found = table_of(make, read, header, ["甲", *range(300)])
    assert len(table.columns) == 301
    assert codes(found) == ["extra-column"] * 20 + ["more-of-the-same"]


def test_titles_of_monstrous_length_are_read_quickly(make: Any, read: Any) -> None:
    long = "长" + " " * 30_000 + "(" * 2000
    dataset, _ = read(表_xlsx=make.kept({"表": [["名称", long, "产" * 30_000], ["甲", long, "乙"]]}))
    assert dataset.tables["表"].columns["名称"].values == ["甲"]


def test_sheets_are_found_however_their_names_are_spaced(make: Any, read: Any) -> None:
    dataset, found = read(SCHEMA, 数据_xlsx=make.kept({" 主导产业 ": [["名称", "产值"], ["甲", 1]]}))
    assert not found
    assert dataset.tables["主导产业"].sheet == " 主导产业 "


def test_a_sheet_merged_whole_and_a_wide_sheet_are_read_quickly(make: Any, first_sheet: Any, read: Any) -> None:
    cells = (
        "".join(f'<c r="{letters}1" t="str"><v>列{letters}</v></c>' for letters in ("A", "B", "XFD"))
        + '</row><row r="1048576"><c r="XFD1048576"><v>2</v></c>'
    )
    part = make.worksheet(f'<row r="1">{cells}</row>', '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>')
    dataset, _ = read(数据_xlsx=make.package({"表": part}))
    assert dataset.tables["表"].rows == [1_048_576]


def test_what_stands_beside_the_table_under_no_header_is_said(make: Any, read: Any) -> None:
    _, found = table_of(
        make, read, ["名称", "产值"], ["建材", 3, None, 42.86], ["铝", 4, "去年漏报"], [None, None, "１２.5亿元"]
    )
    assert [(item.code, str(item.place), item.facts["row"], item.facts["value"]) for item in found] == [
        ("note-beside-table", "数据.xlsx › 主导产业 › C3", "铝", "去年漏报"),
        ("value-beside-table", "数据.xlsx › 主导产业 › C4", "4", "１２.5亿元"),
        ("value-beside-table", "数据.xlsx › 主导产业 › D2", "建材", "42.86"),
    ]


def test_titles_beside_the_table_and_what_formulas_work_out_there_are_nobodys_answers(make: Any, read: Any) -> None:
    rows = (["主导产业表", None, None, 2015], ["名称", "产值"], ["建材", 3, None, "=B3*2"])
    _, found = table_of(make, read, *rows)
    assert not [item for item in found if item.code.endswith("beside-table")]
