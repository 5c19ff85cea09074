"""`reportgen check [REPORT]`."""

from __future__ import annotations

from pathlib import Path

from .build_command import report_argument
from .group import Command, Texts
from .session import exit_code, open_console


def command(said: Texts) -> Command:
    """The command with its options."""
    return Command("check", said, run, [report_argument()])


def run(report: Path) -> int:
    """Print all findings of a report; the exit code."""
    from ..pipeline.build import check

    console = open_console()
    with console.progress() as progress:
        outcome = check(report, progress)
    console.outcome(outcome, findings_are_the_result=True)
    return exit_code(outcome.diagnostics)
