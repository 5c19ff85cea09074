"""Paragraphs, headings, runs, content controls, references and footnotes of a Word file."""

from collections.abc import Callable
from typing import Any

import pytest

from reportgen.model.document import (
    Appendix,
    Document,
    Footnote,
    Heading,
    Paragraph,
    Reference,
    ReferenceKind,
    Section,
    Shown,
    Text,
)
from reportgen.model.figure import Piece
from reportgen.model.place import TextRef
from reportgen.model.shape import shaped

Write = Callable[..., Any]
Blocks = Callable[..., Document]
Read = Callable[[Any], str]


def test_the_title_stands_first_in_its_own_style(write: Write, blocks_of: Blocks, read_text: Read) -> None:
    written = write(blocks_of(Paragraph((Text("正文。"),)), title=(Text("2015年工作总结"),)))
    first = written.all("w:p")[0]
    (title,) = written.paragraphs("Title")
    assert read_text(title) == read_text(first) == "2015年工作总结"


def test_a_document_without_anything_still_opens(write: Write) -> None:
    written = write(Document(title=(), sections=()))
    assert written.diagnostics == []
    assert [child.tag.rpartition("}")[2] for child in written.xml()[0]] == ["sectPr"]


def test_headings_take_the_style_of_their_level(write: Write, blocks_of: Blocks, read_text: Read) -> None:
    headings = [
        Heading(level, number, (Text("标题"),))
        for level, number in ((1, "一、"), (2, "（一）"), (3, "1."), (4, "（1）"))
    ]
    written = write(blocks_of(*headings))
    for level, heading in enumerate(headings, start=1):
        (found,) = written.paragraphs(f"Heading{level}")
        assert read_text(found) == heading.number + "标题"


def test_a_heading_below_the_fourth_level_looks_like_the_fourth(write: Write, blocks_of: Blocks) -> None:
    written = write(blocks_of(Heading(6, "①", (Text("小标题"),))))
    assert len(written.paragraphs("Heading4")) == 1


def test_a_run_in_heading_shares_its_paragraph_with_the_text(
    write: Write, blocks_of: Blocks, read_text: Read, val: Callable[[Any, str], str]
) -> None:
    written = write(blocks_of(Heading(2, "（一）", (Text("发展情况"),), run_in=True), Paragraph((Text("全年完成。"),))))
    (paragraph,) = written.paragraphs("RunIn2")
    assert read_text(paragraph) == "（一）发展情况。全年完成。"
    looks = [val(run, "{*}rPr/{*}rStyle") for run in paragraph.iter() if run.tag.endswith("}r")]
    assert looks == ["RunInText2", "RunInText2", "RunInText2", ""]


def test_a_run_in_heading_keeps_the_stop_that_it_has(write: Write, blocks_of: Blocks, read_text: Read) -> None:
    written = write(blocks_of(Heading(2, "（一）", (Text("怎么办？"),), run_in=True), Paragraph((Text("这样办。"),))))
    assert read_text(written.paragraphs("RunIn2")[0]) == "（一）怎么办？这样办。"


def test_a_run_in_heading_before_a_table_stands_alone(
    write: Write, blocks_of: Blocks, table_of: Callable[..., Any], column: Callable[..., Any], read_text: Read
) -> None:
    written = write(blocks_of(Heading(2, "（一）", (Text("名单"),), run_in=True), table_of(column("名称", ["甲"]))))
    assert read_text(written.paragraphs("Heading2")[0]) == "（一）名单"
    assert written.paragraphs("RunIn2") == []


def test_strong_words_take_the_strong_style(write: Write, blocks_of: Blocks, val: Callable[[Any, str], str]) -> None:
    written = write(blocks_of(Paragraph((Text("一是。", strong=True), Text("做好")))))
    assert [val(run, "{*}rPr/{*}rStyle") for run in written.all("w:r")] == ["Strong", ""]


