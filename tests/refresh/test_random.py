"""Random reports, changed at random: what holds of every refresh. `random_runs.py` looks at any number of them."""

import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from reportgen.merge.word.refreshing.proof import Proof
from reportgen.merge.word.refreshing.settled import Result

SEEDS = range(36)
UNTOLD = 10
"""The seed of a report that has a caption in other words: of tracked changes nothing but the last look tells of it."""


@pytest.fixture(scope="module")
def runs() -> Any:
    """The module beside this one."""
    folder = str(Path(__file__).parent)
    sys.path.insert(0, folder)
    try:
        return import_module("random_runs")
    finally:
        sys.path.remove(folder)


@pytest.mark.parametrize("seed", SEEDS)
def test_an_unedited_file_reads_as_a_build_does_or_tells_what_reads_otherwise(runs: Any, seed: int) -> None:
    """Directly or tracked, in one run, with values of the file or of today only."""
    assert runs.told(seed, runs.faults_of) == ""


@pytest.mark.parametrize("seed", SEEDS)
def test_what_a_person_typed_stays_in_a_file_and_a_second_run_changes_nothing(runs: Any, seed: int) -> None:
    assert runs.told(seed, lambda case: runs.edit_faults_of(case, seed)) == ""


def test_what_nobody_tells_is_found_and_shown_in_its_smallest_case(runs: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Proof, "differences", lambda *_: ())
    text = runs.told(UNTOLD, runs.faults_of)
    assert f"## {UNTOLD}: not listed (tracked)\n" in text
    assert "改种产业情况" in text
    assert len(text.splitlines()) < 80


def test_what_is_lost_or_nobodys_is_found(runs: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    other = runs.reports.built(runs.reports.document(runs.reports.case(1).before))
    monkeypatch.setattr(runs, "refreshed", lambda *_, **__: Result(data=other, entries=(), found_again=0))
    assert {"lost", "rejected", "nobody's value"} <= runs.edit_faults_of(runs.reports.case(0), 0).keys()
