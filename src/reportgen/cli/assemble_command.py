"""`reportgen assemble DIR|FILE... -o OUT.docx`."""

from __future__ import annotations

from pathlib import Path

import click

from .group import Command, Texts
from .session import exit_code, open_console


def command(said: Texts) -> Command:
    """The command with its options."""
    path = click.Path(path_type=Path)
    return Command(
        "assemble",
        said,
        run,
        [
            click.Argument(["drafts"], type=path, nargs=-1, required=True, metavar="DIR|FILE..."),
            click.Option(
                ["-o", "--output", "out"], metavar="OUT", type=path, required=True, help=said["assemble.output"]
            ),
            click.Option(["--report"], metavar="DIR", type=path, help=said["assemble.report"]),
            click.Option(["--units"], metavar="FILE|FOLDER", type=path, help=said["refresh.units"]),
            click.Option(["--keep-formatting/--drop-formatting"], default=False, help=said["assemble.formatting"]),
            click.Option(["--force"], is_flag=True, help=said["assemble.force"]),
        ],
    )


def run(
    drafts: tuple[Path, ...],
    out: Path,
    report: Path | None,
    units: Path | None,
    keep_formatting: bool,
    force: bool,
) -> int:
    """Put drafts together; the exit code."""
    from ..pipeline.assemble import AssembleOptions, assemble

    if out.suffix.lower() != ".docx":
        raise click.BadParameter(out.name, param_hint="-o OUT.docx")
    console = open_console()
    options = AssembleOptions(
        inputs=drafts, out=out, report=report, units=units, keep_formatting=keep_formatting, force=force
    )
    with console.progress() as progress:
        outcome = assemble(options, progress)
    console.outcome(outcome)
    return exit_code(outcome.diagnostics)
