"""Drafts by reportgen: `drafts_ours.py REPORT UNITS OUT JOBS [native] [tcp://…]`; prints drafts, times, MB.

The time begins when report and data are read and the first draft stands, as the peer's does; the whole
command's time comes behind it. Memory is that of this process then and at the end. See `drafts_bench.py`.
"""

import json
import resource
import sys
import time
from contextlib import suppress
from pathlib import Path

from reportgen.pipeline.drafts import DraftOptions, drafts


def megabytes() -> float:
    """What this process has in memory now; where that cannot be known, the most it ever had."""
    with suppress(OSError):
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * resource.getpagesize() / 2**20
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    report, units, out, jobs, *more = sys.argv[1:]
    measured: dict[str, float] = {}
    begun = time.perf_counter()

    def counter(done: int, _count: int) -> None:
        if not measured:
            measured.update(first=time.perf_counter(), cpu=time.process_time(), megabytes=megabytes(), at=done)

    options = DraftOptions(
        units=Path(units),
        folder=Path(out),
        jobs=int(jobs),
        native_charts="native" in more,
        scheduler=next((word for word in more if word.startswith("tcp:")), ""),
    )
    made = drafts(Path(report), options, counter=counter)
    end = time.perf_counter()
    if made.failed or made.left:
        sys.exit(f"the work is not done: {made.diagnostics[:3]}")
    found = {
        "drafts": len(made.written) - measured["at"],
        "seconds": end - measured["first"],
        "cpu": time.process_time() - measured["cpu"],
        "whole": end - begun,
        "megabytes at first": measured["megabytes"],
        "megabytes": megabytes(),
    }
    sys.stdout.write(json.dumps(found) + "\n")


if __name__ == "__main__":  # processes of the pool import this file too
    main()
