"""Slips of departments: what is read all the same, what is refused, and that each of them is said with its cell."""

from datetime import date
from typing import Any

import pytest
from openpyxl import load_workbook


def test_numbers_as_text_are_read(office: Any, said: Any) -> None:
    office.answer("经发局", {"主导产业!铝加工.产值": "４２．８６", "主导产业!建材.产值": "1,021"})
    office.answer("招商局", {"招商项目!甲项目.到位资金": "12.5亿元", "招商项目!乙项目.到位资金": "约1200"})
    collected = office.collect()
    assert office.value("主导产业!铝加工.产值") == 42.86
    assert office.value("主导产业!建材.产值") == 1021
    assert office.value("招商项目!甲项目.到位资金") == 125000
    assert office.value("招商项目!乙项目.到位资金") == 1200
    assert said.places(collected, "unit-in-cell") == ["2026年数据填报表-招商局.xlsx › 招商项目 › B4"]
    assert said.places(collected, "approximate-number") == ["2026年数据填报表-招商局.xlsx › 招商项目 › B5"]
    assert len(said.places(collected, "number-as-text")) == 2


def test_a_hedge_goes_to_its_own_column_where_there_is_one(office: Any, said: Any) -> None:
    office.answer("财政局", {"指标!财政收入.数值": "约5200"})
    office.answer("经发局", {"主导产业!铝加工.产值": "43余"})
    collected = office.collect()
    assert office.value("指标!财政收入.数值") == 5200
    assert office.value("指标!财政收入.概数") == "约"
    assert office.value("主导产业!铝加工.产值") == 43
    assert said.places(collected, "hedge-lost") == ["2026年数据填报表-经发局.xlsx › 主导产业 › C4"]


def test_a_number_that_can_be_two_numbers_is_refused(office: Any, said: Any) -> None:
    office.answer("经发局", {"主导产业!铝加工.产值": "1,2"})
    collected = office.collect()
    assert office.value("主导产业!铝加工.产值") is None
    assert "ambiguous-number" in said.codes(collected)
    line = next(line for line in collected.overview if line.department == "经发局")
    assert line.refused == 1


@pytest.mark.parametrize(("written", "kept"), [(0.26, 26), ("26%", 26), (26, 26), ("0.26%", 0.26)])
def test_percentages_are_read_as_last_year_tells(office: Any, written: object, kept: float) -> None:
    office.answer("经发局", {"主导产业!铝加工.增加值率": written})
    office.collect()
    assert office.value("主导产业!铝加工.增加值率") == kept


def test_a_percentage_format_counts(office: Any) -> None:
    office.answer("经发局", {"主导产业!铝加工.增加值率": 0.26})
    office.change(
        office.form("经发局"),
        lambda book: setattr(office.find(book, "主导产业!铝加工.增加值率"), "number_format", "0.0%"),
    )
    office.collect()
    assert office.value("主导产业!铝加工.增加值率") == 26


def test_a_fraction_that_nothing_explains_is_refused(office: Any, said: Any) -> None:
    office.answer("经发局", {"主导产业!医药.增加值率": 0.31})
    collected = office.collect()
    assert office.value("主导产业!医药.增加值率") is None
    assert said.places(collected, "ambiguous-percent") == ["2026年数据填报表-经发局.xlsx › 主导产业 › F6"]


def test_a_fraction_that_fills_last_years_empty_cell_is_refused(office: Any, said: Any) -> None:
    office.answer("经发局", {"主导产业!医药.上年增加值率": 0.31})
    collected = office.collect()
    assert office.value("主导产业!医药.上年增加值率") is None
    assert said.places(collected, "ambiguous-percent") == ["2026年数据填报表-经发局.xlsx › 主导产业 › E6"]


def test_neighbours_explain_a_fraction(office: Any, said: Any) -> None:
    office.answer(
        "经发局", {"主导产业!铝加工.增加值率": 0.26, "主导产业!建材.增加值率": 0.29, "主导产业!医药.增加值率": 0.31}
    )
    collected = office.collect()
    assert office.value("主导产业!医药.增加值率") == 31
    assert said.codes(collected).count("percent-scaled") == 3


