"""Links in a report's folder: a build writes nothing outside it."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

if sys.platform == "win32":
    pytest.skip("links need a right that Windows users lack", allow_module_level=True)

Run = Callable[..., Result]


@pytest.mark.parametrize("name", ["out", ".cache"])
@pytest.mark.parametrize("is_there", [True, False], ids=["folder", "nothing"])
def test_a_link_that_leads_out_of_the_report_is_never_written_through(
    report: Path, run: Run, tmp_path: Path, name: str, is_there: bool
) -> None:
    elsewhere = tmp_path / "elsewhere"
    if is_there:
        elsewhere.mkdir()
    (report / name).symlink_to(elsewhere)
    result = run("build", report)
    assert result.exit_code == 1
    assert "error[path-outside]" in result.stderr
    assert f"--> {name}" in result.stderr
    assert elsewhere.exists() is is_there
    assert not list(elsewhere.glob("*"))
    assert not list(report.glob("out/*"))


def test_a_link_to_another_folder_of_the_report_is_followed(report: Path, run: Run) -> None:
    (report / "finished").mkdir()
    (report / "out").symlink_to("finished")
    assert run("build", report).exit_code == 0
    assert len(list(report.glob("finished/*"))) == 2
