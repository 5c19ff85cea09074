"""Texts of cells as a sheet's XML writes them."""

import pytest

from reportgen.load.strings import NotPlainError, texts_of


def test_each_text_has_its_own_references_and_escapes() -> None:
    written = ["&#39033;&#x76EE;&amp;#39033;", "", "甲&lt;乙", "_x000D_&#95;x0041_", "&amp;lt;"]
    assert texts_of(written) == ["项目&#39033;", "", "甲<乙", "\rA", "&lt;"]


@pytest.mark.parametrize("text", ["甲\0乙", "&#0;", "&nbsp;", "甲&乙", "&#xD800;", "&"])
def test_what_no_xml_holds_is_left_to_the_parser(text: str) -> None:
    with pytest.raises(NotPlainError):
        texts_of(["甲", text, ";"])
