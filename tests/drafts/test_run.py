"""The run itself: alone, with others, and past a task that ends every process that works on it."""

import json
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from reportgen.drafts import crew
from reportgen.drafts.run import Run, Schedule

SCRIPT = Path(__file__).with_name("run_world.py")


def doubled(chunk: Sequence[int]) -> list[int]:
    return [task * 2 for task in chunk]


def in_processes(deadly: int, count: int, *mark: str) -> dict[str, Any]:
    command = [sys.executable, str(SCRIPT), str(deadly), str(count), *mark]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)  # noqa: S603 - our own
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_without_anybody_to_call_each_task_is_done_here_in_order() -> None:
    taken: list[tuple[int, int]] = []
    run = Run(doubled, lambda task, result: taken.append((task, result)), str)
    run.go(iter(range(5)), 5, 8, None, Schedule())
    assert taken == [(0, 0), (1, 2), (2, 4), (3, 6), (4, 8)]


def test_where_nobody_comes_when_called_the_run_goes_on_alone() -> None:
    taken: list[int] = []
    run = Run(doubled, lambda task, _: taken.append(task), str)
    run.go(iter(range(50)), 50, 8, lambda: None, Schedule(patience=0.0))
    assert taken == list(range(50))


@pytest.mark.parametrize("count", [0, 1, 24, 25, 26, 260])
def test_processes_do_every_task_once(count: int) -> None:
    assert in_processes(-1, count) == {str(task): task * 2 for task in range(count)}


def test_a_task_that_ends_its_process_is_lost_alone() -> None:
    found = in_processes(40, 130)
    assert found.pop("40") == "lost 40"
    assert found == {str(task): task * 2 for task in range(130) if task != 40}


def test_a_process_that_is_killed_in_the_middle_of_its_answer_is_not_waited_for(tmp_path: Path) -> None:
    assert in_processes(40, 130, str(tmp_path / "killed")) == {str(task): task * 2 for task in range(130)}
    assert (tmp_path / "killed").exists()


@pytest.mark.parametrize(
    ("seconds", "done", "left", "size", "pays"),
    [
        (0.1, 100, 9000, 2, False),  # too early to tell
        (0.4, 300, 200, 2, False),  # done sooner than a process has started
        (0.4, 300, 9700, 2, True),
        (0.4, 300, 9700, 1, False),
        (0.4, 1500, 9700, 2, False),  # taking what others made would take as long
        (0.4, 1500, 90_000, 2, True),
        (0.4, 40, 460, 8, True),  # with charts
        (0.4, 0, 500, 8, False),
    ],
)
def test_others_are_called_where_that_is_sooner(seconds: float, done: int, left: int, size: int, pays: bool) -> None:
    assert Schedule().pays(seconds, done, left, size) is pays


@pytest.mark.parametrize(("start", "pays"), [(0.0, True), (0.9, True), (1.5, False)])
def test_what_a_worker_takes_to_get_ready_is_counted(start: float, pays: bool) -> None:
    # 200 tasks at 25 ms are left: with two processes 2.5 s are saved.
    assert Schedule().pays(0.5, 20, 200, 2, start) is pays


def test_nobody_is_called_for_a_task_that_was_slow_because_it_made_everything_ready() -> None:
    def work(chunk: Sequence[int]) -> list[int]:
        if chunk[0] == 3:  # as the first chart, which is not always in the first task
            spin(0.4)
        return list(chunk)

    called: list[bool] = []

    def call() -> None:
        called.append(True)

    Run(work, lambda _task, _result: None, str).go(iter(range(200)), 200, 8, call, Schedule())
    assert not called


def spin(seconds: float) -> None:
    """Keep the processor busy."""
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass


def test_no_more_processes_work_than_there_are_cores(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crew, "cores", lambda: 4)
    assert [crew.workers(wanted) for wanted in (None, 1, 3, 4, 64)] == [4, 1, 3, 4, 4]
