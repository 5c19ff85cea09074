"""What stands once, whatever drafts bring: title, list of appendices, signature, pages; and links between drafts."""

import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from shutil import copyfile
from typing import Any

from docx import Document

Edit = Callable[[Path, Callable[[Any], None]], None]
Rewrite = Callable[[Path, dict[str, Callable[[str], str]]], None]
MAIN = "word/document.xml"
SIZE = '<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>'


def _blocks(xml: str) -> str:
    """The body without what may differ: numbers of bookmarks and controls, ids of relationships."""
    body = xml.partition("<w:body>")[2]
    body = re.sub(r"<(\w+:\w+)([^<>]*[^/<>])?></\1>", r"<\1\2/>", body)
    body = re.sub(r' xml:space="preserve"|<w:id w:val="\d+"/>| w:id="\d+"|(?<=r:(?:id)=")[^"]*|<w:pPr/>', "", body)
    body = re.sub(r'(?<=cNvPr id=")\d+', "", body)
    return re.sub(r'(?<=r:embed=")[^"]*', "", body)


def text_of(file: Path) -> list[str]:
    """The paragraphs of a Word file, those of tables in their places."""
    with zipfile.ZipFile(file) as package:
        main = package.read(MAIN).decode()
    found = re.findall(r"<w:p>.*?</w:p>", main)
    return ["".join(re.findall(r"<w:t(?: [^>]*)?>([^<]*)", paragraph)) for paragraph in found]


def test_unedited_drafts_give_the_markup_of_the_report_that_is_built_directly(world: Any) -> None:
    with zipfile.ZipFile(world.build()) as package:
        built = package.read(MAIN).decode()
    assert _blocks(world.assemble().text_of()) == _blocks(built)


def test_a_whole_report_can_be_a_draft(world: Any) -> None:
    whole = world.build()
    for file in world.files:
        file.unlink()
    copyfile(whole, world.drafts / "总结.docx")
    result = world.assemble()
    dropped = [item.facts["text"] for item in result.findings if item.code == "frame-part-dropped"]
    assert dropped == ["某开发区2015年工作总结", "某开发区管理委员会", "2016年1月8日"]
    assert result.text == "\n".join(text_of(whole))


def _foreign(path: Path, *paragraphs: str) -> None:
    document = Document()
    document.add_heading("下步打算", 1)
    for text in paragraphs:
        document.add_paragraph(text)
    document.save(str(path))


def test_appendices_of_a_draft_are_looked_up_by_their_titles(world: Any) -> None:
    _foreign(world.draft(3), "做法见附件1，名单见附件2。", "附件：1.重点项目", "2.先进名单")
    result = world.assemble()
    assert "做法见附件2，名单见附件3。" in result.text
    assert [text for _, text in result.paragraphs if "附件：" in text or re.match(r"\d\.\D", text)] == [
        "附件：1.主导产业情况",
        "2.重点项目",
        "3.先进名单",
    ]
    assert result.finding("appendix-added").facts == {"title": "先进名单", "number": "3"}
    assert result.styled("3.先进名单") == "AttachmentNext"


def test_an_appendix_that_no_list_has_is_said(world: Any) -> None:
    _foreign(world.draft(3), "名单见附件9。")
    result = world.assemble()
    assert result.finding("reference-lost").facts["reference"] == "附件9"
    assert "名单见附件9。" in result.text


def test_references_that_drafts_left_plain_lead_to_their_targets(world: Any) -> None:
    main = world.assemble().text_of()
    anchors = re.findall(r'<w:hyperlink w:anchor="([^"]+)"', main)
    assert len(anchors) == 2
    codes = re.findall(r"REF (\S+) ", main)
    assert len(codes) == 4
    assert all(f'w:name="{name}"' in main for name in (*anchors, *codes))


