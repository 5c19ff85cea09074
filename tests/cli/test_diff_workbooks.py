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
    def replace(book: Workbook) -> None:
        del book["主导产业"]
        book.create_sheet("项目")["A1"] = "项目名称"

    found = differences(replace)
    assert [(item["fate"], item["sheet"]) for item in found["sheets"]] == [("added", "项目"), ("removed", "主导产业")]
    assert found["cells"] == []


def test_a_sheet_with_another_name_is_the_same_sheet_and_so_are_formulas_that_name_it(
    old: Path, tmp_path: Path, run_json: Json
) -> None:
    def named(path: Path, name: str, value: float) -> Path:
        book = load_workbook(old)
        book["主导产业"].title = name
        book[name]["C4"] = value
        book.create_sheet("汇总")["A1"] = f"={name}!C6"
        book.save(path)
        return path

    found = run_json("diff", named(tmp_path / "甲.xlsx", "主导产业", 21.543), named(tmp_path / "乙.xlsx", "产业", 22))
    assert [(item["fate"], item["old_sheet"], item["sheet"]) for item in found["sheets"]] == [
        ("changed", "主导产业", "产业")
    ]
    assert told(found) == [("changed", "医药食品", "产值（亿元）", "C4", "21.543", "22")]


def test_a_sheet_that_was_hidden_is_told(differences: Differences) -> None:
    def hide(book: Workbook) -> None:
        book.create_sheet("别的")["A1"] = "x"
        book["主导产业"].sheet_state = "hidden"

    assert ("主导产业", True) in [(item["sheet"], item["is_hidden"]) for item in differences(hide)["sheets"]]


def test_a_column_that_moved_is_told_and_its_cells_are_not(differences: Differences) -> None:
    def move(book: Workbook) -> None:
        sheet = book["主导产业"]
        for row in range(2, 7):
            sheet.cell(row, 3).value, sheet.cell(row, 4).value = sheet.cell(row, 4).value, sheet.cell(row, 3).value
        for row in range(3, 6):
            sheet.cell(row, 3).value = f"=D{row}/D$6"
        sheet["D6"] = "=SUM(D3:D5)"

    assert told(differences(move)) == [("moved", "", "产值（亿元）", "", "C", "D")]


def test_a_row_that_moved_is_told(differences: Differences) -> None:
    swap = put({"B3": "医药食品", "C3": 21.543, "B4": "铝加工", "C4": 42.86})
    assert told(differences(swap)) == [("moved", "铝加工", "", "", "3", "4")]


def test_a_sheet_in_another_order_says_so_once(tmp_path: Path, run_json: Json) -> None:
    names = [f"企业{number:03}" for number in range(40)]
    paths = [tmp_path / "旧.xlsx", tmp_path / "新.xlsx"]
    for path, order in zip(paths, (names, names[::-1]), strict=True):
        book = Workbook()
        sheet = book.active
        assert sheet is not None
        sheet.append(("名称", "产值", "单位"))
        for name in order:
            sheet.append((name, int(name[2:]), "万元"))
        book.save(path)
    (change,) = run_json("diff", *paths)["cells"]
    assert (change["fate"], change["row"], change["column"], int(change["new"]) > 30) == ("moved", "", "", True)


def test_cells_that_show_the_same_number_otherwise_are_told_together(differences: Differences) -> None:
    def format_cells(book: Workbook) -> None:
        for row in (3, 4, 5):
            book["主导产业"].cell(row, 3).number_format = "0.00"

    (change,) = differences(format_cells)["cells"]
    assert (change["cell"], change["column"]) == ("C3:C5", "产值（亿元）")
    assert (change["old_format"], change["new_format"]) == ("General", "0.00")


def states(found: dict[str, Any]) -> list[tuple[str, str, str, bool | None, bool | None]]:
    return [
        (item["row"], item["column"], item["cell"], item["is_hidden"], item["is_merged"]) for item in found["cells"]
    ]


def hide(rows: str = "", columns: str = "") -> Change:
    def change(book: Workbook) -> None:
        sheet = book["主导产业"]
        for row in rows:
            sheet.row_dimensions[int(row)].hidden = True
        for column in columns:
            sheet.column_dimensions[column].hidden = True

    return change


