"""Drafts of units that were renamed, moved and put together: refreshed with the data of each part's unit."""

import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from shutil import copyfile
from typing import Any

import pytest
from click.testing import Result
from docx import Document
from docx.oxml.ns import qn

Run = Callable[..., Result]
Json = Callable[..., dict[str, Any]]
Write = Callable[..., None]
SECTIONS = {
    "1-基本情况.md": "# 基本情况\n\n## 概况\n\n{{ 单位 }}规上企业{{ 单位资料.规上数 }}，全区{{ 规上企业数 }}"
    "（{{ 附件('主导产业情况') }}），项目见{{ 图('投资图') }}和{{ 表('项目表') }}。\n",
    "2-主要工作.md": "# 主要工作\n\n{{ 单位 }}总投资{{ 合计(项目.投资) | 金额 }}，见{{ 图('投资图') }}[^1]。\n\n"
    "[^1]: 全镇规上企业{{ 单位资料.规上数 }}。\n\n"
    "::: 表 项目表\n数据: 项目\n列: 名称、投资\n题注: 项目\n:::\n\n"
    "::: 图 投资图\n类型: 柱形\n数据: 项目\n类别: 名称\n数值: 投资\n题注: {{ 单位 }}投资\n:::\n",
}
TOWNS = ("青龙镇", "站街镇", "卫城镇")


def data(firms: int, more: float) -> dict[str, Any]:
    projects = [(f"{town}{name}厂", town, at + more) for at, town in enumerate(TOWNS, 1) for name in "甲乙"]
    return {
        "指标": (("指标名称", "计量单位", "数值"), ("规上企业数", "家", firms)),
        "主导产业": (("名称", "产值（亿元）"), ("铝加工", 42.86), ("医药食品", 21.543)),
        "项目": (("名称", "乡镇", "投资（亿元）"), *projects),
    }


def towns_of(*rows: tuple[str, int]) -> dict[str, Any]:
    return {"乡镇": (("乡镇", "规上数（家）"), *rows)}


@pytest.fixture
def towns(
    tmp_path: Path, small_report: Callable[..., Path], list_schema: Callable[..., str], workbook: Write, run: Run
) -> Path:
    """A report with drafts of three towns, whose table lies beside the report's folder."""
    report = small_report(
        tmp_path / "report",
        sections=SECTIONS,
        appendices={"主导产业情况": "主导产业"},
        sheets=data(76, 0.5),
        more_schema=list_schema("项目", "名称", "乡镇", 投资="亿元"),
    )
    workbook(tmp_path / "乡镇.xlsx", towns_of(("青龙镇", 4), ("站街镇", 5), ("卫城镇", 6)))
    done = run("drafts", report, "--units", tmp_path / "乡镇.xlsx", "--jobs", "1")
    assert done.exit_code == 0, done.output
    return report


@pytest.fixture
def newer(towns: Path, workbook: Write) -> Callable[[], None]:
    """Let all data be those of the next day."""

    def change() -> None:
        workbook(towns / "2015.xlsx", data(80, 1.5))
        workbook(towns.parent / "乡镇.xlsx", towns_of(("青龙镇", 14), ("站街镇", 15), ("卫城镇", 16)))

    return change


def drafts(report: Path) -> list[Path]:
    return sorted((report / "out/草稿").glob("*.docx"))


def together(report: Path, run: Run) -> Path:
    out = report.parent / "汇总.docx"
    done = run("assemble", report / "out/草稿", "-o", out, "--report", report)
    assert done.exit_code == 0, done.output
    return out


def mailed(path: Path) -> Path:
    """A draft in a folder of its own, under another name."""
    (folder := path.parents[3] / "收回").mkdir(exist_ok=True)
    return path.rename(folder / "修改.docx")


def texts(path: Path) -> str:
    body = Document(str(path)).element.body
    paragraphs = (node for node in body.iter() if node.tag == qn("w:p"))
    return "\n".join("".join(it.text or "" for it in node.iter() if it.tag == qn("w:t")) for node in paragraphs)


def notes(path: Path) -> str:
    with zipfile.ZipFile(path) as package:
        return package.read("word/footnotes.xml").decode()


