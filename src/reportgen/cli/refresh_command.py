"""`reportgen refresh FILE.docx...`."""

from __future__ import annotations

from pathlib import Path

import click

from .group import Command, Texts
from .session import exit_code, open_console


def command(said: Texts) -> Command:
    """The command with its options."""
    path = click.Path(path_type=Path)
    return Command(
        "refresh",
        said,
        run,
        [
            click.Argument(["files"], type=path, nargs=-1, required=True, metavar="FILE..."),
            click.Option(["--report"], metavar="REPORT", type=path, help=said["refresh.report"]),
            click.Option(["--units"], metavar="FILE|FOLDER", type=path, help=said["refresh.units"]),
            click.Option(["--track"], is_flag=True, help=said["refresh.track"]),
            click.Option(["--dry-run"], is_flag=True, help=said["refresh.dry-run"]),
            click.Option(["--renamed"], is_flag=True, help=said["refresh.renamed"]),
            click.Option(["--json"], is_flag=True, help=said["refresh.json"]),
        ],
    )


def run(
    files: tuple[Path, ...],
    report: Path | None,
    units: Path | None,
    track: bool,
    dry_run: bool,
    renamed: bool,
    json: bool,
) -> int:
    """Bring edited Word files up to date; the exit code."""
    from ..pipeline.refresh import RefreshOptions, refresh

    console = open_console(json=json)
    tracked = _now() if track else None
    options = RefreshOptions(report=report, units=units, tracked=tracked, dry_run=dry_run, renamed=renamed)
    with console.progress() as progress:
        outcome = refresh(files, options, progress)
    console.refreshed(outcome)
    return exit_code(outcome.diagnostics)


def _now() -> str:
    """The moment that tracked changes bear, to the second."""
    from datetime import UTC, datetime

    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
