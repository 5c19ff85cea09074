"""Sentences whose figures come and go: what the data newly says stands in the file bound, as a build binds it."""

import re
from typing import Any

import pytest

from reportgen.model.refresh import Fate
from reportgen.pipeline.trace import trace

MOMENT = "2015-12-31T18:00:00Z"
GROWTH = "规上企业{{ 规上企业数 }}{% if 规上企业数 > 70 %}，其中新增{{ 税收 | 金额 }}的大户{% endif %}，稳中有进。"
SIGNED = (
    "税收{% if 税收 > 3 %}{{ 税收 | 金额 }}，超过预期{% else %}{{ 税收 | 同比 }}，只有{{ 税收 | 金额 }}{% endif %}，"
    "企业{{ 规上企业数 }}。"
)


def with_sentence(report: Any, sentence: str) -> None:
    report.section(report.SECTION.replace("# 基本情况\n", f"# 基本情况\n\n{sentence}\n"))


@pytest.fixture
def growing(report: Any) -> Any:
    """A report whose sentence gets a figure when a number passes 70."""
    with_sentence(report, GROWTH)
    report.put(指标_C2=60)
    report.build()
    report.put(指标_C2=77)
    return report


def test_a_figure_that_comes_into_a_sentence_is_bound_as_a_build_binds_it(growing: Any) -> None:
    outcome = growing.refresh()
    assert "规上企业77家，其中新增3.3亿元的大户，稳中有进。" in growing.paragraphs()
    found = [item for item in trace(growing.word).figures if item.binding.sentence.startswith("规上企业77家")]
    assert [item.binding.text for item in found] == ["77家", "3.3亿元"]
    assert growing.told(outcome, Fate.ABSENT) == []
    assert growing.refresh().files[0].entries == ()


def test_what_comes_into_a_sentence_makes_the_file_that_a_build_makes(growing: Any) -> None:
    growing.refresh()
    assert growing.is_as_built()


def test_a_figure_that_leaves_a_sentence_takes_its_words_and_its_binding_along(growing: Any) -> None:
    growing.refresh()
    growing.put(指标_C2=61)
    outcome = growing.refresh()
    assert "规上企业61家，稳中有进。" in growing.paragraphs()
    assert growing.told(outcome, Fate.GONE) == []
    assert not any(item.binding.sentence.startswith("规上企业77家") for item in trace(growing.word).figures)
    assert growing.is_as_built()


def test_words_and_figure_of_the_other_sign_take_the_place_of_the_first(report: Any) -> None:
    with_sentence(report, SIGNED)
    report.build()
    report.put(指标_C3=2.7)
    report.refresh()
    assert "税收同比下降10%，只有2.7亿元，企业76家。" in report.paragraphs()
    assert report.refresh().files[0].entries == ()
    assert report.is_as_built()


def test_a_figure_stays_away_from_a_sentence_that_a_person_changed(growing: Any) -> None:
    growing.replace("，稳中有进。", "，稳步发展。")
    outcome = growing.refresh()
    assert "规上企业77家，稳步发展。" in growing.paragraphs()
    assert any("3.3亿元的大户" in entry.today for entry in growing.told(outcome, Fate.ABSENT))


def test_the_look_of_the_words_around_stays_and_the_figure_takes_it(growing: Any) -> None:
    growing.replace("<w:r><w:t>，稳中有进。", "<w:r><w:rPr><w:b/></w:rPr><w:t>，稳中有进。")
    growing.refresh()
    bold = "<w:r><w:rPr><w:b/></w:rPr>"
    assert f"<w:sdtContent>{bold}<w:t>3.3亿元</w:t></w:r></w:sdtContent></w:sdt>{bold}<w:t>的大户" in growing.text()


def test_a_figure_that_comes_is_a_tracked_insertion_in_its_control(growing: Any) -> None:
    growing.refresh(tracked=MOMENT)
    assert re.search(
        r"<w:ins [^>]*><w:sdt>(?:(?!</w:sdt>).)*<w:t>3\.3亿元</w:t></w:r></w:sdtContent></w:sdt></w:ins>",
        growing.text(),
    )
    assert "规上企业77家，其中新增3.3亿元的大户，稳中有进。" in growing.paragraphs()
    assert growing.refresh(tracked=MOMENT).files[0].entries == ()


def test_a_figure_that_leaves_is_a_tracked_deletion(growing: Any) -> None:
    growing.refresh()
    growing.put(指标_C2=61)
    growing.refresh(tracked=MOMENT)
    assert "规上企业61家，稳中有进。" in growing.paragraphs()
    assert "<w:delText>3.3亿元</w:delText>" in growing.text()


def test_ids_of_new_controls_are_used_once(growing: Any) -> None:
    growing.refresh()
    ids = re.findall(r'<w:sdtPr><w:tag [^>]*/><w:id w:val="(\d+)"/>', growing.text())
    assert len(ids) == len(set(ids)) > 0


def test_a_file_that_lost_its_controls_gets_the_words_and_the_binding(growing: Any) -> None:
    text = re.sub(r"<w:sdtPr>.*?</w:sdtPr>", "<w:sdtPr/>", growing.text())
    growing.write_parts({**growing.parts(), "word/document.xml": text.encode()})
    growing.refresh()
    assert "规上企业77家，其中新增3.3亿元的大户，稳中有进。" in growing.paragraphs()
    growing.put(指标_C3=4)
    assert ("3.3亿元", "4亿元") in growing.pairs(growing.refresh())


AMID = (
    "规上企业{{ 规上企业数 }}。{% if 规上企业数 > 70 %}税收{{ 税收 | 金额 }}。{% endif %}收尾一句{{ 年度 }}年。\n\n"
    "{{ 序列 }}企业{{ 规上企业数 }}；{% if 规上企业数 > 70 %}{{ 序列 }}税收{{ 税收 | 金额 }}；{% endif %}"
    "{{ 序列 }}收尾{{ 年度 }}年。"
)
"""What comes in the middle comes amid a run: the one before ends in the words with which the next begins."""


@pytest.fixture
def amid(report: Any) -> Any:
    """A report that says two sentences more when a number passes 70."""
    with_sentence(report, AMID)
    report.put(指标_C2=60)
    report.build()
    report.put(指标_C2=77)
    return report


def test_a_sentence_comes_amid_a_run(amid: Any) -> None:
    outcome = amid.refresh()
    assert "规上企业77家。税收3.3亿元。收尾一句2015年。" in amid.paragraphs()
    assert "一是企业77家；二是税收3.3亿元；三是收尾2015年。" in amid.paragraphs()
    assert amid.told(outcome, Fate.ABSENT) == []
    assert amid.refresh().files[0].entries == ()
    assert amid.is_as_built()


def test_a_sentence_amid_a_run_is_a_tracked_insertion_between_its_halves(amid: Any) -> None:
    amid.refresh(tracked=MOMENT)
    text = amid.text()
    assert "<w:r><w:t>。</w:t></w:r><w:ins " in text
    assert "</w:ins><w:r><w:t>收尾一句</w:t></w:r>" in text
