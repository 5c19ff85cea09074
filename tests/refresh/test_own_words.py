"""Sentences without figures that the data chose: in a file that people saved they are ours all the same.

They are set where nobody touched their paragraph, and told elsewhere.
"""

from collections.abc import Sequence
from typing import Any

import pytest

from reportgen.model.refresh import DONE, Fate, Refreshed
from reportgen.ooxml.plain_words import words_in

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MOMENT = "2015-12-31T18:00:00Z"
FEWER, MORE = "增收压力较大。", "增收势头良好。"
CHOSEN = (
    "# 基本情况\n\n税收{{ 税收 }}。"
    f"{{% if 税收 < 税收 | 上年 %}}{FEWER}{{% else %}}{MORE}{{% endif %}}各项工作有序推进。\n"
)
BY_HAND = "此事由张负责。"
LAST = "各项工作有序推进。"


def saved(report: Any, section: str = CHOSEN) -> Any:
    """A report whose file is built, and saved by a person who wrote a paragraph of his own."""
    report.section(section)
    report.build()
    report.edit(lambda document: document.add_paragraph(BY_HAND))
    return report


def touched(report: Any, section: str = CHOSEN) -> Any:
    """The same where he wrote into the paragraph, too."""
    saved(report, section)
    reword(report, LAST, LAST + BY_HAND)
    return report


def reword(report: Any, old: str, new: str) -> None:
    """Change words of the file as a person does."""

    def change(document: Any) -> None:
        for text in document.element.iter(f"{W}t"):
            text.text = (text.text or "").replace(old, new)

    report.edit(change)


def refreshed(report: Any, **options: Any) -> Sequence[Refreshed]:
    return report.refresh(**options).files[0].entries  # type: ignore[no-any-return]


def told(entries: Sequence[Refreshed]) -> list[tuple[Fate, str, str]]:
    """What is listed and was not done."""
    both = (Fate.GONE, Fate.ABSENT)
    return [(entry.fate, entry.written or entry.today, entry.place) for entry in entries if entry.fate in both]


OTHERWISE = [(Fate.GONE, MORE, "一、基本情况"), (Fate.ABSENT, FEWER, "一、基本情况")]


@pytest.mark.parametrize("tracked", [None, MOMENT])
def test_a_sentence_is_set_that_the_data_choose_otherwise(report: Any, tracked: str) -> None:
    saved(report).put(指标_C3=2)
    assert {entry.fate for entry in refreshed(report, tracked=tracked)} <= DONE
    assert f"税收2亿元。{FEWER}{LAST}" in report.paragraphs()
    parts = report.parts()
    assert not refreshed(report, tracked=tracked)
    assert report.parts() == parts


@pytest.mark.parametrize("tracked", [None, MOMENT])
def test_beside_words_of_a_person_it_is_told_in_every_run(report: Any, tracked: str) -> None:
    touched(report).put(指标_C3=2)
    assert told(refreshed(report, tracked=tracked)) == OTHERWISE
    parts = report.parts()
    assert told(refreshed(report, tracked=tracked)) == OTHERWISE
    assert report.parts() == parts


def test_nothing_is_told_where_the_data_choose_the_same(report: Any) -> None:
    saved(report).put(指标_C3=3.5)
    assert not told(refreshed(report))


def test_a_sentence_that_a_person_took_out_or_reworded_is_not_told(report: Any) -> None:
    saved(report)
    reword(report, "各项工作有序推进。", "")
    reword(report, MORE, "增收势头喜人。")
    report.put(指标_C3=3.5)
    assert not told(refreshed(report))
    assert not told(refreshed(report))


def test_what_a_person_wrote_is_never_called_ours(report: Any) -> None:
    touched(report).section(CHOSEN.replace(LAST, ""))
    assert told(refreshed(report)) == [(Fate.GONE, LAST, "一、基本情况")]
    assert f"税收3.3亿元。{MORE}{LAST}{BY_HAND}" in report.paragraphs()


