"""One report against docxtpl: 8 pages, 120 figures, 3 tables of 80 rows, 4 pictures drawn already, all figures bound.

Both write the same words, rows and pictures in the same styles. Ours renders Markdown sections (compiled
once), keeps each figure's source and stores 120 bindings of figures and 900 of cells; docxtpl is used as its
users do: a new DocxTemplate a document, a template that Word made. On our lean style document it is faster,
which is printed too. In process: the median of documents made one after the other. Whole process: the
interpreter, the imports, one document, the end. Ours finds its template compiled by the process before, as every
build but the first does, and needs no jinja for it; what the first takes is printed too. All times are those of
the processor, and the sides take turns, so that a busy machine is busy for all.
`python tests/bench/report_bench.py` prints the medians.
"""

import os
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

AIM_IN_PROCESS, AIM_WHOLE = 10.0, 2.0
ROUNDS, DOCUMENTS = 7, 30
FOLDER = Path(__file__).resolve().parent
OURS, PEER = "reportgen", "docxtpl"
FIRST = "reportgen, first build"
SIDES = (PEER, "docxtpl, lean template", OURS, FIRST)


def run(script: Path, *arguments: str, templates: str = "off") -> str:
    """What the script prints. Our modules get their compiled form kept, as those of an installed package are.

    `templates` is the folder where ours keeps its compiled templates, `off` keeps none.
    """
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPYCACHEPREFIX"] = str(Path(tempfile.gettempdir()) / "reportgen-bench-bytecode")
    environment["REPORTGEN_CACHE"] = templates
    command = [sys.executable, str(script), *arguments]
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)  # noqa: S603
    return done.stdout


def spent() -> float:
    """CPU milliseconds of all processes that have ended."""
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (usage.ru_utime + usage.ru_stime) * 1000


def measure(folder: Path) -> dict[str, tuple[float, float]]:
    """CPU milliseconds a document in process, and those of a whole process: the medians of each side."""
    own, peer = FOLDER / "report_ours.py", FOLDER / "report_docxtpl.py"
    run(own, "pictures", str(folder))
    commands: dict[str, tuple[Path, *tuple[str, ...]]] = dict.fromkeys((OURS, FIRST), (own, str(folder / "ours.docx")))
    kept = {OURS: str(folder / "templates")}
    run(*commands[OURS], templates=kept[OURS])
    for name, base in ((PEER, "word"), ("docxtpl, lean template", "lean")):
        run(peer, "template", str(folder), base)
        commands[name] = (peer, str(folder / f"{base}-out.docx"), str(folder / f"{base}.docx"))
    inside: dict[str, list[float]] = {name: [] for name in SIDES}
    whole: dict[str, list[float]] = {name: [] for name in SIDES}
    for _ in range(ROUNDS):
        for name in SIDES:
            # One process compiles a template once, whatever is kept between processes.
            inside[name].append(float(run(*commands[name], "loop", str(DOCUMENTS))))
            start = spent()
            run(*commands[name], templates=kept.get(name, "off"))
            whole[name].append(spent() - start)
    return {name: (statistics.median(inside[name]), statistics.median(whole[name])) for name in SIDES}


def report(measured: dict[str, tuple[float, float]]) -> str:
    own = measured[OURS]
    return "\n".join(
        f"{name}: {inside:.1f} ms in process ({inside / own[0]:.1f} x), {whole:.0f} ms whole ({whole / own[1]:.1f} x)"
        for name, (inside, whole) in measured.items()
    )


@pytest.mark.bench
def test_a_report_takes_a_tenth_of_the_time_of_docxtpl_and_half_as_a_process(tmp_path: Path) -> None:
    measured = measure(tmp_path)
    sys.stdout.write(report(measured) + "\n")
    (inside, whole), own = measured[PEER], measured[OURS]
    assert inside / own[0] >= AIM_IN_PROCESS
    assert whole / own[1] >= AIM_WHOLE


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        sys.stdout.write(report(measure(Path(made))) + "\n")
