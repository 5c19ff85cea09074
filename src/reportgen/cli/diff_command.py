"""`reportgen diff OLD NEW`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from .codes import FINDINGS, FINE
from .group import Command, Texts
from .session import open_console

if TYPE_CHECKING:
    from datetime import datetime


def command(said: Texts) -> Command:
    """The command with its options."""
    path = click.Path(path_type=Path)
    return Command(
        "diff",
        said,
        run,
        [
            click.Argument(["old"], type=path),
            click.Argument(["new"], type=path),
            click.Option(["--docx", "out"], metavar="OUT", type=path, help=said["diff.docx"]),
            click.Option(
                ["--date"],
                type=click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"]),
                metavar="DATE",
                help=said["diff.date"],
            ),
            click.Option(["--force"], is_flag=True, help=said["diff.force"]),
            click.Option(["--exit-code"], is_flag=True, help=said["diff.exit-code"]),
            click.Option(["--json"], is_flag=True, help=said["diff.json"]),
        ],
    )


def run(old: Path, new: Path, out: Path | None, date: datetime | None, force: bool, exit_code: bool, json: bool) -> int:
    """Say what changed; the exit code is 1 where something could not be compared, or as `--exit-code` asks."""
    from ..pipeline.diff import DiffOptions, diff

    console = open_console(json=json)
    stamp = "" if date is None else date.strftime("%Y-%m-%dT%H:%M:%SZ")
    options = DiffOptions(old=old, new=new, out=out, date=stamp, force=force)
    with console.progress() as progress:
        found = diff(options, progress)
    console.compared(found)
    return FINDINGS if found.stopped or (exit_code and found.differs) else FINE
