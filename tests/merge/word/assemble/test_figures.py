"""What is said of figures: changed by hand, typed in, two values for one indicator, behind the data."""

import re
import subprocess
import zipfile
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from shutil import copyfile, which
from typing import Any

import pytest

from reportgen.pipeline.trace import trace

Edit = Callable[[Path, Callable[[Any], None]], None]
Rewrite = Callable[[Path, dict[str, Callable[[str], str]]], None]
MAIN = "word/document.xml"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def test_a_figure_that_was_changed_by_hand_is_said_with_both_texts(world: Any, rewrite: Rewrite) -> None:
    rewrite(world.draft(1), {MAIN: lambda xml: xml.replace("<w:t>76家</w:t>", "<w:t>80家</w:t>")})
    result = world.assemble()
    found = result.finding("figure-edited")
    assert (found.facts["written"], found.facts["now"]) == ("76家", "80家")
    assert found.facts["cells"] == "2015.xlsx › 指标 › C2"
    assert str(found.place).startswith(f"{world.draft(1).name} › 一、基本情况")
    assert "80家" in result.text
    assert [item.now for item in trace(result.out).figures if item.binding.text == "76家"].count("80家") == 1


def test_an_indicator_with_two_values_in_two_sections_is_said_with_both_places(world: Any, rewrite: Rewrite) -> None:
    rewrite(world.draft(1), {MAIN: lambda xml: xml.replace("<w:t>76家</w:t>", "<w:t>80家</w:t>")})
    result = world.assemble()
    assert result.codes.count("indicator-disagrees") == 1
    found = result.finding("indicator-disagrees")
    assert {found.facts["first"], found.facts["second"]} == {"80家", "76家"}
    assert found.related


def test_drafts_of_different_days_are_said_to_disagree_and_to_be_behind(world: Any) -> None:
    world.set_firms(81)
    copyfile(sorted(world.redraft("later").glob("*.docx"))[1], world.draft(2))
    result = world.assemble()
    found = result.finding("indicator-disagrees")
    assert {found.facts["first"], found.facts["second"]} == {"76家", "81家"}
    behind = [str(item.place) for item in result.findings if item.code == "draft-outdated"]
    assert behind == [world.draft(1).name, world.draft(3).name]
    assert "76家→81家" in result.finding("draft-outdated").facts["examples"]


def test_the_same_value_in_other_words_is_no_disagreement(world: Any, rewrite: Rewrite) -> None:
    rewrite(world.draft(1), {MAIN: lambda xml: xml.replace("<w:t>76家</w:t>", "<w:t> 76家</w:t>")})
    assert not {"indicator-disagrees", "figure-edited"} & set(world.assemble().codes)


def test_numbers_typed_in_by_hand_are_said_with_their_sentence(world: Any, edit: Edit) -> None:
    edit(
        world.draft(2), lambda document: document.add_paragraph("另新增就业1200人，完成投资3.6亿元。", style="公文正文")
    )
    found = world.assemble().finding("figure-typed")
    assert found.facts["figures"] == "1200人、3.6亿元"
    assert found.facts["sentence"].startswith("另新增就业")
    assert str(found.place).startswith(f"{world.draft(2).name} › 二、主要工作")


@pytest.mark.parametrize(
    "text",
    [
        *("于12月8日召开会议。", "详见图1和附件2。", "1.加强领导。", "在B4地块开工。", "没有数字。"),
        *("按筑委〔2013〕90号文件执行。", "依据国发［２０１５］３号文件。", "建成11号路和210国道。", "详见图2-1。"),
        *(
            "2015-12-08签约。",
            "2013—2015年实施。",
            "1—9月平稳运行。",
            "3至5日举办。",
            "9时30分开工。",
            "下午3:30开会。",
        ),
        *("联系电话0851-82512345。", "第3季度开工，第12届博览会。", "世界500强企业来访。", "建成4A级景区和5G基站。"),
        *("做到（1）早开工；（2）早投产。", "PM2.5达标。", "G60高速通车。", "80后创业者。", "２０１５年完成。"),
        *("见表3、4。", "如图1、2和3所示。", "见列表甲01，书签文字03。"),
    ],
)
def test_dates_documents_references_and_names_are_no_figures(world: Any, edit: Edit, text: str) -> None:
    edit(world.draft(2), lambda document: document.add_paragraph(text, style="公文正文"))
    assert "figure-typed" not in world.assemble().codes


