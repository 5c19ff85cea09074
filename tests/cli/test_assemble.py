"""`reportgen assemble`: the command line, the report that it finds, and the document afterwards."""

import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from docx import Document

Run = Callable[..., Result]
SECOND = "# 主要工作\n\n全年规上企业达{{ 规上企业数 }}。\n"


@pytest.fixture
def drafts(report: Path, run: Run) -> Path:
    """Drafts of a report of two sections."""
    kit = report / "kit" / "kit.toml"
    kit.write_text(
        kit.read_text(encoding="utf-8") + '[[sections]]\nfile = "sections/2-主要工作.md"\n', encoding="utf-8"
    )
    (report / "kit/sections/2-主要工作.md").write_text(SECOND, encoding="utf-8")
    assert run("drafts", report, "-o", report / "out/草稿").exit_code == 0
    return report / "out" / "草稿"


def text_of(file: Path) -> str:
    with zipfile.ZipFile(file) as package:
        main = package.read("word/document.xml").decode()
    return re.sub("<[^>]+>", "", main.replace("</w:p>", "\n"))


def test_drafts_of_a_folder_become_one_document(drafts: Path, run: Run, tmp_path: Path) -> None:
    done = run("assemble", drafts, "-o", tmp_path / "all.docx")
    assert done.exit_code == 0, done.output
    assert "all.docx" in done.stdout
    text = text_of(tmp_path / "all.docx")
    assert text.index("一、基本情况") < text.index("二、主要工作") < text.index("附件：1.主导产业情况")


def test_files_can_be_named_one_by_one_with_their_report(drafts: Path, report: Path, run: Run, tmp_path: Path) -> None:
    files = sorted(drafts.glob("*.docx"), reverse=True)
    done = run("assemble", *files, "-o", tmp_path / "all.docx", "--report", report, "--keep-formatting")
    assert done.exit_code == 0, done.output
    assert text_of(tmp_path / "all.docx").index("一、基本情况") < text_of(tmp_path / "all.docx").index("二、主要工作")


def test_a_broken_draft_ends_with_code_one_and_no_file(drafts: Path, run: Run, tmp_path: Path) -> None:
    (drafts / "03.docx").write_bytes(b"broken")
    done = run("assemble", drafts, "-o", tmp_path / "all.docx")
    assert done.exit_code == 1
    assert "error[not-a-zip]" in done.stderr
    assert not (tmp_path / "all.docx").exists()


def test_a_draft_of_the_folder_is_never_the_output_even_where_nobody_edited_it(drafts: Path, run: Run) -> None:
    first = min(drafts.glob("*.docx"))
    before = first.read_bytes()
    done = run("assemble", drafts, "-o", first, "--force")
    assert done.exit_code == 1
    assert "error[output-is-a-draft]" in done.stderr
    assert first.read_bytes() == before


def test_findings_come_in_both_languages_and_as_json(drafts: Path, run: Run, run_json: Any, tmp_path: Path) -> None:
    next(drafts.glob("*主要工作.docx")).unlink()
    assert "主要工作" in run("assemble", drafts, "-o", tmp_path / "a.docx", language="zh").stderr
    found = run_json("assemble", drafts, "-o", tmp_path / "b.docx")
    assert [item["code"] for item in found["findings"]] == ["section-missing"]


def test_a_missing_output_or_draft_is_wrong_usage(drafts: Path, run: Run) -> None:
    assert run("assemble", drafts).exit_code == 2
    assert run("assemble", "-o", "x.docx").exit_code == 2
    assert run("assemble", drafts, "-o", drafts / "all.pdf").exit_code == 2
    assert not (drafts / "all.pdf").exists()


def test_without_sound_data_the_texts_are_put_together_all_the_same(
    drafts: Path, edit: Any, run: Run, tmp_path: Path
) -> None:
    edit({"主导产业!B2": None})
    done = run("assemble", drafts, "-o", tmp_path / "all.docx")
    assert done.exit_code == 0, done.output
    assert "frame-without-data" in done.stderr
    text = text_of(tmp_path / "all.docx")
    assert text.lstrip().startswith("某开发区2015年工作总结")
    assert "二、主要工作" in text
    assert "附件：" not in text


def test_drafts_of_units_follow_one_another(report: Path, run: Run, tmp_path: Path) -> None:
    (report / "kit/sections/1-基本情况.md").write_text(
        "# {{ 单位 }}基本情况\n\n{{ 单位 }}规上企业{{ 规上企业数 }}。\n", encoding="utf-8"
    )
    (tmp_path / "units.csv").write_text("单位\n甲镇\n乙镇\n", encoding="utf-8")
    made = run("drafts", report, "--units", tmp_path / "units.csv", "-o", tmp_path / "drafts")
    assert made.exit_code == 0, made.output
    done = run("assemble", tmp_path / "drafts", "--report", report, "-o", tmp_path / "all.docx")
    assert done.exit_code == 0, done.output
    text = text_of(tmp_path / "all.docx")
    assert text.index("一、甲镇基本情况") < text.index("二、乙镇基本情况")


def test_the_document_can_be_traced_and_brought_up_to_the_data(
    drafts: Path, report: Path, edit: Any, run: Run, run_json: Any, tmp_path: Path
) -> None:
    whole = tmp_path / "all.docx"
    run("assemble", drafts, "-o", whole)
    traced = run_json("trace", whole, "--figure", "76家")
    assert len(traced["figures"]) == 2
    edit({"指标!C2": 91})
    done = run("refresh", whole, "--report", report)
    assert done.exit_code == 0, done.output
    assert text_of(whole).count("91家") == 2
    assert "76家" not in text_of(whole)


def test_the_output_is_sealed_and_can_be_made_again(drafts: Path, run: Run, tmp_path: Path) -> None:
    whole = tmp_path / "all.docx"
    assert run("assemble", drafts, "-o", whole).exit_code == 0
    first = whole.read_bytes()
    assert run("assemble", drafts, "-o", whole).exit_code == 0
    assert whole.read_bytes() == first
    with zipfile.ZipFile(whole) as package:
        assert package.namelist()[0] == "[Content_Types].xml"
    document = Document(str(whole))
    document.paragraphs[1].add_run("改")
    document.save(str(whole))
    assert run("assemble", drafts, "-o", whole).exit_code == 1
    assert run("assemble", drafts, "-o", whole, "--force").exit_code == 0


def test_figures_of_a_unit_with_a_workbook_of_its_own_are_not_behind_the_reports_data(
    report: Path, edit: Any, run: Run, run_json: Any, tmp_path: Path
) -> None:
    (tmp_path / "units").mkdir()
    (tmp_path / "units/甲镇.xlsx").write_bytes((report / "2015.xlsx").read_bytes())
    run("drafts", report, "--units", tmp_path / "units", "-o", tmp_path / "drafts")
    edit({"指标!C2": 91})
    done = run_json("assemble", tmp_path / "drafts", "--report", report, "-o", tmp_path / "all.docx")
    assert (tmp_path / "all.docx").exists()
    assert "draft-outdated" not in [item["code"] for item in done["findings"]]
