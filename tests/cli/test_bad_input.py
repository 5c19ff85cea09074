"""What ends at the command line: a clear error, exit code 1, and every file as it was."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import Result
from openpyxl import Workbook, load_workbook

Run = Callable[..., Result]
Json = Callable[..., dict[str, Any]]
Fingerprints = Callable[[Path], dict[str, str]]
Edit = Callable[[dict[str, object]], None]
Break = Callable[[Path], None]

DOCUMENT, APPENDIX = "out/2015年总结.docx", "out/2015年总结附件.xlsx"


def replace(name: str, old: str, new: str) -> Break:
    def change(folder: Path) -> None:
        path = folder / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return change


def cell(sheet: str, address: str, value: Any) -> Break:
    def change(folder: Path) -> None:
        book = load_workbook(folder / "2015.xlsx")
        book[sheet][address] = value
        book.save(folder / "2015.xlsx")

    return change


def without_sheet(folder: Path) -> None:
    book = load_workbook(folder / "2015.xlsx")
    del book["主导产业"]
    book.save(folder / "2015.xlsx")


def indicator_twice(folder: Path) -> None:
    book = load_workbook(folder / "2015.xlsx")
    book["指标"].append(("规上企业数", "家", 80))
    book.save(folder / "2015.xlsx")


def content(data: bytes, name: str = "2015.xlsx") -> Break:
    def change(folder: Path) -> None:
        (folder / name).write_bytes(data)

    return change


def bomb(folder: Path) -> None:
    """A sheet of 64 MB of spaces, a thousandth of that when packed."""
    spoilt = folder / "spoilt"
    with (
        zipfile.ZipFile(folder / "2015.xlsx") as sound,
        zipfile.ZipFile(spoilt, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as package,
    ):
        for part in sound.namelist():
            package.writestr(part, b" " * (64 << 20) if part.endswith("sheet1.xml") else sound.read(part))
    spoilt.replace(folder / "2015.xlsx")


def far_cell(folder: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "指标"
    sheet["XFD1048576"] = 1
    book.save(folder / "2015.xlsx")


ENCRYPTED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600


def parts(change: Callable[[str], str]) -> Break:
    """The workbook with another text in each of its parts."""

    def spoil(folder: Path) -> None:
        target = folder / "spoilt"
        with zipfile.ZipFile(folder / "2015.xlsx") as sound, zipfile.ZipFile(target, "w") as package:
            for part in sound.namelist():
                package.writestr(part, change(sound.read(part).decode()))
        target.replace(folder / "2015.xlsx")

    return spoil


def strict(text: str) -> str:
    """The namespaces of ISO/IEC 29500 Strict for those of Transitional."""
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    text = text.replace(relations, "http://purl.oclc.org/ooxml/officeDocument/relationships")
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return text.replace(main, "http://purl.oclc.org/ooxml/spreadsheetml/main")


SECTION = "kit/sections/1-基本情况.md"
CASES: list[tuple[str, Break, str, str]] = [
    ("no workbook", lambda folder: (folder / "2015.xlsx").unlink(), "data-not-found", "report.toml › report.data[1]"),
    ("no sheet", without_sheet, "missing-sheet", "2015.xlsx"),
    ("no column", cell("主导产业", "B1", "别的（亿元）"), "missing-column", "2015.xlsx › 主导产业"),
    ("no cell", cell("主导产业", "B3", None), "missing-required-value", "2015.xlsx › 主导产业 › B3"),
    ("wrong unit", cell("主导产业", "B1", "产值（家）"), "wrong-unit", "2015.xlsx › 主导产业 › B1"),
    ("text", cell("主导产业", "B3", "很多"), "text-for-number", "2015.xlsx › 主导产业 › B3"),
    ("twice", indicator_twice, "duplicate-indicator", "2015.xlsx › 指标 › A3"),
    ("empty file", content(b""), "empty-workbook", "2015.xlsx"),
    ("corrupt", content(b"PK\x03\x04" + b"\0" * 100), "broken-package", "2015.xlsx"),
    ("no workbook at all", content(b"\x89PNG\r\n\x1a\n" + b"\0" * 100), "not-a-workbook", "2015.xlsx"),
    ("old Excel", content(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600), "old-office-file", "2015.xlsx"),
    ("encrypted", content(ENCRYPTED), "encrypted-file", "2015.xlsx"),
    ("zip bomb", bomb, "zip-bomb", "2015.xlsx"),
    ("far cell", far_cell, "", "2015.xlsx › "),
    ("syntax", replace(SECTION, "{% for", "{% fro"), "unknown-tag", "small › sections/1-基本情况.md:7:"),
    ("undefined name", replace(SECTION, "{{ 规上企业数 }}", "{{ 规上企业 }}"), "", "small › sections/1-基本情况.md:5:"),
    ("unknown word", replace(SECTION, "| 金额", "| 金钱"), "", "small › sections/1-基本情况.md:5:"),
    ("escape", replace(SECTION, "{{ 规上企业数 }}", "{{ ''.__class__ }}"), "", "small › sections/1-基本情况.md:5:"),
    (
        "endless loop",
        replace(SECTION, "{% for 产业", "{% for a in range(999999999) %}{% endfor %}{% for 产业"),
        "",
        "small › sections/1-基本情况.md:7:",
    ),
    ("no style", lambda folder: (folder / "kit/styles/gb9704.docx").unlink(), "file-not-found", "kit.toml › styles"),
    ("broken style", content(b"x", "kit/styles/gb9704.docx"), "", "gb9704.docx"),
    ("broken settings", replace("report.toml", "year = 2015", "year = 二〇一五"), "not-toml", "report.toml:3:8"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "spoil", "code", "place"), CASES, ids=[name for name, *_ in CASES])
def test_bad_input_is_a_clear_error_and_changes_no_file(
    report: Path,
    run: Run,
    run_json: Json,
    fingerprints: Fingerprints,
    name: str,
    spoil: Break,
    code: str,
    place: str,
) -> None:
    assert run("build", report).exit_code == 0
    spoil(report)
    before = fingerprints(report)
    done = run("build", report)
    assert done.exit_code == 1
    assert fingerprints(report) == before
    found = [item for item in run_json("build", report)["findings"] if item["severity"] == "error"]
    assert found
    places = {item["code"]: item["place"]["text"] for item in found if item["place"]}
    if code:
        assert code in places, places
        assert places[code].startswith(place)
    else:
        assert any(text.startswith(place) for text in places.values()), places
    assert all(item["help"] for item in found)
    assert "Traceback" not in done.output


@pytest.mark.parametrize(
    "spoil",
    [
        parts(lambda text: re.sub('<dimension ref="[^"]*"', '<dimension ref="A1:A1"', text)),
        parts(lambda text: re.sub('<dimension ref="[^"]*"', '<dimension ref="A1:XFD1048576"', text)),
        parts(lambda text: text.replace("spreadsheetml.sheet.main", "ms-excel.sheet.macroEnabled.main")),
        parts(strict),
    ],
    ids=["dimension too small", "dimension too large", "macro workbook", "strict"],
)
def test_an_odd_workbook_gives_the_same_word_file(report: Path, run: Run, spoil: Break) -> None:
    assert run("build", report).exit_code == 0
    before = (report / DOCUMENT).read_bytes()
    untouched = (report / "2015.xlsx").read_bytes()
    spoil(report)
    assert (report / "2015.xlsx").read_bytes() != untouched
    done = run("build", report)
    assert done.exit_code == 0, done.stderr
    assert (report / DOCUMENT).read_bytes() == before


def test_a_sheet_merged_whole_ends_soon_and_without_a_traceback(report: Path, run: Run) -> None:
    parts(
        lambda text: text.replace(
            "</sheetData>", '</sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'
        )
    )(report)
    done = run("build", report)
    assert done.exit_code in (0, 1)
    assert "Traceback" not in done.output


def test_an_output_edited_by_hand_is_not_overwritten_unless_forced(
    report: Path, run: Run, fingerprints: Fingerprints
) -> None:
    run("build", report)
    document = report / DOCUMENT
    edited = report / "edited.docx"
    with zipfile.ZipFile(document) as old, zipfile.ZipFile(edited, "w") as new:
        for part in old.infolist():
            data = old.read(part)
            new.writestr(part, data.replace(b"42.86", b"42.87") if part.filename == "word/document.xml" else data)
    edited.replace(document)
    before = fingerprints(report)
    done = run("build", report)
    assert done.exit_code == 1
    assert "error[output-edited]" in done.stderr
    assert "2015年总结.docx" in done.stderr
    assert fingerprints(report) == before
    traced = run("trace", document, "--figure", "42.86")
    assert "42.86亿元 (now: 42.87亿元)" in traced.stdout
    assert run("build", "--force", report).exit_code == 0
    assert fingerprints(report) != before
    assert "now:" not in run("trace", document).stdout


def _rewritten(document: Path, target: Path, change: Callable[[str], str]) -> Path:
    """The Word file with another text of its main part."""
    with zipfile.ZipFile(document) as old, zipfile.ZipFile(target, "w") as new:
        for part in old.infolist():
            data = old.read(part)
            new.writestr(part, change(data.decode()) if part.filename == "word/document.xml" else data)
    return target


def test_a_figure_is_found_by_what_a_person_made_of_it(report: Path, run: Run) -> None:
    run("build", report)
    edited = _rewritten(report / DOCUMENT, report / "edited.docx", lambda text: text.replace("42.86", "99.99"))
    assert "42.86亿元 (now: 99.99亿元)" in run("trace", edited, "--figure", "99.99").stdout
    assert "42.86亿元 (now: 99.99亿元)" in run("trace", edited, "--figure", "42.86").stdout


def test_a_copy_of_a_figure_with_other_text_does_not_speak_for_the_figure(report: Path, run: Run) -> None:
    import re

    def copied(text: str) -> str:
        control = next(found for found in re.findall(r"<w:sdt>.*?</w:sdt>", text, re.S) if "42.86" in found)
        return text.replace(control, control + control.replace("42.86", "7"))

    run("build", report)
    edited = _rewritten(report / DOCUMENT, report / "edited.docx", copied)
    said = run("trace", edited, "--figure", "42.86").stdout
    assert "42.86亿元" in said
    assert "now:" not in said


def test_a_figure_that_was_deleted_from_the_document_is_said_to_be_gone(report: Path, run: Run) -> None:
    import re

    run("build", report)
    document, shorter = report / DOCUMENT, report / "shorter.docx"
    with zipfile.ZipFile(document) as old, zipfile.ZipFile(shorter, "w") as new:
        for part in old.infolist():
            data = old.read(part)
            if part.filename == "word/document.xml":
                text = data.decode()
                controls = [found for found in re.findall(r"<w:sdt>.*?</w:sdt>", text, re.S) if "21.543" in found]
                assert controls
                data = text.replace(controls[0], "").encode()
            new.writestr(part, data)
    assert "21.543亿元 (removed)" in run("trace", shorter, "--figure", "21.543").stdout


@pytest.fixture
def tabled(report: Path, run: Run) -> Path:
    """The Word file of the report with a table of its two industries."""
    section = report / "kit/sections/1-基本情况.md"
    table = '\n详见{{ 表("产业表") }}。\n\n::: 表 产业表\n数据: 主导产业\n列: 名称、产值、占比(产值)\n合计: 是\n:::\n'
    section.write_text(section.read_text(encoding="utf-8") + table, encoding="utf-8")
    assert run("build", report).exit_code == 0
    return report / DOCUMENT


def test_a_figure_edited_in_a_table_is_said_and_found_by_its_present_text(tabled: Path, run: Run) -> None:
    edited = _rewritten(tabled, tabled.with_name("edited.docx"), lambda text: text.replace(">21.543<", ">99<"))
    for figure in ("99", "21.543"):
        said = run("trace", edited, "--figure", figure)
        assert said.exit_code == 0
        assert "21.543 (now: 99) " in said.stdout
    assert "21.543（现为：99） " in run("trace", edited, "--figure", "99", language="zh").stdout
    assert "now" not in run("trace", tabled, "--figure", "21.543").stdout


def test_a_table_changed_beyond_recognition_is_not_guessed_at(tabled: Path, run: Run, run_json: Json) -> None:
    def other_row(text: str) -> str:
        for old, new in ((">医药食品<", ">新材料<"), (">21.543<", ">5<"), (">33.5<", ">1<")):
            assert old in text
            text = text.replace(old, new)
        return text

    edited = _rewritten(tabled, tabled.with_name("edited.docx"), other_row)
    assert "21.543 (table changed: cannot tell)" in run("trace", edited, "--figure", "21.543").stdout
    found = run_json("trace", edited)["figures"]
    assert [(item["now"], item["unsure"]) for item in found if item["table_row"] == 3] == [(None, True), (None, True)]


def test_a_read_only_output_stays_as_it_is(report: Path, run: Run, fingerprints: Fingerprints) -> None:
    run("build", report)
    (report / APPENDIX).chmod(0o444)
    before = fingerprints(report)
    done = run("build", report)
    assert done.exit_code == 1
    assert "error[not-writable]" in done.stderr
    assert "2015年总结附件.xlsx" in done.stderr
    assert fingerprints(report) == before


@pytest.mark.parametrize(
    ("number", "code"), [(28, "disk-full"), (13, "output-in-use"), (5, "not-writable")], ids=["full", "open", "broken"]
)
def test_a_failed_write_leaves_both_outputs_as_they_were(
    report: Path,
    run: Run,
    edit: Edit,
    fingerprints: Fingerprints,
    monkeypatch: pytest.MonkeyPatch,
    number: int,
    code: str,
) -> None:
    run("build", report)
    edit({"主导产业!B2": 43})
    before = fingerprints(report)
    name = "replace" if code == "output-in-use" else "fsync"

    def fail(*_args: object, **_rest: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, name, fail)
    done = run("build", report)
    assert done.exit_code == 1
    assert f"error[{code}]" in done.stderr
    assert fingerprints(report) == before


@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX")
@pytest.mark.parametrize("moment", [0.0, 0.3, 0.6, 0.9])
def test_a_build_that_is_killed_leaves_old_or_new_files_whole(
    report: Path, run: Run, edit: Edit, fingerprints: Fingerprints, tmp_path: Path, moment: float
) -> None:
    run("build", report)
    old = fingerprints(report / "out")
    edit({"主导产业!B2": 43})
    copy = shutil.copytree(report, tmp_path / "copy")
    started = time.monotonic()
    run("build", copy)
    took = time.monotonic() - started
    new = fingerprints(copy / "out")
    command = [sys.executable, "-m", "reportgen", "build", "-q", str(report)]
    process = subprocess.Popen(command)  # noqa: S603 - our own program
    time.sleep(0.2 + took * moment)
    process.send_signal(signal.SIGKILL)
    process.wait()
    left = fingerprints(report / "out")
    for name in old:
        assert left[name] in (old[name], new[name])
    done = run("build", report)
    assert done.exit_code == 0, done.output
    assert fingerprints(report / "out") == new


@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX")
def test_ctrl_c_ends_a_build_with_a_short_text(report: Path) -> None:
    code = (
        "import os, signal, sys, time; from reportgen.cli.program import run; import reportgen.pipeline.prepare as p;"
        "signal.signal(signal.SIGINT, signal.default_int_handler);"  # ignored in what a shell runs behind itself
        "p.read_report = lambda folder: (os.kill(os.getpid(), signal.SIGINT), time.sleep(60));"
        "sys.exit(run(['build', sys.argv[1]]))"
    )
    done = subprocess.run([sys.executable, "-c", code, str(report)], capture_output=True, text=True, check=False)  # noqa: S603
    assert (done.returncode, done.stdout, done.stderr) == (130, "", "interrupted; all files are as they were\n")


@pytest.mark.skipif(sys.platform == "win32", reason="a shell pipe of POSIX")
@pytest.mark.parametrize("command", ["--help", "explain"])
def test_a_reader_that_goes_away_is_no_error(command: str) -> None:
    program = subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-m", "reportgen", command], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert program.stdout is not None
    assert program.stderr is not None
    program.stdout.close()
    said = program.stderr.read()
    assert (program.wait(), said) == (0, "")
    program.stderr.close()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
@pytest.mark.parametrize(
    "command", ["--help", "--version", "explain", "init --list-kits", "check", "check --format json"]
)
def test_output_that_leads_to_a_full_disk_is_said_and_is_no_bug_of_ours(report: Path, command: str) -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(  # noqa: S603 - our own program
            [sys.executable, "-m", "reportgen", "--lang", "en", *command.split()],
            stdout=full,
            stderr=subprocess.PIPE,
            cwd=report,
            text=True,
            check=False,
        )
        unheard = subprocess.run(  # noqa: S603 - our own program
            [sys.executable, "-m", "reportgen", *command.split()], stdout=full, stderr=full, cwd=report, check=False
        )
    assert done.returncode == 1
    assert done.stderr.startswith("error[screen-disk-full]: the disk is full")
    assert "Traceback" not in done.stderr
    assert unheard.returncode == 1


def test_a_terminal_that_takes_nothing_any_more_is_said_once(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from reportgen.console.terminal import Terminal
    from reportgen.model.diagnostic import Fault

    with (tmp_path / "out.txt").open("w", encoding="utf-8") as stream:
        terminal = Terminal(stream, "never")

        def refuse(_text: str) -> int:
            raise OSError(5, os.strerror(5))

        monkeypatch.setattr(terminal, "stream", SimpleNamespace(write=refuse, fileno=stream.fileno))
        with pytest.raises(Fault) as found:
            terminal.line("a")
        assert found.value.code == "screen-not-written"
        terminal.line("b")


@pytest.mark.parametrize(
    ("language", "said"), [("en", "this is a fault of reportgen"), ("zh", "这是 reportgen 自身的毛病")]
)
def test_our_own_bug_is_a_short_text_and_a_file_with_the_traceback(
    report: Path, run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, language: str, said: str
) -> None:
    def fail(*_args: object) -> None:
        raise ZeroDivisionError("somewhere deep")

    monkeypatch.setattr("reportgen.pipeline.prepare.read_report", fail)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    done = run("build", report, language=language)
    assert done.exit_code == 3
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    (saved,) = tmp_path.glob("reportgen-*.txt")
    assert str(saved) in done.stderr
    assert "ZeroDivisionError: somewhere deep" in saved.read_text(encoding="utf-8")
