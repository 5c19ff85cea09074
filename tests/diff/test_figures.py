"""Which figures count as changed: what a reader sees, and an exact value only where the text gives it."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest

from reportgen.compare.compare import compare
from reportgen.model.binding import Binding
from reportgen.model.values import replace
from reportgen.ooxml.bindings import to_xml
from reportgen.ooxml.package import PackageReader, pack, write_package


def match(old: Sequence[Binding], new: Sequence[Binding]) -> dict[int, Binding]:
    by_tag = {binding.tag: binding for binding in new}
    return {number: by_tag[binding.tag] for number, binding in enumerate(old) if binding.tag in by_tag}


def figure(tag: str, text: str, value: str, *, around: str = "全年{}。", section: str = "一、情况") -> Binding:
    return Binding(tag=tag, text=text, value=value, sentence=around.format(text), where=(section,), paragraph=1)


@pytest.fixture
def bound(package: Callable[..., bytes]) -> Callable[..., Any]:
    """A Word file with a paragraph for each figure: its sentence, marked where it is in `marked`, as `now` has it."""
    from reportgen.compare.word_file import WordFile

    def make(*figures: Binding, marked: str = "abcdef", now: dict[str, str] | None = None) -> Any:
        body = ""
        for item in figures:
            text = f"<w:r><w:t>{item.text}</w:t></w:r>"
            control = (
                f'<w:sdt><w:sdtPr><w:tag w:val="{item.tag}"/></w:sdtPr><w:sdtContent>{text}</w:sdtContent></w:sdt>'
            )
            before, _, behind = (now or {}).get(item.tag, item.sentence).partition(item.text)
            middle = "" if item.tag in (now or {}) and not behind else control if item.tag in marked else text
            body += f"<w:p><w:r><w:t>{before}</w:t></w:r>{middle}<w:r><w:t>{behind}</w:t></w:r></w:p>"
        bare = PackageReader(package(body), "a")
        stored = pack("customXml/item1.xml", "".join(to_xml(figures)).encode())
        return WordFile(write_package([*(bare.packed(name) for name in bare.names), stored]), "a.docx")

    return make


@pytest.mark.parametrize(
    ("text", "old", "new", "is_told"),
    [
        ("2015年末", "76", "77", False),
        ("四成", "0.41", "0.42", False),
        ("42.86亿元", "42.857", "42.861", True),
        ("超42亿元", "42.1", "42.86", True),
        ("近43亿元", "42.7", "42.86", True),
    ],
)
def test_a_value_behind_an_unchanged_text_counts_only_where_the_text_gives_it(
    bound: Callable[..., Any], text: str, old: str, new: str, is_told: bool
) -> None:
    before, now = (bound(figure("a", text, value)) for value in (old, new))
    found = compare(before, now, match)
    assert [(item.old, item.new_value) for item in found.figures] == ([(text, new)] if is_told else [])


FIGURES = (
    figure("a", "42.86亿元", "42.86"),
    figure("b", "76家", "76", section="二、企业"),
    figure("c", "12个", "12", section="二、企业", around="建成{}项目。"),
)


def test_figures_that_lost_their_marks_are_counted_by_section(bound: Callable[..., Any]) -> None:
    (finding,) = compare(bound(*FIGURES), bound(*FIGURES, marked="a"), match).diagnostics
    assert finding.code == "marks-lost-partly"
    assert (finding.facts["count"], finding.facts["total"], finding.facts["sections"]) == ("2", "3", "二、企业")


def test_in_a_section_without_any_mark_an_edit_is_shown_with_the_text(bound: Callable[..., Any]) -> None:
    found = compare(bound(*FIGURES), bound(*FIGURES, marked="a", now={"c": "建成13个项目。"}), match)
    assert found.figures == ()
    assert [(item.old, item.new) for item in found.texts] == [("建成12个项目。", "建成13个项目。")]


def test_a_figure_without_a_mark_that_the_data_changed_is_told_once(bound: Callable[..., Any]) -> None:
    new = (*FIGURES[:2], figure("c", "15个", "15", section="二、企业", around="建成{}项目。"))
    found = compare(bound(*FIGURES), bound(*new, marked="a"), match)
    assert [(item.old, item.new) for item in found.figures] == [("12个", "15个")]
    assert found.texts == ()


def test_a_figure_whose_sentence_is_gone_was_deleted_where_others_keep_their_marks(bound: Callable[..., Any]) -> None:
    found = compare(bound(*FIGURES), bound(*FIGURES, marked="ab", now={"c": "项目建成。"}), match)
    assert [(item.fate, item.cause, item.old) for item in found.figures] == [("removed", "hand", "12个")]
    assert found.diagnostics == ()


TWINS = (
    figure("a", "42.86亿元", "42.86", section="一、情况"),
    figure("b", "42.86亿元", "42.86", section="二、企业"),
    figure("c", "12个", "12", section="二、企业", around="建成{}项目。"),
)


def test_a_deleted_sentence_is_none_that_lost_its_marks_though_one_like_it_stands_elsewhere(
    bound: Callable[..., Any],
) -> None:
    found = compare(bound(*TWINS), bound(*TWINS, marked="ac", now={"b": "项目建成。"}), match)
    assert [(item.fate, item.old, item.place) for item in found.figures] == [("removed", "42.86亿元", "二、企业 › ¶1")]
    assert found.diagnostics == ()


def test_as_many_figures_lost_their_marks_as_there_are_sentences_without_them(bound: Callable[..., Any]) -> None:
    found = compare(bound(*TWINS), bound(*TWINS, marked="c", now={"b": "项目建成。"}), match)
    assert [(item.fate, item.place) for item in found.figures] == [("removed", "二、企业 › ¶1")]
    (finding,) = found.diagnostics
    assert (finding.facts["count"], finding.facts["sections"]) == ("1", "一、情况")


@pytest.mark.parametrize(
    ("around", "name"),
    [("全年完成{}。", "全年完成"), ("增长8%；{}，", "一、情况"), ("{}", "一、情况"), ("{}企业。", "企业")],
)
def test_a_figure_is_never_without_a_name(bound: Callable[..., Any], around: str, name: str) -> None:
    old, new = (bound(figure("a", text, text[:2], around=around)) for text in ("42家", "45家"))
    assert [item.name for item in compare(old, new, match).figures] == [name]


def test_a_figure_goes_by_the_name_of_its_indicator_where_somebody_knows_it(bound: Callable[..., Any]) -> None:
    cells = ("data.xlsx › 指标 › D2",)
    old, new = (bound(replace(figure("a", text, text[:2]), cells=cells)) for text in ("42家", "45家"))

    def known(cell: str) -> str:
        return {"data.xlsx › 指标 › D2": "企业数"}.get(cell, "")

    assert [item.name for item in compare(old, new, match, (known, known)).figures] == ["企业数"]
