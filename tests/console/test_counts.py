"""English words that go with a number: one figure, two figures."""

import re

import pytest

from reportgen.console.catalogue import codes, word, worded, wording
from reportgen.console.findings import summary
from reportgen.model.diagnostic import error, info, warning


@pytest.mark.parametrize(("count", "said"), [(0, "0 places"), (1, "1 place"), (2, "2 places"), (11, "11 places")])
def test_a_word_goes_with_its_number(count: int, said: str) -> None:
    assert f": {said} set" in word("refresh-written", "en", path="a.docx", count=count)


@pytest.mark.parametrize(("count", "said"), [(1, "1 hidden row is read"), (3, "3 hidden rows are read")])
def test_so_it_does_in_findings(count: int, said: str) -> None:
    assert worded(info("hidden-rows", rows=["5"], count=count), "en").message.startswith(said)


def test_a_summary_counts_each_severity() -> None:
    found = [error("a"), warning("b"), warning("c")]
    assert summary(found, "en") == "1 error, 2 warnings"
    assert summary(found, "zh") == "1 个错误，2 个警告"


@pytest.mark.parametrize("code", codes())
def test_a_word_that_goes_with_a_number_names_a_fact_and_has_two_forms(code: str) -> None:
    found = wording(code, "en")
    assert found is not None
    sentences = (found.message, found.note, found.help)
    facts = {name: "1" for text in sentences for name in re.findall(r"\{(\w+)\|", text)}
    filled = found.filled(facts)
    assert not re.findall(r"\{\w+\|[^}]*\}", filled.message + filled.note + filled.help)
