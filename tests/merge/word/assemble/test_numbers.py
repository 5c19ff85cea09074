"""Numbers over all drafts: headings, captions, references, and the bindings that follow them."""

import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from shutil import copyfile
from typing import Any

import pytest

from reportgen.ooxml.bindings import read_bindings
from reportgen.pipeline.trace import trace

Edit = Callable[[Path, Callable[[Any], None]], None]
Rewrite = Callable[[Path, dict[str, Callable[[str], str]]], None]
MAIN = "word/document.xml"


def test_headings_are_numbered_in_the_order_of_the_sections(world: Any, edit: Edit) -> None:
    def add(document: Any) -> None:
        document.add_paragraph("九、党建工作", style="heading 1")
        document.add_paragraph("抓好党建。", style="公文正文")

    edit(world.draft(1), add)
    text = world.assemble().text
    assert [text.count(heading) for heading in ("一、基本情况", "二、党建工作", "三、主要工作", "四、下步打算")] == [
        1
    ] * 4


def test_a_heading_without_a_number_gets_one(world: Any, edit: Edit) -> None:
    edit(world.draft(3), lambda document: document.paragraphs[0].runs[0].clear())
    result = world.assemble()
    assert result.finding("heading-numbered").facts == {"heading": "下步打算", "number": "三、"}
    assert "三、下步打算" in result.text


def test_captions_and_references_are_renumbered_together(world: Any, rewrite: Rewrite) -> None:
    alone = {"图2": "图1", ">2<": ">1<", "figure-2": "figure-1", "_Ref100000002": "_Ref100000001"}

    def count_from_one(xml: str) -> str:
        for old, new in alone.items():
            xml = xml.replace(old, new)
        return xml

    def without_reference(xml: str) -> str:
        return xml.replace("，产业见", "").replace("<w:t>图1</w:t>", "<w:t></w:t>", 1)

    rewrite(world.draft(2), {MAIN: lambda xml: count_from_one(without_reference(xml))})
    result = world.assemble()
    assert "图2　项目投资" in result.text
    assert "投资分布见图2" in result.text
    assert "见图1" in result.text
    main = result.text_of()
    assert main.count('w:name="_Ref100000001"') == 1
    assert "REF _Ref100000001_2" in main


def test_a_reference_to_a_figure_of_another_draft_follows_it(world: Any, edit: Edit) -> None:
    world.draft(1).rename(world.drafts / "z.docx")

    def swap(document: Any) -> None:
        document.paragraphs[0].runs[-1].text = "下步打算"

    edit(world.drafts / "z.docx", swap)
    edit(world.draft(2), lambda document: document.paragraphs[0].clear().add_run("基本情况"))
    text = world.assemble().text
    assert "图2　主导产业产值" in text
    assert "产业见图2" in text


def test_a_reference_that_leads_nowhere_is_said_and_stays(world: Any) -> None:
    world.draft(1).unlink()
    result = world.assemble()
    assert result.finding("reference-lost").facts["reference"] == "图1"
    assert "产业见图1" in result.text


def test_words_that_only_look_like_references_stay(world: Any, edit: Edit) -> None:
    edit(world.draft(3), lambda document: document.add_paragraph("绘制地图9张、报表7份。", style="公文正文"))
    result = world.assemble()
    assert "绘制地图9张、报表7份。" in result.text
    assert "reference-lost" not in result.codes


def test_the_bindings_are_those_of_the_report_that_is_built_directly(world: Any) -> None:
    built = read_bindings(world.build().read_bytes(), "built")
    assembled = read_bindings(world.assemble().out.read_bytes(), "assembled")
    assert set(assembled) == set(built)
    assert len(assembled) == len(built)


def test_every_figure_can_be_traced_in_the_whole(world: Any) -> None:
    found = trace(world.assemble().out)
    assert found.figures
    assert not found.diagnostics
    assert not [item for item in found.figures if item.now is not None or item.unsure]


