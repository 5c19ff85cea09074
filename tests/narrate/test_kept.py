"""Compiled templates that come back from a store, as a second process would have them."""

from types import SimpleNamespace
from typing import Any

import pytest

from reportgen.model.document import Document
from reportgen.narrate import checked, prose
from reportgen.narrate.environment import SectionEnvironment
from reportgen.narrate.kept import from_bytes
from reportgen.narrate.narrate import narrate_in
from reportgen.narrate.vocabulary.words import FILTERS, FUNCTIONS

DATA = """
产值 = 42.86亿元；上年33.2亿元
支出 = 空
主导产业:
名称 | 产值（亿元）
铝加工 | 20.5
建材 | 空
"""
GOOD = """{% import 'm.md' as m %}
# 工业

全年产值{{ 产值 }}，{{ 产值 | 同比 }}。{{ m.句(主导产业[0]) }}
{% for 项 in 主导产业 if 项.产值 %}{{ 项.名称 }}{{ 项.产值 }}；{% endfor %}{% set 合计数 = 产值 + 产值 %}{{ 合计数 }}。
"""
MACROS = {"m.md": "{% macro 句(项) %}{{ 项.名称 }}为{{ 项.产值 }}。{% endmacro %}"}
FAILING = "# 工业\n\n全年产值{{ 产值 }}，{{ 支出 }}，{{ 主导产业[0].利润 }}，\n  {{ 产值 + 主导产业[1].产值.位数 }}。\n"


@pytest.fixture
def made(sample: SimpleNamespace, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A function: the document of a section and its findings, by an environment that has compiled nothing yet."""

    def make(text: str, store: Any, functions: Any = FUNCTIONS) -> tuple[Document, list[Any]]:
        monkeypatch.setattr(checked, "_found", {})  # what a process remembers
        report = sample.report(("t.md", text), macros=MACROS)
        environment = SectionEnvironment(FILTERS, functions)
        document, findings = narrate_in(environment, report, sample.dataset(DATA), store)
        return document, findings

    return make


@pytest.mark.parametrize("text", [GOOD, FAILING], ids=["good", "failing"])
def test_a_kept_template_gives_the_same_document_and_findings_at_the_same_places(
    text: str, made: Any, sample: SimpleNamespace
) -> None:
    store = sample.store()
    plain = made(text, None)
    first, second = made(text, store), made(text, store)
    assert first == second == plain
    assert len(store.templates) == store.had == 2


def test_the_place_of_a_name_at_fault_is_known_from_a_kept_template(made: Any, sample: SimpleNamespace) -> None:
    store = sample.store()
    places = [[str(item.place) for item in made(FAILING, store)[1] if item.code == "unknown-column"] for _ in range(2)]
    assert places[0] == places[1] == ["t.md:3:34"]


def test_a_template_with_something_to_report_is_compiled_and_reported_each_time(
    made: Any, sample: SimpleNamespace
) -> None:
    store = sample.store()
    for _ in range(2):
        assert "unknown-word" in [item.code for item in made("# 甲\n\n{{ 产值 | 没有的词 }}。\n", store)[1]]
    assert len(store.templates) == 1  # the macros


def test_words_without_fault_are_read_once_for_all_processes(
    made: Any, sample: SimpleNamespace, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = sample.store()
    first = made(GOOD, store)
    monkeypatch.setattr(prose, "check_prose", None)
    assert made(GOOD, store) == first
    with pytest.raises(TypeError):
        made(GOOD + "。", store)


def test_a_number_typed_into_a_template_is_found_each_time(made: Any, sample: SimpleNamespace) -> None:
    store = sample.store()
    for _ in range(2):
        _, findings = made("# 甲\n\n产值{{ 产值 }}，有30家。\n", store)
        assert [str(item.place) for item in findings if item.code == "literal-number"] == ["t.md:3:13"]


def test_damaged_bytes_are_compiled_again(made: Any, sample: SimpleNamespace) -> None:
    store = sample.store()
    good = made(GOOD, store)[0]
    whole = dict(store)
    for damage in (lambda data: data[:-1], lambda data: data[:40] + b"x" + data[41:], lambda _: b""):
        store.update((key, damage(data)) for key, data in whole.items())
        assert made(GOOD, store)[0] == good
        assert dict(store) == whole


def test_bytes_of_another_template_are_found_by_no_other_text_or_file(made: Any, sample: SimpleNamespace) -> None:
    store = sample.store()
    made(GOOD, store)
    made(GOOD + "。", store)
    assert len(store.templates) == 3


def test_what_is_no_template_is_none() -> None:
    assert from_bytes(b"", "t.md") is None
    assert from_bytes(b"\0" * 64, "t.md") is None
