"""The user's folder of compiled templates: what lies there is run, so whose it is matters."""

import importlib.util
import os
import shutil
import subprocess
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


def test_the_stamp_is_another_one_where_a_maker_of_templates_is(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REPORTGEN_CACHE", str(folder))
    first, again = template_cache(), template_cache()
    assert first is not None
    assert again is not None
    first.put("a", b"one")
    assert again.get("a") == b"one"
    other = tmp_path / "site" / "jinja2"
    other.mkdir(parents=True)
    installed = importlib.util.find_spec("jinja2")
    assert installed is not None
    assert installed.origin is not None
    for name in room._JINJA_MAKERS:
        shutil.copy2(Path(installed.origin).with_name(f"{name}.py"), other)
    monkeypatch.setattr(room, "find_spec", lambda name: importlib.util.spec_from_file_location(
        name, other / "__init__.py", submodule_search_locations=[str(other)]
    ))  # fmt: skip
    same = template_cache()
    assert same is not None
    assert same.get("a") == b"one"
    os.utime(other / "compiler.py", (0, 0))
    changed = template_cache()
    assert changed is not None
    assert changed.get("a") is None


def test_every_module_that_makes_templates_is_in_the_stamp() -> None:
    made = "import sys, reportgen.narrate.compiling; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", made], check=True, capture_output=True, text=True).stdout.split()  # noqa: S603
    compiling = {name.rpartition(".")[2] for name in loaded if name.startswith("reportgen.narrate.")}
    assert set(room._OWN_MAKERS) - {"checked", "environment", "prose"} <= compiling
    assert {"jinja2", *(f"jinja2.{name}" for name in room._JINJA_MAKERS if name != "__init__")} <= {*loaded}


def test_without_jinja_there_is_no_cache(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REPORTGEN_CACHE", str(folder))
    monkeypatch.setattr(room, "find_spec", lambda _: None)
    assert template_cache() is None


def test_a_build_from_kept_templates_imports_no_jinja(folder: Path) -> None:
    checked = "import sys; from pathlib import Path; from reportgen.pipeline.build import check"
    told = f"{checked}; check(Path({str(EXAMPLE)!r})); print('jinja2' in sys.modules, 'markupsafe' in sys.modules)"
    environment = {**os.environ, "REPORTGEN_CACHE": str(folder)}
    command = [sys.executable, "-c", told]
    printed = [
        subprocess.run(command, check=True, capture_output=True, text=True, env=environment).stdout  # noqa: S603
        for _ in range(2)
    ]
    assert printed == ["True True\n", "False False\n"]


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
