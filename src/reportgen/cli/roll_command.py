"""`reportgen roll REPORT NEW_DIR`."""

from __future__ import annotations

from pathlib import Path

import click

from .group import Command, Texts
from .session import exit_code, open_console


def command(said: Texts) -> Command:
    """The command with its options."""
    return Command(
        "roll",
        said,
        run,
        [
            click.Argument(["report"], type=click.Path(path_type=Path)),
            click.Argument(["new_dir"], type=click.Path(path_type=Path)),
            click.Option(["--year"], type=click.IntRange(1949, 2199), help=said["roll.year"]),
        ],
    )


def run(report: Path, new_dir: Path, year: int | None) -> int:
    """Make the report of the next year; the exit code."""
    from ..pipeline.roll import roll

    console = open_console()
    with console.progress() as progress:
        outcome = roll(report, new_dir, year, progress)
    console.outcome(outcome)
    return exit_code(outcome.diagnostics)
