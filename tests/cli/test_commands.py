import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any
from zipfile import ZipFile

import pytest
from click.testing import Result

from reportgen.cli.init_command import year_to_report
from reportgen.cli.program import COMMANDS, asked_language
from reportgen.console.catalogue import codes

Run = Callable[..., Result]
Json = Callable[..., dict[str, Any]]
Process = Callable[..., CompletedProcess[str]]
Fingerprints = Callable[[Path], dict[str, str]]
Edit = Callable[[dict[str, object]], None]

DOCUMENT, APPENDIX = "out/2015年总结.docx", "out/2015年总结附件.xlsx"


def test_build_writes_both_files_below_out_and_nothing_else(report: Path, run: Run, fingerprints: Fingerprints) -> None:
    before = fingerprints(report)
    done = run("build", report)
    assert done.exit_code == 0, done.output
    after = fingerprints(report)
    assert {name: after[name] for name in before} == before
    assert set(after) - set(before) == {DOCUMENT, APPENDIX}
    assert f"written: {report / DOCUMENT}" in done.stdout


def test_two_builds_give_the_same_bytes_and_say_that_nothing_changed(
    report: Path, run: Run, fingerprints: Fingerprints
) -> None:
    run("build", report)
    first = fingerprints(report)
    done = run("build", report)
    assert fingerprints(report) == first
    assert "every figure reads as in the last build" in done.stdout


def test_build_says_which_figures_changed_and_from_which_cells(report: Path, run: Run, edit: Edit) -> None:
    run("build", report)
    edit({"主导产业!B2": 43})
    done = run("build", report, language="zh")
    assert done.exit_code == 0, done.output
    assert "有 2 处数字变了" in done.stdout
    changed = [line for line in done.stdout.splitlines() if "→" in line]
    assert [line.split()[:3] for line in changed] == [["64.403亿元", "→", "64.543亿元"], ["42.86亿元", "→", "43亿元"]]
    assert "2015.xlsx › 主导产业 › B2:B3" in changed[0]
    assert "2015.xlsx › 主导产业 › B2" in changed[1]


def test_plain_builds_the_same_report_without_bindings(report: Path, run: Run) -> None:
    assert run("build", "--plain", report).exit_code == 0
    traced = run("trace", report / DOCUMENT)
    assert traced.exit_code == 1
    assert "error[no-bindings]" in traced.stderr


def test_native_charts_stand_in_the_place_of_pictures(report: Path, run: Run) -> None:
    section = next(report.rglob("1-基本情况.md"))
    chart = (
        '\n::: 图 产值\n类型: 条形\n数据: 主导产业\n类别: 名称\n数值: 产值\n题注: 产值\n:::\n\n见{{ 图("产值") }}。\n'
    )
    section.write_text(section.read_text("utf-8") + chart, "utf-8")
    assert run("build", report).exit_code == 0
    with ZipFile(report / DOCUMENT) as package:
        assert any(name.endswith(".png") for name in package.namelist())
    assert run("build", "--charts", "native", "--force", report).exit_code == 0
    with ZipFile(report / DOCUMENT) as package:
        names = package.namelist()
    assert any(name.startswith("word/charts/") for name in names)
    assert not any(name.endswith(".png") for name in names)
    refused = run("build", "--charts", "drawn", report)
    assert refused.exit_code == 2
    assert "picture" in refused.stderr


def test_another_profile_is_refused_with_the_nearest_name(report: Path, run: Run) -> None:
    done = run("build", "--profile", "gb9740", report)
    assert done.exit_code == 1
    assert "error[unknown-profile]" in done.stderr
    assert "did you mean `gb9704`?" in done.stderr


def test_check_prints_all_findings_and_writes_nothing(
    report: Path, run: Run, edit: Edit, fingerprints: Fingerprints
) -> None:
    edit({"主导产业!B2": None, "主导产业!B3": "很多"})
    before = fingerprints(report)
    done = run("check", report)
    assert done.exit_code == 1
    assert "2015.xlsx › 主导产业 › B2" in done.stdout
    assert "2015.xlsx › 主导产业 › B3" in done.stdout
    assert done.stdout.splitlines()[-1].endswith("nothing was written")
    assert fingerprints(report) == before


