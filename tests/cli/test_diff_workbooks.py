"""`reportgen diff` of two workbooks: rows by their names, columns by their headers, numbers as numbers."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from openpyxl import Workbook, load_workbook

Run = Callable[..., Result]
Json = Callable[..., dict[str, Any]]
Change = Callable[[Workbook], None]

ROWS = (
    ("2015年主导产业",),
    ("序号", "名称", "产值（亿元）", "比重"),
    (1, "铝加工", 42.86, "=C3/C$6"),
    (2, "医药食品", 21.543, "=C4/C$6"),
    (3, "建材", 36.746, "=C5/C$6"),
    (None, "合计", "=SUM(C3:C5)", None),
)


@pytest.fixture
def old(tmp_path: Path) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "主导产业"
    for row in ROWS:
        sheet.append(row)
    path = tmp_path / "旧.xlsx"
    book.save(path)
    return path


@pytest.fixture
def differences(old: Path, tmp_path: Path, run_json: Json) -> Callable[[Change], dict[str, Any]]:
    def compare(change: Change) -> dict[str, Any]:
        book = load_workbook(old)
        change(book)
        new = tmp_path / "新.xlsx"
        book.save(new)
        return run_json("diff", old, new)

    return compare


Differences = Callable[[Change], dict[str, Any]]


def put(cells: dict[str, object]) -> Change:
    def change(book: Workbook) -> None:
        for address, value in cells.items():
            book["主导产业"][address] = value  # type: ignore[assignment]

    return change


def told(found: dict[str, Any]) -> list[tuple[str, ...]]:
    return [
        (item["fate"], item["row"], item["column"], item["cell"], item["old"], item["new"]) for item in found["cells"]
    ]


def test_a_changed_cell_is_told_with_its_row_and_its_column(differences: Differences) -> None:
    found = differences(put({"C4": 22}))
    assert told(found) == [("changed", "医药食品", "产值（亿元）", "C4", "21.543", "22")]
    assert found["cells"][0]["sheet"] == "主导产业"


def test_numbers_are_compared_as_numbers(differences: Differences) -> None:
    assert differences(put({"C3": 42.860000000000007}))["differs"] is False


def test_a_row_that_was_put_in_moves_no_other_cell_and_no_formula(differences: Differences) -> None:
    def insert(book: Workbook) -> None:
        sheet = book["主导产业"]
        for row in sheet["A3:D6"]:
            for cell in row:
                cell.value = None
        rows = (
            (1, "铝加工", 42.86, "=C3/C$7"),
            (2, "装备", 18.5, "=C4/C$7"),
            (3, "医药食品", 21.543, "=C5/C$7"),
            (4, "建材", 36.746, "=C6/C$7"),
            (None, "合计", "=SUM(C3:C6)"),
        )
        for number, values in enumerate(rows, 3):
            for column, value in enumerate(values, 1):
                sheet.cell(number, column, value)

    found = told(differences(insert))
    assert [(fate, row, cell) for fate, row, _, cell, _, _ in found] == [("added", "装备", "")]


def test_a_formula_that_means_other_cells_is_told(differences: Differences) -> None:
    (change,) = differences(put({"C6": "=SUM(C3:C4)"}))["cells"]
    assert (change["old_formula"], change["new_formula"]) == ("=SUM(C3:C5)", "=SUM(C3:C4)")
    assert (change["row"], change["column"]) == ("合计", "产值（亿元）")


def test_a_formula_that_became_a_number_is_told(differences: Differences) -> None:
    (change,) = differences(put({"C6": 101.149}))["cells"]
    assert (change["old_formula"], change["new_formula"], change["new"]) == ("=SUM(C3:C5)", "", "101.149")


def test_rows_in_another_order_are_the_same_rows(differences: Differences) -> None:
    swap = put({"B3": "建材", "C3": 36.746, "B5": "铝加工", "C5": 42.86})
    assert {row for _, row, _, cell, _, _ in told(differences(swap)) if cell.startswith("C")} == set()


def test_columns_are_told_by_their_headers(differences: Differences) -> None:
    def insert(book: Workbook) -> None:
        sheet = book["主导产业"]
        sheet["E2"] = "备注"
        sheet["E3"] = "快报数"

    assert told(differences(insert)) == [("added", "", "备注", "", "", "2")]


def test_sheets_that_came_and_went_are_told(differences: Differences) -> None:
    def rename(book: Workbook) -> None:
        book["主导产业"].title = "产业"

    found = differences(rename)
    assert [(item["fate"], item["sheet"]) for item in found["sheets"]] == [("added", "产业"), ("removed", "主导产业")]
    assert found["cells"] == []


def test_hidden_sheets_of_our_own_are_left_out(differences: Differences) -> None:
    def hide(book: Workbook) -> None:
        for name in ("汇总来源", "_reportgen"):
            book.create_sheet(name)["A1"] = "x"
            book[name].sheet_state = "hidden"

    assert differences(hide)["differs"] is False


@pytest.mark.parametrize(
    ("language", "said"), [("en", "row removed: 2 | 医药食品 | 21.543"), ("zh", "去掉一行：2 | 医药食品 | 21.543")]
)
def test_the_terminal_says_it_in_both_languages(old: Path, tmp_path: Path, run: Run, language: str, said: str) -> None:
    book = load_workbook(old)
    book["主导产业"].delete_rows(4)
    book.save(tmp_path / "新.xlsx")
    assert said in run("diff", old, tmp_path / "新.xlsx", "--lang", language).stdout


def test_workbooks_have_no_tracked_changes(old: Path, tmp_path: Path, run_json: Json) -> None:
    book = load_workbook(old)
    book.save(tmp_path / "新.xlsx")
    found = run_json("diff", old, tmp_path / "新.xlsx", "--docx", tmp_path / "修订.docx")
    assert [item["code"] for item in found["findings"]] == ["docx-of-workbooks"]


def test_of_a_strict_workbook_the_values_are_compared(old: Path, tmp_path: Path, run_json: Json) -> None:
    from zipfile import ZipFile

    strict = tmp_path / "严格.xlsx"
    spaces = {
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main": b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships": (
            b"http://purl.oclc.org/ooxml/officeDocument/relationships"
        ),
    }
    with ZipFile(old) as source, ZipFile(strict, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            for transitional, other in spaces.items():
                data = data.replace(transitional, other)
            target.writestr(name, data)
    found = run_json("diff", old, strict)
    assert [item["code"] for item in found["findings"]] == ["formulas-not-compared"]
    assert found["cells"] == []