def test_a_run_with_chinese_quotes_or_dashes_hints_at_the_east_asian_font(write: Write, blocks_of: Blocks) -> None:
    for words in ("“十二五”", "大幅增长——", "等等……", "甲·乙", "≥5", "他说‘好’"):
        written = write(blocks_of(Paragraph((Text(words),))))
        assert [
            fonts.get(f"{{{'http://schemas.openxmlformats.org/wordprocessingml/2006/main'}}}hint")
            for fonts in written.all("w:rFonts")
        ] == ["eastAsia"], words


def test_a_run_without_such_signs_needs_no_properties(write: Write, blocks_of: Blocks) -> None:
    for words in ("产值42.86亿元，同比增长29%。", "don’t"):
        assert write(blocks_of(Paragraph((Text(words),)))).all("w:rPr") == []


def test_a_shown_figure_stands_in_a_hidden_content_control(
    write: Write, blocks_of: Blocks, shown: Callable[..., Shown], read_text: Read, val: Callable[[Any, str], str]
) -> None:
    written = write(blocks_of(Paragraph((Text("产值"), shown("42.86亿元", "42.86", tag="s1-p1-3"), Text("。")))))
    (control,) = written.all("w:sdt")
    assert val(control, "{*}sdtPr/{*}tag") == "s1-p1-3"
    assert 0 < int(val(control, "{*}sdtPr/{*}id")) <= 0x7FFFFFFF
    assert control.find("{*}sdtPr/{*}lock") is None
    appearance = control.find("{*}sdtPr/{*}appearance")
    assert appearance is not None
    assert list(appearance.attrib.values()) == ["hidden"]
    assert read_text(control) == "42.86亿元"
    assert read_text(written.paragraphs("Body")[0]) == "产值42.86亿元。"


def test_mere_words_of_a_phrase_are_not_bound(write: Write, blocks_of: Blocks) -> None:
    words = Shown(Piece("同比增长"), "words", TextRef("sections/1.md", 1))
    assert write(blocks_of(Paragraph((words,)))).all("w:sdt") == []


def test_controls_of_one_tag_have_ids_of_their_own(
    write: Write, blocks_of: Blocks, shown: Callable[..., Shown], val: Callable[[Any, str], str]
) -> None:
    written = write(blocks_of(Paragraph(tuple(shown("1家", "1", "家", tag="same") for _ in range(3)))))
    ids = [val(control, "{*}sdtPr/{*}id") for control in written.all("w:sdt")]
    assert len(set(ids)) == 3


def test_the_plain_file_says_the_same_without_controls_and_custom_xml(
    write: Write, blocks_of: Blocks, shown: Callable[..., Shown], read_text: Read
) -> None:
    document = blocks_of(
        Heading(1, "一、", (Text("情况"), shown("5家", "5", "家"))),
        Paragraph((shown("42.86亿元", "42.86"), Footnote((Text("注"), shown("1%", "1", "%"))))),
    )
    bound, plain = write(document), write(document, bindings=False)
    assert plain.all("w:sdt") == []
    assert not [name for name in plain.names() if name.startswith("customXml")]
    assert [read_text(p) for p in plain.all("w:p")] == [read_text(p) for p in bound.all("w:p")]


def test_a_reference_is_a_field_that_leads_to_its_caption(
    write: Write, blocks_of: Blocks, chart_of: Callable[..., Any], png: Callable[..., bytes], read_text: Read
) -> None:
    reference = Reference(ReferenceKind.FIGURE, "产值图", 1)
    written = write(blocks_of(Paragraph((Text("详见"), reference, Text("。"))), chart_of()), {"产值图": png()})
    assert read_text(written.paragraphs("Body")[0]) == "详见图1。"
    codes = [(code.text or "").split() for code in written.all("w:instrText")]
    (name,) = [words[1] for words in codes if words[0] == "REF"]
    assert [
        mark.get("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}name")
        for mark in written.all("w:bookmarkStart")
    ] == [name]
    assert ["SEQ", "图", "\\*", "ARABIC"] in codes