@pytest.mark.parametrize(
    ("text", "figures"),
    [
        ("新增就业１２００人。", "１２００人"),
        ("见表3和4个项目。", "4个"),
        ("完成GDP1200亿元。", "1200亿元"),
        ("用时100天，年产3万吨。", "100、3万吨"),
        ("2015年12月8日签约3.6亿元，按〔2013〕90号文件执行。", "3.6亿元"),
    ],
)
def test_figures_beside_dates_and_names_are_said(world: Any, edit: Edit, text: str, figures: str) -> None:
    edit(world.draft(2), lambda document: document.add_paragraph(text, style="公文正文"))
    assert world.assemble().finding("figure-typed").facts["figures"] == figures


def test_a_figure_that_is_cut_into_runs_is_one_figure(world: Any, edit: Edit) -> None:
    def add(document: Any) -> None:
        paragraph = document.add_paragraph("另新增就业", style="公文正文")
        for piece in ("1", "2", "00", "人", "。"):
            paragraph.add_run(piece).bold = piece == "2"

    edit(world.draft(2), add)
    assert world.assemble().finding("figure-typed").facts["figures"] == "1200人"


def test_figures_in_a_table_that_somebody_made_are_said_once(world: Any, edit: Edit) -> None:
    def add(document: Any) -> None:
        rows = (("序号", "项目", "2015年投资"), ("1", "丙项目（11号路）", "3.6"), ("2", "丁项目", "１２"))
        table = document.add_table(rows=3, cols=3)
        for row, texts in zip(table.rows, rows, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text

    edit(world.draft(1), add)
    found = [item for item in world.assemble().findings if item.code == "figure-typed"]
    assert [(item.facts["figures"], item.facts["sentence"]) for item in found] == [
        ("3.6、１２", "序号、项目、2015年投资")
    ]


@pytest.mark.parametrize(
    ("rows", "figures"),
    [
        ((("手工", "123.4"),), "123.4"),
        ((("丙项目", "3.6"), ("丁项目", "4.8")), "3.6、4.8"),
        ((("项目", "2014", "2015年"), ("丁项目", "4.8", "5.1")), "4.8、5.1"),
        ((("项目", "2000万元以上"), ("丁项目", "4.8")), "4.8"),
    ],
    ids=["one row", "no header", "years", "words"],
)
def test_the_first_row_of_a_table_is_its_header_where_it_holds_no_figure(
    world: Any, edit: Edit, rows: tuple[tuple[str, ...], ...], figures: str
) -> None:
    def add(document: Any) -> None:
        table = document.add_table(rows=len(rows), cols=len(rows[0]))
        for row, texts in zip(table.rows, rows, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                cell.text = text

    edit(world.draft(1), add)
    assert [item.facts["figures"] for item in world.assemble().findings if item.code == "figure-typed"] == [figures]


def test_a_row_that_was_typed_into_a_table_of_ours_is_said(world: Any, edit: Edit) -> None:
    def add(document: Any) -> None:
        body = document.element.body
        rows = list(body.iter(f"{W}tr"))
        row = deepcopy(rows[-1])
        for text, value in zip(row.iter(f"{W}t"), ("丙项目", "7.5"), strict=True):
            text.text = value
        rows[-1].addnext(row)

    edit(world.draft(2), add)
    result = world.assemble()
    assert result.finding("figure-typed").facts["figures"] == "7.5"
    assert "figure-edited" not in result.codes


def test_a_figure_that_was_changed_in_a_table_of_ours_is_said(world: Any, rewrite: Rewrite) -> None:
    rewrite(world.draft(2), {MAIN: lambda xml: xml.replace("<w:t>3.5</w:t>", "<w:t>3.</w:t></w:r><w:r><w:t>9</w:t>")})
    result = world.assemble()
    found = result.finding("figure-edited")
    assert (found.facts["written"], found.facts["now"]) == ("3.5", "3.9")
    assert "figure-typed" not in result.codes


def test_a_figure_that_was_typed_into_a_footnote_is_said(world: Any, rewrite: Rewrite) -> None:
    note = {"word/footnotes.xml": lambda xml: xml.replace("年末口径。", "年末口径，含微型企业35家。")}
    rewrite(world.draft(2), note)
    found = [item for item in world.assemble().findings if item.code == "figure-typed"]
    assert [item.facts["figures"] for item in found] == ["35家"]
    assert "口径" in found[0].facts["sentence"]


def test_a_figure_that_was_changed_in_a_footnote_is_said(world: Any, rewrite: Rewrite) -> None:
    rewrite(world.draft(2), {"word/footnotes.xml": lambda xml: xml.replace(">2015<", ">2014<")})
    found = world.assemble().finding("figure-edited")
    assert (found.facts["written"], found.facts["now"]) == ("2015", "2014")


UNITS = {
    "1-基本情况.md": "# 基本情况\n\n铝加工产值{{ 铝加工产值 }}。\n",
    "2-主要工作.md": "# 主要工作\n\n铝加工产值{{ 铝加工产值 | 换算('万元') }}。\n",
}


@pytest.fixture
def converted(world: Any) -> Any:
    """Two sections that show one figure in two units."""
    for name, text in UNITS.items():
        (world.folder / "kit/sections" / name).write_text(text, encoding="utf-8")
    for file in world.redraft("drafts").glob("0[12]*.docx"):
        assert "42" in paragraphs_text(file)
    return world


def paragraphs_text(file: Path) -> str:
    with zipfile.ZipFile(file) as package:
        return re.sub("<[^>]+>", "", package.read(MAIN).decode())


@pytest.mark.parametrize("now", ["44亿元", "42.8亿元", "4286万元"])
def test_an_indicator_in_another_unit_with_another_value_is_said(converted: Any, rewrite: Rewrite, now: str) -> None:
    rewrite(converted.draft(1), {MAIN: lambda xml: xml.replace("42.86亿元", now)})
    found = converted.assemble().finding("indicator-disagrees")
    assert {found.facts["first"], found.facts["second"]} >= {now}


@pytest.mark.parametrize("now", ["42.9亿元", "４２.86亿元", "42.86 亿元", "428600万元", "428,600万元", "约43亿元"])
def test_an_indicator_in_other_words_or_rounded_is_no_other_value(converted: Any, rewrite: Rewrite, now: str) -> None:
    converted.draft(3).unlink()
    rewrite(converted.draft(1), {MAIN: lambda xml: xml.replace("42.86亿元", now)})
    assert "indicator-disagrees" not in converted.assemble().codes


def test_unedited_drafts_have_no_figures_to_be_said(world: Any) -> None:
    said = {"figure-typed", "figure-edited", "indicator-disagrees", "draft-outdated", "controls-lost"}
    assert not said & set(world.assemble().codes)


def _without_tags(xml: str) -> str:
    """What LibreOffice 7.4 makes of controls: their names are gone."""
    return re.sub(r'<w:tag w:val="[^"]*"/>|<w15:appearance [^>]*/>', "", xml)


def test_controls_without_their_names_are_said_and_leave_no_trace(world: Any, rewrite: Rewrite) -> None:
    rewrite(world.draft(1), {MAIN: _without_tags})
    result = world.assemble()
    assert str(result.finding("controls-lost").place) == world.draft(1).name
    assert "figure-typed" not in result.codes
    assert "<w:sdtPr/>" not in result.text_of()


def test_the_header_of_a_table_that_libreoffice_repeats_stands_once(world: Any, rewrite: Rewrite) -> None:
    def as_libreoffice_saves(xml: str) -> str:
        return _without_tags(xml).replace("<w:t>名称</w:t>", "<w:t>名称名称</w:t></w:r><w:r><w:t>名称名称</w:t>", 1)

    plain = world.assemble(out="plain.docx")
    rewrite(world.draft(2), {MAIN: as_libreoffice_saves})
    assert world.assemble().paragraphs == plain.paragraphs


@pytest.mark.skipif(which("soffice") is None, reason="needs LibreOffice")
def test_drafts_that_libreoffice_saved_are_put_in_by_the_names_of_their_styles(world: Any, tmp_path: Path) -> None:
    plain = world.assemble(out="plain.docx")
    subprocess.run(  # noqa: S603 - the program that was found
        [
            str(which("soffice")),
            "--headless",
            f"-env:UserInstallation=file://{tmp_path}/profile",
            *("--convert-to", "docx", "--outdir", str(tmp_path / "saved")),
            *map(str, world.files),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    for file in world.files:
        copyfile(tmp_path / "saved" / file.name, file)
    result = world.assemble()
    marks = re.findall(r'w:fldCharType="(\w+)"', result.text_of())
    assert marks == ["begin", "separate", "end"] * (len(marks) // 3)
    assert "controls-lost" in result.codes
    assert "style-brought" not in result.codes
    assert result.paragraphs == plain.paragraphs


def test_drafts_of_another_year_are_refused(world: Any) -> None:
    settings = world.folder / "report.toml"
    settings.write_text(settings.read_text(encoding="utf-8").replace("year = 2015", "year = 2016"), encoding="utf-8")
    result = world.assemble()
    found = result.finding("draft-of-other-year")
    assert (found.facts["year"], found.facts["report"]) == ("2015", "2016")
    assert not result.out.exists()
