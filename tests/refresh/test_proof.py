"""The last look at a file that nobody edited: what today's report has otherwise is listed, whatever the reason."""

from typing import Any

import pytest

from reportgen.merge.word.refreshing.refresh import _Work
from reportgen.model.refresh import DONE, Fate


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


def test_a_file_whose_sections_all_have_other_headings_today_is_not_held_against_them(built: Any) -> None:
    path = built.folder / "kit/sections/2-打算.md"
    path.write_text(path.read_text(encoding="utf-8").replace("# 打算", "# 下一步"), encoding="utf-8")
    built.section(built.SECTION.replace("# 基本情况", "# 总体情况"))
    assert built.told(built.refresh(), Fate.OTHERWISE) == []


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
