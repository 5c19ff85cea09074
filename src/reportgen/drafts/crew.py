"""Who does the work besides this process: processes of this machine, or an existing Dask cluster.

Both are `concurrent.futures` executors behind the same few methods. Workers get bytes and give bytes;
they need nothing of this machine's disks but the program itself. Processes are always started anew
(`spawn`): a forked one would hold this run's lock, and could wait for ever on a thread that it lacks.
"""

from __future__ import annotations

import os
import signal
import sys
import warnings
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future
from contextlib import contextmanager, suppress
from typing import Any, Protocol

from ..model.diagnostic import Fault

Work = Callable[[bytes, Sequence[Any]], Sequence[Any]]
"""The work itself: what all tasks share, as bytes, and a chunk of tasks, to a result for each task."""


class Crew(Protocol):
    """Workers that chunks of tasks can be given to. `size` is how many work at once, `chunk` what one gets at most."""

    size: int
    chunk: int

    def submit(self, chunk: Sequence[Any]) -> Future[Sequence[Any]]:
        """Give a chunk away."""

    def look(self) -> None:
        """Look after the workers when nothing came for a while: one that died must not be waited for."""

    def renew(self) -> None:
        """Make ready again after a worker was lost; raises `scheduler-lost` where there is nobody any more."""

    def close(self) -> None:
        """Let the workers go."""

    def drop(self) -> None:
        """Let the workers go in the middle of what they do: nobody waits for it any more."""


class Processes:
    """Processes of this machine. Handing over a chunk costs 0.006 ms a task, a single task 0.11."""

    chunk = 25

    def __init__(self, work: Work, shared: bytes, size: int) -> None:
        self.size = size
        self._work, self._shared = work, shared
        self._pool = self._started()
        self._dead: set[int] = set()

    def submit(self, chunk: Sequence[Any]) -> Future[Sequence[Any]]:
        """Give a chunk to the next process that is free."""
        try:
            with uninterrupted():  # a new process inherits it
                return self._pool.submit(_do, chunk)
        except BrokenExecutor as problem:  # it broke since we looked: the future says so, as the others do
            broken: Future[Sequence[Any]] = Future()
            broken.set_exception(problem)
            return broken

    def look(self) -> None:
        """Break a pool that waits for the rest of an answer whose writer was killed.

        All processes answer through one pipe, which ends only when nobody can write into it any more. The pool sees
        by itself that one of them died, but not while it reads half an answer (CPython 3.11 to 3.13). Nothing public
        ends the pipe; where the names behind it are others, nothing is done.
        """
        processes = self._processes()
        dead = {ident for ident, process in processes.items() if process.exitcode is not None}
        if dead and dead <= self._dead:  # it has had the time from one look to the next to see it
            self._break()
        self._dead = dead

    def _processes(self) -> dict[int, Any]:
        return dict(getattr(self._pool, "_processes", None) or {})

    def _break(self) -> None:
        """Kill all processes, and end the pipe that they answer through."""
        writer = getattr(getattr(self._pool, "_result_queue", None), "_writer", None)
        if writer is not None:
            for process in self._processes().values():
                process.kill()
            writer.close()

    def renew(self) -> None:
        """Start new processes; one that dies takes the whole pool with it."""
        self.close()
        self._pool = self._started()
        self._dead = set()

    def close(self) -> None:
        """End the processes."""
        self._pool.shutdown(wait=True, cancel_futures=True)

    def drop(self) -> None:
        """End the processes at once; where the names behind the pool are others, when they are ready."""
        self._break()
        self.close()

    def _started(self) -> Executor:
        from concurrent.futures import ProcessPoolExecutor
        from multiprocessing import get_context

        return ProcessPoolExecutor(
            self.size, mp_context=get_context("spawn"), initializer=_begin, initargs=(self._work, self._shared)
        )


WORKERS_WITHIN = 30
"""Seconds that a cluster may take to have its first worker; one that is just started needs some of them."""

_PROGRAM = "reportgen"
_CHATTY = ("distributed", "tornado", "asyncio")