def codes(document: dict[str, Any]) -> list[str]:
    return [item["code"] for item in document["findings"]]


def retype(path: Path, old: str, new: str) -> None:
    document = Document(str(path))
    found = [node for node in document.element.body.iter() if node.tag == qn("w:t") and node.text == old]
    assert found
    found[0].text = new
    document.save(str(path))


def test_a_draft_that_was_mailed_under_another_name_is_refreshed_with_its_units_data(
    towns: Path, newer: Callable[[], None], run: Run
) -> None:
    path = mailed(drafts(towns)[2])
    newer()
    done = run("refresh", path, "--report", towns)
    assert done.exit_code == 0, done.output
    assert "站街镇规上企业15家，全区80家" in texts(path)


def test_a_draft_finds_its_table_beside_the_report_where_no_ledger_is_left(
    towns: Path, newer: Callable[[], None], run: Run
) -> None:
    path = mailed(drafts(towns)[2])
    newer()
    (towns / "out/草稿/.reportgen-drafts.jsonl").unlink()
    (towns.parent / "乡镇.xlsx").rename(towns / "乡镇.xlsx")
    assert run("refresh", path, "--report", towns).exit_code == 0
    assert "站街镇规上企业15家" in texts(path)


def test_a_draft_without_a_ledger_is_refreshed_with_the_table_that_the_user_names(
    towns: Path, newer: Callable[[], None], run: Run, run_json: Json
) -> None:
    path = mailed(drafts(towns)[2])
    newer()
    (towns / "out/草稿/.reportgen-drafts.jsonl").unlink()
    (other := towns.parent / "别处").mkdir()
    (towns.parent / "乡镇.xlsx").rename(other / "乡镇.xlsx")
    before = path.read_bytes()
    refused = run_json("refresh", path, "--report", towns)
    assert codes(refused) == ["units-not-found"]
    assert "站街镇" in refused["findings"][0]["message"]
    assert path.read_bytes() == before
    done = run("refresh", path, "--report", towns, "--units", other / "乡镇.xlsx")
    assert done.exit_code == 0, done.output
    assert "站街镇规上企业15家" in texts(path)


def test_no_draft_holds_the_path_of_its_data(towns: Path) -> None:
    for path in drafts(towns):
        with zipfile.ZipFile(path) as package:
            part = package.read("customXml/item1.xml")
        assert 'file="乡镇.xlsx"'.encode() in part
        assert str(towns.parent).encode() not in part


def test_a_unit_that_is_gone_is_said_with_the_name_most_like_it(towns: Path, run_json: Json, workbook: Write) -> None:
    workbook(towns.parent / "乡镇.xlsx", towns_of(("青龙镇", 14), ("站街街道", 15)))
    refused = run_json("refresh", drafts(towns)[2])
    assert codes(refused) == ["unit-gone"]
    assert refused["findings"][0]["suggestion"] == "站街街道"


def test_a_unit_that_stands_twice_in_the_table_is_refused(towns: Path, run_json: Json, workbook: Write) -> None:
    workbook(towns.parent / "乡镇.xlsx", towns_of(("青龙镇", 14), ("站街镇", 15), ("站街镇", 16)))
    assert codes(run_json("refresh", drafts(towns)[2])) == ["unit-twice"]


def test_references_lead_to_the_charts_tables_and_appendices_of_the_same_unit(towns: Path, run: Run) -> None:
    out = together(towns, run)
    said = texts(out)
    for number, town in enumerate(TOWNS, 1):
        line = next(line for line in said.splitlines() if f"概况。{town}" in line)
        assert line.endswith(f"（附件1），项目见图{number}和表{number}。")
    with zipfile.ZipFile(out) as package:
        xml = package.read("word/document.xml").decode()
    assert xml.count(" REF ") == 9
    assert xml.count("<w:hyperlink ") == 3


def test_a_reference_to_what_another_unit_alone_has_stays_a_finding(towns: Path, run: Run, run_json: Json) -> None:
    for path in drafts(towns)[3::2]:  # the sections with charts of all towns but the first
        path.unlink()
    found = run_json("assemble", towns / "out/草稿", "-o", towns.parent / "汇总.docx", "--report", towns)
    lost = [item["facts"]["reference"] for item in found["findings"] if item["code"] == "reference-lost"]
    assert sorted(lost) == ["图1", "图1", "表1", "表1"]


