"""The style documents that come with the kit, those that people make, and those that cannot be used."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

import docx
import pytest
from docx.shared import Cm

from reportgen.model.diagnostic import ReportError
from reportgen.model.document import Document, Footnote, Paragraph, Text
from reportgen.model.place import FileRef
from reportgen.write.to_docx import to_docx
from reportgen.write.word.names import Role
from reportgen.write.word.style import read_style

Write = Callable[..., Any]
Blocks = Callable[..., Document]
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WORDS = Paragraph((Text("正文。"),))


@pytest.fixture(params=["gb9704", "gbt33476"])
def profile(request: pytest.FixtureRequest, style: bytes, second_style: bytes) -> tuple[str, bytes]:
    return request.param, style if request.param == "gb9704" else second_style


def edited(data: bytes, part: str, old: str, new: str) -> bytes:
    """The package with a text replaced in one part."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as source, zipfile.ZipFile(out, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            if name == part:
                assert old.encode() in content
                content = content.replace(old.encode(), new.encode())
            target.writestr(name, content)
    return out.getvalue()


def test_a_style_document_of_the_kit_is_lean(profile: tuple[str, bytes]) -> None:
    assert len(profile[1]) < 12_000


def test_a_style_document_of_the_kit_has_every_style(profile: tuple[str, bytes]) -> None:
    read = read_style(profile[1], profile[0])
    missing = [role for role in Role if not any((role.kind, name) in read.styles for name in role.names)]
    assert missing == []


def test_a_style_document_of_the_kit_shows_a_sample_of_every_style_that_text_stands_in(
    profile: tuple[str, bytes],
) -> None:
    read = read_style(profile[1], profile[0])
    with zipfile.ZipFile(io.BytesIO(profile[1])) as package:
        shown = b"".join(package.read(f"word/{name}.xml") for name in ("document", "footnotes", "footer1", "footer2"))
    ids = {read.styles[role.kind, name].id for role in Role for name in role.names if (role.kind, name) in read.styles}
    assert [ident for ident in sorted(ids) if f'"{ident}"'.encode() not in shown] == ["RareStrong"]


def test_no_theme_font_overrides_the_fonts_of_the_styles(profile: tuple[str, bytes]) -> None:
    with zipfile.ZipFile(io.BytesIO(profile[1])) as package:
        assert b"Theme=" not in package.read("word/styles.xml")
        assert not [name for name in package.namelist() if "theme" in name]


@pytest.mark.parametrize(("name", "lines", "pitch"), [("gb9704", 22, 579), ("gbt33476", 22, 589)])
def test_twenty_two_lines_fill_the_page(name: str, lines: int, pitch: int, style: bytes, second_style: bytes) -> None:
    read = read_style(style if name == "gb9704" else second_style, name)
    assert read.text_height // pitch == lines
    assert f'w:linePitch="{pitch}"' in read.section


def test_twenty_eight_characters_fill_the_line(profile: tuple[str, bytes]) -> None:
    read = read_style(profile[1], profile[0])
    assert read.text_width // read.styles["paragraph", "公文正文"].em == 28


def test_a_missing_style_is_an_error_that_names_style_and_file(style: bytes, blocks_of: Blocks) -> None:
    other = edited(style, "word/styles.xml", 'w:val="公文正文"', 'w:val="公文文字"')
    _, diagnostics = to_docx(blocks_of(WORDS, WORDS), other, {}, style_file="styles/own.docx")
    (finding,) = diagnostics
    assert finding.code == "missing-style"
    assert finding.facts == {"style": "公文正文", "kind": "paragraph", "file": "styles/own.docx"}
    assert finding.place == FileRef("styles/own.docx")
    assert finding.suggestion == "公文文字"


def test_a_style_that_the_report_does_not_use_is_not_missed(style: bytes, write: Write, blocks_of: Blocks) -> None:
    other = edited(style, "word/styles.xml", 'w:val="表注"', 'w:val="别的"')
    assert write(blocks_of(WORDS), style=other).diagnostics == []


