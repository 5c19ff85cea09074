"""Elements are found in a part's text as a pattern over the whole text would find them."""

import re

from hypothesis import example, given, settings
from hypothesis import strategies as st

from reportgen.merge.excel.followers.elements import change, element_at, elements

_PATTERN = re.compile(
    r"""<((?:[\w.\-]+:)?(?:f|tx|ser))((?:\s+[\w:.\-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(?:/>|>(.*?)</\1\s*>)""", re.DOTALL
)
_PIECES = (
    "<f>",
    "</f>",
    "<c:f",
    ' a="<f>"',
    " b='>'",
    ">",
    "/>",
    "</c:f >",
    "<tx/>",
    "<ser",
    "<formula>",
    "x",
    ":f ",
    "<f:c>",
)


@settings(deadline=None)
@given(st.lists(st.sampled_from(_PIECES), max_size=14).map("".join))
@example("<c:f><c:f>1</c:f>")
@example('<f a="1" />< f></f>')
def test_elements_are_those_that_a_pattern_finds(text: str) -> None:
    found = [(item.text, item.name, item.attributes, item.content) for item in elements(text, "f|tx|ser")]
    assert found == [(item[0], item[1], item[2], item[3]) for item in _PATTERN.finditer(text)]


def test_elements_are_changed_and_all_between_them_stays() -> None:
    text = "<a> <c:f>1</c:f>\n<f/><g>f</g></a>"
    assert change(text, "f", lambda found: f"[{found.content}]") == "<a> [1]\n[None]<g>f</g></a>"


def test_a_text_in_which_nothing_changes_stays_the_same_object() -> None:
    text = "<a><f>1</f></a>"
    assert change(text, "f", lambda found: found.text) is text


def test_a_text_without_ends_is_read_in_time_that_grows_as_it_does() -> None:
    assert elements("<f>" * 200_000, "f") == []


def test_the_element_round_a_place_is_that_of_its_tag() -> None:
    text = '<Types><Override PartName="/a" X="1"/></Types>'
    found = element_at(text, "Override", text.index("/a"))
    assert found is not None
    assert found.get("X") == "1"
    assert element_at(text, "Default", text.index("/a")) is None