def test_a_document_put_together_from_units_is_refreshed_part_by_part(
    towns: Path, newer: Callable[[], None], run: Run, run_json: Json
) -> None:
    out = together(towns, run)
    assert run_json("refresh", out, "--report", towns)["written"] == []
    newer()
    done = run("refresh", out, "--report", towns)
    assert done.exit_code == 0, done.output
    said = texts(out)
    for number, town in enumerate(TOWNS, 1):
        assert f"{town}规上企业1{number + 3}家，全区80家（附件1），项目见图{number}和表{number}。" in said
        assert f"{town}总投资{2 * number + 3}亿元，见图{number}" in said
        assert f"{town}甲厂\n{number}.5\n" not in said
        assert f"{town}甲厂\n{number + 1}.5\n" in said
        assert f">1{number + 3}家<" in notes(out)
    assert run_json("refresh", out, "--report", towns)["written"] == []


def test_a_document_of_units_is_edited_and_refreshed_again_and_again(
    towns: Path, newer: Callable[[], None], run: Run, run_json: Json
) -> None:
    out = together(towns, run)
    retype(out, "5家", "55家")
    newer()
    said = run_json("refresh", out, "--report", towns)
    kept = [item for item in said["files"][0]["entries"] if item["fate"] == "kept"]
    assert [(item["written"], item["now"], item["today"]) for item in kept] == [("5家", "55家", "15家")]
    retype(out, "55家", "5家")
    assert run("refresh", out, "--report", towns).exit_code == 0
    assert "站街镇规上企业15家" in texts(out)


def test_the_part_of_a_unit_that_is_gone_is_left_and_the_others_are_refreshed(
    towns: Path, newer: Callable[[], None], run: Run, run_json: Json, workbook: Write
) -> None:
    out = together(towns, run)
    newer()
    workbook(towns.parent / "乡镇.xlsx", towns_of(("青龙镇", 14), ("卫城镇", 16), ("新店镇", 17)))
    said = run_json("refresh", out, "--report", towns)
    assert [(item["code"], item["severity"]) for item in said["findings"]] == [
        ("unit-gone", "warning"),
        ("units-not-in-file", "info"),
    ]
    assert said["findings"][1]["facts"]["units"] == "新店镇"
    text = texts(out)
    assert "站街镇规上企业5家，全区76家（附件1），项目见图2和表2。" in text
    assert "站街镇总投资5亿元，见图2。" in text
    assert "站街镇甲厂\n2.5\n" in text
    assert [item for item in said["files"][0]["entries"] if "站街镇" in item["place"] and item["fate"] != "gone"] == []
    assert "卫城镇规上企业16家，全区80家" in text
    assert "新店镇" not in text
    workbook(towns.parent / "乡镇.xlsx", towns_of(("青龙镇", 14), ("站街镇", 25), ("卫城镇", 16)))
    assert run("refresh", out, "--report", towns).exit_code == 0
    assert "站街镇规上企业25家，全区80家" in texts(out)


def test_another_order_of_the_table_of_units_is_told_and_moves_no_part(
    towns: Path, run: Run, run_json: Json, workbook: Write
) -> None:
    out = together(towns, run)
    before = texts(out)
    workbook(towns.parent / "乡镇.xlsx", towns_of(("卫城镇", 6), ("青龙镇", 4), ("站街镇", 5)))
    for _ in range(2):
        (finding,) = run_json("refresh", out, "--report", towns)["findings"]
        assert (finding["code"], finding["facts"]["units"]) == ("units-reordered", "卫城镇、青龙镇、站街镇")
        assert texts(out) == before


