"""`reportgen fill TEMPLATE -o OUT`."""

from __future__ import annotations

from pathlib import Path

import click

from .group import Command, Texts
from .session import exit_code, open_console


def command(said: Texts) -> Command:
    """The command with its options."""
    path = click.Path(path_type=Path)
    return Command(
        "fill",
        said,
        run,
        [
            click.Argument(["template"], type=path),
            click.Option(["-o", "--output", "out"], metavar="OUT", type=path, required=True, help=said["fill.output"]),
            click.Option(["--report"], metavar="DIR", type=path, help=said["fill.report"]),
            click.Option(["--data"], metavar="FILE", type=path, help=said["fill.data"]),
            click.Option(["--bindings"], is_flag=True, help=said["fill.bindings"]),
            click.Option(["--force"], is_flag=True, help=said["fill.force"]),
        ],
    )


def run(template: Path, out: Path, report: Path | None, data: Path | None, bindings: bool, force: bool) -> int:
    """Fill a template; the exit code."""
    from datetime import date

    from ..pipeline.fill import FillOptions, fill

    if report is not None and data is not None:
        raise click.UsageError("--report / --data")
    console = open_console()
    options = FillOptions(
        template=template,
        out=out,
        report=report or Path(),
        year=date.today().year,  # noqa: DTZ011 - headers of a bare file that say 上年 mean the year before this one
        data=data,
        force=force,
        bindings=bindings,
    )
    with console.progress() as progress:
        outcome = fill(options, progress)
    console.outcome(outcome)
    return exit_code(outcome.diagnostics)
