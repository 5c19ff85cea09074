"""Sentences and paragraphs that the report has newly: put in where their place is certain, bound, in their form."""

import re
from typing import Any

import pytest

from reportgen.model.refresh import Fate
from reportgen.pipeline.trace import trace

MOMENT = "2015-12-31T18:00:00Z"
NEW = "大数据产值10亿元，占9%。"
LOOP = "{% for 产业 in 主导产业 %}\n{{ 产业.名称 }}产值"
APART = "{% for 产业 in 主导产业 %}\n\n{{ 产业.名称 }}产值"


def gain(row: int, name: str = "大数据") -> Any:
    """The data gains an industry in a row."""

    def insert(book: Any) -> None:
        sheet = book["主导产业"]
        sheet.insert_rows(row)
        sheet.cell(row, 1, name)
        sheet.cell(row, 2, 10)

    return insert


@pytest.fixture
def running(built: Any) -> Any:
    """A built report whose industries are sentences of one paragraph."""
    return built


@pytest.fixture
def apart(report: Any) -> Any:
    """A built report whose industries are paragraphs of their own."""
    assert LOOP in report.SECTION
    report.section(report.SECTION.replace(LOOP, APART))
    report.build()
    return report


@pytest.mark.parametrize("row", [2, 3, 5])
@pytest.mark.parametrize("kind", ["running", "apart"])
def test_what_comes_makes_the_file_that_a_build_makes(request: Any, kind: str, row: int) -> None:
    report = request.getfixturevalue(kind)
    report.data(gain(row))
    outcome = report.refresh()
    assert [entry.today for entry in report.told(outcome, Fate.INSERTED)] == [NEW]
    assert report.told(outcome, Fate.ABSENT) == []
    assert report.refresh().files[0].entries == ()
    assert report.is_as_built()


def test_a_new_paragraph_stands_between_its_neighbours(apart: Any) -> None:
    apart.data(gain(3))
    apart.refresh()
    at = apart.paragraphs().index(NEW)
    assert apart.paragraphs()[at - 1].startswith("铝加工产值")
    assert apart.paragraphs()[at + 1].startswith("医药产值")
    bound = [item.binding.text for item in trace(apart.word).figures if item.binding.sentence == NEW]
    assert bound == ["大数据", "10亿元", "占9%"] or bound == ["10亿元", "占9%"]


def test_several_new_paragraphs_come_in_their_order(apart: Any) -> None:
    apart.data(gain(3))
    apart.data(gain(4, "物流"))
    apart.refresh()
    at = next(at for at, text in enumerate(apart.paragraphs()) if text.startswith("大数据产值"))
    assert apart.paragraphs()[at + 1].startswith("物流产值10亿元")


def test_nothing_comes_between_neighbours_that_a_person_parted(apart: Any) -> None:
    def part(document: Any) -> None:
        paragraph = next(item for item in document.paragraphs if item._p.xpath(".//w:t[.='医药']"))
        paragraph.insert_paragraph_before("另据了解，各产业都有新的项目。")

    apart.edit(part)
    apart.data(gain(3))
    for _ in range(2):
        outcome = apart.refresh()
        assert NEW not in apart.paragraphs()
        assert [entry.today for entry in apart.told(outcome, Fate.ABSENT)] == [NEW]


def test_nothing_comes_between_sentences_that_a_person_parted(running: Any) -> None:
    running.replace("。</w:t></w:r><w:sdt>", "。其余略。</w:t></w:r><w:sdt>", count=2)
    running.data(gain(3))
    outcome = running.refresh()
    assert [entry.today for entry in running.told(outcome, Fate.ABSENT)] == [NEW]


def test_a_paragraph_that_a_person_deleted_does_not_come_again(apart: Any) -> None:
    apart.data(gain(3))
    apart.refresh()

    def delete(document: Any) -> None:
        paragraph = next(item for item in document.paragraphs if item._p.xpath(".//w:t[.='大数据']"))
        paragraph._p.getparent().remove(paragraph._p)

    apart.edit(delete)
    apart.put(指标_C2=77)
    apart.refresh()
    assert not any(text.startswith("大数据产值") for text in apart.paragraphs())


def test_a_new_paragraph_looks_like_those_around_it(apart: Any) -> None:
    def look(document: Any) -> None:
        for paragraph in document.paragraphs:
            for run in paragraph._p.xpath(".//w:r[w:t]"):
                run.get_or_add_rPr().get_or_add_sz().val = 355600

    apart.edit(look)
    apart.data(gain(3))
    apart.refresh()
    (made,) = re.findall(r"<w:p>(?:(?!</w:p>).)*<w:t>大数据</w:t>(?:(?!</w:p>).)*产值.*?</w:p>", apart.text())
    assert made.count("<w:sz w:val=") == made.count("<w:r>") > 0
    assert '<w:pStyle w:val="Body"/>' in made


def test_new_text_is_a_tracked_insertion(running: Any) -> None:
    running.data(gain(3))
    before = running.paragraphs()
    running.refresh(tracked=MOMENT)
    assert any(NEW in text for text in running.paragraphs())
    without = re.sub(r"<w:ins [^>]*>.*?</w:ins>", "", running.text())
    kept = re.sub("<[^>]*>", "", without.replace("<w:instrText", "<w:t hidden").replace("</w:instrText>", ""))
    assert "大数据" not in kept
    assert before
    assert running.refresh(tracked=MOMENT).files[0].entries == ()


def test_a_new_paragraph_is_tracked_with_its_end(apart: Any) -> None:
    apart.data(gain(3))
    apart.refresh(tracked=MOMENT)
    made = re.search(r"<w:p><w:pPr>(?:(?!</w:p>).)*<w:t>大数据</w:t>.*?</w:p>", apart.text())
    assert made is not None
    assert re.search(r"<w:pPr><w:pStyle w:val=\"Body\"/><w:rPr><w:ins [^>]*/></w:rPr></w:pPr><w:ins ", made[0])
    assert apart.refresh(tracked=MOMENT).files[0].entries == ()


def test_ordinals_follow_where_all_items_stand_in_the_file(report: Any) -> None:
    report.section(report.SECTION.replace(LOOP, APART.replace("{{ 产业", "{{ 序列 }}{{ 产业", 1)))
    report.build()
    report.data(gain(2))
    report.refresh()
    starts = [text[:4] for text in report.paragraphs() if re.match("[一二三四]是", text)]
    assert starts == ["一是大数", "二是铝加", "三是医药", "四是建材"]
    assert report.refresh().files[0].entries == ()


def test_what_left_the_report_is_never_taken_for_what_came_in_its_row(apart: Any) -> None:
    def swap(book: Any) -> None:
        sheet = book["主导产业"]
        sheet.delete_rows(3)
        sheet.insert_rows(2)
        sheet["A2"], sheet["B2"] = "大数据", 10

    apart.data(swap)
    outcome = apart.refresh()
    assert [entry.written for entry in apart.told(outcome, Fate.DROPPED)] == ["医药产值21.54亿元，占21.3%。"]
    assert [entry.today for entry in apart.told(outcome, Fate.INSERTED)] == ["大数据产值10亿元，占11.2%。"]
    assert [text[:3] for text in apart.paragraphs() if "亿元，占" in text] == ["大数据", "铝加工", "建材产"]
    assert apart.refresh().written == ()