def test_a_file_with_missing_styles_still_opens(
    write: Write, blocks_of: Blocks, table_of: Callable[..., Any], column: Callable[..., Any]
) -> None:
    made = io.BytesIO()
    docx.Document().save(made)
    written = write(blocks_of(WORDS, table_of(column("名称", ["甲"]))), style=made.getvalue())
    assert {item.facts["style"] for item in written.diagnostics} >= {"表头", "表格文字"}
    assert docx.Document(io.BytesIO(written.data)).paragraphs[0].text == "正文。"


def test_built_in_styles_go_by_the_names_that_word_shows(blocks_of: Blocks, write: Write, style: bytes) -> None:
    other = edited(style, "word/styles.xml", '<w:aliases w:val="一级标题"/>', "")
    from reportgen.model.document import Heading

    written = write(blocks_of(Heading(1, "一、", (Text("情况"),))), style=other)
    assert written.diagnostics == []
    assert len(written.paragraphs("Heading1")) == 1


def test_a_logo_in_the_header_comes_along_and_a_picture_in_the_text_does_not(
    write: Write, blocks_of: Blocks, png: Callable[..., bytes]
) -> None:
    made, document = io.BytesIO(), docx.Document()
    document.sections[0].header.paragraphs[0].add_run().add_picture(io.BytesIO(png(shade=7)), width=Cm(2))
    document.add_picture(io.BytesIO(png(shade=8)), width=Cm(5))
    document.save(made)
    written = write(blocks_of(WORDS), style=made.getvalue())
    pictures = [written.part(name) for name in written.names() if name.startswith("word/media/")]
    assert pictures == [png(shade=7)]
    opened = docx.Document(io.BytesIO(written.data))
    assert len(opened.sections[0].header.part.related_parts) == 1


def test_footnotes_begin_behind_the_separators_of_the_style_document(
    style: bytes, write: Write, blocks_of: Blocks
) -> None:
    older = edited(style, "word/footnotes.xml", 'w:id="1"', 'w:id="2"')
    older = edited(older, "word/footnotes.xml", 'w:id="0"', 'w:id="1"')
    older = edited(older, "word/footnotes.xml", 'w:id="-1"', 'w:id="0"')
    written = write(blocks_of(Paragraph((Text("文"), Footnote((Text("注"),))))), style=older)
    assert [mark.get(f"{W}id") for mark in written.all("w:footnoteReference")] == ["2"]
    assert [note.get(f"{W}id") for note in written.all("w:footnote", "word/footnotes.xml")] == ["0", "1", "2"]


def test_a_style_document_without_footnotes_gets_separators(style: bytes, write: Write, blocks_of: Blocks) -> None:
    bare = edited(style, "word/_rels/document.xml.rels", "relationships/footnotes", "relationships/elsewhere")
    plain = write(blocks_of(WORDS), style=bare)
    noted = write(blocks_of(Paragraph((Text("文"), Footnote((Text("注"),))))), style=bare)
    assert "word/footnotes.xml" not in plain.names()
    assert [note.get(f"{W}id") for note in noted.all("w:footnote", "word/footnotes.xml")] == ["-1", "0", "1"]


@pytest.mark.parametrize("data", [b"", b"plain text", b"PK\x03\x04 broken"])
def test_what_is_no_package_is_refused_with_its_name(data: bytes, blocks_of: Blocks) -> None:
    with pytest.raises(ReportError) as caught:
        to_docx(blocks_of(WORDS), data, {}, style_file="own.docx")
    assert caught.value.diagnostics[0].place == FileRef("own.docx")


STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
TRANSITIONAL = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


@pytest.mark.parametrize(
    ("part", "old", "new", "reason"),
    [
        ("word/document.xml", TRANSITIONAL, STRICT, "strict:document"),
        ("word/document.xml", "<w:body>", "<w:body", "XML"),
        ("word/styles.xml", "<w:styles ", "<!DOCTYPE x [<!ENTITY a 'b'>]><w:styles ", "XML"),
    ],
)
def test_a_package_that_is_no_usable_word_document_is_refused(
    part: str, old: str, new: str, reason: str, style: bytes, blocks_of: Blocks
) -> None:
    with pytest.raises(ReportError) as caught:
        to_docx(blocks_of(WORDS), edited(style, part, old, new), {}, style_file="own.docx")
    (finding,) = caught.value.diagnostics
    assert (finding.code, finding.facts) == ("unusable-style-document", {"file": "own.docx", "reason": reason})
