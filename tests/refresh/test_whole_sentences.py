"""A sentence of the file becomes one sentence of today's, whole, or stays: no words of one stand in another."""

from typing import Any

import pytest

from reportgen.model.refresh import Fate

HEAD = "# 基本情况\n\n"
END = "\n\n税收{{ 税收 }}。\n"
ITEMS = "{% for 产业 in 主导产业 %}\n\n**{{ 序列 }}{{ 产业.名称 }}。**产值{{ 产业.产值 | 金额 }}。\n\n{% endfor %}\n"
JOINED = "企业{{ 规上企业数 }}，所得{{ 税收 | 金额 }}。"
SPLIT = "企业{{ 规上企业数 }}。所得{{ 税收 | 金额 }}。"
IN_A_ROW = (
    "{% for 产业 in 主导产业 %}{{ 产业.名称 }}{{ 产业.产值 | 金额 }}{% if not loop.last %}、{% else %}。{% endif %}"
    "{% endfor %}"
)


def is_as_built(report: Any) -> bool:
    """Whether the refreshed file reads as what a build makes of today's data."""
    refreshed = report.paragraphs()
    report.build(force=True)
    assert refreshed == report.paragraphs()
    return True


@pytest.mark.parametrize(("before", "after"), [(JOINED, SPLIT), (SPLIT, JOINED)])
def test_sentences_that_are_cut_otherwise_today_stand_once_each(report: Any, before: str, after: str) -> None:
    report.section(HEAD + before + END)
    report.build()
    report.section(HEAD + after + END)
    report.put(指标_C2=81)
    outcome = report.refresh()
    assert report.told(outcome, Fate.ABSENT) == report.told(outcome, Fate.GONE) == []
    assert is_as_built(report)


def test_words_of_a_new_sentence_do_not_go_into_one_that_shows_the_same_figures(report: Any) -> None:
    report.section(HEAD + ITEMS + END)
    report.build()
    report.section(HEAD + IN_A_ROW + "\n\n" + ITEMS + END)
    report.put(主导产业_C3=88)
    report.refresh()
    assert is_as_built(report)


def test_a_block_that_comes_takes_no_sentence_of_a_block_that_goes(report: Any) -> None:
    going = "## 税收方面\n\n稳步发展，企业{{ 规上企业数 }}。\n\n"
    coming = "## 企业方面\n\n企业达{{ 规上企业数 }}，再接再厉。\n\n"
    report.section(HEAD + "综述{{ 税收 }}。\n\n" + going)
    report.build()
    report.section(HEAD + "综述{{ 税收 }}。\n\n" + coming)
    report.put(指标_C2=81)
    report.refresh()
    assert is_as_built(report)


WORK = "第三号工作完成{% if 规上企业数 < 70 %}{{ 规上企业数 }}{% else %}较好{% endif %}。"


@pytest.mark.parametrize(
    "around",
    [
        "{}",
        "## 小节\n\n{}",
        "税收{{{{ 税收 }}}}。{}",
        "{}税收{{{{ 税收 }}}}。",
        "形势很好。{}税收{{{{ 税收 }}}}。再接再厉。",
        "{}形势很好。",
        "## 小节\n\n{}税收{{{{ 税收 }}}}。",
        "平稳。\n\n{}\n\n上升。",
        "{}\n\n{}",
    ],
)
@pytest.mark.parametrize("tracked", [None, "2015-12-31T18:00:00Z"])
def test_where_words_take_the_place_of_a_figure_they_stand_there(report: Any, around: str, tracked: str | None) -> None:
    report.section(HEAD + "综述{{ 税收 }}。\n\n" + around.format(WORK, WORK) + END)
    report.put(指标_C2=60)
    report.build()
    report.put(指标_C2=77)
    outcome = report.refresh(tracked=tracked)
    assert "60" not in "".join(report.paragraphs())
    assert [item.today for item in outcome.files[0].entries if "较好" in item.today]
    assert report.refresh(tracked=tracked).files[0].entries == ()
    assert is_as_built(report)


LISTED = '产业共{{ 主导产业 | 计数("个") }}，即{{ 主导产业 | 列举 }}，合计{{ 合计(主导产业.产值) | 金额 }}。'


@pytest.mark.parametrize("sentence", [LISTED, IN_A_ROW])
@pytest.mark.parametrize("between", ["", "各项工作有序推进。"])
def test_a_sentence_that_stands_twice_in_a_paragraph_follows_twice(report: Any, sentence: str, between: str) -> None:
    report.section(f"{HEAD}{sentence}{between}{sentence}稳步发展。{END}")
    report.build()
    report.data(lambda book: book["主导产业"].delete_rows(3))
    outcome = report.refresh()
    assert report.told(outcome, Fate.ABSENT) == report.told(outcome, Fate.GONE) == []
    assert is_as_built(report)
    report.data(lambda book: book["主导产业"].append(["大数据", 12.5]))
    report.refresh()
    assert is_as_built(report)


@pytest.mark.usefixtures("unarranged")
def test_a_sentence_that_cannot_become_todays_stays_as_it_is_and_both_are_listed(report: Any) -> None:
    report.section(f"{HEAD}综述{{{{ 税收 }}}}。\n\n{IN_A_ROW}稳步发展。{END}")
    report.data(lambda book: book["主导产业"].delete_rows(3, 9))
    report.build()
    written = next(text for text in report.paragraphs() if text.endswith("稳步发展。"))
    report.data(lambda book: book["主导产业"].insert_rows(2))
    report.put(主导产业_A2="大数据", 主导产业_B2=12.5, 指标_C2=81)
    outcome = report.refresh()
    assert written in report.paragraphs()
    assert report.told(outcome, Fate.KEPT) == []
    assert [entry.now for entry in report.told(outcome, Fate.GONE)] == [written.removesuffix("稳步发展。")]
    assert len(report.told(outcome, Fate.ABSENT)) == 1
    assert report.refresh().files[0].entries == tuple(
        entry for entry in outcome.files[0].entries if entry.fate in (Fate.GONE, Fate.ABSENT)
    )
