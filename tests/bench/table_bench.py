"""A Word table of 10,000 rows and 6 columns against docxtpl, all cells of ours bound; time, memory, and growth.

Seconds are those of writing alone (docxtpl: load, render, save), memory the peak of the whole process.
`python tests/bench/table_bench.py` prints them.
"""

import os
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

ROWS, ROUNDS = 10_000, 3
AIM, MOST_MEGABYTES = 8.0, 70.0
MOST_GROWTH = 1.6
"""How much longer than ten times as long ten times as many rows may take."""
FOLDER = Path(__file__).resolve().parent


def measure(script: str, out: Path, rows: int) -> tuple[float, float]:
    """Seconds of writing, and megabytes of the whole process at its peak."""
    command = [sys.executable, str(FOLDER / script), str(out), str(rows)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE)  # noqa: S603
    assert process.stdout is not None
    seconds = float(process.stdout.read())
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    process.stdout.close()
    assert process.returncode == 0
    return seconds, usage.ru_maxrss / 1024


def medians(folder: Path) -> dict[str, tuple[float, float]]:
    measured: dict[str, list[tuple[float, float]]] = {}
    work = (("docxtpl", "table_docxtpl.py", ROWS), *((f"{n} rows", "table_ours.py", n) for n in (1000, ROWS, 100_000)))
    for _ in range(ROUNDS):
        for name, script, rows in work:
            measured.setdefault(name, []).append(measure(script, folder / f"{script}.docx", rows))
    return {name: tuple(map(statistics.median, zip(*found, strict=True))) for name, found in measured.items()}


def report(measured: dict[str, tuple[float, float]]) -> str:
    ratio = measured["docxtpl"][0] / measured[f"{ROWS} rows"][0]
    lines = [f"{name}: {seconds:.3f} s, {megabytes:.0f} MB" for name, (seconds, megabytes) in measured.items()]
    return "\n".join([*lines, f"{ROWS} rows: {ratio:.1f} x docxtpl"])


@pytest.mark.bench
def test_a_long_table_takes_an_eighth_of_the_time_little_memory_and_grows_with_its_rows(tmp_path: Path) -> None:
    measured = medians(tmp_path)
    sys.stdout.write(report(measured) + "\n")
    short, own, long = (measured[f"{rows} rows"] for rows in (1000, ROWS, 100_000))
    assert measured["docxtpl"][0] / own[0] >= AIM
    assert own[1] <= MOST_MEGABYTES
    assert own[0] <= 10 * short[0] * MOST_GROWTH
    assert long[0] <= 10 * own[0] * MOST_GROWTH


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        sys.stdout.write(report(medians(Path(made))) + "\n")
