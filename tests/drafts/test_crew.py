"""What the crew knows of a pool of processes that Python does not promise."""

from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import get_context
from types import SimpleNamespace
from typing import Any

import pytest

from reportgen.drafts.crew import Processes


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
