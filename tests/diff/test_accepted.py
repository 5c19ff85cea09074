"""Versions in which editors track changes: whose the marks of the outcome are, and what is no change."""

import re
from collections.abc import Callable

import pytest

from reportgen.compare.word_file import WordFile
from reportgen.merge.word.tracking.accepted import accepted
from reportgen.merge.word.tracking.tracked import tracked
from reportgen.ooxml.package import PackageReader, pack, write_package

Package = Callable[..., bytes]
BY = 'w:id="7" w:author="王" w:date="2016-01-02T00:00:00Z"'
CAME = f"<w:ins {BY}><w:r><w:t>已有修订。</w:t></w:r></w:ins>"
WENT = f"<w:del {BY}><w:r><w:delText>各产业情况</w:delText></w:r></w:del>"


def said(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def paragraph(*inner: str, end: str = "") -> str:
    mark = f"<w:pPr><w:rPr><w:{end} {BY}/></w:rPr></w:pPr>" if end else ""
    return f"<w:p>{mark}{''.join(inner)}</w:p>"


def body(data: bytes) -> str:
    return PackageReader(data, "a.docx").read("word/document.xml").decode()


@pytest.fixture
def marked(package: Package) -> Callable[[str, str], str]:
    """The body of the newer version with its marks."""

    def make(old: str, new: str) -> str:
        before = WordFile(accepted(package(old), "a.docx").data, "a.docx")
        return body(tracked(before, package(new), "b.docx", "2016-02-24T08:00:00Z").data)

    return make


def test_a_text_that_an_editor_deleted_is_deleted_once_and_in_his_name(marked: Callable[[str, str], str]) -> None:
    xml = marked(paragraph(said("各产业情况"), said("见表2。")), paragraph(WENT, said("见表2。")))
    assert xml.count("各产业情况") == 1
    assert re.search('<w:del w:id="[0-9]+" w:author="王" w:date="2016-01-02T00:00:00Z"><w:r>.*各产业情况', xml)
    assert "reportgen" not in xml


def test_a_text_that_an_editor_inserted_is_in_his_name_and_one_beside_it_in_ours(
    marked: Callable[[str, str], str],
) -> None:
    xml = marked(paragraph(said("见表2。")), paragraph(said("见表2。"), CAME, said("另一句。")))
    assert re.findall('<w:ins [^>]*author="(.*?)"[^>]*><w:r><w:t>(.*?)</w:t>', xml) == [
        ("王", "已有修订。"),
        ("reportgen", "另一句。"),
    ]


def test_a_paragraph_and_a_row_that_an_editor_inserted_are_in_his_name(marked: Callable[[str, str], str]) -> None:
    def table(*rows: str) -> str:
        return f"<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/></w:tblGrid>{''.join(rows)}</w:tbl>"

    first = f"<w:tr><w:tc>{paragraph(said('产业'))}</w:tc></w:tr>"
    row = f"<w:tr><w:trPr><w:ins {BY}/></w:trPr><w:tc>{paragraph(CAME, end='ins')}</w:tc></w:tr>"
    last = paragraph(said("完。"))
    xml = marked(table(first) + last, table(first, row) + paragraph(CAME, end="ins") + last)
    assert set(re.findall('w:author="(.*?)"', xml)) == {"王"}
    assert xml.count("<w:ins ") == 5


@pytest.mark.parametrize("change", [CAME, WENT])
def test_a_change_that_both_versions_have_is_none(marked: Callable[[str, str], str], change: str) -> None:
    xml = marked(paragraph(said("见表2。"), change), paragraph(said("见表2。"), change))
    assert not re.search("<w:(ins|del) ", xml)


def test_comments_and_bookmarks_stay_where_their_text_is_deleted(package: Package) -> None:
    start, end = '<w:bookmarkStart w:id="1" w:name="甲"/>', '<w:bookmarkEnd w:id="1"/>'
    mark = '<w:r><w:commentReference w:id="0"/></w:r>'
    gone = f"<w:del {BY}>{start}<w:r><w:delText>旧</w:delText></w:r>{end}{mark}</w:del>"
    xml = body(accepted(package(paragraph(said("甲。"), gone)), "a.docx").data)
    assert xml.endswith(f"<w:p>{said('甲。')}{start}{end}{mark}</w:p></w:body></w:document>")


def test_a_paragraph_whose_end_went_joins_the_one_behind_it(package: Package) -> None:
    data = package(paragraph(said("甲"), end="del") + '<w:p><w:pPr><w:jc w:val="center"/></w:pPr></w:p>')
    xml = body(accepted(data, "a.docx").data)
    assert f'<w:body><w:p><w:pPr><w:jc w:val="center"/></w:pPr>{said("甲")}</w:p></w:body>' in xml


def test_other_prefixes_and_encodings_are_kept(package: Package) -> None:
    bare = PackageReader(package(paragraph(CAME)), "a.docx")
    xml = re.sub(r"(</?|\s|xmlns:)w([:=])", r"\1x\2", bare.read("word/document.xml").decode())
    parts = [bare.packed(name) for name in bare.names if name != "word/document.xml"]
    data = write_package([*parts, pack("word/document.xml", xml.encode("utf-16"))])
    made = PackageReader(accepted(data, "a.docx").data, "a.docx").read("word/document.xml").decode("utf-16")
    assert "<x:body><x:p><x:r><x:t>已有修订。</x:t></x:r></x:p></x:body>" in made