def test_words_that_the_template_lost_leave_where_nobody_wrote_beside_them(report: Any) -> None:
    saved(report).section(CHOSEN.replace(LAST, ""))
    assert not told(refreshed(report))
    assert f"税收3.3亿元。{MORE}" in report.paragraphs()


def test_a_sentence_that_a_person_set_to_what_the_report_says_is_told_no_longer(report: Any) -> None:
    touched(report).put(指标_C3=2)
    refreshed(report)
    reword(report, MORE, FEWER)
    assert not told(refreshed(report))


def test_a_heading_that_stays_behind_alone_is_told(report: Any) -> None:
    saved(report, "# 基本情况\n\n税收{{ 税收 }}。\n\n{% if 规上企业数 %}## 企业\n\n规上{{ 规上企业数 }}。{% endif %}\n")
    report.section("# 基本情况\n\n税收{{ 税收 }}。\n")
    entries = refreshed(report)
    left = [text for text in report.paragraphs() if "企业。" in text]
    assert [text for _, text, _ in told(entries)] == left


def test_of_a_file_from_before_nothing_is_told(report: Any) -> None:
    saved(report)
    parts = report.parts()
    name = next(name for name, data in parts.items() if b"<words " in data)
    start, end = parts[name].index(b"<words "), parts[name].rindex(b"</bindings>")
    parts[name] = parts[name][:start] + parts[name][end:]
    report.write_parts(parts)
    report.put(指标_C3=2)
    assert not told(refreshed(report))


def test_a_file_says_how_often_each_sentence_without_a_figure_stands_in_it(report: Any) -> None:
    loop = "{% for 业 in 主导产业 %}\n\n{{ 业.名称 }}产值{{ 业.产值 }}。\n\n势头“很好”<&>。\n\n{% endfor %}\n"
    saved(report, f"# 基本情况\n\n税收{{{{ 税收 }}}}，见{{{{ 附件('主导产业情况') }}}}。{loop}")
    part = next(data for data in report.parts().values() if b"<words " in data)
    assert words_in(part) == {"基本情况": 1, "势头“很好”<&>。": 3, "打算": 1}


def test_sentences_that_stand_several_times_are_counted(report: Any) -> None:
    chosen = "{% if 业.产值 > 30 %}势头良好。{% endif %}"
    loop = f"{{% for 业 in 主导产业 %}}{{{{ 业.名称 }}}}产值{{{{ 业.产值 }}}}。{chosen}{{% endfor %}}\n"
    touched(report, f"# 基本情况\n\n税收{{{{ 税收 }}}}。\n\n{loop}{LAST}\n")
    report.put(主导产业_B4=20)
    assert told(refreshed(report)) == [(Fate.GONE, "势头良好。", "一、基本情况")]


@pytest.mark.parametrize("tracked", [None, MOMENT])
def test_an_item_that_belongs_below_another_heading_goes_there(report: Any, tracked: str) -> None:
    groups = (
        "{% for 名, 们 in 主导产业 | 分组('门类') %}## {{ 名 }}\n\n共{{ 们 | 计数('个') }}。\n\n"
        "{% for 业 in 们 %}{{ 序列 }}{{ 业.名称 }}{{ 业.产值 }}{% if loop.last %}。{% else %}；{% endif %}{% endfor %}"
        "\n\n{% endfor %}"
    )
    report.data(lambda book: group(book, 甲="铝加工 建材", 乙="医药"))
    saved(report, f"# 基本情况\n\n税收{{{{ 税收 }}}}。\n\n{groups}")
    report.data(lambda book: group(book, 甲="铝加工", 乙="医药 建材"))
    entries = refreshed(report, tracked=tracked)
    assert {entry.fate for entry in entries} <= DONE
    assert [text for text in report.paragraphs() if "是" in text] == [
        "一是铝加工42.86亿元。",
        "一是医药21.54亿元；二是建材36.7亿元。",
    ]


def group(book: Any, **groups: str) -> None:
    """Say of each industry in which group it is."""
    sheet = book["主导产业"]
    sheet["C1"] = "门类"
    for row in sheet.iter_rows(min_row=2):
        row[2].value = next(name for name, members in groups.items() if row[0].value in members.split())
