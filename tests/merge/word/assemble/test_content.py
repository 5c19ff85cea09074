"""What people put into drafts and comes along: formatting, lists, tables, pictures, links, notes, comments, changes."""

import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from docx.enum.style import WD_STYLE_TYPE
from docx.shared import Pt, RGBColor

from reportgen.pipeline.drafts import DraftOptions, drafts

Edit = Callable[[Path, Callable[[Any], None]], None]
Rewrite = Callable[[Path, dict[str, Callable[[str], str]]], None]
MAIN, RELATIONS, TYPES = "word/document.xml", "word/_rels/document.xml.rels", "[Content_Types].xml"
URI = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
W = f"{{{URI}}}"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc000000301010018dd8d"
    "b00000000049454e44ae426082"
)


def before_end(addition: str, end: str) -> Callable[[str], str]:
    return lambda part: part.replace(end, addition + end)


def paragraph(result: Any, text: str) -> ET.Element:
    found: ET.Element = next(
        item for item in result.xml().iter(f"{W}p") if text in "".join(piece.text or "" for piece in item.iter(f"{W}t"))
    )
    return found


def format_by_hand(document: Any) -> None:
    added = document.add_paragraph("手工排版的一段。", style="公文正文")
    added.paragraph_format.line_spacing = Pt(20)
    added.paragraph_format.left_indent = Pt(30)
    run = added.runs[0]
    run.font.name, run.font.size, run.font.color.rgb = "Calibri", Pt(9), RGBColor(255, 0, 0)
    run.bold = run.italic = run.underline = True


def test_look_set_by_hand_goes_and_what_means_something_stays(world: Any, edit: Edit) -> None:
    edit(world.draft(1), format_by_hand)
    found = paragraph(world.assemble(), "手工排版")
    properties = [item.tag.removeprefix(W) for item in next(found.iter(f"{W}rPr"))]
    assert properties == ["b", "i", "u"]
    assert [item.tag.removeprefix(W) for item in found.iterfind(f"{W}pPr/*")] == ["pStyle"]


def test_look_set_by_hand_stays_where_that_is_asked_for(world: Any, edit: Edit) -> None:
    edit(world.draft(3), format_by_hand)
    found = paragraph(world.assemble(keep_formatting=True), "手工排版")
    assert found.find(f".//{W}sz") is not None
    assert found.find(f"{W}pPr/{W}ind") is not None


def test_a_paragraph_without_a_style_becomes_body_text(world: Any, edit: Edit) -> None:
    edit(world.draft(1), lambda document: document.add_paragraph("随手写的一段。"))
    assert world.assemble().styled("随手写的一段") == "Body"
    assert world.assemble(keep_formatting=True, out="kept.docx").styled("随手写的一段") in ("", "Normal")


def test_a_style_is_matched_by_its_name_and_not_by_its_id(world: Any, rewrite: Rewrite) -> None:
    parts = {
        name: lambda text: re.sub(r'(w:styleId|w:val)="(Body|RunIn2|Heading1)"', r'\1="x\2"', text)
        for name in (MAIN, "word/styles.xml")
    }
    rewrite(world.draft(1), parts)
    result = world.assemble()
    assert (result.styled("基本情况"), result.styled("主导产业产值合计")) == ("Heading1", "RunIn2")
    assert "style-brought" not in result.codes


def test_a_style_that_the_kit_lacks_comes_along_with_what_it_rests_on(world: Any, edit: Edit) -> None:
    def add(document: Any) -> None:
        base = document.styles.add_style("科室样式", WD_STYLE_TYPE.PARAGRAPH)
        base.base_style = document.styles["公文正文"]
        own = document.styles.add_style("科室重点", WD_STYLE_TYPE.PARAGRAPH)
        own.base_style = base
        document.add_paragraph("用了自己的样式。", style=own)

    edit(world.draft(1), add)
    result = world.assemble()
    brought = [item.facts["style"] for item in result.findings if item.code == "style-brought"]
    assert sorted(brought) == ["科室样式", "科室重点"]
    styles = {style.find(f"{W}name").get(f"{W}val"): style for style in result.xml("word/styles.xml").iter(f"{W}style")}
    base = styles["科室样式"]
    assert styles["科室重点"].find(f"{W}basedOn").get(f"{W}val") == base.get(f"{W}styleId")
    assert base.find(f"{W}basedOn").get(f"{W}val") == "Body"


NUMBERING = (
    f'<?xml version="1.0" encoding="UTF-8"?><w:numbering xmlns:w="{URI}"><w:abstractNum w:abstractNumId="4">'
    '<w:nsid w:val="1A2B3C4D"/><w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/>'
    '<w:numFmt w:val="decimal"/><w:lvlText w:val="%1）"/><w:lvlJc w:val="left"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="7"><w:abstractNumId w:val="4"/></w:num></w:numbering>'
)
ITEM = '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="7"/></w:numPr></w:pPr><w:r><w:t>{0}</w:t></w:r></w:p>'


