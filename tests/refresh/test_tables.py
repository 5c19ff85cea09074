"""Bound tables in edited files: cells, rows that come and go, rows and cells that people changed."""

import copy
from typing import Any

import pytest

from reportgen.model.refresh import Fate

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
HEADER = ["序号", "名称", "产值（亿元）"]


def tables(document: Any) -> Any:
    return document.element.body.iter("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}tbl")


def rows(document: Any) -> Any:
    from docx.table import Table

    return Table(next(tables(document)), document).rows


def set_cell(row: int, column: int, text: str) -> Any:
    """An edit that types over a cell, its formatting kept."""

    def edit(document: Any) -> None:
        runs = rows(document)[row].cells[column].paragraphs[0].runs
        runs[0].text = text
        for run in runs[1:]:
            run._r.getparent().remove(run._r)

    return edit


def add_industry(name: str, value: float, row: int = 5) -> Any:
    def change(book: Any) -> None:
        sheet = book["主导产业"]
        sheet.insert_rows(row)
        sheet.cell(row, 1, name)
        sheet.cell(row, 2, value)

    return change


def test_cells_and_totals_follow_the_data(built: Any) -> None:
    built.put(主导产业_B2=50)
    outcome = built.refresh()
    assert built.table() == [
        HEADER,
        ["1", "铝加工", "50"],
        ["2", "医药", "21.54"],
        ["3", "建材", "36.7"],
        ["合计", "", "108.24"],
    ]
    assert ("42.86", "50") in built.pairs(outcome)
    assert any(entry.place.endswith("表1 › 铝加工 · 产值（亿元）") for entry in built.told(outcome, Fate.CHANGED))


@pytest.mark.parametrize("at", [2, 4, 5])
def test_a_row_that_the_data_gained_comes_in_its_place_in_the_look_of_its_neighbours(built: Any, at: int) -> None:
    built.edit(lambda document: document.add_paragraph("人工"))
    form = built.text().partition("<w:tr>")[2].partition("</w:tr>")[2].partition("</w:tr>")[0]
    built.data(add_industry("大数据", 10, at))
    (entry,) = built.told(built.refresh(), Fate.ADDED)
    assert entry.cells == (f"2015.xlsx › 主导产业 › A{at}", f"2015.xlsx › 主导产业 › B{at}")
    table = built.table()
    assert [row[0] for row in table[1:5]] == ["1", "2", "3", "4"]
    assert table[at - 1][1:] == ["大数据", "10"]
    assert table[-1][-1] == "111.1"
    new = next(row for row in built.text().split("<w:tr>") if "大数据" in row and "<w:tc>" in row)
    assert (
        new.partition("</w:tr>")[0]
        .replace("<w:keepNext/>", "")
        .replace("大数据", "铝加工")
        .replace("<w:t>10</w:t>", "<w:t>42.86</w:t>")
        .replace(f"<w:t>{at - 1}</w:t>", "<w:t>1</w:t>")
        == form.partition("<w:tr>")[2]
    )


def test_a_row_that_the_data_lost_goes(built: Any) -> None:
    built.data(lambda book: book["主导产业"].delete_rows(3))
    (entry,) = built.told(built.refresh(), Fate.REMOVED)
    assert entry.written == "医药、21.54"
    assert [row[:2] for row in built.table()[1:3]] == [["1", "铝加工"], ["2", "建材"]]


def test_rows_in_another_order_are_set_row_by_row(built: Any) -> None:
    def turn(book: Any) -> None:
        sheet = book["主导产业"]
        values = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2, max_row=4)]
        for row, pair in enumerate(reversed(values), 2):
            sheet.cell(row, 1, pair[0])
            sheet.cell(row, 2, pair[1])

    built.data(turn)
    built.refresh()
    assert [row[1] for row in built.table()[1:4]] == ["建材", "医药", "铝加工"]
    assert built.refresh().files[0].entries == ()


