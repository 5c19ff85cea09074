"""`reportgen template [REPORT] [--department NAME | --all] [-o DIR]`."""

from __future__ import annotations

from pathlib import Path

import click

from .build_command import report_argument
from .group import Command, Texts
from .session import exit_code, open_console


def command(said: Texts) -> Command:
    """The command with its options."""
    return Command(
        "template",
        said,
        run,
        [
            report_argument(),
            click.Option(["--department"], metavar="NAME", multiple=True, help=said["template.department"]),
            click.Option(["--all", "everybody"], is_flag=True, help=said["template.all"]),
            click.Option(
                ["-o", "--output"], metavar="DIR", type=click.Path(path_type=Path), help=said["template.output"]
            ),
            click.Option(["--force"], is_flag=True, help=said["template.force"]),
        ],
    )


def run(report: Path, department: tuple[str, ...], everybody: bool, output: Path | None, force: bool) -> int:
    """Write the forms; the exit code. `--all` takes every department, whatever else is named."""
    from ..pipeline.template import TemplateOptions, template

    console = open_console()
    options = TemplateOptions(departments=() if everybody else department, folder=output, force=force)
    with console.progress() as progress:
        outcome = template(report, options, progress)
    console.outcome(outcome)
    return exit_code(outcome.diagnostics)
