"""What the crew knows of a pool of processes that Python does not promise."""

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from types import SimpleNamespace
from typing import Any

import pytest

from reportgen.drafts.crew import Processes, uninterrupted


def work(shared: bytes, chunk: Sequence[Any]) -> list[Any]:
    return list(chunk)


def test_the_pool_of_this_python_has_the_names_that_end_a_broken_pipe() -> None:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        assert pool._processes == {}
        assert not pool._result_queue._writer.closed  # type: ignore[attr-defined]  # typeshed leaves it out


@pytest.mark.parametrize("extra", [{}, {"_result_queue": None}, {"_result_queue": SimpleNamespace()}])
def test_where_the_names_are_others_the_pool_is_left_alone(extra: dict[str, Any]) -> None:
    killed: list[int] = []
    dead = SimpleNamespace(exitcode=-9, kill=lambda: killed.append(1))
    crew = Processes(work, b"", 1)
    crew.close()
    pool: Any = ThreadPoolExecutor(1)
    vars(pool).update(extra, **({"_processes": {1: dead}} if extra else {}))
    crew._pool = pool
    crew.look()
    crew.look()
    assert killed == []
    crew.close()


def sleep(shared: bytes, chunk: Sequence[Any]) -> list[Any]:
    time.sleep(600)
    return []


def test_workers_are_dropped_in_the_middle_of_what_they_do() -> None:
    crew = Processes(sleep, b"", 1)
    future = crew.submit((1,))
    while not future.running():
        time.sleep(0.01)
    workers = list(crew._processes().values())
    crew.drop()  # else the test takes ten minutes
    for worker in workers:
        worker.join(timeout=30)
    assert all(worker.exitcode for worker in workers)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no masks of signals")
def test_ctrl_c_waits_while_a_process_is_started_and_the_new_one_does_not_hear_it() -> None:
    program = "import os, signal, sys; os.kill(os.getpid(), signal.SIGINT); print('alive')"
    heard = False
    said = ""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell lets what runs behind it hear none
    try:
        with uninterrupted():
            signal.pthread_kill(threading.get_ident(), signal.SIGINT)  # threads of other tests would hear `os.kill`
            said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout  # noqa: S603
    except KeyboardInterrupt:
        heard = True
    finally:
        signal.signal(signal.SIGINT, before)
    assert (said.strip(), heard) == ("alive", True)
    assert signal.SIGINT not in signal.pthread_sigmask(signal.SIG_BLOCK, set())