def test_a_numbering_stands_in_a_control_around_its_field_and_bookmark(
    write: Write, blocks_of: Blocks, chart_of: Callable[..., Any], png: Callable[..., bytes], read_text: Read
) -> None:
    reference = Reference(ReferenceKind.FIGURE, "产值图", 1)
    document = blocks_of(Paragraph((Text("详见"), reference, Text("。"))), chart_of())
    w = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    controls = [
        control
        for control in write(document, {"产值图": png()}).all("w:sdt")
        if [tag.get(f"{w}val") for tag in control.iter(f"{w}tag")] == ["rg-ref-figure-1"]
    ]
    assert [read_text(control) for control in controls] == ["图1", "图1"]
    # Begin, separate and end inside: the control stays when Word updates the field.
    assert [len(list(control.iter(f"{w}fldChar"))) for control in controls] == [3, 3]
    assert [len(list(control.iter(f"{w}bookmarkStart"))) for control in controls] == [0, 1]


def test_a_reference_to_what_the_file_does_not_have_is_plain_text(
    write: Write, blocks_of: Blocks, read_text: Read
) -> None:
    written = write(blocks_of(Paragraph((Reference(ReferenceKind.TABLE, "表", 7),))))
    assert written.all("w:fldChar") == []
    assert read_text(written.paragraphs("Body")[0]) == "表7"


def test_a_reference_to_an_appendix_leads_to_its_name_below_the_text(
    write: Write, appendix: Callable[[int, str], Appendix], read_text: Read
) -> None:
    section = Section(title="一", blocks=(Paragraph((Reference(ReferenceKind.APPENDIX, "名单", 2),)),))
    written = write(Document(title=(), sections=(section,), appendices=(appendix(1, "甲"), appendix(2, "乙"))))
    (link,) = written.all("w:hyperlink")
    w = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    marks = {mark.get(f"{w}name") for mark in written.all("w:bookmarkStart")}
    assert link.get(f"{w}anchor") in marks
    assert len(marks) == 2
    assert read_text(written.paragraphs("Body")[0]) == "附件2"


def test_a_footnote_has_its_mark_in_the_text_and_its_words_in_the_notes(
    write: Write, blocks_of: Blocks, shown: Callable[..., Shown], read_text: Read
) -> None:
    written = write(blocks_of(Paragraph((Text("产值"), Footnote((Text("快报数"), shown("1亿元", "1"))), Text("。")))))
    w = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
    (mark,) = written.all("w:footnoteReference")
    notes = {note.get(f"{w}id"): note for note in written.all("w:footnote", "word/footnotes.xml")}
    assert read_text(notes[mark.get(f"{w}id")]).strip() == "快报数1亿元"
    assert len(notes) == 3
    assert len(written.all("w:sdt", "word/footnotes.xml")) == 1


def test_a_note_inside_a_note_is_not_lost(write: Write, blocks_of: Blocks, read_text: Read) -> None:
    inner = Footnote((Text("里"),))
    written = write(blocks_of(Paragraph((Text("文"), Footnote((Text("外"), inner))))))
    assert "外（里）" in "".join(read_text(note) for note in written.all("w:footnote", "word/footnotes.xml"))
    assert len(written.all("w:footnoteReference")) == 1


def test_ten_thousand_controls_of_one_tag_take_no_longer_than_others(
    write: Write, blocks_of: Blocks, shown: Callable[..., Shown], val: Callable[[Any, str], str]
) -> None:
    written = write(blocks_of(*(Paragraph((shown("1家", "1", "家", tag="same"),)) for _ in range(10_000))))
    assert len({val(control, "{*}sdtPr/{*}id") for control in written.all("w:sdt")}) == 10_000


@pytest.mark.parametrize("words", ["达到100%。", "“%s”与%d", "完成%(名)s", "甲&乙 "])
@pytest.mark.parametrize("has_figure", [False, True])
def test_contents_that_know_their_shape_are_written_as_any_others(
    words: str, has_figure: bool, write: Write, blocks_of: Blocks, shown: Callable[..., Shown]
) -> None:
    content = (Text(words), *((shown("5%", "5", tag="rg-5%"),) if has_figure else ()), Text(words, strong=True))
    first, again, plain = (write(blocks_of(Paragraph(each))) for each in (shaped(content), shaped(content), content))
    assert first.data == again.data == plain.data
