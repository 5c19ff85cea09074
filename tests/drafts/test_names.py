"""File names of drafts: filled in, safe everywhere."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.drafts.names import check_pattern, file_name, safe_name, same_file
from reportgen.model.diagnostic import Fault


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("青龙镇", "青龙镇"),
        ('a/b\\c:d*e?f"g<h>i|j', "a_b_c_d_e_f_g_h_i_j"),
        ("CON", "_CON"),
        ("com1.docx", "_com1.docx"),
        ("LPT²", "_LPT²"),
        ("CONTENT", "CONTENT"),
        ("末尾有点. .", "末尾有点"),
        (".隐藏", "_.隐藏"),
        ("~$锁", "_~$锁"),
        ("一\n二\t三", "一_二_三"),
        ("", "_"),
        ("e\u0301", "\u00e9"),
    ],
)
def test_a_name_is_one_that_every_system_takes(text: str, safe: str) -> None:
    assert safe_name(text) == safe


@given(st.text())
def test_any_text_becomes_a_name_that_every_system_takes(text: str) -> None:
    name = safe_name(text)
    assert name
    assert len(name.encode()) <= 201
    assert not set(name) & set('\\/:*?"<>|\n\t\0')
    assert name == safe_name(name)
    assert not name.endswith((" ", "."))


def test_a_long_name_is_cut_between_characters() -> None:
    assert safe_name("镇" * 300) == "镇" * 66


def test_a_pattern_is_filled_in() -> None:
    facts = {"序号": "07", "单位": "青龙/镇", "单位资料.代码": "5201"}
    assert file_name("{{ 序号 }}-{{单位}}（{{ 单位资料.代码 }}）.docx", facts) == "07-青龙_镇（5201）.docx"


def test_a_pattern_that_asks_for_an_unknown_name_is_refused_with_the_nearest() -> None:
    with pytest.raises(Fault) as problem:
        check_pattern("{{ 序 }}", {"序号": "", "章节": ""})
    found = problem.value.diagnostics[0]
    assert (found.code, found.facts["known"], found.suggestion) == ("unknown-name-in-pattern", "序号、章节", "序号")


@pytest.mark.parametrize("pattern", ["", "  ", "{ 序号 }", "{{ 序号 }", "{% if x %}"])
def test_a_pattern_that_is_none_is_refused(pattern: str) -> None:
    with pytest.raises(Fault, match="wrong-name-pattern"):
        check_pattern(pattern, {"序号": ""})


def test_names_that_differ_in_case_only_are_one_file() -> None:
    assert same_file("A镇.docx") == same_file("a镇.docx") != same_file("b镇.docx")