def add_list(rewrite: Rewrite, file: Path, *items: str) -> None:
    last = "<w:sectPr>"
    rewrite(
        file,
        {
            MAIN: before_end("".join(map(ITEM.format, items)), last),
            "word/numbering.xml": lambda _: NUMBERING,
            TYPES: before_end(
                f'<Override PartName="/word/numbering.xml" ContentType="{WORD}.numbering+xml"/>', "</Types>"
            ),
            RELATIONS: before_end(
                f'<Relationship Id="rIdL" Type="{OFFICE}/numbering" Target="numbering.xml"/>', "</Relationships>"
            ),
        },
    )


def test_a_list_goes_on_in_its_draft_and_begins_again_in_the_next(world: Any, rewrite: Rewrite) -> None:
    add_list(rewrite, world.draft(1), "甲", "乙")
    add_list(rewrite, world.draft(2), "丙")
    result = world.assemble()
    found = [paragraph(result, text).find(f"{W}pPr/{W}numPr/{W}numId") for text in ("甲", "乙", "丙")]
    lists = [item.get(f"{W}val") for item in found if item is not None]
    assert lists[0] == lists[1] != lists[2]
    numbering = result.xml("word/numbering.xml")
    abstract = {
        num.get(f"{W}numId"): used.get(f"{W}val")
        for num in numbering.iter(f"{W}num")
        if (used := num.find(f"{W}abstractNumId")) is not None
    }
    assert abstract[lists[0]] != abstract[lists[2]]
    nsids = [item.get(f"{W}val") for item in numbering.iter(f"{W}nsid")]
    assert len(nsids) == len(set(nsids)) == 2
    assert [item.tag for item in numbering] == [f"{W}abstractNum"] * 2 + [f"{W}num"] * 2


def test_tables_and_pictures_come_along_and_equal_pictures_once(world: Any, edit: Edit, tmp_path: Path) -> None:
    picture = tmp_path / "p.png"
    picture.write_bytes(PNG)

    def add(document: Any) -> None:
        table = document.add_table(rows=1, cols=2)
        table.rows[0].cells[0].text = "手工表格"
        document.add_picture(str(picture))

    edit(world.draft(1), add)
    edit(world.draft(2), add)
    result = world.assemble()
    assert result.text.count("手工表格") == 2
    assert result.styled("手工表格") == "Cell"
    with zipfile.ZipFile(result.out) as package:
        assert [package.read(name) for name in result.names if name.startswith("word/media/")].count(PNG) == 1
    targets = dict(re.findall(r'Id="([^"]+)"[^>]*Target="/([^"]+)"', result.text_of(RELATIONS)))
    used = re.findall(r'r:embed="([^"]+)"', result.text_of())
    assert len(used) == 4
    assert all(targets[ident] in result.names for ident in used)
    pictured = next(item for item in result.xml().iter(f"{W}p") if "1270" in ET.tostring(item).decode())
    assert pictured.find(f"{W}pPr/{W}pStyle").get(f"{W}val") == "Picture"


def test_links_lead_where_they_did(world: Any, rewrite: Rewrite) -> None:
    for number, address in ((1, "https://example.org/a"), (2, "https://example.org/b")):
        rewrite(
            world.draft(number),
            {
                MAIN: before_end(
                    '<w:p><w:hyperlink r:id="rIdX"><w:r><w:t>网址</w:t></w:r></w:hyperlink></w:p>', "<w:sectPr>"
                ),
                RELATIONS: before_end(
                    f'<Relationship Id="rIdX" Type="{OFFICE}/hyperlink" Target="{address}" TargetMode="External"/>',
                    "</Relationships>",
                ),
            },
        )
    result = world.assemble()
    external = r'Id="([^"]+)"[^>]*Target="([^"]+)" TargetMode="External"'
    relations = dict(re.findall(external, result.text_of(RELATIONS)))
    links = re.findall(r'<w:hyperlink r:id="([^"]+)"', result.text_of())
    assert [relations[ident] for ident in links] == ["https://example.org/a", "https://example.org/b"]


def add_note(xml: str) -> str:
    note = '<w:footnote w:id="9"><w:p><w:r><w:t>手工脚注</w:t></w:r></w:p></w:footnote>'
    return xml.replace("</w:footnotes>", f"{note}</w:footnotes>")


def test_footnotes_are_counted_on(world: Any, rewrite: Rewrite) -> None:
    mark = '<w:p><w:r><w:t>有注</w:t></w:r><w:r><w:footnoteReference w:id="9"/></w:r></w:p>'
    for number in (1, 3):
        rewrite(world.draft(number), {MAIN: before_end(mark, "<w:sectPr>"), "word/footnotes.xml": add_note})
    result = world.assemble()
    used = re.findall(r'<w:footnoteReference w:id="(\d+)"', result.text_of())
    notes = {
        note.get(f"{W}id"): "".join(text.text or "" for text in note.iter(f"{W}t"))
        for note in result.xml("word/footnotes.xml")
    }
    assert used == ["1", "2", "3"]
    assert [notes[ident].strip() for ident in used] == ["手工脚注", "按2015年末口径。", "手工脚注"]


