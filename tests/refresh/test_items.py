"""Items that are counted (一是, 1.): a new one comes whole, and numbers follow only where the whole list does."""

from collections.abc import Callable
from typing import Any

import pytest

from reportgen.model.refresh import DONE, Fate

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
RANKED = '主导产业 | 排序("产值", 降序=true)'
HEAD, END = "# 基本情况\n\n规上企业{{ 规上企业数 }}。\n\n", "\n\n税收{{ 税收 }}。\n"
IN_ONE = f"{{% for 业 in {RANKED} %}}{{{{ 序列 }}}}{{{{ 业.名称 }}}}。产值{{{{ 业.产值 | 金额 }}}}。{{% endfor %}}"
ITEM = '{{ 序列("1.") }}{{ 业.名称 }}产值{{ 业.产值 | 金额 }}。'
APART = f"{{% for 业 in {RANKED} %}}\n\n{ITEM}\n\n{{% endfor %}}"


def edited(report: Any, section: str, change: Callable[[Any], object]) -> None:
    """Build a report, and edit its file: 铝加工 42.86, 建材 36.7, 医药 21.54."""
    report.section(HEAD + section + END)
    report.build()
    report.edit(change)


def items(report: Any) -> list[str]:
    return [text for text in report.paragraphs() if "产值" in text]


def paragraph(document: Any, words: str) -> Any:
    return next(item for item in document.paragraphs if words in "".join(it.text or "" for it in item._p.iter(f"{W}t")))


def write(document: Any, old: str, new: str) -> None:
    text = next(item for item in document.element.iter(f"{W}t") if old in (item.text or ""))
    text.text = text.text.replace(old, new)


def without_controls(document: Any) -> None:
    """What LibreOffice leaves of a file."""
    for control in list(document.element.iter(f"{W}sdt")):
        for child in list(control.find(f"{W}sdtContent")):
            control.addprevious(child)
        control.getparent().remove(control)


def test_an_item_that_has_no_number_in_its_list_comes_with_none_of_its_sentences(report: Any) -> None:
    edited(report, IN_ONE, lambda document: paragraph(document, "铝加工").add_run("全省领先。"))
    report.put(主导产业_B4=99)
    report.data(lambda book: book["主导产业"].append(["白酒", 20]))
    outcome = report.refresh()
    assert "20亿元" not in "".join(items(report))
    absent = report.told(outcome, Fate.ABSENT)
    assert len(absent) == 2
    assert report.told(outcome, Fate.REORDERED)


def test_a_ranking_in_one_paragraph_follows_its_values_in_a_file_that_lost_its_controls(report: Any) -> None:
    edited(report, IN_ONE, without_controls)
    report.put(主导产业_B4=99)
    outcome = report.refresh()
    assert {entry.fate for entry in outcome.files[0].entries} <= DONE
    refreshed = items(report)
    report.build(force=True)
    assert refreshed == items(report)


@pytest.mark.parametrize("tracked", [None, "2015-12-31T18:00:00Z"])
def test_an_item_whose_name_a_person_changed_is_counted_with_the_others(report: Any, tracked: str | None) -> None:
    edited(report, IN_ONE, lambda document: write(document, "医药", "医药（重点）"))
    report.data(lambda book: book["主导产业"].delete_rows(4))
    outcome = report.refresh(tracked=tracked)
    assert items(report) == ["一是铝加工。产值42.86亿元。二是医药（重点）。产值21.54亿元。税收3.3亿元。"]
    assert ("三是", "二是") in report.pairs(outcome, Fate.CHANGED)
    parts = report.parts()
    report.refresh(tracked=tracked)
    assert report.parts() == parts


def test_an_item_of_which_a_person_changed_the_figure_takes_the_number_of_its_new_place(report: Any) -> None:
    edited(report, APART, lambda document: write(document, "21.54", "22"))
    report.put(主导产业_B3=99)
    outcome = report.refresh()
    assert items(report) == ["1.医药产值22亿元。", "2.铝加工产值42.86亿元。", "3.建材产值36.7亿元。"]
    assert ("3.", "1.") in report.pairs(outcome, Fate.CHANGED)


def test_where_a_person_numbered_an_item_the_others_keep_their_numbers_and_that_is_told(report: Any) -> None:
    edited(report, APART, lambda document: write(document, "3.", "其中第四，"))
    report.data(lambda book: book["主导产业"].delete_rows(2))
    outcome = report.refresh()
    assert items(report) == ["2.建材产值36.7亿元。", "其中第四，医药产值21.54亿元。"]
    assert ("其中第四，医药产值21.54亿元。", "2.医药产值21.54亿元。") in report.pairs(outcome, Fate.KEPT)


def test_an_item_that_a_person_no_longer_counts_leaves_the_numbers_of_the_others_free(report: Any) -> None:
    edited(report, APART, lambda document: write(document, "3.", "此外，"))
    report.data(lambda book: book["主导产业"].delete_rows(2))
    report.refresh()
    assert items(report) == ["1.建材产值36.7亿元。", "此外，医药产值21.54亿元。"]


def test_a_sentence_that_gets_other_words_keeps_its_number_where_the_list_has_another_order(report: Any) -> None:
    section = IN_ONE.replace("。产值", "{% if 业.产值 > 30 %}领先{% else %}跟进{% endif %}。产值")
    edited(report, section, lambda document: paragraph(document, "铝加工").add_run("全省领先。"))
    report.put(主导产业_B3=99)
    outcome = report.refresh()
    assert "三是医药领先。产值99亿元。" in items(report)[0]
    assert report.told(outcome, Fate.REORDERED)


@pytest.mark.parametrize("name", ["", "{{ 序列 }}"])
def test_an_item_of_which_a_person_changed_the_figure_leaves_with_none_of_its_sentences(report: Any, name: str) -> None:
    edited(report, IN_ONE.replace("{{ 序列 }}", name), lambda document: write(document, "36.7", "38"))
    before = items(report)
    report.data(lambda book: book["主导产业"].delete_rows(4))
    outcome = report.refresh()
    assert items(report) == before
    assert "建材" in {entry.now for entry in report.told(outcome, Fate.GONE)}


def test_the_second_paragraph_of_an_item_does_not_come_without_the_first(report: Any) -> None:
    def cut(document: Any) -> None:
        for words in ("建材", "36.7"):
            item = paragraph(document, words)._p
            item.getparent().remove(item)

    edited(report, APART.replace("产值{{", "。\n\n产值{{"), cut)
    report.data(lambda book: book["主导产业"].append(["白酒", 20]))
    outcome = report.refresh()
    assert items(report) == ["产值42.86亿元。", "产值21.54亿元。"]
    assert {"4.白酒。", "产值20亿元。"} <= {entry.today for entry in report.told(outcome, Fate.ABSENT)}
