"""Nothing that a reader sees of a text changes unsaid: breaks, tabs, and where the mark of a note stands."""

from collections.abc import Callable
from typing import Any

import pytest

from reportgen.compare.compare import compare
from reportgen.model.comparison import Fate

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
Word = Callable[..., Any]
HEAD, TAIL = "园区全年完成工业总产值，", "比上年增长百分之十二。"
NOTE = '<w:footnoteReference w:id="1"/>'
SAID = '<w:footnote w:id="1"><w:p><w:r><w:t>按现价</w:t></w:r></w:p></w:footnote>'
NOTES = {"footnotes": f"<w:footnotes {W}>{SAID}</w:footnotes>"}


def paragraph(*inner: str, properties: str = "") -> str:
    return f"<w:p>{properties}<w:r>{''.join(inner)}</w:r></w:p>"


def text(said: str) -> str:
    return f"<w:t>{said}</w:t>"


def fates(old: Any, new: Any) -> list[Fate]:
    return [item.fate for item in compare(old, new, lambda *_: {}).texts]


@pytest.mark.parametrize("sign", ["<w:br/>", "<w:tab/>", "<w:noBreakHyphen/>", '<w:br w:type="page"/>'])
def test_a_break_or_tab_that_came_or_went_is_a_change_of_the_text(word: Word, sign: str) -> None:
    bare, broken = word(paragraph(text(HEAD + TAIL))), word(paragraph(text(HEAD), sign, text(TAIL)))
    assert fates(bare, broken) == fates(broken, bare) == [Fate.CHANGED]


def test_the_tabs_of_a_paragraph_are_no_text_of_it(word: Word) -> None:
    tabs = '<w:pPr><w:tabs><w:tab w:val="left" w:pos="420"/></w:tabs></w:pPr>'
    assert fates(word(paragraph(text(HEAD))), word(paragraph(text(HEAD), properties=tabs))) == []


def test_the_mark_of_a_note_that_stands_elsewhere_is_a_change_of_the_text(word: Word) -> None:
    old = word(paragraph(text(HEAD), NOTE, text(TAIL)), NOTES)
    assert fates(old, word(paragraph(text(HEAD + TAIL), NOTE), NOTES)) == [Fate.CHANGED]


def test_the_mark_of_a_note_that_went_is_told_with_the_note_alone(word: Word) -> None:
    found = compare(word(paragraph(text(HEAD), NOTE), NOTES), word(paragraph(text(HEAD)), NOTES), lambda *_: {})
    assert [(item.fate, item.old) for item in found.texts] == [(Fate.REMOVED, "按现价")]


def test_a_cell_whose_merging_says_no_word_is_compared_as_any_other(word: Word) -> None:
    merged = (
        f'<w:tbl><w:tr><w:tc><w:tcPr><w:vMerge w:val=""/></w:tcPr>{paragraph(text(HEAD))}</w:tc></w:tr></w:tbl><w:p/>'
    )
    assert fates(word(merged), word(merged.replace("总产值", "增加值"))) == [Fate.CHANGED]