def test_renamed_and_moved_sheets_and_columns_are_known(office: Any, said: Any) -> None:
    def rename(book: Any) -> None:
        book["招商项目"].title = "我们的项目"
        sheet = book["我们的项目"]
        sheet["B3"].value = "今年资金到位情况"

    def move(book: Any) -> None:
        sheet = book["主导产业"]
        for row in sheet.iter_rows(min_row=3):
            row[0].value, row[9].value = row[9].value, row[0].value

    office.answer("招商局")
    office.answer("经发局")
    office.change(office.form("招商局"), rename)
    office.change(office.form("经发局"), move)
    collected = office.collect()
    assert office.value("招商项目!甲项目.到位资金") == 1200
    assert office.value("主导产业!建材.产值") == 21
    assert said.places(collected, "renamed-sheet") == ["2026年数据填报表-招商局.xlsx › 我们的项目"]
    assert said.places(collected, "renamed-column") == ["2026年数据填报表-招商局.xlsx › 我们的项目 › B3"]
    assert "moved-columns" in said.codes(collected)


def test_extra_rows_notes_and_merged_cells_do_no_harm(office: Any, said: Any) -> None:
    def clutter(book: Any) -> None:
        sheet = book["主导产业"]
        sheet.protection.sheet = False
        sheet.insert_rows(1, 2)
        sheet["A1"].value = "经发局填"
        sheet.cell(30, 1).value = "填报人：张三"
        sheet.cell(29, 1).value = "合计"
        sheet.cell(29, 3).value = 74.86
        sheet.merge_cells("I6:I7")

    office.answer("经发局")
    office.change(office.form("经发局"), clutter)
    collected = office.collect()
    assert office.value("主导产业!铝加工.产值") == 42.86
    assert office.value("主导产业!医药.产值") == 11
    assert "total-row" in said.codes(collected)
    assert "new-rows" not in said.codes(collected)


def test_a_value_in_last_years_column_is_taken_where_it_can_mean_nothing_else(office: Any, said: Any) -> None:
    office.answer("经发局", {"主导产业!铝加工.上年产值": 42.86})
    collected = office.collect()
    assert office.value("主导产业!铝加工.产值") == 42.86
    assert office.value("主导产业!铝加工.上年产值") == 40
    assert said.places(collected, "value-in-wrong-column") == ["2026年数据填报表-经发局.xlsx › 主导产业 › B4"]


@pytest.mark.parametrize(
    "more", [{"主导产业!铝加工.产值": 42.86}, {"主导产业!铝加工.变动原因": "上年数更正"}], ids=["answered", "corrected"]
)
def test_last_years_value_is_never_followed(office: Any, said: Any, more: dict[str, object]) -> None:
    office.answer("经发局", {"主导产业!铝加工.上年产值": 41, **more})
    collected = office.collect()
    assert office.value("主导产业!铝加工.上年产值") == 40
    assert office.value("主导产业!铝加工.产值") == more.get("主导产业!铝加工.产值")
    assert "given-cell-changed" in said.codes(collected)


def test_a_number_over_the_formula_of_the_growth_is_said_and_not_taken(office: Any, said: Any) -> None:
    office.answer("财政局", {"指标!财政收入.比上年增减": 5200})
    collected = office.collect()
    assert said.places(collected, "typed-over-formula") == ["2026年数据填报表-财政局.xlsx › 指标 › F4"]
    finding = next(item for item in collected.diagnostics if item.code == "typed-over-formula")
    assert finding.facts["name"] == "财政收入"
    assert finding.facts["value"] == "5200"
    assert finding.facts["belongs"] == "数值（E4）"
    assert office.value("指标!财政收入.数值") is None
    assert next(line.refused for line in collected.overview if line.department == "财政局") == 1


def test_each_growth_column_names_its_own_value(office: Any) -> None:
    office.answer("经发局", {"主导产业!铝加工.比上年增减：增加值率": "26"})
    finding = next(item for item in office.collect().diagnostics if item.code == "typed-over-formula")
    assert finding.facts["belongs"] == "增加值率（F4）"


@pytest.mark.parametrize("growth", [0.04, "4%", "4.0", "=0.5"])
def test_the_growth_itself_in_place_of_its_formula_is_fine(office: Any, said: Any, growth: object) -> None:
    office.answer("财政局", {"指标!财政收入.数值": 5200, "指标!财政收入.比上年增减": growth})
    assert "typed-over-formula" not in said.codes(office.collect())


