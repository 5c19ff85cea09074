"""Every code that the vocabulary and the figures raise is worded in both languages and provoked by a case."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from string import Formatter

import pytest

import reportgen

PACKAGE = Path(reportgen.__file__).parent
SOURCES = [
    *(PACKAGE / "narrate" / "vocabulary").glob("*.py"),
    *(PACKAGE / "model" / f"{name}.py" for name in ("quantity", "figure", "dataset", "marks")),
]
RAISED = sorted({code for path in SOURCES for code in re.findall(r'Fault\(\s*"([a-z-]+)"', path.read_text("utf-8"))})
CATALOGUE = tomllib.loads((PACKAGE / "messages" / "vocabulary.toml").read_text("utf-8"))
CASES = "".join(path.read_text("utf-8") for path in (Path(__file__).parent / "cases").glob("*.md"))
IN_CODE = {"missing-value": "MissingValue"}
ELSEWHERE = {"figure-in-argument", "mixed-column"}
"""Codes that the notation of the cases cannot provoke; `test_arguments` and `test_rows` do."""


def placeholders(entry: dict[str, str]) -> set[str]:
    texts = [entry.get(part, "") for part in ("message", "note", "help")]
    return {name.partition("|")[0] for text in texts for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("code", sorted({*RAISED, *IN_CODE}))
def test_a_code_is_worded_in_both_languages_with_the_same_facts(code: str) -> None:
    entry = CATALOGUE[code]
    assert set(entry) == {"en", "zh"}
    for language in ("en", "zh"):
        assert all(entry[language][part].strip() for part in ("message", "help", "explain"))
    assert placeholders(entry["en"]) == placeholders(entry["zh"])


@pytest.mark.parametrize("code", sorted({*RAISED, *IN_CODE} - ELSEWHERE))
def test_a_case_provokes_the_code(code: str) -> None:
    assert f"| !{code} |" in CASES


def test_no_wording_is_left_over() -> None:
    assert set(CATALOGUE) <= {*RAISED, *IN_CODE}


@pytest.mark.parametrize("code", RAISED)
def test_the_facts_of_a_message_are_those_that_the_code_gives(code: str) -> None:
    given = set()
    for path in SOURCES:
        for call in re.findall(rf'Fault\(\s*"{code}"(.*?)\)\s*(?:from None)?\n', path.read_text("utf-8"), re.DOTALL):
            given |= set(re.findall(r"(\w+)=", call))
    assert placeholders(CATALOGUE[code]["en"]) <= given
