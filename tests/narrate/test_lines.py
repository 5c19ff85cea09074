"""Texts of words and figures alone are put together at once, and say what they say read sign by sign."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from reportgen.model.collect import collect
from reportgen.model.document import Document, Inline, Paragraph
from reportgen.narrate.lines import Lines
from reportgen.narrate.narrate import narrate

DATA = """园区产值 = 12亿元；上年10亿元
负债 = 空

主导产业:
名称 | 产值（亿元）<上年产值 | 上年产值（亿元） | 主要产品、
铝 | 42.86 | 33.2 | 铝锭、铝板
药 | 33 | 30 | 口服液
"""
LOOP = "{{% for 项 in 主导产业 %}}\n{}\n\n{{% endfor %}}"
TOGETHER = (
    LOOP.format("{{ 项.名称 }}产值{{ 项.产值 | 金额 }}，{{ 项.产值 | 同比 }}，占{{ 项.产值 / 园区产值 }}。"),
    LOOP.format("{{ 项.产值 }}{{ 项.名称 }}"),
    "园区产值{{ 园区产值 }}，是{{ 园区产值 }}。",
    LOOP.format("产品有{{ 项.主要产品 | 列举 }}。"),
    "{% set 产值 %}产值{{ 园区产值 }}{% endset %}{{ 产值 }}，{{ 产值 | upper }}。",
    "没有一个数。",
)
BY_SIGNS = (
    LOOP.format("**{{ 项.名称 }}**产值{{ 项.产值 | 金额 }}。"),
    LOOP.format("{{ 项.名称 }}产值{{ 项.产值 | 金额 }}{{ 项.产值 | 同比('，') }}。"),
    "产业有{{ 主导产业.名称 | 列举 }}。",
    LOOP.format("{{ 序号() }}是{{ 项.名称 }}{{ 脚注(项.产值) }}。"),
    "负债{{ 负债 }}，产值{{ 园区产值 }}。",
    "产值{{ 园区产值 }}，共{{ 2 }}项，{{ '甲' }}。",
    "[[11号路]]产值{{ 园区产值 }}，见注[^1]。\n\n[^1]: 占{{ 园区产值 }}。",
)


def said(sample: SimpleNamespace, text: str) -> tuple[Document, Any, Any]:
    document, findings = narrate(sample.report(("t.md", f"# 甲\n\n{text}\n")), sample.dataset(DATA))
    return document, collect(document), findings


def paragraphs(document: Document) -> list[tuple[Inline, ...]]:
    return [block.content for block in document.sections[0].blocks if isinstance(block, Paragraph)]


@pytest.mark.parametrize("text", [*TOGETHER, *BY_SIGNS, "\n\n".join((*TOGETHER, *BY_SIGNS, *TOGETHER))])
def test_a_text_says_the_same_put_together_at_once_and_read_sign_by_sign(
    text: str, sample: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    together = said(sample, text)
    monkeypatch.setattr(Lines, "inlines", lambda *_: None)
    assert together == said(sample, text)
    assert paragraphs(together[0])


@pytest.mark.parametrize(("text", "at_once"), [*((text, True) for text in TOGETHER), *((t, False) for t in BY_SIGNS)])
def test_only_texts_of_words_and_single_figures_are_put_together_at_once(
    text: str, sample: SimpleNamespace, monkeypatch: pytest.MonkeyPatch, *, at_once: bool
) -> None:
    found: list[bool] = []
    inner = Lines.inlines

    def noted(self: Lines, text: str) -> tuple[Inline, ...] | None:
        made = inner(self, text)
        if text != "甲":
            found.append(made is not None)
        return made

    monkeypatch.setattr(Lines, "inlines", noted)
    said(sample, text)
    assert found
    assert all(found) is at_once
