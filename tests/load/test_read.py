"""Files of a report read in one run: what they are, what is missing, and which one counts."""

import io
import zipfile
from pathlib import Path
from typing import Any

import pytest

from reportgen.load import read as read_module
from reportgen.load.read import read_data
from reportgen.model.diagnostic import Diagnostic, has_errors
from reportgen.model.place import CellRef, FileRef, SheetRef
from reportgen.model.schema import ColumnKind, ColumnSchema, Schema, SheetSchema

INDUSTRIES = SheetSchema(
    name="主导产业",
    key="名称",
    required=True,
    columns=(ColumnSchema(name="名称", required=True), ColumnSchema(name="产值", kind=ColumnKind.NUMBER, unit="亿元")),
)
SCHEMA = Schema(sheets=(INDUSTRIES, SheetSchema(name="融资", columns=(ColumnSchema(name="渠道"),))))
ROWS = [["名称", "产值（亿元）"], ["建材", 36.746]]


def codes(found: list[Diagnostic]) -> list[str]:
    return [item.code for item in found]


def test_several_files_are_read_in_one_run_and_all_their_findings_given(make: Any, tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(make.kept({"主导产业": [["名称", "产值（亿元）"], ["建材", "1,2"]]}))
    (tmp_path / "融资.csv").write_text("渠道,金额（亿元）\n银行,约6\n", encoding="utf-8")
    (tmp_path / "broken.xlsx").write_bytes(b"PK\3\4 nothing")
    paths = [tmp_path / name for name in ("a.xlsx", "融资.csv", "broken.xlsx", "none.xlsx")]
    dataset, found = read_data(paths, SCHEMA, 2015)
    assert codes(found) == [
        "ambiguous-number",
        "extra-column",
        "approximate-number",
        "broken-package",
        "missing-workbook",
    ]
    assert set(dataset.tables) == {"主导产业", "融资"}
    assert found[0].place == CellRef("a.xlsx", "主导产业", 2, 2)
    assert dataset.files == ("a.xlsx", "融资.csv", "broken.xlsx", "none.xlsx")


def test_a_missing_file_names_the_nearest_one(make: Any, tmp_path: Path) -> None:
    (tmp_path / "qingzhen-2015.xlsx").write_bytes(make.kept({"主导产业": ROWS}))
    _, found = read_data([tmp_path / "qingzhen-2051.xlsx"], SCHEMA, 2015)
    assert [(item.code, item.suggestion, item.place) for item in found] == [
        ("missing-workbook", "qingzhen-2015.xlsx", FileRef("qingzhen-2051.xlsx"))
    ]


def test_a_file_in_a_missing_folder_is_missing_too(tmp_path: Path) -> None:
    _, found = read_data([tmp_path / "nowhere" / "a.xlsx"], SCHEMA, 2015)
    assert codes(found) == ["missing-workbook"]


def test_a_folder_is_no_workbook(tmp_path: Path) -> None:
    _, found = read_data([tmp_path], SCHEMA, 2015)
    assert codes(found) == ["folder-for-workbook"]


def test_a_file_that_may_not_be_read_is_a_finding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(b"PK")

    def refuse(self: Path) -> bytes:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    _, found = read_data([path], SCHEMA, 2015)
    assert [(item.code, item.facts["reason"]) for item in found] == [("unreadable-workbook", "Permission denied")]


def test_a_file_too_large_to_be_read_is_refused_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"PK\3\4" + b"x" * 100)
    monkeypatch.setattr(read_module, "_LARGEST_FILE", 50)
    _, found = read_data([tmp_path / "a.xlsx"], SCHEMA, 2015)
    assert codes(found) == ["too-much-data"]


def test_a_required_sheet_that_is_missing_is_an_error_with_the_nearest_name(make: Any, read: Any) -> None:
    _, found = read(SCHEMA, 数据_xlsx=make.kept({"主导产业表": ROWS}))
    assert [(item.code, item.suggestion) for item in found] == [("missing-sheet", "主导产业表")]
    assert has_errors(found)


def test_an_optional_sheet_may_be_missing_but_a_slip_in_its_name_is_said(make: Any, read: Any) -> None:
    _, found = read(SCHEMA, 数据_xlsx=make.kept({"主导产业": ROWS}))
    assert not found
    _, found = read(SCHEMA, 数据_xlsx=make.kept({"主导产业": ROWS, "融资表": [["渠道"], ["银行"]]}))
    assert [(item.code, item.suggestion, item.severity) for item in found] == [("unmatched-sheet", "融资", "warning")]


def test_a_sheet_is_not_said_to_be_missing_while_a_file_could_not_be_read(read: Any) -> None:
    _, found = read(SCHEMA, 数据_xlsx=b"PK\3\4 nothing")
    assert codes(found) == ["broken-package"]


def test_the_same_sheet_in_two_files_is_an_error_and_the_first_counts(make: Any, read: Any) -> None:
    other = [["名称", "产值（亿元）"], ["铝", 1]]
    dataset, found = read(SCHEMA, 甲_xlsx=make.kept({"主导产业": ROWS}), 乙_xlsx=make.kept({"主导产业": other}))
    assert [(item.code, item.place, item.related) for item in found] == [
        ("duplicate-sheet", SheetRef("乙.xlsx", "主导产业"), (SheetRef("甲.xlsx", "主导产业"),))
    ]
    assert dataset.tables["主导产业"].columns["名称"].values == ["建材"]