def test_check_of_a_sound_report_says_that_nothing_was_found(report: Path, run: Run) -> None:
    done = run("check", report)
    assert (done.exit_code, done.stdout, done.stderr) == (0, "nothing found\n", "")


def test_trace_leads_a_figure_to_its_cell(report: Path, run: Run) -> None:
    run("build", report)
    done = run("trace", report / DOCUMENT, "--figure", "42.86", language="zh")
    assert done.exit_code == 0
    head, line = done.stdout.splitlines()
    assert head.split() == ["文中", "位置", "单元格", "推算"]
    assert line.startswith("42.86亿元  一、基本情况 › （一）主导产业 › ¶2  2015.xlsx › 主导产业 › B2")


def test_trace_shows_how_a_figure_was_worked_out(report: Path, run_json: Json, run: Run) -> None:
    run("build", report)
    found = run_json("trace", report / DOCUMENT, "--figure", "64.403")
    (figure,) = found["figures"]
    assert figure["derivation"] == "合计(B2:B3) = 合计(42.86、21.543)"
    assert figure["value"] == "64.403"
    assert figure["cells"] == ["2015.xlsx › 主导产业 › B2", "2015.xlsx › 主导产业 › B3"]
    assert figure["place"] == "一、基本情况 › （一）主导产业 › ¶1"
    assert figure["now"] is None


def test_trace_finds_a_number_by_a_part_of_it(report: Path, run_json: Json, run: Run) -> None:
    run("build", report)
    found = run_json("trace", report / DOCUMENT, "--figure", "2.86")
    assert {figure["value"] for figure in found["figures"]} == {"42.86"}


def test_trace_takes_json_as_an_option_of_its_own(report: Path, run: Run) -> None:
    run("build", report)
    assert run("trace", report / DOCUMENT, "--json").stdout.startswith("{")


def test_trace_of_a_figure_that_is_not_there_suggests_the_nearest(report: Path, run: Run) -> None:
    run("build", report)
    done = run("trace", report / DOCUMENT, "--figure", "42,86亿元")
    assert done.exit_code == 1
    assert "error[figure-not-found]" in done.stderr
    assert "did you mean `42.86亿元`?" in done.stderr


@pytest.mark.parametrize(
    ("content", "code"),
    [(None, "file-not-found"), (b"", "empty-file"), (b"hello", "not-a-zip"), (b"PK\x03\x04broken", "broken-package")],
)
def test_trace_of_something_else_is_a_finding(tmp_path: Path, run: Run, content: bytes | None, code: str) -> None:
    file = tmp_path / "a.docx"
    if content is not None:
        file.write_bytes(content)
    done = run("trace", file)
    assert done.exit_code == 1
    assert f"error[{code}]" in done.stderr
    assert "a.docx" in done.stderr


def test_trace_of_a_folder_is_a_finding(tmp_path: Path, run: Run) -> None:
    assert "error[is-a-folder]" in run("trace", tmp_path).stderr


def test_explain_prints_the_page_of_a_code_in_both_languages(run: Run) -> None:
    english, chinese = run("explain", "missing-key"), run("explain", "missing-key", language="zh")
    assert english.exit_code == chinese.exit_code == 0
    assert "Example: `[report]` without `year`." in english.stdout
    assert "改法：补上一行" in chinese.stdout


def test_explain_suggests_the_nearest_code(run: Run) -> None:
    done = run("explain", "mising-key")
    assert done.exit_code == 1
    assert "did you mean `missing-key`?" in done.stderr


def test_explain_without_a_code_lists_all(run: Run) -> None:
    listed = [line.split()[0] for line in run("explain").stdout.splitlines()[1:]]
    assert listed == list(codes())


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("command", ["", *COMMANDS])
def test_every_command_has_help_with_examples_in_both_languages(run: Run, command: str, language: str) -> None:
    done = run(*filter(None, [command, "--help"]), language=language)
    assert done.exit_code == 0
    assert ("Examples:" if language == "en" else "例子:") in done.stdout
    assert f"reportgen {command}" in done.stdout
    assert all(len(line.encode("gb18030")) <= 80 for line in done.stdout.splitlines())


