"""`reportgen collect` at the command line: the table, JSON, exit codes, wrong usage."""

import json
from typing import Any

import pytest
from click.testing import CliRunner, Result

from reportgen.cli.program import Program


def run(*args: object, language: str = "en") -> Result:
    return CliRunner().invoke(Program(language), [str(arg) for arg in args])


def test_the_overview_shows_every_department(office: Any) -> None:
    office.answer("财政局")
    office.form("招商局").unlink()
    done = run("collect", office.report, office.back)
    lines = {line.split()[0]: line for line in done.stdout.splitlines() if line}
    assert "returned" in lines["财政局"]
    assert "missing" in lines["招商局"]
    assert done.exit_code == 0
    assert "2026.xlsx › 指标 › C5 ← 2026年数据填报表-财政局.xlsx › 指标 › E4" in done.stdout
    assert "5200" in done.stdout


def test_the_overview_speaks_chinese(office: Any) -> None:
    office.answer("财政局")
    shown = run("collect", office.report, office.back, "--lang", "zh").stdout
    assert "科室" in shown
    assert "已交" in shown


def test_json_holds_returns_values_and_findings(answered: Any) -> None:
    (answered.back / "传真.pdf").write_bytes(b"%PDF")
    done = run("collect", answered.report, answered.back, "--format", "json")
    found = json.loads(done.stdout)
    assert {line["department"]: line["state"] for line in found["returns"]} == {
        "经发局": "returned",
        "招商局": "returned",
        "财政局": "returned",
        "": "not-recognised",
    }
    assert found["values"][0].keys() == {"name", "before", "after", "place", "origin"}
    assert found["summary"]["error"] == 1
    assert len(found["written"]) == 2
    assert done.exit_code == 1


def test_what_could_not_be_taken_makes_the_exit_code_1_and_the_rest_is_written(office: Any) -> None:
    office.answer("经发局", {"主导产业!铝加工.产值": "1,2", "主导产业!建材.产值": 21})
    done = run("collect", office.report, office.back)
    assert done.exit_code == 1
    assert "written:" in done.stdout
    assert office.value("主导产业!建材.产值") == 21


def test_the_report_may_be_left_out(answered: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(answered.report)
    assert run("collect", answered.back).exit_code == 0
    assert answered.value("指标!财政收入.数值") == 5200


@pytest.mark.parametrize("more", [(), ("a", "b", "c")])
def test_wrong_usage_is_said(answered: Any, more: tuple[str, ...]) -> None:
    done = run("collect", *more)
    assert done.exit_code == 2
    assert "wrong-usage" in done.stderr


def test_a_table_of_doubts_that_is_no_workbook_is_wrong_usage(answered: Any) -> None:
    done = run("collect", answered.report, answered.back, "--doubts", "doubts.docx")
    assert done.exit_code == 2
    assert "--doubts" in done.stderr


def test_prefer_takes_a_file_with_or_without_its_folder(office: Any) -> None:
    other = office.answer("财政局", {"指标!财政收入.数值": 5300}, name="更正.xlsx")
    office.answer("财政局")
    assert run("collect", office.report, office.back).exit_code == 1
    assert run("collect", office.report, office.back, "--prefer", other).exit_code == 0
    assert office.value("指标!财政收入.数值") == 5300


def test_a_dry_run_says_that_nothing_was_written(answered: Any) -> None:
    done = run("collect", answered.report, answered.back, "--dry-run")
    assert "nothing was written" in done.stderr
    assert answered.value("指标!财政收入.数值") is None


def test_collecting_again_says_that_all_is_there(answered: Any) -> None:
    run("collect", answered.report, answered.back)
    done = run("collect", answered.report, answered.back)
    assert "holds all of it already" in done.stderr


def test_quiet_prints_errors_only(answered: Any) -> None:
    done = run("collect", answered.report, answered.back, "--quiet")
    assert done.stdout == ""
    assert done.stderr == ""


def test_a_report_that_is_none_is_a_finding(answered: Any, tmp_path: Any) -> None:
    assert run("collect", tmp_path, answered.back).exit_code == 1


@pytest.mark.parametrize("language", ["en", "zh"])
def test_help_names_every_option(language: str) -> None:
    shown = run("collect", "--help", language=language).stdout
    assert all(option in shown for option in ("--prefer", "--doubts", "--dry-run", "RETURNS_DIR"))
