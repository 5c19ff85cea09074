"""An appendix sheet: what a person sees in Excel and on paper."""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from io import BytesIO
from typing import Any

import openpyxl
import pytest

from reportgen.model.document import Appendix, ColumnSource, DataTable, Document, TableColumn, Text
from reportgen.model.quantity import PERCENT, parse_unit
from reportgen.model.schema import ColumnKind
from reportgen.write.excel.layout import lay_out
from reportgen.write.to_xlsx import to_xlsx

Book = Callable[..., Any]


def sheet_of(book: Book, appendix: Appendix) -> Any:
    return book([appendix]).worksheets[0]


def column(header: str, values: list[Any], kind: ColumnKind = ColumnKind.NUMBER, **rest: Any) -> TableColumn:
    source = ColumnSource("园区.xlsx", "表", 2, range(2, 2 + len(values)), header)
    return TableColumn(header=header, kind=kind, values=values, source=source, **rest)


def appendix_of(*columns: TableColumn, **rest: Any) -> Appendix:
    table = DataTable(columns=columns, row_count=len(columns[0].values), **rest)
    return Appendix(number=2, title="重点项目", table=table)


def test_the_sheet_is_named_as_the_narrative_names_the_appendix(book: Book, appendix: Appendix) -> None:
    assert book([appendix, replace(appendix, number=2, title="重点项目")]).sheetnames == [
        "附件1 主导产业",
        "附件2 重点项目",
        "数据来源",
    ]


def test_title_note_unit_and_header_stand_above_the_table(book: Book, appendix: Appendix) -> None:
    sheet = sheet_of(book, appendix)
    assert sheet["A1"].value == "主导产业"
    assert sheet["A2"].value == "（按产值排列）"
    assert sheet["G3"].value == "单位：亿元"
    assert [cell.value for cell in sheet[4]] == ["序号", "名称", "产值", "上年产值", "同比增长", "占比", "投产日期"]
    assert {"A1:G1", "A2:G2"} <= {str(merged) for merged in sheet.merged_cells.ranges}


def test_units_stand_in_the_headers_where_they_differ(book: Book) -> None:
    money, people = (parse_unit(unit) for unit in ("亿元", "人"))
    values = [Decimal(1), Decimal(2)]
    appendix = appendix_of(
        column("产值", values, unit=money), column("人数", values, unit=people), column("增速", values, unit=PERCENT)
    )
    sheet = sheet_of(book, appendix)
    assert [cell.value for cell in sheet[2]] == ["产值（亿元）", "人数（人）", "增速"]


def test_the_header_is_styled_frozen_and_repeated_on_every_page(book: Book, appendix: Appendix) -> None:
    sheet = sheet_of(book, appendix)
    header = sheet["C4"]
    assert header.font.name == "黑体"
    assert header.fill.fgColor.rgb == "FFDBE7F3"
    assert header.border.left.style == "thin"
    assert header.alignment.horizontal == "center"
    assert sheet.freeze_panes == "A5"
    assert sheet.print_title_rows == "$4:$4"


@pytest.mark.parametrize(("landscape", "orientation"), [(False, "portrait"), (True, "landscape")])
def test_the_page_is_a4_in_its_orientation_as_wide_as_the_table(
    book: Book, appendix: Appendix, landscape: bool, orientation: str
) -> None:
    sheet = sheet_of(book, replace(appendix, landscape=landscape))
    assert sheet.page_setup.paperSize == 9
    assert sheet.page_setup.orientation == orientation
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.oddHeader.left.text == "附件1"
    assert sheet.oddHeader.left.size == 16
    assert sheet.oddFooter.center.text == "— &P —"


def test_cells_hold_exact_values_with_formats_from_units_and_decimals(book: Book, appendix: Appendix) -> None:
    sheet = sheet_of(book, appendix)
    assert [sheet[f"C{row}"].value for row in range(5, 9)] == [42.86, 33.2, 25, 1042.677]
    assert sheet["D5"].number_format == "0.0"
    assert sheet["E5"].number_format == "0.0%"
    assert sheet["G5"].number_format == 'yyyy"年"m"月"d"日"'
    assert [cell.value.isoformat()[:10] if cell.value else None for cell in sheet["G"][4:8]] == [
        "2009-05-01",
        "2010-12-31",
        None,
        "2014-02-28",
    ]


