"""Lists that a template sorts by a number: where the order is another one today, that is told in every run."""

from typing import Any

import pytest

from reportgen.model.refresh import Fate

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PARAGRAPHS = """# 基本情况

规上企业{{ 规上企业数 }}。

{% for 业 in 主导产业 | 排序("产值", 降序=true) %}
**{{ 序列 }}{{ 业.名称 }}。**产值{{ 业.产值 | 金额 }}。

{% endfor %}
"""
SENTENCES = PARAGRAPHS.replace("\n\n{% endfor", "{% endfor").replace("%}\n**", "%}**")
HEADINGS = PARAGRAPHS.replace("**{{ 序列 }}{{ 业.名称 }}。**", "## {{ 业.名称 }}\n\n")
WRITTEN, TODAY = "铝加工、建材、医药", "医药、铝加工、建材"


@pytest.mark.usefixtures("unarranged")
@pytest.mark.parametrize(
    ("section", "place"),
    [(PARAGRAPHS, "一、基本情况"), (SENTENCES, "一、基本情况 › ¶2"), (HEADINGS, "一、基本情况")],
    ids=["paragraphs", "sentences", "headings"],
)
def test_another_order_is_told_in_every_run(report: Any, section: str, place: str) -> None:
    report.section(section)
    report.build()
    before = report.paragraphs()
    report.put(主导产业_B3=99)
    for _ in range(2):
        (entry,) = report.told(report.refresh(), Fate.REORDERED)
        assert (entry.now, entry.today, entry.place) == (WRITTEN, TODAY, place)
    assert report.paragraphs() == [text.replace("21.54亿元", "99亿元") for text in before]


def shown(paragraph: Any) -> str:
    return "".join(text.text or "" for text in paragraph.iter(f"{W}t"))


def moved(report: Any, name: str) -> None:
    """Move the paragraph of an industry to the beginning of the list, as a person would."""

    def move(document: Any) -> None:
        paragraphs = [item for item in document.element.body.iter(f"{W}p") if "产值" in shown(item)]
        (wanted,) = (item for item in paragraphs if f"{name}。" in shown(item))
        paragraphs[0].addprevious(wanted)

    report.edit(move)


@pytest.fixture
def sorted_report(report: Any) -> Any:
    report.section(PARAGRAPHS)
    report.build()
    return report


def test_an_order_that_a_person_made_is_not_told(sorted_report: Any) -> None:
    moved(sorted_report, "医药")
    assert sorted_report.told(sorted_report.refresh(), Fate.REORDERED) == []


@pytest.mark.usefixtures("unarranged")
def test_a_list_that_a_person_put_in_todays_order_is_not_told(sorted_report: Any) -> None:
    sorted_report.put(主导产业_B3=99)
    assert sorted_report.told(sorted_report.refresh(), Fate.REORDERED)
    moved(sorted_report, "医药")
    assert sorted_report.told(sorted_report.refresh(), Fate.REORDERED) == []


def test_numbers_that_leave_the_order_as_it_is_tell_nothing(sorted_report: Any) -> None:
    sorted_report.put(主导产业_B3=30)
    assert sorted_report.told(sorted_report.refresh(), Fate.REORDERED) == []
