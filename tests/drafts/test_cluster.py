"""Drafts on a Dask cluster of one machine: a scheduler and two workers, as the README starts them."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from reportgen.drafts import crew
from reportgen.model.diagnostic import Fault

pytest.importorskip("distributed")

Start = Callable[..., "subprocess.Popen[str]"]
_ADDRESS = re.compile(r"tcp://[0-9.]+:[0-9]+")


def dask(folder: Path, *arguments: str) -> "subprocess.Popen[bytes]":
    """One of Dask's own programs; what it says goes to a file, where its address can be read."""
    command = [sys.executable, "-m", "dask", *arguments]
    with (folder / f"{arguments[0]}.log").open("ab") as log:
        return subprocess.Popen(command, stdout=log, stderr=log, cwd=folder)  # noqa: S603 - Dask's own


def worker(folder: Path, address: str) -> "subprocess.Popen[bytes]":
    options = ("--nthreads", "1", "--no-dashboard", "--no-nanny", "--local-directory", str(folder))
    return dask(folder, "worker", address, *options)


@pytest.fixture
def scheduler(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, list["subprocess.Popen[bytes]"], Path]]:
    """A scheduler's address, its process in a list that takes those of workers, and a folder for workers."""
    folder = tmp_path_factory.mktemp("dask")
    running = [dask(folder, "scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard")]
    end = time.monotonic() + 60
    found = None
    while found is None and time.monotonic() < end:
        time.sleep(0.05)
        found = _ADDRESS.search((folder / "scheduler.log").read_text(encoding="utf-8", errors="replace"))
    assert found is not None
    yield found[0], running, folder
    for process in running:
        process.kill()
        process.wait()


@pytest.fixture
def cluster(
    scheduler: tuple[str, list["subprocess.Popen[bytes]"], Path],
) -> tuple[str, list["subprocess.Popen[bytes]"], Path]:
    """The same with two workers, which may need some seconds to come."""
    address, running, folder = scheduler
    running += [worker(folder, address) for _ in range(2)]
    return scheduler


def drafts_in(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.glob("*.docx")}


def wait_for(count: int, out: Path, process: "subprocess.Popen[str]") -> None:
    end = time.monotonic() + 60
    while len(list(out.glob("*.docx"))) <= count and process.poll() is None and time.monotonic() < end:
        time.sleep(0.002)


def test_the_drafts_of_a_cluster_are_those_of_one_process(
    start: Start,
    cluster: tuple[str, list["subprocess.Popen[bytes]"], Path],
    expected: dict[str, bytes],
    tmp_path: Path,
) -> None:
    said, _ = start(tmp_path, 2, cluster[0]).communicate(timeout=120)
    assert said.startswith("120 0 0 0\n"), said
    assert drafts_in(tmp_path) == expected


def test_a_killed_worker_of_the_cluster_costs_no_draft(
    start: Start,
    cluster: tuple[str, list["subprocess.Popen[bytes]"], Path],
    expected: dict[str, bytes],
    tmp_path: Path,
) -> None:
    address, running, folder = cluster
    process = start(tmp_path, 2, address)
    wait_for(0, tmp_path, process)
    os.kill(running[1].pid, signal.SIGKILL)
    running.append(worker(folder, address))
    said, _ = process.communicate(timeout=120)
    assert said.startswith("120 0 0 0\n"), said
    assert drafts_in(tmp_path) == expected


def test_a_lost_scheduler_ends_the_run_and_the_next_makes_the_rest(
    start: Start,
    cluster: tuple[str, list["subprocess.Popen[bytes]"], Path],
    expected: dict[str, bytes],
    tmp_path: Path,
) -> None:
    address, running, _folder = cluster
    process = start(tmp_path, 2, address)
    wait_for(0, tmp_path, process)
    for other in running:
        other.kill()
    said, _ = process.communicate(timeout=120)
    there = drafts_in(tmp_path)
    assert there == {name: expected[name] for name in there}
    if len(there) < 120:
        assert "scheduler-lost" in said
        assert process.returncode == 1
    again, _ = start(tmp_path, 1).communicate(timeout=120)
    assert again.startswith(f"{120 - len(there)} {len(there)} 0 0\n")
    assert drafts_in(tmp_path) == expected


def test_an_address_where_nobody_answers_is_said(start: Start, tmp_path: Path) -> None:
    said, _ = start(tmp_path, 2, "tcp://127.0.0.1:9").communicate(timeout=120)
    assert "no-scheduler" in said
    assert not drafts_in(tmp_path)


def test_a_scheduler_without_workers_is_said(
    scheduler: tuple[str, list["subprocess.Popen[bytes]"], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crew, "WORKERS_WITHIN", 1)
    with pytest.raises(Fault) as raised:
        crew.Cluster(_nothing, b"", scheduler[0])
    assert raised.value.code == "no-workers"


def test_workers_with_another_version_are_said(
    cluster: tuple[str, list["subprocess.Popen[bytes]"], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    crew.Cluster(_nothing, b"", cluster[0]).close()
    monkeypatch.setattr(crew, "own_version", lambda: "0.0.1")
    with pytest.raises(Fault) as raised:
        crew.Cluster(_nothing, b"", cluster[0])
    assert raised.value.code == "other-workers"
    assert raised.value.diagnostics[0].facts["version"] == "0.0.1"


def test_workers_without_the_program_are_said(
    cluster: tuple[str, list["subprocess.Popen[bytes]"], Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crew, "own_version", lambda: "0.0.1")
    monkeypatch.setattr(crew, "_PROGRAM", "no-such-program")
    with pytest.raises(Fault) as raised:
        crew.Cluster(_nothing, b"", cluster[0])
    assert raised.value.diagnostics[0].facts["found"] == "—"


def _nothing(_shared: bytes, chunk: Sequence[object]) -> Sequence[object]:
    return chunk
