"""What people copy with its controls or word anew: no sentence comes of it that is neither theirs nor today's."""

import copy
import re
from typing import Any

import pytest

from reportgen.model.refresh import Fate

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
COUNTED = '产业共{{ 主导产业 | 计数("个") }}，即{{ 主导产业 | 列举 }}，合计{{ 合计(主导产业.产值) | 金额 }}。'
WRITTEN = "产业共3个，即铝加工、医药、建材，合计101.1亿元。"
TODAY = "产业共4个，即铝加工、医药、建材、白酒，合计111.1亿元。"


@pytest.fixture
def counted(report: Any) -> Any:
    """A report that counts its industries; today one more."""
    report.section(f"# 基本情况\n\n{COUNTED}\n\n规上企业{{{{ 规上企业数 }}}}。\n")
    report.build()
    assert WRITTEN in report.paragraphs()
    report.data(lambda book: book["主导产业"].append(["白酒", 10]))
    return report


def paragraph(document: Any, text: str) -> Any:
    """The first paragraph that reads so, figures and all."""
    found = document.element.body.iter(f"{W}p")
    return next(item for item in found if "".join(each.text or "" for each in item.iter(f"{W}t")) == text)


def test_a_paragraph_that_a_person_pasted_once_more_becomes_todays_in_both_places(counted: Any) -> None:
    def paste(document: Any) -> None:
        source = paragraph(document, WRITTEN)
        paragraph(document, "规上企业76家。").addnext(copy.deepcopy(source))

    counted.edit(paste)
    counted.refresh()
    assert counted.paragraphs().count(TODAY) == 2
    assert counted.refresh().files[0].entries == ()


def test_a_figure_copied_to_another_sentence_is_set_there_and_its_own_becomes_todays(counted: Any) -> None:
    def copy_first(document: Any) -> None:
        source = paragraph(document, WRITTEN)
        control = next(item for item in source if item.tag.endswith("}sdt"))
        paragraph(document, "规上企业76家。").append(copy.deepcopy(control))

    counted.edit(copy_first)
    counted.refresh()
    assert TODAY in counted.paragraphs()
    assert "规上企业76家。4个" in counted.paragraphs()


def test_a_figure_that_leaves_and_stands_elsewhere_too_keeps_its_sentence(counted: Any) -> None:
    def copy_second(document: Any) -> None:
        source = paragraph(document, WRITTEN)
        control = [item for item in source if item.tag.endswith("}sdt")][1]
        paragraph(document, "规上企业76家。").append(copy.deepcopy(control))

    counted.edit(copy_second)
    counted.data(lambda book: book["主导产业"].delete_rows(2))
    outcome = counted.refresh()
    assert WRITTEN in counted.paragraphs()
    assert [entry.now for entry in counted.told(outcome, Fate.GONE)] == [WRITTEN]


@pytest.mark.parametrize("row", [0, 3])
def test_a_count_beside_names_is_not_set_alone_where_a_person_worded_the_sentence(counted: Any, row: int) -> None:
    counted.replace("产业共", "目前产业已有")
    if row:
        counted.data(lambda book: book["主导产业"].delete_rows(row))
        counted.data(lambda book: book["主导产业"].delete_rows(4))
    for _ in range(2):
        outcome = counted.refresh()
        worded = WRITTEN.replace("产业共", "目前产业已有")
        assert worded in counted.paragraphs()
        assert [entry.now for entry in counted.told(outcome, Fate.KEPT)] == [worded]


def test_a_growth_that_is_known_no_more_holds_the_value_beside_it_in_a_reworded_sentence(report: Any) -> None:
    report.section("# 基本情况\n\n税收{{ 税收 | 金额 }}{{ 税收 | 同比('，') }}。规上企业{{ 规上企业数 }}。\n")
    report.build()
    report.replace("税收", "财税")
    report.put(指标_C3=5, 指标_D3=None, 指标_C2=80)
    for _ in range(2):
        outcome = report.refresh()
        assert "财税3.3亿元，同比增长10%。规上企业80家。" in report.paragraphs()
        assert [entry.today for entry in report.told(outcome, Fate.KEPT)] == ["税收5亿元。"]


