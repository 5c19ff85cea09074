"""Arguments of words: what they take, what they refuse, and what the message then says."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal
from typing import Any

import pytest
from markupsafe import Markup

from reportgen.model.diagnostic import Fault
from reportgen.model.figure import Fact, Figure, Missing, Phrase
from reportgen.model.marks import collecting
from reportgen.narrate.vocabulary.registry import WORDS
from reportgen.narrate.vocabulary.words import FILTERS

Read = Callable[..., Any]


def test_an_unknown_keyword_is_answered_with_the_nearest_and_all_known_ones(read: Read) -> None:
    with pytest.raises(Fault) as caught:
        FILTERS["金额"](read("5亿元"), 小树=1)
    found = caught.value.diagnostics[0]
    assert found.code == "unknown-argument"
    assert found.suggestion == "小数"
    assert found.facts["known"] == "单位、小数、预计"


def test_a_figure_glued_into_a_lead_in_is_refused_because_it_would_lose_its_source(read: Read) -> None:
    figure = read("5亿元；上年4亿元")
    with collecting(), pytest.raises(Fault) as caught:
        FILTERS["同比"](figure, f"比{figure}，")
    assert caught.value.code == "figure-in-argument"


def test_a_fact_of_a_cell_serves_as_text(read: Read) -> None:
    phrase = FILTERS["占比"](read("34%"), 对象=Fact(value="全省"))
    assert isinstance(phrase, Phrase)
    assert phrase.text == "占全省的34%"


def test_a_number_of_a_cell_serves_as_a_count(read: Read) -> None:
    rows = FILTERS["前几"](read("表：名称=甲、乙、丙"), read("2"))
    assert len(rows) == 2  # type: ignore[arg-type]


def test_a_missing_bound_is_a_missing_value(read: Read) -> None:
    with pytest.raises(Fault) as caught:
        FILTERS["筛选"](read("表：名称=甲；投资（亿元）=1"), "投资", 大于=Missing(name="下限"))
    assert caught.value.code == "missing-value"


@pytest.mark.parametrize("name", sorted(WORDS))
@pytest.mark.parametrize(
    "value", [None, True, "文字", b"1", object(), {}, [], (), Decimal(1), 1.5, -3, Missing(name="空")]
)
def test_no_value_of_a_template_makes_a_word_fail_with_anything_but_a_fault(name: str, value: object) -> None:
    with suppress(Fault):
        WORDS[name].call(value)


@pytest.mark.parametrize("name", sorted(WORDS))
@pytest.mark.parametrize(
    "second", [None, True, "文字", -1, 2, Decimal("1.5"), [], Missing(name="空"), Fact(value="甲")]
)
def test_no_second_value_makes_a_word_fail_with_anything_but_a_fault(name: str, second: object, read: Read) -> None:
    for first in (
        read("5亿元；上年4亿元；目标4亿元；2024年"),
        read("表：名称=甲、乙；额（亿元）=1、空"),
        read("甲、乙"),
    ):
        with suppress(Fault):
            WORDS[name].call(first, second)


@pytest.mark.parametrize("name", sorted(WORDS))
def test_keywords_of_any_type_make_no_word_fail_with_anything_but_a_fault(name: str, read: Read) -> None:
    figure = read("5亿元；上年4亿元；目标4亿元；2024年")
    for parameter in WORDS[name].parameters:
        values: tuple[object, ...] = (None, True, "文字", "", -1, 3, Decimal("1.5"), [], Missing(name="空"), figure)
        for value in values:
            with suppress(Fault):
                WORDS[name].call(figure, **{parameter: value})


def test_a_figure_may_be_any_plain_number(read: Read) -> None:
    assert isinstance(FILTERS["大写数"](3), Phrase)
    assert isinstance(FILTERS["换算"](read("1亿元"), "元"), Figure)


def test_words_from_a_template_are_joined_as_plain_text(read: Read) -> None:
    phrase = FILTERS["占比"](read("34%"), 对象=Markup("A&B"))
    assert isinstance(phrase, Phrase)
    assert phrase.text == "占A&B的34%"
    assert type(phrase.text) is str
