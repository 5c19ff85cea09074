"""The last look at a file that nobody edited: what today's report has otherwise is listed, whatever the reason."""

from typing import Any

import pytest

from reportgen.merge.word.refreshing.refresh import _Work
from reportgen.model.refresh import DONE, Fate

MOMENT = "2026-01-02T03:04:05Z"

pytestmark = pytest.mark.usefixtures("unarranged")
"""What could be arranged would not be told."""


def test_a_refreshed_file_that_nobody_edited_leaves_nothing_to_tell(built: Any) -> None:
    built.put(主导产业_B2=50, 指标_C2=80, 指标_C3=2.5)
    outcome = built.refresh()
    assert built.told(outcome, Fate.CHANGED)
    assert built.told(outcome, Fate.OTHERWISE) == []
    assert {entry.fate for entry in outcome.files[0].entries} <= DONE


def test_words_without_a_figure_that_the_report_newly_has_are_told(built: Any) -> None:
    built.section(built.SECTION.replace("# 基本情况\n", "# 基本情况\n\n总体平稳，稳中有进。\n"))
    for _ in range(2):
        (entry,) = built.told(built.refresh(), Fate.OTHERWISE)
        assert (entry.now, entry.today) == ("", "总体平稳，稳中有进。")
        assert entry.place == "一、基本情况"


def test_words_without_a_figure_that_the_report_no_longer_has_are_told(report: Any) -> None:
    report.section(report.SECTION.replace("# 基本情况\n", "# 基本情况\n\n总体平稳，稳中有进。\n"))
    report.build()
    report.section(report.SECTION)
    (entry,) = report.told(report.refresh(), Fate.OTHERWISE)
    assert (entry.now, entry.today) == ("总体平稳，稳中有进。", "")


def test_sections_that_have_other_headings_today_are_told(built: Any) -> None:
    path = built.folder / "kit/sections/2-打算.md"
    path.write_text(path.read_text(encoding="utf-8").replace("# 打算", "# 下一步"), encoding="utf-8")
    built.section(built.SECTION.replace("# 基本情况", "# 总体情况"))
    told = built.told(built.refresh(), Fate.OTHERWISE)
    assert [(entry.now, entry.today) for entry in told] == [
        ("一、基本情况", "一、总体情况"),
        ("二、打算", "二、下一步"),
    ]


def test_captions_and_footnotes_in_other_words_are_told(report: Any) -> None:
    section = report.SECTION.replace("题注: {{ 年度 }}年各产业产值", "题注: 各产业产值")
    report.section(section)
    report.build()
    report.section(section.replace("题注: 各", "题注: 全部").replace("[^1]: 税收", "[^1]: 全口径税收"))
    for tracked in (None, MOMENT):
        told = {(entry.now, entry.today) for entry in report.told(report.refresh(tracked=tracked), Fate.OTHERWISE)}
        assert ("表1　各产业产值", "表1　全部产业产值") in told
        assert ("税收3.3亿元，同比增长10%。", "全口径税收3.3亿元，同比增长10%。") in told


def test_a_footnote_that_the_report_newly_has_is_told(built: Any) -> None:
    built.section(built.SECTION.replace("和{{ 图(", "{{ 脚注('见统计公报。') }}和{{ 图("))
    told = built.told(built.refresh(), Fate.OTHERWISE)
    assert [(entry.now, entry.today) for entry in told] == [("", "见统计公报。")]


def test_the_last_words_of_a_report_are_looked_at_too(report: Any) -> None:
    path = report.folder / "kit/sections/2-打算.md"
    text = path.read_text(encoding="utf-8")
    path.write_text(f"{text}\n再接再厉。\n", encoding="utf-8")
    report.build()
    path.write_text(text, encoding="utf-8")
    (entry,) = report.told(report.refresh(), Fate.OTHERWISE)
    assert (entry.now, entry.today) == ("再接再厉。", "")


def test_what_is_only_proposed_is_looked_at_as_if_it_was_accepted(built: Any) -> None:
    built.section(built.SECTION.replace("# 基本情况\n", "# 基本情况\n\n总体平稳，稳中有进。\n"))
    built.put(主导产业_B2=50, 指标_C2=80)
    for _ in range(2):
        (entry,) = built.told(built.refresh(tracked=MOMENT), Fate.OTHERWISE)
        assert (entry.now, entry.today) == ("", "总体平稳，稳中有进。")


def test_a_short_word_that_is_told_hides_no_paragraph_that_has_it(built: Any) -> None:
    """A table that cannot be set tells of its headers, which stand in sentences too."""
    section = built.SECTION.replace("列: 名称、产值\n", "列: 产值、名称\n")
    built.section(section.replace("# 基本情况\n", "# 基本情况\n\n名称和产值（亿元）以公报为准。\n"))
    (entry,) = built.told(built.refresh(), Fate.OTHERWISE)
    assert entry.today == "名称和产值（亿元）以公报为准。"


def test_what_a_fault_of_ours_leaves_behind_is_told(built: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reportgen.merge.word.refreshing.figures.Figures.set", lambda *_: None)
    built.put(指标_C2=80)
    entries = built.told(built.refresh(), Fate.OTHERWISE)
    assert len(entries) == 2
    assert all("76家" in entry.now for entry in entries)
    assert all("80家" in entry.today for entry in entries)


def test_a_file_that_a_person_edited_is_not_looked_through(built: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def prove(_work: _Work) -> None:
        raise AssertionError

    monkeypatch.setattr(_Work, "prove", prove)
    built.edit(lambda document: document.add_paragraph("人工"))
    built.put(指标_C2=80)
    assert built.told(built.refresh(), Fate.CHANGED)


def test_a_last_paragraph_that_the_report_numbers_is_no_line_of_the_list_of_appendices(report: Any) -> None:
    path = report.folder / "kit/sections/2-打算.md"
    path.write_text("# 打算\n\n### 抓项目{接排}\n\n再接再厉，税收{{ 税收 }}。\n", encoding="utf-8")
    report.build()
    report.put(指标_C2=80)
    assert report.told(report.refresh(), Fate.OTHERWISE) == []
