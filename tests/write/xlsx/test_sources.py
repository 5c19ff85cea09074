"""The sheet 数据来源: each figure, its cells, and the way to where they are printed."""

import re
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from typing import Any

import openpyxl
import pytest

from reportgen.model.binding import Binding
from reportgen.model.document import Block, Document, Heading, Paragraph, Section, Shown, Text
from reportgen.model.figure import Fact, Piece
from reportgen.model.place import CellRef, TextRef
from reportgen.write.excel import sources as sheet_sources
from reportgen.write.excel.places import PrintedCells, compact
from reportgen.write.excel.sources import source_sheet
from reportgen.write.excel.styles import Styles
from reportgen.write.to_xlsx import to_xlsx

Book = Callable[..., Any]
HEADINGS = ["序号", "章节", "句子", "显示值", "精确值", "单位", "期间", "来源单元格", "推算方法", "模板位置"]
WITH_FILE = [*HEADINGS[:7], "来源单元格（园区.xlsx）", *HEADINGS[8:]]


def test_each_figure_stands_with_sentence_value_cells_and_derivation(book: Book, document: Document) -> None:
    sheet = book(document)["数据来源"]
    assert sheet["A1"].value == "2015年工作总结数据来源"
    assert [cell.value for cell in sheet[2]] == WITH_FILE
    assert [cell.value for cell in sheet[3]] == [
        1,
        "一、基本情况 › ¶1",
        "铝加工产值42.86亿元，同比增长29.1%。",
        "42.86亿元",
        42.86,
        "亿元",
        "2015年",
        "主导产业 › C5",
        None,
        "sections/1-基本情况.md:3:9",
    ]
    growth = [cell.value for cell in sheet[4]]
    assert growth[3] == "29.1%"
    assert growth[4] == 0.290963855421687
    assert growth[7] == "主导产业 › C5、D5"
    assert "C5 ÷ D5 − 1" in growth[8]


def test_a_source_cell_links_to_the_appendix_cell_that_prints_it(book: Book, document: Document) -> None:
    opened = book(document)
    sheet = opened["数据来源"]
    assert sheet["H3"].hyperlink.location == "'附件1 主导产业'!C5"
    assert opened["附件1 主导产业"]["C5"].value == 42.86
    assert sheet["H5"].hyperlink is None, "a cell that no appendix prints"
    assert sheet["H3"].font.u == "single"
    assert sheet["H5"].font.u is None


def test_the_sheet_can_be_filtered_and_read_on_paper(book: Book, document: Document) -> None:
    sheet = book(document)["数据来源"]
    assert sheet.auto_filter.ref == "A2:J5"
    assert sheet.freeze_panes == "A3"
    assert sheet.print_title_rows == "$2:$2"
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.column_dimensions["C"].width > sheet.column_dimensions["A"].width


def facts(*values: str) -> Document:
    place, source = TextRef("a.md", 1), CellRef("园区.xlsx", "指标", 2, 3)
    shown = [Shown(Piece(value, Fact(value=value, source=source)), "t", place) for value in values]
    return Document(title=(Text("总结"),), sections=(Section(title="一", blocks=(Paragraph(tuple(shown)),)),))


def test_exact_values_are_numbers_only_where_a_cell_keeps_all_their_digits(book: Book) -> None:
    texts = ["42.86", "007", "1E3", "0.3333333333333333333", "2016-02-24", "=1+1", "12.50"]
    sheet = book(facts(*texts))["数据来源"]
    assert [sheet[f"E{row}"].value for row in range(3, 10)] == [42.86, *texts[1:]]


def test_words_without_a_number_are_not_listed(book: Book) -> None:
    sheet = book(facts("贵州省人民政府", "11号路", "五大"))["数据来源"]
    assert [sheet[f"D{row}"].value for row in range(3, sheet.max_row + 1)] == ["11号路"]


def test_cells_of_two_workbooks_keep_their_file(book: Book) -> None:
    place, shown = TextRef("a.md", 1), []
    for file in ("甲.xlsx", "乙.xlsx"):
        fact = Fact(value="11号路", source=CellRef(file, "指标", 2, 3))
        shown.append(Shown(Piece("11号路", fact), "t", place))
    sheet = book(Document(title=tuple(shown), sections=()))["数据来源"]
    assert [cell.value for cell in sheet[2]] == HEADINGS
    assert [sheet[f"H{row}"].value for row in (3, 4)] == ["甲.xlsx › 指标 › C2", "乙.xlsx › 指标 › C2"]