class Cluster:
    """A Dask cluster that somebody else started.

    Raises `no-distributed`, `no-scheduler`, `no-workers`, and `other-workers` where they have not this program.
    What scheduler, worker and client say to one another about a chunk takes some 10 ms of a processor.
    """

    chunk = 100

    def __init__(self, work: Work, shared: bytes, address: str) -> None:
        try:
            from distributed import Client
        except ImportError:
            raise Fault("no-distributed") from None
        self._work, self._bytes, self._address = work, shared, address
        _hush()
        try:
            with warnings.catch_warnings(action="ignore"):  # of other versions of Dask, in English and in full
                self._client = Client(address, timeout="10s", set_as_default=False)
        except (OSError, ValueError, TypeError) as problem:
            raise Fault("no-scheduler", address=address, problem=str(problem)[:200]) from None
        try:
            self._client.wait_for_workers(1, timeout=WORKERS_WITHIN)
        except OSError:  # a TimeoutError, or the scheduler is gone again
            self._client.close(timeout=5)
            raise Fault("no-workers", address=address, seconds=WORKERS_WITHIN) from None
        self._must_be_ours()
        self._executor = self._client.get_executor(pure=False, retries=2)
        self.size = max(len(self._client.ncores()) and sum(self._client.ncores().values()), 1)
        self._shared = self._client.scatter(shared, broadcast=True, hash=True)

    def _must_be_ours(self) -> None:
        """Raise `other-workers` where a worker has no reportgen, or another version: it would make other drafts."""
        from importlib.metadata import version

        own = own_version()
        found = self._client.run(version, _PROGRAM, on_error="return")
        others = [item for item in found.values() if item != own]
        if own and others:
            self._client.close(timeout=5)
            versions = sorted({item if isinstance(item, str) else "—" for item in others})
            raise Fault("other-workers", address=self._address, count=len(others), version=own, found=versions)

    def submit(self, chunk: Sequence[Any]) -> Future[Sequence[Any]]:
        """Give a chunk to the scheduler."""
        future: Future[Sequence[Any]] = self._executor.submit(self._work, self._shared, chunk)
        return future

    def look(self) -> None:
        """Nothing to do: a scheduler looks after its workers."""

    def renew(self) -> None:
        """Hand out again what all tasks share: the worker that was lost may have been the one that had it."""
        try:
            self._client.wait_for_workers(1, timeout=30)
            self._shared = self._client.scatter(self._bytes, broadcast=True, hash=False)
        except Exception as problem:
            # Whatever a lost scheduler raises; Dask has no common root for it.
            raise Fault("scheduler-lost", address=self._address, problem=str(problem)[:200]) from None

    def close(self) -> None:
        """Take back what is not done, and leave."""
        with suppress(Exception):
            self._executor.shutdown(wait=False)
        with suppress(Exception):
            self._client.close(timeout=5)

    drop = close


def own_version() -> str:
    """The version of this program; empty where it is run from its sources, and nobody can tell."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(_PROGRAM)
    except PackageNotFoundError:
        return ""


def _hush() -> None:
    """Keep Dask's own lines about lost workers from the terminal: what they come to, our findings say."""
    import logging

    for name in list(logging.root.manager.loggerDict):
        if name.split(".")[0] in _CHATTY:
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Let Ctrl-C wait in this thread until the `with` block is left; processes started inside never hear it."""
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


_job: list[Any] = []
"""In a process of the pool: the work, and what all its tasks share."""


def _begin(work: Work, shared: bytes) -> None:
    """Prepare a process of the pool: Ctrl-C is its parent's affair, and it ends when its parent is killed."""
    from multiprocessing import parent_process
    from threading import Thread

    with suppress(ValueError, OSError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = parent_process()
    if parent is not None:
        # Else it would wait for work for ever: it holds an end of the very pipe that it reads.
        Thread(target=_end_with, args=(parent,), daemon=True).start()
    _job[:] = [work, shared]


def _end_with(parent: Any) -> None:
    parent.join()
    os._exit(1)


def _do(chunk: Sequence[Any]) -> Sequence[Any]:
    work, shared = _job
    done: Sequence[Any] = work(shared, chunk)
    return done


def cores() -> int:
    """How many processes can work at once here."""
    if sys.platform == "linux":
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def workers(wanted: int | None) -> int:
    """How many processes to work with, at most as many as are wanted: more than there are cores only start in vain."""
    return min(wanted or cores(), cores())