def test_a_changed_unit_converts_the_row(office: Any, said: Any) -> None:
    office.answer("财政局", {"指标!财政收入.计量单位": "亿元", "指标!财政收入.数值": 0.52})
    collected = office.collect()
    assert office.value("指标!财政收入.数值") == 5200
    assert office.value("指标!财政收入.计量单位") == "万元"
    assert "unit-changed" in said.codes(collected)


def test_a_changed_unit_leaves_last_years_value_alone(office: Any, said: Any) -> None:
    office.answer("财政局", {"指标!财政收入.计量单位": "亿元", "指标!财政收入.来源说明": "决算"})
    collected = office.collect()
    assert office.value("指标!财政收入.数值") is None
    assert not {"given-cell-changed", "value-in-wrong-column"} & set(said.codes(collected))


def test_a_unit_of_another_kind_is_refused(office: Any) -> None:
    office.answer("财政局", {"指标!财政收入.计量单位": "家", "指标!财政收入.数值": 52})
    collected = office.collect()
    assert office.value("指标!财政收入.数值") is None
    assert next(line.refused for line in collected.overview if line.department == "财政局") >= 1


def test_a_word_that_is_no_choice_is_refused(office: Any, said: Any) -> None:
    office.answer("经发局", {"主导产业!铝加工.性质": "支柱", "主导产业!建材.性质": "特色"})
    collected = office.collect()
    assert office.value("主导产业!铝加工.性质") is None
    assert office.value("主导产业!建材.性质") == "特色"
    assert said.places(collected, "not-a-choice")


def test_an_impossible_date_is_refused(office: Any, said: Any) -> None:
    office.answer("招商局", {"招商项目!甲项目.签约日期": "2026年2月30日", "招商项目!乙项目.签约日期": "2026.3.5"})
    collected = office.collect()
    assert "impossible-date" in said.codes(collected)
    assert office.value("招商项目!甲项目.签约日期") is None
    assert office.value("招商项目!乙项目.签约日期").date() == date(2026, 3, 5)


def test_a_row_under_another_name_is_refused(office: Any, said: Any) -> None:
    office.answer("经发局", {"主导产业!建材.产值": 21, "主导产业!建材.名称": "新型建材"})
    collected = office.collect()
    finding = next(item for item in collected.diagnostics if item.code == "renamed-row")
    assert finding.facts["before"] == "建材"
    assert load_workbook(office.workbook)["主导产业"].max_row == 4


def test_lost_rows_are_named(office: Any, said: Any) -> None:
    office.answer("经发局")
    office.change(office.form("经发局"), lambda book: book["主导产业"].delete_rows(5))
    collected = office.collect()
    finding = next(item for item in collected.diagnostics if item.code == "lost-rows")
    assert finding.facts["rows"] == "建材"
    assert office.value("主导产业!医药.产值") == 11


def test_a_row_without_a_name_is_refused(office: Any, said: Any) -> None:
    office.answer("招商局", {"招商项目!.到位资金": 55})
    assert "row-without-key" in said.codes(office.collect())


def test_an_indicator_that_nobody_asked_for_is_not_taken(office: Any, said: Any) -> None:
    def add(book: Any) -> None:
        sheet = book["指标"]
        row = sheet.max_row + 1
        sheet.cell(row, 1).value, sheet.cell(row, 5).value = "工业增加值", 33

    office.change(office.form("经发局"), add)
    collected = office.collect()
    finding = next(item for item in collected.diagnostics if item.code == "indicator-not-asked")
    assert finding.suggestion
    assert load_workbook(office.workbook)["指标"].max_row == 5


def test_two_rows_of_one_name_are_refused(office: Any, said: Any) -> None:
    office.answer("经发局", {"主导产业!.名称": "建材"})
    office.answer("经发局", {"主导产业!建材.产值": 21})
    assert "ambiguous-row" in said.codes(office.collect())
    assert office.value("主导产业!建材.产值") is None


def test_deleted_columns_and_sheets_are_named(office: Any, said: Any) -> None:
    office.answer("经发局")
    office.answer("招商局")
    office.change(office.form("经发局"), lambda book: book["主导产业"].delete_cols(3))
    office.change(office.form("招商局"), lambda book: book.remove(book["招商项目"]))
    collected = office.collect()
    finding = next(item for item in collected.diagnostics if item.code == "deleted-column")
    assert finding.facts["column"] == "产值"
    assert "lost-sheet" in said.codes(collected) or "no-form-in-return" in said.codes(collected)