def test_a_sentence_that_a_person_deleted_is_not_found_inside_a_longer_one(report: Any) -> None:
    report.put(指标_C3=3, 指标_D3=3)
    first, second = "完成{{ 税收 | 金额 }}。", "去年完成{{ 税收 | 上年 | 金额 }}。"
    report.section(f"# 基本情况\n\n{first}\n\n规上企业{{{{ 规上企业数 }}}}。\n\n{second}\n")
    report.build()
    bare = re.sub(r"<w:sdtPr>.*?</w:sdtPr>|</?w:sdt>|</?w:sdtContent>", "", report.text())
    report.replace(report.text(), bare)
    report.edit(lambda document: document.element.body.remove(paragraph(document, "完成3亿元。")))
    report.put(指标_C3=2.5)
    report.refresh()
    assert "去年完成3亿元。" in report.paragraphs()


def test_a_table_pasted_without_its_control_is_set_with_the_one_that_it_reads_as(built: Any) -> None:
    def paste(document: Any) -> None:
        table = next(document.element.body.iter(f"{W}tbl"))
        document.element.body.insert(0, copy.deepcopy(paragraph(document, "一、基本情况")))
        document.element.body.insert(0, copy.deepcopy(table))

    built.edit(paste)
    built.put(主导产业_B2=50)
    outcome = built.refresh()
    tables = ["".join(item.itertext()).replace("\n", "") for item in built.elements("tbl")]
    assert tables[0] == tables[1]
    assert "50" in tables[0]
    changed = [(entry.place, entry.today) for entry in built.told(outcome, Fate.CHANGED) if entry.today == "50"]
    assert len(changed) == len(set(changed))
    assert built.refresh().files[0].entries == ()


@pytest.mark.parametrize("column", ["产值", "上年产值"])
def test_a_table_pasted_that_reads_as_two_of_ours_is_set_once_if_both_read_the_same_today(
    report: Any, column: str
) -> None:
    def add_column(book: Any) -> None:
        book["主导产业"]["C1"] = "上年产值（亿元）"
        for row in range(2, 5):
            book["主导产业"].cell(row, 2).value = book["主导产业"].cell(row, 3).value = 1

    def paste(document: Any) -> None:
        table = copy.deepcopy(next(document.element.body.iter(f"{W}tbl")))
        document.element.body.insert(0, copy.deepcopy(paragraph(document, "一、基本情况")))
        document.element.body.insert(0, table)

    report.data(add_column)
    blocks = "".join(
        f"::: 表 {name}\n数据: 主导产业\n列: 名称、{each}\n表头: 名称、数\n:::\n\n"
        for name, each in (("甲表", "产值"), ("乙表", column))
    )
    report.section(
        f"# 基本情况\n\n规上企业{{{{ 规上企业数 }}}}，见{{{{ 表('甲表') }}}}和{{{{ 表('乙表') }}}}。\n\n{blocks}"
    )
    report.build()
    report.edit(paste)
    report.put(主导产业_B2=50)
    report.refresh(tracked="2015-12-31T18:00:00Z")
    pasted, first, _ = ("".join(text.text or "" for text in item.iter(f"{W}t")) for item in report.elements("tbl"))
    assert first.count("50") == 1
    assert pasted.count("50") == (1 if column == "产值" else 0)


def test_a_table_pasted_and_then_edited_is_the_persons_own(built: Any) -> None:
    def paste(document: Any) -> None:
        table = copy.deepcopy(next(document.element.body.iter(f"{W}tbl")))
        next(text for text in table.iter(f"{W}t") if text.text == "42.86").text = "43"
        document.element.body.insert(0, copy.deepcopy(paragraph(document, "一、基本情况")))
        document.element.body.insert(0, table)

    built.edit(paste)
    before = "".join(built.elements("tbl")[0].itertext())
    built.put(主导产业_B3=50)
    built.refresh()
    assert "".join(built.elements("tbl")[0].itertext()) == before
