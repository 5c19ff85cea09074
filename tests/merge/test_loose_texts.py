"""Tags outside cells: text boxes, shapes, titles of charts, notes, headers and footers."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from reportgen.model.figure import Figure, Missing
from reportgen.model.place import CellRef
from reportgen.model.quantity import Quantity, parse_unit

from .conftest import changed_parts, filled, filled_well, opened, parts_of, plants_of, values_of, with_parts

Make = Callable[..., bytes]
DRAWING, CHART, NOTES = "xl/drawings/drawing1.xml", "xl/charts/chart1.xml", "xl/comments1.xml"


def figure(value: str, unit: str = "") -> Figure:
    return Figure(quantity=Quantity(Decimal(value), parse_unit(unit)), source=CellRef("data.xlsx", "指标", 2, 4))


def drawing(box: str = "", title: str = "", footer: str = "", note: str = "", cell: Any = 1) -> Callable[[Any], None]:
    """A sheet with texts outside its cells."""

    def draw(book: Any) -> None:
        sheet = book.add_worksheet("表")
        sheet.write(0, 0, cell)
        sheet.write(0, 1, 2)
        if box:
            sheet.insert_textbox("D2", box)
        if footer:
            sheet.set_footer(footer)
        if note:
            sheet.write_comment("A1", note)
        if title:
            chart = book.add_chart({"type": "column"})
            chart.set_title({"name": title})
            chart.add_series({"values": "=表!$B$1:$B$1"})
            sheet.insert_chart("D9", chart)

    return draw


def text(data: bytes, part: str) -> str:
    return parts_of(data)[part].decode()


def test_tags_in_boxes_titles_notes_and_footers_are_filled_and_nothing_else_changes(workbook: Make) -> None:
    template = workbook(drawing("产值{{ 产值 }}，<好>", "{{ 产值 }}的图", "&C{{ 产值 }}&P", "按{{ 产值 | 万元 }}计"))
    made = filled_well(template, 产值=figure("3", "亿元"))
    assert "<a:t>产值3亿元，&lt;好&gt;</a:t>" in text(made, DRAWING)
    assert "<a:t>3亿元的图</a:t>" in text(made, CHART)
    sheet = opened(made)["表"]
    assert sheet.oddFooter.center.text == "3亿元&P"
    assert sheet["A1"].comment.text == "按30000万元计"
    assert changed_parts(template, made) == {DRAWING, CHART, NOTES, "xl/worksheets/sheet1.xml"}
    assert values_of(made, "表") == [[1, 2]]


def test_a_tag_over_several_runs_takes_the_look_of_the_run_where_it_begins(workbook: Make) -> None:
    template = workbook(drawing("@@"))
    runs = (
        '<a:r><a:rPr b="1"/><a:t>产值{{ 产</a:t></a:r><a:r><a:rPr i="1"/><a:t>值 }}很大</a:t></a:r>'
        '<a:r><a:rPr u="sng"/><a:t>！</a:t></a:r>'
    )
    before = text(template, DRAWING)
    start, stop = before.index("<a:r>"), before.index("</a:r>") + len("</a:r>")
    template = with_parts(template, {DRAWING: (before[:start] + runs + before[stop:]).encode()})
    made = text(filled_well(template, 产值=figure("3", "亿元")), DRAWING)
    assert '<a:rPr b="1"/><a:t>产值3亿元</a:t>' in made
    assert '<a:rPr i="1"/><a:t>很大</a:t>' in made
    assert '<a:rPr u="sng"/><a:t>！</a:t>' in made


def test_a_loop_within_one_paragraph_is_filled(workbook: Make) -> None:
    template = workbook(drawing("{% for 企业 in 规上企业 %}{{ 企业.名称 }}；{% endfor %}"))
    assert "<a:t>企业1；企业2；</a:t>" in text(filled_well(template, 规上企业=plants_of(2)), DRAWING)


@pytest.mark.parametrize("box", ["{% for 企业 in 规上企业 %}{{ 企业.名称 }}", "{%列 for x in 规上企业 %}x"])
def test_a_loop_over_more_than_the_text_is_refused(workbook: Make, box: str) -> None:
    data, found = filled(workbook(drawing(box, cell="{{ 产值 }}")), 产值=figure("3"), 规上企业=plants_of(2))
    assert data is None
    assert [(item.code, str(item.place), item.facts["part"]) for item in found] == [
        ("loop-outside-cells", "模板.xlsx › 表", DRAWING)
    ]


def test_a_text_that_uses_the_word_of_a_loop_stays_and_is_said(workbook: Make) -> None:
    def draw(book: Any) -> None:
        sheet = book.add_worksheet("表")
        sheet.write(0, 0, "{% for 企业 in 规上企业 %}{{ 企业.名称 }}{% endfor %}")
        sheet.write(1, 0, "{% for 企业 in 规上企业 %}{{ 企业.名称 }}")
        sheet.write(1, 1, "{{ 企业.产值 }}{% endfor %}")
        sheet.insert_textbox("D2", "{{ 企业.名称 }}")
        sheet.write_comment("B2", "{{ 企业.产值 }}")

    data, found = filled(workbook(draw), 规上企业=plants_of(2))
    assert data is not None
    assert sorted((item.code, str(item.place)) for item in found) == [
        ("tag-not-filled", "模板.xlsx › 表"),
        ("tag-not-filled", "模板.xlsx › 表 › B2"),
    ]
    assert "{{ 企业.名称 }}" in text(data, DRAWING)


def test_faults_stand_at_the_sheet_or_the_cell_of_the_note(workbook: Make) -> None:
    template = workbook(drawing("{{ 不认识 }}", note="{{ 缺数 }}", footer="{{ 产值 | }}"))
    gap = Missing(name="缺数", source=CellRef("data.xlsx", "指标", 9, 4))
    data, found = filled(template, 缺数=gap, 产值=figure("3"))
    assert data is None
    assert {(item.code, str(item.place)) for item in found} == {
        ("undefined-name", "模板.xlsx › 表"),
        ("missing-value", "data.xlsx › 指标 › D9"),
        ("unexpected-token", "模板.xlsx › 表"),
    }


def test_values_make_no_codes_in_headers(workbook: Make) -> None:
    template = workbook(drawing(footer="&L&12{{ 年度 }}&R{{ 单位 }}"))
    made = filled_well(template, 年度=2015, 单位="甲&P乙")
    assert "&amp;L&amp;12 2015&amp;R甲&amp;&amp;P乙" in text(made, "xl/worksheets/sheet1.xml")


def test_a_header_that_excel_does_not_take_is_an_error(workbook: Make) -> None:
    data, found = filled(workbook(drawing(footer="{{ 单位 }}")), 单位="长" * 256)
    assert data is None
    assert [(item.code, item.facts["length"]) for item in found] == [("header-too-long", "256")]


def test_sheets_that_repeat_get_the_texts_too(workbook: Make) -> None:
    template = workbook(
        drawing("共{{ 产值 }}", footer="&C{{ 产值 }}", cell="{%表 for 企业 in 规上企业 %}{{ 企业.名称 }}")
    )
    made = filled_well(template, 规上企业=plants_of(2), 产值=figure("3", "亿元"))
    book = opened(made)
    assert [sheet.oddFooter.center.text for sheet in book.worksheets] == ["3亿元", "3亿元"]
    parts = {name: content.decode() for name, content in parts_of(made).items() if name.startswith("xl/drawings/d")}
    assert [content.count("<a:t>共3亿元</a:t>") for content in parts.values()] == [1, 1]


def test_what_a_box_shows_of_a_cell_is_no_text_of_its_own(workbook: Make) -> None:
    template = workbook(drawing("@@", cell="{{ 产值 }}"))
    before = text(template, DRAWING)
    start, stop = before.index("<a:r>"), before.index("</a:r>") + len("</a:r>")
    shown = '<a:fld id="{1}" type="TxLink"><a:rPr/><a:t>{{ 产值 }}</a:t></a:fld>'
    template = with_parts(template, {DRAWING: (before[:start] + shown + before[stop:]).encode()})
    assert shown in text(filled_well(template, 产值=figure("3", "亿元")), DRAWING)
