"""One run does all that several would: passes go on until nothing changes, and the list is that of any later run."""

from typing import Any

import pytest

from reportgen.merge.word.refreshing.settled import Result, until_settled
from reportgen.model.refresh import DONE, Fate, Refreshed

WORDS = """# 基本情况

规上企业{{ 规上企业数 }}。

{% if 税收 %}税收{{ 税收 | 金额 }}{% else %}税收平稳{% endif %}。
"""
NEW = """
## 其他

{{ 规上企业数 }}参与。
"""


def entry(fate: Fate, now: str, today: str) -> Refreshed:
    return Refreshed(fate=fate, place="¶1", written="一", now=now, today=today)


def passes(*results: Result) -> Any:
    """What gives these results one after the other, and the file as it came for any more."""
    waiting = list(results)
    return lambda data: waiting.pop(0) if waiting else Result(data=data, entries=(), found_again=0)


def test_what_comes_behind_words_that_come_is_there_after_one_run(report: Any) -> None:
    report.section(WORDS)
    report.build()
    report.section(WORDS + NEW)
    report.put(指标_C3=None, 指标_D3=None)
    outcome = report.refresh()
    assert report.paragraphs()[2:5] == ["规上企业76家。", "税收平稳。", "（一）其他。76家参与。"]
    assert {item.fate for item in outcome.files[0].entries} <= DONE
    again = report.refresh()
    assert (again.written, again.files[0].entries) == ((), ())


def test_a_later_run_changes_nothing_and_lists_what_the_first_one_left(report: Any) -> None:
    """The paragraph of a row that went was half changed by hand; then the rows behind it move up."""
    report.section(
        "# 基本情况\n\n{% for 产业 in 主导产业 %}\n\n{{ 产业.名称 }}产值{{ 产业.产值 | 金额 }}。\n\n{% endfor %}\n"
    )
    report.build()
    report.replace("<w:t>21.54亿元</w:t>", "<w:t>22亿元</w:t>")
    report.data(lambda book: book["主导产业"].delete_rows(3))
    left = [item for item in report.refresh().files[0].entries if item.fate not in DONE]
    before = report.paragraphs()
    again = report.refresh()
    assert left
    assert list(again.files[0].entries) == left
    assert (again.written, report.paragraphs()) == ((), before)


def test_a_row_that_a_person_changed_is_told_in_every_run(built: Any) -> None:
    built.replace("<w:t>21.54</w:t>", "<w:t>21.54（快报）</w:t>")
    built.data(lambda book: book["主导产业"].delete_rows(3))
    kept = built.told(built.refresh(), Fate.KEPT)
    assert [item.written for item in kept] == ["医药、21.54"]
    assert built.told(built.refresh(), Fate.KEPT) == kept
    assert [row[1:] for row in built.table()][2] == ["医药", "21.54（快报）"]


def test_passes_go_on_until_one_changes_nothing() -> None:
    open_entry = entry(Fate.ABSENT, "", "二")
    first = Result(data=b"1", entries=(entry(Fate.CHANGED, "一", "二"), open_entry), found_again=3)
    second = Result(data=b"2", entries=(entry(Fate.CHANGED, "二", "三"),), found_again=1)
    result = until_settled(passes(first, second), b"0")
    assert (result.data, result.found_again) == (b"2", 3)
    assert result.entries == (entry(Fate.CHANGED, "一", "三"),)


def test_what_only_set_figures_needs_no_second_pass() -> None:
    plain = Result(data=b"1", entries=(entry(Fate.CHANGED, "一", "二"),), found_again=0, is_plain=True)
    assert until_settled(passes(plain, Result(data=b"2", entries=(), found_again=0)), b"0") is plain


def test_a_file_that_changes_for_ever_is_left_after_some_passes() -> None:
    def turn(data: bytes) -> Result:
        return Result(data=data + b".", entries=(entry(Fate.INSERTED, "", "一"),), found_again=0)

    assert len(until_settled(turn, b"").data) < 10


PLAIN = "# 基本情况\n\n::: 表 产值\n数据: 主导产业\n列: 名称、产值\n:::\n"


TOTALLED = PLAIN.replace("产值\n:::", "产值\n合计: 是\n:::")
NAMED = PLAIN.replace("名称、产值\n", "名称\n")


@pytest.mark.parametrize(("old", "new"), [(PLAIN, TOTALLED), (TOTALLED, PLAIN), (NAMED, PLAIN), (PLAIN, NAMED)])
def test_a_table_of_another_form_comes_as_a_build_writes_it(report: Any, old: str, new: str) -> None:
    report.section(new)
    report.build()
    wanted = report.table()
    report.section(old)
    report.build(force=True)
    assert report.table() != wanted
    report.section(new)
    report.refresh()
    assert report.table() == wanted
    again = report.refresh()
    assert (again.written, again.files[0].entries) == ((), ())


@pytest.mark.parametrize(
    ("old", "new", "fate", "told"),
    [
        (PLAIN, TOTALLED, Fate.ABSENT, "合计"),
        (TOTALLED, PLAIN, Fate.GONE, "合计"),
        (NAMED, PLAIN, Fate.ABSENT, "产值（亿元）"),
    ],
)
def test_the_other_form_of_a_table_in_an_edited_file_is_told_in_every_run(
    report: Any, old: str, new: str, fate: Fate, told: str
) -> None:
    report.section(old)
    report.build()
    report.edit(lambda document: document.add_paragraph("人工"))
    report.section(new)
    for _ in range(2):
        outcome = report.refresh()
        assert [(item.written or item.today) for item in report.told(outcome, fate)] == [told]
        assert report.told(outcome, Fate.DELETED) == []


def test_a_caption_in_other_words_comes_with_its_chart(report: Any) -> None:
    section = report.SECTION.replace('题注: {{ 年度 }}年产值，共{{ 主导产业 | 计数("个") }}产业', "题注: 各产业对比")
    report.section(section)
    report.build()
    report.section(section.replace("各产业对比", "产业产值对比"))
    for _ in range(2):
        assert {item.fate for item in report.refresh().files[0].entries} <= DONE
        assert report.paragraphs().count("图1　产业产值对比") == 1
        assert "图1　各产业对比" not in report.paragraphs()
        assert len(report.elements("drawing")) == 1
