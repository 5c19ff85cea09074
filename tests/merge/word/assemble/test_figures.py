"""What is said of figures: changed by hand, typed in, two values for one indicator, behind the data."""

import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from shutil import copyfile, which
from typing import Any

import pytest

from reportgen.pipeline.trace import trace

Edit = Callable[[Path, Callable[[Any], None]], None]
Rewrite = Callable[[Path, dict[str, Callable[[str], str]]], None]
MAIN = "word/document.xml"


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
    "text", ["于12月8日召开会议。", "详见图1和附件2。", "1.加强领导。", "在B4地块开工。", "没有数字。"]
)
def test_dates_references_ordinals_and_names_are_no_figures(world: Any, edit: Edit, text: str) -> None:
    edit(world.draft(2), lambda document: document.add_paragraph(text, style="公文正文"))
    assert "figure-typed" not in world.assemble().codes


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


@pytest.mark.skipif(which("soffice") is None, reason="needs LibreOffice")
def test_drafts_that_libreoffice_saved_are_put_in_by_the_names_of_their_styles(world: Any, tmp_path: Path) -> None:
    plain = world.assemble(out="plain.docx")
    subprocess.run(  # noqa: S603 - the program that was found
        [
            str(which("soffice")),
            "--headless",
            f"-env:UserInstallation=file://{tmp_path}/profile",
            *("--convert-to", "docx", "--outdir", str(tmp_path / "saved")),
            str(world.draft(3)),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    copyfile(tmp_path / "saved" / world.draft(3).name, world.draft(3))
    result = world.assemble()
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