def test_without_a_command_help_is_shown_as_wrong_usage(run: Run) -> None:
    done = run()
    assert done.exit_code == 2
    assert "Usage: reportgen" in done.stderr


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["biuld"], "did you mean `build`?"),
        (["build", "--forc"], "did you mean `--force`?"),
        (["build", "--format", "xml"], "expected one of text, json"),
        (["build", "a", "b"], "too many arguments"),
        (["build", "--profile"], "`--profile` needs a value"),
        (["init"], "`DIR` is missing"),
        (["init", "a", "--year", "last"], "expected a whole number"),
        (["drafts", "--jobs", "0"], "expected a whole number, at least 1"),
        (["drafts", "--jobs", "viele"], "expected a whole number, at least 1"),
        (["trace"], "`FILE` is missing"),
        (["--colour", "always"], "did you mean `--color`?"),
    ],
)
def test_wrong_usage_is_said_with_the_way_out(run: Run, args: list[str], said: str) -> None:
    done = run(*args)
    assert done.exit_code == 2
    assert said in done.stderr
    assert "--help` shows how to write the command" in done.stderr


def test_wrong_usage_is_said_in_chinese(run: Run) -> None:
    done = run("biuld", language="zh")
    assert done.stderr.startswith("错误[wrong-usage]：没有命令`biuld`\n  办法：是不是`build`？\n")


def test_wrong_usage_can_be_read_as_json(run_json: Json) -> None:
    assert run_json("biuld")["findings"][0]["suggestion"] == "build"


@pytest.mark.parametrize(
    "args",
    [
        ["--lang", "zh", "explain", "no-such"],
        ["explain", "--lang", "zh", "no-such"],
        ["explain", "no-such", "--lang=zh"],
        ["--lang", "en", "explain", "no-such", "--lang", "zh"],
    ],
)
def test_shared_options_stand_before_or_behind_the_command(run: Run, args: list[str]) -> None:
    assert "没有代码为`no-such`的提示" in run(*args).stderr


