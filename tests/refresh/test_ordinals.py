"""What counts as the ordinal of an item: 第一 does, the number in 第一季度 does not."""

from typing import Any

import pytest

from reportgen.merge.word.refreshing.ordinals import differ_in_ordinals, has_ordinal
from reportgen.model.refresh import Fate


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("第一，抓招商", "第二，抓招商", True),
        ("一是抓招商", "十一是抓招商", True),
        ("（一）招商", "（三）招商", True),
        ("第一季度", "第二季度", False),
        ("第二产业", "第三产业", False),
        ("第十一批", "第十二批", False),
    ],
)
def test_the_number_of_an_item_is_an_ordinal_and_that_of_a_name_is_none(one: str, other: str, expected: bool) -> None:
    assert differ_in_ordinals([one], [other]) is expected
    assert has_ordinal(one) is expected


def test_another_quarter_is_written_though_a_person_deleted_a_sentence_below_the_same_heading(report: Any) -> None:
    first = "# 基本情况\n\n第一季度规上企业{{ 规上企业数 }}。\n\n另有税收{{ 税收 }}可用。\n"
    report.section(first)
    report.build()
    report.edit(lambda document: document.paragraphs[3]._element.getparent().remove(document.paragraphs[3]._element))
    assert not any("另有" in text for text in report.paragraphs())
    report.section(first.replace("第一季度", "第二季度"))
    report.put(指标_C2=80)
    assert ("第一季度规上企业76家。", "第二季度规上企业80家。") in report.pairs(report.refresh(), Fate.CHANGED)
    assert "第二季度规上企业80家。" in report.paragraphs()