def test_drafts_with_the_same_tags_keep_their_figures_apart(world: Any, edit: Edit) -> None:
    copyfile(world.draft(3), world.drafts / "04-下步打算.docx")
    edit(world.drafts / "04-下步打算.docx", lambda document: document.add_paragraph("另一份。", style="公文正文"))
    result = world.assemble()
    figures = trace(result.out).figures
    tags = [item.binding.tag for item in figures if item.binding.text == "42.86亿元" and not item.binding.table_row]
    assert len(tags) == len(set(tags))
    assert not [item for item in figures if item.now is not None]
    assert {item.binding.where[0] for item in figures if item.binding.where[0].endswith("打算")} == {
        "三、下步打算",
        "四、下步打算",
    }


def test_numbers_of_bookmarks_controls_and_drawings_stand_once(world: Any) -> None:
    result = world.assemble()
    main = result.text_of()
    once = (r'<w:bookmarkStart w:id="(\d+)"', r'<w:id w:val="(\d+)"', r'<wp:docPr id="(\d+)"', r'w:name="(_Ref\d+)"')
    for pattern in once:
        found = re.findall(pattern, main)
        assert len(found) == len(set(found)), pattern
    with zipfile.ZipFile(result.out) as package:
        assert len(package.namelist()) == len(set(package.namelist()))


def test_bindings_of_tables_and_their_totals_move_with_the_number_of_the_table(world: Any, edit: Edit) -> None:
    def add(document: Any) -> None:
        document.add_paragraph("表9　手工的表", style="表题")

    edit(world.draft(1), add)
    result = world.assemble()
    assert "表1　手工的表" in result.text
    assert "项目见表2" in result.text
    trails = {item.where[-1] for item in read_bindings(result.out.read_bytes(), "all") if item.table_row}
    assert trails == {"表2"}


def test_a_lost_reference_is_said_once_a_paragraph(world: Any, edit: Edit) -> None:
    edit(world.draft(3), lambda document: document.add_paragraph("见图8，又见图8。", style="公文正文"))
    assert world.assemble().codes.count("reference-lost") == 1


def captioned(*lines: tuple[str, str]) -> Callable[[Any], None]:
    """Paragraphs at the end of a draft, each with its style."""

    def add(document: Any) -> None:
        for style, text in lines:
            document.add_paragraph(text, style=style)

    return add


@pytest.mark.parametrize(
    ("typed", "expected", "reference", "followed"),
    [
        ("园区一角", "图3　园区一角", "见图1。", "见图1。"),
        ("图2-1　园区一角", "图3　园区一角", "见图2-1。", "见图3。"),
        ("图2—1　园区一角", "图3　园区一角", "见图2-1和图1。", "见图3和图1。"),
        ("图一　园区一角", "图3　园区一角", "见图1。", "见图3。"),
        ("图 ７　园区一角", "图 3　园区一角", "见图 7。", "见图 3。"),
    ],
)
def test_captions_of_other_kinds_are_numbered_like_the_others(
    world: Any, edit: Edit, typed: str, expected: str, reference: str, followed: str
) -> None:
    edit(world.draft(3), captioned(("图题", typed), ("公文正文", reference)))
    result = world.assemble()
    assert f"{expected}\n{followed}" in result.text
    assert "reference-lost" not in result.codes
    if "７" not in typed:
        assert result.finding("caption-numbered").facts == {"caption": typed, "label": "图3"}


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("见图1、2。", "见图1、3。"),
        ("见图1和图2。", "见图1和图3。"),
        ("见图1至2所示。", "见图1至3所示。"),
        ("见图1-2。", "见图1-3。"),
        ("见图２。", "见图３。"),
        ("见 图 2。", "见 图 3。"),
        ("见图1、2家企业的产值。", "见图1、2家企业的产值。"),
        ("见图2.5倍速播放。", "见图2.5倍速播放。"),
    ],
)
def test_references_to_several_figures_follow_each_of_them(world: Any, edit: Edit, typed: str, expected: str) -> None:
    edit(world.draft(1), captioned(("图题", "图8　手工的图")))
    edit(world.draft(3), captioned(("公文正文", typed)))
    result = world.assemble()
    assert expected in result.text
    assert "reference-lost" not in result.codes


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("见图二。", "见图三。"),
        ("如图二所示，投资增加。", "如图三所示，投资增加。"),
        ("见图一、二。", "见图一、三。"),
        ("详见图一和图二。", "详见图一和图三。"),
        ("由图二可见，投资增加。", "由图三可见，投资增加。"),
        ("投资增加（图二）。", "投资增加（图三）。"),
        ("见 图 二。", "见 图 三。"),
        ("见附件二。", "见附件一。"),
        ("图二十年来没有变过。", "图二十年来没有变过。"),
        ("意图二次创业。", "意图二次创业。"),
        ("附件二份送上。", "附件二份送上。"),
        ("见附件二并报送。", "见附件二并报送。"),
    ],
)
def test_references_in_hanzi_follow_where_nothing_else_can_be_meant(
    world: Any, edit: Edit, typed: str, expected: str
) -> None:
    edit(world.draft(1), captioned(("图题", "图八　手工的图")))
    edit(
        world.draft(3), captioned(("附件说明", "附件：1.别的名单"), ("附件说明", "2.主导产业情况"), ("公文正文", typed))
    )
    result = world.assemble()
    assert expected in result.text
    assert "reference-lost" not in result.codes


