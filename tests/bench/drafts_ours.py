"""Drafts by reportgen: `drafts_ours.py REPORT UNITS OUT JOBS [native]`; prints drafts, seconds, CPU seconds, MB.

The time begins when report and data are read and the first draft stands, as the peer's does; the whole
command's time comes behind it. See `drafts_bench.py`.
"""

import json
import resource
import sys
import time
from pathlib import Path

from reportgen.pipeline.drafts import DraftOptions, drafts

report, units, out, jobs, *more = sys.argv[1:]
begun = first = time.perf_counter()
cpu = time.process_time()


def counter(done: int, _count: int) -> None:
    global first, cpu
    if done == 1:
        first, cpu = time.perf_counter(), time.process_time()


options = DraftOptions(units=Path(units), folder=Path(out), jobs=int(jobs), native_charts="native" in more)
made = drafts(Path(report), options, counter=counter)
end = time.perf_counter()
if made.failed or made.left:
    sys.exit(f"the work is not done: {made.diagnostics[:3]}")
measured = {
    "drafts": len(made.written) - 1,
    "seconds": end - first,
    "cpu": time.process_time() - cpu,
    "whole": end - begun,
    "megabytes": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
}
sys.stdout.write(json.dumps(measured) + "\n")
