"""Whatever is killed, and whenever: every draft is whole, none is lost, the next run makes the rest and only that."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from reportgen.drafts.ledger import LOCK, read_ledger

Start = Callable[..., "subprocess.Popen[str]"]

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX")
SPARE = {".reportgen-drafts.jsonl", ".reportgen-drafts.tmp", LOCK}


def drafts_in(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.glob("*.docx")}


def wait_for(condition: Callable[[], bool], process: "subprocess.Popen[str]") -> None:
    end = time.monotonic() + 60
    while not condition() and process.poll() is None and time.monotonic() < end:
        time.sleep(0.002)


def children(process: int) -> list[int]:
    """The processes that a process started (Linux)."""
    try:
        return [int(word) for word in Path(f"/proc/{process}/task/{process}/children").read_text().split()]
    except OSError:
        return []


def workers(process: int) -> list[int]:
    """Those of its children that are of the pool, not the tracker of `multiprocessing`."""
    found = []
    for child in children(process):
        try:
            command = Path(f"/proc/{child}/cmdline").read_bytes()
        except OSError:
            continue
        if b"spawn_main" in command:
            found.append(child)
    return found


@pytest.mark.parametrize("jobs", [1, 2])
@pytest.mark.parametrize("after", [0, 1, 17, 60, 110])
def test_a_killed_run_leaves_whole_drafts_and_the_next_makes_only_the_rest(
    start: Start, expected: dict[str, bytes], tmp_path: Path, jobs: int, after: int
) -> None:
    process = start(tmp_path, jobs)
    wait_for(lambda: len(list(tmp_path.glob("*.docx"))) > after, process)
    process.kill()
    process.communicate()
    there = drafts_in(tmp_path)
    assert there == {name: expected[name] for name in there}
    assert {path.name for path in tmp_path.iterdir()} <= {*there, *SPARE}
    times = {name: (tmp_path / name).stat().st_mtime_ns for name in there}
    said, _ = start(tmp_path, 1).communicate(timeout=120)
    written, unchanged, failed, left = map(int, said.split("\n")[0].split())
    assert (written, unchanged, failed, left) == (120 - len(there), len(there), 0, 0)
    assert drafts_in(tmp_path) == expected
    assert times == {name: (tmp_path / name).stat().st_mtime_ns for name in there}
    assert len(read_ledger(tmp_path)) == 120


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs /proc")
def test_the_workers_of_a_killed_run_end_too(start: Start, tmp_path: Path) -> None:
    process = start(tmp_path, 2)
    wait_for(lambda: len(workers(process.pid)) == 2, process)
    orphans = workers(process.pid)
    process.kill()
    process.communicate()
    end = time.monotonic() + 20
    while any(Path(f"/proc/{orphan}").exists() for orphan in orphans) and time.monotonic() < end:
        time.sleep(0.05)
    assert not [orphan for orphan in orphans if Path(f"/proc/{orphan}").exists()]


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs /proc")
@pytest.mark.parametrize("after", [0, 26, 80])
def test_a_killed_worker_costs_no_draft(start: Start, expected: dict[str, bytes], tmp_path: Path, after: int) -> None:
    process = start(tmp_path, 2)
    wait_for(lambda: len(list(tmp_path.glob("*.docx"))) > after and bool(workers(process.pid)), process)
    for worker in workers(process.pid)[:1]:
        os.kill(worker, signal.SIGKILL)
    said, _ = process.communicate(timeout=120)
    assert process.returncode == 0, said
    assert said.startswith("120 0 0 0\n")
    assert drafts_in(tmp_path) == expected


def test_ctrl_c_ends_a_run_cleanly(start: Start, expected: dict[str, bytes], tmp_path: Path) -> None:
    process = start(tmp_path, 2)
    wait_for(lambda: len(list(tmp_path.glob("*.docx"))) > 10, process)
    process.send_signal(signal.SIGINT)
    said, _ = process.communicate(timeout=60)
    there = drafts_in(tmp_path)
    written, _, failed, left = map(int, said.split("\n")[0].split())
    assert (failed, written, left) == (0, len(there), 120 - len(there))
    assert "Traceback" not in said
    assert there == {name: expected[name] for name in there}
    assert not (tmp_path / ".reportgen-drafts.tmp").exists()


def test_two_runs_at_once_in_one_folder_do_not_disturb_each_other(
    start: Start, expected: dict[str, bytes], tmp_path: Path
) -> None:
    first = start(tmp_path, 1)
    wait_for(lambda: len(list(tmp_path.glob("*.docx"))) > 0, first)
    second, _ = start(tmp_path, 1).communicate(timeout=120)
    first.communicate(timeout=120)
    assert "drafts-in-use" in second or second.startswith("0 120 0 0")
    assert drafts_in(tmp_path) == expected


@pytest.mark.parametrize("seed", range(3))
def test_a_disk_that_fills_up_leaves_whole_drafts(
    towns: tuple[Path, Path], expected: dict[str, bytes], tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    from errno import ENOSPC

    from reportgen.pipeline.drafts import DraftOptions, drafts

    report, units = towns
    room = random.Random(seed).randrange(20_000, 600_000)  # noqa: S311 - the same room in every run
    write = os.write

    def limited(number: int, data: bytes | memoryview) -> int:
        nonlocal room
        if number > 2 and room < len(data):
            if not room:
                raise OSError(ENOSPC, "No space left on device")
            data = bytes(data[:room])
        room -= len(data)
        return write(number, data)

    options = DraftOptions(units=units, folder=tmp_path, jobs=1, native_charts=True)
    with monkeypatch.context() as patched:
        patched.setattr(os, "write", limited)
        made = drafts(report, options)
    assert made.diagnostics[-1].code == "drafts-disk-full"
    assert made.left > 0
    there = drafts_in(tmp_path)
    assert there == {name: expected[name] for name in there}
    assert not (tmp_path / ".reportgen-drafts.tmp").exists()
    again = drafts(report, options)
    assert (len(again.written), again.unchanged, again.left) == (120 - len(there), len(there), 0)
    assert drafts_in(tmp_path) == expected