def test_the_charts_of_units_are_told_apart_by_their_captions_where_a_program_dropped_tags_and_names(
    towns: Path, newer: Callable[[], None], run: Run
) -> None:
    out = together(towns, run)
    with zipfile.ZipFile(out) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    main = re.sub('<w:tag w:val="rg-[^"]*"/>', "", parts["word/document.xml"].decode())
    head, *others = main.split('<wp:docPr id="')
    renamed = [re.sub('name="投资图"', 'name="Image"', other) if at else other for at, other in enumerate(others)]
    parts["word/document.xml"] = '<wp:docPr id="'.join((head, *renamed)).encode()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    newer()
    assert run("refresh", out, "--report", towns).exit_code == 0
    with zipfile.ZipFile(out) as package:
        alts = re.findall('<wp:docPr [^>]*descr="([^"]*)"', package.read("word/document.xml").decode())
    assert [
        f"{town}甲厂{number}.5亿元" in alt for (number, town), alt in zip(enumerate(TOWNS, 2), alts, strict=True)
    ] == [True] * 3


def test_a_document_of_units_with_workbooks_of_their_own_is_refreshed_from_them(
    tmp_path: Path, small_report: Callable[..., Path], workbook: Write, run: Run
) -> None:
    section = "# 基本情况\n\n{{ 单位 }}规上企业{{ 规上企业数 }}。\n"
    report = small_report(tmp_path / "report", sections={"1-基本情况.md": section}, sheets=data(76, 0.5))
    (books := tmp_path / "各镇").mkdir()
    for number, town in enumerate(TOWNS, 1):
        workbook(books / f"{number:02}-{town}.xlsx", data(number, 0.5))
    assert run("drafts", report, "--units", books, "--jobs", "1").exit_code == 0
    out = together(report, run)
    for number, town in enumerate(TOWNS, 1):
        workbook(books / f"{number:02}-{town}.xlsx", data(10 + number, 0.5))
    done = run("refresh", out, "--report", report)
    assert done.exit_code == 0, done.output
    assert [f"{town}规上企业1{number}家" in texts(out) for number, town in enumerate(TOWNS, 1)] == [True] * 3


def test_documents_of_units_can_be_put_together_once_more(towns: Path, newer: Callable[[], None], run: Run) -> None:
    first = together(towns, run)
    copyfile(first, towns.parent / "稿.docx")
    again = towns.parent / "再汇总.docx"
    done = run("assemble", towns.parent / "稿.docx", "-o", again, "--report", towns)
    assert done.exit_code == 0, done.output
    newer()
    assert run("refresh", again, "--report", towns).exit_code == 0
    assert "卫城镇规上企业16家，全区80家（附件1），项目见图3和表3。" in texts(again)


def test_assemble_tells_what_was_written_what_was_typed_and_what_the_data_say(
    towns: Path, newer: Callable[[], None], run: Run, run_json: Json
) -> None:
    path = drafts(towns)[2]
    retype(path, "5家", "55家")
    newer()
    for step in ("before a refresh", "after it"):
        found = run_json("assemble", path, "-o", towns.parent / "汇总.docx", "--report", towns, "--force")
        said = next(item for item in found["findings"] if item["code"] == "figure-edited")
        facts = said["facts"]
        assert (facts["written"], facts["now"], facts["today"]) == ("5家", "55家", "15家"), step
        assert run("refresh", path).exit_code == 0


def test_figures_that_were_typed_into_the_draft_of_a_unit_are_said(towns: Path, run_json: Json) -> None:
    path = drafts(towns)[2]
    document = Document(str(path))
    document.add_paragraph("另有12家企业在建。")
    document.save(str(path))
    found = run_json("assemble", path, "-o", towns.parent / "汇总.docx", "--report", towns)
    assert [item["facts"]["figures"] for item in found["findings"] if item["code"] == "figure-typed"] == ["12家"]


def test_drafts_whose_units_have_no_data_here_are_put_together_all_the_same(towns: Path, run_json: Json) -> None:
    (towns / "out/草稿/.reportgen-drafts.jsonl").unlink()
    (towns.parent / "乡镇.xlsx").unlink()
    out = towns.parent / "汇总.docx"
    found = run_json("assemble", towns / "out/草稿", "-o", out, "--report", towns)
    said = [item for item in found["findings"] if item["code"] == "unit-without-data"]
    assert [(item["severity"], item["facts"]["problem"]) for item in said] == [("info", "units-not-found")]
    assert "（三）卫城镇" in texts(out)
