"""Lists in messages: parted as the language does it, and names that hold a 、 left whole."""

import pickle

import pytest

from reportgen.console.catalogue import worded
from reportgen.model.diagnostic import Fault, warning
from reportgen.model.names import Names


@pytest.mark.parametrize(("language", "said"), [("en", "甲, 乙"), ("zh", "甲、乙")])
def test_a_list_is_parted_by_the_mark_of_the_language(language: str, said: str) -> None:
    finding = warning("lost-rows", sheet="企业", rows=["甲", "乙"], count=2)
    assert said in worded(finding, language).message


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_name_with_the_mark_of_lists_stays_whole(language: str) -> None:
    one = warning("lost-rows", sheet="行业", rows=["电力、热力生产"], count=1)
    assert "电力、热力生产" in worded(one, language).message
    text = warning("given-cell-changed", name="行业", found="电力", expected="电力、热力")
    assert "电力、热力" in worded(text, language).message


@pytest.mark.parametrize(("language", "said"), [("en", "电力、热力生产, 采矿业"), ("zh", "电力、热力生产；采矿业")])
def test_names_that_hold_the_mark_are_parted_by_another(language: str, said: str) -> None:
    finding = warning("lost-rows", sheet="行业", rows=("电力、热力生产", "采矿业"), count=2)
    assert said in worded(finding, language).message


@pytest.mark.parametrize(("language", "said"), [("en", "甲, 乙 …"), ("zh", "甲、乙……")])
def test_a_list_that_was_cut_says_so(language: str, said: str) -> None:
    finding = Fault("lost-rows", sheet="企业", rows=Names("甲乙丙", most=2), count=3).at(None)
    assert said in worded(finding, language).message


def test_a_list_is_a_text_for_programs_and_survives_the_way_between_processes() -> None:
    names = Names(["甲", "乙", "丙"], most=2)
    again = pickle.loads(pickle.dumps(names))  # noqa: S301 - made here
    assert (again, again.parts, again.is_cut) == ("甲、乙……", ("甲", "乙"), True)
