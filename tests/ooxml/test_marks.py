"""Whether a sentence without its control still stands, and whose section lost its controls."""

from xml.etree import ElementTree as ET

from reportgen.model.binding import Binding
from reportgen.ooxml.marks import Marks
from reportgen.ooxml.stories import W


def figure(tag: str, section: str, number: int = 1) -> Binding:
    text = f"{number}亿元"
    return Binding(tag=tag, text=text, value=str(number), where=(section,), paragraph=1, sentence=f"完成{text}。")


FIRST, SECOND, OTHER = figure("f1", "一、甲"), figure("f2", "二、乙"), figure("f3", "二、乙", 3)


def marks(text: str, *tags: str) -> Marks:
    story = ET.fromstring(  # noqa: S314 - written here
        f'<w:document xmlns:w="{W[1:-1]}"><w:body>{text}</w:body></w:document>'
    )
    return Marks([FIRST, SECOND, OTHER], tags, [story])


def said(number: int) -> str:
    return f"<w:p><w:r><w:t>完成{number}亿元。</w:t></w:r></w:p>"


def test_a_sentence_does_not_stand_because_one_like_it_stands_with_its_control() -> None:
    assert not marks(said(1) + said(3), "f1", "f3").stands(SECOND)
    assert marks(said(1) + said(1), "f1", "f3").stands(SECOND)


def test_controls_are_lost_by_section() -> None:
    found = marks(said(1) + said(1) + said(3), "f1")
    assert not found.are_lost(FIRST)
    assert found.are_lost(SECOND)
    assert marks(said(1)).are_lost(OTHER)
