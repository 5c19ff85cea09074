"""`reportgen trace FILE`."""

from __future__ import annotations

from pathlib import Path

import click

from .group import Command, Texts
from .session import exit_code, open_console


def command(said: Texts) -> Command:
    """The command with its options."""
    return Command(
        "trace",
        said,
        run,
        [
            click.Argument(["file"], type=click.Path(path_type=Path)),
            click.Option(["--figure"], metavar="TEXT", default="", help=said["trace.figure"]),
            click.Option(["--json"], is_flag=True, help=said["trace.json"]),
        ],
    )


def run(file: Path, figure: str, json: bool) -> int:
    """Print where the figures of a Word file came from; the exit code."""
    from ..pipeline.trace import trace

    console = open_console(json=json)
    found = trace(file, figure)
    console.trace(found)
    return exit_code(found.diagnostics)
