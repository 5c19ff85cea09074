"""Whether a sentence without its control still stands, and whose section lost its controls."""

from xml.etree import ElementTree as ET

import pytest

from reportgen.model.binding import Binding
from reportgen.model.values import replace
from reportgen.ooxml.marks import Marks
from reportgen.ooxml.stories import W


def figure(tag: str, section: str, number: int = 1, *, around: str = "完成{}。") -> Binding:
    text = f"{number}亿元"
    return Binding(tag=tag, text=text, value=str(number), where=(section,), paragraph=1, sentence=around.format(text))


FIRST, SECOND, OTHER = figure("f1", "一、甲"), figure("f2", "二、乙"), figure("f3", "二、乙", 3)


def marks(text: str, *stored: Binding) -> Marks:
    story = ET.fromstring(  # noqa: S314 - written here
        f'<w:document xmlns:w="{W[1:-1]}"><w:body>{text}</w:body></w:document>'
    )
    tags = {tag.get(f"{W}val", "") for tag in story.iter(f"{W}tag")}
    return Marks(stored or [FIRST, SECOND, OTHER], tags, [story])


def said(*pieces: str | Binding) -> str:
    return f"<w:p>{''.join(map(run, pieces))}</w:p>"


def run(piece: str | Binding) -> str:
    if isinstance(piece, str):
        return f"<w:r><w:t>{piece}</w:t></w:r>"
    return (
        f'<w:sdt><w:sdtPr><w:tag w:val="{piece.tag}"/></w:sdtPr><w:sdtContent>{run(piece.text)}</w:sdtContent></w:sdt>'
    )


def marked(binding: Binding) -> str:
    before, _, behind = binding.sentence.partition(binding.text)
    return said(before, binding, behind)


def bare(binding: Binding) -> str:
    return said(binding.sentence)


def test_a_sentence_does_not_stand_because_one_like_it_stands_with_its_control() -> None:
    assert not marks(marked(FIRST) + marked(OTHER)).stands(SECOND)
    assert marks(marked(FIRST) + bare(SECOND) + marked(OTHER)).stands(SECOND)


def test_of_figures_that_read_the_same_as_many_stand_as_there_are_sentences() -> None:
    found = marks(bare(FIRST) + marked(OTHER))
    assert (found.stands(FIRST), found.stands(SECOND)) == (True, False)


@pytest.mark.parametrize(
    ("text", "expected"), [("增长1亿元，下降1亿元。", (True, True)), ("增长1亿元，下降。", (False, False))]
)
def test_two_figures_of_a_sentence_that_read_the_same_both_stand_in_it(text: str, expected: tuple[bool, bool]) -> None:
    one, other = (
        figure(tag, "一、甲", around=around)
        for tag, around in (("f1", "增长{}，下降1亿元。"), ("f2", "增长1亿元，下降{}。"))
    )
    found = marks(said(text), one, other)
    assert (found.stands(one), found.stands(other)) == expected


def test_the_end_of_another_number_is_no_figure_without_its_control() -> None:
    long = figure("f1", "一、甲", 11, around="增长{}，下降1亿元。")
    short, gone = (figure(tag, "一、甲", around="增长11亿元，下降{}。") for tag in ("f2", "f3"))
    found = marks(said("增长11亿元，下降", short, "。"), long, short, gone)
    assert (found.stands(long), found.stands(gone)) == (True, False)


def test_a_bound_word_stands_beside_a_number() -> None:
    word = replace(FIRST, text="完成", value="完成")
    assert marks(bare(FIRST), word).stands(word)


@pytest.mark.parametrize(
    ("text", "stands"),
    [
        (said("1亿元"), True),
        (said("完成1亿元"), False),
        (f"<w:tbl><w:tr><w:tc>{said('1亿元')}</w:tc></w:tr></w:tbl>", False),
    ],
)
def test_a_figure_that_is_all_of_its_sentence_stands_where_it_is_all_of_a_paragraph(text: str, *, stands: bool) -> None:
    alone = figure("f1", "一、甲", around="{}")
    assert marks(text, alone).stands(alone) is stands


def test_controls_are_lost_by_section() -> None:
    found = marks(marked(FIRST) + bare(SECOND) + bare(OTHER))
    assert not found.are_lost(FIRST)
    assert found.are_lost(SECOND)
    assert marks(bare(FIRST)).are_lost(OTHER)
