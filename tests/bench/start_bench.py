"""How long the program takes to say hello: `reportgen --help` against `python -c "import click"`."""

import statistics
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROUNDS = 31
MOST = 1.5


def seconds(*command: str) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)  # noqa: S603 - our own program
    return time.perf_counter() - start


@pytest.mark.bench
def test_help_starts_in_at_most_one_and_a_half_times_the_import_of_click() -> None:
    own = str(Path(sys.executable).with_name("reportgen"))
    measured: dict[str, list[float]] = {"click": [], "help": []}
    for _ in range(ROUNDS):
        measured["click"].append(seconds(sys.executable, "-c", "import click"))
        measured["help"].append(seconds(own, "--help"))
    click, help_page = (statistics.median(values) for values in measured.values())
    print(f"import click {click * 1000:.0f} ms, reportgen --help {help_page * 1000:.0f} ms, {help_page / click:.2f} x")  # noqa: T201 - the measured figures
    assert help_page <= MOST * click
