"""A part of a Word file as a tree that knows its bytes, and the splices made in it."""

import random
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reportgen.merge.word import story as story_module
from reportgen.merge.word.story import Splices, Story, parse_story, read_story
from reportgen.model.diagnostic import Fault
from reportgen.ooxml.package import PackageReader, pack, write_package
from reportgen.ooxml.stories import W, controls, text_in

URI = W[1:-1]
OPENING = f'<w:document xmlns:w="{URI}" xmlns:x="urn:x">'


def story_of(content: str, opening: str = OPENING) -> Story:
    return parse_story(f"{opening}{content}</w:document>".encode(), "word/document.xml")


def first(story: Story, name: str) -> ET.Element:
    return next(story.root.iter(W + name))


def test_each_element_knows_its_start_its_content_and_its_end() -> None:
    story = story_of('<w:p><w:r><w:t a="&gt;>">一二</w:t><w:br/></w:r></w:p><w:p />')
    assert story.source(first(story, "t")) == '<w:t a="&gt;>">一二</w:t>'.encode()
    span = story.span(first(story, "t"))
    assert story.data[span.content_start : span.content_end].decode() == "一二"
    assert story.source(first(story, "br")) == b"<w:br/>"
    assert story.span(first(story, "br")).is_closed_tag
    assert story.source(first(story, "p")).endswith(b"</w:r></w:p>")
    assert story.source(story.root) == story.data


def test_comments_cdata_and_instructions_hide_no_element_and_are_none() -> None:
    story = story_of(
        "<!-- <w:p></w:p> --><w:p><?do <w:r>?><w:t><![CDATA[</w:t><w:t>]]>a<!--</w:t>--></w:t>"
        "<w:t>b</w:t><!-- </w:p> --></w:p>"
    )
    assert [story.source(item) for item in story.root.iter(f"{W}t")] == [
        b"<w:t><![CDATA[</w:t><w:t>]]>a<!--</w:t>--></w:t>",
        b"<w:t>b</w:t>",
    ]
    assert story.source(first(story, "p")).endswith(b"<!-- </w:p> --></w:p>")
    assert text_in(first(story, "p")) == "</w:t><w:t>ab"


def test_any_prefix_will_do() -> None:
    content = '<p><r><t>1</t></r><z:sdt xmlns:z="urn:other"/></p>'
    data = f'<document xmlns="{URI}" xmlns:o="{URI}">{content}</document>'.encode()
    story = parse_story(data, "word/document.xml")
    text = first(story, "t")
    assert (story.source(text), story.name_of(text)) == (b"<t>1</t>", b"t")
    assert story.binds(text, "o", URI)
    assert not story.binds(text, "w", URI)
    assert story.binds(first(story, "p")[1], "z", "urn:other")


def test_the_nearest_declaration_of_a_prefix_counts() -> None:
    story = story_of("<x:p xmlns:w='urn:other'><x:r/></x:p>")
    assert story.binds(story.root, "w", URI)
    assert not story.binds(story.root[0][0], "w", URI)


def test_the_tree_serves_those_who_look_for_controls() -> None:
    story = story_of(
        '<w:sdt><w:sdtPr><w:tag w:val="rg-1"/></w:sdtPr><w:sdtContent><w:r><w:t>29%</w:t></w:r></w:sdtContent></w:sdt>'
    )
    (content,) = controls([story.root])["rg-1"]
    assert story.source(content) == b"<w:sdtContent><w:r><w:t>29%</w:t></w:r></w:sdtContent>"
    assert [item.tag for item in story.ancestors(content)] == [f"{W}sdt", f"{W}document"]
    assert story.parent(story.root) is None


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be"])
def test_a_part_in_utf_16_comes_back_in_utf_16(encoding: str) -> None:
    text = f'<?xml version="1.0" encoding="UTF-16"?>{OPENING}<w:t>一</w:t></w:document>'
    data = text.encode("utf-16") if encoding == "utf-16" else b"\xfe\xff" + text.encode("utf-16-be")
    story = parse_story(data, "word/document.xml")
    assert story.source(first(story, "t")) == "<w:t>一</w:t>".encode()
    assert story.packed(story.data) == data


def test_a_byte_order_mark_moves_nothing() -> None:
    data = (
        b"\xef\xbb\xbf" + f'<?xml version="1.0" encoding="utf-8"?><!--x-->{OPENING}<w:t>一</w:t></w:document>'.encode()
    )
    story = parse_story(data, "word/document.xml")
    assert story.source(first(story, "t")) == "<w:t>一</w:t>".encode()


@pytest.mark.parametrize(
    "data",
    [
        b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>",
        b"\xef\xbb\xbf<?xml version='1.0'?> <!-- x --><!DOCTYPE a><a/>",
        "<!DOCTYPE a><a/>".encode("utf-16"),
        b"<?xml version='1.0' encoding='iso-8859-1'?><a/>",
        b"<a><b></a>",
        b"<a>\xff</a>",
        b"",
    ],
)
def test_what_no_office_program_writes_is_refused(data: bytes) -> None:
    with pytest.raises(Fault) as caught:
        parse_story(data, "word/document.xml", "a.docx")
    assert caught.value.code == "broken-part"


