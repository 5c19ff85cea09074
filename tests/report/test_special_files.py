"""Pipes, devices and sockets under the names of a report's files: refused at once, never waited for."""

import os
import socket
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from reportgen.files import read_bytes
from reportgen.load.read import read_data
from reportgen.model.diagnostic import Diagnostic, Fault, ReportError
from reportgen.model.schema import Schema
from reportgen.report import read_report

if sys.platform == "win32":
    pytest.skip("named pipes in folders are POSIX", allow_module_level=True)

Write = Callable[[str, str | bytes], Path]


def findings(folder: Path) -> list[Diagnostic]:
    """Everything that reading the report finds, whether it stops or not."""
    try:
        return read_report(folder)[1]
    except ReportError as problem:
        return list(problem.diagnostics)


@pytest.mark.parametrize(
    "name",
    ["sections/2.md", "kit/sections/1-基本情况.md", "kit/schema.toml", "kit/macros/句式.md"],
)
def test_a_pipe_in_the_place_of_a_template_or_setting_is_refused(folder: Path, name: str) -> None:
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.unlink(missing_ok=True)
    os.mkfifo(path)
    assert [item.code for item in findings(folder)] == ["no-regular-file"]


def test_a_pipe_in_the_place_of_a_workbook_is_refused(folder: Path) -> None:
    (folder / "2015.xlsx").unlink()
    os.mkfifo(folder / "2015.xlsx")
    assert [(item.code, str(item.place)) for item in findings(folder)] == [
        ("no-regular-file", "report.toml › report.data[1]")
    ]
    _, found = read_data([folder / "2015.xlsx"], Schema(sheets=()), 2015)
    assert [item.code for item in found] == ["no-regular-file"]


def test_a_device_is_refused() -> None:
    with pytest.raises(Fault) as raised:
        read_bytes(Path("/dev/zero"), "zero")
    assert raised.value.code == "no-regular-file"


def test_a_socket_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # the name of a socket has a hundred bytes at most
    with socket.socket(socket.AF_UNIX) as plug:
        plug.bind("s.docx")
        with pytest.raises(Fault) as raised:
            read_bytes(Path("s.docx"), "s.docx")
    assert raised.value.code == "no-regular-file"
