"""Which words changed: both texts come out of the pieces again, and numbers and clauses stay whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.compare.words import edits_between, pieces_between
from reportgen.model.comparison import PICTURE, Fate, Piece

TEXT = st.text(f"工业产值增长0123.，。 ab{PICTURE}", max_size=60)


@given(TEXT, TEXT)
def test_old_and_new_text_come_out_of_the_pieces(old: str, new: str) -> None:
    pieces = pieces_between(old, new)
    assert "".join(piece.text for piece in pieces if piece.fate is not Fate.ADDED) == old
    assert "".join(piece.text for piece in pieces if piece.fate is not Fate.REMOVED) == new


@given(TEXT, TEXT)
def test_edits_turn_the_old_text_into_the_new_one(old: str, new: str) -> None:
    made, at = "", 0
    for edit in edits_between(old, new):
        made += old[at : edit.old_start] + new[edit.new_start : edit.new_end]
        at = edit.old_end
    assert made + old[at:] == new


@given(TEXT)
def test_a_text_is_equal_to_itself(text: str) -> None:
    assert edits_between(text, text) == []


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("产值42.86亿元", "产值43亿元", "产值[42.86]{43}亿元"),
        ("增长29%，", "下降3%，", "[增长29%]{下降3%}，"),
        ("甲，乙丙，丁", "甲，丁", "甲，[乙丙，]丁"),
        ("共有 Word 文件", "共有 Excel 文件", "共有 [Word]{Excel} 文件"),
        ("牵头抓总", "负责抓总", "[牵头]{负责}抓总"),
    ],
)
def test_changes_read_as_a_person_would_mark_them(old: str, new: str, shown: str) -> None:
    marks = {None: "{0}", Fate.REMOVED: "[{0}]", Fate.ADDED: "{{{0}}}"}
    assert "".join(marks[piece.fate].format(piece.text) for piece in pieces_between(old, new)) == shown


def test_a_picture_between_two_changes_is_never_part_of_them() -> None:
    pieces = pieces_between(f"甲乙丙丁{PICTURE}戊己庚辛", f"子丑寅卯{PICTURE}辰巳午未")
    assert Piece(PICTURE) in pieces


def test_long_texts_without_anything_in_common_are_replaced_whole() -> None:
    old, new = "甲乙丙" * 3_000, "子丑寅" * 3_000
    assert len(edits_between(old, new)) == 1
