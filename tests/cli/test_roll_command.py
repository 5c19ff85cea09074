"""`roll` at the command line: a report of this year becomes one of the next, ready to be checked."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from click.testing import Result


def test_the_new_report_is_written_and_the_old_one_untouched(
    report: Path, run: Callable[..., Result], run_json: Callable[..., dict[str, Any]]
) -> None:
    before = {path: path.read_bytes() for path in report.rglob("*") if path.is_file()}
    new = report.parent / "2016"
    done = run("roll", report, new)
    assert done.exit_code == 0, done.output
    assert (new / "report.toml").is_file()
    assert (new / "2016.xlsx").is_file()
    assert {path: path.read_bytes() for path in report.rglob("*") if path.is_file()} == before
    codes = [item["code"] for item in run_json("check", new)["findings"]]
    assert "missing-value" in codes, "this year's values are to be filled in"


def test_a_year_that_is_not_later_and_a_taken_folder_are_said(report: Path, run: Callable[..., Result]) -> None:
    early = run("roll", report, report.parent / "2014", "--year", "2014")
    assert early.exit_code == 1
    assert "year-not-later" in early.output
    taken = run("roll", report, report.parent, language="zh")
    assert taken.exit_code == 1
    assert "不是空的" in taken.output


def test_no_report_is_a_clear_message(tmp_path: Path, run: Callable[..., Result]) -> None:
    done = run("roll", tmp_path / "none", tmp_path / "new")
    assert done.exit_code == 1
    assert "no-report" in done.output
