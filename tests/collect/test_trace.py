"""From the finished files back through the report's workbook to the cell of the department's form."""

import json
from typing import Any

from click.testing import CliRunner, Result
from openpyxl import load_workbook

from reportgen.cli.program import Program
from reportgen.ooxml.bindings import read_bindings, read_origins
from reportgen.ooxml.package import PackageReader
from reportgen.pipeline.build import build


def run(*args: object) -> Result:
    return CliRunner().invoke(Program("en"), [str(arg) for arg in args])


def built(office: Any) -> Any:
    office.collect()
    outcome = build(office.report)
    assert not outcome.stopped, outcome.diagnostics
    return office.report / "out" / "2026年总结.docx"


def test_trace_names_the_cell_of_the_return(answered: Any) -> None:
    shown = run("trace", built(answered), "--figure", "42.86").stdout
    assert "2026.xlsx › 主导产业 › B2 ← 2026年数据填报表-经发局.xlsx › 主导产业 › C4" in shown


def test_trace_says_it_in_json(answered: Any) -> None:
    found = json.loads(run("trace", built(answered), "--figure", "42.86", "--json").stdout)
    assert found["figures"][0]["origins"] == ["2026年数据填报表-经发局.xlsx › 主导产业 › C4"]


def test_the_sheet_of_sources_names_it_too(answered: Any) -> None:
    word = built(answered)
    sheet = load_workbook(word.with_name("2026年总结附件.xlsx"))["数据来源"]
    cells = [str(row[7].value) for row in sheet.iter_rows(min_row=3)]
    assert any(cell.endswith(" ← 2026年数据填报表-经发局.xlsx › 主导产业 › C4") for cell in cells)


def test_a_report_without_collected_values_says_nothing_of_origins(answered: Any) -> None:
    word = built(answered)
    origins = read_origins(word.read_bytes(), word.name)
    assert origins.origins

    answered.change(answered.workbook, lambda book: book.remove(book["汇总来源"]))
    assert not build(answered.report).stopped
    data = word.read_bytes()
    assert read_bindings(data, word.name)
    assert not read_origins(data, word.name).origins
    assert all(figure["origins"] == [] for figure in json.loads(run("trace", word, "--json").stdout)["figures"])


def test_origins_change_no_word_of_the_report(answered: Any) -> None:
    collected = PackageReader(built(answered).read_bytes(), "a").read("word/document.xml")
    answered.change(answered.workbook, lambda book: book.remove(book["汇总来源"]))
    assert not build(answered.report).stopped
    word = answered.report / "out" / "2026年总结.docx"
    assert PackageReader(word.read_bytes(), "a").read("word/document.xml") == collected
