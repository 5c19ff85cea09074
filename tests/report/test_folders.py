"""Folders of sections and macros: read where they are, passed over only where nothing has their name."""

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from reportgen.model.diagnostic import Diagnostic, ReportError
from reportgen.report import read_report

Write = Callable[[str, str | bytes], Path]


def findings(folder: Path) -> list[tuple[str, str]]:
    """Everything that reading the report finds, as code and place."""
    found: list[Diagnostic] | tuple[Diagnostic, ...]
    try:
        found = read_report(folder)[1]
    except ReportError as problem:
        found = problem.diagnostics
    return [(item.code, str(item.place)) for item in found]


@pytest.mark.parametrize(("name", "shown"), [("sections", "sections"), ("kit/macros", "macros")])
def test_a_file_in_the_place_of_a_folder_is_refused(folder: Path, write: Write, name: str, shown: str) -> None:
    write(name, "# 工作亮点\n")
    assert findings(folder) == [("not-a-folder", shown)]


def test_a_link_to_no_folder_is_refused(folder: Path) -> None:
    if sys.platform == "win32":
        pytest.skip("links need a right that Windows users lack")
    (folder / "sections").symlink_to("nowhere")
    assert findings(folder) == [("not-a-folder", "sections")]


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="rights do not bind this user")
def test_a_folder_that_may_not_be_listed_is_refused(folder: Path, write: Write) -> None:
    write("sections/2.md", "# 工作亮点\n")
    (folder / "sections").chmod(0)
    try:
        assert findings(folder) == [("unreadable-file", "sections")]
    finally:
        (folder / "sections").chmod(0o755)


def test_a_folder_that_cannot_be_listed_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "sections").mkdir()
    monkeypatch.setattr(Path, "iterdir", _refused)
    assert findings(folder) == [("unreadable-file", "sections")]


def _refused(path: Path) -> list[Path]:
    if path.name == "sections":
        raise PermissionError(13, "Permission denied")
    return [path / name for name in os.listdir(path)]  # noqa: PTH208 - what is patched cannot be called
