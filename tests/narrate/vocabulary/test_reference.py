"""The reference shows every word with its arguments and examples, in both languages."""

from __future__ import annotations

import re

import pytest

from reportgen.narrate.vocabulary.reference import TOPICS, reference
from reportgen.narrate.vocabulary.registry import WORDS


def test_every_word_belongs_to_a_topic_of_the_reference() -> None:
    assert {entry.topic for entry in WORDS.values()} == set(TOPICS)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_reference_shows_each_word_with_its_arguments_and_results(language: str) -> None:
    shown = reference(language)
    for entry in WORDS.values():
        assert f"| **{entry.name}** | {'、'.join(entry.parameters)} |" in shown
        for example in entry.examples:
            assert f"`{example.template.replace('|', chr(92) + '|')}`" in shown
            assert f"| {example.expected} |" in shown


@pytest.mark.parametrize("language", ["zh", "en"])
def test_each_line_of_its_tables_has_the_same_number_of_cells(language: str) -> None:
    lines = [line for line in reference(language).splitlines() if line.startswith("|")]
    assert {len(re.split(r"(?<!\\)\|", line)) for line in lines} == {8}