def sort_by_value(book: Any) -> None:
    """Let the rows come in another order: 建材 before 医药."""
    sheet = book["主导产业"]
    for column in (1, 2):
        one, other = sheet.cell(3, column), sheet.cell(4, column)
        one.value, other.value = other.value, one.value


def shade(document: Any) -> None:
    from docx.oxml import OxmlElement

    rows(document)[2].cells[1]._tc.get_or_add_tcPr().append(OxmlElement("w:shd"))


def highlight(document: Any) -> None:
    for run in next(iter(rows(document)[2].cells[1]._tc.iter(f"{W}p"))).iter(f"{W}r"):
        run.get_or_add_rPr().append(run.makeelement(f"{W}highlight", {f"{W}val": "yellow"}))


@pytest.mark.parametrize("edit", [set_cell(1, 2, "43（快报）"), shade, highlight])
def test_rows_of_which_a_person_touched_one_keep_their_order_and_it_is_told(built: Any, edit: Any) -> None:
    built.edit(edit)
    built.data(sort_by_value)
    outcome = built.refresh()
    assert [row[1] for row in built.table()[1:4]] == ["铝加工", "医药", "建材"]
    for found in (outcome, built.refresh()):
        (told,) = built.told(found, Fate.REORDERED)
        assert (told.now, told.today) == ("医药、建材", "建材、医药")


def test_an_order_of_rows_that_a_person_made_is_not_told(built: Any) -> None:
    def turn(document: Any) -> None:
        rows(document)[3]._tr.addnext(rows(document)[2]._tr)

    built.edit(turn)
    built.put(主导产业_B2=50)
    assert not built.told(built.refresh(), Fate.REORDERED)


def test_rows_that_a_person_sorted_as_the_report_does_today_are_not_told(built: Any) -> None:
    def turn(document: Any) -> None:
        rows(document)[3]._tr.addnext(rows(document)[2]._tr)

    built.edit(turn)
    built.data(sort_by_value)
    assert not built.told(built.refresh(), Fate.REORDERED)


def test_a_cell_changed_by_hand_stays_while_the_others_follow(built: Any) -> None:
    built.edit(set_cell(1, 2, "43（快报）"))
    built.put(主导产业_B2=50, 主导产业_B3=20)
    outcome = built.refresh()
    assert built.pairs(outcome, Fate.KEPT) == [("43（快报）", "50")]
    assert [row[2] for row in built.table()[1:3]] == ["43（快报）", "20"]
    assert built.pairs(built.refresh(), Fate.KEPT) == [("43（快报）", "50")]


def test_a_row_with_a_cell_changed_by_hand_is_not_removed(built: Any) -> None:
    built.edit(set_cell(2, 2, "22（快报）"))
    built.data(lambda book: book["主导产业"].delete_rows(3))
    outcome = built.refresh()
    assert built.told(outcome, Fate.REMOVED) == []
    assert any("医药" in entry.place for entry in built.told(outcome, Fate.KEPT))
    assert built.table()[2][1:] == ["医药", "22（快报）"]


def test_rows_come_and_go_only_where_the_table_has_the_rows_that_we_wrote(built: Any) -> None:
    def own_row(document: Any) -> None:
        row = rows(document)[1]._tr
        new = copy.deepcopy(row)
        row.addnext(new)
        texts = list(new.iter("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t"))
        for text, value in zip(texts, ("1.1", "其中：再生铝", "3"), strict=True):
            text.text = value

    built.edit(own_row)
    built.data(add_industry("大数据", 10))
    built.put(主导产业_B2=50)
    outcome = built.refresh()
    assert built.told(outcome, Fate.ADDED) == []
    assert any(entry.today == "4、大数据、10" for entry in built.told(outcome, Fate.ABSENT))
    assert [row[1:] for row in built.table()[1:3]] == [["铝加工", "50"], ["其中：再生铝", "3"]]


