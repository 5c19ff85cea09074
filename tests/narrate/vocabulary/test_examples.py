"""Each word is documented in both languages, with examples that print what they promise."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from reportgen.narrate.vocabulary.registry import WORDS, Example, Word
from reportgen.narrate.vocabulary.words import FILTERS, FUNCTIONS

EXAMPLES = [(entry.name, example) for entry in WORDS.values() for example in entry.examples]
REQUIRED = [
    "金额", "量", "同比", "增幅", "降幅", "完成率", "从到", "百分点差", "年均增长",
    "占比", "比值", "名次", "翻番", "概数", "分别", "列举", "归纳", "计数",
    "合计", "平均", "最大", "最小", "期间", "时点", "时长", "年末", "日期",
    "规格", "台数", "差额", "倍数", "筛选", "排序", "分组", "前几", "大写数",
    "上年", "目标", "换算",
]  # fmt: skip


@pytest.mark.parametrize(("name", "example"), EXAMPLES, ids=[f"{name}-{each.expected}" for name, each in EXAMPLES])
def test_an_example_prints_what_its_documentation_says(
    name: str, example: Example, render: Callable[[str, Mapping[str, str]], str]
) -> None:
    assert render(example.template, example.data) == example.expected
    assert name in example.template


@pytest.mark.parametrize("name", REQUIRED)
def test_the_vocabulary_has_the_word(name: str) -> None:
    assert name in FILTERS or name in FUNCTIONS


@pytest.mark.parametrize("entry", WORDS.values(), ids=lambda entry: entry.name)
def test_a_word_is_documented_in_both_languages(entry: Word) -> None:
    assert entry.doc_zh.endswith("。")
    assert entry.doc_en.endswith(".")
    assert entry.examples
    assert entry.topic