def test_a_hidden_row_and_a_hidden_column_are_told_with_their_names(differences: Differences) -> None:
    assert states(differences(hide("4", "C"))) == [
        ("医药食品", "", "4:4", True, None),
        ("", "产值（亿元）", "C:C", True, None),
    ]


def test_hidden_rows_beside_each_other_are_told_together(differences: Differences) -> None:
    assert states(differences(hide("345"))) == [("", "", "3:5", True, None)]


def test_rows_that_are_seen_again_are_told_wherever_they_stand_now(old: Path, tmp_path: Path, run_json: Json) -> None:
    book = load_workbook(old)
    hide("4")(book)
    book.save(old)
    hide("")(book)
    sheet = book["主导产业"]
    sheet.insert_rows(3)
    sheet["B3"] = "电力"
    sheet.row_dimensions[4].hidden = False
    new = tmp_path / "新.xlsx"
    book.save(new)
    found = [item for item in states(run_json("diff", old, new)) if item[3] is not None]
    assert found == [("医药食品", "", "5:5", False, None)]


def test_merged_cells_are_told_and_not_where_a_row_only_made_room(differences: Differences) -> None:
    def merge(book: Workbook) -> None:
        book["主导产业"].merge_cells("A1:D1")

    assert states(differences(merge)) == [("", "", "A1:D1", None, True)]


def test_merged_cells_of_rows_that_went_are_told_with_them_only(old: Path, tmp_path: Path, run_json: Json) -> None:
    book = load_workbook(old)
    book["主导产业"].merge_cells("A6:B6")
    book["主导产业"]["A6"] = "合计"
    book.save(old)
    book["主导产业"].unmerge_cells("A6:B6")
    book["主导产业"].delete_rows(6)
    new = tmp_path / "新.xlsx"
    book.save(new)
    assert [item for item in states(run_json("diff", old, new)) if item[4] is not None] == []


@pytest.mark.parametrize(("language", "said"), [("en", "  hidden"), ("zh", "  隐藏了")])
def test_the_terminal_says_what_was_hidden(old: Path, tmp_path: Path, run: Run, language: str, said: str) -> None:
    book = load_workbook(old)
    hide("4")(book)
    book.save(tmp_path / "新.xlsx")
    lines = run("diff", old, tmp_path / "新.xlsx", "--lang", language).stdout.splitlines()
    assert any("主导产业 › 医药食品 › 4:4" in line and line.endswith(said) for line in lines)


def test_a_number_format_that_another_program_writes_otherwise_is_the_same(
    old: Path, tmp_path: Path, run_json: Json
) -> None:
    book = load_workbook(old)
    codes = (('"约"0.0"公里"', "\\约0.0\\公\\里"), ('yyyy"年"m"月"', "yyyy\\年m\\月"), ('0"条"', '0"座"'))
    for side, path in enumerate((old, tmp_path / "新.xlsx")):
        for row, code in enumerate(codes, 3):
            book["主导产业"].cell(row, 3).number_format = code[side]
        book.save(path)
    found = run_json("diff", old, tmp_path / "新.xlsx")
    assert [(item["cell"], item["old_format"], item["new_format"]) for item in found["cells"]] == [
        ("C5", '0"条"', '0"座"')
    ]


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


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", ("number format only: General → 0.0", "=SUM(C3:C5) → 101.149", "sheet renamed: 主导产业 → 产业")),
        ("zh", ("只改数字格式：General → 0.0", "=SUM(C3:C5) → 101.149", "工作表改名：主导产业 → 产业")),
    ],
)
def test_the_terminal_says_what_became_of_cells_and_sheets(
    old: Path, tmp_path: Path, run: Run, language: str, said: tuple[str, ...]
) -> None:
    book = load_workbook(old)
    sheet = book["主导产业"]
    sheet["C3"].number_format, sheet["C6"], sheet.title = "0.0", 101.149, "产业"
    book.save(tmp_path / "新.xlsx")
    shown = run("diff", old, tmp_path / "新.xlsx", "--lang", language).stdout
    assert [words for words in said if words not in shown] == []


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