def test_quiet_prints_errors_only(report: Path, run: Run) -> None:
    done = run("build", "-q", report)
    assert (done.exit_code, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.parametrize(("color", "escaped"), [("always", True), ("never", False), ("auto", False)])
def test_colour_can_be_forced(run: Run, color: str, escaped: bool) -> None:
    assert ("\x1b[" in run("--color", color, "explain", "no-such").stderr) is escaped


@pytest.mark.parametrize(
    ("args", "language"),
    [
        (["--help"], None),
        (["--lang", "zh", "--help"], "zh"),
        (["--help", "--lang=en"], "en"),
        (["build", "--", "--lang", "zh"], None),
        (["--lang"], None),
    ],
)
def test_the_language_is_known_before_help_is_made(args: list[str], language: str | None) -> None:
    assert asked_language(args) == language


@pytest.mark.parametrize(("month", "year"), [(1, 2015), (6, 2015), (7, 2016), (12, 2016)])
def test_a_report_begun_before_july_is_about_the_year_before(month: int, year: int) -> None:
    assert year_to_report(2016, month) == year


def test_the_module_runs_in_the_language_of_the_locale(process: Process) -> None:
    assert "用法：reportgen" in process("--help", LANG="zh_CN.UTF-8").stdout
    assert "Usage: reportgen" in process("--help", LANG="C.UTF-8").stdout


def test_the_version_is_that_of_the_installed_package(process: Process) -> None:
    from importlib.metadata import version

    assert process("--version").stdout == f"reportgen {version('reportgen')}\n"


def test_help_and_chinese_output_survive_a_terminal_without_chinese(process: Process) -> None:
    done = process("--help", "--lang", "zh", PYTHONIOENCODING="ascii")
    assert done.returncode == 0
    assert done.stdout.startswith("???reportgen")


def test_shell_completion_offers_commands_codes_and_options(process: Process) -> None:
    script = process(_REPORTGEN_COMPLETE="bash_source")
    assert script.returncode == 0
    assert "_reportgen_completion" in script.stdout
    for words, expected in [
        ("reportgen tr", "trace"),
        ("reportgen build --fo", "--force"),
        ("reportgen explain not-to", "not-toml"),
    ]:
        done = process(_REPORTGEN_COMPLETE="bash_complete", COMP_WORDS=words, COMP_CWORD=str(words.count(" ")))
        assert f"plain,{expected}" in done.stdout.splitlines()


def python(code: str, *args: str | Path) -> str:
    """The last line that a Python program prints."""
    command = [sys.executable, "-c", code, *map(str, args)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - our own code
    return done.stdout.splitlines()[-1]


def test_help_imports_click_and_nothing_heavy() -> None:
    code = (
        "import sys; from reportgen.cli.program import run; run(['--help']);"
        "print(sorted({name.partition('.')[0] for name in sys.modules}"
        " & {'jinja2', 'openpyxl', 'matplotlib', 'numpy', 'docx', 'lxml', 'json', 'decimal'}))"
    )
    assert python(code) == "[]"


def test_a_build_with_all_pictures_drawn_imports_no_matplotlib(report: Path) -> None:
    code = (
        "import sys; from reportgen.cli.program import run; code = run(['build', '-q', sys.argv[1]]);"
        "print(code, *(name in sys.modules for name in ('matplotlib', 'openpyxl', 'docx')))"
    )
    assert python(code, report) == "0 False False False"


def test_a_process_ends_without_searching_its_memory_for_what_nobody_needs() -> None:
    code = (
        "import atexit, gc, sys; from reportgen.__main__ import main; sys.argv = ['reportgen', '--help'];"
        "before = gc.get_freeze_count(); main(); atexit._run_exitfuncs(); print(gc.get_freeze_count() - before > 1000)"
    )
    assert python(code) == "True"


CHART = """
::: 图 主导产业产值
类型: 条形
数据: 主导产业
类别: 名称
数值: 产值
题注: 主导产业产值
:::

产值见{{ 图("主导产业产值") }}。
"""


def test_a_chart_is_drawn_once_and_again_when_the_cache_is_gone(
    report: Path, run: Run, fingerprints: Fingerprints, monkeypatch: pytest.MonkeyPatch
) -> None:
    section = report / "kit/sections/1-基本情况.md"
    section.write_text(section.read_text(encoding="utf-8") + CHART, encoding="utf-8")
    before = fingerprints(report)
    assert run("build", report).exit_code == 0
    first = fingerprints(report)
    cached = [name for name in first if name.startswith(".cache/")]
    assert len(cached) == 1
    assert set(first) - set(before) == {DOCUMENT, APPENDIX, *cached}

    with monkeypatch.context() as patched:
        patched.setattr("reportgen.write.charts.draw", None)
        assert run("build", report).exit_code == 0
    (report / cached[0]).unlink()
    assert run("build", report).exit_code == 0
    assert fingerprints(report) == first


def test_a_broken_picture_in_the_cache_is_drawn_again(report: Path, run: Run, fingerprints: Fingerprints) -> None:
    section = report / "kit/sections/1-基本情况.md"
    section.write_text(section.read_text(encoding="utf-8") + CHART, encoding="utf-8")
    run("build", report)
    first = fingerprints(report)
    (cached,) = (report / ".cache").rglob("*.*")
    cached.write_bytes(b"spoilt")
    assert run("build", report).exit_code == 0
    assert fingerprints(report) == first


def test_a_report_is_found_from_inside_its_folder(report: Path, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(report)
    assert run("build").exit_code == 0
    assert run("trace", DOCUMENT).exit_code == 0


def test_init_check_and_build_lead_from_nothing_to_both_files(tmp_path: Path, run: Run) -> None:
    from openpyxl import load_workbook

    folder = tmp_path / "2016年工作总结"
    assert run("init", folder, "--year", "2016").exit_code == 0
    assert run("check", folder).exit_code == 1
    workbook = folder / "2016年数据.xlsx"
    book = load_workbook(workbook)
    sheet = book["指标"]
    for row in sheet.iter_rows():
        names = [cell.value for cell in row]
        if "数值" in names:
            column = names.index("数值")
        elif "简称" in names:
            row[column].value = "园区"
        elif "规上企业数" in names:
            row[column].value = 76
    book.save(workbook)
    done = run("build", folder)
    assert done.exit_code == 0, done.output
    assert (folder / "out/2016年工作总结.docx").is_file()
