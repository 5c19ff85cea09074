"""Escaping: whatever the text is, the XML is well-formed and says the same text."""

import re
from xml.etree import ElementTree as ET

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reportgen.ooxml import xml

ANY = st.text(st.characters())
INVALID = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def parsed(text: str) -> ET.Element:
    return ET.fromstring(text.encode())  # noqa: S314 - our own text


def shown(value: str) -> str:
    """What XML can say of a text."""
    return INVALID.sub("\ufffd", value)


@given(ANY)
@example("R&D <部门> \"甲\" 'a'\r\n\t\x00\ud800￿")
def test_text_comes_back_but_for_what_xml_cannot_hold(value: str) -> None:
    root = parsed(f"<a>{xml.text(value)}</a>")
    assert (root.text or "") == shown(value)


@given(ANY)
@example("a\tb\nc\rd\"e'f")
def test_attributes_keep_tabs_and_line_ends(value: str) -> None:
    root = parsed(f'<a v="{xml.attribute(value)}"/>')
    assert root.get("v") == shown(value)


@given(ANY)
@example("_x0041_")
@example("__x005F_x0041_")
@example("\x00_x\r\ud800")
def test_a_cell_holds_any_text_at_all(value: str) -> None:
    root = parsed(f"<t>{xml.cell(value)}</t>")
    assert xml.from_cell(root.text or "") == value


def test_a_cell_writes_what_excel_writes() -> None:
    assert xml.cell("a\rb\x00_x0041_") == "a_x000D_b_x0000__x005F_x0041_"


@pytest.mark.parametrize(
    ("value", "keeps"), [("产值", False), ("a b", False), (" a", True), ("a\n", True), ("a\nb", False), ("", False)]
)
def test_spaces_that_xml_readers_may_drop_are_known(value: str, keeps: bool) -> None:
    assert xml.keeps_space(value) is keeps
