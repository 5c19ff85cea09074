"""`reportgen build [REPORT]`."""

from __future__ import annotations

from pathlib import Path

import click

from .group import Command, Texts
from .session import exit_code, open_console

_CHARTS = ("picture", "native")


def command(said: Texts) -> Command:
    """The command with its options."""
    return Command(
        "build",
        said,
        run,
        [
            report_argument(),
            click.Option(["--force"], is_flag=True, help=said["build.force"]),
            click.Option(["--plain"], is_flag=True, help=said["build.plain"]),
            click.Option(["--profile"], metavar="NAME", help=said["build.profile"]),
            click.Option(["--charts"], type=click.Choice(_CHARTS), default=_CHARTS[0], help=said["build.charts"]),
        ],
    )


def report_argument() -> click.Argument:
    """The report's folder, the current one where nothing is said."""
    return click.Argument(["report"], type=click.Path(path_type=Path), default=".", required=False)


def run(report: Path, force: bool, plain: bool, profile: str | None, charts: str) -> int:
    """Build a report; the exit code."""
    from ..pipeline.build import BuildOptions, build

    console = open_console()
    options = BuildOptions(force=force, plain=plain, profile=profile, native_charts=charts == "native")
    with console.progress() as progress:
        outcome = build(report, options, progress)
    console.outcome(outcome)
    return exit_code(outcome.diagnostics)
