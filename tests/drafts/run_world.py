"""A run over plain numbers in real processes; `run_world.py DEADLY COUNT [half]` prints what became of each.

The task DEADLY ends the process that works on it (-1: none does); with `half`, only the first that works on it, and in
the middle of an answer.
"""

import json
import os
import signal
import struct
import sys
from collections.abc import Sequence
from pathlib import Path
from types import FrameType
from typing import Any

from reportgen.drafts.crew import Processes
from reportgen.drafts.run import Run, Schedule


def work(shared: bytes, chunk: Sequence[int]) -> list[int]:
    deadly, _, mark = shared.decode().partition(" ")
    if int(deadly) in chunk and mark and not Path(mark).exists():
        Path(mark).touch()
        say_half()
    if int(deadly) in chunk and not mark:
        os._exit(9)
    return [task * 2 for task in chunk]


def say_half() -> None:
    """Be killed when the pool has read that an answer of 100,000 bytes comes, and ten of them."""
    frame: FrameType | None = sys._getframe()
    while frame is not None and "result_queue" not in frame.f_locals:
        frame = frame.f_back
    assert frame is not None, "not a process of a pool"
    writer = frame.f_locals["result_queue"]._writer
    os.write(writer.fileno(), struct.pack("!i", 100_000) + bytes(10))
    os.kill(os.getpid(), signal.SIGKILL)


def main() -> None:
    shared, count = " ".join((sys.argv[1], *sys.argv[3:])).encode(), int(sys.argv[2])
    results: dict[int, Any] = {}

    def take(task: int, result: Any) -> None:
        assert task not in results, "taken twice"
        results[task] = result

    run = Run(lambda chunk: work(b"-1", chunk), take, lambda task: f"lost {task}")
    run.go(iter(range(count)), count, 2, lambda: Processes(work, shared, 2), Schedule(patience=0.0))
    sys.stdout.write(json.dumps(results))


if __name__ == "__main__":
    main()