def test_files_of_one_name_in_two_folders_are_two_files(make: Any, tmp_path: Path) -> None:
    paths = []
    for folder in ("甲", "乙"):
        (tmp_path / folder).mkdir()
        paths.append(tmp_path / folder / "数据.xlsx")
        paths[-1].write_bytes(make.kept({"主导产业": ROWS}))
    _, found = read_data(paths, SCHEMA, 2015)
    assert codes(found) == ["duplicate-sheet"]


def test_the_guide_of_the_blank_form_is_no_data_unless_the_kit_declares_it(make: Any, read: Any) -> None:
    data = make.kept({"填报说明": [["名称", "写法"], ["产值", "只填数字"]], "主导产业": ROWS})
    dataset, found = read(SCHEMA, a_xlsx=data)
    assert (list(dataset.tables), found) == (["主导产业"], [])
    declared = SheetSchema(name="填报说明", columns=(ColumnSchema(name="名称"), ColumnSchema(name="写法")))
    assert set(read(Schema(sheets=(INDUSTRIES, declared)), a_xlsx=data)[0].tables) == {"主导产业", "填报说明"}


def test_hidden_sheets_are_left_out_unless_the_schema_names_them(make: Any, read: Any) -> None:
    def hide(book: Any) -> None:
        book["主导产业"].sheet_state = "hidden"
        book["选项"].sheet_state = "veryHidden"

    sheets = {"封面": [["说明", "内容"], ["甲", "乙"]], "主导产业": ROWS, "选项": [["类", "别"], ["a", "b"]]}
    dataset, found = read(SCHEMA, 数据_xlsx=make.kept(sheets, hide))
    assert codes(found) == ["hidden-sheet-read", "hidden-sheet"]
    assert set(dataset.tables) == {"封面", "主导产业"}


def test_a_missing_required_column_names_the_nearest_and_others_are_kept(make: Any, read: Any) -> None:
    dataset, found = read(SCHEMA, 数据_xlsx=make.kept({"主导产业": [["产业名称", "产值"], ["建材", 1]]}))
    assert [(item.code, item.suggestion) for item in found] == [
        ("missing-column", "产业名称"),
        ("extra-column", None),
    ]
    assert dataset.tables["主导产业"].key is None


def test_a_wrong_unit_in_the_header_is_an_error_at_its_cell(make: Any, read: Any) -> None:
    _, found = read(SCHEMA, 数据_xlsx=make.kept({"主导产业": [["名称", "产值（万吨）"], ["建材", 1]]}))
    assert [(item.code, item.place) for item in found] == [("wrong-unit", CellRef("数据.xlsx", "主导产业", 1, 2))]


def test_workbooks_with_macros_are_read_and_the_macros_said_to_be_ignored(make: Any, read: Any) -> None:
    part = make.worksheet('<row r="1"><c r="A1" t="str"><v>名称</v></c><c r="B1" t="str"><v>产值</v></c></row>')
    data = make.package({"主导产业": part}, extra={"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0"})
    _, found = read(SCHEMA, 数据_xlsm=data)
    assert [(item.code, item.severity) for item in found] == [("macros-ignored", "info")]


def test_a_damaged_sheet_leaves_the_others_readable(make: Any, read: Any) -> None:
    good = make.worksheet('<row r="1"><c r="A1" t="str"><v>名称</v></c><c r="B1" t="str"><v>产值</v></c></row>')
    dataset, found = read(SCHEMA, 数据_xlsx=make.package({"融资": "<worksheet", "主导产业": good}))
    assert [(item.code, item.place) for item in found] == [("broken-xml", SheetRef("数据.xlsx", "融资"))]
    assert "主导产业" in dataset.tables


def test_a_zip_bomb_is_refused_before_it_is_inflated(make: Any, read: Any) -> None:
    data = make.package({"主导产业": b"<" + b" " * (100 << 20)})
    assert len(data) < 1 << 20
    _, found = read(SCHEMA, 数据_xlsx=data)
    assert codes(found) == ["zip-bomb"]


def test_a_truncated_workbook_is_refused(make: Any, read: Any) -> None:
    data = make.kept({"主导产业": ROWS})
    _, found = read(SCHEMA, 数据_xlsx=data[: len(data) // 2])
    assert codes(found) == ["broken-package"]


def test_a_part_with_a_wrong_checksum_is_refused(make: Any, read: Any) -> None:
    stream = io.BytesIO(make.package({"主导产业": make.worksheet("")}))
    with zipfile.ZipFile(stream) as archive:
        offset = archive.getinfo("xl/worksheets/sheet1.xml").header_offset
    data = bytearray(stream.getvalue())
    at = data.rfind(b"PK\1\2", 0, data.rfind(b"xl/worksheets/sheet1.xml"))
    data[at + 16] ^= 0xFF
    assert offset < at
    _, found = read(SCHEMA, 数据_xlsx=bytes(data))
    assert codes(found) == ["broken-part"]


def test_no_files_give_an_empty_dataset() -> None:
    dataset, found = read_data([], SCHEMA, 2015)
    assert not found
    assert not dataset.tables
