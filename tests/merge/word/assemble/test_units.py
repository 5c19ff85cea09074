"""Sections that several units write: one heading, and below it the units in their order under their names."""

import re
from collections.abc import Callable
from pathlib import Path
from shutil import copyfile, rmtree
from typing import Any

import pytest

from reportgen.pipeline.drafts import DraftOptions, drafts
from reportgen.pipeline.trace import trace

Edit = Callable[[Path, Callable[[Any], None]], None]
Rewrite = Callable[[Path, dict[str, Callable[[str], str]]], None]
SECTIONS = {
    "1-基本情况.md": "# 基本情况\n\n## 企业\n\n{{ 单位 }}规上企业{{ 单位资料.规上数 }}家。\n\n"
    "## 产值{独立}\n\n### 工业\n\n产值{{ 单位资料.产值 }}亿元，见本节第（一）部分。\n",
    "2-主要工作.md": "# 主要工作\n\n新增企业{{ 单位资料.规上数 }}家，基数见第一部分（二）。\n",
    "3-下步打算.md": "# {{ 单位 }}下步打算\n\n产值力争超过{{ 单位资料.产值 }}亿元。\n",
}
UNITS = "单位,规上数,产值\n丙镇,3,1.5\n甲镇,4,2.5\n乙镇,5,3.5\n"


@pytest.fixture
def units(world: Any) -> Any:
    """The world with drafts of three units, in an order that is not that of their names."""
    for name, text in SECTIONS.items():
        (world.folder / "kit/sections" / name).write_text(text, encoding="utf-8")
    table = world.folder / "units.csv"
    table.write_text(UNITS, encoding="utf-8")
    rmtree(world.drafts)
    made = drafts(
        world.folder,
        DraftOptions(folder=world.drafts, units=table, pattern="{{ 单位 }}-{{ 章节 }}", jobs=1),
    )
    assert not [item for item in made.diagnostics if item.severity == "error"], made.diagnostics
    assert len(world.files) == 9
    return world


def headings(result: Any) -> list[str]:
    return [text for style, text in result.paragraphs if style.startswith(("Heading", "RunIn"))]


def test_a_section_of_several_units_has_its_heading_once_and_the_units_in_their_order(units: Any) -> None:
    result = units.assemble()
    assert headings(result) == [
        "一、基本情况",
        *("（一）丙镇", "1.企业。丙镇规上企业3家。", "2.产值", "（1）工业"),
        *("（二）甲镇", "1.企业。甲镇规上企业4家。", "2.产值", "（1）工业"),
        *("（三）乙镇", "1.企业。乙镇规上企业5家。", "2.产值", "（1）工业"),
        *("二、主要工作", "（一）丙镇", "（二）甲镇", "（三）乙镇"),
        *("三、丙镇下步打算", "四、甲镇下步打算", "五、乙镇下步打算"),
    ]
    styles = [style for style, _ in result.paragraphs if style.startswith(("Heading", "RunIn"))]
    assert styles[:5] == ["Heading1", "Heading2", "RunIn3", "Heading3", "Heading4"]
    assert not {"section-twice", "heading-renamed", "section-missing"} & set(result.codes)
    assert "frame-without-data" not in result.codes
    found = result.finding("section-in-parts")
    assert (found.facts["heading"], found.facts["units"]) == ("基本情况", "丙镇、甲镇、乙镇")


def test_references_within_a_unit_follow_its_headings(units: Any) -> None:
    text = units.assemble().text
    assert text.count("亿元，见本节第1点。") == 3
    assert re.findall("基数见第一部分(.*?)第2点。", text) == ["（一）", "（二）", "（三）"]


def test_figures_of_units_are_found_again_at_their_places(units: Any) -> None:
    found = trace(units.assemble().out)
    assert not found.diagnostics
    assert not [item for item in found.figures if item.now is not None or item.unsure]
    assert ("一、基本情况", "（二）甲镇", "1.企业") in {item.binding.where for item in found.figures}


def test_two_drafts_of_one_unit_are_the_same_section_twice(units: Any, edit: Edit) -> None:
    old = units.drafts / "甲镇-基本情况（旧）.docx"
    copyfile(units.drafts / "甲镇-基本情况.docx", old)
    edit(old, lambda document: document.add_paragraph("旧稿。"))
    (units.drafts / ".reportgen-drafts.jsonl").unlink()
    found = [item for item in units.assemble().findings if item.code == "section-twice"]
    assert [item.facts["heading"] for item in found] == ["基本情况"]
    assert "甲镇" in str(found[0].place)


def test_drafts_that_were_mailed_say_themselves_whose_they_are(units: Any) -> None:
    (units.drafts / ".reportgen-drafts.jsonl").unlink()
    for number, path in enumerate(sorted(units.drafts.glob("*.docx"))):
        path.rename(path.with_name(f"附件{number}.docx"))
    found = [text for text in headings(units.assemble()) if re.match("（.）.镇", text)]
    assert found == ["（一）丙镇", "（二）甲镇", "（三）乙镇"] * 2


def test_drafts_that_do_not_say_whose_they_are_are_told_by_the_names_in_them(
    units: Any, forget_unit: Callable[[Path], None]
) -> None:
    (units.drafts / ".reportgen-drafts.jsonl").unlink()
    for path in units.drafts.glob("*.docx"):
        forget_unit(path)
    result = units.assemble()
    found = [text for text in headings(result) if re.match("（.）.镇", text)]
    assert found == ["（一）丙镇", "（二）乙镇", "（三）甲镇"] * 2
    assert "section-twice" not in result.codes


def test_a_unit_that_has_sent_nothing_of_a_section_is_said(units: Any) -> None:
    (units.drafts / "甲镇-主要工作.docx").unlink()
    found = units.assemble().finding("part-missing")
    assert (found.facts["heading"], found.facts["units"]) == ("主要工作", "甲镇")


def test_a_heading_that_a_unit_changed_stays_behind_its_name(units: Any, edit: Edit) -> None:
    def rename(document: Any) -> None:
        document.paragraphs[0].clear().add_run("一、企业和产值")

    edit(units.drafts / "甲镇-基本情况.docx", rename)
    result = units.assemble()
    assert "（二）甲镇：企业和产值" in headings(result)
    assert result.finding("heading-renamed").facts["heading"] == "一、企业和产值"


def test_a_heading_of_the_lowest_level_cannot_go_lower_and_is_said(units: Any, edit: Edit) -> None:
    edit(units.drafts / "甲镇-基本情况.docx", lambda document: document.add_paragraph("（1）铝业", style="heading 4"))
    result = units.assemble()
    assert result.finding("part-too-deep").facts["heading"] == "（1）铝业"
    assert result.styled("铝业") == "Heading4"


def test_the_section_of_the_office_stands_before_those_of_the_units(
    units: Any, edit: Edit, forget_unit: Callable[[Path], None]
) -> None:
    whole = units.drafts / "0-主要工作.docx"
    copyfile(units.drafts / "甲镇-主要工作.docx", whole)
    forget_unit(whole)

    def rewrite_it(document: Any) -> None:
        for paragraph in document.paragraphs[1:]:
            paragraph._p.getparent().remove(paragraph._p)
        document.add_paragraph("全区总体向好。", style="公文正文")

    edit(whole, rewrite_it)
    result = units.assemble()
    assert re.search(r"二、主要工作\n全区总体向好。\n（一）丙镇\n", result.text)
    assert "section-twice" not in result.codes
