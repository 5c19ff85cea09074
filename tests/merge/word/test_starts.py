"""Where elements of a part begin, found inside a content control by its tag or by counting all."""

import pytest

from reportgen.merge.word.story import Story, parse_story
from reportgen.ooxml.stories import W, controls

URI = W[1:-1]
RUN = "<w:r><w:rPr><w:b/></w:rPr><w:t>{}</w:t><w:tab/></w:r>"


def story_of(content: str) -> Story:
    data = f'<?xml version="1.0"?><w:document xmlns:w="{URI}">{content}</w:document>'
    return parse_story(data.encode(), "word/document.xml")


def control(tag: str, content: str, more: str = "") -> str:
    inner = f'<w:sdtPr><w:tag w:val="{tag}"/><w:id w:val="1"/></w:sdtPr>{more}<w:sdtContent>{content}</w:sdtContent>'
    return f"<w:sdt>{inner}</w:sdt>"


def sources(story: Story, tag: str, *, found: bool) -> list[bytes]:
    """What stands in the controls of a tag, element by element."""
    contents = controls([story.root])[tag]
    for content in contents if found else ():
        story.find_inside(content, tag)
    return [story.source(item) for content in contents for item in content.iter()]


@pytest.mark.parametrize(
    "content",
    [
        control("rg-1", RUN.format("一")) + control("rg-2", RUN.format("二")),
        control("rg-2", control("rg-1", RUN.format("内")) + RUN.format("外")),
        control("rg-2", RUN.format("一")) + control("rg-2", RUN.format("二")),
        control("rg-2", RUN.format("一"), "<w:sdtEndPr><w:b/></w:sdtEndPr>"),
        RUN.format('val="rg-2"') + control("rg-2", RUN.format('val="rg-2"')),
        RUN.format('val="rg-2"') + control("rg-2", RUN.format("二")).replace('"rg-2"', "'rg-2'"),
        '<!-- w:val="rg-2" -->' + control("rg-1", RUN.format("一")) + control("rg-2", RUN.format("二<!-- <w:r> -->")),
        '<w:sdt><w:sdtContent><w:r/></w:sdtContent><w:sdtPr><w:tag w:val="rg-2"/></w:sdtPr></w:sdt>'
        + control("rg-1", RUN.format("一")),
        '<w:tag w:val="rg-2"/>' + control("rg-1", RUN.format("一")) + control("rg-2", RUN.format("二")),
        control("rg-2", RUN.format("一" * 2000)) + RUN.format("后"),
    ],
)
def test_what_is_found_inside_a_control_is_what_counting_all_tags_finds(content: str) -> None:
    counted = sources(story_of(content), "rg-2", found=False)
    assert sources(story_of(content), "rg-2", found=True) == counted
    assert len(counted) > 1


def test_elements_outside_the_control_are_still_found() -> None:
    story = story_of(RUN.format("前") + control("rg-1", RUN.format("一")) + RUN.format("后"))
    story.find_inside(controls([story.root])["rg-1"][0], "rg-1")
    texts = [story.source(item) for item in story.root.iter(f"{W}t")]
    assert texts == [f"<w:t>{text}</w:t>".encode() for text in "前一后"]


def test_an_element_of_another_tree_is_not_found() -> None:
    story, other = story_of(control("rg-1", RUN.format("一"))), story_of(RUN.format("二"))
    story.find_inside(controls([story.root])["rg-1"][0], "rg-1")
    with pytest.raises(KeyError):
        story.start(other.root)
