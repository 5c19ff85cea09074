"""Items that are counted (一是, 1.): a new one comes whole, and numbers follow only where the whole list does."""

from collections.abc import Callable
from typing import Any

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
