"""`reportgen collect [REPORT] RETURNS_DIR`."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import click

from .group import LANGUAGE, Command, Texts, texts
from .session import exit_code, open_console

if TYPE_CHECKING:
    from ..model.diagnostic import Diagnostic


_QUOTED = re.compile("`([^`]*)`")


def command(said: Texts) -> Command:
    """The command with its options."""
    path = click.Path(path_type=Path)
    return Command(
        "collect",
        said,
        run,
        [
            click.Argument(["folders"], type=path, nargs=-1, required=True, metavar="[REPORT] RETURNS_DIR"),
            click.Option(["--prefer"], metavar="FILE", multiple=True, help=said["collect.prefer"]),
            click.Option(["--doubts"], metavar="FILE", type=path, help=said["collect.doubts"]),
            click.Option(["--dry-run"], is_flag=True, help=said["collect.dry-run"]),
        ],
    )


def run(folders: tuple[Path, ...], prefer: tuple[str, ...], doubts: Path | None, dry_run: bool) -> int:
    """Collect returns; the exit code is 1 where something could not be taken."""
    from datetime import date

    from ..pipeline.collect import CollectOptions, collect

    if len(folders) > 2:
        raise click.UsageError(f"{folders[2]}")
    if doubts is not None and doubts.suffix.lower() != ".xlsx":
        raise click.BadParameter(texts(_language())["collect.not-xlsx"], param_hint="--doubts")
    *report, returns = folders
    console = open_console()
    options = CollectOptions(
        returns=returns,
        today=date.today(),  # noqa: DTZ011 - the date on the user's wall names the copy
        question=_question,
        prefer=tuple(Path(name).name for name in prefer),
        doubts=doubts,
        dry_run=dry_run,
    )
    with console.progress() as progress:
        collected = collect(report[0] if report else Path(), options, progress)
    console.collected(collected, dry_run=dry_run)
    return exit_code(collected.diagnostics)


def _language() -> str:
    """The language of the command line's own words."""
    ctx = click.get_current_context()
    return str(ctx.meta.get(LANGUAGE, "en"))


def _question(finding: Diagnostic) -> str:
    """A finding as a question to a department, which reads Chinese; its remedy speaks to the office and is left out."""
    from ..console.catalogue import worded

    return _QUOTED.sub(r"“\1”", worded(finding, "zh").message)
