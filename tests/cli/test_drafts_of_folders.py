"""`reportgen drafts --units FOLDER`: a workbook for each unit, also such as nobody can read."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

Run = Callable[..., Result]
Json = Callable[..., dict[str, Any]]

OLD_WORKBOOK = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600) + "Workbook\0".encode("utf-16-le")


@pytest.fixture
def books(report: Path, tmp_path: Path) -> Path:
    """A folder with the workbooks of two towns that can be read."""
    folder = tmp_path / "各镇"
    folder.mkdir()
    for name in ("1青龙镇", "3站街镇"):
        (folder / f"{name}.xlsx").write_bytes((report / "2015.xlsx").read_bytes())
    return folder


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("2旧版乡.xls", OLD_WORKBOOK, "old-office-file"),
        ("2旧版乡.et", OLD_WORKBOOK, "old-office-file"),
        ("2旧版乡", OLD_WORKBOOK, "old-office-file"),
        ("2旧版乡.ods", b"no zip at all", "text-workbook"),
        ("2旧版乡.xls", b"<html><table>", "html-workbook"),
        ("2旧版乡.xlsx", b"", "empty-workbook"),
    ],
)
def test_a_unit_whose_workbook_cannot_be_read_fails_with_the_reason_and_the_others_are_made(
    report: Path, books: Path, run_json: Json, name: str, content: bytes, code: str
) -> None:
    (books / name).write_bytes(content)
    made = run_json("drafts", report, "--units", books)
    assert made["written"] == ["01-基本情况-青龙镇.docx", "03-基本情况-站街镇.docx"]
    assert made["failed"] == ["02-基本情况-旧版乡.docx"]
    said = [(item["code"], item["place"]["text"]) for item in made["findings"]]
    assert (code, name) in said
    assert len(said) == 2


def test_a_unit_sent_in_the_old_format_is_made_when_it_is_there_in_the_new_one(
    report: Path, books: Path, run_json: Json
) -> None:
    (books / "2旧版乡.xls").write_bytes(OLD_WORKBOOK)
    run_json("drafts", report, "--units", books)
    (books / "2旧版乡.xlsx").write_bytes((report / "2015.xlsx").read_bytes())
    made = run_json("drafts", report, "--units", books)
    assert (made["written"], made["unchanged"], made["failed"]) == (["02-基本情况-旧版乡.docx"], 2, [])
    assert [item["code"] for item in made["findings"]] == ["unit-file-passed-over"]


def test_other_files_of_the_folder_are_named(report: Path, books: Path, run: Run) -> None:
    (books / "填报说明.txt").write_text("请于本月十五日前报来。\n", encoding="utf-8")
    (books / "去年").mkdir()
    done = run("drafts", report, "--units", books)
    assert done.exit_code == 0
    assert "填报说明.txt" in done.stderr
    assert "去年" in done.stderr


@pytest.mark.parametrize("content", [b"a text", b"", b"<html><table>", b"\0\1\2\0\0\1"])
def test_a_file_that_is_no_table_of_units_is_named_in_both_languages(
    report: Path, tmp_path: Path, run: Run, content: bytes
) -> None:
    (tmp_path / "乡镇.xlsx").write_bytes(content)
    for language in ("en", "zh"):
        done = run("drafts", report, "--units", tmp_path / "乡镇.xlsx", language=language)
        assert done.exit_code == 1
        assert "`乡镇.xlsx`" in done.stderr
        assert "{" not in done.stderr
