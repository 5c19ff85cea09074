"""Drafts in the report's order: sections, headings, what is missing, twice, renamed or not ours."""

import zipfile
from collections.abc import Callable
from pathlib import Path
from shutil import copyfile
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from docx import Document

from reportgen.model.diagnostic import Severity

Edit = Callable[[Path, Callable[[Any], None]], None]
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def paragraphs_of(file: Path) -> list[tuple[str, str]]:
    """Style id and text of each paragraph of a Word file."""
    with zipfile.ZipFile(file) as package:
        root = ET.fromstring(package.read("word/document.xml"))  # noqa: S314 - our own file
    found = []
    for paragraph in root.iter(f"{W}p"):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        text = "".join(item.text or "" for item in paragraph.iter(f"{W}t"))
        found.append(("" if style is None else style.get(f"{W}val", ""), text))
    return found


def test_unedited_drafts_read_as_the_report_that_is_built_directly(world: Any) -> None:
    result = world.assemble()
    assert result.paragraphs == paragraphs_of(world.build())
    assert not [item for item in result.findings if item.severity is not Severity.INFO]


def test_the_same_drafts_give_the_same_bytes(world: Any) -> None:
    assert world.assemble(out="a.docx").out.read_bytes() == world.assemble(out="b.docx").out.read_bytes()


def test_sections_stand_in_the_order_of_the_report_whatever_their_files_are_called(world: Any) -> None:
    world.draft(1).rename(world.drafts / "z.docx")
    text = world.assemble().text
    assert text.index("一、基本情况") < text.index("二、主要工作") < text.index("三、下步打算") < text.index("附件：")


def test_a_section_that_no_draft_holds_is_said(world: Any) -> None:
    world.draft(2).unlink()
    result = world.assemble()
    assert result.finding("section-missing").facts["heading"] == "主要工作"
    assert result.out.exists()


def test_a_section_that_comes_twice_is_said_with_both_places(world: Any, edit: Edit) -> None:
    copyfile(world.draft(1), world.drafts / "01-基本情况（修改）.docx")
    edit(world.drafts / "01-基本情况（修改）.docx", lambda document: document.add_paragraph("补充。"))
    found = world.assemble().finding("section-twice")
    assert found.related


@pytest.mark.parametrize("title", ["第一部分", "第一部分 工作情况"])
def test_a_title_that_brings_its_own_number_is_not_taken_for_a_renamed_one(world: Any, title: str) -> None:
    section = next(world.folder.rglob("2-主要工作.md"))
    section.write_text(section.read_text(encoding="utf-8").replace("# 主要工作", f"# {title}", 1), encoding="utf-8")
    result = world.assemble(world.redraft("again"))
    assert f"二、{title}" in result.text
    assert not {"heading-renamed", "heading-unknown", "section-missing"} & set(result.codes)


def test_a_heading_that_a_person_changed_is_recognised_by_its_figures(world: Any, edit: Edit) -> None:
    def rename(document: Any) -> None:
        document.paragraphs[0].runs[-1].text = "园区概况"

    edit(world.draft(1), rename)
    result = world.assemble()
    found = result.finding("heading-renamed")
    assert (found.facts["heading"], found.facts["expected"]) == ("一、园区概况", "基本情况")
    assert result.text.index("园区概况") < result.text.index("主要工作")
    assert "section-missing" not in result.codes


def test_a_section_that_the_report_does_not_have_stays_behind_its_neighbour(world: Any, edit: Edit) -> None:
    def add(document: Any) -> None:
        document.add_paragraph("党建工作", style="heading 1")
        document.add_paragraph("抓好党建。", style="公文正文")

    edit(world.draft(1), add)
    result = world.assemble()
    assert result.finding("heading-unknown").facts["heading"] == "党建工作"
    assert result.text.index("基本情况") < result.text.index("抓好党建") < result.text.index("主要工作")


def test_a_document_that_is_not_ours_is_put_in_with_a_finding(world: Any) -> None:
    foreign = Document()
    foreign.add_heading("主要工作", 1)
    foreign.add_paragraph("外来的一段。")
    foreign.save(str(world.draft(2)))
    result = world.assemble()
    assert "draft-without-bindings" in result.codes
    assert result.styled("外来的一段") == "Body"
    assert "section-missing" not in result.codes


def test_a_draft_without_a_heading_goes_by_its_files_name(world: Any) -> None:
    foreign = Document()
    foreign.add_paragraph("没有标题的一段。")
    world.draft(3).unlink()
    foreign.save(str(world.drafts / "03-下步打算.docx"))
    result = world.assemble()
    assert result.finding("no-heading").facts["expected"] == "下步打算"
    assert result.text.index("主要工作") < result.text.index("没有标题的一段") < result.text.index("附件：")


def plain(path: Path, *paragraphs: str) -> None:
    """A document without any styles, as pasted text makes it."""
    document = Document()
    for text in paragraphs:
        document.add_paragraph(text)
    document.save(str(path))


def test_a_heading_without_its_style_is_told_by_its_words(world: Any) -> None:
    world.draft(3).unlink()
    plain(world.drafts / "x.docx", "下步打算", "抓落实。")
    result = world.assemble()
    assert result.finding("heading-recognised").facts["heading"] == "下步打算"
    assert result.styled("三、下步打算") == "Heading1"
    assert not {"no-heading", "section-missing", "heading-unknown"} & set(result.codes)


def test_several_headings_without_style_cut_a_draft_into_its_sections(world: Any) -> None:
    for file in world.files:
        file.unlink()
    plain(
        world.drafts / "x.docx", "三、下步打算", "抓落实。", "一、基本情况", "总体向好。", "二、主要工作", "推进项目。"
    )
    result = world.assemble()
    assert "一、基本情况\n总体向好。\n二、主要工作\n推进项目。\n三、下步打算\n抓落实。" in result.text
    assert result.codes.count("heading-recognised") == 3


def test_the_title_above_such_headings_is_the_reports(world: Any) -> None:
    world.draft(3).unlink()
    document = Document()
    document.add_heading("某开发区材料", 0)
    document.add_paragraph("三、下步打算")
    document.add_paragraph("抓落实。")
    document.save(str(world.drafts / "x.docx"))
    result = world.assemble()
    assert result.finding("frame-part-dropped").facts["text"] == "某开发区材料"
    assert result.styled("三、下步打算") == "Heading1"
    assert "heading-unknown" not in result.codes


def test_a_line_of_the_same_words_below_a_heading_is_text(world: Any, edit: Edit) -> None:
    edit(world.draft(1), lambda document: document.add_paragraph("下步打算", style="公文正文"))
    result = world.assemble()
    assert "heading-recognised" not in result.codes
    assert result.text.index("\n下步打算\n") < result.text.index("二、主要工作")