def test_a_reference_in_hanzi_follows_a_caption_in_hanzi(world: Any, edit: Edit) -> None:
    edit(world.draft(3), captioned(("表题", "表三　手工的表"), ("公文正文", "见表三。")))
    assert "表2　手工的表\n见表二。" in world.assemble().text


def test_a_lost_reference_names_its_paragraph_in_its_draft_with_the_words_around_it(world: Any, edit: Edit) -> None:
    lines = (("公文正文", "一段话。"), ("公文正文", "前" * 50 + "见表九，" + "后" * 50))
    edit(world.draft(3), captioned(*lines))
    found = world.assemble().finding("reference-lost")
    assert found.facts["reference"] == "表九"
    assert str(found.place) == f"{world.draft(3).name} › 三、下步打算 › ¶3"
    assert "前见表九，后" in found.facts["sentence"]
    assert len(found.facts["sentence"]) < 50


def test_a_lost_reference_in_a_note_names_the_paragraph_of_the_note(world: Any, rewrite: Rewrite) -> None:
    rewrite(world.draft(2), {"word/footnotes.xml": lambda xml: xml.replace("年末口径", "年末口径，见表9")})
    found = world.assemble().finding("reference-lost")
    assert str(found.place) == f"{world.draft(2).name} › 二、主要工作 › （一）项目建设 › ¶1"


def test_each_paragraph_with_a_lost_reference_is_named(world: Any, edit: Edit) -> None:
    edit(world.draft(3), captioned(("公文正文", "见图8，又见图8。"), ("公文正文", "再见图8。")))
    assert world.assemble().codes.count("reference-lost") == 2


def test_a_reference_to_a_label_that_no_caption_has_is_said(world: Any, edit: Edit) -> None:
    edit(world.draft(3), captioned(("公文正文", "见图2-1。")))
    assert world.assemble().finding("reference-lost").facts["reference"] == "图2-1"


def test_a_caption_of_word_that_says_nothing_of_its_kind_stays(world: Any, edit: Edit) -> None:
    def add(document: Any) -> None:
        document.styles.add_style("caption", 1)
        document.add_paragraph("手工的说明", style="caption")

    edit(world.draft(3), add)
    result = world.assemble()
    assert "\n手工的说明\n" in result.text
    assert "caption-numbered" not in result.codes


def test_a_caption_that_word_counted_anew_is_known_and_a_typed_reference_to_its_number_is_in_doubt(
    world: Any, rewrite: Rewrite
) -> None:
    """Word and LibreOffice count the captions of each file from 1 when they update fields."""
    rewrite(world.draft(2), {MAIN: lambda xml: xml.replace("<w:t>2</w:t>", "<w:t>1</w:t>").replace(">图2<", ">图1<")})
    with zipfile.ZipFile(world.draft(2)) as package:
        draft = package.read(MAIN).decode()
    assert "rg-ref-figure-2" in draft
    assert ">图2<" not in draft
    result = world.assemble()
    assert "图2　项目投资" in result.text
    assert "投资分布见图2" in result.text
    assert result.finding("reference-lost").facts["reference"] == "图1"
    assert "产业见图1" in result.text
    where = {item.where[-1] for item in read_bindings(result.out.read_bytes(), "all") if "投资" in item.sentence}
    assert "图2" in where
    assert result.text_of().count("rg-ref-figure-2") == 2
