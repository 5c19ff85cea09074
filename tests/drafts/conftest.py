"""Runs of drafts in processes of their own, which tests may kill."""

import importlib.util
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

SCRIPT = Path(__file__).with_name("draft_world.py")
Start = Callable[..., "subprocess.Popen[str]"]


def _world(folder: Path, count: int) -> tuple[Path, Path]:
    spec = importlib.util.spec_from_file_location("draft_world", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    made: tuple[Path, Path] = module.make_world(folder, count)
    return made


@pytest.fixture(scope="session")
def towns(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A report and its table of 120 towns."""
    return _world(tmp_path_factory.mktemp("world"), 120)


@pytest.fixture
def start(towns: tuple[Path, Path]) -> Iterator[Start]:
    """Start a run: folder, number of processes, and the address of a scheduler if there is one."""
    running: list[subprocess.Popen[str]] = []

    def begin(out: Path, jobs: int, address: str = "") -> "subprocess.Popen[str]":
        command = [sys.executable, str(SCRIPT), *map(str, towns), str(out), str(jobs)]
        process = subprocess.Popen(  # noqa: S603 - our own script
            [*command, address] if address else command,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        )
        running.append(process)
        return process

    yield begin
    for process in running:
        if process.poll() is None:
            process.kill()
            process.communicate()


@pytest.fixture(scope="session")
def expected(towns: tuple[Path, Path], tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The drafts of a sequential run by name."""
    out = tmp_path_factory.mktemp("sequential")
    subprocess.run([sys.executable, str(SCRIPT), *map(str, towns), str(out), "1"], check=True, capture_output=True)  # noqa: S603
    return {path.name: path.read_bytes() for path in out.glob("*.docx")}
