"""The work on all drafts: alone at first, with others where that pays, and past workers that die.

Short work is done sooner than a second process has started, so the run begins alone, measures, and
calls for others only where the time that is left is worth it; it goes on working until the first of
them answers. Tasks are given away in chunks, of which few are under way at once, so memory does not
grow with their number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from itertools import chain, islice
from time import process_time
from typing import Any

from ..model.values import dataclass
from .crew import Crew

_SHARES = 4
"""Each worker gets at least so many chunks, so that none of them waits long for the last."""
_LOOK = 3.0
"""Seconds without an answer after which somebody looks whether the workers are still there."""
_ATTEMPTS = 2
"""So often a task is given to a worker alone before it is said to kill workers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """When others are called for: after `patience` seconds alone, where they save more than `worth` seconds.

    Seconds are those of the processor: how long others keep it from us says nothing about our work. A task that another
    process does still takes `handing` of our own: its result comes through a pipe (0.2 ms a draft of 10 KB).
    """

    patience: float = 0.3
    worth: float = 1.2
    handing: float = 0.0002

    def pays(self, seconds: float, done: int, left: int, size: int, start: float = 0.0) -> bool:
        """Whether others would be done sooner.

        `seconds` were taken by `done` tasks, `left` are left; `start` is what each of the others takes before its
        first task is done as fast as these.
        """
        if seconds < self.patience or not done or size < 2:
            return False
        saved = max(seconds / done - self.handing, 0) * left * (1 - 1 / size)
        return saved > self.worth + start


class Run:
    """One run over tasks.

    `alone` does a chunk in this process; `call` gives a crew, None where there is none to call; `take`
    gets each task with its result, in any order; `lost` makes the result of a task that kills workers.
    """

    def __init__(
        self,
        alone: Callable[[Sequence[Any]], Sequence[Any]],
        take: Callable[[Any, Any], None],
        lost: Callable[[Any], Any],
    ) -> None:
        self._alone, self._take, self._lost = alone, take, lost

    def go(
        self, tasks: Iterator[Any], count: int, size: int, call: Callable[[], Crew | None] | None, schedule: Schedule
    ) -> None:
        """Do all tasks, `count` of them.

        `size` is how many the crew has that may be called; it is called at once where the schedule has no patience.
        """
        if call is None or schedule.patience > 0:
            self._by_ourselves(tasks, count, size if call is not None else 1, schedule)
        crew = call() if call is not None and (first := next(tasks, None)) is not None else None
        if crew is not None:
            try:
                chunk = max(1, min(crew.chunk, count // (_SHARES * crew.size)))
                self._together(chain((first,), tasks), crew, chunk, eager=schedule.patience > 0)
            except BaseException:  # Ctrl-C, or a disk that is full
                crew.drop()
                raise
            crew.close()
        elif call is not None and first is not None:  # nobody to call after all
            self._by_ourselves(chain((first,), tasks), count, 1, schedule)

    def _by_ourselves(self, tasks: Iterator[Any], count: int, size: int, schedule: Schedule) -> None:
        """Do tasks in this process until all are done, or until a crew of that size pays."""
        total = slowest = 0.0
        for done, task in enumerate(tasks):
            begun = process_time()
            result = self._alone((task,))[0]
            taken = process_time() - begun
            total, slowest = total + taken, max(slowest, taken)
            self._take(task, result)
            # The slowest one loaded what the others use, as each worker has to: the code that draws charts, above all.
            if schedule.pays(total - slowest, done, count - done - 1, size, slowest):
                return

    def _together(self, tasks: Iterator[Any], crew: Crew, size: int, *, eager: bool) -> None:
        """Keep the crew busy with chunks of a size; where we are `eager`, work as well until the first comes back."""
        pending: dict[Future[Sequence[Any]], Sequence[Any]] = {}
        while True:
            while len(pending) < 2 * crew.size and (chunk := tuple(islice(tasks, size))):
                pending[crew.submit(chunk)] = chunk
            if not pending:
                return
            done = wait(pending, timeout=0, return_when=FIRST_COMPLETED).done if eager else _waited(pending, crew)
            if done:
                eager = False
                self._collect(done, pending, crew)
            elif (task := next(tasks, None)) is not None:
                self._take(task, self._alone((task,))[0])
            else:
                eager = False

    def _collect(
        self, done: set[Future[Sequence[Any]]], pending: dict[Future[Sequence[Any]], Sequence[Any]], crew: Crew
    ) -> None:
        """Take the results; chunks whose worker died are done again, task by task."""
        suspects: list[Any] = []
        for future in done:
            chunk = pending.pop(future)
            if future.cancelled() or future.exception() is not None:
                suspects += chunk
            else:
                self._take_all(chunk, future.result())
        if suspects:
            # A pool is lost as a whole: what else was under way fails too, or is done already.
            wait(pending, timeout=5)
            self._collect_rest(pending, suspects)
            crew.renew()
            self._one_by_one(suspects, crew)

    def _collect_rest(self, pending: dict[Future[Sequence[Any]], Sequence[Any]], suspects: list[Any]) -> None:
        for future in [item for item in pending if item.done()]:
            chunk = pending.pop(future)
            if future.cancelled() or future.exception() is not None:
                suspects += chunk
            else:
                self._take_all(chunk, future.result())

    def _one_by_one(self, suspects: Sequence[Any], crew: Crew) -> None:
        """Give each task to a worker alone, so that the one that kills its worker is known."""
        for task in suspects:
            for _ in range(_ATTEMPTS):
                future = crew.submit((task,))
                _waited((future,), crew)
                if not future.cancelled() and future.exception() is None:
                    self._take_all((task,), future.result())
                    break
                crew.renew()
            else:
                self._take(task, self._lost(task))

    def _take_all(self, chunk: Sequence[Any], results: Sequence[Any]) -> None:
        for task, result in zip(chunk, results, strict=True):
            self._take(task, result)


def _waited(pending: Iterable[Future[Sequence[Any]]], crew: Crew) -> set[Future[Sequence[Any]]]:
    """Those that are done, at least one."""
    while True:
        done = wait(pending, timeout=_LOOK, return_when=FIRST_COMPLETED).done
        if done:
            return done
        crew.look()
