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


def bare(report: Any, start: str, end: str) -> None:
    """Take the controls between two texts away, as in a draft that LibreOffice saved."""
    text = report.text()
    begin = text.index(start)
    part = text[begin : text.index(end, begin)]
    report.replace(part, re.sub(r"<w:sdtPr>.*?</w:sdtPr>|</?w:sdt>|</?w:sdtContent>", "", part))


def two_sections(report: Any) -> None:
    """One sentence in two sections, of which the first has lost its controls."""
    report.section(f"# 基本情况\n\n{TREND}\n\n本段是过渡。\n\n规上企业{{{{ 规上企业数 }}}}。\n")
    (report.folder / "kit/sections/2-打算.md").write_text(f"# 打算\n\n{TREND}\n", encoding="utf-8")
    report.build()
    bare(report, "一、", "二、")


def test_a_sentence_of_a_section_without_controls_is_set_beside_the_same_one_with_them(report: Any) -> None:
    two_sections(report)
    report.put(指标_C3=2.5, 指标_C2=77)
    outcome = report.refresh()
    assert report.paragraphs().count(TODAY) == 2
    assert "规上企业77家。" in report.paragraphs()
    assert {entry.fate for item in outcome.files for entry in item.entries} == {Fate.CHANGED}
    assert report.refresh().files[0].entries == ()


def test_what_is_missing_of_a_section_without_controls_is_not_said_to_be_deleted(report: Any) -> None:
    two_sections(report)
    report.replace("规上企业", "规模以上企业有")
    report.put(指标_C2=77)
    outcome = report.refresh()
    assert [(entry.written, entry.today) for entry in report.told(outcome, Fate.UNSURE)] == [("76家", "77家")]
    assert report.told(outcome, Fate.DELETED) == []


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


def listed(report: Any) -> None:
    """Each industry a paragraph of two sentences, in a file without controls."""
    loop = "{{ 序列 }}{{ 产业.名称 }}。产值{{ 产业.产值 | 金额 }}，稳中有进。"
    said = f"{{% for 产业 in 主导产业 %}}\n\n{loop}\n\n{{% endfor %}}\n"
    report.section(f"# 基本情况\n\n规上企业{{{{ 规上企业数 }}}}。\n\n{said}\n过渡。\n")
    report.build()
    without_controls(report)


def test_a_paragraph_leaves_whole_though_a_part_of_it_stands_elsewhere_too(report: Any) -> None:
    listed(report)
    report.edit(lambda document: document.add_paragraph("产值21.54亿元，稳中有进。"))
    report.data(lambda book: book["主导产业"].delete_rows(3))
    report.refresh()
    texts = report.paragraphs()
    assert "二是建材。产值36.7亿元，稳中有进。" in texts
    assert texts[-1] == "产值21.54亿元，稳中有进。"
    assert not any("医药" in text for text in texts if "产值" in text)
    assert report.refresh().files[0].entries == ()


def reword(report: Any, old: str, new: str) -> None:
    """Let a paragraph read otherwise, as a person who types it anew."""

    def change(document: Any) -> None:
        paragraph = next(item for item in document.paragraphs if item.text == old)
        for run in paragraph.runs[1:]:
            run._r.getparent().remove(run._r)
        paragraph.runs[0].text = new

    report.edit(change)


@pytest.mark.parametrize(
    ("row", "written"), [(2, "一是铝加工。产值42.86亿元，稳中有进。"), (3, "二是医药。产值21.54亿元，稳中有进。")]
)
def test_a_paragraph_of_which_a_person_reworded_a_part_stays_whole(report: Any, row: int, written: str) -> None:
    listed(report)
    kept = written.replace("产值", "产值约")
    reword(report, written, kept)
    report.data(lambda book: book["主导产业"].delete_rows(row))
    for _ in range(3):
        report.refresh()
        assert kept in report.paragraphs()


def test_without_controls_a_sentence_is_known_by_what_stands_before_and_behind_it(report: Any) -> None:
    report.put(指标_C3=3, 指标_D3=3)
    first, second = "完成{{ 税收 | 金额 }}。\n\n", "完成{{ 税收 | 上年 | 金额 }}。\n\n"
    between = "主导产业产值合计{{ 合计(主导产业.产值) | 金额 }}。\n\n"
    report.section(
        f"# 基本情况\n\n规上企业{{{{ 规上企业数 }}}}。\n\n{first}{between}{second}最后{{{{ 规上企业数 }}}}。\n"
    )
    report.build()
    without_controls(report)
    report.put(指标_C3=2.5)
    outcome = report.refresh()
    said = [text for text in report.paragraphs() if text.startswith("完成")]
    assert said == ["完成2.5亿元。", "完成3亿元。"]
    assert report.told(outcome, Fate.UNSURE) == []
    assert report.refresh().files[0].entries == ()


def test_without_controls_a_sentence_that_stands_twice_in_a_paragraph_is_set_twice(report: Any) -> None:
    report.section(f"# 基本情况\n\n{TREND}{TREND}\n\n{TREND}\n")
    report.build()
    without_controls(report)
    report.put(指标_C3=2.5)
    report.refresh()
    assert report.paragraphs().count(TODAY + TODAY) == report.paragraphs().count(TODAY) == 1


def test_without_controls_a_sentence_that_leaves_leaves_from_each_of_its_places(report: Any) -> None:
    said = "{% if 税收 %}完成税收{{ 税收 | 金额 }}。{% endif %}共{{ 规上企业数 }}。\n\n"
    report.section(f"# 基本情况\n\n{said}{said}")
    report.build()
    without_controls(report)
    report.put(指标_C3=None, 指标_D3=None)
    report.refresh()
    assert report.paragraphs().count("共76家。") == 2
