"""The cases of `cases/*.md`: a cell, a word, what it prints or the code of its refusal."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from reportgen.model.diagnostic import Fault

FOLDER = Path(__file__).parent / "cases"
NAMES = "甲乙丙丁"


def cases() -> list[tuple[str, str, str, str]]:
    found = []
    for path in sorted(FOLDER.glob("*.md")):
        for line in path.read_text(encoding="utf-8").splitlines():
            cells = [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", line)[1:-1]]
            if len(cells) == 3 and cells[0] not in ("input", "---"):
                found.append((path.stem, *cells))
    return found  # type: ignore[return-value]


CASES = cases()


@pytest.mark.parametrize(("topic", "given", "word", "expected"), CASES, ids=["-".join(case[:3]) for case in CASES])
def test_a_word_prints_the_expected_text_or_says_why_not(
    topic: str, given: str, word: str, expected: str, render: Callable[[str, Mapping[str, str]], str]
) -> None:
    data = dict(zip(NAMES, given.split(" / "), strict=False))
    # a word names 甲 outside of quotation marks where it is a whole expression
    expression = word if "甲" in re.sub('"[^"]*"', "", word) else f"甲 | {word}"
    if expected.startswith("!"):
        with pytest.raises(Fault) as caught:
            render(f"{{{{ {expression} }}}}", data)
        assert caught.value.code == expected[1:]
    else:
        assert render(f"{{{{ {expression} }}}}", data) == expected
