import os
from pathlib import Path

import pytest

from reportgen.kit import kit_folders
from reportgen.model.diagnostic import Severity
from reportgen.pipeline.build import check
from reportgen.pipeline.init import InitOptions, init, kits
from reportgen.report import read_report

OPTIONS = InitOptions(kit="work-summary", year=2016)


def names(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_a_new_report_has_settings_a_guide_and_a_blank_workbook(tmp_path: Path) -> None:
    outcome = init(tmp_path / "2016年工作总结", OPTIONS)
    assert not outcome.diagnostics
    assert names(tmp_path) == [
        "2016年工作总结/2016年数据.xlsx",
        "2016年工作总结/report.toml",
        "2016年工作总结/sections/说明.txt",
    ]
    assert {path.relative_to(tmp_path).as_posix() for path in outcome.written} == set(names(tmp_path))


def test_a_new_report_can_be_read_and_asks_for_what_is_missing(tmp_path: Path) -> None:
    init(tmp_path / "a", OPTIONS)
    report, found = read_report(tmp_path / "a")
    assert (report.year, report.title, report.kit.name) == (2016, "2016年工作总结", "work-summary")
    assert [item.code for item in found] == ["placeholder-left"]
    errors = [item for item in check(tmp_path / "a").diagnostics if item.severity is Severity.ERROR]
    assert {item.code for item in errors} == {"missing-required-value"}
    assert {str(item.place).split(" › ")[0] for item in errors} == {"2016年数据.xlsx"}


def test_a_new_report_may_go_into_an_empty_folder(tmp_path: Path) -> None:
    assert init(tmp_path, OPTIONS).written
    assert "report.toml" in names(tmp_path)


@pytest.mark.parametrize("kind", ["folder", "file", "link"])
def test_what_is_there_already_is_left_alone(tmp_path: Path, kind: str) -> None:
    target = tmp_path / "a"
    if kind == "folder":
        target.mkdir()
        (target / "mine.txt").write_text("mine", encoding="utf-8")
    elif kind == "file":
        target.write_text("mine", encoding="utf-8")
    else:
        target.symlink_to(tmp_path / "nowhere")
    outcome = init(target, OPTIONS)
    assert [item.code for item in outcome.diagnostics] == ["folder-not-empty"]
    assert not outcome.written
    assert names(tmp_path) == {"folder": ["a/mine.txt"], "file": ["a"], "link": []}[kind]


def test_an_unknown_kit_is_refused_with_the_nearest_before_anything_is_made(tmp_path: Path) -> None:
    outcome = init(tmp_path / "a", InitOptions(kit="work-sumary", year=2016))
    assert [(item.code, item.suggestion) for item in outcome.diagnostics] == [("unknown-kit", "work-summary")]
    assert not (tmp_path / "a").exists()


@pytest.mark.parametrize("step", ["write_bytes", "rename"])
def test_a_failure_on_the_way_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str) -> None:
    def fail(*_args: object) -> None:
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(Path, step, fail)
    outcome = init(tmp_path / "a", OPTIONS)
    assert [(item.code, item.facts["problem"]) for item in outcome.diagnostics] == [
        ("not-creatable", "No space left on device")
    ]
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("name", ["长" * 300, "a\0b"], ids=["long", "NUL"])
def test_a_name_that_no_folder_can_have_is_a_finding(tmp_path: Path, name: str) -> None:
    assert [item.code for item in init(tmp_path / name, OPTIONS).diagnostics] == ["not-creatable"]
    assert not list(tmp_path.iterdir())


def test_a_failure_gives_an_empty_folder_back(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: object) -> None:
        raise OSError(28, os.strerror(28))

    (tmp_path / "a").mkdir()
    monkeypatch.setattr(Path, "rename", fail)
    assert init(tmp_path / "a", OPTIONS).stopped
    assert [path.name for path in tmp_path.iterdir()] == ["a"]
    assert not list((tmp_path / "a").iterdir())


def test_an_interrupted_init_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_args: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(Path, "rename", interrupt)
    with pytest.raises(KeyboardInterrupt):
        init(tmp_path / "a", OPTIONS)
    assert list(tmp_path.iterdir()) == []


def test_every_kit_is_listed_with_its_title() -> None:
    assert dict(kits()).keys() == kit_folders().keys()
    assert ("work-summary", "年度工作总结") in kits()