def test_a_field_of_word_that_shows_a_figure_stays_one_field_and_is_known_as_ours(world: Any, rewrite: Rewrite) -> None:
    """LibreOffice 7.4 leaves the field of a reference without the control around it."""
    plain = world.assemble(out="plain.docx")
    bare = re.compile(r'<w:sdt><w:sdtPr><w:tag w:val="rg-ref-[^"]*"/>.*?<w:sdtContent>(.*?)</w:sdtContent></w:sdt>')
    rewrite(world.draft(2), {MAIN: lambda xml: bare.sub(r"\1", xml)})
    main = world.assemble().text_of()
    assert main.count("REF _Ref") == plain.text_of().count("REF _Ref") == 4
    marks = re.findall(r'w:fldCharType="(\w+)"', main)
    assert marks == ["begin", "separate", "end"] * (len(marks) // 3)
    assert re.findall(r'w:val="rg-ref-figure-2"/>.{0,300}?REF (\w+)', main) == ["_Ref100000002"]


def test_page_setup_is_that_of_the_kit_and_pages_on_their_side_stay_so(world: Any, rewrite: Rewrite) -> None:
    margins = '<w:pgMar w:top="1" w:bottom="1" w:left="1" w:right="1"/>'
    turned = f"<w:p><w:pPr><w:sectPr>{SIZE}{margins}</w:sectPr></w:pPr></w:p>"
    upright = '<w:p><w:pPr><w:sectPr><w:pgSz w:w="100" w:h="200"/></w:sectPr></w:pPr></w:p>'
    rewrite(world.draft(2), {MAIN: lambda xml: xml.replace("<w:sectPr>", f"{upright}{turned}<w:sectPr>", 1)})
    result = world.assemble()
    assert result.finding("page-setup-dropped").facts["count"] == "2"
    sizes = re.findall(r"<w:pgSz ([^>]*)/>", result.text_of())
    assert ["landscape" in size for size in sizes] == [False, True, False]
    assert result.text_of().count('w:top="2098"') == 3
    assert result.text_of().count("<w:footerReference ") == 6


def test_two_drafts_that_lie_sideways_have_no_empty_page_between_them(world: Any, rewrite: Rewrite) -> None:
    for number in (1, 2):
        rewrite(world.draft(number), {MAIN: lambda xml: re.sub("<w:pgSz .*?</w:pgSz>", SIZE, xml)})
    sizes = re.findall(r"<w:pgSz ([^>]*)/>", world.assemble().text_of())
    assert ["landscape" in size for size in sizes] == [False, True, True, False]


def test_empty_lines_at_the_end_of_a_draft_go_and_those_within_it_stay(world: Any, edit: Edit) -> None:
    def add(document: Any) -> None:
        for text in ("前面一段。", "", "后面一段。", "", "  "):
            document.add_paragraph(text, style="公文正文")

    edit(world.draft(1), add)
    assert "前面一段。\n\n后面一段。\n二、主要工作" in world.assemble().text


def test_a_document_never_ends_in_a_table(world: Any, edit: Edit) -> None:
    kit = world.folder / "kit/kit.toml"
    kit.write_text(kit.read_text(encoding="utf-8").partition("[[appendices]]")[0], encoding="utf-8")
    settings = world.folder / "report.toml"
    settings.write_text(settings.read_text(encoding="utf-8").partition("signature")[0], encoding="utf-8")
    edit(world.draft(3), lambda document: document.add_table(rows=1, cols=1))
    blocks = [item.tag.rpartition("}")[2] for item in next(iter(world.assemble().xml()))]
    assert blocks[-3:] == ["tbl", "p", "sectPr"]


def test_upright_section_breaks_go(world: Any, rewrite: Rewrite) -> None:
    upright = '<w:p><w:pPr><w:sectPr><w:pgSz w:w="100" w:h="200"/></w:sectPr></w:pPr></w:p>'
    rewrite(world.draft(2), {MAIN: lambda xml: xml.replace("<w:sectPr>", f"{upright}<w:sectPr>", 1)})
    assert world.assemble().text_of().count("<w:sectPr") == 1


def test_a_title_over_a_draft_without_headings_is_its_heading(world: Any) -> None:
    document = Document()
    document.add_heading("下步打算", 0)
    document.add_paragraph("抓落实。")
    document.save(str(world.draft(3)))
    result = world.assemble()
    assert result.styled("三、下步打算") == "Heading1"
    assert "frame-part-dropped" not in result.codes
    assert "no-heading" not in result.codes
