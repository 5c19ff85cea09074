"""Which figure of an edited file is which of today's: only what is certain."""

from reportgen.merge.word.refreshing.matching import match, match_by_owner, tags_in_file
from reportgen.model.binding import Binding
from reportgen.model.owner import Owner


def binding(tag: str, *cells: str, template: str = "1.md:3:5", wording: str = "", formula: str = "") -> Binding:
    named = tuple(f"data.xlsx › 产业 › {cell}" for cell in cells)
    return Binding(tag=tag, text="1", value="1", cells=named, template=template, wording=wording, derivation=formula)


def pairs(old: list[Binding], today: list[Binding]) -> dict[str, str]:
    return {old[number].tag: found.tag for number, found in match(old, today).pairs.items()}


def test_equal_tags_are_the_same_figure_whatever_their_cells() -> None:
    assert pairs([binding("a", "C4")], [binding("a", "C9")]) == {"a": "a"}


def test_a_repeated_tag_stands_for_its_fellow_where_the_section_prints_it_less_often() -> None:
    assert pairs([binding("a", "C4"), binding("a-2", "C4")], [binding("a", "C4")]) == {"a": "a", "a-2": "a"}


def test_a_new_expression_is_known_by_its_file_word_and_cell() -> None:
    old = [binding("a", "C4", wording="金额")]
    assert pairs(old, [binding("b", "C4", template="1.md:9:1", wording="金额")]) == {"a": "b"}
    assert pairs(old, [binding("b", "C4", template="2.md:9:1", wording="金额")]) == {}
    assert pairs(old, [binding("b", "C4", template="1.md:9:1", wording="同比")]) == {}


def test_where_two_answer_to_one_description_none_is_taken() -> None:
    old = [binding("a", "C4")]
    today = [binding("b", "C4", template="1.md:8:1"), binding("c", "C4", template="1.md:9:1")]
    assert pairs(old, today) == {}


def test_rows_that_moved_are_followed_by_those_that_are_known() -> None:
    old = [binding("n", "A4"), binding("x", "C4", wording="占比", formula="C4 ÷ 合计(C4:C5)")]
    today = [binding("n", "A6"), binding("y", "C6", wording="占比", formula="C6 ÷ 合计(C4:C6)")]
    assert pairs(old, today) == {"n": "n", "x": "y"}


def test_the_share_of_a_row_that_is_gone_is_not_that_of_a_row_that_came() -> None:
    old = [binding("n", "A4"), binding("x", "C5", "C4", "C5", wording="占比", formula="C5 ÷ 合计(C4:C5)")]
    today = [binding("n", "A5"), binding("y", "C4", "C4", "C5", wording="占比", formula="C4 ÷ 合计(C4:C5)")]
    assert pairs(old, today) == {"n": "n"}


def test_a_sum_that_gained_a_row_is_the_same_sum_and_one_of_other_rows_is_not() -> None:
    old = [binding("x", "C4", "C5", formula="合计(C4:C5) = 1 + 2")]
    assert pairs(old, [binding("y", "C4", "C5", "C6", formula="合计(C4:C6) = 1 + 2 + 3")]) == {"x": "y"}
    assert pairs(old, [binding("y", "C7", "C8", formula="合计(C7:C8) = 1 + 2")]) == {}


def test_what_prints_the_same_is_told_apart_by_its_place_where_one_more_came() -> None:
    old = [binding("a", "C4", template="1.md:9:1"), binding("a-2", "C4", template="1.md:11:1")]
    today = [
        binding("a", "C4", template="1.md:3:1"),
        binding("a-2", "C4", template="1.md:9:1"),
        binding("a-3", "C4", template="1.md:11:1"),
    ]
    assert pairs(old, today) == {"a": "a-2", "a-2": "a-3"}


def test_what_prints_the_same_goes_by_its_tag_where_the_template_was_written_anew() -> None:
    old = [binding("a", "C4", template="1.md:9:1"), binding("a-2", "C4", template="1.md:11:1")]
    today = [binding(tag, "C4", template=f"2.md:{line}:1") for line, tag in enumerate(("a", "a-2", "a-3"))]
    assert pairs(old, today) == {"a": "a", "a-2": "a-2"}


def test_tags_become_those_of_today_as_far_as_nobody_keeps_them() -> None:
    old = [binding("a", "C4", template="1.md:9:1"), binding("a-2", "C4", template="1.md:11:1")]
    today = [
        binding("a", "C4", template="1.md:3:1"),
        binding("a-2", "C4", template="1.md:9:1"),
        binding("a-3", "C4", template="1.md:11:1"),
    ]
    found = match(old, today)
    assert tags_in_file(old, found, held=(), leaving=()) == ({0: "a-2", 1: "a-3"}, {"a": "a"})
    kept, new = tags_in_file(old, found, held=(1,), leaving=())
    assert (kept, new) == ({0: "a", 1: "a-2"}, {"a": "a-3"})
    assert tags_in_file(old, found, held=(), leaving=(0,))[1] == {"a": "a"}


def captioned(tag: str, sentence: str, template: str) -> Binding:
    cells = ("乡镇.xlsx › 乡镇 › A2",)
    return Binding(tag=tag, text="甲镇", value="甲镇", cells=cells, template=template, sentence=sentence)


def test_captions_of_one_name_are_told_apart_by_their_words_where_the_template_was_edited_above_them() -> None:
    old = [captioned("a", "甲镇的项目见图1。", "1.md:3:1"), captioned("a-2", "甲镇投资", "1.md:9:5")]
    today = [
        captioned("a", "甲镇的项目见图2。", "1.md:3:1"),
        captioned("a-2", "甲镇规模", "1.md:9:5"),
        captioned("a-3", "甲镇投资", "1.md:15:5"),
    ]
    assert pairs(old, today) == {"a": "a", "a-2": "a-3"}


def test_figures_of_one_unit_are_never_those_of_another() -> None:
    old = [binding("a", "C4"), binding("a-2", "C4")]
    owners = [Owner(name="甲镇", tags={"a": "a"}), Owner(name="乙镇", tags={"a-2": "a"})]
    found = match_by_owner(old, [binding("a", "C4")], owners)
    assert {old[number].tag: item.tag for number, item in found.pairs.items()} == {"a": "a"}
    assert match_by_owner(old, [binding("a", "C4")], []).pairs.keys() == {0, 1}
