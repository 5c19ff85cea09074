"""The reference shows every word with its arguments and examples, in both languages."""

from __future__ import annotations

import re
from types import SimpleNamespace

import pytest

from reportgen.model.document import ChartBlock, Document, Footnote, Heading, Inline, Paragraph, TableBlock
from reportgen.model.report import AppendixSource
from reportgen.narrate.context_words import CONTEXT_FUNCTIONS
from reportgen.narrate.narrate import narrate
from reportgen.narrate.vocabulary.in_document import DOCUMENT_WORDS
from reportgen.narrate.vocabulary.reference import TOPICS, reference
from reportgen.narrate.vocabulary.registry import WORDS, Example, Kinds

ENTRIES = (*WORDS.values(), *DOCUMENT_WORDS)
IN_DOCUMENT = [(entry.name, example) for entry in DOCUMENT_WORDS for example in entry.examples]


def test_every_word_belongs_to_a_topic_of_the_reference() -> None:
    assert {entry.topic for entry in ENTRIES} == set(TOPICS)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_reference_shows_each_word_with_its_arguments_and_results(language: str) -> None:
    shown = reference(language)
    for entry in ENTRIES:
        name = f"**{entry.name}**" + ("" if Kinds.FILTER in entry.kinds else "(…)")
        assert f"| {name} | {'、'.join(entry.parameters)} |" in shown
        for example in entry.examples:
            assert f"`{example.template.replace('|', chr(92) + '|')}`" in shown
            assert f"| {example.expected} |" in shown


@pytest.mark.parametrize("language", ["zh", "en"])
def test_each_line_of_its_tables_has_the_same_number_of_cells(language: str) -> None:
    lines = [line for line in reference(language).splitlines() if line.startswith("|")]
    assert {len(re.split(r"(?<!\\)\|", line)) for line in lines} == {8}


def test_every_word_that_needs_the_document_is_in_the_reference() -> None:
    assert {entry.name for entry in DOCUMENT_WORDS} == {"序列", *CONTEXT_FUNCTIONS}
    assert all(entry.doc_zh.endswith("。") and entry.doc_en.endswith(".") for entry in DOCUMENT_WORDS)


def document(sample: SimpleNamespace, example: Example) -> Document:
    """The document of an example: its line, then the charts and tables that its data names, and the appendices."""
    things = {kind: example.data[kind].split("、") for kind in ("图", "表", "附件") if kind in example.data}
    lines = [f"{name} = {value}" for name, value in example.data.items() if name not in things]
    section = f"# 甲\n\n{example.template}\n"
    for kind, settings in (("图", "类型: 柱形\n数据: 企业\n类别: 名称\n数值: 产值"), ("表", "数据: 企业")):
        for name in things.get(kind, ()):
            section += f"\n::: {kind} {name}\n{settings}\n题注: {name}\n:::\n"
    data = sample.dataset("\n".join([*lines, "企业:", "|名称|产值（亿元）|", "|甲厂|3|"]))
    appendices = tuple(AppendixSource(title=title, sheet="企业") for title in things.get("附件", ()))
    made, findings = narrate(sample.report(("t.md", section), appendices=appendices), data)
    of_the_setting = {"unreferenced", "unused-data"}
    assert [sample.finding(item) for item in findings if item.code not in of_the_setting] == []
    assert all(isinstance(block, (Heading, Paragraph, ChartBlock, TableBlock)) for block in made.sections[0].blocks)
    return made


def read(content: tuple[Inline, ...]) -> str:
    """Inlines as they are read, a footnote where its mark stands."""
    return "".join(f"〔脚注：{read(item.content)}〕" if isinstance(item, Footnote) else item.text for item in content)


@pytest.mark.parametrize(
    ("name", "example"), IN_DOCUMENT, ids=[f"{name}-{each.expected}" for name, each in IN_DOCUMENT]
)
def test_an_example_of_a_word_that_needs_the_document_reads_as_its_documentation_says(
    sample: SimpleNamespace, name: str, example: Example
) -> None:
    paragraphs = [block for block in document(sample, example).sections[0].blocks if isinstance(block, Paragraph)]
    assert [read(paragraph.content) for paragraph in paragraphs] == [example.expected]
    assert name in example.template or "[[" in example.template
