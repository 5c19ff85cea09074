"""A run over plain numbers in real processes; `run_world.py DEADLY [COUNT]` prints what became of each.

The task DEADLY ends the process that works on it (-1: none does).
"""

import json
import os
import sys
from collections.abc import Sequence
from typing import Any

from reportgen.drafts.crew import Processes
from reportgen.drafts.run import Run, Schedule


def work(shared: bytes, chunk: Sequence[int]) -> list[int]:
    deadly = int(shared)
    for task in chunk:
        if task == deadly:
            os._exit(9)
    return [task * 2 for task in chunk]


def main() -> None:
    shared, count = sys.argv[1].encode(), int(sys.argv[2])
    results: dict[int, Any] = {}

    def take(task: int, result: Any) -> None:
        assert task not in results, "taken twice"
        results[task] = result

    run = Run(lambda chunk: work(b"-1", chunk), take, lambda task: f"lost {task}")
    run.go(iter(range(count)), count, 2, lambda: Processes(work, shared, 2), Schedule(patience=0.0))
    sys.stdout.write(json.dumps(results))


if __name__ == "__main__":
    main()
