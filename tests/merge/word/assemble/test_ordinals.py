"""Numbers in front of headings: every form is read as its level and number, and numbers in text are none."""

import pytest

from reportgen.merge.word.assembling.ordinals import in_the_script_of, number_of, ordinal_of
from reportgen.narrate.hanzi import hanzi, heading_number


@pytest.mark.parametrize("level", [1, 2, 3, 4])
def test_the_numbers_that_a_build_prints_are_read_back(level: int) -> None:
    for number in (1, 9, 10, 11, 20, 99, 100, 101, 110, 200, 305, 999):
        text = heading_number(level, number)
        found = ordinal_of(f"{text}标题")
        assert found == (level, number, len(text))


def test_every_number_in_hanzi_is_read_back() -> None:
    assert [number_of(hanzi(number)) for number in range(1, 10_000)] == list(range(1, 10_000))


@pytest.mark.parametrize("text", ["零零", "十百", "一二", "百十一一", "九千千", "", "甲"])
def test_hanzi_that_are_no_number_are_none(text: str) -> None:
    assert number_of(text) is None


@pytest.mark.parametrize(
    ("text", "level", "number"),
    [
        ("一．概况", 1, 1),
        (" 二、 概况", 1, 2),
        ("(三)概况", 2, 3),
        ("（四）、概况", 2, 4),
        ("５．概况", 3, 5),
        ("6、概况", 3, 6),
        ("(7)概况", 4, 7),
        ("第八章　概况", 0, 8),
        ("第9节 概况", 0, 9),
        ("1.10 概况", 0, 10),
        ("〇、概况", None, None),
        ("2015年概况", None, None),
        ("3.5亿元", None, None),
        ("第一产业", None, None),
        ("一带一路", None, None),
    ],
)
def test_other_forms_are_told_by_their_levels(text: str, level: int | None, number: int | None) -> None:
    found = ordinal_of(text)
    assert (level, number) == (None, None) if found is None else found[:2] == (level, number)


@pytest.mark.parametrize(("like", "expected"), [("三", "十二"), ("3", "12"), ("３", "１２")])
def test_a_number_is_written_in_the_script_of_another(like: str, expected: str) -> None:
    assert in_the_script_of(like, 12) == expected
