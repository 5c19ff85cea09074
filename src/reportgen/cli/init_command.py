"""`reportgen init DIR`."""

from __future__ import annotations

import time
from pathlib import Path

import click

from .group import Command, Texts
from .session import exit_code, open_console

_DEFAULT_KIT = "work-summary"
_LAST_MONTH_OF_THE_OLD_YEAR = 6


def command(said: Texts) -> Command:
    """The command with its options."""
    return Command(
        "init",
        said,
        run,
        [
            click.Argument(["dir"], type=click.Path(path_type=Path)),
            click.Option(["--kit"], metavar="NAME", default=_DEFAULT_KIT, show_default=True, help=said["init.kit"]),
            click.Option(["--year"], type=click.IntRange(1949, 2199), help=said["init.year"]),
            click.Option(
                ["--list-kits"],
                is_flag=True,
                is_eager=True,
                expose_value=False,
                callback=_list_kits,
                help=said["init.list-kits"],
            ),
        ],
    )


def run(dir: Path, kit: str, year: int | None) -> int:  # noqa: A002 - click names it after the argument
    """Make a new report; the exit code."""
    from ..pipeline.init import InitOptions, init

    console = open_console()
    outcome = init(dir, InitOptions(kit=kit, year=year or year_to_report(*time.localtime()[:2])))
    console.outcome(outcome)
    return exit_code(outcome.diagnostics)


def year_to_report(year: int, month: int) -> int:
    """The year that a report begun in this month is about: until June it is still last year's."""
    return year - 1 if month <= _LAST_MONTH_OF_THE_OLD_YEAR else year


def _list_kits(ctx: click.Context, _parameter: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        from ..pipeline.init import kits

        console = open_console()
        console.listing((console.word("kit-column"), console.word("title-column")), kits(), "kits")
        ctx.exit()
