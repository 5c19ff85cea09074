"""`reportgen drafts [REPORT]`."""

from __future__ import annotations

from pathlib import Path

import click

from .build_command import report_argument
from .codes import INTERRUPTED
from .group import Command, Texts
from .session import exit_code, open_console

_BY = ("section", "department", "unit")
_CHARTS = ("picture", "native")


def command(said: Texts) -> Command:
    """The command with its options."""
    path = click.Path(path_type=Path)
    return Command(
        "drafts",
        said,
        run,
        [
            report_argument(),
            click.Option(["--by"], type=click.Choice(_BY), help=said["drafts.by"]),
            click.Option(["--units"], metavar="FILE|FOLDER", type=path, help=said["drafts.units"]),
            click.Option(["-o", "--output"], metavar="FOLDER", type=path, help=said["drafts.output"]),
            click.Option(["--name"], metavar="PATTERN", default="", help=said["drafts.name"]),
            click.Option(["--jobs"], metavar="N", type=click.IntRange(min=1), help=said["drafts.jobs"]),
            click.Option(["--scheduler"], metavar="ADDRESS", default="", help=said["drafts.scheduler"]),
            click.Option(["--charts"], type=click.Choice(_CHARTS), default=_CHARTS[0], help=said["build.charts"]),
            click.Option(["--plain"], is_flag=True, help=said["build.plain"]),
            click.Option(["--profile"], metavar="NAME", help=said["build.profile"]),
            click.Option(["--force"], is_flag=True, help=said["drafts.force"]),
        ],
    )


def run(
    report: Path,
    by: str | None,
    units: Path | None,
    output: Path | None,
    name: str,
    jobs: int | None,
    scheduler: str,
    charts: str,
    plain: bool,
    profile: str | None,
    force: bool,
) -> int:
    """Make drafts; the exit code is 1 where one could not be made."""
    from ..drafts.plan import By
    from ..pipeline.drafts import DraftOptions, drafts

    console = open_console()
    options = DraftOptions(
        by=By(by) if by else None,
        units=units,
        folder=output,
        pattern=name,
        jobs=jobs,
        scheduler=scheduler,
        force=force,
        plain=plain,
        native_charts=charts == "native",
        profile=profile,
    )
    with console.progress() as progress:
        drafted = drafts(report, options, progress, progress.count)
    console.drafted(drafted)
    return INTERRUPTED if drafted.interrupted else exit_code(drafted.diagnostics)