def test_an_emptied_cell_that_has_a_value_today_is_filled_like_its_column(report: Any) -> None:
    report.put(主导产业_B4=None)
    section = report.SECTION
    start, end = section.index("{% for"), section.index("::: 表")
    report.section(section[:start].replace("{{ 合计(主导产业.产值) | 金额 }}", "多") + section[end:])
    schema = report.folder / "kit/schema.toml"
    schema.write_text(
        schema.read_text(encoding="utf-8").replace('unit = "亿元"\nrequired = true', 'unit = "亿元"'), "utf-8"
    )
    report.build()
    assert report.table()[3][1:] == ["建材", ""]
    report.put(主导产业_B4=36.7)
    report.refresh()
    refreshed = report.parts()["word/document.xml"]
    report.build(force=True)
    assert report.parts()["word/document.xml"] == refreshed


def test_a_deleted_table_is_told_when_its_data_changed(built: Any) -> None:
    def delete(document: Any) -> None:
        table = next(tables(document))
        control = table.getparent().getparent()
        control.getparent().remove(control)

    built.edit(delete)
    assert built.refresh().files[0].entries == ()
    built.put(主导产业_B2=50)
    for _ in range(2):
        assert any(entry.place.endswith("表1") for entry in built.told(built.refresh(), Fate.DELETED))


def test_a_table_without_its_control_is_known_by_its_headers(built: Any) -> None:
    def unwrap(document: Any) -> None:
        table = next(tables(document))
        control = table.getparent().getparent()
        control.addnext(table)
        control.getparent().remove(control)

    built.edit(unwrap)
    built.put(主导产业_B2=50)
    outcome = built.refresh()
    assert built.table()[1][2] == "50"
    assert outcome.files[0].found_again == 1
    assert "found-again" in [item.code for item in outcome.diagnostics]


def bare_tables(document: Any) -> None:
    """Take the controls around all tables away."""
    for table in list(tables(document)):
        control = table.getparent().getparent()
        control.addnext(table)
        control.getparent().remove(control)


def test_tables_with_the_same_headers_are_told_apart_by_their_captions(report: Any) -> None:
    other = "\n\n见{{ 表('次表') }}。\n\n::: 表 次表\n数据: 主导产业\n列: 名称、产值\n序号: 是\n合计: 是\n:::\n"
    report.section(report.SECTION + other)
    report.build()
    report.edit(bare_tables)
    report.put(主导产业_B2=50)
    report.refresh()
    assert report.text().count("<w:t>50</w:t>") == 2
    assert report.refresh().files[0].entries == ()


def test_the_line_that_counts_the_complete_list_follows_too(report: Any) -> None:
    schema = report.folder / "kit/schema.toml"
    told = schema.read_text(encoding="utf-8").replace(
        'name = "主导产业"', 'name = "主导产业"\ntotal_indicator = "规上企业数"'
    )
    schema.write_text(told, encoding="utf-8")
    report.section(report.SECTION.replace('，共{{ 主导产业 | 计数("个") }}产业', ""))
    report.build()
    assert "注：全部共76项，本表列出3项。" in report.paragraphs()
    report.put(指标_C2=77)
    report.data(add_industry("大数据", 10))
    report.refresh()
    assert "注：全部共77项，本表列出4项。" in report.paragraphs()
    assert report.refresh().files[0].entries == ()


def test_a_table_that_is_new_in_the_report_and_has_no_certain_place_is_listed(built: Any) -> None:
    new = "\n\n{{ 表('排名') }}。\n\n::: 表 排名\n数据: 主导产业\n列: 名称、产值\n排序: 产值 降序\n:::\n"
    built.section(built.SECTION + new)

    def part(document: Any) -> None:
        heading = next(item for item in document.paragraphs if item.text == "二、打算")
        heading.insert_paragraph_before("另有一段。")

    built.edit(part)
    entries = built.told(built.refresh(), Fate.ABSENT)
    assert [(entry.today, entry.place.rpartition(" ")[2]) for entry in entries] == [("排名", "表2")]