@pytest.mark.parametrize(
    ("values", "unit", "decimals", "expected"),
    [
        (["1", "2"], "家", None, "0"),
        (["1234", "2"], "人", None, "#,##0"),
        (["1234.5", "2"], "万元", 2, "#,##0.00"),
        (["2015", "2014"], "", None, "0"),
        (["2015", "2014"], "年", None, "0"),
        (["1.5", "2.25"], "亿元", None, "0.00"),
        (["1.5", "2.256"], "亿元", None, "General"),
        (["1.234", "2.256"], "亿元", None, "0.000"),
        (["12.5", "8"], "%", None, "0.0%"),
        (["12.5", "8"], "%", 2, "0.00%"),
        (["12.5", "8"], "个百分点", 1, "0.0"),
    ],
)
def test_a_number_format_follows_unit_decimals_and_size(
    book: Book, values: list[str], unit: str, decimals: int | None, expected: str
) -> None:
    made = column("数值", [Decimal(value) for value in values], unit=parse_unit(unit), decimals=decimals)
    assert sheet_of(book, appendix_of(made))["A3"].number_format == expected


def test_rates_are_kept_as_fractions_under_their_format(book: Book) -> None:
    sheet = sheet_of(book, appendix_of(column("增速", [Decimal("12.5"), None, Decimal("-3")], unit=PERCENT)))
    assert [sheet[f"A{row}"].value for row in (3, 4, 5)] == [0.125, None, -0.03]


def test_mixed_units_keep_numbers_as_numbers_that_read_like_the_text(book: Book) -> None:
    texts = ["12.48亿元", "300家", "5.6%", "2016年2月24日", "约12亿元", "", "7"]
    numbers = ["12.48", "300", "5.6", None, "12", None, "7"]
    values = [Decimal(number) if number else None for number in numbers]
    sheet = sheet_of(book, appendix_of(column("数值", values, unit=None, texts=texts)))
    cells = [sheet[f"A{row}"] for row in range(3, 10)]
    assert [cell.value for cell in cells] == [12.48, 300, 0.056, "2016年2月24日", 12, None, 7]
    formats = [cells[index].number_format for index in (0, 1, 2, 4, 6)]
    assert formats == ['0.00"亿元"', '0"家"', "0.0%", '"约"0"亿元"', "0"]


@pytest.mark.parametrize(
    ("unit", "word", "expected"),
    [
        ("亿元", "近", '"近"0.0'),
        ("亿元", "余", '0.0"余"'),
        ("亿元", "以上", '0.0"以上"'),
        ("%", "以上", '0.0%"以上"'),
        ("%", "约", '"约"0.0%'),
    ],
)
def test_a_number_that_is_not_exact_says_so_and_stays_a_number(book: Book, unit: str, word: str, expected: str) -> None:
    made = column("总投资", [Decimal(20), None, Decimal("9.2")], unit=parse_unit(unit), hedges={0: word})
    sheet = sheet_of(book, appendix_of(made))
    cells = [sheet[f"A{row}"] for row in (3, 4, 5)]
    factor = 0.01 if unit == "%" else 1
    assert [cell.value for cell in cells] == [20 * factor, None, pytest.approx(9.2 * factor)]
    assert (cells[0].number_format, cells[2].number_format) == (expected, "0.0%" if unit == "%" else "0.0")


def test_a_column_is_wide_enough_for_the_words_that_hedge_its_numbers() -> None:
    exact, hedged = (
        lay_out(appendix_of(column("投资", [Decimal("1234.25")] * 2, hedges=hedges)), "附件1").columns[0].natural
        for hedges in ({}, {1: "以上"})
    )
    assert hedged >= exact + 4


