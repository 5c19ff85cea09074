"""Figures of footnotes in a file whose controls another program has dropped."""

import re
from typing import Any

import pytest

from reportgen.model.refresh import Fate

NOTES = "word/footnotes.xml"
SAID = '税收{{ 税收 }}{{ 脚注("快报数为" ~ 税收 ~ "。") }}，规上企业{{ 规上企业数 }}。'


def without_controls(report: Any) -> None:
    """Take all controls of the body and of the notes away, as other programs do."""
    for part in ("word/document.xml", NOTES):
        bare = re.sub(r"<w:sdtPr>.*?</w:sdtPr>|</?w:sdt>|</?w:sdtContent>", "", report.text(part))
        report.replace(report.text(part), bare, part)


def notes(report: Any) -> list[str]:
    """What the footnotes say."""
    found = re.findall(r'<w:footnote w:id="[1-9].*?</w:footnote>', report.text(NOTES), re.DOTALL)
    return ["".join(re.findall(r"<w:t[^>]*>([^<]*)</w:t>", note)).strip() for note in found]


@pytest.fixture
def noted(report: Any) -> Any:
    """A report with a figure in a footnote, two times in one paragraph."""
    report.section(f"# 基本情况\n\n{SAID}再说一次：{SAID}\n")
    report.build()
    without_controls(report)
    assert notes(report) == ["快报数为3.3亿元。"] * 2
    return report


def test_they_are_set_with_the_sentence_of_their_mark(noted: Any) -> None:
    noted.put(指标_C3=2.5)
    outcome = noted.refresh()
    assert notes(noted) == ["快报数为2.5亿元。"] * 2
    assert noted.told(outcome, Fate.UNSURE) == []
    assert noted.refresh().files[0].entries == ()


def test_a_note_that_a_person_reworded_stays_and_is_listed(noted: Any) -> None:
    noted.replace("快报数为", "年报数约为", NOTES)
    noted.put(指标_C3=2.5)
    outcome = noted.refresh()
    assert notes(noted) == ["年报数约为3.3亿元。", "快报数为2.5亿元。"]
    assert [(entry.written, entry.today) for entry in noted.told(outcome, Fate.UNSURE)] == [("3.3亿元", "2.5亿元")]


def test_a_note_that_a_person_marks_twice_is_not_set(noted: Any) -> None:
    noted.replace('w:id="2"/></w:r>', 'w:id="1"/></w:r>')
    noted.put(指标_C3=2.5)
    outcome = noted.refresh()
    assert notes(noted) == ["快报数为3.3亿元。"] * 2
    assert len(noted.told(outcome, Fate.UNSURE)) == 2