def test_the_name_of_a_document_type_in_a_comment_is_none() -> None:
    assert parse_story(b"<!-- <!DOCTYPE a> --><a/>", "a.xml").root.tag == "a"
    assert parse_story(b"<!---->" * 5000 + b"<a/>", "a.xml").root.tag == "a"


def test_a_part_of_endless_size_is_refused_before_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(story_module, "LARGEST", 10)
    package = PackageReader(write_package([pack("a.xml", b"<a>12345678</a>")]), "a.docx")
    with pytest.raises(Fault) as caught:
        read_story(package, "a.xml")
    assert caught.value.code == "part-too-large"


def test_very_deep_nesting_is_walked_without_calls() -> None:
    depth = 20_000
    story = parse_story(b"<a>" * depth + b"</a>" * depth, "a.xml")
    assert story.span(story.root) == (0, 3, 7 * depth - 4, 7 * depth)


@pytest.mark.parametrize("text", ["一", "好!", "好?"])
def test_every_tag_of_a_long_part_is_found_wherever_the_blocks_end_that_it_is_looked_for_in(text: str) -> None:
    for length in range(7):
        paragraphs = [f'<w:p a="{number}"><w:t>{text}{"x" * length}</w:t></w:p>' for number in range(400)]
        story = story_of("".join(paragraphs))
        assert [story.source(item).decode() for item in story.root] == paragraphs
        assert all(story.start_tag(item[0]) == b"<w:t>" for item in story.root)


def test_no_splice_gives_the_part_as_it_was() -> None:
    data = "<a>一</a>".encode()
    splices = Splices(data)
    assert not splices
    assert splices.result() == data


def test_edits_stand_in_their_place_and_insertions_in_their_order() -> None:
    splices = Splices(b"0123456789")
    splices.replace(7, 9, b"x")
    splices.insert(2, b"a")
    splices.insert(2, b"b")
    splices.remove(2, 4)
    assert splices.result() == b"01ab456x9"


def test_what_is_changed_inside_of_a_stretch_that_is_taken_away_goes_with_it() -> None:
    splices = Splices(b"0123456789")
    splices.replace(3, 4, b"x")
    splices.remove(2, 6)
    splices.remove(2, 3)
    splices.insert(2, b"a")
    assert splices.result() == b"01a6789"


def test_edits_that_overlap_or_lie_outside_are_faults_of_the_caller() -> None:
    splices = Splices(b"0123456789")
    splices.replace(2, 5, b"")
    splices.replace(4, 6, b"")
    with pytest.raises(ValueError, match="two edits"):
        splices.result()
    with pytest.raises(ValueError, match="no stretch"):
        splices.insert(11, b"")


def trees() -> st.SearchStrategy[str]:
    texts = st.sampled_from(["", "一", "a&amp;b", "<!-- <b> -->", "<![CDATA[</a><b>]]>", "<?p </a> ?>", " >\n"])
    attributes = st.sampled_from(["", ' k="a>b"', " k='\"'", '\n k = "/>"'])
    leaves = st.builds(lambda name, attrs: f"<{name}{attrs}/>", st.sampled_from(["a", "x:b"]), attributes) | texts
    return st.recursive(
        leaves,
        lambda inner: st.builds(
            lambda name, attrs, children: f"<{name}{attrs}>{''.join(children)}</{name} >",
            st.sampled_from(["a", "x:b", "c.d"]),
            attributes,
            st.lists(inner, max_size=4),
        ),
        max_leaves=25,
    )


@given(content=trees(), chosen=st.randoms(use_true_random=False))
def test_whatever_is_cut_out_is_an_element_and_the_rest_stays(content: str, chosen: random.Random) -> None:
    data = f'<?xml version="1.0"?>\n<root xmlns:x="urn:x">{content}</root>'.encode()
    story = parse_story(data, "a.xml")
    elements = list(story.root.iter())
    for element in elements:
        source = story.source(element)
        wrapped = ET.fromstring(b'<w xmlns:x="urn:x">' + source + b"</w>")  # noqa: S314 - made above
        assert ET.tostring(wrapped[0]).strip() == ET.tostring(_without_tail(element)).strip()
    element = chosen.choice(elements)
    span = story.span(element)
    splices = Splices(story.data)
    splices.replace(span.start, span.end, b"<new/>")
    assert splices.result() == data[: span.start] + b"<new/>" + data[span.end :]
    ET.fromstring(splices.result())  # noqa: S314 - made above


def _without_tail(element: ET.Element) -> ET.Element:
    copy = ET.Element(element.tag, element.attrib)
    copy.text = element.text
    copy.extend(list(element))
    return copy


def test_what_stays_is_found_behind_what_was_put_in_and_taken_away() -> None:
    splices = Splices(b"abcdefgh")
    splices.insert(0, b"12")
    splices.remove(2, 4)
    splices.replace(2, 3, b"lost")
    splices.insert(5, b"345")
    result = splices.result()
    assert result == b"12abe345fgh"
    assert [result[at : at + 1] for at in splices.places([0, 4, 5, 7])] == [b"a", b"e", b"f", b"h"]
