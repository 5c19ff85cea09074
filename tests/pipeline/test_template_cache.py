"""The user's folder of compiled templates: what lies there is run, so whose it is matters."""

import os
import sys
import time
from pathlib import Path

import pytest

from reportgen.narrate.environment import shared_environment
from reportgen.pipeline import template_cache as room
from reportgen.pipeline.build import check
from reportgen.pipeline.template_cache import TemplateCache, template_cache

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "qingzhen-2024"
posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps the folders of users apart by itself")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "templates"


@pytest.fixture
def cache(folder: Path) -> TemplateCache:
    return TemplateCache(folder, "stamp")


def test_what_was_put_is_there_under_its_key_only(cache: TemplateCache, folder: Path) -> None:
    assert cache.get("a") is None
    cache.put("a", b"one")
    cache.put("b", b"two")
    cache.put("a", b"three")
    assert (cache.get("a"), cache.get("b"), cache.get("c")) == (b"three", b"two", None)
    assert [path.suffix for path in folder.iterdir()] == [".template"] * 2


def test_another_version_finds_nothing(cache: TemplateCache, folder: Path) -> None:
    cache.put("a", b"one")
    assert TemplateCache(folder, "another").get("a") is None


@posix
def test_folder_and_files_are_for_the_user_alone(cache: TemplateCache, folder: Path) -> None:
    cache.put("a", b"one")
    assert folder.stat().st_mode & 0o777 == 0o700
    assert [path.stat().st_mode & 0o777 for path in folder.iterdir()] == [0o600]


@posix
@pytest.mark.parametrize("mode", [0o720, 0o702])
def test_a_folder_where_others_may_write_is_not_used(cache: TemplateCache, folder: Path, mode: int) -> None:
    cache.put("a", b"one")
    folder.chmod(mode)
    assert cache.get("a") is None
    cache.put("b", b"two")
    assert len(list(folder.iterdir())) == 1


@posix
def test_a_file_that_others_may_write_is_not_read(cache: TemplateCache, folder: Path) -> None:
    cache.put("a", b"one")
    next(folder.iterdir()).chmod(0o622)
    assert cache.get("a") is None


@posix
def test_a_folder_of_somebody_else_is_not_used(
    cache: TemplateCache, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.put("a", b"one")
    owner = folder.stat().st_uid
    monkeypatch.setattr(os, "geteuid", lambda: owner + 1)
    assert cache.get("a") is None


@posix
def test_a_link_in_the_place_of_the_folder_is_not_followed(cache: TemplateCache, folder: Path, tmp_path: Path) -> None:
    cache.put("a", b"one")
    folder.rename(tmp_path / "moved")
    folder.symlink_to(tmp_path / "moved")
    assert cache.get("a") is None


def test_a_folder_that_cannot_be_made_is_done_without(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    cache = TemplateCache(tmp_path / "file" / "templates", "stamp")
    cache.put("a", b"one")
    assert cache.get("a") is None


def test_of_too_many_the_older_half_goes(cache: TemplateCache, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "_MOST", 4)
    now = time.time()
    for number in range(5):
        cache.put(str(number), b"x")
        for path in folder.iterdir():
            os.utime(path, (now, path.stat().st_mtime - 10))
    assert [cache.get(str(number)) for number in range(5)] == [None, None, b"x", b"x", b"x"]


@pytest.mark.parametrize("value", ["off", "OFF", "0", "no", ""])
def test_it_can_be_switched_off(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REPORTGEN_CACHE", value)
    assert template_cache() is None


def test_without_a_home_there_is_no_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_home() -> Path:
        raise RuntimeError

    monkeypatch.delenv("REPORTGEN_CACHE")
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.delenv("LOCALAPPDATA", raising=False)
    monkeypatch.setattr(Path, "home", no_home)
    assert template_cache() is None


def test_a_build_finds_again_what_the_one_before_compiled(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REPORTGEN_CACHE", str(folder))
    outcomes = []
    for _ in range(2):
        shared_environment.cache_clear()  # as a new process
        outcomes.append(check(EXAMPLE))
    times = {path: path.stat().st_mtime_ns for path in folder.iterdir()}
    shared_environment.cache_clear()
    outcomes.append(check(EXAMPLE))
    assert outcomes[0] == outcomes[1] == outcomes[2]
    assert len(times) >= 5
    assert times == {path: path.stat().st_mtime_ns for path in folder.iterdir()}
