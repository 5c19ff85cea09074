"""What cannot be refreshed is said and stays as it is; other files are refreshed all the same."""

import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from reportgen.cli.program import Program
from reportgen.model.refresh import RefreshOutcome
from reportgen.pipeline.refresh import RefreshOptions, refresh


def codes(outcome: RefreshOutcome) -> list[str]:
    return [item.code for item in outcome.diagnostics if item.severity.name == "ERROR"]


def run(*files: Path, **options: Any) -> RefreshOutcome:
    return refresh(files, RefreshOptions(**options))


def test_a_text_file_is_no_package(built: Any) -> None:
    built.word.write_text("正文")
    assert codes(run(built.word)) == ["not-a-zip"]


def test_a_workbook_is_no_document(built: Any) -> None:
    assert codes(run(built.folder / "out" / "2015年总结附件.xlsx")) == ["no-document"]


def test_a_file_built_plain_has_nothing_to_go_by(built: Any) -> None:
    built.build(force=True, plain=True)
    assert codes(run(built.word)) == ["no-bindings"]


def test_a_file_of_another_year_is_refused(built: Any) -> None:
    settings = built.folder / "report.toml"
    settings.write_text(
        settings.read_text(encoding="utf-8")
        .replace("year = 2015", "year = 2016")
        .replace("某开发区2015", "某开发区2016"),
        "utf-8",
    )
    before = built.word.read_bytes()
    assert codes(run(built.word)) == ["other-year"]
    assert built.word.read_bytes() == before


def test_a_file_of_another_report_is_refused(built: Any) -> None:
    built.section('# 基本情况\n\n税收{{ 税收 | 上年 }}。见{{ 附件("主导产业情况") }}。\n')
    (built.folder / "kit/sections/2-打算.md").write_text("# 打算\n\n努力。\n", encoding="utf-8")
    before = built.word.read_bytes()
    assert codes(run(built.word)) == ["other-report"]
    assert built.word.read_bytes() == before


def test_a_file_that_lies_in_no_report_needs_one(built: Any, tmp_path: Path) -> None:
    away = tmp_path / "mail" / "a.docx"
    away.parent.mkdir()
    shutil.copy(built.word, away)
    assert codes(run(away)) == ["report-not-found"]
    built.put(指标_C2=77)
    assert run(away, report=built.folder).written == (away,)


@pytest.mark.parametrize("sign", ["~$15年总结.docx", ".~lock.2015年总结.docx#"])
def test_a_file_that_is_open_in_an_office_program_is_left_alone(built: Any, sign: str) -> None:
    built.put(指标_C2=77)
    (built.word.parent / sign).write_text("")
    before = built.word.read_bytes()
    assert codes(run(built.word)) == ["output-in-use"]
    assert built.word.read_bytes() == before


def test_a_read_only_file_is_left_alone(built: Any) -> None:
    built.put(指标_C2=77)
    before = built.word.read_bytes()
    built.word.chmod(0o444)
    assert codes(run(built.word)) == ["not-writable"]
    assert built.word.read_bytes() == before


def test_a_file_that_cannot_be_refreshed_keeps_no_other_from_it(built: Any) -> None:
    built.put(指标_C2=77)
    bad, opened = built.word.with_name("坏.docx"), built.word.with_name("开着.docx")
    bad.write_text("x")
    opened.write_bytes(built.word.read_bytes())
    opened.with_name(".~lock.开着.docx#").write_text("x")
    before = built.word.read_bytes()
    outcome = run(bad, opened, built.word)
    assert codes(outcome) == ["not-a-zip", "output-in-use"]
    assert outcome.written == (built.word,)
    assert (built.word.read_bytes() != before, opened.read_bytes() == before) == (True, True)


def test_a_link_stays_a_link_and_the_file_behind_it_is_refreshed(built: Any, tmp_path: Path) -> None:
    built.put(指标_C2=77)
    real = tmp_path / "真的.docx"
    before = built.word.read_bytes()
    built.word.rename(real)
    try:
        built.word.symlink_to(real)
    except OSError:
        pytest.skip("this system makes no links")
    assert not codes(run(built.word, report=built.folder))
    assert built.word.is_symlink()
    assert real.read_bytes() != before


def test_errors_of_the_data_stop_it_as_they_stop_a_build(built: Any) -> None:
    built.put(主导产业_B2="约多", 指标_C2=77)
    before = built.word.read_bytes()
    outcome = run(built.word)
    assert codes(outcome)
    assert (outcome.written, built.word.read_bytes() == before) == ((), True)


def test_the_command_says_what_it_did_and_leaves_with_the_right_code(built: Any) -> None:
    built.put(指标_C2=77)
    dry = CliRunner().invoke(Program("en"), ["refresh", str(built.word), "--dry-run"])
    assert (dry.exit_code, "76家 → 77家" in dry.stdout) == (0, True)
    done = CliRunner().invoke(Program("zh"), ["refresh", "--track", "--json", str(built.word)])
    assert (done.exit_code, '"fate": "changed"' in done.stdout) == (0, True)
    assert 'w:author="reportgen"' in built.text()
    wrong = CliRunner().invoke(Program("zh"), ["refresh", str(built.word), "--report", str(built.word.parent)])
    assert wrong.exit_code == 1
    assert CliRunner().invoke(Program("zh"), ["refresh"]).exit_code == 2


@pytest.mark.skipif(os.name == "nt", reason="kills a process as POSIX does")
def test_a_run_that_is_killed_leaves_the_old_file_or_the_new_one(built: Any) -> None:
    built.put(指标_C2=77)
    old = built.word.read_bytes()
    built.refresh()
    new = built.word.read_bytes()
    for delay in range(0, 60, 6):
        built.word.write_bytes(old)
        process = subprocess.Popen(  # noqa: S603 - our own program
            [sys.executable, "-m", "reportgen", "refresh", str(built.word)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        time.sleep(0.1 + delay / 100)
        process.send_signal(signal.SIGKILL)
        process.wait()
        assert built.word.read_bytes() in (old, new)
    built.refresh()
    assert built.word.read_bytes() == new
    assert [path.name for path in built.word.parent.iterdir() if path.name.endswith(".tmp")] == []