def test_cells_below_one_another_are_drawn_together() -> None:
    cells = [f"a.xlsx › 产业 › C{row}" for row in (4, 5, 6, 8)] + ["a.xlsx › 产业 › D9", "report.toml › report.year"]
    assert compact(cells) == "a.xlsx › 产业 › C4:C6、C8、D9；report.toml › report.year"
    part_and_whole = [f"产业 › F{row}" for row in (6, 4, 5, 7, 8)]
    assert compact(part_and_whole) == "产业 › F4:F8"
    assert compact(["产业 › F6", "产业 › F4:F8", "产业 › F9:F10", "产业 › H2:H3"]) == "产业 › F4:F10、H2:H3"


def test_links_beyond_what_excel_opens_are_left_out_and_said(
    document: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheet_sources, "MOST_LINKS", 1)
    data, found = to_xlsx(document, year=2015)
    assert [item.code for item in found] == ["too-many-links"]
    assert found[0].facts["count"] == "1"
    sheet = openpyxl.load_workbook(BytesIO(data))["数据来源"]
    assert [bool(sheet[f"H{row}"].hyperlink) for row in (3, 4, 5)] == [True, False, False]


def test_a_value_that_no_cell_holds_is_cut_and_said() -> None:
    document = facts("1" * 40_000)
    _, found = to_xlsx(document, year=2015)
    assert [(item.code, str(item.place)) for item in found] == [("text-too-long", "数据来源")]


def test_of_many_words_that_stand_as_a_value_the_beginning_stands_there(book: Book) -> None:
    words, number = "104县道媒县桥使用多年，车流量大，桥体受损严重，被列为四类危桥", "0.33333333333333333333333333333"
    sheet = book(facts(words, number))["数据来源"]
    assert sheet["D3"].value == sheet["E3"].value == f"{words[:23]}…"
    assert sheet["C3"].value.startswith(words)
    assert sheet["D4"].value == sheet["E4"].value == number


def test_a_way_of_working_out_has_a_line_for_each_word_that_needs_one(book: Book) -> None:
    def height(method: str) -> float:
        binding = Binding(tag="t", text="29.8%", value="29.8", unit="%", derivation=method)
        rows = source_sheet("来源", [binding], PrintedCells(()), Styles()).rows
        return float(re.findall(r'ht="([0-9.]+)"', rows[-1])[0])

    assert height("F5 ÷ 合计(F4:F8) = 42.86 ÷ 143.737") < height("F5 ÷ 合计(F4:F12345678) = 42.8612345 ÷ 143.737123")


def test_a_document_without_figures_has_an_empty_list_of_sources(book: Book, document: Document) -> None:
    sheet = book(replace(document, sections=()))["数据来源"]
    assert [cell.value for cell in sheet[2]] == HEADINGS
    assert sheet.max_row == 2


def shown_in(trail: tuple[str, ...], before: str, after: str) -> Document:
    """One figure in a sentence, below headings of levels 1, 2, …."""
    source = CellRef("园区.xlsx", "指标", 2, 3)
    figure = Shown(Piece("76家", Fact(value="76家", source=source)), "t", TextRef("a.md", 1))
    headings = tuple(Heading(level, "", (Text(title),)) for level, title in enumerate(trail, 1))
    blocks: tuple[Block, ...] = (*headings, Paragraph((Text(before), figure, Text(after))))
    return Document(title=(Text("总结"),), sections=(Section(title=trail[0], blocks=blocks),))


def test_of_the_trail_of_headings_the_last_stands_there(book: Book) -> None:
    place = book(shown_in(("基本情况", "主导产业发展情况"), "有", "企业。"))["数据来源"]["B3"].value
    assert place == "主导产业发展情况 › ¶1"
    long = book(shown_in(("基本情况", "很长的标题" * 9), "有", "企业。"))["数据来源"]["B3"].value
    assert len(long) <= 20
    assert long.endswith("… › ¶1")


def test_of_a_long_sentence_the_clauses_around_the_figure_stand_there(book: Book) -> None:
    sentence = book(shown_in(("基本情况",), "前面的话很多，" * 30 + "园区有", "企业，" + "后面的话也多，" * 30))[
        "数据来源"
    ]["C3"].value
    assert "园区有76家企业，" in sentence
    assert sentence.startswith("…前面")
    assert sentence.endswith("，…")
    assert len(sentence) <= 46


def test_the_heading_that_names_the_file_is_as_high_as_its_lines(book: Book, document: Document) -> None:
    sheet = book(document)["数据来源"]
    assert sheet.row_dimensions[2].height >= 15 * 2
    assert book(replace(document, sections=()))["数据来源"].row_dimensions[2].height == 24
