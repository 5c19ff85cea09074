"""Sentences that read the same in several places: each keeps its own figures, with controls and without."""

import re
from typing import Any

import pytest

from reportgen.model.refresh import Fate

TREND = "税收{{ 税收 | 金额 }}，比上年{% if 税收 < 税收 | 上年 %}有所回落{% else %}稳步回升{% endif %}。"
WRITTEN, TODAY = "税收3.3亿元，比上年稳步回升。", "税收2.5亿元，比上年有所回落。"


@pytest.fixture
def repeated(report: Any) -> Any:
    """A report that says one thing in three paragraphs."""
    report.section("# 基本情况\n\n" + f"{TREND}\n\n本段是过渡。\n\n" * 3 + "规上企业{{ 规上企业数 }}。\n")
    report.build()
    assert report.paragraphs().count(WRITTEN) == 3
    return report


def without_controls(report: Any) -> None:
    """Take all controls of the body away, as other programs do."""
    bare = re.sub(r"<w:sdtPr>.*?</w:sdtPr>|</?w:sdt>|</?w:sdtContent>", "", report.text())
    report.replace(report.text(), bare)


def test_each_is_set_with_its_words_in_its_controls(repeated: Any) -> None:
    repeated.put(指标_C3=2.5)
    repeated.refresh()
    assert repeated.paragraphs().count(TODAY) == 3


def test_without_controls_all_are_set_because_all_say_the_same_of_the_same(repeated: Any) -> None:
    without_controls(repeated)
    repeated.put(指标_C3=2.5)
    outcome = repeated.refresh()
    assert repeated.paragraphs().count(TODAY) == 3
    assert repeated.told(outcome, Fate.UNSURE) == []
    assert repeated.refresh().files[0].entries == ()


def test_without_controls_one_of_them_too_many_leaves_all_as_they_are(repeated: Any) -> None:
    without_controls(repeated)
    repeated.edit(lambda document: document.add_paragraph(WRITTEN))
    repeated.put(指标_C3=2.5)
    outcome = repeated.refresh()
    assert repeated.paragraphs().count(WRITTEN) == 4
    assert repeated.told(outcome, Fate.UNSURE)


def test_without_controls_one_of_them_less_is_told_and_the_others_are_set(repeated: Any) -> None:
    without_controls(repeated)
    repeated.replace(WRITTEN[:2], "财税", count=1)
    repeated.put(指标_C3=2.5)
    outcome = repeated.refresh()
    assert repeated.paragraphs().count(TODAY) == 2
    assert len(repeated.told(outcome, Fate.UNSURE)) == 1


def test_sentences_that_read_the_same_of_other_cells_are_not_guessed(report: Any) -> None:
    report.put(指标_C3=3, 指标_D3=3)
    same = "完成{{ 税收 | 金额 }}。\n\n过渡。\n\n完成{{ 税收 | 上年 | 金额 }}。\n"
    report.section(f"# 基本情况\n\n{same}\n规上企业{{{{ 规上企业数 }}}}。\n")
    report.build()
    without_controls(report)
    report.put(指标_C3=2.5)
    outcome = report.refresh()
    assert report.paragraphs().count("完成3亿元。") == 2
    assert report.told(outcome, Fate.UNSURE)