def test_numbers_of_many_digits_and_exponents_are_written_plainly(book: Book) -> None:
    values = [
        Decimal(text) for text in ("1E+3", "1E-7", "100", "0.10", "-0", "123456789012345", "12345678901234567890")
    ]
    sheet = sheet_of(book, appendix_of(column("数值", values, decimals=3)))
    assert [sheet[f"A{row}"].value for row in range(3, 10)] == [
        1000,
        1e-7,
        100,
        0.1,
        0,
        123456789012345,
        12345678901234567000,
    ]


def test_columns_are_as_wide_as_their_content_and_long_text_wraps_in_a_higher_row(book: Book) -> None:
    texts = ["短", "很长的一段进展情况，" * 12]
    sheet = sheet_of(
        book, appendix_of(column("名称", ["甲", "乙"], ColumnKind.TEXT), column("进展", texts, ColumnKind.TEXT))
    )
    assert sheet.column_dimensions["B"].width > sheet.column_dimensions["A"].width * 2
    assert sheet["B4"].alignment.wrap_text
    assert (sheet.row_dimensions[4].height or 0) > 60
    assert sheet.row_dimensions[3].height is None


def test_a_wide_number_has_room_for_all_its_digits(book: Book) -> None:
    made = column("产值", [Decimal("123456789.12"), Decimal(1)], unit=parse_unit("万元"), decimals=2)
    assert sheet_of(book, appendix_of(made)).column_dimensions["A"].width >= len("123,456,789.12") + 2


def test_a_list_known_in_part_says_so_below_the_table(book: Book, appendix: Appendix) -> None:
    sheet = sheet_of(book, appendix)
    assert sheet["A10"].value == "注：全部共9项，本表列出已有资料的4项。"
    whole = replace(appendix, table=replace(appendix.table, announced=4, note="数据为初步核算数。"))
    assert sheet_of(book, whole)["A10"].value == "数据为初步核算数。"


def test_an_appendix_without_rows_or_columns_is_a_whole_sheet_too(book: Book) -> None:
    empty = appendix_of(column("名称", [], ColumnKind.TEXT), column("产值", [], totalled=True), total_label="合计")
    assert sheet_of(book, empty)["A3"].value == "合计"
    bare = Appendix(number=1, title="空表", table=DataTable(columns=(), row_count=0))
    assert sheet_of(book, bare)["A1"].value == "空表"


def test_a_report_without_appendices_has_its_sheet_of_sources(book: Book) -> None:
    assert book([]).sheetnames == ["数据来源"]


@pytest.mark.parametrize(
    ("titles", "expected"),
    [
        (["资金[2015]: a/b"], ["附件1 资金 2015 a b"]),
        (["同名", "同名"], ["附件1 同名", "附件1 同名-2"]),
        (["Plan", "PLAN"], ["附件1 Plan", "附件1 PLAN-2"]),
        (["长" * 40, "长" * 40], ["附件1 " + "长" * 27, "附件1 " + "长" * 25 + "-2"]),
        (["𠮷" * 40], ["附件1 " + "𠮷" * 13]),
        (["'引号'"], ["附件1 '引号"]),
        (["换\n行\x00"], ["附件1 换 行"]),
    ],
)
def test_sheet_names_are_what_excel_takes_and_each_change_is_said(titles: list[str], expected: list[str]) -> None:
    table = DataTable(columns=(column("名称", ["甲"], ColumnKind.TEXT),), row_count=1)
    appendices = tuple(Appendix(number=1, title=title, table=table) for title in titles)
    document = Document(title=(Text("总结"),), sections=(), appendices=appendices)
    data, found = to_xlsx(document, year=2015)
    assert openpyxl.load_workbook(BytesIO(data)).sheetnames[:-1] == expected
    changed = sum(f"附件1 {title}" != name for title, name in zip(titles, expected, strict=True))
    assert [item.code for item in found] == ["sheet-name-changed"] * changed


def test_more_rows_or_columns_than_a_sheet_holds_are_errors_and_no_file() -> None:
    many = replace(column("名称", ["甲"], ColumnKind.TEXT), values=range(2_000_000))  # type: ignore[arg-type]
    long = Appendix(number=1, title="长", table=DataTable(columns=(many,), row_count=2_000_000))
    wide = Appendix(number=2, title="宽", table=DataTable(columns=(many,) * 16_385, row_count=0))
    document = Document(title=(), sections=(), appendices=(long, wide))
    data, found = to_xlsx(document, year=2015)
    assert data == b""
    assert [item.code for item in found] == ["too-many-rows", "too-many-columns"]


