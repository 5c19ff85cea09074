"""The two examples build with exactly the findings that their data deserves, and follow a changed cell."""

import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

WARNINGS = {
    2015: {
        "two-spellings": 4,  # 联和/联合能源, 黔力电器/电气, 贵州远成/远程 (in the data and in the section)
        "document-number-brackets": 1,  # 筑编通[2010]15号
        "sum-differs": 1,  # 37.01 − 5 is not 40
        "part-above-total": 1,  # 80, 82 and 130 projects are three scopes
        "large-change": 1,  # the alumina price fell by a third and the source gives no reason
    },
    2024: {"large-change": 1},  # 重点监测企业增加值 grew by 44.33 %
}


@pytest.mark.parametrize("year", [2015, 2024])
def test_an_example_builds_with_exactly_the_warnings_its_data_deserves(
    year: int, examples: Callable[[int], Any]
) -> None:
    found = Counter(item.code for item in examples(year).outcome.diagnostics if item.severity.value == "warning")
    assert dict(found) == WARNINGS[year]


@pytest.mark.parametrize("year", [2015, 2024])
def test_a_list_known_in_part_is_said_and_does_not_stop_the_build(year: int, examples: Callable[[int], Any]) -> None:
    found = {item.code: item for item in examples(year).outcome.diagnostics if item.severity.value == "info"}
    assert "list-in-part" in found
    assert found["list-in-part"].facts["sheet"] == "规上企业"


def test_2015_has_the_three_sections_of_a_summary_and_2024_its_own(examples: Callable[[int], Any]) -> None:
    headings = {year: [line for line in examples(year).paragraphs() if line[1:2] == "、"] for year in (2015, 2024)}
    assert headings[2015] == ["一、基本情况", "二、工作亮点", "三、恳请调研组帮助协调解决的问题"]
    assert [line[2:4] for line in headings[2024]] == ["基本", "工业", "农业", "服务", "下一"]


def test_2015_has_five_charts_and_the_sheets_that_the_text_names(year_2015: Any) -> None:
    captions = [line for line in year_2015.paragraphs() if line.startswith("图")]
    assert len(captions) >= 5
    sheets = openpyxl.load_workbook(year_2015.sheets, read_only=True).sheetnames
    assert sheets[:3] == ["附件1 规模以上企业名单", "附件2 重点产业项目", "附件3 主要指标"]


def test_an_item_of_a_cell_that_lists_several_names_its_cell_and_its_number(year_2015: Any) -> None:
    found = [item for item in year_2015.bindings if item.derivation.endswith("项")]
    assert found
    book = openpyxl.load_workbook(year_2015.data)
    for item in found:
        _, sheet, address = item.cells[0].split(" › ")
        named, number = item.derivation.removesuffix("项").split("第")
        assert named == address
        assert str(book[sheet][address].value).split("、")[int(number) - 1].strip() == item.value


def test_the_appendix_of_indicators_lists_measured_ones_only(year_2015: Any) -> None:
    rows = list(openpyxl.load_workbook(year_2015.sheets)["附件3 主要指标"].values)
    head = next(index for index, row in enumerate(rows) if "指标名称" in row)
    name, unit, value = (rows[head].index(title) for title in ("指标名称", "计量单位", "数值"))
    listed = {row[name]: row for row in rows[head + 1 :] if row[name]}
    assert "规上企业数" in listed
    assert "简称" not in listed
    assert all(row[unit] and row[value] is not None for row in listed.values())


def _change(book: Path, sheet: str, address: str, value: object) -> None:
    workbook = openpyxl.load_workbook(book)
    workbook[sheet][address].value = value
    workbook.save(book)


def test_a_changed_cell_changes_every_mention_chart_table_and_total(
    own_2015: Path, rebuilt: Callable[[Path], Any]
) -> None:
    first = rebuilt(own_2015)
    mentions = sum(binding.text.count("42.86") for binding in first.bindings)
    assert mentions >= 4  # the sentence, the bar, the ring, the table
    _change(first.data, "主导产业", "F4", 43.21)
    second = rebuilt(own_2015)
    text = "\n".join(second.paragraphs())
    assert "42.86" not in text
    assert "143.737" not in text
    assert "144.087" in text
    assert not [binding for binding in second.bindings if "42.86" in (binding.text, binding.value)]
    assert sum(binding.text.count("43.21") for binding in second.bindings) == mentions
    assert 43.21 in [value for _, _, value in second.cells()]
    assert 42.86 not in [value for _, _, value in second.cells()]
    changed = second.outcome.changes
    assert changed is not None
    assert ("42.86亿元", "43.21亿元") in {(item.before, item.after) for item in changed}


