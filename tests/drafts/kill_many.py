"""Kills runs of drafts at random moments, many times; by hand: `python tests/drafts/kill_many.py [TIMES] [SEED]`.

Each time a new folder: a run alone, one with processes or one with a Dask cluster is started, and it, one of
its workers or a worker of the cluster is killed at a random moment. Then the run is repeated until nothing is
left. Every draft must be whole at every time, and in the end all must be those of a sequential run.
"""

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from contextlib import suppress
from importlib import import_module
from pathlib import Path

make_world = import_module("draft_world").make_world  # beside this script
SCRIPT = Path(__file__).with_name("draft_world.py")
COUNT = 120


def drafts_in(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.glob("*.docx")}


def start(world: tuple[Path, Path], out: Path, jobs: int, address: str = "") -> "subprocess.Popen[str]":
    command = [sys.executable, str(SCRIPT), *map(str, world), str(out), str(jobs), *([address] if address else [])]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)  # noqa: S603


def workers(process: int) -> list[int]:
    with suppress(OSError):
        listed = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii").split()
        return [int(word) for word in listed if b"spawn_main" in Path(f"/proc/{word}/cmdline").read_bytes()]
    return []


class Cluster:
    """A scheduler and two workers on this machine; workers that are killed are replaced."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._scheduler = self._dask("scheduler", "--host", "127.0.0.1", "--port", "8799", "--no-dashboard")
        self.address = "tcp://127.0.0.1:8799"
        self._workers = [self._worker(), self._worker()]

    def kill_worker(self, chance: random.Random) -> None:
        victim = self._workers.pop(chance.randrange(2))
        victim.kill()
        victim.wait()
        self._workers.append(self._worker())

    def close(self) -> None:
        for process in (*self._workers, self._scheduler):
            process.kill()
            process.wait()

    def _worker(self) -> "subprocess.Popen[bytes]":
        options = ("--nthreads", "1", "--no-dashboard", "--no-nanny", "--local-directory", str(self._folder))
        return self._dask("worker", self.address, *options)

    def _dask(self, *arguments: str) -> "subprocess.Popen[bytes]":
        quiet = subprocess.DEVNULL
        return subprocess.Popen([sys.executable, "-m", "dask", *arguments], stdout=quiet, stderr=quiet)  # noqa: S603


def once(
    world: tuple[Path, Path], expected: dict[str, bytes], out: Path, chance: random.Random, cluster: Cluster | None
) -> str:
    """One run with one kill; what was killed, and how many drafts stood there then."""
    kinds = ["process", "process with workers", "worker"]
    kind = chance.choice([*kinds, "Dask worker", "process with Dask"] if cluster else kinds)
    address = cluster.address if cluster and "Dask" in kind else ""
    process = start(world, out, 1 if kind == "process" else 2, address)
    after = chance.randrange(COUNT)
    while len(list(out.glob("*.docx"))) < after and process.poll() is None:
        time.sleep(0.001)
    time.sleep(chance.random() * 0.01)
    if kind == "worker":
        for victim in workers(process.pid)[:1]:
            os.kill(victim, signal.SIGKILL)
    elif kind == "Dask worker" and cluster:
        cluster.kill_worker(chance)
    else:
        process.kill()
    said, _ = process.communicate(timeout=120)
    there = drafts_in(out)
    assert there == {name: expected[name] for name in there}, "a draft is not whole"
    if kind in ("worker", "Dask worker"):
        assert f"{COUNT} 0 0 0" in said.splitlines(), f"{kind}: {said}"
    said, _ = start(world, out, 1).communicate(timeout=120)
    assert said.startswith(f"{COUNT - len(there)} {len(there)} 0 0\n"), f"not only the rest: {said}"
    assert drafts_in(out) == expected, "something is lost"
    return kind


def main(times: int, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - the same moments in every run, as far as a machine allows
    killed: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        world = make_world(folder, COUNT)
        start(world, folder / "expected", 1).communicate()
        expected = drafts_in(folder / "expected")
        assert len(expected) == COUNT
        try:
            import distributed  # noqa: F401 - only whether it is there
        except ImportError:
            cluster = None
        else:
            cluster = Cluster(folder / "dask")
        try:
            for number in range(times):
                killed[once(world, expected, folder / str(number), chance, cluster)] += 1
        finally:
            if cluster:
                cluster.close()
    print(", ".join(f"{kind}: {count}" for kind, count in killed.items()))  # noqa: T201 - a script


if __name__ == "__main__":
    numbers = [int(word) for word in sys.argv[1:]]
    main(*(numbers + [50, 1][len(numbers) :]))