def test_tracked_changes_stay_tracked_under_numbers_of_their_own(world: Any, rewrite: Rewrite) -> None:
    who = 'w:author="改" w:date="2016-01-01T00:00:00Z"'
    change = (
        f'<w:p><w:ins w:id="5" {who}><w:r><w:t>新增</w:t></w:r></w:ins>'
        f'<w:del w:id="6" {who}><w:r><w:rPr><w:sz w:val="18"/>'
        "</w:rPr><w:delText>删去</w:delText></w:r></w:del></w:p>"
    )
    for number in (1, 2):
        rewrite(world.draft(number), {MAIN: before_end(change, "<w:sectPr>")})
    main = world.assemble().text_of()
    assert main.count("<w:t>新增</w:t>") == main.count("<w:delText>删去</w:delText>") == 2
    ids = re.findall(r'<w:(?:ins|del|bookmarkStart) w:id="(\d+)"', main)
    assert len(ids) == len(set(ids))
    assert main.count('w:author="改"') == 4


def test_charts_that_word_draws_come_with_their_workbooks(world: Any) -> None:
    folder = world.folder / "native"
    drafts(world.folder, DraftOptions(folder=folder, jobs=1, native_charts=True))
    result = world.assemble(folder)
    charts = [name for name in result.names if re.fullmatch(r"word/charts/[^/]+\.xml", name)]
    books = [name for name in result.names if name.endswith(".xlsx")]
    assert len(charts) == len(books) == 2
    for chart in charts:
        folder_name, _, base = chart.rpartition("/")
        relations = result.text_of(f"{folder_name}/_rels/{base}.rels")
        assert re.findall(r'Target="/([^"]+)"', relations)[0] in books
        assert f'PartName="/{chart}"' in result.text_of(TYPES)


@pytest.mark.parametrize("keep", [True, False])
def test_prefixes_of_other_programs_are_understood(world: Any, rewrite: Rewrite, keep: bool) -> None:
    def reprefix(part: str) -> str:
        return re.sub(r"(</?| )w:", r"\1x:", part).replace("xmlns:w=", "xmlns:x=")

    plain = world.assemble(out="plain.docx", keep_formatting=keep)
    rewrite(world.draft(1), {MAIN: reprefix})
    assert world.assemble(keep_formatting=keep).paragraphs == plain.paragraphs


def test_tables_of_word_and_text_that_was_pasted_take_the_styles_of_the_kit(world: Any, edit: Edit) -> None:
    def add(document: Any) -> None:
        document.styles.add_style("Table Grid", WD_STYLE_TYPE.TABLE)
        document.styles.add_style("Normal (Web)", WD_STYLE_TYPE.PARAGRAPH)
        document.styles.add_style("Footnote Characters", WD_STYLE_TYPE.CHARACTER)
        document.add_table(rows=1, cols=1, style="Table Grid").rows[0].cells[0].text = "格"
        document.add_paragraph("网上抄来的。", style="Normal (Web)").add_run("注", style="Footnote Characters")
        document.add_table(rows=1, cols=1)

    edit(world.draft(3), add)
    result = world.assemble()
    assert result.styled("网上抄来的") == "Body"
    assert re.findall(r'<w:tblStyle w:val="(\w+)"/>', result.text_of()) == ["ReportTable"] * 3
    assert "style-brought" not in result.codes
    kept = world.assemble(keep_formatting=True, out="kept.docx")
    assert sorted(item.facts["style"] for item in kept.findings) == [
        "Footnote Characters",
        "Normal (Web)",
        "Table Grid",
    ]


def test_a_figure_pasted_from_another_draft_goes_on_showing_it(world: Any, rewrite: Rewrite) -> None:
    with zipfile.ZipFile(world.draft(1)) as package:
        control = re.search(r"<w:sdt>(?:(?!</w:sdt>).)*76家.*?</w:sdt>", package.read(MAIN).decode())
    assert control is not None
    tag = re.findall(r'<w:tag w:val="([^"]+)"', control[0])[-1]
    pasted = f"<w:p>{control[0][control[0].rindex('<w:sdt>') :]}</w:p>"
    rewrite(world.draft(3), {MAIN: before_end(pasted, "<w:sectPr>")})
    assert world.assemble().text_of().count(f'w:val="{tag}"') == 2


def test_tracked_moves_of_two_drafts_are_two_moves(world: Any, rewrite: Rewrite) -> None:
    who = 'w:author="改" w:date="2016-01-01T00:00:00Z"'
    moved = "".join(
        f'<w:p><w:{kind}RangeStart w:id="{number}" {who} w:name="move1"/><w:{kind} w:id="{number + 1}" {who}>'
        f'<w:r><w:t>搬</w:t></w:r></w:{kind}><w:{kind}RangeEnd w:id="{number}"/></w:p>'
        for kind, number in (("moveFrom", 30), ("moveTo", 40))
    )
    for number in (1, 2):
        rewrite(world.draft(number), {MAIN: before_end(moved, "<w:sectPr>")})
    names = re.findall(r'<w:move(?:From|To)RangeStart [^>]*w:name="([^"]+)"', world.assemble().text_of())
    assert names[0] == names[1] != names[2] == names[3]