@pytest.mark.parametrize(
    "sheet",
    ["产品价格", "恳请事项", "体制沿革", "工作机制", "供电设施", "基础设施项目", "招商活动", "引进企业", "主导产业"],
)
def test_the_kit_leaves_out_what_has_no_data(sheet: str, own_2015: Path, rebuilt: Callable[[Path], Any]) -> None:
    (own_2015 / "sections" / "2-工作亮点.md").unlink()
    book = next((own_2015.parent.parent / "data").glob("*2015.xlsx"))
    workbook = openpyxl.load_workbook(book)
    del workbook[sheet]
    workbook.save(book)
    text = "\n".join(rebuilt(own_2015).paragraphs())
    for slip in ("，，", "。。", "，。", "；。", "、。", "（）", "见。", "、、"):
        assert slip not in text


@pytest.mark.parametrize(("sheet", "rows"), [("主导产业", 1), ("产业项目", 1), ("招商成果", 1), ("恳请事项", 1)])
def test_the_kit_reads_well_with_a_single_row(
    sheet: str, rows: int, own_2015: Path, rebuilt: Callable[[Path], Any]
) -> None:
    (own_2015 / "sections" / "2-工作亮点.md").unlink()
    book = next((own_2015.parent.parent / "data").glob("*2015.xlsx"))
    workbook = openpyxl.load_workbook(book)
    found = workbook[sheet]
    head = next(row for row in range(1, 5) if sum(1 for cell in found[row] if cell.value) > 1)
    found.delete_rows(head + 1 + rows, found.max_row)
    workbook.save(book)
    text = "\n".join(rebuilt(own_2015).paragraphs())
    for slip in ("，，", "。。", "，。", "；。", "、。", "（）", "见。"):
        assert slip not in text
    if sheet == "主导产业":
        assert "一是铝" not in text


def test_the_industries_grow_in_text_and_in_live_columns_with_last_years_values(
    own_2015: Path, rebuilt: Callable[[Path], Any]
) -> None:
    book = next((own_2015.parent.parent / "data").glob("*2015.xlsx"))
    workbook = openpyxl.load_workbook(book)
    for row, value in enumerate((40, 20, 36.746, 18, 25), 4):
        workbook["主导产业"].cell(row, 7).value = value
    workbook.save(book)
    built = rebuilt(own_2015)
    assert "完成产值143.737亿元，同比增长2.9%，各产业" in "\n".join(built.paragraphs())
    made = built.sheets
    shown, live = (openpyxl.load_workbook(made, data_only=kept)["附件4 主导产业情况"] for kept in (True, False))
    assert "单位：亿元" in [cell.value for cell in shown[2]]
    assert [cell.value for cell in shown[3]][5:] == ["产值", "上年产值", "同比增长", "占比"]
    assert live["H4"].value.startswith("=IF(")
    assert shown["H4"].value == pytest.approx(42.86 / 40 - 1)
    assert (shown["G9"].value, shown["H9"].value) == (pytest.approx(139.746), pytest.approx(143.737 / 139.746 - 1))


def test_the_kit_takes_twenty_industries_as_well_as_five(own_2015: Path, rebuilt: Callable[[Path], Any]) -> None:
    book = next((own_2015.parent.parent / "data").glob("*2015.xlsx"))
    workbook = openpyxl.load_workbook(book)
    for number in range(6, 21):
        workbook["主导产业"].append(
            [f"新兴{'甲乙丙丁戊己庚辛壬癸子丑寅卯辰'[number - 6]}", "工业", None, "产品一、产品二"]
        )
        workbook["主导产业"].cell(workbook["主导产业"].max_row, 6).value = number + 0.5
    workbook.save(book)
    text = "\n".join(rebuilt(own_2015).paragraphs())
    assert "二十大主导产业" in text
    assert "二十是新兴辰产业。" in text


@pytest.mark.parametrize("year", [2015, 2024])
def test_every_picture_of_the_word_file_is_a_chart_of_the_workbook(year: int, examples: Callable[[int], Any]) -> None:
    captions = [line for line in examples(year).paragraphs() if line.startswith("图")]
    with zipfile.ZipFile(examples(year).sheets) as package:
        charts = [name for name in package.namelist() if name.startswith("xl/charts/chart")]
    assert len(charts) == len(captions) >= 4