def test_a_text_that_no_cell_can_hold_is_cut_and_said(book: Book) -> None:
    texts = ["好" * 32_767, "好" * 32_768, "𠮷" * 20_000]
    appendix = appendix_of(column("名称", texts, ColumnKind.TEXT))
    sheet = sheet_of(book, appendix)
    assert sheet["A3"].value == texts[0]
    assert sheet["A4"].value == "好" * 32_766 + "…"
    assert sheet["A5"].value == "𠮷" * 16_383 + "…"
    _, found = to_xlsx(Document(title=(), sections=(), appendices=(appendix,)), year=2015)
    assert [(item.code, str(item.place)) for item in found] == [
        ("text-too-long", "园区.xlsx › 表 › B3"),
        ("text-too-long", "园区.xlsx › 表 › B4"),
    ]


def test_a_column_without_content_is_left_out(book: Book, appendix: Appendix) -> None:
    names = column("名称", ["甲", "乙"], ColumnKind.TEXT)
    empty, blank = column("机组", [None, None]), column("备注", ["", None], ColumnKind.TEXT)
    sheet = sheet_of(book, appendix_of(empty, names, blank, column("产值", [None, Decimal(3)])))
    assert [cell.value for cell in sheet[2]] == ["名称", "产值"]
    first, *rest = appendix.table.columns
    first = replace(first, values=[None] * 4)
    sheet = sheet_of(book, replace(appendix, table=replace(appendix.table, columns=(first, *rest))))
    assert [cell.value for cell in sheet[4]][:3] == ["名称", "产值", "上年产值"]
    assert "B5/C5" in sheet["D5"].value, "formulas follow their columns"


def test_many_wide_texts_wrap_until_the_page_holds_them_in_legible_type(book: Book) -> None:
    texts = ["相当长的一段说明文字，相当长的一段说明文字"] * 2
    made = appendix_of(*(column(f"第{number}列", texts, ColumnKind.TEXT) for number in range(5)))
    sheet = sheet_of(book, replace(made, landscape=True))
    points = sum(6 * sheet.column_dimensions[letters].width + 3.75 for letters in "ABCDE")
    assert points * 0.82 <= 841.9 - 1.2 * 72
    assert sheet.row_dimensions[3].height > 20


def test_a_table_slightly_longer_than_a_page_is_shrunk_onto_one(book: Book) -> None:
    fits = []
    for rows in (10, 20, 40):
        made = appendix_of(column("名称", ["甲"] * rows, ColumnKind.TEXT))
        fits.append(sheet_of(book, replace(made, landscape=True)).page_setup.fitToHeight)
    assert fits == [0, 1, 0]


def test_values_of_different_units_stand_in_the_middle_and_long_words_on_the_left(book: Book) -> None:
    texts = ["12.48亿元", "无"]
    made = column("数值", [Decimal("12.48"), None], unit=None, texts=texts)
    sheet = sheet_of(book, appendix_of(made))
    assert [sheet[f"A{row}"].alignment.horizontal for row in (3, 4)] == ["center", "center"]
    made = column("数值", [Decimal("12.48"), None], unit=None, texts=["12.48亿元", "很长的说明文字" * 9])
    sheet = sheet_of(book, appendix_of(made))
    assert sheet["A4"].alignment.horizontal == "left"


def test_a_unit_begins_a_line_of_its_own_where_the_header_is_too_long_for_both(book: Book) -> None:
    area = column("建筑面积", [Decimal(1)], unit=parse_unit("平方米"))
    sheet = sheet_of(book, appendix_of(area, column("产值", [Decimal(1)], unit=parse_unit("亿元"))))
    assert [cell.value for cell in sheet[2]] == ["建筑面积\n（平方米）", "产值（亿元）"]
    assert sheet.row_dimensions[2].height == 39
