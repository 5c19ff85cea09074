"""500 drafts in one process against docxtpl and easy-template-x in the same run; more processes; 10,000 drafts.

A draft is about a page: 20 figures and a table of ten rows. Both sides have read their data and made one
draft when the time begins; each writes its files to a disk, and to memory where the system has such a folder.
What the peers write is plain text; ours has a binding for each figure. The sides take turns, and the best of
the rounds counts: on a shared machine the others' work only adds. easy-template-x takes part where node and
npm are there and can install it, which they do into a temporary folder.
`python tests/bench/drafts_bench.py` prints everything.
"""

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import pytest
from drafts_work import make_report, towns

FOLDER = Path(__file__).resolve().parent
MEMORY = Path("/dev/shm")  # noqa: S108 - the benchmark's own folder below it
COUNT, PEER_COUNT, ROUNDS = 500, 60, 5
OURS = "reportgen"
PEERS = {"docxtpl": "word", "docxtpl, lean template": "lean"}
NODE_PEERS = {"easy-template-x": "word", "easy-template-x, lean template": "lean"}
PACKAGE = "easy-template-x@7"
AIM, NODE_AIM = 20.0, 3.5
"""Times docxtpl's drafts a second, on a disk, and times those of easy-template-x."""


def run(script: str, *arguments: object) -> dict[str, Any]:
    command = [sys.executable, str(FOLDER / script), *map(str, arguments)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603 - our own scripts
    found: dict[str, Any] = json.loads(done.stdout or "{}")
    return found


def rate(measured: dict[str, Any], of: str = "seconds") -> float:
    return float(measured["drafts"] / measured[of])


def node_with_package(folder: Path) -> Path | None:
    """A folder where node finds the package; None, and a word why, where it cannot be had."""
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        sys.stdout.write("easy-template-x takes no part: there is no node, or no npm\n")
        return None
    home = folder / "node"
    home.mkdir(parents=True)
    command = [npm, "install", "--no-audit", "--no-fund", "--silent", PACKAGE]
    done = subprocess.run(command, cwd=home, capture_output=True, text=True, check=False)  # noqa: S603 - our own words
    if done.returncode:
        sys.stdout.write(f"easy-template-x takes no part, npm says: {done.stderr.strip()[-300:]}\n")
        return None
    return home


def by_node(home: Path, *arguments: object) -> dict[str, Any]:
    command = [shutil.which("node") or "node", str(FOLDER / "drafts_easy_template_x.mjs"), *map(str, arguments)]
    done = subprocess.run(command, cwd=home, check=True, capture_output=True, text=True)  # noqa: S603 - our own script
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def towns_for_node(path: Path) -> None:
    """The towns as easy-template-x takes them."""
    made = [
        {
            "name": name,
            **{f"v{at}": str(value) for at, value in enumerate(figures)},
            "rows": [{f"c{at}": str(cell) for at, cell in enumerate(row)} for row in rows],
        }
        for name, figures, rows in towns(COUNT + 1)
    ]
    path.write_text(json.dumps(made), encoding="utf-8")


def against_peers(folder: Path, place: Path) -> dict[str, float]:
    """Drafts a second of all sides by the clock, and the ratios, by the processor's time too."""
    report, units = make_report(folder / "world", COUNT)
    home = node_with_package(folder)
    peers = PEERS if home is None else {**PEERS, **NODE_PEERS}
    measured: dict[str, list[dict[str, Any]]] = {name: [] for name in (OURS, *peers)}
    towns_for_node(folder / "towns.json")
    for base in PEERS.values():
        run("drafts_docxtpl.py", "template", folder / f"{base}.docx", base)
        run("drafts_docxtpl.py", "template", folder / f"{base}-braces.docx", base, "braces")
    for _ in range(ROUNDS):
        for name, base in peers.items():
            shutil.rmtree(place / base, ignore_errors=True)
            if name in PEERS:
                made = run("drafts_docxtpl.py", folder / f"{base}.docx", place / base, PEER_COUNT)
            else:
                assert home is not None
                template = folder / f"{base}-braces.docx"
                made = by_node(home, template, place / base, folder / "towns.json", COUNT)
            measured[name].append(made)
        shutil.rmtree(place / "ours", ignore_errors=True)
        measured[OURS].append(run("drafts_ours.py", report, units, place / "ours", 1))
    found = {name: max(map(rate, items)) for name, items in measured.items()}
    found["whole command"] = max(COUNT / item["whole"] for item in measured[OURS])
    cpu = {name: max(rate(item, "cpu") for item in items) for name, items in measured.items()}
    for name in peers:
        found[f"ratio to {name}"] = found[OURS] / found[name]
        found[f"CPU ratio to {name}"] = cpu[OURS] / cpu[name]
    return found


def by_jobs(folder: Path, count: int, *more: str) -> dict[str, dict[str, Any]]:
    """The whole command with one process and with two, without charts or, with `more`, with native ones."""
    report, units = make_report(folder / "world", count, charts=bool(more))
    found: dict[str, dict[str, Any]] = {}
    for _ in range(3):
        for jobs in ("1", "2"):
            shutil.rmtree(folder / "out", ignore_errors=True)
            measured = run("drafts_ours.py", report, units, folder / "out", jobs, *more)
            if jobs not in found or measured["whole"] < found[jobs]["whole"]:
                found[jobs] = measured
    return found


def shown(found: dict[str, float]) -> str:
    return ", ".join(f"{name} {value:,.1f}" for name, value in found.items()) + "\n"


@pytest.mark.bench
def test_drafts_are_made_many_times_as_fast_as_by_peers(tmp_path: Path) -> None:
    found = against_peers(tmp_path, tmp_path)
    sys.stdout.write(shown(found))
    assert found["CPU ratio to docxtpl"] >= AIM
    assert found.get("CPU ratio to easy-template-x", NODE_AIM) >= NODE_AIM


@pytest.mark.bench
def test_more_processes_are_never_slower(tmp_path: Path) -> None:
    found = by_jobs(tmp_path, COUNT)
    sys.stdout.write(shown({jobs: item["whole"] for jobs, item in found.items()}))
    assert found["2"]["whole"] <= 1.15 * found["1"]["whole"]


@pytest.mark.bench
def test_memory_stays_flat_and_throughput_does_not_fall_over_10_000_drafts(tmp_path: Path) -> None:
    few, many = by_jobs(tmp_path / "few", 1000)["1"], by_jobs(tmp_path / "many", 10_000)["1"]
    for item in (few, many):
        sys.stdout.write(f"{item['megabytes at first']:.0f} MB at first, {item['megabytes']:.0f} MB at the end\n")
    assert many["megabytes"] - many["megabytes at first"] < 40
    assert rate(many, "cpu") >= 0.8 * rate(few, "cpu")


def main() -> None:
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        sys.stdout.write("disk: " + shown(against_peers(folder / "disk", folder / "disk")))
        if MEMORY.is_dir():
            with tempfile.TemporaryDirectory(dir=MEMORY) as place:
                sys.stdout.write("memory: " + shown(against_peers(folder / "memory", Path(place))))
        for name, count, more in (("500", 500, ()), ("500 with charts", 500, ("native",)), ("10,000", 10_000, ())):
            for jobs, item in by_jobs(folder / name, count, *more).items():
                said = f"{item['whole']:.2f} s, {rate(item):,.0f}/s, {item['megabytes']:.0f} MB"
                sys.stdout.write(f"{name}, --jobs {jobs}: {said}\n")


if __name__ == "__main__":
    main()
