"""The units of a folder: every workbook is one, and nothing in the folder is passed over without a word."""

from pathlib import Path

import pytest

from reportgen.model.diagnostic import ReportError
from reportgen.pipeline.units_folder import units_in


def folder_of(folder: Path, *names: str) -> Path:
    for name in names:
        (folder / name).write_bytes(b"x")
    return folder


def test_units_are_called_as_their_files_without_the_number(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, "01青龙镇.xlsx", "2、站街镇.xlsm", "3 红枫湖镇.csv", "卫城镇.xlsx")
    units, found = units_in(folder)
    assert list(units) == ["青龙镇", "站街镇", "红枫湖镇", "卫城镇"]
    assert not found


def test_units_come_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    units, _ = units_in(folder_of(tmp_path, "10-丁镇.xlsx", "2-乙镇.xlsx", "1-甲镇.xlsx", "丙镇.xlsx"))
    assert list(units) == ["甲镇", "乙镇", "丁镇", "丙镇"]


@pytest.mark.parametrize("name", ["3旧版乡.xls", "3旧版乡.et", "3旧版乡.ods", "3旧版乡.xlsb", "3旧版乡.XLSX"])
def test_a_workbook_in_another_format_is_a_unit_in_its_place(tmp_path: Path, name: str) -> None:
    units, found = units_in(folder_of(tmp_path, "1甲镇.xlsx", name, "4丁镇.xlsx"))
    assert [file.name for file in units.values()] == ["1甲镇.xlsx", name, "4丁镇.xlsx"]
    assert "旧版乡" in units
    assert not found


def test_files_that_are_no_workbooks_are_named_and_those_of_the_system_are_not(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, "甲镇.xlsx", "说明.docx", "通知.txt", "~$甲镇.xlsx", ".hidden", "Thumbs.db")
    units, found = units_in(folder)
    assert list(units) == ["甲镇"]
    assert [(item.code, item.facts["names"]) for item in found] == [("no-unit-files", "说明.docx、通知.txt")]


def test_a_folder_below_is_not_looked_into_and_named(tmp_path: Path) -> None:
    folder = folder_of(tmp_path, "甲镇.xlsx")
    (folder / "去年.xlsx").mkdir()
    units, found = units_in(folder)
    assert list(units) == ["甲镇"]
    assert [(item.code, item.facts["names"]) for item in found] == [("folders-among-units", "去年.xlsx")]


def test_of_a_workbook_in_two_formats_the_one_that_can_be_read_counts(tmp_path: Path) -> None:
    units, found = units_in(folder_of(tmp_path, "2站街镇.xls", "2站街镇.xlsx", "1甲镇.xlsx"))
    assert {name: file.name for name, file in units.items()} == {"甲镇": "1甲镇.xlsx", "站街镇": "2站街镇.xlsx"}
    assert [(item.code, item.facts["others"]) for item in found] == [("unit-file-passed-over", "2站街镇.xls")]


def test_two_workbooks_of_one_unit_that_can_be_read_stop_the_run(tmp_path: Path) -> None:
    with pytest.raises(ReportError) as wrong:
        units_in(folder_of(tmp_path, "站街镇.csv", "站街镇.xlsx"))
    assert [item.code for item in wrong.value.diagnostics] == ["unit-files-twice"]


def test_a_number_stays_in_the_names_that_only_it_tells_apart(tmp_path: Path) -> None:
    units, found = units_in(folder_of(tmp_path, "1村.xlsx", "2村.xlsx", "3社区.xlsx"))
    assert list(units) == ["1村", "2村", "社区"]
    assert [item.code for item in found] == ["unit-number-kept"]


def test_no_unit_is_lost_where_a_kept_number_makes_a_name_that_is_there_already(tmp_path: Path) -> None:
    units, _ = units_in(folder_of(tmp_path, "1-01村.xlsx", "01村.xlsx", "02村.xlsx"))
    assert len(units) == 3


def test_a_folder_without_a_workbook_has_no_units_and_says_what_there_is(tmp_path: Path) -> None:
    with pytest.raises(ReportError) as wrong:
        units_in(folder_of(tmp_path, "说明.docx"))
    assert [item.code for item in wrong.value.diagnostics] == ["no-unit-files", "no-units"]


def test_white_space_around_a_name_is_none_of_it(tmp_path: Path) -> None:
    units, _ = units_in(folder_of(tmp_path, "1 沙坪镇 .xlsx", "2-站街镇.xlsx"))
    assert list(units) == ["沙坪镇", "站街镇"]