def test_own_columns_and_sheets_stay_in_the_return(office: Any, said: Any) -> None:
    def add(book: Any) -> None:
        book["招商项目"]["D3"].value, book["招商项目"]["D4"].value = "联系人", "李四"
        book.create_sheet("草稿")["A1"].value = "随手记"

    office.answer("招商局")
    office.change(office.form("招商局"), add)
    codes = said.codes(office.collect())
    assert "column-not-collected" in codes
    assert "extra-sheet" in codes


def test_answers_that_contradict_each_other_are_taken_from_neither(office: Any, said: Any) -> None:
    office.answer("财政局", name="财政局(1).xlsx")
    office.answer("财政局", {"指标!财政收入.数值": 5300})
    collected = office.collect()
    assert office.value("指标!财政收入.数值") is None
    finding = next(item for item in collected.diagnostics if item.code == "conflicting-answers")
    assert "5200（财政局(1).xlsx）" in finding.facts["answers"]
    assert finding.severity == "error"
    preferred = office.collect(prefer=("财政局(1).xlsx",))
    assert "conflicting-answers" not in said.codes(preferred)
    assert office.value("指标!财政收入.数值") == 5200


def test_equal_answers_of_two_files_are_fine(office: Any, said: Any) -> None:
    office.answer("财政局", name="财政局(1).xlsx")
    office.answer("财政局", {"指标!财政收入.数值": "5,200"})
    assert "conflicting-answers" not in said.codes(office.collect())
    assert office.value("指标!财政收入.数值") == 5200


def test_a_preferred_file_that_is_not_there_is_said(answered: Any, said: Any) -> None:
    assert "preferred-file-missing" in said.codes(answered.collect(prefer=("没有.xlsx",)))


def test_a_value_that_is_not_counted_keeps_its_reason(office: Any) -> None:
    office.answer("财政局", {"指标!财政收入.数值": "未统计：下月公布"})
    office.collect()
    assert office.value("指标!财政收入.数值") == "未统计：下月公布"


def test_an_indicator_of_another_department_is_not_taken(office: Any, said: Any) -> None:
    def add(book: Any) -> None:
        sheet = book["指标"]
        row = sheet.max_row + 1
        sheet.cell(row, 1).value, sheet.cell(row, 5).value = "财政收入", 33

    office.change(office.form("经发局"), add)
    assert "indicator-not-asked" in said.codes(office.collect())
    assert office.value("指标!财政收入.数值") is None


def test_words_in_the_place_of_a_number_are_refused(office: Any, said: Any) -> None:
    office.answer("财政局", {"指标!财政收入.数值": "比去年多", "指标!财政收入.计量单位": None})
    assert "text-for-number" in said.codes(office.collect())
    assert office.value("指标!财政收入.数值") is None


def test_many_findings_of_one_kind_are_counted(office: Any, said: Any) -> None:
    def fill(book: Any) -> None:
        for number in range(50):
            book["招商项目"].cell(6 + number, 2).value = number

    office.change(office.form("招商局"), fill)
    collected = office.collect()
    assert said.codes(collected).count("row-without-key") == 20
    more = next(item for item in collected.diagnostics if item.code == "more-of-the-same")
    assert more.facts == {"code": "row-without-key", "count": "30"}


def test_a_hidden_copy_is_not_taken_for_a_sheet_that_is_missing(office: Any, said: Any) -> None:
    def hide(book: Any) -> None:
        book["招商项目"].title = "去年底稿"
        book["去年底稿"].sheet_state = "hidden"

    office.answer("招商局")
    office.change(office.form("招商局"), hide)
    collected = office.collect()
    assert "renamed-sheet" not in said.codes(collected)
    assert office.value("招商项目!甲项目.到位资金") is None


def test_a_number_beside_the_table_is_said_and_asked_about(office: Any, said: Any) -> None:
    office.answer("经发局", {"主导产业!铝加工.产值": 42.86})

    def slip(book: Any) -> None:
        cell = office.find(book, "主导产业!建材.产值")
        book["主导产业"].cell(cell.row, book["主导产业"].max_column + 1).value = 21.5

    office.change(office.form("经发局"), slip)
    collected = office.collect(doubts=office.doubts)
    (finding,) = [item for item in collected.diagnostics if item.code == "value-beside-table"]
    assert finding.facts["row"] == "建材"
    assert "value-beside-table" in [
        row[6] for row in load_workbook(office.doubts)["经发局"].iter_rows(values_only=True)
    ]
